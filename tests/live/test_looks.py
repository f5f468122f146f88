"""What a cue makes of light, colour and sun while it fades, and whose times it takes."""

from __future__ import annotations

import math

import pytest
from tests.live.stage import Console, S, scene

from setpiece.live import Go, Show, Stop, parse_cues
from setpiece.live._colour import black_body_rgb

LAMP, WINDOW, CHAIR = "n1#payload.lumen", "n2#payload.lumen", "n3#transform.translation"


def test_times_come_from_the_move_the_family_the_cue_and_the_show() -> None:
    show = Show(parse_cues("""
[show]
fade_s = 1
curve = "linear"
fades.sky.fade_s = 7
[[list]]
id = "main"
[[list.cue]]
id = "1"
fade_s = 2
fades.light = { fade_s = 3, delay_s = 0.5 }
move = [
  { target = "desk lamp#lumen", to = 1, fade_s = 4 },
  { target = "window light#lumen", to = 1 },
  { target = "chair#translation", to = [0, 0, 0] },
]
[[list.cue]]
id = "2"
move = [{ target = "environment#sky.lux", to = 1 }, { target = "chair#translation", to = [1, 0, 0], curve = "snap" }, { target = "desk lamp#kelvin", to = 5000 }]
"""), scene())
    times = {m.slot: (m.fade_ns / S, m.delay_ns / S) for c in show.lists["main"].cues for m in c.moves}
    assert times == {
        LAMP: (4, 0.5), WINDOW: (3, 0.5), "environment#sky.lux": (7, 0), CHAIR: (0, 0), "n1#payload.kelvin": (1, 0),
    }  # fmt: skip
    assert show.lists["main"].cues[0].moves[2].fade_ns == 2 * S


COLOURS = """
show = { curve = "linear", fade_s = 2, min_go_s = 0 }
[place]
latitude_deg = 45
[[list]]
id = "main"
[[list.cue]]
id = "1"
fade_s = 0
move = [{ target = "desk lamp#tint", to = "2000 K" }, { target = "sun", to = [120, 30] }]
[[list.cue]]
id = "2"
move = [{ target = "desk lamp#tint", to = "10000 K" }, { target = "sun", to = [240, 30] }]
[[list.cue]]
id = "3"
move = [{ target = "desk lamp#tint", to = [0, 0, 0] }]
"""


def test_colour_temperatures_stay_on_the_locus_and_other_colours_do_not_need_to() -> None:
    console = Console(COLOURS)
    console.at(0, Go(), Go())
    assert console.at(1)["n1#payload.tint"] == pytest.approx(black_body_rgb(10000 / 3))
    console.at(1, Stop(), Go())
    assert console.at(1.5)["n1#payload.tint"] == pytest.approx(black_body_rgb(1 / (1 / 2000 - 0.75 * (1 / 2000 - 1 / 10000))))
    console.at(3, Go())
    # To black in OKLab: half the lightness is an eighth of the light.
    assert console.at(4)["n1#payload.tint"] == pytest.approx([c / 8 for c in black_body_rgb(10000)], abs=1e-6)


def test_the_sun_leaves_as_two_slots_and_rises_on_its_way() -> None:
    console = Console(COLOURS)
    console.at(0, Go(), Go())
    values = console.at(1)
    # From east-south-east to west-south-west by way of the south, and there above both ends.
    assert math.degrees(values["environment#sun.azimuth_rad"]) == pytest.approx(180.0)  # type: ignore[arg-type]
    assert math.degrees(values["environment#sun.elevation_rad"]) > 45.0  # type: ignore[arg-type]
    assert console.at(2)["environment#sun.azimuth_rad"] == pytest.approx(math.radians(240))
