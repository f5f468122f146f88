"""What stands in a room is in it: "stands" after a thing is what the thing does, not another thing."""

from __future__ import annotations

import pytest

from .reading import break_down


def things(action: str) -> set[str]:
    """Everything filed of a kitchen by day."""
    sheet = break_down(f"INT. KITCHEN - DAY\n\n{action}\n\nANNA\nHello.\n")[1][0]
    return {e.name for elements in sheet.elements.values() for e in elements}


@pytest.mark.parametrize("thing", ["typewriter", "radio", "bottle", "suitcase"])
@pytest.mark.parametrize("how", ["stands on the table", "stands by the door", "stands there, forgotten"])
def test_a_thing_that_stands_somewhere_is_there(thing: str, how: str) -> None:
    assert thing in things(f"A {thing} {how}.")


def test_a_stand_for_a_thing_is_not_the_thing() -> None:
    assert "hat" not in things("A hat stand leans in the corner.")
    assert "magazine" not in things("A magazine rack by the wall.")
