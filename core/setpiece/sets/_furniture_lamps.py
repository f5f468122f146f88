"""Lamps: what a set shines with, from a candle to a ceiling panel."""

# ruff: noqa: ARG001 - makers share one signature, whether or not they vary
from __future__ import annotations

import numpy as np

from ..geometry import pick
from ._furniture_kit import ball, block, pitch, tube, turned, vary, yaw
from ._piece import LocalLamp, Piece

Rng = np.random.Generator


def table_lamp(rng: Rng) -> Piece:
    """A lamp with a turned foot and a cloth shade."""
    foot = pick(rng, ("ceramic.white", "ceramic.blue", "metal.brass", "ceramic.terracotta"))
    parts = [
        turned(
            ((0.07, 0.0), (0.075, 0.02), (0.05, 0.06), (0.065, 0.14), (0.02, 0.24), (0.012, 0.3)), (0.0, 0.0, 0.0), foot
        ),
        turned(((0.17, 0.0), (0.12, 0.22)), (0.0, 0.0, 0.27), "glow.warm", 18),
    ]
    return Piece("table lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.0, 0.38), 450.0, 2700.0, "table"),))


def desk_lamp(rng: Rng) -> Piece:
    """A jointed desk lamp."""
    look = pick(rng, ("metal.black", "metal.green", "metal.brass"))
    parts = [
        tube(0.09, 0.02, (0.0, 0.0, 0.0), look, 16),
        block((0.016, 0.016, 0.34), (0.0, -0.04, 0.18), look, pitch(0.25)),
        block((0.014, 0.26, 0.014), (0.0, 0.04, 0.37), look, pitch(-0.15)),
        turned(((0.075, 0.0), (0.06, 0.05), (0.025, 0.09)), (0.0, 0.16, 0.29), look, 14),
        tube(0.045, 0.014, (0.0, 0.16, 0.287), "glow.white", 12),
    ]
    return Piece("desk lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.16, 0.27), 400.0, 3000.0, "table"),))


def floor_lamp(rng: Rng) -> Piece:
    """A standing lamp."""
    metal = pick(rng, ("metal.brass", "metal.black"))
    h = vary(rng, 1.5, 1.65)
    parts = [
        tube(0.15, 0.025, (0.0, 0.0, 0.0), metal, 18),
        tube(0.014, h - 0.2, (0.0, 0.0, 0.02), metal, 8),
        turned(((0.21, 0.0), (0.15, 0.28)), (0.0, 0.0, h - 0.26), "glow.warm", 20),
    ]
    return Piece("floor lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.0, h - 0.12), 800.0, 2700.0, "floor"),))


def ceiling_lamp(rng: Rng) -> Piece:
    """A shallow bowl under the ceiling; origin on the ceiling, z down."""
    parts = [
        tube(0.07, 0.03, (0.0, 0.0, -0.03), "metal.brass", 14),
        turned(((0.0, 0.0), (0.12, 0.02), (0.19, 0.07), (0.2, 0.1)), (0.0, 0.0, -0.13), "glow.white", 20),
    ]
    return Piece("ceiling lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.0, -0.2), 1400.0, 2900.0, "ceiling"),))


def pendant(rng: Rng) -> Piece:
    """A shade on a cord; origin on the ceiling."""
    drop = vary(rng, 0.7, 0.9)
    look = pick(rng, ("metal.black", "metal.green", "metal.brass"))
    parts = [
        tube(0.05, 0.03, (0.0, 0.0, -0.03), look, 12),
        tube(0.006, drop - 0.03, (0.0, 0.0, -drop), "rubber", 6),
        turned(((0.19, 0.0), (0.15, 0.08), (0.05, 0.17), (0.03, 0.2)), (0.0, 0.0, -drop - 0.16), look, 18),
        ball((0.05, 0.05, 0.05), (0.0, 0.0, -drop - 0.13), "glow.white", 10, 6),
    ]
    return Piece("pendant lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.0, -drop - 0.2), 900.0, 2700.0, "ceiling"),))


def chandelier(rng: Rng) -> Piece:
    """Candle bulbs on arms; origin on the ceiling."""
    parts = [
        tube(0.07, 0.04, (0.0, 0.0, -0.04), "metal.brass", 12),
        tube(0.012, 0.7, (0.0, 0.0, -0.72), "metal.brass", 8),
    ]
    parts.append(turned(((0.0, 0.0), (0.08, 0.04), (0.06, 0.14), (0.015, 0.22)), (0.0, 0.0, -0.86), "metal.brass"))
    for k in range(3):
        parts.append(block((0.96, 0.02, 0.02), (0.0, 0.0, -0.78), "metal.brass", yaw(k * 1.0472)))
    for x, y in ((0.46, 0.0), (0.23, 0.398), (-0.23, 0.398), (-0.46, 0.0), (-0.23, -0.398), (0.23, -0.398)):
        parts.append(tube(0.022, 0.09, (x, y, -0.77), "paint.cream", 8))
        parts.append(ball((0.022, 0.022, 0.04), (x, y, -0.64), "glow.white", 8, 5))
    return Piece("chandelier", tuple(parts), lamps=(LocalLamp((0.0, 0.0, -0.95), 2000.0, 2700.0, "ceiling"),))


def panel_light(rng: Rng) -> Piece:
    """A recessed fluorescent panel; origin on the ceiling."""
    parts = [
        block((1.22, 0.34, 0.03), (0.0, 0.0, -0.015), "plastic.white"),
        block((1.14, 0.26, 0.012), (0.0, 0.0, -0.036), "glow.cool"),
    ]
    return Piece("ceiling panel", tuple(parts), lamps=(LocalLamp((0.0, 0.0, -0.1), 3200.0, 4000.0, "ceiling"),))


def work_lamp(rng: Rng) -> Piece:
    """An industrial dish on a short rod; origin on the ceiling."""
    parts = [
        tube(0.012, 0.45, (0.0, 0.0, -0.45), "metal.black", 6),
        turned(((0.24, 0.0), (0.2, 0.1), (0.06, 0.18), (0.04, 0.24)), (0.0, 0.0, -0.66), "metal.green", 18),
        ball((0.06, 0.06, 0.07), (0.0, 0.0, -0.6), "glow.white", 10, 6),
    ]
    return Piece("hanging lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.0, -0.72), 1800.0, 3200.0, "ceiling"),))


def bulb(rng: Rng) -> Piece:
    """A bare bulb; origin on the ceiling."""
    parts = [tube(0.005, 0.5, (0.0, 0.0, -0.5), "rubber", 6), tube(0.02, 0.06, (0.0, 0.0, -0.55), "metal.black", 8)]
    parts.append(ball((0.035, 0.035, 0.05), (0.0, 0.0, -0.59), "glow.white", 10, 6))
    return Piece("bare bulb", tuple(parts), lamps=(LocalLamp((0.0, 0.0, -0.7), 700.0, 2600.0, "ceiling"),))


def sconce(rng: Rng) -> Piece:
    """A wall lamp; origin on the wall."""
    parts = [
        block((0.09, 0.025, 0.16), (0.0, 0.0125, 0.0), "metal.brass"),
        block((0.02, 0.09, 0.02), (0.0, 0.07, 0.0), "metal.brass"),
        turned(((0.05, 0.0), (0.09, 0.16)), (0.0, 0.12, -0.01), "glow.warm", 14),
    ]
    return Piece("wall lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.14, 0.1), 350.0, 2700.0, "wall"),))


def candle(rng: Rng) -> Piece:
    """A candle in a jar."""
    parts = [
        tube(0.035, 0.08, (0.0, 0.0, 0.0), "glass.amber", 12),
        ball((0.008, 0.008, 0.02), (0.0, 0.0, 0.1), "glow.candle", 6, 4),
    ]
    return Piece(
        "candle", tuple(parts), lamps=(LocalLamp((0.0, 0.0, 0.14), 14.0, 1900.0, "candle"),), solid_kind="prop"
    )


def candlestick(rng: Rng) -> Piece:
    """A tall candlestick."""
    parts = [
        turned(
            ((0.07, 0.0), (0.06, 0.02), (0.015, 0.05), (0.02, 0.16), (0.012, 0.24), (0.03, 0.26)),
            (0.0, 0.0, 0.0),
            "metal.brass",
        ),
        tube(0.013, 0.2, (0.0, 0.0, 0.26), "paint.cream", 8),
        ball((0.008, 0.008, 0.022), (0.0, 0.0, 0.48), "glow.candle", 6, 4),
    ]
    return Piece("candlestick", tuple(parts), lamps=(LocalLamp((0.0, 0.0, 0.52), 14.0, 1900.0, "candle"),))


def sign(rng: Rng) -> Piece:
    """A neon sign."""
    look = pick(rng, ("neon.red", "neon.blue"))
    parts = [block((0.8, 0.04, 0.4), (0.0, 0.02, 0.0), "paint.dark"), block((0.66, 0.02, 0.03), (0.0, 0.05, 0.1), look)]
    parts += [block((0.66, 0.02, 0.03), (0.0, 0.05, -0.1), look)]
    parts += [block((0.03, 0.02, 0.16), (x, 0.05, 0.0), look) for x in (-0.24, -0.08, 0.08, 0.24)]
    return Piece("neon sign", tuple(parts), lamps=(LocalLamp((0.0, 0.12, 0.0), 200.0, 2000.0, "sign"),))
