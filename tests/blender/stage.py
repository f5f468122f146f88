"""A Blender scene under measurement: what its cameras see, what is in the way, what is near."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
from bpy_extras.object_utils import world_to_camera_view
from mathutils import Vector


class Stage:
    """A Blender scene under measurement."""

    def __init__(self, scene: Any, extraction: tuple[float, float]) -> None:
        # Nothing is read from original objects: without a window their matrices may be stale.
        self.scene, self.extraction = scene, extraction
        self.by_id = {o.get("setpiece_id"): o for o in scene.objects if o.get("setpiece_id")}
        self._boxes: tuple[np.ndarray, np.ndarray, list[Any]] | None = None

    @property
    def graph(self) -> Any:
        return self.scene.view_layers[0].depsgraph

    def go(self, camera: Any, frame: int) -> Any:
        """Stand at ``frame`` with ``camera`` active; returns the evaluated camera."""
        self.scene.camera = camera
        self.scene.frame_set(frame)
        self.scene.view_layers[0].update()
        return camera.evaluated_get(self.graph)

    def in_frame(self, camera: Any, point: Vector) -> tuple[float, float, float]:
        """(x, y) in the extraction frame, 0..1 from the lower left, and the depth."""
        x, y, depth = world_to_camera_view(self.scene, camera, point)
        w, h = self.extraction
        return (x - 0.5) / w + 0.5, (y - 0.5) / h + 0.5, depth

    def look(self, origin: Vector, target: Vector) -> tuple[Any, Vector | None]:
        """The first opaque thing on the way and a little beyond: (object or None, where)."""
        way = target - origin
        far, way = way.length + 0.5, way.normalized()
        start = origin
        for _ in range(6):
            hit, where, _n, index, obj, _m = self.scene.ray_cast(self.graph, start, way, distance=far)
            if not hit:
                return None, None
            if not _see_through(obj, index):
                return obj, where
            far -= (where - start).length + 1e-3
            start = where + way * 1e-3
            if far <= 0:
                return None, None
        return None, None

    def view(self, camera: Any, count: int) -> list[tuple[str, float]]:
        """What ``count`` x ``count`` rays through the extraction meet first: (which thing, metres).

        An instance of scattered things is a thing of its own; rays into the sky are left out.
        """
        corners = camera.data.view_frame(scene=self.scene)
        right, low_right, low_left = corners[0], corners[1], corners[2]
        eye, turn = camera.matrix_world.translation.copy(), camera.matrix_world.to_3x3()
        w, h = self.extraction
        found = []
        for i in range(count):
            for j in range(count):
                u, v = (0.5 + (k / (count - 1) - 0.5) * 0.98 * share for k, share in ((i, w), (j, h)))
                way = (turn @ (low_left + (low_right - low_left) * u + (right - low_right) * v)).normalized()
                start, gone = eye.copy(), 0.0
                for _ in range(6):
                    hit, where, _n, face, obj, matrix = self.scene.ray_cast(self.graph, start, way)
                    if not hit:
                        break
                    gone += (where - start).length
                    if not _see_through(obj, face):
                        at = ",".join(f"{c:.2f}" for c in matrix.translation)
                        found.append((f"{obj.original.name} {at}", gone))
                        break
                    start, gone = where + way * 1e-3, gone + 1e-3
        return found

    def clearance(self, point: Vector, reach: float) -> tuple[float, str]:
        """Metres to the nearest surface within ``reach`` (else ``reach``), and whose it is."""
        lo, hi, rows = self._bounds()
        p = np.array(point)
        near = np.flatnonzero(np.all((lo <= p + reach) & (hi >= p - reach), axis=1))
        best, whose = reach, ""
        for i in near:
            name, matrix = rows[i]
            mesh_object = bpy.data.objects[name].evaluated_get(self.graph)
            ok, local, _n, _f = mesh_object.closest_point_on_mesh(matrix.inverted_safe() @ point)
            if ok:
                d = (matrix @ local - point).length
                if d < best:
                    best, whose = d, name
        return best, whose

    def _bounds(self) -> tuple[np.ndarray, np.ndarray, list[Any]]:
        if self._boxes is None:
            lo, hi, rows = [], [], []
            for instance in self.graph.object_instances:
                obj = instance.object
                if obj.type != "MESH" or not len(obj.data.polygons) or obj.hide_render:
                    continue
                matrix = instance.matrix_world.copy()
                corners = np.array([matrix @ Vector(c) for c in obj.bound_box])
                lo.append(corners.min(axis=0))
                hi.append(corners.max(axis=0))
                rows.append((obj.original.name, matrix))
            self._boxes = (np.array(lo).reshape(-1, 3), np.array(hi).reshape(-1, 3), rows)
        return self._boxes


def _see_through(obj: Any, face: int) -> bool:
    mesh = obj.data
    if face < 0 or face >= len(mesh.polygons) or not obj.material_slots:
        return False
    slot = min(mesh.polygons[face].material_index, len(obj.material_slots) - 1)
    material = obj.material_slots[slot].material
    tree = material.node_tree if material is not None else None
    shader = next((n for n in tree.nodes if n.type == "BSDF_PRINCIPLED"), None) if tree else None
    return shader is not None and shader.inputs["Transmission Weight"].default_value > 0.5


def group_points(stage: Stage, obj: Any, name: str) -> list[Vector]:
    """World positions of the evaluated vertices of a vertex group."""
    group = obj.vertex_groups.get(name)
    if group is None:
        return []
    real = obj.evaluated_get(stage.graph)
    matrix = real.matrix_world
    return [
        matrix @ v.co for v in real.data.vertices if any(g.group == group.index and g.weight > 0.5 for g in v.groups)
    ]


def middle(points: list[Vector]) -> Vector:
    a = np.array(points)
    return Vector(((a.min(axis=0) + a.max(axis=0)) / 2).tolist())


def spread(points: list[Vector], count: int) -> list[Vector]:
    step = max(len(points) // count, 1)
    return points[::step]
