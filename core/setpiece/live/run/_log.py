"""The show's log: the last lines, numbered, and handed on to whoever writes them down."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from .._events import Effect
from ..desk import LogLine

_KEPT = 200
_LEVELS = {"refused": "warn", "disabled": "fault", "panic": "warn", "note": "warn", "fault": "fault"}


class Log:
    """The last 200 lines. ``listener`` gets each line as it comes: it must be quick."""

    def __init__(self, listener: Callable[[LogLine], None] | None = None) -> None:
        self._lines: deque[LogLine] = deque(maxlen=_KEPT)
        self._number = 0
        self._listener = listener

    def add(self, at_s: float, kind: str, what: str, text: str = "") -> None:
        """One line."""
        self._number += 1
        line = LogLine(self._number, round(at_s, 2), _LEVELS.get(kind, "info"), kind, what, text)
        self._lines.append(line)
        if self._listener is not None:
            self._listener(line)

    def effects(self, at_s: float, effects: tuple[Effect, ...]) -> None:
        """What a show told. Preloads are the hosts' business and would drown the rest."""
        for effect in effects:
            if effect.kind != "preload":
                self.add(at_s, effect.kind, effect.what, effect.text)

    def lines(self) -> tuple[LogLine, ...]:
        """Oldest first."""
        return tuple(self._lines)
