"""When a sender that puts no time on its packets took each sample: the arrivals, laid on a steady grid.

FreeD and its like are sent once per video frame or at the tracker's own rate, so the moments of capture
are evenly spaced and only the arrival is ragged. A two-state filter (moment of the newest slot, period)
with a fading memory is the growing straight-line fit of arrival over slot number. What makes it work on
a real network is the bookkeeping of slots: a lost packet shifts all later ones by a whole period, which
a single ragged arrival cannot tell from lateness, but a few in a row can (a cumulative sum test, after
E. S. Page, "Continuous inspection schemes", 1954).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_FIRST_JITTER_S = 0.004
_LEAST_JITTER_S = 0.00005
_MEMORY_S = 20.0
_SETTLED = 8
"""Samples before slots may be counted as lost."""
_CHANCE = math.log(100.0)
"""How much likelier "one packet more or fewer" must become: about one packet in a hundred is lost."""
_WORST_TERM = 6.0
"""One arrival alone never says more than this, in log likelihood: a late one is no proof."""
_LONG_GAP_S = 1.0
_RUN = 64
_USUAL_HZ = (
    10.0, 12.5, 15.0, 20.0, 24 / 1.001, 24.0, 25.0, 30 / 1.001, 30.0, 48.0, 50.0, 60 / 1.001, 60.0, 72.0, 75.0, 80.0,
    90.0, 100.0, 120 / 1.001, 120.0, 150.0, 180.0, 200.0, 240.0, 250.0, 300.0, 360.0, 400.0, 480.0, 500.0, 1000.0,
)  # fmt: skip
"""Cameras and trackers run at round rates; before enough arrivals are in, that is worth knowing."""
_BELIEVE_AT = (12, 24, 48, 96, 192)
"""Counts of samples at which all are told again under the usual rates near by."""
_BELIEVE_WITHIN = 0.12
_BELIEVED_TO = 0.0005
_OWN_RATE = 6.0
"""Log likelihood that a rate outside the list must bring with it."""
_TOO_MANY = 3
_EMPTY_PART, _EMPTY_FROM = 0.03, 400
"""A believed rate is given up after so many samples more than slots, or with so large a part of slots empty."""


@dataclass
class _Line:
    """Arrival over slot number; seconds since the first arrival, variances in seconds squared."""

    phase_s: float
    period_s: float
    v_phase: float
    v_both: float
    v_period: float

    def ahead(self, slots: int) -> _Line:
        """The line with its newest slot moved on."""
        return _Line(
            self.phase_s + slots * self.period_s,
            self.period_s,
            self.v_phase + slots * (2 * self.v_both + slots * self.v_period),
            self.v_both + slots * self.v_period,
            self.v_period,
        )

    def taught(self, arrival_s: float, v_jitter: float, fade: float) -> _Line:
        """The line after one arrival; outliers pull with three deviations at most (Huber)."""
        total = self.v_phase + v_jitter
        error = arrival_s - self.phase_s
        bound = 3.0 * math.sqrt(total)
        error = min(max(error, -bound), bound)
        g_phase, g_period = self.v_phase / total, self.v_both / total
        return _Line(
            self.phase_s + g_phase * error,
            self.period_s + g_period * error,
            fade * (1 - g_phase) * self.v_phase,
            fade * (1 - g_phase) * self.v_both,
            fade * (self.v_period - g_period * self.v_both),
        )


@dataclass
class _Suspicion:
    """The running case that the slot number is off by ``shift``, and how to take the step back."""

    shift: int
    case: float = 0.0
    before: _Line | None = None
    arrivals: tuple[tuple[float, int], ...] = ()

    def clear(self) -> None:
        self.case, self.before, self.arrivals = 0.0, None, ()


class _Grid:
    """One telling of the arrivals: a line, the slots that stayed empty, and how well all of it fits."""

    def __init__(self, arrival_s: float, period_s: float) -> None:
        self.v_jitter = _FIRST_JITTER_S**2
        v_period = (_BELIEVED_TO * period_s) ** 2 if period_s > 0 else 1.0
        self.line = _Line(arrival_s, period_s, self.v_jitter, 0.0, v_period)
        self.count = 1
        self.gaps = 0
        self.squares = 0.0
        self.believed = period_s > 0
        self._suspicions = (_Suspicion(1), _Suspicion(-1))

    def take(self, arrival_s: float) -> None:
        """The next arrival."""
        slots = 1 if self.count < _SETTLED else self._slots(arrival_s)
        self.gaps += slots - 1
        before, ahead = self.line, self.line.ahead(slots)
        error = arrival_s - ahead.phase_s
        if self.count > 1:
            self._learn_jitter(error, ahead.v_phase + self.v_jitter)
        self.line = ahead.taught(arrival_s, self.v_jitter, self._fade())
        if self.count >= _SETTLED:
            for suspicion in self._suspicions:
                self._suspect(suspicion, error, ahead, before, (arrival_s, slots))
        self.count += 1

    def cost(self, v_jitter: float) -> float:
        """Minus the log likelihood; a rate of one's own costs, and so does every packet lost."""
        shifts = self.gaps if self.gaps >= 0 else -3 * self.gaps
        free = 0.0 if self.believed else _OWN_RATE
        return 0.5 * self.squares / max(v_jitter, _LEAST_JITTER_S**2) + _CHANCE * shifts + free

    def refuted(self) -> bool:
        """Whether the believed rate makes too many slots or too few."""
        empty = self.count > _EMPTY_FROM and self.gaps > _EMPTY_PART * self.count
        return self.believed and (self.gaps <= -_TOO_MANY or empty)

    def _fade(self) -> float:
        return 1.0 + 2.0 * max(self.line.period_s, 0.0) / _MEMORY_S

    def _learn_jitter(self, error: float, total: float) -> None:
        seen = min(error * error, 9.0 * total)
        self.squares += seen
        part = 1.0 / min(self.count + 8, 80)
        self.v_jitter = max((1 - part) * self.v_jitter + part * seen * self.v_jitter / total, _LEAST_JITTER_S**2)

    def _slots(self, arrival_s: float) -> int:
        """1, or more where even the worst lateness seen cannot explain this arrival."""
        if self.line.period_s <= 0:
            return 1
        near = round((arrival_s - self.line.phase_s) / self.line.period_s)
        if near < 2:
            return 1
        return near if self._slot_cost(arrival_s, 1) - self._slot_cost(arrival_s, near) > _CHANCE else 1

    def _slot_cost(self, arrival_s: float, slots: int) -> float:
        ahead = self.line.ahead(slots)
        total = ahead.v_phase + self.v_jitter
        return 0.5 * (arrival_s - ahead.phase_s) ** 2 / total + 0.5 * math.log(total)

    def _suspect(self, s: _Suspicion, error: float, ahead: _Line, before: _Line, arrival: tuple[float, int]) -> None:
        total = ahead.v_phase + self.v_jitter
        term = 0.5 * (error * error - (error - s.shift * ahead.period_s) ** 2) / total
        term = min(max(term, -_WORST_TERM), _WORST_TERM)
        if s.case + term <= 0.0 or ahead.period_s <= 0:
            s.clear()
            return
        s.before = s.before or before
        s.case += term
        s.arrivals = (*s.arrivals, arrival)[-_RUN:]
        if s.case > _CHANCE + 1.0 and len(s.arrivals) > 1:
            self._take_back(s)

    def _take_back(self, s: _Suspicion) -> None:
        """Tell the last arrivals again with the slot number that explains them."""
        line, first = s.before or self.line, s.shift
        for arrival_s, slots in s.arrivals:
            line = line.ahead(slots + first).taught(arrival_s, self.v_jitter, self._fade())
            first = 0
        self.line = line
        self.gaps += s.shift
        for each in self._suspicions:
            each.clear()


class RateClock:
    """Moments of capture on this computer's clock, for a steady sender without timestamps.

    The grid runs through the middle of the arrivals, so that whatever delay the network has on
    average is part of the capture-to-photon delay that ``track latency`` measures. Nothing is read
    from a clock; the arrivals are the only input, and the same arrivals give the same grid.

    Args:
        rate_hz: The sender's rate where it is known; 0 finds it, in about ten samples.
    """

    def __init__(self, rate_hz: float = 0.0) -> None:
        self._given_s = 1.0 / rate_hz if rate_hz > 0 else 0.0
        self._origin_ns: int | None = None
        self._newest_ns = 0
        self._grid: _Grid | None = None
        self._arrivals_s: list[float] = []
        self._trusting = rate_hz <= 0

    @property
    def rate_hz(self) -> float:
        """Samples a second on the grid; 0 until two samples came."""
        grid = self._grid
        return 1.0 / grid.line.period_s if grid and grid.count > 1 and grid.line.period_s > 1e-6 else 0.0

    @property
    def jitter_ms(self) -> float:
        """Standard deviation of the arrivals about the grid."""
        return 1e3 * math.sqrt(self._grid.v_jitter) if self._grid else 0.0

    @property
    def lost(self) -> int:
        """Slots of the grid that stayed empty since the start or the last restart."""
        return max(self._grid.gaps, 0) if self._grid else 0

    def observe(self, arrival_ns: int) -> int:
        """The moment of capture of the sample that just arrived; it never runs backwards.

        Leave exact duplicates of a packet out. A silence of a second or an arrival before the last
        one by as much starts the grid anew.
        """
        if self._origin_ns is None:
            self._origin_ns = arrival_ns
        arrival_s = (arrival_ns - self._origin_ns) * 1e-9
        since_s = arrival_s - self._grid.line.phase_s if self._grid else 0.0
        silent = self._grid is not None and since_s > max(_LONG_GAP_S, 20 * self._grid.line.period_s)
        if self._grid is None or silent or since_s < -_LONG_GAP_S:
            self._grid = _Grid(arrival_s, self._given_s)
            self._arrivals_s = [arrival_s]
            if since_s < 0:
                self._newest_ns = arrival_ns
        else:
            self._grid.take(arrival_s)
            self._reconsider(self._grid, arrival_s)
        found_ns = self._origin_ns + round(self._grid.line.phase_s * 1e9)
        self._newest_ns = max(found_ns, self._newest_ns)
        return self._newest_ns

    def _reconsider(self, grid: _Grid, arrival_s: float) -> None:
        if not self._trusting:
            return
        if grid.refuted():
            self._trusting = False
            self._grid = _Grid(grid.line.phase_s, 0.0)
        elif grid.count <= _BELIEVE_AT[-1]:
            self._arrivals_s.append(arrival_s)
            if grid.count in _BELIEVE_AT:
                self._grid = self._best(grid)

    def _best(self, grid: _Grid) -> _Grid:
        """All arrivals told again under each usual rate that is near; the most likely story goes on."""
        period_s = grid.line.period_s
        near = [1.0 / hz for hz in _USUAL_HZ if abs(hz * period_s - 1.0) < _BELIEVE_WITHIN]
        stories = [grid]
        for each_s in (0.0, *near):
            story = _Grid(self._arrivals_s[0], each_s)
            for arrival_s in self._arrivals_s[1:]:
                story.take(arrival_s)
            stories.append(story)
        v_jitter = min(story.squares for story in stories) / grid.count
        return min(stories, key=lambda story: story.cost(v_jitter))
