"""Stunts, effects and crew: found where somebody does it, not where words only look like it."""

from __future__ import annotations

import pytest

from .reading import break_down, names


def _sheet(action: str, heading: str = "EXT. YARD - DAY"):
    return break_down(f"{heading}\n\n{action}\n")[1][0]


@pytest.mark.parametrize(
    ("action", "stunt"),
    [
        ("ANNA (30) falls from the roof.", "fall"),
        ("ANNA (30) slips and topples over the railing.", "fall"),
        ("BOB (40) tackles ANNA (30).", "tackle"),
        ("BOB (40) punches him.", "punch"),
        ("ANNA (30) jumps off the wall.", "jump"),
        ("He is dragged across the yard.", "drag"),
        ("The car skids and stops.", "skid"),
        ("The truck crashes into a wall.", "car crash"),
        ("BOB (40) chases her through the gate.", "chase"),
        ("BOB (40) pulls ANNA (30) from the water.", "rescue"),
        ("Two men wrestle in the mud.", "fight"),
    ],
)
def test_stunts(action: str, stunt: str) -> None:
    sheet = _sheet(action)
    assert stunt in names(sheet, "stunts")
    assert "stunt coordinator" in names(sheet, "additional_labor")


@pytest.mark.parametrize(
    "action",
    [
        "ANNA (30) falls asleep. Snow falls.",
        "Silence falls. She falls in love.",
        "BOB (40) fights back tears.",
        "ANNA (30) jumps to her feet.",
        "He runs like a man who falls from a roof.",
        "BOB (40) does not fall. He never fights.",
        "ANNA (30) dives into her bag.",
        "BOB (40) hits the light switch. ANNA (30) hits her head on nothing.",
        "He spins the wheel of the bicycle.",
        "Night falls over the town.",
    ],
)
def test_no_stunts(action: str) -> None:
    assert not names(_sheet(action), "stunts")


@pytest.mark.parametrize(
    ("action", "effect"),
    [
        ("Rain. Nothing else.", "rain"),
        ("It is raining.", "rain"),
        ("The house is on fire.", "fire"),
        ("BOB (40) pulls the trigger.", "gunshot"),
        ("BOB (40) raises the rifle. He fires twice.", "gunshot"),
        ("The pistol barks.", "gunshot"),
        ("The bridge explodes.", "explosion"),
        ("Blood spurts from the wound.", "blood"),
        ("The window shatters.", "breakaway glass"),
        ("Smoke fills the yard.", "smoke"),
    ],
)
def test_effects(action: str, effect: str) -> None:
    assert effect in names(_sheet(action), "special_effects")


@pytest.mark.parametrize(
    "action",
    [
        "The boss fires him.",
        "She shoots him a look.",
        "He explodes with laughter.",
        "He smokes. She lights a candle.",
        "There is no fire.",
        "She pours the tea.",
    ],
)
def test_no_effects(action: str) -> None:
    assert not names(_sheet(action), "special_effects")


def test_several_blows_are_one_fight() -> None:
    sheet = _sheet("BOB (40) punches TOM (30). Tom kicks him. They wrestle.")
    assert names(sheet, "stunts") == {"fight"}


def test_crew_is_implied_with_the_words_that_ask_for_it() -> None:
    sheet = _sheet("PIP (9) leads a horse. BOB (40) aims a rifle at them.")
    assert names(sheet, "additional_labor") == {"studio teacher", "armourer"}
    (wrangler,) = sheet.elements["animal_wrangler"]
    assert (wrangler.name, wrangler.explicit, wrangler.quote) == ("animal wrangler", False, "PIP (9) leads a horse.")


@pytest.mark.parametrize("toy", ["A toy pistol lies there.", "BOB (40) lifts a pistol. It is a plastic one."])
def test_toys_need_no_armourer(toy: str) -> None:
    assert not names(_sheet(toy), "additional_labor")
