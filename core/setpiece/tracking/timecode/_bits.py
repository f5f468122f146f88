"""Edges as bits: biphase mark, whose one has an edge in its middle and whose zero has none.

The length of a bit is found from the edges themselves, so that any speed can be read, and followed while the
speed changes.
"""

from __future__ import annotations

from collections import deque

_LOOK = 112
"""Edges looked at to find the length of a bit: so many that a sync word's ones and some zeros are among them."""
_FEWEST = 4
"""Whole bits, and halves, that must be among them: with one kind alone, double the length would do as well."""
_NEAR = 0.15
_STEP = 8
_SHORT, _LONG = (0.3, 0.75), (0.75, 1.4)
"""Half a bit and a whole one, in bits."""
_FOLLOW = 0.08
_MISFIT = 0.12
_STRANGE = 6

Bit = tuple[int, float, float]
"""Value, and where it began and ended."""


class BitReader:
    """Edges in, bits out; ``None`` between bits says that what follows is not joined to what came before."""

    def __init__(self) -> None:
        self._length = 0.0
        self._before: float | None = None
        self._half: float | None = None
        self._strange = 0
        self._looked: deque[float] = deque(maxlen=_LOOK)
        self._fresh = 0

    def feed(self, edges: list[float]) -> list[Bit | None]:
        """The bits that the edges complete."""
        found: list[Bit | None] = []
        for edge in edges:
            if self._length:
                self._took(edge, found)
            else:
                self._look(edge, found)
        return found

    def flush(self) -> list[Bit | None]:
        """The bits of a sound that ended before the length of a bit was found."""
        found: list[Bit | None] = []
        if not self._length and len(self._looked) > _STEP:
            self._settle(found)
        return found

    def _look(self, edge: float, found: list[Bit | None]) -> None:
        self._looked.append(edge)
        self._fresh += 1
        if len(self._looked) == _LOOK and self._fresh >= _STEP:
            self._settle(found)

    def _settle(self, found: list[Bit | None]) -> None:
        self._fresh = 0
        edges = list(self._looked)
        length = _bit_length([b - a for a, b in zip(edges, edges[1:], strict=False)])
        if not length:
            return
        self._length, self._before, self._half, self._strange = length, None, None, 0
        self._looked.clear()
        found.append(None)
        for each in edges:
            self._strange = 0  # noise before the first bit is no reason to doubt it
            self._took(each, found)

    def _took(self, edge: float, found: list[Bit | None]) -> None:
        begun, self._before = self._before, edge
        self._looked.append(edge)
        if begun is None:
            return
        ratio = (edge - begun) / self._length
        if _LONG[0] <= ratio < _LONG[1]:
            if self._half is not None:  # a half without its other half: the halves were paired wrongly
                found.append(None)
                self._half = None
            self._read(0, begun, edge, found)
        elif _SHORT[0] <= ratio < _SHORT[1]:
            if self._half is None:
                self._half = begun
            else:
                self._read(1, self._half, edge, found)
                self._half = None
        else:
            self._lost(found)

    def _read(self, bit: int, begun: float, ended: float, found: list[Bit | None]) -> None:
        found.append((bit, begun, ended))
        self._length += _FOLLOW * (ended - begun - self._length)
        self._strange = max(0, self._strange - 1)

    def _lost(self, found: list[Bit | None]) -> None:
        """An edge where none can be: noise, a gap, or another speed."""
        found.append(None)
        self._half = None
        self._strange += 2
        if self._strange > _STRANGE:
            self._length, self._fresh = 0.0, 0
            last = self._looked[-1]
            self._looked.clear()
            self._looked.append(last)


def _bit_length(intervals: list[float]) -> float:
    """The length that best makes every interval a whole bit or a half; 0 when none does."""
    ordered = sorted(intervals)
    steps = range(0, len(ordered), max(1, len(ordered) // 16))
    candidates = [ordered[i] * k for i in steps for k in (1.0, 2.0)] + [ordered[-1]]
    best, least = 0.0, _MISFIT
    for length in candidates:
        if length <= 0:
            continue
        total, wholes, halves = 0.0, 0, 0
        for interval in intervals:
            off_whole, off_half = abs(interval / length - 1.0), abs(interval / length - 0.5)
            total += min(off_whole, off_half, 0.5)
            wholes += off_whole < _NEAR
            halves += off_half < _NEAR
        if min(wholes, halves) >= _FEWEST and total / len(intervals) < least:
            best, least = length, total / len(intervals)
    return best
