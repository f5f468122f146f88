"""Two wheels, boats, carriages and aircraft; and every vehicle by its noun."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ..geometry import Vec3, pick
from . import _vehicles as v
from . import _vehicles_large as large
from ._batch import beam, disc, limb, loft
from ._furniture_kit import ball, block, cushion, slab, turned
from ._piece import LocalSeat, Part, Piece, PieceMaker


def bicycle(rng: np.random.Generator) -> Piece:
    """A roadster on its stand."""
    c = pick(rng, ("paint_red", "paint_blue", "paint_black", "paint_green"))
    hub_r, hub_f, crank = (0.0, -0.52, 0.34), (0.0, 0.54, 0.34), (0.0, -0.06, 0.3)
    seat, head, low = (0.0, -0.24, 0.82), (0.0, 0.34, 0.86), (0.0, 0.38, 0.7)
    parts = [*v.ring_wheel(hub_r, 0.33, 0.016, "rubber", 12), *v.ring_wheel(hub_f, 0.33, 0.016, "rubber", 12)]
    for a, b in ((crank, seat), (seat, head), (crank, low), (crank, hub_r), (seat, hub_r), (low, hub_f), (low, head)):
        parts.append(limb(a, b, 0.015, c, 0.015, 8))
    parts += [
        limb(head, (0.0, 0.3, 1.02), 0.012, "chrome", 0.012, 8),
        limb((-0.29, 0.22, 1.04), (0.29, 0.22, 1.04), 0.012, "chrome", 0.012, 8),
        limb((0.0, 0.3, 1.02), (0.0, 0.22, 1.04), 0.012, "chrome", 0.012, 8),
        limb(seat, (0.0, -0.27, 0.95), 0.012, "chrome", 0.012, 8),
        slab((0.14, 0.26, 0.06), (0, -0.27, 0.98), "leather_black", 0.025),
        disc(0.09, 0.01, (0.04, -0.06, 0.3), (1, 0, 0), "chrome", 16),
        limb((0.06, -0.06, 0.3), (0.06, 0.04, 0.17), 0.008, "chrome", 0.008, 6),
        slab((0.1, 0.06, 0.02), (0.12, 0.05, 0.17), "rubber"),
        limb((-0.06, -0.06, 0.3), (-0.06, -0.16, 0.43), 0.008, "chrome", 0.008, 6),
        slab((0.1, 0.06, 0.02), (-0.12, -0.17, 0.43), "rubber"),
        limb((-0.02, -0.1, 0.28), (-0.2, -0.2, 0.0), 0.009, "steel", 0.009, 6),
    ]
    return Piece("bicycle", tuple(parts), (LocalSeat((0.0, -0.27, 1.01)),), solid_kind="vehicle")


def motorcycle(rng: np.random.Generator) -> Piece:
    """A cruiser."""
    c = pick(rng, ("paint_black", "paint_red", "paint_blue"))
    parts: list[Part] = []
    for y in (-0.7, 0.78):
        parts += [
            *v.ring_wheel((0, y, 0.32), 0.275, 0.055, "tyre", 6),
            disc(0.2, 0.03, (0.0, y, 0.32), (1, 0, 0), "rim", 18),
        ]
    parts += [
        ball((0.15, 0.32, 0.15), (0, 0.18, 0.84), c, 14, 9),
        cushion((0.3, 0.62, 0.12), (0, -0.42, 0.76), "leather_black", 0.05),
        slab((0.3, 0.42, 0.34), (0, 0.1, 0.48), "steel_dark", 0.05),
        *[disc(0.11, 0.14, (0, 0.12 + s * 0.1, 0.66), (0, s * 0.6, 1), "chrome", 14) for s in (-1, 1)],
        limb((0.17, 0.2, 0.36), (0.17, -0.95, 0.34), 0.045, "chrome", 0.055, 10),
        limb((-0.17, 0.2, 0.36), (-0.17, -0.95, 0.34), 0.045, "chrome", 0.055, 10),
    ]
    parts += [limb((s * 0.09, 0.78, 0.32), (s * 0.09, 0.5, 1.0), 0.025, "chrome", 0.025, 8) for s in (-1, 1)]
    parts += [
        limb((-0.38, 0.3, 1.1), (0.38, 0.3, 1.1), 0.016, "chrome", 0.016, 8),
        limb((0, 0.5, 1.0), (0, 0.34, 1.1), 0.04, "steel_dark", 0.03, 8),
        disc(0.1, 0.14, (0, 0.64, 0.95), (0, 1, 0), "chrome", 16),
        disc(0.088, 0.02, (0, 0.72, 0.95), (0, 1, 0), "headlight", 16),
        beam((0, -1.0, 0.52), (0, -0.6, 0.66), 0.18, 0.03, c),
        beam((0, 0.6, 0.66), (0, 0.96, 0.58), 0.15, 0.03, c),
        slab((0.12, 0.06, 0.07), (0, -1.0, 0.56), "tail_light"),
        limb((-0.1, 0.0, 0.3), (-0.3, -0.1, 0.0), 0.014, "steel", 0.014, 6),
    ]
    return Piece("motorcycle", tuple(parts), (LocalSeat((0.0, -0.3, 0.82)),), solid_kind="vehicle")


def _hull(long: float, wide: float, deep: float, lift: float) -> list[list[Vec3]]:
    rings: list[list[Vec3]] = []
    for i in range(11):
        t = i / 10
        y = -long / 2 + long * t
        w = (
            wide / 2 * (0.78 + 0.22 * min(1.0, t * 3)) * math.sqrt(max(0.0, 1 - max(0.0, (t - 0.45) / 0.55) ** 2.2))
            + 0.012
        )
        keel = lift * max(0.0, (t - 0.55) / 0.45) ** 2
        top = deep + lift * 0.45 * t * t
        half = [(0.02, keel), (w * 0.7, keel + (top - keel) * 0.28), (w, top)]
        rings.append([(-x, y, z) for x, z in half] + [(x, y, z) for x, z in reversed(half)])
    return rings


def boat(rng: np.random.Generator) -> Piece:
    """An open rowing boat drawn up on its keel."""
    c = pick(rng, ("paint_blue", "paint_white", "paint_green", "paint_red"))
    outer = Part(loft(_hull(4.2, 1.5, 0.6, 0.5), smooth=True), c)
    parts = [outer, *[block((1.2 - 0.1 * i, 0.26, 0.04), (0, -1.1 + 1.0 * i, 0.66), "wood_mid") for i in range(3)]]
    parts += [limb((s * 0.72, -1.9, 0.63), (s * 0.66, 0.6, 0.72), 0.035, "wood_pale", 0.035, 7) for s in (-1, 1)] + [
        limb((s * 0.66, 0.6, 0.72), (0.0, 2.05, 0.86), 0.035, "wood_pale", 0.03, 7) for s in (-1, 1)
    ]
    parts += [limb((s * 0.45, -1.5, 0.74), (s * 0.35, 0.9, 0.8), 0.02, "wood_pale", 0.02, 7) for s in (-1, 1)] + [
        slab((0.14, 0.5, 0.02), (s * 0.34, 1.1, 0.81), "wood_pale") for s in (-1, 1)
    ]
    return Piece(
        "boat", tuple(parts), tuple(LocalSeat((0.0, -1.1 + 1.0 * i, 0.68)) for i in range(3)), solid_kind="vehicle"
    )


def sailboat(_rng: np.random.Generator) -> Piece:
    """A small yacht with its sails up."""
    parts = [
        Part(loft(_hull(6.5, 2.1, 0.95, 0.45)), "paint_white"),
        slab((1.2, 2.0, 0.4), (0, 0.3, 1.2), "paint_white", 0.1),
        slab((1.22, 1.4, 0.16), (0, 0.3, 1.24), "glass_dark", 0.03),
        limb((0, 0.9, 0.9), (0, 0.9, 8.6), 0.06, "steel", 0.04, 10),
        limb((0, 0.9, 1.75), (0, -2.3, 1.7), 0.045, "steel", 0.04, 8),
    ]
    sail = loft(
        [
            [(0.01, 0.84, 1.85), (-0.01, 0.84, 1.85), (-0.01, -2.2, 1.8), (0.01, -2.2, 1.8)],
            [(0.01, 0.84, 5.2), (-0.01, 0.84, 5.2), (-0.16, -0.9, 5.0), (-0.14, -0.9, 5.0)],
            [(0.01, 0.84, 8.4), (-0.01, 0.84, 8.4), (-0.01, 0.8, 8.4), (0.01, 0.8, 8.4)],
        ]
    )
    return Piece("sailboat", (*parts, Part(sail, "canvas_white")), solid_kind="vehicle")


def carriage(rng: np.random.Generator) -> Piece:
    """A closed four-wheeled carriage."""
    c = pick(rng, ("paint_black", "paint_red", "paint_green"))
    body = loft(
        [
            v.box_ring(0.5, -0.55, 0.55, 0.75),
            v.box_ring(0.66, -0.72, 0.72, 1.1),
            v.box_ring(0.7, -0.78, 0.78, 1.6),
            v.box_ring(0.64, -0.72, 0.72, 2.2),
        ]
    )
    parts = [
        Part(body, c),
        slab((1.5, 1.66, 0.09), (0, 0, 2.24), c, 0.03),
        *[slab((0.02, 0.56, 0.42), (s * 0.69, 0, 1.78), "glass_dark") for s in (-1, 1)],
        slab((0.9, 0.4, 0.12), (0, 1.25, 1.35), "seat_red"),
        slab((0.9, 0.08, 0.5), (0, 0.98, 1.55), c),
        beam((0, 0.9, 0.8), (0, 1.7, 0.95), 0.9, 0.06, c),
        limb((0, -0.9, 0.62), (0, 2.6, 0.7), 0.05, "wood_dark", 0.04, 8),
    ]
    for s in (-1, 1):
        parts += [
            *v.ring_wheel((s * 0.78, -0.75, 0.6), 0.57, 0.03, "wood_dark", 12, "wood_mid"),
            *v.ring_wheel((s * 0.78, 1.05, 0.48), 0.45, 0.03, "wood_dark", 10, "wood_mid"),
            turned([(0.06, 0.0), (0.08, 0.2)], (s * 0.74, 0.62, 1.5), "lamp_glass", 8),
        ]
    parts += [
        limb((-0.78, -0.75, 0.6), (0.78, -0.75, 0.6), 0.04, "iron", 0.04, 8),
        limb((-0.78, 1.05, 0.48), (0.78, 1.05, 0.48), 0.04, "iron", 0.04, 8),
    ]
    return Piece("carriage", tuple(parts), (LocalSeat((0.0, 1.22, 1.41), driver=True),), solid_kind="vehicle")


def cart(_rng: np.random.Generator) -> Piece:
    """A two-wheeled wooden cart."""
    w = "wood_weathered"
    parts = [
        block((1.2, 1.8, 0.06), (0, 0, 0.72), w),
        *[block((0.05, 1.8, 0.4), (s * 0.6, 0, 0.93), w) for s in (-1, 1)],
        block((1.2, 0.05, 0.4), (0, -0.88, 0.93), w),
        *[limb((s * 0.4, 0.8, 0.7), (s * 0.35, 2.6, 0.6), 0.04, "wood_mid", 0.03, 7) for s in (-1, 1)],
        limb((-0.75, 0, 0.52), (0.75, 0, 0.52), 0.035, "iron", 0.035, 8),
    ]
    for s in (-1, 1):
        parts += v.ring_wheel((s * 0.72, 0, 0.52), 0.49, 0.03, "wood_dark", 10, "wood_mid")
    return Piece("cart", tuple(parts), solid_kind="vehicle")


def helicopter(rng: np.random.Generator) -> Piece:
    """A light helicopter on skids."""
    c = pick(rng, ("paint_red", "paint_blue", "paint_white", "paint_black"))
    parts = [
        ball((0.85, 1.7, 0.85), (0, 0.2, 1.45), c, 18, 12),
        ball((0.76, 1.0, 0.7), (0, 1.05, 1.55), "glass_dark", 16, 10),
        limb((0, -1.1, 1.65), (0, -5.6, 1.9), 0.34, c, 0.13, 12),
        beam((0, -5.5, 1.7), (0, -5.95, 2.75), 0.06, 0.5, c),
        block((1.5, 0.4, 0.05), (0, -4.7, 1.85), c),
        disc(0.55, 0.03, (0.14, -5.75, 2.3), (1, 0, 0), "plastic_grey", 18),
        limb((0, 0, 2.2), (0, 0, 2.75), 0.12, "steel_dark", 0.1, 10),
    ]
    parts += [
        slab((0.26, 9.6, 0.035), (0, 0, 2.78), "steel_dark"),
        slab((9.6, 0.26, 0.035), (0, 0, 2.82), "steel_dark"),
    ]
    for s in (-1, 1):
        parts += [
            limb((s * 0.95, -1.1, 0.06), (s * 0.95, 1.7, 0.06), 0.05, "steel", 0.05, 8),
            *[limb((s * 0.95, y, 0.06), (s * 0.45, y, 0.85), 0.04, "steel", 0.04, 8) for y in (-0.5, 0.9)],
        ]
    return Piece("helicopter", tuple(parts), solid_kind="vehicle")


def plane(rng: np.random.Generator) -> Piece:
    """A single-engine high-wing aeroplane."""
    c = pick(rng, ("paint_white", "paint_red", "paint_blue", "paint_yellow"))
    rows = (
        (-4.0, 0.1, 0.12, 1.55),
        (-2.4, 0.28, 0.34, 1.5),
        (-0.6, 0.52, 0.6, 1.45),
        (0.9, 0.55, 0.62, 1.4),
        (1.9, 0.48, 0.48, 1.32),
        (2.6, 0.36, 0.36, 1.3),
    )
    body = loft(
        [
            [(w * math.cos(a), y, z + h * math.sin(a)) for a in (math.pi * (1 - k / 6) for k in range(12))]
            for y, w, h, z in rows
        ]
    )
    parts = [
        Part(body, c),
        slab((10.0, 1.45, 0.16), (0, 0.6, 2.12), c, 0.05),
        slab((3.2, 0.85, 0.08), (0, -3.7, 1.6), c, 0.03),
        beam((0, -3.55, 1.5), (0, -4.05, 2.75), 0.08, 0.85, c),
        slab((1.0, 1.5, 0.42), (0, 0.75, 1.9), "glass_dark", 0.1),
        limb((0, 2.55, 1.3), (0, 2.95, 1.3), 0.14, "chrome", 0.03, 12),
        slab((0.14, 0.03, 1.9), (0, 2.78, 1.3), "plastic_black"),
    ]
    parts += [limb((s * 0.45, 0.5, 1.0), (s * 2.4, 0.6, 2.05), 0.035, c, 0.035, 7) for s in (-1, 1)]
    for x, y in ((-1.0, 0.2), (1.0, 0.2), (0.0, 2.2)):
        parts += [
            disc(0.24, 0.14, (x, y, 0.24), (1, 0, 0), "tyre", 16),
            limb((x, y, 0.24), (x * 0.4, y - 0.1, 1.1), 0.045, "steel", 0.05, 8),
        ]
    return Piece("plane", tuple(parts), solid_kind="vehicle")


def tractor(rng: np.random.Generator) -> Piece:
    """A farm tractor."""
    c = pick(rng, ("paint_red", "paint_green", "paint_blue"))
    parts = [
        slab((0.7, 1.6, 0.6), (0, 0.95, 1.05), c, 0.06),
        slab((0.55, 0.04, 0.5), (0, 1.76, 1.05), "plastic_black"),
        slab((0.9, 0.9, 0.4), (0, -0.3, 0.85), "steel_dark", 0.04),
        cushion((0.5, 0.45, 0.14), (0, -0.45, 1.22), "leather_black", 0.05),
        slab((0.5, 0.08, 0.4), (0, -0.68, 1.45), "leather_black"),
        limb((0.22, 1.2, 1.3), (0.22, 1.2, 2.1), 0.04, "steel_dark", 0.04, 8),
        disc(0.2, 0.03, (0, 0.12, 1.55), (0, -0.8, 0.6), "plastic_black", 16),
        limb((0, 0.25, 1.3), (0, 0.12, 1.55), 0.025, "steel_dark", 0.025, 7),
    ]
    for s in (-1, 1):
        parts += [
            *v.wheel(s * 0.75, -0.5, 0.75, 0.42, c),
            *v.wheel(s * 0.62, 1.35, 0.42, 0.26, c),
            slab((0.45, 1.1, 0.06), (s * 0.75, -0.5, 1.56), c),
        ]
    return Piece("tractor", tuple(parts), (LocalSeat((0.0, -0.42, 1.29), driver=True),), solid_kind="vehicle")


def train(rng: np.random.Generator) -> Piece:
    """A passenger carriage seen from outside, on its bogies."""
    c = pick(rng, ("paint_blue", "paint_green", "paint_red"))
    w = 1.4
    parts = [
        Part(large.box_body(w, -7.5, 7.5, 0.95, 3.6, 0.15), c),
        block((2.2, 14.6, 0.2), (0, 0, 0.85), "steel_dark"),
    ]
    for s in (-1, 1):
        parts += [slab((0.03, 1.1, 0.85), (s * (w + 0.003), -5.4 + 1.8 * i, 2.4), "glass_dark") for i in range(7)] + [
            block((0.02, 14.4, 0.14), (s * (w + 0.003), 0, 1.7), "paint_beige"),
            slab((0.03, 0.8, 1.95), (s * (w + 0.004), 6.6, 2.05), "paint_beige"),
            slab((0.03, 0.8, 1.95), (s * (w + 0.004), -6.6, 2.05), "paint_beige"),
        ]
        parts += [disc(0.45, 0.12, (s * 0.75, y, 0.45), (1, 0, 0), "steel_dark", 18) for y in (-5.6, -3.8, 3.8, 5.6)]
    return Piece("train", tuple(parts), solid_kind="vehicle")


MAKERS: dict[str, PieceMaker] = {
    "car": v.sedan,
    "hatchback": v.hatchback,
    "suv": v.suv,
    "pickup": v.pickup,
    "van": v.van,
    "bus": large.bus,
    "truck": large.truck,
    "taxi": v.taxi,
    "police car": v.police_car,
    "ambulance": large.ambulance,
    "motorcycle": motorcycle,
    "bicycle": bicycle,
    "boat": boat,
    "sailboat": sailboat,
    "carriage": carriage,
    "cart": cart,
    "helicopter": helicopter,
    "plane": plane,
    "tractor": tractor,
    "train": train,
    "limousine": lambda _rng: replace(v.car(v.LIMO, "paint_black"), noun="limousine"),
    "sports car": lambda rng: v.car(v.SPORTS, pick(rng, ("paint_red", "paint_yellow", "paint_silver"))),
    "fire truck": lambda _rng: large.lorry("paint_red", "paint_red", "fire truck"),
}
