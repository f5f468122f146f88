"""Where the tracker's space sits in the volume: a rigid motion from points known in both, one bad point forgiven.

The best rotation is Horn's ("Closed-form solution of absolute orientation using unit quaternions", 1987), its
eigenvector by Jacobi rotations; results are exact to about 1e-9 m at stage size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import combinations

import msgspec

from ...errors import InputError
from ...geometry import Quat, Vec3, quat_rotate
from .._linear import symmetric_eigen
from ._turns import angle_of

_LEAST_SPREAD_M = 0.1
_LEAST_BREADTH = 0.05
_LEAST_OUTLIER_M = 0.01
_OUTLIER_SIGMAS = 5.0
_SAME_QUALITY = 2.0
_LEAST_SIGMA_M = 0.001
_MOST_TRIPLES = 400
_SCALE_OFF = 0.05


class Pair(msgspec.Struct, frozen=True):
    """One point, known in the tracker's space and in the volume; metres."""

    name: str
    tracker_m: Vec3
    volume_m: Vec3


class PointResidual(msgspec.Struct, frozen=True):
    """What the fit leaves of one point.

    Attributes:
        deg: The same seen from the middle of the points.
        used: False: taken for an outlier, and not part of the fit.
    """

    name: str
    mm: float
    deg: float
    used: bool


class Alignment(msgspec.Struct, frozen=True):
    """``volume = rotation(tracker) + translation``.

    Attributes:
        residual_mm, residual_deg: Root mean square over the points used.
        warnings: What a person should look at.
    """

    volume_from_tracker_m: Vec3
    volume_from_tracker_wxyz: Quat
    residual_mm: float
    residual_deg: float
    points: tuple[PointResidual, ...]
    warnings: tuple[str, ...] = ()

    def table(self) -> dict[str, object]:
        """The keys of ``[tracking]`` that this measures, rounded to 0.1 mm and 1e-6."""
        return {
            "volume_from_tracker_m": tuple(round(v, 4) for v in self.volume_from_tracker_m),
            "volume_from_tracker_wxyz": tuple(round(v, 6) for v in self.volume_from_tracker_wxyz),
            "residual_mm": round(self.residual_mm, 2),
            "residual_deg": round(self.residual_deg, 3),
        }


def align(pairs: Sequence[Pair]) -> Alignment:
    """The rigid motion that brings the tracker's points onto the volume's.

    With four points and more, a point that fits no motion of the others is left out and named.

    Raises:
        InputError: Fewer than three points, points in a line or in a heap, mirrored or wrongly scaled points, or
            two points of which either may be the wrong one; the remedy says what to measure.
    """
    _check_spread(pairs)
    used = _inliers(pairs)
    _check_scale([pairs[i] for i in used])
    rotation, translation = _fit([pairs[i] for i in used])
    _check_mirror([pairs[i] for i in used], rotation, translation)
    left = [_left(p, rotation, translation) for p in pairs]
    middle = _mean(pairs[i].volume_m for i in used)
    turned = [_turned(p, rotation, translation, middle) for p in pairs]
    points = tuple(
        PointResidual(p.name, left[i] * 1000, math.degrees(turned[i]), i in used) for i, p in enumerate(pairs)
    )
    warnings = [f"{p.name} is {p.mm:.0f} mm off and was left out" for p in points if not p.used]
    if len(used) == 3:
        warnings.append("three points cannot show which of them is wrong; a fourth would")
    return Alignment(
        translation,
        rotation,
        _rms([left[i] for i in used]) * 1000,
        math.degrees(_rms([turned[i] for i in used])),
        points,
        tuple(warnings),
    )


def _fit(pairs: Sequence[Pair]) -> tuple[Quat, Vec3]:
    a, b = _mean(p.tracker_m for p in pairs), _mean(p.volume_m for p in pairs)
    s = [[sum((p.tracker_m[i] - a[i]) * (p.volume_m[j] - b[j]) for p in pairs) for j in range(3)] for i in range(3)]
    (xx, xy, xz), (yx, yy, yz), (zx, zy, zz) = s
    n = [
        [xx + yy + zz, yz - zy, zx - xz, xy - yx],
        [yz - zy, xx - yy - zz, xy + yx, zx + xz],
        [zx - xz, xy + yx, yy - xx - zz, yz + zy],
        [xy - yx, zx + xz, yz + zy, zz - xx - yy],
    ]
    _, vectors = symmetric_eigen(n)
    w, x, y, z = (c if vectors[0][0] >= 0 else -c for c in vectors[0])
    turned = quat_rotate((w, x, y, z), a)
    return (w, x, y, z), (b[0] - turned[0], b[1] - turned[1], b[2] - turned[2])


def _inliers(pairs: Sequence[Pair]) -> tuple[int, ...]:
    """Indices of the points that agree: least trimmed squares over fits of three."""
    everybody = tuple(range(len(pairs)))
    if len(pairs) < 4:
        return everybody
    keep = len(pairs) - max(1, len(pairs) // 4)
    sets: dict[tuple[int, ...], float] = {}
    for triple in _triples(len(pairs)):
        if _breadth([pairs[i] for i in triple]) < _LEAST_BREADTH:
            continue
        fit = _fit([pairs[i] for i in triple])
        chosen = tuple(sorted(sorted(everybody, key=lambda i: _left(pairs[i], *fit))[:keep]))
        if chosen not in sets and _breadth([pairs[i] for i in chosen]) >= _LEAST_BREADTH:
            again = _fit([pairs[i] for i in chosen])
            sets[chosen] = _rms([_left(pairs[i], *again) for i in chosen])
    if not sets:
        return everybody
    best = min(sets, key=lambda c: (sets[c], c))
    fit = _fit([pairs[i] for i in best])
    limit = max(_LEAST_OUTLIER_M, _OUTLIER_SIGMAS * max(sets[best], _LEAST_SIGMA_M))
    used = tuple(i for i in everybody if _left(pairs[i], *fit) <= limit)
    if len(used) < len(pairs):
        _check_blame(pairs, sets, best)
    return used


def _check_blame(pairs: Sequence[Pair], sets: dict[tuple[int, ...], float], best: tuple[int, ...]) -> None:
    """Refuse where leaving out another point would fit as well."""
    bar = _SAME_QUALITY * max(sets[best], _LEAST_SIGMA_M)
    left_out = {c: [pairs[i].name for i in range(len(pairs)) if i not in c] for c in sets if sets[c] <= bar}
    suspects = sorted({name for names in left_out.values() for name in names})
    if len(left_out) > 1 and len(pairs) < 6:
        raise InputError(
            f"the points do not agree, and either of {', '.join(suspects)} may be the wrong one",
            where="alignment",
            remedy="Measure these again, and one more point that is not in one plane with the others.",
        )


def _triples(count: int) -> list[tuple[int, int, int]]:
    """All triples, or of many points every so many-th."""
    triples = list(combinations(range(count), 3))
    return triples[:: max(1, len(triples) // _MOST_TRIPLES)]


def _check_spread(pairs: Sequence[Pair]) -> None:
    if len(pairs) < 3:
        raise InputError(
            f"{len(pairs)} points do not fix a space", where="alignment", remedy="Measure three at least, better five."
        )
    for space, points in (("tracker", [p.tracker_m for p in pairs]), ("volume", [p.volume_m for p in pairs])):
        long, wide, _ = _extents(points)
        if not math.isfinite(long):
            raise InputError(f"a {space} point is no number", where="alignment", remedy="Correct it.")
        if long < _LEAST_SPREAD_M:
            remedy = "Spread them over the stage, a metre apart at least."
            raise InputError(
                f"the {space} points lie in a heap of {long * 1000:.0f} mm", where="alignment", remedy=remedy
            )
        if wide < _LEAST_BREADTH * long:
            remedy = "Measure one more point well to the side of that line."
            raise InputError(f"the {space} points lie in one line", where="alignment", remedy=remedy)


def _check_scale(pairs: Sequence[Pair]) -> None:
    a, b = _size([p.tracker_m for p in pairs]), _size([p.volume_m for p in pairs])
    if abs(b / a - 1) > _SCALE_OFF:
        raise InputError(
            f"the volume's points are {b / a:.4g} times as far apart as the tracker's",
            where="alignment",
            remedy="Run `setpiece track wizard` for the unit; or a point was measured wrongly.",
        )


def _check_mirror(pairs: Sequence[Pair], rotation: Quat, translation: Vec3) -> None:
    """A left-handed tracker fits far better turned over; points in one plane cannot show it."""
    over = [Pair(p.name, (-p.tracker_m[0], p.tracker_m[1], p.tracker_m[2]), p.volume_m) for p in pairs]
    fit = _fit(over)
    own, mirrored = _rms([_left(p, rotation, translation) for p in pairs]), _rms([_left(p, *fit) for p in over])
    if own > 0.02 and mirrored < own / 4:
        raise InputError(
            "the tracker's points are the mirror image of the volume's",
            where="alignment",
            remedy="Run `setpiece track wizard` for the axes.",
        )


def _left(pair: Pair, rotation: Quat, translation: Vec3) -> float:
    return math.dist(_moved(pair.tracker_m, rotation, translation), pair.volume_m)


def _moved(p: Vec3, rotation: Quat, translation: Vec3) -> Vec3:
    x, y, z = quat_rotate(rotation, p)
    return (x + translation[0], y + translation[1], z + translation[2])


def _turned(pair: Pair, rotation: Quat, translation: Vec3, middle: Vec3) -> float:
    """The angle between a point and its image, seen from the middle; none for the middle itself."""
    here, there = _moved(pair.tracker_m, rotation, translation), pair.volume_m
    a: Vec3 = (here[0] - middle[0], here[1] - middle[1], here[2] - middle[2])
    b: Vec3 = (there[0] - middle[0], there[1] - middle[1], there[2] - middle[2])
    return angle_of(a, b) if min(math.hypot(*a), math.hypot(*b)) > _LEAST_OUTLIER_M else 0.0


def _mean(points: Iterable[Vec3]) -> Vec3:
    all_points = list(points)
    x, y, z = (math.fsum(p[i] for p in all_points) / len(all_points) for i in range(3))
    return (x, y, z)


def _rms(values: Sequence[float]) -> float:
    return math.sqrt(math.fsum(v * v for v in values) / max(1, len(values)))


def _size(points: Sequence[Vec3]) -> float:
    middle = _mean(points)
    return _rms([math.dist(p, middle) for p in points])


def _extents(points: Sequence[Vec3]) -> tuple[float, float, float]:
    """Standard deviations along the three main directions, largest first."""
    m = _mean(points)
    if not all(map(math.isfinite, m)):
        return (math.nan, math.nan, math.nan)
    spread = [[math.fsum((p[i] - m[i]) * (p[j] - m[j]) for p in points) for j in range(3)] for i in range(3)]
    values, _ = symmetric_eigen(spread)
    a, b, c = (math.sqrt(max(0.0, v) / len(points)) for v in values)
    return (a, b, c)


def _breadth(pairs: Sequence[Pair]) -> float:
    long, wide, _ = _extents([p.volume_m for p in pairs])
    return wide / long if long > 0 else 0.0
