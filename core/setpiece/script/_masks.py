"""Finds notes and boneyards before anything else is read, since they may sit inside anything."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Literal, NamedTuple

from ._source import Source

# Patterns begin with the rare character: such a search is many times as fast as any other, ``in`` too.
_ANY_YARD = re.compile(r"/\*")
_YARD_STAR = re.compile(r"\*(?:/|(?<=/\*))")
_NOTE_OPEN = re.compile(r"\[(?=\[)")
_ENOUGH = 100
"""Unclosed notes reported; a broken file may hold millions."""


class Region(NamedTuple):
    """Characters ``start:end`` of the text that are not part of the script."""

    start: int
    end: int
    kind: Literal["note", "boneyard"]


class Masks(NamedTuple):
    """Closed regions in order, and the lines (from 0) where one was opened and never closed."""

    regions: list[Region]
    open_boneyards: list[int]
    open_notes: list[int]


def find_masks(source: Source) -> Masks:
    """Regions of ``[[notes]]`` and ``/* boneyards */``, linear in the length of the text.

    A boneyard crosses anything; a note ends at the first truly empty line. What is never closed is
    no region: its text stays in the script, so a forgotten ``*/`` hides nothing.
    """
    yards, open_yards = _boneyards(source.text)
    notes, open_notes = _notes(source, yards)
    regions = sorted([*yards, *notes])
    return Masks(regions, [line_of(source, at) for at in open_yards], [line_of(source, at) for at in open_notes])


def balanced(text: str) -> bool:
    """Whether ``text`` is one boneyard from its first character to its last."""
    yards, unclosed = _boneyards(text)
    return not unclosed and [(y.start, y.end) for y in yards] == [(0, len(text))]


def line_of(source: Source, at: int) -> int:
    """The line (from 0) that character ``at`` is on."""
    return bisect_right(source.starts, at) - 1


def _boneyards(text: str) -> tuple[list[Region], list[int]]:
    """Nested boneyards close in pairs; an opening without its own pair takes the next close."""
    if _ANY_YARD.search(text) is None:
        return [], []
    partner, closes = _pairs(text)
    found: list[Region] = []
    unclosed: list[int] = []
    at = 0
    for start in sorted(partner):
        if start < at:
            continue
        end = partner[start]
        if end < 0:
            index = bisect_left(closes, start + 2)
            if index == len(closes):
                unclosed.append(start)
                break
            end = closes[index]
        at = end + 2
        found.append(Region(start, at, "boneyard"))
    return found, unclosed


def _pairs(text: str) -> tuple[dict[int, int], list[int]]:
    """Every ``/*`` with its balanced ``*/`` or -1, and every ``*/``."""
    partner: dict[int, int] = {}
    closes: list[int] = []
    stack: list[int] = []
    free = 0
    """Where the last mark ended: none has a character of another."""
    for star in _YARD_STAR.finditer(text):
        at = star.start()
        if free < at and text[at - 1] == "/" and not _escaped(text, at - 1):
            partner[at - 1] = -1
            stack.append(at - 1)
            free = at + 1
        elif text.startswith("/", at + 1):
            closes.append(at)
            if stack:
                partner[stack.pop()] = at
            free = at + 2
    return partner, closes


def _escaped(text: str, at: int) -> bool:
    """Whether the character at ``at`` has a backslash of its own before it."""
    first = at
    while first and text[first - 1] == "\\":
        first -= 1
    return (at - first) % 2 == 1


def _notes(source: Source, yards: list[Region]) -> tuple[list[Region], list[int]]:
    text = source.text
    if _NOTE_OPEN.search(text) is None:
        return [], []
    # Two spaces keep a note open over a blank line; nothing, or one space, does not.
    yard_starts = [y.start for y in yards]
    lines = zip(source.starts, source.lines, strict=True)
    stops = [start for start, line in lines if len(line) < 2 and not line.strip()]
    if yards:
        stops = [start for start in stops if _yard_around(yards, yard_starts, start) is None]
    found: list[Region] = []
    unclosed: list[int] = []
    at, free, close, never = 0, 0, -1, len(text) + 1
    for opening in _NOTE_OPEN.finditer(text):
        start = opening.start()
        if start < free or _escaped(text, start):
            continue
        free = start + 2
        if start < at or _yard_around(yards, yard_starts, start) is not None:
            continue
        if close < start + 2:
            close = _next_close(text, start + 2, yards, yard_starts)
            close = never if close < 0 else close
        index = bisect_left(stops, start)
        if close > (stops[index] if index < len(stops) else len(text)):
            if len(unclosed) < _ENOUGH:
                unclosed.append(start)
            elif close == never:
                break
            continue
        at = close + 2
        found.append(Region(start, at, "note"))
    return found, unclosed


def _next_close(text: str, at: int, yards: list[Region], starts: list[int]) -> int:
    close = text.find("]]", at)
    while close >= 0:
        yard = _yard_around(yards, starts, close)
        if yard is None:
            return close
        close = text.find("]]", yard.end)
    return -1


def _yard_around(yards: list[Region], starts: list[int], at: int) -> Region | None:
    index = bisect_right(starts, at) - 1
    return yards[index] if index >= 0 and at < yards[index].end else None
