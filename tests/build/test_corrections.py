"""What a person corrects in the breakdown reaches the set, and stays through a new draft."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from setpiece.build import Request, Workspace, build, create, open_built, revise
from setpiece.build._run import _Work
from setpiece.errors import ConflictError, FormatError
from setpiece.script.breakdown import CastCorrection, Corrections, ElementCorrection, SceneCorrections

DRAFT = """INT. KITCHEN - DAY

Anna cuts bread with a knife. A lamp burns.

ANNA
You are late.

OLD KOLYA
The bridge was up.

INT. HALL - DAY

Kolya waits.

KOLYA
Well?
"""


@pytest.fixture
def film(tmp_path: Path) -> Path:
    script = tmp_path / "a.fountain"
    script.write_text(DRAFT)
    root = create(script, tmp_path / "film")
    build(root)
    return root


def correct(root: Path, corrections: Corrections) -> None:
    (root / "breakdown.edits.json").write_bytes(msgspec.json.encode(corrections))


def names(root: Path, scene_id: str, category: str) -> set[str]:
    return {u.name for u in open_built(root).breakdown.scenes[scene_id].elements.get(category, ())}


WRONG = SceneCorrections(
    elements=(ElementCorrection("props", "knife", present=False), ElementCorrection("props", "globe", count=2)),
    cast=(CastCorrection("ANNA", heard_only=True),),
    time_of_day="NIGHT",
)


def test_corrections_reach_the_set_and_only_their_scene_runs(film: Path) -> None:
    assert "knife" in names(film, "s001", "props")
    correct(film, Corrections(scenes={"s001": WRONG}))
    report = build(film)
    ran = {s.scene for s in report.steps if s.state != "cached"}
    assert names(film, "s001", "props") >= {"globe"}
    assert "knife" not in names(film, "s001", "props")
    sheet = open_built(film).breakdown.scenes["s001"]
    assert sheet.time_of_day == "NIGHT"
    assert next(c for c in sheet.cast if c.name == "ANNA").heard_only
    assert ran == {"s001"}
    nodes = {n.name.casefold() for n in open_built(film).scene("s001").nodes.values()}
    assert any("globe" in n for n in nodes)
    assert not any("knife" in n for n in nodes)


def test_corrections_survive_a_draft_that_moves_the_scene(film: Path, tmp_path: Path) -> None:
    correct(film, Corrections(scenes={"s001": WRONG}))
    build(film)
    draft = tmp_path / "b.fountain"
    draft.write_text("EXT. ROAD - DAWN\n\nNothing moves.\n\n" + DRAFT.replace("The bridge was up.", "The bridge is up."))
    revise(film, draft)
    built = open_built(film)
    assert built.state.order == ("s003", "s001", "s002")
    assert "globe" in names(film, "s001", "props")
    assert built.breakdown.scenes["s001"].time_of_day == "NIGHT"


def test_two_names_of_one_person_become_one(film: Path) -> None:
    before = {m.name for m in open_built(film).breakdown.cast}
    correct(film, Corrections(aliases={"OLD KOLYA": "KOLYA"}))
    build(film)
    cast = {m.name: m for m in open_built(film).breakdown.cast}
    assert "OLD KOLYA" in before or "OLD KOLYA" in {a for m in cast.values() for a in m.aliases}
    assert "OLD KOLYA" not in cast
    assert "OLD KOLYA" in cast["KOLYA"].aliases
    correct(film, Corrections(apart=("OLD KOLYA",)))
    build(film)
    assert {"KOLYA", "OLD KOLYA"} <= {m.name for m in open_built(film).breakdown.cast}


def test_a_correction_of_nobody_is_a_finding(film: Path) -> None:
    correct(film, Corrections(scenes={"s002": SceneCorrections(cast=(CastCorrection("BORIS"),))}, aliases={"X": "Y"}))
    told = [f.message for f in build(film).findings if f.code == "correction-nobody"]
    assert len(told) == 2
    assert any("BORIS" in t and "INT. HALL" in t for t in told)


def test_whoever_is_corrected_away_is_in_no_shot(film: Path) -> None:
    anna = next(m.cast_id for m in open_built(film).breakdown.cast if m.name == "ANNA")
    assert any(anna in s.subjects for s in open_built(film).plan("s001").shots)
    correct(film, Corrections(scenes={"s001": SceneCorrections(cast=(CastCorrection("ANNA", present=False),))}))
    build(film)
    built = open_built(film)
    assert all(anna not in (*b.subjects, b.speaker) for b in built.breakdown.scenes["s001"].beats)
    assert all(anna not in (*s.subjects, s.over) for s in built.plan("s001").shots)


def test_slips_of_the_pen_are_findings(film: Path) -> None:
    wrong = SceneCorrections(elements=(ElementCorrection("nonsense", "globe"),))
    correct(film, Corrections(scenes={"s999": SceneCorrections(), "s001": wrong}))
    told = " ".join(f.message for f in build(film).findings if f.code == "correction-odd")
    assert "'s999'" in told
    assert "'nonsense'" in told


def test_an_alias_may_be_named_by_another_alias(film: Path) -> None:
    correct(film, Corrections(aliases={"KOLYA": "OLD KOLYA", "THE GUEST": "KOLYA"}))
    build(film)
    cast = [m for m in open_built(film).breakdown.cast if "KOLYA" in " ".join((m.name, *m.aliases))]
    assert len(cast) == 1
    assert "THE GUEST" in cast[0].aliases


@pytest.mark.parametrize("field", ['"script_day": -4', '"elements": [{"category": "props", "name": ""}]'])
def test_impossible_values_are_named(film: Path, field: str) -> None:
    (film / "breakdown.edits.json").write_text(f'{{"format": "1.0", "scenes": {{"s001": {{{field}}}}}}}')
    with pytest.raises(FormatError, match=field.split('"')[1]):
        build(film)


def test_a_slip_of_the_pen_is_not_taken_for_its_opposite(film: Path) -> None:
    """With the default in the misspelt field's place, the correction would add what it was to remove."""
    wrong = '"elements": [{"category": "props", "name": "knife", "presnt": false}]'
    (film / "breakdown.edits.json").write_text(f'{{"format": "1.0", "scenes": {{"s001": {{{wrong}}}}}}}')
    with pytest.raises(FormatError, match="presnt"):
        build(film)


def test_a_damaged_file_is_named_and_nothing_changes(film: Path) -> None:
    before = (film / "state.json").read_bytes()
    (film / "breakdown.edits.json").write_text('{"format": "1.0", "scenes": {"s001": {"time_of_day": "TEATIME"}}}')
    with pytest.raises(FormatError, match=r"breakdown\.edits\.json.*time_of_day"):
        build(film)
    assert (film / "state.json").read_bytes() == before


def test_a_correction_made_while_building_is_not_overrun(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    correct(film, Corrections(scenes={"s001": WRONG}))
    seen = _Work.__init__

    def late(self: _Work, *args: object, **kwargs: object) -> None:
        seen(self, *args, **kwargs)  # type: ignore[arg-type]
        correct(film, Corrections())

    monkeypatch.setattr(_Work, "__init__", late)
    with pytest.raises(ConflictError, match="changed while building"):
        build(film, Request())
    assert Workspace(film).corrections() == Corrections()
