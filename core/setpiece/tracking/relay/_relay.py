"""The threads around the relay: sockets, a predictor that may stall, and a sender that nobody can hold up."""

from __future__ import annotations

import math
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Protocol

import msgspec

from ...geometry import Quat, Vec3
from ...scene.model import FrameRate
from .._config import VolumeTracking
from .._sender import Sender
from ..lens import LensMap, with_lens
from ..model import Sample, Source
from ..protocols import open_encoder, protocol_info
from ..receive import Listener, open_receiver
from ..takes import TakeWriter
from ._align import Alignment
from ._core import Forecast, RelayCore
from ._judge import Pose
from ._schedule import Schedule
from ._status import RelayStatus

_BACKLOG = 256
"""Samples that wait for a predictor that is slow; the oldest go first."""
_IDLE_S = 0.5


class Foretold(Protocol):
    """What a forecaster answers."""

    @property
    def position_m(self) -> Vec3 | None:
        """Metres."""
        ...

    @property
    def rotation_wxyz(self) -> Quat | None:
        """Unit quaternion."""
        ...

    @property
    def state(self) -> str:
        """``live``, ``coast``, ``frozen``, ``blend``, ``reset`` or ``empty``."""
        ...


class Forecaster(Protocol):
    """What predicts; ``predict.Predictor`` is one."""

    def observe(self, sample: Sample) -> object:
        """Learn from a sample."""
        ...

    def predict(self, at_ns: int) -> Foretold:
        """The pose at a moment."""
        ...


class RelayPlan(msgspec.Struct, frozen=True):
    """What is relayed, where to, how often.

    Attributes:
        camera: The subject; empty takes the volume's, else the first that has a pose.
        rate: Frames per second of the wall.
        predict: False sends raw poses on.
        lens: What the camera's encoders mean; None leaves the lens as its source has it.
    """

    sources: tuple[Source, ...]
    to: str = "freed"
    host: str = "127.0.0.1"
    port: int = 0
    rate: FrameRate = FrameRate()
    camera: str = ""
    predict: bool = True
    interface: str = ""
    volume: VolumeTracking = VolumeTracking()
    lens: LensMap | None = None

    @property
    def destination(self) -> tuple[str, int]:
        """Host and the port that is really meant."""
        return self.host, self.port or protocol_info(self.to).port


def _predictor() -> Forecaster:
    from ..predict import Predictor

    return Predictor()


class Relay:
    """Runs until it is closed.

    Three kinds of threads: each source's receiver keeps the newest pose, the predictor's turns samples into
    forecasts for the next frame, the sender's sends at every frame what is there. The sender waits for the
    clock only: a predictor that stalls, raises or is slow costs the prediction, never the frame.

    Args:
        plan: What is relayed.
        take: Keeps raw packets and, apart from them, those sent.
        forecaster: Makes another predictor, for tests.

    Raises:
        InputError: A source cannot be listened to, or the protocol cannot be sent.
    """

    def __init__(
        self, plan: RelayPlan, take: TakeWriter | None = None, forecaster: Callable[[], Forecaster] | None = None
    ) -> None:
        self.plan, self._take, self._forecaster = plan, take, forecaster or _predictor
        self._camera, self._naming = plan.camera or plan.volume.tracking.camera, threading.Lock()
        self._from: tuple[int, str] | None = None
        self._alignment = Alignment(plan.volume.tracking)
        host, port = plan.destination
        options = {"unix_from_monotonic_ns": time.time_ns() - time.monotonic_ns()} if plan.to.startswith("osc") else {}
        self.core = RelayCore(open_encoder(plan.to, **options), plan.volume.latency, predict=plan.predict)
        self._schedule = Schedule(plan.rate, time.monotonic_ns())
        self._samples: deque[Sample] = deque(maxlen=_BACKLOG)
        self._wake, self._closing = threading.Event(), threading.Event()
        self._decisions: Counter[str] = Counter()
        self._last, self._faults, self._last_fault = "waiting", 0, ""
        self._sender = Sender(host, port, protocol_info(plan.to).transport, plan.interface)
        self.receivers: list[Listener] = []
        try:
            for number, source in enumerate(plan.sources):
                receiver = open_receiver(source, tap=take.tap(number) if take else None)
                receiver.stream.add_sink(partial(self._took, number))
                self.receivers.append(receiver)
        except BaseException:
            self._close_sockets()
            raise
        self._threads = [threading.Thread(target=self._send_on, name="relay sender", daemon=True)]
        if plan.predict:
            self._threads.append(threading.Thread(target=self._predict_on, name="relay predictor", daemon=True))

    def start(self) -> Relay:
        """Begin; returns itself."""
        for each in (*self.receivers, *self._threads):
            each.start()
        return self

    # --- receivers' threads ----------------------------------------------------------------

    def _took(self, source: int, sample: Sample) -> None:
        if (source, sample.subject) != self._from and not self._named(source, sample):
            return
        aligned = self._alignment.apply(sample)
        if self.plan.lens is not None:
            aligned = with_lens(aligned, self.plan.lens)
        self.core.observe(aligned)
        self._samples.append(aligned)
        self._wake.set()

    def _named(self, source: int, sample: Sample) -> bool:
        """Whether this is the camera: the first that is so called, or the first with a pose where nobody was named.

        Another source may have a subject of the same name; two of them would throw the picture to and fro.
        """
        with self._naming:
            posed = sample.position_m is not None or sample.rotation_wxyz is not None
            if self._from is None and posed and self._camera in ("", sample.subject):
                self._camera, self._from = sample.subject, (source, sample.subject)
            return self._from == (source, sample.subject)

    # --- the predictor's thread ------------------------------------------------------------

    def _predict_on(self) -> None:
        forecaster = self._forecaster()
        while not self._closing.is_set():
            self._wake.wait(_IDLE_S)
            self._wake.clear()
            try:
                self._foretell(forecaster)
            except Exception as e:  # noqa: BLE001 - whatever it was, the raw pose goes out and prediction begins anew
                self._faults, self._last_fault = self._faults + 1, f"{type(e).__name__}: {e}"
                forecaster = self._forecaster()

    def _foretell(self, forecaster: Forecaster) -> None:
        while self._samples:
            forecaster.observe(self._samples.popleft())
        photon_ns = self.core.photon_ns(self._schedule.next_due_ns())
        found = forecaster.predict(photon_ns)
        if found.state != "empty":
            self.core.offer(Forecast(photon_ns, Pose(found.position_m, found.rotation_wxyz), found.state))

    # --- the sender's thread ---------------------------------------------------------------

    def _send_on(self) -> None:
        while not self._closing.is_set():
            wait_ns = self._schedule.next_due_ns() - time.monotonic_ns()
            if wait_ns > 0 and self._closing.wait(wait_ns * 1e-9):
                return
            frame = self._schedule.taken(time.monotonic_ns())
            if frame is not None:
                self._send(frame)
            self._wake.set()

    def _send(self, frame: int) -> None:
        step = self.core.step(self._schedule.due_ns(frame))
        self._sender.send(step.packets)
        sent_ns = time.monotonic_ns()
        self._schedule.sent(sent_ns)
        self._decisions[step.decision] += 1
        self._last = step.decision
        if self._take is not None:
            for packet in step.packets:
                self._take.sent(0, sent_ns, step.photon_ns, step.decision, packet)

    # --- from outside ----------------------------------------------------------------------

    def status(self) -> RelayStatus:
        """How it is doing."""
        host, port = self.plan.destination
        figures, latency = self.core.figures, self.plan.volume.latency
        p_m, p_rad, r_m, r_rad = figures or (None, None, None, None)
        return RelayStatus(
            camera=self._camera,
            to=f"{self.plan.to} {host}:{port}",
            frames=self._decisions.total() - self._decisions["waiting"],
            skipped=self._schedule.skipped,
            decisions=dict(self._decisions.copy()),
            last=self._last,
            age_ms=self.core.age_ms,
            ahead_ms=self.core.photon_ns(0) / 1e6,
            latency_ms=latency.capture_to_photon_ms,
            latency_measured=latency.measured,
            predicted_mm=None if p_m is None else p_m * 1e3,
            predicted_deg=None if p_rad is None else math.degrees(p_rad),
            raw_mm=None if r_m is None else r_m * 1e3,
            raw_deg=None if r_rad is None else math.degrees(r_rad),
            faults=self._faults,
            last_fault=self._last_fault,
            send_failures=self._sender.failed,
            refused=self.core.refused,
            last_refusal=self.core.last_refusal,
            take=str(self._take.path) if self._take else "",
            take_failure=self._take.failure if self._take else "",
        )

    def _close_sockets(self) -> None:
        for receiver in self.receivers:
            receiver.close()
        self._sender.close()

    def close(self) -> None:
        """Stop and free the sockets; a predictor that hangs is left behind. The take stays its owner's."""
        self._closing.set()
        self._wake.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=1.0)
        self._close_sockets()

    def __enter__(self) -> Relay:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
