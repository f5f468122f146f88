"""Where an interior's items may stand: lists of scored places, best first by score.

Scores decide only between free places; whether a place is free is the solver's business.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from ._interior_shell import YAW, Shell
from ._layout import Candidates, Member, Solution, member_place
from ._spots import Spot
from .model import Vec2

WALL_GAP_M = 0.035
_CROWN_M = 0.08
"""What hangs stays below the moulding under the ceiling."""
Find = Callable[[Solution], Candidates]


def extent(members: Sequence[Member]) -> tuple[float, float, float, float]:
    """(x0, y0, x1, y1) of an item in its frame."""
    xs0, ys0, xs1, ys1 = [], [], [], []
    for m in members:
        if m.free:
            continue
        p = m.spot(0.0, 0.0, 0.0, 0.0)
        c, s = abs(math.cos(p.yaw)), abs(math.sin(p.yaw))
        rx, ry = c * p.half_x + s * p.half_y, s * p.half_x + c * p.half_y
        xs0.append(p.x - rx)
        xs1.append(p.x + rx)
        ys0.append(p.y - ry)
        ys1.append(p.y + ry)
    if not xs0:
        return -0.1, -0.1, 0.1, 0.1
    return min(xs0), min(ys0), max(xs1), max(ys1)


def _steps(a: float, b: float, step: float) -> list[float]:
    if b < a:
        return []
    n = max(1, int((b - a) / step))
    return [a + (b - a) * i / n for i in range(n + 1)]


def along_walls(
    shell: Shell, members: Sequence[Member], sides: str, mode: str, rng: np.random.Generator,
    z: float = 0.0, gap_m: float = WALL_GAP_M, turned: bool = False,
) -> Find:  # fmt: skip
    """Back to a wall; ``mode`` says where along it: mid, left, right, ends or any.

    ``turned`` things show the wall their side: a trolley in a corridor.
    """
    x0, y0, x1, y1 = extent(members)
    turn = 0.0
    if turned:
        x0, y0, x1, turn = -y1, x0, -y0, math.pi / 2
    draws = [rng.random() for _ in range(8)]
    most = shell.height_m - _CROWN_M - max(m.hi[2] for m in members)
    if 0.0 < most < z:
        z = most
        if shell.panel_m and z + min(m.lo[2] for m in members) < shell.panel_m + 0.05:
            return lambda _: []

    def find(_: Solution) -> Candidates:
        out: Candidates = []
        for k, side in enumerate(sides):
            half = shell.length(side) / 2 - WALL_GAP_M  # type: ignore[arg-type]
            low, high = -half - x0, half - x1
            aim = {"mid": -(x0 + x1) / 2, "left": high, "right": low}.get(mode, low + (high - low) * draws[k % 8])
            penalty = k * (4.0 if mode in ("mid", "left", "right") else 1.2 * draws[7 - k % 8] + 0.4)
            places = [*_steps(low, high, 0.1), aim] if low <= aim <= high else _steps(low, high, 0.1)
            for u in places:
                off = min(u - low, high - u) if mode == "ends" else abs(u - aim)
                x, y = shell.point(side, u, gap_m - y0)  # type: ignore[arg-type]
                out.append((round(off + penalty, 4), x, y, z, YAW[side] + turn))
        return out

    return find


def near(shell: Shell, u: float, v: float, yaw_deg: float, z: float = 0.0, reach: float = 1.6) -> Find:
    """As close as it goes to a point given in half-room units, the given way round first."""
    x0, y0 = u * shell.width_m / 2, v * shell.depth_m / 2
    yaw = math.radians(yaw_deg)

    def find(_: Solution) -> Candidates:
        out: Candidates = []
        n = int(reach / 0.2)
        for i in range(-n, n + 1):
            for j in range(-n, n + 1):
                x, y = x0 + 0.2 * i, y0 + 0.2 * j
                off = math.sqrt((x - x0) ** 2 + (y - y0) ** 2)
                out.append((round(off, 4), x, y, z, yaw))
                if i % 2 == 0 and j % 2 == 0:
                    out.append((round(off + 1.0, 4), x, y, z, yaw + math.pi / 2))
        return out

    return find


def spread(shell: Shell, center: Vec2, rng: np.random.Generator, turn: bool = True) -> Find:
    """Anywhere on the floor, nearest to the action first, with a little disorder."""
    noise = [rng.random() for _ in range(16)]

    def find(_: Solution) -> Candidates:
        out: Candidates = []
        nx, ny = int(shell.width_m / 0.35), int(shell.depth_m / 0.35)
        for i in range(nx):
            for j in range(ny):
                x = -shell.width_m / 2 + shell.width_m * (i + 0.5) / nx
                y = -shell.depth_m / 2 + shell.depth_m * (j + 0.5) / ny
                off = math.sqrt((x - center[0]) ** 2 + (y - center[1]) ** 2)
                front = 1.4 * max(0.0, center[1] - 0.6 - y)
                score = off + front + 0.5 * noise[(i * 5 + j * 3) % 16]
                out.append((round(score, 4), x, y, 0.0, 0.0))
                if turn:
                    out.append((round(score + 0.9, 4), x, y, 0.0, math.pi / 2))
        return out

    return find


def ring(center: Vec2, radius_m: float, rng: np.random.Generator, facing: bool) -> Find:
    """On the floor round the action at about ``radius_m``; ``facing`` looks at the middle."""
    turn = rng.random() * 2 * math.pi

    def find(_: Solution) -> Candidates:
        out: Candidates = []
        for k in range(24):
            angle = turn + k * math.pi / 12
            for r in (0.0, 0.4, 0.8, 1.2, 1.8, 2.6, 3.6):
                c, s = math.cos(angle), math.sin(angle)
                x, y = center[0] + (radius_m + r) * c, center[1] + (radius_m + r) * s
                yaw = math.atan2(c, -s) if facing else math.floor(angle / (math.pi / 2)) * math.pi / 2
                score = r + (0.6 if s < -0.3 else 0.0) + 0.02 * k
                out.append((round(score, 4), x, y, 0.0, round(yaw, 6)))
        return out

    return find


def ceiling_at(shell: Shell, u: float, v: float) -> Find:
    """Under the ceiling (between beams, where there are any), near a point in half-room units."""
    bays = max(2, int(shell.depth_m / 1.6))
    aim = v * shell.depth_m / 2
    middles = [-shell.depth_m / 2 + shell.depth_m * i / bays for i in range(1, bays)]
    rows = (
        sorted(middles, key=lambda y: (abs(y - aim), y))[:3] if shell.beams else [aim + 0.25 * j for j in range(-3, 4)]
    )

    def find(_: Solution) -> Candidates:
        out: Candidates = []
        for i in range(-3, 4):
            for y in rows:
                x = u * shell.width_m / 2 + 0.25 * i
                off = math.sqrt((0.25 * i) ** 2 + (y - aim) ** 2)
                out.append((round(off, 4), x, y, shell.height_m, 0.0))
        return out

    return find


def on_top(noun: str, rng: np.random.Generator, member: Member) -> Find:
    """On a free part of a piece of that noun's top."""
    a, b = rng.random() * 2 - 1, rng.random() * 2 - 1
    wanted = noun.replace("_", " ")

    def find(state: Solution) -> Candidates:
        out: Candidates = []
        for k, (m, place) in enumerate(_placed_members(state)):
            if m.piece.noun in (wanted, noun) or (wanted == "low shelf" and m.piece.noun == "shelf"):
                out += [(s + k * 0.01, x, y, z, t) for s, x, y, z, t in _tops(m, place, member, a, b)]
        return out

    return find


def _placed_members(state: Solution) -> list[tuple[Member, tuple[float, float, float, float]]]:
    return [(m, member_place(put, m)) for put in state.puts.values() for m in put.item.members]


def _tops(m: Member, place: tuple[float, float, float, float], item: Member, a: float, b: float) -> Candidates:
    x, y, z, yaw = place
    c, s = math.cos(yaw), math.sin(yaw)
    need_x, need_y = (item.hi[0] - item.lo[0]) / 2, (item.hi[1] - item.lo[1]) / 2
    out: Candidates = []
    for top in m.piece.surfaces:
        free_x, free_y = top.half_x + 0.04 - need_x, top.half_y + 0.04 - need_y
        if free_x < 0 or free_y < 0:
            continue
        for i in range(-3, 4):
            for j in range(-2, 3):
                u, v = top.center[0] + free_x * i / 3, top.center[1] + free_y * j / 2
                off = abs(i / 3 - a) + abs(j / 2 - b)
                out.append((round(off, 4), x + c * u - s * v, y + s * u + c * v, z + top.center[2] - item.lo[2], yaw))
    return out


def any_top(center: Vec2, member: Member, rng: np.random.Generator) -> Find:
    """On any reachable top, nearest to the action first; visible rather than hidden."""
    a, b = 0.6 * (rng.random() * 2 - 1), 0.4 + 0.6 * rng.random()

    def find(state: Solution) -> Candidates:
        out: Candidates = []
        for m, place in _placed_members(state):
            for score, x, y, z, yaw in _tops(m, place, member, a, b):
                if 0.3 <= z <= 1.3:
                    off = math.sqrt((x - center[0]) ** 2 + (y - center[1]) ** 2)
                    out.append((round(off + 0.15 * score, 4), x, y, z, yaw))
        return out

    return find


def keep_clear(shell: Shell) -> list[Spot]:
    """Door swings, and the front of windows and doors for what is tall or hangs."""
    out: list[Spot] = []
    for h in shell.holes:
        yaw = YAW[h.side]
        depth = 1.05 if h.kind == "door" else 0.2
        x, y = shell.point(h.side, h.u, depth / 2)
        wide = h.width_m / 2 + 0.1
        z0 = 0.05 if h.kind == "door" else h.sill_m - 0.03
        out.append(Spot(x, y, wide, depth / 2, yaw, z0, h.head_m + 0.1))
    return out


def item_front(item: Sequence[Member]) -> tuple[tuple[float, float, float, float], ...]:
    """The free floor a single piece asks for in front of it."""
    if len(item) != 1 or item[0].piece.front_clear_m <= 0:
        return ()
    x0, _, x1, y1 = extent(item)
    return ((x0, y1, x1, y1 + item[0].piece.front_clear_m),)
