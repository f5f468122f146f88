"""Who is who: aliases, silent people, voices, ages, sexes, postures."""

from __future__ import annotations

import pytest

from setpiece.script.breakdown import find_cast

from .reading import break_down, screenplay


def _cast(text: str):
    return {m.name: m for m in find_cast(screenplay(text))}


def test_alias_merge() -> None:
    cast = _cast(
        "INT. BARN - DAY\n\nBOB\nHello.\n\nHe waits.\n\nUNCLE BOB (CONT'D)\nAnyone?\n\nEXT. BARN - DAY\n\nBOB\nNo.\n"
    )
    assert list(cast) == ["BOB"]
    assert cast["BOB"].aliases == ("UNCLE BOB",)


@pytest.mark.parametrize("other", ["YOUNG BOB", "BOB'S WIFE", "OLD BOB", "BOB #2", "TEENAGE BOB"])
def test_other_people_are_not_merged(other: str) -> None:
    assert set(_cast(f"INT. BARN - DAY\n\nBOB\nHello.\n\n{other}\nHello.\n")) == {"BOB", other}


def test_a_shared_surname_merges_nobody() -> None:
    cast = _cast("INT. PARLOR - DAY\n\nJO MARCH\nYes.\n\nMEG MARCH\nNo.\n\nMARCH\nWho?\n\nMRS. MARCH\nGirls!\n")
    assert set(cast) == {"JO MARCH", "MEG MARCH", "MARCH", "MRS. MARCH"}


def test_two_who_answer_each_other_are_two() -> None:
    talk = "".join(f"{n}\nWell.\n\n" for n in ("BOB", "UNCLE BOB") * 3)
    assert set(_cast(f"INT. BARN - DAY\n\n{talk}")) == {"BOB", "UNCLE BOB"}


def test_nicknames_and_introductions() -> None:
    cast = _cast(
        'INT. BAR - NIGHT\n\nROSALIND "ROZ" ABARA (41) wipes a glass. TEODOR LINDQVIST, retired diver, sits down.\n\n'
        "ROZ\nYou again.\n\nLINDQVIST\nMe again.\n"
    )
    assert set(cast) == {"ROZ", "LINDQVIST"}
    assert "ROSALIND ABARA" in cast["ROZ"].aliases
    assert cast["ROZ"].age == 41
    assert "TEODOR LINDQVIST" in cast["LINDQVIST"].aliases


@pytest.mark.parametrize(
    ("told", "age"),
    [("(28)", 28), ("(30s)", 35), ("(late 30s)", 38), ("(early twenties)", 22), (", 10,", 10), (", mid-50s,", 55)],
)
def test_ages(told: str, age: int) -> None:
    cast = _cast(f"INT. ROOM - DAY\n\nMARIA {told} sits by the window.\n")
    assert cast["MARIA"].age == age
    assert cast["MARIA"].minor is (age < 18)
    assert not cast["MARIA"].speaking


def test_sex_by_title_pronoun_and_name() -> None:
    cast = _cast(
        "INT. ROOM - DAY\n\nZORIN (40) closes the door. He locks it. VASHTI (33) looks up from her book. She waits.\n\n"
        "MRS. PELL\nTea?\n\nGEORGE\nPlease.\n\nGLORP\nGlorp.\n"
    )
    assert cast["ZORIN"].female is False
    assert cast["VASHTI"].female is True
    assert cast["MRS. PELL"].female is True
    assert cast["GEORGE"].female is False
    assert cast["GLORP"].female is None


def test_voices() -> None:
    _, (sheet,) = break_down(
        "INT. ROOM - DAY\n\nANNA (30) stands at the window.\n\nBOB (V.O.)\nLong ago.\n\nCARL (O.S.)\nDinner!\n\n"
        "Carl walks in.\n\nANNA\nFinally.\n\nRADIO\nRain tomorrow.\n"
    )
    who = {c.name: c for c in sheet.cast}
    assert who["BOB"].heard_only
    assert who["BOB"].speaking
    assert not who["CARL"].heard_only
    assert who["RADIO"].heard_only
    assert not who["ANNA"].heard_only


def test_talked_about_is_not_there() -> None:
    _, scenes = break_down(
        "INT. ROOM - DAY\n\nANNA\nHi.\n\nBOB\nHi.\n\nINT. HALL - DAY\n\nAnna reads a letter from Bob. Bob's hat hangs there. "
        "No sign of Bob.\n"
    )
    assert [c.name for c in scenes[1].cast] == ["ANNA"]


def test_postures() -> None:
    _, (sheet,) = break_down(
        "INT. ROOM - DAY\n\nANNA (30) sits at the table. BOB (40) is lying on the sofa. CARL (50) kneels by the stove. "
        "DORA (20) runs in.\n"
    )
    assert {c.name: c.posture for c in sheet.cast} == {"ANNA": "sit", "BOB": "lie", "CARL": "kneel", "DORA": "run"}


def test_background_is_counted_and_is_not_cast() -> None:
    _, (sheet,) = break_down(
        "EXT. SQUARE - DAY\n\nA crowd of students fills the square. Six policemen watch. ANNA (30) and BOB (30) walk through. "
        "The two men shake hands. A waiter carries chairs.\n"
    )
    assert {b.what: b.count for b in sheet.background} == {"students": 20, "policemen": 6, "waiter": 1}
    assert "CROWD" in sheet.flags


def _members(text: str) -> dict[str, set[str]]:
    return {m.name: set(m.aliases) for m in break_down(text)[0]}


def test_the_and_old_man_are_no_other_person() -> None:
    assert _members("INT. A - DAY\n\nTHE BRIDE sits.\n\nBRIDE\nWell?\n").keys() == {"BRIDE"}
    assert len(_members("INT. A - DAY\n\nOLD MAN PETTIBONE drops a bag.\n\nPETTIBONE\nWell?\n")) == 1


def test_who_is_called_something_is_one_person() -> None:
    found = _members("INT. A - DAY\n\nA HALF-GROWN KID called TWIST is eating.\n\nTWIST\nWhat?\n")
    assert found == {"TWIST": {"HALF-GROWN KID"}}
    found = _members("INT. A - DAY\n\nNURSE OYINKAN, Oyin to her friends, sits.\n\nOYIN\nWhat?\n")
    assert list(found) == ["OYIN"]


def test_names_without_capitals_that_the_action_presents() -> None:
    text = "EXT. DOCK - DAY\n\nA man in a jacket looks up. This is Kestrel, alive.\n\nKestrel runs.\n"
    assert "KESTREL" in _members(text)
    assert "MAGS PUGH" in _members("EXT. PITCH - DAY\n\nA schoolteacher called Mags Pugh scoops up the ball.\n")
    assert not _members("INT. ROOM - DAY\n\nA dog called Rex sleeps. This is Paris.\n")


def test_deeds_and_things_in_capitals_are_nobody() -> None:
    assert not _members("INT. ROOM - DAY\n\nA flashlight SWEEPS past the window.\n\nA SAMURAI SWORD hangs there.\n")
    assert not _members("INT. ROOM - DAY\n\nGIRLS SQUEAL in the yard.\n")


def test_who_is_only_named_is_not_in_view() -> None:
    head = "INT. ROOM - DAY\n\nANNA\nNo.\n\nKARL\nYes.\n\nEXT. YARD - DAY\n\nANNA sits. "
    said = (
        "She is taller than Karl.",
        "She moves like Karl.",
        "It belongs to Karl.",
        "Nothing to do but to call Karl.",
    )
    for line in said:
        assert [c.name for c in break_down(head + line + "\n")[1][1].cast] == ["ANNA"], line


@pytest.mark.parametrize(
    "line",
    [
        "The new lad, Anna, sits.",
        "A clerk known only as ANNA sits.",
        "A woman in a hat sits. This must be ANNA.",
        "She fancies herself an artist.",
        "He looks on as she witnesses it.",
    ],
)
def test_who_is_named_is_no_extra(line: str) -> None:
    sheet = break_down(f"INT. ROOM - DAY\n\n{line}\n\nANNA\nYes.\n")[1][0]
    assert sheet.background == ()


def test_extras_under_two_words_are_one() -> None:
    sheet = break_down("INT. ROOM - DAY\n\nFive kids play. Two children watch.\n\nTwelve dancers. The crowd moves.\n")[
        1
    ][0]
    assert [(b.what, b.count) for b in sheet.background] == [("kids", 5), ("dancers", 12)]


def test_a_voice_is_its_owners_and_a_revealed_man_is_himself() -> None:
    assert _members("INT. A - DAY\n\nANNA'S VOICE\nHello?\n\nANNA\nMe.\n") == {"ANNA": {"ANNA'S VOICE"}}
    assert _members("INT. A - DAY\n\nAN OLD MAN in a cap. This is KARL.\n\nKARL\nYes.\n") == {"KARL": {"OLD MAN"}}
    text = "INT. A - DAY\n\nDET. INSP. COLE walks in.\n\nCOLE\nWell.\n\nMRS. COLE\nWell.\n"
    assert _members(text) == {"COLE": {"DET. INSP. COLE"}, "MRS. COLE": set()}
    assert "MURPHY" in _members("INT. A - DAY\n\nJACK 'THE HAT' MURPHY sits.\n\nMURPHY\nYes.\n")


def test_pets_are_no_cast() -> None:
    for line in (
        "BRUTUS, a bulldog, sleeps on the mat.",
        "Her cat, PANCAKE, looks on.",
        "A dog called BISCOTTI runs in.",
    ):
        assert not _members(f"INT. ROOM - DAY\n\n{line}\n"), line


@pytest.mark.parametrize(
    "line", ["Anna is over by the window.", "Anna is out of breath.", "Anna, drawn and pale, sits."]
)
def test_who_is_out_of_breath_is_there(line: str) -> None:
    text = f"EXT. ROAD - DAY\n\nANNA\nYes.\n\nEXT. YARD - DAY\n\n{line}\n"
    assert [c.name for c in break_down(text)[1][1].cast] == ["ANNA"]


def test_who_makes_a_sign_may_stand_beside_it() -> None:
    text = "EXT. ROAD - DAY\n\nANNA\nYes.\n\nEXT. YARD - DAY\n\nAnna is back at the truck, which is painted to read Bloom.\n"
    assert [c.name for c in break_down(text)[1][1].cast] == ["ANNA"]
