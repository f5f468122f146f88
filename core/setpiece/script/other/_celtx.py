"""Celtx's files: a zip with one HTML page for the script, each paragraph's class its type."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from ..model import ElementKind, Finding, Screenplay, StyleRun
from ._archive import member
from ._rows import Row, screenplay_of

_KINDS: dict[str, ElementKind] = {
    "sceneheading": "heading", "action": "action", "character": "character", "dialog": "dialogue",
    "dialogue": "dialogue", "parenthetical": "parenthetical", "transition": "transition", "shot": "shot",
    "text": "action", "act": "section",
}  # fmt: skip
_STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "s": "strikeout",
    "strike": "strikeout",
}  # fmt: skip
_META = {
    "author": "author", "authors": "author", "copyright": "copyright", "dc.title": "title", "contact": "contact",
    "basedon": "source",
}  # fmt: skip
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SCRIPT = re.compile(r"(?:^|/)script[^/]*\.html?$", re.IGNORECASE)


def read_celtx(data: bytes, name: str) -> Screenplay:
    """Read a .celtx file.

    Raises:
        ScriptError: It is damaged or hostile, or holds no script.
    """
    inner, content = member(data, name, lambda n: _SCRIPT.search(n) is not None)
    page = _Page()
    page.feed(content.decode("utf-8-sig", "replace"))
    page.close()
    page.end_paragraph()
    return screenplay_of(page.rows, f"{name}:{inner}", page.title_page, page.findings, "celtx")


class _Page(HTMLParser):
    """Walks the page's paragraphs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Row] = []
        self.findings: list[Finding] = []
        self.title_page: dict[str, tuple[str, ...]] = {}
        self._kind: ElementKind | None = None
        self._line, self._number, self._text = 0, "", ""
        self._opened: dict[str, int] = {}
        self._styles: list[StyleRun] = []
        self._in_title = False
        self._unknown: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag == "p":
            self.end_paragraph()
            self._begin(values)
        elif tag == "br" and self._kind is not None:
            self._text = self._text.rstrip(" ") + "\n"
        elif tag in _STYLES and self._kind is not None:
            self._opened.setdefault(_STYLES[tag], len(self._text))
        elif tag == "title":
            self._in_title = True
        elif tag == "meta":
            key = _META.get(values.get("name", "").lower())
            if key and values.get("content", "").strip():
                self.title_page[key] = tuple(values["content"].strip().splitlines())

    def _begin(self, values: dict[str, str]) -> None:
        class_ = values.get("class", "").split()[0].lower() if values.get("class", "").split() else ""
        if class_ and class_ not in _KINDS and class_ not in self._unknown:
            self._unknown.add(class_)
            self.findings.append(
                Finding("warning", f"paragraphs of the unknown class {class_[:60]!r} were read as action",
                        self.getpos()[0], "", "unknown-style")
            )  # fmt: skip
        self._kind = _KINDS.get(class_, "action")
        self._line, self._number, self._text = self.getpos()[0], values.get("scenenumber", "").strip(), ""

    def handle_endtag(self, tag: str) -> None:
        style = _STYLES.get(tag)
        if tag == "p":
            self.end_paragraph()
        elif tag == "title":
            self._in_title = False
        elif style in self._opened:
            self._styles.append(StyleRun(self._opened.pop(style), len(self._text), style))  # pyright: ignore[reportArgumentType]

    def handle_data(self, data: str) -> None:
        if self._in_title and data.strip():
            self.title_page.setdefault("title", (_SPACES.sub(" ", data).strip(),))
        if self._kind is None:
            return
        text = _SPACES.sub(" ", data)
        if not self._text or self._text.endswith((" ", "\n")):
            text = text.lstrip(" ")
        self._text += text

    def end_paragraph(self) -> None:
        """Keep the paragraph that is open, if one is."""
        if self._kind is None:
            return
        self._styles += [StyleRun(start, len(self._text), s) for s, start in self._opened.items()]  # pyright: ignore[reportArgumentType]
        styles = tuple(sorted((s for s in self._styles if s.end > s.start), key=lambda s: (s.start, s.end, s.style)))
        self.rows.append(Row(self._kind, self._text.rstrip("\n"), self._line, styles, self._number))
        self._kind, self._opened, self._styles = None, {}, []
