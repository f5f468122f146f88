"""``setpiece script`` and ``setpiece breakdown`` as people meet them: any format in, any out."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from .test_contract import EXAMPLE, ROOT, run

PDF_TEXT = pytest.importorskip("pypdf", reason="pip install 'setpiece[test]'")


@pytest.fixture(scope="module")
def formats(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The example in every format that can be written, each made from the one before."""
    folder = tmp_path_factory.mktemp("formats")
    made, source = {"fountain": EXAMPLE}, EXAMPLE
    for ending in ("fdx", "pdf"):
        target = folder / f"low_tide.{ending}"
        done = run("script", "convert", source, "-o", target)
        assert done.returncode == 0, done.stderr
        made[ending] = source = target
    back = folder / "back.fountain"
    assert run("script", "convert", made["pdf"], "-o", back).returncode == 0
    return {**made, "back": back}


def test_nothing_is_lost_from_fountain_to_final_draft_to_pdf_and_back(formats: dict[str, Path]) -> None:
    done = run("script", "diff", formats["fountain"], formats["back"], "--json")
    assert done.returncode == 0, done.stdout
    assert {s["kind"] for s in json.loads(done.stdout)["scenes"]} == {"same"}


def test_every_format_says_what_it_is_and_counts_the_same(formats: dict[str, Path]) -> None:
    rows = {k: json.loads(run("script", "stats", path, "--json").stdout) for k, path in formats.items()}
    assert {k: r["read_as"] for k, r in rows.items()} == {
        "fountain": "fountain", "fdx": "fdx", "pdf": "pdf", "back": "fountain",
    }  # fmt: skip
    for figure in ("scenes", "pages", "eighths", "dialogue_words", "int_ext", "times", "cast"):
        assert len({json.dumps(r[figure]) for r in rows.values()}) == 1, figure
    assert rows["fdx"]["scenes"] == 8
    assert rows["fdx"]["cast"][0]["words"] > 20


def test_check_tells_lines_and_has_an_exit_code(tmp_path: Path) -> None:
    bad = tmp_path / "bad.fountain"
    bad.write_text("INT. A - DAY #1#\n\nx\n\nINT. B - DAY #1#\n\n/* y\n")
    done = run("script", "check", bad)
    assert done.returncode == 1
    assert "bad.fountain:5" in done.stderr
    assert "bad.fountain:7" in done.stderr
    assert run("script", "check", EXAMPLE).returncode == 0


def test_sluglines_of_another_language_are_opted_in(tmp_path: Path) -> None:
    script = tmp_path / "ru.fountain"
    script.write_text("ИНТ. КУХНЯ - ДЕНЬ\n\nАнна режет хлеб.\n", encoding="utf-8")
    assert json.loads(run("script", "stats", script, "--json").stdout)["scenes"] == 0
    data = json.loads(run("script", "stats", script, "--heading", "ИНТ.=INT", "--json").stdout)
    assert (data["scenes"], data["int_ext"]) == (1, {"INT": 1})
    wrong = run("script", "check", script, "--heading", "ИНТ.")
    assert wrong.returncode == 2
    assert "INT, EXT, INT/EXT, EST" in wrong.stderr


def test_a_diff_has_an_exit_code_and_a_coloured_report(tmp_path: Path) -> None:
    new = tmp_path / "pink.fountain"
    text = EXAMPLE.read_text(encoding="utf-8")
    new.write_text(text.replace("You said noon.", "You said midnight."), encoding="utf-8")
    report = tmp_path / "pink.pdf"
    done = run("script", "diff", EXAMPLE, new, "-o", report, "--revision", "2")
    assert done.returncode == 1
    assert "~ 16: You said midnight." in done.stdout
    said = "\n".join(p.extract_text() for p in PDF_TEXT.PdfReader(report).pages)
    for expected in ("PINK REVISION", "1 of 8 scenes differ", "You said noon.", "You said midnight.", "CHANGED"):
        assert expected in said
    again = tmp_path / "again.pdf"
    run("script", "diff", EXAMPLE, new, "-o", again, "--revision", "2")
    assert again.read_bytes() == report.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("script", "check", "{tmp}/none.fdx"), "none.fdx"),
        (("script", "convert", str(EXAMPLE), "-o", "{tmp}/x.docx"), ".fountain, .fdx or .pdf"),
        (("script", "convert", str(EXAMPLE), "-o", "{tmp}/other.zip/x.fdx"), "other.zip"),
        (("script", "stats", "{tmp}/broken.fdx"), "broken.fdx:1"),
        (("script", "stats", "{tmp}/broken.pdf"), "broken.pdf"),
        (("script", "stats", "{tmp}/other.zip"), "zip archive"),
        (("breakdown", "{tmp}"), "production"),
        (("breakdown", "--evaluate", "{tmp}/nothing"), "gold"),
    ],
)
def test_mistakes_are_one_line_with_a_place_and_exit_2(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "broken.fdx").write_bytes(b'<?xml version="1.0"?><FinalDraft><Content>')
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("holiday.txt", "x")
    before = sorted(p.name for p in tmp_path.iterdir())
    done = run(*(a.format(tmp=tmp_path) for a in arguments))
    assert done.returncode == 2, done.stdout + done.stderr
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == before


@pytest.fixture(scope="module")
def film(formats: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A production made from the Final Draft file."""
    root = tmp_path_factory.mktemp("fdx") / "film"
    assert run("new", formats["fdx"], root).returncode == 0
    done = run("build", root, "--scenes", "2", "--jobs", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def test_a_production_starts_from_final_draft(film: Path) -> None:
    index = json.loads((film / "index.json").read_text(encoding="utf-8"))
    (bar,) = index["scenes"]
    assert bar["heading"] == "INT. FISHERMAN'S BAR - NIGHT"
    assert (bar["page"], bar["eighths"]) == (1, 8) or bar["page"] >= 1
    assert bar["line"] > 1


@pytest.mark.parametrize(
    ("report", "ending", "starts"),
    [
        ("sheets", "pdf", b"%PDF-"), ("one-liner", "xlsx", b"PK"), ("cast", "csv", b"\xef\xbb\xbf"),
        ("elements", "json", b"{"), ("schedule", "uss", b"{"), ("kitsu-assets", "csv", b"Type"), ("tags", "fdx", b"<?xml"),
    ],
)  # fmt: skip
def test_reports(film: Path, tmp_path: Path, report: str, ending: str, starts: bytes) -> None:
    target = tmp_path / f"out.{ending}"
    done = run("breakdown", film, "--report", report, "-o", target)
    assert done.returncode == 0, done.stderr
    data = target.read_bytes()
    assert data.startswith(starts) or data.lstrip(b"\xef\xbb\xbf").startswith(starts) or report == "cast"
    assert len(data) > 100


def test_tags_name_the_breakdown_in_final_drafts_file(film: Path, formats: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "tagged.fdx"
    assert run("breakdown", film, "--report", "tags", "-o", target).returncode == 0
    text = target.read_text(encoding="utf-8")
    assert 'Label="envelope"' in text.lower().replace("label", "Label")
    assert "TagNumber=" in text
    assert run("script", "diff", formats["fdx"], target).returncode == 0


def test_evaluate_prints_each_category_and_the_halves_apart() -> None:
    gold = ROOT / "tests" / "data" / "gold" / "written"
    data = json.loads(run("breakdown", "--evaluate", gold, "--json").stdout)
    assert set(data["batches"]) == {"blind", "seen"}
    for batch in data["batches"].values():
        assert batch["scenes"] >= 12
        assert batch["invented_without_evidence"] == 0
        assert {"cast", "props", "speaking", "micro"} <= set(batch["scores"])
    table = run("breakdown", "--evaluate", gold).stdout
    assert "micro" in table
    assert "blind" in table
