"""Measures a finished set from its plan alone: shares nothing with the solver but the boxes.

Definitions follow SceneEval (3dlg-hcvc/SceneEval): collision after a few millimetres of
separation, out of bounds, support within 10 mm, navigability as the largest free component's
share, a metre of clear floor before each door.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..geometry import Vec3, quat_to_matrix
from .model import SetPlan, Solid

F64 = NDArray[np.float64]
TOUCH_M = 0.006
SUPPORT_M = 0.010
ROBOT_M = 0.2
_FREE_KINDS = ("structure", "ground", "backdrop", "foliage")


class GateReport(msgspec.Struct, frozen=True):
    """What was measured. Lists name nodes; shares are 0..1."""

    collisions: tuple[tuple[str, str], ...]
    out_of_bounds: tuple[str, ...]
    unsupported: tuple[str, ...]
    navigable: float
    doors_connected: bool
    doors_blocked: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing at all is wrong."""
        bad = self.collisions or self.out_of_bounds or self.unsupported or self.doors_blocked
        return not bad and self.navigable >= 0.99 and self.doors_connected


@dataclass(frozen=True)
class _Box:
    node: str
    kind: str
    center: F64
    half: F64
    axes: F64

    @property
    def reach(self) -> F64:
        """Half extents of the upright box around it."""
        a = np.abs(self.axes)
        out: F64 = a[0] * self.half[0] + a[1] * self.half[1] + a[2] * self.half[2]
        return out


def _box(s: Solid) -> _Box:
    return _Box(s.node, s.kind, np.array(s.center), np.array(s.half), quat_to_matrix(s.rotation).T)


def _dot(a: F64, b: F64) -> float:
    return float(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


def _cross(a: F64, b: F64) -> F64:
    return np.array([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])


def penetration_m(a: _Box, b: _Box) -> float:
    """How deep two oriented boxes are in each other (smallest separating move); <= 0 apart."""
    d = b.center - a.center
    axes = [*a.axes, *b.axes]
    for p in a.axes:
        for q in b.axes:
            c = _cross(p, q)
            size = math.sqrt(_dot(c, c))
            if size > 1e-6:
                axes.append(c / size)
    depth = math.inf
    for axis in axes:
        ra = sum(abs(_dot(axis, a.axes[k])) * float(a.half[k]) for k in range(3))
        rb = sum(abs(_dot(axis, b.axes[k])) * float(b.half[k]) for k in range(3))
        depth = min(depth, ra + rb - abs(_dot(axis, d)))
        if depth <= 0:
            return depth
    return depth


def _near_pairs(boxes: Sequence[_Box], margin: float) -> list[tuple[int, int]]:
    """Pairs of boxes of two nodes whose upright bounds come within ``margin``."""
    center = np.array([b.center for b in boxes]).reshape(-1, 3)
    reach = np.array([b.reach for b in boxes]).reshape(-1, 3)
    hit = np.ones((len(boxes), len(boxes)), dtype=np.bool_)
    for k in range(3):
        gap = np.abs(center[:, None, k] - center[None, :, k]) - reach[:, None, k] - reach[None, :, k]
        hit &= gap < margin
    i, j = np.nonzero(np.triu(hit, 1))
    return [(int(p), int(q)) for p, q in zip(i, j, strict=True) if boxes[p].node != boxes[q].node]


def _inside(points: F64, polygon: Sequence[tuple[float, float]], slack: float) -> NDArray[np.bool_]:
    """(n,) true where (n, 2) points are in a convex counter-clockwise polygon."""
    ok = np.ones(len(points), dtype=np.bool_)
    for (ax, ay), (bx, by) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        ex, ey = bx - ax, by - ay
        size = math.sqrt(ex * ex + ey * ey) or 1.0
        ok &= (ex * (points[:, 1] - ay) - ey * (points[:, 0] - ax)) / size >= -slack
    return ok


def _corners(b: _Box) -> F64:
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=np.float64)
    scaled = signs * b.half
    return b.center + scaled[:, :1] * b.axes[0] + scaled[:, 1:2] * b.axes[1] + scaled[:, 2:] * b.axes[2]


def _collisions(boxes: Sequence[_Box], pairs: Sequence[tuple[int, int]]) -> tuple[tuple[str, str], ...]:
    found: set[tuple[str, str]] = set()
    for i, j in pairs:
        a, b = boxes[i], boxes[j]
        if a.kind in _FREE_KINDS and b.kind in _FREE_KINDS:
            continue
        if "ground" in (a.kind, b.kind) or "backdrop" in (a.kind, b.kind):
            continue
        key = (min(a.node, b.node), max(a.node, b.node))
        if key not in found and penetration_m(a, b) > TOUCH_M:
            found.add(key)
    return tuple(sorted(found))


def _unsupported(boxes: Sequence[_Box], pairs: Sequence[tuple[int, int]], floor_z: float) -> tuple[str, ...]:
    """Nodes with a loose bottom: touching neither floor, nor another node."""
    loose = {b.node for b in boxes if b.kind not in _FREE_KINDS}
    for b in boxes:
        if b.node in loose and abs(float(b.center[2] - b.reach[2]) - floor_z) <= SUPPORT_M:
            loose.discard(b.node)
    for i, j in pairs:
        a, b = boxes[i], boxes[j]
        if (a.node in loose or b.node in loose) and penetration_m(a, b) >= -SUPPORT_M:
            loose.discard(a.node)
            loose.discard(b.node)
    return tuple(sorted(loose))


def _regions(free: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Label of each free cell's region by repeated sweeps; 0 where blocked."""
    label = np.where(free, np.arange(1, free.size + 1).reshape(free.shape), 0).astype(np.int64)
    while True:
        grown = label.copy()
        for axis in (0, 1):
            for flip in (False, True):
                g = np.flip(grown, axis) if flip else grown
                g = np.moveaxis(g, axis, 0)
                for r in range(1, g.shape[0]):
                    g[r] = np.where(g[r] > 0, np.where(g[r - 1] > 0, np.maximum(g[r], g[r - 1]), g[r]), 0)
        if (grown == label).all():
            return label
        label = grown


def _navigable(plan: SetPlan, boxes: Sequence[_Box]) -> tuple[float, bool]:
    xs = [p[0] for p in plan.floor]
    ys = [p[1] for p in plan.floor]
    cell = max(0.1, max(max(xs) - min(xs), max(ys) - min(ys)) / 256)
    gx = np.arange(min(xs) + cell / 2, max(xs), cell)
    gy = np.arange(min(ys) + cell / 2, max(ys), cell)
    px, py = np.meshgrid(gx, gy)
    points = np.stack([px.reshape(-1), py.reshape(-1)], axis=1)
    free = _inside(points, plan.floor, -ROBOT_M)
    for b in boxes:
        low, high = float(b.center[2] - b.reach[2]), float(b.center[2] + b.reach[2])
        if b.kind in ("ground", "structure", "backdrop") or low > 1.8 or high < 0.15:
            continue
        free &= ~_footprint_hit(points, b)
    grid = free.reshape(px.shape)
    label = _regions(grid)
    ids, counts = np.unique(label[label > 0], return_counts=True)
    if not len(ids):
        return 0.0, False
    best = int(ids[int(np.argmax(counts))])
    share = float(counts.max()) / float(counts.sum())
    return share, all(_door_reached(plan, label == best, gx, gy, k) for k in range(len(plan.openings)))


def _footprint_hit(points: F64, b: _Box) -> NDArray[np.bool_]:
    """Which points a walker's middle may not be at: the box's shadow, grown by the walker.

    A tilted box's shadow is taken along its most level axis, so that a leaning backrest turned by
    a few degrees does not swell to its upright bounds.
    """
    level = min(range(3), key=lambda k: abs(float(b.axes[k][2])))
    ux, uy = float(b.axes[level][0]), float(b.axes[level][1])
    size = math.sqrt(ux * ux + uy * uy)
    ux, uy = ux / size, uy / size
    dx, dy = points[:, 0] - b.center[0], points[:, 1] - b.center[1]
    along = sum(abs(float(a[0]) * ux + float(a[1]) * uy) * float(h) for a, h in zip(b.axes, b.half, strict=True))
    across = sum(abs(float(a[1]) * ux - float(a[0]) * uy) * float(h) for a, h in zip(b.axes, b.half, strict=True))
    hit: NDArray[np.bool_] = (np.abs(dx * ux + dy * uy) <= along + ROBOT_M) & (
        np.abs(dy * ux - dx * uy) <= across + ROBOT_M
    )
    return hit


def _door_reached(plan: SetPlan, region: NDArray[np.bool_], gx: F64, gy: F64, k: int) -> bool:
    door = plan.openings[k]
    if door.kind == "window":
        return True
    x = door.position[0] - 0.55 * math.sin(door.yaw)
    y = door.position[1] + 0.55 * math.cos(door.yaw)
    near = (np.abs(gx - x)[None, :] < 0.25) & (np.abs(gy - y)[:, None] < 0.25)
    return bool((region & near).any())


def _doors_blocked(plan: SetPlan, boxes: Sequence[_Box]) -> tuple[str, ...]:
    out: list[str] = []
    for door in plan.openings:
        if door.kind == "window":
            continue
        c, s = math.cos(door.yaw), math.sin(door.yaw)
        x, y = door.position[0] - 0.58 * s, door.position[1] + 0.58 * c
        axes = np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
        half: Vec3 = (door.width_m / 2, 0.5, 0.9)
        zone = _Box(door.node, "zone", np.array([x, y, 1.0]), np.array(half), axes)
        for b in boxes:
            if b.kind in ("furniture", "prop", "vehicle") and penetration_m(zone, b) > 0.02:
                out.append(door.node)
                break
    return tuple(out)


def check_set(plan: SetPlan) -> GateReport:
    """Collisions, bounds, support, navigability and door clearance of an interior plan."""
    boxes = [_box(s) for s in plan.solids]
    pairs = _near_pairs(boxes, SUPPORT_M)
    outside: set[str] = set()
    for b in boxes:
        if b.kind not in _FREE_KINDS and not _inside(_corners(b)[:, :2], plan.floor, 0.005).all():
            outside.add(b.node)
    share, connected = _navigable(plan, boxes)
    return GateReport(
        collisions=_collisions(boxes, pairs), out_of_bounds=tuple(sorted(outside)),
        unsupported=_unsupported(boxes, pairs, 0.0), navigable=round(share, 4), doors_connected=connected,
        doors_blocked=_doors_blocked(plan, boxes),
    )  # fmt: skip
