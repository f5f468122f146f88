"""A take is on: what would be seen to pop waits, follow-ons wait, and everybody can read why."""

from __future__ import annotations

import math

import msgspec
import pytest
from tests.live.stage import Console

from setpiece.live import Capture, Go, Goto, Panic, Rolling, Seen, status_of, view_of
from setpiece.live._gate import sphere_in_view
from setpiece.tracking.model import Overscan

FORWARD = (math.sqrt(0.5), math.sqrt(0.5), 0.0, 0.0)
"""Looks along +Y."""
CAMERA = view_of((0.0, 0.0, 1.0), FORWARD, 25.0, (25.0, 14.0))
"""26.57 degrees to the left and right."""

CUES = """
show = { curve = "linear", fade_s = 0 }
[[list]]
id = "main"
[[list.cue]]
id = "1"
move = [{ target = "chair#visible", to = false }, { target = "wall#visible", to = false }, { target = "desk lamp#lumen", to = 1 }]
[[list.cue]]
id = "2"
move = [{ target = "chair#translation", to = [9, 0, 0] }, { target = "wall#translation", to = [0, 20, 0] }]
[[list.cue]]
id = "3"
follow_s = 1
move = [{ target = "chair#translation", to = [0, 6, 0], fade_s = 2 }]
[[list.cue]]
id = "4"
"""


def test_a_frustum_is_what_a_lens_table_says() -> None:
    # 25 mm on 25 mm: the edge lies at half a metre to the side for every metre ahead.
    assert (CAMERA.left, CAMERA.right) == pytest.approx((0.5, 0.5))
    assert CAMERA.top == pytest.approx(0.28)
    wider = view_of((0, 0, 0), FORWARD, 25.0, (25.0, 14.0), Overscan(left_deg=18.434949, right_deg=0, top_deg=0, bottom_deg=0))
    assert wider.left == pytest.approx(1.0), "26.565 + 18.435 = 45 degrees"
    assert wider.right == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("at", "radius", "seen"),
    [
        ((0.0, 10.0, 1.0), 0.1, True),
        ((4.9, 10.0, 1.0), 0.01, True),
        ((5.1, 10.0, 1.0), 0.01, False),
        ((-5.1, 10.0, 1.0), 0.01, False),
        ((5.1, 10.0, 1.0), 0.2, True),
        ((0.0, 10.0, 4.1), 0.01, False),
        ((0.0, -2.0, 1.0), 1.0, False),
        ((0.0, -0.5, 1.0), 1.0, True),
    ],
)
def test_what_is_in_frame(at: tuple[float, float, float], radius: float, seen: bool) -> None:
    assert sphere_in_view(CAMERA, at, radius) is seen


def test_pops_in_frame_wait_for_the_cut_and_those_outside_do_not() -> None:
    console = Console(CUES)
    values = console.at(1, Seen(CAMERA), Rolling(True, "slate"), Go())
    assert values["n1#payload.lumen"] == 1.0, "light is no pop"
    assert values["n4#visible"] is False, "out of frame"
    assert "n3#visible" not in values
    assert [(h.kind, h.what, h.reason) for h in status_of(console.show, console.state).held] == [
        ("pop", "n3#visible", "rolling, and it is inside the inner frustum")
    ]
    console.at(2, Rolling(False, "slate"))
    assert console.at(2)["n3#visible"] is False
    assert status_of(console.show, console.state).held == ()


def test_a_pop_is_let_go_when_the_camera_looks_away() -> None:
    console = Console(CUES)
    console.at(1, Seen(CAMERA), Rolling(True), Go())
    away = view_of((0.0, 0.0, 1.0), (0.5, 0.5, -0.5, -0.5), 25.0, (25.0, 14.0))
    console.at(2, Seen(away))
    assert console.at(2)["n3#visible"] is False
    assert "n3#visible" in console.told("let go")


def test_teleports_wait_into_the_frame_and_out_of_it() -> None:
    console = Console(CUES)
    console.at(0, Goto("1", time_s=0.0), Capture("wall#visible", True))
    console.at(1, Seen(CAMERA), Rolling(True), Go())
    held = [h.what for h in status_of(console.show, console.state).held]
    assert held == ["n3#transform.translation", "n4#transform.translation"]
    console.at(2, Go())
    assert [h.what for h in status_of(console.show, console.state).held] == ["n4#transform.translation"]
    assert console.at(3)["n3#transform.translation"] == (0.0, 5.5, 0.0), "a move that takes its time is none"


def test_a_child_in_frame_holds_its_parent() -> None:
    console = Console(CUES)
    up = view_of((0.0, 0.0, 10.0), FORWARD, 25.0, (25.0, 14.0))
    console.at(0, Seen(up), Rolling(True), Go())
    assert console.at(0)["n3#visible"] is False, "too low to be seen"
    over = view_of((0.0, 0.0, 3.4), FORWARD, 25.0, (25.0, 14.0))  # the bottom edge is at 2.0 m where the chair stands
    console = Console(CUES)
    console.at(0, Seen(over), Rolling(True), Go())
    assert console.told("held") == [], "the cushion ends at 1.9 m"
    console.at(1, Rolling(False), Capture("cushion#translation", [0.0, 0.0, 2.0]), Capture("chair#visible", True))
    console.at(2, Rolling(True), Capture("chair#visible", False))
    assert console.told("held") == ["n3#visible"]


def test_without_a_camera_nothing_is_known_and_pops_wait() -> None:
    console = Console(CUES)
    console.at(0, Rolling(True, "tracker"), Go())
    assert {h.reason for h in status_of(console.show, console.state).held} == {
        "rolling, and no tracked camera says whether it is in frame"
    }


def test_panic_waits_for_nobody() -> None:
    console = Console(CUES.replace("fade_s = 0 }", 'fade_s = 0, safe_look = "main/1", panic_s = 0 }'))
    console.at(0, Seen(CAMERA), Rolling(True), Panic())
    assert console.at(0)["n3#visible"] is False


def test_follow_ons_wait_for_the_cut_and_then_begin() -> None:
    console = Console(CUES)
    console.at(0, Goto("2", time_s=0.0))
    console.at(1, Rolling(True), Go())
    console.at(60)
    assert console.current() == "3"
    assert ("follow-on", "main/3", "rolling") in [(h.kind, h.what, h.reason) for h in status_of(console.show, console.state).held]
    console.at(61, Rolling(False))
    assert console.current() == "4"
    assert console.state.lists["main"].start_ns == 61_000_000_000


def test_a_follow_on_that_is_allowed_does_not_wait() -> None:
    console = Console(CUES.replace("follow_s = 1", "follow_s = 1\nwhile_rolling = true"))
    console.at(0, Goto("2", time_s=0.0))
    console.at(1, Rolling(True), Go())
    console.at(2)
    assert console.current() == "4"


def test_rolling_is_on_while_any_source_says_so() -> None:
    console = Console(CUES)
    console.at(0, Rolling(True, "slate"), Rolling(True, "operator"), Rolling(False, "slate"))
    assert console.state.rolling == ("operator",)
    console.at(1, Rolling(False))
    assert console.told("rolling") == ["slate", "operator"]


def test_a_held_pop_that_another_list_overtook_is_forgotten() -> None:
    console = Console(CUES + '[[list]]\nid = "fx"\npriority = 1\n[[list.cue]]\nid = "x"\nmove = [{ target = "chair#visible", to = true }]\n')
    console.at(0, Seen(CAMERA), Rolling(True), Go(), Go("fx"), Rolling(False))
    assert console.at(1)["n3#visible"] is True


def test_a_dissolve_is_no_pop_where_outputs_can_do_one() -> None:
    console = Console(CUES.replace("fade_s = 0 }", "fade_s = 2, dissolve = true }"))
    console.at(0, Seen(CAMERA), Rolling(True), Go())
    assert console.at(0.5)["n3#visible"] is True
    assert console.show.dissolves(console.state) == {"n3": 0.75, "n4": 0.75}
    assert console.at(2)["n3#visible"] is False
    assert console.show.dissolves(console.state) == {}


def test_what_is_hidden_may_move_in_frame() -> None:
    console = Console(CUES)
    console.at(0, Capture("n9#visible", False), Capture("wall#visible", False), Capture("wall#translation", [0.0, 5.0, 1.0]))
    console.at(1, Seen(CAMERA), Rolling(True), Capture("wall#translation", [0.0, 7.0, 1.0]))
    assert console.told("held") == []
    console.at(2, Capture("wall#visible", True))
    assert console.told("held") == ["n4#visible"]


def test_a_view_that_is_no_number_is_no_view() -> None:
    console = Console(CUES)
    console.at(0, Seen(msgspec.structs.replace(CAMERA, position_m=(math.nan, 0.0, 0.0))), Rolling(True), Go())
    assert "no tracked camera" in status_of(console.show, console.state).held[0].reason


def test_a_snap_is_a_pop_whatever_time_it_was_given() -> None:
    console = Console(CUES.replace('curve = "linear"', 'curve = "snap"'))
    console.at(0, Seen(CAMERA), Rolling(True), Goto("2", time_s=5.0))
    assert "n3#transform.translation" in console.told("held")
