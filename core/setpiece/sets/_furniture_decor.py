"""Lamps and what makes a place lived in: pictures, plants, rugs, clocks, screens."""

# ruff: noqa: ARG001 - makers share one signature, whether or not they vary
from __future__ import annotations

import numpy as np

from ..geometry import Mesh, pick, quat_multiply, quat_rotate
from ._furniture_kit import block, many_boxes, pitch, soft_box, tube, turned, vary, yaw
from ._piece import Part, Piece

Rng = np.random.Generator


def rug(rng: Rng, w: float = 2.4, d: float = 1.7) -> Piece:
    """A rug with a border; lies on the floor."""
    parts = [
        block((w, d, 0.006), (0.0, 0.0, 0.003), "@rug"),
        block((w - 0.24, d - 0.24, 0.004), (0.0, 0.0, 0.008), "@rug2"),
    ]
    return Piece("rug", tuple(parts), solid_kind="ground")


def picture(rng: Rng) -> Piece:
    """A framed picture; origin on the wall in its middle."""
    w, h = vary(rng, 0.45, 1.0), vary(rng, 0.45, 0.75)
    frame = pick(rng, ("@wood", "metal.black", "gold", "paint.white"))
    image = pick(rng, ("picture.warm", "picture.cool", "picture.land"))
    parts = [
        block((w, 0.02, h), (0.0, 0.01, 0.0), frame),
        block((w - 0.08, 0.008, h - 0.08), (0.0, 0.024, 0.0), "paper.white"),
        block((w - 0.2, 0.006, h - 0.2), (0.0, 0.031, 0.0), image),
    ]
    return Piece("picture", tuple(parts))


def painting(rng: Rng) -> Piece:
    """A large canvas."""
    w, h = vary(rng, 1.3, 1.9), vary(rng, 1.0, 1.3)
    image = pick(rng, ("picture.warm", "picture.cool", "picture.land"))
    parts = [
        block((w, 0.035, h), (0.0, 0.0175, 0.0), "wood.black"),
        block((w - 0.03, 0.012, h - 0.03), (0.0, 0.041, 0.0), image),
    ]
    return Piece("painting", tuple(parts))


def mirror(rng: Rng) -> Piece:
    """A framed mirror; origin on the wall in its middle."""
    w, h = vary(rng, 0.5, 0.7), vary(rng, 0.7, 0.9)
    return Piece(
        "mirror",
        (
            block((w, 0.02, h), (0.0, 0.01, 0.0), "@wood"),
            block((w - 0.08, 0.006, h - 0.08), (0.0, 0.023, 0.0), "glass.mirror"),
        ),
    )


def clock(rng: Rng) -> Piece:
    """A wall clock."""
    turn = (0.70710678, -0.70710678, 0.0, 0.0)
    parts = [
        tube(0.16, 0.03, (0.0, 0.0, 0.0), "plastic.black", 24, rotation=turn),
        tube(0.145, 0.008, (0.0, 0.03, 0.0), "paint.white", 24, rotation=turn),
    ]
    parts += [
        block((0.012, 0.006, 0.1), (0.0, 0.041, 0.05), "plastic.black"),
        block((0.08, 0.006, 0.012), (0.04, 0.041, 0.0), "plastic.black"),
    ]
    return Piece("clock", tuple(parts))


def whiteboard(rng: Rng) -> Piece:
    """A whiteboard with notes."""
    parts = [
        block((1.8, 0.025, 1.1), (0.0, 0.0125, 0.0), "metal.grey"),
        block((1.74, 0.006, 1.04), (0.0, 0.028, 0.0), "paint.white"),
    ]
    parts.append(block((1.2, 0.06, 0.02), (0.0, 0.045, -0.55), "metal.grey"))
    rows = [((0.3 + 0.3 * rng.random(), 0.002, 0.014), (-0.5, 0.032, 0.35 - 0.11 * i)) for i in range(5)]
    parts += [many_boxes([r], "plastic.blue") for r in rows]
    parts.append(block((0.3, 0.004, 0.22), (0.5, 0.033, 0.2), "paper.white"))
    return Piece("whiteboard", tuple(parts))


def blackboard(rng: Rng) -> Piece:
    """A school blackboard."""
    parts = [
        block((3.0, 0.03, 1.3), (0.0, 0.015, 0.0), "wood.oak"),
        block((2.9, 0.008, 1.2), (0.0, 0.034, 0.0), "board.green"),
    ]
    parts.append(block((2.9, 0.08, 0.03), (0.0, 0.06, -0.64), "wood.oak"))
    return Piece("blackboard", tuple(parts))


def notice_board(rng: Rng) -> Piece:
    """A cork board with papers."""
    parts = [
        block((1.1, 0.02, 0.8), (0.0, 0.01, 0.0), "@wood"),
        block((1.04, 0.006, 0.74), (0.0, 0.023, 0.0), "paper.card"),
    ]
    for i in range(6):
        x, z = -0.36 + 0.36 * (i % 3), 0.18 - 0.36 * (i // 3)
        parts.append(
            block(
                (0.2, 0.003, 0.26),
                (x + 0.05 * rng.random(), 0.0275, z),
                pick(rng, ("paper.white", "paper.map", "book.cream")),
            )
        )
    return Piece("notice board", tuple(parts))


def plant(rng: Rng) -> Piece:
    """A potted plant of hand-sized leaves."""
    h = vary(rng, 0.8, 1.3)
    pot = pick(rng, ("ceramic.terracotta", "ceramic.white", "ceramic.blue"))
    parts: list[Part] = [
        turned(((0.11, 0.0), (0.16, 0.28), (0.17, 0.3), (0.15, 0.3)), (0.0, 0.0, 0.0), pot, 16),
        tube(0.14, 0.012, (0.0, 0.0, 0.285), "soil", 14),
        tube(0.014, h - 0.5, (0.0, 0.0, 0.29), "wood.weathered", 6),
    ]
    for k in range(11):
        turn = yaw(k * 2.399963)
        up = pitch(-0.5 - 0.5 * rng.random())
        reach = 0.16 + 0.12 * rng.random()
        z = h * 0.45 + (h - 0.1 - h * 0.45) * (k / 10)
        q = quat_multiply(turn, up)
        x, y, dz = quat_rotate(q, (0.0, reach * 0.6, 0.0))
        parts.append(Part(_leaf(round(reach, 2)), "leaf", (x, y, z + dz), q))
    return Piece("plant", tuple(parts))


def _leaf(reach: float) -> Mesh:
    return soft_box((reach * 0.5, reach * 1.3, 0.014), 0.5 * reach * 0.25)


def rug_small(rng: Rng) -> Piece:
    """A bath mat or bedside rug."""
    return rug(rng, 1.3, 0.85)


def runner(rng: Rng) -> Piece:
    """A long hall carpet."""
    return rug(rng, 1.3, 7.0)
