"""Pushing 1,000 objects with 1,000,000 triangles into Blender: our host against the floor and the naive way.

Floor: whole arrays into mesh attributes, edges supplied, nothing else but an object each.
Naive: one Python call per vertex and face (bmesh), timed on a part and scaled by its share.

Usage: ``python benchmarks/blender_push.py [--rounds 5] [--json]``; exit code 1 when a ratio is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import bpy  # isort: skip  # makes bmesh importable
import bmesh
import numpy as np

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
    }


def scene_of(tables: list[dict[str, Any]]) -> tuple[Scene, MemoryArrays]:
    """The same meshes as a scene description."""
    from setpiece.geometry import Mesh

    pieces = Pieces()
    for i, t in enumerate(tables):
        faces, points = len(t["face_start"]), len(t["position"])
        mesh = Mesh(
            **t,
            material=np.zeros(faces, dtype=np.int32),
            smooth=np.ones(faces, dtype=np.bool_),
            part=np.full(points, -1, dtype=np.int32),
        )
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
        mesh.update(calc_edges=False)
        obj = bpy.data.objects.new(f"o{i}", mesh)
        obj.location = (float(i % 40) * 1.5, float(i // 40) * 1.5, 0.0)
        scene.collection.objects.link(obj)


def naive(tables: list[dict[str, Any]]) -> None:
    """One call per vertex, one per face."""
    scene = bpy.context.scene
    for i, t in enumerate(tables):
        build = bmesh.new()
        points = [build.verts.new((float(p[0]), float(p[1]), float(p[2]))) for p in t["position"]]
        for a, b, c in t["corner_vert"].reshape(-1, 3):
            build.faces.new((points[a], points[b], points[c]))
        mesh = bpy.data.meshes.new(f"m{i}")
        build.to_mesh(mesh)
        build.free()
        obj = bpy.data.objects.new(f"o{i}", mesh)
        scene.collection.objects.link(obj)


def ours(scene: Scene, arrays: MemoryArrays) -> None:
    """The host: diff, checks, records, collections, materials and all."""
    host = BlenderHost(undo=False)
    host.begin(scene.id, arrays)
    report = host.apply(diff(host.current(), scene))
    if report.refused:
        raise RuntimeError(report.refused[0].reason)


def timed(work: Callable[[], None]) -> float:
    """Seconds of one run from an empty file."""
    fresh()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main(argv: list[str]) -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    tables = [arrays_of(i) for i in range(OBJECTS)]
    triangles = sum(len(t["face_start"]) for t in tables)
    scene, arrays = scene_of(tables)
    runs = [
        (timed(lambda: ours(scene, arrays)), timed(lambda: raw(tables)), timed(lambda: naive(tables[:NAIVE_OBJECTS])))
        for _ in range(given.rounds)
    ]
    mine, floor, part = (statistics.median(column) for column in zip(*runs, strict=True))
    slow = part * OBJECTS / NAIVE_OBJECTS
    note = f"{OBJECTS} objects, {triangles} triangles, median of {given.rounds}"
    rows = [
        _row(
            "push vs attribute foreach_set with edges", mine, floor, mine / floor, f"<= 3; {note}", mine / floor <= 3.0
        ),
        _row(
            "push vs per-vertex Python", mine, slow, slow / mine,
            f">= 20; naive scaled from {NAIVE_OBJECTS}; the floor itself is {slow / floor:.1f}x", slow / mine >= 20.0,
        ),
    ]
    machine = {"python": platform.python_version(), "blender": bpy.app.version_string, "cpus": os.cpu_count()}
    if hasattr(os, "getloadavg"):
        machine["load"] = round(os.getloadavg()[0], 2)
    if given.json:
        print(json.dumps({"format": "1.0", "machine": machine, "rows": rows}))
    else:
        print(machine)
        for r in rows:
            verdict = "ok" if r["ok"] else "MISSED"
            times = f"ours {r['ours']:8.3f} s  ref {r['reference']:8.3f} s  ratio {r['ratio']:7.2f}"
            print(f"{r['name']:<44} {times}  {verdict}  {r['note']}")
    return 0 if all(r["ok"] for r in rows) else 1


def _row(name: str, mine: float, reference: float, ratio: float, note: str, ok: bool) -> dict[str, Any]:
    times = {"ours": round(mine, 4), "reference": round(reference, 4), "ratio": round(ratio, 3)}
    return {"name": name, **times, "unit": "s", "ok": ok, "note": note}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
