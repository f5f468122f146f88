"""Names that the script never writes in capitals and gives no line, known by what they do: "Hilda hides"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set

from ._introduced import CAPITAL, NOT_NAMES, given_names, is_beast
from ._intros import PLAIN_NAME
from ._lexicon import lexicon, plain_nouns
from ._people import people
from ._text import AUXILIARIES, DETERMINERS, OBJECTS, PARTICLES, PREPOSITIONS, SUBJECTS
from ._verbs import verbs

_ACTS = re.compile(r"(?<![\w'’-])" + PLAIN_NAME + r"\s+(?:[a-z]+ly\s+)?(?:is\s+(?=[a-z]+ing\b))?([a-z]+(?:s|ing))\b")
_MET = re.compile(
    r"\b(?:(?:body|corpse) of|towards?|behind|beside|with|sees?|finds?|joins?|reveals?|hugs|follows|watches)\s+"
    r"([A-ZÀ-Þ][a-zà-ÿ]+)(?=[,.;:]?(?:\s+(?![A-ZÀ-Þ])|\s*$))"
)
_THE = re.compile(r"(?<![\w'’-])[Tt]he ([A-Z][a-z]+) ([a-z]+s)\b")
_THAT = re.compile(r"(?<=\w )the ([A-Z][a-z]+)\b")
_WHO = re.compile(r"(?<![\w'’-])([A-ZÀ-Þ][a-zà-ÿ]+), who(?:se|['’]s)?\b")
_WHO_IS = re.compile(r"(?<=[a-z] )([A-ZÀ-Þ][a-zà-ÿ]+[A-Za-z]*),? who(?:['’]s)?\b(?= [a-z])")
_LIST = re.compile(r"(?<![\w'’-])[A-ZÀ-Þ][a-zà-ÿ]+(?:, [A-ZÀ-Þ][a-zà-ÿ]+)+,? and [A-ZÀ-Þ][a-zà-ÿ]+(?! [A-ZÀ-Þ])")
_PLACE = re.compile(r"\b(?:in|of|from|near|at|to|into) ([A-ZÀ-Þ][a-zà-ÿ]+)")
_CALLED = re.compile(r"\b(?:called|named)\s+([A-ZÀ-Þ][a-zà-ÿ]+)")
_DETERMINED = re.compile(r"\b(?:an?|the|his|her|their|this|that|every|each|no)\s+(?:[a-z-]+\s+){0,2}$", re.IGNORECASE)
_WORDS = frozenset(
    "dawn summer autumn april may june august hope joy faith grace art chance sunny storm sky star heather ivy holly "
    "fern lily daisy rose willow pearl ruby amber iris violet olive ginger cherry angel mercy patience will "
    "mark".split()
)
"""Given names that are also words a sentence may begin with: "Dawn breaks"."""
_JOINED = re.compile(
    r"(?<![\w'’.-])((?:[A-ZÀ-Þ][a-zà-ÿ]+[A-Za-z]*, ){0,5}[A-ZÀ-Þ][a-zà-ÿ]+[A-Za-z]*,? and "
    r"(?:[A-ZÀ-Þ][a-zà-ÿ]+[A-Za-z]*(?![\w'’-]| [A-ZÀ-Þ][a-z]))?)"
)
_ONE = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+[A-Za-z]*")
_FUNCTION = (
    SUBJECTS
    | DETERMINERS
    | PREPOSITIONS
    | PARTICLES
    | AUXILIARIES
    | OBJECTS
    | frozenset(
        "then now finally suddenly when while as but so or if because meanwhile slowly just both each all one two "
        "three what who how where why there here yes no not still only even also after before until once".split()
    )
)
_OWNED_AFTER = re.compile(r"\s+(?:Street|Road|Avenue|Company|Inc|Brothers|Sons|Co)\b")
_LEAST = 2
_HUMAN = frozenset(
    "rides walks enters smiles nods stares kneels grins frowns shrugs sighs laughs whispers salutes kisses hugs blinks "
    "listens chuckles winks yawns".split()
)
"""Deeds by which one is enough to tell that a strange name is somebody's."""
_FULL = 2
_TITLED = re.compile(
    r"\b((?:Mr|Mrs|Miss|Ms|Dr)\.? ([A-Z][a-z]{2,}))(?:, (?:an?|the|his|her) [a-z]+,)? (?:[a-z]+ly )?[a-z]+s\b(?!')"
)
_LONG_LIST = 4
"""Names joined by commas, of which one may be a word otherwise: "Claire, Jackie, Hunter and Tom"."""


def acting_names(texts: Sequence[str], taken: Set[str]) -> dict[str, None]:
    """Names of people who act and that nothing else introduces.

    Args:
        texts: The action lines.
        taken: Words, in lower case, of the names that are known already.
    """
    amid = {m[1].lower() for text in texts for m in CAPITAL.finditer(text)}
    determined = {m[1] for text in texts for m in _THAT.finditer(text)}
    places = {m[1] for text in texts for m in _PLACE.finditer(text)}
    deeds: Counter[str] = Counter()
    beasts: set[str] = set()
    met: Counter[str] = Counter()
    creatures: dict[str, None] = {}
    for text in texts:
        for m in _ACTS.finditer(text):
            name = _name(m[1])
            lead, tail = text[max(0, m.start() - 40) : m.start()], text[m.end(1) : m.end(1) + 60]
            acts = _is_deed(m[2], text[m.end() :])
            if name and acts and not _DETERMINED.search(lead):
                deeds[name] += _LEAST if m[2] in _HUMAN else 1
                beasts.update([name] if is_beast(lead, tail) else [])
        for m in _THE.finditer(text):
            if m[1] in determined and m[2] in verbs() and _is_creature(m[1].lower()):
                creatures[m[1].upper()] = None
        creatures |= {m[1].upper(): None for m in _TITLED.finditer(text) if m[2].lower() not in taken}
        met.update(n for n in _beside(text) if n.lower() not in _WORDS)
        beasts.update(m[1] for m in _CALLED.finditer(text) if is_beast(text[max(0, m.start() - 30) : m.start(1)], ""))
    met_only = met.keys() - deeds.keys()
    deeds.update(met)
    acting = {
        name.upper(): None
        for name, count in deeds.items()
        if name not in beasts | (met_only & places)
        if not taken & set(_low(name)) and _is_person(_low(name), count, amid)
    }
    known = taken | {w for n in acting for w in n.lower().split()}
    beside = dict.fromkeys(n for text in texts for n in _coordinated(text, known))
    acting |= {n.upper(): None for n in beside if n not in beasts and n.lower() not in taken}
    return acting | {n: None for n in creatures if n.lower() not in taken}


def _is_deed(word: str, rest: str) -> bool:
    return word in verbs() or (word.endswith("s") and _is_finite(rest))


def _coordinated(text: str, taken: Set[str]) -> Iterator[str]:
    """Names that "and" joins to a name that is known: "Anna and Nez wait", "Anna, Nez and the COP"."""
    for m in _JOINED.finditer(text):
        names = _ONE.findall(m[1])
        known = any(n.lower() in taken and n.lower() not in people().role_words for n in names)
        listed = _LONG_LIST <= len(names) == 1 + sum(n.lower() in taken or _is_strange(n.lower()) for n in names)
        if len(names) > 1 and known and not _OWNED_AFTER.match(text[m.end() :]):
            yield from (n for n in names if n.lower() not in taken and (listed or _is_strange(n.lower())))


def _is_strange(low: str) -> bool:
    """Whether a word in lower case is a given name, or no word that is known."""
    if low in _FUNCTION:
        return False
    if low in given_names():
        return low not in _WORDS
    return (
        low not in lexicon()
        and low not in verbs()
        and low not in NOT_NAMES
        and low not in people().role_words
        and low not in plain_nouns()
        and low not in people().plurals
        and not low.endswith(("ing", "ed", "ly"))
    )


def _is_finite(rest: str) -> bool:
    """Whether what follows lets a word in -s be a verb: "hides inside", "lifts the lid"."""
    m = re.match(r"\s*([a-z'’]+|[.,;!])", rest)
    return m is not None and (m[1] in ".,;!" or m[1] in DETERMINERS or m[1] in PREPOSITIONS or m[1] in PARTICLES)


def _is_creature(word: str) -> bool:
    """Whether "the Dragon", "the Driver" with a capital is a character."""
    kinds = [e.category for rest, entries, _ in lexicon().get(word, ()) if not rest for e in entries]
    return word in people().role_words or (bool(kinds) and set(kinds) == {"animals"})


def _beside(text: str) -> Iterator[str]:
    """Given names that stand in a list, or that somebody goes to, looks at or is with."""
    for m in (*_MET.finditer(text), *_WHO.finditer(text)):
        if m[1].lower() in given_names():
            yield m[1]
    for m in _WHO_IS.finditer(text):
        if _is_strange(m[1].lower()):
            yield from (m[1],) * _LEAST
    for m in _LIST.finditer(text):
        names = re.findall(r"[A-ZÀ-Þ][a-zà-ÿ]+", m[0])
        if 2 * sum(n.lower() in given_names() for n in names) > len(names):
            yield from names * _LEAST


def _low(name: str) -> list[str]:
    return [w.strip(".").lower() for w in name.split()]


def _name(written: str) -> str:
    """The name without what only begins the sentence: "As Hilda" is Hilda."""
    words = re.sub(r"['’]s?$", "", written).split() if not written.endswith(("'s", "’s")) else []
    while len(words) > 1 and not _opens(words[0].strip(".").lower()):
        words = words[1:]
    return " ".join(words)


def _opens(word: str) -> bool:
    return word in given_names() or word in people().kin or word in people().role_words


def _is_person(words: Sequence[str], count: int, amid: Set[str]) -> bool:
    first, last = words[0], words[-1]
    surname = len(words) == _FULL and first in given_names() and first not in _WORDS  # "Charlie Prince"
    if first in NOT_NAMES or (last in people().role_words and not surname):
        return False
    if first in given_names():
        return first not in _WORDS or first in amid
    if len(words) == 2:
        return _opens(first) and first != "the" and last not in lexicon()
    strange = first not in lexicon() and first not in verbs() and len(first) > 2
    return len(words) == 1 and count >= _LEAST and first in amid and strange
