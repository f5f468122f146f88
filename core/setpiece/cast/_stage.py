"""The set as somebody who must stand in it sees it: free floor, heights, door swings, open views."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..geometry import Boxes, Vec3, first_hit, nearest_box_distance, quat_to_matrix, yaw_from_quat
from ..sets.model import SetPlan, Solid, Vec2

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
STEP_M = 0.3
"""What a foot gets onto without a thought: rugs, kerbs, a low stage."""
_NEAR_M = 14.0
_FAR_M = 0.8
"""Beyond this, clearance is as good as endless."""


def heading(yaw: float) -> Vec2:
    """The unit vector of a yaw (0 = +Y, counter-clockwise)."""
    return -math.sin(yaw), math.cos(yaw)


def yaw_to(a: Vec2, b: Vec2) -> float:
    """The yaw that looks from ``a`` to ``b``."""
    return math.atan2(a[0] - b[0], b[1] - a[1])


def turned(yaw: float) -> float:
    """``yaw`` in (-pi, pi]."""
    while yaw > math.pi:
        yaw -= 2 * math.pi
    while yaw <= -math.pi:
        yaw += 2 * math.pi
    return yaw


class Stage:
    """Free-floor queries on a set, within 14 m of where the action gathers."""

    def __init__(self, plan: SetPlan) -> None:
        self.plan = plan
        self._polygon = np.array(plan.floor, dtype=np.float64).reshape(-1, 2)
        solids = [s for s in plan.solids if s.kind != "backdrop"]
        lo, hi = _bounds(solids)
        near = self._near(lo, hi)
        self._solids = [s for s, keep in zip(solids, near, strict=True) if keep]
        self._lo, self._hi = lo[near], hi[near]
        middle = (self._lo + self._hi) / 2
        ground = np.array([self.ground(float(x), float(y)) for x, y in middle[:, :2]])
        kind = np.array([s.kind == "ground" for s in self._solids], dtype=np.bool_)
        flat = (self._hi[:, 0] - self._lo[:, 0] >= 0.35) & (self._hi[:, 1] - self._lo[:, 1] >= 0.35)
        self._low = (self._hi[:, 2] - ground <= STEP_M) & flat
        blocks = (self._hi[:, 2] - ground > 0.12) & (self._lo[:, 2] - ground < 1.95) & ~kind & ~self._low
        self._blocking = self._boxes(np.flatnonzero(blocks))
        self._span = self._lo[blocks, :2], self._hi[blocks, :2]
        tall = (self._hi[:, 2] - ground > 1.25) & (self._lo[:, 2] - ground < 1.75) & ~kind
        self._tall = self._boxes(np.flatnonzero(tall))
        steps = np.flatnonzero(self._low & (self._hi[:, 2] - ground > 0.002))
        self._steps = [(self._solids[i], float(self._hi[i, 2])) for i in steps.tolist()]

    def _near(self, lo: F64, hi: F64) -> Mask:
        center = np.array(self.plan.acting_center)
        gap = np.maximum(np.maximum(lo[:, :2] - center, center - hi[:, :2]), 0.0)
        out: Mask = (gap[:, 0] <= _NEAR_M) & (gap[:, 1] <= _NEAR_M)
        return out

    def _boxes(self, index: NDArray[np.int64]) -> Boxes:
        chosen = [self._solids[i] for i in index.tolist()]
        return Boxes.build([(s.center, s.half, s.rotation) for s in chosen])

    def around(self, x: float, y: float, reach_m: float) -> list[Solid]:
        """The solids whose upright bounds come within ``reach_m`` of (x, y)."""
        at = np.array([x, y])
        gap = np.maximum(np.maximum(self._lo[:, :2] - at, at - self._hi[:, :2]), 0.0)
        return [self._solids[i] for i in np.flatnonzero((gap < reach_m).all(axis=1)).tolist()]

    def ground(self, x: float, y: float) -> float:
        """Terrain height, bilinear between the grid's posts; 0 where there is no terrain."""
        g = self.plan.ground
        if g is None:
            return 0.0
        u = min(max((x - g.origin[0]) / g.cell_m, 0.0), g.columns - 1.000001)
        v = min(max((y - g.origin[1]) / g.cell_m, 0.0), g.rows - 1.000001)
        i, j = int(u), int(v)
        u, v = u - i, v - j
        a, b = g.heights[j * g.columns + i], g.heights[j * g.columns + i + 1]
        c, d = g.heights[(j + 1) * g.columns + i], g.heights[(j + 1) * g.columns + i + 1]
        return (a * (1 - u) + b * u) * (1 - v) + (c * (1 - u) + d * u) * v

    def foot(self, x: float, y: float) -> float:
        """What a foot at (x, y) stands on: terrain, or the kerb or rug above it."""
        best = self.ground(x, y)
        for solid, top in self._steps:
            if top > best and _inside(solid, x, y):
                best = top
        return best

    def level(self, x: float, y: float) -> bool:
        """Whether both feet and the weight between them find one height at (x, y)."""
        here = self.foot(x, y)
        return all(
            abs(self.foot(x + dx, y + dy) - here) <= 0.06 + 0.2 * abs(dx + dy)
            for dx, dy in ((0.16, 0.0), (-0.16, 0.0), (0.0, 0.16), (0.0, -0.16))
        )

    def on_floor(self, points: F64, margin_m: float) -> Mask:
        """(n,) whether each (n, 2) point is in the floor polygon, ``margin_m`` from its edge."""
        if len(self._polygon) < 3:
            return np.ones(len(points), dtype=np.bool_)
        a = self._polygon
        b = np.roll(a, -1, axis=0)
        x, y = points[:, 0:1], points[:, 1:2]
        crosses = (a[None, :, 1] > y) != (b[None, :, 1] > y)
        rise = np.where(b[:, 1] == a[:, 1], 1.0, b[:, 1] - a[:, 1])
        at = a[None, :, 0] + (y - a[None, :, 1]) * (b[:, 0] - a[:, 0]) / rise
        inside = (crosses & (x < at)).sum(axis=1) % 2 == 1
        edge = b - a
        size = np.maximum(edge[:, 0] ** 2 + edge[:, 1] ** 2, 1e-12)
        t = ((x - a[:, 0]) * edge[:, 0] + (y - a[:, 1]) * edge[:, 1]) / size
        t = np.clip(t, 0.0, 1.0)
        dx, dy = x - a[:, 0] - t * edge[:, 0], y - a[:, 1] - t * edge[:, 1]
        out: Mask = inside & ((dx * dx + dy * dy).min(axis=1) >= margin_m * margin_m)
        return out

    def clearance(self, points: F64) -> F64:
        """(n,) metres from a person's axis at each (n, 2) point to the nearest thing in the way."""
        base = np.array([self.ground(float(x), float(y)) for x, y in points])
        best = np.full(len(points), _FAR_M)
        if not len(points) or not len(self._blocking):
            return best
        boxes = self._blocking.subset(self._reaching(points.min(axis=0), points.max(axis=0)))
        if not len(boxes):
            return best
        for height in (0.35, 0.9, 1.5):
            probe = np.stack([points[:, 0], points[:, 1], base + height], axis=1)
            best = np.minimum(best, nearest_box_distance(probe, boxes))
        return best

    def _reaching(self, lo: F64, hi: F64) -> Mask:
        """(n,) which blocking boxes come within ``_FAR_M`` of a rectangle."""
        low, high = self._span
        gap = np.maximum(np.maximum(low - hi, lo - high), 0.0)
        out: Mask = (gap[:, 0] < _FAR_M) & (gap[:, 1] < _FAR_M)
        return out

    def in_doorway(self, points: F64) -> Mask:
        """(n,) whether a point is where a door swings or people come in."""
        out = np.zeros(len(points), dtype=np.bool_)
        for opening in self.plan.openings:
            if opening.kind == "window":
                continue
            fx, fy = heading(opening.yaw)
            dx, dy = points[:, 0] - opening.position[0], points[:, 1] - opening.position[1]
            ahead, across = dx * fx + dy * fy, dx * fy - dy * fx
            out |= (np.abs(ahead) < opening.width_m + 0.15) & (np.abs(across) < opening.width_m / 2 + 0.15)
        return out

    def view(self, eyes: Sequence[Vec3] | F64, yaws: Sequence[float], reach_m: float) -> F64:
        """(n,) free metres ahead of each eye along its yaw, at most ``reach_m``."""
        start = np.array(eyes, dtype=np.float64).reshape(-1, 3)
        ahead = np.array([(*heading(y), 0.0) for y in yaws], dtype=np.float64).reshape(-1, 3)
        fraction, _ = first_hit(start, start + ahead * reach_m, self._tall)
        out: F64 = np.minimum(fraction, 1.0) * reach_m
        return out

    def mattress(self, nodes: Sequence[str]) -> tuple[Vec3, float] | None:
        """(middle of the top, yaw) of a bed among the pieces ``nodes``; its head is at local -Y."""
        for solid, top in zip(self._solids, self._hi[:, 2].tolist(), strict=True):
            if solid.node in nodes and solid.half[0] >= 0.38 and solid.half[1] >= 0.85 and 0.3 <= top <= 0.9:
                covers = [
                    t
                    for s, t in zip(self._solids, self._hi[:, 2].tolist(), strict=True)
                    if s.node == solid.node and top <= t <= top + 0.2 and _inside(s, *solid.center[:2])
                ]
                return (solid.center[0], solid.center[1], max([top, *covers])), yaw_from_quat(solid.rotation)
        return None

    def support_below(self, x: float, y: float, z: float) -> float:
        """The highest top at (x, y) that is at least 10 cm below ``z``: a cabin's floor, or the ground."""
        best = self.ground(x, y)
        for solid, lo, top in zip(self._solids, self._lo, self._hi[:, 2].tolist(), strict=True):
            if best < top <= z - 0.1 and float(lo[2]) < z and _inside(solid, x, y):
                best = top
        return best

    def torso_clear(self, x: float, y: float, z0: float, z1: float, own: str) -> bool:
        """Whether nothing but the piece ``own`` crosses a sitter's trunk between two heights."""
        for solid, lo, hi in zip(self._solids, self._lo, self._hi, strict=True):
            crosses = float(lo[2]) < z1 and float(hi[2]) > z0
            near = lo[0] - 0.1 < x < hi[0] + 0.1 and lo[1] - 0.1 < y < hi[1] + 0.1
            if crosses and near and solid.node != own and solid.kind != "ground" and _inside(solid, x, y, 0.1):
                return False
        return True


def _bounds(solids: Sequence[Solid]) -> tuple[F64, F64]:
    if not solids:
        return np.zeros((0, 3)), np.zeros((0, 3))
    center = np.array([s.center for s in solids], dtype=np.float64)
    half = np.array([s.half for s in solids], dtype=np.float64)
    turn = np.abs(np.array([quat_to_matrix(s.rotation) for s in solids]))
    reach = turn[:, :, 0] * half[:, 0:1] + turn[:, :, 1] * half[:, 1:2] + turn[:, :, 2] * half[:, 2:3]
    return center - reach, center + reach


def _inside(solid: Solid, x: float, y: float, margin: float = 0.0) -> bool:
    """Whether (x, y) is over the footprint of a box that stands upright or nearly so."""
    yaw = yaw_from_quat(solid.rotation)
    fx, fy = heading(yaw)
    dx, dy = x - solid.center[0], y - solid.center[1]
    along, across = dx * fx + dy * fy, dx * fy - dy * fx
    return abs(along) <= solid.half[1] + margin and abs(across) <= solid.half[0] + margin
