"""Whether the predicted poses are worth more than the raw ones, told by the samples that came later."""

from __future__ import annotations

import math
from collections import deque
from typing import NamedTuple

from ...geometry import Quat, Vec3, slerp
from ..model import Sample

_MEMORY = 0.85
"""Weight of what was known before, frame by frame: a dozen frames decide."""
_WORSE, _FLOOR_M, _FLOOR_RAD = 1.25, 0.001, math.radians(0.05)
"""Predictions lose trust at a quarter more error than raw plus this floor, and win it back below raw plus it."""
_KEPT = 256


class Pose(NamedTuple):
    """What can be sent: position (m) and rotation, either of them None where the source has none."""

    position_m: Vec3 | None
    rotation_wxyz: Quat | None


class _Bet(NamedTuple):
    at_ns: int
    predicted: Pose
    raw: Pose


class Judge:
    """Compares what was foretold for a moment, and what raw would have shown then, with what came.

    Attributes:
        trusted: Whether predictions should go out.
        predicted_m, predicted_rad, raw_m, raw_rad: RMS errors at the moments of light, as they stand.
    """

    def __init__(self) -> None:
        self.trusted = True
        self._bets: deque[_Bet] = deque(maxlen=_KEPT)
        self._before: Sample | None = None
        self._squares = [0.0, 0.0, 0.0, 0.0]
        self._weight = 0.0

    def bet(self, at_ns: int, predicted: Pose, raw: Pose) -> None:
        """Both poses for a moment to come."""
        self._bets.append(_Bet(at_ns, predicted, raw))

    def observe(self, sample: Sample) -> None:
        """A valid sample; bets for moments before it are decided."""
        before, self._before = self._before, sample
        while self._bets and self._bets[0].at_ns <= sample.capture_ns:
            bet = self._bets.popleft()
            if before is not None and before.capture_ns <= bet.at_ns < sample.capture_ns:
                self._decide(bet, _between(before, sample, bet.at_ns))

    def _decide(self, bet: _Bet, truth: Pose) -> None:
        errors = (*_errors(bet.predicted, truth), *_errors(bet.raw, truth))
        self._weight = _MEMORY * self._weight + 1.0
        part = 1.0 / self._weight
        self._squares = [s + part * (e * e - s) for s, e in zip(self._squares, errors, strict=True)]
        p_m, p_rad, r_m, r_rad = self.figures
        factor = _WORSE if self.trusted else 1.0
        self.trusted = p_m <= factor * r_m + _FLOOR_M and p_rad <= factor * r_rad + _FLOOR_RAD

    @property
    def figures(self) -> tuple[float, float, float, float]:
        """RMS of predicted (m, rad) and of raw (m, rad)."""
        a, b, c, d = (math.sqrt(s) for s in self._squares)
        return a, b, c, d

    @property
    def decided(self) -> bool:
        """Whether anything has been compared yet."""
        return self._weight > 0


def _between(a: Sample, b: Sample, at_ns: int) -> Pose:
    u = (at_ns - a.capture_ns) / (b.capture_ns - a.capture_ns)
    place = turn = None
    if a.position_m is not None and b.position_m is not None:
        (ax, ay, az), (bx, by, bz) = a.position_m, b.position_m
        place = (ax + (bx - ax) * u, ay + (by - ay) * u, az + (bz - az) * u)
    if a.rotation_wxyz is not None and b.rotation_wxyz is not None:
        turn = slerp(a.rotation_wxyz, b.rotation_wxyz, u)
    return Pose(place, turn)


def _errors(pose: Pose, truth: Pose) -> tuple[float, float]:
    """Metres and radians; 0 for what there is nothing to compare with."""
    metres = radians = 0.0
    if pose.position_m is not None and truth.position_m is not None:
        metres = math.dist(pose.position_m, truth.position_m)
    if pose.rotation_wxyz is not None and truth.rotation_wxyz is not None:
        radians = angle_between(pose.rotation_wxyz, truth.rotation_wxyz)
    return metres, radians


def angle_between(a: Quat, b: Quat) -> float:
    """Radians between two rotations; from the difference, which near zero is exact where the cosine is not."""
    if sum(p * q for p, q in zip(a, b, strict=True)) < 0:
        b = (-b[0], -b[1], -b[2], -b[3])
    return 4.0 * math.asin(min(1.0, math.dist(a, b) / 2.0))
