"""A sender's clock on ours: the offset and the drift, from the packets that were delayed least.

Arrival minus source time is the offset of the two clocks plus the network's delay, which is never below
its least. So the truth runs along the lower edge of the cloud: the lower convex hull of the least delays
(S. Moon, P. Skelly, D. Towsley, "Estimation and removal of clock skew from network delay measurements",
1999). The least delay itself cannot be told from the offset; it is part of what ``track latency`` measures.
"""

from __future__ import annotations

from collections import deque

_BUCKET_NS = 500_000_000
_BUCKETS = 120
"""A minute of least delays."""
_SKEW_FROM_NS = 5_000_000_000
"""Over less than this, jitter would pass for drift."""
_MOST_SKEW = 500e-6
_EARLIER_NS = 250_000_000
_LATER_NS = 500_000_000
_PROOF_NS = 250_000_000
"""So long a run of packets with one new, larger offset is a clock set back; a stalled network's delays fall."""
_PROOF = 5


class SourceClock:
    """Maps a sender's time of capture to this computer's monotonic clock. Nothing is read from a clock.

    Attributes:
        resets: How often the sender's clock jumped or the sender started again.
    """

    def __init__(self) -> None:
        self.resets = 0
        self._origin: tuple[int, int] | None = None
        self._forget()

    def _forget(self) -> None:
        self._least: deque[tuple[int, int]] = deque(maxlen=_BUCKETS)
        self._line = (0.0, 0.0)
        self._strange: deque[tuple[int, int]] = deque(maxlen=1024)

    @property
    def skew_ppm(self) -> float:
        """How much faster our clock runs than the sender's, parts per million; 0 until it is known."""
        return self._line[1] * 1e6

    @property
    def offset_ns(self) -> int:
        """Ours minus theirs at the first sample, the least delay included; 0 before it."""
        return 0 if self._origin is None else self._origin[1] - self._origin[0] + round(self._line[0])

    def observe(self, source_ns: int, arrival_ns: int) -> int:
        """When the sample that just arrived was captured, on our clock; never later than its arrival."""
        if self._origin is None:
            self._origin = (source_ns, arrival_ns)
        since = source_ns - self._origin[0]
        extra = arrival_ns - self._origin[1] - since
        if self._least and self._jumped(since, extra):
            self.resets += 1
            self._origin = (source_ns, arrival_ns)
            self._forget()
            since = extra = 0
        self._learn(since, extra)
        a, b = self._line
        return min(arrival_ns, self._origin[1] + since + round(a + b * since))

    def _jumped(self, since: int, extra: int) -> bool:
        """A delay below the least cannot be; one far above it may be, but not steadily."""
        off = extra - (self._line[0] + self._line[1] * since)
        if off < -_EARLIER_NS:
            return True
        if off < _LATER_NS:
            self._strange.clear()
            return False
        self._strange.append((since, extra))
        span = since - self._strange[0][0]
        extras = [e for _, e in self._strange]
        return len(extras) >= _PROOF and span >= _PROOF_NS and max(extras) - min(extras) < span / 2

    def _learn(self, since: int, extra: int) -> None:
        bucket = since // _BUCKET_NS
        if self._least and self._least[-1][0] // _BUCKET_NS == bucket:
            if extra >= self._least[-1][1]:
                return
            self._least[-1] = (since, extra)
        else:
            self._least.append((since, extra))
        self._line = _below(list(self._least))


def _below(points: list[tuple[int, int]]) -> tuple[float, float]:
    """Intercept and slope of the line below all points that lies closest to them on average."""
    lowest = float(min(y for _, y in points))
    if points[-1][0] - points[0][0] < _SKEW_FROM_NS:
        return lowest, 0.0
    hull: list[tuple[int, int]] = []
    for p in sorted(points):
        while len(hull) > 1 and _turns_up(hull[-2], hull[-1], p):
            hull.pop()
        hull.append(p)
    middle = sum(x for x, _ in points) / len(points)
    for (x0, y0), (x1, y1) in zip(hull, hull[1:], strict=False):
        if x0 <= middle <= x1 and x1 > x0:
            slope = (y1 - y0) / (x1 - x0)
            if abs(slope) <= _MOST_SKEW:
                return y0 - slope * x0, slope
    return lowest, 0.0


def _turns_up(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    """Whether ``b`` lies on or above the line from ``a`` to ``c``."""
    return (b[0] - a[0]) * (c[1] - a[1]) <= (c[0] - a[0]) * (b[1] - a[1])
