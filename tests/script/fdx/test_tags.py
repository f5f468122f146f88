"""Tags: read with the words they are on, written onto the words a breakdown found, without touching the rest."""

import os
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.scene.model import FrameRate
from setpiece.script import read_screenplay
from setpiece.script.breakdown import break_down_scene, find_cast, resolve_times
from setpiece.script.fdx import (
    TagMark,
    TagSet,
    category_number,
    definition_of,
    open_fdx,
    read_tags,
    stock_categories,
    tag_document,
    tags_of_breakdown,
    write_fdx,
)
from setpiece.script.model import Breakdown, Element, ElementUse, Screenplay, Span

ROOT = Path(__file__).parents[3]
SAMPLES = Path(__file__).parent / "samples"
TAGGED = (SAMPLES / "tagged.fdx").read_bytes()
NAMED = {name for name in os.environ.get("SETPIECE_REAL", "").split(",") if name}
FOLDER = Path(__file__).resolve().parents[4] / "shared" / "scripts" / "fdx"
REAL = sorted(p for p in FOLDER.glob("*.fdx") if not NAMED or p.stem in NAMED)
NOWHERE = Span(1, 1, 0, 1, 0)


def words(play, tags) -> list[tuple[int, str, str]]:
    """Category, label and tagged words."""
    known = {d.id: d for d in tags.definitions}
    return [
        (known[m.definition].category, known[m.definition].label, play.elements[m.element].text[m.start : m.end])
        for m in tags.marks
    ]


def breakdown_of(play) -> Breakdown:
    cast = find_cast(play)
    days = resolve_times(play)
    sheets = {
        f"s{i}": break_down_scene(scene, cast, time, day, FrameRate())
        for i, (scene, (time, day)) in enumerate(zip(play.scenes, days, strict=True))
    }
    return Breakdown(sheets, cast)


@pytest.fixture(scope="module")
def tide():
    play = read_screenplay((ROOT / "examples" / "low_tide.fountain").read_bytes(), "low_tide")
    return play, breakdown_of(play)


def test_the_stock_categories():
    stock = stock_categories()
    assert [c.number for c in stock] == [n for n in range(1, 32) if n not in (14, 22)]
    assert len({c.id for c in stock}) == len({c.name for c in stock}) == 29
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", c.id) for c in stock)
    assert all(re.fullmatch(r"#[0-9A-F]{12}", c.color) for c in stock)
    assert (stock[0].name, stock[-1].name) == ("Synopsis", "Comments")
    assert stock[1].id == "7e083edd-4222-834a-b94a-9de922778fe2"  # they must never change


@pytest.mark.parametrize(("name", "number"), [
    ("props", 6), ("Props", 6), ("vehicles", 5), ("animals", 11), ("set_dressing", 17), ("greenery", 18),
    ("wardrobe", 9), ("makeup", 10), ("Makeup/Hair", 10), ("sfx", 8), ("vfx", 23), ("sound", 15), ("music", 13),
    ("stunts", 4), ("special_equipment", 19), ("background", 3), ("cast", 2), ("never heard of it", 25),
])  # fmt: skip
def test_categories_of_a_breakdown_have_a_stock_one(name, number):
    assert category_number(name) == number


def test_reading():
    document = open_fdx(TAGGED, "x")
    tags = read_tags(document)
    assert [(d.label, d.category) for d in tags.definitions] == [
        ("bell", 6), ("dog", 11), ("dog's lead", 6), ("Ida", 2), ("?", 25),
    ]  # fmt: skip
    assert words(document.screenplay, tags) == [
        (6, "bell", "brass bell"), (11, "dog", "dog"), (6, "dog's lead", "dog"), (2, "Ida", "IDA"),
    ]  # fmt: skip
    assert [c.id for c in tags.categories] == ["own-cast", "own-props", "own-animals"]
    assert read_tags(open_fdx((SAMPLES / "features.fdx").read_bytes(), "x")) == TagSet(stock_categories())


def test_a_breakdown_as_tags_on_its_words(tide):
    play, breakdown = tide
    tags = tags_of_breakdown(play, breakdown)
    found = words(play, tags)
    for row in ((6, "suitcase", "suitcase"), (5, "van", "van"), (9, "raincoat", "raincoat"), (2, "NORA", "NORA")):
        assert row in found
    uses = sum(
        len(s.cast) + len(s.background) + sum(len(u) for u in s.elements.values()) for s in breakdown.scenes.values()
    )
    assert len(tags.marks) == uses
    ids = [d.id for d in tags.definitions]
    assert len(set(ids)) == len(ids)

    document = open_fdx(write_fdx(play, tags), "x")
    assert read_tags(document) == tags
    assert [e.text for e in document.screenplay.elements] == [e.text for e in play.elements]
    root = ET.fromstring(document.write())
    numbers = {t.get("Number") for t in root.iterfind("TagData/Tags/Tag")}
    used = [t.get("TagNumber") for t in root.iterfind("Content//Text") if t.get("TagNumber")]
    assert set(used) == numbers
    assert {d.text for d in root.iter("DefId")} == set(ids)
    categories = {c.get("Id") for c in root.iter("TagCategory")}
    assert {d.get("CatId") for d in root.iter("TagDefinition")} <= categories
    assert len(categories) == 29


def test_implied_things_are_on_the_sentence_and_lost_ones_on_the_heading(tide):
    play, breakdown = tide
    first = next(iter(breakdown.scenes))
    sheet = breakdown.scenes[first]
    uses = (
        ElementUse("rigging", False, 0.5, 2, "Shutters half closed, a parked van, one lamp already lit."),
        ElementUse("zeppelin", False, 0.5, 2, "There never was such a line."),
    )
    odd = Breakdown({first: type(sheet)(**{f: getattr(sheet, f) for f in sheet.__struct_fields__} | {
        "elements": {"odd": uses}, "cast": (), "background": (),
    })}, ())  # fmt: skip
    assert words(play, tags_of_breakdown(play, odd)) == [
        (25, "zeppelin", "EXT. HARBOUR STREET - DUSK"),
        (25, "rigging", "Shutters half closed, a parked van, one lamp already lit"),
    ]


def test_a_sheet_of_another_scene_is_left_out(tide):
    _, breakdown = tide
    others = Screenplay("x", {}, (Element("heading", "INT. ELSEWHERE - DAY", NOWHERE),), (), ())
    assert tags_of_breakdown(others, breakdown).marks == ()


def test_overlaps_are_cut_and_come_back():
    play = Screenplay("x", {}, (Element("action", "the old brass bell rings", NOWHERE),), (), ())
    bell, brass, old = definition_of(6, "bell"), definition_of(6, "brass"), definition_of(17, "old bell")
    marks = (TagMark(0, 4, 18, old.id), TagMark(0, 8, 13, brass.id), TagMark(0, 8, 18, bell.id))
    tags = TagSet(stock_categories(), (bell, brass, old), marks)
    document = open_fdx(write_fdx(play, tags), "x")
    assert read_tags(document) == tags
    runs = re.findall(rb'TagNumber="(\d)">([^<]*)<', document.write())
    assert runs == [(b"1", b"old "), (b"2", b"brass"), (b"3", b" bell")]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 24), st.integers(0, 24)), max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_marks_cover_the_same_words_again(rows):
    play = Screenplay("x", {}, (Element("action", "the old brass bell rings", NOWHERE),), (), ())
    made = [definition_of(6, str(i)) for i in range(3)]
    marks = tuple(TagMark(0, min(a, b), max(a, b), made[d].id) for d, a, b in rows)
    again = read_tags(open_fdx(write_fdx(play, TagSet(stock_categories(), tuple(made), marks)), "x"))

    def covered(found):
        return {(m.definition, i) for m in found for i in range(m.start, m.end)}

    assert covered(again.marks) == covered(marks)


def test_tags_into_a_file_touch_runs_and_tag_data_only():
    document = open_fdx(TAGGED, "x")
    play = document.screenplay
    at = next(i for i, e in enumerate(play.elements) if e.kind == "action")
    dog, pier = definition_of(11, "dog"), definition_of(30, "pier")
    start = play.elements[at].text.index("dog")
    tags = TagSet(stock_categories(), (dog, pier), (TagMark(0, 5, 9, pier.id), TagMark(at, start, start + 3, dog.id)))
    tagged = tag_document(document, tags)
    again = read_tags(tagged)
    assert words(tagged.screenplay, again) == [(30, "pier", "PIER"), (11, "dog", "dog")]
    assert [c.id for c in again.categories][:3] == ["own-cast", "own-props", "own-animals"]
    assert len(again.categories) == 29
    assert b'<Text>EXT. </Text><Text TagNumber="1">PIER</Text><Text> - DAY</Text>' in tagged.write()
    assert b'CatId="own-animals"' in tagged.write()
    assert b'<Text Style="Bold">bell</Text>' in tagged.write()
    bare = tag_document(tagged, TagSet(stock_categories()))
    assert b"TagNumber" not in bare.write()
    assert read_tags(bare).marks == ()


@pytest.mark.parametrize("data", ["", "<TagData/>", "<TagData></TagData>", "<TagData><TagCategories/></TagData>"])
def test_tags_into_a_file_without_any(data):
    text = f'<FinalDraft Version="5"><Content><Paragraph Type="Action"><Text>a bell</Text></Paragraph></Content>{data}'
    bell = definition_of(6, "bell")
    tags = TagSet(stock_categories(), (bell,), (TagMark(0, 2, 6, bell.id),))
    tagged = tag_document(open_fdx(f"{text}</FinalDraft>".encode(), "x"), tags)
    assert read_tags(tagged) == tags
    assert len(ET.fromstring(tagged.write()).findall("TagData")) == 1


@pytest.mark.real
@pytest.mark.skipif(not REAL, reason="NOT RUN: ../shared/scripts/fdx is absent or nothing of it was asked for: real files were not tagged")
@pytest.mark.parametrize("path", [p for p in REAL if p.stem in ("storyboarder_test", "little_women")], ids=lambda p: p.stem)
def test_real_files_take_our_breakdown_and_give_it_back(path):
    data = path.read_bytes()
    document = open_fdx(data, path.name)
    tags = tags_of_breakdown(document.screenplay, breakdown_of(document.screenplay))
    assert len(tags.marks) > 30
    on_headings = sum(document.screenplay.elements[m.element].kind == "heading" for m in tags.marks)
    assert on_headings <= 0.1 * len(tags.marks)
    tagged = tag_document(document, tags)
    assert set(read_tags(tagged).marks) == set(tags.marks)
    bare = tag_document(tagged, TagSet(stock_categories()))

    def rest(written: bytes):
        root = ET.fromstring(written)
        for node in root.findall("TagData"):
            root.remove(node)
        out = []
        for p in root.iter():
            runs: list[tuple[dict, str]] = []
            for t in [t for t in p if t.tag == "Text"]:
                if runs and runs[-1][0] == t.attrib:
                    runs[-1] = (t.attrib, runs[-1][1] + (t.text or ""))
                else:
                    runs.append((t.attrib, t.text or ""))
            out.append((p.tag, p.attrib, runs, [k.tag for k in p if k.tag != "Text"]) if p.tag != "Text" else None)
        return [row for row in out if row]

    assert rest(bare.write()) == rest(data)
