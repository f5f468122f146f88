"""Where extras go outdoors: along the edges of the ground, off the middle of the frame, on their own way."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..geometry import stream
from ..sets.model import Vec2
from ._marks import Frame, open_yaw
from ._stage import Stage, turned, yaw_to

F64 = NDArray[np.float64]
_TRIES = 48
_WIDE_M, _DEEP_M = 8.0, 10.0
_MIDDLE = 0.2
"""Tangent from the master camera within which the main actors hold the frame."""


def passer_by(stage: Stage, frame: Frame, node: str, taken: Sequence[Vec2], mains: Sequence[Vec2]) -> Vec2 | None:
    """A place for an extra in the open, behind the main actors and beside them as the camera sees it.

    Args:
        stage: The set.
        frame: The group's frame.
        node: Whose random stream.
        taken: Everybody's places so far.
        mains: Those of the main actors among them.

    Returns:
        None when nothing fits.
    """
    rng = stream(node, "spot")
    draws = [(2 * float(rng.random()) - 1, float(rng.random())) for _ in range(_TRIES)]
    local = [(u * _WIDE_M, 0.9 + _DEEP_M * v * v) for u, v in draws]
    points = np.array([frame.at(u, v) for u, v in local], dtype=np.float64)
    fits = stage.on_floor(points, 0.35) & ~stage.in_doorway(points)
    clear = np.where(fits, stage.clearance(points), 0.0)
    inner = stage.on_floor(points, 1.5)
    away = min(max(frame.open_m - 0.3, 2.0), 4.5)
    best, most = None, -math.inf
    for i, (u, v) in enumerate(local):
        at = (round(float(points[i, 0]), 4), round(float(points[i, 1]), 4))
        if clear[i] < 0.42 or any(_far(at, m) < 1.4 for m in mains) or any(_far(at, t) < 0.75 for t in taken):
            continue
        close = sorted(_far(at, t) for t in taken if t not in mains)
        company = sum(f < 2.4 for f in close)
        score = 0.9 * (not inner[i]) - 0.12 * abs(v - 3.5) - 0.05 * abs(u) + 0.5 * (clear[i] < 0.79)
        score += 0.6 if company == 1 and close[0] < 1.3 else -0.8 * company  # pairs, no herds
        if abs(u) < _MIDDLE * (v + away):
            score -= 3.0 if v < 7.0 else 1.0
        if round(score, 4) > most and stage.level(*at):
            best, most = at, round(score, 4)
    return best


def way_along(stage: Stage, at: Vec2, node: str) -> float:
    """A walker's heading: along the nearest edge of the ground, one way or the other."""
    floor = stage.plan.floor
    draw = float(stream(node, "way").random())
    best, least = 2 * math.pi * draw, math.inf
    for a, b in zip(floor, [*floor[1:], *floor[:1]], strict=True):
        dx, dy = b[0] - a[0], b[1] - a[1]
        size = max(dx * dx + dy * dy, 1e-9)
        t = min(max(((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / size, 0.0), 1.0)
        far = _far(at, (a[0] + dx * t, a[1] + dy * t)) - 0.02 * math.sqrt(size)
        if round(far, 4) < least:
            best, least = yaw_to(a, b), round(far, 4)
    return open_yaw(stage, at, turned(best + (0.0 if draw < 0.5 else math.pi) + 0.5 * (draw - 0.5)))


def idle_yaw(stage: Stage, at: Vec2, node: str, taken: Sequence[Vec2]) -> float:
    """A stander's heading: to whoever stands near, else somewhere open."""
    near = [t for t in taken if 0.3 < _far(at, t) < 1.6]
    if near:
        return yaw_to(at, min(near, key=lambda t: (round(_far(at, t), 4), t)))
    return open_yaw(stage, at, turned(2 * math.pi * float(stream(node, "way").random())))


def _far(a: Vec2, b: Vec2) -> float:
    return math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)


__all__ = ["idle_yaw", "passer_by", "way_along"]
