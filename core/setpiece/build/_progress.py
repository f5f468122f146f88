"""How far, and how long still: the only place in core's build that looks at a clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Progress:
    """``done`` of ``total`` pieces of work; ``remaining_s`` is None until it can be told."""

    what: str
    done: int
    total: int
    remaining_s: float | None


Listener = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Nobody listens."""


@dataclass
class Meter:
    """Counts work and estimates the rest from the pace so far."""

    what: str
    total: int
    listener: Listener
    started: float = field(default_factory=time.monotonic)
    done: int = 0

    def step(self, count: int = 1) -> None:
        """``count`` more pieces are done."""
        self.done += count
        elapsed = time.monotonic() - self.started
        rest = elapsed / self.done * (self.total - self.done) if self.done else None
        self.listener(Progress(self.what, self.done, self.total, rest))
