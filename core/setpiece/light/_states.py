"""The state of the day and the mood, as numbers, out of the words of a scene."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..resources import text
from ..scene.model import Fog, Rgb, Sky
from ..script.model import SceneBreakdown
from ..sets.model import SetPlan

_OVERCAST = re.compile(
    r"\b(overcast|rain(?!coat|bow|check)\w*|storm\w*|cloud(?:y|s)|drizzl\w*|snow\w*|blizzard|grey sky|gray sky)\b"
)
_FOG = re.compile(r"\b(fog\w*|mist\w*|haz[ey]\w*)\b")
_FIRST_LIGHT = re.compile(r"\b(pre-?dawn|before dawn|first light|before sunrise)\b")
_NOON = re.compile(r"\b(noon|midday)\b")
_LOW = re.compile(r"\b(sunset|magic hour|golden hour|sundown|sunrise)\b")


@dataclass(frozen=True)
class State:
    """How bright and how warm a scene is before anything is placed. Lux, kelvin, degrees, stops."""

    name: str
    sky: Sky
    sun_lux: float
    elevation_deg: float
    sun_kelvin: float
    key_lux: float
    """0: the sun and sky are the key."""
    key_kelvin: float
    ambient: float
    """Share of the key that fills the room from everywhere."""
    mood: str
    ratio: float
    soft_m: float
    rim: float
    stops: float
    pale: float
    """Stops to close further because what surrounds the people is bright."""
    fog: Fog
    dark: bool
    balance: float
    """Kelvin that the camera shows as white."""
    practicals: Mapping[str, float]
    """Share of its lumen a lamp burns with, by its kind; "other" for the rest."""
    room: float
    """Least lux of a room by night, as a share of the key."""
    burning: bool
    """Whether lamps outdoors are lit."""
    cabin: bool
    glow: float
    """Least lux of a dark sky, as a share of the key: a town's haze."""
    off_deg: float
    """How far off the nose the key stands."""
    cone_rad: float
    """Full angle of key and rim; 0 for an open soft box."""
    blend: float
    slats: bool
    """Whether a blind is drawn before the windows."""
    most_lamps: int

    def seen(self, kelvin: float) -> float:
        """``kelvin`` as a camera balanced for this state shows it, where 6500 K is white.

        Mired shift of a conversion filter: 1e6 / seen = 1e6 / kelvin - 1e6 / balance + 1e6 / 6500.
        """
        mired = 1e6 / kelvin - 1e6 / self.balance + 1e6 / 6500
        return min(max(1e6 / max(mired, 60.0), 2200.0), 14000.0)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(text("light", "states.toml"))


def _words(scene: SceneBreakdown) -> str:
    early = [b.text for b in scene.beats if b.kind != "dialogue"][:6]
    return " ".join([scene.heading, scene.time_words, *early]).lower()


def _rgb(row: list[float]) -> Rgb:
    return (row[0], row[1], row[2])


def state_of(scene: SceneBreakdown, plan: SetPlan) -> State:
    """The photometric state of ``scene`` on ``plan`` (tables and sources: ``data/states.toml``)."""
    tables, words = _tables(), _words(scene)
    cabin = plan.kind == "vehicle"
    time = _time(scene, words)
    wet = bool(_OVERCAST.search(words))
    side = "interior" if plan.interior else "exterior"
    name = "OVERCAST" if wet and side == "exterior" and time in {"DAY", "MORNING", "AFTERNOON"} else time
    row: dict[str, Any] = tables[side][name]
    mood_name = scene.mood[0] if scene.mood and scene.mood[0] in tables["mood"] else "calm"
    mood: dict[str, Any] = tables["mood"][mood_name]
    kind = row.get("sky", "interior")
    dark = time in {"NIGHT", "EVENING"}
    shown = "night" if kind == "interior" and dark else "overcast" if wet and not dark else row.get("colors", kind)
    colors = tables["sky"][shown]
    outside = 3.0 if cabin and not dark else 1.0
    sky = Sky(
        kind,
        row["sky_lux"] * outside,
        _rgb(colors["zenith"]),
        _rgb(colors["horizon"]),
        _rgb(colors["ground"]),
    )
    noon = bool(_NOON.search(words)) and time == "DAY"
    town = plan.kind == "street" or bool(plan.practicals)
    cone = mood.get("cone_deg", tables["cone_deg"][side if not dark else "night" if plan.interior else "moon"])
    keyed = {**row, **row.get("town", {})} if town else row
    return State(
        name=name,
        sky=sky,
        sun_lux=0.0 if wet else row["sun_lux"] * outside,
        elevation_deg=62.0 if noon else row["elevation_deg"],
        sun_kelvin=row["kelvin"],
        key_lux=keyed.get("key_lux", 0.0) * _keyed(plan, dark, town),
        key_kelvin=_kelvin(keyed.get("key_kelvin", row["kelvin"]) * mood.get("warmth", 1.0)),
        ambient=row.get("ambient", 0.0) * mood.get("ambient", 1.0) * (2.2 if cabin and dark else 1.0),
        room=tables["room"]["home" if _is_home(plan) else "public"] * mood.get("ambient", 1.0),
        burning=dark or bool(row.get("lamps", False)),
        cabin=cabin,
        glow=tables["glow"]["cabin" if cabin else "town" if town else "country"] * mood.get("glow", 1.0),
        off_deg=mood.get("off_deg", 45.0),
        cone_rad=0.0 if cabin else round(math.radians(cone), 6),
        blend=mood.get("blend", 0.8),
        slats=bool(mood.get("slats", False)),
        most_lamps=mood.get("most_lamps", 12),
        mood=mood_name,
        ratio=mood["ratio"] * (1.35 if dark and plan.kind == "room" else 1.0),
        soft_m=mood["soft_m"],
        rim=mood["rim"],
        stops=row.get("stops", 0.0) + mood.get("stops" if dark else "day_stops", mood.get("stops", 0.0)),
        pale=_brightness(tables, plan, dark),
        fog=Fog(density_per_m=0.012) if _FOG.search(words) and side == "exterior" else Fog(),
        dark=dark,
        balance=row["balance"],
        practicals=_burning(tables["practicals"], plan, dark),
    )


def _is_home(plan: SetPlan) -> bool:
    """A small room with a low ceiling; a hall wants its lamps."""
    return plan.kind == "room" and plan.ceiling_m < 4.0


def _keyed(plan: SetPlan, dark: bool, town: bool) -> float:
    """Share of the state's key: more against the day round a cabin, less in its dark and under the moon."""
    if plan.kind == "vehicle":
        return 0.6 if dark else 2.0
    return 1.0 if plan.interior or town else 0.7


def _burning(rows: Mapping[str, Any], plan: SetPlan, dark: bool) -> Mapping[str, float]:
    """The row of lamps for a place: its kind's, or its own."""
    if not plan.interior:
        return rows["street"]
    if not dark:
        return rows["day"]
    if plan.kind == "vehicle":
        return rows["car" if plan.ceiling_m < 1.7 else "saloon"]
    return rows.get(plan.variant, rows.get(plan.kind, rows["home" if _is_home(plan) else "public"]))


def _brightness(tables: Mapping[str, Any], plan: SetPlan, dark: bool) -> float:
    """Stops to close for pale ground, lit public rooms and the daylight round a cabin; a dark cabin opens up."""
    rows = tables["surroundings"]
    if plan.kind == "vehicle":
        return float(rows["cabin" if not dark else "dark_cabin" if plan.ceiling_m < 1.7 else "dark_saloon"])
    if plan.interior:
        row = tables["at_night"]
        return float(row.get(plan.variant, row["public"] if plan.kind != "room" else 0.0)) if dark else 0.0
    if dark:
        return float(tables["at_night"]["street"]) if plan.kind == "street" else 0.0
    return float(rows.get(plan.variant, 0.0))


def _time(scene: SceneBreakdown, words: str) -> str:
    if _FIRST_LIGHT.search(words) and scene.time_of_day in {"DAWN", "MORNING"}:
        return "EVENING"  # the same blue hour, from its other end
    if _LOW.search(words) and scene.time_of_day in {"DAY", "EVENING", "MORNING", "AFTERNOON"}:
        return "DAWN" if "sunrise" in words else "SUNSET"
    return scene.time_of_day


def _kelvin(value: float) -> float:
    return float(round(min(max(value, 1800.0), 9000.0)))
