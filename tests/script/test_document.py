"""Edits of a draft change the edited element's bytes and no others, in every encoding and line end."""

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.script.strategies import NOWHERE, screenplays
from tests.script.test_write import MANY, keys

from setpiece.errors import ScriptError
from setpiece.script import open_document, read_screenplay, write_fountain
from setpiece.script.model import Element

SCRIPTS = sorted((Path(__file__).resolve().parents[3] / "shared" / "scripts").glob("*.fountain"))
DRAFT = """\
Title: Low
Author: x

  INT. CAFÉ – DAY #1#
RAIN falls. [[a note]] On.

ÉLODIE (V.O.)
(soft)
Ça va?
<two spaces>
Oui. /* gone

yes */ Ja.

BOB ^
Non.



> Fade. [[why]]

The end""".replace("<two spaces>", "  ")
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"]


def of(kind: str, text: str, **more) -> Element:
    return Element(kind, text, NOWHERE, **more)


def find(document, text: str) -> int:
    return next(i for i, e in enumerate(document.screenplay.elements) if e.text.startswith(text))


def shared(a: bytes, b: bytes) -> tuple[int, int]:
    """How many bytes two files share at the start and at the end."""
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    most = min(len(a), len(b)) - start
    end = next((i for i in range(most) if a[len(a) - 1 - i] != b[len(b) - 1 - i]), most)
    return start, end


@pytest.fixture(params=[(e, n) for e in ENCODINGS for n in ("\n", "\r\n", "\r")], ids=lambda p: f"{p[0]}-{p[1]!r}")
def document(request):
    codec, end = request.param
    return open_document(DRAFT.replace("\n", end).encode(codec), "draft.fountain")


def test_an_untouched_draft_is_the_same_bytes(document):
    assert open_document(document.write(), "x").write() == document.data


def test_each_element_can_be_replaced_by_itself(document):
    for at, element in enumerate(document.screenplay.elements):
        if element.kind in ("boneyard", "blank"):
            continue
        done = document.replace(at, element)
        assert keys(done.screenplay.elements) == keys(document.screenplay.elements)
        span = element.span
        assert done.data.startswith(document.data[: span.byte])
        assert done.data.endswith(document.data[span.end_byte :])


def test_replaced_text_is_all_that_changes(document):
    at = find(document, "INT. CAF")
    done = document.replace(at, of("heading", "EXT. STREET - NIGHT", number="1A"))
    text = done.data.decode(document.screenplay.encoding.replace("-sig", "")).replace("\r\n", "\n").replace("\r", "\n")
    assert text.removeprefix("\ufeff") == DRAFT.replace("INT. CAFÉ – DAY #1#", "EXT. STREET - NIGHT #1A#")
    forced = done.replace(find(done, "The end"), of("action", "INT. the end"))
    assert forced.screenplay.elements[-1].text == "INT. the end"
    assert len(forced.screenplay.scenes) == 1


def test_removed_and_inserted(document):
    gone = document.remove(find(document, "BOB"))
    assert [e.text for e in gone.screenplay.elements if e.kind == "character"] == ["ÉLODIE"]
    assert [e.kind for e in gone.screenplay.elements if e.kind == "transition"] == ["transition"]
    more = document.insert(find(document, "Fade"), of("action", "CUT!"))
    assert [e.text for e in more.screenplay.elements[-4:]] == ["CUT!", "Fade.", "why", "The end"]
    last = document.insert(len(document.screenplay.elements), of("transition", "CUT TO:"))
    assert last.data.startswith(document.data)
    assert last.screenplay.elements[-1].kind == "transition"
    noted = document.remove(find(document, "why"))
    assert keys(noted.screenplay.elements) == [k for k in keys(document.screenplay.elements) if k[1] != "why"]


def test_notes_inside_stay(document):
    done = document.replace(find(document, "RAIN"), of("action", "SNOW falls."))
    assert [e.text for e in done.screenplay.elements[3:5]] == ["SNOW falls.", "a note"]
    gone = document.remove(find(document, "RAIN"))
    assert [e.text for e in gone.screenplay.elements[2:4]] == ["INT. CAFÉ – DAY", "a note"]


def test_what_would_change_its_neighbours_is_refused():
    document = open_document(b"INT. A - DAY\n\nANNA\nHello.\n\nx\n", "draft.fountain")
    with pytest.raises(ScriptError) as caught:
        document.remove(2)
    assert caught.value.where == "draft.fountain:4"
    assert caught.value.remedy
    with pytest.raises(ScriptError):
        document.insert(2, of("action", "between"))
    with pytest.raises(IndexError):
        document.remove(9)


def test_a_character_the_encoding_lacks_is_refused():
    document = open_document("INT. CAFÉ - DAY\n\nx\n".encode("cp1252"), "x")
    with pytest.raises(ScriptError, match="cp1252"):
        document.replace(1, of("action", "日本"))


@settings(max_examples=MANY // 3)
@given(screenplays(), st.data())
def test_generated_edits(play, data):
    codec = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    end = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    document = open_document(write_fountain(play).decode().replace("\n", end).encode(codec), "x")
    elements = document.screenplay.elements
    at = data.draw(st.integers(0, len(elements) - 1))
    old = elements[at]
    assert document.write() == document.data
    if old.kind in ("action", "heading", "dialogue", "section", "synopsis", "centered"):
        done = document.replace(at, msgspec.structs.replace(old, text="New text", styles=()))
        assert done.screenplay.elements[at].text == "New text"
        assert done.data.startswith(document.data[: old.span.byte])
        assert done.data.endswith(document.data[old.span.end_byte :])
        assert keys(done.screenplay.elements[:at]) == keys(elements[:at])
        assert keys(done.screenplay.elements[at + 1 :]) == keys(elements[at + 1 :])
    if old.kind in ("action", "heading", "section", "page_break", "transition", "shot"):
        more = document.insert(at, of("action", "INT. New", forced=True))
        start, stop = shared(document.data, more.data)
        assert start + stop >= len(document.data)
        assert keys(more.screenplay.elements) == keys([*elements[:at], of("action", "INT. New"), *elements[at:]])
        try:
            back = more.remove(at)
        except ScriptError:
            return
        assert keys(back.screenplay.elements) == keys(elements)


@pytest.mark.real
@pytest.mark.skipif(not SCRIPTS, reason="NOT RUN: ../shared/scripts is absent, real scripts were not edited")
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.stem)
def test_real_scripts_are_edited_in_place(path):
    document = open_document(path.read_bytes(), path.name)
    assert document.write() == path.read_bytes()
    headings = [i for i, e in enumerate(document.screenplay.elements) if e.kind == "heading"]
    for at in headings[:: max(len(headings) // 3, 1)]:
        span = document.screenplay.elements[at].span
        done = document.replace(at, of("heading", "INT. NEW PLACE - DAY"))
        assert done.data[span.byte :].startswith(b"INT. NEW PLACE - DAY")
        assert done.data[: span.byte] == document.data[: span.byte]
        assert done.data.endswith(document.data[span.end_byte :])
    assert not headings or re.search(rb"NEW PLACE", done.data)
    assert keys(read_screenplay(document.data, "x").elements) == keys(document.screenplay.elements)
