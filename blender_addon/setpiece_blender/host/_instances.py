"""Scatter as one point mesh with named attributes that a geometry-nodes tree instances.

A hundred thousand trees cost one object; each row keeps its key, so that an edit can name it.
"""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np

from setpiece.scene.model import InstancesPayload, Node, Prototype

from .. import compat
from . import _materials
from ._records import INNER
from ._tables import Tables

_TREE = "Setpiece instances"


def write(obj: Any, node: Node, resources: Tables, arrays: Any) -> None:
    """Fill the object's points and prototypes.

    Raises:
        KeyError: The store lacks an array.
        ValueError: The arrays do not have ``count`` rows.
    """
    payload: Any = node.payload
    table = {name: np.asarray(arrays.array(ref)) for name, ref in payload.arrays.items()}
    wrong = [name for name, rows in table.items() if len(rows) != payload.count]
    if wrong:
        raise ValueError(f"the instance arrays {', '.join(sorted(wrong))} do not have {payload.count} rows")
    if payload.hidden_keys:
        shown = ~np.isin(table["key"], np.array(payload.hidden_keys, dtype=np.int64))
        table = {name: rows[shown] for name, rows in table.items()}
    _fill(obj.data, table)
    holder = _prototypes(obj, payload, resources, arrays)
    modifier = obj.modifiers.get(_TREE) or obj.modifiers.new(_TREE, "NODES")
    modifier.node_group = _tree_for(obj, holder)


def drop(obj: Any) -> None:
    """Remove the helpers that belong to this scatter."""
    name = _holder_name(obj)
    holder = bpy.data.collections.get(name)
    if holder is not None:
        for child in list(holder.children):
            bpy.data.batch_remove(list(child.objects))
            bpy.data.collections.remove(child)
        bpy.data.collections.remove(holder)
    tree = bpy.data.node_groups.get(name)
    if tree is not None:
        bpy.data.node_groups.remove(tree)


def _fill(mesh: Any, table: dict[str, Any]) -> None:
    mesh.clear_geometry()
    count = len(table["translation"])
    mesh.vertices.add(count)
    if not count:
        return
    put = mesh.attributes
    put["position"].data.foreach_set("vector", np.ascontiguousarray(table["translation"], dtype=np.float32).ravel())
    keys = np.ascontiguousarray(table["key"], dtype="<i8").view("<i4").reshape(-1, 2)
    layers = (
        ("key", "INT32_2D", "value", keys, np.int32),
        ("prototype", "INT", "value", table["prototype"], np.int32),
        ("rotation", "QUATERNION", "value", table["rotation"], np.float32),
        ("scale", "FLOAT_VECTOR", "vector", table["scale"], np.float32),
        ("id", "INT", "value", keys[:, 0], np.int32),
    )
    for name, kind, field, rows, dtype in layers:
        layer = put.get(name) or put.new(name, kind, "POINT")
        layer.data.foreach_set(field, np.ascontiguousarray(rows, dtype=dtype).ravel())
    mesh.update()


def _holder_name(obj: Any) -> str:
    return compat.clip_name(f"i:{obj['setpiece_id']}")


def _prototypes(obj: Any, payload: InstancesPayload, resources: Tables, arrays: Any) -> Any:
    """A collection (in no scene) with one child per prototype, named in the order of the table."""
    drop(obj)
    name = _holder_name(obj)
    holder = bpy.data.collections.new(name)
    for index, key in enumerate(payload.prototypes):
        child = bpy.data.collections.new(f"{index:04d}:{name}"[:60])
        holder.children.link(child)
        for part in _parts(resources.prototype[key], resources, arrays):
            child.objects.link(part)
    return holder


def _parts(prototype: Prototype, resources: Tables, arrays: Any) -> list[Any]:
    made: list[Any] = []
    for part in prototype.parts:
        mesh = resources.mesh(part.geometry, arrays)
        obj = bpy.data.objects.new(compat.clip_name(f"p:{prototype.id}"), mesh)
        obj[INNER] = "prototype"
        obj.rotation_mode = "QUATERNION"
        obj.location, obj.scale = part.transform.translation, part.transform.scale
        obj.rotation_quaternion = part.transform.rotation
        _materials.assign(obj, part.materials, resources)
        made.append(obj)
    return made


def _tree_for(obj: Any, holder: Any) -> Any:
    """Points -> Instance on Points(collection, prototype, rotation, scale)."""
    tree = bpy.data.node_groups.new(_holder_name(obj), "GeometryNodeTree")
    tree.interface.new_socket("Geometry", in_out="INPUT", socket_type="NodeSocketGeometry")
    tree.interface.new_socket("Geometry", in_out="OUTPUT", socket_type="NodeSocketGeometry")
    start, end = tree.nodes.new("NodeGroupInput"), tree.nodes.new("NodeGroupOutput")
    place, source = tree.nodes.new("GeometryNodeInstanceOnPoints"), tree.nodes.new("GeometryNodeCollectionInfo")
    source.inputs["Collection"].default_value = holder
    source.inputs["Separate Children"].default_value = True
    source.inputs["Reset Children"].default_value = False
    place.inputs["Pick Instance"].default_value = True
    tree.links.new(start.outputs[0], place.inputs["Points"])
    tree.links.new(source.outputs[0], place.inputs["Instance"])
    wanted = (
        ("prototype", "INT", "Instance Index"),
        ("rotation", "QUATERNION", "Rotation"),
        ("scale", "FLOAT_VECTOR", "Scale"),
    )
    for x, (name, kind, socket) in enumerate(wanted):
        read = tree.nodes.new("GeometryNodeInputNamedAttribute")
        read.data_type = kind
        read.inputs["Name"].default_value = name
        read.location = (-400, -160 * x)
        value = next(s for s in read.outputs if s.enabled and s.name == "Attribute")
        tree.links.new(value, place.inputs[socket])
    tree.links.new(place.outputs[0], end.inputs[0])
    start.location, source.location, place.location, end.location = (-400, 200), (-400, 360), (0, 0), (240, 0)
    return tree
