"""Whatever is written reads back as what it was: generated screenplays, real ones, and other programs' drafts."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.script.strategies import screenplays

from setpiece.script import read_screenplay, write_fountain
from setpiece.script.model import Element, Screenplay, Span, StyleRun

SCRIPTS = sorted((Path(__file__).resolve().parents[3] / "shared" / "scripts").glob("*.fountain"))
EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.fountain"))
TABLE = {"ИНТ.": "INT", "НАТ.": "EXT"}
MANY = 5000 if os.environ.get("HYPOTHESIS_PROFILE") == "explore" else 300
NOWHERE = Span(1, 1, 0, 1, 0)


def keys(elements) -> list[tuple]:
    return [(e.kind, e.text, e.styles, e.extension, e.dual, e.number, e.level, e.embedded_id) for e in elements]


@settings(max_examples=MANY)
@given(screenplays())
def test_generated_screenplays_survive(play):
    data = write_fountain(play)
    again = read_screenplay(data, "x")
    assert keys(again.elements) == keys(play.elements), data.decode()
    assert write_fountain(again) == data


def check_survives(data: bytes, name: str) -> None:
    play = read_screenplay(data, name, TABLE)
    written = write_fountain(play)
    again = read_screenplay(written, name)
    assert keys(again.elements) == keys(play.elements)
    assert again.title_page == play.title_page
    assert [keys([s.heading, *s.elements]) for s in again.scenes] == [
        keys([s.heading, *s.elements]) for s in play.scenes
    ]
    assert write_fountain(again) == written


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_examples_survive(path):
    check_survives(path.read_bytes(), path.name)


@pytest.mark.real
@pytest.mark.skipif(not SCRIPTS, reason="NOT RUN: ../shared/scripts is absent, real scripts were not written")
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.stem)
def test_real_scripts_survive(path):
    check_survives(path.read_bytes(), path.name)


def made(*elements: Element, **more) -> list[tuple[str, str]]:
    play = Screenplay("Film", more.pop("page", {}), elements, (), ())
    again = read_screenplay(write_fountain(play), "x")
    return [(e.kind, e.text) for e in again.elements]


def of(kind, text, **more) -> Element:
    return Element(kind, text, NOWHERE, **more)


def test_what_fountain_cannot_say_becomes_the_nearest_thing():
    assert made(of("character", "ANNA", extension="V.O."), of("action", "x")) == [
        ("action", "ANNA (V.O.)"), ("action", "x"),
    ]  # fmt: skip
    assert made(of("dialogue", "Hello."), of("parenthetical", "(low)")) == [("action", "Hello."), ("action", "(low)")]
    assert made(of("heading", "(FLASHBACK) HOUSE")) == [("heading", "FLASHBACK) HOUSE")]
    assert made(of("heading", "---", number="4")) == [("heading", "SCENE")]
    assert made(of("action", "a\n\nb\tc")) == [("action", "a\n\nb    c")]
    assert made(of("character", "ANNA"), of("dialogue", "a"), of("dialogue", "b")) == [
        ("character", "ANNA"), ("dialogue", "a\n\nb"),
    ]  # fmt: skip
    assert made(of("character", "ANNA"), of("parenthetical", "softly\nslowly"), of("dialogue", "a"))[1] == (
        "parenthetical", "(softly slowly)",
    )  # fmt: skip
    assert made(of("note", "a ]] b\n\nc"), of("boneyard", "x */ y"), of("action", "z")) == [
        ("note", "a ] ] b\n\nc"), ("boneyard", "x * / y"), ("action", "z"),
    ]  # fmt: skip


def test_a_star_at_the_end_of_a_name_in_bold_is_no_mark():
    cue = of("character", "INT. *", extension="V.O.", styles=(StyleRun(0, 1, "bold"),))
    assert made(cue, of("dialogue", "x")) == [("character", "INT. *"), ("dialogue", "x")]


def test_styles_of_other_programs_are_kept_where_marks_can_say_them():
    text = "one two three\nfour"
    runs = (
        StyleRun(0, 4, "bold"), StyleRun(5, 6, "underline"), StyleRun(8, 16, "italic"), StyleRun(0, 2, "strikeout"),
    )  # fmt: skip
    play = Screenplay("x", {}, (of("action", text, styles=runs),), (), ())
    assert write_fountain(play) == b"**one** _two_ *three*\n*fo*ur\n"


def test_a_title_page_without_elements_is_written_from_its_table():
    page = {"title": ("Low", "Tide"), "credit": ("by",), "contact": ("a@b: c",)}
    play = Screenplay("x", page, (of("heading", "INT. A - DAY", number="3"), of("action", "Rain.")), (), ())
    data = write_fountain(play)
    assert read_screenplay(data, "x").title_page == page
    assert data.decode().split("\n\n")[1:] == ["INT. A - DAY #3#", "Rain.\n"]
    assert made(of("action", "x"), page={"odd": ("1",)})[0] == ("title", "title: Film")


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\n\n\n"])
@pytest.mark.parametrize("last", ["[[b]]", "/* b */", "[[b\nc]]"])
def test_blank_lines_before_a_last_note_are_kept(last, end):
    play = read_screenplay(f"INT. A - DAY\n\nx\n\n[[a]]\n\n\n\n{last}{end}".encode(), "x")
    assert [e.kind for e in play.elements][2:4] == ["note", "blank"]
    again = read_screenplay(write_fountain(play), "x")
    assert keys(again.elements) == keys(play.elements)
