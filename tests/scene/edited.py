"""A chair that somebody moved and a crate that somebody added: what the tests of layers begin with."""

from __future__ import annotations

import msgspec
from tests.hosts.scenes import full_scene

from setpiece.scene import (
    Edit,
    Edits,
    Geometry,
    MeshPayload,
    Node,
    Resources,
    Scene,
    Transform,
    set_property,
)

replace = msgspec.structs.replace
PLACE = "transform.translation"
G0, V = (0.0, -0.9, 0.0), (1.0, 2.0, 0.0)
MOVED = Edit("n-chair", PLACE, V, G0, "kim", "blender")


def generated(place: tuple[float, float, float] = G0) -> Scene:
    scene, _ = full_scene()
    chair = set_property(scene.nodes["n-chair"], PLACE, place)
    return replace(scene, nodes={**scene.nodes, "n-chair": chair})


def place_of(scene: Scene, node: str = "n-chair") -> tuple[float, float, float]:
    return scene.nodes[node].transform.translation


def crate(parent: str | None = None) -> Edits:
    node = Node("a1", "Crate", "added", "cube", MeshPayload("a1-mesh"), Transform((3.0, 0.0, 0.0)), parent=parent)
    mesh = Geometry("a1-mesh", "h", {"position": "0" * 32}, (-0.5, -0.5, -0.5), (0.5, 0.5, 0.5))
    return Edits(added={"a1": node}, added_resources=Resources(geometry={"a1-mesh": mesh}))
