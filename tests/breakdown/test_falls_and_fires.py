"""The grammar of falls, fights, jumps, crashes and effects: what is done in frame, and what only sounds like it."""

from __future__ import annotations

import pytest

from .reading import break_down, names


def _found(action: str, category: str) -> set[str]:
    text = f"EXT. PLACE - DAY\n\nANNA (30) waits with BOB (40).\n\n{action}\n\nANNA\nYes.\n\nBOB\nNo.\n"
    return names(break_down(text)[1][0], category)


@pytest.mark.parametrize(
    ("action", "stunt"),
    [
        ("She loses her footing and slides down the embankment.", "fall"),
        ("Bob loses his balance. He drops six feet onto the concrete.", "fall"),
        ("The chair tips over and Bob hits the floor.", "fall"),
        ("Anna crashes to the floor.", "fall"),
        ("The punch sends Bob sprawling across the bar.", "fall"),
        ("Anna slips on the ice and lands on her back.", "fall"),
        ("The guard drops to the ground, unconscious.", "fall"),
        ("She faints.", "fall"),
        ("Bob and the guard wrestle for the gun.", "fight"),
        ("They trade punches.", "fight"),
        ("They roll in the dirt, punching and kicking.", "fight"),
        ("Bob throws a punch that lands on the man's jaw.", "punch"),
        ("Bob is punched.", "punch"),
        ("She slaps his face.", "slap"),
        ("The stranger's hands close around her throat.", "choke"),
        ("Bob grabs him by the throat and squeezes.", "choke"),
        ("She sinks the knife into his thigh.", "stabbing"),
        ("He slits the guard's throat.", "stabbing"),
        ("Two men drag Bob out of the car.", "drag"),
        ("Anna climbs the sheer cliff, hand over hand.", "climb"),
        ("The car flips and rolls down the bank.", "car crash"),
        ("Their car goes off the road and into a ditch.", "car crash"),
        ("Two police cars chase them down the highway.", "car chase"),
        ("Anna is hit by a car.", "car hit"),
        ("He comes off the ladder backwards and takes the shelf with him.", "fall"),
        ("The horse stumbles. Anna goes over its head.", "fall"),
        ("Bob brings him down from behind.", "tackle"),
        ("Anna takes him round the knees.", "tackle"),
        ("Her right hand comes round and catches him on the jaw.", "blow"),
        ("She fetches him a slap.", "blow"),
        ("He dangles from the gutter, shoes kicking.", "hanging"),
        ("He goes out of the window without opening it.", "jump"),
        ("The van goes through the hedge.", "car crash"),
    ],
)
def test_done_in_frame(action: str, stunt: str) -> None:
    assert _found(action, "stunts") == {stunt}


@pytest.mark.parametrize(
    "action",
    [
        "Light falls on her face. The temperature drops.",
        "Bob slips out of the room. She slips the note into his hand.",
        "They stumble upon a clearing.",
        "Bob almost falls. She nearly trips on the step.",
        "It hits her: he is gone. The smell hits them.",
        "He punches the elevator button. Anna punches in the code.",
        "The kids chase each other around the yard.",
        "He dives into the sandwich.",
        "Bob looks as if he has been slapped.",
        "Bob is about to hit him when the phone rings.",
        "He raises his hand to strike her, then stops.",
        "He has been stabbed in the back by his own party.",
        "Doesn't chase them. He didn't punch him.",
        "He slaps the table. He kicks a can down the road.",
        "Anna hits the road. He hits the brakes.",
        "Bob falls into conversation with the vicar.",
        "They fought at Ypres. He fell off a horse once.",
        "Lightning crashes by the window. The train crashes past.",
        "The pie hits him on the nose.",
        "Bob tosses him his jacket.",
        "She spins. The kids chase the ball.",
    ],
)
def test_not_done(action: str) -> None:
    assert not _found(action, "stunts")


@pytest.mark.parametrize(
    ("action", "effect"),
    [
        ("Bob empties the revolver at the fleeing van.", "gunshot"),
        ("The sniper squeezes off a round.", "gunshot"),
        ("The barn burns.", "fire"),
        ("The petrol ignites.", "fire"),
        ("Embers glow in the fireplace.", "fire"),
        ("Dust swirls around them.", "dust"),
        ("It begins to snow.", "snow"),
        ("The door is blown off its hinges.", "explosion"),
        ("Sparks fly from the fuse box.", "spark"),
        ("A stone comes through the window.", "breakaway glass"),
        ("The wind gets under the tent and lifts it.", "wind"),
    ],
)
def test_made_on_the_set(action: str, effect: str) -> None:
    assert _found(action, "special_effects") == {effect}


@pytest.mark.parametrize(
    "action",
    [
        "A distant gunshot.",
        "He smells smoke. The forecast says snow.",
        "Where there's smoke there's fire.",
        "His cheeks are on fire.",
        "A candle flame flickers. The lanterns are ablaze.",
        "Sparks fly between them.",
        "The party is a blast.",
        "He fires the maid. She fires back an answer.",
    ],
)
def test_only_sounds_like_it(action: str) -> None:
    assert not _found(action, "special_effects")


def test_opened_fire_is_a_shot() -> None:
    assert _found("The guards open fire.", "special_effects") == {"gunshot"}


@pytest.mark.parametrize(
    ("action", "found"),
    [
        ("Bob is hurled out of the trailer.", "throw"),
        ("Bob is shoved down by Anna.", "shove"),
        ("Bob's legs give out and he crumbles to the ground.", "fall"),
        ("Bob slams Anna's head into the post.", "blow"),
        ("Bob headbutts the guard.", "fight"),
        ("Bob strips and dives after it.", "dive"),
        ("Anna and Bob struggle between the horses.", "fight"),
        ("Bob slams into the hull.", "crash"),
        ("They go through the glass door.", "crash"),
        ("Two men go through the window.", ""),
        ("Bob jumps into a minivan.", ""),
        ("Bob kicks them aside.", ""),
        ("Bob goes down, one step at a time.", ""),
        ("Bob smacks the phone a couple of times.", ""),
        ("Bob runs the blade along his hairline.", ""),
        ("Anna sees a picture of Bob fighting a bear.", ""),
    ],
)
def test_deeds_that_somebody_suffers_or_does_not(action: str, found: str) -> None:
    sheet = break_down(f"EXT. YARD - DAY\n\nANNA (30) waits with BOB (40).\n\n{action}\n")[1][0]
    assert names(sheet, "stunts") == ({found} if found else set())


@pytest.mark.parametrize(
    ("action", "found"),
    [
        ("It's raining.", {"rain"}),
        ("A plume of dust rises.", {"dust"}),
        ("The night is snowy.", {"snow"}),
        ("It explodes into a fireball.", {"explosion", "fire"}),
        ("Pints, shots, cigarettes.", set()),
        ("Anna fires a line from a grapple gun.", set()),
        ("The convoy takes heavy fire.", set()),
        ("Water comes out of the tap.", set()),
    ],
)
def test_effects_in_frame(action: str, found: set[str]) -> None:
    sheet = break_down(f"EXT. YARD - NIGHT\n\nANNA (30) waits.\n\n{action}\n")[1][0]
    assert names(sheet, "special_effects") == found
