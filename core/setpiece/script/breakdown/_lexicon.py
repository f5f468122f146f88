"""The noun lexicon compiled to one dictionary of first words, so that a script is read in one pass."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from setpiece import resources

BLOCKED = "-"
_ENTRY = re.compile(r"[~!^]")
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_IRREGULAR = {
    "knife": "knives", "wolf": "wolves", "calf": "calves", "leaf": "leaves", "loaf": "loaves", "shelf": "shelves",
    "scarf": "scarves", "hoof": "hooves", "mouse": "mice", "goose": "geese", "ox": "oxen", "foot": "feet",
    "tooth": "teeth", "child": "children", "man": "men", "woman": "women", "person": "people", "deer": "deer",
    "sheep": "sheep", "moose": "moose", "bison": "bison", "dice": "dice", "fish": "fish", "salmon": "salmon",
    "trout": "trout", "squid": "squid", "aircraft": "aircraft", "spacecraft": "spacecraft", "elk": "elk",
    "cactus": "cacti", "octopus": "octopuses", "axe": "axes", "thief": "thieves", "wife": "wives",
    "dwarf": "dwarves", "elf": "elves", "photo": "photos", "piano": "pianos", "radio": "radios", "video": "videos",
    "tuxedo": "tuxedos", "stereo": "stereos", "cello": "cellos", "zero": "zeros", "taco": "tacos", "buffalo": "buffalo",
    "roof": "roofs", "roach": "roaches",
}  # fmt: skip
_NO_MEN = frozenset("human german doberman talisman ottoman caiman shaman roman norman".split())
MASS = frozenset(
    "luggage money cash ammunition ammo jewelry stationery paperwork silverware cutlery chalk twine yarn blood rain "
    "snow fog mist smoke steam fire thunder music coffee tea wine beer milk soup bread butter rice popcorn champagne "
    "whiskey whisky bourbon vodka cognac grass moss ivy foliage underbrush undergrowth wheat bamboo cattle livestock "
    "dynamite lightning static barking laughter applause gunfire confetti firewood kindling meat spaghetti "
    "pasta".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A noun of the lexicon, or one sense of an ambiguous word."""

    name: str
    category: str
    verby: bool = False
    weapon: bool = False
    brand: bool = False
    mass: bool = False
    sense: Sense | None = None


@dataclass(frozen=True, slots=True)
class Sense:
    """The company an ambiguous word must keep to mean this thing."""

    near: frozenset[str]
    before: frozenset[str]
    scene: frozenset[str]
    not_near: frozenset[str]
    not_before: frozenset[str]
    not_after: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """Words ``start`` to ``end`` of a sentence spell one of ``entries``."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    plural: bool


Table = Mapping[str, Sequence[tuple[tuple[str, ...], tuple[Entry, ...], bool]]]


def plural_of(noun: str) -> str:
    """English plural of a noun or of the last word of a noun phrase."""
    head, _, last = noun.rpartition(" ")
    if " of " in noun:
        first, rest = noun.split(" of ", 1)
        return f"{plural_of(first)} of {rest}"
    if last in _IRREGULAR:
        many = _IRREGULAR[last]
    elif last.endswith("man") and last not in _NO_MEN:
        many = last[:-2] + "en"
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        many = last + "es" if not last.endswith("s") or last.endswith(("ss", "us")) else last
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        many = last[:-1] + "ies"
    elif last.endswith("o") and last[-2:-1] not in "aeiou":
        many = last + "es"
    else:
        many = last + "s"
    return f"{head} {many}" if head else many


def stem(word: str) -> str:
    """A crude stem, so that "raises" and "raising" keep the same company."""
    for ending in ("ing", "es", "ed", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def listed(text: str) -> Iterator[str]:
    """The entries of a comma-separated block of a data file."""
    for item in " ".join(text.split()).split(","):
        if item.strip():
            yield item.strip()


def data(name: str) -> dict[str, Any]:
    """A data file of this department, parsed."""
    return tomllib.loads(resources.text("script", name))


def words_of(section: str, key: str) -> frozenset[str]:
    """A set of words of the file of what is only said."""
    return frozenset(_hearsay()[section][key].split())


@cache
def _hearsay() -> dict[str, Any]:
    return data("hearsay.toml")


@cache
def lexicon() -> Table:
    """First word -> the phrases that begin with it, longest first."""
    found: dict[tuple[str, ...], tuple[list[Entry], bool]] = {}

    def put(phrase: str, entry: Entry, plural: bool) -> None:
        key = tuple(word.removesuffix("'s") for word in _TOKEN.findall(phrase))  # as sentences are cut
        slot = found.setdefault(key, ([], plural))
        if entry not in slot[0]:
            slot[0].append(entry)

    for row in data("senses.toml")["sense"]:
        name = row["name"]
        word = row["word"]
        entry = Entry(
            name,
            BLOCKED if row["category"].startswith("-") else row["category"],
            verby=True,
            weapon=bool(row.get("weapon", False)),
            mass=name in MASS,
            sense=Sense(
                *(
                    frozenset(stem(w) if k.endswith("near") else w for w in row.get(k, ()))
                    for k in ("near", "before", "scene", "not_near", "not_before", "not_after")
                )
            ),
        )
        put(word, entry, word != name and word.removesuffix(" of").endswith(("s", "ies")))
    senses = frozenset(found)
    for category, groups in _groups():
        for block in groups.values():
            for item in listed(block):
                phrase, _, name = item.partition("=")
                bare = _ENTRY.sub("", phrase)
                name = name or bare
                if category == "blocked":
                    put(bare, Entry(bare, BLOCKED), False)
                    continue
                many = plural_of(name)
                entry = Entry(name, category, "~" in phrase, "!" in phrase, "^" in phrase, name in MASS or many == name)
                for text, plural in ((bare, bare == many and bare != name), (plural_of(bare), True)):
                    if tuple(_TOKEN.findall(text)) not in senses:
                        put(text, entry, plural and not entry.mass)
    table: dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...], bool]]] = {}
    for key, (entries, plural) in found.items():
        table.setdefault(key[0], []).append((key[1:], tuple(entries), plural))
    for rows in table.values():
        rows.sort(key=lambda r: (-len(r[0]), r[0]))
    return table


def _groups() -> Iterator[tuple[str, dict[str, str]]]:
    for file in ("lexicon.toml", "nouns.toml"):
        for category, groups in data(file).items():
            if category != "standing":
                yield category, groups


@cache
def brands() -> frozenset[str]:
    """First words of the makes of vehicles."""
    return frozenset(
        word for word, rows in lexicon().items() for _, entries, _ in rows
        if any(e.brand and e.category == "vehicles" for e in entries)
    )  # fmt: skip


@cache
def standing() -> frozenset[str]:
    """Names of props that are scenery until somebody handles them."""
    return frozenset(n for block in data("nouns.toml")["standing"].values() for n in listed(block))


@cache
def eatables() -> frozenset[str]:
    """Food and drink, candles and coffins: bought for the scene wherever they stand."""
    groups = (data("lexicon.toml")["props"]["food"], data("nouns.toml")["props"]["drink"])
    names = frozenset(_ENTRY.sub("", n.partition("=")[0]) for g in groups for n in listed(g))
    return names | {"candle", "cigarette", "coffin", "casket"}


@cache
def plain_nouns() -> frozenset[str]:
    """Single words that are things and never verbs."""
    return frozenset(
        word
        for word, rows in lexicon().items()
        for rest, entries, _ in rows
        if not rest and all(not e.verby and e.category != BLOCKED for e in entries)
    )


def matches(low: Sequence[str]) -> Iterator[Match]:
    """Every longest phrase of the lexicon in a sentence's lower-case words, left to right."""
    table = lexicon()
    i, n = 0, len(low)
    while i < n:
        rows = table.get(low[i])
        step = 1
        if rows is not None:
            for rest, entries, plural in rows:
                size = 1 + len(rest)
                if i + size <= n and (not rest or tuple(low[i + 1 : i + size]) == rest):
                    yield Match(i, i + size, entries, plural)
                    step = size
                    break
        i += step
