"""Takes the markup out of a line: emphasis and escapes, by the rules of fountain.io/syntax."""

from __future__ import annotations

import re

_RUN = re.compile(r"\\[*_]|\*+|_+")


def plain(text: str) -> str:
    """``text`` without emphasis marks and escapes; each line on its own, as emphasis never spans two.

    A mark opens before a non-space and closes after one, so ``*69 and then *23`` stays as written.
    An underscore inside a word is a letter.
    """
    if "*" not in text and "_" not in text:
        return text
    return "\n".join(_plain_line(line) for line in text.split("\n"))


def _plain_line(line: str) -> str:
    drop = bytearray(len(line))
    openers: dict[str, list[tuple[int, int]]] = {"*": [], "_": []}
    for run in _RUN.finditer(line):
        start, end = run.span()
        char = line[start]
        if char == "\\":
            drop[start] = 1
            continue
        before = line[start - 1] if start else " "
        after = line[end] if end < len(line) else " "
        opens, closes = not after.isspace(), not before.isspace()
        if char == "_":
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        if closes:
            start = _close(openers[char], start, end, drop)
        if opens and start < end:
            openers[char].append((start, end))
    if not any(drop):
        return line
    return "".join(c for c, gone in zip(line, drop, strict=True) if not gone)


def _close(stack: list[tuple[int, int]], start: int, end: int, drop: bytearray) -> int:
    """Pair the run with open ones of its kind; returns where what is left of the run starts."""
    while stack and start < end:
        o_start, o_end = stack[-1]
        width = o_end - o_start
        if width > end - start and (width > 3 or end - start > 2):
            break
        take = min(width, end - start)
        drop[o_end - take : o_end] = b"\x01" * take
        drop[start : start + take] = b"\x01" * take
        start += take
        stack.pop()
        if take < width:
            stack.append((o_start, o_end - take))
    return start
