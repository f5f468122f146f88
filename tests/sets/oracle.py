"""Do drawn things overlap, float, or stand in doors? Asked of the triangles alone.

Shares nothing with the solver's boxes or its gate. A mesh falls into islands; each closed island
is a solid, and along a vertical line it fills what lies between its odd and even crossings. Two
nodes collide where their fillings share a block at least two lines wide and 15 mm high.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from setpiece.scene.model import MeshPayload

STEP_M = 0.02
DEEP_M = 0.015
TOUCH_M = 0.01
# What the house itself is made of may meet itself; what lies in the ground may be in it.
GROUND = {"ground", "plain", "hills", "road", "pavement", "kerb", "path", "lawn", "lawns", "yard", "water", "sea", "far hills"}
HOUSE = GROUND | {"wall", "floor", "ceiling", "window", "door", "arch", "skyline", "building", "entrance", "far trees", "ceiling panel"}
ROOTED = {"tree", "fir tree", "birch", "palm tree", "dead tree", "cypress", "lamp post", "utility pole", "stump", "log", "cactus", "rock"}
SUNK_M = 0.06
"""How far what stands on soil may have settled into it."""
DOOR_DEPTH_M = 0.9


@dataclass
class Thing:
    """A node as drawn: world triangles by island."""

    id: str
    noun: str
    islands: list[np.ndarray]
    """(t, 3, 3) each. Leaves and other scraps of surface are left out where there is more."""
    closed: list[bool]

    @cached_property
    def bounds(self) -> np.ndarray:
        """(islands, 2, 3) lower and upper corners."""
        return np.array([(i.reshape(-1, 3).min(axis=0), i.reshape(-1, 3).max(axis=0)) for i in self.islands])

    @property
    def house(self) -> bool:
        return self.noun in HOUSE


def things(fragment: Any) -> list[Thing]:
    """All drawn nodes of a fragment; scattered instances are left out."""
    cut: dict[str, tuple[list[np.ndarray], list[bool]]] = {}
    out = []
    for node in fragment.nodes:
        if not isinstance(node.payload, MeshPayload):
            continue
        name = node.payload.geometry
        if name not in cut:
            arrays = fragment.resources.geometry[name].arrays
            found = _islands(*(fragment.arrays[arrays[k]] for k in ("position", "face_start", "corner_vert")))
            large = [i for i in found if len(i) > 2 or np.ptp(i.reshape(-1, 3), axis=0).max() > 0.4] or found
            cut[name] = large, [_closed(i) for i in large]
        t = node.transform
        turn, scale = _matrix(*t.rotation), np.array(t.scale)
        move = np.array(t.translation)
        out.append(Thing(node.id, node.kind, [(i * scale) @ turn.T + move for i in cut[name][0]], cut[name][1]))
    return out


def box(name: str, center: tuple[float, ...], half: tuple[float, ...]) -> Thing:
    """Something a person added: an upright box."""
    corner = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * half + center
    sides = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    return Thing(name, "box", [np.array([corner[[a, b, c]] for q in sides for a, b, c in ((q[0], q[1], q[2]), (q[0], q[2], q[3]))])], [True])


def _matrix(w: float, x: float, y: float, z: float) -> np.ndarray:
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ])  # fmt: skip


def _islands(position: Any, face_start: Any, corner_vert: Any) -> list[np.ndarray]:
    ends = [*face_start.tolist(), len(corner_vert)]
    corners = corner_vert.tolist()
    faces = [corners[a:b] for a, b in zip(ends, ends[1:], strict=False)]
    parent = list(range(len(position)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for face in faces:
        a = root(face[0])
        for v in face[1:]:
            parent[root(v)] = a
    groups: dict[int, list[tuple[int, int, int]]] = {}
    for face in faces:
        fan = groups.setdefault(root(face[0]), [])
        fan += [(face[0], face[k], face[k + 1]) for k in range(1, len(face) - 1)]
    p = np.asarray(position, dtype=np.float64)
    return [p[np.array(g)] for g in groups.values()]


def crossings(island: np.ndarray, points: np.ndarray) -> np.ndarray:
    """(p, k) heights, ascending and padded with nan, at which vertical lines through (p, 2) points cross."""
    low, high = points.min(axis=0), points.max(axis=0)
    over = (island[..., :2].min(axis=1) <= high).all(axis=1) & (island[..., :2].max(axis=1) >= low).all(axis=1)
    a, b, c = (island[over, k] for k in range(3))
    d = (b[:, 1] - c[:, 1]) * (a[:, 0] - c[:, 0]) + (c[:, 0] - b[:, 0]) * (a[:, 1] - c[:, 1])
    keep = np.abs(d) > 1e-12
    a, b, c, d = a[keep], b[keep], c[keep], d[keep]
    x, y = points[:, :1] - c[:, 0], points[:, 1:] - c[:, 1]
    u = ((b[:, 1] - c[:, 1]) * x + (c[:, 0] - b[:, 0]) * y) / d
    v = ((c[:, 1] - a[:, 1]) * x + (a[:, 0] - c[:, 0]) * y) / d
    z = np.where((u >= 0) & (v >= 0) & (u + v <= 1), u * a[:, 2] + v * b[:, 2] + (1 - u - v) * c[:, 2], np.nan)
    z = np.sort(z, axis=1)
    most = int((~np.isnan(z)).sum(axis=1).max(initial=0))
    return z[:, :most]


def collisions(all_things: list[Thing]) -> set[tuple[str, str]]:
    """Pairs of node ids whose solids are in each other."""
    found: set[tuple[str, str]] = set()
    solid = [
        [(i, b) for i, b, c in zip(t.islands, t.bounds, t.closed, strict=True) if c and b[1, 2] - b[0, 2] > DEEP_M] for t in all_things
    ]
    low, high = (np.array([t.bounds[:, 0].min(axis=0) for t in all_things]), np.array([t.bounds[:, 1].max(axis=0) for t in all_things]))
    house = np.array([t.house for t in all_things])
    for i, j in np.argwhere(np.triu(_near(low, high, low, high) & ~(house[:, None] & house), 1)):
        if not solid[i] or not solid[j]:
            continue
        first, second = all_things[i], all_things[j]
        nouns = {first.noun, second.noun}
        if nouns & GROUND and nouns & ROOTED:
            continue
        least = SUNK_M if nouns & GROUND else DEEP_M
        (a, ab), (b, bb) = (([s[0] for s in solid[k]], np.array([s[1] for s in solid[k]])) for k in (i, j))
        for m, n in np.argwhere(_near(ab[:, 0], ab[:, 1], bb[:, 0], bb[:, 1])):
            if _overlap(a[m], b[n], np.maximum(ab[m, 0], bb[n, 0]), np.minimum(ab[m, 1], bb[n, 1]), least):
                found.add((min(first.id, second.id), max(first.id, second.id)))
                break
    return found


def _near(low: np.ndarray, high: np.ndarray, low2: np.ndarray, high2: np.ndarray) -> np.ndarray:
    """(n, m) which upright boxes share more than what is tolerated."""
    shared = np.minimum(high[:, None], high2[None]) - np.maximum(low[:, None], low2[None])
    return np.asarray((shared > (STEP_M, STEP_M, DEEP_M)).all(axis=2))


def _closed(island: np.ndarray) -> bool:
    """Whether every edge is there once in each direction."""
    _, index = np.unique(island.reshape(-1, 3), axis=0, return_inverse=True)
    corner = index.reshape(-1, 3)
    edge = np.concatenate([corner[:, [0, 1]], corner[:, [1, 2]], corner[:, [2, 0]]])
    code = np.sort(edge[:, 0] * 1_000_003 + edge[:, 1])
    back = np.sort(edge[:, 1] * 1_000_003 + edge[:, 0])
    return bool((code == back).all())


def _overlap(one: np.ndarray, two: np.ndarray, low: np.ndarray, high: np.ndarray, least: float) -> bool:
    step = max(STEP_M, float((high - low)[:2].max()) / 60)
    xs, ys = (np.arange(low[k] + 0.00137, high[k], step) for k in (0, 1))
    if len(xs) < 2 or len(ys) < 2:
        return False
    x, y = np.meshgrid(xs, ys)
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    deep = np.zeros(len(points), dtype=bool)
    a, b = crossings(one, points), crossings(two, points)
    whole = ((~np.isnan(a)).sum(axis=1) % 2 == 0) & ((~np.isnan(b)).sum(axis=1) % 2 == 0)
    for i in range(0, a.shape[1] - 1, 2):
        for j in range(0, b.shape[1] - 1, 2):
            shared = np.minimum(a[:, i + 1], b[:, j + 1]) - np.maximum(a[:, i], b[:, j])
            deep |= whole & (np.nan_to_num(shared, nan=-1.0) > least)
    cell = deep.reshape(x.shape)
    return bool((cell[1:, 1:] & cell[1:, :-1] & cell[:-1, 1:] & cell[:-1, :-1]).any())


def floating(all_things: list[Thing]) -> list[str]:
    """Nodes whose lowest points rest on nothing, and that touch no wall, ceiling or other thing sideways."""
    return [f"{t.noun} {t.id}" for t in all_things if not t.house and not _rests(t, all_things) and not _hangs(t, all_things)]


def _rests(thing: Thing, others: list[Thing]) -> bool:
    points = np.concatenate([i.reshape(-1, 3) for i in thing.islands])
    bottom = np.unique(points[points[:, 2] < points[:, 2].min() + 0.005].round(4), axis=0)
    bottom = bottom[:: max(len(bottom) // 48, 1)]
    middle = bottom.mean(axis=0)
    line = bottom[:, :2] + (middle - bottom)[:, :2] * 0.02 + 0.00011
    for other in others:
        if other is thing:
            continue
        b = other.bounds
        here = (b[:, 0] <= [*line.max(axis=0), bottom[:, 2].max() + TOUCH_M]) & (b[:, 1] >= [*line.min(axis=0), bottom[:, 2].min() - TOUCH_M])
        for k in np.flatnonzero(here.all(axis=1)):
            island, (low, high) = other.islands[k], b[k]
            under = (line >= low[:2]).all(axis=1) & (line <= high[:2]).all(axis=1)
            if not under.any():
                continue
            z = crossings(island, line[under])
            if (np.abs(z - bottom[under, 2:]) <= TOUCH_M).any() or _sunk(z, bottom[under, 2]):
                return True
    return False


def _sunk(z: np.ndarray, height: np.ndarray) -> bool:
    """Whether a point lies under a surface that is not a roof: a terrain, or inside of a solid."""
    return bool(((np.nan_to_num(z, nan=-9e9) > height[:, None]).sum(axis=1) % 2 == 1).any())


def _hangs(thing: Thing, others: list[Thing]) -> bool:
    """Touches something beside or above it, by the bounds of islands along the walls' own axes."""
    mine = thing.bounds
    for other in others:
        if other is thing:
            continue
        theirs = other.bounds
        gap = np.maximum(mine[:, None, 0] - theirs[None, :, 1], theirs[None, :, 0] - mine[:, None, 1])
        if (gap.max(axis=2) <= TOUCH_M).any():
            return True
    return False


def in_doors(all_things: list[Thing], openings: Any) -> list[str]:
    """Things that stand where one comes in through a door: a step deep, as wide as the door."""
    found = []
    for door in openings:
        if door.kind == "window":
            continue
        across, into = (np.array([np.cos(door.yaw), np.sin(door.yaw)]), np.array([-np.sin(door.yaw), np.cos(door.yaw)]))
        s, d = np.meshgrid(np.arange(-door.width_m / 2 + 0.04, door.width_m / 2 - 0.04, 0.04), np.arange(0.12, DOOR_DEPTH_M, 0.04))
        points = np.array(door.position[:2]) + s.reshape(-1, 1) * across + d.reshape(-1, 1) * into
        for thing in all_things:
            if thing.house or thing.id == door.node:
                continue
            for island, (low, high) in zip(thing.islands, thing.bounds, strict=True):
                if high[2] < 0.05 or low[2] > 1.8:
                    continue
                here = points[((points >= low[:2]) & (points <= high[:2])).all(axis=1)]
                z = crossings(island, here) if len(here) else np.zeros((0, 0))
                if ((z > 0.05) & (z < 1.8)).any():
                    found.append(f"{thing.noun} {thing.id}")
                    break
    return found
