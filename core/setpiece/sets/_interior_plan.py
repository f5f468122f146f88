"""A room's own decisions before furniture: measures, holes, colours, and the items of its recipe."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..geometry import pick, stream
from ..scene.ids import Minter
from ._furniture import dressed, maker_for, makers
from ._group import Group
from ._group import Part as GroupPart
from ._interior_candidates import (
    Find,
    along_walls,
    ceiling_at,
    item_front,
    near,
    on_top,
    spread,
)
from ._interior_groups import GROUPS
from ._interior_recipe import Line, Recipe
from ._interior_shell import Hole, Shell
from ._layout import Item, Member
from ._looks import Palette
from ._outline import outline
from ._piece import Piece
from .model import SetSpec, Vec2

_SIZE = {"small": 0.88, "medium": 1.0, "large": 1.2}


def palette(recipe: Recipe, scene_id: str) -> Palette:
    """Colours of this set, from the recipe's choices."""
    rng = stream(scene_id, "palette")
    wall, floor, trim = pick(rng, recipe.walls), pick(rng, recipe.floors), pick(rng, recipe.trims)
    wood = pick(rng, recipe.woods)
    if wood.split(".")[-1] == floor.split(".")[-1] and len(recipe.woods) > 1:
        wood = next(w for w in recipe.woods if w.split(".")[-1] != floor.split(".")[-1])
    return Palette(wall, floor, trim, wood, pick(rng, recipe.cloths), pick(rng, recipe.accents))


def roles(colours: Palette, scene_id: str) -> dict[str, str]:
    """What the pieces' role looks mean in this set."""
    rng = stream(scene_id, "roles")
    cloth = colours.cloth.split(".")[-1]
    rug = pick(rng, [c for c in ("navy", "rust", "olive", "grey", "red", "cream", "teal") if c != cloth])
    return {
        "wood": colours.wood, "cloth": colours.cloth, "accent": colours.accent, "trim": colours.trim,
        "panel": pick(rng, (colours.wood, "wood.walnut", "wood.cherry")), "rug": f"carpet.{rug}",
        "stone": pick(rng, ("marble.dark", "marble.white", "wood.oak")),
        "rug2": f"carpet.{pick(rng, ('cream', 'grey', 'mustard', 'rust', 'blue'))}",
    }  # fmt: skip


def _along(text: str, half: float, width: float) -> float:
    aim = {"mid": 0.0, "left": half, "right": -half}.get(text)
    return float(text) * half if aim is None else aim * max(0.0, 1 - (width / 2 + 0.75) / half)


def _holes(recipe: Recipe, width: float, depth: float, height: float) -> list[Hole]:
    out: list[Hole] = []
    busy: dict[str, list[tuple[float, float]]] = {}
    reach = {"N": width / 2, "S": width / 2, "E": depth / 2, "W": depth / 2}
    for i, text in enumerate(recipe.doors):
        side, *rest = text.split()
        double = "double" in rest
        wide = 1.7 if double else 0.95
        where = [r for r in rest if r != "double"]
        u = _along(where[0] if where else "-0.35", reach[side], wide)
        head = min(2.35 if double else 2.06, height - 0.2)
        out.append(Hole(f"door:{i + 1}", "door", side, round(u, 3), wide, 0.0, head, recipe.door_style))  # type: ignore[arg-type]
        busy.setdefault(side, []).append((u - wide / 2 - 0.3, u + wide / 2 + 0.3))
    count: dict[str, int] = {}
    for text in recipe.windows:
        count[text.split()[0]] = count.get(text.split()[0], 0) + 1
    seen: dict[str, int] = {}
    style = "boarded" if recipe.boarded else recipe.window_style
    for i, text in enumerate(recipe.windows):
        side, *rest = text.split()
        k = seen.get(side, 0)
        seen[side] = k + 1
        w, h = recipe.window_size_m
        half = reach[side]
        u = float(rest[0]) * half if rest else -half + 2 * half * (k + 0.5) / count[side]
        u = _moved_off(u, w, half, busy.get(side, []))
        sill = recipe.window_sill_m
        head = min(sill + h, height - 0.25)
        if u is not None and head - sill > 0.3:
            out.append(Hole(f"window:{i + 1}", "window", side, round(u, 3), w, sill, round(head, 3), style))  # type: ignore[arg-type]
            busy.setdefault(side, []).append((u - w / 2 - 0.3, u + w / 2 + 0.3))
    return out


def _moved_off(u: float, width: float, half: float, busy: list[tuple[float, float]]) -> float | None:
    """The nearest place to ``u`` on a wall that touches nothing busy."""
    options = [u] + [u + s * 0.2 * k for k in range(1, 40) for s in (1, -1)]
    for v in options:
        if abs(v) + width / 2 > half - 0.25:
            continue
        if all(v + width / 2 <= a or v - width / 2 >= b for a, b in busy):
            return v
    return None


def shell_of(recipe: Recipe, spec: SetSpec, scene_id: str, colours: Palette) -> Shell:
    """Measures and holes of the room."""
    rng = stream(scene_id, "shell", spec.seed)
    crowd = 1.0 if spec.people <= 5 else 1.12 if spec.people <= 9 else 1.25
    grow = max(_SIZE[spec.size], 1.0 if min(recipe.size_m[:2]) < 6.0 else 0.0) * crowd
    w, d, h = recipe.size_m
    w = round(w * grow * (0.97 + 0.1 * rng.random()), 1)
    d = round(d * grow * (0.97 + 0.1 * rng.random()), 1)
    h = round(h * (0.98 + 0.06 * rng.random()), 2)
    panel = recipe.panel_m or 0.0
    look = pick(rng, recipe.panels)
    return Shell(
        w, d, h, tuple(_holes(recipe, w, d, h)), colours, recipe.ceiling, panel, look, recipe.beams, recipe.ridge_m
    )


class Maker:
    """Mints ids and makes pieces for the items of one set."""

    def __init__(self, minter: Minter, scene_id: str, role_looks: Mapping[str, str]) -> None:
        self.minter, self.scene_id, self.roles = minter, scene_id, dict(role_looks)
        self._count: dict[str, int] = {}
        self._named: dict[str, int] = {}

    def piece(self, noun: str, *names: str | int) -> Piece:
        """The piece of ``noun`` from the stream named by ``names``."""
        maker = makers().get(noun) or maker_for(noun)
        if maker is None:
            raise KeyError(f"no maker for {noun}")
        return dressed(maker(stream(self.scene_id, noun, *names)), self.roles)

    def key(self, noun: str, what: str) -> str:
        """The next key for a piece of ``noun`` in things of the kind ``what``.

        Counted per kind, so that one more café table renumbers no other chair.
        """
        stem = f"piece:{noun}" if noun == what else f"piece:{noun}:{what}"
        self._count[stem] = self._count.get(stem, 0) + 1
        return f"{stem}:{self._count[stem]}"

    def member(self, key: str, noun: str, piece: Piece, part: GroupPart | None = None) -> tuple[Member, int]:
        """A member and its mint serial."""
        minted = self.minter.mint(key, noun)
        number = self._named[piece.noun] = self._named.get(piece.noun, 0) + 1
        name = piece.noun.capitalize() + (f" {number}" if number > 1 else "")
        lo, hi, shape = outline(piece)
        p = part or GroupPart(noun)
        free = p.free or piece.solid_kind == "ground"
        base = 0.0 if lo[2] < -0.03 or p.on >= 0 else -lo[2]
        return Member(
            key, minted.id, name, piece, p.x, p.y, base, p.yaw, free=free, lo=lo, hi=hi, shape=shape
        ), minted.serial


def group_item(make: Maker, what: str, index: int, rng: np.random.Generator) -> tuple[list[Member], int, Group]:
    """The members of one line's thing (a group or a single piece), and its first serial."""
    cache: dict[str, Piece] = {}

    def of(noun: str) -> Piece:
        if noun not in cache:
            cache[noun] = make.piece(
                noun, what, "design" if noun in ("chair", "desk", "round_table", "small_table") else index
            )
        return cache[noun]

    group = GROUPS[what](of, rng) if what in GROUPS else Group((GroupPart(what),))
    members: list[Member] = []
    serial = 0
    for part in group.parts:
        m, s = make.member(make.key(part.noun, what), part.noun, of(part.noun), part)
        if part.on >= 0:
            base = members[part.on]
            top = base.piece.surfaces[0].center[2] if base.piece.surfaces else base.hi[2]
            m = replace(m, z=base.z + top - m.lo[2], on=base.node_id)
        members.append(m)
        serial = serial or s
    return members, serial, group


def _finder(
    line: Line, shell: Shell, members: list[Member], act: Vec2, rng: np.random.Generator, n: int
) -> tuple[Find, bool]:
    a: tuple[str, ...] = line.args
    sides = a[0]
    if line.how == "wall":
        return along_walls(shell, members, sides, a[1] if len(a) > 1 else "any", rng), True
    if line.how == "corner":
        return along_walls(shell, members, sides, "ends", rng, gap_m=0.06), True
    if line.how == "at":
        return near(shell, float(a[0]), float(a[1]), float(a[2]) if len(a) > 2 else 0.0), True
    if line.how == "spread":
        return spread(shell, act, rng), True
    if line.how == "hang":
        z = float(a[1]) if len(a) > 1 else 1.58 + (0.17 if shell.panel_m else 0.0)
        z = max(z, shell.panel_m + 0.06 - members[0].lo[2]) if shell.panel_m else z
        return along_walls(shell, members, sides, (*a, "any", "any")[2], rng, z, 0.0), True
    if line.how == "on":
        return on_top(a[0], rng, members[0]), False
    columns, rows = (int(count) for count in a[:2])
    u, v = (n % columns + 0.5) / columns * 2 - 1, (n // columns + 0.5) / rows * 2 - 1
    return ceiling_at(shell, u, v), False


def _repeat(line: Line, seats_short: int, per_item: int) -> int:
    if line.how == "ceiling":
        return int(line.args[0]) * int(line.args[1])
    if line.how == "spread":
        low, high = int(line.args[0]), int(line.args[1])
        return min(high, max(low, math.ceil(seats_short / max(per_item, 1))))
    return line.count


def recipe_items(
    recipe: Recipe, spec: SetSpec, shell: Shell, make: Maker, act: Vec2, scene_id: str
) -> tuple[list[Item], list[str]]:
    """All items of a recipe in order, and the node ids of the seats that talk (first group first)."""
    items: list[Item] = []
    seats: list[str] = []
    places = 0
    for rank, line in enumerate(recipe.lines):
        n, i = 1, 0
        while i < n:
            rng = stream(scene_id, line.what, rank, i)
            members, serial, group = group_item(make, line.what, i, rng)
            if i == 0:
                n = _repeat(line, spec.seated + 2 - places, sum(len(m.piece.seats) for m in members))
            find, floor = _finder(line, shell, members, act, rng, i)
            clear = group.clear or (item_front(members) if floor else ())
            items.append(Item(tuple(members), rank, serial, find, clear, "", floor))
            places += sum(len(m.piece.seats) for m in members)
            i += 1
    short = spec.seated - places
    for i in range(max(0, min(short, 8))):
        rng = stream(scene_id, "more chairs", i)
        members, serial, _ = group_item(make, "chair", i, rng)
        find = along_walls(shell, members, "EWNS", "any", rng)
        items.append(Item(tuple(members), len(recipe.lines), serial, find, item_front(members)))
    return items, seats
