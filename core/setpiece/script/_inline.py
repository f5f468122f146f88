"""Emphasis and escapes, both ways: marked-up text to text with style runs, and back to marks.

The rules are those of fountain.io/syntax. A mark opens before a non-space and closes after one, so
``*69 and then *23`` stays as written; nothing crosses a line; an underscore inside a word is a
letter. Marks are switches, so styles may overlap: ``**a *b** c*``; two italics side by side
(``*a**b*``) are one.

Backslashes before a character that means something, where it means something, escape it: ``*``,
``_`` and ``[`` anywhere, ``/`` next to a ``*``, ``! ~ (`` first in a line, ``# <`` last in one. As
two backslashes there are one, every text can be written; elsewhere backslashes are letters.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal, NamedTuple

from .model import StyleRun

_Style = Literal["bold", "italic", "underline", "strikeout"]
_TOKEN = re.compile(r"\\+|[*_]+")
_RUN = re.compile(r"\*+|_+")
_GONE = re.compile(b"\x01")
_SIZES: dict[_Style, int] = {"bold": 2, "italic": 1}
_ESCAPED = "*_["
_ESCAPED_FIRST = "!~(（"
_ESCAPED_LAST = "#<"
_WRITTEN: tuple[tuple[_Style, str], ...] = (("underline", "_"), ("bold", "**"), ("italic", "*"))
_NO_SPACES_BETWEEN_WORDS = "\u2e80"
"""From here on (CJK) a letter beside an underscore is no word that goes on."""


def plain(text: str) -> str:
    """``text`` without emphasis marks and escapes."""
    return styled(text)[0]


def styled(text: str) -> tuple[str, tuple[StyleRun, ...]]:
    """``text`` without marks and escapes, and the runs the marks stood for, sorted by start.

    Time is linear in the length of the text.
    """
    if "*" not in text and "_" not in text and "\\" not in text:
        return text, ()
    lines: list[str] = []
    runs: list[StyleRun] = []
    at = 0
    for line in text.split("\n"):
        shown, found = _Line(line).read() if _TOKEN.search(line) else (line, ())
        lines.append(shown)
        runs.extend(StyleRun(at + start, at + end, style) for start, end, style in found)
        at += len(shown) + 1
    return "\n".join(lines), tuple(runs)


def escaped_end(text: str) -> bool:
    """Whether the last character of ``text`` has a backslash of its own."""
    body = text[:-1]
    return (len(body) - len(body.rstrip("\\"))) % 2 == 1


def _is_word(char: str) -> bool:
    return char.isalnum() and char < _NO_SPACES_BETWEEN_WORDS


def _means_something(line: str, start: int, end: int) -> bool:
    """Whether the backslashes ``start:end`` of ``line`` stand before something they can escape."""
    following = line[end : end + 1]
    if not following:
        return False
    if following in _ESCAPED:
        return True
    if following == "/":
        return line[end + 1 : end + 2] == "*" or line[start - 1 : start] == "*"
    if following in _ESCAPED_FIRST:
        return not line[:start].strip()
    return following in _ESCAPED_LAST and not line[end + 1 :].strip()


class _Mark(NamedTuple):
    """A run of one mark: where it is, where its cluster starts, and whether it could close something."""

    start: int
    end: int
    cluster: int
    closes: bool


class _Line:
    """One line on its way from marks to runs."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.gone = bytearray(len(line))
        self.open: dict[_Style, list[_Mark]] = {"bold": [], "italic": [], "underline": []}
        self.pairs: list[tuple[int, int, _Style]] = []
        """Where the content starts and ends in ``line``."""

    def read(self) -> tuple[str, list[tuple[int, int, _Style]]]:
        """The text shown and its runs, sorted, those of one style apart from each other."""
        literal = -1
        for token in _TOKEN.finditer(self.line):
            start, end = token.span()
            if self.line[start] != "\\":
                self._cluster(max(start, literal), end)
            elif _means_something(self.line, start, end):
                width = end - start
                self.gone[start : start + (width + 1) // 2] = b"\x01" * ((width + 1) // 2)
                if width % 2:
                    literal = end + 1
        self._rejoin()
        return self._shown()

    def _cluster(self, start: int, end: int) -> None:
        """Marks side by side see the same neighbours, whatever their order."""
        if start >= end:
            return
        before = self.line[start - 1] if start else " "
        after = self.line[end] if end < len(self.line) else " "
        opens, closes = not after.isspace(), not before.isspace()
        for run in _RUN.finditer(self.line, start, end):
            left, right = run.span()
            width = right - left
            if self.line[left] == "_":
                if width <= 2:
                    inside = _is_word(before), _is_word(after)
                    mark = _Mark(left, right, start, closes and not inside[1])
                    self._switch("underline", mark, opens and not inside[0])
            elif width <= 3:
                mark = _Mark(left, right, start, closes)
                if width != 1:
                    self._switch("bold", mark, opens)
                if width != 2:
                    self._switch("italic", mark, opens)

    def _switch(self, style: _Style, mark: _Mark, opens: bool) -> None:
        openers = self.open[style]
        if mark.closes and openers and openers[-1].cluster < mark.cluster:
            size = _SIZES.get(style) or mark.end - mark.start
            if style == "underline" and openers[-1].end - openers[-1].start != size:
                return
            opener = openers.pop()
            self._drop(opener, size, from_end=True)
            self._drop(mark, size, from_end=False)
            self.pairs.append((opener.end, mark.start, style))
        elif opens:
            openers.append(mark)

    def _drop(self, mark: _Mark, size: int, *, from_end: bool) -> None:
        """Take ``size`` characters off a mark; what is left of it stays outside of what it encloses."""
        start, end = mark.start, mark.end
        if end - start == size:
            self.gone[start:end] = b"\x01" * size
            return
        places = [i for i in range(start, end) if not self.gone[i]]
        for at in places[-size:] if from_end else places[:size]:
            self.gone[at] = 1

    def _rejoin(self) -> None:
        """``**`` that opens no bold, inside italics, is their end and new beginning."""
        left = [m for m in self.open["bold"] if m.closes and m.end - m.start == 2] if self.open["bold"] else None
        if not left:
            return
        spans = _merged(pair for pair in self.pairs if pair[2] == "italic")
        starts = [start for start, _, _ in spans]
        for mark in left:
            at = bisect_right(starts, mark.start) - 1
            if at >= 0 and mark.end <= spans[at][1]:
                self._drop(mark, 2, from_end=True)

    def _shown(self) -> tuple[str, list[tuple[int, int, _Style]]]:
        gone = [found.start() for found in _GONE.finditer(self.gone)]
        if not gone:
            return self.line, []
        text = "".join([self.line[a + 1 : b] for a, b in pairwise([-1, *gone, len(self.line)])])
        runs: list[tuple[int, int, _Style]] = [
            (start - bisect_left(gone, start), end - bisect_left(gone, end), style) for start, end, style in self.pairs
        ]
        return text, sorted(_merged(runs)) if len(runs) > 1 else runs


def _merged(runs: Iterable[tuple[int, int, _Style]]) -> list[tuple[int, int, _Style]]:
    """Runs of one style that touch or overlap as one."""
    merged: list[tuple[int, int, _Style]] = []
    for start, end, style in sorted(runs, key=lambda run: (run[2], run[0], run[1])):
        if merged and merged[-1][2] == style and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), style)
        else:
            merged.append((start, end, style))
    return merged


# --- and back ----------------------------------------------------------------------------------


def sayable(text: str, styles: Iterable[StyleRun]) -> tuple[StyleRun, ...]:
    """The nearest styles that marks can say: per line, from ink to ink, underlines over whole words.

    There is no mark for strikeout.
    """
    runs = [run for run in styles if run.style != "strikeout"]
    if not runs:
        return ()
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    found: list[tuple[int, int, _Style]] = []
    for run in runs:
        row = max(bisect_right(starts, run.start) - 1, 0)
        while row < len(lines) and starts[row] < run.end:
            clipped = _on_line(lines[row], run.start - starts[row], run.end - starts[row], run.style)
            if clipped is not None:
                found.append((starts[row] + clipped[0], starts[row] + clipped[1], run.style))
            row += 1
    return tuple(StyleRun(*run) for run in sorted(_merged(found)))


def _on_line(line: str, start: int, end: int, style: _Style) -> tuple[int, int, _Style] | None:
    start, end = max(start, 0), min(end, len(line))
    while start < end and line[start].isspace():
        start += 1
    while start < end and line[end - 1].isspace():
        end -= 1
    if start >= end:
        return None
    if style == "underline":
        while start and _is_word(line[start - 1]):
            start -= 1
        while end < len(line) and _is_word(line[end]):
            end += 1
    return start, end, style


def marked(text: str, styles: Iterable[StyleRun] = (), *, first: str = "", last: str = "") -> str:
    """``text`` with marks for its styles and escapes, so that ``styled`` gives both back.

    Args:
        text: What is shown.
        styles: Its styles; the nearest ``sayable`` ones are written.
        first: Which of ``! ~ (`` to escape at the start of a line.
        last: Which of ``# <`` to escape at the end of a line.
    """
    runs = sayable(text, styles)
    if not runs and not any(c in text for c in "*_\\[/") and not first and not last:
        return text
    marks: dict[int, str] = {}
    for style, mark in _WRITTEN:
        for run in runs:
            if run.style == style:
                marks[run.start] = marks.get(run.start, "") + mark
                marks[run.end] = marks.get(run.end, "") + mark
    lines: list[str] = []
    at = 0
    for line in text.split("\n"):
        here = {i: marks[at + i] for i in range(len(line) + 1) if at + i in marks} if marks else {}
        lines.append(_marked_line(line, here, first, last))
        at += len(line) + 1
    return "\n".join(lines)


def _marked_line(line: str, marks: dict[int, str], first: str, last: str) -> str:
    """Built from its end, so that what follows is known."""
    start, end = len(line) - len(line.lstrip()), len(line.rstrip())
    guards = {start: "" if any(i <= start for i in marks) else first}
    if not any(i >= end for i in marks):
        guards[end - 1] = guards.get(end - 1, "") + last
    at = len(line)
    pieces: list[str] = [marks.get(at, "")]
    ahead = pieces[0][:2]
    while at:
        at -= 1
        char = line[at]
        before = marks[at][-1] if at in marks else line[at - 1] if at else " "
        if char == "\\":
            stop = at + 1
            while at and line[at - 1] == "\\" and at not in marks:
                at -= 1
            behind = marks[at][-1] if at in marks else line[at - 1] if at else " "
            double = ahead[:1] == "\\" or _needs_doubling(line, at, stop, ahead, behind, marks)
            piece = "\\" * (stop - at) * (2 if double else 1)
        elif char in guards.get(at, "") or _needs_escape(char, before, ahead):
            piece = "\\" + char
        else:
            piece = char
        pieces.append(marks.get(at, "") + piece)
        ahead = (pieces[-1] + ahead)[:2]
    return "".join(reversed(pieces))


def _needs_escape(char: str, before: str, ahead: str) -> bool:
    following = ahead[:1] or " "
    if char == "*":
        return not (before.isspace() and following.isspace())
    if char == "_":
        return not (_is_word(before) and _is_word(following)) and not (before.isspace() and following.isspace())
    if char == "[":
        return following == "["
    return char == "/" and (before == "*" or following == "*")


def _needs_doubling(line: str, start: int, end: int, ahead: str, behind: str, marks: dict[int, str]) -> bool:
    """The reader's ``_means_something``, asked of what is being written."""
    following = ahead[:1]
    if not following:
        return False
    if following in _ESCAPED:
        return True
    if following == "/":
        return ahead[1:2] == "*" or behind == "*"
    if following in _ESCAPED_FIRST:
        return not line[:start].strip() and not any(at <= start for at in marks)
    return following in _ESCAPED_LAST and not line[end + 1 :].strip() and not any(at > end for at in marks)
