"""Prints a draft as the trade prints it: Courier 12 on Letter or A4, one inch and a half to the left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from setpiece.script.model import Element, Screenplay
from setpiece.script.pages import STANDARD, Page, PageFormat, Pagination, Row, paginate
from setpiece.script.pages._wrap import columns

from ._fonts import Faces
from ._title_sheet import title_rows

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Paper = Literal["letter", "a4"]
_SIZES_PT = {"letter": (612.0, 792.0), "a4": (595.276, 841.89)}
_CHAR_PT, _LINE_PT, _SIZE_PT = 7.2, 12.0, 12.0
_LEFT_PT = 108.0
_RIGHT_EDGE_COLUMN = 60
_NUMBER_LEFT_COLUMN, _NUMBER_RIGHT_COLUMN = -7, 62
_STAR_COLUMN = 66
_TITLE_WIDTH = 60


def write_pdf(
    screenplay: Screenplay,
    *,
    paper: Paper = "letter",
    scene_numbers: bool = True,
    title_page: bool = True,
    revision_marks: bool = True,
    font: bytes | None = None,
    fmt: PageFormat = STANDARD,
) -> bytes:
    """Print a draft.

    Pages are those of ``setpiece.script.pages.paginate``. The first page carries no number; later
    ones have theirs at the upper right, with a full stop. Scene numbers stand on both sides of the
    headings that have one; rows a revision touched have a star in the right margin. Each scene has
    an entry in the document's outline. Notes, sections, synopses and boneyards are not printed.

    Equal drafts give equal bytes. Characters outside Windows-1252 are set in ``font``, else in
    DejaVu Sans Mono where this machine has it, East Asian ones in the faces PDF viewers bring.

    Args:
        screenplay: Any draft.
        paper: ``letter`` or ``a4``; both hold the same lines.
        scene_numbers: Print the headings' numbers.
        title_page: Print a title page when the draft has one; it is not counted.
        revision_marks: Print stars beside revised rows.
        font: A TrueType file, best one with fixed pitch.
        fmt: Measures of the page.

    Returns:
        The PDF file.

    Raises:
        ScriptError: No typeface has a character of the draft (the message names the line), or
            ``font`` cannot be used.
    """
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=_SIZES_PT[paper], invariant=1, pageCompression=1)
    printer = _Printer(canvas, _SIZES_PT[paper], Faces(font), screenplay)
    printer.describe()
    if title_page and screenplay.title_page:
        printer.title_page()
    printer.body(paginate(screenplay, fmt), numbers=scene_numbers, stars=revision_marks)
    canvas.save()
    return buffer.getvalue()


class _Printer:
    """Puts rows on paper."""

    def __init__(self, canvas: Canvas, size_pt: tuple[float, float], faces: Faces, screenplay: Screenplay) -> None:
        self.canvas, self.faces, self.screenplay = canvas, faces, screenplay
        self.top_pt = size_pt[1] - 72.0

    def describe(self) -> None:
        """The document's own title and author."""
        page = self.screenplay.title_page
        self.canvas.setTitle(" ".join(page.get("title", (self.screenplay.name,))))
        self.canvas.setAuthor(", ".join(page.get("author", page.get("authors", ()))))
        self.canvas.setCreator("Setpiece")
        self.canvas.setSubject("Screenplay")

    # --- pages

    def title_page(self) -> None:
        """Print the title page."""
        rows = title_rows(self.screenplay.title_page)
        for row in rows:
            room = _TITLE_WIDTH - columns(row.text)
            column = {"left": 0, "right": room}.get(row.align, room / 2)
            self.text(row.line, column, row.text, where="title page", underline=row.key == "title")
        if rows:
            self.canvas.showPage()

    def body(self, pagination: Pagination, *, numbers: bool, stars: bool) -> None:
        """Print the script."""
        for page in pagination.pages:
            if page.number > 1:
                number = f"{page.number}."
                self.text(-2, _RIGHT_EDGE_COLUMN - len(number), number)
            self.rows(page, numbers, stars)
            self.canvas.showPage()

    def rows(self, page: Page, numbers: bool, stars: bool) -> None:
        """Print one page's rows with what stands beside them."""
        for row in page.rows:
            element = self.screenplay.elements[row.element]
            self.row(row, element)
            if element.kind == "heading" and row.start == 0:
                self.bookmark(row, element)
                if numbers and element.number:
                    self.text(row.line, _NUMBER_LEFT_COLUMN, element.number)
                    self.text(row.line, _NUMBER_RIGHT_COLUMN, element.number)
            if stars and _is_revised(row, element):
                self.text(row.line, _STAR_COLUMN, "*")

    def bookmark(self, row: Row, element: Element) -> None:
        """An entry in the outline, and its target."""
        key = f"scene-{row.element}"
        self.canvas.bookmarkHorizontal(key, 0, self.y_pt(row.line) + _LINE_PT)
        label = f"{element.number}  {element.text}" if element.number else element.text
        self.canvas.addOutlineEntry(label, key, 0)

    def row(self, row: Row, element: Element) -> None:
        """Print a row run by run."""
        where = f"{self.screenplay.name}:{element.span.line}"
        goes_on = row.start < row.end < len(element.text) and element.text[row.end] == " "
        for start, end, styles in _runs(row, element):
            at = columns(row.text[:start])
            # A wrapped row keeps its space: that is how a reader tells it from the end of a paragraph.
            trail = " " if goes_on and end == len(row.text) else ""
            self.text(
                row.line, row.column + at, row.text[start:end], where=where, trail=trail, bold="bold" in styles,
                italic="italic" in styles or element.kind == "lyric",
                underline="underline" in styles, strikeout="strikeout" in styles,
            )  # fmt: skip

    # --- marks on paper

    def y_pt(self, line: int) -> float:
        """Base line of a line."""
        return self.top_pt - _LINE_PT * line + 3.0

    def text(
        self, line: int, column: float, text: str, *, where: str = "", bold: bool = False, italic: bool = False,
        underline: bool = False, strikeout: bool = False, trail: str = "",
    ) -> None:  # fmt: skip
        """Set ``text`` with its first character in ``column``, words without the blanks around them."""
        body = text.strip()
        column += columns(text[: len(text) - len(text.lstrip())])
        x, y = _LEFT_PT + _CHAR_PT * column, self.y_pt(line)
        end = x
        for piece in self.faces.pieces(body + trail, bold=bold, italic=italic, where=where):
            self.canvas.setFont(piece.font, _SIZE_PT)
            wide = columns(piece.text) == 2 * len(piece.text)
            self.canvas.drawString(end, y, piece.text, charSpace=2 * _CHAR_PT - _SIZE_PT if wide else 0)
            end += _CHAR_PT * columns(piece.text)
        end -= _CHAR_PT * len(trail)
        for wanted, shift in ((underline, -1.8), (strikeout, 3.2)):
            if wanted and end > x:
                self.canvas.setLineWidth(0.6)
                self.canvas.line(x, y + shift, end, y + shift)


def _is_revised(row: Row, element: Element) -> bool:
    if row.end == row.start or not element.revision:
        return False
    return not element.revised or any(r.start < row.end and r.end > row.start for r in element.revised)


def _runs(row: Row, element: Element) -> Iterator[tuple[int, int, frozenset[str]]]:
    """The row's text cut where its style changes; offsets count from the row's start."""
    if row.end == row.start or not element.styles:
        yield 0, len(row.text), frozenset()
        return
    cuts = sorted({0, len(row.text), *_cuts(row, element)})
    for a, b in zip(cuts, cuts[1:], strict=False):
        middle = row.start + a
        yield a, b, frozenset(s.style for s in element.styles if s.start <= middle < s.end)


def _cuts(row: Row, element: Element) -> Iterable[int]:
    for run in element.styles:
        for at in (run.start - row.start, run.end - row.start):
            if 0 < at < len(row.text):
                yield at
