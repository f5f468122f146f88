"""Words for things that are not in the scene: deeds, likenesses, pictures, idioms, noises, parts of other things."""

from __future__ import annotations

import pytest

from .reading import break_down, names

SCORED = ("props", "vehicles", "animals", "wardrobe", "special_effects", "stunts")


def test_a_long_sentence_without_anybody_dresses_the_set() -> None:
    sheet = break_down("INT. ROOM - DAY\n\nA wooden hammer, a lantern and a kite gather dust below the window.\n")[1][0]
    assert not names(sheet, "props")
    assert {"hammer", "lantern", "kite"} <= names(sheet, "set_dressing")
    sheet = break_down("INT. ROOM - DAY\n\nA kite and a lantern gather dust below the window. A kite.\n")[1][0]
    assert names(sheet, "props") == {"kite"}


def _found(action: str, heading: str = "INT. ROOM - DAY") -> set[str]:
    sheet = break_down(f"{heading}\n\nANNA (30) waits with BOB (40).\n\n{action}\n")[1][0]
    return {f"{c}:{n}" for c in SCORED for n in names(sheet, c)}


@pytest.mark.parametrize(
    "action",
    [
        "Anna drums on the wall.",
        "A buckboarder rattles into view.",
        "It jerks, slips; nobody moves.",
        "The professor finally notices.",
        "Bob doesn't even notice.",
        "The line snakes around the block.",
    ],
)
def test_what_somebody_does_is_no_thing(action: str) -> None:
    assert not _found(action)


@pytest.mark.parametrize(
    "action",
    [
        "Water streams out of it like a scarf.",
        "Bob turns pink as a shrimp.",
        "It runs out as from a jug.",
        "She looks him over, as one looks over a horse.",
        "Bob's moustache is a caterpillar with ambitions.",
        "The idea hits him.",
        "She'd tackle him if she could.",
        "He might as well be asking for a beer.",
        "A storm of applause.",
    ],
)
def test_likenesses_and_wishes_are_not_there(action: str) -> None:
    assert not _found(action)


@pytest.mark.parametrize(
    "action",
    [
        "Anna spills the beans.",
        "Bob has ants in his pants.",
        "The gloves are off.",
        "Bob takes a bow.",
        "The crow's feet deepen.",
    ],
)
def test_idioms_are_not_there(action: str) -> None:
    assert not _found(action)


@pytest.mark.parametrize(
    "action",
    [
        "A helicopter, somewhere.",
        "Somewhere a nightingale is at it.",
        "Somewhere to the east, tank engines.",
        "A train goes by beyond the wall.",
        "Outside, a truck backfires.",
        "A car door slams outside.",
        "The headlights of a passing car sweep the ceiling.",
        "Far off, guns.",
    ],
)
def test_what_is_only_heard_or_throws_its_light_is_not_there(action: str) -> None:
    assert not _found(action)


@pytest.mark.parametrize(
    "action",
    [
        "In the painting, two hounds worry a stag.",
        "A child's drawing with a duck on it.",
        "Somebody has painted a horse on the wall.",
        "The blackboard: a whale.",
        "The sign shows a flamingo.",
        "On the television a lion yawns. The lion is tired.",
        "A documentary about Kenya. A lioness stalks a zebra.",
        "The front half of the cow sneezes. The cow sits down.",
        "Under it the word KESTREL.",
    ],
)
def test_pictured_animals_and_costumes_are_not_there(action: str) -> None:
    assert not {f for f in _found(action) if f.startswith("animals:")}


@pytest.mark.parametrize(
    "action",
    [
        "They pull on their masks: a pig, a rabbit, two sheep.",
        "A jade hippopotamus. The hippo looks at nobody.",
        "A hat with a whole pheasant's worth of trimming.",
    ],
)
def test_masks_and_figures_are_no_animals(action: str) -> None:
    assert not {f for f in _found(action) if f.startswith("animals:")}


@pytest.mark.parametrize(
    "action",
    [
        "Anna calls a cab.",
        "Bob waits for a bus.",
        "Bob whistles for the dog.",
        "Bob smells of fish.",
        "Bob used to have a dog.",
        "Anna thinks of the boat her father sold.",
    ],
)
def test_what_is_waited_for_or_thought_of_is_not_there(action: str) -> None:
    assert not _found(action)


def test_parts_go_with_the_whole() -> None:
    assert "props:gun" not in _found("The helicopter's side-mounted guns turn.")
    assert "props:note" not in _found("A concertina that has lost its top note.")
    assert "special_effects:fire" not in _found("A fire door flies open.")
    assert "props:apple" not in _found("Apple blossom.")
    assert "props:orange" not in _found("A figure in an orange suit.")
    assert "props:balloon" not in _found("A bosom made of balloons.")


def test_what_a_bag_holds_goes_with_the_bag() -> None:
    found = _found("Anna hugs a bag of tomatoes. The tomatoes roll off.")
    assert "props:bag" in found
    assert "props:tomato" not in found
    assert "props:map case" in _found("Bob has a map case.")


def test_paint_and_jewels_have_their_categories() -> None:
    assert "props:lipstick" not in _found("ANNA (67, lipstick, hat) is bored.")
    assert "wardrobe:earring" in _found("ANNA, in a hat and one earring, sits.")
    assert "props:earring" in _found("Bob picks up an earring.")


def test_games_meals_and_letters_are_no_props() -> None:
    assert "props:football" not in _found("Some football highlights.")
    assert "props:football" in _found("Bob bounces a football.")
    assert "props:dinner" not in _found("After dinner.")
    cast, sheets = break_down(
        "INT. ROOM - DAY\n\nANNA (30) opens a card.\n\n          Dear Anna --\n          Bring the horse.\n          Bob\n\n"
        "BOB\nHello.\n\nINT. HALL - DAY\n\nANNA reads it again:\n\nWARNING! SNAKES!\n"
    )
    assert len(cast) == 2
    assert not any(names(s, "animals") for s in sheets)


def test_camera_moves_are_no_cameras_and_shots_no_gunshots() -> None:
    assert "props:camera" not in _found("The baby sails upward TOWARDS CAMERA.")
    assert "special_effects:gunshot" not in _found("VARIOUS SHOTS")
    assert "props:camera" in _found("Bob raises his camera.")


def test_real_ones_still_count() -> None:
    assert "animals:dog" in _found("A dog trots in.")
    assert "vehicles:bus" in _found("A bus pulls in.")
    assert "props:telescope" in _found("Bob sits with a brass telescope that is longer than he is.")
    assert "stunts:fall" in _found("Bob goes into the water.")
    assert "stunts:chase" in _found("Bob runs after her.")
    assert "animals:doberman" in _found("Two Dobermans come round the corner.")


def test_tins_and_their_sardines_are_one() -> None:
    found = _found("Bob eats sardines out of the tin.")
    assert "props:sardine" in found
    assert "props:tin" not in found


def test_figures_of_speech_with_people_and_limbs() -> None:
    assert "props:rope" not in _found("On the rocks: a rope of arms.")
    assert "props:drum" not in _found("Her boots drum on the ground.")
    sheet = break_down("EXT. CANAL - DAY\n\nA boat moves at the speed of a pensioner.\n\nANNA\nHi.\n")[1][0]
    assert sheet.background == ()


@pytest.mark.parametrize(
    "action",
    [
        "Anna wrestles with the zip.",
        "Bob fights back a yawn.",
        "The bottoms collapsing from the rain.",
        "It has been raining.",
        "Bob throws open the curtains.",
        "Anna swings her legs off the bed.",
    ],
)
def test_small_deeds_are_no_stunts_and_move_no_furniture(action: str) -> None:
    assert not {f for f in _found(action) if not f.endswith(":rain")}


@pytest.mark.parametrize(
    "action",
    [
        "Anna sands the flank of a galloping horse. A lion and two pigs hang in the corner.",
        "He winds a tin monkey. Rabbits sit on the shelf.",
        "He calls him a rat. Part bear, part gorilla.",
        "The cow shed is dark. He mends the sheep fence. She is crying crocodile tears.",
        "She paints a butterfly on the girl's cheek.",
        "He swats at an imaginary wasp.",
        "A snake of cars winds up the hill.",
    ],
)
def test_figures_and_compounds_are_no_animals(action: str) -> None:
    assert not {f for f in _found(action) if f.startswith("animals")}


def test_an_animal_among_goods_that_acts_is_one() -> None:
    assert "animals:parrot" in _found("A parrot squawks and flaps.", "INT. ANTIQUE SHOP - DAY")


@pytest.mark.parametrize(
    ("action", "vehicle"),
    [
        ("A squad car turns the corner. The cruiser slows. The police car stops.", "squad car"),
        ("A fire engine screams up. The truck stops.", "fire engine"),
        ("A black SUV follows them. The Escalade speeds up.", "suv"),
        ("A battered camper van waits. The RV starts.", "camper van"),
    ],
)
def test_one_vehicle_has_many_names(action: str, vehicle: str) -> None:
    assert {f for f in _found(action, "EXT. ROAD - DAY") if f.startswith("vehicles")} == {f"vehicles:{vehicle}"}


@pytest.mark.parametrize("action", ["He misses the train.", "She has a bus to catch.", "His shirt reads FORD."])
def test_what_is_missed_or_printed_does_not_drive(action: str) -> None:
    assert not {f for f in _found(action) if f.startswith("vehicles")}


def test_what_several_people_carry_is_carried() -> None:
    assert {"props:wallet", "props:suitcase"} <= _found("Soldiers carry suitcases. They steal a wallet.")


def test_who_is_introduced_wears_what_the_brackets_list() -> None:
    assert {"wardrobe:suit", "props:briefcase"} <= _found("A BANKER (40s, dark suit, briefcase) waits.")
