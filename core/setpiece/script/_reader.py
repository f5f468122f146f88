"""Walks a draft's visible lines once and says what each block is: the Fountain rules themselves.

Speed counts here: a feature has ten thousand lines, and the build reads it at every turn. So lines are
stripped once, a look at the first character comes before any rule, and an element is made in one call.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from ._cue import Cue, is_transition, read_cue
from ._heading import Heading, HeadingRule, embedded_id, read_heading
from ._inline import escaped_end, plain, styled
from ._lines import Lines
from ._source import readable
from ._title import read_title_page
from .model import Element, ElementKind, Span, StyleRun

_SECTION = re.compile(r"(#+)(?:\s+(\S.*)|([^#\s].*))$")
_STRUCTURE = frozenset("=#")
_PAGE_BREAK = re.compile(r"={3,}$")
_LEADS_IN = re.compile(r"(?:FADE|CUT|DISSOLVE|SMASH|MATCH|JUMP|WIPE|IRIS|INTERCUT)\b[^a-z]*[:.]$|[^a-z]+ TO:$")
_MAY_BE_HEADING = frozenset(".IiEe*_ＩｉＥｅ")
_MAY_BE_FOREIGN = frozenset("IEAPWD")
_INK = frozenset(map(chr, range(33, 127)))
_SPECIAL = frozenset("=#>~!")
"""What makes a line inside a paragraph more than action."""
_PLAIN = _INK - _SPECIAL - _MAY_BE_HEADING - {"@"}
"""What a line may begin with that is action whenever it stands alone, unless it ends in a colon."""
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
        if not self.whole:
            self.rows = [i for i, text in enumerate(lines.visible) if text is not None]
            self.texts = [text for text in lines.visible if text is not None]
        self.stripped = list(map(str.strip, self.texts))
        self.total = len(self.texts)
        self.bytewise = self.whole and not source.codec.startswith("utf-16")
        self.marks = any(mark in source.text for mark in "*_\\")
        self.tabs = "\t" in source.text
        self.starts = source.byte_starts
        self.damaged = source.damaged
        self.at = 0
        self.elements: list[Element] = []
        self.cues: dict[str, Cue | None] = {}
        """Cues come again and again."""
        self.loose: list[int] = []
        """Lines (from 0) that read like sluglines but stand inside a paragraph."""
        self.foreign: list[int] = []
        """Lines (from 0) that begin a paragraph and start with something like a prefix."""
        self.emit = self._emitter()

    # --- elements

    def _emitter(self) -> Callable[..., None]:
        """What appends an element for rows ``first..last``; its ``text`` has its marks.

        A closure: it runs for every element, and what it looks up is looked up once.
        """
        texts, stripped, starts, bytewise = self.texts, self.stripped, self.starts, self.bytewise
        marks, damaged, append = self.marks, self.damaged, self.elements.append

        def emit(
            kind: ElementKind, text: str, first: int, last: int, forced: bool = False, dual: bool = False,
            extension: str = "", level: int = 0, number: str = "", scene_id: str = "",
        ) -> None:  # fmt: skip
            styles: tuple[StyleRun, ...] = ()
            if marks and ("*" in text or "_" in text or "\\" in text):
                text, styles = styled(text)
            if damaged:
                text = readable(text)
            end_text = texts[last]
            if bytewise and texts[first] is stripped[first] and end_text is stripped[last] and end_text.isascii():
                # Nothing around the text, which is most lines: ``strip`` gave the very same string back.
                span = Span(first + 1, 1, starts[first], last + 1, starts[last] + len(end_text))
            else:
                span = self._narrow_span(kind, first, last) if bytewise else self._span(kind, first, last)
            append(Element(kind, text, span, forced, dual, extension, level, number, styles, scene_id))

        return emit

    def _narrow_span(self, kind: ElementKind, first: int, last: int) -> Span:
        """Where every row is a line, and an ASCII line has as many bytes as characters."""
        line, starts = self.texts[first], self.starts
        byte, column = starts[first], 0
        if kind != "action" and line[:1] not in _INK and line and not line.isspace():
            column = len(line) - len(line.lstrip())
            byte = byte + column if line.isascii() else self.source.byte_at(first, column)
        line = self.texts[last]
        end = len(line.rstrip()) or len(line)
        end_byte = starts[last] + end if line.isascii() else self.source.byte_at(last, end)
        return Span(first + 1, column + 1, byte, last + 1, end_byte)

    def _span(self, kind: ElementKind, first: int, last: int) -> Span:
        top, bottom = self.rows[first], self.rows[last]
        column = 0 if kind == "action" else self.lines.first_column(top)
        return self.source.span(top, column, bottom, self.lines.end_column(bottom))

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
        stripped, total, rows, emit = self.stripped, self.total, self.rows, self.emit
        plain = _PLAIN if not self.rules else frozenset[str]()
        blanks, fresh = 1, True
        while self.at < total:
            at = self.at
            text = stripped[at]
            if not text:
                fresh = True
                if not self.whole and at and rows[at] - rows[at - 1] > 1:
                    self._extra_blanks(blanks - 1)
                    blanks = 1
                else:
                    blanks += 1
                self.at = at + 1
                continue
            if blanks > 1:
                self._extra_blanks(blanks - 1)
            head = text[0]
            alone = at + 1 == total or not stripped[at + 1]
            if alone and head in plain and text[-1] != ":" and not (head in _MAY_BE_FOREIGN and text[:3].isupper()):
                line = self.texts[at].rstrip()  # a paragraph of one line, as most are
                emit("action", line.replace("\t", "    ") if self.tabs else line, at, at)
                self.at, blanks, fresh = at + 1, 0, True
                continue
            may_start = blanks > 0 or not self.elements or self.elements[-1].kind != "heading"
            blanks = 0
            fresh = self._block(text, fresh, may_start)

    def _extra_blanks(self, extra: int) -> None:
        if extra < 1 or not self.elements or self.elements[-1].kind == "title":
            return
        first, last = self.rows[self.at - extra], self.rows[self.at - 1]
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
            if head > "\x7f" or (head in _MAY_BE_FOREIGN and text[:3].isupper()):
                self.foreign.append(self.rows[at])
            if cue_may_start and at + 1 < self.total and self.stripped[at + 1]:
                cue = self._cue(text)
                if cue is not None:
                    self._dialogue(cue)
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
        if text not in self.cues:
            self.cues[text] = read_cue(text)
        return self.cues[text]

    def _next_text(self) -> str:
        return self.stripped[self.at + 1] if self.at + 1 < self.total else ""

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
        number, scene_id = embedded_id(readable(heading.number)) if heading.number else ("", "")
        at = self.at
        self.emit("heading", heading.text, at, at, forced=heading.forced, number=number, scene_id=scene_id)
        self.at += 1

    # --- speech

    def _dialogue(self, cue: Cue) -> None:
        dual = cue.dual and self._speech_before()
        extension = readable(plain(cue.extension)) if cue.extension else ""
        at = self.at
        self.emit("character", cue.name, at, at, cue.forced, dual, extension)
        stripped, total, texts = self.stripped, self.total, self.texts
        text, after = stripped[at + 1], at + 2
        if text[0] not in _TURNS and (after == total or (not stripped[after] and texts[after] != "  ")):
            self.emit("dialogue", text, at + 1, at + 1, False, dual)  # a speech of one line
            self.at = after
            return
        gathered: list[str] = []
        kind: ElementKind = "dialogue"
        at = begun = at + 1
        while at < total:
            text = stripped[at]
            this: ElementKind = "dialogue"
            if not text:
                blank = self._blank_lines_inside(at)
                if not blank:
                    break
            elif text[0] in "(（" and text[-1] in ")）" and len(text) > 1:
                this = "parenthetical"
            elif text[0] == "~":
                this, text = "lyric", text[1:].strip()
            elif text[0] in "IE." and text.isupper():
                self._note_loose_heading(text, at)
            if gathered and (this != kind or this == "parenthetical"):
                self._flush(kind, gathered, begun, dual)
                gathered, begun = [], at
            if not text and this == "dialogue":
                gathered += [""] * blank  # pyright: ignore[reportPossiblyUnboundVariable]
                at += blank  # pyright: ignore[reportPossiblyUnboundVariable]
            else:
                gathered.append(text)
                at += 1
            kind = this
        self._flush(kind, gathered, begun, dual)
        self.at = at

    def _flush(self, kind: ElementKind, gathered: list[str], begun: int, dual: bool) -> None:
        self.emit(kind, "\n".join(gathered), begun, begun + len(gathered) - 1, False, dual)

    def _blank_lines_inside(self, start: int) -> int:
        """How many lines of two spaces, from ``start`` on, lead to more speech; 0 when none do."""
        at = start
        while at < self.total and self.texts[at] == "  ":
            at += 1
        return at - start if at < self.total and self.stripped[at] else 0

    def _speech_before(self) -> bool:
        for element in reversed(self.elements):
            if element.kind != "blank":
                return element.kind in ("dialogue", "parenthetical", "lyric")
        return False

    def _note_loose_heading(self, text: str, at: int) -> None:
        if text.isupper() and self._is_heading(text):
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
            if this == "action" and not force and at > first and text[0] in "IE.":
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
