"""Light is what the description says: rendered white cards against lux, lumen, nit and EV100."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

bpy = pytest.importorskip("bpy", reason="Blender as a module: pip install 'setpiece[blender]'")

from tests.blender import rooms  # noqa: E402

from setpiece.geometry import look_rotation  # noqa: E402
from setpiece.scene import (  # noqa: E402
    Environment,
    LightPayload,
    Node,
    Scene,
    Sky,
    Sun,
    Transform,
    diff,
)
from setpiece_blender.host import BlenderHost  # noqa: E402

pytestmark = pytest.mark.blender
DARK = Environment(Sky("interior", 0.0), Sun(lux=0.0), exposure_ev100=0.0)


def rendered(scene: Scene, arrays: Any, tmp_path: Any, view: str = "") -> np.ndarray:
    """Mean (r, g, b) of the middle of the picture: scene-linear, or through ``view``."""
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    host = BlenderHost(undo=False)
    host.begin(scene.id, arrays)
    assert host.apply(diff(host.current(), scene)).refused == ()
    blender = host.blender_scene
    blender.camera = next(o for o in blender.objects if o.type == "CAMERA")
    blender.render.resolution_x = blender.render.resolution_y = 16
    blender.cycles.samples, blender.cycles.use_denoising, blender.cycles.device = 256, False, "CPU"
    blender.cycles.pixel_filter_type = "BOX"
    blender.render.image_settings.file_format = "PNG" if view else "OPEN_EXR"
    if view:
        blender.view_settings.view_transform = view
    else:
        blender.render.image_settings.color_depth = "32"
    path = tmp_path / ("card.png" if view else "card.exr")
    blender.render.filepath = str(path)
    bpy.ops.render.render(write_still=True, scene=blender.name)
    image = bpy.data.images.load(str(path))
    if not view:
        image.colorspace_settings.name = "Linear Rec.709"
    pixels = np.zeros(16 * 16 * image.channels, dtype=np.float32)
    image.pixels.foreach_get(pixels)
    return pixels.reshape(16, 16, image.channels)[4:12, 4:12, :3].mean(axis=(0, 1)).astype(np.float64)


def lux_on_card(rgb: np.ndarray) -> float:
    """Illuminance that a white diffuse card of this radiance receives: E = pi L, 683 lm/W."""
    return float(683.0 * math.pi * (0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]))


def above(payload: LightPayload, height_m: float) -> Node:
    at = (0.0, 0.0, height_m)
    return Node("n-l", "Light", "light", "light", payload, Transform(at, look_rotation(at, (0.0, 0.0, 0.0))))


@pytest.mark.parametrize("kind", ["clear", "overcast"])
def test_the_sky_gives_its_lux_to_a_horizontal_card(tmp_path: Any, kind: Any) -> None:
    colours = {"zenith_color": (0.9, 0.9, 0.9), "horizon_color": (0.5, 0.5, 0.5)} if kind == "overcast" else {}
    scene, arrays = rooms.card(Environment(Sky(kind, 12000.0, **colours), Sun(lux=0.0), exposure_ev100=12.0))
    assert lux_on_card(rendered(scene, arrays, tmp_path)) == pytest.approx(12000.0, rel=0.03)


def test_the_sun_of_the_environment_gives_lux_times_sine(tmp_path: Any) -> None:
    sun = Sun(azimuth_rad=0.4, elevation_rad=math.radians(30.0), lux=80000.0)
    scene, arrays = rooms.card(Environment(Sky("clear", 0.0), sun, exposure_ev100=14.0))
    assert lux_on_card(rendered(scene, arrays, tmp_path)) == pytest.approx(40000.0, rel=0.02)


def test_a_sun_light_replaces_the_sun_of_the_environment(tmp_path: Any) -> None:
    node = above(LightPayload("sun", "sun", lux=500.0), 5.0)
    scene, arrays = rooms.card(Environment(Sky("clear", 0.0), Sun(lux=80000.0), exposure_ev100=8.0), node)
    assert lux_on_card(rendered(scene, arrays, tmp_path)) == pytest.approx(500.0, rel=0.02)


@pytest.mark.parametrize(
    ("payload", "candela"),
    [
        (LightPayload("point", lumen=1000.0, kelvin=6500.0, width_m=0.05), 1000.0 / (4 * math.pi)),
        (LightPayload("area", lumen=1000.0, kelvin=3200.0, width_m=0.1, height_m=0.1), 1000.0 / math.pi),
        (LightPayload("spot", lumen=1000.0, kelvin=4000.0, width_m=0.05, cone_rad=1.2), 1000.0 / (4 * math.pi)),
    ],
)
def test_a_fixture_gives_its_lumen(tmp_path: Any, payload: LightPayload, candela: float) -> None:
    scene, arrays = rooms.card(DARK, above(payload, 2.0))
    got = lux_on_card(rendered(scene, arrays, tmp_path))
    assert got == pytest.approx(candela / 4.0, rel=0.03)  # E = I / d2 on the axis, 2 m away


def test_warm_light_is_warm_and_as_bright(tmp_path: Any) -> None:
    scene, arrays = rooms.card(DARK, above(LightPayload("point", lumen=1000.0, kelvin=2700.0), 2.0))
    red, green, blue = rendered(scene, arrays, tmp_path)
    assert red > 1.5 * green > 1.5 * 1.5 * blue


def test_exposure_shows_a_white_card_at_its_ev_as_one(tmp_path: Any) -> None:
    """EV100 12 means 2.5 * 2^12 lux; a card of 18 % there is 0.18, code value 118 in sRGB."""
    lux = 2.5 * 2.0**12
    grey = Sky("overcast", lux * 0.18, (0.5, 0.5, 0.5), (0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
    scene, arrays = rooms.card(Environment(grey, Sun(lux=0.0), exposure_ev100=12.0))
    assert rendered(scene, arrays, tmp_path, "Standard") * 255 == pytest.approx([118.0] * 3, abs=2.5)
