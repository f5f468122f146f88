"""Fog is seen: it pales by exp(-density x distance), and nothing else in the scene knows of it."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np
import pytest

bpy = pytest.importorskip("bpy", reason="Blender as a module: pip install 'setpiece[blender]'")

from tests.blender import rooms  # noqa: E402
from tests.blender.test_light import rendered  # noqa: E402

from setpiece.scene import Environment, Fog, Sky, Sun, diff  # noqa: E402
from setpiece_blender.host import BlenderHost  # noqa: E402

pytestmark = pytest.mark.blender
DENSITY = 0.15
CAMERA_M = 4.0
"""Height of the card's camera over it."""
CLEAR = Environment(Sky("overcast", 1000.0, (0.5, 0.5, 0.5), (0.5, 0.5, 0.5)), Sun(lux=0.0), exposure_ev100=8.0)
FOGGY = msgspec.structs.replace(CLEAR, fog=Fog(DENSITY, (0.6, 0.7, 0.8)))


def shown(environment: Environment) -> Any:
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    scene, arrays = rooms.card(environment)
    host = BlenderHost(undo=False)
    host.begin(scene.id, arrays)
    assert host.apply(diff(host.current(), scene)).refused == ()
    return host, scene


def test_a_card_pales_with_distance(tmp_path: Any) -> None:
    bare = rendered(*rooms.card(CLEAR), tmp_path)
    hazed = rendered(*rooms.card(FOGGY), tmp_path)
    left = math.exp(-DENSITY * CAMERA_M)
    # Half a sphere of sky and half of ground that sends a fifth back, times the fog's albedo.
    fog = np.array([0.6, 0.7, 0.8]) * 1000.0 * 0.6 / math.pi / 683.0
    assert hazed == pytest.approx(bare * left + fog * (1.0 - left), rel=0.03)


def test_rays_and_scan_know_nothing_of_it() -> None:
    host, scene = shown(FOGGY)
    assert {o.get("setpiece_id") for o in host.blender_scene.objects} == set(scene.nodes)
    found = host.scan()
    assert (found.edits.records, found.edits.added, found.unknown) == ((), {}, ())
    blender = host.blender_scene
    blender.frame_set(0)
    hit, where, *_ = blender.ray_cast(blender.view_layers[0].depsgraph, (0.1, 0.1, 3), (0, 0, -1))
    assert hit
    assert where.z == pytest.approx(0.0, abs=1e-5)
    assert host.current() == scene


def test_fog_comes_and_goes_by_changes() -> None:
    host, foggy = shown(FOGGY)
    clear = msgspec.structs.replace(foggy, environment=CLEAR)
    assert host.apply(diff(foggy, clear)).refused == ()
    assert not _composited(host.blender_scene)
    assert host.apply(diff(clear, foggy)).refused == ()
    assert _composited(host.blender_scene)


def test_a_persons_compositing_stays() -> None:
    host, clear = shown(CLEAR)
    scene = host.blender_scene
    if bpy.app.version >= (5, 0, 0):
        scene.compositing_node_group = bpy.data.node_groups.new("Mine", "CompositorNodeTree")
        tree = scene.compositing_node_group
    else:
        scene.use_nodes = True
        tree = scene.node_tree
    tree.nodes.clear()
    mine = tree.nodes.new("CompositorNodeRLayers").name
    host.apply(diff(clear, msgspec.structs.replace(clear, environment=FOGGY)))
    assert [n.name for n in tree.nodes] == [mine]


def _composited(scene: Any) -> bool:
    if bpy.app.version >= (5, 0, 0):
        return scene.compositing_node_group is not None
    return bool(scene.use_nodes and len(scene.node_tree.nodes))
