"""Hand-made sets and people for the camera tests: a room, a field, a corridor, a car, a crowd."""

from __future__ import annotations

import math

from setpiece.cast.model import Actor, Blocking
from setpiece.geometry import quat_from_yaw
from setpiece.light.model import LightPlan
from setpiece.scene.model import Environment
from setpiece.script.model import Beat, SceneBreakdown, SceneCast
from setpiece.sets.model import Opening, PlacedProp, SetPlan, Solid

LIGHT = LightPlan(Environment(), "calm", 500.0, 100.0)


def actor(
    cast_id: str, x: float, y: float, yaw: float, pose: str = "stand", faces: str = "", height: float = 1.75
) -> Actor:
    drop = 0.45 if pose in ("sit", "drive") else 0.0
    z = {
        "head_top": 1.0,
        "eyes": 0.935,
        "chin": 0.87,
        "shoulders": 0.82,
        "chest": 0.72,
        "waist": 0.6,
        "hips": 0.52,
    }
    marks = {k: (x, y, v * height - drop) for k, v in z.items()}
    fx, fy = -math.sin(yaw), math.cos(yaw)
    ahead = 0.42 if drop else 0.0
    marks["knees"] = (x + fx * ahead, y + fy * ahead, 0.28 * height)
    marks["feet"] = (x + fx * ahead, y + fy * ahead, 0.0)
    marks["eyes"] = (x + fx * 0.09, y + fy * 0.09, marks["eyes"][2])
    q = quat_from_yaw(yaw)
    node = f"s.c.{cast_id}"

    def solid(dx: float, z0: float, z1: float, hx: float, hy: float) -> Solid:
        return Solid(node, (x + fx * dx, y + fy * dx, (z0 + z1) / 2), (hx, hy, (z1 - z0) / 2), q, "prop")

    top = height - drop
    body = [solid(0.0, top - 0.25, top, 0.09, 0.11), solid(0.0, 0.5 * height - drop, top - 0.25, 0.25, 0.14)]
    if drop:
        body += [solid(0.2, 0.4, 0.56, 0.2, 0.28), solid(0.42, 0.0, 0.5, 0.2, 0.1)]
    else:
        body.append(solid(0.0, 0.0, 0.5 * height, 0.18, 0.12))
    return Actor(cast_id, node, cast_id.upper(), (x, y, 0.0), q, yaw, pose, height, marks, faces, False, tuple(body))  # type: ignore[arg-type]


def facing_pair(gap: float = 1.6, pose: str = "stand", y: float = 0.0) -> tuple[Actor, Actor]:
    a = actor("c1", -gap / 2, y, -math.pi / 2, pose, "c2")
    b = actor("c2", gap / 2, y, math.pi / 2, pose, "c1", 1.68)
    return a, b


def room(
    width: float = 6.0,
    depth: float = 5.0,
    height: float = 2.7,
    extra: tuple[Solid, ...] = (),
    props: tuple[PlacedProp, ...] = (),
) -> SetPlan:
    w, d = width / 2, depth / 2
    walls = (
        Solid("w1", (0, d + 0.05, height / 2), (w + 0.1, 0.05, height / 2), kind="structure"),
        Solid("w2", (0, -d - 0.05, height / 2), (w + 0.1, 0.05, height / 2), kind="structure"),
        Solid("w3", (w + 0.05, 0, height / 2), (0.05, d + 0.1, height / 2), kind="structure"),
        Solid("w4", (-w - 0.05, 0, height / 2), (0.05, d + 0.1, height / 2), kind="structure"),
        Solid("f", (0, 0, -0.05), (w, d, 0.05), kind="ground"),
        Solid("c", (0, 0, height + 0.05), (w, d, 0.05), kind="structure"),
    )
    openings = (
        Opening("d1", "door", (w, 0.5, 1.05), 0.9, 2.1, math.pi / 2),
        Opening("v1", "window", (-1.0, d, 1.4), 1.2, 1.2, math.pi),
    )
    return SetPlan(
        "room",
        "living",
        True,
        ((-w, -d), (w, -d), (w, d), (-w, d)),
        height,
        (0.0, 0.0),
        walls + extra,
        openings=openings,
        props=props,
    )


def table(x: float = 0.0, y: float = 0.0) -> tuple[Solid, ...]:
    legs = tuple(Solid("t", (x + sx * 0.3, y + sy * 0.5, 0.36), (0.03, 0.03, 0.36)) for sx in (-1, 1) for sy in (-1, 1))
    return (Solid("t", (x, y, 0.74), (0.35, 0.6, 0.02)), *legs)


def field() -> SetPlan:
    trees = tuple(
        Solid(f"tree{i}", (9 * math.cos(i), 9 * math.sin(i), 2.0), (0.2, 0.2, 2.0), kind="foliage") for i in range(12)
    )
    ground = Solid("g", (0, 0, -0.1), (60, 60, 0.1), kind="ground")
    return SetPlan(
        "landscape",
        "field",
        False,
        ((-30, -30), (30, -30), (30, 30), (-30, 30)),
        0.0,
        (0.0, 0.0),
        (ground, *trees),
    )


def scene(*beats: Beat, cast: tuple[str, ...] = ("c1", "c2")) -> SceneBreakdown:
    people = tuple(SceneCast(c, c.upper(), speaking=True) for c in cast)
    return SceneBreakdown("1", "INT. ROOM - DAY", "INT", "ROOM", "", "DAY", "DAY", 8, (), people, (), {}, beats, ())


def talk(count: int = 8, frames: int = 60, speakers: tuple[str, ...] = ("c1", "c2")) -> tuple[Beat, ...]:
    first = Beat("action", 1, "They wait.", 120, "fp0", subjects=speakers, id="b0")
    turns = tuple(
        Beat("dialogue", i + 2, f"Line {i}", frames, f"fp{i + 1}", speaker=speakers[i % len(speakers)],
             intensity=min(3, i // 3), id=f"b{i + 1}")
        for i in range(count)
    )  # fmt: skip
    return (first, *turns)


def blocking(*actors: Actor) -> Blocking:
    return Blocking(tuple(actors))
