"""From a draft's elements to its scenes: the one place that says what a scene is, for every format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from .model import Element, SceneProperties, Screenplay, ScriptScene, Span

_SPEECH = ("dialogue", "lyric", "parenthetical")
_OMITTED = re.compile(r"(?:SCENES? )?(?:\S+ )?OMITTED\W*", re.IGNORECASE)


def split_scenes(
    elements: Sequence[Element], properties: Mapping[int, SceneProperties | None] | None = None
) -> tuple[tuple[ScriptScene, ...], tuple[str, ...]]:
    """Slice elements at their headings.

    A heading that says OMITTED, with nothing to see below it, keeps a number and is no scene.

    Args:
        elements: All of the draft's, in order.
        properties: What the file stores of scenes, by the index of their headings.

    Returns:
        The scenes, and the numbers of the omitted ones.
    """
    starts = [i for i, element in enumerate(elements) if element.kind == "heading"]
    found = [
        ScriptScene(elements[a].number, elements[a], tuple(elements[a + 1 : b]), (properties or {}).get(a))
        for a, b in pairwise([*starts, len(elements)])
    ]
    gone = [s for s in found if _is_omitted(s)]
    if not gone:
        return tuple(found), ()
    return tuple(s for s in found if not _is_omitted(s)), tuple(s.number for s in gone if s.number)


def _is_omitted(scene: ScriptScene) -> bool:
    text = scene.heading.text
    if "OMITTED" not in text.upper() or _OMITTED.fullmatch(text.strip()) is None:
        return False
    return not any(e.kind in ("action", "dialogue", "shot") for e in scene.elements)


def scenes_in_own_lines(play: Screenplay) -> tuple[ScriptScene, ...]:
    """A draft's scenes with places that say how far below the slugline something stands, and nothing else.

    Lines of XML and of printed pages come and go when a program saves the file again. There a scene's
    lines are counted as if it were typed as Fountain. A Fountain scene has its own lines anyway.
    """
    return play.scenes if play.format == "fountain" else tuple(map(_typed, play.scenes))


def _typed(scene: ScriptScene) -> ScriptScene:
    """The scene with line 1 for its heading, a blank line between paragraphs, and bytes that follow its text."""
    owner, there = _at(scene.heading, 1, 0), scene.heading.span
    typed = [owner]
    for element in scene.elements:
        if element.kind in ("note", "boneyard") and there.byte <= element.span.byte < there.end_byte:
            here = owner.span
            inside = Span(here.line, here.column, here.byte, here.line, here.byte)
            typed.append(msgspec.structs.replace(element, span=inside))
            continue
        said = element.kind in _SPEECH and owner.kind in ("character", "note", *_SPEECH)
        owner, there = _at(element, owner.span.end_line + (1 if said else 2), owner.span.end_byte + 1), element.span
        typed.append(owner)
    return msgspec.structs.replace(scene, heading=typed[0], elements=tuple(typed[1:]))


def _at(element: Element, line: int, byte: int) -> Element:
    lines = element.text.count("\n")
    return msgspec.structs.replace(element, span=Span(line, 1, byte, line + lines, byte + 1 + len(element.text)))
