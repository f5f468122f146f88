"""Faces get the light that was designed; fixtures stand where they can; exposure follows."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from tests.cast.sets import car, room, scene, slope, table_room

from setpiece.cast import block
from setpiece.geometry import Boxes, inside_boxes, quat_rotate
from setpiece.light import light
from setpiece.scene.ids import IdSlice
from setpiece.scene.model import Transform
from setpiece.sets.model import Pin, Practical, Solid

TIMES = ("DAY", "NIGHT", "DAWN", "DUSK", "MORNING", "AFTERNOON", "EVENING")
MOODS = ("calm", "tense", "romantic", "sad", "comic", "action", "horror", "noir", "joyful", "eerie")


def lit(sheet, plan, ids=None, pins=None):
    blocking = block(sheet, (), plan, "s1", IdSlice()).blocking
    return blocking, light(sheet, plan, blocking, "s1", ids or IdSlice(), pins or {})


def lux_at_face(actor, nodes, roles):
    """Written anew from photometry: Lambertian emitter or cone, inverse square, face normal from nose and eyes."""
    eye = np.array(actor.landmarks["eyes"])
    normal = np.array(actor.landmarks["nose"]) - eye
    normal[2] = 0.0
    normal /= np.linalg.norm(normal)
    total = 0.0
    for n in nodes:
        if n.payload.role not in roles or n.payload.shape not in {"area", "spot"}:
            continue
        source = np.array(n.transform.translation)
        out = np.array(quat_rotate(n.transform.rotation, (0.0, 0.0, -1.0)))
        d = eye - source
        r = np.linalg.norm(d)
        leaving = max(np.dot(d, out) / r, 0)
        if n.payload.shape == "spot":
            candela = n.payload.lumen / (4 * math.pi) * (math.acos(min(leaving, 1.0)) < n.payload.cone_rad / 2)
        else:
            candela = n.payload.lumen / math.pi * leaving
        total += candela * max(np.dot(-d, normal) / r, 0) / r**2
    return total


@pytest.mark.parametrize("count", [1, 2, 3, 5])
@pytest.mark.parametrize("time", ["DAY", "NIGHT"])
def test_every_face_is_keyed_near_the_design(count, time):
    blocking, result = lit(scene(count, time), room(8, 7))
    for actor in blocking.actors[:4]:
        got = lux_at_face(actor, result.fragment.nodes, {"key"})
        assert 0.3 * result.plan.key_lux < got < 3.0 * result.plan.key_lux


def test_the_stated_key_is_what_arrives():
    blocking, result = lit(scene(1), room())
    got = lux_at_face(blocking.actors[0], result.fragment.nodes, {"key"})
    assert abs(got - result.plan.key_lux) < 0.03 * result.plan.key_lux


def test_the_key_comes_from_the_side_and_above():
    for plan in (room(), room(10, 9, 4.0)):
        blocking, result = lit(scene(1), plan)
        key = next(n for n in result.fragment.nodes if n.payload.role == "key")
        actor = blocking.actors[0]
        d = np.array(key.transform.translation) - np.array(actor.landmarks["eyes"])
        bearing = math.atan2(-d[0], d[1])
        off = abs(math.degrees(math.remainder(bearing - actor.yaw, 2 * math.pi)))
        assert 25 <= off <= 66
        assert 2.0 <= key.transform.translation[2] <= 2.7


@pytest.mark.parametrize("sheet", [scene(2), scene(4, "NIGHT"), scene(1, "EVENING")])
def test_no_fixture_is_inside_anything(sheet):
    furniture = (
        Solid("s.p8", (0.4, 1.9, 0.4), (1.0, 0.4, 0.4)),
        Solid("s.p9", (2.3, 0.0, 1.1), (0.3, 1.5, 1.1)),
    )
    plan = room(furniture=furniture)
    blocking, result = lit(sheet, plan)
    boxes = Boxes.build([(s.center, s.half, s.rotation) for s in plan.solids])
    people = Boxes.build([(s.center, s.half, s.rotation) for a in blocking.actors for s in a.solids])
    for n in result.fragment.nodes:
        if n.payload.role == "practical":
            continue
        at = np.array([n.transform.translation])
        assert not inside_boxes(at, boxes, 0.02).any(), n.name
        assert not inside_boxes(at, people, 0.15).any(), n.name


@pytest.mark.parametrize("time", ["DAY", "MORNING", "AFTERNOON", "DAWN", "DUSK"])
@pytest.mark.parametrize("count", [1, 2])
def test_the_sun_does_not_backlight_the_first_two(time, count):
    blocking, result = lit(scene(count, time), slope())
    sun = result.plan.environment.sun
    assert sun.lux > 0
    assert sun.elevation_rad > 0
    off = []
    for a in blocking.actors[:2]:
        face = (-math.sin(a.yaw), math.cos(a.yaw))
        cosine = face[0] * math.sin(sun.azimuth_rad) + face[1] * math.cos(sun.azimuth_rad)
        off.append(math.degrees(math.acos(max(-1.0, min(1.0, cosine)))))
    assert sum(off) / len(off) <= 120


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("mood", MOODS)
def test_exposure_puts_the_face_in_the_middle(time, mood):
    _, result = lit(scene(2, time, (mood,)), room())
    total = result.plan.key_lux + result.plan.fill_lux
    skin = 0.35 * total / (2.5 * 2**result.plan.environment.exposure_ev100)
    assert 0.05 < skin < 0.32
    assert result.plan.mood == mood


def test_moods_change_the_ratio():
    def ratio(mood):
        plan = lit(scene(1, "NIGHT", (mood,)), room())[1].plan
        return (plan.key_lux + plan.fill_lux) / plan.fill_lux

    assert ratio("noir") > ratio("tense") > ratio("calm") > ratio("joyful")


def test_night_is_darker_than_day_and_outdoors_brighter_than_in():
    day, night = lit(scene(2), room())[1].plan, lit(scene(2, "NIGHT"), room())[1].plan
    out = lit(scene(2), slope())[1].plan
    assert out.environment.exposure_ev100 - day.environment.exposure_ev100 > 4
    assert day.environment.exposure_ev100 - night.environment.exposure_ev100 > 1
    assert day.environment.sky.kind == "interior"
    assert out.environment.sky.kind == "clear"


def test_rain_takes_the_sun_away():
    sheet = scene(1)
    wet = msgspec.structs.replace(sheet, heading="EXT. FIELD - DAY (RAIN)")
    _, result = lit(wet, slope())
    assert result.plan.environment.sun.lux == 0
    assert result.plan.environment.sky.kind == "overcast"


def test_a_raincoat_is_no_weather():
    _, result = lit(msgspec.structs.replace(scene(1), heading="EXT. RAINCOAT FACTORY - DAY"), slope())
    assert result.plan.environment.sun.lux > 0


def test_windows_and_lamps_motivate():
    _, day = lit(scene(2), room())
    _, night = lit(scene(2, "NIGHT"), room())

    def by_role(r, role):
        return [n for n in r.fragment.nodes if n.payload.role == role]

    assert any(n.payload.motivation == "s.p3" for n in day.fragment.nodes)
    assert by_role(night, "practical")[0].payload.lumen == 600
    assert by_role(day, "practical")[0].payload.lumen < 600


def test_a_cabin_is_lit_from_inside_it():
    blocking, result = lit(scene(2), car())
    for n in result.fragment.nodes:
        x, y, z = n.transform.translation
        if n.payload.role in {"key", "fill", "ambient"}:
            assert z < 1.44
            assert min(math.dist((x, y, z), a.landmarks["eyes"]) for a in blocking.actors) < 1.6


def test_empty_scenes_are_lit_too():
    for plan in (room(), slope(), table_room()):
        for time in ("DAY", "NIGHT"):
            result = lit(scene(0, time), plan)[1]
            assert -6 < result.plan.environment.exposure_ev100 < 17
            assert not plan.interior or len(result.fragment.nodes) >= 3


def test_pins_hold():
    _, first = lit(scene(2), room())
    key = next(n for n in first.fragment.nodes if n.payload.role == "key")
    fill = next(n for n in first.fragment.nodes if n.payload.role == "fill")
    moved = Transform((0.1, 0.2, 2.0))
    _, again = lit(scene(2), room(), first.ids, {key.id: Pin(transform=moved), fill.id: Pin(deleted=True)})
    nodes = {n.id: n for n in again.fragment.nodes}
    assert nodes[key.id].transform == moved
    assert fill.id not in nodes
    assert again.ids == first.ids


def test_twice_is_the_same_to_the_byte():
    one, two = lit(scene(3, "NIGHT"), room())[1], lit(scene(3, "NIGHT"), room())[1]
    assert msgspec.json.encode((one.plan, one.fragment.nodes)) == msgspec.json.encode((two.plan, two.fragment.nodes))


def by_role(result, role):
    return [n for n in result.fragment.nodes if n.payload.role == role]


def by_day_and_night(plan):
    found = []
    for time in ("DAY", "NIGHT"):
        _, result = lit(scene(2, time), plan)
        seen = result.plan.key_lux / 2**result.plan.environment.exposure_ev100
        found.append((seen, sum(n.payload.lumen for n in by_role(result, "ambient")) / result.plan.key_lux))
    return found


def test_a_room_by_night_is_darker_at_its_edges_and_on_the_face_than_by_day():
    (day, day_ambient), (night, night_ambient) = by_day_and_night(room())
    assert night < 0.75 * day
    assert night_ambient < 0.6 * day_ambient


def test_ceilings_are_mostly_off_at_home_by_night():
    lamps = (Practical("s.p7", (0, 0, 2.7), 1400, 3000, "ceiling"), Practical("s.p8", (1, 1, 0.8), 400, 2700, "table"))
    _, result = lit(scene(1, "NIGHT"), room(practicals=lamps))
    burning = {n.payload.motivation: n.payload.lumen for n in by_role(result, "practical")}
    assert burning["s.p7"] < burning["s.p8"] == 400


def test_pale_ground_is_closed_down():
    field = {"interior": False, "kind": "landscape", "openings": (), "practicals": (), "ceiling_m": 0.0, "solids": ()}
    meadow, desert = (lit(scene(1), room(20, 20, variant=v, **field))[1] for v in ("meadow", "desert"))
    assert desert.plan.environment.exposure_ev100 > meadow.plan.environment.exposure_ev100 + 0.2
