"""The XML of a Final Draft file as a tree in which every element knows its bytes, read with entities refused."""

from __future__ import annotations

import re
from typing import Any
from xml.parsers.expat import ExpatError

from ...errors import ScriptError

MOST_BYTES = 32 * 1024 * 1024
MOST_NODES = 500_000
DEEPEST = 100
LONGEST_VALUE = 1_000_000
_NO_ATTRIBUTES: dict[str, str] = {}
_REMEDY = "Open it in your screenwriting program, save it again as .fdx and give that file."


class Node:
    """An element: what it says, and where it stands in the file.

    Attributes:
        start: Byte where its start tag begins.
        open_end: Byte after its start tag.
        close: Byte where its end tag begins; equals ``end`` for ``<Tag/>``.
        end: Byte after it.
        line: From 1, as is ``column`` (in characters).
    """

    __slots__ = (
        "attributes", "children", "close", "column", "end", "end_line", "line", "open_end", "start", "tag", "text",
    )  # fmt: skip

    def __init__(self, tag: str, attributes: dict[str, str], start: int, line: int, column: int) -> None:
        self.tag, self.attributes = tag, attributes
        self.start, self.open_end, self.close, self.end = start, -1, -1, -1
        self.line, self.column, self.end_line = line, column, line
        self.children: list[Node] = []
        self.text = ""
        """Its own character data; white space between children is left out."""

    @property
    def empty_tag(self) -> bool:
        """Whether it is written ``<Tag/>``."""
        return self.close == self.end

    def get(self, name: str, default: str = "") -> str:
        """An attribute, or ``default``."""
        return self.attributes.get(name, default)

    def first(self, tag: str) -> Node | None:
        """The first child of that name."""
        for child in self.children:
            if child.tag == tag:
                return child
        return None

    def all(self, tag: str) -> list[Node]:
        """The children of that name."""
        return [child for child in self.children if child.tag == tag]


class _TooMuchError(Exception):
    """What was read is beyond what a screenplay can be; carries the sentence to say."""


class _Builder:
    """Takes the parser's events; the place of each event ends what was open before it."""

    def __init__(self, expat: Any, data: bytes, codec: str) -> None:
        self.expat, self.bytes, self.shut = expat, data, "/>".encode(codec)
        self.root: Node | None = None
        self.stack: list[Node] = []
        self.pending: Node | None = None
        self.opening = False
        self.texts: list[list[str]] = []
        self.count = 0
        self.declared = ""

    def declare(self, _version: str, encoding: str | None, _standalone: int) -> None:
        """The XML declaration."""
        self.declared = encoding or ""

    def mark(self, *_: object) -> None:
        """Any event at all: the tag before it ends here."""
        node = self.pending
        if node is not None:
            at = self.expat.CurrentByteIndex
            if self.opening:
                node.open_end = at
            else:
                node.end = at
            self.pending = None

    def start(self, tag: str, pairs: list[str]) -> None:
        """A start tag."""
        self.mark()
        self.count += 1 + len(pairs) // 2
        if len(self.stack) >= DEEPEST:
            raise _TooMuchError(f"elements are nested more than {DEEPEST} deep")
        if self.count > MOST_NODES:
            raise _TooMuchError(f"it has more than {MOST_NODES:,} elements and attributes")
        attributes = _NO_ATTRIBUTES
        if pairs:
            attributes = dict(zip(pairs[::2], pairs[1::2], strict=True))
            if any(len(value) > LONGEST_VALUE for value in pairs):
                raise _TooMuchError(f"an attribute of <{tag[:60]}> is longer than {LONGEST_VALUE:,} characters")
        expat = self.expat
        node = Node(tag, attributes, expat.CurrentByteIndex, expat.CurrentLineNumber, expat.CurrentColumnNumber + 1)
        if self.stack:
            self.stack[-1].children.append(node)
        else:
            self.root = node
        self.stack.append(node)
        self.texts.append([])
        self.pending, self.opening = node, True

    def data(self, text: str) -> None:
        """Character data, in pieces."""
        self.mark()
        if self.texts:
            self.texts[-1].append(text)

    def finish(self, _tag: str) -> None:
        """An end tag, or the second half of an empty one."""
        node = self.stack.pop()
        at = self.expat.CurrentByteIndex
        fresh = self.pending is node
        self.mark()
        node.close = at
        node.end_line = self.expat.CurrentLineNumber
        text = "".join(self.texts.pop())
        node.text = "" if node.children and not text.strip() else text
        if fresh and self.bytes[at - len(self.shut) : at] == self.shut:
            node.end = at
        else:
            self.pending, self.opening = node, False


def codec_of(data: bytes) -> str:
    """The wide codec a file starts in, else an ASCII-like one."""
    head = data[:4]
    if head[:2] == b"\xff\xfe" or (head[:1] == b"<" and head[1:2] == b"\x00"):
        return "utf-16-le"
    if head[:2] == b"\xfe\xff" or (head[:1] == b"\x00" and head[1:2] == b"<"):
        return "utf-16-be"
    return "utf-8"


def parse(data: bytes, name: str) -> tuple[Node, str]:
    """Read a file's XML.

    Args:
        data: The file.
        name: What messages call it.

    Returns:
        The root element, and the Python codec the file is written in.

    Raises:
        ScriptError: It is not well-formed XML, declares entities or a document type, or is larger, deeper or
            fuller than a screenplay can be. ``where`` names the line.
    """
    if len(data) > MOST_BYTES:
        raise ScriptError(f"the file is larger than {MOST_BYTES >> 20} MB", where=name, remedy=_REMEDY)
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    parser = DefusedXMLParser(forbid_dtd=True)
    expat = parser.parser
    codec = codec_of(data)
    tags = _Builder(expat, data, codec)
    expat.buffer_text = False
    expat.StartElementHandler, expat.EndElementHandler = tags.start, tags.finish
    expat.CharacterDataHandler, expat.XmlDeclHandler = tags.data, tags.declare
    expat.CommentHandler = expat.ProcessingInstructionHandler = expat.StartCdataSectionHandler = tags.mark
    try:
        expat.Parse(data, True)
    except DefusedXmlException as e:
        what = "it declares a document type or entities, which no Final Draft file does"
        raise _refuse(what, name, expat.CurrentLineNumber) from e
    except _TooMuchError as e:
        raise _refuse(str(e), name, expat.CurrentLineNumber) from e
    except (LookupError, ValueError) as e:
        raise _refuse(f"the XML is damaged: {e}", name, expat.CurrentLineNumber) from e
    except ExpatError as e:
        what = re.sub(r": line \d+, column \d+$", "", str(e))
        raise _refuse(f"the XML is damaged: {what}", name, e.lineno) from e
    root = tags.root
    if root is None:
        raise _refuse("it holds no XML element", name, 1)
    root.end = len(data) if root.end < 0 else root.end
    if codec == "utf-8" and tags.declared and not tags.declared.lower().startswith("utf-16"):
        codec = tags.declared
    return root, codec


def _refuse(what: str, name: str, line: int) -> ScriptError:
    return ScriptError(what, where=f"{name}:{line}", remedy=_REMEDY)
