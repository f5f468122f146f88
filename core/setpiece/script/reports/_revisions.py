"""What changed between two drafts on paper: a memo in the revision's colour, for everybody on the crew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from .._compare import DraftDiff, ElementDiff, SceneDiff, revision_colour
from ._paper import INK, SOFT, Paper, ink_on, measure, page_size, wrap

_MARGIN, _SIZE, _LEADING = 42.0, 9.0, 11.5
_FOOT = _MARGIN + 8
_MOST_LINES = 60
_PAGES = {
    "white": "#ffffff", "blue": "#cfe2f7", "pink": "#f9d3de", "yellow": "#fbf3b4", "green": "#d2ecd0",
    "goldenrod": "#f3d98b", "buff": "#f0dcb8", "salmon": "#f7c3ab", "cherry": "#ee9aa8", "tan": "#d9c3a0",
}  # fmt: skip
_KINDS = {
    "new": "NEW", "cut": "CUT", "omitted": "OMITTED", "changed": "CHANGED", "moved": "MOVED", "split": "SPLIT OFF",
    "merged": "MERGED", "same": "RENUMBERED",
}  # fmt: skip
_RED, _GREEN = "#a8201a", "#1a6b2f"


class _Line(NamedTuple):
    text: str
    colour: str = INK
    mark: str = ""
    struck: bool = False
    place: str = ""
    """Lines of the two drafts, in the margin."""


def revision_report(diff: DraftDiff, revision: int = 1, paper: str = "letter") -> bytes:
    """The changes as a PDF, scene by scene: what went is struck, what came is marked with a star.

    Args:
        diff: Two drafts compared.
        revision: Which one the new draft is: 1 blue, 2 pink ... (``revision_colour``).
        paper: ``letter`` or ``a4``.

    Returns:
        The file; equal for equal input.
    """
    colour = revision_colour(revision)
    page = _Page(
        f"{colour.upper()} REVISION",
        f"{PurePath(diff.old_name).name}  to  {PurePath(diff.new_name).name}",
        _PAGES[colour.split()[-1]],
        paper,
    )
    changed = diff.changed
    page.line(_Line(f"{len(changed)} of {len(diff.scenes)} scenes differ" if changed else "No scene differs", SOFT))
    for scene in changed:
        page.scene(scene, diff)
    return page.done()


class _Page:
    """Writes from the top of a page to its foot, and goes on on the next."""

    def __init__(self, title: str, subtitle: str, tint: str, paper: str) -> None:
        self._paper = Paper(title, page_size(paper))
        self._title, self._subtitle, self._tint = title, subtitle, tint
        self._number, self._y = 0, 0.0
        self._turn()

    def _turn(self) -> None:
        p = self._paper
        if self._number:
            p.turn()
        self._number += 1
        p.box(0, 0, p.width, p.height, fill=self._tint, line="")
        top = p.height - _MARGIN
        p.text(_MARGIN, top - 12, self._title, 15, bold=True)
        p.text(_MARGIN, top - 25, self._subtitle, 8, width=p.width - 2 * _MARGIN - 40, colour=SOFT)
        p.text(p.width - _MARGIN - 40, top - 12, f"{self._number}.", 9, width=40, align="right")
        p.rule(_MARGIN, top - 31, p.width - _MARGIN, colour=INK)
        self._y = top - 46

    def line(self, line: _Line) -> None:
        """One text, wrapped."""
        p, indent = self._paper, 58.0
        width = p.width - 2 * _MARGIN - indent - 14
        for i, part in enumerate(wrap(line.text, _SIZE, width, _MOST_LINES)):
            if self._y < _FOOT:
                self._turn()
            if not i and line.place:
                p.text(_MARGIN, self._y, line.place, 7, width=indent - 8, colour=SOFT, align="right")
            p.text(_MARGIN + indent, self._y, part, _SIZE, colour=line.colour)
            if line.struck:
                p.rule(
                    _MARGIN + indent,
                    self._y + 3,
                    _MARGIN + indent + measure(part, _SIZE),
                    colour=line.colour,
                    weight=0.6,
                )
            if line.mark:
                p.text(p.width - _MARGIN - 10, self._y, line.mark, _SIZE + 1, bold=True)
            self._y -= _LEADING

    def scene(self, scene: SceneDiff, diff: DraftDiff) -> None:
        """A band with number, heading and what happened, then the lines."""
        if self._y < _FOOT + 3 * _LEADING:
            self._turn()
        p, fill = self._paper, "#2b2b2b"
        self._y -= 6
        p.box(_MARGIN, self._y - 4, p.width - 2 * _MARGIN, 15, fill=fill, line="")
        number = scene.new_number or scene.old_number
        p.text(_MARGIN + 5, self._y, number, 9, width=44, bold=True, colour=ink_on(fill))
        p.text(
            _MARGIN + 58, self._y, scene.heading, 9, width=p.width - 2 * _MARGIN - 200, bold=True, colour=ink_on(fill)
        )
        p.text(p.width - _MARGIN - 140, self._y, _what(scene, diff), 8, width=135, colour=ink_on(fill), align="right")
        self._y -= _LEADING + 6
        for element in scene.elements:
            for line in _lines(element):
                self.line(line)

    def done(self) -> bytes:
        """The document."""
        self._paper.turn()
        return self._paper.done()


def _what(scene: SceneDiff, diff: DraftDiff) -> str:
    told = _KINDS[scene.kind]
    of = _number_of(scene, diff)
    told += f" {'FROM' if scene.kind == 'split' else 'INTO'} {of}" if of else ""
    return f"{told}, WAS {scene.old_number}" if scene.renumbered else told


def _number_of(scene: SceneDiff, diff: DraftDiff) -> str:
    if scene.source is None:
        return ""
    for other in diff.scenes:
        if scene.kind == "split" and other.old == scene.source:
            return other.old_number or str(scene.source + 1)
        if scene.kind == "merged" and other.new == scene.source:
            return other.new_number or str(scene.source + 1)
    return ""


def _lines(e: ElementDiff) -> Iterator[_Line]:
    place = f"{e.old_line or '-'} : {e.new_line or '-'}"
    if e.kind == "moved":
        yield _Line(_shown(e, e.new), INK, "*", place=place)
        return
    if e.old:
        yield _Line(_shown(e, e.old), _RED, struck=True, place=place)
    if e.new:
        yield _Line(_shown(e, e.new), _GREEN, "*", place="" if e.old else place)


def _shown(e: ElementDiff, text: str) -> str:
    flat = " ".join(text.split())
    return f"{e.element.upper()}: {flat}" if e.element in ("character", "transition", "shot") else flat
