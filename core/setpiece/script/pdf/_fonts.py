"""Faces for a printed draft: Courier, and for characters it lacks a face that has them."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from setpiece.errors import ScriptError
from setpiece.script.pages._wrap import column_width

_COURIER = {
    (False, False): "Courier", (True, False): "Courier-Bold",
    (False, True): "Courier-Oblique", (True, True): "Courier-BoldOblique",
}  # fmt: skip
_FOLDERS = ("/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu", "/usr/share/fonts/TTF")
_WIDE = (("cp932", "HeiseiKakuGo-W5"), ("cp949", "HYGothic-Medium"), ("gbk", "STSong-Light"), ("big5", "MSung-Light"))
"""Faces of East Asian scripts that PDF viewers bring, each with the code page that says what it holds."""
_PLAIN: Mapping[int, str | int] = {
    0x2010: "-", 0x2011: "-", 0x2012: "–", 0x2015: "—", 0x2212: "-", 0x02BC: "’", 0x2032: "'", 0x2033: '"',
    0x0009: " ", 0x000B: " ", 0x000C: " ", 0x0085: " ", 0x00A0: " ", 0x2028: " ", 0x2029: " ",
    0x00AD: "", 0x200B: "", 0x200C: "", 0x200D: "", 0xFEFF: "", 0x200E: "", 0x200F: "",
    0x2060: "", 0xFE0E: "", 0xFE0F: "",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """Text in one face."""

    text: str
    font: str


class Faces:
    """Chooses a face for every character; the same for equal input on one machine.

    Args:
        font: A TrueType file for what Courier lacks, tried before those of the machine.
    """

    def __init__(self, font: bytes | None = None) -> None:
        self._extra: list[tuple[str, frozenset[int]]] = []
        self._machine_asked = False
        self._known: dict[tuple[str, bool, bool], str] = {}
        if font is not None:
            self._add(font, "the given font")

    def pieces(self, text: str, *, bold: bool = False, italic: bool = False, where: str = "") -> Iterator[Piece]:
        """``text`` cut where the face changes.

        Raises:
            ScriptError: No face has a character; ``where`` names the place.
        """
        text = text.translate(_PLAIN)
        whole = self._whole(text)
        if whole:
            yield Piece(text, whole)
            return
        start, face = 0, ""
        for at, character in enumerate(text):
            found = self._face(character, bold, italic, where)
            if found != face or (at and column_width(character) != column_width(text[at - 1])):
                if at > start:
                    yield Piece(text[start:at], face)
                start, face = at, found
        if start < len(text):
            yield Piece(text[start:], face)

    def _whole(self, text: str) -> str:
        """A face for all of a text that Courier cannot set, so that it does not change within words."""
        if all(_in_courier(c) for c in text):
            return ""
        return next((name for name, has in self._all() if all(ord(c) in has for c in text)), "")

    def _face(self, character: str, bold: bool, italic: bool, where: str) -> str:
        key = (character, bold, italic)
        if key not in self._known:
            self._known[key] = self._find(character, bold, italic, where)
        return self._known[key]

    def _find(self, character: str, bold: bool, italic: bool, where: str) -> str:
        if _in_courier(character):
            return _COURIER[bold, italic]
        for name, has in self._all():
            if ord(character) in has:
                return name
        wide = _wide_face(character)
        if wide:
            return wide
        name = unicodedata.name(character, "unnamed")
        raise ScriptError(
            f"no typeface here has the character {character!r} (U+{ord(character):04X} {name})",
            where=where, remedy="Give a TrueType file that has it (script convert --font FILE.ttf).",
        )  # fmt: skip

    def _all(self) -> list[tuple[str, frozenset[int]]]:
        if not self._machine_asked:
            self._machine_asked = True
            for folder in _FOLDERS:
                path = Path(folder) / "DejaVuSansMono.ttf"
                if path.is_file():
                    self._add(path.read_bytes(), str(path))
                    break
        return self._extra

    def _add(self, data: bytes, what: str) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFError, TTFont

        name = "Face" + hashlib.blake2b(data, digest_size=6).hexdigest()
        try:
            face: Any = TTFont(name, BytesIO(data))
        except (TTFError, ValueError, IndexError, KeyError) as e:
            raise ScriptError(f"{what} is no TrueType font that can be embedded: {e}") from e
        pdfmetrics.registerFont(face)
        self._extra.append((name, frozenset(face.face.charToGlyph)))


def _in_courier(character: str) -> bool:
    try:
        character.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return character >= " "


def _wide_face(character: str) -> str:
    """One of the faces every PDF viewer brings for East Asian scripts; empty for characters none of them has."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    if unicodedata.east_asian_width(character) not in "WFH":
        return ""
    name = next((face for codec, face in _WIDE if _encodes(codec, character)), "")
    if name and name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return name


def _encodes(codec: str, character: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
