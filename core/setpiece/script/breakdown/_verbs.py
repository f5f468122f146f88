"""Verbs by form, and the short lists that decide posture, flags and what is only heard."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from ._lexicon import data
from ._text import DETERMINERS, PREPOSITIONS, Sentence


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


def verbs_in(s: Sentence) -> list[tuple[int, Verb]]:
    """Verbs of a sentence with the index of their word; nouns that look alike are left out."""
    table = verbs()
    out: list[tuple[int, Verb]] = []
    for i, word in enumerate(s.low):
        verb = table.get(word)
        if verb is None or s.quoted[i]:
            continue
        before = s.low[i - 1] if i and not s.breaks(i) else ""
        noun = before in DETERMINERS or (i > 0 and s.possessive[i - 1] and before != "")
        if noun and not word.endswith("ing"):
            continue
        if before in PREPOSITIONS and not word.endswith("ing"):
            continue
        out.append((i, verb))
    return out
