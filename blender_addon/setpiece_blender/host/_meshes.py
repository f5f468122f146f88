"""Geometry into and out of Blender through attributes, with edges supplied.

Attributes take whole arrays at memory speed; the RNA collections (``vertices``, ``loops``) are
two orders slower, and ``calc_edges`` is half of what is left, so neither is used.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import Any

import bpy
import numpy as np

from setpiece.geometry import Mesh
from setpiece.scene.model import Geometry

from .. import compat

HASH = "setpiece_hash"
SHAPE = "setpiece_shape"
"""On a mesh: what it looked like when it was made; tells what people modelled since."""


class MeshIndex:
    """Our mesh data-blocks by geometry hash; Blender's own look-up by name walks the whole list."""

    def __init__(self) -> None:
        self._by_hash: dict[str, Any] = {}
        for mesh in bpy.data.meshes:
            hash_ = mesh.get(HASH)
            if hash_ and not reshaped(mesh):
                self._by_hash[hash_] = mesh

    def get(self, geometry: Geometry, arrays: Any) -> Any:
        """As ``mesh_for``; good for one call of ``apply``, since undo frees what is held here."""
        found = self._by_hash.get(geometry.hash)
        if found is None:
            found = self._by_hash[geometry.hash] = mesh_for(geometry, arrays)
        return found


def mesh_for(geometry: Geometry, arrays: Any) -> Any:
    """A new mesh data-block of a geometry, from the store's arrays.

    Raises:
        KeyError: The store lacks an array.
        ValueError: The arrays do not fit each other.
    """
    got = {key: np.asarray(arrays.array(ref)) for key, ref in geometry.arrays.items()}
    mesh = push(f"g:{geometry.hash}", got)
    mesh[HASH] = geometry.hash
    mesh[SHAPE] = _shape(got["position"], len(got["corner_vert"]))
    mesh["setpiece_parts"] = list(geometry.part_names)
    slots = int(got["material"].max()) + 1 if len(got["material"]) else 1
    for _ in range(slots):
        mesh.materials.append(None)
    return mesh


def push(name: str, arrays: dict[str, Any]) -> Any:
    """A new mesh from the arrays of ``geometry.Mesh``."""
    position, corners = arrays["position"], arrays["corner_vert"]
    faces, edges = arrays["face_start"], arrays["edge_verts"]
    _check(arrays)
    mesh = bpy.data.meshes.new(compat.clip_name(name))
    mesh.vertices.add(len(position))
    mesh.edges.add(len(edges))
    mesh.loops.add(len(corners))
    mesh.polygons.add(len(faces))
    if len(faces):
        put = mesh.attributes
        put["position"].data.foreach_set("vector", position.ravel())
        put[".edge_verts"].data.foreach_set("value", edges.ravel())
        put[".corner_vert"].data.foreach_set("value", corners)
        put[".corner_edge"].data.foreach_set("value", arrays["corner_edge"])
        mesh.polygons.foreach_set("loop_start", faces)
        if arrays["material"].any():
            put.new("material_index", "INT", "FACE").data.foreach_set("value", arrays["material"])
        if not arrays["smooth"].all():
            put.new("sharp_face", "BOOLEAN", "FACE").data.foreach_set("value", ~arrays["smooth"])
        if "part" in arrays:
            put.new("part", "INT", "POINT").data.foreach_set("value", arrays["part"])
    mesh.update(calc_edges=False)
    return mesh


def _check(a: dict[str, Any]) -> None:
    corners, verts, edges = len(a["corner_vert"]), len(a["position"]), len(a["edge_verts"])
    if len(a["corner_edge"]) != corners or len(a["material"]) != len(a["face_start"]):
        raise ValueError("the geometry's arrays do not fit each other")
    if corners and (int(a["corner_vert"].max()) >= verts or int(a["corner_edge"].max()) >= edges):
        raise ValueError("the geometry's corners point outside its vertices or edges")


def reshaped(mesh: Any) -> bool:
    """Whether people modelled on a mesh of ours: points moved, added or deleted."""
    kept = mesh.get(SHAPE)
    if kept is None:
        return False
    corners = len(mesh.loops)
    if not kept.startswith(f"{len(mesh.vertices)}:{corners}:"):
        return True
    position = np.empty(len(mesh.vertices) * 3, dtype=np.float32)
    mesh.vertices.foreach_get("co", position)
    return _shape(position, corners) != kept


def _shape(position: Any, corners: int) -> str:
    points = np.ascontiguousarray(position, dtype=np.float32)
    return f"{points.size // 3}:{corners}:{zlib.crc32(points.data):x}"


def ensure_groups(obj: Any) -> None:
    """Vertex groups named as the body parts; they live in the shared mesh, so once is enough."""
    names = list(obj.data.get("setpiece_parts", ()))
    if not names or len(obj.vertex_groups) == len(names):
        return
    part = np.empty(len(obj.data.vertices), dtype=np.int32)
    obj.data.attributes["part"].data.foreach_get("value", part)
    for index, name in enumerate(names):
        group = obj.vertex_groups.new(name=name)
        group.add(np.flatnonzero(part == index).tolist(), 1.0, "REPLACE")


def capture(mesh: Any) -> Mesh:
    """A Blender mesh as arrays (what people modelled, for ``Edits.added``)."""
    verts, faces, corners, edges = len(mesh.vertices), len(mesh.polygons), len(mesh.loops), len(mesh.edges)

    def read(collection: Any, prop: str, count: int, dtype: Any) -> Any:
        out = np.empty(count, dtype=dtype)
        collection.foreach_get(prop, out)
        return out

    sharp = mesh.attributes.get("sharp_face")
    smooth = np.ones(faces, dtype=np.bool_)
    if sharp is not None:
        smooth = ~read(sharp.data, "value", faces, np.bool_)
    return Mesh(
        position=read(mesh.vertices, "co", verts * 3, np.float32).reshape(-1, 3),
        face_start=read(mesh.polygons, "loop_start", faces, np.int32),
        corner_vert=read(mesh.loops, "vertex_index", corners, np.int32),
        edge_verts=read(mesh.edges, "vertices", edges * 2, np.int32).reshape(-1, 2),
        corner_edge=read(mesh.loops, "edge_index", corners, np.int32),
        material=read(mesh.polygons, "material_index", faces, np.int32),
        smooth=smooth,
        part=np.full(verts, -1, dtype=np.int32),
    )


def moved(mesh: Mesh, matrix: Any, material: Any) -> Mesh:
    """A mesh placed by any 4x4 matrix, mirrors too (its faces still look outward), with other slots."""
    rows = np.array([[*row] for row in matrix], dtype=np.float64)
    turned = mesh.position.astype(np.float64) @ rows[:3, :3].T + rows[:3, 3]
    out = replace(mesh, position=turned.astype(np.float32), material=np.ascontiguousarray(material, dtype=np.int32))
    if np.linalg.det(rows[:3, :3]) >= 0 or not len(mesh.face_start):
        return out
    size = np.diff(np.append(mesh.face_start, len(mesh.corner_vert)))
    first, count = np.repeat(mesh.face_start, size), np.repeat(size, size)
    step = np.arange(len(mesh.corner_vert)) - first
    # Corner i of the turned face is corner n-1-i; the edge after it is the one before that corner.
    corner, edge = first + count - 1 - step, first + (count - 2 - step) % count
    return replace(out, corner_vert=mesh.corner_vert[corner], corner_edge=mesh.corner_edge[edge])


def collect_garbage() -> None:
    """Remove our meshes that no object uses (a replaced geometry, a removed node)."""
    unused = [m for m in bpy.data.meshes if m.users == 0 and m.get(HASH)]
    bpy.data.batch_remove(unused)
