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

    width: int
    """Columns the document wraps this kind of text at."""
    parts: list[str] = field(default_factory=list)
    styles: bytearray = field(default_factory=bytearray)
    last: str = ""
    count: int = 0
    """Rows so far."""

    def add(self, row: SheetRow, indent: int = 0, between: str | None = None) -> None:
        """One more row; ``between`` overrides what joins it to the one above."""
        if self.parts:
            joint = self.joint(row.text) if between is None else between
            self.parts.append(joint)
            self.styles += bytes([self.styles[-1] & row.style[0]]) * len(joint)
        if indent > 0 and (not self.parts or self.parts[-1] == "\n"):
            self.parts.append(" " * indent)
            self.styles += bytes(indent)
        self.parts.append(row.text)
        self.styles += row.style
        self.last = row.text
        self.count += 1

    def joint(self, following: str) -> str:
        """What stood between the last row and the following one."""
        piece = _first_piece(following)
        glued = self.last.endswith("-") and self.last[-2:-1].isalnum()
        if columns(self.last) + (not glued) + columns(piece) <= self.width:
            return "\n"
        if glued or (_is_wide(self.last[-1]) and _is_wide(following[0])):
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


def _first_piece(text: str) -> str:
    """The first word, or its part up to a hyphen: what a wrap would have pulled up."""
    word = text.split(" ", 1)[0]
    hyphen = word.find("-", 1)
    return word[: hyphen + 1] if 0 < hyphen < len(word) - 1 else word


def _is_wide(character: str) -> bool:
    return columns(character) == 2


def usual_width(pairs: Sequence[tuple[str, str]], standard: int) -> int:
    """Columns at which a document wraps, from rows and those right under them: the longest row that
    goes on, hanging hyphens apart, within reason; the trade's width when there is none."""
    longest = max((columns(a) for a, _ in pairs if not a.endswith("-")), default=0)
    return longest if standard - 10 <= longest <= standard + 14 else standard
