"""Which candidates proved right: their squared errors at several lags ahead, per kind of movement.

Each candidate ``d`` is first given the gain ``g`` in 0..1 that would have served best, ``sum(d y) / sum(d d)``
over what really happened, ``y``; that is the damping with the horizon. Then the candidates are mixed by
their remaining error, the better ones heavily preferred (V. Vovk, "Aggregating strategies", 1990), so no
single wrong choice can spoil the result. Kinds of movement keep separate books: what is true of a camera
at rest says nothing about one that is being stopped. All books fade with the time that was spent in them.
"""

from __future__ import annotations

import numpy as np

from ._candidates import CHANGING, COUNT, KINDS, REST
from ._rotation import F64, I64

LAGS_S = (0.03, 0.07, 0.12, 0.17, 0.22, 0.32, 0.48)
"""Horizons at which is measured; between them the weights are interpolated."""
_MEMORY_S = 6.0
_GAIN_PRIOR = 4.0
"""Samples that the gain assumed beforehand is worth."""
_ERROR_PRIOR = 4.0
_SURPRISE = 60.0
"""Squared movement over the noise beyond which the end of a rest counts less and less."""
_PREFERENCE = 12.0
_DAMPING_S = 0.6
"""Rotations that change are believed for about this long, until measured."""
_NEVER = 99.0

# Squared error beforehand over the variance of the noise: means, average, lines, longest line, parabolas, brakes.
_PRIORS_POSITION = (
    (1.5, 1.2, 1.0, 1.2, 20, 12, 12, 9, 7, 5, 6, 30, 20, 20, 20, 20, 20, 20, 20, 30),
    (9, 9, 9, 20, 9, 6, 5, 3, 2, 1.5, 1, 12, 9, 7, 5, 3, 9, 9, 6, 30),
    (40, 40, 40, 40, 4, 2, 2, 4, 8, 14, 2, 6, 4, 3, 3, 5, 6, 6, 6, 9),
    (40, 40, 40, 40, 5, 4, 4, 6, 12, 20, 4, 6, 4, 3, 3, 5, 4, 3, 4, 2),
)
_PRIORS_ROTATION = (
    (1.5, 1.2, 1.0, 1.2, 20, 12, 12, 9, 7, 5, 6, *([_NEVER] * 5), 20, 20, 20, 30),
    (9, 9, 9, 20, 9, 6, 5, 3, 2, 1.5, 1, *([_NEVER] * 5), 9, 9, 6, 30),
    (40, 40, 40, 40, 4, 2, 2, 4, 8, 14, 2, *([_NEVER] * 5), 6, 6, 6, 9),
    (40, 40, 40, 40, 6, 6, 6, 9, 20, 30, 6, *([_NEVER] * 5), 3, 2, 2, 1),
)


# How fast the noise of each grows with the lag, by which the figures above grow: parts at a tenth of a second.
_GROWTH = (0, 0, 0, 0, 1, 0.6, 0.6, 0.4, 0.3, 0.2, 0.4, 3, 2, 2, 1.5, 1, 0.6, 0.5, 0.4, 0.4)


class Experience:
    """Faded sums per lag, channel (position, rotation), kind of movement and candidate."""

    def __init__(self) -> None:
        lags = len(LAGS_S)
        self._own, self._cross = np.zeros((lags, 2, KINDS, COUNT)), np.zeros((lags, 2, KINDS, COUNT))
        self._moved, self._weight = np.zeros((lags, 2, KINDS)), np.zeros((lags, 2, KINDS))
        squares = np.array([(lag / 0.1) ** 2 for lag in LAGS_S])
        growth = 1.0 + squares[:, None] * np.array(_GROWTH)
        self._prior = np.array((_PRIORS_POSITION, _PRIORS_ROTATION)) * growth[:, None, None]
        self._gain = np.ones((lags, 2, KINDS))
        for i, lag in enumerate(LAGS_S):
            self._gain[i, 1, CHANGING:] = 1 / (1 + (lag / _DAMPING_S) ** 2)

    def learn(
        self, lags: list[int], guessed: F64, kinds: I64, happened: F64, passed_s: float, noise: tuple[float, float]
    ) -> None:
        """Enter what came of earlier guesses.

        Args:
            lags: n indices into ``LAGS_S``.
            guessed: (n, COUNT, 6) displacements guessed for now, from a pose that long ago.
            kinds: (n, 2) kinds of movement there and then.
            happened: (n, 6) displacements since that pose.
            passed_s: Since the last entry.
            noise: Variances per axis. That a rest ends cannot be foretold, so it must not teach much either.
        """
        at = (np.array(lags)[:, None], np.array((0, 1))[None], kinds)
        d = guessed.reshape(-1, COUNT, 2, 3)
        y = happened.reshape(-1, 1, 2, 3)
        square = (y * y).sum(3)[:, 0]
        most = np.array(noise)[None] * (3.0 * _SURPRISE)
        share = np.where((kinds == REST) & (square > most), most / np.maximum(square, most), 1.0)
        keep = max(1.0 - passed_s / _MEMORY_S, 0.5)
        self._own[at] = keep * self._own[at] + share[..., None] * (d * d).sum(3).transpose(0, 2, 1)
        self._cross[at] = keep * self._cross[at] + share[..., None] * (d * y).sum(3).transpose(0, 2, 1)
        self._moved[at] = keep * self._moved[at] + share * square
        self._weight[at] = keep * self._weight[at] + share

    def weights(self, kinds: tuple[int, int], noise: tuple[float, float]) -> F64:
        """(lags, 2, COUNT) factors of the candidates for the kinds of movement of this moment; gains included."""
        channels = np.array((0, 1))
        at = (slice(None), channels, np.array(kinds))
        own, cross, count, moved = self._own[at], self._cross[at], self._weight[at][..., None], self._moved[at]
        noise3 = 3.0 * np.array(noise)[None, :, None]
        worth = _GAIN_PRIOR * (own / (count + 1e-9) + noise3)
        gain = (cross + worth * self._gain[at][..., None]) / (own + worth)
        gain = np.minimum(np.maximum(gain, 0.0), 1.0)
        left = np.maximum(moved[..., None] - gain * (2.0 * cross - gain * own), 0.0)
        prior = self._prior[at]
        error = (left + _ERROR_PRIOR * noise3 * prior) / (count + _ERROR_PRIOR) + 1e-3 * noise3
        error = np.where(prior < _NEVER, error, np.inf)
        worse = _PREFERENCE / 8.0 * (error / error.min(axis=2, keepdims=True) - 1.0)
        share = 1.0 / (1.0 + worse)
        share *= share
        share *= share
        share *= share
        return gain * (share / share.sum(axis=2, keepdims=True))
