"""Two drafts compared: what a script coordinator would write into the revision memo."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpiece.script import REVISION_COLOURS, DraftDiff, compare_drafts, read_screenplay, revision_colour

KITCHEN = """INT. KITCHEN - DAY #1#

Anna cuts bread. Flour hangs in the light.

ANNA
You are late.

Kolya hangs his coat over the chair.

KOLYA
The bridge was up.

Anna pushes a plate across the table.

KOLYA
I am not hungry.
"""
HARBOUR = """EXT. HARBOUR - NIGHT #2#

Cranes stand against the clouds. A dog sleeps on a coil of rope.

MIRA
Nobody comes here any more.

Otto lights a lamp.
"""
ROOF = """EXT. ROOF - DAWN #3#

Pigeons lift off all at once.

OTTO
There. Did you see it?
"""


def diff(old: list[str], new: list[str]) -> DraftDiff:
    a, b = (read_screenplay("\n".join(texts).encode(), name) for texts, name in ((old, "a"), (new, "b")))
    return compare_drafts(a, b)


def kinds(found: DraftDiff) -> list[str]:
    return [s.kind for s in found.scenes]


def test_spaces_and_line_breaks_are_no_change():
    spaced = KITCHEN.replace("bread. Flour hangs", "bread.  Flour\nhangs").replace("INT. ", "INT.  ")
    assert kinds(diff([KITCHEN, ROOF], [spaced, ROOF])) == ["same"] * 2
    (changed, _) = diff([KITCHEN, ROOF], [spaced.replace("are late", "are early"), ROOF]).scenes
    assert [(e.old, e.new) for e in changed.elements] == [("You are late.", "You are early.")]


def test_the_same_draft_has_no_changes():
    found = diff([KITCHEN, HARBOUR, ROOF], [KITCHEN, HARBOUR, ROOF])
    assert kinds(found) == ["same"] * 3
    assert found.changed == ()


def test_lines_added_removed_and_changed_are_told_with_their_lines():
    text = KITCHEN.replace("You are late.", "You are very late.").replace(
        "Anna pushes a plate across the table.\n\n", ""
    )
    text = text.replace("INT. KITCHEN - DAY #1#\n", "INT. KITCHEN - DAY #1#\n\nRain.\n")
    (scene,) = diff([KITCHEN], [text]).scenes
    told = {(e.kind, e.old, e.new): (e.old_line, e.new_line) for e in scene.elements}
    assert scene.kind == "changed"
    assert told == {
        ("added", "", "Rain."): (0, 3),
        ("changed", "You are late.", "You are very late."): (6, 8),
        ("removed", "Anna pushes a plate across the table.", ""): (13, 0),
    }


def test_a_paragraph_that_went_down_is_moved_not_cut_and_written_again():
    first = "Anna cuts bread. Flour hangs in the light.\n\n"
    text = KITCHEN.replace(first, "") + "\n" + first
    (scene,) = diff([KITCHEN], [text]).scenes
    assert [(e.kind, e.new) for e in scene.elements] == [("moved", first.strip())]


def test_a_scene_that_was_split():
    head, _, tail = KITCHEN.partition("Kolya hangs his coat")
    second = "INT. HALLWAY - DAY #1A#\n\nKolya hangs his coat" + tail
    found = diff([KITCHEN, HARBOUR], [head, second, HARBOUR])
    by_number = {s.new_number: s for s in found.scenes}
    sources = {s.source for s in found.scenes if s.kind == "split"}
    assert sorted(kinds(found)) == ["changed", "same", "split"]
    assert sources == {0}
    assert by_number["2"].kind == "same"


def test_two_scenes_that_became_one():
    body = ROOF.partition("\n\n")[2]
    found = diff([KITCHEN, HARBOUR, ROOF], [KITCHEN, HARBOUR + "\n" + body])
    gone = [s for s in found.scenes if s.new is None]
    assert [(s.kind, s.old, s.source) for s in gone] == [("merged", 2, 1)]


def test_moved_renumbered_new_and_cut():
    fresh = "INT. CELLAR - NIGHT #1A#\n\nWater to the knees. Something floats.\n"
    found = diff([KITCHEN, HARBOUR, ROOF], [ROOF.replace("#3#", "#1#"), fresh, KITCHEN])
    told = [(s.kind, s.old_number, s.new_number, s.renumbered) for s in found.scenes]
    assert told == [
        ("same", "3", "1", True) if found.scenes[0].kind == "same" else ("moved", "3", "1", True),
        ("new", "", "1A", False),
        ("moved", "1", "1", False) if found.scenes[2].kind == "moved" else ("same", "1", "1", False),
        ("cut", "2", "", False),
    ]
    assert sorted(s.kind for s in found.scenes) == ["cut", "moved", "new", "same"]


def test_an_omitted_scene_keeps_its_number():
    new = [KITCHEN, ".OMITTED #2#\n", ROOF]
    found = diff([KITCHEN, HARBOUR, ROOF], new)
    assert [(s.kind, s.old_number) for s in found.scenes] == [("same", "1"), ("same", "3"), ("omitted", "2")]


def test_colours_go_round():
    assert [revision_colour(i) for i in range(4)] == ["white", "blue", "pink", "yellow"]
    assert revision_colour(len(REVISION_COLOURS)) == "2nd blue"
    assert revision_colour(len(REVISION_COLOURS) + 9) == "3rd blue"
    assert revision_colour(9 * 10) == "10th tan"
    with pytest.raises(ValueError, match="count from 0"):
        revision_colour(-1)


SCENES = st.lists(
    st.sampled_from([KITCHEN, HARBOUR, ROOF, KITCHEN.replace("late", "early"), ROOF + "\nWind.\n"]), max_size=6
)


@given(SCENES, SCENES)
def test_every_scene_of_both_drafts_is_told_once(old, new):
    found = diff(old or ["x"], new or ["x"])
    assert sorted(s.new for s in found.scenes if s.new is not None) == list(range(len(new)))
    assert sorted(s.old for s in found.scenes if s.old is not None) == list(range(len(old)))
    for scene in found.scenes:
        assert (scene.source is not None) == (scene.kind in ("split", "merged"))
        assert scene.elements == () or scene.kind not in ("same", "moved")


def test_text_outside_scenes_is_compared_too():
    loose = "Title: Tide\nAuthor: A\n\nFADE IN on a wave.\n\n"
    found = diff([loose + KITCHEN], [loose.replace("wave", "wall") + KITCHEN])
    assert [(s.kind, s.old, s.new) for s in found.changed] == [("changed", None, None)]
    assert [(e.kind, e.new) for e in found.changed[0].elements] == [("changed", "FADE IN on a wall.")]
    foreign = "ИНТ. КУХНЯ - ДЕНЬ\n\nАННА\nПривет.\n"
    assert diff([foreign], [foreign]).changed == ()
    assert diff([foreign], [foreign.replace("Привет", "Пока")]).changed != ()
    assert diff([loose + KITCHEN], [loose.replace("Author: A", "Author: B") + KITCHEN]).changed != ()


def test_a_thousand_scenes_under_one_slugline_are_paired_in_their_places():
    def film(word: str) -> list[str]:
        return [f"INT. ROOM - DAY\n\nThing {i} {word} falls down {i * 7} stairs.\n" for i in range(1200)]

    found = diff(film("slowly"), film("quickly"))
    assert sum(s.old == s.new for s in found.scenes) > 1150
