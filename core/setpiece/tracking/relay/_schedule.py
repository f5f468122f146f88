"""Frames on an absolute clock: what is late is left out, so that a stall is never followed by a burst."""

from __future__ import annotations

from ...scene.model import FrameRate

_LATE, _PAUSE = 4, 8
"""A frame may go out up to a quarter of its length late; whoever was held up first reads for an eighth of it."""


class Schedule:
    """When frames are due: whole-number arithmetic from one moment on, so that nothing drifts.

    Args:
        rate: Frames per second.
        epoch_ns: Moment of frame 0; a genlock's edge, where one is known.

    Attributes:
        skipped: Frames that were left out because their moment had passed.
    """

    def __init__(self, rate: FrameRate, epoch_ns: int) -> None:
        self._rate, self._epoch_ns = rate, epoch_ns
        self.period_ns = 1_000_000_000 * rate.den // rate.num
        self.frame = 0
        self.skipped = 0
        self._left_out, self._last_ns, self._ready_ns = False, epoch_ns - self.period_ns, epoch_ns

    def due_ns(self, frame: int) -> int:
        """When a frame is due."""
        return self._epoch_ns + frame * 1_000_000_000 * self._rate.den // self._rate.num

    def next_due_ns(self) -> int:
        """When to look for the next frame: when it is due, or a moment later after a stall."""
        return max(self.due_ns(self.frame), self._ready_ns)

    def taken(self, now_ns: int) -> int | None:
        """The frame to send now; None when it is not yet due, or came too late and is left out.

        Each frame is given once. Who was held up is given the next frame, not the one it is late for: what
        came in meanwhile is then read. Whoever is always late still gets every second one, and no two come
        closer than half a frame.
        """
        if now_ns < self.next_due_ns():
            return None
        # Frame n has come when n * den * 1e9 / num <= now - epoch; one less than that bound, rounded down.
        current = ((now_ns - self._epoch_ns + 1) * self._rate.num - 1) // (1_000_000_000 * self._rate.den)
        current = max(current, self.frame)
        late = current > self.frame or now_ns - self.due_ns(current) > self.period_ns // _LATE
        close = now_ns - self._last_ns < self.period_ns // 2
        self._left_out = close or (late and not self._left_out)
        self.skipped += current - self.frame + self._left_out
        self.frame = current + 1
        if self._left_out:
            self._ready_ns = now_ns + self.period_ns // _PAUSE
            return None
        self._last_ns = now_ns
        return current

    def sent(self, at_ns: int) -> None:
        """When the frame given last was really sent, where that took a while: the next keeps its distance to it."""
        self._last_ns = at_ns
