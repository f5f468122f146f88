"""Our Fountain reader: fountain.io/syntax with the extensions in use, every element with its place.

The rules come from the published syntax; where practice is kinder than the text (a slugline with
text right below it, INT。, several extensions on a cue) the reader follows practice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from ._checks import check
from ._heading import heading_rules
from ._lines import Lines, visible_lines
from ._masks import Masks, Region, find_masks, line_of
from ._reader import Reader
from ._scenes import split_scenes
from ._source import open_source, readable
from .model import Element, Screenplay

_NEWLINES = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(r"^[^\S\r\n]+(?=[\r\n])", re.MULTILINE)


def read_screenplay(data: bytes, name: str, headings: Mapping[str, str] | None = None) -> Screenplay:
    """Read a Fountain draft.

    Nothing in a draft makes the reader fail once it is text: what is odd becomes a finding with its
    line. Time is linear in the size of the draft.

    Args:
        data: The file's bytes: UTF-8 or UTF-16 with or without byte order mark, else Windows-1252.
        name: What messages call the file.
        headings: Slugline prefixes of other languages and what they stand for, as in
            ``{"ИНТ.": "INT", "НАТ.": "EXT"}``; matched in any case.

    Returns:
        The screenplay. Texts are free of emphasis marks, escapes and forcing characters; headings
        have single spaces and, where the prefix was not plain INT/EXT, an ASCII one. ``title_page``
        keys are lower case. Notes and boneyards are elements of their own, nested in the span of
        what surrounds them.

    Raises:
        ScriptError: The file is empty or not text, or ``headings`` makes no sense.
    """
    rules = heading_rules(headings)
    source = open_source(data, name)
    masks = find_masks(source)
    lines = visible_lines(source, masks)
    reader = Reader(lines, rules)
    title_page = reader.read_title()
    reader.read_body()
    elements = tuple(_with_regions(reader.elements, lines, masks))
    scenes, omitted = split_scenes(elements)
    findings = check(source, masks, elements, scenes, loose=reader.loose, foreign=reader.foreign)
    return Screenplay(name, title_page, elements, scenes, findings, source.encoding, omitted=omitted)


def _with_regions(elements: list[Element], lines: Lines, masks: Masks) -> list[Element]:
    """Elements with the notes and boneyards among them, in source order, outer before inner."""
    if not masks.regions:
        return elements
    source = lines.source
    extra: list[Element] = []
    for region in masks.regions:
        first, last = line_of(source, region.start), line_of(source, region.end - 1)
        span = source.span(first, region.start - source.starts[first], last, region.end - source.starts[last])
        text = source.text[region.start + 2 : region.end - 2]
        if region.kind == "note":
            text = _note_text(region, masks.regions, text)
        text = _NEWLINES.sub("\n", text).strip()
        extra.append(Element(region.kind, readable(text), span))
    extra.sort(key=_place)
    merged: list[Element] = []
    at = 0
    for element in extra:
        below = bisect_right(elements, _place(element), at, key=_place)
        merged += elements[at:below]
        merged.append(element)
        at = below
    return merged + elements[at:]


def _place(element: Element) -> tuple[int, int]:
    return element.span.byte, -element.span.end_byte


def _note_text(note: Region, regions: Sequence[Region], text: str) -> str:
    """A note without the boneyards in it; its blank lines are empty, and ``\\/*`` in it is ``/*``."""
    at = bisect_right(regions, note)
    pieces: list[str] = []
    shown, begin = note.start + 2, note.start + 2
    while at < len(regions) and regions[at].start < note.end:
        pieces.append(text[shown - begin : regions[at].start - begin])
        shown, at = regions[at].end, at + 1
    pieces.append(text[shown - begin :])
    return _BLANK_LINES.sub("", "".join(pieces)).replace("\\/*", "/*")
