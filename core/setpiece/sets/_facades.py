"""Facades by a small split grammar: bays and floors, windows set back in their wall, shopfronts.

Local frame of a building: its front looks to +Y and stands at y = depth / 2; z = 0 is the street.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..geometry import Mesh, merge, pick
from ._batch import Rect, beam, boxes, prism_x, prism_y, quads, rects_facing_y
from ._furniture_kit import block, slab
from ._piece import LocalLamp, Part, Piece

Row6 = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Style:
    """How a facade is cut and what it is made of."""

    name: str
    walls: tuple[str, ...]
    trim: str
    frame: str
    floor_m: float = 3.2
    bay_m: float = 2.7
    window: tuple[float, float] = (1.15, 1.75)
    sill_m: float = 0.85
    reveal_m: float = 0.16
    cornice_m: float = 0.3
    bands: bool = False
    shutters: str = ""
    balconies: bool = False
    bars: tuple[int, int] = (2, 2)
    """Panes across and up."""


STYLES = (
    Style("tenement", ("brick_red", "brick_brown", "brick_yellow"), "stone_trim", "trim_white", cornice_m=0.5),
    Style("stucco", ("stucco_cream", "stucco_ochre", "stucco_rose", "stucco_white", "stucco_blue"), "trim_white", "trim_white",
          3.1, 2.6, (1.0, 1.9), 0.6, 0.2, 0.25, shutters="trim_green", balconies=True),
    Style("townhouse", ("stone_wall", "stone_grey", "stucco_white"), "stone_trim", "trim_dark", 3.5, 2.4, (1.1, 2.1), 0.7, 0.22, 0.55, bands=True),
    Style("office", ("panel_dark", "panel_light", "concrete_wall"), "panel_dark", "trim_dark", 3.4, 1.8, (1.66, 2.3), 0.7, 0.1, 0.15, bars=(1, 1)),
    Style("slab", ("concrete_wall", "brick_grey", "brick_white"), "concrete_wall", "trim_white", 2.8, 3.1, (1.9, 1.4), 0.9, 0.12, 0.12, bands=True, bars=(2, 1)),
    Style("warehouse", ("brick_brown", "brick_red", "concrete_wall"), "brick_grey", "trim_dark", 4.2, 3.6, (2.5, 2.4), 1.1, 0.25, 0.2, bars=(4, 4)),
)  # fmt: skip
AWNINGS = ("awning_red", "awning_green", "awning_blue", "awning_cream")
SIGNS = ("sign_red", "sign_blue", "sign_green", "sign_yellow", "trim_dark")


def _holes(rects: list[Rect], x0: float, x1: float, z0: float, z1: float) -> list[Rect]:
    """The band [x0, x1] x [z0, z1] without ``rects`` (sorted by x, not overlapping)."""
    out: list[Rect] = []
    at = x0
    for a, b, c, d in sorted(rects):
        out += [(at, a, z0, z1), (a, b, z0, c), (a, b, d, z1)]
        at = b
    out.append((at, x1, z0, z1))
    return [r for r in out if r[1] - r[0] > 1e-4 and r[3] - r[2] > 1e-4]


def _shell(front: list[Rect], openings: list[Rect], half_w: float, depth: float, top: float, reveal: float) -> Mesh:
    """Front wall with its reveals, blind sides and back, and the roof."""
    y, b = depth / 2, -depth / 2
    parts = [rects_facing_y(front, y)]
    inner: list[list[tuple[float, float, float]]] = []
    for x0, x1, z0, z1 in openings:
        i = y - reveal
        inner += [
            [(x0, y, z0), (x0, y, z1), (x0, i, z1), (x0, i, z0)][::-1], [(x1, y, z1), (x1, y, z0), (x1, i, z0), (x1, i, z1)][::-1],
            [(x0, y, z1), (x1, y, z1), (x1, i, z1), (x0, i, z1)][::-1], [(x1, y, z0), (x0, y, z0), (x0, i, z0), (x1, i, z0)][::-1],
        ]  # fmt: skip
    w = half_w
    inner += [
        [(w, b, 0), (w, y, 0), (w, y, top), (w, b, top)], [(-w, y, 0), (-w, b, 0), (-w, b, top), (-w, y, top)],
        [(-w, b, 0), (w, b, 0), (w, b, top), (-w, b, top)], [(-w, b, top), (w, b, top), (w, y, top), (-w, y, top)],
    ]  # fmt: skip
    parts.append(quads(inner))
    return merge(parts)


def _frames(openings: list[Rect], y: float, bars: tuple[int, int], thick: float = 0.055) -> list[Row6]:
    out: list[Row6] = []
    for x0, x1, z0, z1 in openings:
        w, h, cx, cz = x1 - x0, z1 - z0, (x0 + x1) / 2, (z0 + z1) / 2
        out += [(cx, y, z0 + thick / 2, w, 0.06, thick), (cx, y, z1 - thick / 2, w, 0.06, thick)]
        out += [(x, y, cz, thick, 0.06, h) for x in (x0 + thick / 2, x1 - thick / 2)]
        out += [(x0 + w * i / bars[0], y, cz, 0.035, 0.05, h) for i in range(1, bars[0])]
        out += [(cx, y, z0 + h * i / bars[1], w, 0.05, 0.035) for i in range(1, bars[1])]
    return out


def _panes(rng: np.random.Generator, openings: list[Rect], y: float, night: bool, glass: str) -> list[Part]:
    lit: list[Rect] = []
    dark: list[Rect] = []
    blinds: list[Rect] = []
    for r in openings:
        glow, blind = rng.random(), rng.random()
        (lit if night and glow < 0.34 else dark).append(r)
        if blind < 0.4:
            blinds.append((r[0], r[1], r[3] - (r[3] - r[2]) * (0.2 + 0.6 * rng.random()), r[3]))
    out = [Part(rects_facing_y(rows, y), look, solid=False) for rows, look in ((lit, "window_lit"), (dark, glass)) if rows]
    if blinds:
        out.append(Part(rects_facing_y(blinds, y + 0.012), "blind", solid=False))
    return out


def _floor_openings(style: Style, half_w: float, z: float, bays: int) -> list[Rect]:
    pitch = 2 * half_w / bays
    w, h = min(style.window[0], pitch - 0.14), style.window[1]
    mids = [-half_w + pitch * (i + 0.5) for i in range(bays)]
    return [(m - w / 2, m + w / 2, z + style.sill_m, min(z + style.sill_m + h, z + style.floor_m - 0.25)) for m in mids]


def building(
    rng: np.random.Generator, width_m: float, floors: int, ground: str = "shop", night: bool = False,
    style: Style | None = None, depth_m: float = 9.0,
) -> Piece:  # fmt: skip
    """A house in a row.

    Args:
        rng: Its stream.
        width_m: Frontage.
        floors: Storeys, the ground floor included.
        ground: shop, door (windows and a house door), blind (no opening), or roller.
        night: Some windows are lit.
        style: One of ``STYLES``; drawn when not given.
        depth_m: How deep the block is.
    """
    style = style or pick(rng, STYLES)
    wall = pick(rng, style.walls)
    half, y = width_m / 2, depth_m / 2
    ground_m = 3.9 if ground in ("shop", "roller") else style.floor_m + 0.3
    top = ground_m + (floors - 1) * style.floor_m + 0.7
    bays = max(2, round(width_m / style.bay_m))
    front: list[Rect] = []
    openings: list[Rect] = []
    for f in range(1, floors):
        z = ground_m + (f - 1) * style.floor_m
        row = _floor_openings(style, half, z, bays)
        front += _holes(row, -half, half, z, z + style.floor_m)
        openings += row
    front.append((-half, half, top - 0.7, top))
    parts: list[Part] = []
    lamps: list[LocalLamp] = []
    low = _ground_floor(rng, style, half, y, ground_m, ground, bays, night, parts, lamps)
    front += _holes(low, -half, half, 0.0, ground_m)
    shell = Part(_shell(front, openings + low, half, depth_m, top, style.reveal_m), wall)
    parts += _panes(rng, openings, y - style.reveal_m, night, "glass_sky" if style.name == "office" else "glass_dark")
    if openings:
        parts.append(Part(boxes(_frames(openings, y - style.reveal_m + 0.035, style.bars)), style.frame, solid=False))
    parts += _ornament(rng, style, half, y, ground_m, floors, top, openings)
    return Piece("building", (shell, *parts), lamps=tuple(lamps), solid_kind="structure")


def _ornament(
    rng: np.random.Generator, style: Style, half: float, y: float, ground_m: float, floors: int, top: float, openings: list[Rect]
) -> list[Part]:
    out = [block((2 * half + 0.02, style.cornice_m, 0.28), (0, y + style.cornice_m / 2 - 0.02, top - 0.2), style.trim),
           block((2 * half, 0.1, 0.45), (0, y + 0.03, 0.225), "stone_grey" if style.name != "office" else "panel_dark")]  # fmt: skip
    for f in range(1, floors):
        z = ground_m + (f - 1) * style.floor_m
        row = openings[(f - 1) * (len(openings) // max(1, floors - 1)) : f * (len(openings) // max(1, floors - 1))]
        sills: list[Row6] = [((r[0] + r[1]) / 2, y + 0.03, r[2] - 0.05, r[1] - r[0] + 0.24, 0.14, 0.1) for r in row]
        if style.name != "office":
            out.append(Part(boxes(sills), style.trim))
        if style.name in ("tenement", "townhouse"):
            heads: list[Row6] = [((r[0] + r[1]) / 2, y + 0.02, r[3] + 0.1, r[1] - r[0] + 0.3, 0.1, 0.2) for r in row]
            out.append(Part(boxes(heads), style.trim))
        if style.bands:
            out.append(block((2 * half, 0.08, 0.16), (0, y + 0.03, z + 0.05), style.trim))
        if style.shutters:
            leaves: list[Row6] = []
            for r in row:
                leaves += [(x, y + 0.025, (r[2] + r[3]) / 2, 0.48, 0.05, r[3] - r[2]) for x in (r[0] - 0.25, r[1] + 0.25)]
            out.append(Part(boxes(leaves), style.shutters))
        if style.balconies and f % 2 and rng.random() < 0.7:
            r = row[len(row) // 2]
            cx, w, zb = (r[0] + r[1]) / 2, r[1] - r[0] + 1.0, z + 0.12
            rails: list[Row6] = [(cx - w / 2 + 0.12 * i, y + 0.72, zb + 0.5, 0.02, 0.02, 0.9) for i in range(int(w / 0.12) + 1)]
            out += [block((w, 0.75, 0.12), (cx, y + 0.38, zb), style.trim), Part(boxes(rails), "iron"), block((w, 0.04, 0.04), (cx, y + 0.72, zb + 0.95), "iron")]
    return out


def _ground_floor(
    rng: np.random.Generator, style: Style, half: float, y: float, h: float, kind: str, bays: int, night: bool,
    parts: list[Part], lamps: list[LocalLamp],
) -> list[Rect]:  # fmt: skip
    """Openings of the ground floor; adds doors, shop windows, awning and sign to ``parts``."""
    if kind == "blind":
        return []
    if kind == "roller":
        out = [(-half + 0.6, -half + 3.6, 0.0, 3.2), (half - 1.9, half - 0.9, 0.0, 2.1)]
        slats: list[Row6] = [(-half + 2.1, y - 0.2, 0.08 + 0.16 * i, 3.0, 0.05, 0.14) for i in range(20)]
        parts += [Part(boxes(slats), "corrugated"), block((1.0, 0.06, 2.1), (half - 1.4, y - 0.16, 1.05), "trim_dark")]
        return out
    if kind == "door":
        row = [(a, b, 1.0, 2.7) for a, b, _, _ in _floor_openings(style, half, 0.0, bays)]
        k = min(int(rng.random() * bays), bays - 1)
        mid = (row[k][0] + row[k][1]) / 2
        row[k] = (mid - 0.5, mid + 0.5, 0.0, 2.55)
        windows = [r for i, r in enumerate(row) if i != k]
        parts += _panes(rng, windows, y - style.reveal_m, night, "glass_dark")
        parts.append(Part(boxes(_frames(windows, y - style.reveal_m + 0.035, style.bars)), style.frame, solid=False))
        parts += _door(rng, mid, y - style.reveal_m, 2.1)
        parts += [Part(rects_facing_y([(mid - 0.5, mid + 0.5, 2.12, 2.55)], y - style.reveal_m), "glass_dark", solid=False), block((1.4, 0.5, 0.14), (mid, y + 0.25, 0.07), "stone_grey"),
                  block((1.5, 0.35, 0.14), (mid, y + 0.15, 2.75), style.trim)]  # fmt: skip
        return row
    door_right = rng.random() < 0.5
    x_door = (half - 1.1) if door_right else (-half + 1.1)
    wide = (-half + 0.45, x_door - 0.85) if door_right else (x_door + 0.85, half - 0.45)
    shop: Rect = (wide[0], wide[1], 0.6, 2.85)
    inside = "shop_lit" if night and rng.random() < 0.75 else "shop_inside"
    reveal = style.reveal_m
    front_look = pick(rng, ("trim_dark", "trim_green", "trim_red", "trim_blue", "trim_brown"))
    parts += [Part(rects_facing_y([shop], y - reveal), inside, solid=False), Part(boxes(_frames([shop], y - reveal + 0.04, (max(2, round((wide[1] - wide[0]) / 1.4)), 1), 0.08)), front_look, solid=False)]
    goods: list[Row6] = []
    for i in range(int((wide[1] - wide[0]) / 0.5)):
        s = 0.18 + 0.2 * rng.random()
        goods.append((wide[0] + 0.3 + 0.5 * i, y - reveal + 0.03, 0.62 + s / 2, 0.3, 0.05, s))
    if goods:
        parts.append(Part(boxes(goods), pick(rng, ("cardboard", "ceramic_blue", "cloth_red", "fruit_orange", "brass")), solid=False))
    parts += _door(rng, x_door, y - reveal, 2.2, glazed=True, look=front_look)
    parts.append(Part(rects_facing_y([(x_door - 0.5, x_door + 0.5, 2.24, 2.85)], y - reveal), inside, solid=False))
    sign = pick(rng, SIGNS)
    parts += [slab((2 * half - 0.5, 0.14, 0.62), (0, y + 0.07, 3.3), sign, 0.02), *_lettering(rng, half, y + 0.145, 3.3), block((wide[1] - wide[0], 0.08, 0.5), ((wide[0] + wide[1]) / 2, y + 0.03, 0.3), front_look)]
    if rng.random() < 0.65:
        parts += awning((wide[0] + wide[1]) / 2, wide[1] - wide[0] + 0.3, y, 2.95, pick(rng, AWNINGS))
    else:
        blade = slab((0.08, 0.8, 0.7), (x_door, y + 0.55, 3.2), sign, 0.02)
        parts.append(blade)
    if night:
        lamps.append(LocalLamp((0.0, y + 0.6, 2.7), 1800.0, 3000.0, "sign"))
    return [shop, (x_door - 0.5, x_door + 0.5, 0.0, 2.85)]


def _lettering(rng: np.random.Generator, half: float, y: float, z: float) -> list[Part]:
    """Strokes that read as a word from across the street."""
    rows: list[Row6] = []
    n = 4 + int(rng.random() * 6)
    step = min(0.34, (2 * half - 1.2) / n)
    for i in range(n):
        x = (i - (n - 1) / 2) * step
        rows.append((x - step * 0.25, y, z, 0.05, 0.03, 0.32))
        shape = rng.random()
        if shape < 0.7:
            rows.append((x, y, z + (0.135 if shape < 0.4 else 0.0), step * 0.55, 0.03, 0.05))
        if shape > 0.3:
            rows.append((x, y, z - 0.135, step * 0.55, 0.03, 0.05))
        if shape > 0.5:
            rows.append((x + step * 0.25, y, z, 0.05, 0.03, 0.32))
    return [Part(boxes(rows), "sign_white", solid=False)]


def _door(rng: np.random.Generator, x: float, y: float, h: float, glazed: bool = False, look: str = "", z0: float = 0.0) -> list[Part]:
    look = look or pick(rng, ("trim_green", "trim_red", "trim_blue", "trim_brown", "trim_dark"))
    out = [block((0.96, 0.06, h), (x, y + 0.03, z0 + h / 2), look), block((0.03, 0.05, 0.14), (x + 0.38, y + 0.085, z0 + 1.05), "brass")]
    if glazed:
        return [*out, block((0.62, 0.02, 1.35), (x, y + 0.062, 1.25), "glass_dark", solid=False)]
    return out + [block((0.32, 0.02, 0.62), (x + sx * 0.21, y + 0.064, z0 + z), look) for sx in (-1, 1) for z in (0.6, 1.55)]


def awning(x: float, width: float, y: float, z: float, look: str) -> list[Part]:
    """A sloping cloth with a valance."""
    cloth = beam((x, y + 0.02, z + 0.12), (x, y + 0.88, z - 0.33), width, 0.03, look)
    return [cloth, block((width, 0.025, 0.2), (x, y + 0.885, z - 0.43), look)]


def gable_house(rng: np.random.Generator, night: bool = False, width_m: float = 10.0, depth_m: float = 8.0) -> Piece:
    """A detached house with a pitched roof, a porch and a chimney."""
    wall = pick(rng, ("weatherboard_white", "weatherboard_blue", "weatherboard_yellow", "weatherboard_green", "brick_red", "stucco_cream"))
    roof = pick(rng, ("roof_shingle", "roof_tile", "roof_slate"))
    floors = 1 + int(rng.random() * 2)
    half, y, top = width_m / 2, depth_m / 2, 0.4 + 2.9 * floors
    row: list[Rect] = []
    front: list[Rect] = []
    door_x = (rng.random() - 0.5) * 2.0
    for f in range(floors):
        z = 0.4 + 2.9 * f
        here: list[Rect] = []
        for m in (-half + 1.6, -half / 3 - 0.4, half / 3 + 0.4, half - 1.6):
            if f == 0 and abs(m - door_x) < 1.3:
                continue
            here.append((m - 0.6, m + 0.6, z + 0.8, z + 2.2))
        row += here
        extra: list[Rect] = [(door_x - 0.5, door_x + 0.5, 0.4, 2.5)] if f == 0 else []
        front += _holes(here + extra, -half, half, 0.0 if f == 0 else z, z + 2.9)
    shell = _shell(front, [*row, (door_x - 0.5, door_x + 0.5, 0.4, 2.5)], half, depth_m, top, 0.1)
    parts = [Part(shell, wall), *_panes(rng, row, y - 0.1, night, "glass_dark"), Part(boxes(_frames(row, y - 0.06, (2, 2))), "trim_white", solid=False)]
    rims: list[Row6] = []
    for a, b, c, d in row:
        rims += [((a + b) / 2, y + 0.02, c - 0.06, b - a + 0.3, 0.1, 0.1), ((a + b) / 2, y + 0.02, d + 0.06, b - a + 0.24, 0.06, 0.12)]
    parts += [Part(boxes(rims), "trim_white", solid=False), *_door(rng, door_x, y - 0.1, 2.1, z0=0.4)]
    rise = depth_m * 0.33
    gable = [(-y, 0.0), (y, 0.0), (0.0, rise)]
    parts += [Part(prism_x(gable, -half, half), wall, (0.0, 0.0, top))]
    for s in (-1, 1):
        parts.append(beam((0.0, s * (y + 0.45), top - 0.45 * rise / y + 0.06), (0.0, 0.0, top + rise + 0.12), width_m + 0.7, 0.14, roof))
    parts += [block((0.7, 0.7, 2.2), (half * 0.55, -0.8, top + rise * 0.8 + 0.3), "brick_red"), block((2.6, 1.6, 0.18), (door_x, y + 0.8, 0.3), "wood_weathered"), slab((2.8, 1.8, 0.12), (door_x, y + 0.85, 2.9), roof)]
    parts += [block((0.12, 0.12, 2.5), (door_x + s * 1.2, y + 1.5, 1.6), "trim_white") for s in (-1, 1)] + [block((1.4, 0.35 * (3 - i) / 2, 0.1), (door_x, y + 1.6 + 0.26 * (3 - i) / 2, 0.05 + 0.1 * i), "stone_grey") for i in range(2)]
    lamps = (LocalLamp((door_x, y + 1.0, 2.6), 600.0, 2700.0, "wall"),) if night else ()
    return Piece("house", tuple(parts), lamps=lamps, solid_kind="structure")


def barn(rng: np.random.Generator) -> Piece:
    """A timber barn with a gambrel roof and double doors."""
    look, w, d, h = pick(rng, ("barn_red", "barn_wood")), 5.0, 12.0, 4.2
    cut = [(-w, 0.0), (w, 0.0), (w, h), (w * 0.62, h + 2.3), (0.0, h + 3.4), (-w * 0.62, h + 2.3), (-w, h)]
    parts = [Part(prism_y(cut, -d / 2, d / 2), look)]
    for s in (-1, 1):
        parts += [beam((s * (w + 0.35), 0, h - 0.3), (s * w * 0.6, 0, h + 2.42), 0.12, d + 0.8, "roof_shingle"), beam((s * w * 0.64, 0, h + 2.35), (0, 0, h + 3.5), 0.12, d + 0.8, "roof_shingle")]
        parts += [block((1.6, 0.08, 3.1), (s * 0.83, d / 2 + 0.05, 1.55), "barn_wood" if look == "barn_red" else "trim_brown"), beam((s * 0.12, d / 2 + 0.1, 0.15), (s * 1.55, d / 2 + 0.1, 2.95), 0.14, 0.03, "trim_white")]
    parts += [block((3.6, 0.06, 0.16), (0, d / 2 + 0.06, 3.2), "trim_white"), block((1.1, 0.08, 1.2), (0, d / 2 + 0.04, 5.2), "wheel_well"), block((1.3, 0.06, 0.12), (0, d / 2 + 0.06, 5.9), "trim_white")]
    return Piece("barn", tuple(parts), solid_kind="structure")


def big_top(rng: np.random.Generator) -> Piece:
    """A circus tent: striped walls, a peaked roof, a flag."""
    parts: list[Part] = []
    n = 20
    a_look, b_look = pick(rng, (("cloth_red", "canvas_white"), ("cloth_blue", "canvas_white")))
    for i in range(n):
        a0, a1 = 2 * math.pi * i / n, 2 * math.pi * (i + 1) / n
        look = a_look if i % 2 else b_look
        p = [(r * math.cos(a), r * math.sin(a), z) for r, z in ((8.0, 0.0), (8.0, 3.4), (4.0, 5.6), (0.5, 8.6)) for a in (a0, a1)]
        panel = quads([[p[0], p[1], p[3], p[2]], [p[2], p[3], p[5], p[4]], [p[4], p[5], p[7], p[6]]])
        parts.append(Part(panel, look))
    parts += [block((0.16, 0.16, 2.2), (0, 0, 9.4), "wood_pale"), slab((1.1, 0.03, 0.6), (0.6, 0, 10.1), a_look), block((2.6, 0.3, 3.0), (0, 7.95, 1.5), "wheel_well"), slab((3.4, 0.2, 0.7), (0, 8.15, 3.4), "sign_yellow")]
    return Piece("circus tent", tuple(parts), solid_kind="structure")
