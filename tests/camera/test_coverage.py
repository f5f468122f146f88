"""Coverage lives: it pulls out at the end, follows who moves, sees what is looked at, and never jumps."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from setpiece.script.model import Beat
from setpiece.sets.model import PlacedProp, Solid

from . import fixtures as f
from .test_cover import all_faults, covered

ORDER = ["EWS", "WS", "FS", "MLS", "MS", "MCU", "CU", "BCU"]


def act(text: str, id_: str, *verbs: str, kind: str = "action", who: str = "c2", frames: int = 72, **more) -> Beat:
    return Beat(kind, 9, text, frames, id_, subjects=(who,), verbs=verbs, id=id_, **more)


def shot_of(result, beat: str):
    return next(s for s in result.plan.shots if s.beat == beat)


@pytest.mark.parametrize(
    ("beat", "move"),
    [
        (act("She leaves.", "x", "leave", kind="exit"), "pull-out"),
        (act("She smiles.", "x", "smile"), "pull-out"),
        (act("She runs.", "x", "run"), "pan"),
        (act("She stares.", "x", "stare"), "push-in"),
    ],
)
def test_moves_mean_something(beat, move):
    people = f.blocking(*f.facing_pair(2.0))
    result = covered(f.scene(*f.talk(2), beat), f.field(), people)
    assert shot_of(result, "x").move == move
    assert all(c.ok for c in shot_of(result, "x").checks)


def test_nobody_is_followed_who_sits():
    people = f.blocking(*f.facing_pair(1.5, "sit"))
    result = covered(f.scene(*f.talk(2), act("She runs.", "x", "run"), *f.talk(1)[1:]), f.room(8, 7), people)
    assert all(s.move != "pan" for s in result.plan.shots)


def test_a_look_at_a_thing_is_seen_through_the_eyes():
    lamp = PlacedProp("lamp1", "lamp", (2.6, 1.0, 1.1), (0.15, 0.15, 0.25))
    plan = f.room(8.0, 7.0, extra=(Solid("lamp1", lamp.center, lamp.half, kind="prop"),), props=(lamp,))
    people = f.blocking(f.actor("c1", -0.8, 0.0, -1.2), f.actor("c2", 0.4, 0.4, -1.3, faces="c1"))
    looks = act("She looks at the lamp.", "x", "look", props=("lamp",), frames=96)
    walks = act("She carries the lamp and looks around.", "y", "look", props=("lamp",), frames=96)
    shots = covered(f.scene(*f.talk(2), looks), plan, people).plan.shots
    pov = next(s for s in shots if s.kind == "pov")
    assert (pov.prop, pov.size, pov.subjects, pov.beat) == ("lamp1", "INSERT", (), "x")
    eyes = people.actors[1].landmarks["eyes"]
    a = [e - c for e, c in zip(eyes, lamp.center, strict=True)]
    b = [p - c for p, c in zip(pov.position, lamp.center, strict=True)]
    between = sum(x * y for x, y in zip(a, b, strict=True)) / math.hypot(*a) / math.hypot(*b)
    assert math.degrees(math.acos(min(between, 1.0))) <= 21.0
    assert all(c.ok for c in pov.checks)
    assert shots[[s.id for s in shots].index(pov.id) - 1].subjects == ("c2",)
    others = covered(f.scene(*f.talk(2), walks), plan, people).plan.shots
    assert all(s.kind != "pov" for s in others)


def test_who_listens_to_a_long_speech_is_seen():
    people = f.blocking(*f.facing_pair())
    speech = Beat("dialogue", 8, "A long one.", 200, "s", speaker="c1", id="speech")
    shots = [s for s in covered(f.scene(*f.talk(2), speech), f.room(), people).plan.shots if s.beat == "speech"]
    assert [s.subjects[0] for s in shots] == ["c1", "c2"]
    assert shots[1].kind == "single"


def test_cuts_change_person_size_or_angle():
    for plan, pose in ((f.room(7, 6), "stand"), (f.room(5, 4), "sit"), (f.field(), "stand")):
        people = f.blocking(*f.facing_pair(1.6, pose))
        extra = (act("She waits.", "w"), act("She sighs.", "z"), act("She turns.", "t", "turn"))
        result = covered(f.scene(*f.talk(5), *extra), plan, people)
        assert all_faults(result, plan, people) == []
        for a, b in pairwise(result.plan.shots):
            assert a.camera_node != b.camera_node
            if a.subjects and a.subjects == b.subjects and a.size == b.size:
                head = next(p for p in people.actors if p.cast_id == a.subjects[0]).landmarks["eyes"]
                u, w = ([p - h for p, h in zip(s.position, head, strict=True)] for s in (a, b))
                cos = sum(x * y for x, y in zip(u, w, strict=True)) / math.hypot(*u) / math.hypot(*w)
                assert math.degrees(math.acos(min(cos, 1.0))) >= 29.0


def test_close_sizes_are_told_apart():
    """From MS to BCU each frame is a good deal tighter than the one before, on real proportions."""
    from setpiece.camera.model import SIZES

    share = {"waist": 0.368, "chest": 0.316, "shoulders": 0.211, "chin": 0.134}
    heights = [share[SIZES[z].lowest] / SIZES[z].fill for z in ("MS", "MCU", "CU", "BCU")]
    assert all(1.3 <= a / b <= 1.6 for a, b in pairwise(heights))
    assert ORDER[4:] == ["MS", "MCU", "CU", "BCU"]


def test_masters_differ_in_height_and_direction():
    """The same pair in the same room, in scenes of different ids."""
    from setpiece.camera import cover, filmback
    from setpiece.scene.ids import IdSlice
    from setpiece.scene.model import FrameRate

    people, plan = f.blocking(*f.facing_pair()), f.room(14.0, 13.0, 3.4)
    seen = set()
    for k in range(8):
        r = cover(f.scene(*f.talk(1)), plan, people, f.LIGHT, filmback("", 2.0), FrameRate(), f"s{k}", IdSlice())
        x, y, z = r.plan.shots[0].position
        seen.add((round(abs(x) / math.hypot(x, y), 1), round(z * 2) / 2))
    assert len(seen) >= 4
