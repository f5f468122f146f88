"""Things nobody listed: what hands and clothes give away; and one thing under two names."""

from __future__ import annotations

import pytest

from .reading import break_down, names


def _sheet(action: str, heading: str = "INT. ROOM - DAY"):
    return break_down(f"{heading}\n\n{action}\n")[1][0]


@pytest.mark.parametrize(
    ("action", "prop"),
    [
        ("ANNA (30) unwraps a frobnik.", "frobnik"),
        ("BOB (40) grabs two frobniks, looks up.", "frobnik"),
        ("ANNA (30) hands him the frobnik.", "frobnik"),
        ("BOB (40) carries a crate and a small blue frobnik.", "frobnik"),
    ],
)
def test_what_is_handled_is_a_prop(action: str, prop: str) -> None:
    sheet = _sheet(action)
    (use,) = [u for u in sheet.elements["props"] if u.name == prop]
    assert use.confidence < 0.8
    assert use.quote in " ".join(action.split())


@pytest.mark.parametrize(
    "action",
    [
        "ANNA (30) holds her breath. BOB (40) grabs his shoulder.",
        "She picks up the pace. He throws a glance at the door.",
        "BOB (40) carries no frobnik.",
        "She moves as if she held a frobnik.",
        "He puts the kindness of strangers to the test.",
    ],
)
def test_what_is_no_thing_is_no_prop(action: str) -> None:
    assert not names(_sheet(action), "props")


def test_what_is_worn_is_wardrobe() -> None:
    assert "frobnik" in names(_sheet("ANNA (30) wears a purple frobnik."), "wardrobe")
    assert "frobnik" in names(_sheet("BOB (40) takes off his frobnik."), "wardrobe")


@pytest.mark.parametrize(
    ("action", "category", "wanted"),
    [
        ("BOB (40) draws a revolver. He cocks the gun.", "props", {"revolver"}),
        ("ANNA (30) drops a canvas bag. The bag splits.", "props", {"canvas bag"}),
        ("She opens a jar of honey and eats the honey.", "props", {"jar of honey"}),
        ("A mare waits. He strokes the horse.", "animals", {"mare"}),
    ],
)
def test_two_names_are_one_thing(action: str, category: str, wanted: set[str]) -> None:
    assert names(_sheet(action), category) == wanted


def test_two_cars_are_two() -> None:
    sheet = _sheet("A police car follows a car down the hill.", "EXT. ROAD - DAY")
    assert names(sheet, "vehicles") == {"police car", "car"}


@pytest.mark.parametrize(
    "action",
    [
        "She purrs like a fat, contented cat.",
        "He has the grace of a horse.",
        "On the television, a shark.",
        "He is a bear of a man.",
        "Birds sing.",
        "An accordion of light falls on her.",
        "The shotgun that is not there.",
    ],
)
def test_figures_of_speech_are_no_things(action: str) -> None:
    sheet = _sheet(action)
    assert not names(sheet, "animals") | names(sheet, "props")


def test_scenery_becomes_a_prop_in_somebodys_hands() -> None:
    assert "crate" in names(_sheet("Crates line the wall."), "set_dressing")
    assert "crate" in names(_sheet("BOB (40) lifts a crate."), "props")
