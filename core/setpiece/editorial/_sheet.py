"""Contact sheets: all panels of a film on one picture, and as pages to pin on a wall."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from ..typefaces import fit, font_for, font_paths, printable
from ._label import png_bytes

if TYPE_CHECKING:
    from PIL.Image import Image
    from reportlab.pdfgen.canvas import Canvas

_COLUMNS, _ROWS = 4, 3
"""Twelve panels a page."""
_MARGIN_PT, _GAP_PT, _HEADER_PT, _TOP_PT = 30.0, 9.0, 19.0, 24.0
_MOST_PIXELS = 40_000_000
_THUMB_PX = (120, 360)


class Panel(msgspec.Struct, frozen=True):
    """One labelled still and where it belongs."""

    scene: str
    """The scene number to print."""
    heading: str
    number: str
    png: bytes
    """As :func:`label_still` gives it."""


def _by_scene(panels: Sequence[Panel]) -> Iterator[tuple[str, list[Panel]]]:
    for (scene, heading), group in groupby(panels, key=lambda p: (p.scene, p.heading)):
        yield f"{printable(scene)}   {printable(heading)}", list(group)


# --- PDF


def contact_sheet(panels: Sequence[Panel], title: str) -> bytes:
    """The film as an A4 landscape PDF, twelve panels a page, each scene under its heading.

    Equal inputs give equal bytes (reportlab's invariant mode).
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Vera", str(font_paths(False)[0])))
    pdfmetrics.registerFont(TTFont("VeraBd", str(font_paths(True)[0])))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=_page_size(), invariant=1, pageCompression=1)
    canvas.setTitle(title)
    canvas.setCreator("Setpiece")
    pages = _pages(panels)
    for number, rows in enumerate(pages, 1):
        _draw_page(canvas, rows, printable(title), f"{number} / {len(pages)}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _page_size() -> tuple[float, float]:
    from reportlab.lib.pagesizes import A4, landscape

    return landscape(A4)


def _pages(panels: Sequence[Panel]) -> list[list[tuple[str, list[Panel]]]]:
    """Rows of four panels with the header above each (empty when the row continues), three a page."""
    pages: list[list[tuple[str, list[Panel]]]] = [[]]
    for header, group in _by_scene(panels):
        for start in range(0, len(group), _COLUMNS):
            if len(pages[-1]) == _ROWS:
                pages.append([])
            shown = header if start == 0 else f"{header}   (continued)" if not pages[-1] else ""
            pages[-1].append((shown, group[start : start + _COLUMNS]))
    return pages


def _draw_page(canvas: Canvas, rows: Sequence[tuple[str, list[Panel]]], title: str, folio: str) -> None:
    width, height = _page_size()
    cell_w = (width - 2 * _MARGIN_PT - (_COLUMNS - 1) * _GAP_PT) / _COLUMNS
    usable = height - 2 * _MARGIN_PT - _TOP_PT
    cell_h = usable / _ROWS - _HEADER_PT - _GAP_PT
    _pdf_text(canvas, title, (_MARGIN_PT, height - _MARGIN_PT - 9), 11, width - 2 * _MARGIN_PT - 60)
    canvas.setFont("Vera", 9)
    canvas.drawRightString(width - _MARGIN_PT, height - _MARGIN_PT - 9, folio)
    y = height - _MARGIN_PT - _TOP_PT
    for header, panels in rows:
        if header:
            canvas.setLineWidth(0.6)
            canvas.line(_MARGIN_PT, y, width - _MARGIN_PT, y)
            _pdf_text(canvas, header, (_MARGIN_PT, y - 12), 9.5, width - 2 * _MARGIN_PT)
        top = y - _HEADER_PT
        for column, panel in enumerate(panels):
            _pdf_panel(canvas, panel, _MARGIN_PT + column * (cell_w + _GAP_PT), top, (cell_w, cell_h))
        y -= usable / _ROWS


def _pdf_panel(canvas: Canvas, panel: Panel, x: float, top: float, cell: tuple[float, float]) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    with Image.open(io.BytesIO(panel.png)) as opened:
        picture = opened.convert("RGB")
    scale = min(cell[0] / picture.width, cell[1] / picture.height)
    w, h = picture.width * scale, picture.height * scale
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=90, subsampling=0)
    jpeg.seek(0)
    canvas.drawImage(ImageReader(jpeg), x, top - h, w, h)
    canvas.setLineWidth(0.4)
    canvas.rect(x, top - h, w, h)


def _pdf_text(canvas: Canvas, text: str, at: tuple[float, float], size_pt: float, width_pt: float) -> None:
    """Bold text as type where Vera has it, else as a picture set in a font that does."""
    x, y = at
    scale = 1 if _in_vera(text) else 4
    face = font_for(text, round(size_pt * scale), bold=True)
    shown = fit(text, face, width_pt * scale * 0.98)
    if scale == 1:
        canvas.setFont("VeraBd", size_pt)
        canvas.drawString(x, y, shown)
        return
    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader

    box = (max(1, round(face.getlength(shown)) + 2), round(size_pt * scale * 1.5))
    image = Image.new("RGB", box, (255, 255, 255))
    baseline = round(size_pt * scale * 1.1)
    ImageDraw.Draw(image).text((0, baseline), shown, font=face, fill=(0, 0, 0), anchor="ls")
    below = (box[1] - baseline) / scale
    canvas.drawImage(ImageReader(image), x, y - below, box[0] / scale, box[1] / scale)


def _in_vera(text: str) -> bool:
    return text.isascii() or font_for(text, 12, bold=True) is font_for("A", 12, bold=True)


# --- PNG


def sheet_png(panels: Sequence[Panel], title: str, columns: int = 0) -> bytes:
    """The film as one picture, scene by scene, at most 40 megapixels.

    Args:
        panels: Labelled stills in cutting order.
        title: Printed on top.
        columns: Panels in a row; 0 lets their number decide.
    """
    from PIL import Image, ImageDraw

    columns = columns or min(24, max(_COLUMNS, round((len(panels) * 0.75) ** 0.5)))
    thumb = _thumb_size(panels, columns)
    gap = max(6, thumb[0] // 24)
    header = max(16, thumb[0] // 9)
    rows = sum(-(-len(group) // columns) for _, group in _by_scene(panels))
    scenes = sum(1 for _ in _by_scene(panels))
    width = columns * (thumb[0] + gap) + gap
    height = 2 * header + 2 * gap + rows * (thumb[1] + gap) + scenes * (header + gap)
    sheet = Image.new("RGB", (width, height), (255, 255, 255))
    draw = ImageDraw.Draw(sheet)

    def write(text: str, y: int, size: int) -> None:
        face = font_for(text, size, bold=True)
        draw.text((gap, y), fit(text, face, width - 2 * gap), font=face, fill=(17, 17, 17))

    write(printable(title), gap, round(header * 1.1))
    y = 2 * header + gap
    for heading, group in _by_scene(panels):
        draw.line((gap, y - gap // 2, width - gap, y - gap // 2), fill=(150, 150, 150))
        write(heading, y, round(header * 0.75))
        y += header + gap // 2
        y = _paste_rows(sheet, group, (columns, gap, y), thumb) + gap // 2
    return png_bytes(sheet)


def _paste_rows(
    sheet: Image, group: Sequence[Panel], place: tuple[int, int, int], thumb: tuple[int, int]
) -> int:
    columns, gap, y = place
    for start in range(0, len(group), columns):
        for column, panel in enumerate(group[start : start + columns]):
            picture = _thumbnail(panel, thumb)
            x = gap + column * (thumb[0] + gap)
            sheet.paste(picture, (x, y))
            _outline(sheet, (x, y, x + picture.width - 1, y + picture.height - 1))
        y += thumb[1] + gap
    return y


def _outline(sheet: Image, box: tuple[int, int, int, int]) -> None:
    """A hairline around a panel: its strip is as white as the sheet."""
    from PIL import ImageDraw

    ImageDraw.Draw(sheet).rectangle(box, outline=(190, 190, 190))


def _thumbnail(panel: Panel, thumb: tuple[int, int]) -> Image:
    from PIL import Image

    with Image.open(io.BytesIO(panel.png)) as opened:
        picture = opened.convert("RGB")
    scale = min(thumb[0] / picture.width, thumb[1] / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _thumb_size(panels: Sequence[Panel], columns: int) -> tuple[int, int]:
    """Width and height of a cell: as large as 40 megapixels allow."""
    from PIL import Image

    ratio = 0.7
    if panels:
        with Image.open(io.BytesIO(panels[0].png)) as first:
            ratio = first.height / first.width
    rows = sum(-(-len(group) // columns) + 0.3 for _, group in _by_scene(panels)) or 1
    width = (_MOST_PIXELS / (rows * columns * ratio * 1.15)) ** 0.5
    width = int(min(_THUMB_PX[1], max(_THUMB_PX[0], width)))
    return width, max(1, round(width * ratio))
