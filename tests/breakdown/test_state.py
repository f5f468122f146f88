"""What a scene is like, and what goes on from one into the next."""

from __future__ import annotations

import pytest

from setpiece.script.breakdown import continuity_of

from .reading import break_down


@pytest.mark.parametrize(
    ("action", "weather"),
    [
        ("Rain drums on the hood of the car.", "rain"),
        ("Snow falls on the empty road.", "snow"),
        ("Thick fog. Nobody.", "fog"),
        ("A sunny afternoon. Children play.", "sun"),
        ("Two men talk.", ""),
        ("She grins like rain in a desert.", ""),
    ],
)
def test_weather(action: str, weather: str) -> None:
    _, (sheet,) = break_down(f"EXT. ROAD - DAY\n\n{action}\n")
    assert sheet.weather == weather


@pytest.mark.parametrize(
    ("heading", "parent"),
    [
        ("INT. ANNA'S HOUSE - KITCHEN - DAY", "ANNA'S HOUSE"),
        ("INT. KITCHEN, ANNA'S HOUSE - DAY", "ANNA'S HOUSE"),
        ("INT. ANNA'S KITCHEN - DAY", "ANNA'S HOUSE"),
        ("INT. FARMHOUSE KITCHEN - DAY", "FARMHOUSE"),
        ("INT. KITCHEN - DAY", ""),
        ("EXT. HARBOUR - DAY", ""),
        ("INT. POLICE STATION - NIGHT", ""),
    ],
)
def test_sets_know_their_building(heading: str, parent: str) -> None:
    _, (sheet,) = break_down(f"{heading}\n\nNothing moves.\n")
    assert sheet.set_parent == parent


def test_tracks() -> None:
    _, sheets = break_down(
        "INT. ROOM - DAY\n\nOne.\n\nINT. ROOM - DAY (FLASHBACK)\n\nTwo.\n\nINT. ROOM - NIGHT (DREAM)\n\nThree.\n"
    )
    assert [s.track for s in sheets] == ["", "flashback", "dream"]


def test_tension_rises_at_once_and_falls_slowly() -> None:
    _, (sheet,) = break_down(
        "EXT. YARD - DAY\n\nANNA (30) waits.\n\nBOB (40) attacks her with an axe.\n\nAnna looks at him.\n\nBob waits.\n"
    )
    assert len(sheet.tension) == len(sheet.beats)
    top = sheet.tension.index(max(sheet.tension))
    assert 0 < sheet.tension[top] <= 9
    assert list(sheet.tension[top:]) == sorted(sheet.tension[top:], reverse=True)


SCENES = """INT. ROOM - DAY

ANNA (30), bruise on her cheek, enters. Anna carries a suitcase.

ANNA
Hello.

EXT. STREET - CONTINUOUS

Anna walks on.

INT. TRAIN - NIGHT (FLASHBACK)

Anna sleeps.

INT. ROOM - THE NEXT DAY

Anna sits up.

INT. OFFICE - CONTINUOUS

BOB (40) types.
"""


def test_things_and_wounds_go_on() -> None:
    _, sheets = break_down(SCENES)
    carried = continuity_of({f"s{k}": s for k, s in enumerate(sheets)})
    states = {(c.member, c.kind, c.name): c.scenes for c in carried}
    assert states["ANNA", "prop", "suitcase"] == ("s1",)
    assert states["ANNA", "wound", "bruise"] == ("s1", "s3")
    assert not any(c.member == "BOB" for c in carried)


def test_other_clothes_end_clothes() -> None:
    _, sheets = break_down(
        "INT. A - DAY\n\nANNA (30) wears a coat.\n\nINT. B - CONTINUOUS\n\nAnna waits.\n\n"
        "INT. C - CONTINUOUS\n\nAnna wears a gown.\n\nINT. D - CONTINUOUS\n\nAnna waits.\n"
    )
    carried = continuity_of({f"s{k}": s for k, s in enumerate(sheets)})
    assert {(c.name, c.since, c.scenes) for c in carried} == {("coat", "s0", ("s1",)), ("gown", "s2", ("s3",))}
