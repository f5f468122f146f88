"""Final Draft files as read: every run, note, property and place, and what is refused."""

from pathlib import Path

import pytest

from setpiece.errors import ScriptError
from setpiece.script.fdx import open_fdx, read_fdx
from setpiece.script.model import ArcBeat, RevisionRun, RevisionSet, SceneProperties, StyleRun

SAMPLES = Path(__file__).parent / "samples"
FEATURES = (SAMPLES / "features.fdx").read_bytes()


def small(body: str, version: str = "5", rest: str = "") -> bytes:
    return f'<FinalDraft DocumentType="Script" Version="{version}"><Content>{body}</Content>{rest}</FinalDraft>'.encode()


def p(kind: str, text: str, **values: str) -> str:
    more = "".join(f' {k}="{v}"' for k, v in values.items())
    return f'<Paragraph Type="{kind}"{more}><Text>{text}</Text></Paragraph>'


@pytest.fixture(scope="module")
def play():
    return read_fdx(FEATURES, "features.fdx")


def body(play):
    return [e for e in play.elements if e.kind != "title"]


def test_every_paragraph_in_order(play):
    assert [(e.kind, e.text) for e in body(play)] == [
        ("note", "For the whole script."),
        ("centered", "ACT ONE"),
        ("heading", "INT. BOATHOUSE - NIGHT"),
        ("synopsis", "Ida tries the door."),
        ("note", "Is the lock ours?\nAsk the owner."),
        ("action", "Ida lifts a rusty lantern & waits—still."),
        ("character", "UNCLE BO"),
        ("parenthetical", "(low)"),
        ("dialogue", "All of it is new."),
        ("lyric", "Row, row."),
        ("blank", "\n\n"),
        ("page_break", ""),
        ("character", "IDA"),
        ("dialogue", "Now!"),
        ("character", "BO"),
        ("parenthetical", "(over her)"),
        ("dialogue", "Not yet!"),
        ("centered", "THE END OF IT, STRÄNG"),
        ("dialogue", "psst"),
        ("action", "Who knows what I am."),
        ("transition", "SMASH CUT TO:"),
        ("section", "Second thoughts"),
        ("synopsis", "She leaves him."),
        ("heading", "The Far Shore".upper()),
        ("shot", "CLOSE ON THE OAR"),
        ("action", "A boat."),
        ("centered", "END OF ACT ONE"),
    ]


def test_runs_become_styles_and_revisions(play):
    action = next(e for e in play.elements if e.text.startswith("Ida lifts"))
    assert action.styles == (StyleRun(12, 17, "bold"), StyleRun(12, 25, "italic"))
    assert (action.revision, action.revised) == (2, (RevisionRun(12, 17, 2),))
    speech = next(e for e in play.elements if e.text.startswith("All of it"))
    assert (speech.revision, speech.revised) == (1, ())
    assert play.revisions[1] == RevisionSet(2, "Pink", "#FFFF00000000", "#FFFFC0C0D0D0", "+")
    assert play.active_revision == 2
    synopsis = next(e for e in play.elements if e.kind == "synopsis")
    assert synopsis.styles == (StyleRun(14, 18, "bold"),)


def test_cues_keep_their_extensions_over_runs(play):
    cue = next(e for e in play.elements if e.kind == "character")
    assert (cue.text, cue.extension) == ("UNCLE BO", "O.S., CONT'D")


def test_the_second_of_two_speeches_is_dual(play):
    assert [(e.text, e.dual) for e in play.elements if e.text in ("IDA", "Now!", "BO", "(over her)", "Not yet!")] == [
        ("IDA", False), ("Now!", False), ("BO", True), ("(over her)", True), ("Not yet!", True),
    ]  # fmt: skip


def test_scenes_carry_numbers_and_properties(play):
    first, second = play.scenes
    assert (first.number, second.number) == ("1", "2A")
    assert first.properties == SceneProperties(
        11, "1", "The lock", "#FFFF00000000", "Ida tries the door.", (ArcBeat("IDA", "gives in"),)
    )
    assert second.properties is None
    assert second.heading.forced
    assert [e.text for e in second.elements] == ["CLOSE ON THE OAR", "A boat.", "END OF ACT ONE"]


def test_notes_are_no_script_text_and_know_their_author(play):
    loose, note = play.notes
    assert (loose.name, play.elements[loose.element].text) == ("all", "For the whole script.")
    assert (note.name, note.author, note.kind, note.created) == ("lock", "R. Q.", "Info", "20200102T030400")
    inside = play.elements[note.element].span
    around = play.scenes[0].heading.span
    assert around.byte < inside.byte < inside.end_byte < around.end_byte


def test_title_page(play):
    assert play.title_page == {
        "title": ("Slack Water",), "credit": ("Written by",), "author": ("R. Q. Tester",),
        "source": ("Based on a rumour",), "draft date": ("Second draft",), "contact": ("12 Quay Street", "Nowhere"),
    }  # fmt: skip
    title = play.elements[0]
    assert title.text == "title: Slack Water"
    assert title.styles == (StyleRun(7, 18, "bold"), StyleRun(7, 18, "underline"))


def test_lists_beside_the_script(play):
    assert play.smart_type == {
        "characters": ("IDA", "UNCLE BO"), "extensions": ("(O.S.)",), "scene_intros": ("INT",),
        "locations": ("BOATHOUSE",), "times_of_day": ("NIGHT",), "transitions": ("SMASH CUT TO:",),
    }  # fmt: skip
    assert play.locked_pages == ({"Number": "1"}, {"Number": "1A"})
    assert (play.format, play.format_version) == ("fdx", "5")


def test_types_by_name_case_and_what_they_paginate_as(play):
    labels = {e.text: e.label for e in play.elements if e.label}
    assert labels == {
        "ACT ONE": "New Act", "psst": "Whisper", "Who knows what I am.": "Mystery", "A boat.": "General",
        "END OF ACT ONE": "End Of Act",
    }  # fmt: skip
    assert [f.code for f in play.findings] == ["fdx-unknown-type", "fdx-unknown-element"]
    shouted = read_fdx(small(p("SCENE  heading", "EXT. A - DAY") + p("dialogue", "x")), "x")
    assert [e.kind for e in shouted.elements] == ["heading", "dialogue"]


def test_places_are_those_of_the_xml(play):
    for element in play.elements:
        if element.kind in ("title", "blank"):
            continue
        raw = FEATURES[element.span.byte : element.span.end_byte]
        assert raw.startswith((b"<Paragraph", b"<ScriptNote"))
        assert raw.endswith((b"</Paragraph>", b"</ScriptNote>"))
        assert FEATURES.count(b"\n", 0, element.span.byte) + 1 == element.span.line
        assert FEATURES.count(b"\n", 0, element.span.end_byte) + 1 == element.span.end_line
        start = FEATURES.rfind(b"\n", 0, element.span.byte) + 1
        assert element.span.column == len(FEATURES[start : element.span.byte].decode()) + 1


@pytest.mark.parametrize("version", ["1", "2", "3", "4", "5"])
def test_every_version(version):
    play = read_fdx(small(p("Scene Heading", "INT. A - DAY", Number="7"), version), "x")
    assert (play.format_version, play.scenes[0].number, play.findings) == (version, "7", ())


def test_a_later_version_is_read_and_said():
    play = read_fdx(small(p("Scene Heading", "INT. A"), "9"), "x")
    assert [f.code for f in play.findings] == ["fdx-version"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-1"])
def test_encodings(codec):
    declared = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(codec, codec)
    text = f'<?xml version="1.0" encoding="{declared}"?>\r\n' + small(p("Action", "é") + p("Action", "zü")).decode()
    data = text.encode(codec)
    document = open_fdx(data, "x")
    assert [e.text for e in document.screenplay.elements] == ["é", "zü"]
    span = document.screenplay.elements[1].span
    assert "zü" in data[span.byte : span.end_byte].decode(document.codec)
    edited = document.with_text({1: "ça – va"})
    assert edited.screenplay.elements[1].text == "ça – va"
    old, new = ("zü".encode(document.codec), "ça – va".encode(document.codec, "xmlcharrefreplace"))
    assert edited.write() == new.join(data.rsplit(old, 1))


@pytest.mark.parametrize(("written", "eighths"), [
    ("1/8", 1), ("1 3/8", 11), ("2", 16), ("10 7/8", 87), ("3/4", 6), ("1/3", 3), ("", 0), ("x", 0), ("1/0", 0),
    ("99999999/8", 0), ("-1/8", 0),
])  # fmt: skip
def test_lengths(written, eighths):
    data = small(f'<Paragraph Type="Scene Heading"><SceneProperties Length="{written}"/><Text>INT. A</Text></Paragraph>')
    properties = read_fdx(data, "x").scenes[0].properties
    assert properties is not None
    assert properties.length_eighths == eighths


def test_an_empty_heading_is_a_finding():
    play = read_fdx(small(p("Scene Heading", " ") + p("Action", "x")), "x")
    assert (play.scenes, [f.code for f in play.findings]) == ((), ["no-scenes", "empty-heading"])


BILLION = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
) + b"]><FinalDraft><Content><Paragraph><Text>&j;</Text></Paragraph></Content></FinalDraft>"


@pytest.mark.parametrize(("data", "said"), [
    (BILLION, "declares"),
    (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><FinalDraft/>', "declares"),
    (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><FinalDraft>&e;</FinalDraft>', "declares"),
    (b'<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1/">%e;]><FinalDraft/>', "declares"),
    (b"\n\n<FinalDraft><Content></FinalDraft>", "damaged"),
    (b"<FinalDraft>&nbsp;</FinalDraft>", "damaged"),
    (b"<FinalDraft>", "damaged"),
    (b"", "damaged"),
    (b"\xff\xfe", "damaged"),
    (b"INT. A - DAY\n\nText.", "damaged"),
    (b'<?xml version="1.0" encoding="utf-7"?><FinalDraft/>', "damaged"),
    (b'<?xml version="1.0" encoding="klingon"?><FinalDraft/>', "damaged"),
    (b"<FinalDraft>" + b"<a>" * 5000, "nested"),
    (b'<FinalDraft a="' + b"x" * 1_500_000 + b'"/>', "longer"),
    (b"<FinalDraft>" + b"<a/>" * 500_001 + b"</FinalDraft>", "more than"),
    (b"<html><body/></html>", "not a Final Draft file"),
], ids=range(16))  # fmt: skip
def test_refused_with_place_and_remedy(data, said):
    with pytest.raises(ScriptError, match=said) as caught:
        read_fdx(data, "draft.fdx")
    assert caught.value.where.startswith("draft.fdx:")
    assert caught.value.where.split(":")[1].isdigit()
    assert caught.value.remedy


def test_too_large_a_file_is_refused_unread():
    with pytest.raises(ScriptError, match="larger than"):
        read_fdx(b" " * (32 * 1024 * 1024 + 1), "x")


def test_no_script_text_is_a_finding():
    play = read_fdx(b"<FinalDraft/>", "x")
    assert [f.code for f in play.findings if f.severity == "error"] == ["no-text"]


def test_a_script_without_headings_is_a_finding():
    play = read_fdx(small(p("Action", "Rain.") + p("Character", "IDA") + p("Dialogue", "Now!")), "x")
    assert [(f.severity, f.code) for f in play.findings] == [("error", "no-scenes")]
