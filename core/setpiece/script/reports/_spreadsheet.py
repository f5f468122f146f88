"""Reports for a spreadsheet: CSV for machines, a workbook for the production office."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ...errors import MissingExtraError
from ...tables import csv_table
from ._model import pages_of
from ._palette import Palette
from ._rows import Cell, Column, Table

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""A workbook without a date of its own: equal inputs give equal bytes."""
_LONGEST_CELL = 32_000
"""Excel's limit is 32,767."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ROW_LINES = 12
"""The most lines a row is made high for."""


def csv_of(table: Table) -> bytes:
    """A table as RFC 4180 CSV; see :func:`setpiece.tables.csv_table`.

    Lengths stand there twice: ``eighths`` is the number, ``pages`` reads ``4/8 pgs``, because a
    spreadsheet takes a bare ``4/8`` for a date.
    """
    header: list[str] = []
    for column in table.columns:
        header += ["eighths", "pages"] if column.kind == "eighths" else [column.key]
    return csv_table(header, (_csv_row(table.columns, row) for row in table.rows))


def _csv_row(columns: Sequence[Column], row: Sequence[Cell]) -> list[Cell]:
    out: list[Cell] = []
    for column, cell in zip(columns, row, strict=True):
        if column.kind != "eighths":
            out.append(cell)
        else:  # a day break has none of its own: its scenes add up already
            out += ["", ""] if cell == "" else [cell, f"{pages_of(int(cell))} pgs"]
    return out


def workbook(tables: Sequence[Table], title: str, palette: Palette) -> bytes:
    """Tables as the sheets of one XLSX workbook: coloured, filtered, frozen, ready to print.

    Lengths are numbers in a format of eighths, so that they add up and still read ``1 4/8``. Every
    text is written as text: nothing in it can run. Equal inputs give equal bytes.

    Raises:
        MissingExtraError: xlsxwriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as e:
        raise MissingExtraError(
            "writing XLSX needs xlsxwriter", remedy='Install it with: pip install "setpiece[xlsx]"'
        ) from e
    out = io.BytesIO()
    book: Workbook = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": cell_text(title)[:200], "author": "Setpiece", "created": _CREATED})
    styles = _Styles(book)
    for table in tables:
        _write(book.add_worksheet(table.name), table, title, styles, palette)
    book.close()
    return out.getvalue()


def cell_text(text: str) -> str:
    """What XML can hold of a text, within a cell's limit."""
    return _NOT_XML.sub("\ufffd", text)[:_LONGEST_CELL]


class _Styles:
    """The workbook's cell formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Any] = {}

    def of(self, kind: str, fill: str) -> Any:
        """The format of a kind of cell on a colour."""
        if (kind, fill) not in self._made:
            look: dict[str, Any] = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#BFBFBF"}
            look |= {"eighths": {"num_format": "# ?/8"}, "percent": {"num_format": "0.0"}}.get(kind, {})
            if kind == "head":
                look |= {"bold": True, "bg_color": "#262626", "font_color": "#FFFFFF", "valign": "vcenter"}
            elif fill:
                look |= {"bg_color": fill, "font_color": "#FFFFFF" if _dark(fill) else "#000000"}
            self._made[kind, fill] = self._book.add_format(look)
        return self._made[kind, fill]


def _dark(colour: str) -> bool:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 3 * red + 6 * green + blue < 1000


def _write(page: Worksheet, table: Table, title: str, styles: _Styles, palette: Palette) -> None:
    for x, column in enumerate(table.columns):
        page.set_column(x, x, column.width)
        page.write_string(0, x, column.title, styles.of("head", ""))
    for y, row in enumerate(table.rows, 1):
        fill = palette.colour(table.fills[y - 1]) if table.fills else ""
        high = 1
        for x, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            style = styles.of(column.kind, "" if fill == "#ffffff" else fill)
            if isinstance(cell, str):
                text = cell_text(cell)
                page.write_string(y, x, text, style)
                high = max(high, sum(1 + int(len(line) / column.width) for line in text.split("\n")))
            elif column.kind == "eighths":
                page.write_number(y, x, cell / 8, style)
            else:
                page.write_number(y, x, cell, style)
        page.set_row(y, 15 * min(high, _ROW_LINES))
    page.freeze_panes(1, 0)
    if table.rows:
        page.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    shown = cell_text(title)[:80].replace("&", "&&")
    page.set_header(f"&L{shown}&R{table.name}")
    page.set_footer("&RPage &P of &N")
