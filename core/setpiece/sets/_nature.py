"""Trees, bushes, grass and rocks, each made of what one would touch: trunk, branches, leaves.

A crown is clumps of leaf cards around branch ends; every clump has its own box, so a lens knows
what hides behind it. Habits: spreading, tall, birch, conifer, palm, willow, dead, cypress.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..geometry import Mesh, Vec3, merge, pick, quat_from_yaw
from ._batch import limb, loft, quads
from ._piece import Part, Piece, PieceMaker

F64 = NDArray[np.float64]


@cache
def _directions() -> F64:
    """(1024, 3) unit vectors spread evenly (a golden-angle spiral)."""
    rows: list[Vec3] = []
    for i in range(1024):
        z = 1 - (2 * i + 1) / 1024
        r = math.sqrt(1 - z * z)
        a = i * 2.399963229728653
        rows.append((r * math.cos(a), r * math.sin(a), z))
    return np.array(rows)


def _unit(v: F64) -> F64:
    return v / np.sqrt(v[:, 0:1] ** 2 + v[:, 1:2] ** 2 + v[:, 2:3] ** 2 + 1e-12)


def _cross(a: F64, b: F64) -> F64:
    return np.stack(
        [
            a[:, 1] * b[:, 2] - a[:, 2] * b[:, 1],
            a[:, 2] * b[:, 0] - a[:, 0] * b[:, 2],
            a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0],
        ],
        axis=-1,
    )


def cards(at: F64, along: F64, normal: F64, length: F64, width: F64) -> Mesh:
    """Leaves: kites from ``at`` towards ``along``, facing ``normal``; all (n, 3) or (n, 1)."""
    side = _unit(_cross(along, normal)) * (width / 2)
    tip, waist = at + along * length, at + along * (length * 0.4)
    return quads(np.stack([at, waist - side, tip, waist + side], axis=1))


def _picked(rng: np.random.Generator, n: int) -> F64:
    return _directions()[rng.integers(0, 1024, n)]


def clump_mesh(
    rng: np.random.Generator, radii: Vec3, count: int, leaf_m: float, droop: float = 0.25, heart: bool = False
) -> Mesh:
    """Leaf cards in the outer half of an ellipsoid around the origin; ``heart`` closes its middle."""
    out = _picked(rng, count)
    depth = 0.55 + 0.45 * rng.random((count, 1))
    reach = np.array([max(r - leaf_m * 0.55, r * 0.35) for r in radii])
    at = out * depth * reach
    along = _unit(out * 0.55 + _picked(rng, count) * 0.9 + np.array([0.0, 0.0, -droop]))
    normal = _unit(out * 0.8 + np.array([0.0, 0.0, 0.7]) + _picked(rng, count) * 0.6)
    length = leaf_m * (0.7 + 0.6 * rng.random((count, 1)))
    leaf = cards(at - along * (length * 0.5), along, normal, length, length * 0.62)
    if not heart:
        return leaf
    return merge([leaf, _lump(rng, (radii[0] * 0.4, radii[1] * 0.4, radii[2] * 0.4))])


def _lump(rng: np.random.Generator, radii: Vec3, rough: float = 0.18, sides: int = 8, rings: int = 5) -> Mesh:
    """A dented ellipsoid."""
    rows: list[list[Vec3]] = []
    for i in range(rings + 1):
        t = -math.pi / 2 + math.pi * i / rings
        flat = max(math.cos(t), 0.05)
        row: list[Vec3] = []
        for k in range(sides):
            a = 2 * math.pi * k / sides
            m = 1 - rough * rng.random()
            row.append(
                (radii[0] * flat * math.cos(a) * m, radii[1] * flat * math.sin(a) * m, radii[2] * math.sin(t) * m)
            )
        rows.append(row)
    return loft(rows)


def _branch(a: Vec3, b: Vec3, r0: float, r1: float, bark: str, sides: int = 7) -> Part:
    return limb(a, b, r0, bark, r1, sides)


def _point(base: Vec3, angle: float, out_m: float, up_m: float) -> Vec3:
    return (base[0] + out_m * math.cos(angle), base[1] + out_m * math.sin(angle), base[2] + up_m)


def _trunk(rng: np.random.Generator, height: float, r0: float, r1: float, bark: str, lean: float = 0.06) -> list[Part]:
    """A root flare and three segments that wander a little; the last ends near the axis."""
    parts = [limb((0.0, 0.0, -0.3), (0.0, 0.0, min(0.5, height * 0.12)), r0 * 1.5, bark, r0, 9)]
    at: Vec3 = (0.0, 0.0, min(0.5, height * 0.12))
    for i in range(1, 4):
        z = at[2] + (height - at[2]) / (4 - i)
        nxt = (
            at[0] + (rng.random() - 0.5) * lean * height * 0.5,
            at[1] + (rng.random() - 0.5) * lean * height * 0.5,
            z,
        )
        parts.append(_branch(at, nxt, r0 + (r1 - r0) * (i - 1) / 3, r0 + (r1 - r0) * i / 3, bark, 9))
        at = nxt
    return parts


def _top(parts: list[Part]) -> Vec3:
    mesh = parts[-1].placed
    p = mesh.position[len(mesh.position) // 2 :]
    return (sum(p[:, 0].tolist()) / len(p), sum(p[:, 1].tolist()) / len(p), float(p[:, 2].max()))


def _clump(rng: np.random.Generator, at: Vec3, r: float, flat: float, look: str, leaf_m: float, dense: float) -> Part:
    count = int(dense * 250 * min(r, 1.7) ** 1.2) + 45
    return Part(clump_mesh(rng, (r, r, r * flat), count, leaf_m), look, at)


def spreading(rng: np.random.Generator, height_m: float = 8.5, leaf: str = "leaf_oak", dense: float = 1.0) -> Piece:
    """An oak's habit: a stout trunk that divides, a wide lobed crown."""
    h = height_m * (0.85 + 0.3 * rng.random())
    fork = h * 0.34
    r = h * 0.032
    parts = _trunk(rng, fork, r, r * 0.78, "bark")
    top = _top(parts)
    clumps: list[Part] = []
    n = 6
    start = rng.random() * 6.28
    for i in range(n):
        a = start + 2 * math.pi * i / n + (rng.random() - 0.5) * 0.5
        out, up = h * (0.2 + 0.13 * rng.random()), h * (0.14 + 0.3 * rng.random())
        elbow = _point(top, a, out * 0.45, up * 0.6)
        end = _point(top, a + (rng.random() - 0.5) * 0.4, out, up)
        parts += [_branch(top, elbow, r * 0.55, r * 0.36, "bark"), _branch(elbow, end, r * 0.36, r * 0.14, "bark")]
        clumps.append(_clump(rng, end, h * (0.155 + 0.035 * rng.random()), 0.78, leaf, 0.2, dense))
        side = _point(elbow, a + (1.1 if i % 2 else -1.1), out * 0.55, up * 0.35)
        parts.append(_branch(elbow, side, r * 0.24, r * 0.1, "bark", 5))
        clumps.append(_clump(rng, side, h * (0.12 + 0.03 * rng.random()), 0.8, leaf, 0.2, dense))
    for _ in range(3):
        at = _point(top, rng.random() * 6.28, h * 0.1, h * (0.36 + 0.12 * rng.random()))
        parts.append(_branch(top, at, r * 0.42, r * 0.12, "bark"))
        clumps.append(_clump(rng, at, h * 0.165, 0.85, leaf, 0.2, dense))
    return Piece("tree", (*parts, *clumps), solid_kind="foliage")


def tall(rng: np.random.Generator, height_m: float = 11.0, leaf: str = "leaf_light", dense: float = 1.0) -> Piece:
    """A street tree's habit: clear stem, egg-shaped crown."""
    h = height_m * (0.85 + 0.3 * rng.random())
    r = h * 0.02
    parts = _trunk(rng, h * 0.82, r, r * 0.3, "bark_grey", 0.03)
    clumps: list[Part] = []
    for i in range(11):
        t = i / 10
        z = h * (0.36 + 0.56 * t)
        wide = h * 0.17 * math.sqrt(max(0.08, 1 - (2 * t - 0.75) ** 2 / 1.6)) * (0.8 + 0.3 * rng.random())
        a = i * 2.4 + rng.random() * 0.6
        stem: Vec3 = (0.0, 0.0, z - h * 0.07)
        end = _point(stem, a, wide, h * 0.07)
        parts.append(_branch(stem, end, r * 0.35, r * 0.12, "bark_grey", 5))
        clumps.append(_clump(rng, end, h * (0.1 + 0.025 * rng.random()), 0.95, leaf, 0.23, dense))
    clumps.append(_clump(rng, (0.0, 0.0, h * 0.93), h * 0.09, 1.2, leaf, 0.23, dense))
    return Piece("tree", (*parts, *clumps), solid_kind="foliage")


def birch(rng: np.random.Generator, height_m: float = 9.5, leaf: str = "leaf_light", dense: float = 0.4) -> Piece:
    """A birch's habit: white slender stem, airy hanging crown."""
    h = height_m * (0.85 + 0.3 * rng.random())
    parts = _trunk(rng, h * 0.88, h * 0.013, h * 0.004, "bark_birch", 0.05)
    clumps: list[Part] = []
    for i in range(13):
        z = h * (0.3 + 0.62 * i / 12)
        out = h * (0.13 - 0.07 * i / 12) * (0.7 + 0.5 * rng.random())
        a = i * 2.4 + rng.random()
        end = _point((0.0, 0.0, z), a, out, h * 0.05)
        parts.append(_branch((0.0, 0.0, z), end, h * 0.005, h * 0.002, "bark_birch", 5))
        clumps.append(_clump(rng, (end[0], end[1], end[2] - h * 0.03), h * 0.07, 1.35, leaf, 0.19, dense * 1.3))
    return Piece("birch", (*parts, *clumps), solid_kind="foliage")


def conifer(rng: np.random.Generator, height_m: float = 12.0, leaf: str = "needle", low: float = 0.1) -> Piece:
    """A spruce's habit: whorls of boughs that grow shorter and rise towards the tip."""
    h = height_m * (0.8 + 0.4 * rng.random())
    r = h * 0.016
    parts = [limb((0.0, 0.0, -0.3), (0.0, 0.0, h * 0.5), r * 1.15, "bark", r * 0.7, 9)]
    parts.append(limb((0.0, 0.0, h * 0.5), (0.0, 0.0, h * 0.97), r * 0.7, "bark", r * 0.12, 7))
    whorls = 11
    for w in range(whorls):
        t = w / (whorls - 1)
        z = h * (low + (0.97 - low) * t)
        reach = h * 0.21 * (1 - t) ** 0.85 + h * 0.018
        parts.append(Part(_bough_ring(rng, reach, h * 0.085, 10 + int(4 * (1 - t))), leaf, (0.0, 0.0, z)))
    return Piece("fir tree", tuple(parts), solid_kind="foliage")


def _bough_ring(rng: np.random.Generator, reach: float, drop: float, boughs: int) -> Mesh:
    """One whorl: boughs as fans of needle sprays, drooping outward."""
    start = rng.random() * 6.28
    rows: list[tuple[float, ...]] = []
    for b in range(boughs):
        a = start + 2 * math.pi * b / boughs + (rng.random() - 0.5) * 0.3
        ca, sa = math.cos(a), math.sin(a)
        long = reach * (0.75 + 0.3 * rng.random())
        for k in range(7):
            t = (k + 0.6) / 7.5
            for s in (-1, 0, 1):
                fan = a + s * (0.75 + 0.2 * rng.random())
                spray = long * (0.34 if s else 0.3) * (1.1 - 0.55 * t)
                z = -drop * t * t * 1.5 + (rng.random() - 0.5) * drop * 0.35
                rows.append(
                    (
                        ca * long * t * 0.82,
                        sa * long * t * 0.82,
                        z,
                        math.cos(fan),
                        math.sin(fan),
                        -0.35 * t - 0.1,
                        spray,
                    )
                )
    table = np.array(rows)
    along = _unit(table[:, 3:6])
    up = _unit(np.array([0.0, 0.0, 1.0]) + (rng.random((len(table), 3)) - 0.5) * 0.9)
    return cards(table[:, :3], along, up, table[:, 6:7], table[:, 6:7] * 0.55)


def palm(rng: np.random.Generator, height_m: float = 8.0) -> Piece:
    """A bare ringed stem and a head of arching fronds."""
    h = height_m * (0.85 + 0.3 * rng.random())
    parts: list[Part] = []
    at: Vec3 = (0.0, 0.0, -0.2)
    lean, a = 0.1 + 0.15 * rng.random(), rng.random() * 6.28
    for i in range(6):
        t = (i + 1) / 6
        nxt: Vec3 = (h * lean * t * t * math.cos(a), h * lean * t * t * math.sin(a), h * t)
        parts.append(limb(at, nxt, 0.2 - 0.015 * i, "bark_palm", 0.165 - 0.013 * i, 9))
        at = nxt
    for i in range(13):
        turn = 2 * math.pi * i / 13 + rng.random() * 0.25
        rise = 0.9 - 1.1 * ((i * 5) % 13) / 13
        parts.append(Part(_frond(rng, rise, h * 0.3), "leaf_oak", at, quat_from_yaw(turn)))
    return Piece("palm tree", tuple(parts), solid_kind="foliage")


def _frond(rng: np.random.Generator, rise: float, length: float) -> Mesh:
    """Leaflets along an arching rib that leaves the origin towards +X."""
    rows: list[tuple[float, ...]] = []
    for k in range(16):
        t = (k + 0.5) / 16
        out = length * t * (1 - 0.18 * t)
        z = length * (rise * t - (0.75 + 0.2 * rise) * t * t)
        for s in (-1, 1):
            fan = s * (0.95 - 0.5 * t)
            rows.append((out, 0.0, z, math.cos(fan), math.sin(fan), -0.55, length * (0.3 - 0.17 * t)))
    table = np.array(rows)
    along = _unit(table[:, 3:6])
    up = _unit(np.array([0.0, 0.0, 1.0]) + (rng.random((len(table), 3)) - 0.5) * 0.3)
    return cards(table[:, :3], along, up, table[:, 6:7], table[:, 6:7] * 0.0 + 0.1)


def willow(rng: np.random.Generator, height_m: float = 8.0) -> Piece:
    """A short trunk under curtains of hanging twigs."""
    h = height_m * (0.85 + 0.3 * rng.random())
    r = h * 0.035
    parts = _trunk(rng, h * 0.4, r, r * 0.7, "bark")
    top = _top(parts)
    for i in range(9):
        a = 2 * math.pi * i / 9 + rng.random() * 0.4
        end = _point(top, a, h * (0.2 + 0.14 * rng.random()), h * (0.28 + 0.16 * rng.random()))
        parts.append(_branch(top, end, r * 0.4, r * 0.12, "bark"))
        long = end[2] - h * (0.2 + 0.12 * rng.random())
        parts.append(Part(_curtain(rng, h * 0.16, long), "leaf_light", (end[0], end[1], end[2] - long / 2)))
    return Piece("willow", tuple(parts), solid_kind="foliage")


def _curtain(rng: np.random.Generator, radius: float, long: float) -> Mesh:
    strands, beads = 26, 14
    a = _picked(rng, strands)
    x, y = a[:, 0] * radius, a[:, 1] * radius
    start = long / 2 - rng.random(strands) * long * 0.25
    end = start - long * (0.55 + 0.2 * rng.random(strands))
    t = (np.arange(beads) + 0.5) / beads
    z = start[:, None] + (end - start)[:, None] * t[None]
    at = np.stack([np.repeat(x, beads), np.repeat(y, beads), z.reshape(-1)], axis=-1)
    n = len(at)
    along = _unit(_picked(rng, n) * 0.6 + np.array([0.0, 0.0, -1.0]))
    length = 0.17 + 0.1 * rng.random((n, 1))
    return cards(at, along, _unit(_picked(rng, n) + 1e-6), length, length * 0.45)


def dead(rng: np.random.Generator, height_m: float = 7.0) -> Piece:
    """A bare tree: forks twice, no leaf."""
    h = height_m * (0.85 + 0.3 * rng.random())
    r = h * 0.03
    parts = _trunk(rng, h * 0.4, r, r * 0.7, "bark_grey", 0.12)
    top = _top(parts)
    for i in range(5):
        a = 2 * math.pi * i / 5 + rng.random() * 0.7
        elbow = _point(top, a, h * (0.1 + 0.08 * rng.random()), h * (0.16 + 0.12 * rng.random()))
        parts.append(_branch(top, elbow, r * 0.5, r * 0.26, "bark_grey"))
        for s in (-0.7, 0.1, 0.8):
            b = a + s + (rng.random() - 0.5) * 0.4
            twig = _point(elbow, b, h * (0.09 + 0.07 * rng.random()), h * (0.1 + 0.14 * rng.random()))
            parts.append(_branch(elbow, twig, r * 0.2, r * 0.06, "bark_grey", 5))
            fine = _point(twig, b + 0.5, h * 0.05, h * 0.07)
            parts.append(_branch(twig, fine, r * 0.07, r * 0.02, "bark_grey", 4))
    return Piece("dead tree", tuple(parts), solid_kind="foliage")


def cypress(rng: np.random.Generator, height_m: float = 8.0) -> Piece:
    """A slim dark column."""
    h = height_m * (0.85 + 0.3 * rng.random())
    parts = [limb((0.0, 0.0, -0.3), (0.0, 0.0, h * 0.9), h * 0.02, "bark", h * 0.004)]
    for i in range(7):
        t = i / 6
        r = h * 0.085 * (0.75 + 0.9 * t - 1.35 * t * t)
        parts.append(
            Part(clump_mesh(rng, (r, r, h * 0.11), 150, 0.16, -0.9), "leaf_dark", (0.0, 0.0, h * (0.12 + 0.78 * t)))
        )
    return Piece("cypress", tuple(parts), solid_kind="foliage")


def any_of(*makers: PieceMaker) -> PieceMaker:
    """A maker that picks one of ``makers``."""
    return lambda rng: pick(rng, makers)(rng)
