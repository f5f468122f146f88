"""Facades by a small split grammar: bays and floors, windows set back in their wall, shopfronts.

Local frame of a building: its front looks to +Y and stands at y = depth / 2; z = 0 is the street.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..geometry import Mesh, merge, pick
from ._batch import Rect, beam, boxes, quads, rects_facing_y
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
    Style(
        "stucco",
        ("stucco_cream", "stucco_ochre", "stucco_rose", "stucco_white", "stucco_blue"),
        "trim_white",
        "trim_white",
        3.1,
        2.6,
        (1.0, 1.9),
        0.6,
        0.2,
        0.25,
        shutters="trim_green",
        balconies=True,
    ),
    Style(
        "townhouse",
        ("stone_wall", "stone_grey", "stucco_white"),
        "stone_trim",
        "trim_dark",
        3.5,
        2.4,
        (1.1, 2.1),
        0.7,
        0.22,
        0.55,
        bands=True,
    ),
    Style(
        "office",
        ("panel_dark", "panel_light", "concrete_wall"),
        "panel_dark",
        "trim_dark",
        3.4,
        1.8,
        (1.66, 2.3),
        0.7,
        0.1,
        0.15,
        bars=(1, 1),
    ),
    Style(
        "slab",
        ("concrete_wall", "brick_grey", "brick_white"),
        "concrete_wall",
        "trim_white",
        2.8,
        3.1,
        (1.9, 1.4),
        0.9,
        0.12,
        0.12,
        bands=True,
        bars=(2, 1),
    ),
    Style(
        "warehouse",
        ("brick_brown", "brick_red", "concrete_wall"),
        "brick_grey",
        "trim_dark",
        4.2,
        3.6,
        (2.5, 2.4),
        1.1,
        0.25,
        0.2,
        bars=(4, 4),
    ),
)


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
            [(x0, y, z0), (x0, y, z1), (x0, i, z1), (x0, i, z0)][::-1],
            [(x1, y, z1), (x1, y, z0), (x1, i, z0), (x1, i, z1)][::-1],
            [(x0, y, z1), (x1, y, z1), (x1, i, z1), (x0, i, z1)][::-1],
            [(x1, y, z0), (x0, y, z0), (x0, i, z0), (x1, i, z0)][::-1],
        ]
    w = half_w
    inner += [
        [(w, b, 0), (w, y, 0), (w, y, top), (w, b, top)],
        [(-w, y, 0), (-w, b, 0), (-w, b, top), (-w, y, top)],
        [(-w, b, 0), (w, b, 0), (w, b, top), (-w, b, top)],
        [(-w, b, top), (w, b, top), (w, y, top), (-w, y, top)],
    ]
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
    out = [
        Part(rects_facing_y(rows, y), look, solid=False) for rows, look in ((lit, "window_lit"), (dark, glass)) if rows
    ]
    if blinds:
        out.append(Part(rects_facing_y(blinds, y + 0.012), "blind", solid=False))
    return out


def _floor_openings(style: Style, half_w: float, z: float, bays: int) -> list[Rect]:
    pitch = 2 * half_w / bays
    w, h = min(style.window[0], pitch - 0.14), style.window[1]
    mids = [-half_w + pitch * (i + 0.5) for i in range(bays)]
    return [(m - w / 2, m + w / 2, z + style.sill_m, min(z + style.sill_m + h, z + style.floor_m - 0.25)) for m in mids]


def building(
    rng: np.random.Generator,
    width_m: float,
    floors: int,
    ground: str = "shop",
    night: bool = False,
    style: Style | None = None,
    depth_m: float = 9.0,
) -> Piece:
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
    rng: np.random.Generator,
    style: Style,
    half: float,
    y: float,
    ground_m: float,
    floors: int,
    top: float,
    openings: list[Rect],
) -> list[Part]:
    out = [
        block((2 * half + 0.02, style.cornice_m, 0.28), (0, y + style.cornice_m / 2 - 0.02, top - 0.2), style.trim),
        block((2 * half, 0.1, 0.45), (0, y + 0.03, 0.225), "stone_grey" if style.name != "office" else "panel_dark"),
    ]
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
                leaves += [
                    (x, y + 0.025, (r[2] + r[3]) / 2, 0.48, 0.05, r[3] - r[2]) for x in (r[0] - 0.25, r[1] + 0.25)
                ]
            out.append(Part(boxes(leaves), style.shutters))
        if style.balconies and f % 2 and rng.random() < 0.7:
            r = row[len(row) // 2]
            cx, w, zb = (r[0] + r[1]) / 2, r[1] - r[0] + 1.0, z + 0.12
            rails: list[Row6] = [
                (cx - w / 2 + 0.12 * i, y + 0.72, zb + 0.5, 0.02, 0.02, 0.9) for i in range(int(w / 0.12) + 1)
            ]
            out += [
                block((w, 0.75, 0.12), (cx, y + 0.38, zb), style.trim),
                Part(boxes(rails), "iron"),
                block((w, 0.04, 0.04), (cx, y + 0.72, zb + 0.95), "iron"),
            ]
    return out


def _ground_floor(
    rng: np.random.Generator,
    style: Style,
    half: float,
    y: float,
    _h: float,
    kind: str,
    bays: int,
    night: bool,
    parts: list[Part],
    lamps: list[LocalLamp],
) -> list[Rect]:
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
        parts += [
            Part(rects_facing_y([(mid - 0.5, mid + 0.5, 2.12, 2.55)], y - style.reveal_m), "glass_dark", solid=False),
            block((1.4, 0.5, 0.14), (mid, y + 0.25, 0.07), "stone_grey"),
            block((1.5, 0.35, 0.14), (mid, y + 0.15, 2.75), style.trim),
        ]
        return row
    door_right = rng.random() < 0.5
    x_door = (half - 1.1) if door_right else (-half + 1.1)
    wide = (-half + 0.45, x_door - 0.85) if door_right else (x_door + 0.85, half - 0.45)
    shop: Rect = (wide[0], wide[1], 0.6, 2.85)
    inside = "shop_lit" if night and rng.random() < 0.75 else "shop_inside"
    reveal = style.reveal_m
    front_look = pick(rng, ("trim_dark", "trim_green", "trim_red", "trim_blue", "trim_brown"))
    parts += [
        Part(rects_facing_y([shop], y - reveal), inside, solid=False),
        Part(
            boxes(_frames([shop], y - reveal + 0.04, (max(2, round((wide[1] - wide[0]) / 1.4)), 1), 0.08)),
            front_look,
            solid=False,
        ),
    ]
    goods: list[Row6] = []
    for i in range(int((wide[1] - wide[0]) / 0.5)):
        s = 0.18 + 0.2 * rng.random()
        goods.append((wide[0] + 0.3 + 0.5 * i, y - reveal + 0.03, 0.62 + s / 2, 0.3, 0.05, s))
    if goods:
        parts.append(
            Part(
                boxes(goods),
                pick(rng, ("cardboard", "ceramic_blue", "cloth_red", "fruit_orange", "brass")),
                solid=False,
            )
        )
    parts += _door(rng, x_door, y - reveal, 2.2, glazed=True, look=front_look)
    parts.append(Part(rects_facing_y([(x_door - 0.5, x_door + 0.5, 2.24, 2.85)], y - reveal), inside, solid=False))
    sign = pick(rng, SIGNS)
    parts += [
        slab((2 * half - 0.5, 0.14, 0.62), (0, y + 0.07, 3.3), sign, 0.02),
        *_lettering(rng, half, y + 0.145, 3.3),
        block((wide[1] - wide[0], 0.08, 0.5), ((wide[0] + wide[1]) / 2, y + 0.03, 0.3), front_look),
    ]
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


def _door(
    rng: np.random.Generator, x: float, y: float, h: float, glazed: bool = False, look: str = "", z0: float = 0.0
) -> list[Part]:
    look = look or pick(rng, ("trim_green", "trim_red", "trim_blue", "trim_brown", "trim_dark"))
    out = [
        block((0.96, 0.06, h), (x, y + 0.03, z0 + h / 2), look),
        block((0.03, 0.05, 0.14), (x + 0.38, y + 0.085, z0 + 1.05), "brass"),
    ]
    if glazed:
        return [*out, block((0.62, 0.02, 1.35), (x, y + 0.062, 1.25), "glass_dark", solid=False)]
    return out + [
        block((0.32, 0.02, 0.62), (x + sx * 0.21, y + 0.064, z0 + z), look) for sx in (-1, 1) for z in (0.6, 1.55)
    ]


def awning(x: float, width: float, y: float, z: float, look: str) -> list[Part]:
    """A sloping cloth with a valance."""
    cloth = beam((x, y + 0.02, z + 0.12), (x, y + 0.88, z - 0.33), width, 0.03, look)
    return [cloth, block((width, 0.025, 0.2), (x, y + 0.885, z - 0.43), look)]
