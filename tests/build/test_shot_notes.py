"""A camera note in the draft makes the shot that it asks for, and rebuilds its scene alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from setpiece.build import build, create, open_built, revise

SCENE = """INT. KITCHEN - DAY

ANNA (40) stands by the window. JON (38) sits at the table.

Anna drinks.{}

JON
The kettle is older than the house.
"""
OTHER = "\nINT. OFFICE - DAY\n\nMira sits at the desk.\n"


@pytest.mark.parametrize(("note", "size"), [("CU ANNA", "CU"), ("MS Anna", "MS")])
def test_the_shot_a_note_asks_for(tmp_path: Path, note: str, size: str) -> None:
    plain, noted = tmp_path / "a.fountain", tmp_path / "b.fountain"
    plain.write_text(SCENE.format("") + OTHER, encoding="utf-8")
    noted.write_text(SCENE.format(f" [[SHOT: {note}]]") + OTHER, encoding="utf-8")
    root = create(plain, tmp_path / "film")
    build(root)
    report = revise(root, noted)
    assert {s.scene for s in report.steps if s.state != "cached"} == {"s001"}
    built = open_built(root)
    beat = built.breakdown.scenes["s001"].beats[1]
    anna = next(m.cast_id for m in built.breakdown.cast if m.name == "ANNA")
    (shot,) = (s for s in built.plan("s001").shots if s.beat == beat.id)
    assert (shot.kind, shot.size, shot.subjects) == ("single", size, (anna,))
