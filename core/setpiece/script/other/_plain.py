"""Laid-out plain text: a printed screenplay as text, with its columns, page numbers and MOREs.

The columns are what told the reader of the printed page what a line is; Fountain tells it by
blank lines and capitals, which laid-out text has as well. So the page's furniture is blanked
out, the columns are taken away, and the Fountain reader reads the rest, line for line: every
span still names the line of the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from .._fountain import read_screenplay
from .._source import open_source
from ..model import Element, Screenplay

_FURNITURE = re.compile(
    r"\s*(?:\(?MORE\)?|\(?CONTINUED:?\)?(?:\s*\(?\d+\)?)?|(?:PAGE\s*)?\d{1,3}[A-Z]?\.?|-\s*\d{1,3}\s*-|"
    r"(?:\d+[A-Z]?\s+)?CONTINUED:?(?:\s+\d+[A-Z]?)?)\s*",
    re.IGNORECASE,
)
_MARGIN_NUMBERS = re.compile(r"^(\d+[A-Z]{0,2})\s{2,}(\S.*?)(?:\s{2,}\1\s*\*?)?$")
_HEADING = re.compile(r"\s*(?:\d+[A-Z]{0,2}\.?\s{2,})?(?:INT|EXT|I/E|EST)[. /]")
_STAR = re.compile(r"\s{2,}\*+\s*$")
_JOINED = ("action", "dialogue", "parenthetical", "lyric")
_CUE_COLUMN = 8
"""Cues stand at least this many columns right of the action."""


def is_laid_out(text: str) -> bool:
    """Whether ``text`` is a printed page rather than Fountain: headings on the left, cues far in."""
    lines = [line for line in text.expandtabs(8).splitlines()[:4000] if line.strip()]
    if len(lines) < 8:
        return False
    columns = [len(line) - len(line.lstrip()) for line in lines]
    left = min((c for line, c in zip(lines, columns, strict=True) if _HEADING.match(line)), default=-1)
    far = sum(1 for c in columns if c >= max(left, 0) + _CUE_COLUMN)
    return left >= 0 and 5 * far >= len(lines)


def read_plain(data: bytes, name: str, headings: Mapping[str, str] | None = None) -> Screenplay:
    """Read laid-out plain text.

    Args:
        data: The file's bytes.
        name: What messages call it.
        headings: Slugline prefixes of other languages; see ``read_screenplay``.

    Raises:
        ScriptError: It is empty or not text.
    """
    source = open_source(data, name)
    lines = [_bare(line) for line in source.lines]
    found = read_screenplay("\n".join(lines).encode("utf-8", "surrogateescape"), name, headings)
    elements = tuple(map(_one_paragraph, found.elements))
    scenes = tuple(
        msgspec.structs.replace(s, heading=_one_paragraph(s.heading), elements=tuple(map(_one_paragraph, s.elements)))
        for s in found.scenes
    )
    return msgspec.structs.replace(found, elements=elements, scenes=scenes, encoding=source.encoding, format="text")


def _bare(line: str) -> str:
    """A line without page furniture, revision stars, columns; margin numbers become Fountain's."""
    text = _STAR.sub("", line.replace("\f", "").expandtabs(8))
    if _FURNITURE.fullmatch(text):
        return ""
    text = text.strip()
    numbered = _MARGIN_NUMBERS.match(text)
    if numbered and _HEADING.match(numbered.group(2)):
        return f"{numbered.group(2)} #{numbered.group(1)}#"
    return text


def _one_paragraph(element: Element) -> Element:
    """Lines that the page's width broke are one line again; spans stay."""
    if element.kind not in _JOINED or "\n" not in element.text:
        return element
    return msgspec.structs.replace(element, text=" ".join(element.text.split("\n")))
