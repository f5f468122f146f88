"""Animals that only say what something is like, without a word such as "like": "She grins, a wolf among lambs."."""

from __future__ import annotations

from ._text import DETERMINERS, NUMBERS, PREPOSITIONS, SUBJECTS, Sentence
from ._verbs import verbs

_ONE = frozenset(("a", "an")) | NUMBERS.keys()
_WITH_THEM = frozenset(
    "heel heels side leash lead arms arm behind lap shoulder shoulders beside following hand hands tow him her them "
    "feet leap lips mouth".split()
)
_EACH = frozenset("other himself herself themselves itself alone still".split())
_MADE_FROM = frozenset("paper cardboard wood clay wax stone ice snow sand soap foil dough marzipan chocolate".split())
_SHOWN_IN = frozenset(
    "globe frame picture photo photograph painting book magazine dream story song comic cartoon tapestry mural film "
    "advert ad catalogue catalog atlas emblem logo crest".split()
)
_SHOWN_ON = frozenset("vane banner crest flag shield poster label tapestry coin screen".split())
_CALLED = frozenset("he she who i you they we it".split())
_FURTHEST = 4
_AGO = frozenset("once before yesterday ago".split())


def trope(s: Sentence, i: int, j: int) -> bool:
    """Whether the animal at words ``i`` to ``j`` stands for somebody, is cut out, pictured, or long gone."""
    return _apposed(s, i, j) or _made(s, j) or _of_somebody(s, i) or _owner(s, i, j) or _uncertain(s, i)


def _apposed(s: Sentence, i: int, j: int) -> bool:
    """``She grins, a wolf among lambs``; ``The tank, a beetle on its back, spins its tracks``."""
    start, end = s.clause_start(i), s.clause_end(i)
    if start == 0 or i - start > _FURTHEST or s.low[start] not in _ONE or s.gap[start].strip() != ",":
        return False
    rest = s.low[j:end]
    if any(w in verbs() for w in rest) or _WITH_THEM & frozenset(rest):
        return False
    before, first = s.low[start - 1], s.clause_start(start - 1)
    if before in verbs() and before.endswith("s") and before not in ("sees", "finds", "spots", "notices", "hears"):
        return start >= 2 and s.low[start - 2] not in PREPOSITIONS
    if before in _EACH:
        return True
    if any(s.low[k : k + 2] in (("is", "a"), ("is", "an")) for k in range(1, start)):
        return s.raw[0][:1].isupper() and (s.low[0] in _CALLED or s.raw[0].isupper())
    alone = first == 0 and not any(w in verbs() or w in ("and", "with", "on", "in") for w in s.low[:start])
    return alone and end < len(s.low) and s.low[end] in verbs() and s.low[end].endswith("s")


def _made(s: Sentence, j: int) -> bool:
    """``cuts an owl out of paper``, ``the elephant in the snow globe``."""
    if s.low[j : j + 2] == ("out", "of") and s.low[j + 2 : j + 3] != () and s.low[j + 2] in _MADE_FROM:
        return True
    if s.low[j : j + 2] == ("on", "the") and _SHOWN_ON & frozenset(s.low[j + 2 : j + 4]):
        return True  # "the rooster on the weather vane"
    if s.low[j : j + 1] == ("of",) and len(s.low) > j + 1 and s.low[j + 1] not in DETERMINERS | NUMBERS.keys():
        return j + 2 >= len(s.low) or s.breaks(j + 2) or s.low[j + 2] in verbs()  # "a snake of hose"
    inside = s.low[j : j + 1] in (("in",), ("inside",)) and s.low[j + 1 : j + 2] in (
        ("the",),
        ("a",),
        ("his",),
        ("her",),
    )
    return inside and bool(_SHOWN_IN & frozenset(s.low[j + 2 : min(s.clause_end(j - 1), j + 5)]))


def _of_somebody(s: Sentence, i: int) -> bool:
    """``has the neck of a bull and the voice of a mouse``."""
    if i < 3 or s.low[i - 1] not in ("a", "an") or s.low[i - 2] != "of":
        return False
    lead = s.low[max(s.clause_start(i), i - 12) : i - 2]
    return "has" in lead and not any(w in PREPOSITIONS and w not in ("of", "and") for w in lead)


def _owner(s: Sentence, i: int, j: int) -> bool:
    """``with a hawk's eye``: what a single animal owns, by which somebody is told."""
    told = s.low[max(0, i - 2) : i] in (("with", "a"), ("with", "an"), ("has", "a"), ("has", "an"))
    return told and s.possessive[j - 1] and j < len(s.low) and not s.breaks(j)


def _uncertain(s: Sentence, i: int) -> bool:
    """``it could be a blackbird``, ``There was a goat here, once``."""
    lead = s.low[max(0, i - 4) : i]
    if any(lead[k : k + 2] in (("could", "be"), ("may", "be")) for k in range(len(lead))):
        return True
    if s.low[i + 1 : i + 2] == ("died",) and {"last", "ago", "years", "when"} & frozenset(s.low[i + 2 :]):
        return True
    past = any(lead[k : k + 2] in (("there", "was"), ("there", "were")) for k in range(len(lead)))
    return past and bool(_AGO & frozenset(s.low)) and not SUBJECTS & frozenset(s.low[:i]) - {"there"}
