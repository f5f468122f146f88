"""What a scene as a whole shows to be a toy, a team, a programme or the weather outside."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ._heading import Heading
from ._lexicon import data, listed, words_of
from ._nouns import Thing
from ._reading import Paragraph

_MAKING = words_of("figures", "making")
_PLACES = words_of("figures", "places")
_CAROUSELS = words_of("figures", "carousels")
_CARVED = words_of("figures", "sham")
_ALIVE = words_of("figures", "alive")
_SPORTS = frozenset("coach team scoreboard linebacker quarterback goalkeeper referee touchdown".split())
_SETS = frozenset("television tv telly documentary programme newsreel".split())
_SHAM = frozenset("toy plastic rubber wooden fake foam cardboard water cap replica".split())


def figured(heading: Heading, read: Mapping[int, Paragraph], thing: Thing) -> bool:
    """Whether lions play for a team, or a lion is on the set: wild animals indoors, where a programme is on."""
    if thing.category != "animals":
        return False
    if _shown(heading, read) and not _lives(read, thing.name):
        return True
    words = frozenset(heading.location.lower().split()).union(*(x.sentence.low for p in read.values() for x in p.lines))
    if _SPORTS & words and thing.name in _wild() and thing.count > 1:
        return True
    if heading.int_ext != "INT" or thing.name not in _wild():
        return False
    return any(_SETS & frozenset(x.sentence.low) for p in read.values() for x in p.lines)


def _shown(heading: Heading, read: Mapping[int, Paragraph]) -> bool:
    """Whether animals here are goods or exhibits: a toy shop, or a workshop where somebody sands a horse."""
    if _PLACES & frozenset(f"{heading.location} {heading.sublocation}".lower().replace("'s", "").split()):
        return True
    for line in (x for p in read.values() for x in p.lines):
        s = line.sentence
        if _CAROUSELS & frozenset(s.low):
            return True
        for t in line.things:
            if t.category == "props" and t.name.split()[-1] in _wild_or_tame() and _CARVED & frozenset(t.name.split()):
                return True  # a tin monkey
            if t.category == "animals" and _MAKING & frozenset(s.low[s.clause_start(t.start) : t.start]):
                return True
    return False


def _lives(read: Mapping[int, Paragraph], name: str) -> bool:
    """Whether an animal does in some sentence what only a live one does."""
    return any(
        t.name == name and _ALIVE & frozenset(x.sentence.low[t.end : t.end + 4])
        for p in read.values() for x in p.lines for t in x.things
    )  # fmt: skip


def storm_outside(heading: Heading, thing: Thing, quote: str) -> bool:
    """Whether "the storm" is what rages outside the room: nothing of it falls on this set."""
    said = quote.lower()
    return heading.int_ext == "INT" and thing.name == "rain" and "storm" in said and "rain" not in said


@cache
def _wild_or_tame() -> frozenset[str]:
    groups = data("lexicon.toml")["animals"].values()
    return frozenset(n for block in groups for n in listed(block.replace("~", "").replace("^", "")))


@cache
def _wild() -> frozenset[str]:
    return frozenset(listed(data("lexicon.toml")["animals"]["wild"].replace("~", "")))


def only_toys(read: Mapping[int, Paragraph]) -> bool:
    """Whether the action says that a gun is none: "a plastic one"."""
    return any(
        a in _SHAM and b in ("one", "gun", "pistol", "rifle", "ones")
        for p in read.values() for x in p.lines
        for a, b in zip(x.sentence.low, x.sentence.low[1:], strict=False)
    )  # fmt: skip
