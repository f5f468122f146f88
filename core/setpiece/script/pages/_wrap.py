"""Breaks a text into the rows a typewriter page has room for, and remembers where each row came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_PIECE = re.compile(r"[^\s-]*-+(?=[^\s-])|\S+|\s+")


def wrap(text: str, width: int) -> tuple[tuple[int, int], ...]:
    """Rows of ``text`` as (start, end) offsets, at most ``width`` columns each.

    Rows break at white space, which then hangs out of the row, and after hyphens, the last of which
    may stand one column over the edge; a word that is longer than a row is cut. Every line of the
    text starts a new row; a blank line is an empty row. Full-width characters take two columns.
    """
    rows: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        if columns(line) <= width:
            lead = len(line) - len(line.lstrip())
            rows.append((at if lead < len(line) else at + lead, at + max(lead, len(line.rstrip()))))
        else:
            _wrap_line(line, at, width, rows)
        at += len(line) + 1
    return tuple(rows)


def columns(text: str) -> int:
    """Columns that ``text`` takes: one a character, two for full-width ones."""
    if text.isascii():
        return len(text)
    return sum(column_width(c) for c in text)


def column_width(character: str) -> int:
    """2 for the full-width characters of East Asian scripts, 0 for marks set on the one before, else 1."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _wrap_line(line: str, at: int, width: int, rows: list[tuple[int, int]]) -> None:
    measure = _measure(line)
    indent = len(line) - len(line.lstrip())
    start = end = 0 if indent < width else indent
    for piece in _PIECE.finditer(line, indent):
        low, high = piece.span()
        if line[low].isspace():
            continue
        room = width + (line[high - 1] == "-")
        if measure(start, high) > room and end > start:
            rows.append((at + start, at + end))
            start = low
        while measure(start, high) > room:
            cut = start + 1
            while measure(start, cut + 1) <= width:
                cut += 1
            rows.append((at + start, at + cut))
            start = cut
        end = high
    rows.append((at + start, at + max(start, end)))


def _measure(line: str) -> Callable[[int, int], int]:
    """Columns between two offsets of the line."""
    if line.isascii():
        return lambda a, b: b - a
    sums = [0]
    for character in line:
        sums.append(sums[-1] + column_width(character))
    return lambda a, b: sums[b] - sums[a]
