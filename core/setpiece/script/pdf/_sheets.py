"""What the extraction hands to the reader: rows of characters with their places. Structs only."""

from __future__ import annotations

import msgspec

BOLD, ITALIC, UNDERLINE, STRIKEOUT = 1, 2, 4, 8


class SheetRow(msgspec.Struct, frozen=True, array_like=True):
    """Characters on one base line, from left to right; points, origin at the lower left of the page."""

    y_pt: float
    text: str
    """Gaps are filled with as many spaces as they are wide."""
    x_pt: tuple[float, ...]
    """Left edge of each character."""
    end_pt: float
    style: bytes
    """One byte a character: BOLD | ITALIC | UNDERLINE | STRIKEOUT."""
    goes_on: bool = False
    """A space stands at its end: many programs print one where they wrapped, and none at a paragraph's end."""


class Sheet(msgspec.Struct, frozen=True, array_like=True):
    """One page, rows from the top down."""

    number: int
    width_pt: float
    height_pt: float
    rows: tuple[SheetRow, ...]
    pictures: int = 0
    trouble: str = ""
    """Why the page could not be read, or not all of it."""


class Sheets(msgspec.Struct, frozen=True, array_like=True):
    """A document as extracted, or why it was not."""

    pages: tuple[Sheet, ...] = ()
    error: str = ""
    remedy: str = ""
    page: int = 0
    """Page the error is about; 0 for the whole file."""
