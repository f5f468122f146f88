"""Breakdown sheets on paper: one scene a sheet, its strip's colour in the head, a box for each category."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...typefaces import printable
from ._model import Group, Reports, Sheet
from ._paper import INK, SOFT, Paper, ink_on, measure, page_size, wrap

_MARGIN = 36.0
_COLUMNS = 3
_GAP = 6.0
_BAR = 13.0
_LEADING = 10.4
_SIZE = 8.4
_LEAST = 56.0
"""The lowest box: room to add by hand."""
_NOTES = 58.0
_MOST_LINES = 34
"""Lines of one box; what is more goes on in a second box."""


class _Box(NamedTuple):
    """A category's box with its lines set."""

    name: str
    mark: str
    lines: tuple[tuple[str, str], ...]
    """(number or empty, text)."""

    @property
    def height(self) -> float:
        return max(_LEAST, _BAR + len(self.lines) * _LEADING + 7)


def print_sheets(paper: Paper, reports: Reports, *, draft: str = "") -> None:
    """A page for each scene; a scene that needs more goes on on the next page under its head."""
    for sheet in reports.sheets:
        pages = _pages(_boxes(sheet, reports, (paper.width - 2 * _MARGIN - 2 * _GAP) / _COLUMNS), paper.height)
        for part, rows in enumerate(pages):
            top = _head(paper, sheet, reports, part)
            last = part == len(pages) - 1
            _grid(paper, rows, top, _bottom(last))
            if last:
                _notes(paper, sheet)
            _foot(paper, sheet, draft)
            paper.turn()


def _bottom(last: bool) -> float:
    return _MARGIN + 8 + (_NOTES + _GAP if last else 0)


# --- what goes where


def _boxes(sheet: Sheet, reports: Reports, width: float) -> list[_Box]:
    filled = {g.key: g for g in sheet.groups}
    keys = sorted({*filled, *(c.key for c in reports.palette.categories if c.box)}, key=reports.palette.rank)
    boxes: list[_Box] = []
    for key in keys:
        category = reports.palette.category(key)
        group = filled.get(key) or Group(key, category.name, category.mark, category.ucid, ())
        lines = _lines(group, width)
        for start in range(0, max(1, len(lines)), _MOST_LINES):
            name = group.name if start == 0 else f"{group.name} (continued)"
            boxes.append(_Box(name, group.mark, tuple(lines[start : start + _MOST_LINES])))
    return boxes


def _lines(group: Group, width: float) -> list[tuple[str, str]]:
    inset = 22.0 if group.key == "cast" else 6.0
    out: list[tuple[str, str]] = []
    for item in group.items:
        count = f" ({item.count})" if item.count > 1 else ""
        note = f" - {item.note}" if item.note else ""
        text = f"{item.name}{count}{note}{' *' if item.implied else ''}"
        for i, line in enumerate(wrap(text, _SIZE, width - inset - 12, 3)):
            out.append((str(item.number) if item.number and i == 0 else "" if item.number else "-" if i else "", line))
    return out


def _pages(boxes: Sequence[_Box], height: float) -> list[list[Sequence[_Box]]]:
    """Rows of three boxes, as many on a page as go; the notes need room on the last."""
    rows = [boxes[i : i + _COLUMNS] for i in range(0, len(boxes), _COLUMNS)]
    top = height - _MARGIN - _HEAD
    pages: list[list[Sequence[_Box]]] = [[]]
    used = 0.0
    for i, row in enumerate(rows):
        tall = max(b.height for b in row) + _GAP
        room = top - _bottom(i == len(rows) - 1)
        if pages[-1] and used + tall > room:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += tall
    return pages


# --- drawing

_TITLE, _ROW_1, _ROW_2, _ROW_3, _FLAGS = 30.0, 44.0, 36.0, 28.0, 20.0
_HEAD = _TITLE + _ROW_1 + _ROW_2 + _ROW_3 + _FLAGS + _GAP


def _head(paper: Paper, sheet: Sheet, reports: Reports, part: int) -> float:
    """Title, head box and flags; returns the height where the boxes begin."""
    left, right = _MARGIN, paper.width - _MARGIN
    wide = right - left
    y = paper.height - _MARGIN
    title = reports.title or "Untitled"
    paper.text(left, y - 14, title, 15, bold=True, width=wide - 200)
    kind = "BREAKDOWN SHEET" + (" (continued)" if part else "")
    paper.text(right - 195, y - 8, kind, 8.5, bold=True, width=195, align="right")
    paper.text(
        right - 195, y - 19, f"Sheet {sheet.sheet} of {len(reports.sheets)}", 8, width=195, align="right", colour=SOFT
    )
    y -= _TITLE
    fill = reports.palette.colour(sheet.strip)
    paper.box(left, y - _ROW_1 - _ROW_2 - _ROW_3, wide, _ROW_1 + _ROW_2 + _ROW_3, fill=fill)
    _cells(paper, y, _ROW_1, (
        ("SCENE", sheet.scene, 0.14, 20.0), ("INT/EXT", sheet.int_ext, 0.12, 13.0), ("SET", sheet.place, 0.44, 13.0),
        ("DAY/NIGHT", sheet.time_of_day, 0.16, 12.0), ("PAGES", sheet.pages, 0.14, 16.0),
    ))  # fmt: skip
    y -= _ROW_1
    _cells(paper, y, _ROW_2, (
        ("SYNOPSIS", sheet.synopsis, 0.70, 9.5), ("SCRIPT DAY", sheet.script_day, 0.16, 11.0),
        ("SCRIPT PAGE", sheet.page, 0.14, 11.0),
    ))  # fmt: skip
    y -= _ROW_2
    _cells(paper, y, _ROW_3, (
        ("LOCATION", sheet.location, 0.34, 9.0), ("UNIT", sheet.unit, 0.12, 9.0),
        ("SEQUENCE", sheet.sequence, 0.24, 9.0),
        ("SCREEN TIME", sheet.screen_time, 0.15, 9.0), ("SHOOT TIME", sheet.shoot_time, 0.15, 9.0),
    ))  # fmt: skip
    y -= _ROW_3
    paper.box(left, y, wide, _ROW_1 + _ROW_2 + _ROW_3, line=INK, weight=1.2)
    _flags(paper, sheet, y - 14)
    return y - _FLAGS - _GAP


def _cells(paper: Paper, top: float, height: float, cells: Sequence[tuple[str, str, float, float]]) -> None:
    x, wide = _MARGIN, paper.width - 2 * _MARGIN
    for name, value, share, usual in cells:
        width = wide * share
        paper.box(x, top - height, width, height, line="#444444", weight=0.5)
        paper.text(x + 4, top - 8, name, 5.6, colour="#333333")
        size, lines = usual, wrap(value, usual, width - 8, 1, bold=True)
        for smaller in (11.0, 9.0):
            if smaller < usual and lines and " ".join(lines) != printable(value):
                size = smaller
                lines = wrap(value, size, width - 8, max(1, int((height - 12) / (size + 1.5))), bold=True)
        block = (len(lines) - 1) * (size + 1.5)
        y = top - 9 - (height - 9) / 2 + block / 2 - size * 0.36
        for line in lines:
            paper.text(x + 4, y, line, size, bold=True)
            y -= size + 1.5
        x += width


def _flags(paper: Paper, sheet: Sheet, y: float) -> None:
    x = _MARGIN
    for flag in sheet.flags:
        wide = measure(flag, 7.5, bold=True) + 10
        if x + wide > paper.width - _MARGIN - 100:
            break
        paper.box(x, y - 3.5, wide, 13, line="#b00020", weight=1)
        paper.text(x + 5, y, flag, 7.5, bold=True, colour="#b00020")
        x += wide + 5
    mood = f"Mood: {', '.join(sheet.mood)}" if sheet.mood else ""
    paper.text(x, y, mood, 7.5, width=paper.width - _MARGIN - x, align="right", colour=SOFT)


def _grid(paper: Paper, rows: Sequence[Sequence[_Box]], top: float, bottom: float) -> None:
    needed = [max(b.height for b in row) for row in rows]
    spare = max(0.0, top - bottom - sum(needed) - _GAP * len(rows)) / max(1, len(rows))
    width = (paper.width - 2 * _MARGIN - _GAP * (_COLUMNS - 1)) / _COLUMNS
    y = top
    for row, tall in zip(rows, needed, strict=True):
        high = tall + spare
        for column, box in enumerate(row):
            _draw_box(paper, box, _MARGIN + column * (width + _GAP), y, (width, high))
        y -= high + _GAP


def _draw_box(paper: Paper, box: _Box, x: float, top: float, size: tuple[float, float]) -> None:
    width, height = size
    paper.box(x, top - height, width, height)
    paper.box(x, top - _BAR, width, _BAR, fill=box.mark, line=box.mark)
    paper.text(x + 5, top - 9.4, box.name, 7.6, bold=True, colour=ink_on(box.mark), width=width - 10)
    numbered = any(number.isdigit() for number, _ in box.lines)
    y = top - _BAR - _LEADING
    for number, line in box.lines:
        inset = 22.0 if numbered else 6.0
        if number.isdigit():
            paper.text(x + 3, y, number, _SIZE, bold=True, width=15, align="right")
        paper.text(x + inset + (6 if number == "-" else 0), y, line, _SIZE, width=width - inset - 4)
        y -= _LEADING


def _notes(paper: Paper, sheet: Sheet) -> None:
    y = _MARGIN + 8
    wide = paper.width - 2 * _MARGIN
    paper.box(_MARGIN, y, wide, _NOTES)
    paper.text(_MARGIN + 5, y + _NOTES - 9, "PRODUCTION NOTES", 5.6, colour="#333333")
    lines = wrap(sheet.comments, 8.4, wide - 10, 4)
    for i, line in enumerate(lines):
        paper.text(_MARGIN + 5, y + _NOTES - 20 - i * 10.4, line, 8.4)


def _foot(paper: Paper, sheet: Sheet, draft: str) -> None:
    y = _MARGIN - 4
    implied = any(item.implied for group in sheet.groups for item in group.items)
    said = " | ".join(part for part in (draft, "* implied by the scene, not named" if implied else "") if part)
    paper.text(_MARGIN, y, said, 6.5, colour=SOFT, width=225)
    right = f"Scene {sheet.scene} - {sheet.heading}"
    paper.text(paper.width - _MARGIN - 290, y, right, 6.5, colour=SOFT, width=290, align="right")


def sheets_pdf(reports: Reports, paper: str = "a4", draft: str = "") -> bytes:
    """Breakdown sheets as a document of their own."""
    out = Paper(f"{reports.title} - breakdown sheets", page_size(paper))
    print_sheets(out, reports, draft=draft)
    if not reports.sheets:
        out.text(_MARGIN, out.height - 60, "No scenes.", 10)
        out.turn()
    return out.done()
