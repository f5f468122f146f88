"""Reads a title page back into keys: what stands in the middle, and what at the foot."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ._measure import Columns
from ._sheets import Sheet, SheetRow

_CREDIT = re.compile(
    r"(?:(?:screen|tele)?play|story|teleplay|script|screen story)?\s*(?:and directed|and story)?\s*"
    r"(?:written|adapted|created)?\s*(?:for|by)\b.{0,24}$|(?:an? )?(?:original )?(?:screenplay|teleplay|script)$",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"(?:adapted|from|inspired|suggested|after)\b|.*\bbased (?:up)?on\b", re.IGNORECASE)
_DATE = re.compile(
    r"\b(?:draft|revis|rev\.|version|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:19|20)\d\d)", re.IGNORECASE
)
_JUST_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{0,2} ?[A-Za-z]{3,9}\.? ?(?:\d{1,2},? )?(?:19|20)\d\d")
_NAMED = re.compile(r"((?:\w+ ){0,3}by) (\S.*)$", re.IGNORECASE)
_RIGHTS = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
_FOOT_SHARE = 0.42
_QUOTES = " \"“”'‘’*"


def has_title_page(sheets: Sequence[Sheet], columns: Columns) -> bool:
    """Whether the first page is no page of the script: mostly centred or at the foot, without headings."""
    if len(sheets) < 2 or not sheets[0].rows:
        return False
    rows = sheets[0].rows
    if len(rows) > 40 or any(columns.is_slugline(row.text) for row in rows):
        return False
    middle = [row for row in rows if _is_middle(row, sheets[0], columns)]
    foot = [row for row in rows if row.y_pt < _FOOT_SHARE * sheets[0].height_pt]
    top = sheets[0].height_pt - rows[0].y_pt
    return bool(middle or foot) and len(middle) + len(foot) >= 0.7 * len(rows) and top > 100


def read_title(sheet: Sheet, columns: Columns) -> dict[str, tuple[str, ...]]:
    """Keys as a Fountain title page has them: title, credit, author, source, draft date, contact, copyright."""
    page: dict[str, tuple[str, ...]] = {}
    upper = [row for row in sheet.rows if row.y_pt >= _FOOT_SHARE * sheet.height_pt]
    lower = [row for row in sheet.rows if row.y_pt < _FOOT_SHARE * sheet.height_pt]
    groups = _groups([row for row in upper if _is_middle(row, sheet, columns)] or upper, columns)
    credited = next((i for i, group in enumerate(groups) if i and _is_credit(group[0])), 0)
    for at, group in enumerate(groups):
        for text in group:
            key, value = _key(at, text, page, credited or (1 if len(groups) > 2 else 0))
            if key == "named":
                credit, _, author = value.partition("\n")
                page["credit"], key, value = (credit,), "author", author
            page[key] = (*page.get(key, ()), value)
    for row in lower:
        for text, x_pt in _halves(row):
            left = columns.column(x_pt) < columns.center - 8
            key = "copyright" if _RIGHTS.search(text) else "contact" if left else "draft date"
            key = "draft date" if _JUST_DATE.fullmatch(text) else key
            if not left and not _DATE.search(text) and _is_middle(row, sheet, columns):
                key = "notes"
            page[key] = (*page.get(key, ()), text)
    return page


def _is_credit(text: str) -> bool:
    return _CREDIT.match(text) is not None or _NAMED.match(text) is not None


def _key(at: int, text: str, page: dict[str, tuple[str, ...]], credit_at: int) -> tuple[str, str]:
    """Key of a centred row and its text; ``credit_at`` is the group that says who wrote it, 0 for none."""
    if at == 0 or at < credit_at:
        return "title", text
    if _SOURCE.match(text):
        return "source", text
    if "author" not in page:
        named = _NAMED.match(text)
        if named is not None:
            return "named", f"{named.group(1)}\n{named.group(2)}"
        if "credit" not in page and (_CREDIT.match(text) or at == credit_at):
            return "credit", text
        return "author", text
    if _DATE.search(text):
        return "draft date", text
    return ("source" if "source" in page or _NAMED.match(text) else "author"), text


def _is_middle(row: SheetRow, sheet: Sheet, columns: Columns) -> bool:
    middle = (row.x_pt[0] + row.end_pt) / 2
    centers = (columns.left_pt + columns.center * columns.char_pt, sheet.width_pt / 2)
    return any(abs(middle - center) < 2.0 * columns.char_pt for center in centers)


def _groups(rows: Sequence[SheetRow], columns: Columns) -> list[list[str]]:
    """Centred rows with blank lines between the groups; "by NAME" on one row is parted."""
    groups: list[list[str]] = []
    above: SheetRow | None = None
    for row in rows:
        text = row.text.strip(_QUOTES) or row.text.strip()
        if above is not None and above.y_pt - row.y_pt < 1.6 * columns.pitch_pt:
            groups[-1].append(text)
        else:
            groups.append([text])
        above = row
    return groups


def _halves(row: SheetRow) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for match in re.finditer(r"\S+(?: {1,2}\S+)*", row.text):
        found.append((match.group(), row.x_pt[match.start()]))
    return found
