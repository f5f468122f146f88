"""What a production remembers and forgets: undone ids stay taken, edits taken back leave no trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.build.drafts import DRAFT_A

from setpiece.build import Request, Workspace, build, create, open_built, revise, undo
from setpiece.build._index import scene_numbers
from setpiece.build._run import select_scenes
from setpiece.errors import InputError
from setpiece.scene import Edit, Edits, Node
from setpiece.script.model import Breakdown, SceneBreakdown

LAB = "\nINT. LABORATORY - DAY\n\nMarta stands by the bench.\n\nMARTA\nIt moved again.\n"
CELL = "\nINT. PRISON CELL - NIGHT\n\nJon sits on the floor. He counts.\n\nJON\nForty-one.\n"
SHORT = DRAFT_A.split("EXT. STREET")[0]


@pytest.fixture
def film(tmp_path: Path) -> Path:
    for name, text in {"a": SHORT, "b": SHORT + LAB, "c": SHORT + CELL}.items():
        (tmp_path / f"{name}.fountain").write_text(text, encoding="utf-8")
    root = create(tmp_path / "a.fountain", tmp_path / "film")
    build(root)
    return root


def test_an_undone_scene_keeps_its_id_to_itself(film: Path) -> None:
    revise(film, film.parent / "b.fountain", Request())
    lab = open_built(film).built_scenes[1]
    desk = next(iter(open_built(film).scene(lab).nodes))
    edit = Edit(desk, "transform.translation", (1.0, 1.0, 0.0), base=(0.0, 0.0, 0.0))
    Workspace(film).write_edits(lab, Edits(records=(edit,)))
    undo(film)
    report = revise(film, film.parent / "c.fountain", Request())
    cell = open_built(film).built_scenes[1]
    assert cell != lab
    assert not report.edits_kept
    assert report.edits_orphaned == (f"{lab}:{desk}#transform.translation",)
    revise(film, film.parent / "b.fountain", Request())
    assert open_built(film).built_scenes[1] == lab, "the same scene again is the same scene"


def test_a_build_after_undo_changes_nothing(film: Path) -> None:
    before = (film / "state.json").read_bytes()
    revise(film, film.parent / "b.fountain", Request())
    undo(film)
    build(film)
    assert (film / "state.json").read_bytes() == before


def test_an_edit_taken_back_leaves_no_trace(film: Path) -> None:
    def chair(*records: Edit) -> Node:
        Workspace(film).write_edits(scene_id, Edits(records=records))
        build(film)
        return open_built(film).scene(scene_id).nodes[node.id]

    scene_id = open_built(film).built_scenes[0]
    node = next(n for n in open_built(film).scene(scene_id).nodes.values() if n.kind == "chair")
    x, y, z = node.transform.translation
    turn = Edit(node.id, "transform.rotation", (0.980785, 0.0, 0.0, 0.19509), base=node.transform.rotation)
    move = Edit(node.id, "transform.translation", (x, y - 0.4, z), base=(x, y, z))
    turned = chair(turn)
    assert chair(turn, move).transform.translation == pytest.approx((x, y - 0.4, z))
    assert chair(turn) == turned
    assert chair() == node


def test_a_lost_state_file_costs_nothing_people_did(film: Path) -> None:
    scene_id = open_built(film).built_scenes[0]
    before = open_built(film).scene(scene_id)
    (film / "state.json").unlink()
    build(film)
    assert open_built(film).scene(scene_id) == before


def test_the_present_draft_again_is_no_new_draft(film: Path) -> None:
    before = (film / "state.json").read_bytes()
    revise(film, film.parent / "a.fountain", Request())
    assert (film / "state.json").read_bytes() == before
    assert len(list((film / "script").iterdir())) == 1


def sheets(numbers: list[str]) -> tuple[list[str], Breakdown]:
    order = [f"s{i:03d}" for i in range(len(numbers))]
    blank = {"heading": "INT. X", "int_ext": "INT", "location": "X", "sublocation": "", "time_of_day": "DAY",
             "time_words": "", "eighths": 1, "mood": (), "cast": (), "background": (), "elements": {}, "beats": (),
             "flags": ()}  # fmt: skip
    return order, Breakdown({s: SceneBreakdown(number=n, **blank) for s, n in zip(order, numbers, strict=True)}, ())


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        (["", "", ""], ["1", "2", "3"]),
        (["1", "2", "", "3"], ["1", "2", "2A", "3"]),
        (["1", "", "", "2"], ["1", "1A", "1B", "2"]),
        (["1", "1A", "", "2"], ["1", "1A", "1AA", "2"]),
        (["", "5"], ["A5", "5"]),
        (["1", "", "1A"], ["1", "1B", "1A"]),
    ],
)
def test_numbers_never_collide(written: list[str], printed: list[str]) -> None:
    order, breakdown = sheets(written)
    assert list(scene_numbers(order, breakdown).values()) == printed


def test_ranges_are_numbers_as_printed() -> None:
    order, numbers = ["a", "b", "c", "d"], ["40", "41", "41A", "42"]
    assert select_scenes("41-42", order, numbers) == ["b", "c", "d"]
    assert select_scenes("41A, a", order, numbers) == ["a", "c"]
    for wrong in ("1-2", "43", "41-"):
        with pytest.raises(InputError, match="no scene"):
            select_scenes(wrong, order, numbers)
    with pytest.raises(InputError, match="no scene"):
        select_scenes("3", [], [])
