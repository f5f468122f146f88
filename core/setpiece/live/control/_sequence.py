"""Sequence numbers: a message that came twice is done once, an old setter does not undo a new one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from ...tracking.osc import OscValue

_MARK = re.compile(r"#(?:(?P<client>[\w.-]{1,32}):)?(?P<number>\d{1,15})")
_WINDOW_NS = 10_000_000_000
_REMEMBERED = 1024
_K = TypeVar("_K")
_V = TypeVar("_V")


class Mark(NamedTuple):
    """``#12`` or ``#client:12``, the last argument of a command."""

    text: str
    client: str
    number: int


def split_mark(args: Sequence[OscValue]) -> tuple[tuple[OscValue, ...], Mark | None]:
    """The arguments without their mark, and the mark."""
    last = args[-1] if args else None
    found = _MARK.fullmatch(last) if isinstance(last, str) else None
    if found is None:
        return tuple(args), None
    return tuple(args[:-1]), Mark(found[0], found["client"] or "", int(found["number"]))


class Sequences:
    """What came lately. After ten seconds a number may begin anew: desks are restarted."""

    def __init__(self) -> None:
        self._done: dict[tuple[str, str, int], tuple[str, int]] = {}
        self._newest: dict[tuple[str, str, str], tuple[int, int]] = {}

    def judge(self, host: str, mark: Mark, command: str, thing: str, setter: bool, now_ns: int) -> str:
        """``repeated``, ``older``, or nothing when it is news.

        Args:
            command: The whole command; a number is only repeated by the same command.
            thing: What a setter sets.
        """
        key = (host, mark.client, mark.number)
        before = self._done.get(key)
        if before is not None and before[0] == command and now_ns - before[1] < _WINDOW_NS:
            return "repeated"
        if setter:
            row = (host, mark.client, thing)
            newest, at_ns = self._newest.get(row, (-1, 0))
            if mark.number < newest and now_ns - at_ns < _WINDOW_NS:
                return "older"
            _put(self._newest, row, (mark.number, now_ns))
        _put(self._done, key, (command, now_ns))
        return ""


def _put(table: dict[_K, _V], key: _K, value: _V) -> None:
    table.pop(key, None)
    table[key] = value
    if len(table) > _REMEMBERED:
        del table[next(iter(table))]
