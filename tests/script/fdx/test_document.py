"""A file that is opened and written is the same file; an edit changes what it names and nothing else."""

import difflib
import os
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from setpiece.errors import ScriptError
from setpiece.script.fdx import open_fdx, read_fdx, write_fdx
from setpiece.script.model import SceneProperties

SAMPLES = Path(__file__).parent / "samples"
FEATURES = (SAMPLES / "features.fdx").read_bytes()
NAMED = {name for name in os.environ.get("SETPIECE_REAL", "").split(",") if name}
FOLDER = Path(__file__).resolve().parents[4] / "shared" / "scripts" / "fdx"
REAL = sorted(p for p in FOLDER.glob("*.fdx") if not NAMED or p.stem in NAMED)
WANTS_REAL = pytest.mark.skipif(not REAL, reason="NOT RUN: ../shared/scripts/fdx is absent or nothing of it was asked for: real files were not read")


def changed(old: bytes, new: bytes) -> list[str]:
    """Lines that went and came."""
    rows = difflib.ndiff(old.decode().splitlines(), new.decode().splitlines())
    return [re.sub(r"\s+", " ", row) for row in rows if row[0] in "+-"]


def canonical(data: bytes) -> str:
    return ET.canonicalize(data.decode("utf-8"), with_comments=True)


@pytest.mark.parametrize("name", ["features.fdx", "tagged.fdx"])
def test_untouched_it_is_the_same_file(name):
    data = (SAMPLES / name).read_bytes()
    document = open_fdx(data, name)
    assert document.write() == data
    assert document.spliced([]).write() == data
    assert canonical(document.write()) == canonical(data)


def test_numbers_and_properties_touch_one_tag_each():
    document = open_fdx(FEATURES, "x")
    assert changed(FEATURES, document.with_scene_numbers({1: "3"}).write()) == [
        '- <Paragraph Number="2A" Type="Scene Heading"><Text>The Far Shore</Text></Paragraph>',
        '+ <Paragraph Number="3" Type="Scene Heading"><Text>The Far Shore</Text></Paragraph>',
    ]
    bare = document.with_scene_numbers({0: "", 1: "9"})
    assert [s.number for s in bare.screenplay.scenes] == ["", "9"]
    lengths = document.with_scene_properties(
        {0: SceneProperties(4, "2", "A & B"), 1: SceneProperties(9, color="#0000FFFF0000")}
    )
    added = '<SceneProperties Length="1 1/8" Title="" Color="#0000FFFF0000"/>'
    assert changed(FEATURES, lengths.write()) == [
        '- <SceneProperties Color="#FFFF00000000" Length="1 3/8" Page="1" Title="The lock">',
        '+ <SceneProperties Length="4/8" Page="2" Title="A &amp; B">',
        '- <Paragraph Number="2A" Type="Scene Heading"><Text>The Far Shore</Text></Paragraph>',
        f'+ <Paragraph Number="2A" Type="Scene Heading">{added}<Text>The Far Shore</Text></Paragraph>',
    ]
    first, second = lengths.screenplay.scenes
    assert (first.properties.length_eighths, first.properties.title) == (4, "A & B")
    assert first.properties.summary == "Ida tries the door."
    assert second.properties.length_eighths == 9


@pytest.mark.parametrize(("new", "rows"), [
    ("Ida lifts a rusty lantern & waits—still!", 1),
    ("Ida lifts a rusty lamp & waits—still.", 1),
    ("Ida lifts a new lantern & waits—still.", 1),
    ("Ida lifts lantern & waits—still.", 3),
    ("Tom", 4),
    ("", 4),
    ("Ida lifts a very rusty lantern & waits—still.", 1),
])  # fmt: skip
def test_words_change_in_the_runs_that_hold_them(new, rows):
    document = open_fdx(FEATURES, "x")
    at = next(i for i, e in enumerate(document.screenplay.elements) if e.text.startswith("Ida lifts"))
    edited = document.with_text({at: new})
    assert len([r for r in changed(FEATURES, edited.write()) if r[0] == "-"]) == rows
    before, after = list(document.screenplay.elements), list(edited.screenplay.elements)
    assert after[at].text == (new or "\n")
    assert [(e.kind, e.text) for e in before[:at]] == [(e.kind, e.text) for e in after[:at]]
    assert [(e.kind, e.text) for e in before[at + 1 :]] == [(e.kind, e.text) for e in after[at + 1 :]]


def test_an_empty_run_takes_words():
    data = b'<FinalDraft Version="5"><Content><Paragraph Type="Action"><Text/><Text Style="Bold">x</Text></Paragraph>'
    document = open_fdx(data + b"</Content></FinalDraft>", "x")
    edited = document.with_text({0: "a < x"})
    assert edited.screenplay.elements[0].text == "a < x"
    assert b"<Text>a &lt; </Text>" in edited.write()


def test_attributes_in_quotes_of_both_kinds_stay_as_written():
    body = b"""<Paragraph Type='Scene Heading' Note='a Number="7" b'  ><Text>INT. A</Text></Paragraph>"""
    data = b'<FinalDraft Version="5"><Content>' + body + b"</Content></FinalDraft>"
    numbered = open_fdx(data, "x").with_scene_numbers({0: "4"})
    assert b"""<Paragraph Type='Scene Heading' Note='a Number="7" b' Number="4">""" in numbered.write()
    assert open_fdx(numbered.write(), "x").with_scene_numbers({0: ""}).screenplay.scenes[0].number == ""


def test_what_is_not_there_cannot_be_edited():
    document = open_fdx(FEATURES, "x")
    with pytest.raises(ScriptError, match="no scene 2"):
        document.with_scene_numbers({2: "1"})
    with pytest.raises(ScriptError, match="no words"):
        document.with_text({0: "title: x"})


@pytest.mark.real
@WANTS_REAL
@pytest.mark.parametrize("path", REAL, ids=lambda p: p.stem)
def test_real_files(path):
    data = path.read_bytes()
    document = open_fdx(data, path.name)
    assert document.write() == data
    assert canonical(document.write()) == canonical(data)

    root = ET.fromstring(data)
    inside = {id(t) for tag in ("ScriptNote", "SceneProperties") for part in root.iter(tag) for t in part.iter("Text")}
    words = "".join(t.text or "" for t in root.find("Content").iter("Text") if id(t) not in inside)
    summaries = "".join(t.text or "" for part in root.iter("Summary") for t in part.iter("Text"))
    play = document.screenplay
    beside = ("title", "note", "synopsis", "blank", "page_break")
    assert letters("".join(f"{e.text}{e.extension}" for e in play.elements if e.kind not in beside)) == letters(words)
    assert letters("".join(e.text for e in play.elements if e.kind == "synopsis")) == letters(summaries)
    lengths = [n.get("Length") for n in root.iter("SceneProperties")]
    stored = [s.properties.length_eighths for s in play.scenes if s.properties]
    assert len(lengths) - len(stored) == sum(f.code == "empty-heading" for f in play.findings)
    assert all(stored)
    assert len(play.notes) == len(list(root.iter("ScriptNote")))
    again = read_fdx(write_fdx(play), path.name)
    assert [key(e) for e in again.elements] == [key(e) for e in play.elements]

    numbered = document.with_scene_numbers({i: f"{i + 1}X" for i in range(len(play.scenes))})
    assert [s.number for s in numbered.screenplay.scenes] == [f"{i + 1}X" for i in range(len(play.scenes))]
    unnumbered = re.compile(rb'(<Paragraph(?=[^>]* Type="Scene Heading")[^>]*?) Number="[^"]*"')
    assert canonical(unnumbered.sub(rb"\1", numbered.write())) == canonical(unnumbered.sub(rb"\1", data))


def letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def key(e):
    return (e.kind, e.text, e.dual, e.extension, e.level, e.number, e.styles, e.revision, e.revised, e.label)
