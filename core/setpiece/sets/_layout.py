"""The placement solver: exact boxes, first the important things, and nobody moves for a newcomer.

Items are placed one after the other in the order of (rank, mint serial) at the best-scored free
candidate that keeps the floor walkable (``_rearrange`` works around what people did later).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ..geometry import Vec3
from ._piece import Piece
from ._spots import Spot, components, overlap, spot_rows

F64 = NDArray[np.float64]
Bool = NDArray[np.bool_]


@dataclass(frozen=True)
class Shape:
    """A piece's outline beyond its box; empty where the box says it all."""

    above: tuple[tuple[Vec3, Vec3], ...] = ()
    """Boxes (lo, hi) it takes: up to its top surface, and each part that rises over that."""
    feet: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Member:
    """One piece of an item, in the item's frame (as a piece's: back at -Y)."""

    key: str
    node_id: str
    name: str
    piece: Piece
    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    yaw: float = 0.0
    on: str = ""
    """Node id of the member it stands on."""
    wish_noun: str = ""
    free: bool = False
    """True for rugs: lies under others, collides with nothing."""
    lo: Vec3 = (0.0, 0.0, 0.0)
    hi: Vec3 = (0.0, 0.0, 0.0)
    shape: Shape = Shape()

    def taken(self, x: float, y: float, z: float, yaw: float) -> list[Spot]:
        """What it takes from others: its box, open above tops that small things stand on."""
        if not self.shape.above:
            return [self.spot(x, y, z, yaw)]
        return [replace(self, lo=lo, hi=hi).spot(x, y, z, yaw) for lo, hi in self.shape.above]

    def feet(self, x: float, y: float, z: float, yaw: float) -> list[Spot]:
        """What walkers meet: the footprint of every part between ankle and head."""
        if not self.shape.feet:
            return [self.spot(x, y, z, yaw)]
        px, py, pz, turn = member_place(Put(_NOTHING, x, y, z, yaw), self)
        c, s = math.cos(turn), math.sin(turn)
        return [
            Spot(px + c * f.x - s * f.y, py + s * f.x + c * f.y, f.half_x, f.half_y, turn + f.yaw, pz + f.z0, pz + f.z1)
            for f in self.shape.feet
        ]

    def spot(self, x: float, y: float, z: float, yaw: float) -> Spot:
        """Its box when the item's origin stands at (x, y, z) turned by ``yaw``."""
        c, s = math.cos(yaw), math.sin(yaw)
        px, py = x + c * self.x - s * self.y, y + s * self.x + c * self.y
        turn = yaw + self.yaw
        c, s = math.cos(turn), math.sin(turn)
        mx, my = (self.lo[0] + self.hi[0]) / 2, (self.lo[1] + self.hi[1]) / 2
        return Spot(
            px + c * mx - s * my, py + s * mx + c * my, (self.hi[0] - self.lo[0]) / 2,
            (self.hi[1] - self.lo[1]) / 2, turn, z + self.z + self.lo[2], z + self.z + self.hi[2],
        )  # fmt: skip


Candidates = list[tuple[float, float, float, float, float]]
"""(score, x, y, z, yaw); lower scores first."""


@dataclass(frozen=True)
class Item:
    """What is placed as one: a piece, or a table with its chairs."""

    members: tuple[Member, ...]
    rank: int
    serial: int
    candidates: Callable[[Solution], Candidates]
    clear: tuple[tuple[float, float, float, float], ...] = ()
    """Rectangles (x0, y0, x1, y1) in the item's frame that users need."""
    wish: str = ""
    """The script's noun, for a refusal; empty for what the recipe adds."""
    floor: bool = True
    """Stands on the floor (walkability is checked)."""
    patient: bool = False
    """Tries more free places before it gives up: what people or the script want to see."""


@dataclass(frozen=True)
class Put:
    """An item's place."""

    item: Item
    x: float
    y: float
    z: float
    yaw: float


_NOTHING = Item((), 0, 0, lambda _: [])


@dataclass
class Solution:
    """The state while solving."""

    half_x: float
    half_y: float
    keep: list[Spot]
    act: Spot
    """Where action gathers; only what the script asks for may come nearer, when nothing else is free."""
    doors: list[tuple[float, float]]
    taken: list[Spot] = field(default_factory=list)
    puts: dict[str, Put] = field(default_factory=dict)
    """By the first member's node id."""
    refusals: list[str] = field(default_factory=list)
    cut_off: int = 0
    """Free cells that no walker can reach, so far."""
    blocked: Bool | None = None
    cells: tuple[F64, F64] | None = None

    def where(self, node_id: str) -> tuple[Member, float, float, float, float] | None:
        """Member and world (x, y, z, yaw) of a placed node."""
        for put in self.puts.values():
            for m in put.item.members:
                if m.node_id == node_id:
                    return (m, *member_place(put, m))
        return None


def member_place(put: Put, m: Member) -> tuple[float, float, float, float]:
    """World (x, y, z, yaw) of a member."""
    c, s = math.cos(put.yaw), math.sin(put.yaw)
    return put.x + c * m.x - s * m.y, put.y + s * m.x + c * m.y, put.z + m.z, put.yaw + m.yaw


def _member_rows(m: Member, cand: F64) -> F64:
    """(n, 8) boxes of a member over candidates (n, 5)."""
    base = m.spot(0.0, 0.0, 0.0, 0.0)
    c, s = cand[:, 5], cand[:, 6]
    bc, bs = math.cos(base.yaw), math.sin(base.yaw)
    out = np.zeros((len(cand), 8))
    out[:, 0] = cand[:, 1] + c * base.x - s * base.y
    out[:, 1] = cand[:, 2] + s * base.x + c * base.y
    out[:, 2], out[:, 3] = base.half_x, base.half_y
    out[:, 4], out[:, 5] = c * bc - s * bs, s * bc + c * bs
    out[:, 6], out[:, 7] = cand[:, 3] + base.z0, cand[:, 3] + base.z1
    return out


def _inside(rows: F64, half_x: float, half_y: float) -> Bool:
    reach_x = np.abs(rows[:, 4]) * rows[:, 2] + np.abs(rows[:, 5]) * rows[:, 3]
    reach_y = np.abs(rows[:, 5]) * rows[:, 2] + np.abs(rows[:, 4]) * rows[:, 3]
    fits: Bool = (np.abs(rows[:, 0]) + reach_x <= half_x + 1e-6) & (np.abs(rows[:, 1]) + reach_y <= half_y + 1e-6)
    return fits


def clear_spots(item: Item, x: float, y: float, yaw: float) -> list[Spot]:
    """The world rectangles an item's users need."""
    out: list[Spot] = []
    c, s = math.cos(yaw), math.sin(yaw)
    for x0, y0, x1, y1 in item.clear:
        mx, my = (x0 + x1) / 2, (y0 + y1) / 2
        out.append(Spot(x + c * mx - s * my, y + s * mx + c * my, (x1 - x0) / 2, (y1 - y0) / 2, yaw, 0.05, 1.9))
    return out


def _feasible(item: Item, cand: F64, state: Solution) -> Bool:
    taken, keep = spot_rows(state.taken), spot_rows([*state.keep, state.act])
    ok = np.ones(len(cand), dtype=np.bool_)
    for m in item.members:
        rows = _member_rows(m, cand)
        ok &= _inside(rows, state.half_x, state.half_y)
        if m.free:
            continue
        if len(taken):
            ok &= ~overlap(rows, taken).any(axis=1)
        if len(keep):
            ok &= ~overlap(rows, keep).any(axis=1)
    if item.clear and len(taken):
        for rect in item.clear:
            fake = Member("", "", "", item.members[0].piece, lo=(rect[0], rect[1], 0.05), hi=(rect[2], rect[3], 1.9))
            ok &= ~overlap(_member_rows(fake, cand), taken).any(axis=1)
    return ok


CELL_M = 0.1
WALKER_M = 0.2005
"""A little more than the gate asks, so that no way is open by a rounding only."""


def _raster(state: Solution) -> tuple[F64, F64]:
    if state.cells is None:
        nx, ny = int(2 * state.half_x / CELL_M), int(2 * state.half_y / CELL_M)
        xs = -state.half_x + (np.arange(nx) + 0.5) * CELL_M
        ys = -state.half_y + (np.arange(ny) + 0.5) * CELL_M
        state.cells = (xs[None, :], ys[:, None])
        edge = (np.abs(xs)[None, :] > state.half_x - WALKER_M) | (np.abs(ys)[:, None] > state.half_y - WALKER_M)
        state.blocked = edge
    return state.cells


def _covered(state: Solution, spots: Sequence[Spot]) -> Bool:
    xs, ys = _raster(state)
    rows, cols = ys.shape[0], xs.shape[1]
    out = np.zeros((rows, cols), dtype=np.bool_)
    for p in spots:
        if p.z0 > 1.8 or p.z1 < 0.15:
            continue
        c, s = math.cos(p.yaw), math.sin(p.yaw)
        rx = abs(c) * (p.half_x + WALKER_M) + abs(s) * (p.half_y + WALKER_M)
        ry = abs(s) * (p.half_x + WALKER_M) + abs(c) * (p.half_y + WALKER_M)
        i0, i1 = max(int((p.y - ry + state.half_y) / CELL_M) - 1, 0), int((p.y + ry + state.half_y) / CELL_M) + 2
        j0, j1 = max(int((p.x - rx + state.half_x) / CELL_M) - 1, 0), int((p.x + rx + state.half_x) / CELL_M) + 2
        if i1 <= 0 or j1 <= 0:
            continue
        dx, dy = xs[:, j0:j1] - p.x, ys[i0:i1] - p.y
        out[i0:i1, j0:j1] |= (np.abs(dx * c + dy * s) <= p.half_x + WALKER_M) & (
            np.abs(dy * c - dx * s) <= p.half_y + WALKER_M
        )
    return out


def walkable(state: Solution, spots: Sequence[Spot]) -> int:
    """The cells cut off from the rest once ``spots`` are taken too; -1 when that is too many.

    Under 0.7 % may be cut off; what cuts off nothing new may stand while it stays under 0.9 %.
    Every door must be on the rest.
    """
    xs, ys = _raster(state)
    if state.blocked is None or not any(p.z0 < 1.8 and p.z1 > 0.15 for p in spots):
        return state.cut_off
    free = ~(state.blocked | _covered(state, spots))
    sizes, label = components(free)
    if not sizes:
        return -1
    lost = sum(sizes) - max(sizes)
    limit = 0.009 if lost <= state.cut_off else 0.007
    if lost > limit * sum(sizes):
        return -1
    best = sizes.index(max(sizes))
    for x, y in state.doors:
        col = min(max(int((x + state.half_x) / CELL_M), 0), xs.shape[1] - 1)
        row = min(max(int((y + state.half_y) / CELL_M), 0), ys.shape[0] - 1)
        near = label[max(row - 1, 0) : row + 2, max(col - 1, 0) : col + 2]
        if not (near == best).any():
            return -1
    return lost


def commit(state: Solution, put: Put) -> None:
    """Take the place of ``put``: later items keep clear of it and of what its users need."""
    solid = [m for m in put.item.members if not m.free]
    state.taken.extend(s for m in solid for s in m.taken(put.x, put.y, put.z, put.yaw))
    if put.item.floor:
        state.keep.extend(clear_spots(put.item, put.x, put.y, put.yaw))
        covered = _covered(state, [s for m in solid for s in m.feet(put.x, put.y, put.z, put.yaw)])
        if state.blocked is not None:
            state.blocked = state.blocked | covered
    state.puts[put.item.members[0].node_id] = put


def place(item: Item, state: Solution) -> Put | None:
    """The best free candidate, or None."""
    found = item.candidates(state)
    if not found:
        return None
    found = sorted(found)
    turn = {yaw: (math.cos(yaw), math.sin(yaw)) for yaw in dict.fromkeys(f[4] for f in found)}
    cand = np.array([(*f, *turn[f[4]]) for f in found], dtype=np.float64)
    ok = _feasible(item, cand, state)
    left = 40 if item.wish or item.patient else 12
    for i in np.flatnonzero(ok).tolist():
        _, x, y, z, yaw = found[i]
        put = Put(item, round(x, 4), round(y, 4), round(z, 4), yaw)
        solid = [s for m in item.members if not m.free for s in m.feet(x, y, z, yaw)]
        lost = walkable(state, solid) if item.floor else state.cut_off
        if lost >= 0:
            state.cut_off = lost
            return put
        left -= 1
        if left == 0:
            return None
    return None


def _head(item: Item) -> Item:
    """The main piece of a group with what stands on it, for a room without place for the rest."""
    first = item.members[0].node_id
    return replace(item, members=tuple(m for m in item.members if first in (m.node_id, m.on)), clear=())


def closer(state: Solution) -> Solution:
    """The same state with half the acting area to keep clear: what a scene names is where it plays."""
    act = state.act
    return replace(state, act=replace(act, half_x=act.half_x / 2, half_y=act.half_y / 2))


def solve(items: Sequence[Item], state: Solution) -> Solution:
    """Place all items, in order; what finds no place is left out, and named when it was a wish."""
    for item in sorted(items, key=lambda i: (i.rank, i.serial)):
        put = place(item, state)
        if put is None and len(item.members) > 1:
            put = place(_head(item), state)
        if put is None and item.wish:
            near = closer(state)
            put = place(item, near)
            state.cut_off = near.cut_off
        if put is not None:
            commit(state, put)
        elif item.wish:
            state.refusals.append(f"no free place for {item.wish}")
    return state
