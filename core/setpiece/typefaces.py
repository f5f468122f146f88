"""Typefaces for boards and reports: one that comes with a dependency, others only for scripts it lacks.

Bitstream Vera ships inside reportlab, so Latin boards look the same on every machine. A text with
a character Vera lacks is set whole in the first font found that has them all: DejaVu, then the
Noto Sans CJK that comes with Blender.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_DEJAVU_FOLDERS = ("/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu", "/usr/share/fonts/TTF")
_CONTROL = dict.fromkeys([*range(32), 127, *range(0x80, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F)], " ")
_MISSING = "\U0010fffd"


def font_for(text: str, size_px: int, *, bold: bool = False) -> FreeTypeFont:
    """The first font that can set all of ``text``; Vera with boxes when none can."""
    paths = font_paths(bold)
    for path in paths:
        if text.isascii() or _covers(path, frozenset(text)):
            return _load(path, size_px)
    return _load(paths[0], size_px)


def shaped_font_for(text: str, size_px: int, *, bold: bool = False) -> FreeTypeFont | None:
    """The first font that has all of ``text``, set with shaping and from right to left where the
    script asks for it and this Pillow can; None when no font has it all."""
    for path in font_paths(bold):
        if _covers(path, frozenset(text)):
            return _load_shaped(path, size_px)
    return None


def missing_characters(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that no font on this machine has, in code point order."""
    wanted = sorted(frozenset(text))
    return tuple(c for c in wanted if not any(_covers(path, frozenset(c)) for path in font_paths(False)))


@cache
def font_paths(bold: bool) -> tuple[Path, ...]:
    """Font files on this machine, in order of preference; the first always exists."""
    import reportlab

    vera = Path(reportlab.__file__).parent / "fonts" / ("VeraBd.ttf" if bold else "Vera.ttf")
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    found = [Path(folder) / name for folder in _DEJAVU_FOLDERS]
    blender = importlib.util.find_spec("bpy")
    if blender is not None and blender.origin:
        found += sorted(Path(blender.origin).parent.glob("*/datafiles/fonts/*CJK*"))
        found += sorted(Path(blender.origin).parent.glob("*/datafiles/fonts/NotoSans*"))
        found += sorted(Path(blender.origin).parent.glob("*/datafiles/fonts/NotoEmoji*"))
    return (vera, *(path for path in found if path.is_file()))


@cache
def _load(path: Path, size_px: int) -> FreeTypeFont:
    from PIL import ImageFont

    # The basic engine: no dependence on which shaping library the wheel was built with.
    return ImageFont.truetype(str(path), size_px, layout_engine=ImageFont.Layout.BASIC)


@cache
def _load_shaped(path: Path, size_px: int) -> FreeTypeFont:
    from PIL import ImageFont, features

    engine = ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(path), size_px, layout_engine=engine)


@cache
def _covers(path: Path, characters: frozenset[str]) -> bool:
    return all(_has(path, c) for c in sorted(characters))


@cache
def _has(path: Path, character: str) -> bool:
    """Whether the font draws ``character`` as anything but its box for missing glyphs."""
    if character.isspace():
        return True
    try:
        return _drawn(path, character) != _drawn(path, _MISSING)
    except OSError:  # a compressed font this Pillow cannot open
        return False


@cache
def _drawn(path: Path, character: str) -> bytes:
    from PIL import Image, ImageDraw

    cell = Image.new("L", (48, 48))
    ImageDraw.Draw(cell).text((8, 8), character, font=_load(path, 24), fill=255)
    return cell.tobytes()


def printable(text: str) -> str:
    """``text`` on one line, without control characters."""
    return " ".join(text.translate(_CONTROL).split())


def fit(text: str, font: FreeTypeFont, width_px: float) -> str:
    """``text`` shortened with an ellipsis until it is at most ``width_px`` wide."""
    if font.getlength(text) <= width_px:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if font.getlength(text[:middle].rstrip() + "...") <= width_px:
            low = middle
        else:
            high = middle - 1
    space = text.rfind(" ", 0, low + 1)
    low = space if space > low * 2 // 3 else low
    return text[:low].rstrip(" ,.;:-") + "..." if low else ""


def wrap(text: str, font: FreeTypeFont, width_px: float, most: int) -> list[str]:
    """``text`` on at most ``most`` lines, broken at spaces, or anywhere in a word that is too long."""
    lines: list[str] = []
    rest = text[:400]
    while rest and len(lines) < most - 1:
        if font.getlength(rest) <= width_px:
            return [*lines, rest]
        cut = _break_at(rest, font, width_px)
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*lines, fit(rest, font, width_px)] if rest else lines


def _break_at(text: str, font: FreeTypeFont, width_px: float) -> int:
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if font.getlength(text[:middle]) <= width_px:
            low = middle
        else:
            high = middle - 1
    space = text.rfind(" ", 0, low + 1)
    return space if space > 0 else low
