"""Typed paragraphs of another program's file, put together into a screenplay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .._scenes import split_scenes
from ..model import Element, ElementKind, Finding, Screenplay, Span, StyleRun

_EXTENSION = re.compile(r"\(([^()]*)\)")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Row:
    """One paragraph as its program typed it.

    Attributes:
        line: In the file (or the archive's member), from 1.
        styles: Over ``text`` as it stands here.
    """

    kind: ElementKind
    text: str
    line: int
    styles: tuple[StyleRun, ...] = ()
    number: str = ""
    dual: bool = False


def screenplay_of(
    rows: Iterable[Row],
    name: str,
    title_page: dict[str, tuple[str, ...]],
    findings: Sequence[Finding] = (),
    form: str = "",
) -> Screenplay:
    """The screenplay of rows. Spans know lines only; bytes are 0: such files are no plain text."""
    elements = tuple(_element(row) for row in rows if row.kind == "page_break" or row.text.strip())
    scenes, omitted = split_scenes(elements)
    found = list(findings)
    if not scenes:
        found.append(
            Finding("error", "the script has no scene headings", 0,
                    "Mark the headings in the program it comes from.", "no-scenes")
        )  # fmt: skip
    return Screenplay(name, title_page, elements, scenes, tuple(found), omitted=omitted, format=form)


def _element(row: Row) -> Element:
    text, styles = _trimmed(_NOT_TEXT.sub("\ufffd", row.text), row.styles)
    extension = ""
    if row.kind == "character":
        extension = ", ".join(part.strip() for part in _EXTENSION.findall(text))
        bare = " ".join(_EXTENSION.sub(" ", text).split())
        if bare != text:
            text, styles = bare or text, ()
    elif row.kind == "parenthetical" and not text.startswith("("):
        text, styles = f"({text.rstrip(')')})", tuple(StyleRun(s.start + 1, s.end + 1, s.style) for s in styles)
    span = Span(row.line, 1, 0, row.line, 0)
    return Element(row.kind, text, span, dual=row.dual, extension=extension, number=row.number, styles=styles)


def _trimmed(text: str, styles: tuple[StyleRun, ...]) -> tuple[str, tuple[StyleRun, ...]]:
    """Text without the blanks around it, styles moved along."""
    start, whole = len(text) - len(text.lstrip()), text.strip()
    moved = (StyleRun(max(0, s.start - start), min(len(whole), s.end - start), s.style) for s in styles)
    return whole, tuple(s for s in moved if s.end > s.start)
