"""Final Draft files as written: what goes in comes out, and the file has what Final Draft looks for."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.script.strategies import screenplays

from setpiece.script import read_screenplay, write_fountain
from setpiece.script.fdx import read_fdx, write_fdx
from setpiece.script.model import (
    ArcBeat,
    Element,
    RevisionRun,
    SceneProperties,
    Screenplay,
    ScriptScene,
    Span,
    StyleRun,
)

ROOT = Path(__file__).parents[3]
SAMPLES = Path(__file__).parent / "samples"
NOWHERE = Span(1, 1, 0, 1, 0)


def said(play):
    """Elements without their places, and without Fountain's forcing marks."""
    return [
        (e.kind, e.text, e.dual, e.extension, e.level, e.number, e.embedded_id, sorted(e.styles, key=repr), e.revision,
         e.revised, e.label)
        for e in play.elements
    ]  # fmt: skip


def play_of(*elements: Element, **more) -> Screenplay:
    return Screenplay("x", {}, elements, more.pop("scenes", ()), (), **more)


def back(play, tags=None):
    return read_fdx(write_fdx(play, tags), "x")


@given(screenplays())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_screenplay_comes_back(play):
    assert said(back(play)) == said(play)


@pytest.mark.parametrize("name", ["features.fdx", "tagged.fdx"])
def test_a_file_read_and_written_anew_says_the_same(name):
    play = read_fdx((SAMPLES / name).read_bytes(), name)
    again = back(play)
    assert said(again) == said(play)
    assert [s.properties or SceneProperties() for s in again.scenes] == [
        s.properties or SceneProperties() for s in play.scenes
    ]
    for part in ("title_page", "notes", "revisions", "smart_type", "locked_pages"):
        assert getattr(again, part) == getattr(play, part) or not getattr(play, part)
    assert again.format_version == "5"
    assert not [f for f in again.findings if f.code.startswith("fdx")]
    assert write_fdx(again) == write_fdx(read_fdx(write_fdx(again), "x"))


def test_fountain_to_final_draft_to_fountain():
    source = (ROOT / "examples" / "low_tide.fountain").read_bytes()
    play = read_screenplay(source, "low_tide")
    there = back(play)
    assert said(there) == said(play)
    assert [e.forced for e in there.elements] == [e.forced for e in play.elements]
    assert there.title_page == play.title_page
    assert len(there.scenes) == len(play.scenes)
    home = read_screenplay(write_fountain(there), "low_tide")
    assert said(home) == said(play)
    assert home.title_page == play.title_page


FOUNTAIN = """Title: _Any_ **Thing**
Author: A
Contact:
    Street: 1
    Town
Odd key: x

[[before all]]

.THE VOID #4-A#

= What happens.
[[note [really]]]

A *slanted **heavy*** word.

/* gone */

ANNA
Now!

BOB (V.O.) ^
(also)
No!

CARL ^
~La la

> centred <

===

# One

###### Six

= Loose synopsis.

!!CLOSE ON: IT

> FADE OUT.

===
"""


def test_every_kind_of_element():
    play = read_screenplay(FOUNTAIN.encode(), "x")
    assert {e.kind for e in play.elements} >= {"note", "boneyard", "page_break", "section", "synopsis", "shot", "lyric"}
    assert said(back(play)) == said(play)
    assert back(play).title_page == play.title_page


def test_speeches_side_by_side_share_a_frame():
    root = ET.fromstring(write_fdx(read_screenplay(FOUNTAIN.encode(), "x")))
    frames = root.findall("Content/Paragraph/DualDialogue")
    assert [[p.get("Type") for p in f] for f in frames] == [
        ["Character", "Dialogue", "Character", "Parenthetical", "Dialogue", "Character", "Lyric"]
    ]


def test_a_new_file_has_what_final_draft_keeps():
    play = read_screenplay((ROOT / "examples" / "low_tide.fountain").read_bytes(), "x")
    root = ET.fromstring(write_fdx(play))
    assert (root.tag, root.get("DocumentType"), root.get("Version")) == ("FinalDraft", "Script", "5")
    for part in ("Content", "TitlePage/Content", "SmartType/Characters", "Revisions", "SceneNumberOptions", "PageLayout"):
        assert root.find(part) is not None, part
    settings_of = {s.get("Type"): s for s in root.findall("ElementSettings")}
    used = {p.get("Type") for p in root.iterfind("Content/Paragraph")}
    assert used <= settings_of.keys()
    indents = {k: settings_of[k].find("ParagraphSpec").get("LeftIndent") for k in ("Action", "Dialogue", "Character")}
    assert indents == {"Action": "1.50", "Dialogue": "2.50", "Character": "3.50"}
    names = [c.text for c in root.iterfind("SmartType/Characters/Character")]
    assert names[:2] == ["TOMAS", "NORA"]
    assert all(p.find("SceneProperties") is not None for p in root.iterfind("Content/Paragraph[@Type='Scene Heading']"))


def test_capitals_are_a_style_only_where_they_change_nothing():
    plain = play_of(Element("character", "ANNA", NOWHERE), Element("dialogue", "x", NOWHERE))
    mixed = play_of(Element("character", "McAlly", NOWHERE), Element("dialogue", "x", NOWHERE))
    styles = []
    for play in (plain, mixed):
        root = ET.fromstring(write_fdx(play))
        styles.append(root.find("ElementSettings[@Type='Character']/FontSpec").get("Style"))
        assert said(back(play)) == said(play)
    assert styles == ["AllCaps", ""]


def test_revisions_styles_and_properties():
    text = "He drops the red cup."
    action = Element(
        "action", text, NOWHERE, revision=3, revised=(RevisionRun(3, 8, 1), RevisionRun(8, 16, 3)),
        styles=(StyleRun(0, 12, "bold"), StyleRun(9, 16, "strikeout")),
    )  # fmt: skip
    heading = Element("heading", "INT. A - DAY", NOWHERE, number="12A", revision=2)
    properties = SceneProperties(17, "9", "T & <t>", "#FFFF00000000", "One.\nTwo.", (ArcBeat("BO", "turns"),))
    synopses = (Element("synopsis", "One.", NOWHERE), Element("synopsis", "Two.", NOWHERE))
    scene = ScriptScene("12A", heading, (*synopses, action), properties)
    play = play_of(heading, *synopses, action, scenes=(scene,))
    again = back(play)
    assert said(again) == said(play)
    assert again.scenes[0].properties == properties
    assert [r.name for r in again.revisions[:3]] == ["Blue Rev.", "Pink Rev.", "Yellow Rev."]
    assert again.active_revision == 3


def test_a_summary_without_synopses_is_written():
    heading = Element("heading", "INT. A - DAY", NOWHERE)
    scene = ScriptScene("", heading, (), SceneProperties(summary="Kept."))
    again = back(play_of(heading, scenes=(scene,)))
    assert [e.text for e in again.elements] == ["INT. A - DAY", "Kept."]


def test_labels_come_back_unless_they_would_lie():
    elements = [
        Element("action", "a", NOWHERE, label="Whispered Aside"),
        Element("heading", "INT. B", NOWHERE, label="Intercut"),
        Element("centered", "c", NOWHERE, label="End Of Act"),
        Element("action", "d", NOWHERE, label="Cast List"),
        Element("action", "e", NOWHERE, label="Dialogue"),
    ]
    assert [(e.kind, e.label) for e in back(play_of(*elements)).elements] == [
        ("action", "Whispered Aside"), ("heading", "Intercut"), ("centered", "End Of Act"), ("action", "Cast List"),
        ("action", ""),
    ]  # fmt: skip


@given(st.text(max_size=30), st.text(max_size=10))
@settings(max_examples=100, deadline=None)
def test_any_characters_make_a_file(text, number):
    play = play_of(Element("heading", text, NOWHERE, number=number), Element("action", text, NOWHERE))
    again = back(play)
    legal = all(c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff") for c in text)
    if text.strip() and legal:
        assert again.elements[-1].text == text
