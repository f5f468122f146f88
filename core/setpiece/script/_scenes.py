"""From a draft's elements to its scenes: the one place that says what a scene is, for every format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from .model import Element, SceneProperties, ScriptScene

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
