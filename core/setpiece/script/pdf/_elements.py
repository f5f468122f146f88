"""Turns lines with places into elements: what a row is follows from where it starts and what it stands under."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from setpiece.script._cue import is_transition, read_cue
from setpiece.script._heading import read_heading
from setpiece.script.model import Element, ElementKind, Span

from ._furniture import NEW_PAGE, Line, cut
from ._join import Text, usual_limit
from ._measure import Columns
from ._sheets import ITALIC, SheetRow

_TORN_GAP = 1.5
"""Line spaces that part two paragraphs; set a little under the two of a blank line."""
_DUAL_GAP = re.compile(r" {3,}")
_HALF_GAP = re.compile(r" {2,}")
_TERMINAL = re.compile(r"[.!?…:\-—–][\"'”’)\]]*$")
_LEADS_OUT = re.compile(r"(?:[^a-z]*\b(?:TO|IN|OUT|UP|BLACK|WITH|ON)\b[^a-z]{0,24}[:.]?|[^a-z]+[:.])$")
_LONG_CUE = 24
"""Characters from which a cue may have wrapped."""
_STANDARD_WIDTHS = {"action": 61, "dialogue": 35}


def read_elements(lines: Sequence[Line], columns: Columns, texts: Sequence[str]) -> list[Element]:
    """Elements of the script, in order.

    Args:
        lines: Rows of the script.
        columns: The document's columns.
        texts: Every line of the extracted text, for spans.
    """
    starts = [0, *accumulate(len(text.encode()) + 1 for text in texts)]
    builder = _Builder(columns, _limits(lines, columns), starts, _heading_gap(lines, columns))
    builder.marked = _marks_wraps(lines)
    builder.deepest_pt = min((line.row.y_pt for line in lines), default=0.0)
    for block in _blocks(lines):
        builder.block(block)
    builder.flush()
    return builder.elements


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines with nothing blank between them; a torn speech stays in one piece."""
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and (line.torn or line.gap < _TORN_GAP):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _limits(lines: Sequence[Line], columns: Columns) -> dict[str, float]:
    """Where rows of description and of speech end, in points."""
    going_on: dict[str, list[SheetRow]] = {"action": [], "dialogue": []}
    for a, b in zip(lines, lines[1:], strict=False):
        if b.gap >= _TORN_GAP or "   " in a.text.strip():
            continue
        at, under = columns.column(a.row.x_pt[0]), columns.column(b.row.x_pt[0])
        for kind, edge in (("action", 0.0), ("dialogue", columns.dialogue)):
            if abs(at - edge) < 1.0 and abs(under - edge) < 1.0:
                going_on[kind].append(a.row)
    limits: dict[str, float] = {}
    for kind, edge in (("action", 0.0), ("dialogue", columns.dialogue)):
        standard = columns.left_pt + (edge + _STANDARD_WIDTHS[kind]) * columns.char_pt
        limits[kind] = usual_limit(going_on[kind], standard, 14 * columns.char_pt)
    return limits


def _marks_wraps(lines: Sequence[Line]) -> bool:
    """Whether the document ends wrapped rows in a space, and only them."""
    wrapped = [a.row.goes_on for a, b in zip(lines, lines[1:], strict=False) if b.gap < _TORN_GAP and len(a.text) > 50]
    last = [a.row.goes_on for a, b in zip(lines, lines[1:], strict=False) if _TORN_GAP <= b.gap < NEW_PAGE]
    return sum(wrapped) > 0.8 * len(wrapped) and sum(last) <= 0.02 * len(last)


def _heading_gap(lines: Sequence[Line], columns: Columns) -> float:
    """Line spaces above a heading where they are more than above action; 0 where they are not."""
    gaps = sorted(li.gap for li in lines if li.gap < NEW_PAGE and columns.is_slugline(li.text) and li.gap > _TORN_GAP)
    usual = sorted(
        li.gap for li in lines if _TORN_GAP < li.gap < NEW_PAGE and abs(columns.column(li.row.x_pt[0])) < 1
        and not columns.is_slugline(li.text)
    )  # fmt: skip
    if not gaps or not usual:
        return 0.0
    middle = gaps[len(gaps) // 2]
    return middle if middle > usual[len(usual) // 2] + 0.5 else 0.0


class _Builder:
    """Reads block after block; keeps the element that may still go on open."""

    def __init__(self, columns: Columns, limits: dict[str, float], starts: Sequence[int], heading_gap: float) -> None:
        self.columns, self.limits, self.starts, self.heading_gap = columns, limits, starts, heading_gap
        self.elements: list[Element] = []
        self.kind: ElementKind = "action"
        self.text: Text | None = None
        self.first: Line | None = None
        self.final: Line | None = None
        self.dual = False
        self.revised = False
        self.in_speech = False
        self.half_limit_pt = 0.0
        """Where the rows of the half page being read end; 0 outside dual dialogue."""
        self.marked = False
        """Rows that go on end in a space, others do not."""
        self.deepest_pt = 0.0
        """Lowest base line of the script on any page."""

    # --- the open element

    def open(self, kind: ElementKind, line: Line, row: SheetRow, indent: int = 0) -> None:
        """Begin an element with its first row."""
        self.flush()
        self.kind, self.first, self.final = kind, line, line
        spoken = kind in {"dialogue", "lyric"}
        limit = self.half_limit_pt or self.limits["dialogue" if spoken else "action"]
        self.text = Text(limit, self.columns.char_pt, self.marked and not self.half_limit_pt)
        self.text.add(row, indent)
        self.revised = line.revised

    def more(self, line: Line, row: SheetRow, between: str | None = None, indent: int = 0) -> None:
        """One more row of the open element."""
        if self.text is not None:
            self.text.add(row, indent, between)
            self.final = line
            self.revised = self.revised or line.revised

    def flush(self) -> None:
        """Close the open element."""
        if self.text is None or self.first is None or self.final is None:
            return
        ignore = ITALIC if self.kind == "lyric" else 0
        more: dict[str, object] = {"styles": self.text.runs(ignore), "page": self.first.page, "dual": self.dual}
        text = self.text.text
        if self.kind == "character":
            forced = read_cue(text) is None
            cue = read_cue(f"@{text}" if forced else text)
            if cue is not None and cue.extension:
                text, more["extension"] = cue.name, cue.extension
                more["styles"] = tuple(r for r in self.text.runs() if r.end <= len(text))
            more["forced"] = forced
        elif self.kind == "heading":
            more.update(number=self.first.scene, forced=not self.columns.is_slugline(text))
            spelt = self._spelt(text)
            if spelt != text:
                text, more["styles"] = spelt, ()
        elif self.kind == "transition":
            more["forced"] = not is_transition(text)
        span = self._span(self.first, self.final)
        if self.revised:
            more["revision"] = 1
        self.elements.append(Element(self.kind, text, span, **more))  # pyright: ignore[reportArgumentType]
        self.text = None

    def _spelt(self, text: str) -> str:
        """A heading with an ASCII prefix where a table of other languages' prefixes was given."""
        heading = read_heading(text, self.columns.rules) if self.columns.rules else None
        return heading.text if heading is not None and not heading.forced else text

    def _span(self, first: Line, last: Line) -> Span:
        return Span(first.number, 1, self.starts[first.number - 1], last.number, self.starts[last.number] - 1)

    # --- blocks

    def block(self, lines: list[Line]) -> None:
        """Read lines that stand together."""
        if len(lines) > 1 and self._is_dual(lines):
            self._dual(lines)
            return
        at = 0
        if self._is_cue(lines, 0):
            at = self._speech(lines, 0)
        elif self._goes_on(lines[0]) and lines[0].text.startswith("("):
            at = self._spoken(lines, 0)
        elif self._goes_on(lines[0]):
            self.more(lines[0], lines[0].row, between=None if lines[0].gap >= NEW_PAGE else "\n\n")
            at = self._spoken(lines, 1)
        while at < len(lines):
            at = self._speech(lines, at) if self._is_cue(lines, at) else self._described(lines, at)
        if self.kind not in {"dialogue", "parenthetical"}:
            self.in_speech = False

    def _column(self, line: Line) -> float:
        return self.columns.column(line.row.x_pt[0])

    def _is_cue(self, lines: Sequence[Line], at: int) -> bool:
        under_at = self._under_cue(lines, at)
        if under_at >= len(lines) or lines[at].torn:
            return False
        here, under = self._column(lines[at]), self._column(lines[under_at])
        if here < self.columns.dialogue + 3 or not self.columns.is_dialogue(under):
            return False
        text = lines[at].text
        return read_cue(text) is not None or (abs(here - self.columns.cue) < 0.7 and read_cue(f"@{text}") is not None)

    def _under_cue(self, lines: Sequence[Line], at: int) -> int:
        """Index of the row below a cue, which may itself have wrapped."""
        under = at + 1
        here = self._column(lines[at])
        while under < len(lines) and here > 12 and abs(self._column(lines[under]) - here) < 0.3:
            if not lines[under].text.isupper() or len(lines[under - 1].text) < _LONG_CUE:
                break
            under += 1
        return under

    def _goes_on(self, line: Line) -> bool:
        """A speech with a blank line in it, or one that a page break tore without saying so."""
        if not self.in_speech or self.text is None:
            return False
        column = self._column(line)
        if line.gap >= NEW_PAGE and line.text.startswith("("):
            return abs(column - self.columns.aside) < 1.5
        if self.kind != "dialogue" or abs(column - self.columns.dialogue) >= 0.8:
            return False
        return line.gap >= NEW_PAGE or line.gap < 2.6

    def _speech(self, lines: Sequence[Line], at: int) -> int:
        self.dual = False
        self.open("character", lines[at], lines[at].row)
        under = self._under_cue(lines, at)
        for line in lines[at + 1 : under]:
            self.more(line, line.row, between=" ")
        return self._spoken(lines, under)

    def _spoken(self, lines: Sequence[Line], at: int) -> int:
        """Rows of a speech; returns the index of the first that is none."""
        self.in_speech = True
        while at < len(lines):
            column = self._column(lines[at])
            if not self.columns.is_dialogue(column) and not lines[at].torn:
                break
            self._say(lines[at], lines[at].row, column, self.columns.dialogue)
            at += 1
        return at

    def _say(self, line: Line, row: SheetRow, column: float, dialogue: float) -> None:
        """One row of a speech whose dialogue starts at ``dialogue``."""
        aside_open = self.kind == "parenthetical" and self.text is not None and not self.text.last.endswith(")")
        if aside_open and column > dialogue + 1.0:
            self.more(line, row, between=" ")
        elif row.text.startswith("(") and (column > dialogue + 1.5 or row.text.endswith(")")):
            self.open("parenthetical", line, row)
        elif self.kind == "dialogue" and self.text is not None:
            self.more(line, row, between=" " if line.torn else None)
        else:
            self.open("dialogue", line, row)

    # --- everything that is not speech

    def _described(self, lines: Sequence[Line], at: int) -> int:
        """One element of description that starts at ``at``; returns the index behind it."""
        self.dual = False
        line = lines[at]
        kind = self._kind(lines, at)
        if kind == "action" and self._tears(line, lines):
            self.more(line, line.row, between=" ")
        else:
            column = self._column(line)
            self.open(kind, line, line.row, round(column) if kind == "action" and column > 0.75 else 0)
        at += 1
        while at < len(lines) and self._stays(kind, lines, at):
            column = self._column(lines[at]) if kind == "action" else 0.0
            between = " " if kind == "transition" else "\n" if kind == "centered" else None
            self.more(lines[at], lines[at].row, between, round(column) if column > 0.75 else 0)
            at += 1
        return at

    def _kind(self, lines: Sequence[Line], at: int) -> ElementKind:
        line = lines[at]
        column = self._column(line)
        if line.scene or (at == 0 and column < 4 and self.columns.is_slugline(line.text)):
            return "heading"
        if column >= 3:
            if self._is_right(line):
                return "transition"
            if all(self._is_centered(other) for other in lines if self._column(other) >= 3):
                return "centered"
            if abs(column - self.columns.dialogue) < 0.8 and all(s & ITALIC for s in line.row.style):
                return "lyric"
        elif at == 0 and line.text.isupper():
            alone = len(lines) == 1
            if alone and is_transition(line.text):
                return "transition"
            if self.heading_gap and abs(line.gap - self.heading_gap) < 0.4:
                return "heading"
        return "action"

    def _is_right(self, line: Line) -> bool:
        right = self.columns.column(line.row.end_pt)
        far = right > 2 * self.columns.center - 10 and self._column(line) > self.columns.center
        return far or (self._column(line) > self.columns.cue + 8 and _LEADS_OUT.match(line.text) is not None)

    def _is_centered(self, line: Line) -> bool:
        middle = (self._column(line) + self.columns.column(line.row.end_pt)) / 2
        return abs(middle - self.columns.center) < 1.1

    def _stays(self, kind: ElementKind, lines: Sequence[Line], at: int) -> bool:
        """Whether the row goes on with the element above it."""
        line, column = lines[at], self._column(lines[at])
        if kind == "heading":
            goes_on = self.text is not None and self.text.joint(line.row) != "\n"
            return not line.scene and abs(column) < 1 and goes_on and line.text.isupper()
        if kind == "transition":
            return self._is_right(line)
        if line.scene or self._is_cue(lines, at):
            return False
        return self._kind(lines, at) == kind or (kind == "action" and column < self.columns.dialogue / 2)

    def _tears(self, line: Line, lines: Sequence[Line]) -> bool:
        """Whether the page break above tore the paragraph that ended the page before."""
        if line.gap < NEW_PAGE or self.kind != "action" or self.text is None or self.final is None:
            return False
        if abs(self._column(line)) > 1 or self.final.page != line.page - 1:
            return False
        if self.marked:
            return self.final.row.goes_on
        if _TERMINAL.search(self.text.last) is None or line.text[:1].islower():
            return True
        rows = next((i for i, other in enumerate(lines) if self._kind(lines, i) != "action" or other.scene), len(lines))
        room = round((self.final.row.y_pt - self.deepest_pt) / self.columns.pitch_pt) - 1
        return 1 < rows <= room and self.text.count > 1

    # --- dual dialogue

    def _is_dual(self, lines: Sequence[Line]) -> bool:
        gap = _DUAL_GAP.search(lines[0].text)
        if gap is None or self._column(lines[0]) < -1:
            return False
        cues = [lines[0].text[: gap.start()], lines[0].text[gap.end() :]]
        sure = sum(read_cue(cue) is not None for cue in cues)
        under = self._column(lines[1])
        if sure == 1 and under < self._column(lines[0]) - 2:
            return all(read_cue(f"@{cue}") is not None for cue in cues)
        return sure == 2

    def _dual(self, lines: Sequence[Line]) -> None:
        """Two speeches side by side, parted where the right one's rows start."""
        edge = self._right_edge(lines)
        for right in (False, True):
            rows = [(line, half) for line in lines for half in (_half(line.row, edge, right),) if half.text]
            base = min((self.columns.column(half.x_pt[0]) for _, half in rows[1:]), default=0.0)
            self.flush()
            self.dual = right
            self.half_limit_pt = max((half.end_pt for _, half in rows), default=0.0)
            for at, (line, half) in enumerate(rows):
                if at == 0:
                    self.open("character", line, half)
                else:
                    self._say(line, half, self.columns.column(half.x_pt[0]), base)
            self.flush()
        self.in_speech = self.dual = False
        self.half_limit_pt = 0.0

    def _right_edge(self, lines: Sequence[Line]) -> float:
        """Left edge of the right column in points: the leftmost start right of a gap."""
        starts: list[float] = []
        for line in lines[1:]:
            starts.append(line.row.x_pt[0])
            starts += [line.row.x_pt[gap.end()] for gap in _HALF_GAP.finditer(line.text)]
        middle = self.columns.left_pt + (self.columns.center - 3) * self.columns.char_pt
        return min((x for x in starts if x > middle), default=middle) - 0.5 * self.columns.char_pt


def _half(row: SheetRow, edge_pt: float, right: bool) -> SheetRow:
    at = next((i for i, x in enumerate(row.x_pt) if x >= edge_pt), len(row.text))
    return cut(row, at, len(row.text)) if right else cut(row, 0, at)

