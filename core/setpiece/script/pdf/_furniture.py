"""Takes off what programs print around a script: page numbers, headers, CONTINUED, (MORE), stars, scene numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ._measure import Columns
from ._sheets import Sheet, SheetRow

_HEAD_PT, _FOOT_PT = 66.0, 46.0
"""Above and below: room where no body text stands on a screenplay page."""
_PAGE_NUMBER = re.compile(r"(?:(?:^|.* {2,})(?:page )?-? ?\d{1,4}[A-Z]{0,2}(?:-\d{1,4})? ?-?\.?)$", re.IGNORECASE)
_CONTINUED = re.compile(r"(?:\S{1,7} {2,})?\(?CONTINUED:?\)?:?(?: *\(\d+\))?(?: {2,}\S{1,7})?$")
_MORE = re.compile(r"\((?:MORE|CONT(?:INUED|'D|’D|D|\.))\)(?: {2,}\(MORE\))?$")
_CUE_GOES_ON = re.compile(r"(.*\S) *\((?:CONT['’]?D|CONT\.|CONTINUED|CONTINUING)\)$", re.IGNORECASE)
_NUMBER = re.compile(r"[A-Z]{0,3}-?\d{1,4}(?:[-.]?[A-Z\d]{1,3}){0,3}\.?\*?$")
_STARS = re.compile(r" {2,}(\*{1,3})$")
_MARGIN_NUMBER = re.compile(r"^\S{1,7} {2,}")
_DIGITS = re.compile(r"\d+")
_REPEATS = 3


@dataclass(frozen=True)
class Line:
    """A row of the script itself."""

    page: int
    number: int
    """Line of the extracted text, from 1."""
    row: SheetRow
    gap: float
    """Line spaces below the row above; large for the first on a page."""
    scene: str = ""
    revised: bool = False
    torn: bool = False
    """The page break before it tore a speech: it goes on under its repeated cue."""

    @property
    def text(self) -> str:
        """The row's characters."""
        return self.row.text


NEW_PAGE = 99.0


def script_lines(sheets: Sequence[Sheet], columns: Columns, first_number: int = 1) -> list[Line]:
    """The rows of the script, numbered as they stand in the extracted text."""
    repeated = _repeated(sheets, columns)
    found: list[Line] = []
    number, more = first_number - 1, False
    for sheet in sheets:
        first = number + 1
        number += len(sheet.rows)
        body = _body(sheet, repeated)
        torn = False
        if more and body and _CUE_GOES_ON.match(sheet.rows[body[0]].text):
            body, torn = body[1:], True
        more = bool(body) and _MORE.match(sheet.rows[body[-1]].text) is not None
        if more:
            body = body[:-1]
        above: SheetRow | None = None
        for at in body:
            row = sheet.rows[at]
            gap = NEW_PAGE if above is None else (above.y_pt - row.y_pt) / columns.pitch_pt
            found.append(_line(sheet.number, first + at, row, gap, torn, columns))
            above, torn = row, False
    return found


def _body(sheet: Sheet, repeated: frozenset[tuple[str, int]]) -> list[int]:
    """Indices of the rows that are left when headers, footers and page numbers are gone."""
    kept: list[int] = []
    for at, row in enumerate(sheet.rows):
        outer = row.y_pt > sheet.height_pt - _HEAD_PT or row.y_pt < _FOOT_PT
        edge = at < 2 or at >= len(sheet.rows) - 2
        if outer and (_PAGE_NUMBER.match(row.text) or _key(row) in repeated):
            continue
        if edge and (_CONTINUED.match(row.text) or (_key(row) in repeated and _stands_apart(sheet.rows, at))):
            continue
        kept.append(at)
    if kept and _is_lone_number(sheet, kept[0], kept):
        kept = kept[1:]
    if kept and _is_lone_number(sheet, kept[-1], kept):
        kept = kept[:-1]
    return kept


def _is_lone_number(sheet: Sheet, at: int, kept: Sequence[int]) -> bool:
    """A page number that stands nearer to the text than usual: far right or in the middle, apart from the rest."""
    row = sheet.rows[at]
    if len(row.text) > 8 or not _PAGE_NUMBER.match(row.text) or row.x_pt[0] < 0.4 * sheet.width_pt:
        return False
    others = [abs(sheet.rows[k].y_pt - row.y_pt) for k in (kept[:2] if at == kept[0] else kept[-2:]) if k != at]
    return not others or min(others) > 20.0


def _stands_apart(rows: Sequence[SheetRow], at: int) -> bool:
    """Whether there is room between a row and those around it; a cue has its speech right below."""
    near = [abs(rows[k].y_pt - rows[at].y_pt) for k in (at - 1, at + 1) if 0 <= k < len(rows)]
    return not near or min(near) > 20.0


def _repeated(sheets: Sequence[Sheet], columns: Columns) -> frozenset[tuple[str, int]]:
    """Rows that stand at the same height, digits apart, at the edge of many pages, and are no sluglines."""
    counts: Counter[tuple[str, int]] = Counter()
    for sheet in sheets:
        edge = {*range(min(2, len(sheet.rows))), *range(max(0, len(sheet.rows) - 2), len(sheet.rows))}
        counts.update({_key(sheet.rows[at]) for at in sorted(edge)})
    least = max(_REPEATS, 0.4 * len(sheets))
    usual = [key for key, n in counts.items() if n >= least and len(key[0]) > 2]
    return frozenset(key for key in usual if not columns.is_slugline(_MARGIN_NUMBER.sub("", key[0])))


def _key(row: SheetRow) -> tuple[str, int]:
    return _DIGITS.sub("0", row.text), round(row.y_pt / 4)


def _line(page: int, number: int, row: SheetRow, gap: float, torn: bool, columns: Columns) -> Line:
    row, revised = _without_stars(row, columns)
    row, scene = _without_numbers(row, columns)
    return Line(page, number, row, gap, scene, revised, torn)


def _without_stars(row: SheetRow, columns: Columns) -> tuple[SheetRow, bool]:
    match = _STARS.search(row.text)
    if match is None or columns.column(row.x_pt[match.start(1)]) < columns.center * 2 - 1:
        return row, False
    return cut(row, 0, match.start()), True


def _without_numbers(row: SheetRow, columns: Columns) -> tuple[SheetRow, str]:
    """The row without scene numbers in the margins, and the number."""
    scene = ""
    words = row.text.split("  ", 1)
    if columns.column(row.x_pt[0]) < -1.5 and len(words) == 2 and _NUMBER.match(words[0]):
        scene = words[0]
        start = len(row.text) - len(words[1].lstrip())
        row = cut(row, start, len(row.text))
    last = row.text.rfind("  ")
    if last > 0 and _NUMBER.match(row.text[last + 2 :]):
        tail = row.text[last + 2 :]
        if tail == scene or (not scene and columns.column(row.x_pt[last + 2]) > 55 and columns.is_slugline(row.text)):
            scene = tail
            row = cut(row, 0, len(row.text[:last].rstrip()))
    return row, scene.rstrip("*")


def cut(row: SheetRow, start: int, end: int) -> SheetRow:
    """Characters ``start`` to ``end`` of a row, without blanks at the edges."""
    while start < end and row.text[start] == " ":
        start += 1
    while end > start and row.text[end - 1] == " ":
        end -= 1
    whole = end >= len(row.x_pt)
    edge = row.end_pt if whole else row.x_pt[end]
    return SheetRow(
        row.y_pt, row.text[start:end], row.x_pt[start:end], edge, row.style[start:end], row.goes_on and whole
    )
