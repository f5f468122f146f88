"""FreeD's D1 message, byte by byte, to and from samples.

Source: Vinten/Radamec Free-d manual, "position/orientation data", 29 bytes, big-endian. Space: Z up,
the camera looks along +Y at pan = tilt = 0, X to the right: ours. Only the pan is counted the other
way: positive to the right, clockwise from above. Tilt is positive up, roll clockwise from behind.
The wire carries no time, no status and no name: a camera is ``cam:<id>``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...errors import InputError, PacketError
from .._angles import head_from_rotation, rotation_from_head
from ..model import Lens, Sample, Source
from ._profiles import FreedProfile, freed_profile

D1_BYTES = 29
_LENGTHS = {
    0xD0: 3, 0xD1: D1_BYTES, 0xD2: 16, 0xD3: 13, 0xD4: 18, 0xD5: 18, 0xD6: 18, 0xD7: 18, 0xD8: 21, 0xD9: 5,
    0xDA: 30, 0xDB: 4,
}  # fmt: skip
_DEG_UNIT = 1 / 32768
_M_UNIT = 1 / 64000
_LIMIT = 1 << 23


def _signed(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 3], "big", signed=True)


def _unsigned(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 3], "big")


def freed_checksum(body: bytes) -> int:
    """The last byte of a message: 0x40 minus the sum of all others, modulo 256."""
    return (0x40 - sum(body)) & 0xFF


def decode_d1(data: bytes, receive_ns: int, profile: FreedProfile) -> Sample:
    """One D1 message of exactly 29 bytes.

    Raises:
        PacketError: Another length or type, or a checksum that does not fit.
    """
    if len(data) != D1_BYTES or data[0] != 0xD1:
        raise PacketError(f"a D1 message has 29 bytes and begins with D1, not {len(data)} with {data[:1].hex()}")
    if freed_checksum(data[:-1]) != data[-1]:
        raise PacketError(f"checksum {data[-1]:02x} should be {freed_checksum(data[:-1]):02x}", where="FreeD byte 28")
    pan, tilt, roll = (math.radians(_signed(data, at) * _DEG_UNIT) for at in (2, 5, 8))
    x, y, z = (_signed(data, at) * _M_UNIT for at in (11, 14, 17))
    spare = int.from_bytes(data[26:28], "big")
    counted = profile.spare == "f_stop_and_sequence"
    return Sample(
        subject=f"cam:{data[1]}",
        receive_ns=receive_ns,
        capture_ns=receive_ns,
        position_m=(x, y, z),
        rotation_wxyz=rotation_from_head(-pan, tilt, roll),
        lens=_lens(_unsigned(data, 20), _unsigned(data, 23), spare, profile),
        sequence=spare >> 12 if counted else None,
        sequence_bits=4 if counted else 0,
    )


def _lens(zoom: int, focus: int, spare: int, profile: FreedProfile) -> Lens:
    stop = (spare & 0xFFF) / 100 if profile.spare == "f_stop_and_sequence" else 0.0
    return Lens(
        focal_mm=zoom * profile.zoom_mm if profile.zoom_mm and zoom else None,
        focus_m=focus * profile.focus_mm / 1000 if profile.focus_mm and focus else None,
        f_stop=stop or None,
        raw_zoom=float(zoom),
        raw_focus=float(focus),
        raw_iris=float(spare) if profile.spare == "iris" else None,
    )


def encode_d1(sample: Sample, camera_id: int, profile: FreedProfile) -> bytes:
    """A D1 message; what the sample lacks is zero on the wire.

    Raises:
        InputError: A position beyond 131 m, or an encoder value that does not fit: the field is named.
    """
    pan, tilt, roll = (0.0, 0.0, 0.0) if sample.rotation_wxyz is None else head_from_rotation(sample.rotation_wxyz)
    angles = (math.degrees(-pan), math.degrees(tilt), math.degrees(roll))
    position = sample.position_m or (0.0, 0.0, 0.0)
    lens = sample.lens or Lens()
    body = bytearray((0xD1, camera_id & 0xFF))
    for name, value in zip(("pan", "tilt", "roll"), angles, strict=True):
        body += _field(name, value / _DEG_UNIT, low=-_LIMIT, high=_LIMIT - 1)
    for name, value in zip(("x", "y", "z"), position, strict=True):
        body += _field(name, value / _M_UNIT, low=-_LIMIT, high=_LIMIT - 1)
    body += _field("zoom", _raw(lens.focal_mm, profile.zoom_mm, lens.raw_zoom), low=0, high=0xFFFFFF)
    focus_mm = lens.focus_m * 1000 if lens.focus_m is not None and math.isfinite(lens.focus_m) else None
    body += _field("focus", _raw(focus_mm, profile.focus_mm, lens.raw_focus), low=0, high=0xFFFFFF)
    body += _spare(sample, lens, profile)
    body.append(freed_checksum(bytes(body)))
    return bytes(body)


def _raw(real: float | None, unit: float, raw: float | None) -> float:
    if unit and real is not None:
        return real / unit
    return raw or 0.0


def _field(name: str, value: float, low: int, high: int) -> bytes:
    whole = round(value) if math.isfinite(value) else high + 1
    if not low <= whole <= high:
        raise InputError(f"{name} does not fit into FreeD's 24 bits", where=f"FreeD {name}", remedy="Check the unit.")
    return (whole & 0xFFFFFF).to_bytes(3, "big")


def _spare(sample: Sample, lens: Lens, profile: FreedProfile) -> bytes:
    if profile.spare == "f_stop_and_sequence":
        stop = _iris(min((lens.f_stop or 0.0) * 100, 0xFFF))
        return (stop | ((sample.sequence or 0) & 0xF) << 12).to_bytes(2, "big")
    return _iris(lens.raw_iris or 0.0).to_bytes(2, "big")


def _iris(value: float) -> int:
    whole = round(value) if math.isfinite(value) else -1
    if not 0 <= whole <= 0xFFFF:
        raise InputError("the iris does not fit into FreeD's 16 bits", where="FreeD spare", remedy="Check the profile.")
    return whole


class FreedDecoder:
    """Datagrams or whole serial reads: one message or several, of any FreeD type.

    Commands and replies other than D1 are passed over; they carry no pose.
    """

    def __init__(self, source: Source | None = None) -> None:
        self._profile = freed_profile(source.profile if source else "")

    def feed(self, packet: bytes, receive_ns: int) -> Sequence[Sample]:
        """The samples of a packet.

        Raises:
            PacketError: An unknown type, a message cut short, or a wrong checksum; nothing of the packet is used.
        """
        samples: list[Sample] = []
        at = 0
        while at < len(packet):
            length = _LENGTHS.get(packet[at])
            if length is None:
                raise PacketError(f"no FreeD message begins with {packet[at]:02x}", where=f"byte {at}")
            if at + length > len(packet):
                raise PacketError(f"the message of {length} bytes is cut short", where=f"byte {at}")
            if packet[at] == 0xD1:
                samples.append(decode_d1(packet[at : at + length], receive_ns, self._profile))
            at += length
        return samples


class FreedEncoder:
    """One D1 datagram for each sample; a subject ``cam:<id>`` keeps its id, any other gets ``camera_id``."""

    def __init__(self, camera_id: int = 1, profile: str = "") -> None:
        self._camera_id, self._profile = camera_id, freed_profile(profile)

    def encode(self, samples: Sequence[Sample]) -> list[bytes]:
        """Datagrams in the order of the samples; a sample without a pose gives none."""
        return [
            encode_d1(s, self._id_of(s.subject), self._profile)
            for s in samples
            if s.position_m is not None or s.rotation_wxyz is not None
        ]

    def _id_of(self, subject: str) -> int:
        head, _, tail = subject.partition(":")
        return int(tail) if head == "cam" and tail.isdecimal() and int(tail) < 256 else self._camera_id
