"""Detached houses, barns and tents: buildings that stand alone."""

from __future__ import annotations

import math

import numpy as np

from ..geometry import pick
from ._batch import Rect, beam, boxes, prism_x, prism_y, quads
from ._facades import Row6, _door, _frames, _holes, _panes, _shell
from ._furniture_kit import block, slab
from ._piece import LocalLamp, Part, Piece


def gable_house(rng: np.random.Generator, night: bool = False, width_m: float = 10.0, depth_m: float = 8.0) -> Piece:
    """A detached house with a pitched roof, a porch and a chimney."""
    wall = pick(
        rng,
        (
            "weatherboard_white",
            "weatherboard_blue",
            "weatherboard_yellow",
            "weatherboard_green",
            "brick_red",
            "stucco_cream",
        ),
    )
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
    parts = [
        Part(shell, wall),
        *_panes(rng, row, y - 0.1, night, "glass_dark"),
        Part(boxes(_frames(row, y - 0.06, (2, 2))), "trim_white", solid=False),
    ]
    rims: list[Row6] = []
    for a, b, c, d in row:
        rims += [
            ((a + b) / 2, y + 0.02, c - 0.06, b - a + 0.3, 0.1, 0.1),
            ((a + b) / 2, y + 0.02, d + 0.06, b - a + 0.24, 0.06, 0.12),
        ]
    parts += [Part(boxes(rims), "trim_white", solid=False), *_door(rng, door_x, y - 0.1, 2.1, z0=0.4)]
    rise = depth_m * 0.33
    gable = [(-y, 0.0), (y, 0.0), (0.0, rise)]
    parts += [Part(prism_x(gable, -half, half), wall, (0.0, 0.0, top))]
    for s in (-1, 1):
        parts.append(
            beam(
                (0.0, s * (y + 0.45), top - 0.45 * rise / y + 0.06),
                (0.0, 0.0, top + rise + 0.12),
                width_m + 0.7,
                0.14,
                roof,
            )
        )
    parts += [
        block((0.7, 0.7, 2.2), (half * 0.55, -0.8, top + rise * 0.8 + 0.3), "brick_red"),
        block((2.6, 1.6, 0.18), (door_x, y + 0.8, 0.3), "wood_weathered"),
        slab((2.8, 1.8, 0.12), (door_x, y + 0.85, 2.9), roof),
    ]
    parts += [block((0.12, 0.12, 2.5), (door_x + s * 1.2, y + 1.5, 1.6), "trim_white") for s in (-1, 1)] + [
        block((1.4, 0.35 * (3 - i) / 2, 0.1), (door_x, y + 1.6 + 0.26 * (3 - i) / 2, 0.05 + 0.1 * i), "stone_grey")
        for i in range(2)
    ]
    lamps = (LocalLamp((door_x, y + 1.0, 2.6), 600.0, 2700.0, "wall"),) if night else ()
    return Piece("house", tuple(parts), lamps=lamps, solid_kind="structure")


def barn(rng: np.random.Generator) -> Piece:
    """A timber barn with a gambrel roof and double doors."""
    look, w, d, h = pick(rng, ("barn_red", "barn_wood")), 5.0, 12.0, 4.2
    cut = [(-w, 0.0), (w, 0.0), (w, h), (w * 0.62, h + 2.3), (0.0, h + 3.4), (-w * 0.62, h + 2.3), (-w, h)]
    parts = [Part(prism_y(cut, -d / 2, d / 2), look)]
    for s in (-1, 1):
        parts += [
            beam((s * (w + 0.35), 0, h - 0.3), (s * w * 0.6, 0, h + 2.42), 0.12, d + 0.8, "roof_shingle"),
            beam((s * w * 0.64, 0, h + 2.35), (0, 0, h + 3.5), 0.12, d + 0.8, "roof_shingle"),
        ]
        parts += [
            block(
                (1.6, 0.08, 3.1), (s * 0.83, d / 2 + 0.05, 1.55), "barn_wood" if look == "barn_red" else "trim_brown"
            ),
            beam((s * 0.12, d / 2 + 0.1, 0.15), (s * 1.55, d / 2 + 0.1, 2.95), 0.14, 0.03, "trim_white"),
        ]
    parts += [
        block((3.6, 0.06, 0.16), (0, d / 2 + 0.06, 3.2), "trim_white"),
        block((1.1, 0.08, 1.2), (0, d / 2 + 0.04, 5.2), "wheel_well"),
        block((1.3, 0.06, 0.12), (0, d / 2 + 0.06, 5.9), "trim_white"),
    ]
    return Piece("barn", tuple(parts), solid_kind="structure")


def big_top(rng: np.random.Generator) -> Piece:
    """A circus tent: striped walls, a peaked roof, a flag."""
    parts: list[Part] = []
    n = 20
    a_look, b_look = pick(rng, (("cloth_red", "canvas_white"), ("cloth_blue", "canvas_white")))
    for i in range(n):
        a0, a1 = 2 * math.pi * i / n, 2 * math.pi * (i + 1) / n
        look = a_look if i % 2 else b_look
        p = [
            (r * math.cos(a), r * math.sin(a), z)
            for r, z in ((8.0, 0.0), (8.0, 3.4), (4.0, 5.6), (0.5, 8.6))
            for a in (a0, a1)
        ]
        panel = quads([[p[0], p[1], p[3], p[2]], [p[2], p[3], p[5], p[4]], [p[4], p[5], p[7], p[6]]])
        parts.append(Part(panel, look))
    parts += [
        block((0.16, 0.16, 2.2), (0, 0, 9.4), "wood_pale"),
        slab((1.1, 0.03, 0.6), (0.6, 0, 10.1), a_look),
        block((2.6, 0.3, 3.0), (0, 7.95, 1.5), "wheel_well"),
        slab((3.4, 0.2, 0.7), (0, 8.15, 3.4), "sign_yellow"),
    ]
    return Piece("circus tent", tuple(parts), solid_kind="structure")
