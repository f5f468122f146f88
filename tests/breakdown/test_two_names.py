"""Names that the script joins, and people who are there without having been introduced."""

from __future__ import annotations

import pytest

from .reading import break_down


def _members(text: str) -> dict[str, set[str]]:
    return {m.name: set(m.aliases) for m in break_down(text)[0]}


def _seen(text: str) -> set[str]:
    return {c.name for c in break_down(text)[1][-1].cast if not c.heard_only}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        (
            "INT. A - DAY\n\nPetey Dunn is dancing. Petey looks.\n\nDUNN\nHi.\n",
            {"DUNN": {"PETEY"}},
        ),
        ("INT. A - DAY\n\nDeb runs in. Deb smiles.\n\nDEBRA\nHi.\n", {"DEBRA": {"DEB"}}),
        (
            "INT. A - DAY\n\nKARL\nMiss?\n\nWAITRESS\nI'm Lisa.\n\nKARL\nKarl.\n\nLISA\nHello.\n",
            {"KARL": set(), "WAITRESS": {"LISA"}},
        ),
        (
            "INT. A - DAY\n\nKARL\nWho?\n\nMALE PATRON\nMe.\n\nKARL\nYou?\n\nPATRON\nYes.\n",
            {"KARL": set(), "MALE PATRON": {"PATRON"}},
        ),
        ("INT. A - DAY\n\nPOW 5\nMaggots.\n\nPOW5 eats. POW5 spits.\n", {"POW 5": {"POW5"}}),
        ("INT. A - DAY\n\nCAPTAIN MOLE (50s) enters.\n\nCAPT. MOLE\nSo.\n", {"CAPT. MOLE": {"CAPTAIN MOLE"}}),
        ("INT. A - DAY\n\nFERGUS COLM (THE FLORIST) nods.\n", {"FERGUS COLM": {"THE FLORIST"}}),
    ],
)
def test_one_person(text: str, members: dict[str, set[str]]) -> None:
    assert _members(text) == members


def test_a_name_that_the_script_shortens_is_an_alias() -> None:
    text = "INT. A - DAY\n\nTHEA MAST (30) enters. Mast sits. Mast nods.\n\nTHEA MAST\nSo.\n"
    assert _members(text) == {"THEA MAST": {"MAST"}}
    assert _members(text.replace("nods.", "nods. KIM MAST (9) runs in. Kim waves.")).get("THEA MAST") == set()


def test_two_who_answer_each_other_stay_two() -> None:
    talk = "FIRST GUARD\nHalt.\n\nGUARD\nWho?\n\n" * 3
    assert {"FIRST GUARD", "GUARD"} <= _members(f"INT. A - DAY\n\n{talk}").keys()


@pytest.mark.parametrize(
    ("action", "seen"),
    [
        ("Inside the lock, BRANDT slaps the red button.", {"BRANDT"}),
        ("He throws back his head. This is CRANE.", {"CRANE"}),
        ("Petty officer DOLL grabs the chart.", {"DOLL"}),
        ("A POLICE OFFICER ACROSS THE STREET-- STARING AT THEM.", {"POLICE OFFICER"}),
        ("The MAN GOES outside.", {"MAN"}),
        ("Max smiles. Max and Cory are asleep.", {"MAX", "CORY"}),
        ("Max looks at the wounded Jorgensen who waits. Max nods.", {"MAX", "JORGENSEN"}),
        ("Charlie Prince leads the gang. Charlie Prince nods.", {"CHARLIE PRINCE"}),
    ],
)
def test_who_is_somebody(action: str, seen: set[str]) -> None:
    assert _seen(f"EXT. ROAD - DAY\n\n{action}\n") == seen


@pytest.mark.parametrize(
    "action",
    [
        "DARKNESS takes the room. LAUGHTER grabs them.",
        "GENERAL LAUGHTER is heard.",
        "The headline: MAN KILLS FRIEND.",
        "PAUL AVERY'S DESK.",
        "An ad that depicts a distraught TEEN GIRL.",
    ],
)
def test_who_is_nobody(action: str) -> None:
    assert not _seen(f"INT. ROOM - DAY\n\n{action}\n")


def test_who_is_spoken_to_is_there() -> None:
    text = "INT. MINICAB - DAY\n\nBrant slides in.\n\nBRANT\n(to the driver)\nQuick.\n"
    assert _seen(text) == {"BRANT", "DRIVER"}
    assert _seen(text.replace("to the driver", "to himself")) == {"BRANT"}


def test_a_woman_who_is_named_later_is_one() -> None:
    text = (
        "INT. BOOTH - DAY\n\nKate enters. A woman waits. She holds a newspaper.\n\nKATE\nAggie.\n\nAGGIE\nMorning.\n\n"
    )
    assert _seen(f"{text}Aggie follows Kate.\n") == {"KATE", "AGGIE"}


def test_a_people_is_nobodys_name() -> None:
    text = "INT. A - DAY\n\nGERMAN HAUPTMANN KOEHL (50s) smokes.\n\nEXT. B - DAY\n\nMAX (30) hears the German guns.\n"
    assert _seen(text) == {"MAX"}
