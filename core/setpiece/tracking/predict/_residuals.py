"""Books of what was foretold against what came: how good the prediction is now, and the tails of it."""

from __future__ import annotations

import numpy as np

from ._candidates import COUNT, View, displaced
from ._experience import LAGS_S, Experience
from ._rotation import F64, logs

_PAST = 64
_TAIL = 2048
_MEMORY_S = 2.0
_AHEAD = np.array(LAGS_S)


class Residuals:
    """The looks of the last half second, matched with each new pose.

    The pose that comes is a measurement with noise of its own, so what is booked here is the residual a
    person would measure, slightly above the true error.
    """

    def __init__(self) -> None:
        self._curves, self._stops = np.zeros((_PAST, COUNT, 3, 6)), np.zeros((_PAST, COUNT, 2))
        self._kinds = np.zeros((_PAST, 2), dtype=np.int64)
        self._times = np.full(_PAST, -np.inf)
        self._positions, self._quats = np.zeros((_PAST, 3)), np.zeros((_PAST, 4))
        self._foretold = np.zeros((_PAST, len(LAGS_S), 6))
        self._next = 0
        self.squares, self.held = np.zeros((len(LAGS_S), 2)), np.zeros((len(LAGS_S), 2))
        """(lags, 2) faded mean squares of ours and of holding the newest pose, m^2 and rad^2."""
        self._weight = np.zeros(len(LAGS_S))
        self._tails = np.zeros((len(LAGS_S), _TAIL, 6))
        self._counts = [0] * len(LAGS_S)

    def forget_past(self, since_s: float = -np.inf) -> None:
        """Match nothing with looks from ``since_s`` on; what was learned stays."""
        self._times[self._times >= since_s] = -np.inf

    def compare(
        self,
        time_s: float,
        position: F64,
        quat: tuple[float, float, float, float],
        spacing_s: float,
        to: Experience,
        noise: tuple[float, float],
    ) -> None:
        """Match a new pose with the looks that foretold it; teach ``to``."""
        off = np.abs(self._times[None] - (time_s - _AHEAD[:, None]))
        nearest = off.argmin(axis=1)
        lags = [j for j in range(len(LAGS_S)) if off[j, nearest[j]] <= 0.75 * spacing_s]
        if not lags:
            return
        at = nearest[lags]
        past_s = time_s - self._times[at]
        happened = np.zeros((len(lags), 6))
        happened[:, :3] = position - self._positions[at]
        happened[:, 3:] = -logs(quat, self._quats[at])
        guessed = displaced(self._curves[at], self._stops[at], past_s)
        to.learn(lags, guessed, self._kinds[at], happened, spacing_s, noise)
        self._book(lags, happened, self._foretold[at, lags], spacing_s)

    def _book(self, lags: list[int], happened: F64, foretold: F64, passed_s: float) -> None:
        error = happened - foretold
        keep = max(1.0 - passed_s / _MEMORY_S, 0.5)
        self._weight[lags] = keep * self._weight[lags] + 1.0
        part = (1.0 / self._weight[lags])[:, None]
        for book, what in ((self.squares, error), (self.held, happened)):
            book[lags] += part * ((what * what).reshape(-1, 2, 3).sum(2) - book[lags])
        for j, row in zip(lags, error, strict=True):
            self._tails[j, self._counts[j] % _TAIL] = row
            self._counts[j] += 1

    def note(
        self, time_s: float, position: F64, quat: tuple[float, float, float, float], view: View, foretold: F64
    ) -> None:
        """Keep a look, to be matched with poses to come."""
        i = self._next
        self._curves[i], self._stops[i], self._kinds[i], self._times[i] = view.curves, view.stops_s, view.kinds, time_s
        self._positions[i], self._quats[i], self._foretold[i] = position, quat, foretold
        self._next = (i + 1) % _PAST

    def shift_past(self, seconds: float, since_s: float) -> None:
        """Looks from ``since_s`` on were taken earlier than said."""
        self._times[self._times > since_s - 1e-6] -= seconds

    def tail(self, lag_s: float) -> F64:
        """(n, 6) residuals, actual minus foretold, of the measured lag at or next above ``lag_s``, oldest first."""
        j = next((i for i, lag in enumerate(LAGS_S) if lag >= lag_s - 1e-9), len(LAGS_S) - 1)
        count = self._counts[j]
        if count <= _TAIL:
            return self._tails[j, :count].copy()
        return np.roll(self._tails[j], -(count % _TAIL), axis=0)

    def expected(self, lag_s: float) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """Mean squares (ours, held) of position and rotation at a lag; None: nothing measured there yet."""
        i = 0
        while i < len(LAGS_S) - 2 and lag_s > LAGS_S[i + 1]:
            i += 1
        if self._weight[i] == 0 or self._weight[i + 1] == 0:
            return None
        part = min(max((lag_s - LAGS_S[i]) / (LAGS_S[i + 1] - LAGS_S[i]), 0.0), 1.0)
        ours = ((1 - part) * self.squares[i] + part * self.squares[i + 1]).tolist()
        held = ((1 - part) * self.held[i] + part * self.held[i + 1]).tolist()
        return (ours[0], ours[1]), (held[0], held[1])
