"""Noir is hard, narrow and cut by blinds; lamps keep street hours; the day goes down by steps."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from tests.cast.sets import car, room, scene, slope
from tests.light.test_light import by_role, lit, lux_at_face

from setpiece.geometry import quat_rotate
from setpiece.scene.model import MeshPayload, Transform
from setpiece.sets.model import Pin, Practical

LAMPS = (
    Practical("s.p7", (4.0, 3.0, 6.2), 8000, 3000, "street"),
    Practical("s.p8", (-3.0, 5.0, 2.7), 1800, 3000, "wall"),
)


def town():
    field = slope()
    return room(
        18, 18, kind="street", variant="main", interior=False, solids=(), ceiling_m=0.0, openings=(), practicals=LAMPS,
        floor=field.floor,
    )  # fmt: skip


def blinds_of(result):
    return [n for n in result.fragment.nodes if isinstance(n.payload, MeshPayload)]


def lights_of(result):
    return [n for n in result.fragment.nodes if not isinstance(n.payload, MeshPayload)]


@pytest.mark.parametrize("time", ["DAY", "NIGHT", "EVENING"])
@pytest.mark.parametrize("count", [1, 2])
def test_noir_keys_stand_eight_to_one_over_their_fill(time, count):
    plan = room(openings=(), practicals=())
    blocking, result = lit(scene(count, time, ("noir",)), plan)
    face = blocking.actors[0]
    key, fill = (lux_at_face(face, lights_of(result), {r}) for r in ("key", "fill"))
    soft = fill + lux_at_face(face, lights_of(result), {"ambient"})
    assert (key + soft) / soft >= 8
    _, calm = lit(scene(count, time), plan)
    open_fill = lux_at_face(face, lights_of(calm), {"fill"})
    assert fill < 0.5 * open_fill


def test_a_noir_key_is_a_narrow_hard_spot_from_the_side():
    blocking, result = lit(scene(1, "NIGHT", ("noir",)), room(10, 9, openings=()))
    key = by_role(result, "key")[0]
    assert key.payload.shape == "spot"
    assert math.degrees(key.payload.cone_rad) <= 40
    assert key.payload.width_m <= 0.1
    actor = blocking.actors[0]
    d = np.array(key.transform.translation) - np.array(actor.landmarks["eyes"])
    off = math.remainder(math.atan2(-d[0], d[1]) - actor.yaw, 2 * math.pi)
    assert 50 <= abs(math.degrees(off)) <= 70
    assert lux_at_face(actor, [key], {"key"}) == pytest.approx(result.plan.key_lux, rel=0.05)


def test_noir_draws_a_blind_before_the_window_and_shines_through_it():
    plan = room()
    _, result = lit(scene(2, "NIGHT", ("noir",)), plan)
    (blind,) = blinds_of(result)
    window = plan.openings[0]
    assert math.dist(blind.transform.translation, window.position) < 0.1
    (lamp,) = [n for n in lights_of(result) if n.payload.motivation == window.node and n.payload.shape == "spot"
               and n.transform.translation[0] < window.position[0] - 1.0]  # fmt: skip
    way = quat_rotate(lamp.transform.rotation, (0.0, 0.0, -1.0))
    reach = (window.position[0] - lamp.transform.translation[0]) / way[0]
    through = [lamp.transform.translation[k] + way[k] * reach for k in range(3)]
    assert math.dist(through, window.position) < 0.05


def test_a_blind_lets_about_half_of_its_lamp_through_in_bars():
    plan = room()
    _, result = lit(scene(2, "NIGHT", ("noir",)), plan)
    (blind,) = blinds_of(result)
    lamp = min(lights_of(result), key=lambda n: n.transform.translation[0])
    geometry = result.fragment.resources.geometry[blind.payload.geometry]
    points = result.fragment.arrays[geometry.arrays["position"]].reshape(-1, 8, 3)[:-1]  # the last is the rail
    # in the blind's frame: y into the room, z up; the lamp stands at y < 0
    far = blind.transform.translation[0] - lamp.transform.translation[0]
    up = lamp.transform.translation[2] - blind.transform.translation[2]
    spans = []
    for slat in points:
        z = up + (slat[:, 2] - up) * far / (far + slat[:, 1])
        spans.append((float(z.min()), float(z.max())))
    spans.sort()
    gaps = [b[0] - a[1] for a, b in itertools.pairwise(spans)]
    assert min(gaps) > 0.02
    covered = sum(b - a for a, b in spans) / (spans[-1][1] - spans[0][0])
    assert 0.3 < covered < 0.7


@pytest.mark.parametrize(
    ("mood", "plan"), [(("calm",), room()), (("noir",), slope()), (("noir",), car()), (("noir",), room(openings=()))]
)
def test_no_blind_without_noir_or_without_a_window(mood, plan):
    assert blinds_of(lit(scene(1, "NIGHT", mood), plan)[1]) == []


def test_a_blind_can_be_moved_and_taken_away():
    sheet = scene(1, "NIGHT", ("noir",))
    _, first = lit(sheet, room())
    (blind,) = blinds_of(first)
    moved = Transform((0.5, 0.0, 1.0))
    _, again = lit(sheet, room(), first.ids, {blind.id: Pin(transform=moved)})
    assert blinds_of(again)[0].transform == moved
    _, gone = lit(sheet, room(), first.ids, {blind.id: Pin(deleted=True)})
    assert blinds_of(gone) == []
    assert gone.ids == first.ids


@pytest.mark.parametrize("time", ["DUSK", "EVENING", "NIGHT"])
def test_street_lamps_burn_from_dusk(time):
    burning = {n.payload.motivation: n.payload.lumen for n in by_role(lit(scene(2, time), town())[1], "practical")}
    assert burning["s.p7"] == 8000
    assert burning["s.p8"] > 0


@pytest.mark.parametrize("time", ["DAY", "MORNING", "AFTERNOON", "DAWN"])
def test_street_lamps_are_off_by_day(time):
    assert by_role(lit(scene(2, time), town())[1], "practical") == []


@pytest.mark.parametrize("place", [town, slope])
def test_exposure_opens_step_by_step_towards_the_night(place):
    hours = ("DAY", "AFTERNOON", "MORNING", "DAWN", "DUSK", "NIGHT")
    stops = [lit(scene(2, h), place())[1].plan.environment.exposure_ev100 for h in hours]
    assert stops == sorted(stops, reverse=True)
    assert stops[0] - stops[3] > 3
    assert stops[3] - stops[4] > 1.5


def test_indoors_the_day_goes_down_too():
    stops = [lit(scene(2, h), room())[1].plan.environment.exposure_ev100 for h in ("DAY", "DUSK", "NIGHT")]
    assert stops == sorted(stops, reverse=True)


def test_dawn_and_dusk_are_neither_day_nor_each_other():
    dawn, dusk, day = (lit(scene(2, h), slope())[1].plan.environment for h in ("DAWN", "DUSK", "DAY"))
    assert dusk.sun.kelvin < dawn.sun.kelvin < day.sun.kelvin
    assert max(dawn.sun.elevation_rad, dusk.sun.elevation_rad) < 0.3 * day.sun.elevation_rad
    warmth = [e.sky.horizon_color[0] / e.sky.horizon_color[2] for e in (day, dawn, dusk)]
    assert warmth == sorted(warmth)
    assert warmth[1] > 1.2 * warmth[0]


def test_the_country_is_lit_by_the_moon_and_a_town_by_its_lamps():
    (_, country), (_, street) = (lit(scene(2, "NIGHT"), p) for p in (slope(), town()))
    moon = country.plan.environment.sun
    assert moon.lux * math.sin(moon.elevation_rad) > country.plan.environment.sky.lux
    assert by_role(country, "key")[0].payload.kelvin > 7500 > by_role(street, "key")[0].payload.kelvin
    assert street.plan.key_lux > 2 * country.plan.key_lux


def test_the_moon_stands_behind_the_people():
    blocking, result = lit(scene(1, "NIGHT"), slope())
    moon = result.plan.environment.sun
    key = by_role(result, "key")[0].transform.translation
    eyes = blocking.actors[0].landmarks["eyes"]
    level = (key[0] - eyes[0]) * math.sin(moon.azimuth_rad) + (key[1] - eyes[1]) * math.cos(moon.azimuth_rad)
    assert level < 0


def test_a_lamp_on_a_wall_does_not_outshine_the_people():
    _, result = lit(scene(1, "NIGHT", ("noir",)), town())
    wall = next(n for n in by_role(result, "practical") if n.payload.motivation == "s.p8")
    assert wall.payload.lumen <= 20 * result.plan.key_lux


@pytest.mark.parametrize("mood", ["calm", "noir"])
def test_a_large_hall_by_night_is_not_left_black(mood):
    def level(plan):
        _, result = lit(scene(1, "NIGHT", (mood,)), plan)
        area = abs(4 * plan.floor[0][0] * plan.floor[0][1])
        lamps = sum(n.payload.lumen for n in by_role(result, "practical") + by_role(result, "ambient"))
        return lamps / area / result.plan.key_lux

    small, hall = (level(room(a, b, c, practicals=(), openings=())) for a, b, c in ((5, 4, 2.8), (20, 16, 6.0)))
    assert hall > 0.6 * small
    assert hall > (0.15 if mood == "calm" else 0.03)


def test_a_car_lights_its_road_by_night():
    def beams(time, plan):
        return [n for n in lit(scene(2, time), plan)[1].fragment.nodes if n.name.startswith("Headlight")]

    assert beams("DAY", car()) == []
    found = beams("NIGHT", car())
    assert len(found) == 2
    for n in found:
        way = quat_rotate(n.transform.rotation, (0.0, 0.0, -1.0))
        assert way[1] > 0.98
        assert way[2] < 0
        assert 12000 <= n.payload.lumen / (4 * math.pi) <= 30000
    assert beams("NIGHT", room(kind="vehicle", variant="train", ceiling_m=2.1)) == []


def test_keys_by_night_leave_the_room_to_its_lamps():
    _, night = lit(scene(1, "NIGHT"), room())
    key = by_role(night, "key")[0]
    assert key.payload.shape == "spot"
    assert math.degrees(key.payload.cone_rad) <= 90
