"""Makes, changes and removes the Blender object of a node."""

from __future__ import annotations

import json
from typing import Any

import bpy

from setpiece.errors import InputError
from setpiece.scene.model import (
    CameraPayload,
    CharacterPayload,
    InstancesPayload,
    LightPayload,
    MeshPayload,
    Node,
)

from .. import compat
from . import _bindings, _channels, _instances, _materials, _meshes
from . import _records as rec
from ._tables import Tables

_LIGHTS = {"sun": "SUN", "point": "POINT", "spot": "SPOT", "area": "AREA"}
_FOLDERS = {"sets": "Set", "cast": "Cast", "light": "Light", "camera": "Camera", "added": "Added"}


def collection_for(scene: Any, department: str) -> Any:
    """The scene's collection of a department, made when missing."""
    tag = f"{scene[rec.ID]}/{department}"
    for child in scene.collection.children:
        if child.get(rec.ID) == tag:
            return child
    made = bpy.data.collections.new(compat.clip_name(f"{scene.name} {_FOLDERS[department]}"))
    made[rec.ID] = tag
    scene.collection.children.link(made)
    return made


def rename_scene(scene: Any, name: str) -> None:
    """Give the scene, and the collections named after it, the script's heading."""
    scene.name = compat.clip_name(name)
    for child in scene.collection.children:
        department = str(child.get(rec.ID, "")).rpartition("/")[2]
        if department in _FOLDERS:
            child.name = compat.clip_name(f"{scene.name} {_FOLDERS[department]}")


def make(scene: Any, node: Node, resources: Tables, arrays: Any, objects: dict[str, Any]) -> Any:
    """The object of a new node.

    Raises:
        InputError, KeyError, ValueError: Blender cannot hold it; nothing is left behind.
    """
    _refuse(node)
    data = _data_for(node, resources, arrays)
    obj = bpy.data.objects.new(compat.clip_name(node.name or node.kind or node.id), data)
    obj[rec.ID] = node.id
    try:
        _fill(obj, node, resources, arrays)
        collection_for(scene, node.department).objects.link(obj)
        write_transform(obj, node)
        if node.parent:
            obj.parent = objects.get(node.parent)
        if not node.visible:
            write_visible(obj, node)
        if node.channels:
            _channels.write(obj, node, arrays)
    except (KeyError, ValueError, InputError):
        remove(obj)
        raise
    remember(obj, node)
    return obj


def _refuse(node: Node) -> None:
    why = _bindings.limits(node)
    if why:
        raise InputError(why, where=node.id)


def _data_for(node: Node, resources: Tables, arrays: Any) -> Any:
    payload, name = node.payload, compat.clip_name(node.name or node.id)
    if isinstance(payload, MeshPayload | CharacterPayload):
        return resources.mesh(payload.geometry, arrays)
    if isinstance(payload, InstancesPayload):
        return bpy.data.meshes.new(name)
    if isinstance(payload, LightPayload):
        return bpy.data.lights.new(name, _LIGHTS[payload.shape])
    if isinstance(payload, CameraPayload):
        return bpy.data.cameras.new(name)
    return None


def _fill(obj: Any, node: Node, resources: Tables, arrays: Any) -> None:
    """Everything that hangs on the payload."""
    payload = node.payload
    if isinstance(payload, MeshPayload | CharacterPayload):
        _materials.assign(obj, payload.materials, resources)
        _meshes.ensure_groups(obj)
    elif isinstance(payload, InstancesPayload):
        _instances.write(obj, node, resources, arrays)
    elif isinstance(payload, LightPayload):
        obj.visible_camera = False
        if payload.shape == "area":
            obj.data.shape = "RECTANGLE"
        if hasattr(obj.data, "normalize"):
            obj.data.normalize = True
    elif isinstance(payload, CameraPayload):
        obj.data.sensor_fit = "HORIZONTAL"
        obj.data.dof.use_dof = True
        obj.data.passepartout_alpha = 0.85
        obj.data.display_size = 0.3
    else:
        obj.empty_display_size = 0.2
    for binding in _bindings.of(node):
        binding.write(obj, node)


def update(obj: Any, old: Node, node: Node, resources: Tables, arrays: Any, objects: dict[str, Any]) -> None:
    """Bring an object from ``old`` to ``node`` (the same kind of payload), writing what differs.

    Raises:
        InputError, KeyError, ValueError: Blender cannot hold the new values.
    """
    _refuse(node)
    if node.payload != old.payload:
        update_payload(obj, node, resources, arrays)
    if node.name != old.name:
        obj.name = compat.clip_name(node.name or node.kind or node.id)
    if node.department != old.department:
        _move(obj, node.department)
    if node.parent != old.parent:
        obj.parent = objects.get(node.parent) if node.parent else None
        obj.matrix_parent_inverse.identity()
    if node.channels != old.channels:
        _channels.write(obj, node, arrays)
    if node.transform != old.transform:
        write_transform(obj, node)
    if node.visible != old.visible:
        write_visible(obj, node)


def update_payload(obj: Any, node: Node, resources: Tables, arrays: Any) -> None:
    """Write the whole payload again (also when a resource it uses has changed)."""
    payload = node.payload
    if isinstance(payload, MeshPayload | CharacterPayload):
        data = resources.mesh(payload.geometry, arrays)
        if obj.data != data:
            obj.data = data
    elif isinstance(payload, LightPayload) and obj.data.type != _LIGHTS[payload.shape]:
        obj.data.type = _LIGHTS[payload.shape]
    _fill(obj, node, resources, arrays)


def _move(obj: Any, department: str) -> None:
    scene = obj.users_scene[0]
    for collection in list(obj.users_collection):
        collection.objects.unlink(obj)
    collection_for(scene, department).objects.link(obj)


def write_transform(obj: Any, node: Node) -> None:
    """The node's own transform, relative to its parent."""
    if obj.rotation_mode != "QUATERNION":
        obj.rotation_mode = "QUATERNION"
    t = node.transform
    obj.location, obj.rotation_quaternion, obj.scale = t.translation, t.rotation, t.scale


def write_visible(obj: Any, node: Node) -> None:
    """Hidden things neither render nor show."""
    obj.hide_render = obj.hide_viewport = not node.visible


def remember(obj: Any, node: Node, path: str = "") -> None:
    """Store what Blender made of the values just written (single precision, unique names).

    Args:
        obj: The object.
        node: Its node.
        path: The one property that was written; what people changed beside it stays an edit.
            Empty for all.
    """
    if path in ("", "name"):
        obj[rec.NAME] = obj.name
    if not path:
        obj[rec.TRS] = trs(obj)
    elif path.startswith("transform."):
        now, kept = trs(obj), list(rec.numbers(obj.get(rec.TRS, trs(obj))))
        part = rec.PARTS[path.removeprefix("transform.")]
        kept[part] = now[part]
        obj[rec.TRS] = kept
    if not path or path.startswith("payload"):
        _remember_payload(obj, node, path)
    if path in ("", "channels"):
        digest = _channels.digest(obj)
        if digest or obj.get(rec.KEYS):
            obj[rec.KEYS] = digest


def _remember_payload(obj: Any, node: Node, path: str) -> None:
    if isinstance(node.payload, MeshPayload | CharacterPayload) and path in ("", "payload", "payload.geometry"):
        obj[rec.MESH] = obj.data.name
    bound = _bindings.of(node)
    if not bound:
        return
    whole = path in ("", "payload", "payload.shape")
    kept: dict[str, Any] = {} if whole else json.loads(obj.get(rec.VALUES, "{}"))
    kept.update({b.path: b.read(obj) for b in bound if whole or b.path == path or b.path not in kept})
    obj[rec.VALUES] = json.dumps(kept)


def trs(obj: Any) -> tuple[float, ...]:
    """Location, quaternion and scale relative to the parent, as stored."""
    if obj.rotation_mode == "QUATERNION":
        return (*obj.location, *obj.rotation_quaternion, *obj.scale)
    return (*obj.location, *obj.matrix_basis.to_quaternion(), *obj.scale)


def remove(obj: Any) -> None:
    """Delete the object and what belongs to it alone."""
    if any(m.type == "NODES" for m in obj.modifiers):
        _instances.drop(obj)
    _channels.clear(obj)
    data = obj.data
    bpy.data.objects.remove(obj)
    if data is not None and data.users == 0:
        for table in (bpy.data.meshes, bpy.data.lights, bpy.data.cameras):
            if table.get(data.name) == data:
                table.remove(data)
                return
