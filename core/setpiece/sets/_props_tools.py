"""Weapons, tools, luggage and instruments; hand things lie flat as one would put them down."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..geometry import pick, quat_from_yaw
from ._batch import beam, disc, limb
from ._furniture_bath import trolley
from ._furniture_kit import ball, block, slab
from ._piece import Part, PieceMaker
from ._props_home import Parts, named


def pistol(rng: np.random.Generator) -> Parts:
    m = pick(rng, ("steel_dark", "steel"))
    guard = [(0.0, -0.035, 0.013), (0.012, -0.055, 0.013), (0.045, -0.055, 0.013), (0.05, -0.03, 0.013)]
    return [
        slab((0.19, 0.03, 0.026), (0.03, 0, 0.014), m, 0.004),
        block((0.18, 0.018, 0.022), (0.035, -0.022, 0.013), "plastic_black"),
        Part(slab((0.045, 0.1, 0.028), (0, 0, 0), "x").mesh, "wood_dark", (-0.045, -0.07, 0.014), quat_from_yaw(-0.25)),
        *[limb(a, b, 0.004, m, 0.004, 6) for a, b in zip(guard, guard[1:], strict=False)],
        limb((0.022, -0.03, 0.013), (0.018, -0.048, 0.013), 0.0035, m, 0.0025, 6),
        disc(0.007, 0.006, (0.127, 0, 0.014), (1, 0, 0), "ink", 10),
        block((0.012, 0.008, 0.006), (-0.058, 0.018, 0.014), m),
    ]


def revolver(_rng: np.random.Generator) -> Parts:
    return [
        limb((0.02, 0, 0.02), (0.16, 0, 0.02), 0.011, "steel", 0.01, 12),
        limb((-0.025, -0.002, 0.02), (0.022, -0.002, 0.02), 0.02, "steel", 0.02, 8),
        block((0.075, 0.035, 0.014), (0, -0.012, 0.02), "steel_dark"),
        Part(
            slab((0.036, 0.095, 0.026), (0, 0, 0), "x").mesh, "wood_mid", (-0.055, -0.062, 0.02), quat_from_yaw(-0.35)
        ),
        limb((0.02, -0.028, 0.02), (0.0, -0.05, 0.02), 0.0035, "steel", 0.0035, 6),
        limb((0.0, -0.05, 0.02), (-0.025, -0.034, 0.02), 0.0035, "steel", 0.0035, 6),
        block((0.01, 0.02, 0.008), (-0.045, 0.014, 0.02), "steel_dark"),
        block((0.006, 0.008, 0.004), (0.152, 0.014, 0.02), "steel"),
    ]


def rifle(_rng: np.random.Generator) -> Parts:
    return [
        limb((0.05, 0.01, 0.03), (0.6, 0.01, 0.03), 0.011, "steel_dark", 0.009, 10),
        slab((0.42, 0.045, 0.04), (0.1, -0.01, 0.03), "wood_mid", 0.012),
        slab((0.17, 0.04, 0.034), (-0.06, 0.016, 0.034), "steel_dark", 0.006),
        beam((-0.14, -0.01, 0.03), (-0.48, -0.07, 0.03), 0.09, 0.04, "wood_mid"),
        slab((0.02, 0.13, 0.045), (-0.485, -0.07, 0.03), "rubber"),
        limb((-0.04, -0.03, 0.03), (-0.06, -0.06, 0.03), 0.004, "steel_dark", 0.004, 6),
        limb((-0.09, 0.03, 0.05), (-0.07, 0.04, 0.085), 0.006, "steel", 0.008, 8),
        limb((-0.14, 0.05, 0.034), (0.06, 0.05, 0.034), 0.016, "plastic_black", 0.02, 12),
    ]


def knife(_rng: np.random.Generator) -> Parts:
    return [
        beam((0.0, 0, 0.006), (0.14, 0, 0.006), 0.004, 0.034, "steel"),
        beam((0.135, 0.006, 0.006), (0.185, 0.012, 0.006), 0.0035, 0.016, "steel"),
        slab((0.12, 0.026, 0.014), (-0.065, 0, 0.007), "wood_dark", 0.004),
        block((0.008, 0.036, 0.012), (-0.002, 0, 0.006), "brass"),
        *[disc(0.004, 0.002, (-0.03 - 0.035 * i, 0, 0.0145), (0, 0, 1), "brass", 8) for i in range(3)],
    ]


def sword(_rng: np.random.Generator) -> Parts:
    return [
        slab((0.78, 0.045, 0.006), (0.42, 0, 0.02), "steel", 0.0025),
        slab((0.07, 0.025, 0.005), (0.84, 0, 0.02), "steel", 0.002),
        block((0.7, 0.01, 0.0075), (0.38, 0, 0.02), "steel_dark"),
        limb((0.02, -0.1, 0.02), (0.02, 0.1, 0.02), 0.012, "brass", 0.012, 8),
        limb((0.0, 0, 0.02), (-0.15, 0, 0.02), 0.015, "leather_brown", 0.013, 10),
        ball((0.022, 0.022, 0.02), (-0.17, 0, 0.02), "brass"),
    ]


def axe(_rng: np.random.Generator) -> Parts:
    return [
        limb((-0.4, 0, 0.02), (0.36, 0.01, 0.02), 0.017, "wood_pale", 0.015, 10),
        slab((0.08, 0.08, 0.035), (0.33, 0.0, 0.02), "steel_dark", 0.006),
        slab((0.11, 0.09, 0.02), (0.335, 0.075, 0.02), "steel_dark", 0.005),
        slab((0.15, 0.025, 0.009), (0.335, 0.125, 0.02), "steel", 0.003),
    ]


def hammer(_rng: np.random.Generator) -> Parts:
    return [
        limb((-0.22, 0, 0.018), (0.1, 0, 0.018), 0.015, "wood_pale", 0.011, 10),
        limb((0.1, -0.055, 0.018), (0.1, 0.05, 0.018), 0.014, "steel", 0.014, 10),
        disc(0.018, 0.02, (0.1, -0.064, 0.018), (0, 1, 0), "steel", 12),
        limb((0.1, 0.04, 0.018), (0.085, 0.1, 0.012), 0.014, "steel", 0.004, 6),
    ]


def wrench(_rng: np.random.Generator) -> Parts:
    return [
        slab((0.2, 0.022, 0.009), (0, 0, 0.005), "steel", 0.003),
        disc(0.024, 0.012, (-0.105, 0, 0.006), (0, 0, 1), "steel", 14),
        slab((0.04, 0.014, 0.012), (0.115, 0.018, 0.006), "steel", 0.003, quat_from_yaw(0.3)),
        slab((0.04, 0.014, 0.012), (0.115, -0.016, 0.006), "steel", 0.003, quat_from_yaw(-0.1)),
    ]


def screwdriver(_rng: np.random.Generator) -> Parts:
    return [
        limb((-0.1, 0, 0.015), (0.0, 0, 0.015), 0.014, "plastic_red", 0.012, 8),
        limb((0, 0, 0.015), (0.11, 0, 0.015), 0.0035, "steel", 0.0035, 8),
        slab((0.014, 0.008, 0.002), (0.114, 0, 0.015), "steel", 0.0008),
    ]


def saw(_rng: np.random.Generator) -> Parts:
    return [
        beam((-0.05, 0, 0.01), (0.38, 0.02, 0.01), 0.002, 0.09, "steel"),
        slab((0.13, 0.035, 0.022), (-0.1, 0.045, 0.011), "wood_mid", 0.006),
        slab((0.13, 0.03, 0.022), (-0.1, -0.05, 0.011), "wood_mid", 0.006),
        slab((0.03, 0.12, 0.022), (-0.16, 0, 0.011), "wood_mid", 0.006),
        slab((0.04, 0.1, 0.022), (-0.05, 0, 0.011), "wood_mid", 0.006),
    ]


def shovel(_rng: np.random.Generator) -> Parts:
    return [
        limb((0, -0.6, 0.03), (0, 0.35, 0.03), 0.016, "wood_pale", 0.016, 10),
        slab((0.2, 0.26, 0.008), (0, 0.49, 0.022), "steel_dark", 0.003),
        slab((0.12, 0.06, 0.008), (0, 0.64, 0.02), "steel_dark", 0.003),
        limb((-0.055, -0.62, 0.03), (0.055, -0.62, 0.03), 0.014, "wood_pale", 0.014, 8),
        limb((0, 0.3, 0.03), (0, 0.5, 0.028), 0.02, "steel_dark", 0.01, 8),
    ]


_PARTS: dict[str, Callable[[np.random.Generator], Parts]] = {
    "pistol": pistol,
    "revolver": revolver,
    "rifle": rifle,
    "knife": knife,
    "sword": sword,
    "axe": axe,
    "hammer": hammer,
    "wrench": wrench,
    "screwdriver": screwdriver,
    "saw": saw,
    "shovel": shovel,
}
MAKERS: dict[str, PieceMaker] = {**{noun: named(noun, parts) for noun, parts in _PARTS.items()}, "trolley": trolley}
