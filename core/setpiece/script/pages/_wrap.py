"""Breaks a text into the rows a typewriter page has room for, and remembers where each row came from."""

from __future__ import annotations

import re

_PIECE = re.compile(r"[^\s-]*-+(?=[^\s-])|\S+|\s+")


def wrap(text: str, width: int, first: int | None = None) -> tuple[tuple[int, int], ...]:
    """Rows of ``text`` as (start, end) offsets, at most ``width`` characters each.

    Rows break at white space, which then hangs out of the row, and after hyphens; a word that is
    longer than a row is cut. Every line of the text starts a new row; a blank line is an empty row.

    Args:
        text: One element's text.
        width: Characters in a row.
        first: Characters in the first row of each line, where that differs.
    """
    rows: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        _wrap_line(line, at, width, width if first is None else first, rows)
        at += len(line) + 1
    return tuple(rows)


def _wrap_line(line: str, at: int, width: int, room: int, rows: list[tuple[int, int]]) -> None:
    indent = len(line) - len(line.lstrip())
    start = end = 0 if indent < room else indent
    for piece in _PIECE.finditer(line, indent):
        low, high = piece.span()
        if line[low].isspace():
            continue
        hang = line[high - 1] == "-"
        if high - start > room + hang and end > start:
            rows.append((at + start, at + end))
            start, room = low, width
        while high - start > room + hang:
            rows.append((at + start, at + start + room))
            start, room = start + room, width
        end = high
    rows.append((at + start, at + max(start, end)))
