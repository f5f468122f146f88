"""Universal Schedule Standard: today's and older files in, nothing lost, errors that name the field."""

import json

import msgspec
import pytest
from hypothesis import given, settings
from tests.script.mutator import CASES, chance, mutated
from tests.script.reports.hostile import breakdowns, film, hostile

from setpiece.errors import InputError
from setpiece.script.reports import (
    ReportSettings,
    SceneFacts,
    read_uss,
    report,
    schedule_days,
    tabulate,
    uss_schedule,
    write_uss,
)

NEW = {
    "universalScheduleStandard": {
        "id": "s1", "author": "A. Person", "company": None, "created": "2026-01-02T00:00:00.000Z", "description": "d",
        "episode": None, "episodeName": None, "name": "First", "project": "Film", "schedColor": "Blue",
        "schedDate": "", "scriptColor": "Pink", "scriptDate": "", "season": None, "source": "x", "version": "0.9.0",
        "_mood": {"deep": [1, {"x": None}]},
        "breakdowns": [
            {"id": "b1", "comments": None, "created": "", "description": "Rain", "elements": ["e1", "e2"], "pages": 0.375,
             "scene": "12A", "scriptPage": "9", "time": 5700000, "type": "scene", "_mine": 1},
            {"id": "b2", "comments": "c", "created": "", "description": "Walk", "elements": [], "pages": 2, "scene": "13",
             "scriptPage": "10", "time": None, "type": "scene"},
            {"id": "d1", "created": "", "type": "day", "elements": [], "pages": None},
            {"id": "n1", "created": "", "type": "banner", "description": "LUNCH"},
        ],
        "calendars": [{"id": "c1", "name": "Cal", "daysOff": [0, 6], "events": [
            {"id": "v1", "type": "start", "name": None, "date": "2026-03-01T08:00:00.000Z", "_v": True}]}],
        "categories": [{"id": "k1", "ucid": 100, "created": "", "elements": ["e1"], "name": "Cast Members", "_k": "v"},
                       {"id": "k2", "catId": 104, "created": "", "elements": ["e2"], "name": "Props"}],
        "elements": [
            {"id": "e1", "created": "", "doodDropAllow": False, "doodDropDays": 14, "doodHoldAllow": True, "doodInclude": True,
             "elementId": "1", "elementIdLock": True, "events": [], "linkedElements": ["e2"], "name": "GEORGE", "_n": 0.5},
            {"id": "e2", "created": "", "elementId": "", "linkedElements": [], "name": "Petals"},
        ],
        "stripboards": [{"id": "p1", "name": "First Pass", "calendar": "c1", "_p": [], "boards": [
            {"id": "o1", "name": "stripboard", "breakdownIds": ["n1", "b1", "d1", "b2"], "_o": 3},
            {"id": "o2", "name": "boneyard", "breakdownIds": []}]}],
    },
    "_beside": [True],
}  # fmt: skip
OLD = {
    "universalScheduleStandard": {
        "id": "s2", "ussVersion": "1.0.0", "name": "Old",
        "breakdowns": [
            {"id": "b1", "type": "strip", "bannerText": None, "scene": "1", "duration": 5400000, "pages": 3, "elements": ["e1"]},
            {"id": "b2", "type": "strip", "scene": "2", "duration": None, "pages": 1.625, "elements": []},
            {"id": "b3", "type": "strip", "scene": "3", "pages": 0.125, "elements": ["gone"]},
        ],
        "categories": [{"id": "k1", "ucid": 104, "name": "Props", "elements": []}],
        "elements": [{"id": "e1", "category": "k1", "elementId": None, "isIdLock": False, "isDood": False, "isHold": False,
                      "isDrop": False, "doodDayCount": 12, "linkedElements": [], "events": [], "daysOff": [], "name": "Cane"}],
        "stripboards": [{"id": "p1", "name": "One", "calendar": "nowhere", "boards": [
            {"id": "o1", "name": "stripboard", "breakdownArrays": [["b2", "b1"], "b3"]},
            {"id": "o2", "name": "boneyard", "breakdownArrays": []}]}],
    }
}  # fmt: skip


def raw(body) -> bytes:
    return json.dumps(body).encode()


def test_today_s_keys_are_read():
    u = read_uss(raw(NEW), "new.uss")
    assert (u.name, u.version, u.company, u.script_color) == ("First", "0.9.0", "", "Pink")
    assert [(b.id, b.type, b.scene, b.pages, b.time_ms) for b in u.breakdowns] == [
        ("b1", "scene", "12A", 0.375, 5700000), ("b2", "scene", "13", 2, None), ("d1", "day", "", None, None),
        ("n1", "banner", "", None, None),
    ]  # fmt: skip
    assert [(c.ucid, c.elements) for c in u.categories] == [(100, ("e1",)), (104, ("e2",))]
    george, petals = u.elements
    assert (george.dood_drop_allow, george.dood_drop_days, george.element_id, george.linked_elements) == (False, 14, "1", ("e2",))
    assert (petals.dood_drop_allow, petals.dood_drop_days, petals.dood_include) == (True, 10, True)
    assert u.calendars[0].days_off == (0, 6)
    assert u.calendars[0].events[0].type == "start"
    assert not u.findings
    assert schedule_days(u, {"12A": "sa", "13": "sb"}) == (("sa",), ("sb",))
    assert schedule_days(u, {"13": "sb"}, "First Pass") == (("sb",),)
    assert schedule_days(u, {"13": "sb"}, "No such pass") == ()


def test_older_keys_are_read():
    u = read_uss(raw(OLD), "old.uss")
    assert u.version == "1.0.0"
    assert [(b.type, b.time_ms) for b in u.breakdowns] == [("scene", 5400000), ("scene", None), ("scene", None)]
    cane = u.elements[0]
    assert (cane.dood_include, cane.dood_hold_allow, cane.dood_drop_allow, cane.dood_drop_days) == (False, False, False, 12)
    assert u.categories[0].elements == ("e1",)
    assert schedule_days(u, {"1": "x", "2": "y", "3": "z"}) == (("y", "x"), ("z",))
    assert {f.code for f in u.findings} == {"uss-reference"}
    assert len(u.findings) == 2
    named = read_uss(raw(OLD).replace(b"doodDayCount", b"dropDayCount"), "old.uss")
    assert named.elements[0].dood_drop_days == 12


@pytest.mark.parametrize("body", [NEW, OLD], ids=["new", "old"])
def test_a_round_trip_loses_nothing(body):
    first = read_uss(raw(body), "a")
    written = write_uss(first)
    assert read_uss(written, "b") == first
    assert write_uss(read_uss(written, "b")) == written

    def custom(value, at=""):
        if isinstance(value, dict):
            for key, inner in value.items():
                if key.startswith("_") or key in {"bannerText", "category"}:
                    yield f"{at}.{key}", inner
                else:
                    yield from custom(inner, f"{at}.{key}")
        elif isinstance(value, list):
            for i, inner in enumerate(value):
                yield from custom(inner, f"{at}[{i}]")

    assert dict(custom(json.loads(written))) == dict(custom(body))


def test_every_key_of_the_standard_is_written():
    whole = json.loads(write_uss(read_uss(raw(OLD), "old")))["universalScheduleStandard"]
    assert set(NEW["universalScheduleStandard"]) - {"_mood"} <= set(whole)
    for part in ("breakdowns", "elements"):
        assert {k for k in NEW["universalScheduleStandard"][part][0] if k[0] != "_"} <= set(whole[part][0])


WRONG = [
    (("breakdowns", 0, "pages"), "1", "breakdowns[0].pages"), (("breakdowns", 0, "pages"), -1, "breakdowns[0].pages"),
    (("breakdowns", 1, "scene"), 13, "breakdowns[1].scene"), (("breakdowns", 1, "type"), "scenes", "breakdowns[1].type"),
    (("breakdowns", 1, "id"), "b1", "breakdowns[1].id"), (("breakdowns", 1, "id"), "", "breakdowns[1].id"),
    (("breakdowns", 0, "elements"), {"e1": 1}, "breakdowns[0].elements"),
    (("breakdowns", 0, "elements", 1), None, "breakdowns[0].elements[1]"), (("breakdowns", 0), [], "breakdowns[0]"),
    (("breakdowns", 0, "time"), True, "breakdowns[0].time"), (("elements", 0, "doodInclude"), 1, "elements[0].doodInclude"),
    (("elements", 0, "doodDropDays"), 1.5, "elements[0].doodDropDays"), (("categories", 0, "ucid"), "100", "categories[0].ucid"),
    (("categories", 1, "catId"), 1e300, "categories[1].catId"), (("calendars", 0, "daysOff", 1), 7, "calendars[0].daysOff[1]"),
    (("calendars", 0, "events", 0, "type"), "end", "calendars[0].events[0].type"), (("name",), 5, "name"),
    (("stripboards", 0, "boards", 0, "breakdownIds", 2), 5, "stripboards[0].boards[0].breakdownIds[2]"),
    (("stripboards",), "none", "stripboards"), (("elements",), 0, "elements"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "where"), WRONG, ids=[w for *_, w in WRONG])
def test_a_wrong_value_is_named_by_its_field(path, value, where):
    body = json.loads(json.dumps(NEW))
    at = body["universalScheduleStandard"]
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(InputError) as caught:
        read_uss(raw(body), "my.uss")
    assert caught.value.where == f"my.uss: {where}"
    assert caught.value.remedy


@pytest.mark.parametrize("part", ["breakdowns", "categories", "elements"])
def test_what_the_standard_requires_is_required(part):
    body = json.loads(json.dumps(NEW))
    del body["universalScheduleStandard"][part]
    with pytest.raises(InputError) as caught:
        read_uss(raw(body), "my.uss")
    assert caught.value.where == f"my.uss: {part}"


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"5", b"null", b"{}", b"PK\x03\x04", b"\xff\xfe{\x00", b"[" * 100_000, b'{"a":' * 50_000, b"NaN",
     b'{"universalScheduleStandard": []}', b'{"universalScheduleStandard": NaN}', b'{"universalScheduleStandard": "\xff"}'],
)  # fmt: skip
def test_what_is_no_schedule_is_refused(data):
    with pytest.raises(InputError) as caught:
        read_uss(data, "my.uss")
    assert caught.value.where.startswith("my.uss")


def test_a_byte_order_mark_is_no_obstacle():
    assert read_uss(b"\xef\xbb\xbf" + raw(NEW), "x") == read_uss(raw(NEW), "x")


# --- ours


@settings(max_examples=40, deadline=None)
@given(breakdowns)
def test_our_schedule_holds_our_breakdown(b):
    r = tabulate(b)
    u = read_uss(report("schedule", "uss", b), "x")
    assert not u.findings
    elements = {e.id: e for e in u.elements}
    home = {e: c for c in u.categories for e in c.elements}
    assert set(home) == set(elements)
    assert sum(len(c.elements) for c in u.categories) == len(elements)
    for sheet, got in zip(r.sheets, u.breakdowns, strict=True):
        assert (got.scene, round(got.pages * 8), got.description) == (sheet.scene, sheet.eighths, sheet.synopsis)
        assert len(set(got.elements)) == len(got.elements)
        listed = sorted((home[e].name, elements[e].name.casefold()) for e in got.elements if home[e].ucid >= 100)
        assert listed == sorted((g.name, i.name.casefold()) for g in sheet.groups for i in g.items)
        heads = {home[e].name: elements[e].name for e in got.elements if home[e].ucid < 100}
        assert heads["INT/EXT"] == sheet.int_ext
        assert heads["Day/Night"] == sheet.time_of_day


def test_days_go_out_and_come_back():
    days = (("b", "a"), ("d",))
    u = uss_schedule(tabulate(film(), facts={"a": SceneFacts(shoot_minutes=95, unit="Main")}, days=days), created="2026-01-02")
    again = read_uss(write_uss(u), "x")
    assert again == u
    assert schedule_days(again, {"1": "a", "2": "b", "2A": "c", "3": "d"}) == days
    assert again.breakdowns[0].time_ms == 5_700_000
    boards = again.stripboards[0].boards
    assert sum(len(b.ids) for b in boards) == len(again.breakdowns)
    assert [b.name for b in boards] == ["stripboard", "boneyard"]
    cast = next(c for c in again.categories if c.ucid == 100)
    assert [e.element_id for e in again.elements if e.id in cast.elements] == ["1", "3", "2"]
    assert {e.dood_include for e in again.elements if e.id not in cast.elements} == {False}


def test_a_breakdown_alone_is_no_schedule_and_ids_stay():
    first, second = (read_uss(report("schedule", "uss", film(), settings=ReportSettings(title=t)), "x") for t in "ab")
    assert first.stripboards == first.calendars == ()
    assert [e.id for e in first.elements] == [e.id for e in second.elements]
    assert all(len(e.id) == 24 and int(e.id, 16) for e in first.elements)
    names = read_uss(report("schedule", "uss", hostile()), "x")
    assert not names.findings


# --- fuzz

TOKENS = [
    b"{", b"}", b"[", b"]", b",", b":", b'"', b"null", b"true", b"-1", b"1e400", b"1e30", b"0.5", b'"id"', b'"b1"', b"[[]]",
    b'"breakdownArrays"', b'"breakdownIds"', b'"time"', b'"\\ud800"', b"\\", b"\xff", b"\x00", b'"universalScheduleStandard"',
    b"99999999999999999999999", b'"type":"day",', b'""',
]  # fmt: skip


def replaced(rng, body) -> bytes:
    """The file with one value, anywhere in it, changed for another: JSON that stays JSON."""
    whole = json.loads(json.dumps(body))
    at, key = whole, "universalScheduleStandard"
    while isinstance(at[key], (dict, list)) and at[key] and rng.random() < 0.85:
        at = at[key]
        keys = list(at) if isinstance(at, dict) else range(len(at))
        key = keys[int(rng.integers(0, len(keys)))]
    values = (None, True, 0, -1, 1.5, 10**30, "", "b1", [], ["b1"], [["b1"], 3], {}, {"id": "x"}, "x" * 300)
    at[key] = values[int(rng.integers(0, len(values)))]
    return msgspec.json.encode(whole) if rng.random() < 0.9 else raw(whole)


def test_mutations_never_break_the_reader():
    count, rng = CASES, chance("uss")
    seeds = [NEW, OLD]
    refused = 0
    for case in range(count):
        seed = seeds[case % 2]
        data = replaced(rng, seed) if case % 4 < 2 else mutated(rng, raw(seed), TOKENS, 3)
        try:
            read = read_uss(data, "x")
        except InputError:
            refused += 1
            continue
        if case % 16 == 0:
            assert read_uss(write_uss(read), "x") == read
    assert 0.2 * count < refused < 0.9 * count
