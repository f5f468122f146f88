"""The tables behind all reports: nothing lost, nothing twice, sums that agree, numbers that stay."""

import msgspec
import pytest
from hypothesis import given, settings
from tests.script.reports.hostile import breakdowns, film, hostile, scene

from setpiece.errors import InputError
from setpiece.script.model import Beat, Breakdown
from setpiece.script.reports import SceneFacts, stock_palette, tabulate
from setpiece.script.reports._model import pages_of
from setpiece.script.reports._print_lists import spans


def wanted(b) -> set[tuple[str, str, str]]:
    """(scene id, category, name folded), read from the breakdown by rules of its own."""
    same = {"sfx": "special_effects", "vfx": "visual_effects"}
    found = set()
    for scene_id, s in b.scenes.items():
        for c in s.cast:
            found.add((scene_id, "cast", c.cast_id))
        for x in s.background:
            found.add((scene_id, "background", x.what.casefold()))
        for key, uses in s.elements.items():
            found |= {(scene_id, same.get(key, key), u.name.casefold()) for u in uses}
    return found


@settings(max_examples=60, deadline=None)
@given(breakdowns)
def test_every_element_of_every_scene_is_there_exactly_once(b):
    r = tabulate(b)
    listed = [
        (s.scene_id, g.key, i.cast_id if g.key == "cast" else i.name.casefold())
        for s in r.sheets for g in s.groups for i in g.items
    ]  # fmt: skip
    assert len(listed) == len(set(listed))
    assert set(listed) == wanted(b)
    assert len({(e.category, e.name.casefold()) for e in r.elements}) == len(r.elements)
    uses = [n for e in r.elements for n in e.scenes]
    assert len(uses) == sum(1 for _, key, _ in listed if key != "cast")
    assert sum(len(c.scenes) for c in r.cast) == sum(1 for _, key, _ in listed if key == "cast")


@settings(max_examples=60, deadline=None)
@given(breakdowns)
def test_eighths_add_up_everywhere(b):
    r = tabulate(b, days=[list(b.scenes)[:2]] if len(b.scenes) > 2 else [])
    total = sum(s.eighths for s in b.scenes.values())
    assert r.eighths == total == sum(s.eighths for s in r.sheets)
    assert sum(row.eighths for row in r.one_liner if row.kind == "scene") == total
    assert sum(row.eighths for row in r.one_liner if row.kind != "scene") in {0, total}
    for subject in ("INT/EXT", "Day/Night", "Strip", "Set", "Script day"):
        assert sum(x.eighths for x in r.statistics if x.subject == subject) == total
        assert sum(x.scenes for x in r.statistics if x.subject == subject) == len(b.scenes)
    groups = [{g.key for g in s.groups} for s in r.sheets]
    assert all(len(g) == len(s.groups) for g, s in zip(groups, r.sheets, strict=True))


@settings(max_examples=60, deadline=None)
@given(breakdowns)
def test_cast_numbers_are_a_permutation_and_stay(b):
    first = tabulate(b)
    numbers = {c.cast_id: c.number for c in first.cast}
    assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
    backwards = tabulate(b, order=list(b.scenes)[::-1], cast_numbers=numbers)
    assert {c.cast_id: c.number for c in backwards.cast} == numbers


def test_a_new_part_takes_the_next_free_number():
    kept = {"c1": 7, "c9": 2}
    r = tabulate(film(), cast_numbers=kept)
    assert {c.name: c.number for c in r.cast} == {"ANNA": 7, "RADIO VOICE": 1, "KOLYA": 3, "NEVER SEEN": 4}
    assert [c.number for c in r.cast] == sorted(c.number for c in r.cast)


def test_known_answers():
    r = tabulate(film(), facts={"b": SceneFacts(page="4", eighths=13, screen_seconds=75, shoot_minutes=95)}, title="Film")
    assert [(c.number, c.name, c.scenes, c.speaking_scenes, c.heard_scenes, c.lines, c.eighths) for c in r.cast] == [
        (1, "ANNA", ("1", "2", "2A"), ("1", "2", "2A"), (), 3, 17),
        (2, "RADIO VOICE", ("2",), ("2",), ("2",), 0, 13),
        (3, "KOLYA", ("1", "2A"), (), (), 0, 4),
        (4, "NEVER SEEN", (), (), (), 0, 0),
    ]
    assert [(e.category, e.name, e.scenes, e.most, e.implied) for e in r.elements] == [
        ("Background Actors", "passers-by", ("2",), 12, False),
        ("Vehicles", "taxi", ("2",), 2, False),
        ("Props", "knife", ("1", "2"), 3, False),
        ("Props", "letter", ("1",), 1, True),
        ("Special Effects", "smoke", ("1",), 1, False),
    ]
    assert [s.strip for s in r.sheets] == ["INT DAY", "EXT NIGHT", "EXT DUSK", "INT NIGHT"]
    assert [s.pages for s in r.sheets] == ["3/8", "1 5/8", "1/8", "1"]
    assert [s.cast_numbers for s in r.sheets] == [(1, 3), (1, 2), (1, 3), ()]
    street = r.sheets[1]
    assert (street.place, street.page, street.screen_time, street.shoot_time) == ("STREET - CORNER", "4", "1:15", "1:35")
    assert r.sheets[0].synopsis == "Anna waits."
    notes = {i.name: i.note for s in r.sheets for g in s.groups for i in g.items if g.key == "cast"}
    assert notes == {"ANNA": "", "KOLYA": "silent, minor", "RADIO VOICE": "V.O."}


def test_the_trades_strip_colours():
    p = stock_palette()
    assert p.colour(p.strip("INT", "DAY")) == "#ffffff"
    colours = {k: p.colour(p.strip(*k)) for k in (("EXT", "DAY"), ("INT", "NIGHT"), ("EXT", "NIGHT"))}

    def hue(colour: str) -> str:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        if blue > red and blue > green:
            return "blue"
        return "yellow" if red > 200 and green > 200 else "green" if green > max(red, blue) else "other"

    assert [hue(c) for c in colours.values()] == ["yellow", "blue", "green"]
    assert len({c.key for c in p.categories}) == len(p.categories)


@pytest.mark.parametrize(("eighths", "text"), [(0, "0"), (1, "1/8"), (4, "4/8"), (8, "1"), (12, "1 4/8"), (40, "5")])
def test_pages_are_never_reduced(eighths, text):
    assert pages_of(eighths) == text


def test_days_break_where_they_end_and_the_rest_is_not_lost():
    r = tabulate(film(), days=[["b", "a"], ["d"]])
    assert [(x.kind, x.scene or x.text) for x in r.one_liner] == [
        ("scene", "2"), ("scene", "1"), ("day", "END OF DAY 1 - 2 scenes, 1 7/8 pgs"), ("scene", "3"),
        ("day", "END OF DAY 2 - 1 scene, 1 pgs"), ("banner", "NOT SCHEDULED - 1/8 pgs"), ("scene", "2A"),
    ]  # fmt: skip


@pytest.mark.parametrize(("order", "days"), [(["a", "x"], []), (["a", "a"], []), ([], [["a"], ["a"]]), (["a"], [["b"]])])
def test_scenes_that_are_not_there_are_refused(order, days):
    with pytest.raises(InputError, match=r"order|days"):
        tabulate(film(), order=order, days=days)


def test_numbers_come_from_outside_then_from_the_writer_then_from_the_order():
    b = film()
    b = msgspec.structs.replace(b, scenes={**b.scenes, "e": scene("")})
    assert [s.scene for s in tabulate(b, numbers={"a": "101"}).sheets] == ["101", "2", "2A", "3", "5"]


def test_neighbours_are_written_as_a_span_and_no_others():
    order = ["1", "2", "2A", "3", "10", "11"]
    assert spans(["1", "2", "2A", "10", "11"], order) == "1–2A, 10, 11"
    assert spans([], order) == ""
    assert spans(["3", "2"], order) == "3, 2"


def test_names_nobody_should_have_make_tables():
    r = tabulate(hostile())
    assert all(i.name.strip() for s in r.sheets for g in s.groups for i in g.items)
    assert all(s.eighths >= 1 for s in r.sheets)
    for e in r.elements:
        assert len(e.scenes) <= len(r.sheets)


@pytest.mark.parametrize(
    ("beats", "said"),
    [
        (["Anna (34) waits. Then not."], "Anna (34) waits."),
        (["A beat.", "She runs to Dr. Koch. Rain."], "She runs to Dr. Koch."),
        (['"Now!" (It is late.) She goes off. Rain.'], "(It is late.)"),
        (["Rain."], "Rain."),
        (["one two three four five six seven eight nine ten eleven, twelve, thirteen."],
         "one two three four five six seven eight nine ten eleven, twelve..."),
        (["x" * 5000], "x" * 107 + "..."),
        ([], ""),
    ],
)  # fmt: skip
def test_a_synopsis_is_the_first_sentence_that_tells_something(beats, said):
    acts = tuple(Beat("action", i, text, 24, str(i)) for i, text in enumerate(beats))
    b = Breakdown({"a": scene("1", beats=acts)}, ())
    assert tabulate(b).sheets[0].synopsis == said


@pytest.mark.parametrize(("subjects", "told"), [(("c1",), "Ida peels an apple."), ((), "Ida falls off her chair.")])
def test_a_synopsis_passes_over_a_paragraph_in_which_nobody_acts(subjects, told):
    first = Beat("establish", 2, "Ida peels an apple.", 48, "a", subjects=subjects)
    made = msgspec.structs.replace(scene(), beats=(first, Beat("action", 4, "Ida falls off her chair.", 48, "b")))
    assert tabulate(Breakdown(scenes={"s001": made}, cast=())).sheets[0].synopsis == told
