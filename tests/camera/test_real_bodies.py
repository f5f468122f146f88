"""Shots of real stand-ins, measured on their meshes: who lies, who sits behind a table, who moves the camera."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest

from setpiece.camera import cover, filmback
from setpiece.cast import block
from setpiece.geometry import quat_from_yaw
from setpiece.scene.ids import IdSlice
from setpiece.scene.model import FrameRate
from setpiece.script.model import Beat, SceneBreakdown, SceneCast
from setpiece.sets.model import PlacedProp, Seat, Solid

from . import fixtures as f
from .pinhole import hit_fraction, rotation, screen

BED = (
    Solid("s.p20", (0.0, 0.6, 0.3), (0.5, 1.0, 0.25)),
    Solid("s.p20", (0.0, -0.2, 0.58), (0.35, 0.2, 0.06)),
)


def bedroom():
    return msgspec.structs.replace(f.room(7, 6, 3.0, BED), seats=(Seat("s.p20", (0.45, 0.6, 0.5), -math.pi / 2),))


def table_room(top_m: float = 0.75, half_m: float = 0.42):
    """A table with two chairs on its long sides."""
    top = (Solid("t.p9", (0, 0, top_m - 0.015), (0.7, half_m, 0.015)), Solid("t.p9", (0, 0, 0.36), (0.05, 0.05, 0.36)))
    seats, chairs = [], []
    for i, (y, yaw) in enumerate(((-0.62, 0.0), (0.62, math.pi))):
        node, q = f"t.p{20 + i}", quat_from_yaw(yaw)
        seats.append(Seat(node, (0.1, y, 0.45), yaw, "t.p9"))
        chairs.append(Solid(node, (0.1, y, 0.435), (0.22, 0.22, 0.015), q))
        chairs.append(Solid(node, (0.1, y - 0.24 * math.cos(yaw), 0.68), (0.2, 0.015, 0.22), q))
    plan = f.room(8, 7, 3.0, (*top, *chairs))
    return msgspec.structs.replace(plan, kind="bar", variant="restaurant", seats=tuple(seats))


def sheet(posture: str, *beats: Beat, who: tuple[str, ...] = ("c1", "c2")) -> SceneBreakdown:
    cast = tuple(
        SceneCast(c, c.upper(), True, female=c == "c2", age=40, posture=posture if c == "c1" else "") for c in who
    )  # type: ignore[arg-type]
    return SceneBreakdown("1", "INT. ROOM - DAY", "INT", "ROOM", "", "DAY", "DAY", 8, (), cast, (), {}, beats, ())


def shown(scene, plan, key: str = "s1"):
    people = block(scene, (), plan, key, IdSlice())
    result = cover(scene, plan, people.blocking, f.LIGHT, filmback("", 2.0), FrameRate(), key, IdSlice())
    return people, result


def vertices(people, actor, name: str) -> np.ndarray:
    shape = people.fragment.resources.geometry[f"{actor.node}.body"]
    p = people.fragment.arrays[shape.arrays["position"]].astype(float)
    p = p[people.fragment.arrays[shape.arrays["part"]] == shape.part_names.index(name)]
    return p @ rotation(actor.rotation).T + np.array(actor.position)


def middle(points: np.ndarray) -> np.ndarray:
    return (points.min(0) + points.max(0)) / 2


@pytest.mark.parametrize("key", ["s1", "s2", "s3", "s4"])
def test_a_face_on_a_pillow_fills_what_its_size_says(key):
    """From the crown to the jaw along the way from the neck to the head, at every frame."""
    plan = bedroom()
    tight = [Beat("action", i, f"He stares {i}.", 90, f"x{i}", subjects=("c1",), verbs=("stare",), intensity=3,
                  id=f"x{i}") for i in range(2)]  # fmt: skip
    first = Beat("action", 0, "He lies in bed.", 120, "x", subjects=("c1",), id="x")
    people, result = shown(sheet("lie", first, *tight), plan, key)
    him = people.blocking.actors[0]
    assert him.pose == "lie"
    assert him.position[2] > 0.5
    head, neck = vertices(people, him, "head"), vertices(people, him, "neck")
    axis = middle(head) - middle(neck)
    crown, jaw = head[(head @ axis).argmax()], head[(head @ axis).argmin()]
    close = [s for s in result.plan.shots if s.size == "BCU" and s.subjects == ("c1",)]
    assert close
    nodes = {n.id: n for n in result.fragment.nodes}
    for shot in close:
        rows = [(*shot.position, *shot.rotation)]
        for c in nodes[shot.camera_node].channels:
            rows = result.fragment.arrays[c.samples] if c.property == "transform" else rows
        for row in rows:
            at = msgspec.structs.replace(shot, position=tuple(row[:3]), rotation=tuple(row[3:]))
            y = [screen(at, result.plan.filmback, p)[1] for p in (crown, jaw)]
            assert abs(abs(y[0] - y[1]) / 2 / 0.74 - 1) < 0.15


def test_a_waist_behind_a_table_makes_no_medium_shot():
    """Whoever sits at a table is shown no lower than what can be seen of them."""
    plan = table_room(0.8)
    beats = [Beat("dialogue", i, "Yes.", 60, f"f{i}", speaker=f"c{1 + i % 2}", id=f"b{i}") for i in range(4)]
    acts = [Beat("action", 9 + i, f"He waits {i}.", 80, f"a{i}", subjects=("c1",), id=f"a{i}") for i in range(3)]
    for key in ("s1", "s2", "s3", "s4"):
        people, result = shown(sheet("sit", *beats, *acts), plan, key)
        actors = {a.cast_id: a for a in people.blocking.actors}
        for shot in result.plan.shots:
            if shot.size not in ("MS", "MCU"):
                continue
            for who in shot.subjects:
                ring = vertices(people, actors[who], {"MS": "waist", "MCU": "chest"}[shot.size])
                others = [s for s in plan.solids if s.node != actors[who].node]
                others += [s for a in people.blocking.actors if a.cast_id != who for s in a.solids]
                assert any(_met(shot, p, others, 0.0) and _met(shot, p, actors[who].solids, 0.15) for p in ring), shot


def _met(shot, point, solids, slack: float) -> bool:
    length = float(np.linalg.norm(np.array(point) - np.array(shot.position)))
    return all(hit_fraction(shot.position, point, s) > 1.0 - slack / length - 1e-6 for s in solids)


@pytest.mark.parametrize("key", ["s1", "s2", "s3"])
@pytest.mark.parametrize("y", [-0.22, 0.2])
def test_the_picture_of_a_thing_leaves_out_the_head_of_who_sits_at_it(key, y):
    laptop = PlacedProp("t.p30", "laptop", (0.1, y, 0.865), (0.16, 0.15, 0.115))
    plan = table_room()
    solid = Solid(laptop.node, laptop.center, laptop.half, kind="prop")
    plan = msgspec.structs.replace(plan, solids=(*plan.solids, solid), props=(laptop,))
    said = [Beat("dialogue", i, "Yes.", 60, f"f{i}", speaker=f"c{1 + i % 2}", id=f"b{i}") for i in range(3)]
    look = Beat("insert", 9, "The laptop.", 80, "l", props=("laptop",), id="l")
    people, result = shown(sheet("sit", *said, look), plan, key)
    shot = next(s for s in result.plan.shots if s.kind == "insert")
    assert all(c.ok for c in shot.checks)
    for a in people.blocking.actors:
        head = vertices(people, a, "head")[::9]
        inside = [max(abs(v) for v in screen(shot, result.plan.filmback, p)) < 0.98 for p in head]
        assert sum(inside) <= 0.25 * len(head), a.name


@pytest.mark.parametrize("key", ["s1", "s2", "s3", "s4", "s5"])
@pytest.mark.parametrize("posture", ["", "lie"])
def test_a_master_shows_the_bed_of_a_bedroom_and_everybody(key, posture):
    wardrobe = Solid("s.p21", (-3.2, -1.5, 1.0), (0.25, 0.6, 1.0))
    rug = Solid("s.p22", (0.5, -1.2, 0.01), (1.6, 1.0, 0.01))
    plan = bedroom()
    plan = msgspec.structs.replace(plan, solids=(*plan.solids, wardrobe, rug))
    said = [Beat("dialogue", i, "Yes.", 60, f"f{i}", speaker=f"c{1 + i % 2}", id=f"b{i}") for i in range(3)]
    people, result = shown(sheet(posture, *said), plan, key)
    centre = people.blocking.centre
    assert {round(x, 2) for x, _, _ in centre} == {-0.5, 0.0, 0.5}
    master = result.plan.shots[0]
    assert master.kind == "master"
    assert set(master.subjects) == {"c1", "c2"}
    inside = [max(abs(v) for v in screen(master, result.plan.filmback, p)) <= 1.0 for p in centre]
    assert sum(inside) >= 4


def test_a_set_without_furniture_has_no_centre():
    plan = f.room(extra=(Solid("r", (0.0, 0.0, 0.01), (2.0, 1.0, 0.01)), Solid("h", (2.5, 0.0, 1.8), (0.1, 0.8, 0.3))))
    people, result = shown(sheet("", *f.talk(2)), plan)
    assert people.blocking.centre == ()
    assert result.plan.findings == ()
