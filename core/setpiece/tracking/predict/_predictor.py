"""Poses at the moment the wall lights up, from samples that are old when they arrive."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np

from ...geometry import Quat, Vec3
from ..clocks import RateClock, SourceClock
from ..model import Sample
from ._candidates import look
from ._course import FARTHEST_S, Course, displacements
from ._experience import LAGS_S, Experience
from ._guards import Guard, Verdict
from ._history import History
from ._noise import Noise
from ._residuals import Residuals
from ._rotation import F64, log_between, turned

State = Literal["empty", "live", "coast", "frozen", "blend", "reset"]

_LEARN_EVERY_S = 0.0155
_KNOWN = 5
"""Poses after which the period may be believed."""
_UNSURE_BELOW_S = 0.025
_COAST_S = 0.30
"""How much older than at the last look the newest sample may be before the output is called coasting."""
_FROZEN_S = FARTHEST_S + 0.6
_YOUNG = 1.5
"""A history shorter than so many times the lag is believed in part."""
_BLEND_S = 0.3
_BREAK_S = 0.2
_BREAK_SAMPLES = 6.0


class Prediction(NamedTuple):
    """A pose foretold, and what it is worth.

    Attributes:
        at_ns: The moment it is for.
        position_m: None: the source sends none, or nothing has come yet.
        state: ``live``; ``coast`` without fresh samples, still moving; ``frozen`` when that has run out;
            ``blend`` back from either; ``reset`` on the first pose after the subject jumped.
        lag_ms: Between the capture of the newest sample and ``at_ns``.
        residual_mm, residual_deg: RMS of what was left at this lag over the last two seconds, as measured
            against the samples that came; None before that.
        hold_mm, hold_deg: What holding the newest sample would have left.
    """

    at_ns: int
    position_m: Vec3 | None
    rotation_wxyz: Quat | None
    state: State
    lag_ms: float
    residual_mm: float | None = None
    residual_deg: float | None = None
    hold_mm: float | None = None
    hold_deg: float | None = None


class Predictor:
    """One subject. ``observe`` every sample as it comes, ``predict`` whenever a pose is needed.

    What is learned depends on the samples alone, never on when or how often somebody asks.
    """

    def __init__(self) -> None:
        self._history, self._experience, self._residuals = History(), Experience(), Residuals()
        self._noise, self._guard = Noise(), Guard()
        self._rate_clock, self._source_clock = RateClock(), SourceClock()
        self._origin_ns: int | None = None
        self._has_position = self._has_rotation = False
        self._steps: list[float] = []
        self._period_s = 0.02
        self._born_s = 0.0
        self._learned_s = self._doubt_until_s = -math.inf
        self._course: Course | None = None
        self._leaving: Course | None = None
        self._blend_from_ns: int | None = None
        self._just_reset = False

    @property
    def refused(self) -> dict[str, int]:
        """How many samples were not used, by reason."""
        return dict(self._guard.counts)

    def observe(self, sample: Sample) -> Verdict:
        """Take one sample; the answer says what became of it, and nothing in it is ever raised."""
        capture_ns = self._captured_ns(sample)
        if self._origin_ns is None:
            self._origin_ns = capture_ns
        time_s = (capture_ns - self._origin_ns) * 1e-9
        verdict, pose = self._guard.judge(sample, time_s, self._history, self._period_s)
        if pose is None:
            return verdict
        if verdict == "restart":
            self._start_over(time_s, blend=self._has_position or self._has_rotation)
        elif verdict == "jump":
            self._start_over(time_s, blend=False)
            self._just_reset = True
            for earlier_s, position, quat in self._guard.landed:
                self._history.add(earlier_s, position, quat)
        self._has_position, self._has_rotation = sample.position_m is not None, sample.rotation_wxyz is not None
        self._take(sample, time_s, *pose)
        return verdict

    def _captured_ns(self, sample: Sample) -> int:
        """The moment of capture; for a sample nobody has fitted a clock to, by a clock of one's own."""
        if sample.capture_ns != sample.receive_ns:
            return sample.capture_ns
        if sample.source_ns is not None:
            return self._source_clock.observe(sample.source_ns, sample.receive_ns)
        return self._rate_clock.observe(sample.receive_ns)

    def _take(self, sample: Sample, time_s: float, position: Vec3, quat: Quat) -> None:
        history = self._history
        if history.count:
            step_s = time_s - history.newest()[0]
            if step_s > max(_BREAK_S, _BREAK_SAMPLES * self._period_s):
                self._start_over(time_s, blend=True)
            elif sample.source_ns is None and history.count > _KNOWN and step_s < 0.5 * self._period_s:
                # The grid was moved by a slot: the times given before were late, not this one early.
                since_s = history.push_back(self._period_s - step_s)
                self._residuals.shift_past(self._period_s - step_s, since_s)
                self._doubt(time_s)
            if history.count:
                self._steps = [*self._steps[-14:], step_s]
                self._period_s = max(sorted(self._steps)[len(self._steps) // 2], 0.001)
        gap_s = time_s - history.newest()[0] - self._period_s if history.count else 0.0
        if not history.count:
            self._born_s = time_s
        history.add(time_s, position, quat)
        # A gap of many slots is seen when it happens; one or two may have been overlooked for a while.
        if sample.source_ns is None and 0.5 < gap_s / self._period_s < 2.5:
            since_s = history.place_gap(gap_s, self._noise.variances)
            self._residuals.shift_past(-gap_s, since_s)
            self._doubt(time_s)
        self._course = None
        if time_s - self._learned_s >= _LEARN_EVERY_S - 1e-4 and time_s > self._doubt_until_s:
            self._learn(time_s)

    def _doubt(self, time_s: float) -> None:
        """Learn nothing from around a moved slot where slots are closer than arrivals are ragged."""
        if self._period_s < _UNSURE_BELOW_S:
            self._doubt_until_s = time_s + 6.5 * self._period_s
            self._residuals.forget_past(time_s - 8.5 * self._period_s)

    def _learn(self, time_s: float) -> None:
        spacing_s = max(min(time_s - self._learned_s, 0.25), self._period_s)
        self._learned_s = time_s
        self._noise.learn(self._history)
        position, quat = self._history.positions[0], self._history.newest()[2]
        self._residuals.compare(time_s, position, quat, spacing_s, self._experience, self._noise.variances)
        if self._history.count >= 4:
            course = self._now()
            self._residuals.note(time_s, position, quat, course.view, displacements(course.view, course.weights))

    def _now(self) -> Course:
        if self._course is None:
            time_s, position, quat = self._history.newest()
            view = look(self._history, self._period_s, self._noise.variances)
            grown = np.minimum((time_s - self._born_s) / (_YOUNG * np.array(LAGS_S)), 1.0)
            weights = grown[:, None, None] * self._experience.weights(view.kinds, self._noise.variances)
            self._course = Course(time_s, position, quat, view, weights)
        return self._course

    def _start_over(self, time_s: float, *, blend: bool) -> None:
        if blend and self._history.count:
            self._leaving = self._now()
        else:
            self._leaving = None
        self._blend_from_ns = None
        self._history.clear()
        self._residuals.forget_past()
        self._course = None
        self._learned_s = min(self._learned_s, time_s - 1.0)

    def predict(self, at_ns: int) -> Prediction:
        """The pose at a moment of this computer's monotonic clock, as well as it can be known now."""
        if self._origin_ns is None or not self._history.count:
            return Prediction(at_ns, None, None, "empty", 0.0)
        at_s = (at_ns - self._origin_ns) * 1e-9
        course = self._now()
        lag_s = at_s - course.time_s
        position, quat = course.at(lag_s)
        state: State = "live" if lag_s <= FARTHEST_S + _COAST_S else "frozen" if lag_s > _FROZEN_S else "coast"
        if self._just_reset:
            self._just_reset, state = False, "reset"
        elif self._leaving is not None:
            position, quat, state = self._blended(self._leaving, at_ns, at_s, position, quat, state)
        return self._worded(at_ns, lag_s, position, quat, state)

    def _blended(
        self, leaving: Course, at_ns: int, at_s: float, position: Vec3, quat: Quat, state: State
    ) -> tuple[Vec3, Quat, State]:
        if self._blend_from_ns is None or at_ns < self._blend_from_ns:
            self._blend_from_ns = at_ns
        u = (at_ns - self._blend_from_ns) * 1e-9 / _BLEND_S
        if u >= 1.0:
            self._leaving = None
            return position, quat, state
        u = u * u * (3.0 - 2.0 * u)
        old, old_quat = leaving.at(at_s - leaving.time_s)
        x, y, z = (a + u * (b - a) for a, b in zip(old, position, strict=True))
        i, j, k = (u * each for each in log_between(old_quat, quat))
        return (x, y, z), turned(old_quat, (i, j, k)), "blend"

    def _worded(self, at_ns: int, lag_s: float, position: Vec3, quat: Quat, state: State) -> Prediction:
        known = self._residuals.expected(lag_s)
        figures: tuple[float | None, ...] = (None, None, None, None)
        if known is not None:
            ours, held = known
            figures = tuple(
                scale * math.sqrt(pair[channel])
                for pair in (ours, held)
                for channel, scale in ((0, 1e3), (1, math.degrees(1.0)))
            )
        return Prediction(
            at_ns,
            position if self._has_position else None,
            quat if self._has_rotation else None,
            state,
            1e3 * lag_s,
            *figures,
        )

    def residuals(self, lag_ms: float) -> F64:
        """(n, 6) what really came minus what was foretold about ``lag_ms`` before; the last 2048 of them.

        Metres in the tracker's axes, then the rotation vector (radians) in the subject's own axes:
        x right, y up, z back.
        """
        return self._residuals.tail(1e-3 * lag_ms)

    def turned_residuals(self, lag_ms: float) -> F64:
        """The same with the metres along the subject's present axes, as ``overscan_from`` takes them."""
        found = self.residuals(lag_ms)
        if self._history.count:
            w, x, y, z = self._history.newest()[2]
            axes = np.array((
                (1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)),
                (2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)),
                (2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
            ))  # fmt: skip
            found[:, :3] = (found[:, :3, None] * axes[None]).sum(1)
        return found
