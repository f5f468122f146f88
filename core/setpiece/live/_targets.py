"""What a target in cues.toml means in a scene: the slot, the space it fades in, the family, the value."""

from __future__ import annotations

import difflib
import math
import re
from typing import Any, cast

import msgspec

from ..errors import InputError
from ..scene import (
    ENVIRONMENT_SLOT,
    PropertyInfo,
    checked_value,
    get_property,
    properties_of,
    slot_owner,
)
from ..scene.model import CameraPayload, LightPayload, Node, Rgb, Scene
from ._colour import MAX_K, MIN_K, black_body_rgb
from ._fades import Space, Value, space_of
from ._sun import sun_at
from .model import Family, Place

SUN = "environment#sun"
"""The sun's place as one slot; it becomes the two of the property table where it leaves the engine."""
SUN_SLOTS = ("environment#sun.azimuth_rad", "environment#sun.elevation_rad")
_KELVIN = re.compile(r"(\d+(?:\.\d+)?) ?K")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")


class Target(msgspec.Struct, frozen=True):
    """A slot and what is known of it.

    Attributes:
        slot: ``owner#property``, with the owner's id.
        owner: Node id, ``environment`` or ``material/<id>``.
        base: The scene's own value: what a slot returns to.
    """

    slot: str
    owner: str
    path: str
    space: Space
    family: Family
    base: Value


class Written(msgspec.Struct, frozen=True):
    """A value as a file or a message gives it, made ready; ``kelvin`` where it is a colour temperature."""

    value: Value
    kelvin: float | None = None


def _near(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, list(dict.fromkeys(known)), n=4, cutoff=0.5)
    return ", ".join(close)


def _find_owner(scene: Scene, word: str, where: str) -> str:
    if slot_owner(scene, word) is not None:
        return word
    named = [n for n in scene.nodes.values() if n.name == word]
    named = named or [n for n in scene.nodes.values() if n.name.casefold() == word.casefold()]
    if len(named) == 1:
        return named[0].id
    if named:
        ids = ", ".join(sorted(n.id for n in named)[:8])
        raise InputError(f"{len(named)} nodes are called {word!r}.", where=where, remedy=f"Use an id: {ids}.")
    known = [*scene.nodes, *(n.name for n in scene.nodes.values() if n.name), ENVIRONMENT_SLOT]
    known += [f"material/{m}" for m in scene.resources.material]
    close = _near(word, known)
    remedy = f"Near it: {close}." if close else "Use a node's id or name, environment, or material/<id>."
    raise InputError(f"the scene has no {word!r}.", where=where, remedy=remedy)


def _find_path(rows: dict[str, PropertyInfo], word: str, where: str) -> PropertyInfo:
    live = {p: row for p, row in rows.items() if row.live}
    if word in rows:
        if not rows[word].live:
            raise InputError(
                f"{word} cannot be driven live.", where=where, remedy=f"Live are: {', '.join(sorted(live))}."
            )
        return rows[word]
    ends = [p for p in live if p.endswith("." + word)]
    if len(ends) == 1:
        return live[ends[0]]
    close = _near(word, [*live, *(p.rsplit(".", 1)[-1] for p in live)])
    remedy = f"Near it: {close}." if close else f"Live are: {', '.join(sorted(live))}."
    raise InputError(f"no such property {word!r}.", where=where, remedy=remedy)


def _family(thing: Any, path: str) -> Family:
    if isinstance(thing, Node):
        if isinstance(thing.payload, CameraPayload):
            return "camera"
        return "light" if isinstance(thing.payload, LightPayload) else "set"
    if path.startswith("exposure"):
        return "camera"
    if path.startswith(("sky.", "sun")):
        return "sky"
    return "weather" if path.startswith("fog.") else "light"


def inside(value: Any) -> Value:
    """A property's value as the engine holds it."""
    if isinstance(value, (tuple, list)):
        return tuple(float(v) for v in cast("list[float]", value))
    return float(value)


def outside(space: Space, value: Value) -> object:
    """The inverse of ``inside``: as the session and the hosts take it."""
    return value != 0.0 if space == "switch" else value


def find_target(scene: Scene, text: str) -> Target:
    """The target that ``text`` names.

    Raises:
        InputError: Nothing of that name, several, or a property that is not live-safe; near names are given.
    """
    if text in {"sun", SUN}:
        sun = scene.environment.sun
        return Target(SUN, ENVIRONMENT_SLOT, "sun", "sun", "sky", (sun.azimuth_rad, sun.elevation_rad))
    word, mark, path = text.rpartition("#")
    if not mark or not word or not path:
        raise InputError("a target is owner#property.", where=text[:80], remedy='For example "desk lamp#lumen".')
    owner = _find_owner(scene, word, text)
    thing = slot_owner(scene, owner)
    info = _find_path(properties_of(thing), path, text)
    slot = f"{owner}#{info.path}"
    if slot in SUN_SLOTS:
        raise InputError("the sun's place is one target.", where=text, remedy='Write "sun".')
    base = inside(get_property(thing, info.path))
    return Target(slot, owner, info.path, space_of(info), _family(thing, info.path), base)


def _sun(raw: object, place: Place) -> Written:
    if isinstance(raw, str) and (match := _CLOCK.fullmatch(raw)):
        return Written(sun_at(int(match[1]) + int(match[2]) / 60 + int(match[3] or 0) / 3600, place))
    if isinstance(raw, (list, tuple)):
        row = cast("list[object]", list(raw))
        if len(row) == 2 and all(isinstance(v, (int, float)) and math.isfinite(v) for v in row):
            azimuth, elevation = cast("list[float]", row)
            if -90.0 <= elevation <= 90.0:
                return Written((math.radians(azimuth % 360.0), math.radians(elevation)))
    raise InputError("no place of the sun.", where="sun", remedy='Write "17:30" or [azimuth_deg, elevation_deg].')


def read_value(scene: Scene, target: Target, raw: object, place: Place) -> Written:
    """``raw`` as the target takes it.

    Raises:
        InputError: Of another type or out of range.
    """
    if target.space == "sun":
        return _sun(raw, place)
    if target.space == "colour" and isinstance(raw, str):
        match = _KELVIN.fullmatch(raw)
        kelvin = float(match[1]) if match else 0.0
        if not MIN_K <= kelvin <= MAX_K:
            raise InputError(
                "no colour.", where=target.slot,
                remedy=f'Write [r, g, b] in linear Rec.709, or "3200 K" from {MIN_K:g} to {MAX_K:g}.',
            )  # fmt: skip
        rgb: Rgb = black_body_rgb(kelvin)
        return Written(rgb, kelvin)
    if target.space == "switch" and raw in (0, 1):  # what OSC has for a switch
        raw = bool(raw)
    return Written(inside(checked_value(slot_owner(scene, target.owner), target.path, raw)))
