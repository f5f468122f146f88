"""The trackers of a running show: heard, brought into the set's space, and made into events for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import msgspec

from ...errors import SetpieceError
from ...scene import parse_timecode
from ...scene.model import CameraPayload, Scene
from ...tracking import Health, Sample, Source, Status, Tracking, VolumeTracking
from ...tracking.predict import Predictor
from ...tracking.receive import Listener, Reader, open_receiver, silence_of
from ...tracking.relay import Alignment, delay_words
from ...tracking.timecode import SUBJECT, TimecodeClock
from .._events import Event, Rolling, Seen, Sensed, Timecode
from .._gate import view_of
from .._show import Show
from ..desk import LatencyLook, Predicted, ReceiverLook, TrackerLook
from ..model import Pose, View

_AGAIN_S = 5.0
_LEARN_S = 0.05
_HEALTH_NS = 450_000_000
_FOCAL_MM, _FILMBACK_MM = 24.0, (36.0, 24.0)
"""Where neither tracker nor scene says: a wide lens, so that the frustum is too large and never too small."""
Tell = Callable[[str, str], None]
"""(what, text) for the log; called from any thread."""


class _Ear:
    """One source: its receiver, or why there is none."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.name = source.name or f"{source.protocol}:{source.port or 'usual port'}"
        self.receiver: Listener | None = None
        self.health: Sequence[Health] = ()
        self.health_ns = -_HEALTH_NS
        self.fault = ""


class Trackers:
    """Everybody that tracking.toml lists.

    Args:
        show: Whose reactions watch subjects.
        wake: Called when something that the show wants has come; in a receiver's thread.
        tell: Takes what a log should say.
    """

    def __init__(
        self, sources: Sequence[Source], volume: VolumeTracking, show: Show, wake: Callable[[], None], tell: Tell
    ) -> None:
        self._ears = [_Ear(s) for s in sources]
        self._volume, self._show, self._wake, self._tell = volume, show, wake, tell
        mount = Tracking()
        self._camera_space = Alignment(volume.tracking)
        self._space = Alignment(msgspec.structs.replace(
            volume.tracking, camera_from_body_m=mount.camera_from_body_m,
            camera_from_body_wxyz=mount.camera_from_body_wxyz,
        ))  # fmt: skip
        self._lens = _widest(show.scene)
        self._fresh, self._learning, self._labels = Reader(), Reader(), Reader()
        self._clock = TimecodeClock()
        self._recording: bool | None = None
        self._frame: int | None = None
        self._predictor = Predictor()
        self._foretold: Predicted | None = None
        self._closing = threading.Event()
        self._care = threading.Thread(target=self._tend, name="show trackers", daemon=True)
        self.camera = volume.tracking.camera
        """The subject whose frustum is the inner one; empty takes the first that has a lens or is called cam..."""

    def start(self) -> Trackers:
        """Begin to listen. A source that cannot be heard is told of and tried again."""
        for ear in self._ears:
            self._open(ear)
        if self._ears:
            self._care.start()
        return self

    def _open(self, ear: _Ear) -> None:
        try:
            receiver = open_receiver(ear.source)
        except (OSError, SetpieceError) as e:
            if str(e) != ear.fault:
                self._tell(ear.name, f"cannot be heard: {e}")
            ear.fault = str(e)
            return
        receiver.stream.add_sink(self._heard)
        ear.receiver = receiver.start()
        if ear.fault:
            self._tell(ear.name, "is heard now")
        ear.fault = ""

    def _heard(self, sample: Sample) -> None:
        """In a receiver's thread: the newest sample of each subject, and a nudge."""
        if sample.subject.startswith(SUBJECT) and sample.timecode is not None:
            self._labels.put(sample)
            self._wake()
            return
        if not self.camera and (sample.lens is not None or sample.subject.startswith("cam")):
            self.camera = sample.subject
        is_camera = sample.subject == self.camera
        if is_camera:
            self._learning.put(sample)
        if is_camera or sample.subject in self._show.watches:
            self._fresh.put(sample)
            self._wake()

    def drain(self) -> list[Event]:
        """What came since the last call, as events."""
        fresh = {sample.subject: sample for sample in self._fresh.drain()}
        events: list[Event] = self._of_clock(time.monotonic_ns())
        camera = fresh.get(self.camera)
        if camera is not None:
            events += self._of_camera(camera)
        watched = {s: self._pose(sample) for s, sample in fresh.items() if s in self._show.watches}
        if watched:
            events.append(Sensed(watched))
        return events

    def _of_clock(self, now_ns: int) -> list[Event]:
        """The frame that a source of timecode stands at, also between its labels and for a while without them."""
        for sample in self._labels.drain():
            if sample.timecode is not None:
                self._clock.observe(sample.timecode, sample.capture_ns)
        frame = self._clock.due(now_ns, self._show.scene.sequence.rate)
        return [] if frame is None else [Timecode(frame)]

    def aligned(self, sample: Sample) -> Sample:
        """A sample in the set's space, which is the volume's until a setup places the set elsewhere."""
        return (self._camera_space if sample.subject == self.camera else self._space).apply(sample)

    def _pose(self, sample: Sample) -> Pose | None:
        if sample.status == Status.LOST or sample.position_m is None:
            return None
        placed = self.aligned(sample)
        return Pose(placed.position_m or sample.position_m, placed.rotation_wxyz)

    def _of_camera(self, sample: Sample) -> list[Event]:
        events: list[Event] = []
        if sample.recording is not None and sample.recording != self._recording:
            self._recording = sample.recording
            events.append(Rolling(sample.recording, "tracker"))
        frame = self._frame_of(sample)
        clocked = self._clock.state(sample.receive_ns) != "none"  # a source of its own is heard rather than the camera
        if frame is not None and frame != self._frame and not clocked:
            self._frame = frame
            events.append(Timecode(frame))
        view = self._view(sample)
        # A camera that is lost keeps its last frustum: that nobody sees it is no reason to pop inside it.
        if view is not None:
            events.append(Seen(view))
        return events

    def _frame_of(self, sample: Sample) -> int | None:
        code = sample.timecode
        if code is None:
            return None
        mark = ";" if code.drop else ":"
        label = f"{code.hours:02}:{code.minutes:02}:{code.seconds:02}{mark}{code.frames:02}"
        with suppress(SetpieceError):
            return parse_timecode(label, code.rate)
        return None

    def _view(self, sample: Sample) -> View | None:
        if sample.status == Status.LOST:
            return None
        placed = self.aligned(sample)
        if placed.position_m is None or placed.rotation_wxyz is None:
            return None
        focal_mm, filmback_mm = self._lens
        if sample.lens is not None and sample.lens.focal_mm:
            focal_mm = sample.lens.focal_mm
        return view_of(placed.position_m, placed.rotation_wxyz, focal_mm, filmback_mm, self._volume.overscan)

    # --- care, in a thread of its own ------------------------------------------------------

    def _tend(self) -> None:
        again = time.monotonic() + _AGAIN_S
        while not self._closing.wait(_LEARN_S):
            try:
                self._learn()
            except Exception as e:  # noqa: BLE001  the page's figures begin anew; sources are still cared for
                self._predictor, self._foretold = Predictor(), None
                self._tell("prediction", f"failed: {e!r}")
            if self._clock.state(time.monotonic_ns()) == "freewheel":
                self._wake()
            if time.monotonic() >= again:
                again = time.monotonic() + _AGAIN_S
                for ear in self._ears:
                    if ear.receiver is None:
                        self._open(ear)

    def _learn(self) -> None:
        """What prediction would be worth: for the page, never for the show."""
        fresh = self._learning.drain()
        if not fresh:
            return
        for sample in fresh:
            self._predictor.observe(self.aligned(sample))
        at_ns = fresh[-1].capture_ns + round(self._volume.latency.capture_to_photon_ms * 1e6)
        p = self._predictor.predict(at_ns)
        self._foretold = Predicted(p.state, p.lag_ms, p.residual_mm, p.residual_deg, p.hold_mm, p.hold_deg)

    # --- looking ---------------------------------------------------------------------------

    def looks(self, now_ns: int) -> tuple[TrackerLook, ...]:
        """How everybody does. Places are the newest; what is counted over a second is worked out twice in one."""
        rows: list[TrackerLook] = []
        for ear in self._ears:
            if ear.receiver is None:
                continue
            stream = ear.receiver.stream
            if now_ns - ear.health_ns >= _HEALTH_NS:
                ear.health, ear.health_ns = stream.health(now_ns), now_ns
            for h in ear.health:
                newest = stream.latest(h.subject)
                if newest is not None:
                    rows.append(self._look(h, newest, now_ns))
        return tuple(rows)

    def _look(self, h: Health, newest: Sample, now_ns: int) -> TrackerLook:
        placed, camera = self.aligned(newest), h.subject == self.camera
        return TrackerLook(
            h.subject, h.protocol, h.rate_hz, (now_ns - newest.capture_ns) / 1e6, h.lost, h.duplicate, h.out_of_order,
            h.jitter_ms, newest.status.name.lower(), placed.position_m, placed.rotation_wxyz, camera,
            self._foretold if camera else None,
        )  # fmt: skip

    def receivers(self) -> tuple[ReceiverLook, ...]:
        """How every source does."""
        rows: list[ReceiverLook] = []
        for ear in self._ears:
            stream = ear.receiver.stream if ear.receiver is not None else None
            counts = (stream.packets, stream.refused, stream.last_refusal) if stream is not None else (0, 0, "")
            rows.append(ReceiverLook(ear.name, ear.fault or _trouble(ear.receiver), *counts))
        return tuple(rows)

    def latency(self, trackers: Sequence[TrackerLook]) -> LatencyLook:
        """The delay that prediction bridges, and the part of it that is seen here."""
        latency = self._volume.latency
        age_ms = next((t.age_ms for t in trackers if t.camera), None)
        return LatencyLook(
            delay_words(latency), latency.capture_to_photon_ms, latency.measured, latency.uncertainty_ms, age_ms
        )

    def close(self) -> None:
        """Stop listening."""
        self._closing.set()
        if self._care.is_alive():
            self._care.join()
        for ear in self._ears:
            if ear.receiver is not None:
                ear.receiver.close()


def _trouble(receiver: Listener | None) -> str:
    """Why a runtime gives nothing; a network's silence is seen by its counts."""
    return silence_of(receiver) if receiver is not None and receiver.info.transport == "runtime" else ""


def _widest(scene: Scene) -> tuple[float, tuple[float, float]]:
    """Focal length and filmback of the scene's widest camera: what is out of its frame is out of all of them."""
    cameras = [n.payload for n in scene.nodes.values() if isinstance(n.payload, CameraPayload)]
    if not cameras:
        return _FOCAL_MM, _FILMBACK_MM
    wide = min(cameras, key=lambda c: c.focal_mm / c.filmback_width_mm)
    return wide.focal_mm, (wide.filmback_width_mm, wide.filmback_height_mm)
