"""What goes out at a frame, and why: a pure function of samples, forecasts and the time that is passed in."""

from __future__ import annotations

import math
import threading
from collections import deque
from contextlib import suppress
from typing import Literal, NamedTuple

import msgspec

from ...errors import InputError
from ..model import Latency, Sample, Status
from ..protocols import Encoder
from ._judge import Judge, Pose, angle_between

Decision = Literal[
    "predicted", "raw_stalled", "raw_worse", "raw_wild", "raw_asked", "coast", "frozen", "lost", "waiting"
]
"""What was sent. ``raw_stalled``: no forecast for this frame; ``raw_worse``: forecasts have lately been worse than
raw; ``raw_wild``: no camera moves like the forecast; ``raw_asked``: prediction is off. ``coast`` and ``frozen``: no
fresh sample, the predictor's own pose; ``lost``: neither. ``waiting``: nothing was ever heard, nothing is sent."""

_FRESH_NS = 250_000_000
_LOST_NS = 500_000_000
_TOLERANCE_NS = 5_000_000
_AGES = 48
_WILD_M, _WILD_M_S = 0.3, 10.0
_WILD_RAD, _WILD_RAD_S = math.radians(20.0), math.radians(400.0)
_GIVEN_UP = frozenset({"frozen", "empty"})
_FORETOLD = frozenset({"predicted", "coast", "frozen"})


class Forecast(NamedTuple):
    """A pose for the moment of light of one frame; ``state`` is the predictor's."""

    photon_ns: int
    pose: Pose
    state: str


class Step(NamedTuple):
    """What one frame came to: packets for the wire, for which moment, and why that pose."""

    packets: tuple[bytes, ...]
    decision: Decision
    photon_ns: int
    sample: Sample | None


class RelayCore:
    """One camera in, one packet stream out.

    ``observe`` and ``offer`` may be called from other threads than ``step``: each only sets a reference or
    takes a lock nobody holds for longer than a comparison.

    Args:
        encoder: What is spoken.
        latency: From capture to light; the part of it that has passed when a pose is sent is measured here.
        predict: False sends raw poses.
    """

    def __init__(self, encoder: Encoder, latency: Latency, *, predict: bool = True) -> None:
        self._encoder, self._predict = encoder, predict
        self._latency_ns = round(latency.capture_to_photon_ms * 1e6)
        self._newest: Sample | None = None
        self._lens_of: Sample | None = None
        self._forecast: Forecast | None = None
        self._ages: deque[int] = deque(maxlen=_AGES)
        self._ahead_ns: int | None = None
        self._judge, self._lock = Judge(), threading.Lock()
        self.refused, self.last_refusal = 0, ""

    # --- what comes in ---------------------------------------------------------------------

    def observe(self, sample: Sample) -> None:
        """A sample of the camera, aligned; one that its source calls lost moves nothing."""
        self._lens_of = sample
        if sample.status == Status.LOST or (sample.position_m is None and sample.rotation_wxyz is None):
            return
        self._newest = sample
        with self._lock:
            self._judge.observe(sample)

    def offer(self, forecast: Forecast) -> None:
        """The newest forecast."""
        self._forecast = forecast

    def photon_ns(self, due_ns: int) -> int:
        """When a pose sent at ``due_ns`` will be light: the measured delay less what passes before sending.

        The age of a sample at sending goes up and down with the phase of the two rates; its median is what
        the measurement of the whole delay contained.
        """
        ahead_ns = self._ahead_ns
        return due_ns + (self._latency_ns if ahead_ns is None else ahead_ns)

    # --- what goes out ---------------------------------------------------------------------

    def step(self, due_ns: int) -> Step:
        """The packets of the frame that is due at ``due_ns``; never raises, never waits."""
        newest, forecast = self._newest, self._forecast
        photon_ns = self.photon_ns(due_ns)
        if newest is None:
            return Step((), "waiting", photon_ns, None)
        age_ns = due_ns - newest.capture_ns
        raw = Pose(newest.position_m, newest.rotation_wxyz)
        if forecast is not None and abs(forecast.photon_ns - photon_ns) > _TOLERANCE_NS:
            forecast = None
        if forecast is not None:
            photon_ns = forecast.photon_ns
        decision = self._decided(forecast, raw, age_ns, photon_ns - newest.capture_ns)
        pose = forecast.pose if forecast is not None and decision in _FORETOLD else raw
        self._remember(forecast, raw, age_ns)
        sample = self._worded(newest, pose, decision, due_ns)
        return Step(self._encoded(sample), decision, photon_ns, sample)

    def _decided(self, forecast: Forecast | None, raw: Pose, age_ns: int, ahead_ns: int) -> Decision:
        if age_ns > _FRESH_NS:
            if not self._predict or forecast is None or _wild(forecast, raw, ahead_ns):
                return "lost"
            return "frozen" if forecast.state in _GIVEN_UP or age_ns > _LOST_NS else "coast"
        if not self._predict:
            return "raw_asked"
        if forecast is None:
            return "raw_stalled"
        if _wild(forecast, raw, ahead_ns):
            return "raw_wild"
        return "predicted" if self._judge.trusted else "raw_worse"

    def _remember(self, forecast: Forecast | None, raw: Pose, age_ns: int) -> None:
        if age_ns > _FRESH_NS:
            return
        self._ages.append(age_ns)
        middle = sorted(self._ages)[len(self._ages) // 2]
        self._ahead_ns = max(0, self._latency_ns - max(0, middle))
        if forecast is not None and forecast.state == "live" and _finite(forecast.pose):
            with self._lock:
                self._judge.bet(forecast.photon_ns, forecast.pose, raw)

    def _worded(self, newest: Sample, pose: Pose, decision: Decision, due_ns: int) -> Sample:
        """The pose as a sample of this frame. Its time is the frame's, whatever was sent: times that went back
        and forth between raw and predicted poses would make a receiver drop what it takes for late."""
        lens = self._lens_of.lens if self._lens_of is not None and self._lens_of.lens is not None else newest.lens
        status = newest.status
        if decision in ("lost", "frozen"):
            status = Status.LOST
        elif decision == "coast":
            status = Status.DEGRADED
        return msgspec.structs.replace(
            newest,
            position_m=pose.position_m,
            rotation_wxyz=pose.rotation_wxyz,
            lens=lens,
            status=status,
            capture_ns=due_ns,
            receive_ns=due_ns,
            source_ns=None,
            sequence=None,
        )

    def _encoded(self, sample: Sample) -> tuple[bytes, ...]:
        """The packets of a frame; a lens that the protocol cannot carry is left out before the pose is."""
        try:
            return tuple(self._encoder.encode([sample]))
        except Exception as e:  # noqa: BLE001  whatever it was, the thread that sends goes on
            self.refused += 1
            self.last_refusal = str(e) if isinstance(e, InputError) else repr(e)
        with suppress(Exception):
            return tuple(self._encoder.encode([msgspec.structs.replace(sample, lens=None)]))
        return ()

    @property
    def age_ms(self) -> float | None:
        """The usual age of the newest sample at sending."""
        return sorted(self._ages)[len(self._ages) // 2] / 1e6 if self._ages else None

    @property
    def figures(self) -> tuple[float, float, float, float] | None:
        """RMS error at the moment of light, predicted (m, rad) and raw (m, rad); None before any is known."""
        with self._lock:
            return self._judge.figures if self._judge.decided else None


def _finite(pose: Pose) -> bool:
    return all(map(math.isfinite, (*(pose.position_m or ()), *(pose.rotation_wxyz or ()))))


def _wild(forecast: Forecast, raw: Pose, ahead_ns: int) -> bool:
    """No pose where raw has one, no number, or further from raw than a camera gets in that time.

    On the way back from a loss a forecast leads from where it was to where raw is, however far that is.
    """
    pose = forecast.pose
    if (pose.position_m is None) != (raw.position_m is None) or (pose.rotation_wxyz is None) != (
        raw.rotation_wxyz is None
    ):
        return True
    if not _finite(pose):
        return True
    if forecast.state == "blend":
        return False
    seconds = max(0, ahead_ns) * 1e-9
    far = pose.position_m is not None and raw.position_m is not None and (
        math.dist(pose.position_m, raw.position_m) > _WILD_M + _WILD_M_S * seconds
    )  # fmt: skip
    if far or pose.rotation_wxyz is None or raw.rotation_wxyz is None:
        return far
    size = math.sqrt(sum(c * c for c in pose.rotation_wxyz))
    turned = angle_between(pose.rotation_wxyz, raw.rotation_wxyz) > _WILD_RAD + _WILD_RAD_S * seconds
    return turned or not 0.99 < size < 1.01
