"""Thinned looks change what a still costs, not what it shows; and a file opens at its first shot's exposure."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

bpy = pytest.importorskip("bpy", reason="Blender as a module: pip install 'setpiece[blender]'")

from tests.blender import rooms  # noqa: E402

from setpiece.scene import Scene, ShotRange, diff  # noqa: E402
from setpiece_blender.host import BlenderHost  # noqa: E402
from setpiece_blender.jobs import _thrift  # noqa: E402

pytestmark = pytest.mark.blender


def shown(scene: Scene, arrays: Any) -> BlenderHost:
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    host = BlenderHost(undo=False)
    host.begin(scene.id, arrays)
    assert host.apply(diff(host.current(), scene)).refused == ()
    return host


def kinds(name: str) -> list[str]:
    tree = next(m for m in bpy.data.materials if m.name.startswith(name)).node_tree
    return [n.type for n in tree.nodes]


def test_dull_looks_become_diffuse_and_keep_their_colour() -> None:
    shown(*rooms.room()[:2])
    assert "BUMP" in kinds("m-floor")
    _thrift.thin_looks()
    assert "BUMP" not in kinds("m-floor")
    skin = next(m for m in bpy.data.materials if m.name.startswith("m-skin")).node_tree
    diffuse = next(n for n in skin.nodes if n.type == "BSDF_DIFFUSE")
    assert tuple(diffuse.inputs["Color"].default_value)[:3] == pytest.approx((0.6, 0.42, 0.33))
    output = next(n for n in skin.nodes if n.type == "OUTPUT_MATERIAL")
    assert output.inputs["Surface"].links[0].from_node == diffuse


def test_glass_stays_glass() -> None:
    glass = rooms.camera_node("n-other", (0, 0, 1), (0, 1, 1), 30.0)
    scene, arrays, _ = rooms.room(extra=(glass,))
    wall = scene.nodes["n-wall"]
    pane = msgspec.structs.replace(wall, payload=msgspec.structs.replace(wall.payload, materials=("m-glass",)))
    shown(msgspec.structs.replace(scene, nodes={**scene.nodes, "n-wall": pane}), arrays)
    _thrift.thin_looks()
    assert "BSDF_PRINCIPLED" in kinds("m-glass")
    assert "BSDF_DIFFUSE" not in kinds("m-glass")


def test_the_scene_is_exposed_for_its_first_shot() -> None:
    scene, arrays, _ = rooms.room()
    shots = tuple(ShotRange(s.id, s.camera, s.first_frame, s.last_frame, s.ev100 + 3.0) for s in scene.sequence.shots)
    later = msgspec.structs.replace(scene, sequence=msgspec.structs.replace(scene.sequence, shots=shots))
    one, other = (shown(s, arrays).blender_scene.view_settings.exposure for s in (scene, later))
    assert one - other == pytest.approx(3.0, abs=1e-4)
    assert other == pytest.approx(9.744 - 10.0, abs=0.01)  # log2(683 pi / 2.5) - EV100
