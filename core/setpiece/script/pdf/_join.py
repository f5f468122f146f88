"""Joins the rows of a paragraph again: a space where the typewriter wrapped, a new line where the writer did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from setpiece.script.model import StyleRun
from setpiece.script.pages._wrap import columns

from ._sheets import BOLD, ITALIC, STRIKEOUT, UNDERLINE, SheetRow

_STYLES: tuple[tuple[int, Literal["bold", "italic", "underline", "strikeout"]], ...] = (
    (BOLD, "bold"), (ITALIC, "italic"), (UNDERLINE, "underline"), (STRIKEOUT, "strikeout"),
)  # fmt: skip


@dataclass
class Text:
    """Text that grows row by row, with the style of every character."""

    limit_pt: float
    """Where the document's rows of this kind end at the latest."""
    space_pt: float
    marked: bool = False
    """The document ends wrapped rows in a space, and only them."""
    parts: list[str] = field(default_factory=list)
    styles: bytearray = field(default_factory=bytearray)
    last: str = ""
    end_pt: float = 0.0
    goes_on: bool = False
    count: int = 0
    """Rows so far."""

    def add(self, row: SheetRow, indent: int = 0, between: str | None = None) -> None:
        """One more row; ``between`` overrides what joins it to the one above."""
        if self.parts:
            joint = self.joint(row) if between is None else between
            self.parts.append(joint)
            self.styles += bytes([self.styles[-1] & row.style[0]]) * len(joint)
        if indent > 0 and (not self.parts or self.parts[-1] == "\n"):
            self.parts.append(" " * indent)
            self.styles += bytes(indent)
        self.parts.append(row.text)
        self.styles += row.style
        self.last, self.end_pt, self.goes_on = row.text, row.end_pt, row.goes_on
        self.count += 1

    def joint(self, following: SheetRow) -> str:
        """What stood between the last row and the following one."""
        if self.marked and self.goes_on:
            return " "
        glued = self.last.endswith("-") and (self.marked or self.last[-2:-1].isalnum())
        needed = _first_piece_pt(following) + (0.0 if glued else self.space_pt)
        if self.end_pt + needed <= self.limit_pt + 0.2 * self.space_pt:
            return "\n"
        if self.marked:  # a hyphen, or a word that was cut at the edge
            return "" if glued or (" " not in self.last and self.end_pt > self.limit_pt - 1.5 * self.space_pt) else "\n"
        if glued or (_is_wide(self.last[-1]) and _is_wide(following.text[0])):
            return ""
        return " "

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.parts)

    def runs(self, ignore: int = 0) -> tuple[StyleRun, ...]:
        """Emphasis, styles in ``ignore`` left out."""
        found: list[StyleRun] = []
        text = self.text
        for bit, name in _STYLES:
            if bit & ignore:
                continue
            start = -1
            for at in range(len(text) + 1):
                on = at < len(text) and bool(self.styles[at] & bit)
                if on and start < 0:
                    start = at
                elif not on and start >= 0:
                    found.append(StyleRun(start, at, name))
                    start = -1
        return tuple(sorted(found, key=lambda run: (run.start, run.end)))


def _first_piece_pt(row: SheetRow) -> float:
    """Width of the first word, or of its part up to a hyphen: what a wrap would have pulled up."""
    word = row.text.split(" ", 1)[0]
    hyphen = word.find("-", 1)
    end = hyphen + 1 if 0 < hyphen < len(word) - 1 else len(word)
    return (row.x_pt[end] if end < len(row.x_pt) else row.end_pt) - row.x_pt[0]


def _is_wide(character: str) -> bool:
    return columns(character) == 2


def usual_limit(rows: Sequence[SheetRow], standard_pt: float, slack_pt: float) -> float:
    """Where a document's rows end, from those that go on: the longest, hanging hyphens apart, within
    reason of the trade's, which it is when there are none."""
    longest = max((row.end_pt for row in rows if not row.text.endswith("-")), default=0.0)
    return longest if abs(longest - standard_pt) <= slack_pt else standard_pt
