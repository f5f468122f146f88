"""One source's packets as ordered, timed, corrected samples; pure, the thread around it only reads sockets."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import takewhile

import msgspec

from ...errors import PacketError
from .._corrections import Corrections, finite, known_lens
from ..clocks import RateClock, SourceClock
from ..model import Health, Sample, Source, Status
from ..protocols import Decoder, open_decoder
from ._order import Counts, Order

HISTORY = 512
"""Samples kept of each subject: two seconds at 240 Hz. A flood of names fills it for every one of them."""
_WINDOW_NS = 1_000_000_000
_NO_TIME_NS = 1 << 63
_SUBJECTS = 512
"""A hostile sender may name a new subject in every packet; beyond these, new names are refused."""


class _Subject:
    """What is kept of one subject. ``history`` is bounded; ``latest`` is one reference, read without a lock."""

    def __init__(self) -> None:
        self.order = Order()
        self.clock = RateClock()
        self.history: deque[Sample] = deque(maxlen=HISTORY)
        self.latest: Sample | None = None
        self.lost_before = 0


class Stream:
    """Packets of one source in, samples out.

    Args:
        source: What is heard and how it deviates.
        decoder: Another decoder than the protocol's own, for tests.
    """

    def __init__(self, source: Source, decoder: Decoder | None = None) -> None:
        self.source = source
        self._decoder = decoder or open_decoder(source)
        self._corrections = Corrections(source)
        self._clock = SourceClock()
        self._subjects: dict[str, _Subject] = {}
        self._sinks: tuple[Callable[[Sample], None], ...] = ()
        self.packets = 0
        self.refused = 0
        self.last_refusal = ""

    def add_sink(self, sink: Callable[[Sample], None]) -> None:
        """Call ``sink`` with every new sample, in the reader's thread: it must be quick and never raise."""
        self._sinks = (*self._sinks, sink)

    def take(self, packet: bytes, receive_ns: int) -> Sequence[Sample]:
        """The new samples of a packet; a packet that is refused is counted, and its reason kept."""
        self.packets += 1
        try:
            decoded = self._decoder.feed(packet, receive_ns)
        except PacketError as e:
            self.refuse(str(e))
            return ()
        except Exception as e:  # noqa: BLE001  a decoder's own fault must not end the thread that hears everybody
            self.refuse(f"the decoder failed: {e!r}")
            return ()
        fresh = [timed for sample in decoded if (timed := self._placed(sample, receive_ns)) is not None]
        for sample in fresh:
            for sink in self._sinks:
                try:
                    sink(sample)
                except Exception as e:  # noqa: BLE001  one consumer's fault must not make the others deaf
                    self.refuse(f"a consumer failed: {e!r}")
        return fresh

    def refuse(self, reason: str) -> None:
        """Count something that could not be used, and keep why."""
        self.refused += 1
        self.last_refusal = reason

    def _placed(self, raw: Sample, receive_ns: int) -> Sample | None:
        """A sample in its stream; None for one that is no news."""
        sample = self._corrections.apply(raw)
        if not finite(sample):
            self.refuse(f"{sample.subject}: a position or rotation that is no number")
            return None
        if sample.source_ns is not None and abs(sample.source_ns) >= _NO_TIME_NS:
            self.refuse(f"{sample.subject}: a time beyond all clocks")
            return None
        subject = self._subjects.get(sample.subject)
        if subject is None:
            if len(self._subjects) >= _SUBJECTS:
                self.refuse(f"more than {_SUBJECTS} subjects; {sample.subject!r} is not taken")
                return None
            subject = self._subjects[sample.subject] = _Subject()
        if subject.order.judge(sample) in ("duplicate", "late"):
            return None
        if sample.source_ns is not None:
            capture_ns = self._clock.observe(sample.source_ns, receive_ns)
        else:
            capture_ns = subject.clock.observe(receive_ns)
        lens = None if sample.lens is None else known_lens(sample.lens)
        timed = msgspec.structs.replace(sample, capture_ns=capture_ns, lens=lens)
        subject.history.append(timed)
        subject.latest = timed
        return timed

    def subjects(self) -> tuple[str, ...]:
        """Everybody heard so far, in order of appearance."""
        return tuple(self._subjects)

    def latest(self, subject: str) -> Sample | None:
        """The newest sample, None when there is none."""
        found = self._subjects.get(subject)
        return found.latest if found else None

    def history(self, subject: str) -> tuple[Sample, ...]:
        """The last samples, oldest first; at most ``HISTORY``."""
        found = self._subjects.get(subject)
        return tuple(found.history.copy()) if found else ()

    def unknown(self) -> dict[str, int]:
        """How often each address was heard that nobody knows; only of protocols that have addresses."""
        found: dict[str, int] = getattr(self._decoder, "unknown", {})
        return found.copy()

    def counts(self, subject: str) -> Counts:
        """What happened on the way, since the stream was opened."""
        found = self._subjects.get(subject)
        return msgspec.structs.replace(found.order.counts) if found else Counts()

    def health(self, now_ns: int) -> tuple[Health, ...]:
        """How every subject's stream did over the last second."""
        return tuple(self._health_of(name, s, now_ns) for name, s in tuple(self._subjects.items()))

    def _health_of(self, name: str, subject: _Subject, now_ns: int) -> Health:
        # From the newest back: only the last second is looked at.
        recent = list(takewhile(lambda s: now_ns - s.receive_ns <= _WINDOW_NS, reversed(subject.history.copy())))
        recent.reverse()
        late_ms = [(s.receive_ns - s.capture_ns) / 1e6 for s in recent]
        mean = sum(late_ms) / len(late_ms) if late_ms else 0.0
        spread = sum((v - mean) ** 2 for v in late_ms) / len(late_ms) if late_ms else 0.0
        newest, counts = subject.latest, subject.order.counts
        return Health(
            subject=name,
            protocol=self.source.protocol,
            rate_hz=_rate(recent),
            age_ms=(now_ns - newest.capture_ns) / 1e6 if newest else float("inf"),
            lost=counts.lost + subject.clock.lost,
            duplicate=counts.duplicate,
            out_of_order=counts.out_of_order,
            jitter_ms=spread**0.5,
            position_m=newest.position_m if newest else None,
            rotation_wxyz=newest.rotation_wxyz if newest else None,
            status=newest.status if newest else Status.UNKNOWN,
        )


def _rate(recent: Sequence[Sample]) -> float:
    """Samples a second between the first and the last of the window."""
    if len(recent) < 2:
        return float(len(recent))
    span_ns = recent[-1].receive_ns - recent[0].receive_ns
    return (len(recent) - 1) * 1e9 / span_ns if span_ns > 0 else 0.0
