"""A report is of the whole draft, however few of its scenes were built."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from setpiece.build import Request, build, create, open_built, production_report, revise

SCENES = {
    "1": "INT. KITCHEN - DAY #1#\n\nMarta peels an apple.\n",
    "2": "EXT. STREET - DAY #2#\n\nJon runs after a tram with a bag.\n",
    "": "INT. TRAM - DAY\n\nJon falls into a seat. He shakes out an umbrella.\n",
    "3": "INT. BAR - NIGHT #3#\n\nMarta orders two beers.\n",
}


def film(folder: Path, name: str, order: list[str], numbers: dict[str, str] | None = None) -> Path:
    text = "\n".join(SCENES[n].replace(f"#{n}#", f"#{(numbers or {}).get(n, n)}#") for n in order)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = create(film(tmp_path, "a.fountain", ["1", "2", "", "3"]), tmp_path / "film")
    build(made, Request(scenes="1"))
    return made


def test_every_sheet_has_its_number_page_and_length(root: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(production_report(root, "one-liner", "csv").decode("utf-8-sig"))))
    assert [(r["scene"], r["page"]) for r in rows] == [("1", "1"), ("2", "1"), ("2A", "1"), ("3", "1")]
    before = production_report(root, "strips", "json")
    build(root)
    assert production_report(root, "strips", "json") == before


def test_a_schedule_finds_scenes_that_were_never_built(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a.uss").write_bytes(production_report(root, "schedule", "uss"))
    assert production_report(root, "one-liner", "csv", tmp_path / "a.uss").count(b"2A,INT,TRAM") == 1


def test_a_new_draft_is_told_in_the_numbers_of_the_old_one(root: Path, tmp_path: Path) -> None:
    report = revise(root, film(tmp_path, "b.fountain", ["3", "1", "2"], {"3": "1", "1": "2", "2": "3"}))
    told = [(report.numbers_before.get(c.old or "", "-"), report.numbers.get(c.new or "", "-"), c.kind)
            for c in report.scenes if c.kind != "same"]  # fmt: skip
    assert told == [("3", "1", "moved"), ("2A", "-", "cut")]


def test_sheets_come_in_script_order_with_the_numbers_of_the_shot_list(root: Path, tmp_path: Path) -> None:
    revise(root, film(tmp_path, "b.fountain", ["3", "1", "2", ""]))
    assert [s.number for s in open_built(root).sheets().scenes.values()] == ["3", "1", "2", "2A"]


def test_every_printed_page_says_of_which_draft_it_is(root: Path, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pip install 'setpiece[test]'")
    revise(root, film(tmp_path, "blue.fountain", ["3", "1", "2"]), Request(scenes="3"))
    for kind in ("all", "strips"):
        pages = pypdf.PdfReader(io.BytesIO(production_report(root, kind, "pdf"))).pages
        assert all("Draft 002_blue" in page.extract_text() for page in pages), kind
