"""What a scene as a whole shows to be a toy, a team, a programme or the weather outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
_ROOMS = words_of("figures", "rooms")
_OUTDOORS = words_of("figures", "outdoors")
_SPORTS = frozenset("coach team scoreboard linebacker quarterback goalkeeper referee touchdown".split())
_SETS = frozenset("television tv telly documentary programme newsreel".split())
_SHAM = frozenset("toy plastic rubber wooden fake foam cardboard water cap replica".split())


@dataclass(frozen=True, slots=True)
class Figures:
    """What a scene says of its animals as a whole."""

    words: frozenset[str]
    alive: frozenset[str]
    shown: bool
    on_set: bool
    indoors: bool
    """Whether this is a room in which no large animal lives."""


def figures_in(heading: Heading, read: Mapping[int, Paragraph]) -> Figures:
    """Read a scene once for what makes figures of its animals."""
    lines = [x for p in read.values() for x in p.lines]
    words = frozenset(heading.location.lower().split()).union(*(x.sentence.low for x in lines))
    alive = frozenset(t.name for x in lines for t in x.things if _ALIVE & frozenset(x.sentence.low[t.end : t.end + 4]))
    on_set = heading.int_ext == "INT" and any(_SETS & frozenset(x.sentence.low) for x in lines)
    places = frozenset(f"{heading.location} {heading.sublocation}".lower().replace("'s", "").split())
    indoors = heading.int_ext == "INT" and bool(_ROOMS & places)
    return Figures(words, alive, _shown(heading, read), on_set, indoors)


def figured(scene: Figures, thing: Thing) -> bool:
    """Whether lions play for a team, or a lion is on the set: wild animals indoors, where a programme is on."""
    if thing.category != "animals":
        return False
    if scene.shown and thing.name not in scene.alive:
        return True
    if scene.indoors and thing.name in _OUTDOORS and thing.name not in scene.alive:
        return True  # bears and camels on the playroom's rug
    return thing.name in _wild() and (scene.on_set or (thing.count > 1 and bool(_SPORTS & scene.words)))


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
