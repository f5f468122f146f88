"""Open Screenplay Format (1.2 to 2.1) and Fade In's files, which are a zip around one.

Facts: the format's published samples. A paragraph's type is its style's base style, under the
names ``basestylename``, ``basestyle`` or, in 2.1, ``baseStyleName``; a style of the user's own is
resolved through the table of styles. ``dualdialogue`` marks the *first* speaker of a pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

from ...errors import ScriptError
from ..model import ElementKind, Finding, Screenplay, StyleRun
from ._archive import member
from ._rows import Row, screenplay_of

_KINDS: dict[str, ElementKind] = {
    "scene heading": "heading", "action": "action", "character": "character", "parenthetical": "parenthetical",
    "dialogue": "dialogue", "transition": "transition", "shot": "shot", "normal text": "action",
    "general": "action", "lyrics": "lyric", "unspoken character": "action", "new act": "section",
    "end of act": "centered",
}  # fmt: skip
_STYLES = {"bold": "bold", "italic": "italic", "underline": "underline", "strikethrough": "strikeout"}
_TITLE_KEYS = {
    "title": "title", "author": "author", "authors": "author", "written_by": "author", "credit": "credit",
    "source": "source", "draft": "draft date", "drafts": "draft date", "date": "date", "contact": "contact",
    "copyright": "copyright",
}  # fmt: skip
_MARKUP = re.compile(r"<(/?)(b|i|u|s|br|font|size|color|bgcolor)(?:=\"[^\"]*\")?\s*/?>", re.IGNORECASE)
_MARKUP_STYLES = {"b": "bold", "i": "italic", "u": "underline", "s": "strikeout"}
_MOST_DEPTH = 200
_REMEDY = "Open it in Fade In and save it again, or export Fountain."


def read_fadein(data: bytes, name: str) -> Screenplay:
    """Read a .fadein file.

    Raises:
        ScriptError: It is damaged or hostile.
    """
    inner, content = member(data, name, lambda n: n.lower().rpartition("/")[2] in ("document.xml", "document.osf"))
    return read_osf(content, f"{name}:{inner}")


def read_osf(data: bytes, name: str) -> Screenplay:
    """Read an Open Screenplay Format document.

    Raises:
        ScriptError: It is damaged or hostile, or no such document; names the line.
    """
    handler = _Handler(name)
    _parse(data, handler, name)
    if handler.root != "document":
        raise ScriptError("this is no Open Screenplay Format document", where=name, remedy=_REMEDY)
    findings: list[Finding] = []
    rows = list(_rows(handler, findings))
    return screenplay_of(rows, name, handler.title_page(), findings, "osf")


def _parse(data: bytes, handler: ContentHandler, name: str) -> None:
    from defusedxml import DefusedXmlException
    from defusedxml.sax import parseString

    try:
        parseString(data, handler, forbid_dtd=True)
    except DefusedXmlException as e:
        raise ScriptError(f"declares {type(e).__name__}, which no script needs", where=name, remedy=_REMEDY) from e
    except SAXParseException as e:
        raise ScriptError(e.getMessage(), where=f"{name}:{e.getLineNumber()}", remedy=_REMEDY) from e
    except (SAXException, ValueError, LookupError) as e:
        raise ScriptError(f"cannot be read: {e}", where=name, remedy=_REMEDY) from e


@dataclass
class _Para:
    line: int
    attributes: dict[str, str]
    style: dict[str, str] = field(default_factory=dict)
    runs: list[tuple[str, frozenset[str]]] = field(default_factory=list)


class _Handler(ContentHandler):
    """Collects paragraphs, styles and the title page; everything else is passed over."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._line, self._depth = name, 0, 0
        self.root, self.version = "", 0
        self.styles: dict[str, str] = {}
        self.info: dict[str, str] = {}
        self.paras: list[_Para] = []
        self.title_paras: list[_Para] = []
        self._in_title = False
        self._para: _Para | None = None
        self._marks: frozenset[str] | None = None
        self._text: list[str] = []
        self._locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802  (SAX names it)
        self._locator = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802  (SAX names it)
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise SAXException("is nested too deep")
        values = {key.lower(): attrs[key] for key in attrs.keys()}  # noqa: SIM118  (a SAX table is no dict)
        if not self.root:
            self.root = name
            version = values.get("version", "")
            self.version = int(version) if version.isdecimal() and len(version) < 6 else 0
        elif name == "info":
            self.info = values
        elif name == "titlepage":
            self._in_title = True
        elif name == "para":
            self._para = _Para(self._locator.getLineNumber() if self._locator else 0, values)
        elif name == "style":
            self._style(values)
        elif name == "text" and self._para is not None:
            self._marks = frozenset(mark for key, mark in _STYLES.items() if values.get(key) in ("1", "true"))

    def _style(self, values: dict[str, str]) -> None:
        if self._para is not None:
            self._para.style = values
        elif "name" in values:
            self.styles[values["name"].lower()] = _base(values)

    def characters(self, content: str) -> None:
        if self._marks is not None:
            self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802  (SAX names it)
        self._depth -= 1
        if name == "text" and self._para is not None and self._marks is not None:
            self._para.runs.append(("".join(self._text), self._marks))
            self._marks, self._text = None, []
        elif name == "para" and self._para is not None:
            (self.title_paras if self._in_title else self.paras).append(self._para)
            self._para = None
        elif name == "titlepage":
            self._in_title = False

    def title_page(self) -> dict[str, tuple[str, ...]]:
        """Title page entries: of 2.x's own page, else of 1.2's info."""
        page: dict[str, tuple[str, ...]] = {}
        for para in self.title_paras:
            key = _TITLE_KEYS.get(para.attributes.get("bookmark", "").lower())
            text = "".join(t for t, _ in para.runs).strip()
            if key and text:
                page[key] = (*page.get(key, ()), *text.splitlines())
        if not page:
            told = {_TITLE_KEYS[k]: v for k, v in self.info.items() if k in _TITLE_KEYS and v.strip()}
            page = {key: tuple(value.splitlines()) for key, value in told.items()}
        return page


def _base(values: Mapping[str, str]) -> str:
    return (values.get("basestylename") or values.get("basestyle") or values.get("name") or "").lower()


def _rows(handler: _Handler, findings: list[Finding]) -> Iterator[Row]:
    waiting, dual, unknown = False, False, set[str]()
    for para in handler.paras:
        kind = _kind(para, handler.styles, findings, unknown)
        if kind == "character":
            dual, waiting = waiting, para.style.get("dualdialogue") in ("1", "true")
        elif kind not in ("dialogue", "parenthetical", "lyric"):
            dual = waiting = False
        if para.style.get("pagebreakbefore") in ("1", "true"):
            yield Row("page_break", "", para.line)
        text, styles = _text(para, handler.version)
        centred = kind == "action" and para.style.get("align") == "center" and bool(text.strip())
        yield Row("centered" if centred else kind, text, para.line, styles, _number(para), dual)
        for key in ("synopsis", "note"):
            if para.attributes.get(key, "").strip():
                yield Row("synopsis" if key == "synopsis" else "note", para.attributes[key], para.line)


def _number(para: _Para) -> str:
    own = para.attributes.get("scene_number") or para.attributes.get("scenenumber")
    return (own or para.style.get("number", "")).strip()


def _kind(para: _Para, styles: Mapping[str, str], findings: list[Finding], unknown: set[str]) -> ElementKind:
    style = _base(para.style) or "normal text"
    for _ in range(8):  # a style of the user's own, based on another one
        if style in _KINDS or style not in styles:
            break
        style = styles[style]
    if style not in _KINDS and style not in unknown:
        unknown.add(style)
        findings.append(
            Finding("warning", f"paragraphs of the unknown style {style[:60]!r} were read as action", para.line,
                    "Base that style on one of the screenplay's own.", "unknown-style")
        )  # fmt: skip
    return _KINDS.get(style, "action")


def _text(para: _Para, version: int) -> tuple[str, tuple[StyleRun, ...]]:
    text, runs = "", list[StyleRun]()
    for part, marks in para.runs:
        plain, inner = _markup(part, len(text)) if 0 < version < 20 else (part, [])
        runs += inner
        runs += [StyleRun(len(text), len(text) + len(plain), m) for m in sorted(marks) if plain]  # pyright: ignore[reportArgumentType]
        text += plain
    return text, _joined(runs)


def _joined(runs: list[StyleRun]) -> tuple[StyleRun, ...]:
    """Neighbouring runs of one style become one; sorted by start."""
    out: list[StyleRun] = []
    for run in sorted(runs, key=lambda r: (r.style, r.start)):
        if out and out[-1].style == run.style and out[-1].end >= run.start:
            out[-1] = StyleRun(out[-1].start, max(out[-1].end, run.end), run.style)
        else:
            out.append(run)
    return tuple(sorted(out, key=lambda r: (r.start, r.end, r.style)))


def _markup(part: str, offset: int) -> tuple[str, list[StyleRun]]:
    """1.2 wrote emphasis as escaped tags into the text."""
    text, at, opened, runs = "", 0, dict[str, int](), list[StyleRun]()
    for tag in _MARKUP.finditer(part):
        text += part[at : tag.start()]
        at = tag.end()
        closing, kind = tag.group(1), tag.group(2).lower()
        style = _MARKUP_STYLES.get(kind)
        if kind == "br":
            text += "\n"
        elif style and not closing:
            opened.setdefault(style, len(text))
        elif style in opened:
            runs.append(StyleRun(offset + opened.pop(style), offset + len(text), style))  # pyright: ignore[reportArgumentType]
    text += part[at:]
    runs += [StyleRun(offset + start, offset + len(text), s) for s, start in opened.items()]  # pyright: ignore[reportArgumentType]
    return text, runs
