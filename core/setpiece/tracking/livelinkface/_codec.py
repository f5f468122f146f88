"""The datagram of Epic's Live Link Face app to and from samples.

Layout, version 6: u32 little-endian version, 37 bytes ``$`` and a UUID, then big-endian: i32 length and
the subject's name in UTF-8, i32 frame of the day, f32 part of the frame, i32 rate numerator and
denominator, u8 61, 61 f32. Source: the public PyLiveLinkFace reader and writer. The numbers are
ARKit's 52 blend shapes in [0, 1] and nine angles in radians of head and eyes; no position is sent.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from ...errors import InputError, PacketError
from ...scene.model import FrameRate
from ..model import Sample, Source, Timecode

BLEND_SHAPES: tuple[str, ...] = tuple(
    "EyeBlinkLeft EyeLookDownLeft EyeLookInLeft EyeLookOutLeft EyeLookUpLeft EyeSquintLeft EyeWideLeft "
    "EyeBlinkRight EyeLookDownRight EyeLookInRight EyeLookOutRight EyeLookUpRight EyeSquintRight EyeWideRight "
    "JawForward JawRight JawLeft JawOpen MouthClose MouthFunnel MouthPucker MouthRight MouthLeft MouthSmileLeft "
    "MouthSmileRight MouthFrownLeft MouthFrownRight MouthDimpleLeft MouthDimpleRight MouthStretchLeft "
    "MouthStretchRight MouthRollLower MouthRollUpper MouthShrugLower MouthShrugUpper MouthPressLeft "
    "MouthPressRight MouthLowerDownLeft MouthLowerDownRight MouthUpperUpLeft MouthUpperUpRight BrowDownLeft "
    "BrowDownRight BrowInnerUp BrowOuterUpLeft BrowOuterUpRight CheekPuff CheekSquintLeft CheekSquintRight "
    "NoseSneerLeft NoseSneerRight TongueOut HeadYaw HeadPitch HeadRoll LeftEyeYaw LeftEyePitch LeftEyeRoll "
    "RightEyeYaw RightEyePitch RightEyeRoll".split()
)
_VERSION = 6
_NAME_AT = 41
_LONGEST_NAME = 256
_FRAME = struct.Struct(">ifiiB")
_VALUES = struct.Struct(">61f")


class LiveLinkFaceDecoder:
    """One datagram, one sample whose ``values`` are named after ``BLEND_SHAPES``."""

    def __init__(self, source: Source | None = None) -> None:
        del source

    def feed(self, packet: bytes, receive_ns: int) -> Sequence[Sample]:
        """The sample of a datagram; none where the app sends its head only (no face in view).

        Raises:
            PacketError: Another layout, or cut short; the field is named.
        """
        if len(packet) < _NAME_AT + 4 or packet[4:5] != b"$":
            raise PacketError("no Live Link Face packet", where="byte 4")
        (length,) = struct.unpack_from(">i", packet, _NAME_AT)
        at = _NAME_AT + 4 + length
        if not 0 <= length <= _LONGEST_NAME or at > len(packet):
            raise PacketError(f"a subject's name of {length} bytes", where=f"byte {_NAME_AT}")
        name = packet[_NAME_AT + 4 : at].decode("utf-8", "replace")
        if at == len(packet):
            return ()
        if len(packet) < at + _FRAME.size + _VALUES.size:
            missing = at + _FRAME.size + _VALUES.size - len(packet)
            raise PacketError(f"{missing} bytes of the frame are missing", where=f"byte {at}")
        frame, part, num, den, count = _FRAME.unpack_from(packet, at)
        if count != len(BLEND_SHAPES):
            raise PacketError(f"{count} values, not {len(BLEND_SHAPES)}", where=f"byte {at + _FRAME.size - 1}")
        values: tuple[float, ...] = _VALUES.unpack_from(packet, at + _FRAME.size)
        return [
            Sample(
                subject=name or packet[5:_NAME_AT].decode("ascii", "replace"),
                receive_ns=receive_ns,
                capture_ns=receive_ns,
                timecode=_timecode(frame, part, num, den),
                values=tuple(zip(BLEND_SHAPES, values, strict=True)),
            )
        ]


def _timecode(frame: int, part: float, num: int, den: int) -> Timecode | None:
    """A frame of the day as a label; rates that are no rates, and days that are over, give none."""
    if num < 1 or den < 1 or frame < 0 or not 0 <= part < 1:
        return None
    base = max(1, round(num / den))
    seconds, frames = divmod(frame, base)
    if seconds >= 24 * 3600:
        return None
    return Timecode(seconds // 3600, seconds // 60 % 60, seconds % 60, frames, FrameRate(num, den), sub_frame=part)


class LiveLinkFaceEncoder:
    """Datagrams as the app sends them; ``device`` is the 36 characters of the phone's id."""

    def __init__(self, device: str = "00000000-0000-0000-0000-000000000000") -> None:
        if len(device.encode()) != 36:
            raise InputError("a device id has 36 characters", where="device", remedy="Write it as a UUID.")
        self._device = device.encode()

    def encode(self, samples: Sequence[Sample]) -> list[bytes]:
        """One datagram for each sample that has any of the ``BLEND_SHAPES``; the others are at 0."""
        known = set(BLEND_SHAPES)
        return [self._packet(s) for s in samples if any(name in known for name, _ in s.values)]

    def _packet(self, sample: Sample) -> bytes:
        values = dict(sample.values)
        name = sample.subject.encode()[:_LONGEST_NAME]
        code = sample.timecode
        frame, part, num, den = 0, 0.0, 60, 1
        if code:
            num, den, part = code.rate.num, code.rate.den, code.sub_frame
            seconds = (code.hours * 60 + code.minutes) * 60 + code.seconds
            frame = seconds * max(1, round(num / den)) + code.frames
        return b"".join(
            (
                struct.pack("<I", _VERSION), b"$", self._device, struct.pack(">i", len(name)), name,
                _FRAME.pack(frame, part, num, den, len(BLEND_SHAPES)),
                _VALUES.pack(*(values.get(shape, 0.0) for shape in BLEND_SHAPES)),
            )
        )  # fmt: skip
