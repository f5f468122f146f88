"""Background: people the action shows that are not cast, and how many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ._hearsay import in_words_only
from ._lexicon import plain_nouns, plural_of
from ._people import WEAK, Role, people
from ._text import NUMBERS, VAGUE_NUMBERS, Sentence, number_before
from ._verbs import verbs

_GENERIC = frozenset(
    "man woman person child kid boy girl friend couple gentleman lady brother sister officer fellow guy".split()
)
_BIG = {
    "crowd": 20, "mob": 20, "throng": 30, "horde": 25, "audience": 30, "army": 40, "swarm": 20, "mass": 30,
    "hundreds": 200, "thousands": 500, "dozens": 24, "scores": 40, "congregation": 30, "parade": 30, "procession": 15,
    "class": 15, "platoon": 20, "handful": 5, "knot": 5, "couple": 2,
}  # fmt: skip
_DEFAULT = 6
_OF_WHOM = frozenset(
    "speed size age height strength smile grace patience manner air appetite son daughter wife kind look role "
    "life".split()
)
_CHESS = frozenset("knight king queen bishop".split())
_COPULA = frozenset("himself herself is was are were be as become becomes being like than not".split())


@dataclass(frozen=True, slots=True)
class Extra:
    """Background people at one place of a sentence."""

    what: str
    count: int
    minor: bool
    start: int


def extras_in(s: Sentence, names: frozenset[int], with_cast: bool) -> Iterator[Extra]:
    """People without a name that a sentence of action shows.

    Args:
        s: The sentence.
        names: Words of it that are part of a cast member's name.
        with_cast: Whether cast is in the scene, so that "the men" may mean them.
    """
    roles = people().roles
    i, n = 0, len(s.low)
    while i < n:
        two = f"{s.low[i]} {s.low[i + 1]}" if i + 1 < n else ""
        size = 2 if two in roles else 1
        role = roles.get(two) if size == 2 else roles.get(s.low[i])
        if s.low[i] in people().crowd_alone and i not in names and not s.quoted[i]:
            extra = _crowd(s, i)
            if extra is not None:
                yield extra
        elif role is not None and i not in names and not s.quoted[i] and not in_words_only(s, i):
            extra = (
                (
                    None
                    if _named_next(s, i + size, names) and role.name in WEAK
                    else _plural(s, i, i + size, role, with_cast)
                )
                if role.plural
                else _single(s, i, i + size, role, with_cast, names)
            )
            if extra is not None:
                yield extra
        i += size


def _crowd(s: Sentence, i: int) -> Extra | None:
    if in_words_only(s, i) or s.possessive[i]:
        return None
    j = i + 1
    if j < len(s.low) and s.low[j] == "of" and any(w in people().roles for w in s.low[j + 1 : j + 5]):
        return None
    if i and s.low[i - 1] in ("they", "we", "to", "who"):
        return None
    word = s.low[i]
    return Extra(word, people().crowd_alone[word], False, i)


def _plural(s: Sentence, i: int, j: int, role: Role, with_cast: bool) -> Extra | None:
    if s.possessive[j - 1] or role.name in ("sir", "lord") or _is_verb(s, i):
        return None
    if any(s.low[k] in people().crowd_alone and "," in s.gap[k + 1] for k in range(max(0, i - 6), i)):
        return None  # "the jury, eight women and four men"
    start = _phrase_start(s, i)
    det = s.low[start - 1] if start > 0 and not s.breaks(start) else ""
    first = s.low[start] if start < i else ""
    crowd = _crowd_before(s, i)
    number = number_before(s, i)
    if (
        crowd is None
        and role.name in _GENERIC
        and with_cast
        and (
            det in ("the", "these", "those", "both", "our", "his", "her", "their")
            or first in ("the", "these", "those", "both")
        )
    ):
        return None
    if (
        j < len(s.low)
        and s.gap[j] == " "
        and (s.low[j] in plain_nouns() or s.low[j] in people().role_words)
        and s.low[j] not in verbs()
    ):
        return None
    if role.name in WEAK and crowd is None and number is None:
        return None
    if (
        j < len(s.low)
        and not s.breaks(j)
        and s.low[j] in ("room", "rooms", "club", "department", "lounge", "locker", "entrance")
    ):
        return None
    count = (
        number or crowd or (10 if det == "of" and start > 1 and s.low[start - 2] in ("full", "filled") else _DEFAULT)
    )
    what = " ".join(s.low[i:j])
    return Extra(what, min(count, 500), role.minor, i)


def _single(s: Sentence, i: int, j: int, role: Role, with_cast: bool, names: frozenset[int]) -> Extra | None:
    if role.name in WEAK or s.possessive[j - 1]:
        return None
    if j < len(s.low) and s.gap[j] == " " and s.low[j] in plain_nouns() and s.low[j] not in verbs():
        return None
    if (
        j < len(s.low)
        and not s.breaks(j)
        and (
            s.low[j] in people().role_words
            or s.gap[j] == "-"
            or s.low[j]
            in (
                "chair",
                "seat",
                "side",
                "window",
                "door",
                "box",
                "cabin",
                "compartment",
                "gear",
                "uniform",
                "costume",
                "suit",
                "mask",
                "hat",
                "shoes",
                "clothes",
                "outfit",
                "voice",
                "who's",
            )
        )
    ):
        return None
    if j in names or _named_next(s, j, names):
        return None
    start = _phrase_start(s, i)
    det = s.low[start] if start < i else ""
    if det not in ("a", "an", "the", "another", "one"):
        return None
    if det == "the" and with_cast and role.name in _GENERIC:
        return None
    before = s.low[start - 1] if start > 0 else ""
    if role.name in _CHESS and before in ("moves", "takes", "tips", "captures", "sacrifices"):
        return None
    if before in _COPULA and not s.breaks(start):
        return None
    if _apposed(s, start):
        return None
    if before == "of" and start > 1 and s.low[start - 2] in _OF_WHOM:
        return None
    return Extra(" ".join(s.low[i:j]), 1, role.minor, i)


def _is_verb(s: Sentence, i: int) -> bool:
    """``as he witnesses his death``, ``she mothers him``."""
    return i > 0 and not s.breaks(i) and s.low[i - 1] in ("he", "she", "it", "who") and s.low[i].endswith("s")


def _named_next(s: Sentence, j: int, names: frozenset[int]) -> bool:
    """``the new lad, Constable Donnelly``, ``a man known only as MUFFIN``, ``two figures: Maisie and Ned``."""
    for k in range(j, min(len(s.low), j + 9)):
        if k in names:
            named = {"called", "named", "as", "name", "calls", "is"} & frozenset(s.low[j:k])
            marked = any(c in s.gap[k] for c in ",:(—–") or "--" in s.gap[k] or "- " in s.gap[k]
            return marked or bool(named and {"called", "named", "known", "name", "calls"} & frozenset(s.low[j:k]))
        if s.low[k] in verbs() and s.low[k].endswith("s"):
            return False
    return False


def _apposed(s: Sentence, start: int) -> bool:
    """Whether the phrase at word ``start`` only says who somebody is: "GORAN, 50s, a jeweler"."""
    k = start
    while k > 0 and "," in s.gap[k] and start - k <= 6:
        k -= 1
        if (s.raw[k][:1].isupper() and k > 0) or (s.raw[k].isupper() and len(s.raw[k]) > 1):
            return True
        while k > 0 and "," not in s.gap[k] and start - k <= 6:
            k -= 1
    return ")" in s.gap[start] and "," in s.gap[start]


def _phrase_start(s: Sentence, i: int) -> int:
    """First word of the noun phrase that ends at word ``i``: its determiner or number, else ``i``."""
    for k in range(i - 1, max(-1, i - 5), -1):
        if s.breaks(k + 1) and "," not in s.gap[k + 1]:
            return i
        word = s.low[k]
        if (
            word in ("a", "an", "the", "another", "these", "those", "both", "one", "his", "her", "their", "our")
            or word in NUMBERS
        ):
            return k
        if word == "of":
            return k + 1
    return i


def _crowd_before(s: Sentence, i: int) -> int | None:
    """The size of "a crowd of", "a group of" before the noun at word ``i``."""
    for k in range(i - 1, max(0, i - 4), -1):
        if s.low[k] != "of" or s.breaks(k + 1):
            continue
        head = s.low[k - 1]
        if head in people().crowds or head in VAGUE_NUMBERS or head in _BIG or head in ("lots", "plenty", "most"):
            return (
                number_before(s, k - 1)
                if head not in _BIG and number_before(s, k - 1) not in (None, 1)
                else _BIG.get(head, VAGUE_NUMBERS.get(head, _DEFAULT))
            )
    return None


def singular(what: str) -> str:
    """The key under which "student" and "students" are one."""
    role = people().roles.get(what)
    return role.name if role is not None else what


def named_for(what: str, count: int) -> str:
    """``what`` in the number that fits."""
    role = people().roles.get(what)
    if role is not None and not role.plural and count > 1:
        return plural_of(role.name)
    return what
