"""What Blender really shows of a session's surroundings and surfaces, read from its own data."""

from __future__ import annotations

import math
from typing import Any

import pytest
from tests.hosts.rig import applied

bpy = pytest.importorskip("bpy", reason="Blender as a module: pip install 'setpiece[blender]'")

from tests.hosts.test_blender import BlenderRig  # noqa: E402

pytestmark = pytest.mark.blender

LUMEN_PER_WATT = 683.0


@pytest.fixture
def rig() -> Any:
    made = BlenderRig()
    applied(made)
    return made


def colours_of(node_id: str) -> set[tuple[float, ...]]:
    """Viewport colours of what an object is covered with."""
    obj = next(o for o in bpy.data.objects if o.get("setpiece_id") == node_id)
    return {tuple(round(c, 3) for c in slot.material.diffuse_color[:3]) for slot in obj.material_slots if slot.material}


def wearers(look: str) -> list[str]:
    """Objects whose material was made from a look."""
    named = [m for m in bpy.data.materials if m.name.startswith(look)]
    return sorted(o["setpiece_id"] for o in bpy.data.objects if o.get("setpiece_id")
                  for s in o.material_slots if s.material in named)  # fmt: skip


def test_exposure_is_seen_and_taken_back(rig: Any) -> None:
    view = rig.host.blender_scene.view_settings
    before = view.exposure
    rig.host.stage(["environment#exposure_ev100"], [9.0])
    keyed = rig.host.blender_scene.animation_data
    if not (keyed and keyed.action):
        assert view.exposure == pytest.approx(math.log2(LUMEN_PER_WATT * math.pi / 2.5) - 9.0, abs=1e-3)
    rig.host.stage((), ())
    assert view.exposure == pytest.approx(before)


def test_the_sky_gets_brighter_and_goes_back(rig: Any) -> None:
    def brightest() -> float:
        nodes = rig.host.blender_scene.world.node_tree.nodes
        return max(max(i.default_value[:3]) for n in nodes if n.type == "MIX" for i in (n.inputs[6], n.inputs[7]))

    before = brightest()
    rig.host.stage(["environment#sky.lux"], [1.0])
    low = brightest()
    rig.host.stage(["environment#sky.lux"], [100_000.0])
    assert brightest() > 100 * max(low, before * 1e-3)
    rig.host.stage((), ())
    assert brightest() == pytest.approx(before)


def test_a_surface_changes_wherever_it_is_and_comes_back(rig: Any) -> None:
    wearer = next(iter(wearers("m-oak")))
    materials, before = len(bpy.data.materials), colours_of(wearer)
    for red in (0.9, 0.1, 0.6):
        rig.host.stage(["material/m-oak#base_color"], [(red, 0.125, 0.25)])
        assert (red, 0.125, 0.25) in colours_of(wearer)
    assert len(bpy.data.materials) == materials + 1, "one copy, however long the show"
    rig.host.stage((), ())
    assert colours_of(wearer) == before
    assert len(bpy.data.materials) == materials
