"""What stands on pavements, in parks and in yards: lamps, benches, bins, fences, signs, graves."""

from __future__ import annotations

import math

import numpy as np

from ..geometry import pick
from ._batch import beam, disc, loft, prism_x
from ._furniture_kit import ball, block, pitch, slab, tube, turned
from ._nature import clump_mesh
from ._piece import LocalLamp, LocalSeat, LocalSurface, Part, Piece


def lamp_post(_rng: np.random.Generator, night: bool = False, classic: bool = False) -> Piece:
    """A street lamp; its arm reaches to +Y unless it is the classic lantern."""
    glow = "lamp_glow" if night else "lamp_glass"
    if classic:
        parts = [
            turned([(0.17, 0.0), (0.17, 0.12), (0.11, 0.2), (0.09, 0.5), (0.06, 0.62)], (0.0, 0.0, 0.0), "iron", 10),
            tube(0.055, 2.6, (0.0, 0.0, 0.6), "iron", 10, 0.045),
            tube(0.1, 0.05, (0.0, 0.0, 3.2), "iron", 8),
            turned([(0.1, 0.0), (0.19, 0.42), (0.19, 0.44)], (0.0, 0.0, 3.25), glow, 6),
            turned([(0.23, 0.0), (0.09, 0.16), (0.02, 0.28)], (0.0, 0.0, 3.69), "iron", 6),
        ]
        lamps = (LocalLamp((0.0, 0.0, 3.45), 3200.0, 2700.0, "street"),)
        return Piece("lamp post", tuple(parts), lamps=lamps)
    parts = [
        tube(0.13, 0.9, (0.0, 0.0, 0.0), "steel_dark", 10, 0.11),
        tube(0.075, 5.2, (0.0, 0.0, 0.9), "steel_dark", 10, 0.05),
        beam((0.0, 0.0, 6.05), (0.0, 1.3, 6.35), 0.06, 0.06, "steel_dark"),
        slab((0.28, 0.66, 0.11), (0.0, 1.55, 6.37), "steel_dark", 0.03),
        block((0.2, 0.5, 0.03), (0.0, 1.55, 6.3), glow),
    ]
    return Piece("lamp post", tuple(parts), lamps=(LocalLamp((0.0, 1.55, 6.24), 8000.0, 3000.0, "street"),))


def bench(rng: np.random.Generator) -> Piece:
    """A slatted park bench for three; sitters look to +Y."""
    wood, iron = pick(rng, ("wood_weathered", "wood_green", "wood_mid")), "iron"
    parts = [block((1.7, 0.095, 0.035), (0.0, -0.16 + 0.115 * i, 0.44), wood) for i in range(4)]
    back = pitch(0.2)
    parts += [
        Part(block((1.7, 0.03, 0.095), (0, 0, 0), wood).mesh, wood, (0.0, -0.26 - 0.024 * i, 0.56 + 0.13 * i), back)
        for i in range(3)
    ]
    for s in (-0.72, 0.72):
        parts += [
            block((0.05, 0.46, 0.04), (s, 0.0, 0.402), iron),
            block((0.05, 0.05, 0.4), (s, 0.2, 0.2), iron),
            beam((s, -0.2, 0.0), (s, -0.31, 0.9), 0.05, 0.04, iron),
            block((0.05, 0.44, 0.035), (s, -0.02, 0.64), iron),
            block((0.05, 0.035, 0.24), (s, 0.19, 0.52), iron),
        ]
    seats = tuple(LocalSeat((x, 0.02, 0.457)) for x in (-0.52, 0.0, 0.52))
    return Piece("bench", tuple(parts), seats, front_clear_m=0.6)


def bin_(rng: np.random.Generator) -> Piece:
    """A litter bin."""
    look = pick(rng, ("trim_green", "steel_dark", "trim_dark"))
    return Piece(
        "bin",
        (
            tube(0.24, 0.78, (0.0, 0.0, 0.04), look, 14, 0.27),
            tube(0.28, 0.06, (0.0, 0.0, 0.82), "steel_dark", 14),
            tube(0.2, 0.14, (0.0, 0.0, 0.88), "steel_dark", 14, 0.06),
            tube(0.2, 0.04, (0.0, 0.0, 0.0), "iron", 12),
        ),
    )


def hydrant(rng: np.random.Generator) -> Piece:
    """A fire hydrant."""
    red = pick(rng, ("plastic_red", "plastic_yellow"))
    parts = [
        tube(0.15, 0.06, (0.0, 0.0, 0.0), red, 12),
        tube(0.105, 0.46, (0.0, 0.0, 0.06), red, 12),
        tube(0.13, 0.05, (0.0, 0.0, 0.5), red, 12),
        ball((0.105, 0.105, 0.12), (0.0, 0.0, 0.58), red),
        tube(0.03, 0.07, (0.0, 0.0, 0.68), red, 6),
        disc(0.06, 0.36, (0.0, 0.0, 0.38), (1.0, 0.0, 0.0), red, 10),
        disc(0.07, 0.14, (0.0, 0.12, 0.34), (0.0, 1.0, 0.0), red, 10),
    ]
    return Piece("hydrant", tuple(parts))


def post_box(rng: np.random.Generator) -> Piece:
    """A mail box on legs."""
    look = pick(rng, ("trim_blue", "plastic_red"))
    body = loft(
        [[(x, y, z) for x, y in ((0.26, 0.22), (-0.26, 0.22), (-0.26, -0.22), (0.26, -0.22))] for z in (0.14, 0.95)],
        smooth=False,
    )
    arch = [(-0.22, 0.0), (0.22, 0.0), (0.19, 0.12), (0.1, 0.2), (-0.1, 0.2), (-0.19, 0.12)]
    parts = [
        Part(body, look),
        Part(prism_x(arch, -0.26, 0.26), look, (0.0, 0.0, 0.95)),
        block((0.34, 0.02, 0.06), (0.0, 0.215, 0.99), "steel_dark"),
    ]
    parts += [block((0.05, 0.05, 0.15), (sx * 0.21, sy * 0.17, 0.075), look) for sx in (-1, 1) for sy in (-1, 1)]
    return Piece("mailbox", tuple(parts))


def bollard(_rng: np.random.Generator) -> Piece:
    """A cast bollard."""
    return Piece(
        "bollard",
        (
            turned(
                [(0.12, 0.0), (0.11, 0.1), (0.075, 0.18), (0.065, 0.8), (0.085, 0.84), (0.07, 0.93), (0.0, 0.98)],
                (0.0, 0.0, 0.0),
                "iron",
                12,
            ),
        ),
    )


def planter(rng: np.random.Generator) -> Piece:
    """A stone trough with a clipped plant."""
    parts = [
        slab((1.1, 0.5, 0.5), (0.0, 0.0, 0.25), "stone_trim", 0.02),
        block((0.98, 0.38, 0.02), (0.0, 0.0, 0.5), "soil"),
    ]
    parts += [Part(clump_mesh(rng, (0.3, 0.26, 0.28), 90, 0.11), "leaf_dark", (x, 0.0, 0.72)) for x in (-0.27, 0.27)]
    return Piece("planter", tuple(parts))


def traffic_light(_rng: np.random.Generator) -> Piece:
    """A signal on its pole."""
    parts = [
        tube(0.06, 3.3, (0.0, 0.0, 0.0), "steel_dark", 10),
        slab((0.3, 0.24, 0.86), (0.0, 0.1, 2.95), "trim_dark", 0.03),
    ]
    for z, look in ((3.22, "tail_light"), (2.95, "indicator"), (2.68, "sign_green")):
        parts.append(disc(0.09, 0.04, (0.0, 0.225, z), (0.0, 1.0, 0.0), look, 14))
    return Piece("traffic light", tuple(parts))


def road_sign(rng: np.random.Generator) -> Piece:
    """A round or square sign on a pole."""
    face = pick(rng, ("sign_red", "sign_blue", "sign_yellow", "sign_green"))
    parts = [
        tube(0.03, 2.5, (0.0, 0.0, 0.0), "steel", 8),
        disc(0.32, 0.02, (0.0, 0.042, 2.25), (0.0, 1.0, 0.0), face, 18),
        slab((0.4, 0.012, 0.1), (0.0, 0.058, 2.25), "sign_white", 0.004),
    ]
    return Piece("sign", tuple(parts))


def phone_booth(rng: np.random.Generator) -> Piece:
    """A glazed kiosk."""
    look = pick(rng, ("sign_red", "steel", "trim_blue"))
    parts = [
        block((0.92, 0.92, 0.1), (0.0, 0.0, 0.05), "concrete_wall"),
        slab((0.96, 0.96, 0.28), (0.0, 0.0, 2.36), look, 0.04),
    ]
    for sx in (-1, 1):
        for sy in (-1, 1):
            parts.append(block((0.08, 0.08, 2.14), (sx * 0.41, sy * 0.41, 1.16), look))
    for z in (0.14, 0.8, 1.45, 2.1):
        parts += [block((0.76, 0.04, 0.05), (0.0, s * 0.41, z), look) for s in (-1,)] + [
            block((0.04, 0.76, 0.05), (s * 0.41, 0.0, z), look) for s in (-1, 1)
        ]
    parts += [
        block((0.3, 0.16, 0.5), (0.0, -0.32, 1.35), "steel_dark"),
        block((0.08, 0.08, 0.24), (-0.2, -0.28, 1.4), "ink"),
    ]
    return Piece("phone booth", tuple(parts))


def bus_stop(_rng: np.random.Generator) -> Piece:
    """A shelter with a bench; people look to +Y."""
    parts = [block((0.07, 0.07, 2.4), (x, -0.55, 1.2), "steel_dark") for x in (-1.5, 0.0, 1.5)]
    parts += [
        slab((3.3, 1.45, 0.08), (0.0, 0.0, 2.44), "steel_dark", 0.02),
        block((2.9, 0.02, 1.7), (0.0, -0.55, 1.3), "glass_sky", solid=False),
    ]
    parts += [
        slab((2.2, 0.36, 0.05), (0.0, -0.28, 0.46), "wood_mid"),
        block((0.06, 0.3, 0.44), (-0.9, -0.28, 0.22), "steel_dark"),
        block((0.06, 0.3, 0.44), (0.9, -0.28, 0.22), "steel_dark"),
        slab((0.08, 1.2, 1.75), (1.52, 0.02, 1.25), "sign_white", 0.01),
        slab((0.09, 1.05, 1.5), (1.52, 0.02, 1.28), "sign_blue", 0.004),
    ]
    seats = tuple(LocalSeat((x, -0.26, 0.487)) for x in (-0.7, 0.0, 0.7))
    return Piece("bus stop", tuple(parts), seats)


def dumpster(rng: np.random.Generator) -> Piece:
    """A steel skip with lids."""
    look = pick(rng, ("trim_green", "trim_blue", "rust"))
    body = loft(
        [
            [(x * k, y * k2, z) for x, y in ((0.95, 0.6), (-0.95, 0.6), (-0.95, -0.6), (0.95, -0.6))]
            for z, k, k2 in ((0.14, 0.92, 0.85), (1.15, 1.0, 1.0))
        ],
        smooth=False,
    )
    parts = [
        Part(body, look),
        slab((0.94, 1.26, 0.05), (-0.48, 0.0, 1.19), "plastic_black", rotation=pitch(0.05)),
        slab((0.94, 1.26, 0.05), (0.48, 0.0, 1.19), "plastic_black", rotation=pitch(0.05)),
    ]
    parts += [
        disc(0.08, 0.05, (sx * 0.78, sy * 0.42, 0.08), (1.0, 0.0, 0.0), "tyre", 12) for sx in (-1, 1) for sy in (-1, 1)
    ]
    parts += [block((0.05, 0.9, 0.1), (s * 0.975, 0.0, 0.75), "steel_dark") for s in (-1, 1)]
    return Piece("dumpster", tuple(parts))


def crate(_rng: np.random.Generator) -> Piece:
    """A slatted wooden crate to put things on."""
    x, y, h = 0.8, 0.6, 0.62
    parts = [block((x - 0.04, y - 0.04, h - 0.06), (0.0, 0.0, h / 2 - 0.01), "wood_dark")]
    for i in range(4):
        z = 0.08 + 0.15 * i
        parts += [block((x, 0.02, 0.11), (0.0, s * (y / 2), z), "wood_pale") for s in (-1, 1)]
        parts += [block((0.02, y, 0.11), (s * (x / 2), 0.0, z), "wood_pale") for s in (-1, 1)]
    parts += [
        block((0.06, 0.06, h - 0.01), (sx * (x / 2 + 0.01), sy * (y / 2 + 0.01), h / 2), "wood_mid")
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]
    parts += [
        block((x + 0.04, y / 4 - 0.01, 0.025), (0.0, y * (i - 1.5) / 4, h + 0.0125), "wood_pale") for i in range(4)
    ]
    return Piece("crate", tuple(parts), surfaces=(LocalSurface((0.0, 0.0, h + 0.025), x / 2, y / 2),))


def low_wall(_rng: np.random.Generator, look: str = "brick_red") -> Piece:
    """A bit of garden wall with a stone cap: a shelf outdoors."""
    parts = [
        block((1.6, 0.34, 0.68), (0.0, 0.0, 0.34), look),
        slab((1.7, 0.44, 0.07), (0.0, 0.0, 0.715), "stone_trim", 0.012),
    ]
    return Piece("low wall", tuple(parts), surfaces=(LocalSurface((0.0, 0.0, 0.75), 0.8, 0.19),))


def cafe_set(rng: np.random.Generator) -> Piece:
    """A round pavement table with two chairs that face each other along X."""
    look = pick(rng, ("trim_green", "steel", "trim_red"))
    parts = [
        tube(0.33, 0.03, (0.0, 0.0, 0.71), "steel", 20),
        tube(0.03, 0.69, (0.0, 0.0, 0.02), "steel_dark", 8),
        tube(0.22, 0.03, (0.0, 0.0, 0.0), "steel_dark", 14),
    ]
    for s in (-1, 1):
        x = s * 0.72
        parts += [tube(0.2, 0.03, (x, 0.0, 0.43), look, 14)]
        parts += [
            block((0.025, 0.025, 0.43), (x + dx, dy, 0.215), "steel_dark")
            for dx in (-0.14, 0.14)
            for dy in (-0.14, 0.14)
        ]
        parts += [block((0.025, 0.025, 0.44), (x + s * 0.19, dy, 0.66), "steel_dark") for dy in (-0.15, 0.15)]
        parts += [slab((0.025, 0.36, 0.12), (x + s * 0.19, 0.0, 0.8), look)]
    seats = (LocalSeat((-0.72, 0.0, 0.46), -math.pi / 2), LocalSeat((0.72, 0.0, 0.46), math.pi / 2))
    return Piece("cafe table", tuple(parts), seats, (LocalSurface((0.0, 0.0, 0.74), 0.22, 0.22),))
