"""Files under script/: a draft that is edited there is the next draft, and what was delivered comes back byte for byte."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.build.drafts import BAR, KITCHEN, KITCHEN_TOP

from setpiece.build import (
    Request,
    Workspace,
    build,
    create,
    judge_corrections,
    open_built,
    production_report,
    revise,
    undo,
)
from setpiece.build._stamp import stamp_of
from setpiece.errors import ConflictError, ScriptError
from setpiece.script import read_script
from setpiece.script.breakdown import Corrections, SceneCorrections

DELIVERED = (KITCHEN_TOP + KITCHEN).encode()
MORE = ("\n" + BAR).encode()
OTHER = (KITCHEN_TOP + KITCHEN.replace("The kettle stays.", "The kettle goes.")).encode()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    (tmp_path / "a.fountain").write_bytes(DELIVERED)
    root = create(tmp_path / "a.fountain", tmp_path / "film")
    build(root)
    return root


def scripts(root: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((root / "script").iterdir())}


def edit_in_place(root: Path) -> None:
    (root / "script" / "001_a.fountain").write_bytes(DELIVERED + MORE)


def test_reports_and_judge_read_what_was_built(film: Path) -> None:
    reported = production_report(film, "one-liner", "csv")
    tags = production_report(film, "tags", "fdx")
    (film / "breakdown.edits.json").write_bytes(
        msgspec.json.encode(Corrections(scenes={"s001": SceneCorrections(time_of_day="NIGHT")}))
    )
    build(film)
    judged = judge_corrections(film)
    (film / "breakdown.edits.json").unlink()
    build(film)
    edit_in_place(film)
    assert production_report(film, "one-liner", "csv") == reported
    assert production_report(film, "tags", "fdx") == tags
    (film / "breakdown.edits.json").write_bytes(
        msgspec.json.encode(Corrections(scenes={"s001": SceneCorrections(time_of_day="NIGHT")}))
    )
    assert judge_corrections(film) == judged


def test_a_draft_edited_in_place_is_the_next_draft_and_undo_gives_back_the_delivered_one(film: Path) -> None:
    before = (film / "state.json").read_bytes()
    edit_in_place(film)
    told = build(film, Request(dry=True)).notes
    assert told == (
        ("script/001_a.fountain was edited after it was built: the new text would be kept as script/002_a.fountain, "
        "script/001_a.fountain as it was delivered"),
    )
    assert scripts(film) == {"001_a.fountain": DELIVERED + MORE}
    report = build(film)
    assert len(report.notes) == 1
    assert "is kept as script/002_a.fountain" in report.notes[0]
    assert report.draft == "script/002_a.fountain"
    assert scripts(film) == {"001_a.fountain": DELIVERED, "002_a.fountain": DELIVERED + MORE}
    assert len(open_built(film).state.order) == 2
    assert build(film).notes == ()
    undo(film)
    assert (film / "state.json").read_bytes() == before
    assert scripts(film)["001_a.fountain"] == DELIVERED
    build(film)
    assert (film / "state.json").read_bytes() == before


def test_a_new_draft_over_an_edited_one_keeps_all_three(film: Path, tmp_path: Path) -> None:
    edit_in_place(film)
    (tmp_path / "b.fountain").write_bytes(OTHER)
    report = revise(film, tmp_path / "b.fountain")
    assert report.draft == "script/003_b.fountain"
    assert "002_a" in report.notes[0]
    assert scripts(film) == {"001_a.fountain": DELIVERED, "002_a.fountain": DELIVERED + MORE, "003_b.fountain": OTHER}


def test_the_delivered_draft_again_over_an_edited_one_keeps_both(film: Path) -> None:
    edit_in_place(film)
    assert revise(film, film.parent / "a.fountain").draft == "script/001_a.fountain"
    assert scripts(film) == {"001_a.fountain": DELIVERED, "002_a.fountain": DELIVERED + MORE}
    assert len(open_built(film).state.order) == 1


def test_other_line_ends_are_no_other_draft(film: Path) -> None:
    before = (film / "state.json").read_bytes()
    turned = DELIVERED.replace(b"\n", b"\r\n")
    (film / "script" / "001_a.fountain").write_bytes(turned)
    assert build(film).notes == ()
    assert (film / "state.json").read_bytes() == before
    assert scripts(film) == {"001_a.fountain": turned}


def test_work_on_the_first_draft_makes_no_other_production(film: Path) -> None:
    before = stamp_of(film)
    edit_in_place(film)
    assert stamp_of(film) == before
    build(film)
    assert stamp_of(film) == before


def test_a_draft_that_is_gone_comes_back(film: Path) -> None:
    (film / "script" / "001_a.fountain").unlink()
    build(film)
    assert scripts(film) == {"001_a.fountain": DELIVERED}


def test_a_kill_between_the_commit_and_the_restoring_loses_nothing(film: Path) -> None:
    edit_in_place(film)
    build(film)
    edit_in_place(film)  # as a kill right after the commit leaves it
    build(film)
    assert scripts(film) == {"001_a.fountain": DELIVERED, "002_a.fountain": DELIVERED + MORE}
    edit_in_place(film)
    undo(film)
    assert scripts(film)["001_a.fountain"] == DELIVERED


def test_a_draft_edited_while_building_is_not_overrun(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = Workspace.commit

    def late(self: Workspace, *args: object) -> object:
        edit_in_place(film)
        return commit(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Workspace, "commit", late)
    with pytest.raises(ConflictError, match="changed while building"):
        build(film)
    assert scripts(film) == {"001_a.fountain": DELIVERED + MORE}


def test_an_undone_draft_stays_undone_when_the_state_is_lost(film: Path, tmp_path: Path) -> None:
    (tmp_path / "b.fountain").write_bytes(OTHER)
    revise(film, tmp_path / "b.fountain")
    undo(film)
    (film / "state.json").unlink()
    assert build(film).draft == "script/001_a.fountain"
    revise(film, tmp_path / "b.fountain")  # it comes back: now it is the newest again
    (film / "state.json").unlink()
    assert build(film).draft == "script/002_b.fountain"


def test_a_draft_is_read_once(film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(data: bytes, name: str, headings: dict[str, str] | None = None) -> object:
        read.append(Path(name).name)
        return read_script(data, name, headings)

    for module in ("_run", "_reports"):
        monkeypatch.setattr(f"setpiece.build.{module}.read_script", counted)
    (tmp_path / "b.fountain").write_bytes(OTHER)
    revise(film, tmp_path / "b.fountain")
    build(film)
    production_report(film, "one-liner", "json")
    production_report(film, "tags", "fdx")
    assert read == ["b.fountain", "002_b.fountain", "002_b.fountain"], "by revise, by build, and for the tags"


def test_a_draft_that_cannot_be_read_changes_nothing(film: Path, tmp_path: Path) -> None:
    before = {p: p.read_bytes() for p in sorted(film.rglob("*")) if p.is_file()}
    (tmp_path / "b.fdx").write_bytes(b"<FinalDraft><Content>")
    with pytest.raises(ScriptError, match=r"b\.fdx"):
        revise(film, tmp_path / "b.fdx")
    assert {p: p.read_bytes() for p in sorted(film.rglob("*")) if p.is_file()} == before
