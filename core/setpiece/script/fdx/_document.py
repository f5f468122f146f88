"""A Final Draft file that can be changed without touching anything else in it.

Edits are splices into the file's own bytes: what was not changed stays as it was, byte for byte,
unknown elements, comments and formatting included.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...errors import ScriptError
from ..model import SceneProperties, Screenplay
from ._lists import spell_eighths
from ._markup import attribute, text_node
from ._read import Place, read_tree
from ._tree import Node, parse

_ATTRIBUTE = re.compile(r"""\s+([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(frozen=True, slots=True)
class Splice:
    """Bytes ``start`` to ``end`` of the file become ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class FdxDocument:
    """A file as it is. Every edit gives a new document.

    Attributes:
        data: The file's bytes.
        root: Its tree.
        codec: The Python codec it is written in.
        screenplay: What it says.
        places: Index of an element of ``screenplay`` -> where its words are in the tree.
    """

    name: str
    data: bytes
    root: Node
    codec: str
    screenplay: Screenplay
    places: Mapping[int, Place]

    def write(self) -> bytes:
        """The file's bytes; those it was opened from when nothing was edited."""
        return self.data

    def source(self, start: int, end: int) -> str:
        """A piece of the file as text."""
        return self.data[start:end].decode(self.codec, "replace")

    def spliced(self, splices: Iterable[Splice]) -> FdxDocument:
        """This document with some pieces replaced. Pieces must not overlap.

        Raises:
            ScriptError: The result would be no valid file.
        """
        parts: list[bytes] = []
        at = 0
        for splice in sorted(splices, key=lambda s: (s.start, s.end)):
            parts += [self.data[at : splice.start], splice.text.encode(self.codec, "xmlcharrefreplace")]
            at = splice.end
        return open_fdx(b"".join([*parts, self.data[at:]]), self.name)

    def with_scene_numbers(self, numbers: Mapping[int, str]) -> FdxDocument:
        """Scene numbers set: index of the scene -> number, empty to take it off."""
        splices = [
            self.tag_splice(self.paragraph_of_scene(scene), {"Number": number or None})
            for scene, number in sorted(numbers.items())
        ]
        return self.spliced(splices)

    def with_scene_properties(self, properties: Mapping[int, SceneProperties]) -> FdxDocument:
        """Length, page, title and colour set beside headings: index of the scene -> properties.

        Summary and arc beats stay what they are.
        """
        splices: list[Splice] = []
        for scene, wanted in sorted(properties.items()):
            heading = self.paragraph_of_scene(scene)
            values = {
                "Length": spell_eighths(wanted.length_eighths) or None,
                "Page": wanted.page or None,
                "Title": wanted.title,
                "Color": wanted.color or None,
            }
            node = heading.first("SceneProperties")
            if node is not None:
                splices.append(self.tag_splice(node, values))
            elif not heading.empty_tag:
                written = "".join(attribute(k, v) for k, v in values.items() if v is not None)
                splices.append(Splice(heading.open_end, heading.open_end, f"<SceneProperties{written}/>"))
        return self.spliced(splices)

    def with_text(self, texts: Mapping[int, str]) -> FdxDocument:
        """Words of elements replaced: index of the element -> its new text.

        Only runs that hold a changed character are rewritten; the first of them takes the new words in its style.

        Raises:
            ScriptError: An element without words of its own (a note, a title, a page break).
        """
        splices: list[Splice] = []
        for index, text in sorted(texts.items()):
            place = self.places.get(index)
            if place is None:
                raise ScriptError(f"element {index} has no words that could be replaced", where=self.name)
            splices += self._text_splices(place, self.screenplay.elements[index].text, text)
        return self.spliced(splices)

    def _text_splices(self, place: Place, old: str, new: str) -> list[Splice]:
        same = _common(old, new)
        tail = _common(old[same:][::-1], new[same:][::-1])
        first, last = place.first + same, place.first + len(old) - tail
        words = new[same : len(new) - tail]
        runs = [run for run in place.words.runs if run.start <= first < run.end + (first == last)]
        taker = runs[0] if runs else place.words.runs[-1]
        out: list[Splice] = []
        for run in place.words.runs:
            start, end = max(run.start, first), min(run.end, last)
            if run is taker:
                end = max(start, end)
            elif start >= end:
                continue
            written = run.node.text
            text = written[: start - run.start] + (words if run is taker else "") + written[end - run.start :]
            if text != written:
                opening = self.source(run.node.start, run.node.open_end)
                out.append(Splice(run.node.start, run.node.end, text_node(opening, text)))
        return out

    def paragraph_of_scene(self, scene: int) -> Node:
        """The heading's paragraph of scene number ``scene`` (from 0, in script order).

        Raises:
            ScriptError: There is no such scene.
        """
        headings = [i for i, e in enumerate(self.screenplay.elements) if e.kind == "heading"]
        if not 0 <= scene < len(headings):
            raise ScriptError(f"there is no scene {scene} among {len(headings)}", where=self.name)
        return self.places[headings[scene]].paragraph

    def tag_splice(self, node: Node, values: Mapping[str, str | None]) -> Splice:
        """The splice that sets attributes (None takes one off) in a start tag and leaves the others as written."""
        return Splice(node.start, node.open_end, with_attributes(self.source(node.start, node.open_end), values))


def with_attributes(tag: str, values: Mapping[str, str | None]) -> str:
    """A start tag's source with attributes set or taken off."""
    for name, value in values.items():
        known = next((m for m in _ATTRIBUTE.finditer(tag) if m.group(1) == name), None)
        written = "" if value is None else attribute(name, value)
        if known is not None:
            tag = tag[: known.start()] + written + tag[known.end() :]
        elif written:
            end = len(tag) - (2 if tag.endswith("/>") else 1)
            body = tag[:end].rstrip()
            tag = body + written + tag[end:]
    return tag


def _common(a: str, b: str) -> int:
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count


def open_fdx(data: bytes, name: str) -> FdxDocument:
    """Open a Final Draft file, versions 1 to 5.

    Args:
        data: The file's bytes.
        name: What messages call the file.

    Raises:
        ScriptError: It is no Final Draft file, is damaged, declares entities, or is beyond any screenplay's size.
            ``where`` names the line.
    """
    root, written_in = parse(data, name)
    if root.tag != "FinalDraft":
        raise ScriptError(
            f"this is XML, but not a Final Draft file: it starts with <{root.tag[:40]}>",
            where=f"{name}:{root.line}",
            remedy="Export the script as Final Draft (.fdx), Fountain or PDF; give that file.",
        )
    codec = codecs.lookup(written_in).name
    play, found = read_tree(root, name, codec)
    return FdxDocument(name, data, root, codec, play, found.places)


def read_fdx(data: bytes, name: str) -> Screenplay:
    """Read a Final Draft file, versions 1 to 5.

    Texts are what the page shows: all runs of a paragraph, in capitals where its style says so. Spans are those
    of the XML paragraphs. Script notes are elements of kind ``note``, nested in the paragraph they are pinned to;
    summaries of scenes are ``synopsis`` elements below the heading. Empty paragraphs are ``blank`` elements.
    ``forced`` says that Fountain would need its mark.

    Args:
        data: The file's bytes.
        name: What messages call the file.

    Raises:
        ScriptError: As ``open_fdx``.
    """
    return open_fdx(data, name).screenplay
