"""Small household things a script names: paper, cups, screens, keys, clothes, toys."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from ..geometry import Vec3, pick, quat_from_yaw
from ._batch import beam, disc, limb
from ._furniture_kit import ball, block, pitch, slab, tube, turned
from ._piece import Part, Piece, PieceMaker

Parts = Sequence[Part]


CUPS = ("ceramic_white", "ceramic_blue", "ceramic_red")


def named(noun: str, parts: Callable[[np.random.Generator], Parts]) -> PieceMaker:
    """A maker of a prop from its parts."""
    return lambda rng: Piece(noun, tuple(parts(rng)), solid_kind="prop")


def lines(x: float, y: float, z: float, width: float, count: int, step: float, look: str = "ink_grey") -> list[Part]:
    """Rows of writing on a page; each a hair above ``z``."""
    return [
        block(
            (width * (0.96 if i % 4 else 0.7), step * 0.35, 0.0006),
            (x - (0 if i % 4 else width * 0.13), y - step * i, z + 0.0003),
            look,
        )
        for i in range(count)
    ]


def phone(_rng: np.random.Generator) -> Parts:
    return [
        slab((0.074, 0.152, 0.009), (0, 0, 0.0045), "plastic_black", 0.003),
        block((0.066, 0.14, 0.0008), (0, 0, 0.0092), "screen_on"),
        block((0.012, 0.003, 0.001), (0, 0.066, 0.0098), "ink"),
        slab((0.02, 0.026, 0.002), (-0.02, 0.055, -0.0004), "steel_dark", 0.0005),
    ]


def telephone(rng: np.random.Generator) -> Parts:
    look = pick(rng, ("plastic_black", "plastic_red", "paper_cream"))
    out = [
        slab((0.2, 0.22, 0.06), (0, 0, 0.03), look, 0.015),
        slab((0.15, 0.1, 0.05), (0, 0.03, 0.08), look, 0.015),
        disc(0.05, 0.012, (0, -0.05, 0.064), (0, -0.2, 1), "steel", 18),
    ]
    out += [
        disc(
            0.008, 0.004, (0.034 * math.cos(i * 0.6), -0.05 + 0.034 * math.sin(i * 0.6), 0.073), (0, -0.2, 1), "ink", 8
        )
        for i in range(9)
    ]
    out += [
        limb((-0.09, 0.03, 0.125), (0.09, 0.03, 0.125), 0.016, look, 0.016, 10),
        ball((0.033, 0.033, 0.024), (-0.1, 0.03, 0.115), look),
        ball((0.033, 0.033, 0.024), (0.1, 0.03, 0.115), look),
    ]
    return out


def book(rng: np.random.Generator) -> Parts:
    c = pick(rng, ("cloth_red", "cloth_blue", "cloth_green", "leather_brown"))
    return [
        block((0.15, 0.22, 0.004), (0, 0, 0.002), c),
        block((0.143, 0.21, 0.028), (0.002, 0, 0.018), "paper_white"),
        block((0.15, 0.22, 0.004), (0, 0, 0.034), c),
        block((0.005, 0.22, 0.036), (-0.0755, 0, 0.018), c),
        block((0.09, 0.02, 0.0008), (0, 0.05, 0.0364), "gold"),
        block((0.06, 0.01, 0.0008), (0, 0.02, 0.0364), "gold"),
    ]


def notebook(_rng: np.random.Generator) -> Parts:
    return [
        block((0.15, 0.21, 0.012), (-0.078, 0, 0.006), "paper_white"),
        block((0.15, 0.21, 0.009), (0.078, 0, 0.0045), "paper_white"),
        block((0.31, 0.216, 0.002), (0, 0, -0.001 + 0.001), "leather_black"),
        *lines(-0.078, 0.08, 0.012, 0.11, 9, 0.018),
        limb((0.03, -0.06, 0.013), (0.12, 0.03, 0.013), 0.004, "plastic_blue", 0.003, 8),
    ]


def newspaper(_rng: np.random.Generator) -> Parts:
    out = [
        slab((0.3, 0.21, 0.014), (0, 0, 0.007), "paper_white", 0.003),
        block((0.25, 0.026, 0.0006), (0, 0.08, 0.0143), "ink"),
        block((0.12, 0.075, 0.0006), (-0.07, 0.012, 0.0143), "ink_grey"),
    ]
    return out + lines(0.075, 0.045, 0.014, 0.12, 7, 0.02) + lines(-0.07, -0.04, 0.014, 0.12, 3, 0.02)


def letter(_rng: np.random.Generator) -> Parts:
    return [
        block((0.148, 0.21, 0.0015), (0, 0, 0.00075), "paper_cream"),
        block((0.148, 0.07, 0.0012), (0, 0.07, 0.0045), "paper_cream", pitch(0.06)),
        *lines(0, 0.03, 0.0016, 0.11, 7, 0.016, "ink"),
    ]


def envelope(_rng: np.random.Generator) -> Parts:
    flap = [
        beam((-0.1, 0.06, 0.005), (0.0, -0.005, 0.005), 0.0014, 0.003, "paper_cream"),
        beam((0.1, 0.06, 0.005), (0.0, -0.005, 0.005), 0.0014, 0.003, "paper_cream"),
    ]
    return [
        slab((0.22, 0.13, 0.004), (0, 0, 0.002), "paper_white", 0.0015),
        *flap,
        disc(0.013, 0.003, (0, -0.005, 0.006), (0, 0, 1), "sign_red", 12),
    ]


def photo(_rng: np.random.Generator) -> Parts:
    return [
        block((0.15, 0.1, 0.0012), (0, 0, 0.0006), "paper_white"),
        block((0.138, 0.088, 0.0006), (0, 0, 0.0015), "ink_grey"),
        disc(0.018, 0.0008, (0.01, 0.016, 0.0022), (0, 0, 1), "skin_doll", 12),
        block((0.05, 0.035, 0.0008), (0.01, -0.022, 0.0022), "cloth_blue"),
        block((0.05, 0.02, 0.0008), (-0.04, 0.03, 0.0021), "paint_silver"),
    ]


def framed_photo(_rng: np.random.Generator) -> Parts:
    tilt = pitch(0.22)
    mid: Vec3 = (0, 0, 0.12)
    return [
        Part(block((0.18, 0.014, 0.24), (0, 0, 0), "gold").mesh, "wood_dark", mid, tilt),
        Part(block((0.15, 0.004, 0.21), (0, 0.0085, 0), "x").mesh, "paper_white", mid, tilt),
        Part(block((0.11, 0.004, 0.16), (0, 0.011, 0), "x").mesh, "ink_grey", mid, tilt),
        Part(disc(0.026, 0.004, (0, 0.014, 0.03), (0, 1, 0), "x").placed, "skin_doll", mid, tilt),
        beam((0, -0.09, 0), (0, -0.03, 0.16), 0.03, 0.008, "wood_dark"),
    ]


def cup(rng: np.random.Generator) -> Parts:
    c = pick(rng, CUPS)
    out = [
        turned([(0.03, 0.0), (0.04, 0.01), (0.042, 0.09), (0.043, 0.095)], (0, 0, 0), c, 18),
        tube(0.037, 0.001, (0, 0, 0.0945), "liquid_dark", 18),
    ]
    h = [(0.041, 0, 0.075), (0.068, 0, 0.072), (0.074, 0, 0.05), (0.066, 0, 0.028), (0.04, 0, 0.022)]
    return out + [limb(a, b, 0.005, c, 0.005, 8) for a, b in zip(h, h[1:], strict=False)]


def glass(_rng: np.random.Generator) -> Parts:
    return [
        turned([(0.03, 0.0), (0.036, 0.12)], (0, 0, 0), "glass_clear", 18),
        tube(0.0362, 0.06, (0, 0, 0.012), "liquid_amber", 18, 0.0372),
        block((0.024, 0.024, 0.024), (0.006, 0.004, 0.112), "glass_clear", quat_from_yaw(0.5)),
    ]


def wine_glass(_rng: np.random.Generator) -> Parts:
    return [
        turned(
            [(0.034, 0.0), (0.03, 0.004), (0.005, 0.01), (0.004, 0.09), (0.022, 0.105), (0.038, 0.14), (0.032, 0.19)],
            (0, 0, 0),
            "glass_clear",
            18,
        ),
        turned([(0.02, 0.104), (0.0385, 0.138), (0.0385, 0.142)], (0, 0, 0), "fruit_red", 18),
    ]


def bottle(rng: np.random.Generator) -> Parts:
    g = pick(rng, ("glass_green", "glass_brown", "glass_clear"))
    return [
        turned(
            [
                (0.036, 0.0),
                (0.038, 0.01),
                (0.038, 0.17),
                (0.03, 0.2),
                (0.015, 0.225),
                (0.013, 0.28),
                (0.015, 0.285),
                (0.015, 0.3),
            ],
            (0, 0, 0),
            g,
            18,
        ),
        tube(0.0388, 0.08, (0, 0, 0.06), "paper_cream", 18),
        tube(0.0392, 0.012, (0, 0, 0.115), "sign_red", 18),
        tube(0.0155, 0.02, (0, 0, 0.288), "gold", 12),
    ]


def plate(_rng: np.random.Generator) -> Parts:
    return [
        turned([(0.07, 0.0), (0.085, 0.006), (0.125, 0.018), (0.128, 0.02)], (0, 0, 0), "ceramic_white", 24),
        tube(0.118, 0.0006, (0, 0, 0.0202), "ceramic_blue", 24),
        tube(0.1, 0.0006, (0, 0, 0.0206), "ceramic_white", 24),
    ]


def laptop(_rng: np.random.Generator) -> Parts:
    lid = pitch(0.3)
    hinge: Vec3 = (0, -0.11, 0.016)
    out = [
        slab((0.33, 0.23, 0.016), (0, 0, 0.008), "steel", 0.004),
        block((0.28, 0.09, 0.0012), (0, -0.045, 0.0164), "plastic_black"),
        block((0.1, 0.06, 0.0012), (0, 0.065, 0.0164), "plastic_grey"),
    ]
    out += [
        block((0.021, 0.014, 0.0016), (-0.13 + 0.026 * i, -0.075 + 0.02 * j, 0.0176), "plastic_grey")
        for i in range(11)
        for j in range(4)
    ]
    out += [
        Part(block((0.33, 0.008, 0.22), (0, 0, 0.11), "x").mesh, "steel", (0, hinge[1] - 0.033, hinge[2] + 0.107), lid),
        Part(
            block((0.305, 0.003, 0.195), (0, 0, 0), "x").mesh,
            "screen_on",
            (0, hinge[1] - 0.0277, hinge[2] + 0.108),
            lid,
        ),
    ]
    return out


def computer(_rng: np.random.Generator) -> Parts:
    return [
        slab((0.54, 0.03, 0.33), (0, -0.08, 0.3), "plastic_black", 0.008),
        block((0.5, 0.003, 0.29), (0, -0.0635, 0.3), "screen_on"),
        block((0.05, 0.03, 0.15), (0, -0.1, 0.09), "plastic_black"),
        slab((0.2, 0.16, 0.014), (0, -0.1, 0.007), "plastic_black"),
        slab((0.42, 0.13, 0.02), (0, 0.12, 0.01), "plastic_grey"),
        *[block((0.38, 0.017, 0.004), (0, 0.075 + 0.024 * i, 0.022), "plastic_white") for i in range(5)],
        slab((0.06, 0.1, 0.03), (0.28, 0.12, 0.015), "plastic_grey", 0.012),
    ]


def television(_rng: np.random.Generator) -> Parts:
    return [
        slab((0.98, 0.05, 0.57), (0, 0, 0.36), "plastic_black", 0.01),
        block((0.94, 0.004, 0.53), (0, 0.0265, 0.36), "screen_off"),
        block((0.1, 0.04, 0.08), (0, 0, 0.055), "plastic_black"),
        slab((0.42, 0.22, 0.018), (0, 0, 0.009), "plastic_black"),
    ]


def radio(rng: np.random.Generator) -> Parts:
    w = pick(rng, ("wood_mid", "plastic_red", "paper_cream"))
    return [
        slab((0.32, 0.12, 0.2), (0, 0, 0.1), w, 0.02),
        block((0.15, 0.004, 0.14), (-0.065, 0.061, 0.1), "cloth_beige"),
        *[block((0.15, 0.004, 0.006), (-0.065, 0.065, 0.045 + 0.02 * i), "wood_dark") for i in range(6)],
        disc(0.025, 0.02, (0.1, 0.067, 0.13), (0, 1, 0), "brass", 16),
        disc(0.018, 0.02, (0.1, 0.067, 0.065), (0, 1, 0), "brass", 16),
        limb((0.12, -0.04, 0.2), (0.24, -0.04, 0.46), 0.003, "steel", 0.002, 6),
    ]


def camera(_rng: np.random.Generator) -> Parts:
    return [
        slab((0.14, 0.06, 0.085), (0, 0, 0.0425), "leather_black", 0.008),
        slab((0.14, 0.055, 0.022), (0, 0, 0.096), "steel", 0.006),
        disc(0.034, 0.05, (0, 0.05, 0.045), (0, 1, 0), "plastic_black", 20),
        disc(0.028, 0.012, (0, 0.078, 0.045), (0, 1, 0), "steel", 20),
        disc(0.022, 0.004, (0, 0.0855, 0.045), (0, 1, 0), "screen_off", 18),
        slab((0.045, 0.05, 0.03), (0, 0, 0.118), "steel", 0.006),
        disc(0.011, 0.012, (0.05, 0, 0.112), (0, 0, 1), "plastic_black", 12),
        disc(0.011, 0.012, (-0.05, 0, 0.112), (0, 0, 1), "steel", 12),
    ]


_PARTS: dict[str, Callable[[np.random.Generator], Parts]] = {
    "phone": phone,
    "telephone": telephone,
    "book": book,
    "notebook": notebook,
    "newspaper": newspaper,
    "letter": letter,
    "envelope": envelope,
    "photo": photo,
    "picture frame": framed_photo,
    "cup": cup,
    "glass": glass,
    "wine glass": wine_glass,
    "bottle": bottle,
    "plate": plate,
    "laptop": laptop,
    "computer": computer,
    "television": television,
    "radio": radio,
    "camera": camera,
}
MAKERS: dict[str, PieceMaker] = {noun: named(noun, parts) for noun, parts in _PARTS.items()}
