"""Elements by category: what the action lines, asides and slugline put into the scene, each once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from setpiece.script.model import Background, ElementUse

from ._extras import named_for, singular
from ._heading import Heading
from ._lexicon import matches, stem
from ._nouns import Thing, things_in
from ._reading import Paragraph
from ._scene_cast import on_phone
from ._text import clean, sentences
from ._turns import Turn

CATEGORIES = (
    "props", "vehicles", "animals", "set_dressing", "greenery", "wardrobe", "makeup", "sfx", "vfx", "sound", "music",
    "stunts", "special_equipment",
)  # fmt: skip
_QUOTE = 90


@dataclass(slots=True)
class _Use:
    thing: Thing
    line: int
    quote: str
    explicit: bool = True
    confidence: float = 0.0
    count: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """Elements of a scene, and whether a real weapon is among them."""

    elements: dict[str, tuple[ElementUse, ...]]
    weapon: bool


def elements_of(
    heading: Heading, read: Mapping[int, Paragraph], turns: Sequence[Turn], scene_words: frozenset[str]
) -> Found:
    """Merge every use of the same thing; the first place it is seen is where it is quoted."""
    merged: dict[tuple[str, str], _Use] = {}
    weapon = False
    for use in sorted(_uses(heading, read, turns, scene_words), key=lambda u: (not u.explicit, u.line)):
        key = (use.thing.category, use.thing.name)
        known = merged.get(key)
        if known is None:
            if not use.explicit and _covered(use.thing, merged):
                continue
            merged[key] = use
        else:
            known.count = max(known.count, use.count)
            known.confidence = min(0.99, max(known.confidence, use.confidence) + 0.02)
        weapon = weapon or use.thing.weapon
    out: dict[str, list[ElementUse]] = {}
    for (category, name), use in merged.items():
        out.setdefault(category, []).append(
            ElementUse(name, use.explicit, round(use.confidence, 2), use.line, use.quote, use.count)
        )
    ordered = {c: tuple(sorted(out[c], key=lambda u: (u.line, u.name))) for c in CATEGORIES if c in out}
    return Found(ordered, weapon)


def _covered(thing: Thing, merged: Mapping[tuple[str, str], _Use]) -> bool:
    """Whether something explicit already is what an implied thing stands for."""
    if thing.category == "vehicles":
        return any(c == "vehicles" for c, _ in merged)
    return any(c == thing.category and (thing.name in n or n in thing.name) for c, n in merged)


def _uses(
    heading: Heading, read: Mapping[int, Paragraph], turns: Sequence[Turn], scene_words: frozenset[str]
) -> Iterator[_Use]:
    for paragraph in read.values():
        for line in paragraph.lines:
            quote = _shorten(clean(line.sentence.text))
            for t in line.things:
                yield _Use(t, line.line, quote, True, t.confidence, t.count)
    for turn in turns:
        for aside, at in zip(turn.asides, turn.aside_lines, strict=False):
            for s in sentences(aside):
                for t in things_in(s, frozenset(), scene_words, frozenset(stem(w) for w in s.low)):
                    if t.name != "phone" or not on_phone(turn):
                        yield _Use(t, at, f"({aside})", True, round(t.confidence - 0.1, 2), t.count)
        if on_phone(turn):
            yield _implied("phone", "props", turn.line, f"({', '.join(turn.asides)})", 0.7)
    yield from _from_heading(heading)


def _implied(name: str, category: str, line: int, quote: str, confidence: float) -> _Use:
    return _Use(Thing(name, category, 0, 0, 1, False, confidence), line, quote, False, confidence, 1)


def _from_heading(heading: Heading) -> Iterator[_Use]:
    """A slugline set in a vehicle asks for that vehicle."""
    for place in (heading.location, heading.sublocation):
        for s in sentences(place):
            found = list(matches(s.low))
            for m in found:
                entry = m.entries[0]
                if entry.category != "vehicles" or m.plural:
                    continue
                inside = heading.int_ext != "EXT" or m.end == len(s.low)
                if m.end == len(s.low) and inside:
                    yield _Use(Thing(entry.name, "vehicles", 0, 0, 1, False, 0.8), 0, place, True, 0.8, 1)


def background_of(read: Mapping[int, Paragraph]) -> tuple[tuple[Background, ...], bool]:
    """Extras of a scene, and whether children are among them."""
    counts: dict[str, tuple[str, int]] = {}
    minors = False
    for p in read.values():
        for line in p.lines:
            for extra in line.extras:
                key = singular(extra.what)
                what, count = counts.get(key, (extra.what, 0))
                counts[key] = (what if count >= extra.count else extra.what, max(count, extra.count))
                minors = minors or extra.minor
    return tuple(Background(named_for(w, n), n) for w, n in counts.values()), minors


def _shorten(text: str) -> str:
    if len(text) <= _QUOTE:
        return text
    return text[:_QUOTE].rsplit(" ", 1)[0] + "…"
