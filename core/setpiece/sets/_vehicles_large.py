"""Buses and lorries: coach-built bodies on the wheels of ``_vehicles``."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..geometry import Mesh, pick
from ._batch import beam, disc, loft
from ._furniture_kit import block, slab
from ._piece import Part, Piece
from ._vehicles import VAN, box_ring, car, wheel


def box_body(half_w: float, y0: float, y1: float, z0: float, z1: float, corner: float = 0.12) -> Mesh:
    """A coach-built body with rounded vertical edges and a soft roof line."""
    steps = ((0.0, 0.0), (0.0, 0.94), (0.03, 0.985), (0.09, 1.0))
    return loft([box_ring(half_w - d, y0 + d, y1 - d, z0 + (z1 - z0) * t, corner) for d, t in steps])


def bus(rng: np.random.Generator) -> Piece:
    """A city bus."""
    paint = pick(rng, ("paint_red", "paint_blue", "paint_green", "paint_yellow"))
    w, y0, y1 = 1.24, -5.4, 5.4
    parts = [Part(box_body(w, y0, y1, 0.38, 2.95, 0.2), paint)]
    for s in (-1, 1):
        parts += [
            slab((0.03, 1.35, 0.95), (s * (w + 0.002), y, 1.95), "glass_dark", 0.01)
            for y in (-4.4, -2.95, -1.5, -0.05, 1.4, 2.85)
        ]
        parts.append(block((0.02, 10.2, 0.12), (s * (w + 0.002), 0.0, 1.25), "trim_white"))
        parts += [disc(0.6, 0.03, (s * (w - 0.005), y, 0.55), (1.0, 0.0, 0.0), "wheel_well", 20) for y in (-3.4, 3.3)]
        parts += [p for y in (-3.4, 3.3) for p in wheel(s * (w - 0.1), y, 0.48, 0.28)]
        parts.append(slab((0.1, 0.22, 0.34), (s * (w + 0.12), 5.35, 2.2), "plastic_black", 0.02))
    for y in (4.35, 0.65):
        parts += [slab((0.03, 0.5, 2.1), (w + 0.004, y + d, 1.5), "glass_dark", 0.01) for d in (-0.28, 0.28)][
            : 2 if y > 4 else 0
        ]
    parts += [
        slab((2.1, 0.04, 1.25), (0.0, y1 + 0.002, 1.85), "glass_dark", 0.02),
        slab((1.9, 0.04, 0.8), (0.0, y0 - 0.002, 2.1), "glass_dark", 0.02),
        slab((1.5, 0.06, 0.24), (0.0, y1 + 0.005, 2.72), "plastic_black", 0.01),
        slab((2.3, 0.14, 0.3), (0.0, y1, 0.55), "plastic_grey", 0.03),
        slab((2.3, 0.14, 0.3), (0.0, y0, 0.55), "plastic_grey", 0.03),
    ]
    parts += [disc(0.12, 0.05, (s * 0.9, y1 + 0.03, 0.86), (0.0, 1.0, 0.0), "headlight", 14) for s in (-1, 1)]
    parts += [slab((0.18, 0.05, 0.3), (s * 1.0, y0 - 0.01, 0.95), "tail_light", 0.01) for s in (-1, 1)]
    return Piece("bus", tuple(parts), solid_kind="vehicle")


def truck(rng: np.random.Generator) -> Piece:
    """A box lorry in any colour."""
    paint = pick(rng, ("paint_red", "paint_blue", "paint_white", "paint_green", "paint_orange"))
    return lorry(paint, pick(rng, ("paint_white", "panel_light", "canvas_green")))


def lorry(paint: str, cargo: str, noun: str = "truck") -> Piece:
    """Cab, cargo box and chassis on six wheels."""
    w = 1.2
    cab = [
        [(x, y, z) for x, y, _ in box_ring(w - d, 1.35, 3.55 - f, 0.0, 0.14)]
        for z, d, f in ((0.62, 0.0, 0.0), (1.5, 0.0, 0.0), (2.35, 0.1, 0.28), (2.62, 0.2, 0.45))
    ]
    parts = [
        Part(loft(cab), paint),
        Part(box_body(w + 0.03, -3.6, 1.15, 0.98, 3.2, 0.04), cargo),
        block((0.8, 6.6, 0.22), (0.0, -0.2, 0.76), "plastic_black"),
        slab((2.3, 0.2, 0.35), (0.0, 3.52, 0.55), "plastic_grey", 0.04),
        beam((0.0, 3.54, 1.58), (0.0, 3.3, 2.3), 2.0, 0.05, "glass_dark"),
        slab((1.5, 0.06, 0.5), (0.0, 3.55, 1.2), "plastic_black", 0.02),
    ]
    for s in (-1, 1):
        parts += [p for y in (2.55, -1.7, -2.75) for p in wheel(s * (w - 0.16), y, 0.48, 0.3)]
        parts.append(beam((s * (w + 0.004), 2.6, 1.55), (s * (w - 0.1), 2.58, 2.3), 0.05, 0.9, "glass_dark"))
        parts += [disc(0.6, 0.04, (s * (w - 0.012), 2.55, 0.58), (1.0, 0.0, 0.0), "wheel_well", 20)]
        parts.append(slab((0.34, 0.08, 0.18), (s * 0.88, 3.6, 0.8), "headlight", 0.02))
        parts.append(slab((0.12, 0.2, 0.42), (s * (w + 0.2), 3.2, 1.9), "plastic_black", 0.03))
        parts.append(slab((0.3, 0.06, 0.14), (s * 0.95, -3.62, 0.9), "tail_light", 0.02))
    return Piece(noun, tuple(parts), solid_kind="vehicle")


def ambulance(_rng: np.random.Generator) -> Piece:
    """A white box on a van's nose, red band, blue lights."""
    shape = replace(VAN, noun="ambulance", roof_m=2.3)
    w = shape.half_width_m
    band = [block((0.014, 3.6, 0.2), (s * (w * 0.995 + 0.004), -0.5, 0.78), "paint_red") for s in (-1, 1)]
    lights = [slab((0.9, 0.22, 0.12), (0.0, 0.8, 2.39), "plastic_blue", 0.03)]
    return Piece("ambulance", (*car(shape, "paint_white").parts, *band, *lights), solid_kind="vehicle")
