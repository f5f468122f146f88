"""What a scene is like and what goes on into the next: weather, tension, tracks, sets, and who carries what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from setpiece.script.model import Beat, Carried, ElementUse, SceneBreakdown, SceneCast

from ._aliases import words_of
from ._heading import Heading, tables

Track = Literal["", "flashback", "flashforward", "dream"]

_WEATHER = (
    ("snow", frozenset({"snow"})),
    ("rain", frozenset({"rain"})),
    ("fog", frozenset({"fog", "mist"})),
    ("wind", frozenset({"wind", "sandstorm", "hurricane"})),
)
_FINE = frozenset("sunny sunshine sunlight sunlit cloudless blazing".split())
_DULL = frozenset("overcast cloudy clouds drizzly grey-skied".split())
_OWN_ROOMS = frozenset(
    "KITCHEN BEDROOM BATHROOM HALLWAY ATTIC BASEMENT GARAGE PORCH STUDY DEN LOUNGE PARLOR PARLOUR".split()
)
_CARRIES = frozenset(
    "carries carrying holds holding takes pockets clutches clutching grabs with picks hand hands arm lifts puts hides "
    "slips stuffs keeps".split()
)
_WOUNDS = frozenset(
    "wound gash bruise scar burns cut bandage blood stitches plaster sunburn scab blister graze welt shiner".split()
) | {"black eye", "cut lip", "split lip", "bloody nose", "bullet wound", "stab wound", "plaster cast"}
_HEALING_DAYS = 3
_STEP = 2


def weather_of(elements: Mapping[str, Sequence[ElementUse]], words: frozenset[str]) -> str:
    """The weather: snow, rain, fog, wind, sun, cloud; empty when the scene does not tell.

    Args:
        elements: The scene's elements; effects made on the set count first.
        words: Lower-case words of its action.
    """
    effects = {u.name for u in elements.get("special_effects", ())}
    for name, signs in _WEATHER:
        if effects & signs:
            return name
    if _FINE & words:
        return "sun"
    return "cloud" if _DULL & words else ""


def tension_of(beats: Sequence[Beat]) -> tuple[int, ...]:
    """A value from 0 to 9 for every beat: what happens lifts it at once, and it falls slowly."""
    out: list[int] = []
    level = 0
    for beat in beats:
        level = max(min(9, beat.intensity * 3), level - _STEP)
        out.append(level)
    return tuple(out)


def track_of(heading: Heading) -> Track:
    """The time line of a scene: empty for the main one."""
    words = heading.time_words
    if "DREAM" in words:
        return "dream"
    if "FLASHFORWARD" in words or "FLASH FORWARD" in words:
        return "flashforward"
    return "flashback" if heading.aside else ""


def set_parent_of(heading: Heading) -> str:
    """The building or place that a set belongs to: ANNA'S HOUSE of its KITCHEN; empty when it is one itself.

    "ANNA'S HOUSE - KITCHEN", "KITCHEN, ANNA'S HOUSE" and "FARMHOUSE KITCHEN" name theirs; "ANNA'S KITCHEN"
    belongs to ANNA'S HOUSE.
    """
    if heading.sublocation:
        return heading.location
    words = heading.location.split()
    if len(words) < 2 or words[-1] not in _inner():
        return ""
    cut = len(words) - 1
    while cut > 1 and words[cut - 1] in _inner():
        cut -= 1
    before = words[:cut]
    if set(before) & _outer() or before[-1].endswith("HOUSE"):
        return " ".join(before)
    owned = before[-1].endswith(("'S", "S'"))
    return f"{' '.join(before)} HOUSE" if owned and words[-1] in _OWN_ROOMS else ""


def _inner() -> frozenset[str]:
    return frozenset(tables()["rooms"]["inner"])


def _outer() -> frozenset[str]:
    return frozenset(tables()["rooms"]["outer"])


def continuity_of(scenes: Mapping[str, SceneBreakdown]) -> tuple[Carried, ...]:
    """Wounds, clothes and things that somebody takes from one scene into later ones.

    A state belongs to the one member of the cast whom the quoted sentence names. It lasts to the end of its
    script day on its own track, in every scene with that member in view; a wound lasts three days longer.
    Clothes end where the same member wears others.

    Args:
        scenes: Sheets by scene id, in script order.

    Returns:
        States that reach beyond the scene they begin in, in script order.
    """
    order = list(scenes.items())
    out: list[Carried] = []
    for at, (scene_id, sheet) in enumerate(order):
        for member, kind, name in _states(sheet):
            reach = [s for s, later in order[at + 1 :] if _goes_on(sheet, later, member, kind)]
            if kind == "wardrobe":
                reach = _until_changed(order, reach, member, name)
            if reach:
                out.append(Carried(member, kind, name, scene_id, tuple(reach)))
    return tuple(out)


def _states(sheet: SceneBreakdown) -> list[tuple[str, Literal["wound", "wardrobe", "prop"], str]]:
    out: list[tuple[str, Literal["wound", "wardrobe", "prop"], str]] = []
    for category in ("makeup_hair", "wardrobe", "props"):
        for use in sheet.elements.get(category, ()):
            owner = _named(use.quote, sheet.cast)
            if owner is None:
                continue
            if category == "makeup_hair" and use.name in _WOUNDS:
                out.append((owner.name, "wound", use.name))
            elif category == "wardrobe":
                out.append((owner.name, "wardrobe", use.name))
            elif category == "props" and _CARRIES & frozenset(use.quote.lower().split()):
                out.append((owner.name, "prop", use.name))
    return out


def _named(quote: str, cast: Sequence[SceneCast]) -> SceneCast | None:
    """The one person in view whom a sentence names."""
    words = frozenset(w.strip(".,;:!?()\"'").removesuffix("'s") for w in quote.lower().replace("’", "'").split())
    seen = [c for c in cast if not c.heard_only and any(len(w) > 2 and w in words for w in words_of(c.name))]
    return seen[0] if len(seen) == 1 else None


def _goes_on(first: SceneBreakdown, later: SceneBreakdown, member: str, kind: str) -> bool:
    days = _HEALING_DAYS if kind == "wound" else 0
    return (
        later.track == first.track
        and first.script_day <= later.script_day <= first.script_day + days
        and any(c.name == member and not c.heard_only for c in later.cast)
    )


def _until_changed(
    order: Sequence[tuple[str, SceneBreakdown]], reach: Sequence[str], member: str, name: str
) -> list[str]:
    sheets = dict(order)
    out: list[str] = []
    for scene_id in reach:
        worn = [n for who, kind, n in _states(sheets[scene_id]) if who == member and kind == "wardrobe"]
        if worn and name not in worn:
            break
        out.append(scene_id)
    return out
