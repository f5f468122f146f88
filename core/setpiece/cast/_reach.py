"""What a sitter's hands and knees find before them: a steering wheel, a table's top, a counter's front."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..geometry import Boxes, Vec3, first_hit, quat_to_matrix
from ..sets.model import Seat, Solid
from ._stage import Stage, heading

KNEES_M = 0.5
"""From the hips' axis to the front of the knees of a sitting adult."""
_REACH_M = 1.0
_WHEEL: tuple[float, float, float] = (0.54, 0.2, 0.175)


@dataclass(frozen=True)
class Reach:
    """Before a seat, in metres ahead of its middle and above its top; 0 where there is nothing."""

    knees_m: float
    """Free metres for the legs, at most 1."""
    edge_m: float = 0.0
    """How far the near edge of a table is."""
    table_m: float = 0.0
    """How high its top is over the seat."""
    wheel: tuple[float, float, float] | None = None
    """(ahead, above, radius) of a steering wheel."""


@dataclass(frozen=True)
class _Local:
    """A solid's upright bounds as the sitter sees it: across, ahead, up."""

    lo: Vec3
    hi: Vec3
    node: str
    half: Vec3


def _local(solid: Solid, seat: Seat) -> _Local:
    fx, fy = heading(seat.yaw)
    m = quat_to_matrix(solid.rotation)
    dx, dy, dz = (c - s for c, s in zip(solid.center, seat.position, strict=True))
    mid = (dx * fy - dy * fx, dx * fx + dy * fy, dz)
    half = [0.0, 0.0, 0.0]
    for k in range(3):
        ax, ay, az = float(m[0, k]), float(m[1, k]), float(m[2, k])
        half[0] += abs(ax * fy - ay * fx) * solid.half[k]
        half[1] += abs(ax * fx + ay * fy) * solid.half[k]
        half[2] += abs(az) * solid.half[k]
    lo = (mid[0] - half[0], mid[1] - half[1], mid[2] - half[2])
    hi = (mid[0] + half[0], mid[1] + half[1], mid[2] + half[2])
    return _Local(lo, hi, solid.node, solid.half)


def reach_of(stage: Stage, seat: Seat) -> Reach:
    """What is before ``seat``, as the set's boxes tell."""
    x, y, _ = seat.position
    near = [s for s in stage.around(x, y, _REACH_M + 0.4) if s.kind != "ground"]
    locals_ = [_local(s, seat) for s in near]
    knees = _knees(seat, [s for s in near if s.node != seat.node])
    edge, top = _table([b for b in locals_ if b.node != seat.node])
    return Reach(knees, edge, top, _wheel([b for b in locals_ if b.node == seat.node]) if seat.driver else None)


def _knees(seat: Seat, solids: Sequence[Solid]) -> float:
    boxes = Boxes.build([(s.center, s.half, s.rotation) for s in solids])
    if not len(boxes):
        return _REACH_M
    fx, fy = heading(seat.yaw)
    x, y, z = seat.position
    starts: list[Vec3] = []
    ends: list[Vec3] = []
    for up in (0.07, -0.18):
        for side in (-0.13, 0.0, 0.13):
            start = (x + fy * side, y - fx * side, z + up)
            starts.append(start)
            ends.append((start[0] + fx * _REACH_M, start[1] + fy * _REACH_M, start[2]))
    fraction, _ = first_hit(np.array(starts), np.array(ends), boxes)
    rows = [sorted(fraction.tolist()[k : k + 3]) for k in (0, 3)]
    return round(min(rows[0][1], rows[1][1], 1.0) * _REACH_M, 2)  # a leg of a table stands between the knees


def _table(boxes: Sequence[_Local]) -> tuple[float, float]:
    """(near edge, top) of the highest flat thing within reach of the forearms: the top, not its apron."""
    best = (0.0, 0.0)
    for b in boxes:
        flat = b.hi[2] - b.lo[2] <= 0.14 and b.hi[1] - b.lo[1] >= 0.35 and b.lo[0] < -0.15 and b.hi[0] > 0.15
        if flat and 0.16 <= b.hi[2] <= 0.42 and 0.08 <= b.lo[1] <= 0.45 and b.hi[2] > best[1]:
            best = (round(b.lo[1], 2), round(b.hi[2], 2))
    return best


def _wheel(boxes: Sequence[_Local]) -> tuple[float, float, float]:
    """The rim is a ring of small bars before the driver; a car's usual place where none is found."""
    rim = [
        b
        for b in boxes
        if 0.03 < max(b.half) < 0.06
        and min(b.half) < 0.025
        and abs(b.lo[0] + b.hi[0]) < 0.6
        and 0.3 < b.lo[1] < 0.8
        and -0.05 < b.lo[2] < 0.55
    ]
    if len(rim) < 8:
        return _WHEEL
    lo = [min(b.lo[k] for b in rim) for k in range(3)]
    hi = [max(b.hi[k] for b in rim) for k in range(3)]
    radius = (hi[0] - lo[0]) / 2 - 0.014
    return round((lo[1] + hi[1]) / 2, 2), round((lo[2] + hi[2]) / 2, 2), round(radius, 3)


def perched_turn(knees_m: float) -> float:
    """How far a sitter must turn on a stool so that the knees do not run into a counter's front."""
    if knees_m >= KNEES_M:
        return 0.0
    cosine = min(max(knees_m / KNEES_M, 0.35), 1.0)
    return round(math.acos(cosine), 4)


__all__ = ["KNEES_M", "Reach", "perched_turn", "reach_of"]
