"""One person under two names, and who is in view: owners, labels, photographs, contractions."""

from __future__ import annotations

import pytest

from .reading import break_down

_MET = "EXT. ROAD - DAY\n\nANNA\nYes.\n\nKARL\nNo.\n\nEXT. YARD - DAY\n\n"


def _members(text: str) -> dict[str, set[str]]:
    return {m.name: set(m.aliases) for m in break_down(text)[0]}


def _seen(text: str, before: str = _MET) -> set[str]:
    return {c.name for c in break_down(before + text + "\n")[1][-1].cast if not c.heard_only}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        (
            "INT. A - DAY\n\nDIRECTOR PELL smokes.\n\nPELL\nSo.\n\nINT. B - DAY\n\nGRANDMA PELL knits.\n\nGRANDMA\nSo.\n",
            {"PELL": {"DIRECTOR PELL"}, "GRANDMA": {"GRANDMA PELL"}},
        ),
        ("INT. A - DAY\n\nThe VIOLIN PUPIL sits.\n\nPUPIL\nDone.\n", {"PUPIL": {"VIOLIN PUPIL"}}),
        (
            "INT. A - DAY\n\nA PRISON GUARD and a BANK GUARD stand.\n\nGUARD\nHalt.\n",
            {"PRISON GUARD": set(), "BANK GUARD": set(), "GUARD": set()},
        ),
        ('INT. A - DAY\n\nODA "LA LUNE" PRICE (24) runs.\n\nLA LUNE\nNo!\n', {"LA LUNE": {"ODA PRICE"}}),
        ("INT. A - DAY\n\nShe holds the hand of a BOY (5), MILO, in white.\n", {"MILO": {"BOY"}}),
        ("INT. A - DAY\n\nTWO LARGE HANDS reach in. A WET HAND grips the rail.\n", {}),
    ],
)
def test_who_is_who(text: str, members: dict[str, set[str]]) -> None:
    assert _members(text) == members


@pytest.mark.parametrize(
    "line",
    [
        "Anna's trembling left hand opens.",
        "Anna's made it to the gate.",
        "Anna's worn through her shoes.",
        "Anna's joy fades.",
        "It is quiet at the station as Anna walks in.",
    ],
)
def test_who_is_in_view(line: str) -> None:
    assert _seen(line) == {"ANNA"}


@pytest.mark.parametrize(
    "line",
    [
        "Anna's hand-made boots stand there.",
        "Anna's rented boat drifts.",
        "The radio plays the station Anna was listening to.",
        "Anna would have liked it.",
        "A van marked ANNA AND SONS waits.",
        "Nobody knows of the affair with Anna.",
        "He is dressed as Anna.",
    ],
)
def test_who_is_only_named(line: str) -> None:
    assert _seen(line) == set()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Hilda hides inside the locker. Her eyes are wide.", "HILDA"),
        ("As Sheriff Thorne lifts the lid, a bell rings.", "SHERIFF THORNE"),
        ("Then old Zebrik turns. The rest watch as Zebrik smiles.", "ZEBRIK"),
    ],
)
def test_who_acts_under_a_name_is_cast(line: str, name: str) -> None:
    assert [c.name for c in break_down(f"INT. ROOM - DAY\n\n{line}\n")[1][0].cast] == [name]


@pytest.mark.parametrize(
    "line",
    [
        "Dawn breaks over the hill. Water drips. Smoke rises.",
        "A dog called Bruno sleeps. Bruno wakes.",
        "A rusty HARLEY leans there. SOUND: WILHELM SCREAM.",
        "A photo on the file: JAMIE POND.",
    ],
)
def test_what_acts_is_not_always_somebody(line: str) -> None:
    assert break_down(f"INT. ROOM - DAY\n\n{line}\n")[1][0].cast == ()


def test_who_has_no_name_but_deeds_is_cast() -> None:
    _, (sheet,) = break_down(
        "INT. ROOM - DAY\n\nKARL (40) sits.\n\nA woman enters with a tray. She trips and falls over the step.\n\n"
        "A waiter passes.\n"
    )
    assert [c.name for c in sheet.cast] == ["KARL", "WOMAN"]
    assert [b.what for b in sheet.background] == ["waiter"]


@pytest.mark.parametrize(
    "text",
    [
        "A clerk taps at the key. He looks up and sighs at the door.\n\nTOBY\nYes?",
        "A man runs along the fence. He climbs over it. This is Kestrel.",
        "An engineer counts down. WANDA (40) nods. She talks about rain.",
    ],
)
def test_whose_name_is_told_has_one(text: str) -> None:
    assert not {"CLERK", "MAN", "ENGINEER"} & {m.name for m in break_down(f"INT. ROOM - DAY\n\n{text}\n")[0]}


@pytest.mark.parametrize(
    ("cue", "line", "who"),
    [
        ("A VOICE", "The crowd parts to reveal none other than Karl.", {"ANNA", "KARL"}),
        ("MAN'S VOICE", "Anna turns. It is Karl on the stairs.", {"ANNA", "KARL"}),
        ("A VOICE IN THE WALL", "It is Karl on the stairs.", {"ANNA", "KARL", "A VOICE IN THE WALL"}),
    ],
)
def test_a_voice_is_who_then_comes(cue: str, line: str, who: set[str]) -> None:
    text = f"EXT. YARD - DAY\n\nANNA (30) sits.\n\n{cue} (O.S.)\nWait!\n\n{line}\n\nKARL\nIt's me.\n"
    assert {c.name for c in break_down(text)[1][0].cast} == who


@pytest.mark.parametrize(
    "line",
    [
        "She finds a photo in the drawer. It's Anna.",
        "Karl holds the pictures. They all show Anna at the gate.",
        "Karl drops a portrait of a horse. Another of Anna.",
    ],
)
def test_who_is_in_a_photograph_is_not_there(line: str) -> None:
    assert "ANNA" not in _seen(line)


def test_those_named_by_another_are_there() -> None:
    text = "INT. A - DAY\n\nANNA\nHm.\n\nANNA'S FATHER sits on a bench.\n\nINT. B - DAY\n\nAnna's father weeps.\n"
    _, (first, then) = break_down(text)
    assert {c.name for c in first.cast} == {"ANNA", "ANNA'S FATHER"}
    assert {c.name for c in then.cast} == {"ANNA'S FATHER"}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Sessil rides first, then Claire, Jack, Sessil and Tom in a row.", {"CLAIRE", "JACK", "SESSIL", "TOM"}),
        ("LARA EXITS FRAME and RETURNS with a towel.", {"LARA"}),
        ("ZOLKUR hurls the stone. The rest wait for ZOLKUR to fall.", {"ZOLKUR"}),
        ("The line winds towards Darius, alone in the corner.", {"DARIUS"}),
        ("He sits in Darius. They sail with Darius.", set()),
    ],
)
def test_names_in_lists_and_before_deeds(line: str, names: set[str]) -> None:
    assert {m.name for m in break_down(f"EXT. WOOD - DAY\n\n{line}\n")[0]} == names


def test_a_trade_beside_a_name_is_the_cue() -> None:
    text = "INT. BAR - DAY\n\nThe bartender, TODD (30s), wipes a glass.\n\nBARTENDER\nWe're closed.\n"
    assert _members(text) == {"BARTENDER": {"TODD"}}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        (
            "INT. A - DAY\n\nADAM ROBERTS drives. ADAM ROBERTS waits. ADAM RPBERTS parks.\n\nADAM\nHm.\n",
            {"ADAM": {"ADAM ROBERTS", "ADAM RPBERTS"}},
        ),
        ("INT. A - DAY\n\nWALTER PELL (40) smokes. Walter sits. Walter waits.\n", {"WALTER": {"WALTER PELL"}}),
        ("INT. A - DAY\n\nThe sedan enters the town of HAZEL CREEK. The signs for LAKE HUDSON lean.\n", {}),
        ('INT. A - DAY\n\nA sign: "GURU MASTER 12 MI." He takes up the WARRIOR pose.\n', {}),
        ("EXT. A - DAY\n\nThe RUNNER lands on the roof.\n", {"RUNNER": set()}),
        ("EXT. A - DAY\n\nShe turns to the Dragon. The Dragon looks at her.\n", {"DRAGON": set()}),
        ("EXT. A - DAY\n\nThe crowd cheers as James, who is next, goes up.\n", {"JAMES": set()}),
        ("EXT. A - DAY\n\nA shadowy figure stands there. The figure looks back and enters.\n", {"FIGURE": set()}),
    ],
)
def test_names_as_they_are_written(text: str, members: dict[str, set[str]]) -> None:
    assert _members(text) == members


def test_what_the_titles_say_is_no_cue() -> None:
    cast, (sheet,) = break_down('EXT. FIELD - NIGHT\n\nANNA (30) waits.\n\nSUPER: "THE LAST WAR"\nA drone appears.\n')
    assert [m.name for m in cast] == ["ANNA"] == [c.name for c in sheet.cast]


def test_who_is_on_television_is_not_in_the_room() -> None:
    line = "On the big television, two boxers fight. Anna hits the other. In the room, Karl stands up."
    _, scenes = break_down(_MET + line + "\n")
    assert [c.name for c in scenes[-1].cast] == ["KARL"]
    assert scenes[-1].background == ()
