"""The primitives furniture is built from: parts with a look, cheap because their topology is shared.

Box topologies are built once and only positions change, so a room of three hundred parts costs
milliseconds. Chamfered boxes keep edges from looking like cardboard.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from ..geometry import (
    IDENTITY_QUAT,
    Mesh,
    Quat,
    Vec3,
    box,
    cylinder,
    ellipsoid,
    extrude,
    from_faces,
    lathe,
    quat_from_yaw,
)
from ._piece import Part

_BOX = box((1.0, 1.0, 1.0))


def _soft_topology() -> tuple[list[tuple[int, int, int, int]], list[tuple[int, ...]]]:  # noqa: PLR0912 - three plain nested loops
    """Corners of a chamfered box as (axis that is full, sx, sy, sz), and its faces."""
    corners: list[tuple[int, int, int, int]] = []
    index: dict[tuple[int, int, int, int], int] = {}
    for axis in range(3):
        for sx in (-1, 1):
            for sy in (-1, 1):
                for sz in (-1, 1):
                    index[(axis, sx, sy, sz)] = len(corners)
                    corners.append((axis, sx, sy, sz))

    def at(axis: int, signs: Sequence[int]) -> int:
        return index[(axis, signs[0], signs[1], signs[2])]

    faces: list[tuple[int, ...]] = []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        for s in (-1, 1):
            loop = []
            for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                signs = [0, 0, 0]
                signs[axis], signs[u], signs[v] = s, a, b
                loop.append(at(axis, signs))
            faces.append(tuple(loop if s > 0 else reversed(loop)))
    for along in range(3):
        u, v = (along + 1) % 3, (along + 2) % 3
        for a in (-1, 1):
            for b in (-1, 1):
                low, high = [0, 0, 0], [0, 0, 0]
                low[along], low[u], low[v] = -1, a, b
                high[along], high[u], high[v] = 1, a, b
                loop = [at(u, low), at(v, low), at(v, high), at(u, high)]
                faces.append(tuple(loop if a * b > 0 else reversed(loop)))
    for sx in (-1, 1):
        for sy in (-1, 1):
            for sz in (-1, 1):
                loop = [at(k, (sx, sy, sz)) for k in range(3)]
                faces.append(tuple(loop if sx * sy * sz > 0 else reversed(loop)))
    return corners, faces


_SOFT_CORNERS, _SOFT_FACES = _soft_topology()
_SOFT = from_faces(np.zeros((24, 3)), _SOFT_FACES, smooth=True)
_SIGNS = np.array([c[1:] for c in _SOFT_CORNERS], dtype=np.float64)
_FULL = np.array([[c[0] == k for k in range(3)] for c in _SOFT_CORNERS])


def _moved_box(size: Vec3) -> Mesh:
    return replace(_BOX, position=_BOX.position * np.array(size, dtype=np.float32))


def soft_box(size: Vec3, bevel_m: float, smooth: bool = True) -> Mesh:
    """A cuboid of ``size`` around the origin whose edges are cut by ``bevel_m``."""
    half = np.array(size) / 2
    cut = np.minimum(bevel_m, half * 0.95)
    reach = np.where(_FULL, half[None], (half - cut)[None])
    shade = _SOFT.smooth if smooth else np.zeros(len(_SOFT_FACES), dtype=np.bool_)
    return replace(_SOFT, position=(_SIGNS * reach).astype(np.float32), smooth=shade)


def block(size: Vec3, center: Vec3, look: str, rotation: Quat = IDENTITY_QUAT, solid: bool = True) -> Part:
    """A sharp cuboid."""
    return Part(_moved_box(size), look, center, rotation, solid)


def slab(size: Vec3, center: Vec3, look: str, bevel_m: float = 0.006, rotation: Quat = IDENTITY_QUAT) -> Part:
    """A board with slightly broken edges that catch light."""
    return Part(soft_box(size, bevel_m, smooth=False), look, center, rotation)


def cushion(size: Vec3, center: Vec3, look: str, bevel_m: float = 0.05, rotation: Quat = IDENTITY_QUAT) -> Part:
    """A soft cuboid."""
    return Part(soft_box(size, bevel_m), look, center, rotation)


@lru_cache(maxsize=256)
def _cylinder(radius: float, height: float, sides: int, top: float) -> Mesh:
    return cylinder(radius, height, sides, top)


def tube(
    radius_m: float,
    height_m: float,
    base: Vec3,
    look: str,
    sides: int = 12,
    top_radius_m: float | None = None,
    rotation: Quat = IDENTITY_QUAT,
    solid: bool = True,
) -> Part:
    """A cylinder or cone standing on ``base``."""
    top = radius_m if top_radius_m is None else top_radius_m
    return Part(_cylinder(round(radius_m, 4), round(height_m, 4), sides, round(top, 4)), look, base, rotation, solid)


def turned(profile: Sequence[tuple[float, float]], base: Vec3, look: str, sides: int = 14) -> Part:
    """A turned shape (vase, bowl, lamp foot) standing on ``base``."""
    return Part(_turned(tuple((round(r, 4), round(z, 4)) for r, z in profile), sides), look, base)


@lru_cache(maxsize=256)
def _turned(profile: tuple[tuple[float, float], ...], sides: int) -> Mesh:
    return lathe(profile, sides)


@lru_cache(maxsize=64)
def _ball(radii: Vec3, sides: int, rings: int) -> Mesh:
    return ellipsoid(radii, (0.0, 0.0, 0.0), sides, rings)


def ball(radii_m: Vec3, center: Vec3, look: str, sides: int = 10, rings: int = 6) -> Part:
    """An ellipsoid."""
    return Part(_ball((round(radii_m[0], 3), round(radii_m[1], 3), round(radii_m[2], 3)), sides, rings), look, center)


def many_boxes(rows: Sequence[tuple[Vec3, Vec3]], look: str, solid: bool = True) -> Part:
    """Boxes (size, center) that read as one thing: a row of books, a grille, bottles' labels.

    Their common bounds are one solid, so give only boxes that fill them.
    """
    size = np.array([r[0] for r in rows])
    center = np.array([r[1] for r in rows])
    n = len(rows)
    lo, hi = (center - size / 2).min(axis=0), (center + size / 2).max(axis=0)
    middle = (lo + hi) / 2
    position = _BOX.position[None].astype(np.float64) * size[:, None] + (center - middle)[:, None]
    v, e, c = 8, len(_BOX.edge_verts), len(_BOX.corner_vert)
    step = np.arange(n, dtype=np.int32)
    mesh = Mesh(
        position=position.reshape(-1, 3).astype(np.float32),
        face_start=(_BOX.face_start[None] + step[:, None] * c).reshape(-1).astype(np.int32),
        corner_vert=(_BOX.corner_vert[None] + step[:, None] * v).reshape(-1).astype(np.int32),
        edge_verts=(_BOX.edge_verts[None] + (step * v)[:, None, None]).reshape(-1, 2).astype(np.int32),
        corner_edge=(_BOX.corner_edge[None] + step[:, None] * e).reshape(-1).astype(np.int32),
        material=np.zeros(n * 6, dtype=np.int32),
        smooth=np.zeros(n * 6, dtype=np.bool_),
        part=np.full(n * v, -1, dtype=np.int32),
    )
    return Part(mesh, look, (float(middle[0]), float(middle[1]), float(middle[2])), IDENTITY_QUAT, solid)


def folds(width_m: float, height_m: float, depth_m: float, center: Vec3, look: str, waves: int) -> Part:
    """Hanging cloth: a zigzag sheet ``depth_m`` deep around ``center``."""
    n = waves * 2 + 1
    xs = [-width_m / 2 + width_m * i / (n - 1) for i in range(n)]
    thick = depth_m * 0.3
    crest = [(-depth_m / 2 if i % 2 == 0 else depth_m / 2 - thick) for i in range(n)]
    outline = [(x, y) for x, y in zip(xs, crest, strict=True)]
    back = [(x, y + thick) for x, y in zip(reversed(xs), reversed(crest), strict=True)]
    return Part(extrude([*outline, *back], -height_m / 2, height_m / 2), look, center)


def legs(
    half_x: float, half_y: float, height_m: float, look: str, thick_m: float = 0.045, round_: bool = False
) -> list[Part]:
    """Four legs whose outer faces stand at the given half extents."""
    out: list[Part] = []
    for sx in (-1, 1):
        for sy in (-1, 1):
            x, y = sx * (half_x - thick_m / 2), sy * (half_y - thick_m / 2)
            if round_:
                out.append(tube(thick_m / 2, height_m, (x, y, 0.0), look, 8, thick_m * 0.42))
            else:
                out.append(block((thick_m, thick_m, height_m), (x, y, height_m / 2), look))
    return out


def pitch(angle_rad: float) -> Quat:
    """Rotation about +X: positive leans the top of a thing backwards, to -Y."""
    return (math.cos(angle_rad / 2), math.sin(angle_rad / 2), 0.0, 0.0)


def roll(angle_rad: float) -> Quat:
    """Rotation about +Y."""
    return (math.cos(angle_rad / 2), 0.0, math.sin(angle_rad / 2), 0.0)


yaw = quat_from_yaw


def vary(rng: np.random.Generator, low: float, high: float) -> float:
    """A length between ``low`` and ``high``, in whole centimetres."""
    return round(low + (high - low) * rng.random(), 2)
