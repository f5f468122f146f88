"""Nouns that the lexicon does not know, judged by what a dictionary of kinds says of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from ._handling import noun_phrases, worn_at
from ._lexicon import Entry, Match
from ._nounhood import noun_here
from ._nouns import Thing, newly, refused, thing_of
from ._text import DETERMINERS, Sentence

WORDNET = "wordnet"
"""The source of a thing that only this back-off knows."""
_CONFIDENCE = 0.5
_OF_KIND = {
    "animal": "animals", "vehicle": "vehicles", "garment": "wardrobe", "weapon": "props", "furniture": "set_dressing",
}  # fmt: skip
_CONCRETE = frozenset(
    ("animal", "vehicle", "garment", "weapon", "furniture", "food", "paper", "plant", "stuff", "thing")
)
_BY_NAME = ("animals", "vehicles")
_NO_THING = frozenset(("person", "place", "body", "part"))


class Kinds(Protocol):
    """A dictionary that says what a noun's senses are kinds of, the commonest sense first."""

    version: str

    def kinds_of(self, noun: str) -> tuple[str, ...]:
        """One kind a sense; empty for an unknown noun, ``""`` for a sense of no kind."""
        ...


def backed_off(s: Sentence, found: Sequence[Thing], names: frozenset[int], kinds: Kinds) -> Iterator[Thing]:
    """The things of a sentence with unknown ones judged, and those added that are of one kind in every sense.

    Args:
        s: The sentence.
        found: What was found without.
        names: Words that are part of a character's name.
        kinds: The dictionary.
    """
    for t in found:
        judged = _judged(t, kinds) if t.source == "verb" else t
        if judged is not None:
            yield judged
    taken = names | {i for t in found for i in range(t.start, t.end)}
    for head, name, plural in noun_phrases(s, taken):
        known = _senses(name, s.low[head], kinds)
        category = _OF_KIND.get(known[0], "") if _plainly(known) else ""
        if category == "wardrobe" and len(set(known)) > 1 and not worn_at(s, head):
            continue  # lying about, only what can be nothing else
        acts = plural and head - 1 in taken  # "The monitor settles down."
        if not category or acts or not noun_here(s, head, head + 1):
            continue
        entry = Entry(name, category, weapon=known[0] == "weapon")
        match = Match(head, head + 1, (entry,), plural)
        if refused(s, match, entry, names) or (category in _BY_NAME and not _comes_in(s, head)):
            continue
        yield replace(thing_of(s, match, entry), confidence=_CONFIDENCE, new=newly(s, head), source=WORDNET)


def _comes_in(s: Sentence, head: int) -> bool:
    """Whether the phrase brings something in: "the beast" and "It's a cottonmouth" are what is there under a name."""
    first = next((k for k in range(head - 1, max(-1, head - 5), -1) if s.low[k] in DETERMINERS), 0)
    named = first > 0 and (s.possessive[first - 1] or s.low[first - 1] in ("is", "was", "it's", "that's"))
    return newly(s, head) and not named


def _plainly(known: tuple[str, ...]) -> bool:
    """Whether a noun means what its commonest sense is: no other of the first senses is another thing."""
    return bool(known) and all(k in (known[0], "person", "") for k in known[:3])


def _senses(name: str, written: str, kinds: Kinds) -> tuple[str, ...]:
    return kinds.kinds_of(name) or kinds.kinds_of(written)


def _judged(t: Thing, kinds: Kinds) -> Thing | None:
    """A handled or worn thing in the category of its kind; None when it is nothing that can be."""
    known = kinds.kinds_of(t.name)
    if not known:
        return t
    if known[0] in _NO_THING or not _CONCRETE & frozenset(known):
        return None
    if t.category == "wardrobe" and "garment" in known:
        return t
    category = _OF_KIND.get(known[0], t.category) if _plainly(known) else t.category
    return t if category == t.category else replace(t, category=category, confidence=_CONFIDENCE, source=WORDNET)
