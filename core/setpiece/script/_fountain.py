"""Our Fountain reader: fountain.io/syntax with the extensions in use, every element with its place.

The rules come from the published syntax; where practice is kinder than the text (a slugline with
text right below it, INT。, several extensions on a cue) the reader follows practice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from ._checks import check
from ._cue import Cue, is_transition, read_cue
from ._heading import Heading, HeadingRule, embedded_id, heading_rules, read_heading
from ._inline import escaped_end, plain, styled
from ._lines import Lines, visible_lines
from ._masks import Masks, Region, find_masks, line_of
from ._scenes import split_scenes
from ._source import open_source, readable
from ._title import read_title_page
from .model import Element, ElementKind, Screenplay, StyleRun

_SECTION = re.compile(r"(#+)(?:\s+(\S.*)|([^#\s].*))$")
_PAGE_BREAK = re.compile(r"={3,}$")
_NEWLINES = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(r"^[^\S\r\n]+(?=[\r\n])", re.MULTILINE)
_LEADS_IN = re.compile(r"(?:FADE|CUT|DISSOLVE|SMASH|MATCH|JUMP|WIPE|IRIS|INTERCUT)\b[^a-z]*[:.]$|[^a-z]+ TO:$")


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
    reader = _Reader(lines, rules)
    title_page = reader.read_title()
    reader.read_body()
    elements = tuple(_with_regions(reader.elements, lines, masks))
    scenes, omitted = split_scenes(elements)
    findings = check(source, masks, elements, scenes, loose=reader.loose, foreign=reader.foreign)
    return Screenplay(name, title_page, elements, scenes, findings, source.encoding, omitted=omitted)


class _Reader:
    """Walks the visible lines once; each method consumes lines from ``at`` on."""

    def __init__(self, lines: Lines, rules: tuple[HeadingRule, ...]) -> None:
        self.lines, self.rules = lines, rules
        self.rows = [i for i, text in enumerate(lines.visible) if text is not None]
        self.texts = [text for text in lines.visible if text is not None]
        self.at = 0
        self.elements: list[Element] = []
        self.loose: list[int] = []
        """Lines (from 0) that read like sluglines but stand inside a paragraph."""
        self.foreign: list[int] = []
        """Lines (from 0) that begin a paragraph and start with something like a prefix."""

    def emit(self, kind: ElementKind, text: str, first: int, last: int, **more: object) -> None:
        """Append an element for rows ``first..last``; ``text`` has its marks."""
        text, styles = styled(text)
        self.append(kind, text, styles, first, last, **more)

    def append(
        self, kind: ElementKind, text: str, styles: tuple[StyleRun, ...], first: int, last: int, **more: object
    ) -> None:
        """Append an element for rows ``first..last`` whose marks are read."""
        top, bottom = self.rows[first], self.rows[last]
        column = 0 if kind == "action" else self.lines.first_column(top)
        span = self.lines.source.span(top, column, bottom, self.lines.end_column(bottom))
        element = Element(kind, readable(text), span, styles=styles, **more)  # pyright: ignore[reportArgumentType]
        self.elements.append(element)

    # --- title page

    def read_title(self) -> dict[str, tuple[str, ...]]:
        """Consume the title page, if there is one."""
        entries = read_title_page(self.lines.visible, self._is_heading)
        page: dict[str, tuple[str, ...]] = {}
        row_of = {line: row for row, line in enumerate(self.rows)} if entries else {}
        for entry in entries:
            key = readable(entry.key)
            text, styles = f"{key}: ", list[StyleRun]()
            for value, runs in entry.values:
                styles += [StyleRun(len(text) + r.start, len(text) + r.end, r.style) for r in runs]
                text += value + "\n"
            page[key] = page.get(key, ()) + tuple(readable(value) for value, _ in entry.values)
            text = text.removesuffix("\n")
            self.append("title", text, tuple(styles), row_of[entry.first], row_of[entry.last])
            self.at = row_of[entry.last] + 1
        return page

    def _is_heading(self, line: str) -> bool:
        return read_heading(line, self.rules) is not None

    # --- body

    def read_body(self) -> None:
        """Consume everything below the title page."""
        texts, total = self.texts, len(self.texts)
        blanks, fresh = 1, True
        while self.at < total:
            text = texts[self.at].strip()
            if not text:
                torn = self.at > 0 and self.rows[self.at] - self.rows[self.at - 1] > 1
                if torn and blanks:
                    self._extra_blanks(blanks - 1)
                blanks, fresh = 1 if torn else blanks + 1, True
                self.at += 1
                continue
            self._extra_blanks(blanks - 1)
            strict, blanks = blanks > 0, 0
            fresh = self._block(text, fresh, strict or not self._after_heading())

    def _after_heading(self) -> bool:
        return bool(self.elements) and self.elements[-1].kind == "heading"

    def _extra_blanks(self, extra: int) -> None:
        if extra < 1 or not self.elements or self.elements[-1].kind == "title":
            return
        first, last = self.rows[self.at - extra], self.rows[self.at - 1]
        span = self.lines.source.span(first, 0, last, len(self.lines.source.lines[last]))
        self.elements.append(Element("blank", "\n" * extra, span))

    def _block(self, text: str, fresh: bool, cue_may_start: bool) -> bool:
        """Consume one block; True when the next line may begin a new one without a blank line."""
        if text[0] in "=#" and self._structure(text):
            return True
        if fresh:
            heading = read_heading(text, self.rules)
            if heading is not None:
                self._heading(heading)
                return True
            if not text.isascii() or text[0] in "IEAPW":
                self.foreign.append(self.rows[self.at])
            if cue_may_start and self._next_text():
                cue = read_cue(text)
                if cue is not None:
                    self._dialogue(cue)
                    return False
            if text.startswith("!!"):
                self.emit("shot", text[2:].strip(), self.at, self.at, forced=True)
                self.at += 1
                return True
            if is_transition(self.texts[self.at]) and self._transition_ends():
                self.emit("transition", text, self.at, self.at)
                self.at += 1
                return True
        return self._paragraph()

    def _next_text(self) -> str:
        return self.texts[self.at + 1].strip() if self.at + 1 < len(self.texts) else ""

    def _transition_ends(self) -> bool:
        following = self._next_text()
        return not following or following[0] in "=#" or self._is_heading(following)

    def _structure(self, text: str) -> bool:
        """A section, synopsis or page break on this line."""
        if text[0] == "=":
            if _PAGE_BREAK.match(text):
                self.emit("page_break", "", self.at, self.at)
            else:
                self.emit("synopsis", text.lstrip("=").strip(), self.at, self.at)
        else:
            match = _SECTION.match(text)
            if match is None:
                return False
            level = min(6, len(match.group(1)))
            self.emit("section", match.group(2) or match.group(3), self.at, self.at, level=level)
        self.at += 1
        return True

    def _heading(self, heading: Heading) -> None:
        number, scene_id = embedded_id(readable(heading.number))
        forced, at = heading.forced, self.at
        self.emit("heading", heading.text, at, at, forced=forced, number=number, embedded_id=scene_id)
        self.at += 1

    def _dialogue(self, cue: Cue) -> None:
        dual = cue.dual and self._speech_before()
        extension = readable(plain(cue.extension))
        self.emit("character", cue.name, self.at, self.at, forced=cue.forced, dual=dual, extension=extension)
        self.at += 1
        runs = _Runs(self, dual)
        while self.at < len(self.texts):
            text = self.texts[self.at].strip()
            if not text:
                blank = self._blank_lines_inside()
                if not blank:
                    break
                for _ in range(blank):
                    runs.add("dialogue", "")
                    self.at += 1
                continue
            if text.startswith(("(", "（")) and text.endswith((")", "）")):
                runs.add("parenthetical", text, merge=False)
            elif text.startswith("~"):
                runs.add("lyric", text[1:].strip())
            else:
                self._note_loose_heading(text)
                runs.add("dialogue", text)
            self.at += 1
        runs.flush()

    def _blank_lines_inside(self) -> int:
        """How many lines of two spaces, from here on, lead to more speech; 0 when none do."""
        at = self.at
        while at < len(self.texts) and self.texts[at] == "  ":
            at += 1
        return at - self.at if at < len(self.texts) and self.texts[at].strip() else 0

    def _speech_before(self) -> bool:
        for element in reversed(self.elements):
            if element.kind not in ("blank", "note", "boneyard"):
                return element.kind in ("dialogue", "parenthetical", "lyric")
        return False

    def _note_loose_heading(self, text: str) -> None:
        if text.isupper() and text[0] in "IE." and self._is_heading(text):
            self.loose.append(self.rows[self.at])

    def _paragraph(self) -> bool:
        """Action and what may stand inside it: centred lines, lyrics, forced transitions."""
        runs = _Runs(self, dual=False)
        while self.at < len(self.texts):
            line = self.texts[self.at]
            text = line.strip()
            if not text or (text[0] in "=#" and (text[0] == "=" or _SECTION.match(text))):
                break
            leads_in = not runs.empty and _LEADS_IN.match(self.texts[self.at - 1].strip())
            if leads_in and self._is_heading(text):
                break
            if text[0] == ">" and text[-1] == "<" and len(text) > 1 and not escaped_end(text):
                runs.add("centered", text[1:-1].strip())
            elif text[0] == ">":
                runs.add("transition", text[1:].strip(), merge=False, forced=True)
            elif text[0] == "~":
                runs.add("lyric", text[1:].strip())
            elif text[0] == "!":
                runs.add("action", line.replace("!", "", 1).rstrip().replace("\t", "    "), forced=True)
            else:
                if not runs.empty:
                    self._note_loose_heading(text)
                runs.add("action", line.rstrip().replace("\t", "    "))
            self.at += 1
        runs.flush()
        return True


class _Runs:
    """Gathers neighbouring lines of one kind into one element."""

    def __init__(self, reader: _Reader, dual: bool) -> None:
        self.reader, self.dual = reader, dual
        self.kind: ElementKind = "action"
        self.texts: list[str] = []
        self.first, self.forced, self.empty = 0, False, True

    def add(self, kind: ElementKind, text: str, *, merge: bool = True, forced: bool = False) -> None:
        """One more line, the reader's current one."""
        if self.texts and (kind != self.kind or not merge):
            self.flush()
        if not self.texts:
            self.kind, self.first, self.forced = kind, self.reader.at, forced
        self.texts.append(text)
        self.forced, self.empty = self.forced or forced, False

    def flush(self) -> None:
        """Emit what was gathered."""
        if self.texts:
            last = self.first + len(self.texts) - 1
            self.reader.emit(self.kind, "\n".join(self.texts), self.first, last, forced=self.forced, dual=self.dual)
            self.texts = []


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
    return sorted([*elements, *extra], key=lambda e: (e.span.byte, -e.span.end_byte))


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
