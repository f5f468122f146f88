"""GO, BACK, GOTO, STOP and what follows by itself, in the show's own time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.live.stage import Console, S, scene

from setpiece.errors import InputError
from setpiece.live import Back, Capture, Go, Goto, Hold, Off, Panic, Rate, Release, Resume, Show, Stop, parse_cues

LAMP, WINDOW, CHAIR = "n1#payload.lumen", "n2#payload.lumen", "n3#transform.translation"

BASIC = """
show = { curve = "linear", fade_s = 2, min_go_s = 0.3, goto_s = 0.5, back_s = 0.25, safe_look = "stand-by/safe", panic_s = 1 }
[[list]]
id = "main"
[[list.cue]]
id = "1"
move = [{ target = "desk lamp#lumen", to = 400 }]
[[list.cue]]
id = "2"
move = [{ target = "window light#lumen", to = 250, fade_s = 4 }]
[[list.cue]]
id = "3"
move = [{ target = "desk lamp#lumen", to = 1600, delay_s = 1 }]
[[list]]
id = "stand-by"
[[list.cue]]
id = "safe"
move = [{ target = "desk lamp#lumen", to = 50 }]
"""


def test_a_fade_of_two_stops() -> None:
    console = Console(BASIC)
    assert console.at(0) == {}
    console.at(1, Go())
    assert [console.at(t)[LAMP] for t in (1.0, 1.5, 2.0, 3.0, 9.0)] == pytest.approx([100, 141.42136, 200, 400, 400])
    assert console.told("complete") == ["main/1"]


def test_go_moves_only_what_the_cue_moves() -> None:
    console = Console(BASIC)
    console.at(0, Go())
    console.at(5, Capture("desk lamp#lumen", 30.0), Release("", 0.0))
    console.at(6, Capture("desk lamp#lumen", 30.0))
    values = console.at(7, Go())
    assert console.at(20)[LAMP] == 30.0, "cue 2 does not name it: the hand stays"
    assert values[WINDOW] == 1000.0


def test_goto_makes_the_whole_tracked_look() -> None:
    console = Console(BASIC)
    console.at(0, Goto("2"))
    assert console.at(0.25)[LAMP] == pytest.approx(200.0)
    assert console.at(0.5) == {LAMP: pytest.approx(400.0), WINDOW: pytest.approx(250.0)}
    console.at(1, Goto("3", time_s=0.0))
    assert console.at(1) == {LAMP: 1600.0, WINDOW: 250.0}
    console.at(2, Goto("1", time_s=0.0))
    assert console.at(2) == {LAMP: 400.0, WINDOW: 1000.0}, "what cue 2 moved is the scene's again"
    console.at(3, Goto("", time_s=0.0))
    assert console.at(3) == {LAMP: 100.0, WINDOW: 1000.0}


def test_back_is_the_look_before_in_its_own_time() -> None:
    console = Console(BASIC)
    console.at(0, Go())
    console.at(10, Go())
    console.at(20, Back())
    assert console.current() == "1"
    assert console.at(20.125)[WINDOW] == pytest.approx(500.0)
    assert console.at(20.25)[WINDOW] == pytest.approx(1000.0)
    console.at(21, Back(), Back())
    assert console.current() == ""
    assert console.log[-1].kind == "refused"


def test_a_delay_waits_where_the_last_fade_left_it() -> None:
    console = Console(BASIC)
    console.at(0, Goto("2", time_s=0.0), Go())
    assert console.at(0.99)[LAMP] == 400.0
    assert console.at(2.0)[LAMP] == pytest.approx(800.0)
    assert console.at(3.0)[LAMP] == pytest.approx(1600.0)


def test_a_second_go_at_once_is_a_mistake() -> None:
    console = Console(BASIC)
    console.at(1.0, Go())
    console.at(1.29, Go())
    assert (console.current(), console.log[-1].kind) == ("1", "refused")
    console.at(1.30, Go())
    assert console.current() == "2"


def test_stop_stops_and_a_second_one_goes_back() -> None:
    console = Console(BASIC)
    console.at(0, Go())
    console.at(1, Stop())
    assert console.at(5)[LAMP] == pytest.approx(200.0)
    console.at(6, Go())
    assert console.current() == "1", "GO takes the stopped fade up again"
    assert console.at(7)[LAMP] == pytest.approx(400.0)
    console.at(10, Go())
    console.at(12, Stop())
    assert console.at(13)[WINDOW] == pytest.approx(500.0)
    console.at(14, Stop())
    assert console.current() == "1"
    assert console.at(15)[WINDOW] == pytest.approx(1000.0)


def test_stop_when_nothing_moves_goes_back() -> None:
    console = Console(BASIC)
    console.at(0, Go())
    console.at(10, Stop())
    assert console.current() == ""


def test_hold_freezes_everything_and_resume_goes_on() -> None:
    console = Console(BASIC)
    console.at(0, Go())
    console.at(1, Hold(), Go())
    assert console.log[-1].kind == "refused"
    assert console.at(100)[LAMP] == pytest.approx(200.0)
    console.at(100, Resume())
    assert console.at(100.5)[LAMP] == pytest.approx(282.8427)
    assert console.at(101)[LAMP] == pytest.approx(400.0)


def test_rate_runs_the_rest_faster() -> None:
    console = Console(BASIC)
    console.at(0, Go())
    console.at(1, Rate(2.0))
    assert console.at(1.25)[LAMP] == pytest.approx(282.8427)
    assert console.at(1.5)[LAMP] == pytest.approx(400.0)
    console.at(2, Rate(0.0))
    assert console.log[-1].kind == "refused"


def test_panic_fades_to_the_safe_look_and_twice_is_at_once() -> None:
    console = Console(BASIC)
    console.at(0, Go())
    console.at(5, Go())
    console.at(6, Panic())
    assert console.at(6.5)[LAMP] == pytest.approx(141.42136)  # half way from 400 to 50 in stops
    stopped = console.at(6.5)[WINDOW]
    assert stopped == console.at(60)[WINDOW], "the safe look does not name it: it stands still"
    console = Console(BASIC)
    console.at(0, Goto("3", time_s=0.0))
    console.at(5, Panic())
    assert console.at(5.2)[LAMP] != 50.0
    console.at(5.2, Panic())
    assert console.at(5.2)[LAMP] == 50.0
    console.at(7, Goto("1", time_s=0.0))
    assert console.at(7)[LAMP] == 400.0


def test_a_hand_stands_above_and_gives_back_what_the_cue_wants() -> None:
    console = Console(BASIC)
    console.at(0, Capture("desk lamp#lumen", 10.0), Go())
    assert console.at(5)[LAMP] == 10.0
    console.at(5, Release("desk lamp#lumen", 2.0))
    assert console.at(6)[LAMP] == pytest.approx((10 * 400) ** 0.5)
    assert console.at(7)[LAMP] == pytest.approx(400.0)
    console.at(8, Capture("desk lampp#lumen", 1.0))
    assert "desk lamp" in console.log[-1].text


# --- follow-ons ------------------------------------------------------------------------------------

CHAIN = """
show = { curve = "linear", fade_s = 0.5 }
[[list]]
id = "main"
[[list.cue]]
id = "a"
follow_s = 0.1
move = [{ target = "desk lamp#lumen", to = 200 }]
[[list.cue]]
id = "b"
hang_s = 0.25
link = "a"
loop = 3
move = [{ target = "desk lamp#lumen", to = 400 }]
[[list.cue]]
id = "c"
"""


def test_chains_do_not_drift_however_often_anybody_looks() -> None:
    # a at 0, b at 0.1, done at 0.6, hang 0.25: a again at 0.85, and so on; after three links c at 4 * 0.85.
    for ticks in ([3.5], [i * 0.0137 for i in range(256)] + [3.5]):
        console = Console(CHAIN)
        console.at(0, Go())
        for t in ticks:
            console.at(t)
        fired = console.told("fired")
        assert fired == ["main/a", "main/b"] * 4 + ["main/c"]
        assert console.state.lists["main"].start_ns == round(4 * 0.85 * S)


def test_a_circle_without_time_ends() -> None:
    console = Console('[[list]]\nid="main"\n[[list.cue]]\nid="a"\nfollow_s=0\nlink="b"\n[[list.cue]]\nid="b"\nfollow_s=0\nlink="a"\n')
    console.at(0, Go())
    assert console.log[-1].kind == "note"
    console.at(1, Go("main"))
    assert console.told("refused") == []


def test_stop_stops_a_follow_on_too() -> None:
    console = Console(CHAIN)
    console.at(0, Go())
    console.at(0.05, Stop())
    console.at(9)
    assert console.current() == "a"
    console.at(9, Go())
    console.at(9.05)
    assert console.current() == "b"


# --- tracking, cue-only, block, assert, mark -------------------------------------------------------

LOOKS = """
show = { curve = "linear", fade_s = 0 }
[[list]]
id = "main"
[[list.cue]]
id = "1"
move = [{ target = "desk lamp#lumen", to = 200 }]
[[list.cue]]
id = "2"
cue_only = true
move = [{ target = "desk lamp#lumen", to = 999 }, { target = "window light#lumen", to = 5 }]
[[list.cue]]
id = "3"
move = [{ target = "chair#visible", to = false }]
[[list.cue]]
id = "4"
assert = true
mark = true
move = [{ target = "chair#visible", to = true }, { target = "chair#translation", to = [9, 9, 0], fade_s = 3 }]
[[list]]
id = "fx"
[[list.cue]]
id = "flash"
move = [{ target = "desk lamp#lumen", to = 7 }]
"""


def test_cue_only_is_put_back_by_the_next_cue() -> None:
    console = Console(LOOKS)
    console.at(0, Go())
    assert console.at(1, Go()) == {LAMP: 999.0, WINDOW: 5.0}
    console.at(2, Go())
    assert {LAMP: 200.0, WINDOW: 1000.0}.items() <= console.at(2).items()


def test_the_last_mover_owns_and_assert_takes_it_back() -> None:
    console = Console(LOOKS)
    console.at(0, Go(), Go("fx"))
    assert console.at(0)[LAMP] == 7.0
    console.at(1, Goto("2", time_s=0.0))
    assert console.at(1)[LAMP] == 999.0
    console.at(2, Goto("flash", "fx"))
    console.at(4, Go())
    assert console.at(4)[LAMP] == 200.0, "cue 3 puts the cue-only value back"
    console.at(5, Goto("flash", "fx"))
    console.at(7, Go())
    assert console.current() == "4"
    assert console.at(7)[LAMP] == 200.0, "asserted though cue 4 does not move it"


def test_a_list_of_higher_priority_stays_above_and_off_gives_back() -> None:
    console = Console(LOOKS.replace('id = "fx"', 'id = "fx"\npriority = 10'))
    console.at(0, Go("fx"), Go())
    assert console.at(0)[LAMP] == 7.0
    console.at(1, Off("fx", 0.0))
    assert console.at(1)[LAMP] == 200.0
    console.at(2, Off("main", 0.0))
    assert console.at(2)[LAMP] == 100.0, "nobody wants it: the scene's own"


def test_a_marked_cue_is_prepared_in_the_dark() -> None:
    console = Console(LOOKS)
    console.at(0, Goto("2", time_s=0.0), Go())
    assert console.told("preload") == ["main/4"]
    assert console.at(0)[CHAIR] == (9.0, 9.0, 0.0), "hidden, it is moved before its cue"
    assert console.at(0)["n3#visible"] is False
    console.at(1, Go())
    assert console.at(1)["n3#visible"] is True


def test_preview_is_blind() -> None:
    console = Console(BASIC)
    console.at(0, Go())
    before = console.state
    assert console.show.preview(console.state) == {LAMP: 400.0, WINDOW: 250.0}
    assert console.show.preview(console.state, cue="3") == {LAMP: 1600.0, WINDOW: 250.0}
    assert console.state is before
    with pytest.raises(InputError, match="no cue"):
        console.show.preview(console.state, cue="nine")


def test_a_show_that_does_not_fit_its_scene_is_refused_by_place() -> None:
    with pytest.raises(InputError, match=r"cues\.toml: list main, cue 1, move 1: the scene has no 'desk lam'"):
        Show(parse_cues(BASIC.replace("desk lamp", "desk lam", 1)), scene())


EVENTS = st.sampled_from([
    Go(), Go("fx"), Back(), Stop(), Stop("fx"), Goto("2"), Goto("3", time_s=0.2), Hold(), Resume(), Panic(), Rate(1.7), Rate(0.6),
    Off("fx"), Capture("chair#translation", [1.0, 0.0, 0.0], 0.3), Release(),
])  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 700), EVENTS), min_size=1, max_size=12), st.lists(st.integers(0, 9000), max_size=20))
def test_looking_changes_nothing(script: list[tuple[int, object]], looks: list[int]) -> None:
    """The state after events is the same whether or not time was asked for in between."""
    text = CHAIN.replace('"c"', '"2"\nmove = [{ target = "chair#translation", to = [0, 0, 3], fade_s = 2 }]') + """
[[list.cue]]
id = "3"
follow_s = 0.2
link = "a"
[[list]]
id = "fx"
priority = 1
[[list.cue]]
id = "flash"
fade_s = 1
hang_s = 0.1
link = "flash"
move = [{ target = "desk lamp#lumen", to = 7, delay_s = 0.15 }]
"""
    rare, often = Console(text), Console(text)
    now, left = 0, sorted(looks)
    for gap, event in script:
        now += gap
        while left and left[0] <= now:
            often.at(left.pop(0) / 1000)
        often.at(now / 1000, event)  # type: ignore[arg-type]
        rare.at(now / 1000, event)  # type: ignore[arg-type]
    for t in left:
        often.at(max(t, now) / 1000)
    assert often.at(30) == rare.at(30)
    assert often.state == rare.state
    assert often.log == rare.log
