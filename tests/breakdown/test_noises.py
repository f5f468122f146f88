"""Sounds: what nobody in frame makes, called by what makes it; and music that is only heard."""

from __future__ import annotations

import pytest

from .reading import break_down, names

TALK = "\n\nANNA\nWell?\n"


def heard(action: str, category: str = "sound") -> set[str]:
    _, (sheet,) = break_down(f"INT. ROOM - DAY\n\nANNA (30) waits.\n\n{action}{TALK}")
    return names(sheet, category)


@pytest.mark.parametrize(
    ("action", "sounds"),
    [
        ("Somewhere a shutter bangs.", {"shutter bang"}),
        ("A bell tolls across the water.", {"bell"}),
        ("Below, unseen, a motorbike tears past.", {"motorbike"}),
        ("A helicopter thuds somewhere behind the hills.", {"helicopter"}),
        ("A child giggles behind the curtain.", {"child giggle"}),
        ("A baby starts crying in Room 12.", {"baby cry"}),
        ("Her phone buzzes.", {"phone buzz"}),
        ("The phone stops ringing.", set()),
        ("A dull boom, far aft.", {"boom"}),
        ("A bang.", {"bang"}),
        ("A pistol shot outside.", {"pistol shot"}),
        ("Through the ceiling, furious thumping.", {"thumping"}),
        ("From above, boots on the floorboards.", {"footsteps"}),
        ("Horrible sounds come from the engine.", {"engine"}),
        ("A scream from the yard.", {"scream"}),
        ("Outside, a train whistle.", {"train whistle"}),
    ],
)
def test_out_of_frame(action: str, sounds: set[str]) -> None:
    assert heard(action) == sounds


@pytest.mark.parametrize(
    "action",
    [
        "Anna gasps at the papers.",
        "Anna, laughing, knocks down the vase.",
        "Anna claps and screams.",
        "The hull groans.",
        "The watch is open, ticking.",
        "The referee's whistle.",
        "No scream from the yard.",
        "Anna grins like a bang.",
        "With a hiss she is gone.",
        "SINGLE SHOT: A lawn at noon.",
    ],
)
def test_what_is_in_frame_makes_its_own_noise(action: str) -> None:
    assert heard(action) == set()


def test_an_aside_is_no_sound() -> None:
    _, (sheet,) = break_down("INT. ROOM - DAY\n\nANNA (30) waits.\n\nANNA\n(whisper)\nWell?\n")
    assert names(sheet, "sound") == set()


def test_feet_that_are_heard_are_not_worn() -> None:
    assert heard("From above, boots on the floorboards.", "wardrobe") == set()
    assert heard("Anna pulls on her boots.", "wardrobe") == {"boot"}


@pytest.mark.parametrize(
    ("action", "music"),
    [
        ("From inside, a piano stops mid-phrase.", {"piano"}),
        ("Anna dances alone to the gramophone.", {"gramophone music"}),
        ("Couples waltz to two fiddles.", {"fiddle"}),
        ("An accordion of light outside.", set()),
        ("A police radio crackles on her shoulder.", set()),
    ],
)
def test_music_that_is_only_heard(action: str, music: set[str]) -> None:
    assert {m for m in heard(action, "music") if "waltz" not in m} == music


def test_rigs_and_what_no_camera_sees() -> None:
    assert heard("Steel shutters slam down over every door.", "mechanical_effects") == {"shutter"}
    assert heard("The whole room leans, and leans back.", "mechanical_effects") == {"leaning set"}
    assert heard("Through the porthole: stars.", "visual_effects") == {"star"}
    assert heard("A stone mermaid stands there.", "visual_effects") == set()
