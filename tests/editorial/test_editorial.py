"""Slate names, file names, shot list, labelled stills and sheets, read back with other tools."""

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pypdf import PdfReader

from setpiece.camera.model import Filmback, Shot, ShotPlan
from setpiece.editorial import (
    Panel,
    contact_sheet,
    csv_bytes,
    file_safe,
    label_still,
    sheet_png,
    shot_letters,
    shot_numbers,
    shot_rows,
)
from setpiece.scene.model import FrameRate
from setpiece.script.model import Beat, Breakdown, CastMember, SceneBreakdown

FILMBACK = Filmback("Test", 36.0, 24.0, 1.0, 0.75)
NAMES = {"c1": "ANNA", "c2": "KOLYA", "c3": "ЖЕНЩИНА", "c4": "ジョン"}


def shot(serial: int = 0, **more) -> Shot:
    given = {
        "id": f"s{serial}", "camera_node": "k", "beat": "b1", "setup": f"u{serial // 2}", "kind": "ots", "size": "MCU",
        "angle": "eye", "vantage": "front", "subjects": ("c1",), "over": "c2", "focal_mm": 50.0, "f_stop": 2.8,
        "move": "push-in", "first_frame": 0, "last_frame": 49, "description": "Anna answers, quietly.",
    }  # fmt: skip
    return Shot(**{**given, **more})


def still(width: int = 480, height: int = 240) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "PNG")
    return out.getvalue()


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


# --- numbers and names


def test_letters_skip_i_and_o():
    names = [shot_letters(i) for i in range(26 * 24)]
    assert names[:9] == ["A", "B", "C", "D", "E", "F", "G", "H", "J"]
    assert (names[23], names[24], names[25], names[47], names[48]) == ("Z", "AA", "AB", "AZ", "BA")
    assert not [n for n in names if "I" in n or "O" in n]
    assert len(set(names)) == len(names)


def test_shot_numbers():
    shots = [shot(i) for i in range(2)]
    assert shot_numbers("12", shots) == ("12A", "12B")
    assert shot_numbers("12A", shots) == ("12A-A", "12A-B")
    assert shot_numbers("12/A", shots) == ("12-A-A", "12-A-B")
    assert shot_numbers("CON", shots) == ("CON-A", "CON-B")
    assert shot_numbers("../../etc", shots)[0] == "etc-A"
    assert shot_numbers("12", []) == ()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("12A", "12A"), ("12/A", "12-A"), ("CON", "CON_"), ("con.txt", "con_.txt"), ("3.", "3"), ("..", "unnamed"),
        ("", "unnamed"), ("a\x00b", "a-b"), ("LPT1", "LPT1_"), ("Ünï 7", "Ünï-7"), ("ИНТ", "ИНТ"), ("-rf", "rf"),
        ("a:b*c?", "a-b-c"), ("~/x", "x"), ("COM¹", "COM¹_"),
    ],
)  # fmt: skip
def test_file_safe(name, safe):
    assert file_safe(name) == safe


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_file_safe_always(name):
    safe = file_safe(name)
    assert 0 < len(safe) <= 81
    assert len(safe.encode()) <= 201
    assert not re.search(r'[\x00-\x1f<>:"/\\|?*\s]', safe)
    assert safe not in (".", "..")
    assert safe[-1] != "."
    assert safe[0] != "-"
    assert file_safe(safe) == safe


# --- shot list


def sheet_of(description: str = "x", location: str = "BAR"):
    beat = Beat("action", 1, "t", 10, "f", props=("gun", "letter"), id="b1")
    scene = SceneBreakdown(
        "12", "INT. BAR - NIGHT", "INT", location, "BACK ROOM", "NIGHT", "NIGHT", 3, (), (), (), {}, (beat,), ()
    )
    plan = ShotPlan(FILMBACK, tuple(shot(i, description=description) for i in range(3)))
    cast = (CastMember("c1", "ANNA"), CastMember("c2", "KOLYA"))
    numbers = {f"s{i}": f"12{c}" for i, c in enumerate("ABC")}
    return shot_rows(
        Breakdown({"sc1": scene}, cast), {"sc1": plan}, numbers, {"sc1": "12"}, cast, rate=FrameRate(25, 1)
    )


def test_shot_rows_and_csv():
    data = csv_bytes(sheet_of('He says "no",\nthen leaves.'))
    assert b"\r\n" in data
    assert b"\n" not in data.replace(b"\r\n", b"")
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    assert rows[0] == {
        "scene": "12", "shot": "12A", "setup": "1", "size": "MCU", "kind": "ots", "angle": "eye", "vantage": "front",
        "move": "push-in", "rig": "sticks", "lens_mm": "50", "f_stop": "2.8", "subjects": "ANNA",
        "description": 'He says "no", then leaves.', "frames": "50", "seconds": "2.00", "int_ext": "INT",
        "time_of_day": "NIGHT", "location": "BAR - BACK ROOM", "props": "gun, letter",
    }  # fmt: skip
    assert [r["setup"] for r in rows] == ["1", "1", "2"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =cmd|' /C calc'!A0", "＝1"])
def test_csv_runs_nothing(text):
    rows = list(csv.DictReader(io.StringIO(csv_bytes(sheet_of(text, text)).decode(), newline="")))
    assert rows[0]["description"][0] == "'"
    assert rows[0]["location"][0] == "'"


# --- stills


@pytest.mark.parametrize("size", [(480, 240), (160, 90), (960, 402), (1920, 1080), (64, 64)])
def test_label_keeps_the_picture_and_writes_below_it(size):
    clean = still(*size)
    panel = opened(label_still(clean, shot(), "12A", NAMES))
    assert panel.width == size[0]
    assert panel.height > size[1]
    assert ImageChops.difference(panel.crop((0, 0, *size)), opened(clean)).getbbox() is None
    strip = panel.crop((0, size[1], *panel.size))
    dark = sum(strip.convert("L").histogram()[:128]) / (strip.width * strip.height)
    assert 0.03 < dark < 0.5


def strip_of(**more) -> bytes:
    number = more.pop("number", "12A")
    return opened(label_still(still(), shot(**more), number, NAMES)).crop((0, 240, 480, 340)).tobytes()


def test_label_says_everything():
    base = strip_of()
    different = [
        strip_of(number="12B"), strip_of(size="CU"), strip_of(focal_mm=75.0), strip_of(f_stop=4.0), strip_of(kind="single"),
        strip_of(move="static"), strip_of(subjects=("c2",)), strip_of(over=""), strip_of(description="Else."),
        strip_of(angle="low"),
    ]  # fmt: skip
    assert all(d != base for d in different)
    assert len(set(different)) == len(different)
    assert strip_of() == base


def test_label_bytes_are_equal_and_bare():
    first, second = (label_still(still(), shot(), "12A", NAMES) for _ in range(2))
    assert first == second
    assert opened(first).info == {}
    assert b"tIME" not in first
    assert b"tEXt" not in first


def test_label_reads_a_path(tmp_path):
    (tmp_path / "a.png").write_bytes(still())
    assert label_still(tmp_path / "a.png", shot(), "12A", NAMES) == label_still(still(), shot(), "12A", NAMES)


@pytest.mark.parametrize(
    "text", ["Женщина у окна", "この場所は何ですか", "مرحبا بالعالم", "नमस्ते", "🎬🎬🎬", "a\x00b\tc\nd", "", "x" * 5000]
)
def test_any_text_can_be_drawn(text):
    more = {"description": text, "subjects": ("c9",)}
    png = label_still(still(), shot(**more), text[:12], {"c9": text})
    assert opened(png).size == opened(label_still(still(), shot(), "1A", NAMES)).size
    panel = Panel("1", text, "1A", png)
    assert opened(sheet_png([panel], text)).width > 480
    assert len(PdfReader(io.BytesIO(contact_sheet([panel], text))).pages) == 1


# --- sheets


def panels(*counts: int) -> list[Panel]:
    png = label_still(still(), shot(), "1A", NAMES)
    return [
        Panel(str(s), f"INT. PLACE {s} - DAY", f"{s}{shot_letters(i)}", png)
        for s, count in enumerate(counts, 1)
        for i in range(count)
    ]


def drawn(page) -> int:
    """Pictures painted on a page (equal ones are stored once)."""
    return page.get_contents().get_data().count(b" Do")


def test_pdf_has_twelve_panels_a_page_with_headings_and_folios():
    reader = PdfReader(io.BytesIO(contact_sheet(panels(12, 5, 2, 1), "The Film")))
    texts = [page.extract_text() for page in reader.pages]
    assert [drawn(page) for page in reader.pages] == [12, 7, 1]
    assert "1   INT. PLACE 1 - DAY" in texts[0]
    assert "3   INT. PLACE 3 - DAY" in texts[1]
    assert [f"{i} / 3" in t for i, t in enumerate(texts, 1)] == [True] * 3
    assert all("The Film" in t for t in texts)
    width, height = (float(v) for v in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (842, 595)


def test_pdf_repeats_the_heading_of_a_long_scene():
    reader = PdfReader(io.BytesIO(contact_sheet(panels(30), "The Film")))
    assert "(continued)" in reader.pages[1].extract_text()
    assert sum(drawn(page) for page in reader.pages) == 30


def test_sheets_are_equal_bytes():
    some = panels(3, 2)
    assert contact_sheet(some, "T") == contact_sheet(some, "T")
    assert sheet_png(some, "T") == sheet_png(some, "T")


def test_sheet_png_columns_and_limit():
    narrow, wide = opened(sheet_png(panels(8), "T", 2)), opened(sheet_png(panels(8), "T", 8))
    assert narrow.width < wide.width
    assert narrow.height > wide.height
    many = opened(sheet_png(panels(*[7] * 60), "T"))
    assert many.width * many.height < 42_000_000


def test_empty_sheets():
    assert opened(sheet_png([], "T")).width > 0
    assert len(PdfReader(io.BytesIO(contact_sheet([], "T"))).pages) == 1
