"""Pushing 1,000 objects with 1,000,000 triangles into Blender: our host against the floor and the naive ways.

Every way makes the same: points, triangles, edges, a material and a smoothing flag for each face,
an object each. Floor: whole arrays into mesh attributes, edges supplied, nothing else.
Naive: the ways people write it, each timed on a part and scaled by its share:

- RNA: ``mesh.vertices[i].co = ...`` and each polygon's and corner's values one by one;
- bmesh: ``verts.new`` and ``faces.new`` for each vertex and face;
- from_pydata: lists of tuples in one call (Blender's own helper, not per vertex);
- operators: an operator adds the object, then bmesh within edit mode, as recorded scripts do.

Usage: ``python -m benchmarks.blender_push [--rounds 5] [--json]``; exit code 1 when a ratio is missed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import bpy  # isort: skip  # makes bmesh importable
import bmesh
import numpy as np

from benchmarks._table import machine, printed, row
from setpiece.geometry import grid
from setpiece.scene import MemoryArrays, MeshPayload, Node, Pieces, Scene, Transform, diff
from setpiece_blender.host import BlenderHost

OBJECTS = 1000
SIDE = 24
"""24 x 24 points: 529 quads, and cut to triangles 1,058 a piece."""
NAIVE_OBJECTS = 20


def arrays_of(index: int) -> dict[str, Any]:
    """A triangulated bump, different for every object so that nothing can be shared."""
    heights = np.zeros((SIDE, SIDE))
    heights[SIDE // 2, SIDE // 2] = 0.01 * (index + 1)
    mesh = grid(heights, 0.05, (0.0, 0.0))
    quads = mesh.corner_vert.reshape(-1, 4)
    edges = mesh.corner_edge.reshape(-1, 4)
    count, base = len(quads), len(mesh.edge_verts)
    diagonal = base + np.arange(count, dtype=np.int32)
    corners = np.stack([quads[:, 0], quads[:, 1], quads[:, 2], quads[:, 0], quads[:, 2], quads[:, 3]], axis=1)
    corner_edge = np.stack([edges[:, 0], edges[:, 1], diagonal, diagonal, edges[:, 2], edges[:, 3]], axis=1)
    return {
        "position": mesh.position,
        "face_start": np.arange(2 * count, dtype=np.int32) * 3,
        "corner_vert": corners.ravel().astype(np.int32),
        "corner_edge": corner_edge.ravel().astype(np.int32),
        "edge_verts": np.concatenate([mesh.edge_verts, quads[:, [0, 2]]]).astype(np.int32),
        "material": np.arange(2 * count, dtype=np.int32) % 2,
        "smooth": np.arange(2 * count) % 3 > 0,
    }


def scene_of(tables: list[dict[str, Any]]) -> tuple[Scene, MemoryArrays]:
    """The same meshes as a scene description."""
    from setpiece.geometry import Mesh

    pieces = Pieces()
    for i, t in enumerate(tables):
        mesh = Mesh(**t, part=np.full(len(t["position"]), -1, dtype=np.int32))
        pieces.mesh(f"g{i}", mesh)
        place = Transform((float(i % 40) * 1.5, float(i // 40) * 1.5, 0.0))
        pieces.add(Node(f"n{i}", f"Piece {i}", "sets", "piece", MeshPayload(f"g{i}"), place))
    f = pieces.finish()
    return Scene("s1", "PUSH", resources=f.resources, nodes={n.id: n for n in f.nodes}), MemoryArrays(f.arrays)


def fresh() -> None:
    """An empty Blender file."""
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)


def raw(tables: list[dict[str, Any]]) -> None:
    """The floor."""
    scene = bpy.context.scene
    for i, t in enumerate(tables):
        mesh = bpy.data.meshes.new(f"m{i}")
        mesh.vertices.add(len(t["position"]))
        mesh.edges.add(len(t["edge_verts"]))
        mesh.loops.add(len(t["corner_vert"]))
        mesh.polygons.add(len(t["face_start"]))
        put = mesh.attributes
        put["position"].data.foreach_set("vector", t["position"].ravel())
        put[".edge_verts"].data.foreach_set("value", t["edge_verts"].ravel())
        put[".corner_vert"].data.foreach_set("value", t["corner_vert"])
        put[".corner_edge"].data.foreach_set("value", t["corner_edge"])
        mesh.polygons.foreach_set("loop_start", t["face_start"])
        put.new("material_index", "INT", "FACE").data.foreach_set("value", t["material"])
        put.new("sharp_face", "BOOLEAN", "FACE").data.foreach_set("value", ~t["smooth"])
        mesh.update(calc_edges=False)
        obj = bpy.data.objects.new(f"o{i}", mesh)
        obj.location = (float(i % 40) * 1.5, float(i // 40) * 1.5, 0.0)
        scene.collection.objects.link(obj)


def by_bmesh(tables: list[dict[str, Any]]) -> None:
    """One call per vertex, one per face."""
    for i, t in enumerate(tables):
        build = bmesh.new()
        _fill(build, t)
        mesh = bpy.data.meshes.new(f"m{i}")
        build.to_mesh(mesh)
        build.free()
        _link(i, mesh)


def _fill(build: Any, t: dict[str, Any]) -> None:
    points = [build.verts.new((float(p[0]), float(p[1]), float(p[2]))) for p in t["position"]]
    triangles = t["corner_vert"].reshape(-1, 3)
    for (a, b, c), material, smooth in zip(triangles, t["material"], t["smooth"], strict=True):
        face = build.faces.new((points[a], points[b], points[c]))
        face.material_index, face.smooth = int(material), bool(smooth)


def _link(index: int, mesh: Any) -> None:
    obj = bpy.data.objects.new(f"o{index}", mesh)
    obj.location = (float(index % 40) * 1.5, float(index // 40) * 1.5, 0.0)
    bpy.context.scene.collection.objects.link(obj)


def by_rna(tables: list[dict[str, Any]]) -> None:
    """One assignment per vertex, polygon and corner."""
    for i, t in enumerate(tables):
        mesh = bpy.data.meshes.new(f"m{i}")
        mesh.vertices.add(len(t["position"]))
        mesh.loops.add(len(t["corner_vert"]))
        mesh.polygons.add(len(t["face_start"]))
        for k, p in enumerate(t["position"]):
            mesh.vertices[k].co = (float(p[0]), float(p[1]), float(p[2]))
        for k, v in enumerate(t["corner_vert"]):
            mesh.loops[k].vertex_index = int(v)
        for k, first in enumerate(t["face_start"]):
            mesh.polygons[k].loop_start = int(first)
            mesh.polygons[k].material_index = int(t["material"][k])
            mesh.polygons[k].use_smooth = bool(t["smooth"][k])
        mesh.update(calc_edges=True)
        _link(i, mesh)


def by_pydata(tables: list[dict[str, Any]]) -> None:
    """Lists of tuples, in one call a mesh."""
    for i, t in enumerate(tables):
        mesh = bpy.data.meshes.new(f"m{i}")
        points = [(float(p[0]), float(p[1]), float(p[2])) for p in t["position"]]
        mesh.from_pydata(points, [], [(int(a), int(b), int(c)) for a, b, c in t["corner_vert"].reshape(-1, 3)])
        for k, polygon in enumerate(mesh.polygons):
            polygon.material_index, polygon.use_smooth = int(t["material"][k]), bool(t["smooth"][k])
        mesh.update()
        _link(i, mesh)


def by_edit_mode(tables: list[dict[str, Any]]) -> None:
    """Operators around it: add, enter edit mode, fill, leave."""
    for i, t in enumerate(tables):
        bpy.ops.object.add(type="MESH", location=(float(i % 40) * 1.5, float(i // 40) * 1.5, 0.0))
        obj = bpy.context.object
        bpy.ops.object.mode_set(mode="EDIT")
        build = bmesh.from_edit_mesh(obj.data)
        _fill(build, t)
        bmesh.update_edit_mesh(obj.data)
        bpy.ops.object.mode_set(mode="OBJECT")


NAIVE: dict[str, Callable[[list[dict[str, Any]]], None]] = {
    "bmesh, per vertex and face": by_bmesh,
    "RNA, per vertex, corner and face": by_rna,
    "from_pydata, faces one by one": by_pydata,
    "operators and edit mode, per vertex": by_edit_mode,
}

DEMANDED = {"RNA, per vertex, corner and face": 20.0}
"""Times faster than it we must be; the others are told."""


def ours(scene: Scene, arrays: MemoryArrays) -> None:
    """The host: diff, checks, records, collections, materials and all."""
    host = BlenderHost(undo=False)
    host.begin(scene.id, arrays)
    report = host.apply(diff(host.current(), scene))
    if report.refused:
        raise RuntimeError(report.refused[0].reason)


def timed(work: Callable[[], None]) -> float:
    """CPU seconds of one run from an empty file: other processes on the machine do not count."""
    fresh()
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main(argv: list[str]) -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    rows = measured(given.rounds)
    table = {"format": "1.0", "machine": {**machine(), "blender": bpy.app.version_string}, "rows": rows}
    print(json.dumps(table) if given.json else printed(rows))
    return 0 if all(r["ok"] for r in rows) else 1


def measured(rounds: int) -> list[dict[str, Any]]:
    """Every row; the floor decides, the naive ways are told."""
    tables = [arrays_of(i) for i in range(OBJECTS)]
    triangles = sum(len(t["face_start"]) for t in tables)
    scene, arrays = scene_of(tables)
    part = tables[:NAIVE_OBJECTS]
    ways: list[Callable[[], None]] = [lambda: ours(scene, arrays), lambda: raw(tables)]
    ways += [lambda way=way: way(part) for way in NAIVE.values()]
    columns = zip(*([timed(way) for way in ways] for _ in range(rounds)), strict=True)
    mine, floor, *slow = (statistics.median(column) for column in columns)
    note = f"demanded <= 3; {OBJECTS} objects, {triangles} triangles, median of {rounds}"
    rows = [row("push: the floor, foreach_set with edges", mine, floor, ok=mine / floor <= 3.0, note=note)]
    for name, seconds in zip(NAIVE, slow, strict=True):
        whole = seconds * OBJECTS / NAIVE_OBJECTS
        times, demanded = whole / mine, DEMANDED.get(name, 0.0)
        text = f"times faster; scaled from {NAIVE_OBJECTS} objects; the floor is {whole / floor:.1f}x"
        if demanded:
            text = f"demanded >= {demanded:g}; {text}"
        rows.append(row(f"push: {name}", mine, whole, slower=False, ok=times >= demanded, note=text))
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
