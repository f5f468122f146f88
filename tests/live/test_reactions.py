"""The set answers: zones, distances, looks, speeds, OSC, time; what fails is disabled and the show goes on."""

from __future__ import annotations

import math

import pytest
from tests.live.stage import Console

from setpiece.live import Arm, Clock, Go, Goto, Hold, Osc, Panic, Resume, Rolling, Sensed, Timecode, status_of
from setpiece.live._measures import facing_deg, outside_m
from setpiece.live.model import Pose, Zone

LAMP = "n1#payload.lumen"
HEAD = """
show = { curve = "linear", fade_s = 0, release_s = 0 }
[[list]]
id = "main"
[[list.cue]]
id = "1"
[[list.cue]]
id = "2"
[[list]]
id = "fx"
[[list.cue]]
id = "in"
move = [{ target = "desk lamp#lumen", to = 800 }]
[[list.cue]]
id = "out"
move = [{ target = "desk lamp#lumen", to = 8 }]
[[zone]]
id = "door"
center = [0, 0, 1]
size = [2, 2, 2]
hysteresis_m = 0.5
"""


def reaction(*lines: str, id_: str = "r") -> str:
    return "\n".join([HEAD, "[[reaction]]", f'id = "{id_}"', *lines, ""])


def at(x: float, y: float = 0.0, z: float = 1.0, turn: tuple[float, ...] | None = None) -> Pose:
    return Pose((x, y, z), turn)  # type: ignore[arg-type]


def test_zones_by_hand() -> None:
    box = Zone("b", (1.0, 0.0, 0.0), (2.0, 4.0, 2.0), yaw_deg=90.0)  # turned: 4 m along x, 2 m along y
    assert outside_m(box, (1.0, 0.0, 0.0)) == -1.0
    assert outside_m(box, (4.0, 0.0, 0.0)) == pytest.approx(1.0)
    assert outside_m(box, (6.0, 5.0, 0.0)) == pytest.approx(5.0)  # 3 along, 4 across
    round_ = Zone("c", (0.0, 0.0, 0.0), radius_m=1.0, height_m=2.0)
    assert outside_m(round_, (0.0, 0.5, 1.0)) == -0.5
    assert outside_m(round_, (4.0, 0.0, 6.0)) == pytest.approx(5.0)
    assert outside_m(round_, (0.0, 0.0, -0.25)) == 0.25


def test_facing_by_hand() -> None:
    forward = (math.sqrt(0.5), math.sqrt(0.5), 0.0, 0.0)
    assert facing_deg(forward, (0, 0, 0), (0, 5, 0)) == pytest.approx(0.0, abs=1e-5)
    assert facing_deg(forward, (0, 0, 0), (5, 5, 0)) == pytest.approx(45.0)
    assert facing_deg(forward, (0, 0, 0), (0, -1, 0)) == pytest.approx(180.0)


def test_a_zone_is_entered_at_its_border_and_left_behind_it() -> None:
    console = Console(reaction('when = { zone = "door", subject = "ANNA" }', 'cue = "fx/in"'))
    for i, x in enumerate((3.0, 1.01, 1.0, 1.4, 0.9, 1.49, 1.6, 1.2)):
        console.at(i, Sensed({"ANNA": at(x), "BEN": at(0.0)}))
    assert console.told("fired") == ["fx/in"], "1.4 and 1.49 are within the hysteresis"
    console.at(9, Sensed({"ANNA": at(1.0)}))
    assert console.told("fired") == ["fx/in"] * 2


def test_leaving_fires_on_leave_only() -> None:
    console = Console(reaction('when = { zone = "door", subject = "ANNA" }', 'on = "leave"', 'cue = "fx/out"'))
    console.at(0, Sensed({"ANNA": at(9.0)}))
    assert console.told("fired") == [], "who was never in has not left"
    console.at(1, Sensed({"ANNA": at(0.0)}), Sensed({"ANNA": at(9.0)}))
    assert console.told("fired") == ["fx/out"]


def test_distance_to_a_subject_and_to_a_node() -> None:
    console = Console(reaction('when = { distance = ["ANNA", "BEN"] }', "below = 2", 'cue = "fx/in"')
                      + reaction('when = { distance = ["ANNA", "chair"] }', "above = 9", 'cue = "fx/out"', id_="far").replace(HEAD, ""))  # fmt: skip
    console.at(0, Sensed({"ANNA": at(0.0)}))
    console.at(1, Sensed({"BEN": at(1.5)}))
    assert console.told("fired") == ["fx/in"]
    console.at(2, Sensed({"ANNA": at(0.0, 15.0)}))
    assert console.told("fired") == ["fx/in", "fx/out"]


def test_speed_is_taken_over_a_tenth_of_a_second() -> None:
    console = Console(reaction('when = { speed = "ANNA" }', "above = 3", "hysteresis = 1", 'cue = "fx/in"'))
    for i in range(30):
        console.at(i / 60, Sensed({"ANNA": at(2.0 * i / 60 + 0.02 * (i % 2))}))
    assert console.told("fired") == [], "2 m/s, and 2 cm of noise that a frame-to-frame speed would take for 1.2 m/s more"
    for i in range(30, 60):
        console.at(i / 60, Sensed({"ANNA": at(1.0 + 4.0 * (i - 30) / 60)}))
    assert console.told("fired") == ["fx/in"]


def test_osc_with_and_without_a_threshold() -> None:
    console = Console(reaction('when = { osc = "/pad/1" }', 'go = "main"')
                      + reaction('when = { osc = "/fader", argument = 1 }', "above = 0.5", 'cue = "fx/in"', id_="f").replace(HEAD, ""))  # fmt: skip
    assert console.show.listens == {"/pad/1", "/fader"}
    console.at(0, Osc("/pad/1", (1.0,)), Osc("/pad/1", (0.0,)), Osc("/pad/1", ()), Osc("/pad/2", (1.0,)))
    assert console.told("fired") == ["main/1", "main/2"]
    console.at(1, Osc("/fader", (0, 0.4)), Osc("/fader", (0, 0.6)), Osc("/fader", (0, 0.9)))
    assert console.told("fired")[2:] == ["fx/in"]


def test_timecode_fires_once_when_it_is_passed_and_not_when_it_jumps() -> None:
    console = Console(reaction('when = { timecode = "00:00:10:00" }', 'cue = "fx/in"'))  # 24 fps: frame 240
    console.at(0, Timecode(200), Timecode(230), Timecode(239))
    assert console.told("fired") == []
    console.at(1, Timecode(241), Timecode(242))
    assert console.told("fired") == ["fx/in"]
    console.at(2, Timecode(0), Timecode(1000))
    assert len(console.told("fired")) == 1, "it was jumped over"
    console.at(3, Timecode(240))
    assert len(console.told("fired")) == 2, "located to exactly"


def test_the_time_of_day_also_over_midnight() -> None:
    console = Console(reaction('when = { time = "00:00:01" }', 'cue = "fx/in"'))
    console.at(0, Clock(86399.0), Clock(86399.9), Clock(0.5))
    assert console.told("fired") == []
    console.at(1, Clock(1.5), Clock(2.5))
    assert console.told("fired") == ["fx/in"]
    console.at(2, Clock(43000.0), Clock(1.5))
    assert len(console.told("fired")) == 1, "the clock was set"


def test_who_is_lost_for_long_enough() -> None:
    console = Console(reaction('when = { lost = "ANNA" }', "above = 0.5", 'cue = "fx/out"'))
    console.at(9)
    assert console.told("fired") == [], "never seen is not lost"
    console.at(10, Sensed({"ANNA": at(0)}))
    console.at(10.4, Sensed({"ANNA": at(0)}))
    console.at(10.6, Sensed({"ANNA": None}))
    assert console.told("fired") == []
    console.at(30)
    assert console.told("fired") == ["fx/out"]
    assert console.state.lists["fx"].start_ns == 10_900_000_000
    console.at(31, Sensed({"ANNA": at(0)}))
    console.at(40)
    assert console.told("fired") == ["fx/out"] * 2


def test_a_trigger_of_a_cue() -> None:
    text = HEAD.replace('id = "in"', 'id = "in"\ntrigger = [{ when = { zone = "door", subject = "ANNA" } }]')
    console = Console(text)
    console.at(0, Sensed({"ANNA": at(9.0)}), Sensed({"ANNA": at(0.0)}))
    assert (console.told("fired"), console.at(0)[LAMP]) == (["fx/in"], 800.0)


def test_reactions_sleep_during_a_take_and_do_not_wake_with_a_bang() -> None:
    lines = ('when = { zone = "door", subject = "ANNA" }', 'cue = "fx/in"')
    console = Console(reaction(*lines))
    console.at(0, Sensed({"ANNA": at(9.0)}), Rolling(True), Sensed({"ANNA": at(0.0)}))
    assert console.told("fired") == []
    assert [(h.kind, h.what, h.reason) for h in status_of(console.show, console.state).held] == [("reaction", "r", "rolling")]
    console.at(1, Rolling(False), Sensed({"ANNA": at(0.1)}))
    assert console.told("fired") == []
    flagged = Console(reaction(*lines, "while_rolling = true"))
    flagged.at(0, Rolling(True), Sensed({"ANNA": at(0.0)}))
    assert flagged.told("fired") == ["fx/in"]


def test_reactions_sleep_on_hold_and_after_a_panic() -> None:
    console = Console(reaction('when = { osc = "/x" }', 'go = "main"'))
    console.at(0, Hold(), Osc("/x"), Resume(), Osc("/x"))
    assert console.told("fired") == ["main/1"]
    console.at(1, Panic(), Osc("/x"))
    assert console.told("fired") == ["main/1"]
    console.at(2, Goto("in", "fx"), Osc("/x"))
    assert console.told("fired") == ["main/1", "fx/in", "main/2"]


# --- mappings --------------------------------------------------------------------------------------

MAP = 'map = { target = "desk lamp#lumen", input = [4, 0], output = [100, 1600]%s }'


def test_a_mapping_goes_between_its_ends_as_a_fade_would() -> None:
    console = Console(reaction('when = { axis = "x", subject = "ANNA" }', MAP % ""))
    values = [console.at(i, Sensed({"ANNA": at(x)}))[LAMP] for i, x in enumerate((9.0, 4.0, 2.0, 1.0, 0.0, -5.0))]
    assert values == pytest.approx([100, 100, 400, 800, 1600, 1600])


def test_a_rate_limit_is_units_a_second_whoever_looks() -> None:
    for ticks in (range(1, 1001), (1000,)):
        console = Console(reaction('when = { axis = "x", subject = "ANNA" }', MAP % ", rate_per_s = 500"))
        console.at(0, Sensed({"ANNA": at(0.0)}))
        for ms in ticks:
            console.at(ms / 1000)
        assert console.at(1.0)[LAMP] == pytest.approx(600.0), "from the lamp's own 100"
    assert console.at(3.0)[LAMP] == pytest.approx(1600.0)
    assert console.show.at_rest(console.state)


def test_smoothing_is_a_time_constant_in_stops() -> None:
    console = Console(reaction('when = { axis = "x", subject = "ANNA" }', MAP % ", smooth_s = 0.2"))
    console.at(0, Sensed({"ANNA": at(0.0)}))
    # Four stops up from 100; after one time constant 1 - 1/e of them are done.
    assert console.at(0.2)[LAMP] == pytest.approx(100 * 2 ** (4 * (1 - math.exp(-1))), rel=1e-6)


def test_a_mapping_stands_above_cues_until_it_is_off() -> None:
    console = Console(reaction('when = { axis = "x", subject = "ANNA" }', MAP % ""))
    console.at(0, Sensed({"ANNA": at(2.0)}), Go("fx"))
    assert console.at(1)[LAMP] == pytest.approx(400.0)
    console.at(2, Arm("r", False))
    assert console.at(2)[LAMP] == 800.0
    console.at(3, Sensed({"ANNA": at(4.0)}))
    assert console.at(3)[LAMP] == 800.0


# --- failures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (('when = { zone = "dor", subject = "ANNA" }', 'cue = "fx/in"'), "there is no zone 'dor'"),
        (('when = { zone = "door", subject = "ANNA" }', 'cue = "fx/inn"'), "list fx has no cue 'inn'"),
        (('when = { osc = "/a" }', 'go = "nobody"'), "there is no list"),
        (('when = { timecode = "1h" }', 'cue = "fx/in"'), "not a timecode"),
        (('when = { time = "26:00" }', 'cue = "fx/in"'), "no time of day"),
        (('when = { osc = "/a" }', 'map = { target = "desk lamb#lumen", input = [0, 1], output = [0, 1] }'), "desk lamp"),
        (('when = { osc = "/a" }', 'map = { target = "chair#visible", input = [0, 1], output = [false, true] }'), "a switch"),
    ],
)
def test_what_can_never_work_is_disabled_from_the_start(lines: tuple[str, ...], told: str) -> None:
    console = Console(reaction(*lines))
    assert console.told("disabled") == ["r"]
    assert told in status_of(console.show, console.state).reactions[0].fault
    console.at(0, Go(), Sensed({"ANNA": at(0.0)}), Osc("/a", (1.0,)))
    assert console.told("fired") == ["main/1"]


def test_bad_data_disables_the_reaction_and_the_show_goes_on() -> None:
    console = Console(reaction('when = { zone = "door", subject = "ANNA" }', 'cue = "fx/in"')
                      + reaction('when = { osc = "/level" }', MAP % ", rate_per_s = 1", id_="m").replace(HEAD, ""))  # fmt: skip
    console.at(0, Sensed({"ANNA": at(math.nan)}), Osc("/level", ("loud",)), Go())
    assert console.told("disabled") == ["r", "m"]
    assert console.told("fired") == ["main/1"]
    console.at(1, Arm("r"), Sensed({"ANNA": at(0.0)}), Osc("/level", (math.inf,)))
    assert console.told("fired") == ["main/1", "fx/in"], "arming gives it another chance"


def test_facing_without_a_rotation_says_so() -> None:
    console = Console(reaction('when = { facing = ["ANNA", "chair"] }', "below = 20", 'cue = "fx/in"'))
    console.at(0, Sensed({"ANNA": at(0.0, turn=(math.sqrt(0.5), math.sqrt(0.5), 0.0, 0.0))}))
    assert console.told("fired") == ["fx/in"]
    console.at(1, Sensed({"ANNA": at(0.0)}))
    assert "sends no rotation" in console.log[-1].text
