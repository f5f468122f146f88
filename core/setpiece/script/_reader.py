"""Walks a draft's visible lines once and says what each block is: the Fountain rules themselves.

Speed counts here: a feature has ten thousand lines, and the build reads it at every turn. So lines are
stripped once, a look at the first character comes before any rule, and an element is made in one call.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import cast

from ._cue import Cue, is_transition, read_cue
from ._heading import FOREIGN_STARTS, Heading, HeadingRule, embedded_id, read_heading
from ._inline import escaped_end, plain, styled
from ._lines import Lines, without
from ._source import readable
from ._title import read_title_page
from .model import Element, ElementKind, Span, StyleRun

_SECTION = re.compile(r"(#+)(?:\s+(\S.*)|([^#\s].*))$")
_STRUCTURE = frozenset("=#")
_PAGE_BREAK = re.compile(r"={3,}$")
_LEADS_IN = re.compile(r"(?:FADE|CUT|DISSOLVE|SMASH|MATCH|JUMP|WIPE|IRIS|INTERCUT)\b[^a-z]*[:.]$|[^a-z]+ TO:$")
_MAY_BE_HEADING = frozenset(".IiEe*_ＩｉＥｅ")
_INK = frozenset(map(chr, range(33, 127)))
_SPECIAL = frozenset("=#>~!")
"""What makes a line inside a paragraph more than action."""
_PLAIN = _INK - _SPECIAL - _MAY_BE_HEADING - {"@"}
"""What a line may begin with that is action whenever it stands alone, unless it ends in a colon."""
_OPENS, _CLOSES = frozenset("(（"), frozenset(")）")
_TURNS = frozenset("(（~IE.")
"""What the first line of a speech may begin with that needs a closer look."""


class Reader:
    """Consumes the lines from ``at`` on, block by block."""

    def __init__(self, lines: Lines, rules: tuple[HeadingRule, ...]) -> None:
        source = lines.source
        self.lines, self.source, self.rules = lines, source, rules
        self.whole = not lines.kept
        """No line was touched by a note or a boneyard: rows are lines."""
        self.rows: Sequence[int] = range(len(source.lines))
        self.texts: list[str] = source.lines
        self.starts: list[int] = source.byte_starts
        self.ends: list[int] = source.byte_ends
        self.touched = frozenset[int]()
        """Rows with something cut out of their lines."""
        if not self.whole:
            gone = sorted(i for i in lines.kept if lines.visible[i] is None)
            self.rows = without(self.rows, gone)
            self.texts = cast(list[str], without(lines.visible, gone))
            self.starts, self.ends = without(self.starts, gone), without(self.ends, gone)
            self.touched = frozenset(i - bisect_left(gone, i) for i in lines.kept if lines.visible[i] is not None)
        self.total = len(self.texts)
        self.stripped = [*map(str.strip, self.texts), ""]
        """With an empty one at the end, which ends every block."""
        self.marks = any(mark in source.text for mark in "*_\\")
        self.tabs = "\t" in source.text
        self.damaged = source.damaged
        self.at = 0
        self.elements: list[Element] = []
        self.spoken: dict[str, Cue] = {}
        """The cues met: they come again and again."""
        self.loose: list[int] = []
        """Lines (from 0) that read like sluglines but stand inside a paragraph."""
        self.foreign: list[int] = []
        """Lines (from 0) that begin a paragraph and start with something like a prefix."""
        self.emit, self.emit_row = self._emitters()

    # --- elements

    def _emitters(self) -> tuple[Callable[..., None], Callable[..., None]]:
        """What appends an element: ``emit`` for any rows ``first..last``, ``emit_row`` for one row as it is.

        Closures: one of them runs for every element, and what they look up is looked up once.
        """
        texts, stripped, starts, ends, rows = self.texts, self.stripped, self.starts, self.ends, self.rows
        append, span_of, whole, touched = self.elements.append, self._span, self.whole, self.touched
        marks, tabs, damaged, wide = self.marks, self.tabs, self.damaged, self.source.codec.startswith("utf-16")

        def trimmed(row: int) -> int:
            """Byte offset where the ink of a row ends; -1 where nothing simple says so."""
            line, text = texts[row], stripped[row]
            tail = line[len(text) :]
            simple = text and not wide and tail.isascii() and line[0] == text[0]
            return ends[row] - len(tail) if simple else -1

        def emit(
            kind: ElementKind, text: str, first: int, last: int, forced: bool = False, dual: bool = False,
            extension: str = "", level: int = 0, number: str = "", scene_id: str = "",
        ) -> None:  # fmt: skip
            styles: tuple[StyleRun, ...] = ()
            if marks and ("*" in text or "_" in text or "\\" in text):
                text, styles = styled(text)
            if damaged:
                text = readable(text)
            # Of most lines ``strip`` gave the very same string back: there was nothing around the text.
            end = ends[last] if texts[last] is stripped[last] else trimmed(last)
            if end < 0 or (texts[first] is not stripped[first] and texts[first][:1] != stripped[first][:1]):
                span = span_of(kind, first, last)
            elif whole:
                span = Span(first + 1, 1, starts[first], last + 1, end)
            elif first in touched or last in touched:
                span = span_of(kind, first, last)
            else:
                span = Span(rows[first] + 1, 1, starts[first], rows[last] + 1, end)
            append(Element(kind, text, span, forced, dual, extension, level, number, styles, scene_id))

        def emit_row(kind: ElementKind, row: int, dual: bool = False) -> None:
            text, line = stripped[row], texts[row]
            end = ends[row] if line is text else trimmed(row)
            special = (marks and ("*" in text or "_" in text or "\\" in text)) or (tabs and "\t" in text) or damaged
            if special or end < 0 or not (whole or row not in touched):
                shown = line.rstrip().replace("\t", "    ") if kind == "action" else text
                emit(kind, shown, row, row, False, dual)
            else:
                number = row + 1 if whole else rows[row] + 1
                append(Element(kind, text, Span(number, 1, starts[row], number, end), False, dual, "", 0, "", (), ""))

        return emit, emit_row

    def _span(self, kind: ElementKind, first: int, last: int) -> Span:
        """The span of rows ``first..last`` from ink to ink; of action the indentation is part."""
        top, bottom = self.rows[first], self.rows[last]
        if first in self.touched or last in self.touched:
            column = 0 if kind == "action" else self.lines.first_column(top)
            return self.source.span(top, column, bottom, self.lines.end_column(bottom))
        column, begin, end = 0, self.starts[first], self.ends[last]
        line, shown = self.texts[first], self.stripped[first]
        if line is not shown and shown and kind != "action":
            column = line.index(shown)
            begin += self.source.width(line[:column])
        line = self.texts[last]
        shown = line.rstrip()
        if line is not shown and shown:
            end -= self.source.width(line[len(shown) :])
        return Span(top + 1, column + 1, begin, bottom + 1, end)

    # --- title page

    def read_title(self) -> dict[str, tuple[str, ...]]:
        """Consume the title page, if there is one."""
        entries = read_title_page(self.lines.visible, self._is_heading)
        page: dict[str, tuple[str, ...]] = {}
        for entry in entries:
            key = readable(entry.key)
            text, styles = f"{key}: ", list[StyleRun]()
            for value, runs in entry.values:
                styles += [StyleRun(len(text) + r.start, len(text) + r.end, r.style) for r in runs]
                text += value + "\n"
            page[key] = page.get(key, ()) + tuple(readable(value) for value, _ in entry.values)
            span = self._span("title", bisect_left(self.rows, entry.first), bisect_left(self.rows, entry.last))
            shown = readable(text.removesuffix("\n"))
            self.elements.append(Element("title", shown, span, styles=tuple(styles)))
            self.at = bisect_left(self.rows, entry.last) + 1
        return page

    def _is_heading(self, line: str) -> bool:
        return read_heading(line, self.rules) is not None

    # --- body

    def read_body(self) -> None:
        """Consume everything below the title page."""
        stripped, total, rows, emit_row = self.stripped, self.total, self.rows, self.emit_row
        plain = _PLAIN if not self.rules else frozenset[str]()
        whole, spoken, speech = self.whole, self.spoken, self._dialogue
        beyond = 1 if whole else 0
        """How many of the blank rows below a block need no look: the one that is there for certain."""
        at, blanks, fresh = self.at, 1, True
        while at < total:
            text = stripped[at]
            if not text:
                fresh = True
                if not whole and at and rows[at] - rows[at - 1] > 1:
                    self._extra_blanks(at, blanks - 1)
                    blanks = 1
                else:
                    blanks += 1
                at += 1
                continue
            if blanks > 1:
                self._extra_blanks(at, blanks - 1)
            if not stripped[at + 1]:
                if text[0] in plain and text[-1] != ":" and text[:3] not in FOREIGN_STARTS:
                    emit_row("action", at)
                    at, blanks, fresh = at + 1 + beyond, beyond, True
                    continue
            elif fresh and blanks and text in spoken:
                at, blanks, fresh = speech(spoken[text], at) + beyond, beyond, whole
                continue
            may_start = blanks > 0 or not self.elements or self.elements[-1].kind != "heading"
            self.at, blanks = at, 0
            fresh = self._block(text, fresh, may_start)
            at = self.at
        if not whole and total and rows[-1] + 1 < len(self.source.lines):  # a note or boneyard ends the draft
            self._extra_blanks(at, blanks - 1)
        del self.emit, self.emit_row  # they hold the reader, and the reader them

    def _extra_blanks(self, at: int, extra: int) -> None:
        """The blank rows before ``at`` beyond the one that separates, as an element."""
        if extra < 1 or not self.elements or self.elements[-1].kind == "title":
            return
        first, last = self.rows[at - extra], self.rows[at - 1]
        span = self.source.span(first, 0, last, len(self.source.lines[last]))
        self.elements.append(Element("blank", "\n" * extra, span))

    def _block(self, text: str, fresh: bool, cue_may_start: bool) -> bool:
        """Consume one block; True when the next line may begin a new one without a blank line."""
        head, at = text[0], self.at
        if head in _STRUCTURE and self._structure(text):
            return True
        if fresh:
            if head in _MAY_BE_HEADING or self.rules:
                heading = read_heading(text, self.rules)
                if heading is not None:
                    self._heading(heading)
                    return True
            foreign = head > "\x7f" or text[:3] in FOREIGN_STARTS
            if foreign:
                self.foreign.append(self.rows[at])
            if cue_may_start and self.stripped[at + 1]:
                cue = self._cue(text)
                if cue is not None:
                    if not foreign:
                        self.spoken[text] = cue
                    self.at = self._dialogue(cue, at)
                    return False
            if head == "!" and text.startswith("!!"):
                self.emit("shot", text[2:].strip(), at, at, forced=True)
                self.at += 1
                return True
            if text[-1] == ":" and is_transition(self.texts[at]) and self._transition_ends():
                self.emit("transition", text, at, at)
                self.at += 1
                return True
        return self._paragraph()

    def _cue(self, text: str) -> Cue | None:
        if not text.isupper() and text[0] != "@" and "(" not in text and text.isascii():
            return None
        cue = read_cue(text)
        if cue is not None and cue.extension:
            return cue._replace(extension=readable(plain(cue.extension)))
        return cue

    def _transition_ends(self) -> bool:
        following = self.stripped[self.at + 1]
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
        text, number, forced = heading
        number, scene_id = embedded_id(readable(number)) if number else ("", "")
        self.emit("heading", text, self.at, self.at, forced, False, "", 0, number, scene_id)
        self.at += 1

    # --- speech

    def _dialogue(self, cue: Cue, at: int) -> int:
        """Consume the speech whose cue is in row ``at``; returns the row below it."""
        name, extension, dual, forced = cue
        dual = dual and self._speech_before()
        emit, stripped, total, texts = self.emit, self.stripped, self.total, self.texts
        emit("character", name, at, at, forced, dual, extension)
        text, after = stripped[at + 1], at + 2
        if not stripped[after] and text[0] not in _TURNS and (after == total or texts[after] != "  "):
            self.emit_row("dialogue", at + 1, dual)
            return after
        at += 1
        while stripped[at] or self._blank_lines_inside(at):
            begun, text = at, stripped[at]
            if _is_parenthetical(text):
                emit("parenthetical", text, at, at, False, dual)
                at += 1
            elif text[:1] == "~":
                while stripped[at][:1] == "~":
                    at += 1
                sung = [line[1:].strip() for line in stripped[begun:at]]
                emit("lyric", "\n".join(sung), begun, at - 1, False, dual)
            else:
                at = self._words_end(at)
                emit("dialogue", "\n".join(stripped[begun:at]), begun, at - 1, False, dual)
        return at

    def _words_end(self, at: int) -> int:
        """The row below the lines of dialogue from ``at`` on."""
        stripped = self.stripped
        while True:
            text = stripped[at]
            if not text:
                inside = self._blank_lines_inside(at)
                if not inside:
                    return at
                at += inside
                continue
            if text[0] in _TURNS:
                if text[0] == "~" or _is_parenthetical(text):
                    return at
                self._note_loose_heading(text, at)
            at += 1

    def _blank_lines_inside(self, start: int) -> int:
        """How many lines of two spaces, from ``start`` on, lead to more speech; 0 when none do."""
        at = start
        while at < self.total and self.texts[at] == "  ":
            at += 1
        return at - start if self.stripped[at] else 0

    def _speech_before(self) -> bool:
        for element in reversed(self.elements):
            if element.kind != "blank":
                return element.kind in ("dialogue", "parenthetical", "lyric")
        return False

    def _note_loose_heading(self, text: str, at: int) -> None:
        if text[0] in "IE." and text.isupper() and self._is_heading(text):
            self.loose.append(self.rows[at])

    # --- action

    def _paragraph(self) -> bool:
        """Action and what may stand inside it: centred lines, lyrics, forced transitions."""
        stripped, first = self.stripped, self.at
        at = first
        while at < self.total:
            text = stripped[at]
            if not text:
                break
            if text[0] in _SPECIAL:
                return self._mixed(first)
            if at > first and text[0] in _MAY_BE_HEADING and self._is_heading(text):
                return self._mixed(first)
            at += 1
        text = self.texts[first].rstrip() if at == first + 1 else "\n".join(map(str.rstrip, self.texts[first:at]))
        self.emit("action", text.replace("\t", "    ") if self.tabs else text, first, at - 1)
        self.at = at
        return True

    def _mixed(self, first: int) -> bool:
        """A paragraph with something special in it, line by line."""
        gathered: list[str] = []
        kind: ElementKind = "action"
        forced, at, begun = False, first, first
        while at < self.total:
            line, text = self.texts[at], self.stripped[at]
            if not text or text[0] == "=" or (text[0] == "#" and _SECTION.match(text)):
                break
            if at > first and _LEADS_IN.match(self.stripped[at - 1]) and self._is_heading(text):
                break
            this, shown, force = self._special(line, text)
            if this == "action" and not force and at > first:
                self._note_loose_heading(text, at)
            if gathered and (this != kind or this == "transition"):
                self.emit(kind, "\n".join(gathered), begun, at - 1, forced=forced)
                gathered, forced, begun = [], False, at
            kind, forced = this, forced or force
            gathered.append(shown)
            at += 1
        if gathered:
            self.emit(kind, "\n".join(gathered), begun, at - 1, forced=forced)
        self.at = at
        return True

    @staticmethod
    def _special(line: str, text: str) -> tuple[ElementKind, str, bool]:
        """Kind of one line of a paragraph, what it shows, and whether it was forced."""
        if text[0] == ">" and text[-1] == "<" and len(text) > 1 and not escaped_end(text):
            return "centered", text[1:-1].strip(), False
        if text[0] == ">":
            return "transition", text[1:].strip(), True
        if text[0] == "~":
            return "lyric", text[1:].strip(), False
        if text[0] == "!":
            return "action", line.replace("!", "", 1).rstrip().replace("\t", "    "), True
        return "action", line.rstrip().replace("\t", "    "), False


def _is_parenthetical(text: str) -> bool:
    return text[:1] in _OPENS and text[-1] in _CLOSES and len(text) > 1
