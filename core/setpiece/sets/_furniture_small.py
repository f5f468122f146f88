"""What lies on tables and stands in corners."""

# ruff: noqa: ARG001 - makers share one signature, whether or not they vary
from __future__ import annotations

import numpy as np

from ..geometry import pick
from ._furniture_kit import ball, block, cushion, many_boxes, pitch, slab, tube, turned, vary, yaw
from ._piece import Piece

Rng = np.random.Generator


def vase(rng: Rng) -> Piece:
    """A vase."""
    s = vary(rng, 0.8, 1.2)
    profile = ((0.05 * s, 0.0), (0.09 * s, 0.1 * s), (0.06 * s, 0.22 * s), (0.03 * s, 0.27 * s), (0.045 * s, 0.31 * s))
    return Piece(
        "vase",
        (turned(profile, (0.0, 0.0, 0.0), pick(rng, ("ceramic.blue", "ceramic.white", "ceramic.terracotta"))),),
        solid_kind="prop",
    )


def book_stack(rng: Rng) -> Piece:
    """A few books, lying."""
    parts = []
    z = 0.0
    for _ in range(3):
        t = 0.02 + 0.02 * rng.random()
        look = pick(rng, ("book.rust", "book.navy", "book.olive", "book.cream", "book.red"))
        parts.append(
            block((0.15 + 0.04 * rng.random(), 0.21, t), (0.0, 0.0, z + t / 2), look, yaw(0.3 * rng.random() - 0.15))
        )
        z += t
    return Piece("books", tuple(parts), solid_kind="prop")


def papers(rng: Rng) -> Piece:
    """Sheets and a folder."""
    parts = [block((0.24, 0.32, 0.012), (0.0, 0.0, 0.006), "paper.card", yaw(0.2 * rng.random()))]
    parts.append(block((0.21, 0.297, 0.006), (0.01, 0.0, 0.015), "paper.white", yaw(-0.1)))
    return Piece("papers", tuple(parts), solid_kind="prop")


def bowl(rng: Rng) -> Piece:
    """A bowl of fruit."""
    parts = [turned(((0.05, 0.0), (0.12, 0.05), (0.14, 0.08), (0.13, 0.08)), (0.0, 0.0, 0.0), "ceramic.white")]
    parts += [
        ball((0.038, 0.038, 0.038), (x, y, 0.085), look, 8, 6)
        for x, y, look in ((0.05, 0.0, "plastic.red"), (-0.04, 0.05, "plastic.yellow"), (-0.03, -0.05, "plastic.green"))
    ]
    return Piece("fruit bowl", tuple(parts), solid_kind="prop")


def cups(rng: Rng) -> Piece:
    """Two cups."""
    cup = ((0.03, 0.0), (0.038, 0.03), (0.04, 0.085), (0.036, 0.085))
    return Piece(
        "cups",
        (turned(cup, (-0.07, 0.0, 0.0), "ceramic.white", 12), turned(cup, (0.07, 0.04, 0.0), "ceramic.white", 12)),
        solid_kind="prop",
    )


def monitor(rng: Rng) -> Piece:
    """A computer screen, keyboard and mouse; the user is at +Y."""
    w = vary(rng, 0.5, 0.58)
    parts = [
        slab((w, 0.03, w * 0.6), (0.0, -0.1, 0.12 + w * 0.3), "plastic.black"),
        block((w - 0.03, 0.004, w * 0.6 - 0.03), (0.0, -0.0835, 0.12 + w * 0.3), "screen.on"),
        block((0.05, 0.03, 0.16), (0.0, -0.125, 0.09), "plastic.black"),
        block((0.22, 0.16, 0.014), (0.0, -0.11, 0.007), "plastic.black"),
        slab((0.42, 0.13, 0.018), (-0.02, 0.14, 0.009), "plastic.grey"),
        cushion((0.06, 0.1, 0.03), (0.27, 0.14, 0.015), "plastic.grey", 0.012),
    ]
    return Piece("computer", tuple(parts))


def telephone(rng: Rng) -> Piece:
    """A desk telephone."""
    parts = [
        cushion((0.2, 0.2, 0.06), (0.0, 0.0, 0.03), "plastic.black", 0.015),
        cushion((0.05, 0.2, 0.04), (-0.06, 0.0, 0.078), "plastic.black", 0.015),
    ]
    parts.append(block((0.08, 0.1, 0.006), (0.045, 0.0, 0.062), "plastic.grey"))
    return Piece("telephone", tuple(parts), solid_kind="prop")


def register(rng: Rng) -> Piece:
    """A cash register; the cashier is at -Y."""
    parts = [
        slab((0.38, 0.4, 0.1), (0.0, 0.0, 0.05), "plastic.grey"),
        slab((0.32, 0.24, 0.12), (0.0, 0.02, 0.16), "plastic.black"),
        slab((0.3, 0.03, 0.18), (0.0, 0.02, 0.3), "plastic.black", 0.006, pitch(-0.3)),
    ]
    return Piece("cash register", tuple(parts))


def bin_(rng: Rng) -> Piece:
    """A waste bin."""
    return Piece(
        "waste bin",
        (turned(((0.12, 0.0), (0.15, 0.3), (0.14, 0.3)), (0.0, 0.0, 0.0), pick(rng, ("metal.black", "plastic.grey"))),),
    )


def coat_rack(rng: Rng) -> Piece:
    """A coat stand with a coat."""
    parts = [tube(0.2, 0.03, (0.0, 0.0, 0.0), "@wood", 16), tube(0.02, 1.7, (0.0, 0.0, 0.02), "@wood", 8)]
    parts += [block((0.4, 0.02, 0.02), (0.0, 0.0, 1.62), "@wood", yaw(k * 1.5708 + 0.4)) for k in range(2)]
    parts.append(cushion((0.34, 0.16, 0.9), (0.1, 0.08, 1.12), "@accent", 0.07))
    return Piece("coat rack", tuple(parts))


def radiator(rng: Rng) -> Piece:
    """A column radiator."""
    rows = [((0.05, 0.1, 0.55), (-0.42 + 0.07 * i, 0.0, 0.37)) for i in range(13)]
    parts = [
        many_boxes(rows, "paint.white"),
        block((0.9, 0.03, 0.03), (0.0, 0.0, 0.14), "paint.white"),
        block((0.03, 0.08, 0.1), (-0.42, 0.0, 0.05), "paint.white"),
        block((0.03, 0.08, 0.1), (0.42, 0.0, 0.05), "paint.white"),
    ]
    return Piece("radiator", tuple(parts))
