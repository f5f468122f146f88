"""Inserts: a prop that fills half the frame, from where the hand that reaches for it would look."""

from __future__ import annotations

import math

import numpy as np

from ..geometry import quat_to_matrix, stream
from ..sets.model import PlacedProp
from ._lens_view import B1, F64, I64, aimed, dot, half_tangents, norm, project
from ._search import KEEP_CLEAR_M, Pick, frame_look
from ._world import World, clearance, free_way, near, on_floor
from .model import Filmback

INSERT_FILL = 0.55
INSERT_FILLS = (0.4, 0.7)
"""What still counts as an insert."""
_LARGEST_M = 0.9
"""A bigger thing is covered by people's sizes, not by an insert."""
_HAND_M = 0.15
"""What a hand holds is looked at from arm's length."""
_INSERT_EDGE = 0.95
_LOOK_COS = 0.94
"""cos 20 degrees: how far a point of view may stray from the look."""


_FURNITURE_M = 0.65
"""What stands on the floor and is taller is furniture, not a thing to hold up to the lens."""


def handy(prop: PlacedProp) -> bool:
    """Whether a thing is small enough, or held high enough, for an insert."""
    size = 2.0 * max(prop.half)
    standing = prop.center[2] - prop.half[2] < 0.05 and 2.0 * prop.half[2] > _FURNITURE_M
    return size <= _LARGEST_M and not standing


def corners(prop: PlacedProp) -> F64:
    """(8, 3) corners of the prop's bounds."""
    m = quat_to_matrix(prop.rotation)
    signs = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=np.float64)
    local = signs * np.array(prop.half)
    out: F64 = local[:, 0:1] * m[:, 0] + local[:, 1:2] * m[:, 1] + local[:, 2:3] * m[:, 2] + np.array(prop.center)
    return out


def insert(
    prop: PlacedProp, world: World, filmback: Filmback, key: str, toward: tuple[float, float],
    eyes: F64 | None = None,
) -> Pick | None:  # fmt: skip
    """A close view of ``prop``; ``toward`` is where its user is, as a flat direction from it.

    With ``eyes`` (3,) the view is along their look, within a few degrees.
    """
    if 2.0 * max(prop.half) > _LARGEST_M:
        return None
    points, center = corners(prop), np.array(prop.center, dtype=np.float64)
    size_m = 2.0 * max(prop.half)
    lenses = (50.0, 65.0, 75.0, 100.0) if size_m <= 0.6 else (32.0, 40.0, 50.0, 65.0)
    lenses = (25.0, 32.0, 40.0, 50.0) if eyes is not None else lenses
    direction, turn, rise, lens, tan_x, tan_y = _around(filmback, lenses, toward)
    distance = np.full(len(lens), 0.8)
    zero, middle = np.zeros(len(lens)), np.broadcast_to(center, direction.shape)
    cameras = aimed(center + distance[:, None] * direction, middle, tan_x, tan_y, zero, zero)
    extent = np.zeros(len(lens))
    for _ in range(8):
        x, y, depth = project(cameras, points)
        width = np.maximum(x.max(axis=1) - x.min(axis=1), y.max(axis=1) - y.min(axis=1)) / 2.0
        extent = np.where(depth.min(axis=1) > 0.02, width, 2.0)
        distance = distance * np.clip(extent / INSERT_FILL, 0.5, 2.0)
        distance = np.maximum(distance, 0.36)
        if size_m <= _HAND_M:
            distance = np.minimum(distance, 1.2)
        cameras = aimed(center + distance[:, None] * direction, middle, tan_x, tan_y, zero, zero)
    x, y, depth = project(cameras, points)
    extent = np.maximum(x.max(axis=1) - x.min(axis=1), y.max(axis=1) - y.min(axis=1)) / 2.0
    ok = (np.abs(x).max(axis=1) <= _INSERT_EDGE) & (np.abs(y).max(axis=1) <= _INSERT_EDGE)
    ok &= (depth.min(axis=1) > 0.1) & on_floor(world, cameras.position)
    ok &= extent <= INSERT_FILLS[1]
    if eyes is not None:
        way = np.asarray(eyes) - center
        length = max(float(norm(way)), 1e-6)
        along = dot(direction, way[None] / length)
        ok &= (along >= _LOOK_COS) & (distance <= length)
        rise = np.full(len(lens), 32.0)  # the look decides, not what suits the thing
        turn = (1.0 - along) * 900.0
    tiny = extent < INSERT_FILLS[0]
    penalty = (turn / 60.0) ** 2 + ((rise - 32.0) / 25.0) ** 2 + 0.5 * np.abs(lens / 65.0 - 1.0)
    penalty = penalty + 6.0 * tiny + 0.1 * stream(key, "insert").random(len(lens))
    live = np.nonzero(ok)[0].astype(np.int64)
    if not len(live):
        return None
    order = live[np.argsort(np.round(penalty[live], 9), kind="stable")]
    low, high = cameras.position[live].min(axis=0) - 0.5, cameras.position[live].max(axis=0) + 0.5
    local = near(world, np.minimum(low, points.min(axis=0)), np.maximum(high, points.max(axis=0)))
    code = world.code(prop.node)
    for start in range(0, len(order), 160):
        rows = order[start : start + 160]
        rows = rows[clearance(local, cameras.position[rows], KEEP_CLEAR_M) >= KEEP_CLEAR_M - 1e-9]
        rows = rows[_open(local, cameras.position[rows], prop, points, code)] if len(rows) else rows
        if len(rows):
            rows = rows[:12]
            look = frame_look(world, cameras.subset(rows), distance[rows], code)
            row = int(rows[int(np.argmin(np.round(penalty[rows] + 0.4 * look, 9)))])
            return Pick(cameras.subset(np.array([row])), float(lens[row]), "INSERT", (), float(penalty[row]))
    return None


def _around(
    filmback: Filmback, lenses: tuple[float, ...], toward: tuple[float, float]
) -> tuple[F64, F64, F64, F64, F64, F64]:
    hx, hy = toward
    rows: list[tuple[float, ...]] = []
    for t in range(-180, 180, 15):
        c, s = math.cos(math.radians(t)), math.sin(math.radians(t))
        for r in (8, 18, 28, 40, 55, 70):
            cr, sr = math.cos(math.radians(r)), math.sin(math.radians(r))
            for mm in lenses:
                tangents = half_tangents(filmback, mm)
                rows.append(((hx * c - hy * s) * cr, (hx * s + hy * c) * cr, sr, abs(t), r, mm, *tangents))
    a = np.array(rows, dtype=np.float64)
    return a[:, :3], a[:, 3], a[:, 4], a[:, 5], a[:, 6], a[:, 7]


def _open(world: World, position: F64, prop: PlacedProp, points: F64, code: int) -> B1:
    center = np.array(prop.center, dtype=np.float64)
    m = quat_to_matrix(prop.rotation)
    up = m[:, 2] * prop.half[2] * 0.8
    spots = [
        center,
        center + up,
        *[center + (p - center) * 0.7 + np.array([0.0, 0.0, 0.01]) for p in points if p[2] > center[2]],
    ]
    ok = np.ones(len(position), dtype=np.bool_)
    for spot in spots:
        live: I64 = np.nonzero(ok)[0].astype(np.int64)
        if not len(live):
            break
        target = np.broadcast_to(spot, (len(live), 3))
        ok[live] = free_way(world, position[live], target, np.full(len(live), code, dtype=np.int64), 0.01)
    return ok
