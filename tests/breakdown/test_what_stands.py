"""What stands in a room is in it: "stands" after a thing is what the thing does, not another thing."""

from __future__ import annotations

import pytest

from setpiece.scene.model import FrameRate
from setpiece.script import read_screenplay
from setpiece.script.breakdown import break_down_scene, find_cast, resolve_times


def things(action: str) -> set[str]:
    """Everything filed of a kitchen by day."""
    play = read_screenplay(f"INT. KITCHEN - DAY\n\n{action}\n\nANNA\nHello.\n".encode(), "x")
    ((time, day),) = resolve_times(play)
    sheet = break_down_scene(play.scenes[0], find_cast(play), time, day, FrameRate(24, 1))
    return {e.name for elements in sheet.elements.values() for e in elements}


@pytest.mark.parametrize("thing", ["typewriter", "radio", "bottle", "suitcase"])
@pytest.mark.parametrize("how", ["stands on the table", "stands by the door", "stands there, forgotten"])
def test_a_thing_that_stands_somewhere_is_there(thing: str, how: str) -> None:
    assert thing in things(f"A {thing} {how}.")


def test_a_stand_for_a_thing_is_not_the_thing() -> None:
    assert "hat" not in things("A hat stand leans in the corner.")
    assert "magazine" not in things("A magazine rack by the wall.")
