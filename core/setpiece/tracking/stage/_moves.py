"""What a guided move really did: from where, how far and which way, read past noise, wobble and wild samples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import msgspec

from ...geometry import Quat, Vec3, quat_multiply
from .._spaces import rotation_vector_from_quat
from ..model import Sample, Status

Move = Literal["pan_right", "tilt_up", "roll_clockwise", "push_in", "truck_right", "raise"]
TURNS: tuple[Move, ...] = ("pan_right", "tilt_up", "roll_clockwise")
TRAVELS: tuple[Move, ...] = ("push_in", "truck_right", "raise")
SAY: dict[Move, str] = {
    "pan_right": "From facing the wall, pan right by about 40 degrees.",
    "tilt_up": "Tilt up by about 30 degrees.",
    "roll_clockwise": "Roll clockwise, as the operator sees it, by about 30 degrees.",
    "push_in": "Push in, straight towards what the camera looks at, by about 1 m.",
    "truck_right": "Truck right, across the looking direction, by about 1 m.",
    "raise": "Raise the camera straight up by about half a metre.",
}
"""What the operator is asked to do; before each move the camera is level and faces the wall again."""

LEAST_SAMPLES = 10
_MOST_SAMPLES = 1500
_WINDOW_PART = 0.1
_NEAR_PEAK = 0.9
_MEDOID = 25


class Segment(msgspec.Struct, frozen=True):
    """One guided move.

    Attributes:
        samples: One subject's, in order, as decoded and not corrected.
    """

    move: Move
    samples: tuple[Sample, ...]


class Travel(msgspec.Struct, frozen=True):
    """What a move did.

    Attributes:
        displacement: From rest to the farthest point, in the source's axes and unit; None without positions.
        sway: Spread of the place at rest, same unit.
        start, end: Rotation at rest and where it was turned farthest; None without rotations.
        turned_rad: Angle between the two.
        shake_rad: Spread of the rotation at rest.
    """

    displacement: Vec3 | None
    sway: float
    start: Quat | None
    end: Quat | None
    turned_rad: float
    shake_rad: float


def travel_of(samples: Sequence[Sample]) -> Travel:
    """Read one move; what the source calls lost is left out."""
    kept = [s for s in samples if s.status is not Status.LOST]
    every = max(1, len(kept) // _MOST_SAMPLES)
    kept = kept[::every]
    places = [s.position_m for s in kept if s.position_m is not None]
    looks = [s.rotation_wxyz for s in kept if s.rotation_wxyz is not None]
    displacement, sway = _displaced(places) if len(places) >= LEAST_SAMPLES else (None, 0.0)
    if len(looks) < LEAST_SAMPLES:
        return Travel(displacement, sway, None, None, 0.0, 0.0)
    start, end, shake = _turned(looks)
    return Travel(displacement, sway, start, end, angle_between(start, end), shake)


def angle_between(a: Quat, b: Quat) -> float:
    """Radians of the turn from one rotation to another, at most pi."""
    return math.hypot(*turn_between(a, b))


def turn_between(a: Quat, b: Quat) -> Vec3:
    """Axis times angle of the turn, about fixed axes, that brings ``a`` to ``b``."""
    return rotation_vector_from_quat(quat_multiply(b, (a[0], -a[1], -a[2], -a[3])))


def _displaced(places: Sequence[Vec3]) -> tuple[Vec3, float]:
    window = max(3, int(len(places) * _WINDOW_PART))
    start = _middle(places[:window])
    sway = _spread([math.dist(p, start) for p in places[:window]])
    far = _smooth([math.dist(p, start) for p in places])
    peak = max(far)
    end = _middle([p for p, d in zip(places, far, strict=True) if d >= _NEAR_PEAK * peak])
    return (end[0] - start[0], end[1] - start[1], end[2] - start[2]), sway


def _turned(looks: Sequence[Quat]) -> tuple[Quat, Quat, float]:
    window = max(3, int(len(looks) * _WINDOW_PART))
    start = _medoid(looks[:window])
    far = _smooth([angle_between(start, q) for q in looks])
    peak = max(far)
    end = _medoid([q for q, a in zip(looks, far, strict=True) if a >= _NEAR_PEAK * peak])
    return start, end, _spread([angle_between(start, q) for q in looks[:window]])


def _middle(places: Sequence[Vec3]) -> Vec3:
    x, y, z = (_median([p[i] for p in places]) for i in range(3))
    return (x, y, z)


def _medoid(looks: Sequence[Quat]) -> Quat:
    """The rotation nearest to all others: one wild sample cannot be it."""
    some = looks[:: max(1, len(looks) // _MEDOID)]
    return min(some, key=lambda q: sum(angle_between(q, other) for other in some))


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _spread(distances: Sequence[float]) -> float:
    """Standard deviation by the median of distances from the middle (1.4826: of a normal spread)."""
    return 1.4826 * _median(distances)


def _smooth(values: Sequence[float]) -> list[float]:
    """Running median over a twentieth of the move, five samples at least."""
    half = max(2, len(values) // 40)
    return [_median(values[max(0, i - half) : i + half + 1]) for i in range(len(values))]
