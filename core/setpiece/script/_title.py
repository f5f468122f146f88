"""Reads the title page, and leaves alone a script whose first line merely has a colon in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ._inline import styled
from .model import StyleRun

_KEY = re.compile(r"[ \t]*([^\s:：][^:：]{0,40}?)\s*[:：](.*)$")
_KNOWN = frozenset(
    """titel titre título titulo titolo tytuł titul autor autora autore auteur название автор
    title credit author authors source notes contact copyright revision date draft info format fmt
    version language font episode series season studio company project watermark header footer
    tl tc tr cc bl bc br""".split()
) | {"draft date", "written by", "based on", "revision color", "contact info", "author(s)"}

_FORCES = ".!@>~=#"
"""A first line that says what it is is no key."""
_CONTINUES = 3
"""Columns of indentation that make a line the value of the key above."""


class TitleEntry(NamedTuple):
    """One key with its lines and their emphasis; ``first`` and ``last`` are line numbers from 0, inclusive."""

    key: str
    values: tuple[tuple[str, tuple[StyleRun, ...]], ...]
    first: int
    last: int


def read_title_page(visible: list[str | None], stop_at: Callable[[str], bool]) -> list[TitleEntry]:
    """Entries of the title page; empty when there is none.

    Keys are lower case. The page must be the first thing in the file but notes, boneyards and blank
    lines; it must name at least one usual key; it ends at the first blank line, or where a slugline
    follows without one.

    Args:
        visible: The source's lines without notes and boneyards; None for lines that held nothing else.
        stop_at: True for a line that starts the script itself.
    """
    first = next((i for i, line in enumerate(visible) if line is not None and line.strip()), len(visible))
    block: list[tuple[int, str]] = []
    deep = _indent(visible[first] or "") + _CONTINUES if first < len(visible) else 0
    for index in range(first, len(visible)):
        line = visible[index]
        if line is None:
            continue
        if not line.strip() or (_indent(line) < deep and stop_at(line)):
            break
        block.append((index, line))
    return _entries(block)


def is_key(line: str) -> bool:
    """Whether ``line``, first in a file, may begin a title page."""
    return bool(line.strip()) and line.lstrip()[0] not in _FORCES and _KEY.match(line) is not None


def is_known_key(key: str) -> bool:
    """Whether a title page with this key is one."""
    return key.lower() in _KNOWN


def _entries(block: list[tuple[int, str]]) -> list[TitleEntry]:
    if not block or not is_key(block[0][1]):
        return []
    base = _indent(block[0][1])
    found: list[tuple[str, list[tuple[str, tuple[StyleRun, ...]]], int, int]] = []
    for index, line in block:
        match = _KEY.match(line)
        if match is not None and _indent(line) < base + _CONTINUES:
            value = styled(match.group(2).strip())
            found.append((match.group(1).strip().lower(), [value] if value[0] else [], index, index))
        else:
            key, values, start, _ = found[-1]
            values.append(styled(line.strip()))
            found[-1] = (key, values, start, index)
    if not any(key in _KNOWN for key, *_ in found):
        return []
    return [TitleEntry(key, tuple(values), start, end) for key, values, start, end in found]


def _indent(line: str) -> int:
    width = 0
    for char in line:
        if char == "\t":
            width += 4
        elif char in " \u00a0\u3000":
            width += 1
        else:
            break
    return width
