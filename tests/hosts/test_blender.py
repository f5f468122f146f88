"""Real Blender passes the suite that the in-memory host passes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from tests.hosts import suite
from tests.hosts.rig import applied
from tests.hosts.suite import HostConformance

from setpiece.scene import MemoryArrays

bpy = pytest.importorskip("bpy", reason="Blender as a module: pip install 'setpiece[blender]'")

from tests.hosts import blender_truth  # noqa: E402

from setpiece_blender.host import (  # noqa: E402
    BlenderHost,
    _bindings,
    _channels,
    _instances,
    _meshes,
    _nodes,
    _sequence,
    _units,
)

pytestmark = pytest.mark.blender


class BlenderRig:
    """The hands of an artist, through the operators and properties that the window's tools use."""

    silent_on: frozenset[str] = frozenset()

    def __init__(self) -> None:
        bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
        self.host = BlenderHost()
        self.arrays = MemoryArrays()

    def shown(self, node_id: str) -> dict[str, Any]:
        return blender_truth.shown(self._scene(), node_id)

    def shown_ids(self) -> list[str]:
        return blender_truth.shown_ids(self._scene())

    def shown_cuts(self) -> list[tuple[int, str]]:
        return blender_truth.shown_cuts(self._scene())

    def _scene(self) -> Any:
        return self.host.blender_scene

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


def _no_op(*_args: object, **_more: object) -> None:
    return None


def _forgetting_parents(real: Callable[..., Any]) -> Callable[..., Any]:
    def make(*args: Any) -> Any:
        made = real(*args)
        made.parent = None
        return made

    return make


def _askew(real: Callable[..., Any]) -> Callable[..., Any]:
    def push(name: str, arrays: dict[str, Any]) -> Any:
        return real(name, {**arrays, "position": arrays["position"] * 1.01})

    return push


def _late(real: Callable[..., Any]) -> Callable[..., Any]:
    def key(block: Any, path: str, index: int, first: int, values: Any, *more: Any) -> None:
        real(block, path, index, first + 1, values, *more)

    return key


def _dim(real: Callable[..., float]) -> Callable[..., float]:
    return lambda light: real(light) / 2


def _blind(bindings: tuple[_bindings.Binding, ...]) -> tuple[_bindings.Binding, ...]:
    return tuple(dataclasses.replace(b, write=_no_op) for b in bindings)


FAULTS = {
    "places are not written": (_nodes, "write_transform", lambda _real: _no_op),
    "parents are forgotten": (_nodes, "make", _forgetting_parents),
    "lights are half as bright": (_units, "energy", _dim),
    "lenses are not written": (_bindings, "CAMERA", _blind),
    "vertices are askew": (_meshes, "push", _askew),
    "cameras move a frame late": (_channels, "key", _late),
    "scatter has no points": (_instances, "_fill", lambda _real: _no_op),
    "nothing is cut": (_sequence, "write", lambda _real: _no_op),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_host_that_shows_something_else_does_not_pass(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite must catch what the host itself believes in."""
    module, name, broken = FAULTS[fault]
    real = getattr(module, name)
    monkeypatch.setattr(module, name, broken(real))
    for mesh in [m for m in bpy.data.meshes if m.get("setpiece_hash")]:
        bpy.data.meshes.remove(mesh)
    with pytest.raises(AssertionError):
        TestBlenderHost().test_apply_shows_the_scene(BlenderRig())


@pytest.mark.parametrize("name", ["write_transform", "write_visible"])
def test_what_is_broken_only_later_does_not_pass_either(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rig = BlenderRig()
    monkeypatch.setattr(suite, "applied", lambda _rig: (made, rig.arrays))
    made, _ = applied(rig)
    monkeypatch.setattr(_nodes, name, _no_op)
    with pytest.raises(AssertionError):
        TestBlenderHost().test_diff_then_inverse_is_where_we_were(rig)
