"""Sluglines as real scripts write them, and the hours and days they come to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.script.breakdown import resolve_times
from setpiece.script.breakdown._heading import parse_heading

from .reading import break_down, screenplay


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("INT. KITCHEN - DAY", ("INT", "KITCHEN", "", "DAY")),
        ("EXT. FARM", ("EXT", "FARM", "", None)),
        ("INT MILL, SAME TIME", ("INT", "MILL", "", None)),
        ("INT. PRAGUE. PRINTING HOUSE. 1868.", ("INT", "PRAGUE", "PRINTING HOUSE", None)),
        ("EXT. SPAIN. CADIZ. DAY. 1868.", ("EXT", "SPAIN", "CADIZ", "DAY")),
        (
            "INT. HALLWAY, VERA'S APARTMENT BUILDING, A MOMENT LATER",
            ("INT", "VERA'S APARTMENT BUILDING", "HALLWAY", None),
        ),
        ("INT. RM 412, SAME", ("INT", "RM 412", "", None)),
        ("INT./EXT. BARN - NIGHT", ("INT/EXT", "BARN", "", "NIGHT")),
        ("EXT. / INT. BARN. 1868.", ("INT/EXT", "BARN", "", None)),
        ("I/E CAR -- DUSK", ("INT/EXT", "CAR", "", "DUSK")),
        ("EST. SKYLINE - PRE-DAWN", ("EXT", "SKYLINE", "", "DAWN")),
        ("INT. JEEP, DRIVING -- A BIT LATER", ("INT", "JEEP", "", None)),
        ("EXT. LAKE / UNDERWATER - DAY [LATER]", ("EXT", "LAKE", "UNDERWATER", "DAY")),
        ("INT. VERA'S ROOM - [THE NEXT] MORNING", ("INT", "VERA'S ROOM", "", "MORNING")),
        ("EXT. GLEN BLVD. - DAY", ("EXT", "GLEN BLVD", "", "DAY")),
        ("INT. DR. HO'S OFFICE - LATER THAT NIGHT", ("INT", "DR. HO'S OFFICE", "", "NIGHT")),
        ("EXT. PIER - MAGIC HOUR", ("EXT", "PIER", "", "DUSK")),
        ("INT. KITCHEN NIGHT", ("INT", "KITCHEN", "", "NIGHT")),
        ("int. kitchen – evening", ("INT", "KITCHEN", "", "EVENING")),
        ("INT. COCKPIT - 6:24 AM", ("INT", "COCKPIT", "", "DAWN")),
        ("ИНТ. КВАРТИРА – КУХНЯ – ДЕНЬ", ("INT", "КВАРТИРА", "КУХНЯ", "DAY")),
    ],
)
def test_parts(text: str, want: tuple[str, str, str, str | None]) -> None:
    h = parse_heading(text)
    assert (h.int_ext, h.location, h.sublocation, h.time_of_day) == want


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_has_parts(text: str) -> None:
    h = parse_heading(text)
    assert h.int_ext in ("INT", "EXT", "INT/EXT")
    assert "\n" not in h.location + h.sublocation


def _times(*headings: str, action: str = "Nothing."):
    return resolve_times(screenplay("".join(f"{h}\n\n{action}\n\n" for h in headings)))


def test_relations_take_the_hour_of_the_scene_before() -> None:
    assert (
        _times(
            "INT. A - NIGHT",
            "INT. B - CONTINUOUS",
            "INT. C - LATER",
            "INT. D, SAME",
            "INT. E",
            "INT. F - MOMENTS LATER",
        )
        == (("NIGHT", 1),) * 6
    )


def test_days_advance_on_jump_words() -> None:
    got = _times(
        "INT. A - DAY", "INT. B - NIGHT", "INT. C - THE NEXT MORNING", "INT. D - LATER", "INT. E - TWO DAYS LATER"
    )
    assert got == (("DAY", 1), ("NIGHT", 1), ("MORNING", 2), ("MORNING", 2), ("MORNING", 3))


def test_morning_after_night_is_a_new_day_and_later_is_not() -> None:
    assert _times("INT. A - NIGHT", "INT. B - DAY")[1] == ("DAY", 2)
    assert _times("INT. A - DAY", "INT. B - DAY [LATER]")[1] == ("DAY", 1)


def test_a_flashback_has_its_own_day() -> None:
    got = _times("INT. A - DAY", "INT. B - NIGHT (FLASHBACK)", "INT. C - DAY", "INT. D - THE NEXT DAY")
    assert [d for _, d in got] == [1, 2, 1, 3]


def test_first_lines_count_only_when_they_say_so() -> None:
    assert _times("INT. A", action="Moonlight on the floor.")[0][0] == "NIGHT"
    assert _times("INT. A", action="A lamp burns. She dreams of the night.")[0][0] == "DAY"


def test_sheet_keeps_the_words_as_written() -> None:
    _, (sheet,) = break_down("EXT. BARN - LATER THAT EVENING\n\nWind.\n")
    assert sheet.time_words == "LATER THAT EVENING"
    assert sheet.time_of_day == "EVENING"
