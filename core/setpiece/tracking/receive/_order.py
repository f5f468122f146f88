"""Which sample is new, which came twice or late, and how many never came: by counter, else by source time.

A network may repeat, drop and reorder. Only new samples may move a camera; the rest is counted. A sender
that starts again counts from anywhere: a few "late" samples in a row that are themselves in order are a restart.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..model import Sample

Verdict = Literal["new", "duplicate", "late", "restart"]
_RESTART_AFTER = 3
_BACK_NS = 1_000_000_000


class Counts(msgspec.Struct):
    """What one subject's stream did since it was opened."""

    received: int = 0
    lost: int = 0
    duplicate: int = 0
    out_of_order: int = 0
    restarts: int = 0


class Order:
    """The judge of one subject's stream."""

    def __init__(self) -> None:
        self.counts = Counts()
        self._last: Sample | None = None
        self._late: list[Sample] = []

    def judge(self, sample: Sample) -> Verdict:
        """What ``sample`` is, and the counts with it."""
        self.counts.received += 1
        last = self._last
        if last is None:
            self._last = sample
            return "new"
        step = _step(last, sample)
        if step == 0:
            self.counts.duplicate += 1
            return "duplicate"
        if step > 0:
            self._late.clear()
            self._last = sample
            self.counts.lost += step - 1
            return "new"
        return self._judge_late(sample)

    def _judge_late(self, sample: Sample) -> Verdict:
        """A clock that went back by more than a second is a restart at once; a counter after a few in a row."""
        last = self._last
        back = 0 if last is None or None in (last.source_ns, sample.source_ns) else _ns(last) - _ns(sample)
        in_order = not self._late or _step(self._late[-1], sample) > 0
        self._late = [*self._late, sample] if in_order else [sample]
        if back > _BACK_NS or len(self._late) >= _RESTART_AFTER:
            self._late.clear()
            self._last = sample
            self.counts.restarts += 1
            return "restart"
        self.counts.out_of_order += 1
        # What comes late had been counted as lost.
        self.counts.lost = max(0, self.counts.lost - 1)
        return "late"


def _ns(sample: Sample) -> int:
    return sample.source_ns or 0


def _step(last: Sample, sample: Sample) -> int:
    """How many samples further ``sample`` is than ``last``; 0 is the same one, below 0 an earlier one.

    Without counter and source time nothing can be told: every sample is the next.
    """
    if last.sequence is not None and sample.sequence is not None and sample.sequence_bits:
        span = 1 << sample.sequence_bits
        step = (sample.sequence - last.sequence) % span
        if step == 0 and _moved_on(last, sample):
            return span
        return step if step < span // 2 else step - span
    if last.source_ns is not None and sample.source_ns is not None:
        return (sample.source_ns > last.source_ns) - (sample.source_ns < last.source_ns)
    return 1


def _moved_on(last: Sample, sample: Sample) -> bool:
    """The same number on a short counter is a whole round later when the source's clock or label went on."""
    if last.source_ns is not None and sample.source_ns is not None:
        return sample.source_ns != last.source_ns
    return sample.timecode != last.timecode
