"""Reports as flat tables: what CSV and a workbook have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ._model import OneLine, Reports, Sheet

Cell = str | int | float


class Column(NamedTuple):
    """One column of a table."""

    key: str
    """In CSV."""
    title: str
    """In a workbook and on paper."""
    width: float
    """In characters."""
    kind: str = "text"
    """text, whole, eighths (a count of eighths, shown as pages) or percent."""


class Table(NamedTuple):
    """One report as rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    fills: tuple[str, ...] = ()
    """The strip or category each row is coloured by; empty when none is."""


def yes(value: bool) -> str:
    """A tick a spreadsheet can filter by."""
    return "yes" if value else ""


def numbers_of(cast: Sequence[int]) -> str:
    """Board numbers as a board shows them."""
    return ", ".join(str(n) for n in cast)


_PLACE = (
    Column("scene", "Scene", 8),
    Column("int_ext", "I/E", 8),
    Column("set", "Set", 34),
    Column("time_of_day", "D/N", 12),
    Column("script_day", "Script day", 10),
    Column("page", "Page", 7),
    Column("eighths", "Pages", 8, "eighths"),
)


def _place(row: Sheet | OneLine) -> tuple[Cell, ...]:
    return row.scene, row.int_ext, row.place, row.time_of_day, row.script_day, row.page, row.eighths


def sheet_rows(reports: Reports) -> Table:
    """One row for every element of every scene; a scene that needs nothing has one row without."""
    columns = (
        Column("sheet", "Sheet", 7, "whole"), *_PLACE, Column("category", "Category", 18), Column("number", "No.", 6),
        Column("element", "Element", 30), Column("count", "Count", 7, "whole"), Column("note", "Note", 14),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for s in reports.sheets:
        head = (s.sheet, *_place(s))
        for group in s.groups:
            for item in group.items:
                note = ", ".join(part for part in (item.note, "implied" if item.implied else "") if part)
                rows.append((*head, group.name, str(item.number or ""), item.name, item.count, note))
        if not s.groups:
            rows.append((*head, "", "", "", 0, ""))
    return Table("Elements by scene", columns, tuple(rows))


def wide_rows(reports: Reports) -> Table:
    """One row a scene, one column a category: the breakdown as a production keeps it."""
    groups = {g.key: g.name for s in reports.sheets for g in s.groups}
    ranked = sorted(groups, key=reports.palette.rank)
    columns = (
        Column("sheet", "Sheet", 7, "whole"), *_PLACE, Column("synopsis", "Synopsis", 40),
        Column("location", "Location", 18), Column("screen_time", "Screen time", 9),
        Column("shoot_time", "Shoot time", 9),
        *(Column(key, groups[key], 26) for key in ranked), Column("flags", "Flags", 18),
        Column("comments", "Comments", 24),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for s in reports.sheets:
        by_key = {g.key: "\n".join(label(i.name, i.count, i.number, i.note) for i in g.items) for g in s.groups}
        rows.append(
            (
                *(s.sheet, *_place(s), s.synopsis, s.location, s.screen_time, s.shoot_time),
                *(by_key.get(key, "") for key in ranked),
                *(", ".join(s.flags), s.comments),
            )
        )
    return Table("Breakdown", columns, tuple(rows), tuple(s.strip for s in reports.sheets))


def label(name: str, count: int = 1, number: int = 0, note: str = "") -> str:
    """An item as one line: board number, name, how many, remark."""
    parts = [f"{number}." if number else "", name, f"({count})" if count > 1 else "", f"[{note}]" if note else ""]
    return " ".join(part for part in parts if part)


def element_rows(reports: Reports) -> Table:
    """Every element once, with its scenes."""
    columns = (
        Column("category", "Category", 20), Column("element", "Element", 34), Column("scenes", "Scenes", 44),
        Column("scene_count", "No. of scenes", 9, "whole"), Column("most", "Most at once", 9, "whole"),
        Column("eighths", "Pages", 9, "eighths"), Column("implied", "Implied", 8),
    )  # fmt: skip
    rows = [
        (e.category, e.name, ", ".join(e.scenes), len(e.scenes), e.most, e.eighths, yes(e.implied))
        for e in reports.elements
    ]
    return Table("Elements", columns, tuple(rows))


def cast_rows(reports: Reports) -> Table:
    """Every character once."""
    columns = (
        Column("number", "No.", 6, "whole"), Column("character", "Character", 26), Column("aliases", "Also called", 26),
        Column("scenes", "Scenes", 40), Column("scene_count", "No. of scenes", 9, "whole"),
        Column("speaking_scenes", "Speaking in", 40), Column("voice_only", "Voice only", 16),
        Column("speeches", "Speeches", 9, "whole"), Column("eighths", "Pages", 9, "eighths"),
        Column("minor", "Minor", 7), Column("minor_scenes", "Minor in", 16), Column("age", "Age", 6),
    )  # fmt: skip
    rows = [
        (
            *(c.number, c.name, ", ".join(c.aliases), ", ".join(c.scenes), len(c.scenes), ", ".join(c.speaking_scenes)),
            *(
                ", ".join(c.heard_scenes),
                c.lines,
                c.eighths,
                yes(c.minor),
                ", ".join(c.minor_scenes),
                "" if c.age is None else str(c.age),
            ),
        )
        for c in reports.cast
    ]
    return Table("Cast", columns, tuple(rows))


def one_line_rows(reports: Reports) -> Table:
    """The one-liner, with its day breaks."""
    columns = (
        *_PLACE,
        Column("cast", "Cast", 22),
        Column("synopsis", "Synopsis", 50),
        Column("location", "Location", 20),
    )
    rows = [
        ("", "", "", "", "", "", "", "", row.text, "")
        if row.kind != "scene"
        else (*_place(row), numbers_of(row.cast_numbers), row.synopsis, row.location)
        for row in reports.one_liner
    ]
    return Table("One-liner", columns, tuple(rows), tuple(_fill(r) for r in reports.one_liner))


def strip_rows(reports: Reports) -> Table:
    """The strip board, with the colour each strip has."""
    columns = (Column("sheet", "Sheet", 7, "whole"), *_PLACE, Column("strip", "Strip", 12), Column("cast", "Cast", 30))
    rows = [
        ("", "", "", row.text, "", "", "", "", row.kind, "")
        if row.kind != "scene"
        else (row.sheet, *_place(row), row.strip, numbers_of(row.cast_numbers))
        for row in reports.one_liner
    ]
    return Table("Strips", columns, tuple(rows), tuple(_fill(r) for r in reports.one_liner))


def _fill(row: OneLine) -> str:
    return {"day": "break", "banner": "banner"}.get(row.kind, row.strip)


def statistic_rows(reports: Reports) -> Table:
    """How much of the film is inside, outside, at day, at night, in each set."""
    columns = (
        Column("subject", "By", 12), Column("value", "What", 36), Column("scenes", "Scenes", 8, "whole"),
        Column("eighths", "Pages", 9, "eighths"), Column("percent", "% of pages", 10, "percent"),
    )  # fmt: skip
    rows = [(r.subject, r.value, r.scenes, r.eighths, r.percent) for r in reports.statistics]
    return Table("Statistics", columns, tuple(rows))


TABLES: dict[str, tuple[Callable[[Reports], Table], ...]] = {
    "sheets": (wide_rows, sheet_rows),
    "elements": (element_rows,),
    "cast": (cast_rows,),
    "one-liner": (one_line_rows,),
    "strips": (strip_rows,),
    "statistics": (statistic_rows,),
}
"""Kind -> the pages of its workbook; the last is its CSV."""
