"""One person, several names: which cues and introductions belong together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ._people import people

_APART = frozenset(
    "young old little older younger teen teenage adult elderly baby future past ghost kid senior fake evil other "
    "another first second third tall short fat thin big small junior jr sr".split()
)

_HONOURED = re.compile(r"(?<=\w)-(?:san|sama|sensei|kun|chan|ji|bey|effendi)$")
_WED = frozenset("mr mrs ms miss".split())
_MANY = 50
"""A name inside this many others is a word, and merges nobody anyway."""


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without nickname quotes."""
    return tuple(_HONOURED.sub("", w.strip("\"“”'.,#")) for w in name.lower().split() if w.strip("\"“”'.,#"))


def merge_names(names: Sequence[str], apart: frozenset[tuple[str, str]] = frozenset()) -> Mapping[str, str]:
    """Decide which names are one person.

    A shorter name joins a longer one that holds all its words ("BOB" and "UNCLE BOB") when only
    one longer name does, neither is a bare role ("GUARD"), and the words between are not such as
    tell people apart ("YOUNG", "BOB'S", "#2").

    Args:
        names: Distinct names, in order of appearance.
        apart: Pairs that answer each other in one scene and so are two people.

    Returns:
        Every name mapped to the first-appearing name of its person.
    """
    words = {n: words_of(n) for n in names}
    order = {n: k for k, n in enumerate(names)}
    holding: dict[str, list[str]] = {}
    for n in names:
        for w in dict.fromkeys(words[n]):
            holding.setdefault(w, []).append(n)
    parent = {n: n for n in names}

    def root(n: str) -> str:
        while parent[n] != n:
            n = parent[n]
        return n

    for short in sorted(names, key=lambda n: (len(words[n]), order[n])):
        near = min((holding[w] for w in words[short]), key=len, default=[])
        longer = [
            n
            for n in near
            if n != short and (words[n] == words[short] or _within(words[short], words[n])) and (short, n) not in apart
        ]
        persons = {root(n) for n in longer[:_MANY]}
        if len(persons) > 1 and words[short][0] not in _WED:
            persons = {root(n) for n in longer[:_MANY] if words[n][0] not in _WED}
        if len(persons) == 1:
            a, b = root(short), persons.pop()
            first, second = (a, b) if order[a] <= order[b] else (b, a)
            parent[second] = first
    alike: dict[str, str] = {}
    for n in names:  # "POW5" is "POW 5", "CAPT. MATHEWS" is "CAPTAIN MATHEWS"
        first = root(alike.setdefault(_spelled(words[n]), n))
        if first != root(n) and (first, n) not in apart:
            parent[root(n)] = first
    for n in names:
        owner = n.removesuffix(" VOICE").removesuffix("'S").removesuffix("’S")
        voiced = n.endswith((("'S VOICE"), ("’S VOICE"))) and owner in parent
        if voiced and (n, owner) not in apart and not _is_bare(owner):
            first, second = sorted((root(n), root(owner)), key=lambda x: order[x])
            if first != second:
                parent[second] = first
    return {n: root(n) for n in names}


_SHORT = {
    "capt": "captain", "cpt": "captain", "dr": "doctor", "sgt": "sergeant", "lt": "lieutenant", "prof": "professor",
    "det": "detective", "insp": "inspector", "col": "colonel", "gen": "general", "rev": "reverend", "cpl": "corporal",
    "pvt": "private", "sen": "senator", "gov": "governor", "supt": "superintendent",
}  # fmt: skip


def _spelled(words: Sequence[str]) -> str:
    """A name without blanks, ranks in full."""
    return "".join(_SHORT.get(w, w) for w in words)


def _is_bare(name: str) -> bool:
    return name.rsplit(maxsplit=1)[-1].lower() in people().role_words


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether ``short`` is a name inside ``long`` and not a different person's."""
    if not short or len(short) >= len(long) or not set(short) <= set(long):
        return False
    rest = [w for w in long if w not in short]
    p = people()
    if rest == ["the"]:
        return True
    if len(rest) == 2 and " ".join(rest) in p.roles and long[:2] == tuple(rest) and rest[-1] not in ("boy", "girl"):
        rest = []  # "OLD MAN PETTIBONE" is Pettibone
    if tells_apart(rest) or any("-" in w for w in rest):
        return False
    if any(w.isdigit() for w in short):
        return False
    named = [w for w in short if w not in p.kin and w not in p.role_words and w not in p.young]
    if not named:
        return False
    if len(short) == 1 and short[0] == long[-1] and long[0] in ("mrs", "ms", "miss", "mr") and _first_name(short[0]):
        return False
    return not (set(short) & p.kin and set(rest) & p.kin)


def tells_apart(words: Sequence[str]) -> bool:
    """Whether words beside a name make it another's: "YOUNG", "BOB'S", "2"."""
    return any(
        w in _APART or w.isdigit() or w.endswith(("'s", "s'")) or w in ("of", "and", "&", "voice") for w in words
    )


def _first_name(word: str) -> bool:
    return word in people().female_names or word in people().male_names
