"""Every report as a file, read back by other programs than wrote it."""

import csv
import io
import json
import subprocess
import sys
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from pypdf import PdfReader
from tests.script.reports.hostile import NAMES, breakdowns, film, hostile, scene, use

from setpiece.errors import InputError, MissingExtraError
from setpiece.script.model import Breakdown, CastMember, SceneCast
from setpiece.script.reports import FORMATS, KINDS, ReportSettings, SceneFacts, report, stock_palette, tabulate

BOTH = [(kind, fmt) for kind, formats in KINDS.items() for fmt in formats]
FILM = ReportSettings(title="The Film", draft="Blue", days=(("b", "a"), ("d",)))
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def book(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data))


def text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@pytest.mark.parametrize(("kind", "fmt"), BOTH)
def test_equal_inputs_give_equal_bytes_and_no_scenes_give_a_file(kind, fmt):
    made = report(kind, fmt, film(), settings=FILM)
    assert made == report(kind, fmt, film(), settings=FILM)
    empty = report(kind, fmt, Breakdown({}, ()))
    assert empty
    if fmt == "pdf":
        assert len(PdfReader(io.BytesIO(empty)).pages) >= 1


@pytest.mark.parametrize(("kind", "fmt"), BOTH)
def test_names_nobody_should_have_never_stop_a_report(kind, fmt):
    made = report(kind, fmt, hostile(), settings=ReportSettings(title=NAMES[0], draft=NAMES[9], paper="letter"))
    if fmt == "pdf":
        assert len(PdfReader(io.BytesIO(made)).pages) < 120
    elif fmt == "xlsx":
        for page in book(made):
            for row in page.iter_rows():
                assert all(cell.data_type in "sn" for cell in row), "something in it can run"
    elif fmt == "csv":
        for row in csv.reader(io.StringIO(made.decode("utf-8"), newline="")):
            assert not [cell for cell in row if cell.startswith(RUNS)]
    else:
        json.loads(made)


def test_what_does_not_exist_is_refused_by_name():
    for kind, fmt, more in (("sheet", "pdf", {}), ("sheets", "uss", {}), ("cast", "pdf", {"paper": "a5"})):
        with pytest.raises(InputError) as caught:
            report(kind, fmt, film(), settings=ReportSettings(**more))
        assert caught.value.remedy
    assert {fmt for formats in KINDS.values() for fmt in formats} == set(FORMATS)


def test_without_the_library_a_workbook_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"setpiece\[xlsx\]"):
        report("cast", "xlsx", film())


# --- CSV


@settings(max_examples=30, deadline=None)
@given(breakdowns)
def test_csv_holds_every_element_of_every_scene_once(b):
    read = rows(report("sheets", "csv", b))
    tables = tabulate(b)
    expected = [
        (str(s.sheet), g.name, i.name, str(i.number or ""), str(i.count)) for s in tables.sheets for g in s.groups for i in g.items
    ]
    got = [(r["sheet"], r["category"], r["element"].removeprefix("'"), r["number"], r["count"]) for r in read if r["category"]]
    assert got == expected
    assert {r["sheet"] for r in read} == {str(s.sheet) for s in tables.sheets}


def test_csv_lengths_are_no_dates_and_add_up():
    read = rows(report("one-liner", "csv", film(), settings=FILM))
    assert sum(int(r["eighths"]) for r in read if r["eighths"]) == 24
    assert [r["pages"] for r in read] == ["1 4/8 pgs", "3/8 pgs", "", "1 pgs", "", "", "1/8 pgs"]
    assert report("cast", "csv", film()).count(b"\r\n") == report("cast", "csv", film()).count(b"\n") == 5


# --- XLSX


def test_a_workbook_read_by_another_library():
    read = book(report("all", "xlsx", film(), facts={"a": SceneFacts(page="1", synopsis="=1+1")}, settings=FILM))
    assert read.sheetnames == [
        "Breakdown", "Elements by scene", "Elements", "Cast", "One-liner", "Strips", "Statistics",
    ]  # fmt: skip
    page = read["Breakdown"]
    head = [c.value for c in page[1]]
    first = dict(zip(head, (c.value for c in page[2]), strict=True))
    assert first["Synopsis"] == "=1+1"
    assert first["Cast Members"] == "1. ANNA\n3. KOLYA [silent, minor]"
    assert first["Pages"] == 3 / 8
    cell = page.cell(2, head.index("Pages") + 1)
    assert cell.number_format == "# ?/8"
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref
    fills = [page.cell(y, 1).fill.fgColor.rgb for y in (2, 3, 5)]
    night = stock_palette().colour("EXT NIGHT")[1:].upper()
    assert fills[1] == f"FF{night}"
    assert len(set(fills)) == 3
    lengths = [row[head.index("Pages")].value for row in page.iter_rows(min_row=2)]
    assert sum(lengths) == 3.0


def test_a_workbook_has_no_dates_of_its_own():
    with zipfile.ZipFile(io.BytesIO(report("all", "xlsx", film()))) as z:
        assert {i.date_time for i in z.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01" in z.read("docProps/core.xml")


# --- JSON


def test_json_says_what_the_tables_say():
    read = json.loads(report("all", "json", film(), settings=FILM))
    assert read["format"] == "1.0"
    assert list(read) == ["format", "title", "eighths", "sheets", "elements", "cast", "one_liner", "statistics"]
    assert read["sheets"][1]["groups"][0]["items"][1] == {
        "name": "RADIO VOICE", "count": 1, "note": "V.O.", "number": 2, "implied": False, "cast_id": "c3", "voice": True,
    }  # fmt: skip


# --- PDF


def test_a_sheet_shows_all_a_scene_needs():
    facts = {"b": SceneFacts(page="7", location="Backlot", unit="Second", shoot_minutes=90, comments="Wet down.")}
    data = report("sheets", "pdf", film(), facts=facts, settings=FILM)
    pages = PdfReader(io.BytesIO(data)).pages
    assert len(pages) == 4
    shown = pages[1].extract_text()
    for said in (
        "The Film", "Sheet 2 of 4", "STREET - CORNER", "NIGHT", "1 4/8", "D2", "7", "Backlot", "Second", "1:30", "Wet down.",
        "ANNA", "RADIO VOICE - V.O.", "passers-by (12)", "taxi (2)", "Knife (3)", "Stunts", "Props", "Vehicles", "Blue",
    ):  # fmt: skip
        assert said in shown, said
    assert "letter *" in pages[0].extract_text()
    assert "implied" in pages[0].extract_text()
    assert pages[0].mediabox.width < pages[0].mediabox.height


def test_more_than_a_page_goes_on_and_loses_nothing():
    many = tuple(use(f"prop{i:03d}") for i in range(150))
    cast = tuple(SceneCast(f"c{i}", f"ROLE{i:02d}", speaking=True) for i in range(70))
    b = Breakdown({"a": scene("1", cast=cast, elements={"props": many}), "b": scene("2")}, ())
    pages = [p.extract_text() for p in PdfReader(io.BytesIO(report("sheets", "pdf", b))).pages]
    assert 2 < len(pages) < 9
    assert all("Sheet 1 of 2" in p for p in pages[:-1])
    assert "(continued)" in pages[1]
    for name in [u.name for u in many] + [c.name for c in cast]:
        assert sum(p.count(name) for p in pages) == 1, name


@pytest.mark.parametrize("kind", ["elements", "cast", "one-liner", "strips", "statistics"])
def test_lists_show_every_row_over_many_pages(kind):
    scenes = {
        f"s{i}": scene(str(i + 1), location=f"PLACE{i:03d}", elements={"props": (use(f"thing{i:03d}"),)}, cast=(SceneCast(f"c{i}", f"ROLE{i:03d}"),))
        for i in range(130)
    }  # fmt: skip
    data = report(kind, "pdf", Breakdown(scenes, ()), settings=ReportSettings(title="Long"))
    word = {"elements": "thing", "cast": "ROLE"}.get(kind, "PLACE")
    shown = text(data)
    assert len(PdfReader(io.BytesIO(data)).pages) > 2
    for i in range(130):
        assert shown.count(f"{word}{i:03d}") == 1


def test_every_scene_of_a_long_list_is_printed():
    scenes = {f"s{i}": scene(str(1000 + i), elements={"props": (use("gun"),)} if i % 2 else {}) for i in range(500)}
    shown = text(report("elements", "pdf", Breakdown(scenes, ()))).replace("\n", " ")
    assert all(str(1000 + i) in shown for i in range(1, 500, 2))


def test_strips_are_landscape_and_in_the_trades_colours():
    data = report("strips", "pdf", film(), settings=FILM)
    page = PdfReader(io.BytesIO(data)).pages[0]
    assert page.mediabox.width > page.mediabox.height
    shown = page.extract_text()
    assert "END OF DAY 1 - 2 scenes, 1 7/8 pgs" in shown
    assert "NOT SCHEDULED" in shown
    drawn = page.get_contents().get_data().decode("latin-1")
    for strip in ("INT DAY", "EXT NIGHT", "EXT DUSK", "INT NIGHT"):
        colour = stock_palette().colour(strip)
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        assert any(
            abs(float(a) - red) + abs(float(b) - green) + abs(float(c) - blue) < 0.01
            for a, b, c in (line.split()[:3] for line in drawn.splitlines() if line.endswith(" rg"))
        ), strip


@pytest.mark.parametrize("name", ["日本の刀", "ЖЕНЩИНА", "Ünïcødé", "שלום", "‘quoted’ – dash", "Ωμέγα"])
def test_names_of_any_script_are_found_in_the_pdf(name):
    b = Breakdown({"a": scene("1", cast=(SceneCast("c1", name, speaking=True),))}, (CastMember("c1", name),))
    data = report("sheets", "pdf", b)
    assert name in text(data).replace("\n", "")


def test_another_document_s_fonts_change_nothing():
    code = (
        "from reportlab.pdfbase import pdfmetrics; from reportlab.pdfbase.ttfonts import TTFont; "
        "from setpiece.typefaces import font_paths; pdfmetrics.registerFont(TTFont('Vera', str(font_paths(False)[0]))); "
        "from setpiece.script.reports._paper import Paper; p = Paper('x', (200, 200)); p.text(9, 9, '日本の刀', 10); "
        "p.turn(); import sys; sys.stdout.buffer.write(p.done())"
    )
    data = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert "日本の刀" in text(data)


def test_a_character_without_a_glyph_is_named_at_the_foot():
    b = Breakdown({"a": scene("1", elements={"props": (use("\ue123 sword"),)})}, ())
    assert "U+E123" in text(report("sheets", "pdf", b))
    assert "U+" not in text(report("sheets", "pdf", film()))
