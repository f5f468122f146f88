"""The F4 packet: a head of four bytes, five bytes for each axis, a checksum.

Source: the public reader of SMPTE's camdkit (``mosys/f4.py``), which Mo-Sys wrote. It leaves the unit
of length open; its sample recording puts the camera 119 units above the floor, so a unit here is a
centimetre, and ``unit`` of the source corrects another installation. Pan is counted as OpenTrackIO
does (camdkit hands it on unchanged): counter-clockwise from above.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Sequence

from ...errors import PacketError
from ...scene.model import FrameRate
from .._angles import rotation_from_head
from ..model import Lens, Sample, Source, Status, Timecode

_HEAD, _AXIS = 4, 5
_PAN, _TILT, _FOCUS, _ZOOM, _X, _Y, _HEIGHT, _IRIS, _ROLL = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x0D, 0x13
_PUPIL, _INVERSE_FOCUS, _APERTURE, _TIMECODE, _STATE = 0x50, 0x57, 0x60, 0xF8, 0xF9
_LENS_NAMES = {0x51: "k1", 0x52: "k2", 0x53: "fx_px", 0x54: "cx_px", 0x55: "cy_px", 0x58: "fy_px"}
_RATES = {0: FrameRate(24, 1), 1: FrameRate(25, 1), 2: FrameRate(30, 1)}
_M_PER_COUNT = 0.01 / 1000
_RAD_PER_COUNT = math.pi / 180 / 1000
_FLOAT = struct.Struct(">f")


def split_f4(recording: bytes) -> Iterator[bytes]:
    """The packets of a recording (``.f4``): packets end to end, nothing between them.

    Raises:
        PacketError: What follows is no packet, or the last one is cut short; the byte is named.
    """
    at = 0
    while at < len(recording):
        size = _size(recording, at)
        yield recording[at : at + size]
        at += size


def _size(data: bytes, at: int) -> int:
    if data[at] != 0xF4:
        raise PacketError(f"an F4 packet begins with f4, not {data[at]:02x}", where=f"byte {at}")
    if at + _HEAD > len(data):
        raise PacketError("the F4 packet is cut short", where=f"byte {at}")
    axes = data[at + 2]
    size = _HEAD + _AXIS * axes + 1
    if not axes or at + size > len(data):
        here = len(data) - at
        raise PacketError(f"an F4 packet of {axes} axes has {size} bytes; here are {here}", where=f"byte {at}")
    return size


def decode_f4(packet: bytes, receive_ns: int) -> Sample:
    """One packet.

    Raises:
        PacketError: Not an F4 packet, another length, or a checksum that does not fit.
    """
    if not packet or _size(packet, 0) != len(packet):
        raise PacketError(f"{len(packet)} bytes are no F4 packet")
    checksum = (0x40 - sum(packet[:-1])) & 0xFF
    if checksum != packet[-1]:
        raise PacketError(f"checksum {packet[-1]:02x} should be {checksum:02x}", where=f"F4 byte {len(packet) - 1}")
    axes = {packet[at]: packet[at + 1 : at + _AXIS] for at in range(_HEAD, len(packet) - 1, _AXIS)}
    position = tuple(_count(axes.get(axis)) * _M_PER_COUNT for axis in (_X, _Y, _HEIGHT))
    pan, tilt, roll = (_count(axes.get(axis)) * _RAD_PER_COUNT for axis in (_PAN, _TILT, _ROLL))
    placed = any(axis in axes for axis in (_X, _Y, _HEIGHT))
    turned = any(axis in axes for axis in (_PAN, _TILT, _ROLL))
    return Sample(
        subject=f"cam:{packet[1]}",
        receive_ns=receive_ns,
        capture_ns=receive_ns,
        position_m=(position[0], position[1], position[2]) if placed else None,
        rotation_wxyz=rotation_from_head(pan, tilt, roll) if turned else None,
        lens=_lens(axes),
        status=_status(axes.get(_STATE)),
        timecode=_timecode(axes.get(_TIMECODE)),
        sequence=packet[3] & 0x0F,
        sequence_bits=4,
        recording=bool(packet[3] & 0x10),
        values=tuple((name, _real(axes[axis])) for axis, name in _LENS_NAMES.items() if axis in axes),
    )


def _count(axis: bytes | None) -> int:
    return 0 if axis is None else int.from_bytes(axis[1:], "big", signed=True)


def _real(axis: bytes) -> float:
    """Lens axes use the status byte as the first of a float's four."""
    value: float = _FLOAT.unpack(axis)[0]
    return value


def _lens(axes: dict[int, bytes]) -> Lens:
    pupil = _finite(axes.get(_PUPIL))
    inverse_m = _finite(axes.get(_INVERSE_FOCUS))
    return Lens(
        focus_m=None if inverse_m is None or inverse_m < 0 else 1 / inverse_m if inverse_m else math.inf,
        f_stop=_finite(axes.get(_APERTURE)),
        entrance_pupil_m=pupil,
        raw_zoom=_raw(axes.get(_ZOOM)),
        raw_focus=_raw(axes.get(_FOCUS)),
        raw_iris=_raw(axes.get(_IRIS)),
    )


def _finite(axis: bytes | None) -> float | None:
    value = math.nan if axis is None else _real(axis)
    return value if math.isfinite(value) else None


def _raw(axis: bytes | None) -> float | None:
    return None if axis is None else float(int.from_bytes(axis[2:], "big"))


def _status(axis: bytes | None) -> Status:
    """Tracking state 0-15: the maker publishes only that 0 is none."""
    if axis is None:
        return Status.UNKNOWN
    return Status.GOOD if axis[1] else Status.LOST


def _timecode(axis: bytes | None) -> Timecode | None:
    """Six bits each of minutes, seconds and frames below the hours; the rate in the status byte."""
    rate = None if axis is None else _RATES.get(axis[0] >> 5 & 3)
    if axis is None or rate is None:
        return None
    whole = int.from_bytes(axis[1:], "big")
    hours, minutes, seconds, frames = whole >> 18, whole >> 12 & 63, whole >> 6 & 63, whole & 63
    if hours > 23 or minutes > 59 or seconds > 59 or frames >= rate.num:
        return None
    return Timecode(hours, minutes, seconds, frames, rate)


class F4Decoder:
    """Datagrams or serial reads of whole packets."""

    def __init__(self, source: Source | None = None) -> None:
        del source  # no vendor profile: there is one vendor

    def feed(self, packet: bytes, receive_ns: int) -> Sequence[Sample]:
        """The samples of a read.

        Raises:
            PacketError: See ``decode_f4`` and ``split_f4``; nothing of the read is used.
        """
        return [decode_f4(part, receive_ns) for part in split_f4(packet)]
