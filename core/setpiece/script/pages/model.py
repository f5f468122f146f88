"""What a paginated draft is: pages of rows, and where every element and scene came to stand. Structs only."""

from __future__ import annotations

from typing import Literal

import msgspec

from setpiece.script.model import ElementKind

Side = Literal["", "left", "right"]


class ColumnSpec(msgspec.Struct, frozen=True):
    """Where one kind of element stands; all in characters of 12-point Courier (ten to the inch)."""

    indent: int
    """From the left edge of the action, which is 1.5 inches from the paper's."""
    width: int
    space_before: int = 0
    """Blank lines above, dropped at the head of a page."""
    align: Literal["left", "right", "center"] = "left"


class PageFormat(msgspec.Struct, frozen=True):
    """Measures of a page. The defaults (``setpiece.script.pages.STANDARD``) are the trade's."""

    columns: dict[str, ColumnSpec]
    """Element kind -> column; ``dual_left``, ``dual_right`` are the two halves of a dual dialogue."""
    page_lines: int = 55
    """Lines of a page with the blank one above its first row, so one less for text."""
    more: str = "(MORE)"
    continued: str = "(CONT'D)"


class Row(msgspec.Struct, frozen=True):
    """One printed row. Offsets count characters of the element's text, end is exclusive."""

    line: int
    """From 1 at the head of the page. A repeated cue stands on 0, (MORE) at most on the last line."""
    column: int
    """Characters from the left edge of the action."""
    kind: ElementKind
    element: int
    """Index into ``Screenplay.elements``."""
    text: str
    start: int = 0
    end: int = 0
    """Equal to ``start`` when the row prints something that is not in the element: (MORE), a repeated cue."""
    side: Side = ""


class Page(msgspec.Struct, frozen=True):
    """One page of the script; the title page is not counted."""

    number: int
    rows: tuple[Row, ...]
    lines: int
    """Lines used, blank ones between rows included."""


class Place(msgspec.Struct, frozen=True):
    """Where an element starts and ends. Elements that are not printed have none."""

    element: int
    page: int
    line: int
    end_page: int
    end_line: int


class ScenePlace(msgspec.Struct, frozen=True):
    """Where a scene stands and how long it is."""

    scene: int
    """Index into ``Screenplay.scenes``."""
    page: int
    line: int
    end_page: int
    pages: int
    """Pages it touches."""
    eighths: int


class Pagination(msgspec.Struct, frozen=True):
    """A draft on pages."""

    pages: tuple[Page, ...]
    places: tuple[Place, ...]
    """In the order of ``Screenplay.elements``."""
    scenes: tuple[ScenePlace, ...]
    """In the order of ``Screenplay.scenes``."""
