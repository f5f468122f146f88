"""When frames are due: an absolute schedule, so that a slow frame delays none of the others."""

from __future__ import annotations

from collections import deque

_BEHIND = 4
"""Frames after which the schedule begins anew instead of catching up in a burst."""


class Pace:
    """A schedule of ``rate_hz`` frames a second from ``begun_ns`` on.

    Attributes:
        frames: Shown so far; ``late`` those whose moment passed without them.
    """

    def __init__(self, rate_hz: float, begun_ns: int) -> None:
        self._period_ns = 1e9 / rate_hz
        self._origin_ns = begun_ns
        self._next = 0
        self._shown: deque[int] = deque(maxlen=max(2, round(rate_hz)))
        self.frames = self.late = 0

    def wait_s(self, now_ns: int) -> float:
        """Until the next frame is due; never negative."""
        return max(0.0, (self._origin_ns + self._next * self._period_ns - now_ns) / 1e9)

    def due(self, now_ns: int) -> bool:
        """Whether a frame is due; if so it counts as shown, and those missed for good as late."""
        gone = int((now_ns - self._origin_ns) / self._period_ns) - self._next
        if gone < 0:
            return False
        if gone >= _BEHIND:
            self.late += gone
            self._next += gone
        self._next += 1
        self.frames += 1
        self._shown.append(now_ns)
        return True

    def rate_hz(self, now_ns: int) -> float:
        """Frames a second over the last second of frames."""
        if len(self._shown) < 2:
            return 0.0
        return (len(self._shown) - 1) * 1e9 / max(now_ns - self._shown[0], 1)
