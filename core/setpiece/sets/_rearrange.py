"""Works around what people moved or added: piece by piece, so that nothing goes that could stay.

A piece that is in the way looks for the nearest place; what belongs with it stays where it is. A
group goes as a whole only when its main piece is in the way and there is room for all of it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from ._layout import Candidates, Item, Member, Put, Solution, closer, commit, member_place, place
from ._spots import Spot, overlap, spot_rows

_REACH_M = 3.2
_STEP_M = 0.2


@dataclass(frozen=True)
class _Moved:
    """A put with members in the way of what people fixed."""

    put: Put
    hit: tuple[str, ...]


def resolve(state: Solution, empty: Solution, fixed: Sequence[tuple[str, Spot]], gone: Sequence[str]) -> Solution:
    """The solution again around what people fixed: only pieces that collide with it move.

    Args:
        state: The solution as if nobody had touched anything.
        empty: The room without items (keep-clear spots and doors only).
        fixed: (node id or "", box) of pinned pieces and of people's own boxes.
        gone: Node ids that were deleted: they free no space, so that nothing moves there.
    """
    own = {node for node, _ in fixed if node}
    still = own | set(gone)
    out = replace(empty, taken=[*empty.taken, *(s for _, s in fixed)], puts={}, refusals=list(state.refusals))
    out.cut_off = state.cut_off
    under = {key: _supporter(put, state) for key, put in state.puts.items()}
    moved: list[_Moved] = []
    for put in state.puts.values():
        hit = _in_the_way(put, [s for _, s in fixed], still)
        if hit:
            moved.append(_Moved(put, hit))
    lost = {n for m in moved for n in m.hit}
    later: list[tuple[Put, str]] = []
    for key, put in state.puts.items():
        base = under[key]
        if any(m.put is put for m in moved):
            continue
        if base and (base in lost or _moves_as_whole(base, moved)):
            later.append((put, base))
        elif base in own:
            commit(out, replace(put, item=replace(put.item, members=(replace(put.item.members[0], on=base),))))
        else:
            commit(out, put)
    for m in moved:
        _again(m, still, out)
    for put, base in later:
        _carry(put, base, state, out)
    return out


def _in_the_way(put: Put, fixed: Sequence[Spot], still: Collection[str]) -> tuple[str, ...]:
    """Node ids of the members that what people fixed runs into."""
    free = [m for m in put.item.members if not m.free and m.node_id not in still and m.on not in still]
    if not free or not fixed:
        return ()
    rows = spot_rows([m.spot(put.x, put.y, put.z, put.yaw) for m in free])
    hit = overlap(rows, spot_rows(fixed)).any(axis=1).tolist()
    return tuple(m.node_id for m, h in zip(free, hit, strict=True) if h)


def _moves_as_whole(node: str, moved: Sequence[_Moved]) -> bool:
    return any(
        m.put.item.members[0].node_id in m.hit and any(k.node_id == node for k in m.put.item.members) for m in moved
    )


def _again(moved: _Moved, still: set[str], out: Solution) -> None:
    """Place what is in the way anew: the group as one, else piece by piece."""
    put, item = moved.put, moved.put.item
    carried = [m for m in item.members if m.on in still]
    mine = [m for m in item.members if m.node_id not in still and m.on not in still]
    if carried:
        commit(out, replace(put, item=replace(item, members=tuple(carried), clear=())))
    if not mine:
        return
    if mine[0].node_id in moved.hit:
        whole = place(replace(item, members=tuple(mine)), out)
        if whole is not None:
            commit(out, whole)
            return
    units = [
        [m, *(k for k in mine if k.on == m.node_id)] for m in mine if m.node_id in moved.hit and m.on not in moved.hit
    ]
    gone = {m.node_id for unit in units for m in unit}
    rest = tuple(m for m in mine if m.node_id not in gone)
    if rest:
        commit(out, replace(put, item=replace(item, members=rest)))
    for unit in units:
        _alone(put, unit, out)


def _alone(put: Put, unit: Sequence[Member], out: Solution) -> None:
    """The nearest place for one piece with what stands on it."""
    head = unit[0]
    x, y, z, yaw = member_place(put, head)
    c, s = math.cos(head.yaw), math.sin(head.yaw)
    members = [replace(head, x=0.0, y=0.0, z=0.0, yaw=0.0)]
    for m in unit[1:]:
        dx, dy = m.x - head.x, m.y - head.y
        members.append(replace(m, x=c * dx + s * dy, y=c * dy - s * dx, z=m.z - head.z, yaw=m.yaw - head.yaw))
    if z + head.lo[2] > 0.05:
        found = None
    else:
        wish = next((m.wish_noun for m in unit if m.wish_noun), "")
        around = _nearby(x, y, z, yaw)
        item = Item(tuple(members), put.item.rank, put.item.serial, lambda _: around, (), wish, put.item.floor, True)
        found = place(item, out) or place(item, closer(out))
    if found is None:
        out.refusals.append(f"no place left for {head.name} beside what was moved or added")
    else:
        commit(out, found)


def _nearby(x: float, y: float, z: float, yaw: float) -> Candidates:
    """Places round (x, y), the nearest first; turned only when that saves a good step."""
    n = int(_REACH_M / _STEP_M)
    out: Candidates = []
    for i in range(-n, n + 1):
        for j in range(-n, n + 1):
            off = _STEP_M * math.sqrt(i * i + j * j)
            for k, extra in enumerate((0.0, 0.7, 1.0, 0.7)):
                out.append((round(off + extra, 4), x + _STEP_M * i, y + _STEP_M * j, z, yaw + k * math.pi / 2))
    return out


def _supporter(put: Put, state: Solution) -> str:
    """Node id of the piece on whose top a single thing stands; empty on the floor or a wall."""
    head = put.item.members[0]
    if len(put.item.members) != 1 or head.on:
        return ""
    x, y, z, _ = member_place(put, head)
    low = z + head.lo[2]
    if low < 0.05:
        return ""
    for other in state.puts.values():
        for m in other.item.members:
            mx, my, mz, yaw = member_place(other, m)
            c, s = math.cos(yaw), math.sin(yaw)
            u, v = c * (x - mx) + s * (y - my), c * (y - my) - s * (x - mx)
            for top in m.piece.surfaces:
                near = abs(u - top.center[0]) <= top.half_x + 0.04 and abs(v - top.center[1]) <= top.half_y + 0.04
                if near and m is not head and abs(low - mz - top.center[2]) < 0.01:
                    return m.node_id
    return ""


def _carry(put: Put, base: str, state: Solution, out: Solution) -> None:
    """A thing goes with the piece it stands on; without that piece it looks for another top."""
    was, now = state.where(base), out.where(base)
    if was is not None and now is not None:
        turn = now[4] - was[4]
        c, s = math.cos(turn), math.sin(turn)
        dx, dy = put.x - was[1], put.y - was[2]
        spot = (0.0, now[1] + c * dx - s * dy, now[2] + s * dx + c * dy, put.z + now[3] - was[3], put.yaw + turn)
        found = place(replace(put.item, candidates=lambda _: [spot], patient=True), out)
    else:
        found = None
    found = found or place(put.item, out)
    if found is None:
        out.refusals.append(f"no place left for {put.item.members[0].name} beside what was moved or added")
    else:
        commit(out, found)
