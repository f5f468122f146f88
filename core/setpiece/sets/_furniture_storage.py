"""Shelves, cupboards, appliances and machines: what stands against walls."""

# ruff: noqa: ARG001 - makers share one signature, whether or not they vary
from __future__ import annotations

import numpy as np

from ..geometry import pick
from ._furniture_kit import block, legs, many_boxes, slab, tube, turned, vary
from ._piece import LocalSurface, Part, Piece

Rng = np.random.Generator
_BOOKS = ("book.rust", "book.navy", "book.olive", "book.cream", "book.plum", "book.teal", "book.grey", "book.red")


def _books(rng: Rng, x0: float, x1: float, y: float, z: float, height: float) -> list[Part]:
    """Runs of books standing from ``x0`` to ``x1`` on a shelf at ``z``."""
    out: list[Part] = []
    x = x0
    while x < x1 - 0.08:
        rows = []
        tall = height * (0.62 + 0.3 * rng.random())
        start = x
        for _ in range(3 + int(rng.random() * 6)):
            thick = 0.022 + 0.03 * rng.random()
            if x + thick > x1:
                break
            h = tall * (0.92 + 0.08 * rng.random())
            rows.append(((thick - 0.002, 0.17, h), (x + thick / 2, y, z + h / 2)))
            x += thick
        if rows:
            out.append(many_boxes(rows, pick(rng, _BOOKS)))
        if rng.random() < 0.3 or x == start:
            x += 0.08 + 0.12 * rng.random()
    return out


def bookshelf(rng: Rng) -> Piece:
    """An open bookcase, mostly full."""
    w, d, h = vary(rng, 0.9, 1.15), 0.32, vary(rng, 1.8, 2.1)
    parts = [block((w, 0.015, h - 0.02), (0.0, -d / 2 + 0.0075, h / 2), "@wood")]
    parts += [block((0.03, d, h), (s * (w / 2 - 0.015), 0.0, h / 2), "@wood") for s in (-1, 1)]
    levels = 5
    for i in range(levels + 1):
        z = 0.08 + (h - 0.1) * i / levels
        parts.append(block((w - 0.06, d - 0.02, 0.024), (0.0, 0.0, z), "@wood"))
        if i < levels:
            parts += _books(rng, -w / 2 + 0.05, w / 2 - 0.05, 0.0, z + 0.012, (h - 0.1) / levels - 0.04)
    return Piece("bookshelf", tuple(parts), front_clear_m=0.4)


def low_shelf(rng: Rng) -> Piece:
    """A waist-high shelf with books and a free top."""
    w, d, h = vary(rng, 1.0, 1.3), 0.34, 0.82
    parts = [
        slab((w, d, 0.03), (0.0, 0.0, h - 0.015), "@wood"),
        block((w - 0.02, 0.015, h - 0.03), (0.0, -d / 2 + 0.01, h / 2), "@wood"),
    ]
    parts += [
        block((0.03, d - 0.01, h - 0.03), (x, 0.0, (h - 0.03) / 2), "@wood")
        for x in (-w / 2 + 0.015, 0.0, w / 2 - 0.015)
    ]
    for z in (0.06, 0.42):
        parts.append(block((w - 0.04, d - 0.02, 0.022), (0.0, 0.0, z), "@wood"))
        parts += _books(rng, -w / 2 + 0.04, -0.02, 0.0, z + 0.011, 0.32)
        parts += _books(rng, 0.02, w / 2 - 0.04, 0.0, z + 0.011, 0.32)
    return Piece(
        "shelf", tuple(parts), (), (LocalSurface((0.0, 0.0, h), w / 2 - 0.06, d / 2 - 0.05),), front_clear_m=0.4
    )


def wardrobe(rng: Rng) -> Piece:
    """A two-door wardrobe."""
    w, d, h = vary(rng, 1.15, 1.4), 0.6, vary(rng, 1.95, 2.1)
    parts = [
        block((w, d - 0.02, h - 0.12), (0.0, -0.01, h / 2), "@wood"),
        slab((w + 0.05, d + 0.03, 0.05), (0.0, 0.0, h - 0.025), "@wood"),
    ]
    parts.append(block((w - 0.04, d - 0.05, 0.08), (0.0, -0.01, 0.04), "@wood"))
    for s in (-1, 1):
        parts.append(slab((w / 2 - 0.02, 0.022, h - 0.2), (s * w / 4, d / 2 - 0.012, h / 2), "@wood"))
        parts.append(slab((w / 2 - 0.16, 0.01, h * 0.36), (s * w / 4, d / 2 + 0.003, h * 0.7), "@wood"))
        parts.append(slab((w / 2 - 0.16, 0.01, h * 0.3), (s * w / 4, d / 2 + 0.003, h * 0.28), "@wood"))
        parts.append(block((0.016, 0.03, 0.14), (s * 0.045, d / 2 + 0.012, h * 0.5), "metal.brass"))
    return Piece("wardrobe", tuple(parts), front_clear_m=0.6)


def dresser(rng: Rng) -> Piece:
    """A chest of six drawers."""
    w, d, h = vary(rng, 1.1, 1.3), 0.46, 0.84
    parts = [
        block((w, d - 0.02, h - 0.12), (0.0, -0.01, h / 2 + 0.03), "@wood"),
        slab((w + 0.04, d + 0.02, 0.03), (0.0, 0.0, h - 0.015), "@wood"),
    ]
    for s in (-1, 1):
        for z in (0.24, 0.46, 0.68):
            parts.append(slab((w / 2 - 0.03, 0.02, 0.2), (s * w / 4, d / 2 - 0.012, z), "@wood"))
            parts.append(block((0.12, 0.02, 0.016), (s * w / 4, d / 2 + 0.006, z + 0.02), "metal.brass"))
    parts += legs(w / 2 - 0.02, d / 2 - 0.03, 0.1, "@wood", 0.05)
    return Piece(
        "dresser", tuple(parts), (), (LocalSurface((0.0, 0.0, h), w / 2 - 0.06, d / 2 - 0.06),), front_clear_m=0.5
    )


def sideboard(rng: Rng) -> Piece:
    """A low cupboard for dining rooms and halls."""
    w, d, h = vary(rng, 1.4, 1.7), 0.45, 0.8
    parts = [
        block((w, d - 0.03, h - 0.16), (0.0, -0.01, h / 2 + 0.05), "@wood"),
        slab((w + 0.03, d, 0.03), (0.0, 0.0, h - 0.015), "@wood"),
    ]
    for i in range(3):
        parts.append(slab((w / 3 - 0.03, 0.02, h - 0.24), (-w / 3 + w / 3 * i, d / 2 - 0.018, h / 2 + 0.04), "@wood"))
        parts.append(block((0.015, 0.02, 0.1), (-w / 3 + w / 3 * i + 0.14, d / 2 + 0.002, h * 0.62), "metal.brass"))
    parts += legs(w / 2 - 0.04, d / 2 - 0.04, 0.14, "@wood", 0.05, True)
    return Piece(
        "sideboard", tuple(parts), (), (LocalSurface((0.0, 0.0, h), w / 2 - 0.06, d / 2 - 0.06),), front_clear_m=0.5
    )


def tv_stand(rng: Rng) -> Piece:
    """A low unit with a television."""
    w, d, h = vary(rng, 1.4, 1.6), 0.42, 0.48
    tv = vary(rng, 1.05, 1.25)
    parts = [
        block((w, d - 0.02, h - 0.1), (0.0, -0.01, h / 2 + 0.03), "@wood"),
        slab((w + 0.02, d, 0.03), (0.0, 0.0, h - 0.015), "@wood"),
        slab((tv, 0.05, tv * 0.58), (0.0, -0.06, h + 0.06 + tv * 0.29), "plastic.black"),
        block((tv - 0.04, 0.006, tv * 0.58 - 0.04), (0.0, -0.032, h + 0.06 + tv * 0.29), "glass.dark"),
        block((0.4, 0.2, 0.015), (0.0, -0.06, h + 0.0075), "plastic.black"),
        block((0.08, 0.04, 0.08), (0.0, -0.07, h + 0.04), "plastic.black"),
        *legs(w / 2 - 0.04, d / 2 - 0.04, 0.09, "@wood", 0.04),
    ]
    for s in (-1, 1):
        parts.append(slab((w / 2 - 0.04, 0.016, h - 0.18), (s * w / 4, d / 2 - 0.014, h / 2 + 0.03), "@wood"))
    return Piece("television", tuple(parts), front_clear_m=0.5)


def filing_cabinet(rng: Rng) -> Piece:
    """Four steel drawers."""
    w, d, h = 0.46, 0.6, 1.32
    look = pick(rng, ("metal.grey", "metal.green", "metal.black"))
    parts = [block((w, d - 0.02, h), (0.0, -0.01, h / 2), look)]
    for i in range(4):
        z = 0.04 + 0.32 * i + 0.155
        parts.append(slab((w - 0.04, 0.02, 0.29), (0.0, d / 2 - 0.014, z), look))
        parts.append(block((0.12, 0.025, 0.02), (0.0, d / 2 + 0.006, z + 0.05), "metal.chrome"))
        parts.append(block((0.09, 0.008, 0.04), (0.0, d / 2 - 0.002, z + 0.1), "paper.white"))
    return Piece("filing cabinet", tuple(parts), (), (LocalSurface((0.0, 0.0, h), 0.18, 0.24),), front_clear_m=0.6)


def lockers(rng: Rng) -> Piece:
    """Three tall lockers."""
    look = pick(rng, ("metal.blue", "metal.green", "metal.grey"))
    parts = [
        block((1.05, 0.44, 1.8), (0.0, -0.01, 0.98), look),
        block((1.0, 0.4, 0.08), (0.0, -0.02, 0.04), "paint.dark"),
    ]
    for i in range(3):
        x = -0.35 + 0.35 * i
        parts.append(slab((0.33, 0.02, 1.74), (x, 0.215, 0.98), look))
        parts.append(many_boxes([((0.16, 0.004, 0.012), (x, 0.226, 1.66 - 0.04 * k)) for k in range(3)], "paint.dark"))
        parts.append(block((0.03, 0.02, 0.1), (x + 0.12, 0.232, 1.0), "metal.chrome"))
    return Piece("lockers", tuple(parts), front_clear_m=0.5)


def fridge(rng: Rng) -> Piece:
    """A two-door refrigerator."""
    w, d, h = 0.72, 0.7, vary(rng, 1.72, 1.82)
    look = pick(rng, ("plastic.white", "metal.steel"))
    parts = [
        slab((w, d - 0.08, h - 0.03), (0.0, -0.03, h / 2 + 0.015), look, 0.015),
        slab((w - 0.01, 0.06, h * 0.33), (0.0, d / 2 - 0.035, h * 0.82), look, 0.015),
        slab((w - 0.01, 0.06, h * 0.61), (0.0, d / 2 - 0.035, h * 0.34), look, 0.015),
        block((w - 0.1, d - 0.16, 0.04), (0.0, -0.03, 0.02), "paint.dark"),
        block((0.025, 0.035, 0.3), (-w / 2 + 0.07, d / 2 + 0.012, h * 0.8), "metal.chrome"),
        block((0.025, 0.035, 0.5), (-w / 2 + 0.07, d / 2 + 0.012, h * 0.44), "metal.chrome"),
        block((0.12, 0.004, 0.09), (0.12, d / 2 - 0.003, h * 0.55), "paper.white"),
    ]
    return Piece("fridge", tuple(parts), front_clear_m=0.7)


def stove(rng: Rng) -> Piece:
    """A cooker with four rings and an oven, a hood above."""
    w, d, h = 0.62, 0.62, 0.91
    look = pick(rng, ("plastic.white", "metal.steel"))
    parts = [
        block((w, d - 0.04, h - 0.04), (0.0, -0.02, (h - 0.04) / 2), look),
        slab((w, d, 0.04), (0.0, 0.0, h - 0.02), "metal.black"),
        slab((w - 0.08, 0.02, 0.42), (0.0, d / 2 - 0.032, 0.4), "glass.dark"),
        block((w - 0.12, 0.03, 0.025), (0.0, d / 2 - 0.008, 0.64), "metal.chrome"),
        block((w, 0.06, 0.14), (0.0, -d / 2 + 0.03, h + 0.07), look),
    ]
    for s in (-1, 1):
        for t in (-1, 1):
            parts.append(tube(0.09, 0.012, (s * 0.15, t * 0.13 + 0.02, h), "metal.grey", 14))
    for i in range(4):
        parts.append(block((0.04, 0.02, 0.04), (-0.2 + 0.13 * i, d / 2 - 0.012, 0.8), "plastic.black"))
    parts.append(
        turned(((0.1, 0.0), (0.11, 0.02), (0.11, 0.13), (0.115, 0.135)), (-0.15, -0.11, h + 0.012), "metal.steel")
    )
    return Piece("stove", tuple(parts), front_clear_m=0.8)


def wall_cabinet(rng: Rng) -> Piece:
    """Kitchen wall cupboards; origin at their underside against the wall."""
    w, d, h = 1.8, 0.34, 0.7
    parts = [block((w, d - 0.02, h), (0.0, -0.01, h / 2), "@trim")]
    for i in range(3):
        x = -w / 3 + w / 3 * i
        parts.append(slab((w / 3 - 0.02, 0.02, h - 0.02), (x, d / 2 - 0.01, h / 2), "@trim"))
        parts.append(block((0.016, 0.02, 0.12), (x + 0.22, d / 2 + 0.01, 0.12), "metal.steel"))
    return Piece("wall cabinet", tuple(parts))


def washer(rng: Rng) -> Piece:
    """A front-loading washing machine."""
    parts = [
        slab((0.6, 0.58, 0.85), (0.0, -0.01, 0.425), "plastic.white", 0.012),
        tube(0.2, 0.02, (0.0, 0.3, 0.42), "metal.chrome", 20, rotation=(0.70710678, 0.70710678, 0.0, 0.0)),
        tube(0.15, 0.03, (0.0, 0.315, 0.42), "glass.dark", 20, rotation=(0.70710678, 0.70710678, 0.0, 0.0)),
        block((0.5, 0.012, 0.1), (0.0, 0.284, 0.77), "plastic.grey"),
    ]
    return Piece("washing machine", tuple(parts), (), (LocalSurface((0.0, 0.0, 0.85), 0.24, 0.22),), front_clear_m=0.6)


def back_bar(rng: Rng) -> Piece:
    """A bar's back wall: cupboards below, lit shelves of bottles over a mirror."""
    w, d, h = 3.0, 0.42, 2.15
    parts = [
        block((w, d, 0.9), (0.0, 0.0, 0.45), "@panel"),
        slab((w + 0.04, d + 0.03, 0.04), (0.0, 0.0, 0.92), "@wood"),
        block((w - 0.1, 0.02, h - 1.06), (0.0, -d / 2 + 0.01, 0.94 + (h - 1.06) / 2), "glass.mirror"),
        slab((w + 0.06, 0.34, 0.1), (0.0, -0.04, h - 0.05), "@wood"),
    ]
    parts += [
        block((0.07, 0.3, h - 1.04), (x, -0.06, 0.94 + (h - 1.04) / 2), "@wood")
        for x in (-w / 2 + 0.035, 0.0, w / 2 - 0.035)
    ]
    looks = ("glass.amber", "glass.green", "glass.clear", "glass.dark", "glass.amber", "plastic.red")
    for z in (0.94, 1.3, 1.66):
        if z > 1.0:
            parts += [slab((w / 2 - 0.06, 0.24, 0.025), (s * w / 4, -0.08, z - 0.0125), "@wood") for s in (-1, 1)]
        for s in (-1, 1):
            x = -w / 4 - 0.6
            while x < -w / 4 + 0.6:
                parts.append(_bottle((s * x if s > 0 else -x - 0.0, -0.08, z), looks[int(rng.random() * 6)], rng))
                x += 0.11 + 0.12 * rng.random()
    return Piece("back bar", tuple(parts), (), (LocalSurface((0.0, 0.12, 0.94), 1.3, 0.08),))


_BOTTLES = (
    ((0.036, 0.0), (0.038, 0.17), (0.014, 0.22), (0.014, 0.28)),
    ((0.04, 0.0), (0.042, 0.14), (0.016, 0.19), (0.013, 0.25)),
    ((0.033, 0.0), (0.033, 0.2), (0.012, 0.24), (0.014, 0.3)),
)


def _bottle(base: tuple[float, float, float], look: str, rng: Rng) -> Part:
    return turned(_BOTTLES[int(rng.random() * 3)], base, look, 8)


def bottle(rng: Rng) -> Piece:
    """One bottle."""
    return Piece(
        "bottle", (_bottle((0.0, 0.0, 0.0), pick(rng, ("glass.amber", "glass.green")), rng),), solid_kind="prop"
    )


def sideboard_slim(rng: Rng) -> Piece:
    """A narrow hall table."""
    w, d, h = 1.1, 0.3, 0.8
    parts = [
        slab((w, d, 0.03), (0.0, 0.0, h - 0.015), "@wood"),
        block((w - 0.08, d - 0.06, 0.12), (0.0, 0.0, h - 0.09), "@wood"),
        *legs(w / 2 - 0.02, d / 2 - 0.02, h - 0.03, "@wood", 0.04),
    ]
    return Piece("hall table", tuple(parts), (), (LocalSurface((0.0, 0.0, h), w / 2 - 0.06, d / 2 - 0.05),))
