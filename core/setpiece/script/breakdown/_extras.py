"""Background: people the action shows that are not cast, and how many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ._hearsay import in_words_only, pictured_thing
from ._lexicon import lexicon, plain_nouns, plural_of
from ._people import WEAK, Role, people
from ._text import DETERMINERS, NUMBERS, OBJECTS, PREPOSITIONS, VAGUE_NUMBERS, Sentence, number_before
from ._verbs import verbs

GENERIC = frozenset(
    "man woman person child kid boy girl friend couple gentleman lady brother sister officer fellow guy".split()
)
"""Words so general that "the men" may be anybody who is there already."""
ANYBODY_THERE = GENERIC | frozenset("patient victim suspect prisoner guest stranger customer caller driver".split())
"""What one of the cast may be in the scene: "the patient" is the one who has a name."""
_PLACES = frozenset(
    "room rooms box club department lounge locker entrance chair seat side window door cabin compartment gear uniform "
    "costume suit mask hat shoes clothes outfit voice who's call station booth desk counter stand house car".split()
)
"""Nouns that make a compound of a person: "guest room", "nurse call button"."""
_SUPPOSED = frozenset("would ought should".split())
_ADDRESSED = frozenset("you us we those".split())
_ON_PERSONS = frozenset("they they're these those we you".split())
_BIG = {
    "crowd": 20, "mob": 20, "throng": 30, "horde": 25, "audience": 30, "army": 40, "swarm": 20, "mass": 30,
    "hundreds": 200, "thousands": 500, "dozens": 24, "scores": 40, "congregation": 30, "parade": 30, "procession": 15,
    "class": 15, "platoon": 20, "handful": 5, "knot": 5, "couple": 2, "duo": 2, "trio": 3, "quartet": 4, "quintet": 5,
}  # fmt: skip
_DEFAULT = 6
_OF_WHOM = frozenset(
    "speed size age height strength smile grace patience manner air appetite son daughter wife kind look role "
    "life".split()
)
_MOVES = frozenset("moves takes tips captures sacrifices lays plays deals discards draws".split())
_CHESS = frozenset("knight king queen bishop".split())
_COPULA = frozenset("himself herself is was are were be as become becomes being like than not".split())


@dataclass(frozen=True, slots=True)
class Extra:
    """Background people at one place of a sentence."""

    what: str
    count: int
    minor: bool
    start: int
    told: bool = False
    """Whether the words give the count."""
    known: bool = False
    """Whether they are spoken of as known: "the dancers"."""
    shouted: bool = False
    """Whether they are in capitals."""


def extras_in(s: Sentence, names: frozenset[int], with_cast: bool, weak: frozenset[str] = WEAK) -> Iterator[Extra]:
    """People without a name that a sentence of action shows.

    Args:
        s: The sentence.
        names: Words of it that are part of a cast member's name.
        with_cast: Whether cast is in the scene, so that "the men" may mean them.
        weak: Words that alone make nobody an extra.
    """
    roles = people().roles
    i, n = 0, len(s.low)
    while i < n:
        two = f"{s.low[i]} {s.low[i + 1]}" if i + 1 < n else ""
        size = 2 if two in roles else 1
        role = roles.get(two) if size == 2 else roles.get(s.low[i])
        crowd = two if two in people().crowd_alone else s.low[i] if s.low[i] in people().crowd_alone else ""
        if crowd and i not in names and not s.quoted[i]:
            size = len(crowd.split())
            extra = _crowd(s, i, crowd)
            if extra is not None:
                yield extra
        elif role is None and i not in names and _is_trade(s, i):
            first = i - 2 if s.low[i] == "olds" and i > 1 else i
            what = "-".join(s.low[first : i + 1])
            yield Extra(what, number_before(s, first) or _crowd_before(s, first) or _DEFAULT, first < i, i)
        elif role is not None and i not in names and not s.quoted[i] and not _unseen(s, i, i + size):
            extra = (
                (
                    None
                    if _named_next(s, i + size, names) and role.name in WEAK
                    else _plural(s, i, i + size, role, with_cast)
                )
                if role.plural
                else _single(s, i, i + size, role, with_cast, names, weak)
            )
            if extra is not None:
                yield extra
        i += size


def _unseen(s: Sentence, i: int, j: int) -> bool:
    """Whether the people at words ``i`` to ``j`` are denied, heard, pictured, imagined, or spoken to."""
    if in_words_only(s, i) or pictured_thing(s, i) or (i and s.low[i - 1] == "you"):
        return True
    if s.low[j : j + 2] in (("we", "can't"), ("we", "don't"), ("we", "never"), ("we", "cannot")):
        return True
    return not _SUPPOSED.isdisjoint(s.low[max(s.clause_start(i), i - 4) : j + 1])


def _is_trade(s: Sentence, i: int) -> bool:
    """Whether a word in capitals that no list knows names people by what they do: HAGGLERS, EIGHT-YEAR-OLDS."""
    raw = s.raw[i]
    if not raw.isupper() or s.quoted[i] or s.possessive[i] or s.text.isupper():
        return False
    if raw == "OLDS":
        return s.low[max(0, i - 1) : i] in (("year",), ("years",))
    return (
        len(raw) > 6
        and raw.endswith(("ERS", "ISTS", "SMEN", "SWOMEN"))
        and (s.breaks(i) or s.low[i - 1] in DETERMINERS | PREPOSITIONS or s.low[i - 1] in NUMBERS)
        and s.low[i] not in lexicon()
        and s.low[i] not in verbs()
        and not in_words_only(s, i)
    )


def _crowd(s: Sentence, i: int, word: str) -> Extra | None:
    j = i + len(word.split())
    if in_words_only(s, i) or pictured_thing(s, i) or s.possessive[j - 1] or _ADDRESSED & set(s.low[max(0, i - 3) : i]):
        return None
    if j < len(s.low) and s.low[j] == "of" and any(w in people().roles for w in s.low[j + 1 : j + 5]):
        return None
    if i and s.low[i - 1] in ("they", "we", "to", "who"):
        return None
    if j < len(s.low) and s.gap[j] == " " and s.low[j] in _PLACES:
        return None
    if word == "couples" and s.low[max(0, i - 2) : i] in (("the", "two"), ("the", "three")):
        return None
    return Extra(word, number_before(s, i) or people().crowd_alone[word], False, i)


def _plural(s: Sentence, i: int, j: int, role: Role, with_cast: bool) -> Extra | None:
    if s.possessive[j - 1] or role.name in ("sir", "lord") or _is_verb(s, i, j):
        return None
    if any(s.low[k] in people().crowd_alone and "," in s.gap[k + 1] for k in range(max(0, i - 6), i)):
        return None  # "the jury, eight women and four men"
    start = _phrase_start(s, i)
    det = s.low[start - 1] if start > 0 and not s.breaks(start) else ""
    first = s.low[start] if start < i else ""
    crowd = _crowd_before(s, i)
    number = number_before(s, i)
    shouted = s.raw[j - 1].isupper() and not s.text.isupper()
    if _is_predicate(s, start):
        return None  # "They are two separate women"
    if det == "both" and with_cast:
        return None
    if (
        crowd is None
        and role.name in GENERIC
        and with_cast
        and not shouted
        and "other" not in s.low[start:i]
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
    if role.name in WEAK and crowd is None and number is None and not shouted and not _among_others(s, i, det):
        return None
    if j < len(s.low) and not s.breaks(j) and s.low[j] in _PLACES:
        return None
    count = (
        number or crowd or (10 if det == "of" and start > 1 and s.low[start - 2] in ("full", "filled") else _DEFAULT)
    )
    what = " ".join(s.low[i:j])
    told = number is not None or crowd is not None
    known = not told and not shouted and "the" in (det, first) and "other" not in s.low[start:i]
    return Extra(what, min(count, 500), role.minor, i, told, known, shouted)


def _single(
    s: Sentence, i: int, j: int, role: Role, with_cast: bool, names: frozenset[int], weak: frozenset[str]
) -> Extra | None:
    if role.name in weak or s.possessive[j - 1]:
        return None
    if _is_compound(s, j):
        return None
    if j in names or _named_next(s, j, names):
        return None
    start = _phrase_start(s, i)
    det = s.low[start] if start < i else ""
    if det not in ("a", "an", "the", "another", "one"):
        return None
    if det == "the" and with_cast and role.name in ANYBODY_THERE:
        return None
    before = s.low[start - 1] if start > 0 else ""
    if role.name == "drunk" and {"little", "bit", "very", "too"} & set(s.low[start:i]):
        return None
    if {"no", "longer", "just", "only", "merely"} & set(s.low[max(0, start - 2) : start]) and not s.breaks(start):
        return None
    if role.name in _CHESS and _MOVES & frozenset(s.low[s.clause_start(start) : start]):
        return None
    if _is_said_of(s, start):
        return None
    if _apposed(s, start):
        return None
    if before == "of" and (det in ("a", "an") or (start > 1 and s.low[start - 2] in _OF_WHOM)):
        return None  # "the smile of the king", "an old codger of a man"
    return Extra(" ".join(s.low[i:j]), 1, role.minor, i)


def _is_verb(s: Sentence, i: int, j: int) -> bool:
    """``as he witnesses his death``, ``Anna nurses her glass``."""
    if i == 0 or s.breaks(i) or not s.low[i].endswith("s"):
        return False
    if s.low[i - 1] in ("he", "she", "it", "who"):
        return True
    named = s.raw[i - 1][:1].isupper() and not s.raw[i].isupper() and s.low[i - 1] not in DETERMINERS | set(NUMBERS)
    return named and s.low[j : j + 1] != () and s.low[j] in DETERMINERS | OBJECTS and not s.breaks(j)


def _among_others(s: Sentence, i: int, det: str) -> bool:
    """``nurses, porters and mothers wait``: kin that are extras because they stand with others."""
    others = [w for w in s.low[:i] if w in people().plurals and w in people().roles]
    return det == "" and any(people().roles[w].name not in WEAK for w in others)


def _is_compound(s: Sentence, j: int) -> bool:
    """Whether a noun at word ``j`` makes a thing of the person before it: "the sniper rifle", "a guest room"."""
    after = s.low[j] if j < len(s.low) and s.gap[j] in (" ", "-") else ""
    if after in people().role_words or after in _PLACES or (after and s.gap[j] == "-"):
        return True
    if after in plain_nouns() and after not in verbs():
        return True
    return not after.endswith("s") and any(not rest for rest, _, _ in lexicon().get(after, ()))


def _is_said_of(s: Sentence, start: int) -> bool:
    """Whether the phrase at word ``start`` says what one is: "He's still the town's best physician"."""
    k = start - 1
    while k > 0 and s.low[k] in ("still", "also", "now", "already", "really", "not") and not s.breaks(k + 1):
        k -= 1
    if k < 0 or s.breaks(k + 1):
        return False
    return s.low[k] in _COPULA or (s.possessive[k] and s.low[k] in ("he", "she", "it", "that", "who"))


def _is_predicate(s: Sentence, start: int) -> bool:
    """Whether the phrase at word ``start`` says what they are: "They are two separate women"."""
    if start < 1 or s.breaks(start):
        return False
    lead = s.low[max(s.clause_start(start), start - 3) : start]
    return bool(lead) and (
        lead[-1] in ("they're", "you're")
        or (lead[-1] in ("are", "were") and bool(_ON_PERSONS & set(lead[:-1])))
        or (len(lead) > 1 and lead[0] == "they're" and lead[-1].endswith("ly"))
    )


def _named_next(s: Sentence, j: int, names: frozenset[int]) -> bool:
    """``the new lad, Constable Donnelly``, ``a man known only as MUFFIN``, ``two figures: Maisie and Ned``."""
    for k in range(j, min(len(s.low), j + 9)):
        if k in names:
            named = {"called", "named", "as", "name", "calls", "is"} & frozenset(s.low[j:k])
            at = next((d for d in range(k, j, -1) if s.low[d - 1] not in ("a", "an", "the")), j)
            marked = any(c in s.gap[at] for c in ",:(—–") or "--" in s.gap[at] or "- " in s.gap[at]
            return marked or bool(named and {"called", "named", "known", "name", "calls"} & frozenset(s.low[j:k]))
        if s.low[k] in verbs() and s.low[k].endswith("s"):
            return False
    return False


def _apposed(s: Sentence, start: int) -> bool:
    """Whether the phrase at word ``start`` only says who somebody is: "GORAN, 50s, a jeweler"."""
    if "--" in s.gap[start] or "—" in s.gap[start]:
        return bool({"is", "was"} & set(s.low[:start])) and s.clause_end(start) == len(s.low)
    former = s.raw[start - 1] if start and not s.breaks(start) else ""
    if former.isupper() and len(former) > 2 and former.lower() not in PREPOSITIONS and former.lower() not in verbs():
        return True  # "KELLY a tall girl"
    k = start
    while k > 0 and "," in s.gap[k] and start - k <= 6:
        k -= 1
        if s.low[k] in people().role_words and s.low[start] in ("a", "an"):
            return s.low[_phrase_start(s, k)] in ("the", "his", "her", "their", "our")  # "the usher, a small woman"
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
        if word == "to":
            return i
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
