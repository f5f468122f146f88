"""Headings that name no place: a shot plays where the scene before plays, titles are a card on black."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.build import build, create, open_built, revise
from setpiece.script import read_screenplay
from setpiece.script.breakdown import find_cast, parse_heading, resolve_places

STREET = "EXT. STREET - DAY\n\nANNA (30) swims.\n\nANNA\nCold.\n"
SHOT = "\n\nAnna turns her head.\n"


def places(*scenes: str) -> tuple[str, ...]:
    play = read_screenplay("\n".join(scenes).encode(), "x")
    return resolve_places(play, find_cast(play))


@pytest.mark.parametrize(
    "heading",
    [
        ".SNIPER SCOPE POV", ".ANNA'S P.O.V.", ".CLOSE ON THE KNIFE", ".INSERT - THE LETTER", ".BACK TO ANNA", ".BACK ON ANNA",
        ".LATER", ".MOMENTS LATER", ".ANNA", ".ON ANNA", ".ON THE TV", ".REVERSE ANGLE", ".WIDER", ".*BACK TO SCENE*",
    ],
)  # fmt: skip
def test_a_shot_plays_where_the_scene_before_plays(heading: str) -> None:
    assert places(STREET, heading + SHOT) == ("", "EXT. STREET - DAY")
    assert places(STREET, heading + SHOT, heading + SHOT)[2] == "EXT. STREET - DAY"
    assert places(heading + SHOT, STREET) == ("", "")


@pytest.mark.parametrize(
    "heading",
    ["INT. SCOPE POV", ".ANNA'S BEDROOM", ".THE TRUCK", ".POV - THE HARBOUR", ".A SCENIC OVERLOOK", "EXT. CLOSE ON ROAD",
     ".WNĘTRZE. KUCHNIA", ".THE BLACK LAGOON", ".CREDIT UNION", ".LATERAL STREET", ".ON THE BEACH", ".BACK TO THE KITCHEN"],
)  # fmt: skip
def test_what_names_a_place_is_one(heading: str) -> None:
    assert places(STREET, heading + SHOT) == ("", "")


def test_a_room_without_int_is_where_the_next_shot_plays() -> None:
    assert places(STREET, ".ANNA'S BEDROOM" + SHOT, ".LATER" + SHOT) == ("", "", "ANNA'S BEDROOM")
    assert places(STREET, ".THE TRUCK" + SHOT, ".ANNA" + SHOT) == ("", "", "EXT. STREET - DAY")


@pytest.mark.parametrize("heading", [".OPENING TITLES", ".MAIN TITLE SEQUENCE", ".END CREDITS", ".TITLE CARD"])
def test_titles_are_a_card_unless_something_happens_under_them(heading: str) -> None:
    card = f"{heading}\n\n> THE LONG <\n> SUMMER <\n\nCUT TO:\n"
    assert places(STREET, card, ".LATER" + SHOT) == ("", "", "EXT. STREET - DAY")
    assert places(STREET, heading + SHOT) == ("", "EXT. STREET - DAY")


def test_black_is_black_by_any_name() -> None:
    for heading in (".BLACK", ".OVER BLACK", ".BLACK SCREEN", ".CUT TO BLACK."):
        assert places(STREET, f"{heading}\n\n") == ("", "INT. BLACK SCREEN")


HEADS = st.sampled_from(
    ["EXT. STREET - DAY", "INT. BAR - NIGHT", ".LATER", ".SCOPE POV", ".OPENING TITLES", ".THE TRUCK"]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(HEADS, min_size=1, max_size=6))
def test_a_place_is_a_slugline_that_was_there_before(heads: list[str]) -> None:
    found = places(*(h + SHOT for h in heads))
    for n, place in enumerate(found):
        assert place == "" or (place in heads[:n] and parse_heading(place).location in ("STREET", "BAR"))


def test_the_set_of_a_shot_and_of_titles(tmp_path: Path) -> None:
    draft = tmp_path / "a.fountain"
    text = STREET + "\n.SCOPE POV\n\nAnna turns.\n\n.OPENING TITLES\n\n> THE LONG SUMMER <\n\n.BLACK\n\n"
    draft.write_text(text, encoding="utf-8")
    root = create(draft, tmp_path / "film")
    report = build(root)
    built = open_built(root)
    street, shot, titles, black = (built.breakdown.scenes[f"s00{n}"] for n in (1, 2, 3, 4))
    assert (shot.int_ext, shot.location, shot.time_of_day) == (street.int_ext, street.location, street.time_of_day)
    assert shot.heading == "SCOPE POV"
    assert titles.location == "OPENING TITLES"
    assert black.location == "BLACK SCREEN"
    for scene in ("s003", "s004"):
        pieces = {n.kind for n in built.scene(scene).nodes.values() if n.department == "sets"}
        assert pieces == {"floor", "ceiling", "wall"}
        assert built.plan(scene).shots
    assert not [f for f in report.findings if "no recipe" in f.message]
    moved = tmp_path / "b.fountain"
    moved.write_text(text.replace("EXT. STREET - DAY", "INT. BAR - DAY"), encoding="utf-8")
    again = revise(root, moved)
    assert {s.scene for s in again.steps if s.state != "cached" and s.step == "set"} == {"s001", "s002"}
    assert open_built(root).breakdown.scenes["s002"].location == "BAR"
