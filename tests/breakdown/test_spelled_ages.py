"""Ages in words: who is a minor needs a teacher on the set, however the page spells it."""

from __future__ import annotations

import pytest

from .reading import break_down


@pytest.mark.parametrize(
    ("told", "age"),
    [
        ("thirteen, in a blazer,", 13),
        ("six and three quarters, in a hat,", 6),
        ("barely seventeen,", 17),
        ("twenty-eight,", 28),
        ("forty-two,", 42),
        ("nineteen --", 19),
        ("ten miles from home,", None),
        ("six of them,", None),
        ("one of four,", None),
    ],
)
def test_an_age_in_words(told: str, age: int | None) -> None:
    cast, (sheet,) = break_down(f"EXT. YARD - DAY\n\nNUNO, {told} waits by the gate.\n\nNUNO\nWell?\n")
    (nuno,) = [m for m in cast if m.name == "NUNO"]
    assert (nuno.age, nuno.minor) == (age, age is not None and age < 18)
    teacher = [u.name for u in sheet.elements.get("additional_labor", ())]
    assert teacher == (["studio teacher"] if nuno.minor else [])
