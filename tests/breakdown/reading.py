"""Screenplays for tests, read by the real reader."""

from __future__ import annotations

from setpiece.scene.model import FrameRate
from setpiece.script import read_screenplay
from setpiece.script.breakdown import break_down_scene, find_cast, resolve_times
from setpiece.script.model import CastMember, SceneBreakdown, Screenplay

RATE = FrameRate(24, 1)


def screenplay(text: str) -> Screenplay:
    """``text`` as Fountain."""
    return read_screenplay(text.encode(), "test.fountain")


def break_down(text: str, rate: FrameRate = RATE) -> tuple[tuple[CastMember, ...], tuple[SceneBreakdown, ...]]:
    """The cast and every scene's sheet."""
    play = screenplay(text)
    cast = find_cast(play)
    times = resolve_times(play)
    return cast, tuple(
        break_down_scene(s, cast, hour, day, rate) for s, (hour, day) in zip(play.scenes, times, strict=True)
    )


def names(sheet: SceneBreakdown, category: str) -> set[str]:
    """What a category holds."""
    return {u.name for u in sheet.elements.get(category, ())}


SCORED = ("props", "vehicles", "animals", "wardrobe", "special_effects", "stunts")
"""The element categories of the micro average."""


def scored(action: str, heading: str = "INT. ROOM - DAY") -> set[str]:
    """What a scene with this action and two people in it has of the scored categories, as ``category:name``."""
    sheet = break_down(f"{heading}\n\nANNA (30) waits with BOB (40).\n\n{action}\n")[1][0]
    return {f"{c}:{n}" for c in SCORED for n in names(sheet, c)}
