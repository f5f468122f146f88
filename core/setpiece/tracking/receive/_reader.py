"""A consumer's own bounded queue: whoever reads slowly loses its own oldest samples, and nobody else's."""

from __future__ import annotations

from collections import deque

from ..model import Sample


class Reader:
    """Samples since the last ``drain``, oldest first.

    Attributes:
        overrun: Samples this consumer was too slow for.
    """

    def __init__(self, capacity: int = 4096) -> None:
        self._queue: deque[Sample] = deque(maxlen=capacity)
        self.overrun = 0

    def put(self, sample: Sample) -> None:
        """Called by the receiving thread; never waits."""
        if len(self._queue) == self._queue.maxlen:
            self.overrun += 1
        self._queue.append(sample)

    def drain(self) -> list[Sample]:
        """Everything that came since; an empty list when nothing did."""
        taken: list[Sample] = []
        for _ in range(len(self._queue)):
            taken.append(self._queue.popleft())
        return taken
