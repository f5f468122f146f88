"""The show's journal: everything that happened, readable to the last whole record after ``kill -9``.

A folder of segments ``show-000001.journal``. A segment begins with a header (the cue file and the whole
state) and goes on with one record per event and per frame in which something moved::

    length   u32 little-endian, of the payload
    check    u32 little-endian, CRC-32 of the length's four bytes and the payload
    payload  MessagePack

Every record is handed to the system before what it tells is sent on, so a killed process loses nothing.
``sync`` asks the disk for it as well: a loss of power loses what came after the last one. New segments
are written aside and renamed; the one before is kept until the next. A damaged or unfinished
record ends a segment; nothing is ever written behind it.
"""

from __future__ import annotations

import contextlib
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from ..errors import FormatError
from ._events import Event
from ._state import State
from .model import FORMAT, CueFile

SEGMENT_BYTES = 8 * 1024 * 1024
"""A segment that is longer gets a successor."""
_MOST = 1 << 28
_NAME = re.compile(r"show-(\d{6,})\.journal")


class Header(msgspec.Struct, frozen=True):
    """What a segment begins with."""

    file: CueFile
    scene: str
    state: State
    format: str = FORMAT


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One record: an event at a moment of the show's time; without an event, a frame that was shown."""

    now_ns: int
    event: Event | None = None
    ended: bool = False


class Journalled(msgspec.Struct, frozen=True):
    """What a journal holds.

    Attributes:
        damaged: Bytes behind the last whole record.
    """

    header: Header
    entries: tuple[Entry, ...]
    damaged: int = 0

    @property
    def ended(self) -> bool:
        """Whether the show was ended on purpose: there is nothing to go on with."""
        return bool(self.entries) and self.entries[-1].ended


_encoder = msgspec.msgpack.Encoder()
_entries = msgspec.msgpack.Decoder(Entry)
_headers = msgspec.msgpack.Decoder(Header)


def framed(payload: bytes) -> bytes:
    """A payload as a record."""
    length = len(payload).to_bytes(4, "little")
    return length + zlib.crc32(payload, zlib.crc32(length)).to_bytes(4, "little") + payload


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(end, payload) of every whole record from the beginning on."""
    at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "little")
        end = at + 8 + length
        if length > _MOST or end > len(data):
            return
        payload = data[at + 8 : end]
        if zlib.crc32(payload, zlib.crc32(data[at : at + 4])) != int.from_bytes(data[at + 4 : at + 8], "little"):
            return
        yield end, payload
        at = end


def _segments(folder: Path) -> list[tuple[int, Path]]:
    if not folder.is_dir():
        return []
    found = [(int(m[1]), p) for p in folder.iterdir() if (m := _NAME.fullmatch(p.name))]
    return sorted(found)


def read_journal(folder: Path) -> Journalled | None:
    """The newest segment that can be read; ``None`` when there is none.

    Raises:
        FormatError: It was written by a newer Setpiece.
    """
    for _, path in reversed(_segments(folder)):
        found = read_segment(path.read_bytes(), str(path))
        if found is not None:
            return found
    return None


def read_segment(data: bytes, name: str = "journal") -> Journalled | None:
    """The bytes of a segment; ``None`` when not even its header is whole.

    Raises:
        FormatError: It was written by a newer Setpiece.
    """
    header: Header | None = None
    entries: list[Entry] = []
    whole = 0
    for end, payload in records(data):
        try:
            if header is None:
                _refuse_newer(payload, name)
                header = _headers.decode(payload)
            else:
                entries.append(_entries.decode(payload))
        except msgspec.DecodeError:
            break
        whole = end
    return None if header is None else Journalled(header, tuple(entries), len(data) - whole)


class _Version(msgspec.Struct):
    format: str = FORMAT


def _refuse_newer(payload: bytes, name: str) -> None:
    version = msgspec.msgpack.decode(payload, type=_Version).format
    if version.split(".", maxsplit=1)[0] != FORMAT.split(".", maxsplit=1)[0]:
        remedy = "Install the Setpiece version that wrote it, or move the file away to begin anew."
        raise FormatError(f"format {version[:20]} is newer than this Setpiece", where=name, remedy=remedy)


class Journal:
    """A journal being written. Not for two processes at a time."""

    def __init__(self, folder: Path, header: Header) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._number = max((n for n, _ in _segments(folder)), default=0)
        self._file = self._begin(header, durable=True)

    def _begin(self, header: Header, *, durable: bool) -> BinaryIO:
        self._number += 1
        path = self._folder / f"show-{self._number:06}.journal"
        aside = path.with_suffix(".new")
        data = framed(_encoder.encode(header))
        with aside.open("wb") as f:
            f.write(data)
            if durable:
                f.flush()
                os.fsync(f.fileno())
        aside.replace(path)
        for number, old in _segments(self._folder):
            if number < self._number - 1:
                old.unlink(missing_ok=True)
        self._size = len(data)
        return path.open("ab", buffering=0)

    @property
    def full(self) -> bool:
        """Whether a new segment is due."""
        return self._size > SEGMENT_BYTES

    def append(self, entry: Entry) -> None:
        """Hand one record to the system; it survives this process from now on."""
        data = framed(_encoder.encode(entry))
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]
        self._size += len(data)

    def renew(self, header: Header) -> None:
        """Go on in a new segment that begins with the state as it is.

        It does not wait for the disk, which would cost a frame: until ``sync`` has reached the new segment
        the one before it is what a loss of power leaves.
        """
        old, self._file = self._file, self._begin(header, durable=False)
        old.close()

    def sync(self) -> None:
        """Ask the disk for all records so far. It may take its time: call it from a thread of its own."""
        with contextlib.suppress(ValueError):  # it was renewed this moment: the next call reaches the new one
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Sync and close."""
        self.sync()
        self._file.close()
