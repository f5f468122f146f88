"""What grows and lies low: bushes, hedges, grass, ferns, rocks, logs, cacti."""

from __future__ import annotations

import math

import numpy as np

from ..geometry import merge, quat_from_yaw
from ._batch import limb, loft
from ._nature import _frond, _lump, _picked, _point, _unit, cards, clump_mesh
from ._piece import LocalSeat, Part, Piece


def bush(rng: np.random.Generator, height_m: float = 0.9, leaf: str = "leaf_dark", bloom: str = "") -> Piece:
    """A rounded shrub of a few clumps, perhaps in flower."""
    h = height_m * (0.8 + 0.4 * rng.random())
    parts: list[Part] = []
    for i in range(4):
        a = i * 1.7 + rng.random()
        r = h * (0.4 + 0.14 * rng.random())
        at = _point((0.0, 0.0, 0.0), a, h * 0.32 * (i > 0), r * 0.85)
        parts.append(Part(clump_mesh(rng, (r, r, r * 0.9), 130, 0.1 + 0.03 * h, heart=True), leaf, at))
        if bloom:
            parts.append(Part(clump_mesh(rng, (r * 1.02, r * 1.02, r * 0.92), 22, 0.07), bloom, at))
    return Piece("bush", tuple(parts), solid_kind="foliage")


def hedge(rng: np.random.Generator, length_m: float = 4.0, height_m: float = 1.2) -> Piece:
    """A clipped hedge along X."""
    d = 0.6
    n = int(length_m * height_m * 150)
    p = (rng.random((n, 3)) - 0.5) * np.array([length_m - 0.1, d - 0.1, height_m - 0.1])
    face = rng.integers(0, 3, n)
    rim = np.array([length_m - 0.12, d - 0.12, height_m - 0.12]) / 2
    sign = np.where(rng.random(n) < 0.5, -1.0, 1.0)
    for k in range(3):
        p[:, k] = np.where(face == k, sign * rim[k], p[:, k])
    along = _unit(_picked(rng, n))
    size = 0.07 + 0.05 * rng.random((n, 1))
    leaf = cards(p - along * size * 0.5, along, _unit(_picked(rng, n) + along * 0.1), size, size * 0.6)
    heart = merge(
        [
            loft(
                [
                    [(sx * rim[0] * 0.97, sy * rim[1] * 0.9, z) for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
                    for z in (-height_m / 2, height_m / 2 - 0.07)
                ],
                smooth=False,
            )
        ]
    )
    return Piece("hedge", (Part(merge([leaf, heart]), "leaf_dark", (0.0, 0.0, height_m / 2)),), solid_kind="foliage")


def grass_tuft(rng: np.random.Generator, look: str = "grass_blade", height_m: float = 0.18, blades: int = 14) -> Piece:
    """A tuft of blades, never tall enough to stand in a shot."""
    rows: list[tuple[float, ...]] = []
    for _ in range(blades):
        a, lean = rng.random() * 6.28, 0.15 + 0.5 * rng.random()
        x, y = (rng.random() - 0.5) * 0.22, (rng.random() - 0.5) * 0.22
        rows.append((x, y, -0.02, math.cos(a) * lean, math.sin(a) * lean, 1.0, height_m * (0.6 + 0.4 * rng.random())))
    t = np.array(rows)
    along = _unit(t[:, 3:6])
    return Piece(
        "grass",
        (
            Part(
                cards(t[:, :3], along, _unit(_picked(rng, blades)), t[:, 6:7], t[:, 6:7] * 0.0 + 0.022),
                look,
                solid=False,
            ),
        ),
        solid_kind="foliage",
    )


def flower_tuft(rng: np.random.Generator, bloom: str) -> Piece:
    """A low tuft with a few blossoms."""
    grass = grass_tuft(rng, "grass_blade", 0.14, 8)
    heads = [
        Part(
            clump_mesh(rng, (0.035, 0.035, 0.025), 10, 0.035),
            bloom,
            ((rng.random() - 0.5) * 0.26, (rng.random() - 0.5) * 0.26, 0.13 + 0.06 * rng.random()),
            solid=False,
        )
        for _ in range(4)
    ]
    return Piece("flowers", (*grass.parts, *heads), solid_kind="foliage")


def fern(rng: np.random.Generator) -> Piece:
    """A rosette of fronds, knee high."""
    parts: list[Part] = []
    for i in range(8):
        mesh = _frond(rng, 0.75 + 0.4 * rng.random(), 0.5)
        turn = quat_from_yaw(2 * math.pi * i / 8 + rng.random() * 0.4)
        parts.append(Part(mesh, "leaf_oak", rotation=turn, solid=False))
    return Piece("fern", tuple(parts), solid_kind="foliage")


def reeds(rng: np.random.Generator) -> Piece:
    """Upright blades by the water."""
    t = np.zeros((26, 3))
    t[:, :2] = (rng.random((26, 2)) - 0.5) * 0.5
    along = _unit(np.array([0.0, 0.0, 1.0]) + (rng.random((26, 3)) - 0.5) * 0.35)
    size = 0.7 + 0.7 * rng.random((26, 1))
    return Piece(
        "reeds",
        (Part(cards(t, along, _unit(_picked(rng, 26)), size, size * 0 + 0.03), "reed", solid=False),),
        solid_kind="foliage",
    )


def rock(rng: np.random.Generator, size_m: float = 0.5, look: str = "rock") -> Piece:
    """A weathered boulder, a little sunk into the ground."""
    r = size_m * (0.75 + 0.5 * rng.random())
    radii = (r * (0.85 + 0.3 * rng.random()), r * (0.7 + 0.3 * rng.random()), r * (0.55 + 0.2 * rng.random()))
    return Piece("rock", (Part(_lump(rng, radii, 0.22, 9, 6), look, (0.0, 0.0, radii[2] * 0.55)),), solid_kind="prop")


def log_seat(rng: np.random.Generator) -> Piece:
    """A felled trunk to sit on, along X, looking to +Y."""
    r = 0.21
    long = 1.9 + 0.3 * rng.random()
    parts = [
        limb((-long / 2, 0.0, r), (long / 2, 0.0, r), r, "bark", r * 0.93, 12),
        limb((-long / 2 - 0.01, 0.0, r), (-long / 2 + 0.02, 0.0, r), r * 0.92, "wood_pale", r * 0.92, 12),
    ]
    seats = tuple(LocalSeat((x, 0.0, 2 * r - 0.02)) for x in (-0.5, 0.5))
    return Piece("log", tuple(parts), seats, front_clear_m=0.6)


def stump(rng: np.random.Generator) -> Piece:
    """A tree stump."""
    r = 0.22 + 0.08 * rng.random()
    return Piece(
        "stump",
        (
            limb((0.0, 0.0, -0.1), (0.0, 0.0, 0.42), r * 1.25, "bark", r, 10),
            limb((0.0, 0.0, 0.42), (0.0, 0.0, 0.435), r * 0.95, "wood_pale", r * 0.95, 10),
        ),
    )


def cactus(rng: np.random.Generator) -> Piece:
    """A saguaro with arms."""
    h = 2.6 + 1.4 * rng.random()
    parts = [
        limb((0.0, 0.0, -0.1), (0.0, 0.0, h), 0.2, "cactus", 0.16, 12),
        Part(_lump(rng, (0.16, 0.16, 0.14), 0.02), "cactus", (0.0, 0.0, h)),
    ]
    for s in (-1, 1):
        z = h * (0.35 + 0.2 * rng.random())
        out, up = s * (0.5 + 0.12 * rng.random()), z + 0.15
        parts += [
            limb((0.0, 0.0, z), (out, 0.0, up), 0.11, "cactus", 0.11, 10),
            limb((out, 0.0, up - 0.08), (out, 0.0, up + h * 0.3), 0.115, "cactus", 0.09, 10),
        ]
    return Piece("cactus", tuple(parts), solid_kind="foliage")
