"""Elements by category: what the action lines, asides and slugline put into the scene, each once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from setpiece.script.model import ElementUse

from ._alike import same_vehicle
from ._deeds import FIREARMS, deeds_in
from ._figures import figured, figures_in, only_toys, storm_outside
from ._handling import words_in
from ._heading import Heading
from ._hearsay import inhabited, pictured_thing
from ._implied import implied_props
from ._lexicon import MASS, brands, data, listed, matches, plural_of, stem
from ._nouns import Thing, things_in
from ._reading import Paragraph
from ._scene_cast import on_phone
from ._text import Sentence, clean, sentences
from ._turns import Turn
from ._vessels import contents, taken_from

CATEGORIES = (
    "props", "vehicles", "animals", "set_dressing", "greenery", "wardrobe", "makeup_hair", "special_effects",
    "mechanical_effects", "visual_effects", "stunts", "sound", "music", "animal_wrangler", "additional_labor",
    "special_equipment", "security",
)  # fmt: skip
_QUOTE = 90
_TOOLS = ("knife", "cleaver", "axe", "ax", "hatchet", "scalpel", "razor", "pitchfork", "razor blade")
_THREATS = frozenset(
    "threatens threatening brandishes brandishing wields wielding lunges points throat stabs stab slashes raises "
    "raised menacing menacingly advances bloody blood killer murder attacks kill points aims waves plunges".split()
)
_ANY_CAR = frozenset("car vehicle automobile taxi cab minicab truck pickup van bike motorcycle".split())
_ABOARD = frozenset(
    "deck cabin bridge cockpit cab engine hold galley corridor compartment interior seat backseat back front rear hull "
    "helm stateroom berth bunk moving parked travelling traveling driving".split()
)
_BLOWS = frozenset("fight struggle punch blow slap kick shove choke attack".split()) | {"knock down"}
_WEATHER = {"RAIN": "rain", "RAINING": "rain", "SNOW": "snow", "SNOWING": "snow", "FOG": "fog", "STORM": "rain"}
_ONE_GAG = (
    ("fight", ("tackle", "stabbing")),
    ("sword fight", ("fight", "attack")),
    ("rescue", ("dive", "jump", "drag")),
    ("jump", ("dive",)),
    ("throw", ("fall",)),
    ("car chase", ("chase", "skid")),
    ("car crash", ("skid", "crash")),
)
_MACHINES = frozenset("robot android printer computer drone".split())
_SHEETS = frozenset({"page", "paper"})
_FIRES = frozenset("CAMPFIRE BONFIRE PYRE".split())


@dataclass(slots=True)
class _Use:
    thing: Thing
    line: int
    quote: str
    explicit: bool = True
    confidence: float = 0.0
    count: int = 1
    new: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Elements of a scene, and a real weapon among them."""

    elements: dict[str, tuple[ElementUse, ...]]
    armed: ElementUse | None

    @property
    def weapon(self) -> bool:
        """Whether a real weapon is among them."""
        return self.armed is not None


def elements_of(
    heading: Heading, read: Mapping[int, Paragraph], turns: Sequence[Turn], scene_words: frozenset[str]
) -> Found:
    """Merge every use of the same thing; the first place it is seen is where it is quoted."""
    merged: dict[tuple[str, str], _Use] = {}
    uses = [u for u in _uses(heading, read, turns, scene_words) if not _was_pictured(read, u)]
    speakers = {n.lower() for t in turns for n in t.cue.names} - _MACHINES
    # a man dressed as a hot dog speaks as HOT DOG
    uses = [u for u in uses if u.thing.category != "props" or u.thing.name not in speakers]
    figures = figures_in(heading, read)
    uses = [u for u in uses if not (figured(figures, u.thing) or storm_outside(heading, u.thing, u.quote))]
    uses += _deeds(read, uses)
    weapons: list[tuple[str, str]] = []
    for use in sorted(uses, key=lambda u: (not u.explicit, u.line)):
        key = (use.thing.category, use.thing.name)
        known = merged.get(key)
        if known is None:
            if not use.explicit and _covered(use.thing, merged):
                continue
            merged[key] = use
        else:
            known.new = known.new or use.new
            known.count = max(known.count, use.count)
            known.confidence = min(0.99, max(known.confidence, use.confidence) + 0.02)
        if use.thing.weapon:
            weapons.append(key)
    if not weapons and only_toys(read):
        merged.pop(("special_effects", "gunshot"), None)  # a toy's trigger
    if weapons and only_toys(read):
        weapons = [k for k in weapons if not k[1].endswith(FIREARMS)]
    if not _violent(read, merged):
        weapons = [k for k in weapons if not k[1].endswith(_TOOLS)]
    armed = min((merged[k] for k in weapons), key=lambda u: u.line, default=None)
    _one_fight(merged)
    one_of_each(merged)
    _one_vehicle(merged)
    for vessel, content in taken_from(read):
        if ("props", content) in merged and vessel != content:
            merged.pop(("props", vessel), None)  # "sardines out of the tin" are one purchase
    held = contents(read)
    for key in [
        k
        for k, u in merged.items()
        if k[0] == "props" and held & {k[1], plural_of(k[1])} and (not u.new or k[1] in MASS or plural_of(k[1]) in held)
    ]:
        del merged[key]
    out: dict[str, list[ElementUse]] = {}
    for (category, _), use in merged.items():
        out.setdefault(category, []).append(_element(use))
    return Found(ordered(out), _element(armed) if armed is not None else None)


def _was_pictured(read: Mapping[int, Paragraph], use: _Use) -> bool:
    """Whether "the lion" is the one that an earlier sentence has on a screen or in a picture."""
    thing = use.thing
    if thing.category not in ("animals", "vehicles") or use.new or not use.explicit:
        return False
    words = {thing.name.split()[-1], plural_of(thing.name.split()[-1])}
    for line in (x for p in read.values() for x in p.lines):
        if any(t.name == thing.name and t.category == thing.category for t in line.things):
            if line.line >= use.line or any(t.new for t in line.things if t.name == thing.name):
                return False
        elif any(w in words and _unreal(line.sentence, i) for i, w in enumerate(line.sentence.low)):
            return True
    return False


def _unreal(s: Sentence, i: int) -> bool:
    return pictured_thing(s, i) or inhabited(s, i)


def _violent(read: Mapping[int, Paragraph], merged: Mapping[tuple[str, str], _Use]) -> bool:
    """Whether a knife in this scene threatens somebody rather than bread."""
    return bool({"stabbing", "attack", "fight", "struggle"} & {n for _, n in merged}) or any(
        w in _THREATS for p in read.values() for x in p.lines for w in x.sentence.low
    )


def _element(use: _Use) -> ElementUse:
    return ElementUse(use.thing.name, use.explicit, round(use.confidence, 2), use.line, use.quote, use.count,
                      use.thing.source)  # fmt: skip


def ordered(elements: Mapping[str, Sequence[ElementUse]]) -> dict[str, tuple[ElementUse, ...]]:
    """Categories in their order, uses by line."""
    return {c: tuple(sorted(elements[c], key=lambda u: (u.line, u.name))) for c in CATEGORIES if c in elements}


def _deeds(read: Mapping[int, Paragraph], uses: Sequence[_Use]) -> Iterator[_Use]:
    """Stunts, effects and what else verbs ask for, and tools that deeds imply."""
    armed = any(u.thing.weapon and u.thing.name.endswith(FIREARMS) for u in uses)
    driven = any(u.thing.category == "vehicles" for u in uses)
    names = frozenset(u.thing.name for u in uses)
    for paragraph in read.values():
        for line in paragraph.lines:
            quote = _shorten(clean(line.sentence.text))
            for d in () if line.on_air else deeds_in(line, armed, driven):
                yield _Use(Thing(d.name, d.category, d.at, d.at + 1, 1, False, d.confidence), line.line, quote, True,
                           d.confidence, 1)  # fmt: skip
            for name, confidence in implied_props(line, names):
                yield _implied(name, "props", line.line, quote, confidence)


def _one_fight(merged: dict[tuple[str, str], _Use]) -> None:
    """Blows that belong together are one fight, and what one performer does in one go is one stunt."""
    blows = sorted((u.line, n) for (c, n), u in merged.items() if c == "stunts" and n in _BLOWS)
    if len(blows) > 1:
        first = merged["stunts", blows[0][1]]
        for _, name in blows:
            del merged["stunts", name]
        first.thing = replace(first.thing, name="fight")
        merged["stunts", "fight"] = first
    for kept, rest in _ONE_GAG:
        if ("stunts", kept) in merged:
            for name in rest:
                merged.pop(("stunts", name), None)


def one_of_each(merged: dict[tuple[str, str], _Use]) -> None:
    """Let "the gun" be the revolver, and "a bag" the canvas bag, where the scene has one such thing."""
    for (category, name), use in list(merged.items()):
        if category not in ("props", "vehicles", "animals", "wardrobe", "set_dressing"):
            continue
        if category == "set_dressing" and ("props", name) in merged:
            del merged[category, name]
            continue
        if category in ("animals", "vehicles") and not use.new and _sham(merged, name):
            del merged[category, name]
            continue
        others = [
            n for c, n in merged if n != name and (c == category or (c == "props" and category == "set_dressing"))
        ]
        known = kinds().get(name, frozenset())
        same = [
            n
            for n in others
            if (
                known & {n, n.split()[-1]}
                and (use.count <= 1 or use.count <= _of_kind(merged, known) or name in _SHEETS or category == "animals")
            )
            or _holds(n, name)
        ]
        if not same and name == "vehicle":
            same = [n for n in others if (category, n) in merged]
        if not same and name in _ANY_CAR:
            same = [n for n in others if n.split()[0] in brands()]
        same = [n for n in same if not (use.new and _is_new(merged, category, n))]
        if same:
            del merged[category, name]
            kept = merged.get((category, same[0]))
            if kept is not None and use.line < kept.line:
                kept.line, kept.quote = use.line, use.quote


def _one_vehicle(merged: dict[tuple[str, str], _Use]) -> None:
    """Let "the cruiser" be the squad car that came before; two that each come in with "a" are two."""
    there: list[tuple[tuple[str, str], _Use]] = []
    for key, use in sorted(merged.items(), key=lambda x: x[1].line):
        if key[0] != "vehicles":
            continue
        known = [(k, u) for k, u in there if same_vehicle(k[1], key[1]) and not use.new]
        if known and use.count <= known[0][1].count:
            del merged[key]
        else:
            there.append((key, use))


def _of_kind(merged: Mapping[tuple[str, str], _Use], known: frozenset[str]) -> int:
    """How many things of a kind the scene has: "both guns" are the Glock and the Beretta."""
    return sum(u.count for (_, n), u in merged.items() if known & {n, n.split()[-1]})


def _sham(merged: Mapping[tuple[str, str], _Use], name: str) -> bool:
    """Whether the scene has an inflatable, a toy or a costume that "the crocodile" means."""
    return any(
        c in ("props", "wardrobe")
        and (n.endswith(f" {name}") or n in (f"{name} costume", f"{name} suit", f"{name} mask"))
        for c, n in merged
    )


def _is_new(merged: Mapping[tuple[str, str], _Use], category: str, name: str) -> bool:
    """Whether ``name`` also comes in with "a": then two things are there. Contents and heads never are two."""
    use = merged.get((category, name))
    return category in ("vehicles", "animals") and use is not None and use.new


def _holds(long: str, short: str) -> bool:
    """Whether ``long`` is a kind of ``short``, or ``short`` is what it contains."""
    if long.endswith(f" {short}") and " of " not in long:
        return True
    first, of, rest = long.partition(" of ")
    if of:
        return short in (first, rest)
    words = long.split()
    return len(words) == 2 and words[0] == short and words[1] in words_in("vessels", "words")


@cache
def kinds() -> dict[str, frozenset[str]]:
    """General word -> the particular things it may mean."""
    return {k: frozenset(listed(v)) for k, v in data("handling.toml")["kinds"].items()}


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
                yield _Use(t, line.line, quote, True, t.confidence, t.count, t.new)
                if t.category == "set_dressing" and t.name in (
                    "campfire",
                    "bonfire",
                    "camp fire",
                    "funeral pyre",
                    "pyre",
                ):
                    yield _implied("fire", "special_effects", line.line, quote, 0.7)
    for turn in turns:
        for aside, at in zip(turn.asides, turn.aside_lines, strict=False):
            for s in () if aside.lower().startswith(("re:", "re ", "re.")) else sentences(aside):
                for t in things_in(s, frozenset(), scene_words, frozenset(stem(w) for w in s.low)):
                    if t.category != "sound" and (t.name != "phone" or not on_phone(turn)):
                        yield _Use(t, at, f"({aside})", True, round(t.confidence - 0.1, 2), t.count)
        if on_phone(turn):
            yield _implied("phone", "props", turn.line, f"({', '.join(turn.asides)})", 0.7)
    yield from _from_heading(heading)


def _implied(name: str, category: str, line: int, quote: str, confidence: float) -> _Use:
    return _Use(Thing(name, category, 0, 0, 1, False, confidence), line, quote, False, confidence, 1)


def _from_heading(heading: Heading) -> Iterator[_Use]:
    """A slugline set in a vehicle asks for that vehicle; one that says RAIN, for rain."""
    for word in f"{heading.sublocation} {heading.time_words}".upper().replace(",", " ").split():
        if word in _WEATHER:
            yield _Use(Thing(_WEATHER[word], "special_effects", 0, 0, 1, False, 0.7), 0, word, True, 0.7, 1)
    for place in (heading.location, heading.sublocation):
        if _FIRES & frozenset(place.split()):
            yield _Use(Thing("fire", "special_effects", 0, 0, 1, False, 0.7), 0, place, True, 0.7, 1)
        for s in sentences(place):
            found = list(matches(s.low))
            for m in found:
                entry = m.entries[0]
                nickname = entry.sense is not None and entry.name != " ".join(s.low[m.start : m.end])
                if entry.category != "vehicles" or m.plural or nickname:
                    continue  # "CAMPUS QUAD"
                if m.end == len(s.low) or s.low[m.end] in _ABOARD:
                    yield _Use(Thing(entry.name, "vehicles", 0, 0, 1, False, 0.8), 0, place, True, 0.8, 1)


def _shorten(text: str) -> str:
    if len(text) <= _QUOTE:
        return text
    return text[:_QUOTE].rsplit(" ", 1)[0] + "…"
