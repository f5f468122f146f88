"""A locked camera stays as the artist left it, is measured as it stands, and is called what it is."""

from __future__ import annotations

import math
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from setpiece.camera import LockedCamera
from setpiece.geometry import look_rotation, quat_from_yaw, quat_multiply
from setpiece.scene.model import CameraPayload, Transform
from setpiece.script.model import Beat
from setpiece.sets.model import Solid

from . import fixtures as f
from .test_cover import all_faults, covered

PUSH = Beat("action", 40, "She stares.", 72, "push", subjects=("c2",), verbs=("stare",), intensity=2, id="push")


def playing(*extra: Beat):
    return f.scene(*f.talk(4), PUSH, *extra)


def camera_of(result, beat: str):
    shot = next(s for s in result.plan.shots if s.beat == beat)
    return shot, next(n for n in result.fragment.nodes if n.id == shot.camera_node)


def held(result, node) -> LockedCamera:
    rows = [result.fragment.arrays[c.samples] for c in node.channels if c.property == "transform"]
    return LockedCamera(node, rows[0] if rows else None)


def kept_exactly(before, after, rows, arrays) -> bool:
    """Everything but the name is equal, and so are the move's bytes."""
    same = msgspec.structs.replace(after, name=before.name) == before
    refs = [c.samples for c in after.channels if c.property == "transform"]
    return same and len(refs) == 1 and refs[0] in arrays and arrays[refs[0]].tobytes() == rows.tobytes()


@pytest.fixture(scope="module")
def push_in():
    people, plan = f.blocking(*f.facing_pair()), f.room()
    first = covered(playing(), plan, people)
    shot, node = camera_of(first, "push")
    return first, shot, node, people, plan


def test_locking_an_untouched_move_changes_nothing(push_in):
    first, shot, node, people, plan = push_in
    assert shot.move == "push-in"
    assert len(node.channels) == 2
    again = covered(playing(), plan, people, ids=first.ids, locked={node.id: held(first, node)})
    now, kept = camera_of(again, "push")
    rows = held(first, node).rows
    assert kept_exactly(node, kept, rows, again.fragment.arrays)
    same = msgspec.structs.replace(now, locked=False, checks=shot.checks)
    assert same == shot
    assert now.locked
    assert all(c.ok for c in now.checks)
    assert again.plan.findings == first.plan.findings
    others = {n.id: n for n in first.fragment.nodes}
    assert all(others[n.id] == n for n in again.fragment.nodes)


def test_losing_the_move_would_be_noticed(push_in):
    first, _, node, _, _ = push_in
    rows = held(first, node).rows
    for fault in (
        msgspec.structs.replace(node, channels=()),
        msgspec.structs.replace(node, payload=msgspec.structs.replace(node.payload, f_stop=node.payload.f_stop + 1)),
        msgspec.structs.replace(node, payload=msgspec.structs.replace(node.payload, focus_m=1.234)),
    ):
        assert not kept_exactly(node, fault, rows, first.fragment.arrays)


@pytest.mark.parametrize("beat", ["b0", "b1", "b3", "push"])
def test_any_untouched_lock_keeps_its_label(beat):
    """Kind, size, people and move are measured; an untouched camera measures as what it was solved to be."""
    people, plan = f.blocking(*f.facing_pair()), f.room(extra=f.table(0.0, 1.4))
    first = covered(playing(), plan, people)
    shot, node = camera_of(first, beat)
    again = covered(playing(), plan, people, ids=first.ids, locked={node.id: held(first, node)})
    now, _ = camera_of(again, beat)
    assert now.locked
    assert msgspec.structs.replace(now, locked=False, checks=shot.checks) == shot


def shifted(node, by: int):
    return msgspec.structs.replace(
        node, channels=tuple(msgspec.structs.replace(c, first_frame=c.first_frame + by) for c in node.channels)
    )


@pytest.mark.parametrize("frames", [48, 31])
def test_a_locked_move_goes_with_its_beat(push_in, frames):
    """A beat more before it: every channel begins later by as much, and nothing else of the move changes."""
    first, shot, node, people, plan = push_in
    late = Beat("action", 2, "They breathe.", frames, "late", subjects=("c1", "c2"), id="late")
    scene = f.scene(f.talk(4)[0], late, *f.talk(4)[1:], PUSH)
    again = covered(scene, plan, people, ids=first.ids, locked={node.id: held(first, node)})
    kept = next(n for n in again.fragment.nodes if n.id == node.id)
    now = next(s for s in again.plan.shots if s.camera_node == node.id)
    by = now.first_frame - shot.first_frame
    assert by == frames
    assert kept_exactly(shifted(node, by), kept, held(first, node).rows, again.fragment.arrays)
    assert (now.position, now.rotation, now.move) == (shot.position, shot.rotation, "push-in")
    assert all(c.ok for c in now.checks)
    assert any(node.id in x and f"+{by} frames" in x for x in again.plan.findings)
    # What was locked stays what it was: back without the beat, and from where it now is, it is in place again.
    back = covered(playing(), plan, people, ids=again.ids, locked={node.id: held(again, kept)})
    assert kept_exactly(node, camera_of(back, "push")[1], held(first, node).rows, back.fragment.arrays)


def test_a_locked_move_that_outlasts_its_beat_is_reported(push_in):
    first, _, node, people, plan = push_in
    short = msgspec.structs.replace(PUSH, frames=48)
    again = covered(f.scene(*f.talk(4), short), plan, people, ids=first.ids, locked={node.id: held(first, node)})
    kept = next(n for n in again.fragment.nodes if n.id == node.id)
    assert kept_exactly(node, kept, held(first, node).rows, again.fragment.arrays)
    assert any("left as it is" in x and node.id in x for x in again.plan.findings)


def test_what_the_lens_shows_is_what_the_shot_is_called(push_in):
    """Two metres back: a wider size. Turned away: it says so. Pulled instead of pushed: a pull-out."""
    first, shot, node, people, plan = push_in
    rows = held(first, node).rows
    away = rows[::-1].copy()
    pulled = covered(playing(), plan, people, ids=first.ids, locked={node.id: LockedCamera(node, away)})
    assert camera_of(pulled, "push")[0].move == "pull-out"
    standing = msgspec.structs.replace(node, channels=())
    still = covered(playing(), plan, people, ids=first.ids, locked={node.id: LockedCamera(standing)})
    now, _ = camera_of(still, "push")
    assert (now.move, now.rig) == ("static", "sticks")
    wide = msgspec.structs.replace(standing, payload=msgspec.structs.replace(node.payload, focal_mm=18.0))
    other = covered(playing(), plan, people, ids=first.ids, locked={node.id: LockedCamera(wide)})
    now, kept = camera_of(other, "push")
    order = ["FS", "MLS", "MS", "MCU", "CU", "BCU"]
    assert order.index(now.size) < order.index(shot.size)
    assert kept.payload == wide.payload
    assert (now.focal_mm, now.focus_m, now.f_stop) == (18.0, node.payload.focus_m, node.payload.f_stop)


def test_a_bigger_film_back_sees_more():
    people, plan = f.blocking(*f.facing_pair()), f.room()
    first = covered(playing(), plan, people)
    shot, node = camera_of(first, "b1")
    large = msgspec.structs.replace(node.payload, filmback_width_mm=54.0, filmback_height_mm=40.0)
    camera = LockedCamera(msgspec.structs.replace(node, payload=large))
    again = covered(playing(), plan, people, ids=first.ids, locked={node.id: camera})
    now, kept = camera_of(again, "b1")
    assert kept.payload == large
    assert now.size != shot.size or any(c.name == "height" and not c.ok for c in now.checks)


def test_a_moved_camera_is_measured_and_never_moved():
    people, plan = f.blocking(*f.facing_pair()), f.room()
    first = covered(f.scene(*f.talk()), plan, people)
    node = next(n for n in first.fragment.nodes if n.id == first.plan.shots[-1].camera_node)
    turn = quat_multiply(quat_from_yaw(2.8), (math.sqrt(0.5), math.sqrt(0.5), 0.0, 0.0))
    moved = msgspec.structs.replace(node, transform=Transform((0.3, 1.9, 1.6), turn))
    second = covered(f.scene(*f.talk()), plan, people, ids=first.ids, locked={node.id: LockedCamera(moved)})
    kept = next(n for n in second.fragment.nodes if n.id == node.id)
    assert msgspec.structs.replace(kept, name=moved.name) == moved
    shots = [s for s in second.plan.shots if s.camera_node == node.id]
    assert shots
    assert all(s.locked for s in shots)
    assert any(not c.ok for s in shots for c in s.checks)
    assert any("locked" in x for x in second.plan.findings)


def test_a_shoulder_out_of_frame_makes_it_a_single():
    people, plan = f.blocking(*f.facing_pair()), f.room()
    first = covered(f.scene(*f.talk(4)), plan, people)
    shot = next(s for s in first.plan.shots if s.kind == "ots")
    node = next(n for n in first.fragment.nodes if n.id == shot.camera_node)
    who = next(a for a in people.actors if a.cast_id == shot.subjects[0])
    eyes = who.landmarks["eyes"]
    side = 1.0 if shot.position[1] > 0 else -1.0
    place = (eyes[0] + (0.3 if shot.position[0] > eyes[0] else -0.3), side * 1.7, eyes[2])
    moved = msgspec.structs.replace(node, transform=Transform(place, look_rotation(place, eyes)))
    again = covered(f.scene(*f.talk(4)), plan, people, ids=first.ids, locked={node.id: LockedCamera(moved)})
    now = next(s for s in again.plan.shots if s.camera_node == node.id)
    assert (now.id, now.kind, now.over) == (shot.id, "single", "")


def test_a_locked_camera_without_a_shot_is_kept(push_in):
    first, _, node, people, plan = push_in
    again = covered(f.scene(*f.talk(4)), plan, people, ids=first.ids, locked={node.id: held(first, node)})
    kept = next(n for n in again.fragment.nodes if n.id == node.id)
    assert kept == node
    assert node.id in {m.id for m in again.ids.live.values()}
    assert all(s.camera_node != node.id for s in again.plan.shots)
    assert any(node.id in x and "kept" in x for x in again.plan.findings)
    back = covered(playing(), plan, people, ids=again.ids, locked={node.id: held(first, node)})
    assert camera_of(back, "push")[1].id == node.id


def _wall_before(shot, node: str = "added-wall") -> Solid:
    """A wide panel half a metre before the lens, as a person could have put it."""
    w, x, y, z = shot.rotation
    ahead = np.array([-2 * (x * z + w * y), -2 * (y * z - w * x), -(1 - 2 * (x * x + y * y))])
    ahead[2] = 0.0
    ahead /= math.sqrt(float((ahead * ahead).sum()))
    at = np.array(shot.position) + 0.5 * ahead
    yaw = math.atan2(-ahead[0], ahead[1])
    return Solid(node, (float(at[0]), float(at[1]), 1.2), (0.9, 0.05, 1.2), quat_from_yaw(yaw), "furniture")


def test_coverage_works_around_what_people_added():
    people, plan = f.blocking(*f.facing_pair()), f.room(8.0, 7.0)
    first = covered(f.scene(*f.talk()), plan, people)
    master = first.plan.shots[0]
    wall = _wall_before(master)
    fuller = msgspec.structs.replace(plan, solids=(*plan.solids, wall))
    assert all_faults(replace(first), fuller, people), "the wall hides nothing"
    again = covered(f.scene(*f.talk()), fuller, people, ids=first.ids)
    assert again.plan.shots[0].position != master.position
    assert all_faults(again, fuller, people) == []
    assert again.plan.findings == ()


def test_a_locked_camera_behind_an_added_wall_fails_aloud():
    people, plan = f.blocking(*f.facing_pair()), f.room(8.0, 7.0)
    first = covered(f.scene(*f.talk()), plan, people)
    master = first.plan.shots[0]
    node = next(n for n in first.fragment.nodes if n.id == master.camera_node)
    fuller = msgspec.structs.replace(plan, solids=(*plan.solids, _wall_before(master)))
    again = covered(f.scene(*f.talk()), fuller, people, ids=first.ids, locked={node.id: held(first, node)})
    now = again.plan.shots[0]
    assert now.camera_node == node.id
    assert (now.position, now.rotation) == (master.position, master.rotation)
    assert [c.ok for c in now.checks if c.name == "seen"] == [False]
    assert any(now.id in x and "seen" in x for x in again.plan.findings)
    assert isinstance(node.payload, CameraPayload)
