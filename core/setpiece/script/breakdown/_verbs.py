"""Verbs by form, and the short lists that decide posture, flags and what is only heard."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from ._lexicon import data, plain_nouns
from ._people import people
from ._text import DETERMINERS, NUMBERS, PREPOSITIONS, SUBJECTS, Sentence

_NOUNISH = frozenset(
    "hands hand eyes falls walk run steps turns fires looks look smile smiles laugh cry cries kiss kisses hug "
    "drink drinks dance dances "
    "fight fights jump leap leaps crash crashes charges ride drive fly flies climb march stand stands stare "
    "gaze glance glances knock "
    "points shake wait rises hits strikes hops trips races spots watches studies takes reads".split()
)
_BY_HAND = frozenset("hand hands finger fingers palm thumb comb".split())


@dataclass(frozen=True, slots=True)
class Verb:
    """What a verb form comes from, how strongly it moves (0..3), and whether it is motion."""

    lemma: str
    weight: int
    motion: bool


@cache
def verbs() -> dict[str, Verb]:
    """Form -> verb, for every form listed."""
    raw = data("verbs.toml")
    out: dict[str, Verb] = {}
    for key in ("motion", "gesture"):
        for line in raw[key]["forms"].strip().splitlines():
            head, _, forms = line.partition(":")
            weight, lemma = head.split()
            for form in forms.split():
                out.setdefault(form, Verb(lemma, int(weight), key == "motion"))
    return out


@cache
def verb_sets() -> dict[str, frozenset[str]]:
    """Named groups of words and lemmas."""
    raw: dict[str, Any] = data("verbs.toml")["sets"]
    return {k: frozenset(v.split() if isinstance(v, str) else v) for k, v in raw.items()}


def phrases(name: str) -> tuple[str, ...]:
    """A list whose items may be several words, as written."""
    return tuple(data_sets()[name])


@cache
def data_sets() -> dict[str, list[str]]:
    """The raw lists of the verb file."""
    raw: dict[str, Any] = data("verbs.toml")["sets"]
    return {k: list(v) for k, v in raw.items() if not isinstance(v, str)}


def _noun_phrase(s: Sentence, i: int) -> bool:
    """Whether a determiner or number two or three words back makes word ``i`` a noun: "two huge hands"."""
    for k in range(i - 1, max(-1, i - 4), -1):
        if s.breaks(k + 1):
            return False
        word = s.low[k]
        if word in NUMBERS:
            return True
        if word in DETERMINERS or s.possessive[k]:
            return s.low[i - 1] not in plain_nouns() and not s.raw[i - 1][:1].isupper()
        if word in people().role_words or word in SUBJECTS:
            return False
    return False


def verbs_in(s: Sentence) -> list[tuple[int, Verb]]:
    """Verbs of a sentence with the index of their word; nouns that look alike are left out."""
    table = verbs()
    out: list[tuple[int, Verb]] = []
    for i, word in enumerate(s.low):
        verb = table.get(word)
        if verb is None or s.quoted[i]:
            continue
        before = s.low[i - 1] if i and not s.breaks(i) else ""
        if not _is_noun(s, i, before) and not (verb.lemma == "run" and frozenset(s.low[i + 1 : i + 4]) & _BY_HAND):
            out.append((i, verb))
    return out


def _is_noun(s: Sentence, i: int, before: str) -> bool:
    """Whether a word that could be a verb stands as a noun or adjective here."""
    word = s.low[i]
    if word.endswith("ing"):
        after = s.low[i + 1] if i + 1 < len(s.low) and not s.breaks(i + 1) else ""
        return after in plain_nouns() and before not in ("is", "are", "was", "were", "and", "")
    if before in DETERMINERS or before in PREPOSITIONS or (before != "" and s.possessive[i - 1]):
        return True
    return word in _NOUNISH and _noun_phrase(s, i)
