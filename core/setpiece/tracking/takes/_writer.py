"""Takes being recorded: whoever has a packet leaves it in a queue, and a thread of its own meets the disk."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from ..model import Sample
from ._blocks import BlockWriter
from ._files import part_of, settle
from ._records import TAKE_MAGIC, Dropped, End, Note, Posed, Raw, Record, Sent, TakeInfo, encode_records

_BLOCK_EVERY_S = 0.05
_SYNC_EVERY_S = 1.0
_QUEUE = 200_000
"""Records that wait for a disk; beyond these the newest are dropped and counted, never the network's thread held."""
_IN_BLOCK = 4096


class TakeWriter:
    """Records to a new file, called ``NAME.part.take`` until it is closed.

    Every 50 ms what has come is handed to the system as one block, so that ``kill -9`` costs that much;
    every second the disk is asked to keep it, in a thread apart, so that a slow disk delays no block.

    Args:
        path: What the take will be called.
        info: Its head.

    Attributes:
        failure: Why the take ended early, for people; empty while all is well.
        dropped: Records the queue had no room for.

    Raises:
        InputError: The file, or a part of it, is there already.
    """

    def __init__(self, path: Path, info: TakeInfo) -> None:
        self.path, self.part = path, part_of(path)
        self.failure, self.dropped = "", 0
        self._raw = self._sent = self._newest_ns = self._told = 0
        self._queue: deque[Record] = deque()
        self._stop = threading.Event()
        self._blocks = BlockWriter(self.part, TAKE_MAGIC)
        self._blocks.append(encode_records(info))
        self._blocks.sync()
        self._threads = [
            threading.Thread(target=self._write_on, name="take writer", daemon=True),
            threading.Thread(target=self._sync_on, name="take sync", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def tap(self, source: int) -> Callable[[bytes, int], None]:
        """What a receiver of source number ``source`` calls with every packet; it never waits."""

        def take(packet: bytes, receive_ns: int) -> None:
            self.put(Raw(source, receive_ns, packet))

        return take

    def sent(self, output: int, sent_ns: int, photon_ns: int, decision: str, packet: bytes) -> None:
        """Keep a packet that went out."""
        self.put(Sent(output, sent_ns, photon_ns, decision, packet))

    def pose(self, source: int, sample: Sample) -> None:
        """Keep a sample of a source that has no packets."""
        self.put(Posed(source, sample))

    def note(self, at_ns: int, text: str, kind: str = "note") -> None:
        """Keep something said; ``kind`` is note, mark or timecode."""
        self.put(Note(at_ns, kind, text))

    def put(self, record: Record) -> None:
        """Keep a record; never waits, never raises."""
        if self.failure or len(self._queue) >= _QUEUE:
            self.dropped += 1
            return
        self._queue.append(record)

    @property
    def bytes_written(self) -> int:
        """What the file has so far."""
        return self._blocks.bytes_written

    def _write_on(self) -> None:
        while not self._stop.wait(_BLOCK_EVERY_S):
            self._flush()

    def _sync_on(self) -> None:
        while not self._stop.wait(_SYNC_EVERY_S):
            try:
                self._blocks.sync()
            except OSError as e:
                self._fail(e)
                return

    def _flush(self) -> None:
        while self._queue and not self.failure:
            waiting = min(len(self._queue), _IN_BLOCK)
            self._append([self._queue.popleft() for _ in range(waiting)])

    def _append(self, records: list[Record]) -> None:
        for record in records:
            if isinstance(record, Raw):
                self._raw, self._newest_ns = self._raw + 1, record.receive_ns
            elif isinstance(record, Sent):
                self._sent, self._newest_ns = self._sent + 1, record.sent_ns
        if self.dropped > self._told:
            records.append(Dropped(self._newest_ns, self.dropped - self._told))
            self._told = self.dropped
        try:
            self._blocks.append(encode_records(records))
        except OSError as e:
            self._fail(e)

    def _fail(self, e: OSError) -> None:
        self.failure = f"{self.part}: the take ends here ({e.strerror or e}); what came before can be read"

    def close(self) -> Path:
        """Write what waits, and give the file its name; safe to call twice.

        Returns:
            Where the take is: a take that ended early stays a part.

        Raises:
            InputError: Somebody made a file of that name meanwhile.
        """
        if self._stop.is_set():
            return self.part if self.failure else self.path
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._flush()
        if not self.failure:
            self._append([End(self._newest_ns, self._raw, self._sent, self.dropped)])
        try:
            self._blocks.close()
        except OSError as e:
            self._fail(e)
        if self.failure:
            return self.part
        settle(self.part, self.path)
        return self.path

    def discard(self) -> None:
        """Take back a take that never began."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._blocks.close()
        self.part.unlink(missing_ok=True)

    def __enter__(self) -> TakeWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
