"""People stand where people can: on the floor, out of things, facing each other, seen from one side."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest

from setpiece.cast import block
from setpiece.cast._wardrobe import top_color
from setpiece.geometry import Boxes, first_hit, inside_boxes, quat_from_yaw
from setpiece.scene.ids import IdSlice
from setpiece.scene.model import Transform
from setpiece.sets.model import Pin, Seat, Solid

from .sets import car, room, scene, slope, table_room


def run(sheet, plan, ids=None, pins=None):
    return block(sheet, (), plan, "s1", ids or IdSlice(), pins or {})


def flat(a, b):
    return math.hypot(a.position[0] - b.position[0], a.position[1] - b.position[1])


def test_nobody_in_the_scene_is_nobody_on_stage():
    assert run(scene(0), room()).blocking.actors == ()


def test_a_pair_faces_each_other_at_talking_distance():
    a, b = run(scene(2), room()).blocking.actors
    assert 1.1 <= flat(a, b) <= 1.6
    for x, y in ((a, b), (b, a)):
        want = math.atan2(x.position[0] - y.position[0], y.position[1] - x.position[1])
        assert abs(math.remainder(x.yaw - want, 2 * math.pi)) < 1e-3
        assert x.faces == y.cast_id
        nose = np.array(x.landmarks["nose"][:2]) - np.array(x.landmarks["eyes"][:2])
        assert np.dot(nose, np.array(y.position[:2]) - np.array(x.position[:2])) > 0


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 12])
def test_nobody_stands_in_things_or_in_each_other(count):
    sofa = (
        Solid("s.p8", (0.4, 1.9, 0.4), (1.0, 0.4, 0.4)),
        Solid("s.p9", (-2.3, -1.5, 0.9), (0.3, 0.5, 0.9)),
    )
    plan = room(furniture=sofa)
    result = run(scene(count, extras=3), plan)
    actors = result.blocking.actors
    boxes = Boxes.build([(s.center, s.half, s.rotation) for s in plan.solids if s.kind != "ground"])
    for a in actors:
        x, y, z = a.position
        probes = np.array([(x, y, z + h) for h in (0.3, 0.9, 1.5)])
        assert not inside_boxes(probes, boxes, 0.15).any()
        assert abs(x) < 2.75
        assert abs(y) < 2.25
        assert z == 0.0
        assert not (abs(x - 1.8) < 0.55 and y < -2.5 + 0.9)
    for i, a in enumerate(actors):
        assert all(flat(a, b) >= 0.44 for b in actors[i + 1 :])
    assert sum(not a.background for a in actors) == count


def test_a_gaze_has_room():
    plan = room()
    boxes = Boxes.build([(s.center, s.half, s.rotation) for s in plan.solids])
    for count in (1, 2, 3):
        for a in run(scene(count), plan).blocking.actors:
            eye = np.array([(a.position[0], a.position[1], 1.5)])
            ahead = eye + np.array([(-math.sin(a.yaw), math.cos(a.yaw), 0.0)]) * 1.2
            assert first_hit(eye, ahead, boxes)[1][0] == -1


def test_a_group_leaves_every_face_open_to_one_side():
    actors = run(scene(5), room(10, 9)).blocking.actors
    mid = np.mean([a.position[:2] for a in actors[:2]], axis=0)
    cam = mid + np.array([0.0, -4.2])
    bearings = sorted(math.atan2(a.position[0] - cam[0], a.position[1] - cam[1]) for a in actors)
    assert min(b - a for a, b in zip(bearings, bearings[1:], strict=False)) > math.radians(3.0)


def test_people_at_a_table_sit_opposite_and_not_through_it():
    plan = table_room()
    actors = run(scene(2), plan).blocking.actors
    assert [a.pose for a in actors] == ["sit", "sit"]
    a, b = actors
    assert math.cos(a.yaw - b.yaw) < -0.9
    top = next(s for s in plan.solids if s.half == (0.6, 0.4, 0.015))
    boxes = Boxes.build([(top.center, top.half, top.rotation)])
    for actor in actors:
        for mark in ("head_top", "chest", "waist", "hips", "knees", "feet"):
            assert not inside_boxes(np.array([actor.landmarks[mark]]), boxes, 0.0).any()
        assert any(math.dist(actor.position[:2], s.position[:2]) < 1e-3 for s in plan.seats)


def test_more_people_than_chairs_stand_around():
    poses = [a.pose for a in run(scene(6), table_room()).blocking.actors]
    assert poses.count("sit") == 4
    assert poses.count("stand") == 2


def test_a_car_has_a_driver_and_heads_below_the_roof():
    actors = run(scene(3), car()).blocking.actors
    assert sum(a.pose == "drive" for a in actors) == 1
    driver = next(a for a in actors if a.pose == "drive")
    assert driver.position[:2] == (-0.38, 0.1)
    assert all(a.landmarks["head_top"][2] < 1.6 for a in actors)
    assert all(abs(a.position[2] - 0.25) < 1e-6 for a in actors)


@pytest.mark.parametrize("driver", ["c1", "c2", "c3"])
@pytest.mark.parametrize("leads", ["c1", "c2", "c3"])
def test_who_is_said_to_drive_has_the_wheel_whoever_speaks_first(driver, leads):
    sheet = scene(3)
    cast = tuple(msgspec.structs.replace(c, posture="drive" if c.cast_id == driver else "sit") for c in sheet.cast)
    beats = tuple(msgspec.structs.replace(b, speaker=leads) for b in sheet.beats[:1]) + sheet.beats[1:]
    actors = run(msgspec.structs.replace(sheet, cast=cast, beats=beats), car()).blocking.actors
    assert [a.cast_id for a in actors if a.pose == "drive"] == [driver]
    at = next(a for a in actors if a.cast_id == driver)
    assert at.position[:2] == (-0.38, 0.1)
    assert len({a.position for a in actors}) == 3


def test_passengers_stay_passengers_when_the_driver_is_left_out():
    sheet = scene(2)
    cast = (
        msgspec.structs.replace(sheet.cast[0], posture="sit"),
        msgspec.structs.replace(sheet.cast[1], posture="drive"),
    )
    sheet = msgspec.structs.replace(sheet, cast=cast)
    first = run(sheet, car())
    gone = next(a.node for a in first.blocking.actors if a.pose == "drive")
    again = run(sheet, car(), first.ids, {gone: Pin(deleted=True)}).blocking.actors
    kept = [a for a in first.blocking.actors if a.node != gone]
    assert [(a.cast_id, a.pose, a.position) for a in again] == [(a.cast_id, a.pose, a.position) for a in kept]


def test_feet_follow_the_ground():
    for a in run(scene(4), slope()).blocking.actors:
        assert abs(a.position[2] - 0.1 * (a.position[0] + 10)) < 1e-3
        assert abs(a.landmarks["feet"][2] - a.position[2]) < 2e-3


def test_a_newcomer_moves_nobody():
    before = run(scene(3, extras=2), room(8, 7))
    after = run(scene(5, extras=3), room(8, 7), before.ids)
    old = {a.node: a.position for a in before.blocking.actors}
    new = {a.node: a.position for a in after.blocking.actors}
    assert all(new[n] == p for n, p in old.items())
    assert len(new) == len(old) + 3


def test_those_who_stay_keep_their_marks_when_one_is_cut():
    before = run(scene(4), room(8, 7))
    after = run(scene(4, skip=(2,)), room(8, 7), before.ids)
    old = {a.cast_id: a.position for a in before.blocking.actors}
    kept = sum(old[a.cast_id] == a.position for a in after.blocking.actors)
    assert kept == len(after.blocking.actors) == 3


def test_pins_are_kept_exactly_and_others_work_around():
    first = run(scene(3), room(8, 7))
    a, b, _ = first.blocking.actors
    moved = Transform((*b.position[:2], 0.0), quat_from_yaw(0.3))
    again = run(scene(3), room(8, 7), first.ids, {a.node: Pin(transform=moved)})
    pinned = next(x for x in again.blocking.actors if x.node == a.node)
    assert pinned.position == moved.translation
    assert pinned.rotation == moved.rotation
    assert all(flat(pinned, x) > 0.4 for x in again.blocking.actors if x.node != a.node)
    gone = run(scene(3), room(8, 7), first.ids, {a.node: Pin(deleted=True)})
    assert a.node not in {x.node for x in gone.blocking.actors}
    assert gone.ids == first.ids


def test_a_full_floor_is_refused_by_name():
    result = run(scene(14), room(1.6, 1.5)).blocking
    assert result.refusals
    assert all("PERSON" in r for r in result.refusals)


def test_extras_keep_behind_the_main_actors():
    actors = run(scene(2, extras=6), room(12, 10)).blocking.actors
    mains = [a for a in actors if not a.background]
    extras = [a for a in actors if a.background]
    assert len(extras) >= 4
    line = max(a.position[1] for a in mains)
    assert all(e.position[1] > line for e in extras)


def test_extras_in_the_open_leave_the_middle_of_the_frame():
    field = room(24, 24, interior=False, kind="landscape", openings=(), practicals=(), ceiling_m=0.0, solids=())
    actors = run(scene(2, extras=6), field).blocking.actors
    mains = [a for a in actors if not a.background]
    extras = [a for a in actors if a.background]
    assert len(extras) == 6
    mid = np.mean([a.position[:2] for a in mains], axis=0)
    line = np.array(mains[1].position[:2]) - np.array(mains[0].position[:2])
    line /= np.sqrt((line**2).sum())
    for e in extras:
        off = np.array(e.position[:2]) - mid
        across, along = abs(float(off @ line)), abs(float(off[0] * line[1] - off[1] * line[0]))
        assert across > 0.18 * (along + 4.0) or along > 7.0
    yaws = sorted(round(e.yaw, 2) for e in extras)
    assert len(set(yaws)) >= 4


def test_knees_turn_aside_from_a_counter():
    counter = Solid("t.p9", (0.0, 0.62, 0.52), (1.5, 0.18, 0.52))
    stools = tuple(Seat(f"t.p{i}", (x, 0.0, 0.74), 0.0, "t.p9") for i, x in ((20, -0.5), (21, 0.5)))
    plan = room(8, 7, furniture=(counter,), kind="bar", variant="bar", seats=stools)
    actors = run(scene(2), plan).blocking.actors
    boxes = Boxes.build([(counter.center, counter.half, counter.rotation)])
    for a in actors:
        assert a.pose == "sit"
        knees = np.array([a.landmarks[k] for k in ("knees", "feet", "waist")])
        assert not inside_boxes(knees, boxes, 0.0).any()
        assert 0.2 < abs(a.yaw) < 1.3


def test_the_same_input_is_the_same_blocking_to_the_byte():
    one, two = run(scene(4, extras=2), room()), run(scene(4, extras=2), room())
    assert msgspec.json.encode(one.blocking) == msgspec.json.encode(two.blocking)
    assert one.fragment.arrays.keys() == two.fragment.arrays.keys()


def test_cast_members_wear_different_colours():
    assert len({top_color(f"c{i}") for i in range(1, 13)}) == 12


def test_nodes_carry_the_landmarks_locally():
    result = run(scene(2), room())
    for node, actor in zip(result.fragment.nodes, result.blocking.actors, strict=True):
        local = node.payload.landmarks["head_top"]
        assert abs(local[2] + actor.position[2] - actor.landmarks["head_top"][2]) < 1e-4
        assert node.payload.geometry in result.fragment.resources.geometry
        assert all(m in result.fragment.resources.material for m in node.payload.materials)
