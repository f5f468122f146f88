"""From the tree of a Final Draft file to the elements of a screenplay, each with its place in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .._cue import is_transition, read_cue
from .._heading import embedded_id, read_heading
from .._scenes import split_scenes
from ..model import Element, ElementKind, Finding, SceneProperties, Screenplay, ScriptNote, Span, StyleRun
from ._lists import locked_pages, properties_of, revision_sets, smart_type
from ._runs import Words, revision_runs, style_runs, words_of
from ._title import Line, read_entries
from ._tree import Node
from ._types import Kind, Kinds

BONEYARD = "Boneyard"
_EXTENSION = re.compile(r"[(（]([^)）]*)[)）]?")
_BRACKET = re.compile(r"[(（]")
_VERSIONS = frozenset("12345")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element's words are: characters ``first`` on of a paragraph's text."""

    paragraph: Node
    words: Words
    first: int


@dataclass
class Reading:
    """Everything one pass over the file finds."""

    elements: list[Element] = field(default_factory=list[Element])
    places: dict[int, Place] = field(default_factory=dict[int, Place])
    """Index of an element -> where its words are; titles, notes and page breaks have none."""
    headings: dict[int, SceneProperties | None] = field(default_factory=dict[int, SceneProperties | None])
    notes: list[ScriptNote] = field(default_factory=list[ScriptNote])
    findings: list[Finding] = field(default_factory=list[Finding])
    title_page: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


def span_of(node: Node) -> Span:
    """The element's place."""
    return Span(node.line, node.column, node.start, node.end_line, node.end)


def read_tree(root: Node, name: str, codec: str) -> tuple[Screenplay, Reading]:
    """The screenplay that a tree holds, and the places of its elements."""
    reader = _Reader(Kinds(root))
    reader.title(root.first("TitlePage"))
    reader.unanchored(root.first("UnanchoredScriptNotes"))
    reader.body(root)
    found = reader.out
    version = root.get("Version").strip()
    if version not in _VERSIONS:
        say = f"Version {version[:20]!r} of the format is not one of 1 to 5; it was read as 5"
        found.findings.insert(0, Finding("note", say, root.line, "", "fdx-version"))
    if not any(e.kind not in ("title", "note", "blank", "page_break") for e in found.elements):
        remedy = "Check that this is the draft: Final Draft keeps outlines and templates in the same format."
        found.findings.append(Finding("error", "the file holds no script text", root.line, remedy, "no-text"))
    revisions, active = revision_sets(root)
    scenes, omitted = split_scenes(found.elements, found.headings)
    if not scenes and not any(f.code == "no-text" for f in found.findings):
        remedy = "Give the sluglines the element Scene Heading in Final Draft."
        found.findings.append(Finding("error", "the script has no scene headings", 0, remedy, "no-scenes"))
    play = Screenplay(
        name,
        found.title_page,
        tuple(found.elements),
        scenes,
        tuple(sorted(found.findings, key=lambda f: f.line)),
        codec.lower(),
        "fdx",
        version,
        revisions,
        active,
        tuple(found.notes),
        smart_type(root),
        locked_pages(root),
        omitted,
    )
    return play, found


class _Reader:
    """Walks title page and content once."""

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self.out = Reading()
        self.unknown: set[str] = set()
        self.blanks: list[Node] = []
        """Empty paragraphs since the last element."""

    def emit(self, element: Element, place: Place | None = None) -> None:
        """One more element."""
        self.flush_blanks()
        if place is not None:
            self.out.places[len(self.out.elements)] = place
        self.out.elements.append(element)

    def flush_blanks(self) -> None:
        """Neighbouring empty paragraphs become one element."""
        if self.blanks:
            top, bottom = self.blanks[0], self.blanks[-1]
            span = Span(top.line, top.column, top.start, bottom.end_line, bottom.end)
            self.out.elements.append(Element("blank", "\n" * len(self.blanks), span))
            self.blanks = []

    # --- title page and notes

    def title(self, page: Node | None) -> None:
        """The title page's entries."""
        content = page.first("Content") if page is not None else None
        paragraphs = content.all("Paragraph") if content is not None else []
        rows: list[tuple[Node, Words, int]] = []
        lines: list[Line] = []
        for paragraph in paragraphs:
            words = words_of(paragraph)
            at = 0
            for text in words.text.split("\n"):
                rows.append((paragraph, words, at))
                lines.append(Line(text, paragraph.get("Alignment").casefold() == "center"))
                at += len(text) + 1
        found: dict[str, list[str]] = {}
        for key, values, first, last in read_entries(lines):
            top, bottom = rows[first][0], rows[last][0]
            span = Span(top.line, top.column, top.start, bottom.end_line, bottom.end)
            styles: list[StyleRun] = []
            begin = len(key) + 2
            body = slice(last + 1 - len(values), last + 1)
            for value, line, (_, words, at) in zip(values, lines[body], rows[body], strict=False):
                start = at + line.text.rfind(value)
                shifted = style_runs(words, start, start + len(value))
                styles += [StyleRun(s.start + begin, s.end + begin, s.style) for s in shifted]
                begin += len(value) + 1
            self.emit(Element("title", f"{key}: " + "\n".join(values), span, styles=tuple(styles)))
            found.setdefault(key, []).extend(values)
        self.out.title_page = {key: tuple(values) for key, values in found.items()}

    def unanchored(self, notes: Node | None) -> None:
        """Notes that belong to the script as a whole."""
        for node in notes.all("ScriptNote") if notes is not None else ():
            self.note(node)

    def note(self, node: Node) -> None:
        """A script note, which is no script text."""
        text = "\n".join(words_of(p).text for p in node.all("Paragraph")) or words_of(node).text
        boneyard = node.get("Name") == BONEYARD
        self.flush_blanks()
        if not boneyard:
            get = node.get
            self.out.notes.append(
                ScriptNote(
                    text, len(self.out.elements), get("Name"), get("Author"), get("Color"), get("Type"),
                    get("DateTime"), get("DateModified"),
                )
            )  # fmt: skip
        self.emit(Element("boneyard" if boneyard else "note", text, span_of(node)))

    # --- body

    def body(self, root: Node) -> None:
        """Every paragraph of the script."""
        content = root.first("Content")
        for paragraph in content.children if content is not None else ():
            if paragraph.tag == "Paragraph":
                self.paragraph(paragraph, dual=False)
                for note in paragraph.all("ScriptNote"):
                    self.note(note)
            else:
                say = f"<{paragraph.tag[:40]}> stands where paragraphs do; its text is not read"
                self.out.findings.append(Finding("note", say, paragraph.line, "", "fdx-unknown-element"))
        self.flush_blanks()

    def paragraph(self, node: Node, *, dual: bool, inner: bool = False) -> None:
        """One paragraph, or the frame around two speeches side by side."""
        columns = [] if inner else node.all("DualDialogue")
        kind = self.kinds.of(node.get("Type"))
        words = words_of(node, caps=kind.caps)
        breaks = node.get("StartsNewPage").casefold() == "yes"
        empty = not words.text.strip()
        if breaks:
            self.emit(Element("page_break", "", span_of(node)))
        for column in columns:
            self.dual(column)
        if empty:
            carrier = breaks and node.get("Type").strip().casefold() == "general"
            if not columns and not carrier:
                self.blank(node, kind)
            return
        if not kind.known and node.get("Type") not in self.unknown:
            self.unknown.add(node.get("Type"))
            say = f"paragraphs of type {node.get('Type')[:40]!r} are read as action: nothing says what they are"
            self.out.findings.append(Finding("note", say, node.line, "", "fdx-unknown-type"))
        self.text(node, kind, words, dual=dual)

    def dual(self, column: Node) -> None:
        """Speeches side by side: from the second one's cue on they are dual."""
        dual = False
        for at, node in enumerate(column.all("Paragraph")):
            dual = dual or (at > 0 and self.kinds.of(node.get("Type")).kind == "character")
            self.paragraph(node, dual=dual, inner=True)
            for note in node.all("ScriptNote"):
                self.note(note)

    def blank(self, node: Node, kind: Kind) -> None:
        """An empty paragraph."""
        if kind.kind == "heading":
            say = "a scene heading has no text; the scene is not counted"
            self.out.findings.append(Finding("warning", say, node.line, "Write its slugline.", "empty-heading"))
        self.blanks.append(node)

    def text(self, node: Node, kind: Kind, words: Words, *, dual: bool) -> None:
        """A paragraph with words in it."""
        what: ElementKind = kind.kind
        label = kind.label
        if what == "action" and node.get("Alignment").casefold() == "center":
            what, label = "centered", "" if label == "General" else label
        shown, extension = words.text, ""
        if what in ("heading", "transition", "section", "synopsis", "parenthetical"):
            shown = shown.strip()
        elif what == "character":
            shown, extension = split_cue(shown)
        first = words.text.find(shown)
        last = first + len(shown)
        revision, revised = revision_runs(words, first, last) if first >= 0 else (0, ())
        number, scene_id = embedded_id(node.get("Number").strip()) if what == "heading" else ("", "")
        element = Element(
            what,
            shown,
            span_of(node),
            forced=_forced(what, shown),
            dual=dual,
            extension=extension,
            level=kind.level,
            number=number,
            styles=style_runs(words, first, last) if first >= 0 else (),
            revision=revision,
            revised=revised,
            label=label,
            embedded_id=scene_id,
        )
        if what == "heading":
            self.heading(node, element, Place(node, words, first))
        else:
            self.emit(element, Place(node, words, first) if first >= 0 else None)

    def heading(self, node: Node, element: Element, place: Place) -> None:
        """A slugline with what is kept beside it; the summary's paragraphs are synopses."""
        stored = node.first("SceneProperties")
        self.flush_blanks()
        self.out.headings[len(self.out.elements)] = properties_of(stored) if stored is not None else None
        self.emit(element, place)
        summary = stored.first("Summary") if stored is not None else None
        for paragraph in summary.all("Paragraph") if summary is not None else ():
            words = words_of(paragraph)
            text = words.text.strip()
            if text:
                first = words.text.find(text)
                styles = style_runs(words, first, first + len(text))
                self.emit(Element("synopsis", text, span_of(paragraph), styles=styles))


def split_cue(text: str) -> tuple[str, str]:
    """``BOB (O.S.) (CONT'D)`` as the name and what is in its brackets."""
    if "(" not in text and "（" not in text:
        return text.strip(), ""
    head = _BRACKET.split(text, maxsplit=1)[0].strip()
    name = head if not _EXTENSION.sub("", text[len(head) :]).strip() else " ".join(_EXTENSION.sub(" ", text).split())
    if not name:
        return text.strip(), ""
    return name, ", ".join(part.strip() for part in _EXTENSION.findall(text))


def _forced(kind: ElementKind, text: str) -> bool:
    """Whether Fountain would need its mark to read this as what it is."""
    if kind == "heading":
        return read_heading(text, ()) is None
    if kind == "character":
        return read_cue(text) is None
    if kind == "transition":
        return not is_transition(text)
    return kind == "shot"


