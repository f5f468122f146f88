"""Who is introduced at length and then speaks under a part of that name in the same scene: DIRECTOR PELL, then PELL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from setpiece.script.model import Element

from ._aliases import tells_apart, words_of
from ._cues import read_cue
from ._intros import intros, is_role
from ._people import people


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
        told = [i.name for e in scene if e.kind == "action" for i in intros(e.text)]
        cues = [n for e in scene if e.kind == "character" for n in read_cue(e, frozenset(speakers)).names]
        longer = [n for n in dict.fromkeys(told) if n in silent]
        for short in dict.fromkeys(cues):
            fitting = [n for n in longer if n not in out and _holds(words_of(n), words_of(short))]
            if len(fitting) == 1 and short not in known and short not in told:
                out[fitting[0]] = short
        known.update(told, cues)
    return out


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
        return not tells_apart(long[:-n])
    kin = n == 1 and (short[0] in people().kin or short[0] in people().role_words)
    return kin and long[0] == short[0] and not is_role(" ".join(long))
