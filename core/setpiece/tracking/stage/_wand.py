"""A tracked wand: where its tip is, and which points it touched."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec

from ...errors import InputError
from ...geometry import Vec3, quat_rotate, quat_to_matrix
from .._linear import solve, symmetric_eigen
from ..model import Sample, Status
from ._align import Pair

_LEAST_POSES = 12
_LEAST_TURN = 0.005
"""Least spread of the rotations (smallest eigenvalue of what fixes the tip): about 8 degrees to either side."""
_PAUSE_NS = 700_000_000
_STILL_M = 0.015


class Pivot(msgspec.Struct, frozen=True):
    """A wand's tip.

    Attributes:
        tip_m: In the tracked body's frame.
        point_m: Where the tip stood, in the tracker's space.
        residual_mm: Root mean square distance of the tip from there, over the poses used.
        dropped: Poses taken for outliers.
    """

    tip_m: Vec3
    point_m: Vec3
    residual_mm: float
    dropped: int


def pivot(samples: Sequence[Sample]) -> Pivot:
    """The tip of a wand that was swung about it: ``p + R tip`` is one point for all poses, least squares.

    Raises:
        InputError: Too few poses, or all turned alike, so that the tip may lie anywhere on a line.
    """
    poses = [s for s in samples if s.position_m is not None and s.rotation_wxyz is not None
             and s.status is not Status.LOST]  # fmt: skip
    if len(poses) < _LEAST_POSES:
        raise InputError(
            f"{len(poses)} poses are too few to find the tip", where="wand", remedy="Swing it for five seconds."
        )
    tip, point = _pivoted(poses)
    off = [_tip_off(s, tip, point) for s in poses]
    limit = 4 * max(1e-4, sorted(off)[len(off) // 2])
    kept = [s for s, d in zip(poses, off, strict=True) if d <= limit]
    tip, point = _pivoted(kept)
    left = math.sqrt(sum(_tip_off(s, tip, point) ** 2 for s in kept) / len(kept))
    return Pivot(tip, point, left * 1000, len(poses) - len(kept))


def _pivoted(poses: Sequence[Sample]) -> tuple[Vec3, Vec3]:
    """Normal equations of ``R tip - point = -p`` in six unknowns."""
    n = [[0.0] * 6 for _ in range(6)]
    right = [0.0] * 6
    for s in poses:
        m = quat_to_matrix(s.rotation_wxyz or (1.0, 0.0, 0.0, 0.0))
        for i, p in enumerate(s.position_m or (0.0, 0.0, 0.0)):
            row = [float(m[i, 0]), float(m[i, 1]), float(m[i, 2]), *(-1.0 if k == i else 0.0 for k in range(3))]
            for a in range(6):
                right[a] -= row[a] * p
                for b in range(6):
                    n[a][b] += row[a] * row[b]
    values, _ = symmetric_eigen([[v / len(poses) for v in row] for row in n])
    answer = solve(n, right) if values[-1] >= _LEAST_TURN else None
    if answer is None:
        raise InputError(
            "the wand was turned in one direction only", where="wand", remedy="Keep the tip and swing to all sides."
        )
    return (answer[0], answer[1], answer[2]), (answer[3], answer[4], answer[5])


def tip_of(sample: Sample, tip: Vec3) -> Vec3:
    """Where the tip is, in the tracker's space; without a rotation only a tip at the body's origin is known."""
    p = sample.position_m or (0.0, 0.0, 0.0)
    x, y, z = quat_rotate(sample.rotation_wxyz, tip) if sample.rotation_wxyz is not None else (0.0, 0.0, 0.0)
    return (p[0] + x, p[1] + y, p[2] + z)


def _tip_off(sample: Sample, tip: Vec3, point: Vec3) -> float:
    return math.dist(tip_of(sample, tip), point)


def pauses(samples: Sequence[Sample], tip: Vec3 = (0.0, 0.0, 0.0)) -> tuple[Vec3, ...]:
    """The points on which the tip rested for 0.7 s and more, in order: the median of each rest.

    A rest ends when the tip is more than 15 mm from where it began; the wand itself may swing about the tip.
    """
    found: list[Vec3] = []
    run: list[tuple[int, Vec3]] = []
    for s in samples:
        if s.position_m is None or s.status is Status.LOST:
            continue
        at = tip_of(s, tip)
        if run and math.dist(at, _median(run)) > _STILL_M:
            _close(run, found)
            run = []
        run.append((s.capture_ns, at))
    _close(run, found)
    return tuple(found)


def _close(run: Sequence[tuple[int, Vec3]], found: list[Vec3]) -> None:
    if run and run[-1][0] - run[0][0] >= _PAUSE_NS:
        place = _median(run)
        if not found or math.dist(place, found[-1]) > 2 * _STILL_M:
            found.append(place)


def _median(run: Sequence[tuple[int, Vec3]]) -> Vec3:
    recent = run[-301:]
    x, y, z = (sorted(p[i] for _, p in recent)[len(recent) // 2] for i in range(3))
    return (x, y, z)


def pairs_of_session(
    samples: Sequence[Sample], markers: Mapping[str, Vec3], tip: Vec3 = (0.0, 0.0, 0.0)
) -> tuple[Pair, ...]:
    """A sweep in which the markers were touched one after the other, in their order, resting a second on each.

    Args:
        samples: The whole session, in order.
        markers: Name -> place in the volume, metres.
        tip: Of the wand, from ``pivot``.

    Raises:
        InputError: Another number of rests than markers.
    """
    touched = pauses(samples, tip)
    if len(touched) != len(markers):
        raise InputError(
            f"the wand rested on {len(touched)} points, not on {len(markers)}",
            where="wand session",
            remedy="Rest a second on each marker in the order of the list, and nowhere else.",
        )
    return tuple(Pair(name, t, place) for (name, place), t in zip(markers.items(), touched, strict=True))
