"""What makes a gymnasium and a circus tent themselves: mats, bars, ropes, bleachers, poles, trunks."""

# ruff: noqa: ARG001 - makers share one signature, whether or not they vary
from __future__ import annotations

import numpy as np

from ..geometry import pick
from ._batch import limb
from ._furniture_kit import ball, block, cushion, slab, tube, turned
from ._piece import LocalLamp, LocalSeat, LocalSurface, Part, Piece

Rng = np.random.Generator
_ALONG = (0.70710678, 0.0, 0.70710678, 0.0)


def mat_stack(rng: Rng) -> Piece:
    """Gym mats piled up."""
    parts: list[Part] = []
    for i in range(5):
        look = ("plastic.blue", "plastic.blue", "plastic.green")[int(3 * rng.random())]
        shift = 0.05 * (rng.random() - 0.5)
        parts.append(cushion((1.9, 1.1, 0.1), (shift, -shift, 0.05 + 0.1 * i), look, 0.02))
    seats = tuple(LocalSeat((x, 0.3, 0.5)) for x in (-0.5, 0.5))
    return Piece("mat stack", tuple(parts), seats, front_clear_m=0.5)


def floor_mat(rng: Rng) -> Piece:
    """One mat on the floor, thin enough to walk over."""
    return Piece("mat", (block((2.0, 1.2, 0.05), (0.0, 0.0, 0.025), "plastic.blue"),), solid_kind="ground")


def wall_bars(rng: Rng) -> Piece:
    """Two bays of climbing bars; back to the wall."""
    parts = [block((0.05, 0.12, 2.7), (x, 0.0, 1.35), "wood.pine") for x in (-0.92, 0.0, 0.92)]
    for bay in (-0.46, 0.46):
        parts += [
            tube(0.018, 0.87, (bay - 0.435, 0.02, 0.24 + 0.22 * i), "wood.pine", 8, rotation=_ALONG) for i in range(11)
        ]
    return Piece("wall bars", tuple(parts))


def climbing_rope(rng: Rng) -> Piece:
    """A rope from the ceiling with a knot near the floor; origin under the ceiling."""
    parts = [
        tube(0.022, 4.5, (0.0, 0.0, -4.5), "hay", 8),
        ball((0.05, 0.05, 0.07), (0.0, 0.0, -4.52), "hay", 8, 6),
        block((0.2, 0.08, 0.05), (0.0, 0.0, -0.025), "metal.black"),
    ]
    return Piece("climbing rope", tuple(parts))


def vaulting_box(rng: Rng) -> Piece:
    """A vaulting box of four frames with a leather top."""
    parts: list[Part] = [
        slab((1.5 - 0.07 * i, 0.86 - 0.1 * i, 0.23), (0.0, 0.0, 0.125 + 0.24 * i), "wood.pine", 0.01) for i in range(4)
    ]
    parts.append(cushion((1.3, 0.52, 0.14), (0.0, 0.0, 1.03), "leather.brown", 0.05))
    return Piece("vaulting box", tuple(parts))


def ball_cage(rng: Rng) -> Piece:
    """A crate of balls."""
    parts = [block((0.9, 0.04, 0.5), (0.0, s * 0.28, 0.31), "metal.blue") for s in (-1, 1)]
    parts += [block((0.04, 0.56, 0.5), (s * 0.43, 0.0, 0.31), "metal.blue") for s in (-1, 1)]
    parts.append(block((0.9, 0.6, 0.06), (0.0, 0.0, 0.03), "metal.black"))
    looks = ("ceramic.terracotta", "plastic.red", "ceramic.terracotta", "plastic.yellow", "ceramic.terracotta")
    parts += [
        ball((0.12, 0.12, 0.12), (-0.26 + 0.26 * (i % 3), -0.12 + 0.24 * (i // 3), 0.56), looks[i % 5])
        for i in range(6)
    ]
    return Piece("ball cage", tuple(parts))


def bleachers(rng: Rng) -> Piece:
    """Three tiers of planks to sit on; back to the wall."""
    w, run, rise = 3.6, 0.6, 0.42
    parts: list[Part] = []
    seats: list[LocalSeat] = []
    for i in range(3):
        y, top = run * (1 - i), rise * (i + 1)
        parts += [
            slab((w, 0.34, 0.05), (0.0, y - 0.05, top - 0.025), "wood.pine"),
            block((w - 0.1, 0.04, top - 0.08), (0.0, y - 0.2, (top - 0.08) / 2), "wood.weathered"),
        ]
        parts += [
            block((0.08, 0.3, top - 0.05), (x, y - 0.05, (top - 0.05) / 2), "wood.weathered") for x in (-1.7, 0.0, 1.7)
        ]
        seats += [LocalSeat((x, y - 0.02, top)) for x in (-1.3, -0.6, 0.6, 1.3)]
    return Piece("bleachers", tuple(parts), tuple(seats), front_clear_m=0.6)


def king_pole(rng: Rng) -> Piece:
    """A mast that holds a big tent, with its guy ring."""
    parts = [
        tube(0.3, 0.16, (0.0, 0.0, 0.0), "metal.black", 16),
        tube(0.11, 6.2, (0.0, 0.0, 0.1), "paint.white", 14),
    ]
    parts += [tube(0.115, 0.5, (0.0, 0.0, 0.6 + 1.0 * i), "canvas.red", 14) for i in range(5)]
    return Piece("king pole", tuple(parts))


def prop_trunk(rng: Rng) -> Piece:
    """A travelling trunk with brass corners."""
    look = pick(rng, ("plastic.red", "plastic.blue", "wood.walnut"))
    parts = [
        slab((1.0, 0.56, 0.52), (0.0, 0.0, 0.26), look, 0.02),
        slab((1.02, 0.58, 0.12), (0.0, 0.0, 0.58), look, 0.03),
        block((0.1, 0.02, 0.12), (0.0, 0.295, 0.5), "metal.brass"),
    ]
    parts += [block((0.06, 0.6, 0.03), (s * 0.34, 0.0, 0.53), "metal.brass") for s in (-1, 1)]
    return Piece("trunk", tuple(parts), (), (LocalSurface((0.0, 0.0, 0.64), 0.4, 0.2),))


def ring_lamp(rng: Rng) -> Piece:
    """A bell lamp on a long chain; origin under the ceiling."""
    parts = [
        tube(0.012, 2.0, (0.0, 0.0, -2.0), "metal.black", 6),
        turned(((0.34, 0.0), (0.3, 0.1), (0.12, 0.24), (0.05, 0.3)), (0.0, 0.0, -2.28), "metal.green", 18),
        ball((0.09, 0.09, 0.1), (0.0, 0.0, -2.24), "glow.warm", 10, 7),
    ]
    return Piece("hanging lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.0, -2.45), 2600.0, 2900.0, "ceiling"),))


def bunting(rng: Rng) -> Piece:
    """A string of flags; origin on the wall."""
    parts: list[Part] = [limb((-1.5, 0.03, 0.0), (1.5, 0.03, 0.0), 0.006, "hay", 0.006, 5)]
    looks = ("plastic.red", "plastic.yellow", "plastic.blue", "paint.white")
    parts += [block((0.2, 0.008, 0.24), (-1.3 + 0.325 * i, 0.03, -0.13), looks[i % 4]) for i in range(9)]
    return Piece("bunting", tuple(parts))
