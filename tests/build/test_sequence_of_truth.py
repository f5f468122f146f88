"""Absolute lines, pages and numbers live in the index step: one inserted line rebuilds one scene."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from setpiece.build import Index, build, create, open_built, production_report, revise
from setpiece.build._run import _department_findings
from setpiece.build._scene_job import ComposeStep
from setpiece.errors import InputError

SCENES = [
    f"INT. ROOM {c} - DAY\n\nAnna{c} cuts bread with a knife.\n\nANNA{c}\nYou are late.\n"
    for c in ("ONE", "TWO", "THREE")
]


def script(path: Path, scenes: list[str]) -> Path:
    path.write_text("\n".join(scenes), encoding="utf-8")
    return path


@pytest.fixture
def film(tmp_path: Path) -> Path:
    root = create(script(tmp_path / "a.fountain", SCENES), tmp_path / "film")
    build(root)
    return root


def index(root: Path) -> Index:
    return msgspec.json.decode((root / "index.json").read_bytes(), type=Index)


def test_one_inserted_line_rebuilds_one_scene_and_moves_the_lines_of_all_below(film: Path, tmp_path: Path) -> None:
    before = index(film)
    new = [SCENES[0].replace("knife.", "knife.\n\nA dog barks."), *SCENES[1:]]
    report = revise(film, script(tmp_path / "b.fountain", new))
    assert {s.scene for s in report.steps if s.state != "cached"} == {"s001"}
    after = index(film)
    assert [b.line - a.line for a, b in zip(before.scenes, after.scenes, strict=True)] == [0, 2, 2]
    lines = (film / "script" / "002_b.fountain").read_text(encoding="utf-8").splitlines()
    assert [lines[s.line - 1] for s in after.scenes] == [s.heading for s in after.scenes]


def test_pages_and_eighths_are_in_the_index(film: Path, tmp_path: Path) -> None:
    assert [(s.page, s.eighths) for s in index(film).scenes] == [(1, 2), (1, 2), (1, 2)]
    long = SCENES[0] + "\n" + "\n\n".join(f"Line {i} of a long scene." for i in range(60)) + "\n"
    revise(film, script(tmp_path / "b.fountain", [long, *SCENES[1:]]))
    after = index(film).scenes
    assert after[0].page == 1
    assert after[1].page == after[2].page == 3
    assert after[0].eighths > 16
    assert after[1].eighths == 2


def test_board_numbers_stay_through_a_draft(film: Path, tmp_path: Path) -> None:
    def numbers() -> dict[str, int]:
        rows = msgspec.json.decode(production_report(film, "cast", "json"))["cast"]
        return {r["name"]: r["number"] for r in rows}

    before = numbers()
    assert sorted(before.values()) == [1, 2, 3]
    fresh = "INT. CELLAR - DAY\n\nZoe reads.\n\nZOE\nHello. I speak more than all of you together.\n"
    revise(film, script(tmp_path / "b.fountain", [fresh, SCENES[2], SCENES[0], SCENES[1]]))
    after = numbers()
    assert {name: after[name] for name in before} == before
    assert after["ZOE"] == 4


def test_a_schedule_orders_and_divides_the_one_liner(film: Path, tmp_path: Path) -> None:
    board = tmp_path / "film.uss"
    schedule = msgspec.json.decode(production_report(film, "schedule", "uss"))
    root = schedule["universalScheduleStandard"]
    one, two, three = (b["id"] for b in root["breakdowns"])
    strips = {"id": "o1", "name": "stripboard", "breakdownIds": [[three], [one, two]]}
    root["stripboards"] = [{"id": "p1", "name": "First pass", "calendar": "", "boards": [strips]}]
    board.write_bytes(msgspec.json.encode(schedule))
    rows = msgspec.json.decode(production_report(film, "one-liner", "json", board))["one_liner"]
    told = [r["scene"] if r["kind"] == "scene" else r["kind"] for r in rows]
    assert [t for t in told if t in ("1", "2", "3")] == ["3", "1", "2"]
    assert told.index("1") - told.index("3") == 2, told
    board.write_text("{")
    with pytest.raises(InputError, match=r"film\.uss"):
        production_report(film, "one-liner", "json", board)


def test_kitsu_is_told_what_each_shot_shows(tmp_path: Path) -> None:
    text = (
        "INT. OFFICE - DAY\n\nANNA (30) sits at a desk with a typewriter. KOLYA (40) stands by the door.\n\n"
        "INSERT - A LETTER\n\nAnna opens the letter with a knife.\n\nANNA\nWho wrote this?\n\nKOLYA\nNobody.\n"
    )
    root = create(script(tmp_path / "k.fountain", [text]), tmp_path / "k")
    build(root)
    rows = list(csv.DictReader(io.StringIO(production_report(root, "kitsu-casting", "csv").decode("utf-8-sig"))))
    seen: dict[str, set[str]] = {}
    for row in rows:
        seen.setdefault(row["Name"], set()).add(row["Asset"].casefold())
    built = open_built(root)
    names = {m.cast_id: m.name.casefold() for m in built.breakdown.cast}
    by_number = {n: s for s in built.plan("s001").shots for n in (built.numbers()[s.id],)}
    assert {s.kind for s in by_number.values()} >= {"master", "insert"}
    for number, shot in by_number.items():
        shown = next(v for k, v in seen.items() if k.endswith(number))
        people = {names[c] for c in (*shot.subjects, shot.over) if c}
        assert {n for n in names.values() if n in shown} == people, (number, shown)
        if shot.kind == "insert":
            assert "letter" in shown
            assert "typewriter" not in shown
        if shot.kind == "master":
            assert {"letter", "typewriter"} <= shown


def test_what_several_scenes_share_is_said_once(tmp_path: Path) -> None:
    scenes = [f"INT. XYZZY - DAY\n\nAnna waits, {i}.\n" for i in range(8)]
    report = build(create(script(tmp_path / "x.fountain", scenes), tmp_path / "x"))
    told = [f for f in report.findings if f.code == "department" and "XYZZY" in f.message]
    assert len(told) == 1
    assert told[0].message.startswith("scenes 1 (s001), 2 (s002)")
    assert told[0].message.count("s001") == 1
    assert "and 2 more" in told[0].message
    assert told[0].line == 1


def test_a_scene_that_says_a_thing_twice_is_named_once() -> None:
    twice = ComposeStep("", "", "", ("nobody makes a drug", "nobody makes a drug"), ())
    scene = SimpleNamespace(heading=SimpleNamespace(span=SimpleNamespace(line=7)))
    sheet = SimpleNamespace(number="2")
    draft = SimpleNamespace(
        order=("s002",), screenplay=SimpleNamespace(scenes=(scene,)), breakdown=SimpleNamespace(scenes={"s002": sheet})
    )
    (said,) = _department_findings(SimpleNamespace(draft=draft), {"s002": twice})  # type: ignore[arg-type]
    assert (said.message, said.line) == ("scene 2 (s002): nobody makes a drug", 7)
