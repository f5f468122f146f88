"""What the process that talks to the runtime says: all devices at one moment, in bytes that a take can keep.

Little-endian: ``SPXR``, version u8 = 1, devices u8, reserved u16, time i64 (monotonic nanoseconds for which the
poses hold); then for each device: length of its name u8, name in UTF-8, flags u8 and seven float64: position
x y z in metres and orientation x y z w, exactly as OpenXR gave them (right-handed, Y up, -Z forward).

Flags are ``XrSpaceLocationFlags``: 1 orientation valid, 2 position valid, 4 orientation tracked, 8 position
tracked (The OpenXR Specification, XrSpaceLocationFlagBits). Valid and not tracked is an estimate of the
runtime's own: it is used and called ``DEGRADED``. What is not valid is not even looked at.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence

import msgspec

from ...errors import PacketError
from ...geometry import Quat, Vec3
from .._spaces import position_to_ours, rotation_to_ours
from ..model import Sample, Source, Status

MAGIC = b"SPXR"
_VERSION = 1
_HEAD = struct.Struct("<4sBBHq")
_DEVICE = struct.Struct("<B7d")
_ROTATION_VALID, _POSITION_VALID, _ROTATION_TRACKED, _POSITION_TRACKED = 1, 2, 4, 8
_BOTH_TRACKED = _ROTATION_TRACKED | _POSITION_TRACKED
_UNIT_SLACK = 0.02


class Located(msgspec.Struct, frozen=True):
    """One device as the runtime located it.

    Attributes:
        subject: Its name here: ``head``, ``left``, ``right``, ``tracker:camera``, ``device:SERIAL``.
        flags: ``XrSpaceLocationFlags``.
        position: Metres, x y z of OpenXR.
        orientation: x y z w of OpenXR.
    """

    subject: str
    flags: int
    position: Vec3 = (0.0, 0.0, 0.0)
    orientation: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 1.0)


def encode_located(devices: Sequence[Located], time_ns: int) -> bytes:
    """The bytes of one moment; at most 255 devices, names at most 255 bytes."""
    parts = [_HEAD.pack(MAGIC, _VERSION, min(len(devices), 255), 0, time_ns)]
    for d in devices[:255]:
        name = d.subject.encode("utf-8")[:255].decode("utf-8", "ignore").encode("utf-8")
        parts += [bytes((len(name),)), name, _DEVICE.pack(d.flags & 15, *d.position, *d.orientation)]
    return b"".join(parts)


def decode_located(packet: bytes) -> tuple[int, tuple[Located, ...]]:
    """The moment (monotonic ns) and the devices.

    Raises:
        PacketError: Not such bytes; the field and its offset are named.
    """
    if len(packet) < _HEAD.size:
        raise PacketError(f"{len(packet)} bytes are too few for a head", where="openxr at 0")
    magic, version, count, _, time_ns = _HEAD.unpack_from(packet)
    if magic != MAGIC or version != _VERSION:
        raise PacketError(f"magic {magic!r} version {version}, not {MAGIC!r} {_VERSION}", where="openxr at 0")
    at = _HEAD.size
    devices: list[Located] = []
    for number in range(count):
        device, at = _device(packet, at, number)
        devices.append(device)
    if at != len(packet):
        raise PacketError(f"{len(packet) - at} bytes after the last device", where=f"openxr at {at}")
    return time_ns, tuple(devices)


def _device(packet: bytes, at: int, number: int) -> tuple[Located, int]:
    where = f"openxr device {number} at {at}"
    end = at + 1 + (packet[at] if at < len(packet) else 0)
    if end + _DEVICE.size > len(packet):
        raise PacketError("the packet ends inside a device", where=where)
    try:
        name = packet[at + 1 : end].decode("utf-8")
    except UnicodeDecodeError as e:
        raise PacketError("the name is no UTF-8", where=where) from e
    flags, x, y, z, qx, qy, qz, qw = _DEVICE.unpack_from(packet, end)
    if not name or flags > 15:
        raise PacketError("a device needs a name and flags below 16", where=where)
    return Located(name, flags, (x, y, z), (qx, qy, qz, qw)), end + _DEVICE.size


def sample_of(device: Located, time_ns: int, receive_ns: int) -> Sample:
    """A device as a sample; numbers that the runtime does not vouch for stay behind."""
    position = _position(device) if device.flags & _POSITION_VALID else None
    rotation = _rotation(device) if device.flags & _ROTATION_VALID else None
    if position is None and rotation is None:
        status = Status.LOST
    elif position is None or rotation is None or device.flags & _BOTH_TRACKED != _BOTH_TRACKED:
        status = Status.DEGRADED
    else:
        status = Status.GOOD
    return Sample(
        device.subject, receive_ns, receive_ns, position_m=position, rotation_wxyz=rotation,
        status=status, source_ns=time_ns,
    )  # fmt: skip


def _position(device: Located) -> Vec3 | None:
    return position_to_ours(device.position, "y_up_right") if all(map(math.isfinite, device.position)) else None


def _rotation(device: Located) -> Quat | None:
    """None when the runtime called something valid that is no rotation."""
    x, y, z, w = device.orientation
    size = math.sqrt(x * x + y * y + z * z + w * w) if all(abs(v) < 2 for v in device.orientation) else 0.0
    if abs(size - 1) > _UNIT_SLACK:
        return None
    return rotation_to_ours((w / size, x / size, y / size, z / size), "y_up_right")


class OpenXrDecoder:
    """Decodes what ``encode_located`` wrote; a take of it is heard again like any other protocol's."""

    def __init__(self, source: Source) -> None:
        del source

    def feed(self, packet: bytes, receive_ns: int) -> Sequence[Sample]:
        """One sample a device.

        Raises:
            PacketError: See ``decode_located``.
        """
        time_ns, devices = decode_located(packet)
        return [sample_of(device, time_ns, receive_ns) for device in devices]
