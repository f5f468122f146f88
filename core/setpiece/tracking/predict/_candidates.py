"""What the last moments say about the next ones: a fixed list of guesses, and what kind of movement it is.

Every guess is a curve ``a + v s + c s^2`` over the lag ``s`` since the newest pose, in metres and in the
rotation vector at that pose. Means serve rest, straight lines over several lengths of time serve steady
moves (F. Janabi-Sharifi et al., "Discrete-time adaptive windowing for velocity estimation", 2000, takes
the longest one that still fits; so does one of ours), parabolas serve positions only (Savitzky and Golay
1964, at the end of the window), and a brake is a line that runs out where the present deceleration would
stop it. Which of them to believe is measured elsewhere.

All windows share one pass of running sums, so that the list costs little more than one of them.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ._history import LENGTH, History
from ._rotation import F64, logs

Window = tuple[float, int]
"""Seconds, and samples at least."""

MEANS: tuple[Window, ...] = ((0.0, 1), (0.08, 3), (0.25, 4))
AVERAGE: Window = (0.40, 6)
"""For what swings about a place too fast to be followed: not cut off at the rest's beginning."""
LINES: tuple[Window, ...] = ((0.0, 2), (0.0, 4), (0.06, 3), (0.10, 5), (0.16, 6), (0.26, 8))
PARABOLAS: tuple[Window, ...] = ((0.05, 4), (0.08, 5), (0.13, 6), (0.20, 8), (0.30, 10))
BRAKES = 3
COUNT = len(MEANS) + 1 + len(LINES) + 1 + len(PARABOLAS) + BRAKES + 1
_QUICK: Window = (0.03, 2)
_SHORT: Window = (0.10, 4)
_LONG: Window = (0.25, 7)
REST, STEADY, CHANGING, SLOWING = range(4)
KINDS = 4

_MOVES = 8.0
"""Squared velocity over its variance from which a window is said to move."""
_SLOWER = 0.08
"""Part of its speed that a movement must have lost to be slowing down; times of capture are not exact."""
_FAST = (math.radians(25.0), math.radians(55.0))
"""Radians a second from which on a turn is fast, and where it is so entirely."""
_TIRES = 0.5
"""Part of a second's displacement that a fast turn loses in the first second."""
_LAGS, _TIMING = 3.0, 0.01
"""Deviations by which the newest poses must lag to be slowing down; periods by which captures are mistimed."""
_BRISK = 150.0
"""Displacement in a tenth of a second over the noise from which on that sign is looked for."""
_SUDDEN_S = 0.035
"""How long a stop is taken to have been going on when its first sign is seen."""
_FITS = 2.0
"""Squared residual over noise up to which the long line is a steady move."""
_STILL_FITS = 1.8
"""The same for the choice of the longest line."""
_OUT_OF_REST = 16.0
"""Squared distance over noise from which an older pose does not belong to the rest."""


class View(NamedTuple):
    """One look at the history.

    Attributes:
        curves: (COUNT, 3, 6): a, v, c; x y z in metres, then the rotation vector.
        stops_s: (COUNT, 2): lag at which a brake stands still, infinite for all others.
        kinds: Kind of movement of position and of rotation.
    """

    curves: F64
    stops_s: F64
    kinds: tuple[int, int]


def displaced(curves: F64, stops_s: F64, lags_s: F64) -> F64:
    """Displacements (n, COUNT, 6) of (n, COUNT, 3, 6) curves at (n,) lags."""
    lag = np.minimum(lags_s[:, None, None], stops_s)
    lag = np.repeat(lag, 3, axis=2)
    return curves[:, :, 0] + lag * (curves[:, :, 1] + lag * curves[:, :, 2])


def _samples(window: Window, period_s: float) -> int:
    return max(window[1], round(window[0] / period_s) + 1)


def look(history: History, period_s: float, noise: tuple[float, float]) -> View:
    """All candidates at the newest pose.

    Args:
        history: At least one pose.
        period_s: Time between samples.
        noise: Variance per axis of position (m^2) and rotation (rad^2).
    """
    count = min(history.count, max(_samples(w, period_s) for w in (AVERAGE, LINES[-1], PARABOLAS[-1])), LENGTH)
    sums, moved = _running_sums(history, count, period_s)
    lines = [min(_samples(w, period_s), count) for w in (*LINES, _QUICK, _SHORT, _LONG)]
    level, slope, squares, spread = _fit_lines(sums, lines)
    behind, sudden = _behind(sums, lines[-1], period_s, noise)
    kinds = _kinds(slope, squares, spread, lines, count, noise, behind)
    curves, stops_s = np.zeros((COUNT, 3, 6)), np.full((COUNT, 2), math.inf)
    began = _means(curves, sums, moved, [min(_samples(w, period_s), count) for w in MEANS], noise)
    average = min(_samples(AVERAGE, period_s), count)
    curves[len(MEANS), 0] = sums[average - 1, 5:11] / average
    first, n = len(MEANS) + 1, len(LINES)
    curves[first : first + n, 0], curves[first : first + n, 1] = level[:n], slope[:n]
    for channel in (0, 1):
        best = _longest(squares[:, channel].tolist(), lines, noise[channel])
        curves[first + n, :2, 3 * channel : 3 * channel + 3] = (
            curves[first + best, :2, 3 * channel : 3 * channel + 3]
        )  # fmt: skip
    first += n + 1
    bends = [min(_samples(w, period_s), count) for w in PARABOLAS]
    _fit_parabolas(curves[first : first + len(bends)], sums, bends, curves[first - 1])
    slack = math.sqrt(4.0 * noise[0] * float(spread[n])), math.sqrt(4.0 * noise[1] * float(spread[n]))
    _brakes(curves, stops_s, first + len(bends), [level[n].tolist(), slope[n].tolist()], slack)
    _sudden_brake(curves, stops_s, sudden, len(MEANS) + 2)
    first_line = len(MEANS) + 1
    _tire(curves[first_line : first_line + n + 1, :, 3:], period_s)
    reach = [average, *lines[:n], max(lines[:n]), *bends, *bends[:BRAKES], lines[-1]]
    for channel, kind in enumerate(kinds):
        if kind == REST:
            _forget_movement(
                curves, stops_s, channel, [i for i, c in enumerate(reach, len(MEANS)) if c > began[channel]]
            )
    scale = np.array((1.0, 1.0 / period_s, 1.0 / (period_s * period_s)))
    curves *= scale[None, :, None]
    stops_s *= period_s
    return View(curves, stops_s, kinds)


def _running_sums(history: History, count: int, period_s: float) -> tuple[F64, F64]:
    """(count, 25) sums over the newest 1, 2, ... poses and the (count, 6) displacements themselves.

    Columns: u^0..u^4 with u = time in periods, X, u X, u^2 X, and |X|^2 of position and rotation.
    """
    _, _, quat = history.newest()
    times, positions = history.times[:count], history.positions[:count]
    table, moved = np.zeros((count, 25)), np.zeros((count, 6))
    moved[:, :3] = positions - positions[0]
    moved[:, 3:] = logs(quat, history.quats[:count])
    u = (times - times[0]) / period_s
    uu = u * u
    table[:, 0], table[:, 1], table[:, 2], table[:, 3], table[:, 4] = 1.0, u, uu, uu * u, uu * uu
    table[:, 5:11] = moved
    table[:, 11:17] = u[:, None] * moved
    table[:, 17:23] = uu[:, None] * moved
    squares = moved * moved
    table[:, 23], table[:, 24] = squares[:, :3].sum(1), squares[:, 3:].sum(1)
    return np.cumsum(table, axis=0), moved


def _fit_lines(sums: F64, counts: list[int]) -> tuple[F64, F64, F64, F64]:
    """Levels and slopes (n, 6), squared residuals (n, 2), and variance of the slope over that of a sample (n,)."""
    s = sums[[c - 1 for c in counts]]
    s0, s1, s2 = s[:, 0], s[:, 1], s[:, 2]
    below = s0 * s2 - s1 * s1
    usable = below > 1e-9
    below = np.where(usable, below, 1.0)
    y0, y1 = s[:, 5:11], s[:, 11:17]
    slope = np.where(usable[:, None], (s0[:, None] * y1 - s1[:, None] * y0) / below[:, None], 0.0)
    level = np.where(usable[:, None], (y0 - slope * s1[:, None]) / s0[:, None], 0.0)
    explained = level * y0 + slope * y1
    squares = s[:, 23:25].copy()
    squares[:, 0] -= explained[:, :3].sum(1)
    squares[:, 1] -= explained[:, 3:].sum(1)
    return level, slope, np.maximum(squares, 0.0), np.where(usable, s0 / below, 1e9)


def _kinds(
    slope: F64, squares: F64, spread: F64, counts: list[int], count: int, noise: tuple[float, float],
    behind: list[bool],
) -> tuple[int, int]:  # fmt: skip
    found: list[int] = []
    quick_s, short_s, long_s = (3 * _MOVES * float(v) for v in spread[-3:])
    for channel, variance in enumerate(noise):
        quick, short, long = slope[-3:, 3 * channel : 3 * channel + 3].tolist()
        fits = float(squares[-1, channel]) < _FITS * variance * 3 * max(counts[-1] - 2, 1)
        moved = _square(long) > long_s * variance
        if count < _SHORT[1]:
            found.append(CHANGING)
        elif not _square(short) > short_s * variance and not (moved and fits):
            found.append(REST)
        elif behind[channel]:
            found.append(SLOWING)
        elif fits:
            found.append(STEADY)
        else:
            speed = math.sqrt(_square(long))
            lost = speed - _dot(long, quick) / speed if speed > 0 else 0.0
            found.append(SLOWING if lost > max(_SLOWER * speed, math.sqrt(quick_s * variance)) else CHANGING)
    return found[0], found[1]


def _behind(sums: F64, count: int, period_s: float, noise: tuple[float, float]) -> tuple[list[bool], F64]:
    """Whether the newest poses lag clearly behind the line through those before them: the first sign of a stop.

    For brisk turns only: what carries a camera along is heavier and has parabolas to foretell it.

    Returns:
        That, per channel; and the (3, 6) curve of a movement that has been slowing down since those poses
        began. It is all zero where there is no such sign.
    """
    few = max(1, round(_SUDDEN_S / period_s))
    curve, found = np.zeros((3, 6)), [False, False]
    if count < few + 4:
        return found, curve
    new, old = sums[few - 1], sums[count - 1] - sums[few - 1]
    n, u1, u2 = old[:3].tolist()
    below = n * u2 - u1 * u1
    slope = (n * old[11:17] - u1 * old[5:11]) / below
    level = (old[5:11] - slope * u1) / n
    v, newest = slope.tolist(), (-level).tolist()
    middle = float(new[1]) / few
    mean = (new[5:11] / few - level - slope * middle).tolist()
    spread = [1.0 / m + 1.0 / n + (u - u1 / n) ** 2 * n / below for m, u in ((1, 0.0), (few, middle))]
    for channel, variance in enumerate(noise):
        axes = slice(3 * channel, 3 * channel + 3)
        speed = math.sqrt(_square(v[axes]))
        if channel == 0 or speed * 0.1 / period_s < _BRISK * math.sqrt(variance):
            continue
        doubts = [math.sqrt(s * variance + (_TIMING * speed) ** 2) for s in spread]
        lags = [-_dot(off[axes], v[axes]) / speed for off in (newest, mean)]
        found[channel] = any(lag > _LAGS * doubt for lag, doubt in zip(lags, doubts, strict=True))
        if found[channel] and lags[0] > doubts[0]:
            slower = min(2 * (lags[0] - doubts[0]) / (few * few), speed / few)
            curve[1, axes] = (1.0 - slower * few / speed) * slope[axes]
            curve[2, axes] = -0.5 * slower / speed * slope[axes]
    return found, curve


def _dot(a: list[float], b: list[float]) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _square(v: list[float]) -> float:
    return _dot(v, v)


def _means(curves: F64, sums: F64, moved: F64, counts: list[int], noise: tuple[float, float]) -> list[int]:
    """Means over the newest poses, cut off where the rest began; how many poses that is, per channel."""
    lengths: list[int] = []
    few = min(len(moved), 4)
    away = moved - sums[few - 1, 5:11] / few
    away *= away
    for channel in (0, 1):
        axes = slice(3 * channel, 3 * channel + 3)
        off = away[:, axes].sum(1)
        shaking = float(off[:few].sum()) / (3 * max(few - 1, 1))
        out = (off > _OUT_OF_REST * max(noise[channel], shaking)).tolist()
        began = out.index(True) if True in out else len(out)
        lengths.append(began)
        for i, wanted in enumerate(counts):
            n = max(min(wanted, began), 1)
            curves[i, 0, axes] = sums[n - 1, 5 + 3 * channel : 8 + 3 * channel] / n
    return lengths


def _tire(lines: F64, period_s: float) -> None:
    """A fast turn is taken to lose speed slowly: none lasts, and to stop short is nothing beside to overshoot."""
    for i, (x, y, z) in enumerate(lines[:, 1].tolist()):
        speed = math.sqrt(x * x + y * y + z * z) / period_s
        u = min(max((speed - _FAST[0]) / (_FAST[1] - _FAST[0]), 0.0), 1.0)
        if u > 0:
            lines[i, 2] = -_TIRES * u * u * (3 - 2 * u) * period_s * lines[i, 1]


def _sudden_brake(curves: F64, stops_s: F64, sudden: F64, instead: int) -> None:
    """The last candidate: the first sign of a stop taken at its word; a line where there is none."""
    curves[-1] = curves[instead]
    for channel in (0, 1):
        axes = slice(3 * channel, 3 * channel + 3)
        v, c = sudden[1, axes].tolist(), sudden[2, axes].tolist()
        bend = math.sqrt(_square(c))
        if bend > 0:
            curves[-1, :, axes] = sudden[:, axes]
            stops_s[-1, channel] = math.sqrt(_square(v)) / (2 * bend)


def _forget_movement(curves: F64, stops_s: F64, channel: int, which: list[int]) -> None:
    """At rest nothing that reaches back into the movement before it may speak: the longest mean does instead."""
    if which:
        axes = slice(3 * channel, 3 * channel + 3)
        curves[which, :, axes] = curves[len(MEANS) - 1, :, axes]
        stops_s[which, channel] = math.inf


def _longest(squares: list[float], counts: list[int], variance: float) -> int:
    best = 0
    for i in range(1, len(LINES)):
        if squares[i] < _STILL_FITS * variance * 3 * max(counts[i] - 2, 1):
            best = i
    return best


def _fit_parabolas(out: F64, sums: F64, counts: list[int], instead: F64) -> None:
    """Least squares by cofactors; where there are too few poses, ``instead``."""
    s = sums[[c - 1 for c in counts]]
    s0, s1, s2, s3, s4 = (s[:, i] for i in range(5))
    c00, c01, c02 = s2 * s4 - s3 * s3, s2 * s3 - s1 * s4, s1 * s3 - s2 * s2
    c11, c12, c22 = s0 * s4 - s2 * s2, s1 * s2 - s0 * s3, s0 * s2 - s1 * s1
    whole = s0 * c00 + s1 * c01 + s2 * c02
    usable = (s0 > 3.5) & (whole > 1e-6)
    over = np.where(usable, 1.0 / np.where(usable, whole, 1.0), 0.0)
    y0, y1, y2 = s[:, 5:11], s[:, 11:17], s[:, 17:23]
    for i, (a, b, c) in enumerate(((c00, c01, c02), (c01, c11, c12), (c02, c12, c22))):
        out[:, i] = (a * over)[:, None] * y0 + (b * over)[:, None] * y1 + (c * over)[:, None] * y2
    for i in range(len(counts)):
        if not usable[i]:
            out[i] = instead


def _brakes(curves: F64, stops_s: F64, first: int, quick: list[list[float]], slack: tuple[float, float]) -> None:
    """From the shortest parabolas, where they slow down: along the way only, and never backwards.

    No brake starts faster than the newest samples go (``quick``, and ``slack`` for their noise): a parabola
    that reaches back into the movement would go on after the stop.
    """
    lines, bends = len(MEANS) + 2, first - len(PARABOLAS)
    for i in range(BRAKES):
        line = curves[lines + i]
        curves[first + i] = line
        heading, (_, speed, bend) = line[1].tolist(), curves[bends + i].tolist()
        for channel in (0, 1):
            axes = slice(3 * channel, 3 * channel + 3)
            v = heading[axes]
            size = math.sqrt(_square(v))
            slower = -2 * _dot(v, bend[axes]) / size if size > 0 else 0.0
            if slower > 0:
                now = min(_dot(v, speed[axes]), _dot(v, quick[1][axes])) / size + slack[channel]
                now = min(max(now, 0.0), size)
                stops_s[first + i, channel] = now / slower
                curves[first + i, 0, axes] = quick[0][axes] if now < 0.5 * size else curves[bends + i, 0, axes]
                curves[first + i, 1, axes] = [now / size * each for each in v]
                curves[first + i, 2, axes] = [-0.5 * slower / size * each for each in v]
