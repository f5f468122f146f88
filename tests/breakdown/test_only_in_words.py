"""Things that stand in a picture, on a doll, in a compound or in a verb, and things that are meant although they might."""

from __future__ import annotations

import pytest

from .reading import break_down, names
from .reading import scored as _found


@pytest.mark.parametrize(
    "action",
    [
        "Anna passes a calendar with palm trees, a camel, a jeep.",
        "Above Bob an eagle clutches arrows in bronze.",
        "Bob folds it into a boat.",
        "Bob sees his reflection: an old bull.",
        "Opposite is a poster of Bob, looking grave, holding a gun.",
        "A doll in a silver dress.",
        "Bob's face is a sullen mask.",
        "His tongue is a boot in his mouth.",
        "If that's a helicopter, it is a quiet one.",
        "The place was built to accommodate horses.",
        "Anna makes the gesture of a telephone.",
        "The machine has a mock-cordial voice.",
        "A massive cat's cradle.",
        "Bob nods. A few uniforms keep watch.",
        "A whistle from Bob.",
    ],
)
def test_what_is_only_shown_or_meant_is_not_there(action: str) -> None:
    assert not _found(action)


@pytest.mark.parametrize(
    ("action", "found"),
    [
        ("Anna slides a photograph across the table: a dog, a wet road.", {"props:photograph"}),
        ("She lets the pieces fly.", set()),
        ("Things rattle and shake.", set()),
        ("The other one rams the gate.", set()),
        ("The clerk notices that Anna waits.", set()),
        ("Anna wears five hundred dollar shoes.", {"wardrobe:shoe"}),
        ("Bob zips up his vinyl pants.", {"wardrobe:pants"}),
        ("Bob, a tracksuit-clad man, waits.", {"wardrobe:tracksuit"}),
        ("Bob grabs the newspaper article.", set()),
        ("Bob sells dog toys.", {"props:toy"}),
        ("Bob has changed out of his uniform. He wears a scarf.", {"wardrobe:scarf"}),
        ("Dogs bark and Bob wakes.", set()),
        ("Bob holds up a written-on notepad.", {"props:notepad"}),
        ("Bob takes out his revolver, opens the magazine.", {"props:revolver"}),
        ("He passes Anna an envelope filled with money. He looks at the money.", {"props:envelope"}),
        ("Anna carries a box of pears. Bob grabs a green pear.", {"props:box"}),
    ],
)
def test_a_word_beside_the_thing(action: str, found: set[str]) -> None:
    assert _found(action) == found


@pytest.mark.parametrize(
    ("action", "found"),
    [
        ("Two men in ski masks storm in.", "wardrobe:ski mask"),
        ("Anna steps out in a travelling dress.", "wardrobe:dress"),
        ("Bob, hood up, walks on.", "wardrobe:hood"),
        ("Anna fixes Bob's tie.", "wardrobe:tie"),
        ("He comes up with a cigarette and lighter.", "props:lighter"),
        ("The dog barks and runs to Anna.", "animals:dog"),
    ],
)
def test_what_is_there_all_the_same(action: str, found: str) -> None:
    assert found in _found(action, "EXT. YARD - DAY")


def test_who_speaks_is_no_prop() -> None:
    text = "INT. DINER - DAY\n\nA man dressed as a hot dog stirs his coffee. The hot dog sits.\n\nHOT DOG\nYes.\n"
    assert names(break_down(text)[1][0], "props") == {"coffee"}


@pytest.mark.parametrize(
    "action",
    [
        "Bob studies her with a hawk's eye.",
        "Bob has the neck of a bull and the voice of a mouse.",
        "BOB grins, a wolf among lambs.",
        "They circle each other, two old dogs in a yard.",
        "Anna squints at the tiny elephant in the snow globe.",
        "Bob hums a tune about a frog and a mouse.",
        "Bob whistles; it could be a blackbird.",
        "There was a goat here, once.",
        "Anna cuts an owl out of paper.",
        "Two by two she stands them on the rug: camels, an elephant.",
    ],
)
def test_an_animal_that_only_says_what_something_is_like(action: str) -> None:
    sheet = break_down(f"INT. PLAYROOM - DAY\n\nANNA (30) waits with BOB (40).\n\n{action}\n")[1][0]
    assert not names(sheet, "animals")


@pytest.mark.parametrize(
    ("action", "found"),
    [
        ("Bob enters, a dog at his heels.", {"dog"}),
        ("The yard holds chickens, a pig, two dogs.", {"chicken", "pig", "dog"}),
        ("She feels the touch of a dog's nose.", {"dog"}),
        ("A camel walks in.", {"camel"}),
    ],
)
def test_an_animal_that_is_there(action: str, found: set[str]) -> None:
    assert (
        names(break_down(f"EXT. YARD - DAY\n\nANNA (30) waits with BOB (40).\n\n{action}\n")[1][0], "animals") == found
    )
