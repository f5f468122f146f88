"""Groups the elements of a draft into what may not be torn apart lightly: paragraphs, speeches, dual speeches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from setpiece.script.model import Element, ElementKind

from ._format import SPEECH, is_printed, printed_text
from ._wrap import wrap
from .model import ColumnSpec, PageFormat, Side

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)|--(?=\s)")
_DUAL_INDENT = {"character": 8, "parenthetical": 3}
_DUAL_TRIM = {"character": 8, "parenthetical": 6}


@dataclass(frozen=True)
class Part:
    """An element, or what is left of one, wrapped for its column."""

    element: int
    kind: ElementKind
    text: str
    spec: ColumnSpec
    rows: tuple[tuple[int, int], ...]
    side: Side = ""
    synthetic: bool = False
    """Printed, but not out of the element: a cue that is repeated."""


@dataclass(frozen=True)
class Block:
    """What stands together. ``right`` holds the second speech of a dual dialogue."""

    parts: tuple[Part, ...]
    space: int
    right: tuple[Part, ...] = ()
    breaks_before: bool = False
    """A page break asks for a fresh page."""

    @property
    def kind(self) -> ElementKind:
        """Kind of the first part."""
        return self.parts[0].kind

    @property
    def height(self) -> int:
        """Rows, without the space above."""
        return max(_rows(self.parts), _rows(self.right))


def _rows(parts: Sequence[Part]) -> int:
    return sum(len(part.rows) for part in parts)


def make_part(index: int, element: Element, fmt: PageFormat, side: Side = "") -> Part:
    """An element wrapped for its column, or for its half of a dual dialogue."""
    spec = fmt.columns[element.kind]
    if side:
        half = fmt.columns[f"dual_{side}"]
        indent, trim = _DUAL_INDENT.get(element.kind, 0), _DUAL_TRIM.get(element.kind, 0)
        spec = ColumnSpec(half.indent + indent, half.width - trim, spec.space_before)
    text = printed_text(element)
    return Part(index, element.kind, text, spec, wrap(text, spec.width), side)


def rest_of(part: Part, row_start: int) -> Part:
    """``part`` from character ``row_start`` on, wrapped anew."""
    rows = wrap(part.text[row_start:], part.spec.width)
    return replace(part, rows=tuple((a + row_start, b + row_start) for a, b in rows))


def head_of(part: Part, end: int) -> Part:
    """``part`` up to character ``end``, wrapped anew."""
    start = part.rows[0][0]
    rows = wrap(part.text[start:end].rstrip(), part.spec.width)
    return replace(part, rows=tuple((a + start, b + start) for a, b in rows))


def sentence_starts(part: Part) -> list[int]:
    """Offsets at which a sentence of the part begins, its own start left out."""
    first, last = part.rows[0][0], part.rows[-1][1]
    starts: list[int] = []
    for match in _SENTENCE_END.finditer(part.text, first, last):
        at = match.end()
        while at < last and part.text[at].isspace():
            at += 1
        if first < at < last:
            starts.append(at)
    return starts


def rows_below(part: Part, at: int) -> int:
    """Rows of the part, as it stands in one piece, below the one in which the text before ``at`` ends."""
    return sum(start >= at for start, _ in part.rows)


def blocks_of(elements: Sequence[Element], fmt: PageFormat) -> list[Block]:
    """The draft's printed elements as blocks, in order."""
    blocks: list[Block] = []
    extra, fresh = 0, False
    at = 0
    while at < len(elements):
        element = elements[at]
        if element.kind == "page_break":
            fresh, extra = True, 0
        elif element.kind == "blank":
            extra += element.text.count("\n") if blocks else 0
        if not is_printed(element):
            at += 1
            continue
        speech, at = _speech(elements, at)
        if elements[speech[0]].dual and blocks and blocks[-1].kind == "character" and not blocks[-1].right:
            blocks[-1] = _dual(blocks[-1], speech, elements, fmt)
            continue
        parts = tuple(make_part(i, elements[i], fmt) for i in speech)
        blocks.append(Block(parts, parts[0].spec.space_before + extra, breaks_before=fresh))
        extra, fresh = 0, False
    return blocks


def _speech(elements: Sequence[Element], at: int) -> tuple[list[int], int]:
    """Indices of the block that starts at ``at`` and the index behind it."""
    found = [at]
    in_speech = elements[at].kind == "character"
    at += 1
    while in_speech and at < len(elements):
        if elements[at].kind in SPEECH:
            if is_printed(elements[at]):
                found.append(at)
        elif elements[at].kind not in {"note", "boneyard"}:
            break
        at += 1
    return found, at


def _dual(left: Block, speech: Sequence[int], elements: Sequence[Element], fmt: PageFormat) -> Block:
    parts = tuple(make_part(part.element, elements[part.element], fmt, "left") for part in left.parts)
    return replace(left, parts=parts, right=tuple(make_part(i, elements[i], fmt, "right") for i in speech))
