"""What makes a hold, a ship, a tent or a cave itself: hatches, pipes, consoles, bunks, poles, rock."""

# ruff: noqa: ARG001 - makers share one signature, whether or not they vary
from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ..geometry import pick
from ._furniture_kit import ball, block, cushion, legs, many_boxes, pitch, slab, tube
from ._piece import LocalLamp, LocalSeat, LocalSurface, Part, Piece
from ._plants import rock

Rng = np.random.Generator
_FORWARD = (0.70710678, -0.70710678, 0.0, 0.0)
"""Turns a tube's axis to +Y."""
_ALONG = (0.70710678, 0.0, 0.70710678, 0.0)
"""Turns a tube's axis to +X."""


def hatch(rng: Rng) -> Piece:
    """A round pressure hatch with its wheel, in a frame; back to the wall."""
    parts = [
        block((1.5, 0.14, 2.1), (0.0, 0.0, 1.05), "metal.grey"),
        tube(0.66, 0.08, (0.0, 0.07, 1.1), "metal.steel", 26, rotation=_FORWARD),
        tube(0.13, 0.05, (0.0, 0.15, 1.5), "glass.dark", 16, rotation=_FORWARD),
        tube(0.22, 0.03, (0.0, 0.2, 1.0), "metal.red", 18, rotation=_FORWARD),
        tube(0.05, 0.06, (0.0, 0.15, 1.0), "metal.steel", 10, rotation=_FORWARD),
    ]
    parts += [block((0.12, 0.08, 0.3), (-0.62, 0.09, z), "metal.black") for z in (0.75, 1.45)]
    parts.append(many_boxes([((0.1, 0.012, 0.1), (-0.6 + 0.2 * i, 0.076, 0.13)) for i in range(7)], "plastic.yellow"))
    return Piece("hatch", tuple(parts), front_clear_m=0.7)


def pipes(rng: Rng) -> Piece:
    """A run of pipes with valves; origin on the wall."""
    long = 1.8
    parts = [
        tube(r, long, (-long / 2, 0.09, z), look, 10, rotation=_ALONG)
        for r, z, look in ((0.055, 0.12, "metal.grey"), (0.04, 0.0, "metal.red"), (0.03, -0.1, "metal.steel"))
    ]
    parts += [block((0.05, 0.15, 0.34), (x, 0.075, 0.01), "metal.black") for x in (-0.7, 0.0, 0.7)]
    parts.append(tube(0.09, 0.02, (0.35, 0.15, 0.12), "plastic.yellow", 14, rotation=_FORWARD))
    return Piece("pipes", tuple(parts))


def console(rng: Rng) -> Piece:
    """A control desk with a sloping panel and screens; the operator is at +Y, back to the wall."""
    w = 1.6
    parts = [
        slab((w, 0.5, 0.72), (0.0, -0.1, 0.36), "metal.grey", 0.02),
        slab((w, 0.5, 0.04), (0.0, 0.02, 0.74), "metal.black", 0.008),
        slab((w, 0.16, 0.66), (0.0, -0.27, 1.09), "metal.grey", 0.02, pitch(0.12)),
    ]
    parts += [block((0.42, 0.014, 0.28), (x, -0.17, 1.16), "screen.on", pitch(0.12)) for x in (-0.52, 0.0, 0.52)]
    keys = [((0.045, 0.03, 0.012), (-0.6 + 0.1 * i, 0.09 + 0.06 * j, 0.766)) for i in range(13) for j in range(2)]
    parts.append(many_boxes(keys, pick(rng, ("plastic.grey", "plastic.red", "plastic.yellow"))))
    lamp = LocalLamp((0.0, 0.2, 1.2), 120.0, 6500.0, "sign")
    return Piece("console", tuple(parts), (), (LocalSurface((0.0, 0.16, 0.76), 0.7, 0.06),), (lamp,), front_clear_m=0.7)


def operator_chair(rng: Rng) -> Piece:
    """A fixed chair on a post."""
    parts = [
        tube(0.24, 0.03, (0.0, 0.0, 0.0), "metal.steel", 18),
        tube(0.05, 0.36, (0.0, 0.0, 0.03), "metal.steel", 10),
        cushion((0.5, 0.48, 0.1), (0.0, 0.02, 0.42), "leather.black", 0.03),
        cushion((0.48, 0.1, 0.7), (0.0, -0.24, 0.82), "leather.black", 0.03, pitch(0.1)),
    ]
    return Piece("operator's chair", tuple(parts), (LocalSeat((0.0, 0.05, 0.47)),), front_clear_m=0.5)


def suit_rack(rng: Rng) -> Piece:
    """Two pressure suits on a rack; back to the wall."""
    parts = [
        block((1.5, 0.08, 2.0), (0.0, -0.2, 1.0), "metal.grey"),
        block((1.5, 0.5, 0.1), (0.0, 0.0, 0.05), "metal.black"),
    ]
    for x in (-0.38, 0.38):
        parts += [
            cushion((0.5, 0.28, 0.62), (x, 0.02, 1.2), "paint.white", 0.08),
            ball((0.17, 0.18, 0.19), (x, 0.03, 1.7), "paint.white", 14, 9),
            ball((0.12, 0.1, 0.11), (x, 0.12, 1.71), "glass.amber", 12, 8),
            block((0.2, 0.05, 0.16), (x, 0.17, 1.26), "plastic.grey"),
        ]
        parts += [cushion((0.19, 0.22, 0.78), (x + s * 0.12, 0.02, 0.5), "paint.white", 0.06) for s in (-1, 1)]
        parts += [cushion((0.13, 0.17, 0.6), (x + s * 0.3, 0.03, 1.18), "paint.white", 0.05) for s in (-1, 1)]
    return Piece("suit rack", tuple(parts))


def ship_bunk(rng: Rng) -> Piece:
    """Two berths one above the other, along the wall; one sits on the lower."""
    w, d = 2.0, 0.8
    parts = [block((0.06, d, 1.75), (s * (w / 2 - 0.03), 0.0, 0.875), "@wood") for s in (-1, 1)]
    for z in (0.3, 1.3):
        parts += [
            slab((w - 0.12, d, 0.06), (0.0, 0.0, z), "@wood"),
            cushion((w - 0.16, d - 0.08, 0.12), (0.0, 0.0, z + 0.09), "@cloth", 0.04),
            cushion((0.34, 0.5, 0.1), (-w / 2 + 0.28, 0.0, z + 0.2), "fabric.white", 0.04),
            slab((w - 0.5, 0.03, 0.1), (0.2, d / 2 - 0.015, z + 0.06), "@wood"),
        ]
    seats = tuple(LocalSeat((x, 0.16, 0.45)) for x in (0.0, 0.6))
    return Piece("bunk", tuple(parts), seats, front_clear_m=0.6)


def periscope(rng: Rng) -> Piece:
    """A periscope's tube from the ceiling, with its grips; origin under the ceiling."""
    parts = [
        tube(0.11, 1.2, (0.0, 0.0, -1.2), "metal.steel", 16),
        slab((0.3, 0.28, 0.3), (0.0, 0.0, -1.05), "metal.black", 0.03),
        tube(0.03, 0.56, (-0.28, 0.0, -1.12), "rubber", 10, rotation=_ALONG),
        tube(0.05, 0.1, (0.0, 0.13, -1.0), "rubber", 12, rotation=_FORWARD),
    ]
    return Piece("periscope", tuple(parts))


def camp_bed(rng: Rng) -> Piece:
    """A folding bed of canvas on crossed legs, with a blanket; along the wall."""
    parts = [slab((1.9, 0.7, 0.03), (0.0, 0.0, 0.4), "canvas.cream", 0.01)]
    parts += [tube(0.02, 1.94, (-0.97, s * 0.34, 0.4), "@wood", 8, rotation=_ALONG) for s in (-1, 1)]
    parts += [
        block((0.03, 0.03, 0.78), (x, 0.0, 0.2), "@wood", pitch(s * 1.05)) for x in (-0.8, 0.0, 0.8) for s in (-1, 1)
    ]
    parts += [
        cushion((1.1, 0.66, 0.07), (0.36, 0.0, 0.445), "@cloth", 0.03),
        cushion((0.36, 0.5, 0.1), (-0.72, 0.0, 0.455), "fabric.white", 0.04),
    ]
    seats = tuple(LocalSeat((x, 0.12, 0.46)) for x in (0.05, 0.6))
    return Piece("camp bed", tuple(parts), seats, front_clear_m=0.6)


def camp_table(rng: Rng) -> Piece:
    """A folding table."""
    parts = [slab((0.9, 0.6, 0.03), (0.0, 0.0, 0.7), "@wood"), *legs(0.42, 0.27, 0.685, "metal.black", 0.03)]
    return Piece("camp table", tuple(parts), (), (LocalSurface((0.0, 0.0, 0.715), 0.4, 0.25),))


def camp_stool(rng: Rng) -> Piece:
    """A canvas stool."""
    parts = [slab((0.4, 0.36, 0.025), (0.0, 0.0, 0.43), pick(rng, ("canvas.red", "canvas.cream")), 0.008)]
    parts += legs(0.19, 0.17, 0.418, "@wood", 0.03)
    return Piece("camp stool", tuple(parts), (LocalSeat((0.0, 0.0, 0.445)),))


def ground_sheet(rng: Rng) -> Piece:
    """A waterproof sheet on the ground."""
    return Piece("ground sheet", (block((2.6, 2.2, 0.012), (0.0, 0.0, 0.006), "fabric.olive"),), solid_kind="ground")


def tent_pole(rng: Rng) -> Piece:
    """A pole that holds a ridge."""
    return Piece("tent pole", (tube(0.035, 2.7, (0.0, 0.0, 0.0), "wood.pine", 10),))


def tent_lantern(rng: Rng) -> Piece:
    """A lantern on a hook under a ridge; origin at the hook."""
    parts = [
        tube(0.006, 0.34, (0.0, 0.0, -0.34), "metal.black", 6),
        tube(0.07, 0.03, (0.0, 0.0, -0.37), "metal.black", 12),
        tube(0.05, 0.14, (0.0, 0.0, -0.51), "glow.warm", 12),
        tube(0.075, 0.035, (0.0, 0.0, -0.545), "metal.black", 12),
    ]
    return Piece("lantern", tuple(parts), lamps=(LocalLamp((0.0, 0.0, -0.66), 700.0, 2200.0, "table"),))


def rock_face(rng: Rng) -> Piece:
    """Bulging rock against a wall: what hides that a cave was built of flats."""
    parts: list[Part] = [block((2.0, 0.12, 2.2), (0.0, -0.36, 1.1), "stone.grey")]
    for i in range(10):
        x, z = -0.6 + 1.2 * rng.random(), 0.1 + 1.7 * i / 9 + 0.2 * (rng.random() - 0.5)
        lump = rock(rng, 0.34 + 0.2 * rng.random(), "stone.grey").parts[0]
        parts.append(replace(lump, translation=(round(x, 3), -0.12, round(z, 3))))
    return Piece("rock face", tuple(parts))


def boulder(rng: Rng) -> Piece:
    """A boulder with a flat top to sit on."""
    h = 0.44
    parts = [
        slab((0.9, 0.7, h), (0.0, 0.0, h / 2), "stone.grey", 0.14),
        slab((0.5, 0.36, 0.26), (0.5, -0.3, 0.13), "stone.grey", 0.1),
    ]
    return Piece("boulder", tuple(parts), (LocalSeat((0.0, 0.1, h)),), (LocalSurface((-0.24, -0.16, h), 0.16, 0.14),))


def stalactites(rng: Rng) -> Piece:
    """A cluster of stone hanging from a roof; origin under it."""
    parts: list[Part] = []
    for i in range(6):
        a = 2 * math.pi * i / 6
        far = 0.0 if i == 0 else 0.3 + 0.16 * rng.random()
        long = round(0.28 + 0.34 * rng.random(), 2)
        tip = tube(0.012, long, (far * math.cos(a), far * math.sin(a), -long), "stone.grey", 9, 0.11)
        parts.append(tip)
    return Piece("stalactites", tuple(parts))


def hearth_fire(rng: Rng) -> Piece:
    """A small fire between stones, to sit round."""
    parts = [tube(0.3, 0.02, (0.0, 0.0, 0.0), "paint.dark", 14)]
    for i in range(8):
        a = 2 * math.pi * i / 8
        parts.append(ball((0.1, 0.09, 0.08), (0.36 * math.cos(a), 0.36 * math.sin(a), 0.05), "stone.grey", 7, 5))
    parts += [tube(0.04, 0.44, (-0.22, y, 0.06), "wood.weathered", 8, rotation=_ALONG) for y in (-0.08, 0.08)]
    parts += [ball((0.09, 0.09, 0.17), (0.0, 0.0, 0.2), "glow.candle", 8, 6)]
    return Piece("fire", tuple(parts), lamps=(LocalLamp((0.0, 0.0, 0.5), 900.0, 1900.0, "floor"),))
