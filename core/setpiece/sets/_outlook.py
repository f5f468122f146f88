"""What one sees through an interior's windows: a few cheap flats and bushes, as on a stage.

Nothing here is a solid: no camera or walker gets there. Everything stays under a low angle from
the windows, so that even a low sun shines in over it.
"""

# ruff: noqa: ARG001 - makers share one signature, whether or not night changes them
from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache

import numpy as np

from ..geometry import pick, stream
from ..resources import text
from ..scene.ids import Minter
from ._batch import boxes, rects_facing_y
from ._draft import Placed
from ._facades import Row6
from ._furniture_kit import ball, block, tube
from ._interior_shell import SIDES, YAW, Shell, Side
from ._piece import Part, Piece
from ._terrain import land_beyond
from .model import SetSpec

_FAR_M, _HALF_M = 34.0, 44.0
_RISE = 0.075
"""Slope that nothing outside rises over, seen from the window's head."""
_HEAD_M = 1.65


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    data = tomllib.loads(text("sets", "outlook.toml"))
    words = {w: kind for kind, row in data["words"].items() for w in row.split("|")}
    variants = {v: kind for kind, row in data["variants"].items() for v in row.split("|")}
    always = {v: kind for kind, row in data["always"].items() for v in row.split("|")}
    return words, variants, always


def outlook_of(spec: SetSpec) -> str:
    """street, upstairs, garden, woods, sea or space, by the location's words, else by what the room is."""
    words, variants, always = _tables()
    if spec.variant in always:
        return always[spec.variant]
    for word in reversed(spec.location.lower().replace("'s", "").replace("/", " ").split()):
        if word in words:
            return words[word]
    return variants.get(spec.variant, "street")


def _top_m(far_m: float) -> float:
    return _HEAD_M + _RISE * far_m


def outlook(spec: SetSpec, shell: Shell, minter: Minter, scene_id: str) -> list[Placed]:
    """The ground outside and one backdrop for each wall with windows; nothing without windows."""
    sides: list[Side] = [s for s in SIDES if any(h.kind == "window" and h.side == s for h in shell.holes)]
    if not sides:
        return []
    kind = outlook_of(spec)
    base = {"upstairs": -9.5, "street": -1.1, "sea": -1.8, "space": -60.0}.get(kind, -0.4)
    ground, far = _GROUNDS[kind]
    out = [Placed(minter.id("outside", "plain"), "Ground outside", land_beyond(ground, base, far), (0.0, 0.0, 0.0),
                  key="outside", movable=False, stage="wall")]  # fmt: skip
    for side in sides:
        key = f"outside:{side}"
        node = minter.id(key, "skyline")
        piece = _MAKERS[kind](stream(scene_id, key), base, spec.night)
        x, y = shell.point(side, 0.0, -_FAR_M)
        out.append(Placed(node, f"View {side}", piece, (x, y, 0.0), YAW[side], key=key, movable=False, stage="wall"))
    return out


def _town(rng: np.random.Generator, base: float, night: bool) -> Piece:
    """A row of houses: plain walls, windows as dark or lit panes, cornices."""
    storey = 2.7
    rows: dict[str, list[Row6]] = {}
    panes: list[tuple[float, float, float, float]] = []
    lit: list[tuple[float, float, float, float]] = []
    trims: list[Row6] = []
    x = -_HALF_M
    while x < _HALF_M - 4.0:
        wide = 8.0 + 6.0 * rng.random()
        top = _top_m(_FAR_M) - 0.1 - 1.6 * rng.random()
        look = pick(
            rng,
            ("brick_red", "brick_brown", "stucco_cream", "stucco_ochre", "stone_wall", "brick_yellow", "brick_grey"),
        )
        rows.setdefault(look, []).append((x + wide / 2, -1.0, (base + top) / 2, wide, 2.0, top - base))
        trims.append((x + wide / 2, 0.1, top - 0.15, wide, 0.3, 0.3))
        bays = max(2, int(wide / 2.6))
        z = top - 0.5
        while z - storey > base:
            for i in range(bays):
                u = x + wide * (i + 0.5) / bays
                pane = (u - 0.55, u + 0.55, z - 2.0, z - 0.3)
                (lit if night and rng.random() < 0.55 else panes).append(pane)
                trims.append((u, 0.06, z - 2.06, 1.4, 0.16, 0.12))
            z -= storey
        x += wide
    parts = [Part(boxes(r), look, solid=False) for look, r in rows.items()]
    parts += [
        Part(boxes(trims), "stone_trim", solid=False),
        Part(rects_facing_y(panes, 0.03), "glass_dark", solid=False),
    ]
    if lit:
        parts.append(Part(rects_facing_y(lit, 0.03), "window_lit", solid=False))
    parts.append(Part(boxes([(0.0, 7.0, base + 0.05, 2 * _HALF_M, 9.0, 0.1)]), "pavement", solid=False))
    parts += _bushes(rng, 5, 5.0, 9.0, base, 2.2, "leaf_oak", stems=True)
    return Piece("skyline", tuple(parts), solid_kind="backdrop")


def _bushes(
    rng: np.random.Generator,
    count: int,
    near_m: float,
    far_m: float,
    base: float,
    size_m: float,
    look: str,
    stems: bool = False,
) -> list[Part]:
    """Round crowns in a belt; ``near_m`` and ``far_m`` are measured from the row towards the room."""
    out: list[Part] = []
    for i in range(count):
        x = -_HALF_M + 2 * _HALF_M * (i + 0.2 + 0.6 * rng.random()) / count
        y = near_m + (far_m - near_m) * rng.random()
        r = round(size_m * (0.76, 0.88, 1.0)[int(3 * rng.random())], 2)
        limit = _top_m(_FAR_M - y - r)
        z = min(limit - r, base + r * (1.9 if stems else 0.55))
        out.append(_unseen(ball((round(1.15 * r, 2), round(r, 2), round(r, 2)), (x, y, z), look, 9, 6)))
        for turn in (-1, 1):
            s = round(r * (0.55, 0.65, 0.75)[int(3 * rng.random())], 2)
            at = (x + turn * 0.85 * r, y + 0.3 * r, min(z + (rng.random() - 0.6) * r, limit - s))
            out.append(_unseen(ball((round(s, 2), round(s, 2), round(s, 2)), at, look, 8, 6)))
        if stems:
            out.append(tube(0.14, z - base, (x, y, base), "bark", 6, solid=False))
    return out


def _unseen(part: Part) -> Part:
    return Part(part.mesh, part.look, part.translation, part.rotation, False)


def _garden(rng: np.random.Generator, base: float, night: bool) -> Piece:
    """A hedge, trees behind it, and a neighbour's house between them."""
    parts: list[Part] = []
    for i in range(22):
        x = -_HALF_M + 4.0 * (i + 0.5)
        parts.append(
            _unseen(ball((2.35, 0.9, (1.6, 1.8, 2.0)[int(3 * rng.random())]), (x, 20.0, base), "leaf_dark", 9, 6))
        )
    parts += _bushes(rng, 12, 2.0, 12.0, base, 2.6, pick(rng, ("leaf_oak", "leaf_light", "leaf_oak")), stems=True)
    x = -14.0 + 28.0 * rng.random()
    wall, roof = (
        pick(rng, ("weatherboard_white", "weatherboard_blue", "brick_red", "weatherboard_yellow")),
        _top_m(_FAR_M) - 2.0,
    )
    parts += [
        block((11.0, 4.0, roof - base), (x, -2.0, (roof + base) / 2), wall, solid=False),
        block((11.8, 4.8, 1.5), (x, -2.2, roof + 0.6), "roof_shingle", solid=False),
        Part(rects_facing_y([(x + d - 0.6, x + d + 0.6, 0.8, 2.4) for d in (-3.8, -1.2, 1.6, 4.0)], 0.03),
             "window_lit" if night else "glass_dark", solid=False),
    ]  # fmt: skip
    return Piece("skyline", tuple(parts), solid_kind="backdrop")


def _woods(rng: np.random.Generator, base: float, night: bool) -> Piece:
    """Trunks before a belt of dark crowns."""
    parts = _bushes(rng, 26, -3.0, 4.0, base, 3.6, "leaf_dark")
    parts += _bushes(rng, 20, 5.0, 20.0, base, 1.0, "leaf_dark")
    for _ in range(40):
        x, y = -30.0 + 60.0 * rng.random(), 2.0 + 22.0 * rng.random()
        parts.append(
            tube(
                round(0.12 + 0.14 * rng.random(), 2),
                round(_top_m(_FAR_M - y) - base, 1),
                (x, y, base),
                "bark",
                6,
                solid=False,
            )
        )
    return Piece("skyline", tuple(parts), solid_kind="backdrop")


def _sea(rng: np.random.Generator, base: float, night: bool) -> Piece:
    """Crests of foam on open water, and a coast far behind them."""
    rows = [
        (80.0 * (rng.random() - 0.5), 30.0 * (rng.random() - 0.2), base + 0.03, 0.8 + 2.4 * rng.random(), 0.12, 0.04)
        for _ in range(60)
    ]
    coast = [
        _unseen(
            ball((12.0, 1.4, round(4.2 + 0.8 * rng.random(), 2)), (-_HALF_M + 11.0 * i, -1.0, base), "hill_far", 14, 9)
        )
        for i in range(9)
    ]
    return Piece("skyline", (*coast, Part(boxes(rows), "foam", solid=False)), solid_kind="backdrop")


def _space(rng: np.random.Generator, base: float, night: bool) -> Piece:
    """A black flat, wider than any window sees, with stars before it."""
    rows: list[Row6] = []
    for _ in range(420):
        size = (0.05, 0.07, 0.12)[int(2.99 * rng.random() * rng.random())]
        rows.append((150.0 * (rng.random() - 0.5), 0.0, 90.0 * (rng.random() - 0.5), size, 0.02, size))
    flat = block((190.0, 0.2, 130.0), (0.0, -0.4, 0.0), "void", solid=False)
    return Piece("skyline", (flat, Part(boxes(rows), "star", solid=False)), solid_kind="backdrop")


_GROUNDS = {
    "street": ("asphalt_worn", 120.0), "upstairs": ("asphalt_worn", 120.0), "garden": ("grass", 120.0),
    "woods": ("forest_floor", 120.0), "sea": ("water", 600.0), "space": ("void", 120.0),
}  # fmt: skip
"""Look of the ground outside, and how far it goes."""
_MAKERS: dict[str, Callable[[np.random.Generator, float, bool], Piece]] = {
    "street": _town, "upstairs": _town, "garden": _garden, "woods": _woods,
    "sea": _sea, "space": _space,
}  # fmt: skip
