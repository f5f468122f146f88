"""The strip board on paper: a coloured strip for each scene, day breaks between, landscape."""

from __future__ import annotations

from ._model import OneLine, Reports, pages_of, scenes_of
from ._paper import INK, SOFT, Paper, ink_on, measure, page_size, wrap
from ._rows import numbers_of

_MARGIN = 28.0
_STRIP, _BREAK = 21.0, 14.0
_TOP = 46.0
_SHARES = (0.052, 0.072, 0.075, 0.385, 0.095, 0.055, 0.066, 0.20)
"""Sheet, scene, I/E, set and synopsis, D/N, script day, pages, cast."""
_TITLES = ("SHEET", "SCENE", "I/E", "SET", "D/N", "DAY", "PAGES", "CAST")


def print_strips(paper: Paper, reports: Reports, *, draft: str = "") -> None:
    """All strips in their order, as many on a page as go; a day break stays with its last strip."""
    page = 1
    y = _head(paper, reports, draft, page)
    rows = reports.one_liner
    for i, row in enumerate(rows):
        high = _STRIP if row.kind == "scene" else _BREAK
        follows = i + 1 < len(rows) and rows[i + 1].kind == "day"
        if y - high - (_BREAK if follows else 0) < _MARGIN + 8:
            paper.turn()
            page += 1
            y = _head(paper, reports, draft, page)
        _strip(paper, row, reports, y, high)
        y -= high
    paper.turn()


def _head(paper: Paper, reports: Reports, draft: str, page: int) -> float:
    left, wide = _MARGIN, paper.width - 2 * _MARGIN
    y = paper.height - _MARGIN
    paper.text(left, y - 12, reports.title or "Untitled", 14, bold=True, width=wide * 0.45)
    total = f"STRIP BOARD - {scenes_of(len(reports.sheets))}, {pages_of(reports.eighths)} pages"
    paper.text(left + wide - 260, y - 10, total, 8.5, bold=True, width=260, align="right")
    seen = {r.strip for r in reports.one_liner if r.kind == "scene"}
    used = [name for name in reports.palette.strips if name in seen]
    x = left + wide
    for name in reversed(used):
        x -= measure(name, 6.5) + 20
        paper.box(x, y - 26, 11, 8, fill=reports.palette.colour(name), line="#777777", weight=0.4)
        paper.text(x + 14, y - 24.5, name, 6.5)
    paper.text(left, _MARGIN - 10, draft, 6.5, width=wide - 60, colour=SOFT)
    paper.text(left + wide - 60, _MARGIN - 10, f"Page {page}", 6.5, width=60, align="right", colour=SOFT)
    x = left
    for title, share in zip(_TITLES, _SHARES, strict=True):
        paper.text(x + 4, y - _TOP + 5, title, 5.8, colour="#333333")
        x += wide * share
    return y - _TOP


def _strip(paper: Paper, row: OneLine, reports: Reports, top: float, high: float) -> None:
    left, wide = _MARGIN, paper.width - 2 * _MARGIN
    if row.kind != "scene":
        fill = reports.palette.colour("break" if row.kind == "day" else "banner")
        paper.box(left, top - high, wide, high, fill=fill, line=INK)
        paper.text(left, top - high + 4, row.text, 8, bold=True, colour=ink_on(fill), width=wide, align="centre")
        return
    fill = reports.palette.colour(row.strip)
    ink = ink_on(fill)
    paper.box(left, top - high, wide, high, fill=fill, line="#444444", weight=0.6)
    values = (
        (str(row.sheet), 8.0, False), (row.scene, 11.0, True), (row.int_ext, 8.5, True), (row.place, 9.0, True),
        (row.time_of_day, 8.5, True), (row.script_day, 8.0, False), (row.pages, 10.0, True),
        (numbers_of(row.cast_numbers), 8.0, False),
    )  # fmt: skip
    x = left
    for i, ((value, size, bold), share) in enumerate(zip(values, _SHARES, strict=True)):
        width = wide * share
        if i:
            paper.box(x, top - high, 0, high, line="#444444", weight=0.6)
        if i == len(values) - 1:
            _cast(paper, value, (x + 4, top), width - 7, ink)
            break
        at = top - 9.2 if i == 3 and row.synopsis else top - high / 2 - size * 0.36
        paper.text(x + 4, at, value, size, bold=bold, width=width - 7, colour=ink)
        if i == 3:
            paper.text(x + 4, top - 17.6, row.synopsis, 6.8, width=width - 7, colour=ink)
        x += width


def _cast(paper: Paper, numbers: str, at: tuple[float, float], width: float, ink: str) -> None:
    """All board numbers, smaller the more there are."""
    size, lines = 8.0, [numbers]
    for size, most in ((8.0, 1), (6.8, 2), (5.4, 3)):
        lines = wrap(numbers, size, width, most)
        if not lines or not lines[-1].endswith("..."):
            break
    y = at[1] - _STRIP / 2 - size * 0.36 + (len(lines) - 1) * size * 0.54
    for line in lines:
        paper.text(at[0], y, line, size, colour=ink)
        y -= size * 1.08


def strips_pdf(reports: Reports, paper: str = "a4", draft: str = "") -> bytes:
    """The strip board as a document of its own."""
    out = Paper(f"{reports.title} - strip board", page_size(paper, landscape=True))
    print_strips(out, reports, draft=draft)
    return out.done()
