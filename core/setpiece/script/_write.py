"""Writes any screenplay as canonical Fountain that reads back as the same elements.

What Fountain has no words for is said the nearest way: a cue with no speech, or speech with no cue,
becomes action; struck-out text is plain; a scene heading begins at its first letter or digit; an
underline grows to whole words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from ._cue import is_transition, read_cue
from ._heading import read_heading
from ._inline import marked, sayable, styled
from ._masks import balanced
from ._source import readable
from ._title import is_key, is_known_key
from .model import Element, Screenplay, StyleRun

SPEECH = ("dialogue", "parenthetical", "lyric")
_MASKED = ("note", "boneyard")
_NEWLINES = re.compile(r"\r\n?")
_SPACES = re.compile(r"\s+")
_OPENING = str.maketrans("", "", "(（")
_CLOSING = str.maketrans("", "", ")）")
_SPECIAL_FIRST = "!=#>~@."
_LONGEST_NUMBER = 60


def write_fountain(screenplay: Screenplay) -> bytes:
    """``screenplay`` as Fountain: UTF-8, line feeds, one blank line between blocks.

    Characters that would make a line something else are forced or escaped, so that for a screenplay
    read from Fountain the written one has equal elements (kind, text, styles, extension, dual,
    level, number, embedded id), title page and scenes. See the module for what cannot be said.
    """
    writer = _Writer(screenplay.elements)
    start = writer.title_page(screenplay)
    writer.body(start)
    return writer.data()


def cue_line(element: Element, *, dual: bool, force: bool = False) -> str:
    """The line of a character cue; empty when there is no name to write."""
    name, styles = _clean(element, _flat(element.text).rstrip("^ ").translate(_OPENING))
    if not name:
        return ""
    raw = marked(name, styles)
    said = readable(_flat(element.extension)).translate(_CLOSING)
    parts = said.split(", ") if said.isupper() else [said]
    raw += "".join(f" ({marked(part)})" for part in parts if part)
    raw += " ^" if dual else ""
    if not force and not element.forced and raw[0] not in _SPECIAL_FIRST and read_heading(raw, ()) is None:
        cue = read_cue(raw)
        if cue is not None and (styled(cue.name), cue.dual) == ((name, styles), dual):
            return raw
    return "@" + raw


def heading_line(element: Element, *, force: bool = False) -> str:
    """The line of a scene heading with its number and embedded id."""
    text, styles = _clean(element, _flat(element.text))
    raw = marked(text, styles, last="#")
    number = _number(element)
    found = read_heading(raw + number, ())
    force = force or element.forced
    if found is not None and not found.forced and not force and styled(found.text) == (text, styles):
        return raw + number
    found = read_heading(f".{raw}{number}", ())
    if found is not None and found.forced and styled(found.text) == (text, styles):
        return f".{raw}{number}"
    bare = next((text[i:] for i, c in enumerate(text) if c.isalnum()), "SCENE")
    return f".{marked(bare, last='#')}{number}"


def _number(element: Element) -> str:
    number = _flat(element.number).replace("#", "")
    if element.embedded_id and number:
        number = f"{number}-{element.embedded_id}"
    number = readable(number[:_LONGEST_NUMBER]).replace("/*", "\\/*")
    return f" #{number}#" if number else ""


def action_lines(element: Element, *, force: bool = False) -> list[str]:
    """A paragraph of action, forced where a line would be read as something else."""
    text = readable(_NEWLINES.sub("\n", element.text)).replace("\t", "    ")
    kept = "\n".join(line.rstrip() for line in text.split("\n"))
    styles = element.styles if kept == element.text else ()
    lines = marked(kept, styles, first="!").split("\n")
    out: list[str] = []
    for at, (line, bare) in enumerate(zip(lines, kept.split("\n"), strict=True)):
        first = at == 0
        more = at + 1 < len(lines)
        needed = not bare or _is_something(line, first=first, more=more)
        out.append("!" + line if needed else line)
    if (force and out[0] == lines[0]) or (element.forced and not any(line.startswith("!") for line in out)):
        out[0] = "!" + lines[0]
    return out


def _is_something(line: str, *, first: bool, more: bool) -> bool:
    """Whether an unforced line of action would be read as something else, or has an escaped ``!``."""
    text = line.strip()
    if text[0] in "!=#>~" or text.startswith("\\!") or read_heading(text, ()) is not None:
        return True
    return first and (read_cue(text) is not None if more else is_transition(line))


def transition_line(element: Element, *, force: bool = False) -> str:
    """The line of a transition."""
    text, styles = _clean(element, _one_line(element.text))
    raw = marked(text, styles, last="<")
    natural = raw and raw[0] not in _SPECIAL_FIRST and is_transition(raw) and read_heading(raw, ()) is None
    return raw if natural and not force and not element.forced else f"> {raw}".rstrip()


def speech_lines(element: Element) -> list[str]:
    """The lines of dialogue, a parenthetical or lyrics inside a speech."""
    if element.kind == "parenthetical":
        return [_parenthetical(element)]
    if element.kind == "lyric":
        return lyric_lines(element)
    return [line or "  " for line in marked(*_clean(element), first="~(（").split("\n")]


def _parenthetical(element: Element) -> str:
    text, styles = _clean(element, _one_line(element.text))
    if not text.startswith(("(", "（")) or not text.endswith((")", "）")) or len(text) < 2:
        text, styles = f"({text})", tuple(StyleRun(s.start + 1, s.end + 1, s.style) for s in styles)
    inner = sayable(text[1:-1], (StyleRun(s.start - 1, s.end - 1, s.style) for s in styles))
    return text[0] + marked(text[1:-1], inner) + text[-1]


def lyric_lines(element: Element) -> list[str]:
    """Lines of lyrics."""
    return ["~" + line for line in marked(*_clean(element)).split("\n")]


def masked_lines(element: Element) -> list[str]:
    """A note or a boneyard on lines of its own."""
    text = readable(_NEWLINES.sub("\n", element.text)).strip()
    if element.kind == "boneyard":
        if not balanced(f"/*{text}*/"):
            text = text.replace("/*", "/ *").replace("*/", "* /")
        return f"/* {text} */".split("\n")
    text = text.replace("]]", "] ]").replace("]]", "] ]").replace("/*", "\\/*")
    text = text + " " if text.endswith("]") else text
    return ["  " if not line.strip() else line for line in f"[[{text}]]".split("\n")]


def line_block(element: Element) -> list[str]:
    """Kinds whose lines depend on nothing but themselves."""
    if element.kind == "page_break":
        return ["==="]
    if element.kind == "centered":
        return [f"> {line} <" if line else "> <" for line in marked(*_clean(element)).split("\n")]
    text = marked(*_clean(element, _one_line(element.text)))
    if element.kind == "section":
        return [f"{'#' * min(max(element.level, 1), 6)} {text}"] if text else []
    return [f"= {text}".rstrip() if element.kind == "synopsis" else f"!!{text}"]


def title_lines(element: Element) -> list[str]:
    """The lines of a title page entry."""
    key, _, value = element.text.partition(": ")
    at = len(element.text) - len(value)
    runs = tuple(StyleRun(s.start - at, s.end - at, s.style) for s in element.styles if s.start >= at)
    return _entry(key, marked(readable(_NEWLINES.sub("\n", value)), runs).split("\n"))


def _entry(key: str, values: Sequence[str]) -> list[str]:
    shown = key.capitalize() if key.capitalize().lower() == key else key
    kept = [v.strip() for v in values if v.strip()]
    if len(kept) == 1:
        return [f"{shown}: {kept[0]}"]
    return [f"{shown}:", *(f"    {v}" for v in kept)]


def _flat(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _one_line(text: str) -> str:
    return _NEWLINES.sub("\n", text).replace("\n", " ").strip()


def _clean(element: Element, text: str | None = None) -> tuple[str, tuple[StyleRun, ...]]:
    """Text with each line stripped (or ``text``, made of it), and its styles where they still fit."""
    if text is None:
        lines = _NEWLINES.sub("\n", element.text).split("\n")
        text = "\n".join(line.strip() for line in lines)
    text = readable(text)
    return text, sayable(text, element.styles) if text == element.text else ()


def element_lines(element: Element, *, dual: bool = False, force: bool = False) -> list[str]:
    """The lines of any element, for a place where nothing around it changes what they mean.

    Args:
        element: What to write.
        dual: Whether a cue is dual dialogue there.
        force: Write the forcing character even where none seems needed.
    """
    match element.kind:
        case "title":
            return title_lines(element)
        case "heading":
            return [heading_line(element, force=force)]
        case "character":
            return [cue_line(element, dual=dual, force=force)]
        case "transition":
            return [transition_line(element, force=force)]
        case "lyric" | "dialogue" | "parenthetical":
            return speech_lines(element)
        case "note" | "boneyard":
            return masked_lines(element)
        case "blank":
            return [""] * element.text.count("\n")
        case "action":
            return action_lines(element, force=force)
        case _:
            return line_block(element)


class _Writer:
    """Puts blocks one below the other, and speeches together."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self.elements = elements
        self.lines: list[str] = []
        self.bare = True
        """Nothing but notes so far: the next block may look like a title page."""
        self.blanks = 0
        self.before = ""
        """Kind of the last element that is neither blank nor masked."""
        self.speech: Element | None = None
        self.said = ""
        """Kind of the last element of the speech."""

    def data(self) -> bytes:
        text = "\n".join(self.lines) + "\n"
        return ("\n" + text if text[0] == "\ufeff" else text).encode("utf-8")

    def block(self, lines: Sequence[str]) -> None:
        """Lines with a blank one before them, and the extra blank ones that wait."""
        if lines:
            if self.lines:
                self.lines += [""] * (1 + self.blanks)
            self.lines += lines
            self.blanks = 0

    # --- title page

    def title_page(self, screenplay: Screenplay) -> int:
        """Write it; returns the index of the first element of the body."""
        titles = [i for i, e in enumerate(self.elements) if e.kind == "title"]
        end = titles[-1] + 1 if titles else 0
        if titles and all(e.kind in ("title", *_MASKED) for e in self.elements[:end]):
            for at, element in enumerate(self.elements[:end]):
                self._title_element(element, first=at <= titles[0])
            self.bare = False
            return end
        page = {k: v for k, v in screenplay.title_page.items() if k}
        lines = [line for k, v in page.items() for line in _entry(_key(k), [marked(readable(_flat(x))) for x in v])]
        if page and not any(is_known_key(key) for key in page):
            lines.insert(0, f"Title: {_flat(screenplay.name)}")
        self.block(lines)
        self.bare = not lines
        return 0

    def _title_element(self, element: Element, *, first: bool) -> None:
        lines = title_lines(element) if element.kind == "title" else masked_lines(element)
        if first:
            self.block(lines)
        else:
            self.lines += lines

    # --- body

    def body(self, start: int) -> None:
        for at in range(start, len(self.elements)):
            element = self.elements[at]
            if element.kind in _MASKED:
                self._masked(element, at)
            elif element.kind == "blank":
                self.speech = None
                self.blanks += element.text.count("\n") if self.before else 0
            else:
                self._element(element, at)
                self.before, self.bare = element.kind, False

    def _masked(self, element: Element, at: int) -> None:
        following = self._next_visible(at)
        if self.speech is not None and following is not None and self._goes_on(following):
            self.lines += masked_lines(element)
        else:
            self.block(masked_lines(element))

    def _next_visible(self, at: int) -> Element | None:
        rest = range(at + 1, len(self.elements))
        return next((self.elements[i] for i in rest if self.elements[i].kind not in _MASKED), None)

    def _goes_on(self, element: Element) -> bool:
        """Whether ``element`` continues the open speech."""
        if self.speech is None or element.kind not in SPEECH:
            return False
        return element.kind != "lyric" or (self.said != "lyric" and element.dual == self.speech.dual)

    def _element(self, element: Element, at: int) -> None:
        if self._goes_on(element):
            self._say(element)
            return
        self.speech = None
        if element.kind == "character":
            self._cue(element, at)
        else:
            self.block(self._block(element))

    def _block(self, element: Element) -> list[str]:
        if element.kind in ("dialogue", "parenthetical", "title"):
            element = msgspec.structs.replace(element, kind="action")
        lines = element_lines(element)
        return element_lines(element, force=True) if self.bare and lines and is_key(lines[0]) else lines

    def _say(self, element: Element) -> None:
        lines = speech_lines(element)
        if self.said == "dialogue" and element.kind == "dialogue":
            self.lines.append("  ")
        elif self.said == "character":
            while lines and not lines[0].strip():
                del lines[0]
        self.lines += lines
        self.said = element.kind

    def _cue(self, element: Element, at: int) -> None:
        following = self._next_visible(at)
        dual = element.dual and self.before in SPEECH
        line = cue_line(element, dual=dual)
        if self.bare and is_key(line):
            line = cue_line(element, dual=dual, force=True)
        spoken = following is not None and following.kind in SPEECH
        mute = not spoken or (following is not None and following.kind == "dialogue" and not following.text.strip())
        if not line or mute:
            shown = f"{element.text} ({element.extension})" if element.extension else element.text
            self.block(["!" + marked(readable(_flat(shown)), first="!")])
            return
        self.block([line])
        self.speech, self.said = element, "character"


def _key(key: str) -> str:
    return readable(_flat(re.sub(r"[:：]", " ", key)))[:40].lower()
