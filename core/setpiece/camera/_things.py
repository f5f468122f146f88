"""Inserts: a prop that fills half the frame, from where the hand that reaches for it would look."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..geometry import quat_to_matrix, stream
from ..sets.model import PlacedProp
from ._lens_view import B1, F64, I64, Cameras, aimed, dot, half_tangents, norm, project
from ._search import KEEP_CLEAR_M, Pick
from ._taste import frame_look
from ._world import World, clearance, free_way, near, on_floor
from .model import Filmback

_ALONE = ((0.55, 0.0, 0.0),)
_AT_HAND = (
    (0.55, 0.0, 0.0), (0.66, 0.0, 0.0), (0.62, 0.4, 0.0), (0.62, -0.4, 0.0), (0.62, 0.0, 0.3), (0.62, 0.0, -0.3),
    (0.62, 0.4, -0.28), (0.62, -0.4, -0.28),
)  # fmt: skip
"""(share of the frame, place across and up): off the middle, so that who sits at a thing can be left out."""
_NEARBY_M = 1.6
INSERT_FILLS = (0.4, 0.7)
"""What still counts as an insert."""
_LARGEST_M = 0.9
"""A bigger thing is covered by people's sizes, not by an insert."""
_HAND_M = 0.15
"""What a hand holds is looked at from arm's length."""
_INSERT_EDGE = 0.95
_BEFORE = 1.4
"""What is before the thing counts as being in the way, up to this much of 0.6 of the distance."""
_HEAD_M = 0.15
_LOOK_COS = 0.94
"""cos 20 degrees: how far a point of view may stray from the look."""


_FURNITURE_M = 0.65
"""What stands on the floor and is taller is furniture, not a thing to hold up to the lens."""


@dataclass(frozen=True, eq=False)
class _Views:
    """Candidates as flat arrays: from where, with which lens, how large, and where in the frame."""

    direction: F64
    turn: F64
    rise: F64
    lens: F64
    tan_x: F64
    tan_y: F64
    fill: F64
    place: F64
    level: F64


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
    lenses = (40.0, 65.0, 75.0, 100.0) if size_m <= 0.6 else (32.0, 40.0, 50.0, 65.0)
    lenses = (25.0, 32.0, 40.0, 50.0) if eyes is not None else lenses
    crowded = eyes is None and _somebody_at(world, center)
    lenses = (40.0, 65.0, 100.0) if crowded else lenses
    views = _around(filmback, lenses, toward, _AT_HAND if crowded else _ALONE)
    cameras, distance = _filled(views, points, center, 1.2 if size_m <= _HAND_M else math.inf)
    x, y, depth = project(cameras, points)
    extent = _extent(x, y)
    ok = (np.abs(x).max(axis=1) <= _INSERT_EDGE) & (np.abs(y).max(axis=1) <= _INSERT_EDGE)
    ok &= (depth.min(axis=1) > 0.1) & on_floor(world, cameras.position)
    ok &= extent <= INSERT_FILLS[1]
    turn, rise = views.turn, views.rise
    ideal = 48.0 if 5.0 * prop.half[2] < max(prop.half) else 32.0  # paper is read from above
    if eyes is not None:
        way = np.asarray(eyes) - center
        length = max(float(norm(way)), 1e-6)
        along = dot(views.direction, way[None] / length)
        ok &= (along >= _LOOK_COS) & (distance <= length)
        rise = np.full(len(ok), ideal)  # the look decides, not what suits the thing
        turn = (1.0 - along) * 900.0
    tiny = extent < INSERT_FILLS[0]
    penalty = (turn / 60.0) ** 2 + ((rise - ideal) / 25.0) ** 2 + 0.5 * np.abs(views.lens / 65.0 - 1.0)
    penalty = penalty + _heads_in_it(world, cameras, distance) + 0.6 * np.abs(views.place) + 0.8 * np.abs(views.level)
    penalty = penalty + 6.0 * tiny + 0.1 * stream(key, "insert").random(len(ok))
    return _best(prop, world, cameras, distance, views.lens, np.where(ok, penalty, np.inf))


def _best(prop: PlacedProp, world: World, cameras: Cameras, distance: F64, lens: F64, penalty: F64) -> Pick | None:
    """The first few by penalty from which the thing is free to be seen, and of these the best picture."""
    live = np.nonzero(np.isfinite(penalty))[0].astype(np.int64)
    if not len(live):
        return None
    points = corners(prop)
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
            look = frame_look(world, cameras.subset(rows), _BEFORE * distance[rows], code)
            row = int(rows[int(np.argmin(np.round(penalty[rows] + 0.6 * look, 9)))])
            return Pick(cameras.subset(np.array([row])), float(lens[row]), "INSERT", (), float(penalty[row]))
    return None


def _extent(x: F64, y: F64) -> F64:
    """(c,) the larger share of the frame's width or height that the points take."""
    out: F64 = np.maximum(x.max(axis=1) - x.min(axis=1), y.max(axis=1) - y.min(axis=1)) / 2.0
    return out


def _filled(views: _Views, points: F64, center: F64, farthest_m: float) -> tuple[Cameras, F64]:
    """Cameras, and their distances, from which the points fill what each view wants."""
    count = len(views.lens)
    distance = np.full(count, 0.8)
    middle = np.broadcast_to(center, views.direction.shape)

    def at() -> Cameras:
        place = center + distance[:, None] * views.direction
        return aimed(place, middle, views.tan_x, views.tan_y, views.place, views.level)

    for _ in range(8):
        x, y, depth = project(at(), points)
        extent = np.where(depth.min(axis=1) > 0.02, _extent(x, y), 2.0)
        distance = np.maximum(distance * np.clip(extent / views.fill, 0.5, 2.0), 0.36)
        distance = np.minimum(distance, farthest_m)
    return at(), distance


def _somebody_at(world: World, center: F64) -> bool:
    """Whether anybody is so near that a picture of the thing may show the back of a head."""
    return bool(len(world.heads)) and bool((norm(world.heads - center) < _NEARBY_M).any())


def _heads_in_it(world: World, cameras: Cameras, distance: F64) -> F64:
    """(c,) penalty of heads in a picture of a thing: most before it, and the more the larger they are."""
    out = np.zeros(len(cameras))
    if not len(world.heads):
        return out
    x, y, depth = project(cameras, world.heads)
    safe = np.maximum(depth, 0.05)
    wide, high = _HEAD_M / (safe * cameras.tan_x[:, None]), _HEAD_M / (safe * cameras.tan_y[:, None])
    inside = (depth > 0.05) & (np.abs(x) < 1.0 + wide) & (np.abs(y) < 1.0 + high)
    before = inside & (depth < distance[:, None] + _HEAD_M)
    each = 3.0 * before + inside * np.minimum(6.0 * high, 3.0)
    for k in range(each.shape[1]):
        out = out + each[:, k]
    return out


def _around(
    filmback: Filmback,
    lenses: tuple[float, ...],
    toward: tuple[float, float],
    frames: tuple[tuple[float, float, float], ...],
) -> _Views:
    """Every direction, lens and frame; ``toward`` is where turn is 0."""
    hx, hy = toward
    rows: list[tuple[float, ...]] = []
    optics = [(mm, *half_tangents(filmback, mm)) for mm in lenses]
    for t in range(-180, 180, 15):
        c, s = math.cos(math.radians(t)), math.sin(math.radians(t))
        for r in (8, 18, 28, 40, 55, 70):
            cr, sr = math.cos(math.radians(r)), math.sin(math.radians(r))
            way = ((hx * c - hy * s) * cr, (hx * s + hy * c) * cr, sr, abs(t), r)
            rows.extend((*way, *lens, *frame) for lens in optics for frame in frames)
    a = np.array(rows, dtype=np.float64)
    return _Views(a[:, :3], a[:, 3], a[:, 4], a[:, 5], a[:, 6], a[:, 7], a[:, 8], a[:, 9], a[:, 10])


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
