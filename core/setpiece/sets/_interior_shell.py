"""Walls, floor, ceiling, doors and windows of a rectangular room, as pieces.

A wall's frame has +Y into the room and x along the wall; its inner face is y = 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from ..geometry import Vec3
from ._furniture_kit import block, folds, roll, slab, tube
from ._looks import Palette
from ._piece import Part, Piece
from .model import Opening, Vec2

Side = Literal["N", "E", "S", "W"]
SIDES: tuple[Side, ...] = ("N", "E", "S", "W")
YAW: dict[str, float] = {"N": math.pi, "E": math.pi / 2, "S": 0.0, "W": -math.pi / 2}
_COS = {"N": -1.0, "E": 0.0, "S": 1.0, "W": 0.0}
_SIN = {"N": 0.0, "E": 1.0, "S": 0.0, "W": -1.0}
THICK_M = 0.16
DOOR_CLEAR_M = 1.0
_RIDGE_M = 0.14
"""Half the width of the flat strip under a ridge, from which things hang."""


@dataclass(frozen=True)
class Hole:
    """A door or window in a wall; ``u`` is its middle along the wall, in the wall's frame."""

    key: str
    kind: Literal["door", "window"]
    side: Side
    u: float
    width_m: float
    sill_m: float
    head_m: float
    style: str = ""


@dataclass(frozen=True)
class Shell:
    """A room's shape; the floor is centred on the origin."""

    width_m: float
    depth_m: float
    height_m: float
    holes: tuple[Hole, ...]
    palette: Palette
    ceiling: str = "paint.ceiling"
    panel_m: float = 0.0
    """Height of a wainscot; 0 = none."""
    panel_look: str = ""
    beams: bool = False
    eaves_m: float = 0.0
    """Where a roof meets the side walls that slopes up to a ridge along +Y; 0 = none."""

    def length(self, side: Side) -> float:
        """Inner length of a wall."""
        return self.width_m if side in "NS" else self.depth_m

    def reach(self, side: Side) -> float:
        """Distance of a wall's inner face from the origin."""
        return self.depth_m / 2 if side in "NS" else self.width_m / 2

    def point(self, side: Side, u: float, v: float) -> Vec2:
        """World (x, y) of the wall-frame point (u along, v into the room)."""
        c, s, r = _COS[side], _SIN[side], self.reach(side)
        y = v - r
        return (c * u - s * y, s * u + c * y)

    @property
    def floor(self) -> tuple[Vec2, ...]:
        """Counter-clockwise corners."""
        x, y = self.width_m / 2, self.depth_m / 2
        return ((-x, -y), (x, -y), (x, y), (-x, y))


def opening(shell: Shell, hole: Hole, node: str) -> Opening:
    """What cast and light know of a hole."""
    x, y = shell.point(hole.side, hole.u, -THICK_M / 2)
    z = (hole.sill_m + hole.head_m) / 2
    return Opening(
        node, hole.kind, (round(x, 4), round(y, 4), round(z, 4)), hole.width_m,
        round(hole.head_m - hole.sill_m, 4), round(YAW[hole.side], 6),
    )  # fmt: skip


def _spans(shell: Shell, side: Side) -> list[tuple[float, float, Hole | None]]:
    """The wall cut at its holes: (from, to, hole or None), along u."""
    over = THICK_M if side in "NS" else 0.0
    start, end = -shell.length(side) / 2 - over, shell.length(side) / 2 + over
    out: list[tuple[float, float, Hole | None]] = []
    for hole in sorted((h for h in shell.holes if h.side == side), key=lambda h: h.u):
        out.append((start, hole.u - hole.width_m / 2, None))
        out.append((hole.u - hole.width_m / 2, hole.u + hole.width_m / 2, hole))
        start = hole.u + hole.width_m / 2
    out.append((start, end, None))
    return out


def wall(shell: Shell, side: Side) -> Piece:
    """One wall with its holes, skirting and wainscot."""
    p, h = shell.palette, shell.height_m
    parts: list[Part] = []
    inner = shell.length(side) / 2
    for a, b, hole in _spans(shell, side):
        bands = [(0.0, h)] if hole is None else [(0.0, hole.sill_m), (hole.head_m, h)]
        for z0, z1 in bands:
            if z1 - z0 > 0.005:
                parts.append(block((b - a, THICK_M, z1 - z0), ((a + b) / 2, -THICK_M / 2, (z0 + z1) / 2), p.wall))
        if hole is not None and hole.kind == "door":
            continue
        parts.extend(_trim(shell, max(a, -inner), min(b, inner), None if hole is None else hole.sill_m))
    crown = block((2 * inner, 0.03, 0.06), (0.0, 0.015, h - 0.03), p.trim)
    return Piece("wall", (*parts, crown), solid_kind="structure")


def _trim(shell: Shell, a: float, b: float, limit_m: float | None) -> list[Part]:
    if b - a < 0.02:
        return []
    middle, width = (a + b) / 2, b - a
    parts = [block((width, 0.016, 0.1), (middle, 0.008, 0.05), shell.palette.trim)]
    top = shell.panel_m if limit_m is None else min(shell.panel_m, limit_m)
    if top > 0.3:
        parts.append(block((width, 0.012, top - 0.1), (middle, 0.006, 0.1 + (top - 0.1) / 2), shell.panel_look))
        if top == shell.panel_m:
            parts.append(block((width, 0.025, 0.05), (middle, 0.0125, top + 0.025), shell.palette.trim))
    return parts


def floor_piece(shell: Shell) -> Piece:
    """The floor, its top at z = 0."""
    size = (shell.width_m + 2 * THICK_M, shell.depth_m + 2 * THICK_M, 0.1)
    return Piece("floor", (block(size, (0.0, 0.0, -0.05), shell.palette.floor),), solid_kind="ground")


def ceiling_piece(shell: Shell) -> Piece:
    """The ceiling, with beams where the room has them."""
    w, d, h = shell.width_m, shell.depth_m, shell.height_m
    parts = [block((w + 2 * THICK_M, d + 2 * THICK_M, 0.1), (0.0, 0.0, h + 0.05), shell.ceiling)]
    if shell.beams:
        count = max(2, int(d / 1.6))
        for i in range(count):
            y = -d / 2 + d * (i + 0.5) / count
            parts.append(block((w, 0.16, 0.18), (0.0, y, h - 0.09), shell.palette.wood))
    if shell.eaves_m:
        rise, run = h - 0.03 - shell.eaves_m, w / 2 - _RIDGE_M
        slope = math.atan2(rise, run)
        size = (math.sqrt(rise * rise + run * run), d, 0.03)
        middle = (shell.eaves_m + h - 0.03) / 2
        parts += [
            block(size, (s * (w / 4 + _RIDGE_M / 2), 0.0, middle), shell.ceiling, roll(s * slope)) for s in (-1, 1)
        ]
    return Piece("ceiling", tuple(parts), solid_kind="structure")


def under_roof(shell: Shell) -> list[tuple[float, float, float, float]]:
    """(from x, to x, lowest z, highest z) of strips that a sloping roof takes from the room, both sides."""
    out: list[tuple[float, float, float, float]] = []
    run, strips = shell.width_m / 2 - _RIDGE_M, 8
    for i in range(strips):
        outer, inner = _RIDGE_M + run * (1 - i / strips), _RIDGE_M + run * (1 - (i + 1) / strips)
        low = shell.eaves_m + (shell.height_m - shell.eaves_m) * i / strips - 0.06
        out += [(inner, outer, low, shell.height_m), (-outer, -inner, low, shell.height_m)]
    return out


def door_piece(hole: Hole, trim: str, leaf: str, knob: str = "metal.brass") -> Piece:
    """Frame and closed leaf (two for a wide door); origin on the floor in the wall's inner face."""
    w, h = hole.width_m, hole.head_m
    depth, mid = THICK_M + 0.03, -THICK_M / 2
    parts = [block((0.07, depth, h + 0.07), (s * (w / 2 + 0.02), mid, (h + 0.07) / 2), trim) for s in (-1, 1)]
    parts.append(block((w - 0.03, depth, 0.07), (0.0, mid, h + 0.02), trim))
    leaves = 2 if w > 1.3 else 1
    clear = w - 0.04
    for i in range(leaves):
        lw = clear / leaves - 0.006
        x = -clear / 2 + clear * (i + 0.5) / leaves
        parts.append(block((lw, 0.04, h - 0.02), (x, -0.06, (h - 0.02) / 2 + 0.004), leaf))
        parts.extend(_panels(hole.style, x, lw, h, trim, leaf))
        if hole.style in ("flap", "passage"):
            continue
        side = 1.0 if i == 0 else -1.0
        kx = x + side * (lw / 2 - 0.07)
        parts.append(block((0.035, 0.012, 0.16), (kx, -0.034, 1.02), knob))
        parts.append(block((0.11, 0.02, 0.022), (kx - side * 0.04, -0.012, 1.05), knob))
    return Piece("door", tuple(parts), solid_kind="structure")


def _panels(style: str, x: float, width: float, height: float, trim: str, leaf: str) -> list[Part]:
    if style in ("flush", "flap", "passage"):
        return []
    if style == "hatch":
        glass = block((0.2, 0.02, 0.26), (x, -0.034, height - 0.5), "glass.dark")
        bands = [block((width * 0.9, 0.02, 0.05), (x, -0.034, z), "metal.black") for z in (0.3, 1.3)]
        return [glass, *bands]
    if style == "planks":
        rows = [0.35, height - 0.4]
        return [block((width * 0.94, 0.02, 0.13), (x, -0.03, z), trim) for z in rows]
    rows = [(0.2, 0.88), (1.14, height - 0.16)]
    return [block((width * 0.66, 0.012, z1 - z0), (x, -0.034, (z0 + z1) / 2), leaf) for z0, z1 in rows] + [
        block((width * 0.56, 0.008, z1 - z0 - 0.1), (x, -0.026, (z0 + z1) / 2), leaf) for z0, z1 in rows
    ]


def window_piece(hole: Hole, trim: str) -> Piece:
    """Frame, mullions and sill without glass; origin at the sill in the wall's inner face."""
    w, h = hole.width_m, hole.head_m - hole.sill_m
    mid = -THICK_M / 2
    bar, depth = 0.055, 0.07
    parts = [block((bar, depth, h), (s * (w / 2 - bar / 2), mid, h / 2), trim) for s in (-1, 1)]
    parts += [block((w - 2 * bar, depth, bar), (0.0, mid, z), trim) for z in (bar / 2, h - bar / 2)]
    if hole.style == "porthole":
        return Piece("window", (*parts, *_porthole(w, h, trim)), solid_kind="structure")
    panes = max(2, round(w / 0.75))
    for i in range(1, panes):
        parts.append(block((0.045, 0.05, h - 2 * bar), (-w / 2 + w * i / panes, mid, h / 2), trim))
    if hole.style != "plain":
        parts.append(block((w - 2 * bar, 0.04, 0.035), (0.0, mid + 0.001, h * 0.66), trim))
    if hole.style == "boarded":
        planks = ((0.24, 0.05), (0.5, -0.07), (0.8, 0.04))
        parts += [
            slab((w + 0.16, 0.022, 0.17), (0.0, 0.032, h * t), "wood.weathered", 0.004, roll(a)) for t, a in planks
        ]
    for s in (-1, 1):
        parts.append(block((0.07, 0.02, h + 0.02), (s * (w / 2 + 0.035), 0.01, h / 2 + 0.01), trim))
    parts.append(block((w + 0.14, 0.02, 0.08), (0.0, 0.01, h + 0.06), trim))
    parts.append(slab((w + 0.18, 0.12, 0.035), (0.0, 0.0, -0.0175), trim))
    return Piece("window", tuple(parts), solid_kind="structure")


def _porthole(w: float, h: float, trim: str) -> list[Part]:
    """What makes a square hole eight-sided, and its rim of bolts."""
    cut = 0.29 * min(w, h)
    parts: list[Part] = []
    for sx in (-1, 1):
        for sz in (-1, 1):
            at = (sx * (w / 2 - cut / 2), -THICK_M / 2, h / 2 + sz * (h / 2 - cut / 2))
            parts.append(block((cut * 1.42, 0.06, cut * 0.72), at, trim, roll(sx * sz * math.pi / 4)))
    for s in (-1, 1):
        parts.append(block((0.09, 0.03, h + 0.18), (s * (w / 2 + 0.045), 0.015, h / 2), trim))
        parts.append(block((w, 0.03, 0.09), (0.0, 0.015, h / 2 + s * (h / 2 + 0.045)), trim))
    return parts


def curtain_piece(width_m: float, height_m: float, look: str, rod: str) -> Piece:
    """A rod with a panel drawn to each side; origin at the panels' foot in the wall's face."""
    span = width_m + 0.7
    rail = tube(
        0.014,
        span,
        (-span / 2, 0.07, height_m + 0.03),
        rod,
        8,
        rotation=(0.7071067811865476, 0.0, 0.7071067811865476, 0.0),
    )
    panel = 0.34 + 0.08 * min(width_m, 2.0)
    parts = [rail]
    for s in (-1, 1):
        center: Vec3 = (s * (span / 2 - panel / 2 - 0.04), 0.07, height_m / 2)
        parts.append(folds(panel, height_m, 0.09, center, look, 6))
    return Piece("curtains", tuple(parts), solid_kind="structure")
