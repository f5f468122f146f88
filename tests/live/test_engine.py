"""The engine at its edges: what a session becomes, and that no event, however odd, ends the show."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.live.stage import S
from tests.live.test_journal import SCENE, SHOW, TEXT

from setpiece.live import (
    Arm,
    Capture,
    Clock,
    Engine,
    Event,
    Go,
    Goto,
    Off,
    Osc,
    Panic,
    Rate,
    Release,
    Rolling,
    Seen,
    Sensed,
    Show,
    State,
    Stop,
    Timecode,
    parse_cues,
)  # fmt: skip
from setpiece.live.model import Pose, View


def test_a_take_is_baked_into_edits() -> None:
    engine = Engine(SHOW, 0)
    engine.handle(Goto("3", time_s=0.0), 0)
    engine.handle(Capture("chair#translation", [1.0, 2.0, 0.0]), 0)
    engine.frame(S)
    edits = engine.bake("kim")
    assert {(r.node, r.property) for r in edits.records} >= {("n3", "transform.translation"), ("n1", "payload.lumen")}
    chair = next(r for r in edits.records if r.node == "n3" and r.property == "transform.translation")
    assert (chair.value, chair.base, chair.author, chair.host) == ((1.0, 2.0, 0.0), (0.0, 5.0, 0.0), "kim", "live")
    shown = engine.session.shown()
    assert shown.nodes["n3"].transform.translation == (1.0, 2.0, 0.0)
    assert engine.end() is SCENE
    assert engine.session.shown() == SCENE


def test_what_nobody_listens_to_leaves_no_trace() -> None:
    engine = Engine(SHOW, 0)
    before = engine.state
    for event in (Clock(5.0), Timecode(7), Osc("/level", (1.0,)), Sensed({"BEN": None})):
        assert engine.handle(event, S) == ()
    assert engine.state is before
    engine.handle(Sensed({"BEN": None, "ANNA": Pose((9.0, 0.0, 0.0))}), S)
    assert set(engine.state.subjects) == {"ANNA"}


ANY_TEXT = st.one_of(st.sampled_from(["", "main", "fx", "1", "flash", "near", "sun", "chair#translation", "desk lamp#tint"]), st.text(max_size=5))
ANY_NUMBER = st.one_of(st.floats(), st.floats(0, 3))
ANY_VALUE = st.one_of(ANY_NUMBER, st.booleans(), ANY_TEXT, st.lists(ANY_NUMBER, max_size=4))
ANY_VECTOR = st.tuples(*[ANY_NUMBER] * 3)
ANY_TURN = st.tuples(*[ANY_NUMBER] * 4)
ANY_POSE = st.builds(Pose, ANY_VECTOR, st.one_of(st.none(), ANY_TURN))
ANY_EVENT: st.SearchStrategy[Event] = st.one_of(
    st.builds(Go, ANY_TEXT), st.builds(Goto, ANY_TEXT, ANY_TEXT, ANY_NUMBER), st.builds(Rate, ANY_NUMBER, ANY_TEXT),
    st.builds(Off, ANY_TEXT, ANY_NUMBER), st.builds(Capture, ANY_TEXT, ANY_VALUE, ANY_NUMBER), st.builds(Release, ANY_TEXT, ANY_NUMBER),
    st.builds(Arm, ANY_TEXT, st.booleans()), st.builds(Rolling, st.booleans()), st.builds(Panic), st.builds(Stop),
    st.builds(Sensed, st.dictionaries(st.sampled_from(["ANNA", "BEN"]), st.one_of(st.none(), ANY_POSE))),
    st.builds(Seen, st.builds(View, ANY_VECTOR, ANY_TURN, *[ANY_NUMBER] * 4)),
    st.builds(Osc, st.just("/level"), st.lists(st.one_of(ANY_NUMBER, st.booleans(), ANY_TEXT), max_size=2).map(tuple)),
    st.builds(Timecode, st.integers(-(2**40), 2**40)), st.builds(Clock, ANY_NUMBER),
)  # fmt: skip
FUZZED = Show(parse_cues(TEXT + """
[[reaction]]
id = "level"
when = { osc = "/level" }
map = { target = "desk lamp#tint", input = [0, 1], output = ["2000 K", [1, 0, 1]], smooth_s = 0.1 }
[[reaction]]
id = "looks"
when = { facing = ["ANNA", "chair"] }
below = 20
go = "main"
[[reaction]]
id = "fast"
when = { speed = "ANNA" }
above = 2
go = "fx"
[[reaction]]
id = "at"
when = { timecode = "00:00:02:00" }
cue = "main/2"
"""), SCENE)


@settings(max_examples=120)
@given(st.lists(st.tuples(st.integers(0, 2000), ANY_EVENT), max_size=12))
def test_no_event_breaks_the_show(script: list[tuple[int, Event]]) -> None:
    engine, now = Engine(FUZZED, 0), 0
    for gap, event in script:
        now += gap
        engine.handle(event, now * S // 1000)
        engine.frame(now * S // 1000)  # the session takes every value: none is out of its property's range
        data = msgspec.msgpack.encode(engine.state)
        assert msgspec.msgpack.encode(msgspec.msgpack.decode(data, type=State)) == data


