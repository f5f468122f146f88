"""Whether a piece could be seen through the tracked camera: the test that keeps pops out of the picture.

A piece is a sphere round its bounds, with all that hangs from it; the inner frustum is four planes.
The answer errs on the side of "in view".
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from typing import cast

from ..geometry import Quat, Vec3, quat_multiply, quat_rotate
from ..scene.model import CharacterPayload, InstancesPayload, LightPayload, MeshPayload, Node, Scene
from ..tracking.model import Overscan
from ._fades import Value
from .model import View

Look = Callable[[str], Value]
"""Slot to value: the pose that the pieces have."""
_LAMP_M = 0.25


def view_of(
    position_m: Vec3,
    rotation_wxyz: Quat,
    focal_mm: float,
    filmback_mm: tuple[float, float],
    overscan: Overscan | None = None,
) -> View:
    """The inner frustum of a camera: its full recorded area, and the overscan beyond it.

    Args:
        position_m, rotation_wxyz: In the set's space; it looks along its local -Z.
        filmback_mm: Width and height.
    """
    half_x, half_y = (math.atan(side / (2.0 * focal_mm)) for side in filmback_mm)
    extra = overscan or Overscan(0.0, 0.0, 0.0, 0.0)
    limit = math.radians(89.0)

    def tangent(half: float, more_deg: float) -> float:
        return math.tan(min(half + math.radians(more_deg), limit))

    return View(
        position_m, rotation_wxyz, tangent(half_x, extra.left_deg), tangent(half_x, extra.right_deg),
        tangent(half_y, extra.top_deg), tangent(half_y, extra.bottom_deg),
    )  # fmt: skip


def sphere_in_view(view: View, center: Vec3, radius: float) -> bool:
    """Whether any of the sphere can lie inside the frustum."""
    w, x, y, z = view.rotation_wxyz
    away = (center[0] - view.position_m[0], center[1] - view.position_m[1], center[2] - view.position_m[2])
    right, up, back = quat_rotate((w, -x, -y, -z), away)
    depth = -back
    if depth < -radius:
        return False
    sides = ((right, view.right), (-right, view.left), (up, view.top), (-up, view.bottom))
    return all((off - tan * depth) / math.sqrt(1.0 + tan * tan) <= radius for off, tan in sides)


class Gate:
    """The pieces of a scene as spheres."""

    def __init__(self, scene: Scene) -> None:
        self._nodes = scene.nodes
        self._balls = {id_: _ball(scene, node) for id_, node in scene.nodes.items()}
        self._children: defaultdict[str, list[str]] = defaultdict(list)
        for node in scene.nodes.values():
            if node.parent is not None:
                self._children[node.parent].append(node.id)

    def carries(self, node_id: str) -> bool:
        """Whether anything hangs from a node."""
        return bool(self._children.get(node_id))

    def in_view(self, view: View, node_id: str, look: Look) -> bool:
        """Whether the node, or anything that hangs from it, could be seen."""
        waiting = [node_id]
        while waiting:
            id_ = waiting.pop()
            ball = self._balls.get(id_)
            if ball is not None:
                center, radius = self.placed(id_, *ball, look)
                if math.isinf(radius) or sphere_in_view(view, center, radius):
                    return True
            waiting.extend(self._children.get(id_, ()))
        return False

    def placed(self, node_id: str, center: Vec3, radius: float, look: Look) -> tuple[Vec3, float]:
        """A point and a length of a node in the set's space."""
        at: str | None = node_id
        seen: set[str] = set()
        while at is not None and at in self._nodes and at not in seen:
            seen.add(at)
            place, turn, scale = (
                cast("tuple[float, ...]", look(f"{at}#transform.{p}")) for p in ("translation", "rotation", "scale")
            )
            x, y, z = quat_rotate(
                (turn[0], turn[1], turn[2], turn[3]),
                (center[0] * scale[0], center[1] * scale[1], center[2] * scale[2]),
            )
            center = (x + place[0], y + place[1], z + place[2])
            radius *= max(abs(s) for s in scale)
            at = self._nodes[at].parent
        return center, radius

    def stood(self, node_id: str, look: Look) -> tuple[Vec3, Quat]:
        """A node's place and rotation in the set's space."""
        turn: Quat = (1.0, 0.0, 0.0, 0.0)
        at: str | None = node_id
        seen: set[str] = set()
        while at is not None and at in self._nodes and at not in seen:
            seen.add(at)
            w, x, y, z = cast("tuple[float, ...]", look(f"{at}#transform.rotation"))
            turn = quat_multiply((w, x, y, z), turn)
            at = self._nodes[at].parent
        return self.placed(node_id, (0.0, 0.0, 0.0), 0.0, look)[0], turn


def _ball(scene: Scene, node: Node) -> tuple[Vec3, float] | None:
    """Centre and radius in the node's own space; ``None``: there is nothing to be seen."""
    payload = node.payload
    if isinstance(payload, MeshPayload):
        mesh = scene.resources.geometry.get(payload.geometry)
        if mesh is None:
            return (0.0, 0.0, 0.0), math.inf
        (x0, y0, z0), (x1, y1, z1) = mesh.bounds_min, mesh.bounds_max
        radius = math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2 + (z1 - z0) ** 2) / 2
        return ((x0 + x1) / 2, (y0 + y1) / 2, (z0 + z1) / 2), radius
    if isinstance(payload, CharacterPayload):
        return (0.0, 0.0, payload.height_m / 2), payload.height_m * 0.65
    if isinstance(payload, InstancesPayload):
        return (0.0, 0.0, 0.0), math.inf
    return ((0.0, 0.0, 0.0), _LAMP_M) if isinstance(payload, LightPayload) else None
