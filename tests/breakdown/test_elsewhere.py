"""What a sentence names and the scene has not: remembered, shown, craved, sold, heard over the wall, on the air."""

from __future__ import annotations

import pytest

from .reading import break_down, names
from .reading import scored as _found


@pytest.mark.parametrize(
    "action",
    [
        "Anna imagines a limousine pulling up, a pistol on the back seat.",
        "Bob remembers his uncle in the barn, a donkey beside him.",
        "Sketches cover the wall: a lioness in a cage, a motorcycle, a hunter with a rifle.",
        "Headline: TANKS LEAVE PORT.",
        "The tractor was sold years ago.",
        "The pasture where cows once grazed lies bare.",
        "They wait by a bus that will not come.",
        "Bob would give his left leg for a coffee.",
        "Over the wall, goats bleat.",
        "A crow caws, out of sight.",
        "A car backfires.",
        "Her breath smokes.",
        "Green paint explodes on his shoulder.",
        "On the laptop's screen a rally car rolls over and bursts into flames.",
        "It noses along the wall, keels over.",
        "An advert on the shelter: a woman with a pistol steps out of a helicopter.",
        "A statue of a general on a rearing horse.",
        "Behind the wall a bus changes gear.",
        "The box is marked LIVE LOBSTERS.",
        "Bob came here to forget a motorbike.",
        "Bob reaches for a doughnut that is no longer there.",
        "The smell of cod hits BOB like a fist.",
        "A spider of cracks runs across the pane.",
        "Anna wishes for a drink.",
        "Anna has lost her purse.",
        "The menu: lobster, crab, steak.",
        "Bob sketches a tank on the pavement.",
        "A rain of blows.",
        "Snow on the television.",
        "Her eyes blaze.",
        "The crowd explodes into laughter.",
        "A snake of hose lies on the lawn.",
        "The rooster on the weather vane turns.",
        "The family dog died last year.",
    ],
)
def test_what_is_elsewhere_is_not_there(action: str) -> None:
    assert not _found(action)


@pytest.mark.parametrize(
    ("action", "there"),
    [
        ("Anna remembers the hour, grabs the pistol and leaves.", "props:pistol"),
        ("The tractor was filthy.", "vehicles:tractor"),
        ("On the television stands a vase. Bob lifts the vase.", "props:vase"),
        ("A donkey that never stops chewing stands in the rain.", "animals:donkey"),
        ("Bob tears up the drawings: a donkey walks in.", "animals:donkey"),
    ],
)
def test_what_stands_beside_such_words_is_there(action: str, there: str) -> None:
    if "drawings" in action:  # a colon after pictures lists what they show
        assert there not in _found(action)
    else:
        assert there in _found(action, "EXT. FARM - DAY")


def test_a_match_on_the_air_has_neither_stunts_nor_players_in_the_room() -> None:
    text = (
        "INT. BAR - NIGHT\n\nOn the big screen television, two boxers trade blows. DARIO VEGA (30) punches ED STARK (31)."
        "\n\nANNA (20) drinks. She is in love with Dario.\n\nANNA\nCome on!\n"
    )
    sheet = break_down(text)[1][0]
    assert not names(sheet, "stunts")
    assert [c.name for c in sheet.cast] == ["ANNA"]


def test_a_scene_that_only_says_he_is_about_the_one_man_with_a_name() -> None:
    text = (
        "INT. CELL - NIGHT\n\nHUGO (40) digs. He wipes his brow.\n\nINT. TUNNEL - NIGHT\n\nHe crawls on. A pipe drips. He stops.\n\n"
        "INT. HALL - NIGHT\n\nA man waits. He yawns.\n"
    )
    sheets = break_down(text)[1]
    assert [c.name for c in sheets[1].cast] == ["HUGO"]
    assert "HUGO" not in [c.name for c in sheets[2].cast]


@pytest.mark.parametrize(
    ("action", "who"),
    [
        ("Mr. Bunt, the pianist, plays on.", "MR. BUNT"),
        ("Mrs. Colby nods.", "MRS. COLBY"),
        ("Then Zeko rides into the yard.", "ZEKO"),
        ("Behind the gate wait Anna, Pia, Hunter, Tom and Claire.", "HUNTER"),
    ],
)
def test_silent_people_in_title_case(action: str, who: str) -> None:
    assert who in [c.name for c in break_down(f"EXT. YARD - DAY\n\nANNA (30) waits.\n\n{action}\n")[1][0].cast]


@pytest.mark.parametrize(
    ("action", "deed"),
    [
        ("The guard chases him.", "chase"),
        ("Bob slams Anna against the wall.", "throw"),
        ("Bob collapses onto the floor.", "fall"),
        ("Bob falls off the chair.", "fall"),
        ("The blast throws Bob backwards.", "fall"),
        ("Anna flips Bob over her shoulder.", "throw"),
        ("Anna breaks a chair over his back.", "blow"),
        ("They knock Bob down.", "fall"),
        ("Bob pins Anna to the ground.", "struggle"),
    ],
)
def test_stunts_in_plain_words(action: str, deed: str) -> None:
    assert f"stunts:{deed}" in _found(action)


@pytest.mark.parametrize(
    "action",
    [
        "Bob throws the ball to Anna.",
        "Anna jumps off her bike.",
        "Bob pins the note to the wall.",
        "Bob cuffs Anna.",
        "Bob collapses onto the sofa.",
    ],
)
def test_deeds_that_cost_nothing(action: str) -> None:
    assert not any(x.startswith("stunts:") for x in _found(action))


@pytest.mark.parametrize(
    ("action", "worn"),
    [
        ("Bob wears a paper crown.", "wardrobe:paper crown"),
        ("Anna twists her wedding ring.", "wardrobe:wedding ring"),
    ],
)
def test_what_is_put_on_is_wardrobe(action: str, worn: str) -> None:
    assert _found(action) == {worn}


def test_what_is_carried_beside_a_coat_is_not_worn() -> None:
    assert _found("Bob wears a coat and carries a suitcase.") == {"wardrobe:coat", "props:suitcase"}
