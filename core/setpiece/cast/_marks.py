"""Marks for those who stand: an open-sided group around where action gathers.

::

              7     5  6     8
           3       2        4            v (away from the master camera)
             0 ->     <- 1               ^
                                         +--> u
                 camera
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..geometry import Vec3
from ..sets.model import Vec2
from ._stage import Stage, heading, turned, yaw_to

F64 = NDArray[np.float64]
SLOTS: tuple[Vec2, ...] = (
    (-0.64, 0.0), (0.64, 0.0), (0.02, 0.78), (-1.38, 0.55), (1.38, 0.55), (-0.62, 1.5), (0.66, 1.52),
    (-1.9, 1.35), (1.92, 1.38), (0.0, 2.2), (-1.3, 2.25), (1.32, 2.2), (-2.6, 2.0), (2.62, 2.0),
)  # fmt: skip
"""(u, v) of the marks in filling order; the first two are a dialogue's distance apart."""
_EYE = 1.5
_SPIRAL: tuple[Vec2, ...] = tuple(
    (r * math.cos(2 * math.pi * (i + 0.5 * (k % 2)) / n), r * math.sin(2 * math.pi * (i + 0.5 * (k % 2)) / n))
    for k, (r, n) in enumerate(((0.2, 6), (0.45, 8), (0.75, 10), (1.1, 12), (1.5, 14), (2.0, 16), (2.7, 18)))
    for i in range(n)
)


@dataclass(frozen=True)
class Frame:
    """Where the group stands: ``front`` is the yaw from its anchor to the master camera."""

    anchor: Vec2
    front: float
    open_m: float
    """Free metres in front."""

    def at(self, u: float, v: float) -> Vec2:
        """Set space of (u, v); u is to the right as the master camera sees it."""
        fx, fy = heading(self.front)
        return self.anchor[0] - fx * v - fy * u, self.anchor[1] - fy * v + fx * u

    def local(self, point: Vec2) -> Vec2:
        """(u, v) of a point."""
        fx, fy = heading(self.front)
        dx, dy = point[0] - self.anchor[0], point[1] - self.anchor[1]
        return -dx * fy + dy * fx, -(dx * fx + dy * fy)

    @property
    def camera(self) -> Vec2:
        """About where the master camera will be."""
        return self.at(0.0, -min(max(self.open_m - 0.3, 2.0), 4.5))


def find_frame(stage: Stage, centre: Sequence[Vec3] = (), held: tuple[int, Vec2] | None = None) -> Frame:
    """The best place and open side for a pair and more, whoever comes.

    Args:
        stage: The set.
        centre: Points of what the scene is about: good to stand before, so that the master sees both.
        held: Which slot's person has something at their feet, and where that stands.
    """
    cx, cy = stage.plan.acting_center
    step = 0.7
    offsets = [(0.0, 0.0)] + [
        (i * step, j * step) for i in range(-2, 3) for j in range(-2, 3) if 0 < i * i + j * j <= 4
    ]
    frames = [Frame((cx + dx, cy + dy), turned(math.pi + k * math.pi / 4), 0.0) for dx, dy in offsets for k in range(8)]
    marks = np.array([f.at(*SLOTS[i]) for f in frames for i in range(3)], dtype=np.float64)
    good = stage.on_floor(marks, 0.3) & (stage.clearance(marks) >= 0.4) & ~stage.in_doorway(marks)
    good_marks = good.reshape(len(frames), 3)
    eyes = np.array(
        [(x, y, stage.ground(x, y) + _EYE) for f in frames for x, y in (f.anchor, f.at(*SLOTS[0]), f.at(*SLOTS[1]))]
    )
    yaws = [y for f in frames for y in (f.front, f.front + math.pi / 2, f.front - math.pi / 2)]
    view = stage.view(eyes, yaws, 5.0).reshape(len(frames), 3)
    best, best_score = frames[0], -math.inf
    for i, f in enumerate(frames):
        ok, free = good_marks[i], view[i]
        score = 2.5 * float(ok[0]) + 2.5 * float(ok[1]) + 0.6 * float(ok[2])
        score += min(float(free[0]), 4.2) * 0.6 + (min(float(free[1]), 2.8) + min(float(free[2]), 2.8)) * 0.45
        score -= 0.3 * math.sqrt((f.anchor[0] - cx) ** 2 + (f.anchor[1] - cy) ** 2)
        score += _before(f, centre)
        if held is not None:
            u, v = SLOTS[held[0] % len(SLOTS)]
            x, y = f.at(u, v)
            score -= 2.0 * max(math.sqrt((x - held[1][0]) ** 2 + (y - held[1][1]) ** 2) - 0.55, 0.0)
        score -= 0.2 * abs(turned(f.front - math.pi)) / (math.pi / 4)
        if round(score, 4) > best_score:
            best, best_score = Frame(f.anchor, f.front, float(free[0])), round(score, 4)
    return best


def _before(frame: Frame, centre: Sequence[Vec3]) -> float:
    """How well the master sees what the scene is about beyond and beside the group."""
    if not centre:
        return 0.0
    u, v = frame.local((centre[-1][0], centre[-1][1]))
    return 1.2 if v > 0.3 and abs(u) < 1.0 + 0.6 * v else 0.5 if v > -0.8 and 0.9 < abs(u) < 2.4 else 0.0


@dataclass(frozen=True)
class Mark:
    """A place to stand, and how free it is there (metres)."""

    position: Vec2
    clearance_m: float


def _hidden(frame: Frame, points: F64, others: list[Vec2]) -> F64:
    """(n,) how many others share a sight line from the master camera with each point."""
    cx, cy = frame.camera
    count = np.zeros(len(points))
    dx, dy = points[:, 0] - cx, points[:, 1] - cy
    far = np.maximum(np.sqrt(dx * dx + dy * dy), 0.3)
    for ox, oy in others:
        ex, ey = ox - cx, oy - cy
        gone = max(math.sqrt(ex * ex + ey * ey), 0.3)
        sine = np.abs(dx * ey - dy * ex) / (far * gone)
        same_side = dx * ex + dy * ey > 0
        count += (sine < 0.36 / np.minimum(far, gone)) & same_side
    return count


LEVELS = ((0.42, 0.72), (0.36, 0.6), (0.3, 0.5), (0.24, 0.45))
"""(metres to things, metres to people), from easy to crowded."""


def find_mark(stage: Stage, frame: Frame, wish: Vec2, others: list[Vec2], keep_yaw: float | None = None) -> Mark | None:
    """The free place nearest to ``wish``.

    Args:
        stage: The set.
        frame: The group's frame, for whom the camera would lose.
        wish: Set space.
        others: Where people are already.
        keep_yaw: When given, the gaze there must have room.

    Returns:
        None when the floor is full.
    """
    near = np.array([wish, *[(wish[0] + dx, wish[1] + dy) for dx, dy in _SPIRAL]], dtype=np.float64)
    found = _best(stage, frame, near, wish, others, keep_yaw)
    return found or _best(stage, frame, everywhere(stage), wish, others, None)


def everywhere(stage: Stage) -> F64:
    """(n, 2) a grid over the floor, within 9 m of where the action gathers."""
    floor = np.array(stage.plan.floor, dtype=np.float64).reshape(-1, 2)
    center = np.array(stage.plan.acting_center)
    lo = np.maximum(floor.min(axis=0), center - 9.0) if len(floor) else center - 4.0
    hi = np.minimum(floor.max(axis=0), center + 9.0) if len(floor) else center + 4.0
    step = max(0.45, math.sqrt(max(float((hi[0] - lo[0]) * (hi[1] - lo[1])), 0.1) / 700))
    xs = [float(lo[0]) + 0.3 + step * i for i in range(max(int((hi[0] - lo[0] - 0.5) / step) + 1, 1))]
    ys = [float(lo[1]) + 0.3 + step * i for i in range(max(int((hi[1] - lo[1] - 0.5) / step) + 1, 1))]
    return np.array([(x, y) for y in ys for x in xs], dtype=np.float64)


def _best(stage: Stage, frame: Frame, points: F64, wish: Vec2, others: list[Vec2], yaw: float | None) -> Mark | None:
    points = points[stage.on_floor(points, 0.28) & ~stage.in_doorway(points)]
    if not len(points):
        return None
    clear = stage.clearance(points)
    apart = np.full(len(points), np.inf)
    for ox, oy in others:
        apart = np.minimum(apart, np.sqrt((points[:, 0] - ox) ** 2 + (points[:, 1] - oy) ** 2))
    cost = np.sqrt((points[:, 0] - wish[0]) ** 2 + (points[:, 1] - wish[1]) ** 2)
    cost = cost + 0.7 * _hidden(frame, points, others)
    if yaw is not None:
        eyes = np.array([(x, y, stage.ground(x, y) + _EYE) for x, y in points.tolist()])
        free = stage.view(eyes, [yaw] * len(points), 2.6)
        cost = cost + np.where(free < 1.3, 4.0, 0.0) + 0.4 * (2.6 - free)
    order = np.argsort(np.round(cost, 4), kind="stable")
    for to_things, to_people in LEVELS:
        for i in order.tolist():
            if clear[i] < to_things or apart[i] < to_people:
                continue
            x, y = float(points[i, 0]), float(points[i, 1])
            if stage.level(x, y):
                return Mark((round(x, 4), round(y, 4)), float(clear[i]))
    return None


def open_yaw(stage: Stage, at: Vec2, wish: float) -> float:
    """The heading nearest to ``wish`` with room ahead for a camera."""
    turns = [0.0, 0.35, -0.35, 0.7, -0.7, 1.1, -1.1, 1.6, -1.6, 2.2, -2.2, math.pi]
    yaws = [turned(wish + t) for t in turns]
    eye = (at[0], at[1], stage.ground(*at) + _EYE)
    free = stage.view([eye] * len(yaws), yaws, 3.0)
    for need in (2.5, 1.8, 1.2):
        for yaw, room in zip(yaws, free.tolist(), strict=True):
            if room >= need:
                return yaw
    return yaws[int(np.argmax(free))]


__all__ = ["SLOTS", "Frame", "Mark", "everywhere", "find_frame", "find_mark", "open_yaw", "yaw_to"]
