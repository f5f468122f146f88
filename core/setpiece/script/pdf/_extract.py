"""Takes the characters out of a PDF with PDFium; runs in a process of its own, for files are not trusted.

PDFium because its text keeps every glyph's place and face, and because it is fuzzed by its makers
day and night. Whatever still goes wrong there (a crash, a page that never ends) ends that process
and not ours.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import msgspec

from ._sheets import BOLD, ITALIC, STRIKEOUT, UNDERLINE, Sheet, SheetRow, Sheets

MAX_PAGES = 2000
MAX_CHARACTERS = 20_000
"""Per page; a dense screenplay page has 3,500."""
MAX_TOTAL_CHARACTERS = 4_000_000
MAX_OBJECTS = 20_000
MAX_MEMORY_BYTES = 3 << 30
_THIN_PT = 2.0
_LARGEST_PT = 40.0
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}


class Glyph(NamedTuple):
    """One character where it stands."""

    x: float
    y: float
    end: float
    text: str
    style: int


def main() -> None:
    """Read a PDF from standard input, write ``Sheets`` to standard output."""
    _limit_memory()
    data = sys.stdin.buffer.read()
    try:
        sheets = extract(data)
    except MemoryError:
        sheets = Sheets(error="it needs more memory than a screenplay can", remedy="Print it to PDF again.")
    sys.stdout.buffer.write(msgspec.msgpack.encode(sheets))
    sys.stdout.buffer.flush()


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit; the clock holds there alone
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))


def extract(data: bytes) -> Sheets:
    """All pages of a PDF; an error instead of pages when it cannot be opened."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as e:
        return _cannot_open(data, str(e))
    try:
        count = len(document)
        if count > MAX_PAGES:
            return Sheets(error=f"it has {count} pages, more than {MAX_PAGES}", remedy="Cut the script out of it.")
        pages: list[Sheet] = []
        total = 0
        for index in range(count):
            sheet = _page(document, index)
            total += sum(len(row.text) for row in sheet.rows)
            if total > MAX_TOTAL_CHARACTERS:
                return Sheets(error=f"more than {MAX_TOTAL_CHARACTERS} characters", page=index + 1)
            pages.append(sheet)
        return Sheets(tuple(pages))
    finally:
        document.close()


def _cannot_open(data: bytes, reason: str) -> Sheets:
    said = reason.lower()
    if "password" in said or (b"/Encrypt" in data and "security" in said):
        return Sheets(error="it is encrypted and asks for a password", remedy="Save it again without a password.")
    if b"%PDF-" not in data[:1024]:
        return Sheets(error="it is no PDF: it does not begin with %PDF-", remedy="Export the script as PDF again.")
    if b"%%EOF" not in data[-2048:]:
        return Sheets(error=f"it is cut off: its end is missing ({len(data)} bytes)", remedy="Copy the file again.")
    return Sheets(error=f"it is damaged ({reason})", remedy="Export the script as PDF again.")


def _page(document: Any, index: int) -> Sheet:
    import pypdfium2 as pdfium

    try:
        page = document[index]
    except pdfium.PdfiumError as e:
        return Sheet(index + 1, 0.0, 0.0, (), trouble=f"the page is damaged ({e})")
    try:
        width, height = page.get_size()
        text = page.get_textpage()
        try:
            count = text.count_chars()
            glyphs = list(_glyphs(text.raw, min(count, MAX_CHARACTERS)))
        finally:
            text.close()
        lines, pictures = _objects(page.raw)
        trouble = f"it has {count} characters; the first {MAX_CHARACTERS} were read" if count > MAX_CHARACTERS else ""
        rows = tuple(_rows(_ruled(glyphs, lines)))
        return Sheet(index + 1, round(width, 2), round(height, 2), rows, pictures, trouble)
    except pdfium.PdfiumError as e:
        return Sheet(index + 1, 0.0, 0.0, (), trouble=f"its text cannot be read ({e})")
    finally:
        page.close()


def _glyphs(text: Any, count: int) -> Iterator[Glyph]:
    """Upright characters that the file itself holds, in its order."""
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    for i in range(count):
        code = raw.FPDFText_GetUnicode(text, i)
        if raw.FPDFText_IsGenerated(text, i) == 1 or code in {0, 10, 13}:
            continue
        if not raw.FPDFText_GetCharOrigin(text, i, x, y) or not raw.FPDFText_GetLooseCharBox(text, i, box):
            continue
        angle = raw.FPDFText_GetCharAngle(text, i)
        if 0.02 < angle < 6.26 or abs(box.top - box.bottom) > _LARGEST_PT:
            continue
        yield Glyph(x.value, y.value, max(box.right, x.value), _character(code), _face(raw, text, i))


def _character(code: int) -> str:
    if code in _HYPHENS:
        return _HYPHENS[code]
    if code in _LIGATURES:
        return _LIGATURES[code]
    character = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return " " if character in "\t\u00a0\u3000" else character


def _face(raw: Any, text: Any, index: int) -> int:
    name = ctypes.create_string_buffer(96)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, name, 96, flags)
    said = name.value.lower()
    bold = b"bold" in said or b"black" in said or bool(flags.value & (1 << 18))
    italic = b"italic" in said or b"oblique" in said or bool(flags.value & (1 << 6))
    return BOLD * bold | ITALIC * italic


def _objects(page: Any) -> tuple[list[tuple[float, float, float]], int]:
    """Thin horizontal rules as (left, right, y), and the number of pictures."""
    from pypdfium2 import raw

    lines: list[tuple[float, float, float]] = []
    pictures = 0
    edges = [ctypes.c_float() for _ in range(4)]
    for i in range(min(raw.FPDFPage_CountObjects(page), MAX_OBJECTS)):
        item = raw.FPDFPage_GetObject(page, i)
        kind = raw.FPDFPageObj_GetType(item)
        pictures += kind == raw.FPDF_PAGEOBJ_IMAGE
        if kind == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPageObj_GetBounds(item, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            if 0 <= top - bottom <= _THIN_PT and right - left > _THIN_PT:
                lines.append((left, right, (top + bottom) / 2))
    return lines, pictures


def _ruled(glyphs: list[Glyph], lines: list[tuple[float, float, float]]) -> list[Glyph]:
    """Glyphs with the rules that run under or through them."""
    if not lines:
        return glyphs
    by_height: dict[int, list[tuple[float, float, float]]] = {}
    for line in lines:
        for slot in range(int(line[2] // 8) - 1, int(line[2] // 8) + 2):
            by_height.setdefault(slot, []).append(line)
    found: list[Glyph] = []
    for glyph in glyphs:
        style = glyph.style
        for left, right, y in by_height.get(int(glyph.y // 8), [])[:200]:
            if left - 1.0 <= (glyph.x + glyph.end) / 2 <= right + 1.0:
                style |= UNDERLINE if -4.5 <= y - glyph.y <= 0.5 else STRIKEOUT if 2.0 <= y - glyph.y <= 5.0 else 0
        found.append(glyph._replace(style=style))
    return found


def _rows(glyphs: list[Glyph]) -> Iterator[SheetRow]:
    """Glyphs of one base line each, from the top down; rows that differ by a hair are one."""
    ordered = sorted(glyphs, key=lambda g: -g.y)
    row: list[Glyph] = []
    for glyph in ordered:
        if row and row[0].y - glyph.y > 3.0:
            yield from _row(row)
            row = []
        row.append(glyph)
    yield from _row(row)


def _row(glyphs: list[Glyph]) -> Iterator[SheetRow]:
    glyphs = sorted(glyphs, key=lambda g: g.x)
    goes_on = len(glyphs) > 1 and glyphs[-1].text == " "
    while glyphs and glyphs[-1].text == " ":
        glyphs.pop()
    while glyphs and glyphs[0].text == " ":
        glyphs.pop(0)
    if not glyphs:
        return
    widths = sorted(g.end - g.x for g in glyphs)
    advance = max(2.0, widths[len(widths) // 2])
    text: list[str] = []
    xs: list[float] = []
    styles = bytearray()
    end = glyphs[0].x
    for glyph in glyphs:
        if text and text[-1] == glyph.text and glyph.x - xs[-1] < 0.25 * advance and glyph.text != " ":
            styles[-1] |= BOLD  # struck twice
            continue
        gap = min(200, round((glyph.x - end) / advance)) if text else 0
        between = styles[-1] & glyph.style if styles else 0
        for n in range(gap):
            text.append(" ")
            xs.append(round(end + n * advance, 2))
            styles.append(between)
        for letter in glyph.text:
            text.append(letter)
            xs.append(round(glyph.x, 2))
            styles.append(glyph.style)
        end = max(end, glyph.end)
    y = sorted(g.y for g in glyphs)[len(glyphs) // 2]
    yield SheetRow(round(y, 2), "".join(text), tuple(xs), round(end, 2), bytes(styles), goes_on)
