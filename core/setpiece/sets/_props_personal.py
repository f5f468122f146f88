"""Things people carry, wear, give and play with."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ..geometry import pick, quat_from_yaw
from ._batch import disc, limb
from ._furniture_kit import ball, block, cushion, pitch, slab, tube, turned
from ._piece import LocalLamp, Part, Piece, PieceMaker
from ._props_home import CUPS, Parts, named

CLOTHS = ("cloth_red", "cloth_blue", "cloth_green", "cloth_black", "cloth_beige")


def key(_rng: np.random.Generator) -> Parts:
    ring = [(0.016 * math.cos(0.785 * i), 0.035 + 0.016 * math.sin(0.785 * i), 0.003) for i in range(9)]
    return [limb(a, b, 0.0032, "brass", 0.0032, 6) for a, b in zip(ring, ring[1:], strict=False)] + [
        limb((0, 0.019, 0.003), (0, -0.045, 0.003), 0.003, "brass", 0.003, 6),
        block((0.012, 0.005, 0.004), (0.007, -0.036, 0.003), "brass"),
        block((0.01, 0.004, 0.004), (0.006, -0.026, 0.003), "brass"),
    ]


def ring(_rng: np.random.Generator) -> Parts:
    loop = [(0.0, 0.009 * math.cos(0.628 * i), 0.034 + 0.009 * math.sin(0.628 * i)) for i in range(11)]
    lid = [
        Part(block((0.055, 0.014, 0.05), (0, 0, 0), "x").mesh, "cloth_red", (0, -0.033, 0.053), pitch(0.25)),
        Part(block((0.047, 0.003, 0.042), (0, 0, 0), "x").mesh, "cloth_white", (0, -0.0245, 0.054), pitch(0.25)),
    ]
    return [
        slab((0.055, 0.055, 0.024), (0, 0, 0.012), "cloth_red", 0.003),
        block((0.047, 0.047, 0.002), (0, 0, 0.0245), "cloth_white"),
        *lid,
        *[limb(a, b, 0.0013, "gold", 0.0013, 6) for a, b in zip(loop, loop[1:], strict=False)],
        ball((0.004, 0.004, 0.003), (0, 0, 0.046), "glass_clear"),
    ]


def money(_rng: np.random.Generator) -> Parts:
    out = [
        slab(
            (0.157, 0.066, 0.012),
            (0.004 * i, 0.005 * i, 0.006 + 0.0125 * i),
            "banknote",
            0.001,
            quat_from_yaw(0.12 * (i - 1)),
        )
        for i in range(3)
    ]
    return [
        *out,
        block((0.03, 0.068, 0.0132), (0.008, 0.01, 0.0315), "paper_white", quat_from_yaw(0.12)),
        disc(0.012, 0.0012, (0.05, 0.012, 0.0379), (0, 0, 1), "paper_cream", 14),
    ]


def wallet(_rng: np.random.Generator) -> Parts:
    return [
        slab((0.11, 0.09, 0.008), (0, 0, 0.004), "leather_brown", 0.002),
        slab((0.11, 0.088, 0.008), (0, 0.001, 0.014), "leather_brown", 0.002, pitch(-0.06)),
        block((0.1, 0.03, 0.004), (0, 0.034, 0.0098), "banknote"),
        disc(0.006, 0.002, (0, -0.035, 0.022), (0, 0, 1), "brass", 10),
    ]


def cigarette(_rng: np.random.Generator) -> Parts:
    out = [
        turned([(0.05, 0.0), (0.062, 0.004), (0.068, 0.026), (0.062, 0.028)], (0, 0, 0), "glass_brown", 20),
        tube(0.054, 0.001, (0, 0, 0.0275), "ash", 18),
    ]
    out += [
        limb((0.03, 0.0, 0.032), (0.09, 0.02, 0.034), 0.004, "paper_white", 0.004, 8),
        limb((0.09, 0.02, 0.034), (0.112, 0.0273, 0.0347), 0.0041, "bread", 0.0041, 8),
        limb((0.026, -0.0013, 0.0318), (0.03, 0.0, 0.032), 0.004, "ember", 0.004, 8),
    ]
    return [*out, limb((-0.02, -0.02, 0.031), (-0.03, 0.015, 0.031), 0.0042, "bread", 0.0042, 8)]


def hat(rng: np.random.Generator) -> Parts:
    c = pick(rng, ("cloth_black", "cloth_beige", "leather_brown"))
    return [
        turned(
            [(0.19, 0.004), (0.195, 0.012), (0.11, 0.014), (0.1, 0.06), (0.09, 0.105), (0.05, 0.115), (0.0, 0.1)],
            (0, 0, 0),
            c,
            22,
        ),
        tube(0.1105, 0.028, (0, 0, 0.014), "ink", 22, 0.105),
    ]


def clock(_rng: np.random.Generator) -> Parts:
    out = [
        disc(0.07, 0.05, (0, 0, 0.085), (0, 1, 0), "copper", 24),
        disc(0.062, 0.004, (0, 0.0265, 0.085), (0, 1, 0), "paper_white", 24),
        limb((0, 0.03, 0.085), (0.02, 0.03, 0.108), 0.0022, "ink", 0.0012, 6),
        limb((0, 0.031, 0.085), (-0.03, 0.031, 0.115), 0.0018, "ink", 0.0008, 6),
    ]
    out += [
        block(
            (0.004, 0.002, 0.009), (0.053 * math.sin(0.5236 * i), 0.0292, 0.085 + 0.053 * math.cos(0.5236 * i)), "ink"
        )
        for i in range(12)
    ]
    return (
        out
        + [ball((0.022, 0.018, 0.016), (s * 0.035, 0, 0.152), "brass") for s in (-1, 1)]
        + [limb((s * 0.045, 0, 0.0), (s * 0.038, 0, 0.035), 0.006, "brass", 0.006, 6) for s in (-1, 1)]
    )


def watch(_rng: np.random.Generator) -> Parts:
    return [
        disc(0.02, 0.01, (0, 0, 0.006), (0, 0, 1), "gold", 20),
        disc(0.017, 0.001, (0, 0, 0.0115), (0, 0, 1), "paper_white", 20),
        limb((0, 0, 0.0122), (0.008, 0.006, 0.0122), 0.0008, "ink", 0.0006, 5),
        limb((0, 0, 0.0122), (0, 0.013, 0.0122), 0.0007, "ink", 0.0005, 5),
        slab((0.02, 0.075, 0.004), (0, 0.055, 0.003), "leather_brown", 0.001),
        slab((0.02, 0.075, 0.004), (0, -0.055, 0.003), "leather_brown", 0.001),
    ]


def candle(_rng: np.random.Generator) -> Piece:
    parts = [
        turned([(0.05, 0.0), (0.055, 0.01), (0.02, 0.016), (0.018, 0.03)], (0, 0, 0), "brass", 16),
        tube(0.014, 0.16, (0, 0, 0.02), "wax", 12, 0.013),
        limb((0, 0, 0.18), (0, 0, 0.19), 0.0012, "ink", 0.0012, 5),
        turned([(0.0, 0.187), (0.006, 0.197), (0.0045, 0.208), (0.0, 0.224)], (0, 0, 0), "flame", 8),
    ]
    return Piece(
        "candle", tuple(parts), lamps=(LocalLamp((0.0, 0.0, 0.21), 13.0, 1850.0, "candle"),), solid_kind="prop"
    )


def lamp(_rng: np.random.Generator) -> Piece:
    parts = [
        tube(0.08, 0.02, (0, 0, 0), "brass", 18),
        turned([(0.02, 0.02), (0.05, 0.09), (0.03, 0.18), (0.012, 0.24), (0.01, 0.3)], (0, 0, 0), "ceramic_blue", 16),
        turned([(0.15, 0.28), (0.095, 0.48)], (0, 0, 0), "lamp_glass", 20),
    ]
    return Piece("lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.0, 0.38), 500.0, 2700.0, "table"),), solid_kind="prop")


def lantern(_rng: np.random.Generator) -> Piece:
    parts = [
        tube(0.07, 0.05, (0, 0, 0), "iron", 14),
        tube(0.05, 0.13, (0, 0, 0.05), "lamp_glass", 14),
        turned([(0.065, 0.18), (0.05, 0.21), (0.02, 0.24)], (0, 0, 0), "iron", 14),
    ]
    hoop = [(0.07 * math.cos(math.pi * i / 8), 0.0, 0.22 + 0.09 * math.sin(math.pi * i / 8)) for i in range(9)]
    parts += [limb(a, b, 0.003, "iron", 0.003, 5) for a, b in zip(hoop, hoop[1:], strict=False)]
    return Piece(
        "lantern", tuple(parts), lamps=(LocalLamp((0.0, 0.0, 0.11), 250.0, 2000.0, "table"),), solid_kind="prop"
    )


def flashlight(_rng: np.random.Generator) -> Parts:
    return [
        limb((0, -0.1, 0.02), (0, 0.05, 0.02), 0.016, "steel_dark", 0.016, 14),
        limb((0, 0.05, 0.024), (0, 0.09, 0.026), 0.017, "steel_dark", 0.026, 16),
        disc(0.024, 0.004, (0, 0.091, 0.026), (0, 1, 0), "headlight", 16),
        block((0.01, 0.022, 0.006), (0, 0.0, 0.038), "plastic_red"),
    ]


def glasses(_rng: np.random.Generator) -> Parts:
    out = [disc(0.025, 0.003, (s * 0.034, 0, 0.026), (0, 1, 0), "screen_off", 18) for s in (-1, 1)] + [
        limb((-0.012, 0, 0.034), (0.012, 0, 0.034), 0.002, "ink", 0.002, 6)
    ]
    return (
        out
        + [limb((s * 0.058, 0, 0.036), (s * 0.056, -0.12, 0.036), 0.0022, "ink", 0.0022, 6) for s in (-1, 1)]
        + [limb((s * 0.056, -0.12, 0.036), (s * 0.056, -0.15, 0.004), 0.0022, "ink", 0.0022, 6) for s in (-1, 1)]
    )


def pen(_rng: np.random.Generator) -> Parts:
    return [
        limb((-0.06, 0, 0.006), (0.035, 0, 0.006), 0.0055, "plastic_blue", 0.0055, 10),
        limb((0.035, 0, 0.006), (0.06, 0, 0.006), 0.0052, "gold", 0.0012, 10),
        block((0.04, 0.002, 0.002), (-0.04, 0, 0.0125), "gold"),
    ]


def umbrella(rng: np.random.Generator) -> Parts:
    c = pick(rng, CLOTHS)
    return [
        limb((0, -0.42, 0.04), (0, 0.3, 0.035), 0.02, c, 0.036, 12),
        limb((0, 0.3, 0.035), (0, 0.42, 0.035), 0.008, "steel", 0.008, 8),
        limb((0, 0.42, 0.035), (0, 0.46, 0.035), 0.012, "wood_dark", 0.012, 8),
        limb((0, 0.46, 0.035), (0.035, 0.5, 0.035), 0.012, "wood_dark", 0.012, 8),
        limb((0.035, 0.5, 0.035), (0.07, 0.46, 0.035), 0.012, "wood_dark", 0.011, 8),
        limb((0, -0.42, 0.04), (0, -0.47, 0.04), 0.004, "steel", 0.002, 6),
    ]


def cane(_rng: np.random.Generator) -> Parts:
    hook = [(0.05 - 0.05 * math.cos(0.52 * i), 0.38 + 0.05 * math.sin(0.52 * i), 0.012) for i in range(7)]
    return [
        limb((0, -0.5, 0.012), (0, 0.38, 0.012), 0.011, "wood_dark", 0.011, 10),
        *[limb(a, b, 0.011, "wood_dark", 0.011, 8) for a, b in zip(hook, hook[1:], strict=False)],
        limb((0, -0.52, 0.012), (0, -0.49, 0.012), 0.013, "rubber", 0.013, 8),
    ]


def bouquet(rng: np.random.Generator) -> Parts:
    c = pick(rng, ("flower_red", "flower_yellow", "flower_violet", "flower_white"))
    out = [limb((0, -0.2, 0.03), (0, 0.02, 0.06), 0.02, "paper_cream", 0.085, 12)]
    for i in range(9):
        a, r = i * 2.4, 0.024 * math.sqrt(i)
        at = (r * math.cos(a), 0.07 + 0.02 * (i % 3), 0.085 + r * math.sin(a))
        out += [ball((0.03, 0.028, 0.03), at, c, 8, 5), limb((0, -0.02, 0.06), at, 0.003, "leaf_oak", 0.003, 5)]
    return out + [ball((0.05, 0.03, 0.02), (s * 0.06, 0.05, 0.08), "leaf_oak", 8, 4) for s in (-1, 1)]


def flower(rng: np.random.Generator) -> Parts:
    c = pick(rng, ("flower_red", "flower_yellow", "flower_white"))
    return [
        limb((0, -0.25, 0.006), (0, 0.12, 0.02), 0.004, "leaf_oak", 0.003, 6),
        *[
            ball(
                (0.022, 0.018, 0.012), (0.018 * math.cos(1.257 * i), 0.14 + 0.018 * math.sin(1.257 * i), 0.024), c, 8, 5
            )
            for i in range(5)
        ],
        ball((0.014, 0.014, 0.012), (0, 0.14, 0.03), "flower_yellow", 8, 5),
        ball((0.03, 0.012, 0.004), (0.026, -0.06, 0.014), "leaf_oak", 8, 4),
    ]


def vase(rng: np.random.Generator) -> Parts:
    out: list[Part] = [
        turned([(0.05, 0.0), (0.085, 0.08), (0.06, 0.18), (0.045, 0.22), (0.055, 0.25)], (0, 0, 0), pick(rng, CUPS), 18)
    ]
    for i in range(6):
        at = (0.06 * math.cos(i), 0.06 * math.sin(i), 0.38 + 0.02 * (i % 3))
        out += [limb((0, 0, 0.24), at, 0.003, "leaf_oak", 0.003, 5), ball((0.03, 0.03, 0.026), at, "flower_red", 8, 5)]
    return out


def teddy(_rng: np.random.Generator) -> Parts:
    f = "fur_tan"
    out = [
        ball((0.08, 0.07, 0.09), (0, 0, 0.09), f, 14, 8),
        ball((0.065, 0.06, 0.06), (0, 0.01, 0.215), f, 14, 8),
        ball((0.03, 0.025, 0.022), (0, 0.065, 0.2), "fur_white", 10, 6),
        ball((0.01, 0.008, 0.008), (0, 0.09, 0.208), "eye", 8, 5),
    ]
    for s in (-1, 1):
        out += [
            ball((0.024, 0.014, 0.024), (s * 0.052, 0, 0.27), f, 8, 5),
            ball((0.008, 0.006, 0.009), (s * 0.024, 0.064, 0.228), "eye", 6, 4),
            limb((s * 0.07, 0.0, 0.14), (s * 0.12, 0.06, 0.09), 0.028, f, 0.024, 9),
            limb((s * 0.05, 0.03, 0.04), (s * 0.075, 0.14, 0.035), 0.034, f, 0.03, 9),
        ]
    return out


def doll(rng: np.random.Generator) -> Parts:
    d = pick(rng, ("cloth_red", "cloth_blue"))
    out = [
        turned([(0.075, 0.06), (0.03, 0.18), (0.035, 0.22), (0.015, 0.235)], (0, 0, 0), d, 14),
        ball((0.04, 0.04, 0.046), (0, 0, 0.275), "skin_doll", 12, 8),
        ball((0.044, 0.042, 0.04), (0, -0.012, 0.288), "fruit_yellow", 12, 6),
    ]
    for s in (-1, 1):
        out += [
            limb((s * 0.035, 0, 0.215), (s * 0.085, 0.02, 0.14), 0.013, "skin_doll", 0.011, 8),
            limb((s * 0.025, 0.02, 0.07), (s * 0.03, 0.15, 0.02), 0.016, "skin_doll", 0.014, 8),
            ball((0.005, 0.004, 0.006), (s * 0.015, 0.037, 0.28), "eye", 6, 4),
        ]
    return out


def ball_(rng: np.random.Generator) -> Parts:
    c = pick(rng, ("plastic_red", "plastic_blue", "plastic_yellow"))
    return [
        ball((0.11, 0.11, 0.11), (0, 0, 0.11), c, 20, 12),
        disc(0.1105, 0.03, (0, 0, 0.11), (0, 0.4, 1), "plastic_white", 22),
    ]


def football(_rng: np.random.Generator) -> Parts:
    return [
        ball((0.085, 0.14, 0.085), (0, 0, 0.085), "leather_brown", 16, 12),
        block((0.012, 0.09, 0.004), (0, 0, 0.17), "cloth_white"),
        *[block((0.035, 0.006, 0.005), (0, -0.03 + 0.02 * i, 0.171), "cloth_white") for i in range(4)],
    ]


def toy_car(rng: np.random.Generator) -> Parts:
    c = pick(rng, ("plastic_red", "plastic_blue", "plastic_yellow"))
    return [
        slab((0.055, 0.13, 0.028), (0, 0, 0.028), c, 0.008),
        slab((0.046, 0.065, 0.024), (0, -0.006, 0.052), "glass_dark", 0.008),
        slab((0.044, 0.05, 0.006), (0, -0.008, 0.0655), c, 0.002),
        *[disc(0.016, 0.012, (s * 0.028, y, 0.016), (1, 0, 0), "rubber", 14) for s in (-1, 1) for y in (-0.04, 0.042)],
    ]


def pillow(_rng: np.random.Generator) -> Parts:
    return [cushion((0.62, 0.42, 0.15), (0, 0, 0.075), "cloth_white", 0.07)]


def blanket(rng: np.random.Generator) -> Parts:
    c = pick(rng, CLOTHS)
    return [cushion((0.5, 0.38, 0.05), (0, 0, 0.026 + 0.05 * i), c, 0.022) for i in range(3)]


def shoe(_rng: np.random.Generator) -> Parts:
    out: list[Part] = []
    for s in (-1, 1):
        x = s * 0.07
        out += [
            slab((0.09, 0.29, 0.018), (x, 0, 0.009), "rubber", 0.006),
            ball((0.046, 0.09, 0.05), (x, 0.055, 0.035), "leather_black", 12, 7),
            ball((0.044, 0.07, 0.06), (x, -0.07, 0.05), "leather_black", 12, 7),
            tube(0.035, 0.012, (x, -0.075, 0.098), "ink", 12),
        ]
    return out


def coat(rng: np.random.Generator) -> Parts:
    c = pick(rng, CLOTHS)
    return [
        cushion((0.46, 0.34, 0.05), (0, 0, 0.025), c, 0.022),
        cushion((0.13, 0.34, 0.04), (-0.12, 0.01, 0.065), c, 0.018, quat_from_yaw(0.12)),
        cushion((0.13, 0.34, 0.04), (0.12, 0.01, 0.065), c, 0.018, quat_from_yaw(-0.12)),
        cushion((0.2, 0.06, 0.04), (0, 0.15, 0.075), c, 0.018),
        *[disc(0.009, 0.004, (0, -0.1 + 0.08 * i, 0.052), (0, 0, 1), "ink", 10) for i in range(3)],
    ]


_PARTS: dict[str, Callable[[np.random.Generator], Parts]] = {
    "key": key,
    "ring": ring,
    "money": money,
    "wallet": wallet,
    "cigarette": cigarette,
    "hat": hat,
    "clock": clock,
    "watch": watch,
    "flashlight": flashlight,
    "glasses": glasses,
    "pen": pen,
    "umbrella": umbrella,
    "cane": cane,
    "bouquet": bouquet,
    "flower": flower,
    "vase": vase,
    "teddy bear": teddy,
    "doll": doll,
    "ball": ball_,
    "football": football,
    "toy car": toy_car,
    "pillow": pillow,
    "blanket": blanket,
    "shoe": shoe,
    "coat": coat,
}
MAKERS: dict[str, PieceMaker] = {
    **{noun: named(noun, parts) for noun, parts in _PARTS.items()},
    "candle": candle,
    "lamp": lamp,
    "lantern": lantern,
}
