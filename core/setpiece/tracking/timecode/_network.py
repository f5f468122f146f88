"""Timecode in one packet: Art-Net's, and the shapes in which OSC senders write it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...errors import InputError, PacketError
from ...scene import label_base, parse_timecode
from ...scene.model import FrameRate
from ..model import Sample, Source, Timecode
from ._labels import checked, frame_of, timecode_of, with_rate

ART_NET_PORT = 6454
SUBJECT = "timecode"
"""Who has no pose and brings timecode; of another stream than 0, ``timecode:N``."""
_ID = b"Art-Net\0"
_OP_TIMECODE = 0x9700
_VERSION = 14
_SIZE = 19
_RATES = (FrameRate(24), FrameRate(25), FrameRate(30000, 1001), FrameRate(30))
_DAY_S = 86400


def decode_art_timecode(packet: bytes, rate: FrameRate | None = None) -> tuple[int, Timecode]:
    """Stream number and label of an ArtTimeCode packet.

    Layout: ``Art-Net`` and a zero, operation 0x9700 low byte first, version high byte first, a filler, stream,
    frames, seconds, minutes, hours, type (0 film 24, 1 EBU 25, 2 drop-frame 29.97, 3 SMPTE 30). Art-Net 4,
    "ArtTimeCode" (art-net.org.uk).

    Args:
        packet: One datagram; bytes after the 19 are nobody's.
        rate: What is known to run: 24 may mean 23.976.

    Raises:
        PacketError: Not such a packet, or no label; the field and its offset are named.
    """
    if len(packet) < _SIZE:
        raise PacketError(f"{len(packet)} bytes, an ArtTimeCode has {_SIZE}", where="art-net at 0")
    if packet[:8] != _ID:
        raise PacketError("does not begin with Art-Net", where="art-net id at 0")
    operation, version = packet[8] | packet[9] << 8, packet[10] << 8 | packet[11]
    if operation != _OP_TIMECODE:
        raise PacketError(f"operation 0x{operation:04x} is no timecode", where="art-net opcode at 8")
    if version < _VERSION:
        raise PacketError(f"protocol version {version} is older than {_VERSION}", where="art-net version at 10")
    frames, seconds, minutes, hours, kind = packet[14:_SIZE]
    if kind >= len(_RATES):
        raise PacketError(f"there is no type {kind}", where="art-net type at 18")
    if seconds > 59 or minutes > 59 or hours > 23:
        raise PacketError(f"{hours}:{minutes}:{seconds} is no time", where="art-net hours at 17")
    code = checked(with_rate(Timecode(hours, minutes, seconds, frames, _RATES[kind], kind == 2), rate))
    if code is None:
        raise PacketError(f"there is no frame {frames} there", where="art-net frames at 14")
    return packet[13], code


def encode_art_timecode(code: Timecode, stream: int = 0) -> bytes:
    """An ArtTimeCode packet; the inverse of ``decode_art_timecode``, which cannot tell 23.976 from 24.

    Raises:
        InputError: A rate that Art-Net has no type for.
    """
    base = label_base(code.rate)
    kind = 2 if code.drop else {24: 0, 25: 1, 30: 3}.get(base)
    if kind is None or code.frames >= base:
        raise InputError(f"Art-Net has no timecode of {base} frames", remedy="It has 24, 25, 29.97 drop-frame and 30.")
    head = _ID + _OP_TIMECODE.to_bytes(2, "little") + _VERSION.to_bytes(2, "big")
    return head + bytes((0, stream, code.frames, code.seconds, code.minutes, code.hours, kind))


class ArtTimecodeDecoder:
    """Art-Net as a source: timecode as samples without a pose; what else is on its port is nobody's concern here."""

    def __init__(self, source: Source) -> None:
        del source

    def feed(self, packet: bytes, receive_ns: int) -> Sequence[Sample]:
        """One sample of an ArtTimeCode, none of any other Art-Net packet.

        Raises:
            PacketError: See ``decode_art_timecode``.
        """
        if packet[:8] == _ID and len(packet) >= 10 and packet[8] | packet[9] << 8 != _OP_TIMECODE:
            return ()
        stream, code = decode_art_timecode(packet)
        subject = f"{SUBJECT}:{stream}" if stream else SUBJECT
        return (Sample(subject, receive_ns, receive_ns, timecode=code),)


def decode_osc_timecode(arguments: Sequence[object], rate: FrameRate) -> Timecode:
    """The label that an OSC message's arguments mean.

    Args:
        arguments: ``"HH:MM:SS:FF"`` (``;`` is drop-frame), or four numbers hours, minutes, seconds, frames, or one
            number: seconds since midnight.
        rate: OSC does not say it.

    Raises:
        PacketError: None of these.
    """
    try:
        return _osc(arguments, rate)
    except InputError as e:
        raise PacketError(e.what, where="osc timecode", remedy=e.remedy) from e


def _osc(arguments: Sequence[object], rate: FrameRate) -> Timecode:
    match arguments:
        case [str(text)]:
            frame = parse_timecode(text, rate)
            return timecode_of(frame, rate, drop=text.strip()[8:9] != ":")
        case [bool()]:
            pass
        case [int() | float() as seconds] if math.isfinite(seconds) and 0 <= seconds < _DAY_S:
            # A float of seconds lies just before the frame that it was computed from.
            return timecode_of(round(seconds * rate.num / rate.den, 4), rate)
        case [int() | float() as h, int() | float() as m, int() | float() as s, int() | float() as f]:
            parts = [int(v) if math.isfinite(v) and 0 <= v < 100 else 99 for v in (h, m, s, f)]
            if parts[1] < 60 and parts[2] < 60:
                code = Timecode(parts[0], parts[1], parts[2], parts[3], rate)
                frame_of(code)
                return code
        case _:
            pass
    raise InputError("the arguments are no timecode", remedy="Send HH:MM:SS:FF, four numbers, or seconds.")
