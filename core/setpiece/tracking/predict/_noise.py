"""How much of what comes is noise: low quantiles of second differences, which smooth moves hardly touch."""

from __future__ import annotations

import math

from ._history import History
from ._rotation import logs

_LEAST = (2e-5, math.radians(0.002))
_MOST = (1e-3, math.radians(0.1))
"""Standard deviations per axis within which a tracker's noise is believed."""
_USUAL = (3e-4, math.radians(0.03))
"""Where it begins: what is taken for movement at first costs more than what is taken for noise."""
_QUANTILE = 0.25
_AT_QUANTILE = 0.404
"""Quarter quantile of a chi square of three degrees over three."""
_SHARE_STEP = 0.01


class Noise:
    """Variances per axis of position (m^2) and rotation (rad^2), of the noisiest axis."""

    def __init__(self) -> None:
        self._quartiles = [_AT_QUANTILE * each**2 for each in _USUAL]
        self._shares = [[1 / 3] * 3, [1 / 3] * 3]
        self._seen = 0
        self.variances: tuple[float, float] = (_USUAL[0] ** 2, _USUAL[1] ** 2)

    def learn(self, history: History) -> None:
        """Look at the three newest poses, where they are evenly spaced."""
        if history.count < 3:
            return
        newest, middle, oldest = history.times[:3].tolist()
        if not 0.7 < (newest - middle) / max(middle - oldest, 1e-9) < 1.4:
            return
        p = history.positions[:3]
        bend = (p[0] - 2.0 * p[1] + p[2]).tolist()
        a, b = logs(history.newest()[2], history.quats[1:3]).tolist()
        turn = [y - 2.0 * x for x, y in zip(a, b, strict=True)]
        values = [sum(v * v for v in part) / 18.0 for part in (bend, turn)]
        for shares, part in zip(self._shares, (bend, turn), strict=True):
            whole = sum(v * v for v in part)
            for i, v in enumerate(part):
                shares[i] += _SHARE_STEP * ((v * v / whole if whole > 0 else 1 / 3) - shares[i])
        self._seen += 1
        step = 0.1 if self._seen < 60 else 0.03
        for i, value in enumerate(values):
            change = -step * (1 - _QUANTILE) if value < self._quartiles[i] else step * _QUANTILE
            moved = self._quartiles[i] * (1.0 + change)
            self._quartiles[i] = min(max(moved, _AT_QUANTILE * _LEAST[i] ** 2), _AT_QUANTILE * _MOST[i] ** 2)
        position, rotation = (
            (3.0 * max(shares)) ** 2 * quartile / _AT_QUANTILE
            for shares, quartile in zip(self._shares, self._quartiles, strict=True)
        )
        self.variances = (position, rotation)
