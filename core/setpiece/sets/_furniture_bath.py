"""Bathrooms and wards."""

# ruff: noqa: ARG001 - makers share one signature, whether or not they vary
from __future__ import annotations

import numpy as np

from ._furniture_kit import block, cushion, folds, slab, tube, turned, vary
from ._piece import LocalLamp, LocalSeat, LocalSurface, Piece

Rng = np.random.Generator
_LYING = (0.70710678, 0.0, 0.70710678, 0.0)


def toilet(rng: Rng) -> Piece:
    """A toilet with cistern."""
    parts = [
        cushion((0.36, 0.18, 0.36), (0.0, -0.25, 0.6), "ceramic.white", 0.03),
        cushion((0.38, 0.2, 0.03), (0.0, -0.25, 0.795), "ceramic.white", 0.01),
        cushion((0.22, 0.4, 0.3), (0.0, 0.02, 0.15), "ceramic.white", 0.05),
        cushion((0.36, 0.5, 0.12), (0.0, 0.09, 0.345), "ceramic.white", 0.05),
        cushion((0.37, 0.48, 0.03), (0.0, 0.09, 0.42), "plastic.white", 0.014),
        block((0.05, 0.02, 0.02), (0.1, -0.15, 0.72), "metal.chrome"),
    ]
    return Piece("toilet", tuple(parts), (LocalSeat((0.0, 0.08, 0.435)),), front_clear_m=0.5)


def washbasin(rng: Rng) -> Piece:
    """A basin on a cupboard under a mirror."""
    w = vary(rng, 0.7, 0.95)
    parts = [
        block((w, 0.44, 0.6), (0.0, -0.01, 0.45), "@trim"),
        slab((w + 0.03, 0.5, 0.04), (0.0, 0.0, 0.77), "@stone"),
        turned(((0.1, 0.0), (0.2, 0.09), (0.21, 0.1), (0.19, 0.1)), (0.0, 0.02, 0.79), "ceramic.white", 20),
        tube(0.014, 0.2, (0.0, -0.19, 0.79), "metal.chrome", 8),
        block((0.02, 0.12, 0.02), (0.0, -0.14, 0.98), "metal.chrome"),
        block((w - 0.06, 0.02, 0.8), (0.0, -0.24, 1.55), "@wood"),
        block((w - 0.12, 0.006, 0.74), (0.0, -0.227, 1.55), "glass.mirror"),
        block((w - 0.04, 0.38, 0.15), (0.0, -0.03, 0.075), "paint.dark"),
    ]
    parts += [slab((w / 2 - 0.02, 0.02, 0.56), (s * w / 4, 0.222, 0.45), "@trim") for s in (-1, 1)]
    return Piece(
        "washbasin", tuple(parts), (), (LocalSurface((w / 2 - 0.1, 0.02, 0.79), 0.07, 0.15),), front_clear_m=0.6
    )


def bathtub(rng: Rng) -> Piece:
    """A bathtub with panels; long side against the wall."""
    w, d, h = 1.7, 0.76, 0.58
    parts = [block((w, 0.06, h), (0.0, s * (d / 2 - 0.03), h / 2), "ceramic.white") for s in (-1, 1)]
    parts += [block((0.09, d - 0.12, h), (s * (w / 2 - 0.045), 0.0, h / 2), "ceramic.white") for s in (-1, 1)]
    parts += [
        block((w - 0.18, d - 0.12, 0.18), (0.0, 0.0, 0.09), "ceramic.white"),
        slab((w, 0.08, 0.03), (0.0, d / 2 - 0.03, h + 0.015), "ceramic.white", 0.012),
    ]
    parts += [
        block((0.03, 0.1, 0.03), (w / 2 - 0.2, -d / 2 + 0.08, h + 0.12), "metal.chrome"),
        block((0.16, 0.04, 0.04), (w / 2 - 0.2, -d / 2 + 0.04, h + 0.14), "metal.chrome"),
    ]
    parts.append(cushion((0.5, 0.09, 0.3), (-0.3, d / 2 - 0.02, h - 0.1), "@accent", 0.02))
    return Piece("bathtub", tuple(parts), front_clear_m=0.5)


def urinal(rng: Rng) -> Piece:
    """A urinal."""
    parts = [
        cushion((0.36, 0.12, 0.7), (0.0, -0.06, 0.85), "ceramic.white", 0.04),
        cushion((0.34, 0.3, 0.16), (0.0, 0.07, 0.55), "ceramic.white", 0.06),
        tube(0.014, 0.2, (0.0, -0.05, 1.2), "metal.chrome", 8),
    ]
    parts.append(slab((0.03, 0.5, 0.9), (0.33, 0.1, 0.95), "plastic.grey"))
    return Piece("urinal", tuple(parts), front_clear_m=0.5)


def towel_rail(rng: Rng) -> Piece:
    """A rail with a towel; origin on the wall."""
    parts = [
        tube(0.01, 0.6, (-0.3, 0.06, 0.0), "metal.chrome", 8, rotation=_LYING),
        cushion((0.42, 0.05, 0.55), (0.0, 0.062, -0.26), "@accent", 0.02),
    ]
    parts += [block((0.02, 0.06, 0.02), (s * 0.28, 0.03, 0.0), "metal.chrome") for s in (-1, 1)]
    return Piece("towel rail", tuple(parts))


def iv_stand(rng: Rng) -> Piece:
    """A drip stand."""
    parts = [
        tube(0.012, 1.85, (0.0, 0.0, 0.06), "metal.chrome", 8),
        block((0.3, 0.02, 0.02), (0.0, 0.0, 1.9), "metal.chrome"),
        block((0.5, 0.05, 0.05), (0.0, 0.0, 0.045), "metal.grey"),
        block((0.05, 0.5, 0.05), (0.0, 0.0, 0.045), "metal.grey"),
    ]
    parts += [
        cushion((0.13, 0.04, 0.2), (0.13, 0.0, 1.76), "glass.clear", 0.018),
        block((0.12, 0.14, 0.2), (0.0, 0.05, 1.15), "plastic.grey"),
    ]
    return Piece("drip stand", tuple(parts))


def vitals(rng: Rng) -> Piece:
    """A patient monitor on a trolley."""
    parts = [
        tube(0.03, 1.05, (0.0, 0.0, 0.1), "metal.grey", 8),
        block((0.46, 0.4, 0.06), (0.0, 0.0, 0.07), "plastic.grey"),
        slab((0.4, 0.18, 0.32), (0.0, 0.0, 1.32), "plastic.white", 0.015),
        block((0.34, 0.01, 0.24), (0.0, 0.093, 1.33), "screen.on"),
        slab((0.4, 0.32, 0.03), (0.0, 0.0, 0.82), "plastic.white"),
        block((0.3, 0.22, 0.12), (0.0, 0.0, 0.9), "plastic.grey"),
    ]
    return Piece("patient monitor", tuple(parts))


def trolley(rng: Rng) -> Piece:
    """A steel trolley with two shelves, a push bar and castors."""
    parts = [slab((0.86, 0.48, 0.03), (0.0, 0.0, z), "metal.steel", 0.008) for z in (0.86, 0.5, 0.2)]
    parts += [tube(0.014, 0.86, (x, y, 0.1), "metal.chrome", 8) for x in (-0.42, 0.42) for y in (-0.23, 0.23)]
    parts += [
        tube(0.05, 0.03, (x - 0.015, y, 0.05), "rubber", 10, rotation=(0.70710678, 0.0, 0.70710678, 0.0))
        for x in (-0.42, 0.42)
        for y in (-0.23, 0.23)
    ]
    parts += [block((0.03, 0.5, 0.03), (-0.46, 0.0, 0.92), "metal.chrome")]
    parts += [
        block((0.3, 0.3, 0.1), (0.2, 0.0, 0.565), "plastic.white"),
        slab((0.26, 0.3, 0.14), (-0.18, 0.0, 0.585), "fabric.white", 0.02),
    ]
    return Piece("trolley", tuple(parts), surfaces=(LocalSurface((0.0, 0.0, 0.875), 0.4, 0.2),))


def screen_curtain(rng: Rng) -> Piece:
    """A ward curtain on a frame."""
    parts = [
        folds(1.7, 1.75, 0.1, (0.0, 0.0, 1.0), "fabric.sage", 9),
        block((1.8, 0.03, 0.03), (0.0, 0.0, 1.9), "metal.chrome"),
    ]
    parts += [block((0.03, 0.03, 1.9), (s * 0.885, 0.0, 0.95), "metal.chrome") for s in (-1, 1)]
    parts += [block((0.05, 0.5, 0.04), (s * 0.885, 0.0, 0.02), "metal.grey") for s in (-1, 1)]
    return Piece("ward curtain", tuple(parts))


def bed_head_unit(rng: Rng) -> Piece:
    """Gas outlets and a reading light over a hospital bed; origin on the wall."""
    parts = [
        slab((1.9, 0.09, 0.22), (0.0, 0.045, 0.0), "plastic.white"),
        block((0.9, 0.02, 0.05), (0.0, 0.1, 0.08), "glow.cool"),
    ]
    parts += [
        tube(
            0.03,
            0.02,
            (x, 0.09, -0.03),
            "plastic.blue" if x < 0 else "plastic.green",
            10,
            rotation=(0.70710678, -0.70710678, 0.0, 0.0),
        )
        for x in (-0.8, -0.68, 0.68, 0.8)
    ]
    return Piece("bed head panel", tuple(parts), lamps=(LocalLamp((0.0, 0.15, 0.12), 900.0, 4000.0, "wall"),))
