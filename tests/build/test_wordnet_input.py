"""A production that names a WordNet database builds from its bytes: they are an input like the script's."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.breakdown.tiny_wordnet import write_wordnet

from setpiece.build import BuildReport, build, create, open_built

DRAFT = "INT. KITCHEN - DAY\n\nA marmot sits on a chair. Anna waits.\n\nANNA\nWell?\n"


@pytest.fixture
def film(tmp_path: Path) -> Path:
    script = tmp_path / "a.fountain"
    script.write_text(DRAFT)
    return create(script, tmp_path / "film")


def ask(root: Path, folder: str) -> None:
    kept = [x for x in (root / "production.toml").read_text().splitlines() if not x.startswith("wordnet")]
    at = kept.index("[script]") + 1
    (root / "production.toml").write_text("\n".join([*kept[:at], f'wordnet = "{folder}"', *kept[at:]]) + "\n")


def reasons(report: BuildReport) -> list[str]:
    return [s.reason for s in report.steps if s.step == "breakdown"]


def animals(root: Path) -> list[str]:
    return [u.name for u in open_built(root).breakdown.scenes["s001"].elements.get("animals", ())]


def test_asking_and_not_asking_rebuild_the_breakdown(film: Path) -> None:
    build(film)
    assert animals(film) == []
    write_wordnet(film / "dict")
    ask(film, "dict")
    assert reasons(build(film)) == ["wordnet changed"]
    assert animals(film) == ["marmot"]
    assert reasons(build(film)) == ["nothing it depends on changed"]
    with (film / "dict" / "data.noun").open("ab") as f:
        f.write(b"\n")
    assert reasons(build(film)) == ["wordnet changed"]
    ask(film, "")
    assert reasons(build(film)) == ["wordnet changed"]
    assert animals(film) == []


def test_a_database_that_is_not_there_is_said_and_built_without(film: Path) -> None:
    ask(film, "nowhere")
    report = build(film)
    (finding,) = [f for f in report.findings if f.code == "wordnet"]
    assert "nowhere" in finding.message
    assert finding.remedy
    assert animals(film) == []
