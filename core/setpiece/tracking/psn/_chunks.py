"""PosiStageNet's chunks: a 32-bit head (id, length, has-subchunks) and what it holds, little-endian.

Source: PosiStageNet v2.03 protocol description, "chunk header": bits 0-15 id, 16-30 length, 31 flag.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from ...errors import PacketError

_HEAD = struct.Struct("<I")
LONGEST = (1 << 15) - 1


class Chunk(NamedTuple):
    """One chunk; ``offset`` is where its data begins in the packet, for messages."""

    id: int
    data: bytes
    has_subchunks: bool
    offset: int


def chunks(data: bytes, offset: int = 0) -> Iterator[Chunk]:
    """The chunks that lie side by side in ``data``, unknown ones too.

    Raises:
        PacketError: A chunk says it is longer than what holds it; the byte is named.
    """
    at = 0
    while at < len(data):
        if at + _HEAD.size > len(data):
            raise PacketError("the head of a chunk is cut short", where=f"PSN byte {offset + at}")
        (head,) = _HEAD.unpack_from(data, at)
        length = head >> 16 & LONGEST
        begin = at + _HEAD.size
        if begin + length > len(data):
            room = len(data) - begin
            raise PacketError(
                f"chunk {head & 0xFFFF:#06x} of {length} bytes in a room of {room}", where=f"PSN byte {offset + at}"
            )
        yield Chunk(head & 0xFFFF, data[begin : begin + length], bool(head >> 31), offset + begin)
        at = begin + length


def pack_chunk(chunk_id: int, data: bytes, has_subchunks: bool = False) -> bytes:
    """A chunk ready for the wire; ``data`` is at most 32,767 bytes."""
    return _HEAD.pack(chunk_id | len(data) << 16 | int(has_subchunks) << 31) + data
