"""``setpiece script`` and ``setpiece breakdown`` as people meet them: any format in, any out."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

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
    top, *scenes = json.loads(done.stdout)["scenes"]
    assert ([s["kind"] for s in scenes], len(scenes)) == (["same"] * 8, 8)
    (told,) = top["elements"]  # paper has no word before the notes of a title page: they come back as its last lines
    assert (told["element"], told["old"].partition(": ")[2].split()) == (
        "title",
        told["new"].partition(": ")[2].split(),
    )
    assert run("script", "diff", formats["fountain"], formats["fdx"]).returncode == 0


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
    assert (bar["page"], bar["page_line"], bar["eighths"]) == (1, 20, 6)
    lines = (film / "script" / "001_low_tide.fdx").read_text(encoding="utf-8").splitlines()
    assert "INT. FISHERMAN'S BAR - NIGHT" in "".join(lines[bar["line"] - 1 : bar["line"] + 5])


def rows_of(data: bytes) -> list[dict[str, str]]:
    """A CSV as spreadsheets read it."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def in_pdf(data: bytes) -> bool:
    said = "\n".join(p.extract_text() for p in PDF_TEXT.PdfReader(io.BytesIO(data)).pages)
    return "FISHERMAN'S BAR" in said and "envelope" in said


def in_workbook(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return b"FISHERMAN" in book.read("xl/sharedStrings.xml")


def in_cast(data: bytes) -> bool:
    cast = {r["character"]: r for r in rows_of(data)}
    return cast["TOMAS"]["scenes"] == "1, 2, 6" and cast["NORA"]["aliases"] == "NORA BELL"


def in_elements(data: bytes) -> bool:
    things = {e["name"]: e for e in json.loads(data)["elements"]}
    return things["envelope"]["category"] == "Props" and "2" in things["envelope"]["scenes"]


def in_schedule(data: bytes) -> bool:
    board = json.loads(data)["universalScheduleStandard"]
    return [b["scene"] for b in board["breakdowns"]] == [str(i) for i in range(1, 9)]


def in_kitsu(data: bytes) -> bool:
    return {("Characters", "NORA"), ("Props", "envelope")} <= {(r["Type"], r["Name"]) for r in rows_of(data)}


def in_final_draft(data: bytes) -> bool:
    root = ET.fromstring(data)
    return root.tag == "FinalDraft" and "NORA" in {t.get("Label") for t in root.iter("TagDefinition")}


@pytest.mark.parametrize(
    ("report", "ending", "holds"),
    [
        ("sheets", "pdf", in_pdf), ("one-liner", "xlsx", in_workbook), ("cast", "csv", in_cast),
        ("elements", "json", in_elements), ("schedule", "uss", in_schedule), ("kitsu-assets", "csv", in_kitsu),
        ("tags", "fdx", in_final_draft),
    ],
)  # fmt: skip
def test_reports(film: Path, tmp_path: Path, report: str, ending: str, holds: Callable[[bytes], bool]) -> None:
    target = tmp_path / f"out.{ending}"
    done = run("breakdown", film, "--report", report, "-o", target)
    assert done.returncode == 0, done.stderr
    assert holds(target.read_bytes())


@pytest.mark.parametrize(
    "arguments",
    [
        ("script", "convert", "{fdx}", "-o", "{fdx}"),
        ("script", "convert", "{fdx}", "-o", "{link}/low_tide.fdx"),
        ("script", "convert", "{fountain}", "-o", "{film}/script/001_low_tide.fdx"),
        ("script", "diff", "{fountain}", "{pdf}", "-o", "{pdf}"),
        ("breakdown", "{film}", "--report", "elements", "-o", "{film}/state.json"),
        ("breakdown", "{film}", "--report", "cast", "--format", "csv", "-o", "{tmp}/cast.pdf"),
        ("breakdown", "{film}", "--report", "one-liner", "--schedule", "{uss}", "--format", "uss", "-o", "{uss}"),
    ],
)
def test_no_output_lands_on_an_input_or_on_the_productions_own_files(
    film: Path, formats: dict[str, Path], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "film.uss").write_text("{}")
    (tmp_path / "link").symlink_to(formats["fdx"].parent, target_is_directory=True)
    names = {"film": film, "tmp": tmp_path, "uss": tmp_path / "film.uss", "link": tmp_path / "link", **formats}
    folders = (film, formats["fdx"].parent, tmp_path)
    before = {p: p.read_bytes() for folder in folders for p in folder.rglob("*") if p.is_file()}
    done = run(*(a.format(**names) for a in arguments))
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stderr
    assert {p: p.read_bytes() for folder in folders for p in folder.rglob("*") if p.is_file()} == before


def test_a_productions_exports_and_boards_may_hold_reports(film: Path) -> None:
    for folder in ("exports", "boards"):
        target = film / folder / "cast.csv"
        assert run("breakdown", film, "--report", "cast", "-o", target).returncode == 0
        assert in_cast(target.read_bytes())
        target.unlink()


def test_tags_name_the_breakdown_in_final_drafts_file(film: Path, formats: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "tagged.fdx"
    assert run("breakdown", film, "--report", "tags", "-o", target).returncode == 0
    text = target.read_text(encoding="utf-8")
    assert 'Label="envelope"' in text
    assert "TagNumber=" in text
    assert run("script", "diff", formats["fdx"], target).returncode == 0


def test_evaluate_prints_each_category_and_the_halves_apart(tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    shutil.copytree(ROOT / "tests" / "data" / "gold" / "written", gold)
    for path in sorted(gold.glob("*.json"))[::2]:
        path.write_text(re.sub(r'("batch": *)"seen"', r'\1"blind"', path.read_text("utf-8"), count=1), "utf-8")
    data = json.loads(run("breakdown", "--evaluate", gold, "--json").stdout)
    assert set(data["batches"]) == {"blind", "seen"}
    for batch in data["batches"].values():
        assert batch["scenes"] >= 12
        assert batch["invented_without_evidence"] == 0
        assert {"cast", "props", "speaking", "micro"} <= set(batch["scores"])
    table = run("breakdown", "--evaluate", gold).stdout
    assert "micro" in table
    assert "blind" in table


def test_a_script_that_courier_cannot_set_is_printed_in_a_given_font(tmp_path: Path) -> None:
    import reportlab

    (tmp_path / "a.fountain").write_text("INT. A - DAY\n\nHe writes 1 \u2260 2.\n", encoding="utf-8")
    vera = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    convert = ("script", "convert", tmp_path / "a.fountain", "-o")
    refused = run(*convert, tmp_path / "b.pdf", "--font", tmp_path / "a.fountain")
    assert refused.returncode == 2
    assert "no TrueType font" in refused.stderr
    printed = run(*convert, tmp_path / "a.pdf", "--font", vera)
    assert (printed.returncode, (tmp_path / "a.pdf").is_file()) == (0, True), printed.stderr


def test_a_changed_line_is_shown_as_it_was_and_is_where_it_differs(tmp_path: Path) -> None:
    said = "She counts the boats in the harbour again and again until the lamp on the far pier goes out, and {} them."
    for name, word in (("a", "counts"), ("b", "names")):
        (tmp_path / f"{name}.fountain").write_text(f"INT. A - DAY\n\n{said.format(word)}\n", encoding="utf-8")
    told = run("script", "diff", tmp_path / "a.fountain", tmp_path / "b.fountain").stdout.splitlines()
    assert [line.strip() for line in told[1:]] == [
        "~ 3: ... until the lamp on the far pier goes out, and names them.",
        "was: ... until the lamp on the far pier goes out, and counts them.",
    ]
