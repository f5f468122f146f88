"""Takes played to the network again: at their own pace, slower, faster, or as fast as it goes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

import msgspec

from ...errors import InputError
from ..model import Sample
from ..protocols import Encoder
from ._reader import replayed
from ._records import Posed, Raw, Record, TakeInfo

Step = tuple[int, int, tuple[bytes, ...]]
"""Moment in the take (ns), source number, packets."""


def raw_steps(records: Iterable[Record]) -> Iterator[Step]:
    """The packets as they came."""
    for record in records:
        if isinstance(record, Raw):
            yield record.receive_ns, record.source, (record.packet,)


class Translated:
    """The samples of a take as packets of another protocol, with their times moved to the replay's.

    Args:
        encoder: What is spoken.
        rate: How fast it is played; infinite leaves distances in time as they were.

    Attributes:
        refused: Samples the protocol cannot carry, and ``last_refusal`` why.
    """

    def __init__(self, info: TakeInfo, records: Iterable[Record], encoder: Encoder, rate: float = 1.0) -> None:
        self._info, self._records, self._encoder = info, records, encoder
        self._stretch = 1.0 if math.isinf(rate) else 1.0 / rate
        self.begun_ns = 0
        self.refused, self.last_refusal = 0, ""

    def __iter__(self) -> Iterator[Step]:
        first: int | None = None
        for source, sample in replayed(self._info, self._records):
            if first is None:
                first = sample.receive_ns
            packets = self._packets(self._moved(sample, first))
            if packets:
                yield sample.receive_ns, source, packets

    def _moved(self, sample: Sample, first_ns: int) -> Sample:
        def moved(at_ns: int) -> int:
            return self.begun_ns + round((at_ns - first_ns) * self._stretch)

        return msgspec.structs.replace(
            sample, receive_ns=moved(sample.receive_ns), capture_ns=moved(sample.capture_ns), source_ns=None
        )

    def _packets(self, sample: Sample) -> tuple[bytes, ...]:
        try:
            return tuple(self._encoder.encode([sample]))
        except InputError as e:
            self.refused, self.last_refusal = self.refused + 1, str(e)
            return ()


def play(
    steps: Iterable[Step],
    send: Callable[[int, tuple[bytes, ...]], None],
    *,
    rate: float,
    begun_ns: int,
    now_ns: Callable[[], int],
    sleep: Callable[[float], None],
) -> int:
    """Send every step when its moment comes; what is late goes out at once, nothing is left out.

    Args:
        steps: Of a take, in order.
        send: Takes the source number and the packets.
        rate: 1 as recorded, 2 twice as fast, infinite without waiting.
        begun_ns: When the first step is due.

    Returns:
        Packets sent.

    Raises:
        InputError: A rate of zero or less.
    """
    if not rate > 0:
        raise InputError("a take cannot be played at this rate", where=f"rate {rate}", remedy="Take a number above 0.")
    first: int | None = None
    sent = 0
    for at_ns, source, packets in steps:
        first = at_ns if first is None else first
        due_ns = begun_ns + (0 if math.isinf(rate) else round((at_ns - first) / rate))
        wait_ns = due_ns - now_ns()
        if wait_ns > 0 and not math.isinf(rate):
            sleep(wait_ns * 1e-9)
        send(source, packets)
        sent += len(packets)
    return sent


def has_packets(records: Iterable[Record]) -> bool:
    """Whether there is anything to send as it came."""
    return any(isinstance(r, Raw) for r in records)


def begins_at(records: Iterable[Record]) -> int | None:
    """The moment of the first packet or pose; None in an empty take."""
    for record in records:
        if isinstance(record, Raw):
            return record.receive_ns
        if isinstance(record, Posed):
            return record.sample.receive_ns
    return None
