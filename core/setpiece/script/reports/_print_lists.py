"""Lists on paper: elements, cast, one-liner and statistics as ruled tables with a running head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ._model import CastRow, OneLine, Reports, pages_of, scenes_of
from ._paper import SOFT, Align, Paper, ink_on, page_size, wrap
from ._rows import numbers_of

_MARGIN = 36.0
_SIZE, _LEADING, _PAD = 8.2, 10.0, 2.6
_HEAD_ROW, _BAND = 15.0, 15.0
_FOOT = _MARGIN + 10
_ALL = 56
"""Lines that take every scene of the longest film, and still go on one page."""


class _Field(NamedTuple):
    """A column on paper: its title, its share of the width, and how it is set."""

    title: str
    share: float
    align: Align = "left"
    bold: bool = False
    most: int = 6
    """Lines a cell may take."""


class _Line(NamedTuple):
    """A row on paper."""

    cells: tuple[str, ...]
    below: str = ""
    """A second, softer line under the cell of column ``below_at``."""
    below_at: int = 0
    chip: str = ""
    """Colour of the mark at the row's left end."""
    band: str = ""
    """A text over the full width instead of cells: a category or the end of a day."""
    fill: str = ""
    share: float = 0.0
    """Length of a bar in the last cell, 0 to 1."""


class _Report(NamedTuple):
    """A table with what stands above it."""

    title: str
    subtitle: str
    fields: tuple[_Field, ...]
    lines: tuple[_Line, ...]
    repeat: bool = False
    """Bands are headings, and stand again on the next page."""


# --- what stands in each


def elements_table(reports: Reports) -> _Report:
    """Elements under a band for each category, in the category's colour."""
    fields = (
        _Field("Element", 0.32, bold=True), _Field("Scenes", 0.44, most=_ALL), _Field("No. sc.", 0.08, "right"),
        _Field("Max", 0.07, "right"), _Field("Pages", 0.09, "right"),
    )  # fmt: skip
    marks = {c.name: c.mark for c in reports.palette.categories}
    lines: list[_Line] = []
    order = [s.scene for s in reports.sheets]
    before = ""
    for e in reports.elements:
        if e.category != before:
            count = sum(1 for other in reports.elements if other.category == e.category)
            lines.append(_Line((), band=f"{e.category}  ({count})", fill=marks.get(e.category, "#666666")))
            before = e.category
        name = f"{e.name} *" if e.implied else e.name
        most = str(e.most) if e.most > 1 else ""
        lines.append(_Line((name, spans(e.scenes, order), str(len(e.scenes)), most, pages_of(e.eighths))))
    note = "* implied by the scenes, not named"
    return _Report("ELEMENTS", f"{len(reports.elements)} elements - {note}", fields, tuple(lines), repeat=True)


def cast_table(reports: Reports) -> _Report:
    """The cast by board number."""
    fields = (
        _Field("No.", 0.055, "right", bold=True), _Field("Character", 0.23, bold=True),
        _Field("Speaking in scenes", 0.27, most=_ALL), _Field("Silent or voice only", 0.225, most=_ALL),
        _Field("Scenes", 0.07, "right"), _Field("Lines", 0.06, "right"),
        _Field("Pages", 0.09, "right"),
    )  # fmt: skip
    lines: list[_Line] = []
    order = [s.scene for s in reports.sheets]
    for c in reports.cast:
        spoken = [s for s in c.speaking_scenes if s not in c.heard_scenes]
        silent = [s for s in c.scenes if s not in c.speaking_scenes and s not in c.heard_scenes]
        voice = f"V.O. in {spans(c.heard_scenes, order)}" if c.heard_scenes else ""
        quiet = "; ".join(part for part in (spans(silent, order), voice) if part)
        about = [
            _minor(c, order),
            f"also {', '.join(c.aliases)}" if c.aliases else "",
            f"age {c.age}" if c.age is not None else "",
        ]
        cells = (
            *(str(c.number), c.name, spans(spoken, order), quiet),
            *(str(len(c.scenes)), str(c.lines), pages_of(c.eighths)),
        )
        below = "; ".join(part for part in about if part)
        lines.append(_Line(cells, below=below, below_at=1, chip="#d0021b" if c.minor else ""))
    speaking = sum(1 for c in reports.cast if c.speaking_scenes)
    minors = sum(1 for c in reports.cast if c.minor)
    young = f"{minors} minor{'' if minors == 1 else 's'}"
    return _Report("CAST", f"{len(reports.cast)} parts, {speaking} speaking, {young}", fields, tuple(lines))


def _minor(c: CastRow, order: Sequence[str]) -> str:
    if not c.minor:
        return ""
    some = 0 < len(c.minor_scenes) < len(c.scenes)
    return f"MINOR in {spans(c.minor_scenes, order)}" if some else "MINOR"


def one_liner_table(reports: Reports) -> _Report:
    """One line a scene with its synopsis under the set, day breaks across."""
    fields = (
        _Field("Scene", 0.08, bold=True), _Field("I/E", 0.095), _Field("Set / synopsis", 0.425, bold=True),
        _Field("D/N", 0.105), _Field("Day", 0.055), _Field("Pages", 0.075, "right", bold=True),
        _Field("", 0.015), _Field("Cast", 0.15, most=12),
    )  # fmt: skip
    lines = tuple(_one_line(row, reports) for row in reports.one_liner)
    return _Report("ONE-LINER", _total(reports), fields, lines)


def _one_line(row: OneLine, reports: Reports) -> _Line:
    if row.kind != "scene":
        key = "break" if row.kind == "day" else "banner"
        return _Line((), band=row.text, fill=reports.palette.colour(key))
    cells = (
        row.scene,
        row.int_ext,
        row.place,
        row.time_of_day,
        row.script_day,
        row.pages,
        "",
        numbers_of(row.cast_numbers),
    )
    below = f"{row.synopsis}  [{row.location}]" if row.location else row.synopsis
    return _Line(cells, below=below, below_at=2, chip=reports.palette.colour(row.strip))


def statistics_table(reports: Reports) -> _Report:
    """Shares of the film, each under its band, with bars."""
    fields = (
        _Field("", 0.40, bold=True), _Field("Scenes", 0.09, "right"), _Field("Pages", 0.11, "right"),
        _Field("%", 0.08, "right"), _Field("", 0.32),
    )  # fmt: skip
    lines: list[_Line] = []
    before = ""
    for r in reports.statistics:
        if r.subject != before:
            lines.append(_Line((), band=r.subject, fill="#e6e6e6"))
            before = r.subject
        chip = reports.palette.colour(r.value) if r.subject == "Strip" else ""
        cells = (r.value, str(r.scenes), r.pages, f"{r.percent:.1f}", "")
        lines.append(_Line(cells, chip=chip, share=r.percent / 100))
    return _Report("STATISTICS", _total(reports), fields, tuple(lines), repeat=True)


def spans(scenes: Sequence[str], order: Sequence[str]) -> str:
    """Scene numbers with three or more neighbours of the script as ``4–7``."""
    at = {number: i for i, number in enumerate(order)}
    out: list[str] = []
    run: list[str] = []
    for number in [*scenes, ""]:
        if run and at.get(number, -2) == at.get(run[-1], -9) + 1:
            run.append(number)
            continue
        out += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else run
        run = [number]
    return ", ".join(out)


def _total(reports: Reports) -> str:
    return f"{scenes_of(len(reports.sheets))}, {pages_of(reports.eighths)} pages"


TABLES = {
    "elements": elements_table, "cast": cast_table, "one-liner": one_liner_table, "statistics": statistics_table,
}  # fmt: skip


# --- drawing


def print_table(paper: Paper, report: _Report, title: str, *, draft: str = "") -> None:
    """A table over as many pages as it takes; a band never stands last on a page."""
    wide = paper.width - 2 * _MARGIN
    y, page = _top(paper, report, title, draft, 1), 1
    band = _Line(())
    for i, line in enumerate(report.lines):
        high = _height(line, report.fields, wide)
        after = report.lines[i + 1] if line.band and i + 1 < len(report.lines) else None
        needed = high + (_height(after, report.fields, wide) if after and line.fill != "#1c1c1c" else 0)
        if y - needed < _FOOT:
            paper.turn()
            page += 1
            y = _top(paper, report, title, draft, page)
            if report.repeat and band.band and not line.band:
                _draw(paper, band._replace(band=f"{band.band} (continued)"), report.fields, y, _BAND)
                y -= _BAND
        band = line if line.band else band
        _draw(paper, line, report.fields, y, high)
        y -= high
    if not report.lines:
        paper.text(_MARGIN, y - 14, "Nothing to list.", 9, colour=SOFT)
    paper.turn()


def _top(paper: Paper, report: _Report, title: str, draft: str, page: int) -> float:
    left, wide = _MARGIN, paper.width - 2 * _MARGIN
    y = paper.height - _MARGIN
    paper.text(left, y - 12, title or "Untitled", 14, bold=True, width=wide - 220)
    paper.text(left + wide - 215, y - 6, report.title, 9, bold=True, width=215, align="right")
    paper.text(left + wide - 215, y - 17, report.subtitle, 7.5, width=215, align="right", colour=SOFT)
    paper.text(left, _MARGIN - 4, draft, 6.5, width=wide - 60, colour=SOFT)
    paper.text(left + wide - 60, _MARGIN - 4, f"Page {page}", 6.5, width=60, align="right", colour=SOFT)
    y -= 26
    paper.box(left, y - _HEAD_ROW, wide, _HEAD_ROW, fill="#262626", line="")
    x = left
    for field in report.fields:
        width = wide * field.share
        paper.text(x + 4, y - 10.5, field.title, 7.4, bold=True, colour="#ffffff", width=width - 8, align=field.align)
        x += width
    return y - _HEAD_ROW


def _set(line: _Line, fields: Sequence[_Field], wide: float) -> list[list[str]]:
    return [
        wrap(cell, _SIZE, wide * field.share - 8, field.most, bold=field.bold)
        for cell, field in zip(line.cells, fields, strict=True)
    ]


def _below(line: _Line, fields: Sequence[_Field], wide: float) -> list[str]:
    return wrap(line.below, 7.2, wide * fields[line.below_at].share - 8, 2) if line.below else []


def _height(line: _Line, fields: Sequence[_Field], wide: float) -> float:
    if line.band:
        return _BAND
    rows = [len(cell) * _LEADING for cell in _set(line, fields, wide)]
    rows[line.below_at] += len(_below(line, fields, wide)) * 8.8
    return max(_LEADING, *rows) + 2 * _PAD


def _draw(paper: Paper, line: _Line, fields: Sequence[_Field], top: float, high: float) -> None:
    left, wide = _MARGIN, paper.width - 2 * _MARGIN
    if line.band:
        paper.box(left, top - high, wide, high, fill=line.fill, line="")
        paper.text(left + 5, top - high + 4.6, line.band, 8.2, bold=True, colour=ink_on(line.fill), width=wide - 10)
        return
    if line.chip:
        paper.box(left - 7, top - high + 1, 5.5, high - 2, fill=line.chip, line="#777777", weight=0.3)
    x = left
    for i, (cell, field) in enumerate(zip(_set(line, fields, wide), fields, strict=True)):
        width = wide * field.share
        y = top - _PAD - 7.6
        for text in cell:
            paper.text(x + 4, y, text, _SIZE, bold=field.bold, width=width - 8, align=field.align)
            y -= _LEADING
        if i == line.below_at:
            for text in _below(line, fields, wide):
                paper.text(x + 4, y + 0.8, text, 7.2, colour=SOFT)
                y -= 8.8
        x += width
    if line.share:
        room = wide * fields[-1].share - 10
        paper.box(left + wide - room, top - high + 4, max(0.6, room * line.share), high - 8, fill="#5b7fa6", line="")
    paper.rule(left, top - high, left + wide, weight=0.3)


def list_pdf(kind: str, reports: Reports, paper: str = "a4", draft: str = "") -> bytes:
    """One list as a document of its own."""
    report = TABLES[kind](reports)
    out = Paper(f"{reports.title} - {report.title.lower()}", page_size(paper))
    print_table(out, report, reports.title, draft=draft)
    return out.done()
