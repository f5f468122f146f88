"""Real Blender passes the suite that the in-memory host passes."""

from __future__ import annotations

from typing import Any

import pytest
from tests.hosts.suite import HostConformance

bpy = pytest.importorskip("bpy", reason="Blender as a module: pip install 'setpiece[blender]'")

from setpiece_blender.host import BlenderHost  # noqa: E402

pytestmark = pytest.mark.blender


class BlenderRig:
    """The hands of an artist, through the operators and properties that the window's tools use."""

    def __init__(self) -> None:
        bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
        self.host = BlenderHost()

    def _object(self, node_id: str) -> Any:
        return next(o for o in self.host.blender_scene.objects if o.get("setpiece_id") == node_id)

    def _done(self, label: str) -> None:
        bpy.ops.ed.undo_push(message=label)

    def move_node(self, node_id: str, translation: tuple[float, float, float]) -> None:
        self._object(node_id).location = translation
        self._done("Move")

    def delete_node(self, node_id: str) -> None:
        bpy.data.objects.remove(self._object(node_id))
        self._done("Delete")

    def add_cube(self, name: str) -> None:
        scene = self.host.blender_scene
        with bpy.context.temp_override(scene=scene, view_layer=scene.view_layers[0]):
            bpy.ops.mesh.primitive_cube_add(size=1.0)
            made = scene.view_layers[0].objects.active
        made.name = name
        self._done("Add cube")

    def duplicate_node(self, node_id: str) -> None:
        source = self._object(node_id)
        copy = source.copy()
        source.users_collection[0].objects.link(copy)
        self._done("Duplicate")

    def undo(self) -> None:
        bpy.ops.ed.undo()

    def redo(self) -> None:
        bpy.ops.ed.redo()


class TestBlenderHost(HostConformance):
    @pytest.fixture
    def rig(self) -> BlenderRig:
        return BlenderRig()
