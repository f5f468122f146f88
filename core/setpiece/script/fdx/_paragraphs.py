"""Lays a screenplay's elements out as Final Draft paragraphs: what hangs on what, what stands side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..model import Element, ElementKind
from ._types import TYPE_OF, Kinds

_SPEECH: frozenset[ElementKind] = frozenset({"dialogue", "parenthetical", "lyric"})


@dataclass
class Paragraph:
    """A paragraph to write. ``element`` indexes the screenplay; -1 for an empty one."""

    type: str
    element: int = -1
    new_page: bool = False
    centred: bool = False
    kind: ElementKind = "blank"
    summary: list[int] = field(default_factory=list[int])
    notes: list[int] = field(default_factory=list[int])
    columns: list[Paragraph] = field(default_factory=list["Paragraph"])
    """Paragraphs of speeches side by side; then the paragraph is but their frame."""


@dataclass
class Layout:
    """All paragraphs, notes that hang on none, and the paragraph types in use with what they paginate as."""

    paragraphs: list[Paragraph]
    loose_notes: list[int]
    types: dict[str, str]


def lay_out(elements: Sequence[Element], kinds: Kinds) -> Layout:
    """Arrange elements so that the reader finds them again in this order.

    Notes and boneyards hang on the paragraph before them; synopses right below a heading are its summary,
    others outline paragraphs; a page break is a property of what follows it.
    """
    writer = _Arranger(kinds)
    for index, element in enumerate(elements):
        writer.add(index, element)
    writer.flush_break()
    return Layout(writer.out, writer.loose, writer.types)


class _Arranger:
    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self.out: list[Paragraph] = []
        self.loose: list[int] = []
        self.types: dict[str, str] = {}
        self.breaking = False
        self.frame: Paragraph | None = None
        """The open frame of speeches side by side."""
        self.summing = False
        """Whether a synopsis would still be the heading's summary."""

    def add(self, index: int, element: Element) -> None:
        """One more element."""
        match element.kind:
            case "title":
                return
            case "note" | "boneyard":
                self._note(index)
                self.summing = False
                return
            case "synopsis" if self.summing:
                self.out[-1].summary.append(index)
                return
            case "page_break":
                self.flush_break()
                self.breaking, self.frame = True, None
            case "blank":
                self._blank(max(1, element.text.count("\n")))
            case _:
                self._words(index, element)
        self.summing = element.kind == "heading"

    def flush_break(self) -> None:
        """A page break that nothing follows gets an empty paragraph of its own."""
        if self.breaking:
            self._put(Paragraph("General"))

    def _put(self, paragraph: Paragraph) -> None:
        paragraph.new_page, self.breaking = self.breaking, False
        self.out.append(paragraph)

    def _note(self, index: int) -> None:
        self.flush_break()
        if self.frame is not None:
            self.frame.columns[-1].notes.append(index)
        elif self.out:
            self.out[-1].notes.append(index)
        else:
            self.loose.append(index)

    def _blank(self, count: int) -> None:
        if self.frame is not None:
            self.frame = None
        for _ in range(count):
            self._put(Paragraph("Action"))

    def _words(self, index: int, element: Element) -> None:
        made = Paragraph(self._type(element), index, centred=element.kind == "centered", kind=element.kind)
        if element.dual and not self.breaking:
            if element.kind == "character" and self.frame is None:
                self._open_frame()
            if self.frame is not None:
                self.frame.columns.append(made)
                return
        self.frame = None
        self._put(made)

    def _type(self, element: Element) -> str:
        base = TYPE_OF.get(element.kind) or f"Outline {min(6, max(1, element.level))}"
        name = base
        if element.label:
            known = self.kinds.of(element.label)
            if known.kind == element.kind or not known.known or (known.kind == "action" and element.kind == "centered"):
                name = element.label
        self.types.setdefault(name, base)
        return name

    def _open_frame(self) -> None:
        """Put the speech just written into a frame, for another to stand beside it."""
        at = len(self.out) - 1
        while at >= 0 and (self.out[at].kind in _SPEECH or self.out[at].element < 0) and not self.out[at].columns:
            at -= 1
        if at >= 0 and at == len(self.out) - 1 and self.out[at].columns:
            self.frame = self.out[at]
            return
        if at < 0 or self.out[at].kind != "character":
            at += 1
            while at < len(self.out) and self.out[at].element < 0:
                at += 1
        speech = self.out[at:]
        if not any(p.kind in _SPEECH for p in speech) or any(p.new_page for p in speech[1:]):
            return
        frame = Paragraph("General", new_page=speech[0].new_page, columns=speech)
        for inner in speech:
            inner.new_page = False
            inner.type = "Dialogue" if inner.element < 0 else inner.type
        self.out[at:] = [frame]
        self.frame = frame
