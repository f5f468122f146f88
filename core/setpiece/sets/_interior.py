"""Builds an interior: the shell, the recipe's furniture, the script's own things, people's pins."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..geometry import Quat, Vec3, quat_from_yaw, quat_multiply, quat_rotate, stream, yaw_from_quat
from ..scene.ids import Minter
from ._condition import refitted
from ._draft import Placed, SetDraft
from ._furniture import dressed, maker_for, stand_in
from ._interior_candidates import along_walls, any_top, ceiling_at, item_front, keep_clear, ring
from ._interior_plan import Maker, palette, recipe_items, roles, shell_of
from ._interior_recipe import Recipe, recipes
from ._interior_shell import (
    SIDES,
    YAW,
    Shell,
    ceiling_piece,
    curtain_piece,
    door_piece,
    floor_piece,
    opening,
    under_roof,
    wall,
    window_piece,
)
from ._layout import Item, Member, Put, Solution, member_place, solve
from ._outline import outline
from ._outlook import outlook
from ._piece import Piece
from ._rearrange import resolve
from ._spots import Spot
from .model import Obstacle, Opening, PieceWish, Pin, SetSpec, Vec2

_WALL_NAMES = {"N": "North wall", "E": "East wall", "S": "South wall", "W": "West wall"}
_LATE = 1000
"""Ranks of what the script asks for: after everything the recipe brings."""


def build(
    spec: SetSpec, scene_id: str, minter: Minter, pins: Mapping[str, Pin], obstacles: Sequence[Obstacle]
) -> SetDraft:
    """A furnished room, office or bar.

    Args:
        spec: What the scene asks for; ``variant`` names a recipe (else a plain room).
        scene_id: Names the random streams.
        minter: Gives the node ids.
        pins: Node id -> what a person did to it.
        obstacles: Boxes a person added.
    """
    name = spec.variant if spec.variant in recipes() else {"office": "office", "bar": "bar"}.get(spec.kind, "room")
    recipe = refitted(recipes()[name], spec.condition)
    colours = palette(recipe, scene_id)
    role_looks = roles(colours, scene_id)
    shell = shell_of(recipe, spec, scene_id, colours)
    make = Maker(minter, scene_id, role_looks)
    structure, openings = _structure(shell, recipe, minter, scene_id)
    act = _act(recipe, shell)
    items, _ = recipe_items(recipe, spec, shell, make, act, scene_id)
    refusals: list[str] = []
    asked, aliases = _wishes(spec, shell, make, act, items, scene_id, refusals)
    empty = _empty(shell, recipe, act, structure)
    base = solve([*items, *asked], replace(empty, taken=list(empty.taken), keep=list(empty.keep), puts={}, refusals=[]))
    solved = _with_people(base, empty, pins, obstacles)
    outside = outlook(spec, shell, minter, scene_id)
    placed = [_pinned(p, pins) for p in (*structure, *outside)] + _placed(solved, base, pins, aliases)
    kept = tuple(p for p in placed if not (p.node_id in pins and pins[p.node_id].deleted))
    return SetDraft(
        kind=recipe.kind, variant=spec.variant or name, interior=True, placed=kept, floor=shell.floor,
        ceiling_m=shell.height_m, acting_center=_center(spec, kept, act),
        openings=tuple(o for o in openings if not (o.node in pins and pins[o.node].deleted)),
        refusals=(*refusals, *solved.refusals),
    )  # fmt: skip


def _act(recipe: Recipe, shell: Shell) -> Vec2:
    w, d = recipe.act_size_m
    x, y = recipe.act[0] * shell.width_m / 2, recipe.act[1] * shell.depth_m / 2
    room_x, room_y = shell.width_m / 2 - w / 2 - 0.3, shell.depth_m / 2 - d / 2 - 0.3
    return round(min(max(x, -room_x), room_x), 4), round(min(max(y, -room_y), room_y), 4)


def _structure(shell: Shell, recipe: Recipe, minter: Minter, scene_id: str) -> tuple[list[Placed], list[Opening]]:
    trim = shell.palette.trim

    def fixed(key: str, name: str, piece: Piece, at: Vec3 = (0.0, 0.0, 0.0), yaw: float = 0.0) -> Placed:
        return Placed(minter.id(key, piece.noun), name, piece, at, yaw, key, movable=False)

    out = [fixed("floor", "Floor", floor_piece(shell)), fixed("ceiling", "Ceiling", ceiling_piece(shell))]
    for side in SIDES:
        x, y = shell.point(side, 0.0, 0.0)
        out.append(fixed(f"wall:{side}", _WALL_NAMES[side], wall(shell, side), (x, y, 0.0), YAW[side]))
    openings: list[Opening] = []
    rng = stream(scene_id, "doors")
    leaf = trim if rng.random() < 0.4 else ("wood.walnut", "wood.oak", "wood.white")[int(rng.random() * 3)]
    leaf = recipe.leaf or leaf
    cloth = ("cream", "grey", "sage", "rust", "navy", "white")[int(rng.random() * 6)]
    for hole in shell.holes:
        x, y = shell.point(hole.side, hole.u, 0.0)
        number = hole.key.split(":")[1]
        if hole.kind == "door":
            piece, z = door_piece(hole, trim, leaf, recipe.knob), 0.0
        else:
            piece, z = window_piece(hole, trim), hole.sill_m
        out.append(fixed(hole.key, f"{hole.kind.capitalize()} {number}", piece, (x, y, z), YAW[hole.side]))
        openings.append(opening(shell, hole, out[-1].node_id))
        if hole.kind == "window" and recipe.curtains:
            drop = min(hole.head_m + 0.12, shell.height_m - 0.12) - (hole.sill_m - 0.03)
            cloths = curtain_piece(hole.width_m, drop, f"fabric.{cloth}", "metal.brass")
            at = (x, y, hole.sill_m - 0.03)
            out.append(fixed(f"curtains:{number}", f"Curtains {number}", cloths, at, YAW[hole.side]))
    return out, openings


def _empty(shell: Shell, recipe: Recipe, act: Vec2, structure: Sequence[Placed]) -> Solution:
    w, d = recipe.act_size_m
    keep, gather = keep_clear(shell), Spot(act[0], act[1], w / 2, d / 2, 0.0, 0.05, 1.9)
    taken: list[Spot] = []
    for p in structure:
        if p.piece.noun == "curtains":
            lo, hi = p.piece.bounds
            depth = hi[1] - min(lo[1], 0.0)
            c, s = math.cos(p.yaw), math.sin(p.yaw)
            taken.append(
                Spot(p.position[0] - s * depth / 2, p.position[1] + c * depth / 2, (hi[0] - lo[0]) / 2,
                     depth / 2, p.yaw, p.position[2], p.position[2] + hi[2])
            )  # fmt: skip
    if shell.beams:
        taken.extend(_beams(shell))
    if shell.eaves_m:
        deep = shell.depth_m / 2
        taken.extend(Spot((a + b) / 2, 0.0, (b - a) / 2, deep, 0.0, z0, z1) for a, b, z0, z1 in under_roof(shell))
    w, d, h = shell.width_m / 2, shell.depth_m / 2, shell.height_m
    taken.append(Spot(0.0, 0.0, w, d, 0.0, h, h + 0.1))
    doors = []
    for h in shell.holes:
        if h.kind == "door":
            doors.append(shell.point(h.side, h.u, 0.45))
    return Solution(shell.width_m / 2, shell.depth_m / 2, keep, gather, doors, taken)


def _beams(shell: Shell) -> list[Spot]:
    count = max(2, int(shell.depth_m / 1.6))
    ys = [-shell.depth_m / 2 + shell.depth_m * (i + 0.5) / count for i in range(count)]
    return [Spot(0.0, y, shell.width_m / 2, 0.08, 0.0, shell.height_m - 0.18, shell.height_m) for y in ys]


# --- what the script asks for ------------------------------------------------------------------


def _make_wish(wish: PieceWish, scene_id: str, key: str, make: Maker, refusals: list[str]) -> Piece:
    from ._props import piece_for

    rng = stream(scene_id, key, "piece")
    noun = "trolley" if wish.noun.lower().split()[-1] in ("cart", "carts") else wish.noun
    maker = piece_for(noun, wish.category) or maker_for(noun)
    if maker is None:
        refusals.append(f"nobody makes a {wish.noun}: a labelled box stands in")
        return stand_in(wish.noun)
    return dressed(maker(rng), make.roles)


def _wishes(
    spec: SetSpec, shell: Shell, make: Maker, act: Vec2, items: Sequence[Item], scene_id: str, refusals: list[str]
) -> tuple[list[Item], dict[str, str]]:
    """Items for the script's nouns, and node id -> noun for nouns the furniture already is."""
    there: dict[str, list[str]] = {}
    large = {m.node_id for item in items for m in item.members if m.piece.solid_kind == "furniture"}
    for item in items:
        for m in item.members:
            there.setdefault(m.key.split(":")[1], []).append(m.node_id)
            there.setdefault(m.piece.noun, []).append(m.node_id)
    for item in items:
        for m in item.members:
            there.setdefault(m.piece.noun.split()[-1], []).append(m.node_id)
    out: list[Item] = []
    aliases: dict[str, str] = {}
    for wish in spec.wishes:
        known = there.get(wish.noun.lower()) or there.get(_maker_name(wish.noun))
        if known and wish.category in ("set_dressing", "props") and known[0] in large:
            aliases[known[0]] = wish.noun
            continue
        for n in range(min(wish.count, 4)):
            key = wish.key if n == 0 else f"{wish.key}:{n + 1}"
            piece = _make_wish(wish, scene_id, key, make, refusals)
            out.append(_wish_item(wish, key, piece, shell, make, act))
    return out, aliases


def _maker_name(noun: str) -> str:
    maker = maker_for(noun)
    return "" if maker is None else maker.__name__.rstrip("_")


def _wish_item(wish: PieceWish, key: str, piece: Piece, shell: Shell, make: Maker, act: Vec2) -> Item:
    minted = make.minter.mint(key, wish.noun)
    lo, hi, shape = outline(piece)
    name = wish.noun.capitalize()
    member = Member(key, minted.id, name, piece, wish_noun=wish.noun, lo=lo, hi=hi, shape=shape)
    rng = stream(minted.id, "place")
    wide, tall = max(hi[0] - lo[0], hi[1] - lo[1]), hi[2] - lo[2]
    small = wish.category == "props" and wide <= 0.62 and tall <= 0.75
    grounded = replace(member, z=-lo[2])
    if lo[2] < -0.3 and hi[2] < 0.05:
        return Item((member,), _LATE, minted.serial, ceiling_at(shell, 0.0, 0.0), (), wish.noun, False)
    if lo[2] < -0.4 or (abs(lo[1]) < 0.01 and hi[1] < 0.12 and lo[2] < -0.05):
        return Item(
            (member,),
            _LATE,
            minted.serial,
            along_walls(shell, (member,), "NEWS", "any", rng, 1.6, 0.0),
            (),
            wish.noun,
            False,
        )
    around = ring(act, 1.35 + wide / 2, rng, wish.category == "animals")
    if small:
        tops = any_top(act, member, rng)

        def find(state: Solution) -> list[tuple[float, float, float, float, float]]:
            floor = [(20.0 + s, x, y, z - lo[2], yaw) for s, x, y, z, yaw in around(state)]
            return [*tops(state), *floor]

        return Item((member,), _LATE + 1, minted.serial, find, (), wish.noun, True)
    walls = along_walls(shell, (grounded,), "NEWS", "any", rng)
    sideways = along_walls(shell, (grounded,), "EWNS", "any", rng, turned=True)

    def stand(state: Solution) -> list[tuple[float, float, float, float, float]]:
        first, second = (walls, around) if wish.category == "set_dressing" else (around, walls)
        found = [*first(state), *((20.0 + s, *rest) for s, *rest in second(state))]
        return [*found, *((40.0 + s, *rest) for s, *rest in sideways(state))]  # type: ignore[misc]

    return Item((grounded,), _LATE, minted.serial, stand, item_front((grounded,)), wish.noun, True)


# --- people's pins ------------------------------------------------------------------------------


def _with_people(base: Solution, empty: Solution, pins: Mapping[str, Pin], obstacles: Sequence[Obstacle]) -> Solution:
    fixed: list[tuple[str, Spot]] = []
    members = {m.node_id: m for put in base.puts.values() for m in put.item.members}
    for node, pin in sorted(pins.items()):
        if pin.transform is not None and not pin.deleted and node in members:
            m, t = members[node], pin.transform
            lo = [a * b for a, b in zip(m.lo, t.scale, strict=True)]
            hi = [a * b for a, b in zip(m.hi, t.scale, strict=True)]
            still = replace(m, x=0.0, y=0.0, z=0.0, yaw=0.0, lo=(lo[0], lo[1], lo[2]), hi=(hi[0], hi[1], hi[2]))
            x, y, z = t.translation
            fixed.append((node, still.spot(x, y, z, yaw_from_quat(t.rotation))))
    for o in obstacles:
        fixed.append(("", _obstacle_spot(o)))
    gone = [n for n, p in sorted(pins.items()) if p.deleted]
    if not fixed:
        return base
    return resolve(base, empty, fixed, gone)


def _obstacle_spot(o: Obstacle) -> Spot:
    axes = [quat_rotate(o.rotation, a) for a in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))]
    rise = sum(abs(a[2]) * h for a, h in zip(axes, o.half, strict=True))
    level = abs(axes[2][2]) > 0.999
    yaw = yaw_from_quat(o.rotation) if level else 0.0
    reach = [sum(abs(a[k]) * h for a, h in zip(axes, o.half, strict=True)) for k in (0, 1)]
    hx, hy = (o.half[0], o.half[1]) if level else (reach[0], reach[1])
    return Spot(o.center[0], o.center[1], hx, hy, yaw, o.center[2] - rise, o.center[2] + rise)


def _pinned(p: Placed, pins: Mapping[str, Pin]) -> Placed:
    pin = pins.get(p.node_id)
    if pin is None or pin.transform is None:
        return p
    t = pin.transform
    return replace(p, position=t.translation, yaw=yaw_from_quat(t.rotation), rotation=t.rotation, scale=t.scale)


def _carried(
    place: tuple[float, float, float, float], before: tuple[float, float, float, float], pin: Pin
) -> tuple[Vec3, Quat]:
    """Where a thing on a pinned piece goes: it keeps its place on the piece."""
    t = pin.transform
    if t is None:
        return (place[0], place[1], place[2]), quat_from_yaw(place[3])
    back = quat_from_yaw(-before[3])
    off = quat_rotate(back, (place[0] - before[0], place[1] - before[1], place[2] - before[2]))
    x, y, z = quat_rotate(t.rotation, (off[0] * t.scale[0], off[1] * t.scale[1], off[2] * t.scale[2]))
    turn = quat_multiply(t.rotation, quat_from_yaw(place[3] - before[3]))
    return (t.translation[0] + x, t.translation[1] + y, t.translation[2] + z), turn


def _placed(solved: Solution, base: Solution, pins: Mapping[str, Pin], aliases: Mapping[str, str]) -> list[Placed]:
    out: list[Placed] = []
    seen: set[str] = set()
    for source in (solved, base):
        for put in source.puts.values():
            for m in put.item.members:
                ours = source is solved or m.node_id in pins
                if m.node_id in seen or not ours:
                    continue
                seen.add(m.node_id)
                out.append(_place_member(put, m, base, pins, aliases))
    return out


def _place_member(put: Put, m: Member, base: Solution, pins: Mapping[str, Pin], aliases: Mapping[str, str]) -> Placed:
    x, y, z, yaw = member_place(put, m)
    first = next((k for k in put.item.members if k.piece.seats), m)
    group = first.node_id if m.piece.seats and len(put.item.members) > 1 else ""
    one = Placed(
        m.node_id, m.name, m.piece, (x, y, z), yaw, m.key, group=group,
        wish_noun=m.wish_noun or aliases.get(m.node_id, ""), on=m.on,
    )  # fmt: skip
    if m.node_id in pins:
        return _pinned(one, pins)
    if m.on in pins and pins[m.on].transform is not None:
        under = base.where(m.on)
        if under is not None:
            position, rotation = _carried((x, y, z, yaw), under[1:], pins[m.on])
            return replace(one, position=position, rotation=rotation, yaw=yaw_from_quat(rotation))
    return one


def _center(spec: SetSpec, placed: Sequence[Placed], act: Vec2) -> Vec2:
    """The middle of the seats that talk when the action sits, else the free floor."""
    if spec.seated < 2 or spec.seated * 2 < spec.people:
        return act
    groups: dict[str, list[Vec3]] = {}
    for p in placed:
        for s in p.piece.seats:
            c, n = math.cos(p.yaw), math.sin(p.yaw)
            at = (
                p.position[0] + c * s.position[0] - n * s.position[1],
                p.position[1] + n * s.position[0] + c * s.position[1],
                0.0,
            )
            groups.setdefault(p.group or p.node_id, []).append(at)
    fit = [g for g in groups.values() if len(g) >= min(spec.seated, 2)]
    if not fit:
        return act
    middles = [(sum(p[0] for p in g) / len(g), sum(p[1] for p in g) / len(g)) for g in fit]
    best = min(middles, key=lambda m: ((m[0] - act[0]) ** 2 + (m[1] - act[1]) ** 2, m))
    return round(best[0], 4), round(best[1], 4)
