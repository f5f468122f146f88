"""The 180-degree line: between whom it runs, and which side has room to shoot from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from ..script.model import SceneBreakdown
from ._ask import Line
from ._grammar import grammar
from ._subjects import Subject
from ._world import World, clearance, free_way, on_floor


def main_pair(scene: SceneBreakdown, people: Mapping[str, Subject]) -> tuple[str, str] | None:
    """The two people whose exchange carries the scene, ids in order; None when nobody pairs."""
    turns = [b.speaker for b in scene.beats if b.speaker in people]
    votes: dict[tuple[str, str], int] = {}
    for a, b in pairwise(turns):
        if a != b:
            pair = (min(a, b), max(a, b))
            votes[pair] = votes.get(pair, 0) + 3
    for name, s in people.items():
        other = s.actor.faces
        if other in people and other != name:
            pair = (min(name, other), max(name, other))
            votes[pair] = votes.get(pair, 0) + 1
    if not votes and len(people) == 2:
        a, b = sorted(people)
        votes[a, b] = 1
    usable = [p for p in votes if _apart(people[p[0]], people[p[1]])]
    return min(usable, key=lambda p: (-votes[p], p)) if usable else None


def _apart(a: Subject, b: Subject) -> bool:
    gap = math.sqrt(float((a.head[0] - b.head[0]) ** 2 + (a.head[1] - b.head[1]) ** 2))
    return 0.45 <= gap <= grammar().limits["pair_m"]


def line_of(scene: SceneBreakdown, people: Mapping[str, Subject], world: World) -> Line | None:
    """The scene's line with the side from which both faces can be seen from most places."""
    pair = main_pair(scene, people)
    if pair is None:
        return None
    a, b = people[pair[0]], people[pair[1]]
    left, right = (_room(Line(a, b, side), world) for side in (1, -1))
    left, right = (room * (1.0 + _beyond(Line(a, b, side), world)) for room, side in ((left, 1), (right, -1)))
    return Line(a, b, 1 if left >= right else -1)


def _beyond(line: Line, world: World) -> float:
    """A share more for the side from which the pair is seen before what the scene is about."""
    if not len(world.main):
        return 0.0
    return 0.35 if not bool(line.holds(world.main[-1:], 0.0)[0]) else 0.0


def _room(line: Line, world: World) -> float:
    ax, ay, bx, by = (float(v) for v in (line.a.head[0], line.a.head[1], line.b.head[0], line.b.head[1]))
    heading = math.atan2(by - ay, bx - ax)
    rows: list[tuple[float, float, float]] = []
    for degrees in range(12, 169, 12):
        turn = heading + line.side * math.radians(degrees)
        for r in (1.2, 1.8, 2.5, 3.3, 4.2):
            x, y = (ax + bx) / 2 + r * math.cos(turn), (ay + by) / 2 + r * math.sin(turn)
            rows.append((x, y, float(line.a.head[2] + line.b.head[2]) / 2 + 0.05))
    places = np.array(rows, dtype=np.float64)
    places = places[on_floor(world, places)]
    if not len(places):
        return 0.0
    places = places[clearance(world, places, 0.3) >= 0.3 - 1e-9]
    total = 0.0
    for s in (line.a, line.b):
        if len(places):
            target = np.broadcast_to(s.eyes, places.shape)
            code = np.full(len(places), s.code, dtype=np.int64)
            free = free_way(world, places, target, code, 0.05)
            way = places - s.eyes
            faced = (way * s.facing).sum(axis=1) > 0.0
            total += float((free & faced).sum()) + 0.15 * float(free.sum())
    return round(total, 6)
