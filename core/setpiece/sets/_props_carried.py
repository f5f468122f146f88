"""Luggage, instruments and what is carried for a purpose."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ..geometry import pick, quat_from_yaw
from ._batch import beam, disc, limb
from ._furniture_kit import ball, block, slab, tube, turned
from ._piece import Part, PieceMaker
from ._props_home import Parts, named


def toolbox(_rng: np.random.Generator) -> Parts:
    return [
        slab((0.44, 0.2, 0.17), (0, 0, 0.085), "plastic_red", 0.008),
        slab((0.45, 0.21, 0.05), (0, 0, 0.195), "plastic_red", 0.012),
        limb((-0.1, 0, 0.25), (0.1, 0, 0.25), 0.012, "plastic_black", 0.012, 8),
        *[block((0.014, 0.02, 0.04), (s * 0.1, 0, 0.235), "steel") for s in (-1, 1)],
        *[block((0.035, 0.008, 0.05), (s * 0.13, 0.107, 0.165), "steel") for s in (-1, 1)],
    ]


def bag(rng: np.random.Generator) -> Parts:
    c = pick(rng, ("leather_brown", "leather_black", "cloth_green"))
    arch = [(-0.11 + 0.0275 * i, 0.0, 0.24 + 0.13 * math.sin(math.pi * i / 8)) for i in range(9)]
    return [
        ball((0.22, 0.1, 0.13), (0, 0, 0.12), c, 16, 9),
        slab((0.36, 0.16, 0.17), (0, 0, 0.085), c, 0.05),
        block((0.3, 0.012, 0.012), (0, 0, 0.248), "brass"),
        *[limb(a, b, 0.009, c, 0.009, 7) for a, b in zip(arch, arch[1:], strict=False)],
        slab((0.05, 0.01, 0.05), (0, 0.095, 0.16), "brass", 0.003),
    ]


def suitcase(rng: np.random.Generator) -> Parts:
    c = pick(rng, ("leather_brown", "leather_black", "paint_silver", "cloth_red"))
    return [
        slab((0.62, 0.2, 0.42), (0, 0, 0.225), c, 0.03),
        block((0.63, 0.012, 0.43), (0, 0, 0.225), "brass"),
        *[slab((0.045, 0.21, 0.435), (s * 0.18, 0, 0.225), "leather_black", 0.006) for s in (-1, 1)],
        limb((-0.07, 0, 0.475), (0.07, 0, 0.475), 0.013, "leather_black", 0.013, 8),
        *[block((0.02, 0.025, 0.045), (s * 0.075, 0, 0.46), "brass") for s in (-1, 1)],
        *[block((0.04, 0.01, 0.05), (s * 0.25, 0.104, 0.36), "brass") for s in (-1, 1)],
    ]


def briefcase(rng: np.random.Generator) -> Parts:
    c = pick(rng, ("leather_black", "leather_brown", "paint_silver"))
    return [
        slab((0.44, 0.1, 0.32), (0, 0, 0.165), c, 0.012),
        block((0.445, 0.01, 0.325), (0, 0, 0.165), "steel_dark"),
        limb((-0.055, 0, 0.36), (0.055, 0, 0.36), 0.011, c, 0.011, 8),
        *[block((0.016, 0.02, 0.035), (s * 0.06, 0, 0.342), "brass") for s in (-1, 1)],
        *[block((0.04, 0.008, 0.03), (s * 0.14, 0.053, 0.29), "brass") for s in (-1, 1)],
    ]


def backpack(rng: np.random.Generator) -> Parts:
    c = pick(rng, ("cloth_blue", "cloth_red", "cloth_green", "cloth_black"))
    return [
        slab((0.32, 0.18, 0.42), (0, 0, 0.21), c, 0.06),
        ball((0.15, 0.1, 0.08), (0, 0, 0.41), c, 14, 7),
        slab((0.24, 0.08, 0.2), (0, 0.115, 0.13), c, 0.03),
        block((0.2, 0.012, 0.014), (0, 0.15, 0.2), "brass"),
        *[beam((s * 0.09, -0.1, 0.4), (s * 0.11, -0.12, 0.06), 0.06, 0.025, "cloth_black") for s in (-1, 1)],
        limb((-0.03, 0, 0.5), (0.03, 0, 0.5), 0.01, "cloth_black", 0.01, 6),
    ]


def box(_rng: np.random.Generator) -> Parts:
    return [
        block((0.4, 0.3, 0.28), (0, 0, 0.14), "cardboard"),
        block((0.402, 0.05, 0.003), (0, 0, 0.2805), "paper_cream"),
        block((0.05, 0.302, 0.08), (0, 0, 0.24), "paper_cream"),
        slab((0.12, 0.003, 0.08), (0.08, 0.151, 0.13), "paper_white", 0.001),
    ]


def gift(rng: np.random.Generator) -> Parts:
    return [
        block((0.26, 0.26, 0.17), (0, 0, 0.085), pick(rng, ("plastic_blue", "plastic_green", "cloth_white"))),
        block((0.264, 0.04, 0.174), (0, 0, 0.086), "plastic_red"),
        block((0.04, 0.264, 0.174), (0, 0, 0.086), "plastic_red"),
        *[ball((0.05, 0.022, 0.03), (s * 0.045, 0, 0.2), "plastic_red", 10, 6) for s in (-1, 1)],
        ball((0.02, 0.02, 0.02), (0, 0, 0.19), "plastic_red", 8, 5),
    ]


def rope(_rng: np.random.Generator) -> Parts:
    out: list[Part] = []
    for k in range(3):
        r = 0.17 - 0.012 * k
        loop = [(r * math.cos(0.5236 * i), r * math.sin(0.5236 * i), 0.016 + 0.028 * k) for i in range(13)]
        out += [limb(a, b, 0.015, "rope", 0.015, 7) for a, b in zip(loop, loop[1:], strict=False)]
    return [*out, limb((0.17, 0, 0.016), (0.34, 0.1, 0.016), 0.015, "rope", 0.015, 7)]


def chain(_rng: np.random.Generator) -> Parts:
    return [
        slab(
            (0.07, 0.03, 0.012),
            (0.05 * i - 0.25, 0.03 * math.sin(i), 0.008 + 0.004 * (i % 2)),
            "steel",
            0.005,
            quat_from_yaw(0.3 * math.cos(i)),
        )
        for i in range(11)
    ]


def guitar(rng: np.random.Generator) -> Parts:
    w = pick(rng, ("wood_pale", "wood_mid"))
    out = [
        tube(0.19, 0.1, (0, -0.3, 0), w, 22),
        tube(0.145, 0.1, (0, -0.02, 0), w, 20),
        block((0.2, 0.2, 0.1), (0, -0.16, 0.05), w),
        tube(0.05, 0.002, (0, -0.1, 0.1), "ink", 18),
        slab((0.13, 0.03, 0.014), (0, -0.34, 0.106), "wood_dark"),
        slab((0.05, 0.5, 0.03), (0, 0.34, 0.1), "wood_dark", 0.006),
        slab((0.075, 0.15, 0.022), (0, 0.66, 0.096), w),
    ]
    out += [block((0.0015, 0.95, 0.0015), (-0.017 + 0.0068 * i, 0.13, 0.119), "steel") for i in range(6)]
    return out + [
        disc(0.008, 0.03, (s * 0.045, 0.61 + 0.04 * i, 0.096), (1, 0, 0), "steel", 8) for s in (-1, 1) for i in range(3)
    ]


def violin(_rng: np.random.Generator) -> Parts:
    w = "wood_mid"
    return [
        tube(0.1, 0.035, (0, -0.12, 0), w, 20),
        tube(0.082, 0.035, (0, 0.05, 0), w, 20),
        block((0.11, 0.12, 0.035), (0, -0.03, 0.0175), w),
        slab((0.04, 0.26, 0.02), (0, 0.17, 0.042), "ink", 0.004),
        ball((0.018, 0.03, 0.016), (0, 0.33, 0.035), w),
        block((0.045, 0.006, 0.03), (0, -0.04, 0.05), "wood_pale"),
        limb((0.16, -0.3, 0.006), (0.17, 0.38, 0.006), 0.005, "wood_dark", 0.004, 6),
    ]


def trumpet(_rng: np.random.Generator) -> Parts:
    return [
        limb((-0.25, 0, 0.03), (0.16, 0, 0.03), 0.008, "brass", 0.01, 8),
        limb((0.16, 0, 0.03), (0.26, 0, 0.04), 0.012, "brass", 0.058, 18),
        limb((-0.1, 0.05, 0.03), (0.12, 0.05, 0.03), 0.008, "brass", 0.008, 8),
        limb((-0.1, 0.05, 0.03), (-0.13, 0.0, 0.03), 0.008, "brass", 0.008, 8),
        limb((0.12, 0.05, 0.03), (0.15, 0.0, 0.03), 0.008, "brass", 0.008, 8),
        *[
            limb((0.03 * i - 0.03, -0.05, 0.03), (0.03 * i - 0.03, 0.07, 0.03), 0.01, "brass", 0.01, 8)
            for i in range(3)
        ],
    ]


def drum(rng: np.random.Generator) -> Parts:
    return [
        tube(0.18, 0.26, (0, 0, 0.0), pick(rng, ("plastic_red", "plastic_blue", "wood_mid")), 22),
        tube(0.186, 0.025, (0, 0, 0.0), "steel", 22),
        tube(0.186, 0.025, (0, 0, 0.24), "steel", 22),
        tube(0.175, 0.004, (0, 0, 0.264), "paper_cream", 22),
        limb((-0.12, 0, 0.275), (0.22, 0.05, 0.28), 0.007, "wood_pale", 0.005, 7),
        limb((-0.1, 0.06, 0.275), (0.2, -0.05, 0.285), 0.007, "wood_pale", 0.005, 7),
    ]


def bucket(rng: np.random.Generator) -> Parts:
    arch = [(0.15 * math.cos(math.pi * i / 8), 0.0, 0.27 + 0.13 * math.sin(math.pi * i / 8)) for i in range(9)]
    return [
        tube(0.11, 0.28, (0, 0, 0), pick(rng, ("steel", "plastic_blue", "plastic_red")), 18, 0.15),
        tube(0.154, 0.012, (0, 0, 0.272), "steel", 18),
        tube(0.14, 0.001, (0, 0, 0.285), "water", 18),
        *[limb(a, b, 0.004, "steel", 0.004, 5) for a, b in zip(arch, arch[1:], strict=False)],
    ]


def skull(_rng: np.random.Generator) -> Parts:
    return [
        ball((0.07, 0.09, 0.075), (0, -0.01, 0.11), "bone", 16, 9),
        slab((0.085, 0.06, 0.06), (0, 0.05, 0.05), "bone", 0.012),
        slab((0.08, 0.07, 0.03), (0, 0.05, 0.015), "bone", 0.008),
        *[ball((0.02, 0.014, 0.019), (s * 0.03, 0.072, 0.1), "ink", 10, 6) for s in (-1, 1)],
        ball((0.01, 0.01, 0.014), (0, 0.08, 0.072), "ink", 8, 5),
        block((0.07, 0.004, 0.006), (0, 0.0815, 0.032), "ink"),
    ]


def syringe(_rng: np.random.Generator) -> Parts:
    return [
        limb((-0.05, 0, 0.01), (0.03, 0, 0.01), 0.009, "glass_clear", 0.009, 12),
        limb((0.03, 0, 0.01), (0.075, 0, 0.01), 0.0012, "steel", 0.0005, 6),
        limb((-0.1, 0, 0.01), (-0.05, 0, 0.01), 0.004, "plastic_white", 0.004, 8),
        disc(0.013, 0.003, (-0.1, 0, 0.012), (1, 0, 0), "plastic_white", 12),
        disc(0.014, 0.003, (-0.05, 0, 0.012), (1, 0, 0), "plastic_white", 12),
    ]


def pills(_rng: np.random.Generator) -> Parts:
    return [
        tube(0.022, 0.06, (0, 0, 0), "glass_brown", 16),
        tube(0.0225, 0.03, (0, 0, 0.012), "paper_white", 16),
        tube(0.024, 0.018, (0, 0, 0.06), "plastic_white", 16),
        *[
            ball((0.007, 0.004, 0.004), (0.05 + 0.014 * i, 0.01 * (i % 3), 0.004), "plastic_red", 8, 5)
            for i in range(4)
        ],
    ]


def bomb(_rng: np.random.Generator) -> Parts:
    return [
        *[
            limb((-0.1, -0.035 + 0.035 * i, 0.02), (0.1, -0.035 + 0.035 * i, 0.02), 0.017, "sign_red", 0.017, 10)
            for i in range(3)
        ],
        block((0.07, 0.07, 0.03), (0, 0, 0.052), "plastic_black"),
        block((0.05, 0.03, 0.003), (0, 0.008, 0.0685), "ember"),
        *[
            limb(
                (0.03, -0.02 + 0.02 * i, 0.06),
                (0.095, -0.03 + 0.03 * i, 0.03),
                0.002,
                ("plastic_red", "plastic_blue", "plastic_yellow")[i],
                0.002,
                5,
            )
            for i in range(3)
        ],
        *[block((0.012, 0.12, 0.045), (s * 0.06, 0, 0.022), "ink") for s in (-1, 1)],
    ]


def microphone(_rng: np.random.Generator) -> Parts:
    return [
        tube(0.09, 0.012, (0, 0, 0), "plastic_black", 16),
        tube(0.008, 0.26, (0, 0, 0.01), "steel", 8),
        limb((0, 0, 0.26), (0, 0.08, 0.31), 0.017, "plastic_black", 0.022, 12),
        ball((0.028, 0.03, 0.028), (0, 0.1, 0.322), "steel", 12, 8),
    ]


def binoculars(_rng: np.random.Generator) -> Parts:
    return [
        *[limb((s * 0.036, -0.06, 0.03), (s * 0.045, 0.07, 0.03), 0.019, "plastic_black", 0.03, 14) for s in (-1, 1)],
        *[disc(0.026, 0.003, (s * 0.045, 0.0715, 0.03), (0, 1, 0), "screen_off", 14) for s in (-1, 1)],
        block((0.05, 0.05, 0.02), (0, 0, 0.034), "plastic_black"),
        disc(0.011, 0.03, (0, -0.01, 0.045), (0, 1, 0), "steel", 10),
    ]


def scissors(_rng: np.random.Generator) -> Parts:
    out: list[Part] = []
    for s in (-1, 1):
        out.append(beam((s * 0.004, -0.01, 0.004), (s * -0.014, 0.11, 0.004), 0.0025, 0.012, "steel"))
        loop = [
            (s * 0.024 + 0.017 * math.cos(0.785 * i), -0.055 + 0.024 * math.sin(0.785 * i), 0.005) for i in range(9)
        ]
        out += [limb(a, b, 0.005, "plastic_red", 0.005, 6) for a, b in zip(loop, loop[1:], strict=False)] + [
            limb((s * 0.004, -0.01, 0.004), (s * 0.016, -0.036, 0.005), 0.005, "plastic_red", 0.005, 6)
        ]
    return [*out, disc(0.005, 0.008, (0, 0.0, 0.005), (0, 0, 1), "steel", 8)]


def cards(_rng: np.random.Generator) -> Parts:
    return [
        slab((0.063, 0.088, 0.018), (-0.06, 0, 0.009), "sign_red", 0.002),
        *[
            block(
                (0.063, 0.088, 0.0008),
                (0.04 + 0.022 * i, 0.004 * i, 0.0006 + 0.0009 * i),
                "paper_white",
                quat_from_yaw(-0.25 * i + 0.3),
            )
            for i in range(4)
        ],
        block((0.012, 0.012, 0.0006), (0.105, 0.01, 0.0042), "sign_red", quat_from_yaw(0.785)),
    ]


def chess(_rng: np.random.Generator) -> Parts:
    out = [slab((0.44, 0.44, 0.025), (0, 0, 0.0125), "wood_dark", 0.004)] + [
        block((0.048, 0.048, 0.001), (-0.168 + 0.048 * i, -0.168 + 0.048 * j, 0.0255), "wood_pale")
        for i in range(8)
        for j in range(8)
        if (i + j) % 2
    ]
    for k in range(10):
        look = "wood_pale" if k % 2 else "ink"
        at = (-0.168 + 0.048 * ((k * 3) % 8), (-0.12 if k % 2 else 0.12) + 0.048 * ((k * 5) % 3 - 1), 0.026)
        out.append(
            turned(
                [(0.016, 0.0), (0.014, 0.008), (0.006, 0.03), (0.01, 0.036), (0.0, 0.052 + 0.004 * (k % 4))],
                at,
                look,
                10,
            )
        )
    return out


def mask(rng: np.random.Generator) -> Parts:
    c = pick(rng, ("ceramic_white", "gold", "cloth_black"))
    return [
        ball((0.09, 0.12, 0.05), (0, 0, 0.03), c, 18, 10),
        *[ball((0.02, 0.011, 0.01), (s * 0.036, 0.025, 0.075), "ink", 10, 5) for s in (-1, 1)],
        ball((0.014, 0.034, 0.02), (0, -0.01, 0.08), c, 10, 6),
        ball((0.03, 0.008, 0.008), (0, -0.065, 0.07), "sign_red", 10, 5),
    ]


def crown(_rng: np.random.Generator) -> Parts:
    return [
        turned([(0.085, 0.0), (0.088, 0.05)], (0, 0, 0), "gold", 22),
        *[
            limb(
                (0.086 * math.cos(0.785 * i), 0.086 * math.sin(0.785 * i), 0.045),
                (0.1 * math.cos(0.785 * i), 0.1 * math.sin(0.785 * i), 0.11),
                0.02,
                "gold",
                0.003,
                6,
            )
            for i in range(8)
        ],
        *[
            ball(
                (0.008, 0.008, 0.008),
                (0.09 * math.cos(0.785 * i), 0.09 * math.sin(0.785 * i), 0.025),
                "fruit_red",
                8,
                5,
            )
            for i in range(8)
        ],
    ]


_PARTS: dict[str, Callable[[np.random.Generator], Parts]] = {
    "crown": crown,
    "mask": mask,
    "toolbox": toolbox,
    "bag": bag,
    "suitcase": suitcase,
    "briefcase": briefcase,
    "backpack": backpack,
    "box": box,
    "gift": gift,
    "rope": rope,
    "chain": chain,
    "guitar": guitar,
    "violin": violin,
    "trumpet": trumpet,
    "drum": drum,
    "bucket": bucket,
    "skull": skull,
    "syringe": syringe,
    "pills": pills,
    "bomb": bomb,
    "microphone": microphone,
    "binoculars": binoculars,
    "scissors": scissors,
    "playing cards": cards,
    "chess": chess,
}
MAKERS: dict[str, PieceMaker] = {noun: named(noun, parts) for noun, parts in _PARTS.items()}
