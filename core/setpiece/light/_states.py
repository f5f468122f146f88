"""The state of the day and the mood, as numbers, out of the words of a scene."""

from __future__ import annotations

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
    colors = tables["sky"]["night" if kind == "interior" and dark else "overcast" if wet and not dark else kind]
    outside = 3.0 if cabin and not dark else 1.0
    sky = Sky(
        kind,
        row["sky_lux"] * outside,
        _rgb(colors["zenith"]),
        _rgb(colors["horizon"]),
        _rgb(colors["ground"]),
    )
    noon = bool(_NOON.search(words)) and time == "DAY"
    return State(
        name=name,
        sky=sky,
        sun_lux=0.0 if wet else row["sun_lux"] * outside,
        elevation_deg=62.0 if noon else row["elevation_deg"],
        sun_kelvin=row["kelvin"],
        key_lux=row.get("key_lux", 0.0) * (2.0 if cabin and not dark else 0.6 if cabin else 1.0),
        key_kelvin=_kelvin(row.get("key_kelvin", row["kelvin"]) * mood.get("warmth", 1.0)),
        ambient=row.get("ambient", 0.0) * mood.get("ambient", 1.0) * (2.2 if cabin and dark else 1.0),
        mood=mood_name,
        ratio=mood["ratio"] * (1.35 if dark and plan.kind == "room" else 1.0),
        soft_m=mood["soft_m"],
        rim=mood["rim"],
        stops=row.get("stops", 0.0) + mood.get("stops", 0.0),
        pale=_brightness(tables, plan, dark),
        fog=Fog(density_per_m=0.012) if _FOG.search(words) and side == "exterior" else Fog(),
        dark=dark,
        balance=row["balance"],
        practicals=tables["practicals"][_lamps(plan, dark)],
    )


def _lamps(plan: SetPlan, dark: bool) -> str:
    if not plan.interior:
        return "street"
    if not dark:
        return "day"
    return "home" if plan.kind == "room" else "public"


def _brightness(tables: Mapping[str, Any], plan: SetPlan, dark: bool) -> float:
    """Stops to close for pale ground, lit public rooms and the daylight round a cabin; a dark cabin opens up."""
    rows = tables["surroundings"]
    if plan.kind == "vehicle":
        return float(rows["dark_cabin" if dark else "cabin"])
    if plan.interior:
        row = tables["at_night"]
        return float(row.get(plan.variant, row["public"] if plan.kind != "room" else 0.0)) if dark else 0.0
    return float(rows.get(plan.variant, 0.0)) if not dark else 0.0


def _time(scene: SceneBreakdown, words: str) -> str:
    if _LOW.search(words) and scene.time_of_day in {"DAY", "EVENING", "MORNING", "AFTERNOON"}:
        return "DAWN" if "sunrise" in words else "DUSK"
    return scene.time_of_day


def _kelvin(value: float) -> float:
    return float(round(min(max(value, 1800.0), 9000.0)))
