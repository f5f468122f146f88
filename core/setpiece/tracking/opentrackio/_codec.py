"""OpenTrackIO samples to and from ours.

Space: right-handed, Z up, Y forward, metres: ours. Rotations are pan, tilt, roll in degrees, intrinsic
Z-X-Y, pan counter-clockwise from above (the other way than FreeD). Transforms are composed from the first
to the last. A focal length is the pinhole's; the nominal one of the static block is never used for it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Literal

import msgspec

from ...errors import InputError, PacketError
from ...geometry import Quat, Vec3, quat_multiply, quat_rotate
from ...scene.model import FrameRate
from .._angles import head_from_rotation, turn_from_head
from ..model import FORWARD_QUAT, Lens, Sample, Source, Status, Timecode
from ._cbor import decode_cbor, encode_cbor
from ._packet import CBOR, JSON, Assembler, cut, unpack_segment
from ._wire import Transform, WireLens, WireSample, WireTimecode

OPENTRACKIO_GROUP, OPENTRACKIO_PORT = "239.135.1.1", 55555
VERSION = (1, 0, 1)
_STATIC_EVERY_NS = 2_000_000_000
_SUBJECTS = 256
_LOST = ("lost", "error", "fail", "no optical", "not tracking", "invalid")
_WEAK = ("bad", "poor", "degraded", "limited", "inertial", "coast", "warn")


class OpenTrackIoDecoder:
    """Packets as samples.

    Attributes:
        statics: The last static block of each subject, as it came: camera, lens, tracker.
    """

    def __init__(self, source: Source | None = None) -> None:
        del source
        self._assembler = Assembler()
        self.statics: dict[str, dict[str, Any]] = {}

    @property
    def incomplete(self) -> int:
        """Samples given up because a segment never came."""
        return self._assembler.incomplete

    def feed(self, packet: bytes, receive_ns: int) -> Sequence[Sample]:
        """The sample that a packet completes; static data alone gives none.

        Raises:
            PacketError: Not OpenTrackIO, damaged, or a field that is wrong; it is named.
        """
        segment = unpack_segment(packet)
        payload = self._assembler.add(segment)
        if payload is None:
            return ()
        wire = _typed(payload, segment.encoding)
        subject = _subject(wire)
        if wire.static is not None and (subject in self.statics or len(self.statics) < _SUBJECTS):
            self.statics[subject] = {**self.statics.get(subject, {}), **wire.static}
        if not (wire.transforms or wire.lens or wire.tracker):
            return ()
        return [_sample(wire, subject, segment.sequence, receive_ns)]


def _typed(payload: bytes, encoding: int) -> WireSample:
    try:
        raw = msgspec.json.decode(payload) if encoding == JSON else decode_cbor(payload)
        return msgspec.convert(raw, WireSample)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as e:
        raise PacketError(str(e), where="OpenTrackIO sample") from e


def _subject(wire: WireSample) -> str:
    if wire.source_number is not None:
        return f"otrk:{wire.source_number}"
    return wire.source_id[-64:] or "otrk:0"


def _sample(wire: WireSample, subject: str, sequence: int, receive_ns: int) -> Sample:
    timing, tracker = wire.timing, wire.tracker
    stamp = timing.sample_timestamp if timing else None
    position, rotation = _pose(wire.transforms) if wire.transforms else (None, None)
    return Sample(
        subject=subject,
        receive_ns=receive_ns,
        capture_ns=receive_ns,
        position_m=position,
        rotation_wxyz=rotation,
        lens=_lens(wire.lens) if wire.lens else None,
        status=_status(tracker.status) if tracker else Status.UNKNOWN,
        source_ns=stamp.seconds * 1_000_000_000 + stamp.nanoseconds if stamp else None,
        timecode=_timecode(timing.timecode) if timing and timing.timecode else None,
        sequence=sequence,
        sequence_bits=16,
        recording=tracker.recording if tracker else None,
        slate=tracker.slate if tracker else "",
    )


def _pose(transforms: Sequence[Transform]) -> tuple[Vec3, Quat]:
    position: Vec3 = (0.0, 0.0, 0.0)
    turn: Quat = (1.0, 0.0, 0.0, 0.0)
    scale: Vec3 = (1.0, 1.0, 1.0)
    for t in transforms:
        step = (t.translation.x * scale[0], t.translation.y * scale[1], t.translation.z * scale[2])
        moved = quat_rotate(turn, step)
        position = (position[0] + moved[0], position[1] + moved[1], position[2] + moved[2])
        angles = (t.rotation.pan, t.rotation.tilt, t.rotation.roll)
        turn = quat_multiply(turn, turn_from_head(*(math.radians(a) for a in angles)))
        if t.scale is not None:
            scale = (scale[0] * t.scale.x, scale[1] * t.scale.y, scale[2] * t.scale.z)
    return position, quat_multiply(turn, FORWARD_QUAT)


def _lens(wire: WireLens) -> Lens:
    raw, norm = wire.raw_encoders, wire.encoders
    shape = wire.distortion[0] if wire.distortion else None
    return Lens(
        focal_mm=wire.pinhole_focal_length,
        focus_m=wire.focus_distance,
        f_stop=wire.f_stop,
        entrance_pupil_m=wire.entrance_pupil_offset,
        raw_zoom=raw.zoom if raw and raw.zoom is not None else norm.zoom if norm else None,
        raw_focus=raw.focus if raw and raw.focus is not None else norm.focus if norm else None,
        raw_iris=raw.iris if raw and raw.iris is not None else norm.iris if norm else None,
        distortion=(shape.model, shape.radial + shape.tangential) if shape else None,
    )


def _status(text: str) -> Status:
    """Free text: what systems write there, by its words."""
    said = text.lower()
    if any(word in said for word in _LOST):
        return Status.LOST
    if any(word in said for word in _WEAK):
        return Status.DEGRADED
    return Status.GOOD if "good" in said or said == "ok" else Status.UNKNOWN


def _timecode(wire: WireTimecode) -> Timecode | None:
    rate = wire.frame_rate or (wire.format.frame_rate if wire.format else None)
    if rate is None:
        return None
    frame_rate = FrameRate(rate.num, rate.denom)
    return Timecode(wire.hours, wire.minutes, wire.seconds, wire.frames, frame_rate, wire.drop_frame)


class OpenTrackIoEncoder:
    """Samples as packets, the static block with the first and then every two seconds.

    Args:
        source_number: 1 to 200; also the last number of the multicast group.
        encoding: JSON is readable on the wire, CBOR a little smaller.
        rate: Sample rate to announce.

    Raises:
        InputError: A source number that has no group.
    """

    def __init__(
        self, source_number: int = 1, encoding: Literal["json", "cbor"] = "json", rate: FrameRate | None = None
    ) -> None:
        if not 1 <= source_number <= 200:
            raise InputError(f"source {source_number} has no group", where="source number", remedy="Take 1 to 200.")
        self._number, self._encoding, self._rate = source_number, encoding, rate
        self._sequence = 0
        self._static_at: dict[str, int] = {}

    def encode(self, samples: Sequence[Sample]) -> list[bytes]:
        """The packets of each sample that has a pose or a lens."""
        return [p for s in samples if s.rotation_wxyz is not None or s.lens is not None for p in self._packets(s)]

    def _packets(self, sample: Sample) -> list[bytes]:
        # The standard's own receiver takes a first packet numbered 0 for one it has had.
        self._sequence = self._sequence % 0xFFFF + 1
        body = self._body(sample)
        payload = msgspec.json.encode(body) if self._encoding == "json" else encode_cbor(body)
        return cut(payload, JSON if self._encoding == "json" else CBOR, self._sequence)

    def _body(self, sample: Sample) -> dict[str, Any]:
        seconds, nanoseconds = divmod(max(0, sample.capture_ns), 1_000_000_000)
        timing: dict[str, Any] = {
            "mode": "internal",
            "sampleTimestamp": {"seconds": seconds, "nanoseconds": nanoseconds},
            "sequenceNumber": self._sequence,
        }
        if self._rate:
            timing["sampleRate"] = {"num": self._rate.num, "denom": self._rate.den}
        if sample.timecode:
            timing["timecode"] = _wire_timecode(sample.timecode)
        body: dict[str, Any] = {
            "protocol": {"name": "OpenTrackIO", "version": VERSION},
            "sourceId": _urn(sample.subject),
            "sourceNumber": self._number,
            "timing": timing,
            "tracker": _wire_tracker(sample),
        }
        if sample.rotation_wxyz is not None:
            body["transforms"] = [_wire_transform(sample)]
        if sample.lens and (lens := _wire_lens(sample.lens)):
            body["lens"] = lens
        if sample.capture_ns - self._static_at.get(sample.subject, -_STATIC_EVERY_NS) >= _STATIC_EVERY_NS:
            self._static_at[sample.subject] = sample.capture_ns
            body["static"] = _wire_static(sample.subject)
        return body


def _urn(subject: str) -> str:
    """The same id for the same subject, in the form of a UUID of version 8 (RFC 9562: custom)."""
    h = blake2b(subject.encode("utf-8"), digest_size=16).hexdigest()
    return f"urn:uuid:{h[:8]}-{h[8:12]}-8{h[13:16]}-{'89ab'[int(h[16], 16) % 4]}{h[17:20]}-{h[20:]}"


def _wire_static(subject: str) -> dict[str, Any]:
    """Unreal lists a camera only when make, model, serial number and label are there."""
    return {"camera": {"make": "Setpiece", "model": "relay", "serialNumber": subject, "label": subject}}


def _wire_tracker(sample: Sample) -> dict[str, Any]:
    words = {Status.GOOD: "Optical Good", Status.DEGRADED: "Degraded", Status.LOST: "Lost"}
    tracker: dict[str, Any] = {"status": words.get(sample.status, "Unknown")}
    if sample.recording is not None:
        tracker["recording"] = sample.recording
    if sample.slate:
        tracker["slate"] = sample.slate[:1023]
    return tracker


def _wire_timecode(code: Timecode) -> dict[str, Any]:
    rate = {"num": code.rate.num, "denom": code.rate.den}
    return {
        "hours": code.hours, "minutes": code.minutes, "seconds": code.seconds, "frames": code.frames,
        "frameRate": rate, "dropFrame": code.drop,
    }  # fmt: skip


def _wire_transform(sample: Sample) -> dict[str, Any]:
    pan, tilt, roll = (math.degrees(a) for a in head_from_rotation(sample.rotation_wxyz or FORWARD_QUAT))
    x, y, z = sample.position_m or (0.0, 0.0, 0.0)
    return {
        "id": "Camera", "translation": {"x": x, "y": y, "z": z}, "rotation": {"pan": pan, "tilt": tilt, "roll": roll}
    }  # fmt: skip


def _wire_lens(lens: Lens) -> dict[str, Any]:
    """Only what is known; infinity has no place in JSON and is left out."""
    known = {
        "pinholeFocalLength": lens.focal_mm, "focusDistance": lens.focus_m, "fStop": lens.f_stop,
        "entrancePupilOffset": lens.entrance_pupil_m,
    }  # fmt: skip
    wire: dict[str, Any] = {k: v for k, v in known.items() if v is not None and math.isfinite(v)}
    raw = {"focus": lens.raw_focus, "iris": lens.raw_iris, "zoom": lens.raw_zoom}
    whole = {k: int(v) for k, v in raw.items() if v is not None and v >= 0 and float(v).is_integer()}
    if whole:
        wire["rawEncoders"] = whole
    return wire
