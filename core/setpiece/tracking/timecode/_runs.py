"""What a recording's timecode does: where it runs, and where it stops, jumps or turns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ._labels import advanced, checked, label_text
from ._ltc import LtcFrame

_JOINED_FRAMES = 0.1


class Run(msgspec.Struct, frozen=True):
    """Frames without a gap, each the next one's neighbour.

    Attributes:
        first, last: Its ends, in the order of the sound.
        count: How many.
        silent_samples: Sound without timecode before it, since the run before; 0 where only the labels jump.
    """

    first: LtcFrame
    last: LtcFrame
    count: int
    silent_samples: float = 0.0


def runs(frames: Iterable[LtcFrame]) -> Iterator[Run]:
    """The runs of a recording, each as soon as it is over."""
    first: LtcFrame | None = None
    last: LtcFrame | None = None
    count, silent = 0, 0.0
    for frame in frames:
        if last is None or first is None:
            first = frame
        else:
            gap = frame.start_sample - last.end_sample
            joined = abs(gap) < _JOINED_FRAMES * (last.end_sample - last.start_sample)
            if not joined or not _follows(last, frame):
                yield Run(first, last, count, silent)
                first, count, silent = frame, 0, 0.0 if joined else gap
        last = frame
        count += 1
    if first is not None and last is not None:
        yield Run(first, last, count, silent)


def _follows(last: LtcFrame, frame: LtcFrame) -> bool:
    if last.reverse != frame.reverse:
        return False
    earlier, later = (frame, last) if frame.reverse else (last, frame)
    # The rate may only now have become known: labels are what must follow.
    told = checked(msgspec.structs.replace(earlier.timecode, rate=later.timecode.rate, drop=later.timecode.drop))
    return told is not None and label_text(advanced(told, 1)) == label_text(later.timecode)
