"""What neglect leaves behind: rubble, litter, laundry, dust sheets, a fallen chair."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..geometry import pick, quat_multiply, quat_rotate
from ._furniture_kit import block, cushion, pitch, slab, tube, yaw
from ._furniture_seats import chair
from ._piece import Part, Piece

Rng = np.random.Generator


def rubble(rng: Rng) -> Piece:
    """A heap of boards, bricks and plaster."""
    parts: list[Part] = [slab((0.8, 0.6, 0.06), (0.0, 0.0, 0.03), "concrete.grey", 0.02)]
    for i in range(7):
        x, y, turn = 0.5 * (rng.random() - 0.5), 0.34 * (rng.random() - 0.5), 3.0 * rng.random()
        size = (0.14 + 0.16 * rng.random(), 0.1 + 0.1 * rng.random(), 0.06 + 0.06 * rng.random())
        look = pick(rng, ("brick.red", "concrete.grey", "aged.cream", "brick.dark"))
        parts.append(slab(size, (x, y, 0.06 + size[2] / 2 + 0.03 * (i % 3)), look, 0.012, rotation=yaw(turn)))
    parts.append(slab((0.9, 0.1, 0.025), (0.0, 0.06, 0.27), "wood.weathered", 0.004, rotation=yaw(0.5)))
    parts.append(slab((0.7, 0.08, 0.025), (0.04, -0.1, 0.24), "wood.grey", 0.004, rotation=yaw(-0.35)))
    return Piece("rubble", tuple(parts))


def litter(rng: Rng) -> Piece:
    """Papers, a bottle and a plate on the floor; low enough to step over."""
    parts: list[Part] = []
    for i in range(7):
        x, y = 0.9 * (rng.random() - 0.5), 0.8 * (rng.random() - 0.5)
        look = pick(rng, ("paper.white", "paper.white", "paper.card", "paper.map"))
        parts.append(block((0.21, 0.29, 0.003), (x, y, 0.0015 + 0.003 * i), look, yaw(6.0 * rng.random())))
    lying = (0.70710678, 0.0, 0.70710678, 0.0)
    x, y = 0.5 * (rng.random() - 0.5), 0.4 * (rng.random() - 0.5)
    parts.append(tube(0.034, 0.2, (x, y, 0.058), pick(rng, ("glass.green", "glass.amber")), 10, rotation=lying))
    parts.append(tube(0.11, 0.02, (-x - 0.1, -y, 0.024), "ceramic.white", 16, 0.12))
    return Piece("litter", tuple(parts), solid_kind="ground")


def leaves(rng: Rng) -> Piece:
    """Dry leaves blown in, in a patch."""
    parts = [
        block((0.07, 0.05, 0.004), (1.3 * (rng.random() - 0.5), 1.1 * (rng.random() - 0.5), 0.002 + 0.001 * (i % 5)),
              pick(rng, ("wood.cherry", "wood.oak", "wood.weathered")), yaw(6.0 * rng.random()))
        for i in range(26)
    ]  # fmt: skip
    return Piece("leaves", tuple(parts), solid_kind="ground")


def laundry(rng: Rng) -> Piece:
    """Clothes in a heap."""
    parts: list[Part] = []
    for i, scale in enumerate((1.0, 0.85, 0.66, 0.5)):
        look = f"fabric.{pick(rng, ('navy', 'rust', 'cream', 'blue', 'red', 'olive', 'grey', 'mustard'))}"
        x, y = 0.1 * (rng.random() - 0.5), 0.08 * (rng.random() - 0.5)
        parts.append(
            cushion((0.56 * scale, 0.44 * scale, 0.1), (x, y, 0.05 + 0.07 * i), look, 0.045, yaw(3.0 * rng.random()))
        )
    return Piece("laundry", tuple(parts))


def dust_sheet(rng: Rng) -> Piece:
    """A piece of furniture under a sheet."""
    w, h = 1.1 + 0.5 * rng.random(), 0.6 + 0.3 * rng.random()
    parts = [
        cushion((round(w, 2), 0.7, round(h, 2)), (0.0, 0.0, h / 2), "dust", 0.1),
        cushion((round(w + 0.1, 2), 0.8, round(0.45 * h, 2)), (0.0, 0.0, 0.225 * h), "dust", 0.06),
        cushion((0.3, 0.66, 0.3), (round(-w / 2 + 0.25, 2), 0.0, h + 0.08), "dust", 0.1),
    ]
    return Piece("dust sheet", tuple(parts))


def fallen_chair(rng: Rng) -> Piece:
    """A wooden chair on its back."""
    return replace(toppled(chair(rng)), noun="fallen chair")


def toppled(piece: Piece) -> Piece:
    """``piece`` lying on its back; nobody sits on it."""
    turn = pitch(1.5707963 + 0.08)
    parts = [
        replace(p, translation=quat_rotate(turn, p.translation), rotation=quat_multiply(turn, p.rotation))
        for p in piece.parts
    ]
    low = min(float(p.placed.position[:, 2].min()) for p in parts)
    middle = sum(p.translation[1] for p in parts) / len(parts)
    down = [
        replace(p, translation=(p.translation[0], p.translation[1] - middle, p.translation[2] - low)) for p in parts
    ]
    return replace(piece, parts=tuple(down), seats=(), surfaces=())
