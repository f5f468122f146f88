"""What makes one kind of room itself: bath, ward, church, stage, stable, bank, fireplace."""

# ruff: noqa: ARG001 - makers share one signature, whether or not they vary
from __future__ import annotations

import numpy as np

from ..geometry import pick
from ._furniture_kit import ball, block, cushion, folds, many_boxes, pitch, slab, tube, turned, vary, yaw
from ._piece import LocalLamp, LocalSeat, LocalSurface, Part, Piece

Rng = np.random.Generator
_LYING = (0.70710678, 0.0, 0.70710678, 0.0)


def altar(rng: Rng) -> Piece:
    """An altar with cloth."""
    parts = [
        block((1.8, 0.8, 0.9), (0.0, 0.0, 0.45), "stone.sand"),
        slab((2.0, 0.95, 0.07), (0.0, 0.0, 0.935), "stone.sand"),
        block((1.1, 0.97, 0.004), (0.0, 0.0, 0.972), "fabric.white"),
        block((1.1, 0.012, 0.5), (0.0, 0.482, 0.72), "fabric.white"),
    ]
    return Piece("altar", tuple(parts), (), (LocalSurface((0.0, 0.0, 0.97), 0.85, 0.3),))


def cross(rng: Rng) -> Piece:
    """A wall cross; origin on the wall in its middle."""
    return Piece(
        "cross",
        (
            block((0.14, 0.07, 1.9), (0.0, 0.035, 0.0), "wood.walnut"),
            block((1.1, 0.06, 0.14), (0.0, 0.035, 0.4), "wood.walnut"),
        ),
    )


def lectern(rng: Rng) -> Piece:
    """A lectern; the speaker stands at -Y."""
    parts = [
        block((0.5, 0.36, 0.05), (0.0, 0.0, 0.025), "@wood"),
        block((0.36, 0.26, 1.0), (0.0, 0.0, 0.55), "@wood"),
        slab((0.56, 0.44, 0.035), (0.0, 0.0, 1.12), "@wood", 0.006, pitch(0.3)),
    ]
    return Piece("lectern", tuple(parts))


def microphone(rng: Rng) -> Piece:
    """A microphone on a stand."""
    parts = [
        tube(0.14, 0.02, (0.0, 0.0, 0.0), "metal.black", 16),
        tube(0.011, 1.45, (0.0, 0.0, 0.02), "metal.chrome", 8),
        ball((0.03, 0.03, 0.045), (0.0, 0.0, 1.52), "metal.grey", 10, 6),
    ]
    return Piece("microphone", tuple(parts))


def stage_curtain(rng: Rng) -> Piece:
    """A drawn stage curtain; stands against the wall."""
    look = pick(rng, ("velvet.red", "velvet.blue"))
    parts = [folds(1.7, 3.3, 0.16, (s * 2.4, 0.0, 1.65), look, 8) for s in (-1, 1)]
    parts += [
        folds(6.6, 0.55, 0.12, (0.0, 0.08, 3.3), look, 24),
        folds(3.1, 3.2, 0.08, (0.0, -0.05, 1.6), "velvet.blue" if look == "velvet.red" else "velvet.red", 12),
    ]
    return Piece("stage curtain", tuple(parts))


def piano(rng: Rng) -> Piece:
    """An upright piano."""
    parts = [
        block((1.48, 0.3, 1.2), (0.0, -0.15, 0.6), "wood.black"),
        slab((1.52, 0.36, 0.03), (0.0, -0.14, 1.215), "wood.black"),
        slab((1.46, 0.34, 0.1), (0.0, 0.14, 0.69), "wood.black"),
        block((1.24, 0.14, 0.02), (0.0, 0.2, 0.75), "paint.white"),
        block((0.08, 0.3, 0.64), (-0.67, 0.14, 0.32), "wood.black"),
        block((0.08, 0.3, 0.64), (0.67, 0.14, 0.32), "wood.black"),
        many_boxes(
            [((0.014, 0.08, 0.016), (-0.58 + 0.05 * i, 0.17, 0.768)) for i in range(24) if i % 7 not in (2, 6)],
            "paint.dark",
        ),
    ]
    return Piece("piano", tuple(parts), (), (LocalSurface((0.0, -0.14, 1.23), 0.65, 0.12),), front_clear_m=0.6)


def fireplace(rng: Rng) -> Piece:
    """A chimney piece with a glowing grate."""
    stone = pick(rng, ("brick.red", "stone.grey", "marble.white"))
    parts = [
        block((0.34, 0.4, 1.1), (-0.58, 0.0, 0.55), stone),
        block((0.34, 0.4, 1.1), (0.58, 0.0, 0.55), stone),
        block((0.82, 0.4, 0.32), (0.0, 0.0, 0.94), stone),
        block((0.82, 0.03, 0.78), (0.0, -0.18, 0.39), "paint.dark"),
        slab((1.72, 0.48, 0.07), (0.0, 0.02, 1.135), "@wood"),
        block((1.6, 0.9, 0.03), (0.0, 0.24, 0.015), stone),
        tube(0.05, 0.5, (-0.25, -0.02, 0.12), "wood.weathered", 8, rotation=_LYING),
        tube(0.05, 0.44, (-0.22, 0.06, 0.18), "wood.weathered", 8, rotation=_LYING),
        ball((0.16, 0.06, 0.1), (0.0, 0.02, 0.24), "glow.candle", 8, 5),
    ]
    lamp = LocalLamp((0.0, 0.3, 0.4), 500.0, 1900.0, "floor")
    return Piece(
        "fireplace", tuple(parts), (), (LocalSurface((0.0, 0.02, 1.17), 0.75, 0.16),), (lamp,), front_clear_m=0.6
    )


def jukebox(rng: Rng) -> Piece:
    """A jukebox."""
    parts = [
        cushion((0.86, 0.6, 1.36), (0.0, 0.0, 0.7), "wood.cherry", 0.08),
        block((0.6, 0.03, 0.4), (0.0, 0.31, 1.02), "glow.warm"),
        block((0.5, 0.03, 0.36), (0.0, 0.31, 0.42), "metal.brass"),
        block((0.06, 0.03, 0.9), (-0.37, 0.31, 0.72), "neon.red"),
        block((0.06, 0.03, 0.9), (0.37, 0.31, 0.72), "neon.blue"),
    ]
    return Piece(
        "jukebox", tuple(parts), lamps=(LocalLamp((0.0, 0.45, 0.9), 250.0, 2300.0, "sign"),), front_clear_m=0.5
    )


def stall(rng: Rng) -> Piece:
    """A stable box: partitions and a half door; back to the wall."""
    w, d = 2.4, 2.2
    parts = [block((0.08, d, 1.35), (s * w / 2, 0.0, 0.675), "wood.weathered") for s in (-1, 1)]
    parts += [block((0.14, 0.14, 2.2), (s * w / 2, d / 2 + 0.03, 1.1), "wood.weathered") for s in (-1, 1)]
    parts += [
        slab((1.0, 0.05, 1.15), (-0.62, d / 2 + 0.02, 0.62), "wood.pine"),
        block((1.0, 0.07, 0.1), (-0.62, d / 2 + 0.02, 1.16), "wood.weathered"),
    ]
    parts += [
        block((w - 0.3, 0.5, 0.35), (0.0, -d / 2 + 0.3, 0.18), "hay"),
        block((0.9, 0.35, 0.3), (0.6, -d / 2 + 0.25, 0.75), "metal.grey"),
    ]
    return Piece("stable box", tuple(parts))


def vault_door(rng: Rng) -> Piece:
    """A round bank vault door in its frame; back to the wall."""
    turn = (0.70710678, -0.70710678, 0.0, 0.0)
    parts = [
        block((2.3, 0.16, 2.4), (0.0, -0.02, 1.2), "metal.grey"),
        tube(0.98, 0.14, (0.0, 0.06, 1.2), "metal.steel", 28, rotation=turn),
        tube(0.72, 0.05, (0.0, 0.2, 1.2), "metal.chrome", 28, rotation=turn),
        tube(0.2, 0.1, (0.0, 0.25, 1.2), "metal.brass", 16, rotation=turn),
        block((0.7, 0.05, 0.05), (0.0, 0.36, 1.2), "metal.brass"),
        block((0.05, 0.05, 0.7), (0.0, 0.36, 1.2), "metal.brass"),
    ]
    return Piece("vault door", tuple(parts), front_clear_m=0.8)


def display_case(rng: Rng) -> Piece:
    """A shop case: cabinet below, framed top."""
    w, d = 1.4, 0.55
    parts = [
        block((w, d, 0.55), (0.0, 0.0, 0.275), "@wood"),
        slab((w + 0.02, d + 0.02, 0.03), (0.0, 0.0, 1.035), "@wood"),
        slab((w - 0.04, d - 0.04, 0.02), (0.0, 0.0, 0.8), "paint.white"),
    ]
    parts += [
        block((0.03, 0.03, 0.47), (s * (w / 2 - 0.015), t * (d / 2 - 0.015), 0.785), "metal.brass")
        for s in (-1, 1)
        for t in (-1, 1)
    ]
    parts += [
        cushion((0.22, 0.18, 0.1), (x, 0.0, 0.62), look, 0.03)
        for x, look in ((-0.45, "@accent"), (0.0, "gold"), (0.45, "@cloth"))
    ]
    return Piece(
        "display case",
        tuple(parts),
        (),
        (LocalSurface((0.0, 0.0, 1.05), w / 2 - 0.1, d / 2 - 0.08),),
        front_clear_m=0.6,
    )


def easel(rng: Rng) -> Piece:
    """A painter's easel with a canvas."""
    lean = pitch(0.16)
    parts = [block((0.03, 0.03, 1.75), (x, 0.05, 0.87), "@wood", lean) for x in (-0.28, 0.28)]
    parts += [
        block((0.03, 0.03, 1.5), (0.0, -0.34, 0.74), "@wood", pitch(-0.2)),
        block((0.7, 0.06, 0.03), (0.0, 0.1, 0.72), "@wood"),
        block((0.62, 0.025, 0.8), (0.0, 0.06, 1.14), "picture.land", lean),
    ]
    return Piece("easel", tuple(parts))


def sculpture(rng: Rng) -> Piece:
    """An abstract figure on a plinth."""
    h = vary(rng, 0.7, 0.9)
    look = pick(rng, ("marble.white", "metal.brass", "metal.rust"))
    parts = [
        block((0.5, 0.5, h), (0.0, 0.0, h / 2), "paint.white"),
        turned(
            ((0.14, 0.0), (0.1, 0.1), (0.19, 0.36), (0.08, 0.55), (0.12, 0.72), (0.0, 0.86)), (0.0, 0.0, h), look, 16
        ),
    ]
    return Piece("sculpture", tuple(parts))


def ladder(rng: Rng) -> Piece:
    """A step ladder."""
    parts = [block((0.04, 0.06, 1.7), (s * 0.24, 0.12, 0.83), "wood.pine", pitch(0.18)) for s in (-1, 1)]
    parts += [block((0.03, 0.04, 1.65), (s * 0.22, -0.32, 0.81), "wood.pine", pitch(-0.14)) for s in (-1, 1)]
    parts += [block((0.44, 0.1, 0.025), (0.0, 0.25 - 0.055 * i, 0.25 + 0.3 * i), "wood.pine") for i in range(5)]
    return Piece("ladder", tuple(parts))


def hoop(rng: Rng) -> Piece:
    """A basketball hoop on a pole."""
    parts = [
        block((1.0, 1.0, 0.25), (0.0, -0.4, 0.125), "plastic.blue"),
        tube(0.06, 3.3, (0.0, -0.4, 0.2), "metal.black", 10),
        block((0.08, 0.9, 0.08), (0.0, 0.0, 3.25), "metal.black"),
    ]
    parts += [
        block((1.8, 0.04, 1.05), (0.0, 0.45, 3.35), "paint.white"),
        block((0.6, 0.01, 0.45), (0.0, 0.475, 3.2), "metal.red"),
    ]
    parts.append(turned(((0.2, 0.0), (0.23, 0.3), (0.235, 0.33), (0.22, 0.33)), (0.0, 0.72, 2.72), "metal.red", 16))
    return Piece("basketball hoop", tuple(parts))


def stairs(rng: Rng) -> Piece:
    """A straight flight going up along the wall; back to the wall."""
    parts: list[Part] = []
    n, rise, run, wide = 11, 0.175, 0.27, 0.95
    for i in range(n):
        x = -n * run / 2 + run * (i + 0.5)
        h = rise * (i + 1)
        parts += [
            block((run, wide, h - 0.03), (x, 0.0, (h - 0.03) / 2), "@trim"),
            slab((run + 0.02, wide, 0.03), (x - 0.01, 0.0, h - 0.015), "@wood"),
        ]
        if i % 2 == 0:
            parts.append(block((0.035, 0.035, 0.86), (x, wide / 2 - 0.04, h + 0.43), "@trim"))
    slope = (0.9588, 0.0, -0.2841, 0.0)
    parts.append(
        Part(
            block((n * run * 1.19, 0.06, 0.05), (0.0, 0.0, 0.0), "@wood").mesh,
            "@wood",
            (0.0, wide / 2 - 0.04, n * rise / 2 + 0.98),
            slope,
        )
    )
    return Piece("stairs", tuple(parts))


def ring(rng: Rng) -> Piece:
    """A circus ring: a low curb in segments round a sawdust floor."""
    parts: list[Part] = [tube(3.0, 0.02, (0.0, 0.0, 0.0), "earth", 36)]
    for k in range(20):
        if k in (14, 15):
            continue
        q = yaw(k * 0.314159)
        x, y = -3.1 * 2 * q[0] * q[3], 3.1 * (q[0] * q[0] - q[3] * q[3])
        parts.append(cushion((0.95, 0.3, 0.34), (x, y, 0.17), "canvas.red" if k % 2 else "paint.white", 0.03, q))
    return Piece("circus ring", tuple(parts), solid_kind="ground")


def stage(rng: Rng) -> Piece:
    """A low stage platform with a step."""
    parts = [
        block((5.6, 2.4, 0.34), (0.0, -0.1, 0.17), "paint.dark"),
        slab((5.7, 2.5, 0.05), (0.0, -0.1, 0.365), "@wood"),
        block((1.4, 0.32, 0.19), (0.0, 1.3, 0.095), "@wood"),
    ]
    return Piece("stage", tuple(parts))


def throne(rng: Rng) -> Piece:
    """A high chair of state."""
    parts = [
        block((0.8, 0.7, 0.4), (0.0, 0.0, 0.2), "@wood"),
        cushion((0.66, 0.6, 0.12), (0.0, 0.03, 0.44), "velvet.red", 0.04),
        block((0.84, 0.1, 1.3), (0.0, -0.32, 1.05), "@wood"),
        cushion((0.6, 0.07, 0.8), (0.0, -0.25, 1.0), "velvet.red", 0.03),
    ]
    parts += [block((0.1, 0.6, 0.3), (s * 0.37, 0.0, 0.55), "gold") for s in (-1, 1)]
    return Piece("throne", tuple(parts), (LocalSeat((0.0, 0.06, 0.5)),))


def candlestand(rng: Rng) -> Piece:
    """A tall floor candelabrum."""
    parts = [
        tube(0.16, 0.03, (0.0, 0.0, 0.0), "metal.brass", 16),
        tube(0.018, 1.25, (0.0, 0.0, 0.02), "metal.brass", 8),
        block((0.5, 0.02, 0.02), (0.0, 0.0, 1.25), "metal.brass"),
    ]
    for x in (-0.23, 0.0, 0.23):
        parts += [
            tube(0.02, 0.2, (x, 0.0, 1.27), "paint.cream", 8),
            ball((0.008, 0.008, 0.022), (x, 0.0, 1.49), "glow.candle", 6, 4),
        ]
    return Piece("candelabrum", tuple(parts), lamps=(LocalLamp((0.0, 0.0, 1.55), 42.0, 1900.0, "candle"),))


def stage_low(rng: Rng) -> Piece:
    """A small music stage."""
    parts = [block((3.6, 1.7, 0.2), (0.0, 0.0, 0.1), "paint.dark"), slab((3.66, 1.76, 0.04), (0.0, 0.0, 0.22), "@wood")]
    return Piece("stage", tuple(parts))


def judge_desk(rng: Rng) -> Piece:
    """A judge's raised desk; the judge sits at -Y."""
    w = 2.6
    parts = [
        block((w, 0.14, 1.15), (0.0, 0.3, 0.575), "@panel"),
        slab((w + 0.1, 0.7, 0.05), (0.0, 0.06, 1.17), "@wood"),
        slab((w + 0.04, 0.04, 0.12), (0.0, 0.38, 0.06), "@wood"),
    ]
    parts += [block((0.14, 0.6, 1.13), (s * (w / 2 - 0.07), -0.05, 0.565), "@panel") for s in (-1, 1)]
    parts += [slab((w / 3 - 0.16, 0.02, 0.74), (x, 0.378, 0.62), "@wood") for x in (-w / 3, 0.0, w / 3)]
    return Piece("judge's bench", tuple(parts), (), (LocalSurface((0.0, 0.1, 1.195), w / 2 - 0.15, 0.2),))
