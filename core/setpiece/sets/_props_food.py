"""Food and drink as it is served."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ..geometry import pick, quat_from_yaw
from ._batch import limb
from ._furniture_kit import ball, block, slab, tube, turned
from ._piece import Part, PieceMaker
from ._props_home import Parts, bottle, named, plate


def apple(rng: np.random.Generator) -> Parts:
    return [
        turned(
            [(0.0, 0.004), (0.022, 0.0), (0.037, 0.026), (0.036, 0.05), (0.02, 0.068), (0.0, 0.06)],
            (0, 0, 0),
            pick(rng, ("fruit_red", "fruit_green")),
            16,
        ),
        limb((0, 0, 0.058), (0.006, 0, 0.085), 0.002, "wood_dark", 0.0015, 5),
        ball((0.014, 0.007, 0.002), (0.018, 0, 0.078), "leaf_oak", 8, 4),
    ]


def fruit(_rng: np.random.Generator) -> Parts:
    out: list[Part] = [turned([(0.06, 0.0), (0.12, 0.04), (0.15, 0.075)], (0, 0, 0), "ceramic_white", 20)]
    for i, look in enumerate(("fruit_red", "fruit_orange", "fruit_green", "fruit_red", "fruit_orange")):
        out.append(
            ball((0.04, 0.04, 0.038), (0.06 * math.cos(1.257 * i), 0.06 * math.sin(1.257 * i), 0.09), look, 12, 8)
        )
    return [*out, ball((0.04, 0.04, 0.04), (0, 0, 0.135), "fruit_yellow", 12, 8)]


def banana(_rng: np.random.Generator) -> Parts:
    arc = [(0.09 * math.cos(2.5 - 0.35 * i), 0.09 * math.sin(2.5 - 0.35 * i), 0.018) for i in range(7)]
    return [limb(a, b, 0.017, "fruit_yellow", 0.017, 8) for a, b in zip(arc, arc[1:], strict=False)] + [
        limb(arc[-1], (arc[-1][0] + 0.01, arc[-1][1] - 0.025, 0.018), 0.012, "wood_dark", 0.005, 7)
    ]


def bread(_rng: np.random.Generator) -> Parts:
    return [
        ball((0.14, 0.075, 0.06), (0, 0, 0.045), "bread", 16, 9),
        slab((0.24, 0.11, 0.04), (0, 0, 0.02), "bread", 0.018),
        *[
            limb((-0.07 + 0.07 * i, -0.04, 0.09), (-0.04 + 0.07 * i, 0.04, 0.09), 0.008, "paper_cream", 0.008, 6)
            for i in range(3)
        ],
    ]


def pizza(_rng: np.random.Generator) -> Parts:
    return [
        tube(0.16, 0.012, (0, 0, 0.02), "bread", 26),
        tube(0.14, 0.004, (0, 0, 0.0315), "cheese", 26),
        *[
            tube(
                0.02,
                0.003,
                (0.09 * math.cos(i * 2.4) * (0.4 + 0.6 * (i % 2)), 0.09 * math.sin(i * 2.4), 0.035),
                "meat",
                12,
            )
            for i in range(9)
        ],
        block((0.36, 0.36, 0.02), (0, 0, 0.01), "cardboard"),
    ]


def cake(_rng: np.random.Generator) -> Parts:
    out = [
        tube(0.15, 0.008, (0, 0, 0), "ceramic_white", 24),
        tube(0.12, 0.05, (0, 0, 0.008), "chocolate", 24),
        tube(0.121, 0.012, (0, 0, 0.05), "icing", 24),
        tube(0.12, 0.045, (0, 0, 0.062), "chocolate", 24),
        tube(0.122, 0.014, (0, 0, 0.105), "icing", 24),
    ]
    for i in range(6):
        x, y = 0.075 * math.cos(1.047 * i), 0.075 * math.sin(1.047 * i)
        out += [
            tube(0.004, 0.05, (x, y, 0.119), "plastic_blue" if i % 2 else "plastic_red", 8),
            turned([(0, 0.0), (0.004, 0.007), (0, 0.018)], (x, y, 0.17), "flame", 6),
        ]
    return out


def sandwich(rng: np.random.Generator) -> Parts:
    t = quat_from_yaw(0.3)
    return [
        *plate(rng),
        slab((0.11, 0.11, 0.016), (0, 0, 0.03), "bread", 0.006, t),
        slab((0.12, 0.12, 0.005), (0, 0, 0.0405), "leaf_light", 0.002),
        slab((0.11, 0.11, 0.006), (0, 0, 0.046), "meat", 0.002, t),
        slab((0.11, 0.11, 0.016), (0, 0, 0.057), "bread", 0.006, t),
    ]


def burger(_rng: np.random.Generator) -> Parts:
    return [
        tube(0.055, 0.02, (0, 0, 0), "bread", 20),
        tube(0.06, 0.004, (0, 0, 0.02), "leaf_light", 20),
        tube(0.056, 0.016, (0, 0, 0.024), "meat", 20),
        tube(0.058, 0.004, (0, 0, 0.04), "cheese", 4),
        turned([(0.056, 0.0), (0.056, 0.014), (0.04, 0.032), (0.0, 0.04)], (0, 0, 0.044), "bread", 20),
    ]


def meal(rng: np.random.Generator) -> Parts:
    return [
        *plate(rng),
        ball((0.045, 0.03, 0.016), (-0.02, 0.02, 0.032), "meat", 12, 6),
        *[
            ball((0.014, 0.014, 0.012), (0.035 + 0.012 * (i % 3), -0.04 + 0.022 * (i // 3), 0.03), "fruit_green", 8, 5)
            for i in range(6)
        ],
        ball((0.035, 0.025, 0.014), (-0.02, -0.045, 0.03), "paper_cream", 10, 5),
        block((0.012, 0.19, 0.003), (-0.16, 0, 0.0015), "steel"),
        block((0.014, 0.2, 0.003), (0.16, 0, 0.0015), "steel"),
    ]


def ice_cream(_rng: np.random.Generator) -> Parts:
    return [
        turned(
            [(0.03, 0.0), (0.012, 0.012), (0.012, 0.05), (0.035, 0.08), (0.045, 0.13)], (0, 0, 0), "glass_clear", 16
        ),
        ball((0.038, 0.038, 0.035), (-0.01, 0, 0.145), "icing", 12, 8),
        ball((0.034, 0.034, 0.03), (0.014, 0.01, 0.185), "chocolate", 12, 8),
    ]


def egg(_rng: np.random.Generator) -> Parts:
    return [
        turned(
            [(0.0, 0.0), (0.016, 0.008), (0.022, 0.024), (0.016, 0.044), (0.0, 0.056)], (0, 0, 0.008), "paper_cream", 16
        ),
        turned([(0.02, 0.0), (0.01, 0.012), (0.02, 0.03)], (0, 0, 0), "ceramic_blue", 14),
    ]


def tray(_rng: np.random.Generator) -> Parts:
    out = [
        slab((0.46, 0.32, 0.012), (0, 0, 0.006), "steel", 0.004),
        *[slab((0.46, 0.012, 0.03), (0, s * 0.155, 0.018), "steel", 0.003) for s in (-1, 1)],
        *[slab((0.012, 0.32, 0.03), (s * 0.225, 0, 0.018), "steel", 0.003) for s in (-1, 1)],
    ]
    return out + [
        turned([(0.033, 0.0), (0.038, 0.11)], (-0.1 + 0.1 * i, 0.03 * (i % 2), 0.012), "glass_clear", 14)
        for i in range(3)
    ]


def teapot(rng: np.random.Generator) -> Parts:
    c = pick(rng, ("ceramic_white", "ceramic_blue", "steel"))
    h = [(-0.08, 0, 0.13), (-0.14, 0, 0.12), (-0.145, 0, 0.07), (-0.09, 0, 0.05)]
    return [
        turned([(0.06, 0.0), (0.095, 0.05), (0.09, 0.1), (0.05, 0.14)], (0, 0, 0), c, 18),
        turned([(0.052, 0.0), (0.03, 0.02), (0.008, 0.028), (0.014, 0.042), (0.0, 0.05)], (0, 0, 0.14), c, 14),
        limb((0.08, 0, 0.06), (0.16, 0, 0.14), 0.022, c, 0.012, 9),
        *[limb(a, b, 0.008, c, 0.008, 7) for a, b in zip(h, h[1:], strict=False)],
    ]


def bowl(_rng: np.random.Generator) -> Parts:
    return [
        turned([(0.04, 0.0), (0.07, 0.025), (0.085, 0.06)], (0, 0, 0), "ceramic_blue", 20),
        tube(0.082, 0.001, (0, 0, 0.0602), "cheese", 20),
        limb((0.03, 0, 0.062), (0.13, 0.03, 0.075), 0.005, "steel", 0.004, 6),
    ]


def can(rng: np.random.Generator) -> Parts:
    return [
        tube(0.033, 0.11, (0, 0, 0.004), pick(rng, ("plastic_red", "plastic_blue", "plastic_green")), 18),
        tube(0.029, 0.122, (0, 0, 0), "steel", 18),
        tube(0.0335, 0.02, (0, 0, 0.05), "plastic_white", 18),
        block((0.012, 0.02, 0.002), (0, 0.006, 0.123), "steel"),
    ]


_PARTS: dict[str, Callable[[np.random.Generator], Parts]] = {
    "apple": apple,
    "fruit": fruit,
    "banana": banana,
    "bread": bread,
    "pizza": pizza,
    "cake": cake,
    "sandwich": sandwich,
    "burger": burger,
    "meal": meal,
    "ice cream": ice_cream,
    "egg": egg,
    "tray": tray,
    "teapot": teapot,
    "bowl": bowl,
    "can": can,
    "champagne": bottle,
}
MAKERS: dict[str, PieceMaker] = {noun: named(noun, parts) for noun, parts in _PARTS.items()}
