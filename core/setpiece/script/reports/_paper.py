"""A PDF page that can set any name: type where a font has it, a picture with its text behind where not."""

from __future__ import annotations

import io
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from ...typefaces import font_paths, missing_characters, printable, shaped_font_for

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont
    from reportlab.pdfgen.canvas import Canvas

INK, SOFT, HAIR = "#111111", "#5a5a5a", "#9a9a9a"
_LONGEST = 4000
"""Characters of one text that are looked at at all."""
_PICTURE_SCALE = 5
"""Pixels of a picture of text for one point: 360 dpi."""
_BOX = 0.66
"""Width of a box for a character without a glyph, in ems."""
_HIDDEN = "SetpieceHidden"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})

Face = Literal["base", "wide", "picture", "boxes"]
Align = Literal["left", "right", "centre"]


class _Run(NamedTuple):
    face: Face
    text: str


class Paper:
    """A document being written: pages of one size, text in points, colours as ``#rrggbb``.

    Equal inputs give equal bytes on one machine. ``y`` counts up from the foot of the page, as in
    PDF.
    """

    def __init__(self, title: str, size: tuple[float, float]) -> None:
        from reportlab.pdfgen.canvas import Canvas

        _register()
        self._out = io.BytesIO()
        self.canvas: Canvas = Canvas(self._out, pagesize=size, invariant=1, pageCompression=1)
        self.canvas.setTitle(printable(title)[:200])
        self.canvas.setCreator("Setpiece")
        self.width, self.height = size
        self.missing: set[str] = set()

    def text(
        self, x: float, y: float, text: str, size: float, *, width: float = 0.0, bold: bool = False,
        colour: str = INK, align: Align = "left",
    ) -> None:  # fmt: skip
        """One line with its baseline at ``y``; cut with an ellipsis at ``width`` when that is given."""
        shown = printable(text[:_LONGEST])
        if width:
            shown = fit(shown, size, width, bold=bold)
        long = measure(shown, size, bold=bold)
        at = x if align == "left" else x + width - long if align == "right" else x + (width - long) / 2
        for run in _runs(shown, bold):
            self._draw(run, (at, y), size, bold, colour)
            at += _run_width(run, size, bold)

    def _draw(self, run: _Run, at: tuple[float, float], size: float, bold: bool, colour: str) -> None:
        from reportlab.lib.colors import HexColor

        if run.face == "picture":
            self._picture(run.text, at, size, bold, colour)
            return
        if run.face == "boxes":
            self._boxes(run.text, at, size, colour)
            return
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.setFont(_font_name(run.face, bold), size)
        self.canvas.drawString(at[0], at[1], run.text)

    def _picture(self, text: str, at: tuple[float, float], size: float, bold: bool, colour: str) -> None:
        """Text as a picture, with the same text invisible behind it, so that it is found and copied."""
        from PIL import Image, ImageDraw
        from reportlab.lib.utils import ImageReader

        scale = _PICTURE_SCALE
        face = _picture_font(text, size, bold)
        wide = max(1, round(face.getlength(text)) + 2)
        tall, baseline = round(size * scale * 1.7), round(size * scale * 1.25)
        mask = Image.new("L", (wide, tall), 0)
        ImageDraw.Draw(mask).text((0, baseline), text, font=face, fill=255, anchor="ls")
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        picture = Image.merge("RGBA", (*(Image.new("L", mask.size, v) for v in (red, green, blue)), mask))
        self._hidden(text, at, size)
        below = (tall - baseline) / scale
        self.canvas.drawImage(ImageReader(picture), at[0], at[1] - below, wide / scale, tall / scale, mask="auto")

    def _boxes(self, text: str, at: tuple[float, float], size: float, colour: str) -> None:
        """An empty box for each character no font has, with the text behind it."""
        self.missing.update(missing_characters(text))
        self._hidden(text, at, size)
        for i, c in enumerate(text):
            if not c.isspace():
                x = at[0] + (i * _BOX + 0.06) * size
                self.box(x, at[1], (_BOX - 0.12) * size, 0.7 * size, line=colour, weight=0.4)

    def _hidden(self, text: str, at: tuple[float, float], size: float) -> None:
        hidden = self.canvas.beginText(at[0], at[1])
        hidden.setTextRenderMode(3)
        hidden.setFont(_HIDDEN, size)
        hidden.textOut(text[::-1] if _backwards(text) else text)
        hidden.setTextRenderMode(0)
        self.canvas.drawText(hidden)

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str = "", line: str = HAIR, weight: float = 0.5
    ) -> None:
        """A rectangle from its lower left corner; no outline when ``line`` is empty."""
        from reportlab.lib.colors import HexColor

        if fill:
            self.canvas.setFillColor(HexColor(fill))
        if line:
            self.canvas.setStrokeColor(HexColor(line))
            self.canvas.setLineWidth(weight)
        self.canvas.rect(x, y, width, height, stroke=int(bool(line)), fill=int(bool(fill)))

    def rule(self, x: float, y: float, to_x: float, *, colour: str = HAIR, weight: float = 0.5) -> None:
        """A horizontal line."""
        from reportlab.lib.colors import HexColor

        self.canvas.setStrokeColor(HexColor(colour))
        self.canvas.setLineWidth(weight)
        self.canvas.line(x, y, to_x, y)

    def turn(self) -> None:
        """Ends the page; says below it what could not be set."""
        if self.missing:
            codes = [f"U+{ord(c):04X}" for c in sorted(self.missing)]
            more = f" and {len(codes) - 12} more" if len(codes) > 12 else ""
            said = f"A box stands for a character no font on this machine has: {', '.join(codes[:12])}{more}."
            self.text(36, 12, said, 6, width=self.width - 72, colour=SOFT)
            self.missing.clear()
        self.canvas.showPage()

    def done(self) -> bytes:
        """The document."""
        self.canvas.save()
        return self._out.getvalue()


def page_size(paper: str, *, landscape: bool = False) -> tuple[float, float]:
    """``a4`` or ``letter`` in points."""
    size = (612.0, 792.0) if paper == "letter" else (595.276, 841.89)
    return (size[1], size[0]) if landscape else size


def ink_on(fill: str) -> str:
    """Black or white, whichever reads on a colour."""
    red, green, blue = (int(fill[i : i + 2], 16) for i in (1, 3, 5))
    return "#ffffff" if 3 * red + 6 * green + blue < 1200 else INK


# --- measuring


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a printable text in points."""
    if text.isascii():
        return _run_width(_Run("base", text), size, bold)
    return sum(_run_width(run, size, bold) for run in _runs(text, bold))


def fit(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """``text`` shortened with an ellipsis until it is at most ``width`` points wide."""
    if measure(text, size, bold=bold) <= width:
        return text
    if width <= measure("...", size, bold=bold):
        return ""
    low = _most(text, size, width - measure("...", size, bold=bold), bold)
    space = text.rfind(" ", 0, low + 1)
    low = space if space > low * 2 // 3 else low
    return text[:low].rstrip(" ,.;:-") + "..."


def wrap(text: str, size: float, width: float, most: int, *, bold: bool = False) -> list[str]:
    """``text`` on at most ``most`` lines, broken at spaces, or inside a word that is too long."""
    rest = printable(text[:_LONGEST])
    lines: list[str] = []
    while rest and len(lines) < most - 1 and measure(rest, size, bold=bold) > width:
        cut = max(1, _most(rest, size, width, bold))
        space = rest.rfind(" ", 0, cut + 1)
        cut = space if space > 0 else cut
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*lines, fit(rest, size, width, bold=bold)] if rest else lines


def _most(text: str, size: float, width: float, bold: bool) -> int:
    """How many characters fit."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle], size, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def _run_width(run: _Run, size: float, bold: bool) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    if run.face == "boxes":
        return len(run.text) * _BOX * size
    if run.face == "picture":
        return _picture_font(run.text, size, bold).getlength(run.text) / _PICTURE_SCALE
    return float(stringWidth(run.text, _font_name(run.face, bold), size))


# --- faces


@lru_cache(maxsize=4096)
def _runs(text: str, bold: bool) -> tuple[_Run, ...]:
    """Words that share a face, joined; a space belongs to the word before it."""
    runs: list[_Run] = []
    for word in _words(text):
        face = _face_of(word.strip(), bold)
        joined = runs[-1].text + word if runs and runs[-1].face == face else ""
        if joined and (face != "picture" or shaped_font_for(joined, 10, bold=bold)):
            runs[-1] = _Run(face, joined)
        else:
            runs.append(_Run(face, word))
    return tuple(part for run in runs for part in _unspaced(run))


def _unspaced(run: _Run) -> tuple[_Run, ...]:
    """A picture without the space after it, which would stand before right-to-left text."""
    bare = run.text.rstrip(" ")
    if run.face not in {"picture", "boxes"} or bare == run.text or not bare:
        return (run,)
    return _Run(run.face, bare), _Run("base", run.text[len(bare) :])


def _words(text: str) -> list[str]:
    words = text.split(" ")
    return [word + " " for word in words[:-1]] + words[-1:] if text else []


@lru_cache(maxsize=4096)
def _face_of(word: str, bold: bool) -> Face:
    if word.isascii():
        return "base"
    if _backwards(word):
        return "picture" if shaped_font_for(word, 10, bold=bold) else "boxes"
    try:
        word.encode("cp1252")
    except UnicodeEncodeError:
        pass
    else:
        return "base"
    if _wide_has(word, bold):
        return "wide"
    return "picture" if shaped_font_for(word, 10, bold=bold) else "boxes"


def _backwards(text: str) -> bool:
    """Whether it reads from right to left; a PDF holds text as it is seen, from the left."""
    return any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text)


def _font_name(face: Face, bold: bool) -> str:
    if face == "wide":
        return "SetpieceWideBold" if bold else "SetpieceWide"
    return "Helvetica-Bold" if bold else "Helvetica"


@lru_cache(maxsize=256)
def _picture_font(text: str, size: float, bold: bool) -> FreeTypeFont:
    found = shaped_font_for(text, round(size * _PICTURE_SCALE), bold=bold)
    if found is None:  # _runs asks before it says "picture"
        raise ValueError(text)
    return found


@cache
def _register() -> tuple[frozenset[int], frozenset[int]]:
    """Makes the faces known to reportlab; the code points of the wide one, plain and bold.

    The wide face is the first TrueType font beside Vera, or Vera where there is none.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    covers: list[frozenset[int]] = []
    for suffix, bold in (("", False), ("Bold", True)):
        paths = font_paths(bold)
        wide = TTFont(f"SetpieceWide{suffix}", str(next((p for p in paths[1:] if p.suffix == ".ttf"), paths[0])))
        pdfmetrics.registerFont(wide)
        covers.append(frozenset(wide.face.charToGlyph))
    hidden = TTFont(_HIDDEN, str(font_paths(False)[0]))
    hidden.face.charToGlyph = _EveryCharacter(hidden.face.charToGlyph)
    # Under its own name: of two fonts with one face reportlab keeps the first, and that lacks the characters.
    hidden.face.name += b"-Hidden"
    pdfmetrics.registerFont(hidden)
    return covers[0], covers[1]


class _EveryCharacter(dict[int, int]):
    """A font's characters and glyphs, with a space for all it lacks: what is never seen needs none,
    but readers of the PDF take the character from there."""

    def __contains__(self, code: object) -> bool:
        return isinstance(code, int) and code <= 0xFFFF

    def __missing__(self, code: int) -> int:
        return self[0x20]


def _wide_has(word: str, bold: bool) -> bool:
    return all(ord(c) in _register()[bold] and not unicodedata.combining(c) for c in word)
