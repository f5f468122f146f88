"""Linear timecode out of sound: SMPTE ST 12-1's 80 bits a frame, forwards and backwards, at any speed.

Bits in the order they are sent: 0-3 units of frames, 8-9 tens, 10 drop-frame, 16-19 and 24-26 seconds, 32-35 and
40-42 minutes, 48-51 and 56-57 hours, each least significant bit first; 4-7, 12-15 and so on are the user's; 64-79
are the sync word 0011 1111 1111 1101, by which direction and place are known. A label is complete only when its
frame is over.
"""

from __future__ import annotations

from collections import deque

import msgspec
from numpy.typing import ArrayLike

from ...scene import label_base
from ...scene.model import FrameRate
from ..model import Timecode
from ._bits import Bit, BitReader
from ._edges import EdgeFinder, as_floats
from ._labels import RATES, advanced, checked

_BITS = 80
_SYNC, _SYNC_BACKWARDS = 0x3FFD, 0xBFFC
_MASK = (1 << _BITS) - 1
_FIELDS = ((0, 4, 1), (8, 2, 10), (16, 4, 1), (24, 3, 10), (32, 4, 1), (40, 3, 10), (48, 4, 1), (56, 2, 10))
"""First bit, bits and worth of units and tens of frames, seconds, minutes and hours."""
_DROP = 10
_JOINED_BITS = 0.5
_MEASURED = 32
_OFF_SPEED = 0.02
_NTSC = FrameRate(30000, 1001)


class LtcFrame(msgspec.Struct, frozen=True, gc=False):
    """One frame of LTC.

    Attributes:
        timecode: Its label.
        start_sample, end_sample: Where the frame lies in the sound, between samples, counted from the first one
            ever fed; the label could be known at ``end_sample``.
        reverse: The tape ran backwards.
        user_bits: The user's 32 bits, first one lowest.
        fps: Frames a second as they ran, over as many as came without a gap.
    """

    timecode: Timecode
    start_sample: float
    end_sample: float
    reverse: bool
    user_bits: int
    fps: float

    @property
    def running(self) -> Timecode:
        """What timecode stands at when the frame is over: the next label, or backwards this one's beginning."""
        return self.timecode if self.reverse else advanced(self.timecode, 1)


class LtcDecoder:
    """Sound in, frames out, in blocks of any size.

    Args:
        sample_rate_hz: Of the sound.
        rate: What is known to run. LTC does not say; without this it is told from the highest label and from
            the speed, which at other than normal speed cannot tell 23.976 from 24.

    Attributes:
        rejected: Frames with a sync word whose digits are no label.
    """

    def __init__(self, sample_rate_hz: float, rate: FrameRate | None = None) -> None:
        if not 8000 <= sample_rate_hz <= 1_000_000:
            raise ValueError(f"{sample_rate_hz} Hz is no sample rate for LTC")
        self._sample_rate_hz = sample_rate_hz
        self._rate = rate
        self._edges, self._reader = EdgeFinder(sample_rate_hz), BitReader()
        self._word, self._count, self._backwards_in = 0, 0, 0
        self._starts: deque[float] = deque(maxlen=_BITS)
        self._base, self._highest = 0, 0
        self._last: LtcFrame | None = None
        self._spans: deque[float] = deque(maxlen=_MEASURED)
        self.rejected = 0

    def feed(self, samples: ArrayLike) -> list[LtcFrame]:
        """The frames that ended in this block.

        Args:
            samples: One channel: floats of full scale 1, or integers of any size.

        Raises:
            ValueError: More than one channel, or no numbers.
        """
        return self._frames(self._reader.feed(self._edges.feed(as_floats(samples))))

    def flush(self) -> list[LtcFrame]:
        """What the end of the sound holds back."""
        return self._frames([*self._reader.feed(self._edges.flush()), *self._reader.flush()])

    def _frames(self, bits: list[Bit | None]) -> list[LtcFrame]:
        found: list[LtcFrame] = []
        for bit in bits:
            if bit is None:
                self._count = self._backwards_in = 0
                continue
            frame = self._took(bit)
            if frame is not None:
                found.append(frame)
        return found

    def _took(self, bit: Bit) -> LtcFrame | None:
        value, begun, ended = bit
        self._word = (self._word << 1 | value) & _MASK
        self._starts.append(begun)
        self._count += 1
        if self._backwards_in:
            self._backwards_in -= 1
            if not self._backwards_in:
                return self._whole(self._word, ended, reverse=True)
        elif self._word & 0xFFFF == _SYNC_BACKWARDS and self._count >= 16:
            self._backwards_in = _BITS - 16
        if self._word & 0xFFFF == _SYNC and self._count >= _BITS:
            # The word was shifted in from the right: its first bit is the highest.
            return self._whole(int(f"{self._word:080b}"[::-1], 2), ended, reverse=False)
        return None

    def _whole(self, word: int, ended: float, reverse: bool) -> LtcFrame | None:
        """A frame from its 80 bits, bit 0 lowest."""
        digits = [(word >> at & (1 << size) - 1, worth) for at, size, worth in _FIELDS]
        if any(digit > 9 for digit, _ in digits):
            self.rejected += 1
            return None
        frames, seconds, minutes, hours = (sum(d * w for d, w in digits[i : i + 2]) for i in (0, 2, 4, 6))
        drop = bool(word >> _DROP & 1)
        start = self._starts[0]
        fps = self._measure(start, ended, reverse)
        self._count_base(frames, reverse)
        code = checked(Timecode(hours, minutes, seconds, frames, self._told_rate(fps, drop), drop))
        if code is None:
            self.rejected += 1
            return None
        user = sum((word >> 4 + 8 * i & 15) << 4 * i for i in range(8))
        self._last = LtcFrame(code, start, ended, reverse, user, fps)
        return self._last

    # --- the rate, which is not in the words -----------------------------------------------

    def _measure(self, start: float, ended: float, reverse: bool) -> float:
        """Frames a second over the frames joined to this one."""
        last = self._last
        bit = (ended - start) / _BITS
        if last is None or last.reverse != reverse or abs(start - last.end_sample) > _JOINED_BITS * bit:
            self._spans.clear()
            self._last = None
        self._spans.append(ended - start)
        return len(self._spans) * self._sample_rate_hz / sum(self._spans)

    def _count_base(self, frames: int, reverse: bool) -> None:
        """How many labels a second has: seen when it begins anew."""
        if frames >= self._base:
            self._base = 0
        if frames < label_base(RATES[-1]):
            self._highest = max(self._highest, frames)
        if self._last is None:
            return
        before = self._last.timecode.frames
        first, last = (frames, before) if not reverse else (before, frames)
        if first in (0, 2) and last + 1 in (24, 25, 30):
            self._base = last + 1

    def _told_rate(self, fps: float, drop: bool) -> FrameRate:
        if drop:
            return _NTSC
        if self._rate is not None:
            return self._rate
        known, highest = self._base, self._highest
        fitting = [r for r in RATES if (label_base(r) == known if known else label_base(r) > highest)]
        near = min(fitting or RATES, key=lambda r: max(fps * r.den / r.num, r.num / (fps * r.den)))
        base = label_base(near)
        # At another speed the thousandth between 24 and 23.976 says nothing.
        return near if abs(fps / base - 1) < _OFF_SPEED else FrameRate(base)
