"""Who is said to be across the street or at the far end stands there, unless they come together."""

from __future__ import annotations

import math

import msgspec
import pytest

from setpiece.cast import block
from setpiece.cast._apart import far_ones
from setpiece.scene.ids import IdSlice
from setpiece.script.model import Beat, SceneCast
from setpiece.sets.model import PlacedProp, Solid

from .sets import room, scene

NORA, TOM = SceneCast("c1", "NORA"), SceneCast("c2", "TOM")


def told(*lines: str):
    beats = tuple(Beat("action", n, text, 48, f"f{n}") for n, text in enumerate(lines))
    return msgspec.structs.replace(scene(2), cast=(NORA, TOM), beats=beats)


@pytest.mark.parametrize(("lines", "far"), [
    (("Nora stops under the lamp.", "Across the street TOM (40s) steps out of a doorway."), {"c2"}),
    (("Nora waits. Tom stands at the far end with a paper.",), {"c2"}),
    (("Nora sees Tom on the other side of the road.",), {"c2"}),
    (("Tom looks across the room at Nora.",), set()),
    (("Nora walks across the street. Tom waits.",), set()),
    (("Across the hall, Tom waits. Nora reads.", "Nora goes over to Tom."), set()),
    (("Across the hall, Tom waits.", "Tom joins Nora."), set()),
    (("Nora and Tom stand by the fence.",), set()),
])  # fmt: skip
def test_words_say_who_is_far(lines: tuple[str, ...], far: set[str]) -> None:
    assert far_ones(told(*lines), (NORA, TOM)) == far


def between(plan, *lines: str) -> float:
    a, b = block(told(*lines), (), plan, "s1", IdSlice()).blocking.actors
    return math.dist(a.position[:2], b.position[:2])


def test_far_is_six_metres_and_more_where_there_is_room() -> None:
    far = "Across the hall Tom steps out of a doorway."
    assert between(room(18, 16), "Nora waits.", far) >= 6.0
    assert between(room(18, 16), "Nora waits.", far, "Tom walks over to Nora.") < 2.0
    assert between(room(18, 16), "Nora and Tom wait.") < 2.0


def test_far_is_the_other_side_of_a_small_room() -> None:
    assert between(room(5, 5), "Nora waits.", "Tom stands at the far end of the room.") >= 1.7


def test_who_is_far_still_looks_at_the_other() -> None:
    for a in block(told("Nora waits. Tom stands at the far end."), (), room(18, 16), "s1", IdSlice()).blocking.actors:
        assert a.faces


@pytest.mark.parametrize("who", ["c1", "c2"])
def test_luggage_is_at_the_feet_of_who_carries_it(who: str) -> None:
    name = {"c1": "Nora", "c2": "Tom"}[who]
    other = {"c1": "Tom", "c2": "Nora"}[who]
    plan = msgspec.structs.replace(
        room(14, 14),
        interior=False,
        props=(PlacedProp("s.p50", "suitcase", (1.2, 0.0, 0.23), (0.1, 0.3, 0.23)),),
        solids=(*room(14, 14).solids, Solid("s.p50", (1.2, 0.0, 0.23), (0.1, 0.3, 0.23), kind="prop")),
    )
    sheet = told(f"{other} waits. {name} comes up with a suitcase.")
    at = {
        a.cast_id: math.dist(a.position[:2], (1.2, 0.0))
        for a in block(sheet, (), plan, "s1", IdSlice()).blocking.actors
    }
    assert at[who] < 0.95
    assert at[who] < min(v for k, v in at.items() if k != who)
