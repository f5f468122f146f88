"""What a scene asks its set to be: location words and breakdown -> ``SetSpec``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from ..resources import text
from ..script.model import SceneBreakdown
from ._condition import conditions_of
from .model import PieceWish, SetKind, SetSpec

_BACKGROUND_CAP = 10
_WISH_CAP = 24
_NIGHT = ("NIGHT", "EVENING", "DUSK")  # at dusk lamps and windows are lit
_CATEGORIES = ("props", "vehicles", "animals", "set_dressing")
_SAT = ("sit", "drive")
_ON_ROAD = re.compile(
    r"\b(?:middle|centre|center) of the (?:\w+ )?(?:road|street|highway|avenue|lane|intersection|crossing)\b"
    r"|\b(?:lies|lying|stands|standing|kneels|kneeling|stops|walks|walking|runs|running) (?:out )?"
    r"(?:in|on|onto|into) the (?:\w+ )?road\b",
    re.IGNORECASE,
)
_LUGGAGE = ("suitcase", "briefcase", "bag", "duffel bag", "holdall", "travel bag", "guitar case", "doctors bag")
_IN_HAND = (
    r"\b(?:with|carr(?:y|ies|ying)|hold(?:s|ing)?|lug(?:s|ging)?|drag(?:s|ging)?|clutch(?:es|ing)?|grip(?:s|ping)?"
    r"|(?:puts?|sets?) down|drops?|picks? up) (?:a|an|the|his|her|their|one) (?:[\w-]+ ){0,2}"
)
_PLAIN = {"landscape": "an open meadow", "street": "a town street"}
"""What a plain set of a kind is, for a note."""


@dataclass(frozen=True)
class Place:
    """What a location word means."""

    kind: SetKind
    variant: str


@cache
def _tables() -> tuple[dict[str, dict[str, Place]], dict[str, str], dict[str, int]]:
    data = tomllib.loads(text("sets", "places.toml"))
    sides: dict[str, dict[str, Place]] = {"int": {}, "ext": {}}
    for side in ("int", "ext", "both"):
        for kind, variants in data[side].items():
            for variant, words in variants.items():
                for word in words.split("|"):
                    for target in ("int", "ext") if side == "both" else (side,):
                        sides[target][_plain(word)] = Place(kind, variant)
    hints = {w: size for size, words in data["hints"].items() for w in words.split("|")}
    return sides, hints, data["seats"]


def _plain(words: str) -> str:
    flat = unicodedata.normalize("NFKD", words.lower().replace("’", "").replace("'", ""))
    return " ".join(re.findall(r"[a-z0-9&]+", "".join(c for c in flat if not unicodedata.combining(c))))


@cache
def _rough() -> dict[str, dict[str, str]]:
    """Side -> phrase -> what is built for a phrase that is understood only roughly."""
    data = tomllib.loads(text("sets", "places.toml"))["rough"]
    return {
        side: {_plain(word): built for built, words in rows.items() for word in words.split("|")}
        for side, rows in data.items()
    }


def find_place(location: str, interior: bool) -> Place | None:
    """The place that ``location`` names, by its longest known phrase; None when there is none."""
    return _find(location, interior)[1]


def _find(location: str, interior: bool) -> tuple[str, Place | None]:
    """The phrase of ``location`` that decides, and its place."""
    table = _tables()[0]["int" if interior else "ext"]
    words = _plain(location).split()
    best: tuple[int, int, Place] | None = None
    for start in range(len(words)):
        for end in range(start + 1, min(start + 5, len(words)) + 1):
            found = table.get(" ".join(words[start:end])) or _singular(table, words[start:end])
            if found is not None and (best is None or (end - start, end) >= best[:2]):
                best = (end - start, end, found)
    return ("", None) if best is None else (" ".join(words[best[1] - best[0] : best[1]]), best[2])


def _singular(table: dict[str, Place], words: list[str]) -> Place | None:
    last = words[-1]
    return table.get(" ".join([*words[:-1], last[:-1]])) if last.endswith("s") and len(last) > 3 else None


def _place(scene: SceneBreakdown, interior: bool) -> tuple[Place, bool]:
    """The place and whether its words were known. The more precise sublocation speaks first."""
    both = f"{scene.location} {scene.sublocation}"
    for words in (scene.sublocation, scene.location, both):
        found = find_place(words, interior)
        if found is not None:
            return found, True
    other = find_place(both, not interior)
    if other is not None and (interior or other.kind == "vehicle"):
        return other, True
    if not interior:
        return Place("street", "main") if scene.elements.get("vehicles") else Place("landscape", "field"), False
    return Place("room", "room"), False


def _size(words: str) -> Literal["small", "medium", "large"]:
    hints = _tables()[1]
    for word in _plain(words).split():
        if word in hints:
            return cast(Literal["small", "large"], hints[word])
    return "medium"


def _seated(scene: SceneBreakdown, people: int, variant: str, kind: SetKind) -> int:
    """How many want a seat: who is said to sit, else what people do in such a place."""
    said = sum(1 for c in scene.cast if c.posture in _SAT and not c.heard_only)
    if kind == "vehicle":
        return people
    share = _tables()[2].get(variant, 0)
    usual = people * share // 10
    return min(people, max(said, usual))


@cache
def _given(kind: SetKind, variant: str) -> frozenset[str]:
    """Nouns that such a place has anyway."""
    table = tomllib.loads(text("sets", "given.toml"))
    side = "vehicle" if kind == "vehicle" else "exterior" if kind in ("street", "landscape") else "interior"
    return frozenset(f"{table[side]}|{table['variant'].get(variant, '')}".split("|"))


def _wishes(scene: SceneBreakdown, place: Place) -> tuple[PieceWish, ...]:
    out: dict[str, PieceWish] = {}
    given = _given(place.kind, place.variant)
    for category in _CATEGORIES:
        for use in scene.elements.get(category, ()):
            noun = " ".join(use.name.lower().split())
            if not noun or noun in given:
                continue
            key = f"{category}:{_plain(noun).replace(' ', '-') or 'thing'}:1"
            if key not in out and len(out) < _WISH_CAP:
                count = max(1, min(use.count, 6))
                out[key] = PieceWish(key, noun, category, count, _carried(scene, noun))  # type: ignore[arg-type]
    return tuple(out.values())


def _carried(scene: SceneBreakdown, noun: str) -> bool:
    """Whether the action puts a piece of luggage into somebody's hand."""
    if noun not in _LUGGAGE:
        return False
    held = re.compile(_IN_HAND + re.escape(noun) + r"\b", re.IGNORECASE)
    return any(held.search(b.text) for b in scene.beats if b.kind not in ("dialogue", "cue"))


def spec_for(scene: SceneBreakdown, scene_id: str) -> SetSpec:  # noqa: ARG001 - the departments' common call
    """What ``scene`` asks of its set.

    Location words (and the sublocation's, first) choose kind and variant; an unknown place is a
    plain room, street or field, which ``generate`` reports as a refusal.

    Args:
        scene: The scene's breakdown.
        scene_id: Not part of the decision; kept for people who correct a spec by scene.
    """
    interior = scene.int_ext == "INT" or (scene.int_ext == "INT/EXT" and _inside_first(scene))
    place, known = _place(scene, interior)
    present = [c for c in scene.cast if not c.heard_only]
    background = min(sum(max(b.count, 0) for b in scene.background), _BACKGROUND_CAP)
    people = len(present) + background
    words = f"{scene.location} {scene.sublocation}".strip()
    return SetSpec(
        kind=place.kind,
        variant=place.variant if known else "",
        location=words,
        interior=place.kind not in ("street", "landscape") and place.variant != "rowboat",
        night=scene.time_of_day in _NIGHT,
        people=people,
        seated=_seated(scene, people, place.variant, place.kind),
        wishes=_wishes(scene, place),
        style=" ".join(scene.mood[:2]),
        size=_size(words),
        stage=_stage(scene, place),
        condition=conditions_of(words, [b.text for b in scene.beats if b.kind in ("establish", "action")]),
    )


def _stage(scene: SceneBreakdown, place: Place) -> Literal["", "road"]:
    said = any(_ON_ROAD.search(b.text) for b in scene.beats if b.kind not in ("dialogue", "cue"))
    return "road" if place.kind == "street" and place.variant in ("main", "sidewalk") and said else ""


def _inside_first(scene: SceneBreakdown) -> bool:
    """INT/EXT scenes play inside when their words name an inside or a vehicle."""
    return find_place(f"{scene.location} {scene.sublocation}", True) is not None


def place_note(spec: SetSpec) -> str:
    """What is built where a location's words are unknown or only roughly understood; empty when they are known.

    The text names the words and nothing of the scene: the same place gives the same text in every scene.
    """
    if not spec.variant:
        built = _PLAIN.get(spec.kind, f"a plain {spec.kind}")
        return (
            f"no recipe for {spec.location.upper()}: built as {built}. "
            "A plainer word in the slugline (bar, street, forest) is understood"
        )
    for interior in (spec.interior, not spec.interior):
        phrase, place = _find(spec.location, interior)
        built = _rough()["int" if interior else "ext"].get(phrase, "")
        if built and place == Place(spec.kind, spec.variant):
            return f"no recipe for {phrase.upper()}: built as {built}"
    return ""
