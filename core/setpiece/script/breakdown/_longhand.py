"""Who is introduced at length and then speaks under a part of that name in the same scene: DIRECTOR PELL, then PELL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from setpiece.script.model import Element

from ._aliases import tells_apart, words_of
from ._cues import read_cue
from ._intros import Intro, intros, is_role
from ._people import people

_BEFORE = re.compile(r"\b(?:an?|the|his|her|their|our)\s+(?:[a-z-]+\s+){0,2}?([a-z]+),?\s+$", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:\([^()]{1,30}\)\s*)?,\s+(?:an?|the|his|her|their|our)\s+(?:[a-z-]+\s+){0,2}?([a-z]+)\b(?=\s*[,.;]|\s+(?:in|with|of|who)\b)"
)
_SAME = {
    "mom": "mother", "mum": "mother", "mommy": "mother", "mama": "mother", "dad": "father", "daddy": "father",
    "papa": "father", "pa": "father", "grandma": "grandmother", "grandpa": "grandfather", "cop": "officer",
    "barman": "bartender",
}  # fmt: skip


def spoken_short(elements: Sequence[Element], silent: Set[str], speakers: Set[str]) -> dict[str, str]:
    """Silent names -> the cue that the same person has.

    A cue counts where its scene is the first that names it, and where just one silent name of the
    scene's action holds it: "PIANO STUDENT" for STUDENT, "GRANDMA PELL" for GRANDMA.

    Args:
        elements: The script's elements, in order.
        silent: Names that the action introduces and that have no cue.
        speakers: Names that have.
    """
    known: set[str] = set()
    out: dict[str, str] = {}
    for scene in scenes_of(elements):
        met = [i for e in scene if e.kind == "action" for i in intros(e.text)]
        told = [i.name for i in met]
        cues = [n for e in scene if e.kind == "character" for n in read_cue(e, frozenset(speakers)).names]
        longer = [n for n in dict.fromkeys(told) if n in silent]
        for short in dict.fromkeys(cues):
            fitting = [n for n in longer if n not in out and _holds(words_of(n), words_of(short))]
            if len(fitting) == 1 and short not in known and short not in told:
                out[fitting[0]] = short
        for intro in met:
            if intro.name in silent and intro.name not in out and not is_role(intro.name):
                trades = {_SAME.get(w, w) for w in _trades(intro)}
                own = [c for c in dict.fromkeys(cues) if _SAME.get(c.lower(), c.lower()) in trades and c not in told]
                out.update({intro.name: own[0]} if len(own) == 1 else {})
        known.update(told, cues)
    return out


def _trades(intro: Intro) -> Iterator[str]:
    """What the words around a name say that somebody is: "the barman, TOD", "his mother LINDA", "TOD, a barman"."""
    for m in (_BEFORE.search(intro.lead), _AFTER.match(intro.tail)):
        if m is not None and m[1].lower() in people().roles:
            yield m[1].lower()


def scenes_of(elements: Sequence[Element]) -> Iterator[list[Element]]:
    """The elements cut before every heading."""
    scene: list[Element] = []
    for e in elements:
        if e.kind == "heading" and scene:
            yield scene
            scene = []
        scene.append(e)
    yield scene


def _holds(long: Sequence[str], short: Sequence[str]) -> bool:
    n = len(short)
    if not 0 < n < len(long):
        return False
    if tuple(long[-n:]) == tuple(short):
        bare = short[-1] in people().role_words
        return not tells_apart([w for w in long[:-n] if not (bare and w.endswith("'s"))])
    kin = n == 1 and (short[0] in people().kin or short[0] in people().role_words)
    return kin and long[0] == short[0] and not is_role(" ".join(long))
