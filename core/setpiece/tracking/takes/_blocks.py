"""An append-only file of checksummed blocks: whatever kills the writer, it reads up to the last whole block.

Layout: eight bytes of magic, then blocks of a 32-bit little-endian length, a CRC-32 of the payload, and
the payload. A block is handed to the system in one write, so that ``kill -9`` loses at most what had not
been handed over; a disk that loses power may lose what was not yet synced, never what came before.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from ...errors import FormatError

_HEAD = struct.Struct("<II")
_LONGEST = 16 << 20


class BlockWriter:
    """Appends blocks to a new file.

    Args:
        path: Must not exist: a take is never written over.
        magic: Eight bytes that say what the file is.

    Raises:
        FileExistsError: There is such a file.
    """

    def __init__(self, path: Path, magic: bytes) -> None:
        self._file = path.open("xb", buffering=0)
        self._file.write(magic)
        self.bytes_written = len(magic)

    def append(self, payload: bytes) -> None:
        """One more block; OSError when the disk is full, and the file stays readable."""
        block = _HEAD.pack(len(payload), zlib.crc32(payload)) + payload
        before = self.bytes_written
        try:
            written = 0
            while written < len(block):
                written += self._file.write(block[written:]) or 0
        except OSError:
            self._file.truncate(before)
            self._file.seek(before)
            raise
        self.bytes_written += len(block)

    def sync(self) -> None:
        """Ask the system to bring everything to the disk."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Sync and close; safe to call twice."""
        if not self._file.closed:
            self.sync()
            self._file.close()


class BlockReader:
    """The blocks of a file, up to the first that is not whole.

    Attributes:
        whole: Set once all was read: False when something after the last whole block was left out.
        lost_bytes: How much that was.

    Raises:
        FormatError: Not such a file at all.
    """

    def __init__(self, path: Path, magic: bytes) -> None:
        self._path = path
        self._file = path.open("rb")
        if self._file.read(len(magic)) != magic:
            self._file.close()
            what = magic.decode("ascii").strip()
            raise FormatError(
                f"this is no {what} file", where=str(path), remedy="It is of another kind, or its first bytes are lost."
            )
        self._size = path.stat().st_size
        self.whole = True
        self.lost_bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        with self._file as file:
            while True:
                at = file.tell()
                head = file.read(_HEAD.size)
                if not head:
                    return
                payload = self._payload(head)
                if payload is None:
                    self.whole, self.lost_bytes = False, self._size - at
                    return
                yield payload

    def _payload(self, head: bytes) -> bytes | None:
        if len(head) < _HEAD.size:
            return None
        length, checksum = _HEAD.unpack(head)
        if length > _LONGEST:
            return None
        payload = self._file.read(length)
        return payload if len(payload) == length and zlib.crc32(payload) == checksum else None
