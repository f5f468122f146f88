"""Takes being read: up to the last whole block, and heard again exactly as they were heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ...errors import FormatError
from ..model import Sample
from ..receive import Stream
from ._blocks import BlockReader
from ._records import TAKE_MAGIC, End, Posed, Raw, Record, TakeInfo, decode_info, decode_records


class TakeReader:
    """A take, finished or not.

    Attributes:
        info: Its head.

    Raises:
        FormatError: No take, one whose head never reached the file, or one of a later major version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        head = next(iter(BlockReader(path, TAKE_MAGIC)), None)
        if head is None:
            raise FormatError("the take ends before its head", where=str(path), remedy="Nothing in it can be used.")
        self.info, self._newer = decode_info(head, str(path))
        self._read_to_end: BlockReader | None = None
        self._finished = False

    def records(self) -> Iterator[Record]:
        """Every record up to the last whole block, in the order of writing.

        Raises:
            FormatError: A block that is whole and yet holds no records.
        """
        blocks = BlockReader(self.path, TAKE_MAGIC)
        finished = False
        for number, payload in enumerate(blocks):
            if not number:
                continue
            try:
                found = decode_records(payload, newer=self._newer)
            except FormatError as e:
                raise FormatError(e.what, where=f"{self.path}: block {number}") from e
            for record in found:
                finished = isinstance(record, End)
                yield record
        self._read_to_end, self._finished = blocks, finished

    def _read(self) -> BlockReader:
        if self._read_to_end is None:
            for _ in self.records():
                pass
        if self._read_to_end is None:
            raise FormatError("cannot be read", where=str(self.path))
        return self._read_to_end

    @property
    def whole(self) -> bool:
        """False when bytes after the last whole block had to be left out."""
        return self._read().whole

    @property
    def lost_bytes(self) -> int:
        """How many those were."""
        return self._read().lost_bytes

    @property
    def finished(self) -> bool:
        """Whether the take was closed; one that was killed was not."""
        self._read()
        return self._finished

    def samples(self) -> Iterator[tuple[int, Sample]]:
        """Source number and sample, exactly as they came out of the receivers; see ``replayed``."""
        return replayed(self.info, self.records())


def replayed(info: TakeInfo, records: Iterable[Record]) -> Iterator[tuple[int, Sample]]:
    """The samples of raw packets, through fresh streams and with the times they were received at.

    Nothing but the packets and those times goes into a stream, so that the samples are those that were
    heard live, to the last bit, clocks included. A packet that was refused live is refused again.

    Raises:
        FormatError: A record names a source the head does not have.
    """
    streams: dict[int, Stream] = {}
    for record in records:
        if isinstance(record, Raw):
            yield from ((record.source, s) for s in _stream(info, streams, record.source).take(*_heard(record)))
        elif isinstance(record, Posed):
            yield record.source, record.sample


def _heard(record: Raw) -> tuple[bytes, int]:
    return record.packet, record.receive_ns


def _stream(info: TakeInfo, streams: dict[int, Stream], number: int) -> Stream:
    if number not in streams:
        if not 0 <= number < len(info.sources):
            raise FormatError(f"a packet of source {number}, of which the head says nothing")
        streams[number] = Stream(info.sources[number])
    return streams[number]
