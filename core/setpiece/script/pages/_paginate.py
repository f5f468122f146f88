"""Lays a draft out on pages as the trade expects them: nothing orphaned, speeches carried over by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from setpiece.script.model import Screenplay

from ._blocks import Block, Part, blocks_of, head_of, rest_of, rows_below, sentence_starts
from ._eighths import eighths_of
from ._format import STANDARD
from ._wrap import columns
from .model import Page, PageFormat, Pagination, Place, Row, ScenePlace

_LEAST = 2
"""Rows of a torn paragraph or speech that must stand on either side of the page break."""
_FEWEST_LINES = 10
_LONGEST = 500
"""Rows beyond which a block is no prose any more and is cut wherever the page ends."""


def paginate(screenplay: Screenplay, fmt: PageFormat = STANDARD) -> Pagination:
    """Put a draft on pages.

    A page has ``fmt.page_lines`` lines, the first being the blank one above its first row. Blank
    lines at the head of a page are dropped. A heading stays with what follows it, a transition with
    what it ends; a cue is never the last row. A paragraph or speech that does not fit is torn at the
    end of a sentence if two rows or more come to stand on either side, and moved whole if not; a
    torn speech ends in (MORE) and goes on under its repeated cue. The two speeches of a dual
    dialogue stand side by side and move together. ``page_break`` elements start a page.

    Args:
        screenplay: Any draft; only what prints takes room (no notes, sections, title page).
        fmt: Measures of the page.

    Returns:
        Pages numbered from 1, the place of every printed element and of every scene. Time is linear
        in the size of the draft.

    Raises:
        ValueError: ``fmt`` has too few lines for a page.
    """
    if fmt.page_lines < _FEWEST_LINES:
        raise ValueError(f"a page of {fmt.page_lines} lines is none: give at least {_FEWEST_LINES}")
    desk = _Desk(fmt)
    blocks = blocks_of(screenplay.elements, fmt)
    for at, block in enumerate(blocks):
        desk.place(block, blocks[at + 1] if at + 1 < len(blocks) else None, _after(blocks, at))
    pages = desk.finish()
    places = _places(pages)
    return Pagination(pages, places, _scene_places(screenplay, places, fmt))


def _after(blocks: Sequence[Block], at: int) -> Block | None:
    """The block that a heading at ``at`` leads to when another heading follows at once."""
    return blocks[at + 2] if at + 2 < len(blocks) else None


@dataclass
class _Desk:
    """The page being filled and those already done."""

    fmt: PageFormat
    pages: list[Page] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    used: int = 0

    @property
    def room(self) -> int:
        return self.fmt.page_lines - 1 - self.used

    def place(self, block: Block, following: Block | None, third: Block | None) -> None:
        """Put one block down, on as many pages as it takes."""
        if block.breaks_before and self.used:
            self.turn()
        while True:
            space = block.space if self.used else 0
            room = self.room - space
            lead = 0 if self.used else _rows_above(block)
            if block.height - lead + self._company(block, following, third) <= room:
                self._set(block, space)
                return
            torn = self._tear(block, room) if self._may_tear(block) else None
            if torn is None and not self.used:
                if block.height - lead <= room:
                    self._set(block, space)
                    return
                torn = _cut(block, room, self.fmt)
            if torn is not None:
                self._set(torn[0], space)
                block = torn[1]
            self.turn()

    def _company(self, block: Block, following: Block | None, third: Block | None) -> int:
        """Lines that must follow on the same page."""
        if following is None or following.breaks_before:
            return 0
        if following.kind == "transition" and block.kind != "transition":
            return following.space + following.height
        if block.kind != "heading":
            return 0
        if following.kind == "heading":
            return following.space + following.height + self._company(following, third, None)
        return following.space + self._least(following)

    def _least(self, block: Block) -> int:
        """Rows of a block's smallest part that may stand above a page break."""
        if not self._may_tear(block):
            return block.height
        for room in range(_LEAST, min(block.height, self.fmt.page_lines)):
            if self._tear(block, room) is not None:
                return room
        return block.height

    @staticmethod
    def _may_tear(block: Block) -> bool:
        return not block.right and block.kind in {"action", "character"} and block.height <= _LONGEST

    def _tear(self, block: Block, room: int) -> tuple[Block, Block] | None:
        if room < _LEAST:
            return None
        if block.kind == "character":
            return _tear_speech(block, room, self.fmt)
        return _tear_paragraph(block, room)

    def _set(self, block: Block, space: int) -> None:
        """Write a block's rows to the page."""
        lead = 0 if self.used else _rows_above(block)
        top = self.used + space - lead
        for parts in (block.parts, block.right):
            line = top
            for part in parts:
                for a, b in part.rows:
                    line += 1
                    self.rows.append(_row(part, line, a, b))
        self.used = top + block.height

    def turn(self) -> None:
        """End the page."""
        rows = sorted(self.rows, key=lambda r: r.line) if any(r.side for r in self.rows) else self.rows
        self.pages.append(Page(len(self.pages) + 1, tuple(rows), self.used))
        self.rows, self.used = [], 0

    def finish(self) -> tuple[Page, ...]:
        """All pages."""
        if self.rows or not self.pages:
            self.turn()
        return tuple(self.pages)


def _rows_above(block: Block) -> int:
    """Rows that may stand on the blank line a page begins with: a repeated cue."""
    return len(block.parts[0].rows) if block.parts[0].synthetic else 0


def _row(part: Part, line: int, start: int, end: int) -> Row:
    text = part.text[start:end]
    spec = part.spec
    column = spec.indent
    if spec.align == "right":
        column += max(0, spec.width - columns(text))
    elif spec.align == "center":
        column += max(0, (spec.width - columns(text)) // 2)
    if part.kind == "parenthetical" and start:
        column += 1  # the bracket hangs out
    if part.synthetic:
        start = end = 0
    return Row(line, column, part.kind, part.element, text, start, end, part.side)


def _tear_paragraph(block: Block, room: int) -> tuple[Block, Block] | None:
    part = block.parts[0]
    best: tuple[Part, int] | None = None
    for at in sentence_starts(part):
        if rows_below(part, at) < _LEAST:
            break
        head = head_of(part, at)
        if len(head.rows) > room:
            break
        if len(head.rows) >= _LEAST:
            best = head, at
    if best is None:
        return None
    return replace(block, parts=(best[0],)), replace(block, parts=(rest_of(part, best[1]),), breaks_before=False)


def _tear_speech(block: Block, room: int, fmt: PageFormat) -> tuple[Block, Block] | None:
    """Tear at the last sentence, or before the last aside, that fits; (MORE) may stand on the line below."""
    best: tuple[tuple[Part, ...], tuple[Part, ...]] | None = None
    above, spoken, below = len(block.parts[0].rows), 0, block.height - len(block.parts[0].rows)
    for at, part in enumerate(block.parts[1:], 1):
        below -= len(part.rows)
        if part.kind == "parenthetical":
            if spoken >= _LEAST:
                best = block.parts[:at], block.parts[at:]
        else:
            start = _last_start(part, room - above, _LEAST - spoken, _LEAST - below)
            if start is not None:
                best = (*block.parts[:at], head_of(part, start)), (rest_of(part, start), *block.parts[at + 1 :])
            spoken += len(part.rows)
        above += len(part.rows)
        if above > room:
            break
    return None if best is None else _torn(block, *best, fmt)


def _last_start(part: Part, room: int, least_above: int, least_below: int) -> int | None:
    """The last sentence of a speech before which at most ``room`` rows stand and enough on either side."""
    found = None
    for start in sentence_starts(part):
        rows = len(head_of(part, start).rows)
        if rows > room:
            break
        if rows >= least_above and rows_below(part, start) >= least_below:
            found = start
    return found


def _torn(block: Block, head: Sequence[Part], rest: Sequence[Part], fmt: PageFormat) -> tuple[Block, Block]:
    cue = block.parts[0]
    more = replace(cue, text=fmt.more, rows=((0, len(fmt.more)),), synthetic=True)
    name = cue.text if fmt.continued in cue.text.upper() else f"{cue.text} {fmt.continued}"
    again = replace(cue, text=name[: cue.spec.width], rows=((0, min(len(name), cue.spec.width)),), synthetic=True)
    return replace(block, parts=(*head, more)), replace(block, parts=(again, *rest), breaks_before=False)


def _cut(block: Block, room: int, fmt: PageFormat) -> tuple[Block, Block]:
    """Cut what is longer than a page and has no better place: after ``room`` rows."""
    head, rest = _take(block.parts, 0, room), _take(block.parts, room, None)
    if block.kind == "character" and not block.right and len(head) > 1:
        return _torn(block, head, rest, fmt)
    right = _take(block.right, room, None)
    return (
        replace(block, parts=head, right=_take(block.right, 0, room)),
        Block(rest or right, block.space, right if rest else ()),
    )


def _take(parts: Sequence[Part], first: int, last: int | None) -> tuple[Part, ...]:
    taken: list[Part] = []
    at = 0
    for part in parts:
        low = max(0, first - at)
        high = len(part.rows) if last is None else max(0, last - at)
        if part.rows[low:high]:
            taken.append(replace(part, rows=part.rows[low:high]))
        at += len(part.rows)
    return tuple(taken)


def _places(pages: Sequence[Page]) -> tuple[Place, ...]:
    first: dict[int, tuple[int, int]] = {}
    last: dict[int, tuple[int, int]] = {}
    for page in pages:
        for row in page.rows:
            if row.end > row.start:
                first.setdefault(row.element, (page.number, row.line))
                last[row.element] = (page.number, row.line)
    return tuple(Place(i, *first[i], *last[i]) for i in sorted(first))


def _scene_places(screenplay: Screenplay, places: Sequence[Place], fmt: PageFormat) -> tuple[ScenePlace, ...]:
    by_element = {place.element: place for place in places}
    headings = _headings(screenplay)
    found: list[ScenePlace] = []
    for at, (start, end) in enumerate(pairwise([*headings, len(screenplay.elements)])):
        here = [by_element[i] for i in range(start, end) if i in by_element]
        top = here[0] if here else Place(start, 1, 1, 1, 1)
        bottom = max((p.end_page for p in here), default=top.page)
        eighths = eighths_of(screenplay.scenes[at], fmt)
        found.append(ScenePlace(at, top.page, top.line, bottom, bottom - top.page + 1, eighths))
    return tuple(found)


def _headings(screenplay: Screenplay) -> list[int]:
    """Where each scene's heading is among the elements."""
    found: list[int] = []
    at = 0
    for scene in screenplay.scenes:
        while at < len(screenplay.elements) and screenplay.elements[at] != scene.heading:
            at += 1
        found.append(at)
        at += 1
    return found
