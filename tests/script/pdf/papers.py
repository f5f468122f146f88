"""Makes PDFs as other programs print them, without our writer, so that the reader is not only asked its own."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from setpiece.script.model import Screenplay

PRINTED = {"heading", "action", "shot", "centered", "character", "parenthetical", "dialogue", "lyric", "transition"}
Row = tuple[float, float, str]
"""Left edge and base line in points, text."""


def paper(pages: Sequence[Sequence[Row]], *, font: str = "Courier", size: float = 12, by_letter: bool = False,
          compressed: bool = True, picture: bool = False) -> bytes:  # fmt: skip
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1, pageCompression=int(compressed))
    for rows in pages:
        canvas.setFont(font, size)
        if picture:
            from PIL import Image
            from reportlab.lib.utils import ImageReader

            canvas.drawImage(ImageReader(Image.new("L", (8, 8), 128)), 0, 0, 612, 792)
        for x, y, text in rows:
            if by_letter:
                for at, letter in enumerate(text):
                    if letter != " ":
                        canvas.drawString(x + 0.6 * size * at, y, letter)
            else:
                canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def told(play: Screenplay) -> list[tuple[str, str, str, str, bool]]:
    """What a reader must bring back: kinds and words, extensions, numbers and sides; rows have no trailing blanks."""
    return [
        ("action" if e.kind == "shot" else e.kind, " ".join(e.text.split()), e.extension, e.number, e.dual)
        for e in play.elements
        if e.kind in PRINTED and e.text.strip()
    ]
