"""Scenes that were split or merged: who keeps the id, what the report says, and where people's edits are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.build import BuildReport, Workspace, build, create, open_built, revise, undo
from setpiece.build._ledger import Ledger, SceneChange, matched, merged_into
from setpiece.scene import Edit, Edits
from setpiece.script import compare_drafts, read_screenplay

PARTS = [f"Anna counts to {n} and looks at the {what}." for n, what in
         enumerate("stove window sink floor ceiling door table shelf".split())]  # fmt: skip
HARBOUR = "EXT. HARBOUR - NIGHT\n\nCranes stand against the clouds.\n\nA dog sleeps on a coil of rope.\n"
ROOF = "EXT. ROOF - DAWN\n\nPigeons lift off all at once.\n\nOtto watches them go.\n"


def kitchen(parts: list[str], place: str = "KITCHEN") -> str:
    return f"INT. {place} - DAY\n\n" + "\n\n".join(parts) + "\n"


def ledgers(*drafts: list[str]) -> list[tuple[Ledger, tuple[SceneChange, ...]]]:
    found: list[tuple[Ledger, tuple[SceneChange, ...]]] = [(Ledger(), ())]
    for scenes in drafts:
        play = read_screenplay("\n".join(scenes).encode(), "x")
        found.append(matched(found[-1][0], play.scenes, ()))
    return found[1:]


def rows(changes: tuple[SceneChange, ...]) -> list[tuple[str, str, str]]:
    return [(c.old, c.new, c.kind) for c in changes]


def test_the_part_that_kept_most_keeps_the_id_wherever_it_stands() -> None:
    whole = [HARBOUR, kitchen(PARTS), ROOF]
    first = ledgers(whole, [HARBOUR, kitchen(PARTS[:6]), kitchen(PARTS[6:], "PANTRY"), ROOF])[-1][1]
    assert rows(first) == [
        ("s001", "s001", "same"), ("s002", "s002", "split"), ("s002", "s004", "split"), ("s003", "s003", "same")
    ]  # fmt: skip
    second = ledgers(whole, [HARBOUR, kitchen(PARTS[:2]), kitchen(PARTS[2:], "KITCHEN, LATER"), ROOF])[-1][1]
    assert rows(second)[1:3] == [("s002", "s004", "split"), ("s002", "s002", "split")]


def test_the_survivor_of_a_merge_keeps_its_id_and_the_other_is_retired() -> None:
    (_, _), (ledger, changes) = ledgers(
        [HARBOUR, kitchen(PARTS), kitchen(["Jon opens a tin of beans.", "He eats them cold."], "PANTRY"), ROOF],
        [HARBOUR, kitchen([*PARTS, "Jon opens a tin of beans.", "He eats them cold."]), ROOF],
    )
    assert rows(changes) == [
        ("s001", "s001", "same"), ("s002", "s002", "merged"), ("s004", "s004", "same"), ("s003", "s002", "merged")
    ]  # fmt: skip
    assert [s.id for s in ledger.retired_scenes] == ["s003"]
    assert merged_into(ledger, "s003") == "s002"
    assert merged_into(ledger, "s001") == "s001"


def test_where_a_scene_is_that_was_merged_twice_or_cut_after_it() -> None:
    tin = ["Jon opens a tin of beans.", "He eats them cold."]
    pantry, rope = kitchen(tin, "PANTRY"), ["A rope hangs from the beam.", "Nobody asks why."]
    drafts = [
        [kitchen(PARTS), kitchen(rope, "ATTIC"), pantry],
        [kitchen(PARTS), kitchen([*rope, *tin], "ATTIC")],
        [kitchen([*PARTS, *rope, *tin])],
        [ROOF],
    ]
    found = ledgers(*drafts)
    assert [merged_into(ledger, "s003") for ledger, _ in found] == ["s003", "s002", "s001", ""]
    back = ledgers(*drafts[:2], drafts[0])[-1]
    assert ("", "s003", "revived") in rows(back[1])
    assert merged_into(back[0], "s003") == "s003"


def test_a_long_scene_is_known_by_the_paragraphs_its_digest_keeps() -> None:
    many = [f"Anna counts to {n} and starts again." for n in range(300)]
    split = ledgers([HARBOUR, kitchen(many)], [HARBOUR, kitchen(many[:180]), kitchen(many[180:], "PANTRY")])[-1][1]
    assert rows(split)[1:] == [("s002", "s002", "split"), ("s002", "s003", "split")]


BODIES = st.lists(st.integers(0, 11), min_size=1, max_size=4).map(
    lambda picks: kitchen([f"Number {p} is said aloud by somebody else." for p in picks], f"ROOM {picks[0]}")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(BODIES, min_size=1, max_size=5), min_size=2, max_size=4))
def test_ids_are_given_out_once_and_every_scene_of_both_drafts_is_told(drafts: list[list[str]]) -> None:
    texts = ["\n".join(d).encode() for d in drafts]
    plays = [read_screenplay(t, "x") for t in texts]
    before, seen = Ledger(), set[str]()
    for at, (scenes, (ledger, changes)) in enumerate(zip(drafts, ledgers(*drafts), strict=True)):
        ids = [s.id for s in ledger.scenes]
        assert len({*ids, *(s.id for s in ledger.retired_scenes)}) == len(ids) + len(ledger.retired_scenes)
        assert len(ids) == len(scenes)
        assert seen <= {*ids, *(s.id for s in ledger.retired_scenes)}
        assert {c.new for c in changes if c.new} == set(ids)
        assert {c.old for c in changes if c.old} >= {s.id for s in before.scenes} - set(ids)
        if at and not any(c.kind == "revived" for c in changes):  # what is split or merged is one judgement
            told = compare_drafts(plays[at - 1], plays[at]).scenes
            for kind in ("split", "merged"):
                apart = [c for c in changes if c.kind == kind and c.old != c.new]
                assert len(apart) == sum(s.kind == kind for s in told)
        before, seen = ledger, seen | set(ids)


WHOLE = """INT. KITCHEN - DAY

ANNA (40) sits on a chair at the table. A typewriter stands on the table.

ANNA
The bridge was up all morning.

She looks out of the window for a long time.

ANNA
Nobody warned us about the river.

JON (38) comes in and takes a lantern from the floor.

JON
I walked here from the harbour.
"""
TAIL = WHOLE.index("JON (38)")
OFFICE = "\nINT. OFFICE - DAY\n\nMira sits at the desk.\n\nMIRA\nWrong number.\n"


@pytest.fixture
def film(tmp_path: Path) -> Path:
    drafts = {
        "a": WHOLE + OFFICE,
        "b": WHOLE[:TAIL] + "INT. CELLAR - DAY\n\n" + WHOLE[TAIL:] + OFFICE,
        "c": WHOLE + OFFICE.replace("INT. OFFICE - DAY\n\n", ""),
    }
    for name, text in drafts.items():
        (tmp_path / f"{name}.fountain").write_text(text, encoding="utf-8")
    root = create(tmp_path / "a.fountain", tmp_path / "film")
    build(root)
    return root


def node(film: Path, scene_id: str, kind: str) -> str:
    return next(n.id for n in open_built(film).scene(scene_id).nodes.values() if n.kind == kind)


def move(
    film: Path, scene_id: str, *nodes: str, excluded: tuple[str, ...] = (), locked: tuple[str, ...] = ()
) -> None:
    at = {n: open_built(film).scene(scene_id).nodes[n].transform.translation for n in nodes}
    records = tuple(
        Edit(n, "transform.translation", (x + 0.05, y, z), base=(x, y, z), author="designer")
        for n, (x, y, z) in at.items()
    )
    Workspace(film).write_edits(scene_id, Edits(records=records, excluded=excluded, locked=locked))


def rows_of(report: BuildReport) -> list[tuple[str, str, str]]:
    return rows(report.scenes)


def test_edits_of_a_split_scene_stay_with_what_still_stands_in_it(film: Path) -> None:
    chair, lantern, machine = (node(film, "s001", kind) for kind in ("chair", "lantern", "typewriter"))
    move(film, "s001", chair, lantern, excluded=(machine,), locked=(lantern,))
    build(film)
    before = {p: (film / p).read_bytes() for p in ("state.json", "ids.json", "scenes/s001/edits.json")}
    report = revise(film, film.parent / "b.fountain")
    assert rows_of(report) == [("s001", "s001", "split"), ("s001", "s003", "split"), ("s002", "s002", "same")]
    assert report.edits_kept == (f"s001:{chair}#transform.translation", f"s001:{machine}#deleted")
    assert report.edits_orphaned == (f"s001:{lantern}#transform.translation", f"s001:{lantern}#locked")
    assert (film / "scenes/s001/edits.json").read_bytes() == before["scenes/s001/edits.json"]
    undo(film)
    assert {p: (film / p).read_bytes() for p in before} == before
    assert not build(film).edits_orphaned


def test_edits_of_a_merged_scene_are_said_to_wait_until_it_comes_back(film: Path) -> None:
    desk = node(film, "s002", "desk")
    move(film, "s002", desk)
    build(film)
    before = (film / "state.json").read_bytes()
    report = revise(film, film.parent / "c.fountain")
    assert rows_of(report) == [("s001", "s001", "merged"), ("s002", "s001", "merged")]
    assert report.edits_orphaned == (f"s002:{desk}#transform.translation",)
    note = "s002 was merged into scene 1 (s001): its edits wait in scenes/s002/edits.json, and come back with it"
    assert note in report.notes
    assert note in build(film).notes, "a later build says so as well"
    undo(film)
    assert (film / "state.json").read_bytes() == before
    revise(film, film.parent / "c.fountain")
    back = revise(film, film.parent / "a.fountain")
    assert ("", "s002", "revived") in rows_of(back)
    assert back.edits_kept == (f"s002:{desk}#transform.translation",)
    assert note not in back.notes
