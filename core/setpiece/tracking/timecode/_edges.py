"""Where a sound changes sides, whatever its level, offset and polarity: the only thing LTC is made of.

In windows of 4 ms the middle and the swing are measured; a change counts when the sound has gone a quarter of the
swing beyond the middle, and is dated at the crossing of the middle before it, between samples.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_WINDOW_S = 0.004
_BEYOND = 0.25
_SILENCE = 0.0005
"""Below this swing, of full scale, there is no sound."""


def as_floats(samples: ArrayLike) -> Floats:
    """PCM as floats of full scale 1; what is no number is silence.

    Raises:
        ValueError: Not one channel, or no numbers.
    """
    array = np.asarray(samples)
    if array.ndim != 1:
        raise ValueError(f"one channel of samples is expected, not an array of shape {array.shape}")
    if array.dtype.kind == "u":
        half = float(np.iinfo(array.dtype).max // 2 + 1)
        return (array.astype(np.float64) - half) / half
    if array.dtype.kind == "i":
        return array.astype(np.float64) / float(-int(np.iinfo(array.dtype).min))
    if array.dtype.kind != "f":
        raise ValueError(f"samples are integers or floats, not {array.dtype}")
    floats = array.astype(np.float64)
    return np.where(np.abs(floats) <= 1e6, floats, 0.0)


class EdgeFinder:
    """Sound in, times of its changes out; the same however the sound is cut into blocks.

    Args:
        sample_rate_hz: Of the sound.
    """

    def __init__(self, sample_rate_hz: float) -> None:
        self._window = max(8, round(sample_rate_hz * _WINDOW_S))
        self._pending: Floats = np.zeros(0)
        self._at = 0
        self._side = 0
        self._last = 0.0
        self._crossed = {1: 0.0, -1: 0.0}

    def feed(self, samples: Floats) -> list[float]:
        """Sample numbers, from the very first sample, at which the sound changed sides; up to 4 ms late."""
        if not self._at and not len(self._pending) and len(samples):
            self._pending = samples[:1].astype(np.float64)
        self._pending = np.concatenate([self._pending, samples])
        count = (len(self._pending) - 2) // self._window
        return self._windows(count, self._window) if count > 0 else []

    def flush(self) -> list[float]:
        """What the last, partial window holds."""
        rest = len(self._pending) - 1
        if rest < 2:
            return []
        self._pending = np.concatenate([self._pending, self._pending[-1:]])
        return self._windows(1, rest)

    def _windows(self, count: int, width: int) -> list[float]:
        size = count * width
        raw = self._pending[: size + 2]
        smooth = ((raw[:-2] + raw[2:]) * 0.5 + raw[1:-1]) * 0.5
        self._pending = self._pending[size:]
        table = smooth.reshape(count, width)
        top, bottom = table.max(axis=1, keepdims=True), table.min(axis=1, keepdims=True)
        swing = (top - bottom) * 0.5
        heard = swing > _SILENCE
        x = np.where(heard, (table - (top + bottom) * 0.5) / np.where(heard, swing, 1.0), 0.0).reshape(-1)
        found = self._changes(x, np.repeat(heard.reshape(-1), width))
        self._at += size
        return found

    def _changes(self, x: Floats, heard: NDArray[np.bool_]) -> list[float]:
        """The changes in normalised sound; ``self._at`` is the number of its first sample. Silence has no side."""
        side = (x > _BEYOND).astype(np.int8) - (x < -_BEYOND).astype(np.int8)
        known = np.maximum.accumulate(np.where((side != 0) | ~heard, np.arange(len(x)), -1))
        filled = np.where(known >= 0, side[known], self._side)
        before = np.concatenate([[self._side], filled[:-1]])
        where = np.flatnonzero((filled != before) & (filled != 0))
        joined = np.concatenate([[self._last], x])
        crossings = {1: self._crossings(joined, 1), -1: self._crossings(joined, -1)}
        found: list[float] = []
        for i in where:
            if before[i] == 0:  # out of silence: half a step, which has no middle to cross
                found.append(self._at + float(i) - 0.5)
                continue
            index, times = crossings[int(filled[i])]
            k = int(np.searchsorted(index, i, side="right")) - 1
            found.append(float(times[k]) if k >= 0 else self._crossed[int(filled[i])])
        for sign, (_, times) in crossings.items():
            if len(times):
                self._crossed[sign] = float(times[-1])
        self._side, self._last = int(filled[-1]), float(x[-1])
        return found

    def _crossings(self, joined: Floats, sign: int) -> tuple[NDArray[np.intp], Floats]:
        """Crossings of the middle towards a side: index of the first sample beyond, and the time."""
        left, right = joined[:-1] * sign, joined[1:] * sign
        index = np.flatnonzero((left <= 0) & (right > 0))
        part = -left[index] / (right[index] - left[index])
        return index, np.maximum(self._at + index - 1 + part, 0.0)
