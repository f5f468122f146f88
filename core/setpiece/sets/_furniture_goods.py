"""Racks, goods and machines: what fills shops, stores and workshops."""

# ruff: noqa: ARG001 - makers share one signature, whether or not they vary
from __future__ import annotations

import numpy as np

from ..geometry import pick
from ._furniture_kit import block, cushion, legs, many_boxes, slab, tube, turned, vary
from ._piece import LocalSurface, Part, Piece

Rng = np.random.Generator


def rack(rng: Rng) -> Piece:
    """A steel storage rack with boxes."""
    w, d, h = vary(rng, 1.3, 1.6), 0.5, 1.95
    parts = legs(w / 2, d / 2, h, "metal.grey", 0.04)
    for i in range(4):
        z = 0.14 + 0.56 * i
        parts.append(slab((w - 0.02, d - 0.02, 0.03), (0.0, 0.0, z), "metal.grey"))
        x = -w / 2 + 0.08
        while i < 3 and x < w / 2 - 0.34:
            bw, bh = 0.26 + 0.2 * rng.random(), 0.2 + 0.24 * rng.random()
            bw = min(bw, w / 2 - 0.06 - x)
            look = pick(rng, ("paper.card", "paper.card", "plastic.blue", "plastic.grey", "wood.pine"))
            parts.append(block((bw, 0.38, bh), (x + bw / 2, 0.0, z + 0.015 + bh / 2), look))
            x += bw + 0.04 + 0.1 * rng.random()
    return Piece("storage rack", tuple(parts), front_clear_m=0.5)


def shop_shelf(rng: Rng) -> Piece:
    """A gondola full of packets."""
    w, d, h = 1.6, 0.5, 1.62
    parts = [
        block((w, 0.04, h), (0.0, -d / 2 + 0.02, h / 2), "metal.grey"),
        block((w, d, 0.14), (0.0, 0.0, 0.07), "metal.grey"),
    ]
    looks = ("plastic.red", "plastic.yellow", "plastic.blue", "plastic.green", "plastic.white", "paper.card")
    for i in range(4):
        z = 0.14 + 0.37 * i
        if i:
            parts.append(slab((w - 0.01, d - 0.06, 0.02), (0.0, 0.02, z - 0.01), "metal.grey"))
            parts.append(block((w - 0.01, 0.01, 0.04), (0.0, d / 2 - 0.01, z - 0.012), "paper.white"))
        for k in range(4):
            n, pw = 5, (w - 0.1) / 4 / 5
            ph = 0.18 + 0.1 * rng.random()
            x0 = -w / 2 + 0.05 + k * (w - 0.1) / 4
            rows = [((pw - 0.008, 0.3, ph), (x0 + pw * (j + 0.5), 0.0, z + ph / 2)) for j in range(n)]
            parts.append(many_boxes(rows, pick(rng, looks)))
    return Piece("shop shelf", tuple(parts), front_clear_m=0.7)


def copier(rng: Rng) -> Piece:
    """A floor copier."""
    parts = [
        slab((0.62, 0.62, 0.86), (0.0, 0.0, 0.45), "plastic.grey", 0.02),
        slab((0.66, 0.6, 0.12), (0.0, -0.02, 0.95), "plastic.white", 0.02),
        block((0.3, 0.14, 0.03), (0.16, 0.27, 0.9), "plastic.black"),
        block((0.5, 0.02, 0.14), (0.0, 0.312, 0.2), "plastic.white"),
        block((0.5, 0.02, 0.14), (0.0, 0.312, 0.4), "plastic.white"),
        slab((0.3, 0.4, 0.03), (-0.45, 0.0, 0.66), "plastic.white"),
    ]
    return Piece("copier", tuple(parts), (), (LocalSurface((0.0, -0.05, 1.01), 0.26, 0.2),), front_clear_m=0.7)


def vending(rng: Rng) -> Piece:
    """A lit drinks machine."""
    look = pick(rng, ("plastic.red", "plastic.blue"))
    parts = [
        slab((0.92, 0.72, 1.82), (0.0, -0.02, 0.91), look, 0.02),
        block((0.6, 0.02, 1.3), (-0.1, 0.345, 1.05), "glow.cool"),
        block((0.16, 0.02, 0.4), (0.34, 0.345, 1.2), "plastic.black"),
        block((0.6, 0.02, 0.18), (-0.1, 0.345, 0.24), "plastic.black"),
    ]
    for i in range(4):
        rows = [((0.07, 0.012, 0.14), (-0.34 + 0.12 * k, 0.361, 0.62 + 0.28 * i)) for k in range(5)]
        parts.append(many_boxes(rows, pick(rng, ("plastic.red", "plastic.green", "plastic.yellow"))))
    return Piece("vending machine", tuple(parts), front_clear_m=0.6)


def crate(rng: Rng) -> Piece:
    """A stack of wooden crates."""
    parts: list[Part] = []
    z = 0.0
    for k in range(2 + int(rng.random() * 2)):
        s = 0.62 - 0.06 * k
        parts.append(block((s, s * 0.85, 0.4), (0.0, 0.0, z + 0.2), "wood.pine"))
        for side in (-1, 1):
            parts.append(block((s + 0.03, 0.02, 0.07), (0.0, side * s * 0.425, z + 0.33), "wood.weathered"))
            parts.append(block((s + 0.03, 0.02, 0.07), (0.0, side * s * 0.425, z + 0.07), "wood.weathered"))
        z += 0.402
    return Piece("crates", tuple(parts))


def boxes(rng: Rng) -> Piece:
    """Cardboard boxes, stacked."""
    parts = [
        cushion((0.55, 0.42, 0.38), (0.0, 0.0, 0.19), "paper.card", 0.008),
        cushion((0.42, 0.36, 0.3), (-0.04, 0.0, 0.53), "paper.card", 0.008),
    ]
    parts.append(block((0.06, 0.37, 0.003), (-0.04, 0.0, 0.6815), "paper.white"))
    if rng.random() < 0.6:
        parts.append(cushion((0.4, 0.4, 0.3), (0.5, 0.0, 0.15), "paper.card", 0.008))
    return Piece("boxes", tuple(parts))


def barrel(rng: Rng) -> Piece:
    """A wooden or steel barrel."""
    if rng.random() < 0.6:
        parts = [
            turned(
                ((0.24, 0.0), (0.3, 0.3), (0.31, 0.45), (0.3, 0.6), (0.24, 0.9)), (0.0, 0.0, 0.0), "wood.weathered", 18
            )
        ]
        parts += [
            turned(((r, 0.0), (r + 0.004, 0.05)), (0.0, 0.0, z), "metal.rust", 18)
            for r, z in ((0.272, 0.12), (0.285, 0.68))
        ]
    else:
        parts = [tube(0.29, 0.88, (0.0, 0.0, 0.0), "metal.blue", 20)]
        parts += [tube(0.3, 0.03, (0.0, 0.0, z), "metal.blue", 20) for z in (0.0, 0.29, 0.58, 0.85)]
    return Piece("barrel", tuple(parts), (), (LocalSurface((0.0, 0.0, parts[0].mesh.bounds[1][2]), 0.15, 0.15),))


def tyres(rng: Rng) -> Piece:
    """A stack of tyres."""
    n = 3 + int(rng.random() * 2)
    ring = ((0.2, 0.0), (0.3, 0.02), (0.33, 0.06), (0.33, 0.14), (0.3, 0.18), (0.2, 0.2))
    return Piece("tyres", tuple(turned(ring, (0.0, 0.0, 0.2 * i), "rubber", 18) for i in range(n)))


def tool_cabinet(rng: Rng) -> Piece:
    """A red roller cabinet."""
    parts = [slab((0.7, 0.44, 0.86), (0.0, -0.01, 0.53), "metal.red", 0.01)]
    for i in range(5):
        parts.append(slab((0.64, 0.02, 0.13), (0.0, 0.212, 0.2 + 0.155 * i), "metal.red"))
        parts.append(block((0.56, 0.02, 0.02), (0.0, 0.228, 0.25 + 0.155 * i), "metal.chrome"))
    parts += [tube(0.04, 0.1, (s * 0.28, t * 0.15, 0.0), "rubber", 8) for s in (-1, 1) for t in (-1, 1)]
    return Piece("tool cabinet", tuple(parts), (), (LocalSurface((0.0, 0.0, 0.96), 0.28, 0.16),), front_clear_m=0.5)
