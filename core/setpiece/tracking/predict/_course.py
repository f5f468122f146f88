"""Where a subject goes from its newest pose on: the chosen mixture, followed as far ahead as is asked."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...geometry import Quat, Vec3
from ._candidates import COUNT, View, displaced
from ._experience import LAGS_S
from ._rotation import F64, turned

FARTHEST_S = LAGS_S[-1]
"""Beyond this nothing has been measured: the movement runs out."""
_RUN_OUT_S = 0.15
_STEP_S = 0.02


class Course(NamedTuple):
    """The newest pose, the candidates there and their weights (lags, 2, COUNT)."""

    time_s: float
    position: Vec3
    quat: Quat
    view: View
    weights: F64

    def at(self, lag_s: float) -> tuple[Vec3, Quat]:
        """The pose ``lag_s`` after the newest one; it comes to a stop where measurements end."""
        d = self._displacement(min(max(lag_s, -0.05), FARTHEST_S))
        if lag_s > FARTHEST_S:
            before = self._displacement(FARTHEST_S - _STEP_S)
            reach = _RUN_OUT_S / _STEP_S * (1.0 - math.exp(-(lag_s - FARTHEST_S) / _RUN_OUT_S))
            d = [a + reach * (a - b) for a, b in zip(d, before, strict=True)]
        x, y, z = self.position
        return (x + d[0], y + d[1], z + d[2]), turned(self.quat, (d[3], d[4], d[5]))

    def _displacement(self, lag_s: float) -> list[float]:
        i = 0
        while i < len(LAGS_S) - 2 and lag_s > LAGS_S[i + 1]:
            i += 1
        part = min(max((lag_s - LAGS_S[i]) / (LAGS_S[i + 1] - LAGS_S[i]), 0.0), 1.0)
        weights = self.weights[i] * (1.0 - part) + self.weights[i + 1] * part
        guessed = displaced(self.view.curves[None], self.view.stops_s[None], np.array((lag_s,)))[0]
        return (weights[:, :, None] * guessed.reshape(COUNT, 2, 3).transpose(1, 0, 2)).sum(1).reshape(6).tolist()


def displacements(view: View, weights: F64) -> F64:
    """(lags, 6) displacements that a mixture foretells at each of ``LAGS_S``."""
    lags = np.array(LAGS_S)
    n = len(LAGS_S)
    guessed = displaced(
        np.broadcast_to(view.curves, (n, *view.curves.shape)), np.broadcast_to(view.stops_s, (n, COUNT, 2)), lags
    )
    return (weights[..., None] * guessed.reshape(n, COUNT, 2, 3).transpose(0, 2, 1, 3)).sum(2).reshape(n, 6)
