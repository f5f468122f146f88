"""What a camera must not hit and what may stand in its way: set and people as boxes, culled fast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..cast.model import Actor, Blocking
from ..geometry import Boxes, Vec3
from ..sets.model import Ground, SetPlan, Solid
from ._lens_view import B1, F64, I64

NOBODY = -1


@dataclass(frozen=True, eq=False)
class World:
    """The scene as a camera meets it.

    Attributes:
        boxes: Every solid of the set and of the people.
        reach: (n, 3) half extents of each box's axis-aligned hull.
        owner: (n,) which of ``nodes`` a box belongs to.
        nodes: Node ids, in order of first appearance.
        floor: (k, 2) polygon in which cameras may be; empty = anywhere.
        ceiling_m: 0 when there is none.
        ground: Terrain, when there is one.
        openings: (m, 3) middles of doors and windows.
        heads: (h, 3) middles of everybody's head.
        main: (m, 3) points of the set's main piece.
    """

    boxes: Boxes
    reach: F64
    owner: I64
    nodes: tuple[str, ...]
    floor: F64
    ceiling_m: float
    ground: Ground | None
    heights: F64
    openings: F64
    heads: F64
    main: F64

    def code(self, node: str) -> int:
        """The number by which rays may ignore ``node``'s own boxes."""
        return self.nodes.index(node) if node in self.nodes else NOBODY


def world_of(plan: SetPlan, blocking: Blocking) -> World:
    """All boxes of a set and its people, with what they belong to."""
    solids: list[tuple[str, Solid]] = [(s.node, s) for s in plan.solids]
    solids += [(a.node, s) for a in blocking.actors for s in a.solids]
    nodes: dict[str, int] = {}
    owner = np.array([nodes.setdefault(n, len(nodes)) for n, _ in solids], dtype=np.int64)
    boxes = Boxes.build([(s.center, s.half, s.rotation) for _, s in solids])
    reach = np.abs(boxes.axes[:, 0]) * boxes.half[:, :1]
    reach = reach + np.abs(boxes.axes[:, 1]) * boxes.half[:, 1:2] + np.abs(boxes.axes[:, 2]) * boxes.half[:, 2:]
    floor = plan.camera_floor or plan.floor
    ground = plan.ground
    heights = (
        np.array(ground.heights, dtype=np.float64).reshape(ground.rows, ground.columns) if ground else np.zeros((0, 0))
    )
    return World(
        boxes, reach, owner, tuple(nodes), np.array(floor, dtype=np.float64).reshape(-1, 2), plan.ceiling_m,
        ground, heights, np.array([o.position for o in plan.openings], dtype=np.float64).reshape(-1, 3),
        np.array([_head(a) for a in blocking.actors], dtype=np.float64).reshape(-1, 3),
        np.array(blocking.centre, dtype=np.float64).reshape(-1, 3),
    )  # fmt: skip


def _head(actor: Actor) -> Vec3:
    top, chin = (actor.landmarks.get(k, actor.position) for k in ("head_top", "chin"))
    return ((top[0] + chin[0]) / 2, (top[1] + chin[1]) / 2, (top[2] + chin[2]) / 2)


def near(world: World, low: F64, high: F64) -> World:
    """The part of ``world`` whose boxes touch the axis-aligned block from ``low`` to ``high``."""
    keep: B1 = np.ones(len(world.boxes), dtype=np.bool_)
    for k in range(3):
        c, r = world.boxes.center[:, k], world.reach[:, k]
        keep &= (c - r <= high[k]) & (c + r >= low[k])
    return World(
        world.boxes.subset(keep), world.reach[keep], world.owner[keep], world.nodes, world.floor,
        world.ceiling_m, world.ground, world.heights, world.openings, world.heads, world.main,
    )  # fmt: skip


def ground_height(world: World, x: F64, y: F64) -> F64:
    """Terrain height under (x, y); 0 where the set has a flat floor."""
    ground = world.ground
    if ground is None:
        return np.zeros(np.shape(x))
    u = np.clip((x - ground.origin[0]) / ground.cell_m, 0.0, ground.columns - 1.001)
    v = np.clip((y - ground.origin[1]) / ground.cell_m, 0.0, ground.rows - 1.001)
    i, j = np.floor(v).astype(np.int64), np.floor(u).astype(np.int64)
    a, b, h = v - i, u - j, world.heights
    low = h[i, j] * (1.0 - b) + h[i, j + 1] * b
    top = h[i + 1, j] * (1.0 - b) + h[i + 1, j + 1] * b
    out: F64 = low * (1.0 - a) + top * a
    return out


def on_floor(world: World, points: F64) -> B1:
    """(p,) true where a (p, 3) point is over the camera floor, under the ceiling, above ground."""
    inside: B1 = np.ones(len(points), dtype=np.bool_)
    if len(world.floor) >= 3:
        x, y = points[:, 0:1], points[:, 1:2]
        a, b = world.floor, np.roll(world.floor, -1, axis=0)
        rises = (a[:, 1] > y) != (b[:, 1] > y)
        step = np.where(b[:, 1] == a[:, 1], 1.0, b[:, 1] - a[:, 1])
        crossing = a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / step
        inside = (np.sum(rises & (x < crossing), axis=1) % 2) == 1
    clear = points[:, 2] - ground_height(world, points[:, 0], points[:, 1]) >= 0.35
    below = points[:, 2] <= world.ceiling_m - 0.3 if world.ceiling_m > 0 else np.True_
    out: B1 = inside & clear & below
    return out


def _pair_local(v: F64, boxes: Boxes, j: I64, k: int) -> F64:
    a = boxes.axes[j, k]
    out: F64 = v[:, 0] * a[:, 0] + v[:, 1] * a[:, 1] + v[:, 2] * a[:, 2]
    return out


def clearance(world: World, points: F64, limit: float) -> F64:
    """(p,) metres to the nearest surface, exact below ``limit`` and at least ``limit`` above it."""
    close: B1 = np.ones((len(points), len(world.boxes)), dtype=np.bool_)
    for k in range(3):
        gap = np.abs(points[:, k : k + 1] - world.boxes.center[:, k])
        close &= gap <= world.reach[:, k] + limit
    i, j = np.nonzero(close)
    offset = points[i] - world.boxes.center[j]
    total = np.zeros(len(i))
    for k in range(3):
        over = np.maximum(np.abs(_pair_local(offset, world.boxes, j, k)) - world.boxes.half[j, k], 0.0)
        total = total + over * over
    out = np.full(len(points), limit)
    np.minimum.at(out, i, np.sqrt(total))
    return out


def first_blocks(world: World, origin: F64, target: F64, ignore: I64) -> F64:
    """(r,) share of the way from origin to target at which a box is met; 1 when the way is free.

    Args:
        origin, target: (r, 3) metres.
        ignore: (r,) code whose own boxes do not count, ``NOBODY`` for none.
    """
    touch = world.owner[None, :] != ignore[:, None]
    for k in range(3):
        a, b = origin[:, k], target[:, k]
        c, r = world.boxes.center[:, k], world.reach[:, k]
        touch &= (np.minimum(a, b)[:, None] <= c + r) & (np.maximum(a, b)[:, None] >= c - r)
    i, j = np.nonzero(touch)
    offset, way = origin[i] - world.boxes.center[j], (target - origin)[i]
    enter, leave = np.zeros(len(i)), np.ones(len(i))
    for k in range(3):
        if k:  # pairs that a slab has parted need no other
            near_ = np.nonzero(enter <= leave)[0]
            i, j, offset, way = i[near_], j[near_], offset[near_], way[near_]
            enter, leave = enter[near_], leave[near_]
        o, d = _pair_local(offset, world.boxes, j, k), _pair_local(way, world.boxes, j, k)
        h = world.boxes.half[j, k]
        flat = np.abs(d) < 1e-12
        safe = np.where(flat, 1.0, d)
        t0, t1 = (-h - o) / safe, (h - o) / safe
        miss = flat & (np.abs(o) > h)
        enter = np.maximum(enter, np.where(flat, 0.0, np.minimum(t0, t1)))
        leave = np.minimum(leave, np.where(flat, np.where(miss, -1.0, 1.0), np.maximum(t0, t1)))
    out = np.ones(len(origin))
    hit = enter <= leave
    np.minimum.at(out, i[hit], enter[hit])
    return np.minimum(out, _terrain_blocks(world, origin, target))


def _terrain_blocks(world: World, origin: F64, target: F64) -> F64:
    if world.ground is None or not len(origin):
        return np.ones(len(origin))
    t = np.arange(1, 24) / 24.0
    p = origin[:, None, :] + (target - origin)[:, None, :] * t[None, :, None]
    under = p[..., 2] < ground_height(world, p[..., 0], p[..., 1]) - 0.02
    first = np.where(under, t[None], 1.0)
    out: F64 = first.min(axis=1)
    return out


def free_way(world: World, origin: F64, target: F64, ignore: I64, slack: float) -> B1:
    """(r,) true where nothing but ``ignore`` lies before the last ``slack`` metres."""
    way = target - origin
    length = np.sqrt(way[:, 0] ** 2 + way[:, 1] ** 2 + way[:, 2] ** 2)
    keep = np.maximum(length - slack, 0.0) / np.maximum(length, 1e-9)
    short = origin + way * keep[:, None]
    out: B1 = first_blocks(world, origin, short, ignore) >= 1.0
    return out
