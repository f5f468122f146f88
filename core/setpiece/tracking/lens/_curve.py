"""Curves through few measured points that never overshoot, and say when they are asked beyond their ends."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from ...errors import InputError


class Curve(msgspec.Struct, frozen=True):
    """Values over an encoder, increasing in ``raw``; one point is a constant.

    Between points: the monotone cubic of Fritsch and Butland (SIAM J. Sci. Stat. Comput. 5, 1984), which rises where
    the points rise and is flat where they are. Beyond the ends the end's value is held.
    """

    raw: tuple[float, ...]
    value: tuple[float, ...]

    def at(self, raw: float) -> tuple[float, bool]:
        """The value, and whether ``raw`` lies within what was measured."""
        if len(self.raw) == 1 or raw <= self.raw[0]:
            return self.value[0], raw == self.raw[0]
        if raw >= self.raw[-1]:
            return self.value[-1], raw == self.raw[-1]
        return monotone_cubic(self.raw, self.value, raw), True


def monotone_cubic(x: Sequence[float], y: Sequence[float], at: float) -> float:
    """The cubic between the two points around ``at``; clamped to the ends."""
    if len(x) == 1 or at <= x[0]:
        return y[0]
    if at >= x[-1]:
        return y[-1]
    i = bisect_right(x, at) - 1
    h = x[i + 1] - x[i]
    a, b = _slope(x, y, i), _slope(x, y, i + 1)
    t = (at - x[i]) / h
    return (
        y[i] * (1 + 2 * t) * (1 - t) ** 2
        + y[i + 1] * t * t * (3 - 2 * t)
        + h * (a * t * (1 - t) ** 2 - b * t * t * (1 - t))
    )


def _slope(x: Sequence[float], y: Sequence[float], i: int) -> float:
    """The derivative at a point: a weighted harmonic mean of the secants beside it, 0 at a turn."""
    last = len(x) - 1
    if last == 1:
        return (y[1] - y[0]) / (x[1] - x[0])
    if i in (0, last):
        return _end_slope(x, y, i)
    h0, h1 = x[i] - x[i - 1], x[i + 1] - x[i]
    d0, d1 = (y[i] - y[i - 1]) / h0, (y[i + 1] - y[i]) / h1
    if d0 * d1 <= 0:
        return 0.0
    w0, w1 = 2 * h1 + h0, h1 + 2 * h0
    return (w0 + w1) / (w0 / d0 + w1 / d1)


def _end_slope(x: Sequence[float], y: Sequence[float], i: int) -> float:
    """Three-point derivative at an end, held back so that nothing overshoots."""
    a, b, c = (0, 1, 2) if i == 0 else (i, i - 1, i - 2)
    h0, h1 = x[b] - x[a], x[c] - x[b]
    d0, d1 = (y[b] - y[a]) / h0, (y[c] - y[b]) / h1
    slope = ((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1)
    if slope * d0 <= 0:
        return 0.0
    return 3 * d0 if d0 * d1 <= 0 and abs(slope) > 3 * abs(d0) else slope


def curve_through(points: Sequence[tuple[float, float]], what: str) -> Curve:
    """A curve through measured points in any order.

    Raises:
        InputError: No points, one encoder value twice, or values that turn back: the point is named.
    """
    if not points:
        raise InputError("there is no point", where=what, remedy="Measure five to nine along the ring.")
    if not all(math.isfinite(v) for point in points for v in point):
        raise InputError("a number is not finite", where=what, remedy="Correct that point.")
    ordered = sorted(points)
    for (r0, _), (r1, _) in pairwise(ordered):
        if r0 == r1:
            raise InputError(f"encoder value {r0:g} is there twice", where=what, remedy="Keep one of them.")
    steps = [v1 - v0 for (_, v0), (_, v1) in pairwise(ordered)]
    rising = sum(1 if s > 0 else -1 for s in steps) >= 0
    for step, (raw, value) in zip(steps, ordered[1:], strict=True):
        if (step < 0) if rising else (step > 0):
            raise InputError(
                f"at {raw:g} the value turns back to {value:g}", where=what, remedy="A ring does not; measure it again."
            )
    return Curve(tuple(float(r) for r, _ in ordered), tuple(float(v) for _, v in ordered))


class Grid(msgspec.Struct, frozen=True):
    """Vectors over focus and zoom encoders; rows of one focus each, increasing.

    Attributes:
        focus: One for each row; an empty tuple with one row: focus does not matter.
        zoom: For each row its zooms, increasing; an empty one: zoom does not matter.
        values: For each row and zoom the vector.
    """

    focus: tuple[float, ...]
    zoom: tuple[tuple[float, ...], ...]
    values: tuple[tuple[tuple[float, ...], ...], ...]

    @property
    def needs(self) -> tuple[bool, bool]:
        """Whether focus, and zoom, must be known."""
        return bool(self.focus), any(self.zoom)

    def at(self, focus: float | None, zoom: float | None) -> tuple[tuple[float, ...], tuple[str, ...]]:
        """The vector, and the names of the encoders that lie beyond what was measured."""
        size = len(self.values[0][0])
        rows = [
            [_along(z, [v[k] for v in values], zoom) for k in range(size)]
            for z, values in zip(self.zoom, self.values, strict=True)
        ]
        vector = tuple(_along(self.focus, [row[k] for row in rows], focus) for k in range(size))
        zooms = [z for row in self.zoom for z in row]
        names = (("focus", self.focus, focus), ("zoom", zooms, zoom))
        return vector, tuple(n for n, keys, x in names if keys and x is not None and not min(keys) <= x <= max(keys))


def _along(keys: Sequence[float], values: Sequence[float], at: float | None) -> float:
    return values[0] if not keys or at is None else monotone_cubic(keys, values, at)


def grid_of(points: Sequence[tuple[float | None, float | None, tuple[float, ...]]]) -> Grid | None:
    """A grid of (focus, zoom, vector); an encoder that no point has does not matter. None for no points.

    Points whose encoders differ by less than a 256th of the travel are one, their mean.
    """
    if not points:
        return None
    if not all(v is None or math.isfinite(v) for f, z, vector in points for v in (f, z, *vector)):
        raise InputError("a number is not finite", where="lens table", remedy="Correct that point.")
    by_focus = all(f is not None for f, _, _ in points)
    by_zoom = all(z is not None for _, z, _ in points)
    near_f = _rounder([f for f, _, _ in points if f is not None])
    near_z = _rounder([z for _, z, _ in points if z is not None])
    cells: dict[float, dict[float, list[tuple[float, ...]]]] = {}
    for f, z, vector in points:
        row = cells.setdefault(near_f(f) if by_focus and f is not None else 0.0, {})
        row.setdefault(near_z(z) if by_zoom and z is not None else 0.0, []).append(vector)
    focus = sorted(cells)
    zooms = [sorted(cells[f]) for f in focus]
    values = tuple(tuple(_mean(cells[f][z]) for z in row) for f, row in zip(focus, zooms, strict=True))
    return Grid(tuple(focus) if by_focus else (), tuple(tuple(z) if by_zoom else () for z in zooms), values)


class _rounder:  # noqa: N801  a function with a memory
    """Takes the first of several near values for all of them."""

    def __init__(self, values: Sequence[float]) -> None:
        self._step = (max(values) - min(values)) / 256 if values else 0.0
        self._seen: list[float] = []

    def __call__(self, value: float) -> float:
        for seen in self._seen:
            if abs(seen - value) <= self._step / 2:
                return seen
        self._seen.append(value)
        return value


def _mean(vectors: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    return tuple(sum(column) / len(vectors) for column in zip(*vectors, strict=True))
