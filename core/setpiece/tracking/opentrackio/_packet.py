"""OpenTrackIO's 16-byte head, its checksum, and samples that come in several segments.

Source: OpenTrackIO 1.0.1, "UDP transport". Big-endian: "OTrk", a reserved byte, the encoding, a 16-bit
sequence number, the segment's byte offset (32 bits), one bit "last segment" and 15 bits of payload length, a
Fletcher-16 sum. The sum is taken modulo 256, as the standard's own sender and receiver do, not 255.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from ...errors import PacketError

_HEAD = struct.Struct(">4sBBHIHH")
HEAD_BYTES = _HEAD.size
LONGEST_SEGMENT = 1484
"""Payload that fits an Ethernet frame behind this head, as the standard's sender cuts it."""
_LONGEST_SAMPLE = 1 << 20
_MOST_SEGMENTS = 1024
JSON, CBOR = 1, 2


class Segment(NamedTuple):
    """One packet of a sample."""

    encoding: int
    sequence: int
    offset: int
    last: bool
    payload: bytes


def fletcher16(data: bytes) -> int:
    """Two running sums modulo 256, the second one high."""
    low = high = 0
    for byte in data:
        low = (low + byte) & 0xFF
        high = (high + low) & 0xFF
    return high << 8 | low


def pack_segment(segment: Segment) -> bytes:
    """The packet ready for the wire."""
    length = len(segment.payload) | (0x8000 if segment.last else 0)
    head = _HEAD.pack(b"OTrk", 0, segment.encoding, segment.sequence, segment.offset, length, 0)[:-2]
    return head + fletcher16(head + segment.payload).to_bytes(2, "big") + segment.payload


def unpack_segment(packet: bytes) -> Segment:
    """A packet's segment.

    Raises:
        PacketError: Not OpenTrackIO, cut short, a wrong checksum, or an encoding of some vendor.
    """
    if len(packet) < HEAD_BYTES or packet[:4] != b"OTrk":
        raise PacketError("no OpenTrackIO packet", where="OpenTrackIO byte 0")
    _, _, encoding, sequence, offset, length, checksum = _HEAD.unpack_from(packet)
    payload = packet[HEAD_BYTES:]
    if len(payload) != length & 0x7FFF:
        raise PacketError(f"{len(payload)} bytes of payload, not {length & 0x7FFF}", where="OpenTrackIO byte 12")
    expected = fletcher16(packet[: HEAD_BYTES - 2] + payload)
    if checksum != expected:
        raise PacketError(f"checksum {checksum:04x} should be {expected:04x}", where="OpenTrackIO byte 14")
    if encoding not in (JSON, CBOR):
        raise PacketError(f"encoding {encoding:#04x} is a vendor's own", where="OpenTrackIO byte 5")
    return Segment(encoding, sequence, offset, bool(length & 0x8000), payload)


def cut(payload: bytes, encoding: int, sequence: int) -> list[bytes]:
    """A sample's packets."""
    starts = range(0, max(1, len(payload)), LONGEST_SEGMENT)
    return [
        pack_segment(
            Segment(encoding, sequence, at, at + LONGEST_SEGMENT >= len(payload), payload[at : at + LONGEST_SEGMENT])
        )
        for at in starts
    ]


class Assembler:
    """Segments to whole samples; a sample that misses a piece is given up when the next one begins.

    Attributes:
        incomplete: Samples given up.
    """

    def __init__(self) -> None:
        self._sequence: int | None = None
        self._encoding = 0
        self._parts: dict[int, bytes] = {}
        self._total: int | None = None
        self.incomplete = 0

    def add(self, segment: Segment) -> bytes | None:
        """The payload that this segment completes, None while pieces are missing.

        Raises:
            PacketError: The sample is longer than any should be.
        """
        if segment.last and segment.offset == 0:  # the usual case: one packet is the whole sample
            self._give_up()
            return segment.payload
        if segment.sequence != self._sequence or segment.encoding != self._encoding:
            self._give_up()
            self._sequence, self._encoding = segment.sequence, segment.encoding
        end = segment.offset + len(segment.payload)
        if end > _LONGEST_SAMPLE or len(self._parts) >= _MOST_SEGMENTS:
            self._give_up()
            raise PacketError(
                f"a sample beyond {_LONGEST_SAMPLE} bytes or {_MOST_SEGMENTS} segments", where="OpenTrackIO byte 8"
            )
        self._parts[segment.offset] = segment.payload
        if segment.last:
            self._total = end
        return self._whole()

    def _whole(self) -> bytes | None:
        if self._total is None or sum(map(len, self._parts.values())) < self._total:
            return None
        payload = b""
        for at in sorted(self._parts):
            if at != len(payload):  # pieces that overlap are not of one sample
                self._give_up()
                return None
            payload += self._parts[at]
        self._clear()
        return payload

    def _give_up(self) -> None:
        if self._parts:
            self.incomplete += 1
        self._clear()

    def _clear(self) -> None:
        self._sequence, self._total = None, None
        self._parts = {}
