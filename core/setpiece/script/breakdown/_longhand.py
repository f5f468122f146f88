"""Who is introduced at length and then speaks under a part of that name in the same scene: DIRECTOR PELL, then PELL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from setpiece.script.model import Element

from ._aliases import tells_apart, words_of
from ._cues import read_cue
from ._intros import Intro, intros, is_role
from ._people import people

_BEFORE = re.compile(r"\b(?:an?|the|his|her|their|our)\s+(?:[a-z-]+\s+){0,2}?([a-z]+),?\s+$", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:\([^()]{1,30}\)\s*)?,\s+(?:an?|the|his|her|their|our)\s+(?:[a-z-]+\s+){0,2}?([a-z]+)\b(?=\s*[,.;]|\s+(?:in|with|of|who)\b)"
)
_LONG = 5
_MANY = 50
"""A word inside more names than these tells nobody apart."""
_SAME = {
    "mom": "mother", "mum": "mother", "mommy": "mother", "mama": "mother", "dad": "father", "daddy": "father",
    "papa": "father", "pa": "father", "grandma": "grandmother", "grandpa": "grandfather", "cop": "officer",
    "barman": "bartender", "grammy": "grandmother", "granny": "grandmother", "gran": "grandmother",
    "nana": "grandmother", "gramps": "grandfather", "grandad": "grandfather", "granddad": "grandfather",
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
            if intro.name in silent and intro.name not in out and intro.name.lower() in people().kin:
                base = _SAME.get(intro.name.lower(), intro.name.lower())
                own = [c for c in dict.fromkeys(cues) if _SAME.get(c.lower()) == base and c not in told]
                out.update({intro.name: own[0]} if len(own) == 1 else {})
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


def misspelt(names: Sequence[str], lines: Mapping[str, int], texts: Sequence[str]) -> dict[str, str]:
    """Silent names that are another name with a slip of the pen: ADAM RPBERTS is ADAM ROBERTS.

    Args:
        names: All names, in order of appearance.
        lines: How often each speaks.
        texts: The action lines, where the right spelling comes more often.
    """
    written = " ".join(texts)
    alike: dict[str, list[str]] = {}
    for name in names:
        for w in dict.fromkeys(name.split()) if " " in name else ():
            alike.setdefault(w, []).append(name)
    out: dict[str, str] = {}
    for wrong in names:
        if lines.get(wrong) or " " not in wrong:
            continue
        near = [n for w in wrong.split() if len(alike[w]) <= _MANY for n in alike[w] if n != wrong and n not in out]
        right = [n for n in near if _slip(wrong, n) and _count(n, written) >= _count(wrong, written)]
        if right:
            out[wrong] = right[0]
    return out


def _count(name: str, text: str) -> int:
    return len(re.findall(rf"\b{re.escape(name)}\b", text))


def _slip(a: str, b: str) -> bool:
    """Whether two names differ by one letter or two letters' order, in one long word that is no given name."""
    pairs = [(x, y) for x, y in zip(a.split(), b.split(), strict=False) if x != y]
    if len(a.split()) != len(b.split()) or len(a.split()) < 2 or len(pairs) != 1:
        return False
    x, y = pairs[0]
    if min(len(x), len(y)) < _LONG or x[0] != y[0] or abs(len(x) - len(y)) > 1 or {x[-1], y[-1]} & set("0123456789"):
        return False
    k = next((i for i, (p, q) in enumerate(zip(x, y, strict=False)) if p != q), min(len(x), len(y)))
    return x[k + 1 :] in (y[k + 1 :], y[k:]) or x[k:] == y[k + 1 :] or x[k : k + 2] == y[k : k + 2][::-1] != ""


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
