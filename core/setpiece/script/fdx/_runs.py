"""The words of a paragraph: all its runs in a row, with the style, revision and tag of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..model import RevisionRun, StyleRun
from ._tree import Node
from ._types import styles_of

StyleName = Literal["bold", "italic", "underline", "strikeout"]
STYLES: tuple[StyleName, ...] = ("bold", "italic", "underline", "strikeout")
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Run:
    """One ``<Text>``: characters ``start`` to ``end`` of its paragraph."""

    node: Node
    start: int
    end: int
    styles: frozenset[str]
    revision: int
    tag: str


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph's text as the page shows it, and its runs."""

    text: str
    runs: tuple[Run, ...]


def number(written: str) -> int:
    """A whole number of an attribute; 0 where it is none or absurd."""
    text = written.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else 0


def words_of(paragraph: Node, *, caps: bool = False) -> Words:
    """The text of a paragraph's own ``<Text>`` children.

    Args:
        paragraph: The element; notes and summaries inside it are not its words.
        caps: Whether the paragraph's type is set in capitals, unless a run says otherwise.
    """
    runs: list[Run] = []
    parts: list[str] = []
    at = 0
    for node in paragraph.children:
        if node.tag != "Text":
            continue
        written = node.attributes.get("Style")
        styles = styles_of(written or "")
        text = node.text
        if "allcaps" in styles or (caps and written is None):
            text = _upper(text)
        parts.append(text)
        runs.append(
            Run(node, at, at + len(text), styles, number(node.get("RevisionID")), node.get("TagNumber").strip())
        )
        at += len(text)
    return Words("".join(parts), tuple(runs))


def _upper(text: str) -> str:
    """Capitals, letter for letter: places in the text stay what they are."""
    upper = text.upper()
    if len(upper) == len(text):
        return upper
    return "".join(u if len(u := c.upper()) == 1 else c for c in text)


def _merged(
    runs: Sequence[Run], first: int, last: int, value: Callable[[Run], Any]
) -> list[tuple[int, int, Any]]:
    """Neighbouring runs of one value as stretches of the text between ``first`` and ``last``, counted from there."""
    out: list[tuple[int, int, Any]] = []
    for run in runs:
        start, end, what = max(run.start, first) - first, min(run.end, last) - first, value(run)
        if not what or start >= end:
            continue
        if out and out[-1][1] == start and out[-1][2] == what:
            out[-1] = (out[-1][0], end, what)
        else:
            out.append((start, end, what))
    return out


def style_runs(words: Words, first: int, last: int) -> tuple[StyleRun, ...]:
    """Emphasis of the characters from ``first`` to ``last``."""
    if not any(run.styles for run in words.runs):
        return ()
    found = [
        StyleRun(start, end, name)
        for name in STYLES
        for start, end, _ in _merged(words.runs, first, last, lambda run, name=name: name in run.styles)
    ]
    return tuple(sorted(found, key=lambda s: (s.start, s.end, s.style)))


def revision_runs(words: Words, first: int, last: int) -> tuple[int, tuple[RevisionRun, ...]]:
    """The latest revision of a paragraph, and which of the characters it and others touched."""
    latest = max((run.revision for run in words.runs), default=0)
    if not latest:
        return 0, ()
    found = tuple(RevisionRun(*r) for r in _merged(words.runs, first, last, lambda run: run.revision))
    whole = len(found) == 1 and found[0].start == 0 and found[0].end == last - first
    return latest, () if whole else found
