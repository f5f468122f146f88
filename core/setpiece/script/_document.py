"""A Fountain draft that can be edited without touching a byte of what was not edited.

Every edit is read again before it counts: if anything but the edited element would read otherwise,
it is tried with a forcing character and with blank lines around it, and refused when none helps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..errors import ScriptError
from ._fountain import read_screenplay
from ._source import Source, open_source
from ._write import SPEECH, element_lines
from .model import Element, Screenplay

_MASKED = ("note", "boneyard")
_BETWEEN = (*_MASKED, "blank")


@dataclass(frozen=True)
class Document:
    """A draft as bytes and as read; edits give a new one.

    Attributes:
        data: The bytes, in the encoding and with the line ends they came in.
        name: What messages call it.
        screenplay: ``data`` as read.
        headings: The slugline prefixes it was read with.
    """

    data: bytes
    name: str
    screenplay: Screenplay
    headings: Mapping[str, str] | None = None

    def write(self) -> bytes:
        """The draft's bytes; of an untouched draft, those it was opened with."""
        return self.data

    def replace(self, index: int, element: Element) -> Document:
        """``element`` in the place of the one at ``index``; notes inside that one stay.

        Raises:
            ScriptError: What stands around it would read otherwise, or the encoding lacks a character.
        """
        old = self._at(index)
        inside = self._inside(index)
        kept = b"".join(self.data[e.span.byte : e.span.end_byte] for e in inside)
        before, after = self.data[: old.span.byte], self.data[old.span.end_byte :]
        expected = [*self._keys(0, index), _key(element), *self._keys(index + 1)]
        for new in self._written(element, index):
            for first, last in (("", ""), (self._end, ""), ("", self._end), (self._end, self._end)):
                data = before + self._bytes(first) + new + kept + self._bytes(last) + after
                document = self._read(data, expected)
                if document is not None:
                    return document
        raise self._refused(old, "replaced")

    def insert(self, index: int, element: Element) -> Document:
        """``element`` before the one at ``index``; at the end where there is none.

        Raises:
            ScriptError: What stands around it would read otherwise, or the encoding lacks a character.
        """
        elements = self.screenplay.elements
        at = self._line_start(elements[index].span.line) if index < len(elements) else len(self.data)
        expected = [*self._keys(0, index), _key(element), *self._keys(index)]
        before, after = self.data[:at], self.data[at:]
        gaps = ("", self._end, self._end * 2)
        for new in self._written(element, index):
            for first in gaps:
                for last in gaps:
                    data = before + self._bytes(first) + new + self._bytes(last) + after
                    document = self._read(data, expected)
                    if document is not None:
                        return document
        raise self._refused(elements[min(index, len(elements) - 1)], "preceded by another element")

    def remove(self, index: int) -> Document:
        """Without the element at ``index``; a cue goes with its speech, notes inside it stay.

        Raises:
            ScriptError: What stands around it would read otherwise.
        """
        old = self._at(index)
        last = self._end_of_speech(index) if old.kind == "character" else index
        elements = self.screenplay.elements
        gone = {i for i in range(index, last + 1) if i == index or elements[i].kind not in _MASKED}
        expected = [k for i, k in enumerate(self._keys(0)) if i not in gone]
        end = elements[last].span
        inside = [elements[i] for i in range(index + 1, last + 1) if i not in gone]
        inside = inside or self._inside(index)
        kept = b"".join(self.data[e.span.byte : e.span.end_byte] for e in inside)
        for start, stop in self._cuts(old.span.byte, end.end_byte, old.span.line, end.end_line):
            document = self._read(self.data[:start] + kept + self.data[stop:], expected)
            if document is not None:
                return document
        raise self._refused(old, "removed")

    # --- places

    def _at(self, index: int) -> Element:
        if not 0 <= index < len(self.screenplay.elements):
            raise IndexError(f"{self.name} has {len(self.screenplay.elements)} elements, not one at {index}")
        return self.screenplay.elements[index]

    @property
    def _source(self) -> Source:
        return open_source(self.data, self.name)

    @property
    def _end(self) -> str:
        """The line end the draft uses."""
        return self._source.line_end

    def _line_start(self, line: int) -> int:
        return self._source.byte_starts[line - 1]

    def _inside(self, index: int) -> list[Element]:
        """Notes and boneyards within the span of an element."""
        span = self.screenplay.elements[index].span
        found: list[Element] = []
        for element in self.screenplay.elements[index + 1 :]:
            if element.span.byte >= span.end_byte:
                break
            if element.kind in _MASKED:
                found.append(element)
        return found

    def _end_of_speech(self, index: int) -> int:
        last = index
        for at in range(index + 1, len(self.screenplay.elements)):
            element = self.screenplay.elements[at]
            if element.kind in SPEECH:
                last = at
            elif element.kind not in _MASKED:
                break
        return last

    def _cuts(self, start: int, stop: int, line: int, end_line: int) -> Iterator[tuple[int, int]]:
        """What may go with an element, least first: its bytes, its lines, a blank line below, above, both."""
        starts = [*self._source.byte_starts, len(self.data)]
        yield start, stop
        top, bottom = line - 1, min(end_line, len(starts) - 1)
        for above, below in ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (0, 2)):
            yield starts[max(top - above, 0)], starts[min(bottom + below, len(starts) - 1)]

    # --- text

    def _written(self, element: Element, index: int) -> Iterator[bytes]:
        """The element as bytes, as it is and forced."""
        said = next((e.kind for e in reversed(self.screenplay.elements[:index]) if e.kind not in _BETWEEN), "")
        for force in (False, True):
            lines = element_lines(element, dual=element.dual and said in SPEECH, force=force)
            yield self._bytes(self._end.join(lines))

    def _bytes(self, text: str) -> bytes:
        source = self._source
        try:
            return text.encode(source.codec, source.on_error)
        except UnicodeEncodeError as error:
            raise ScriptError(
                f"{text[error.start : error.end]!r} cannot be written in the draft's encoding, {source.encoding}",
                where=self.name,
                remedy="Save the draft as UTF-8 first.",
            ) from error

    # --- proof

    def _keys(self, start: int, end: int | None = None) -> list[tuple[object, ...]]:
        return [_key(e) for e in self.screenplay.elements[start:end]]

    def _read(self, data: bytes, expected: Sequence[tuple[object, ...]]) -> Document | None:
        try:
            play = read_screenplay(data, self.name, self.headings)
        except ScriptError:
            return None
        if [_key(e) for e in play.elements] != list(expected):
            return None
        return Document(data, self.name, play, self.headings)

    def _refused(self, element: Element, what: str) -> ScriptError:
        return ScriptError(
            f"this {element.kind.replace('_', ' ')} cannot be {what} without changing how what is around it reads",
            where=f"{self.name}:{element.span.line}",
            remedy="Edit the elements around it first, or write the whole screenplay with write_fountain.",
        )


def open_document(data: bytes, name: str, headings: Mapping[str, str] | None = None) -> Document:
    """A draft to edit in place.

    Args:
        data: The file's bytes, as for ``read_screenplay``.
        name: What messages call the file.
        headings: Slugline prefixes of other languages, as for ``read_screenplay``.

    Raises:
        ScriptError: As ``read_screenplay``.
    """
    return Document(data, name, read_screenplay(data, name, headings), headings)


def _key(element: Element) -> tuple[object, ...]:
    """All that is read of an element but its place and whether it had to be forced."""
    return (
        element.kind, element.text, element.styles, element.extension, element.dual, element.number, element.level,
        element.embedded_id,
    )  # fmt: skip
