"""MIDI timecode out of a stream of MIDI bytes: quarter frames in both directions, and full frames for a locate.

Eight quarter frames, ``F1 0nnndddd``, carry one label, four bits each, while two frames go by (MIDI 1.0 Detailed
Specification, MIDI Time Code). Piece 0 stands at the beginning of the label's frame and piece k a quarter of a
frame times k later, so that the label is old when it is complete: forwards, at piece 7, by 1.75 frames (two when
the next piece 0 comes); backwards it is complete at piece 0, which is where it points. What is given is corrected.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ...scene.model import FrameRate
from ..model import Timecode
from ._labels import advanced, checked, with_rate

_QUARTER, _SYSEX, _END, _REALTIME = 0xF1, 0xF0, 0xF7, 0xF8
_FULL = (0x7F, 0x01, 0x01)
_PIECES = 8
_OLD_FRAMES = 1.75
_LONGEST = 32
_RATES = (FrameRate(24), FrameRate(25), FrameRate(30000, 1001), FrameRate(30))


class MtcReading(msgspec.Struct, frozen=True, gc=False):
    """Where timecode stands.

    Attributes:
        timecode: At ``receive_ns``, corrected for the time it took to be told.
        kind: ``running`` from quarter frames; ``full`` is a locate: timecode need not run.
        reverse: It runs backwards.
    """

    timecode: Timecode
    receive_ns: int
    kind: Literal["running", "full"] = "running"
    reverse: bool = False


class MtcDecoder:
    """Bytes of one MIDI port in, in pieces of any size, other messages among them.

    Args:
        rate: What is known to run: MTC says 30 for 29.97 without drop-frame and 24 for 23.976.

    Attributes:
        rejected: Complete messages whose digits are no label.
    """

    def __init__(self, rate: FrameRate | None = None) -> None:
        self._rate = rate
        self._status = 0
        self._sysex: bytearray | None = None
        self._pieces = [0] * _PIECES
        self._piece, self._direction, self._run = -1, 0, 0
        self.rejected = 0

    def feed(self, data: bytes, receive_ns: int) -> list[MtcReading]:
        """What the bytes, all received at ``receive_ns``, complete."""
        found: list[MtcReading] = []
        for byte in data:
            if byte >= _REALTIME:  # clocks may stand anywhere, inside other messages as well
                continue
            reading = self._data(byte, receive_ns) if byte < 0x80 else self._new_status(byte, receive_ns)
            if reading is not None:
                found.append(reading)
        return found

    def _new_status(self, byte: int, receive_ns: int) -> MtcReading | None:
        whole, self._sysex = self._sysex, bytearray() if byte == _SYSEX else None
        self._status = byte
        return self._full(bytes(whole), receive_ns) if byte == _END and whole is not None else None

    def _data(self, byte: int, receive_ns: int) -> MtcReading | None:
        if self._sysex is not None:
            if len(self._sysex) < _LONGEST:
                self._sysex.append(byte)
            return None
        if self._status != _QUARTER:
            return None
        self._status = 0
        return self._quarter(byte >> 4, byte & 15, receive_ns)

    def _quarter(self, piece: int, value: int, receive_ns: int) -> MtcReading | None:
        step = {1: 1, _PIECES - 1: -1}.get((piece - self._piece) % _PIECES, 0) if self._piece >= 0 else 0
        self._run = self._run + 1 if step and step == self._direction else 2 if step else 1
        self._piece, self._direction, self._pieces[piece] = piece, step, value
        if self._run < _PIECES or piece != (_PIECES - 1 if step > 0 else 0):
            return None
        p = self._pieces
        reverse = step < 0
        code = self._label(p[6] | (p[7] & 1) << 4, p[4] | (p[5] & 3) << 4, p[2] | (p[3] & 3) << 4,
                           p[0] | (p[1] & 1) << 4, p[7] >> 1 & 3)  # fmt: skip
        if code is None:
            return None
        return MtcReading(code if reverse else advanced(code, _OLD_FRAMES), receive_ns, reverse=reverse)

    def _full(self, body: bytes, receive_ns: int) -> MtcReading | None:
        """``7F device 01 01 hh mm ss ff`` between the ends of a system exclusive message."""
        if len(body) != _PIECES or (body[0], *body[2:4]) != _FULL:
            return None
        hours, minutes, seconds, frames = body[4:]
        self._piece, self._run, self._direction = -1, 0, 0
        code = self._label(hours & 31, minutes, seconds, frames, hours >> 5 & 3)
        return None if code is None else MtcReading(code, receive_ns, "full")

    def _label(self, hours: int, minutes: int, seconds: int, frames: int, kind: int) -> Timecode | None:
        code = None
        if hours < 24 and minutes < 60 and seconds < 60:
            code = checked(with_rate(Timecode(hours, minutes, seconds, frames, _RATES[kind], kind == 2), self._rate))
        self.rejected += code is None
        return code
