"""Dialogue as turns: a cue with everything said under it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from setpiece.script.model import ScriptScene

from ._cues import Cue, read_cue
from ._text import clean

_SPOKEN = ("dialogue", "lyric")


@dataclass(frozen=True, slots=True)
class Turn:
    """One speech. ``first`` and ``last`` are positions in the scene's elements."""

    cue: Cue
    line: int
    spoken: str
    asides: tuple[str, ...]
    first: int
    last: int
    aside_lines: tuple[int, ...]


def turns(scene: ScriptScene, known: frozenset[str]) -> Iterator[Turn]:
    """The scene's speeches in order."""
    elements = scene.elements
    i = 0
    while i < len(elements):
        e = elements[i]
        if e.kind != "character":
            i += 1
            continue
        said: list[str] = []
        asides: list[str] = []
        aside_lines: list[int] = []
        j = i + 1
        while j < len(elements) and elements[j].kind in (*_SPOKEN, "parenthetical", "note", "blank"):
            f = elements[j]
            if f.kind in _SPOKEN:
                said.append(f.text)
            elif f.kind == "parenthetical":
                asides.append(clean(f.text).strip("() "))
                aside_lines.append(max(0, f.span.line - scene.heading.span.line))
            elif f.kind == "blank" and not (
                j + 1 < len(elements) and elements[j + 1].kind in (*_SPOKEN, "parenthetical")
            ):
                break
            j += 1
        line = max(0, e.span.line - scene.heading.span.line)
        yield Turn(read_cue(e, known), line, clean(" ".join(said)), tuple(asides), i, j, tuple(aside_lines))
        i = j
