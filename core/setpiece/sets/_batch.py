"""Many small primitives as one array operation, and parts that lie between two points.

A facade has a thousand quads and a tree three thousand leaves: building them one by one would
cost a street its quarter of a second.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from ..geometry import Mesh, Quat, Vec3, box, cylinder, quat_rotate
from ._piece import Part

F64 = NDArray[np.float64]
Rect = tuple[float, float, float, float]


def stamped(template: Mesh, position: F64) -> Mesh:
    """``template``'s topology once per row of ``position`` (n, v, 3)."""
    n = len(position)
    verts, edges, corners = len(template.position), len(template.edge_verts), len(template.corner_vert)

    def tiled(array: NDArray[np.int32], step: int) -> NDArray[np.int32]:
        shift = (np.arange(n, dtype=np.int32) * step).reshape((n,) + (1,) * array.ndim)
        return (array[None] + shift).reshape((-1, *array.shape[1:])).astype(np.int32)

    return Mesh(
        position=position.reshape(-1, 3).astype(np.float32),
        face_start=tiled(template.face_start, corners),
        corner_vert=tiled(template.corner_vert, verts),
        edge_verts=tiled(template.edge_verts, verts),
        corner_edge=tiled(template.corner_edge, edges),
        material=np.tile(template.material, n),
        smooth=np.tile(template.smooth, n),
        part=np.full(n * verts, -1, dtype=np.int32),
    )


@cache
def _unit_box() -> Mesh:
    return box((1.0, 1.0, 1.0))


@cache
def unit_quad() -> Mesh:
    """One face with four vertices: the topology of leaves and panes."""
    one = np.array([0], dtype=np.int32)
    loop = np.arange(4, dtype=np.int32)
    ends = np.array([(0, 1), (1, 2), (2, 3), (3, 0)], dtype=np.int32)
    return Mesh(
        np.zeros((4, 3), dtype=np.float32), one, loop, ends, loop, one, np.zeros(1, dtype=np.bool_), loop * 0 - 1
    )


def boxes(rows: Sequence[tuple[float, float, float, float, float, float]]) -> Mesh:
    """Boxes given as (x, y, z of the middle, size x, size y, size z) rows."""
    table = np.array(rows, dtype=np.float64).reshape(-1, 6)
    unit = _unit_box().position.astype(np.float64)
    return stamped(_unit_box(), table[:, None, :3] + unit[None] * table[:, None, 3:])


def quads(corners: object) -> Mesh:
    """Separate quads from (n, 4, 3) corners, counter-clockwise seen from outside."""
    return stamped(unit_quad(), np.asarray(corners, dtype=np.float64).reshape(-1, 4, 3))


def rects_facing_y(rects: Sequence[Rect], y: float) -> Mesh:
    """Vertical rectangles (x0, x1, z0, z1) in the plane ``y``, seen from +Y."""
    r = np.array(rects, dtype=np.float64).reshape(-1, 4)
    ys = np.full(len(r), y)

    def corner(i: int, k: int) -> F64:
        return np.stack([r[:, i], ys, r[:, k]], axis=-1)

    return quads(np.stack([corner(1, 2), corner(0, 2), corner(0, 3), corner(1, 3)], axis=1))


def loft(rings: object, smooth: bool = True, caps: bool = True) -> Mesh:
    """A skin over (k, m, 3) rings; each ring counter-clockwise seen from the last ring's side."""
    r = np.asarray(rings, dtype=np.float64)
    k, m = r.shape[0], r.shape[1]
    index = np.arange(k * m, dtype=np.int32).reshape(k, m)
    turned = np.roll(index, -1, axis=1)
    faces = np.stack([index[:-1], turned[:-1], turned[1:], index[1:]], axis=-1).reshape(-1)
    along = k * m
    stitch = along + np.arange((k - 1) * m, dtype=np.int32).reshape(k - 1, m)
    corner_edge = np.stack([index[:-1], np.roll(stitch, -1, axis=1), index[1:], stitch], axis=-1).reshape(-1)
    edges = np.concatenate(
        [np.stack([index, turned], -1).reshape(-1, 2), np.stack([index[:-1], index[1:]], -1).reshape(-1, 2)]
    )
    starts = np.arange((k - 1) * m, dtype=np.int32) * 4
    shade = np.full(len(starts), smooth, dtype=np.bool_)
    if caps:
        low, high = index[0][::-1], index[-1]
        low_edges = np.roll(index[0][::-1], -1)
        starts = np.concatenate([starts, [len(faces), len(faces) + m]])
        faces = np.concatenate([faces, low, high])
        corner_edge = np.concatenate([corner_edge, low_edges, index[-1]])
        shade = np.concatenate([shade, [False, False]])
    return Mesh(
        position=r.reshape(-1, 3).astype(np.float32),
        face_start=starts.astype(np.int32),
        corner_vert=faces.astype(np.int32),
        edge_verts=edges.astype(np.int32),
        corner_edge=corner_edge.astype(np.int32),
        material=np.zeros(len(starts), dtype=np.int32),
        smooth=shade,
        part=np.full(k * m, -1, dtype=np.int32),
    )


def turn_z_to(direction: Sequence[float]) -> Quat:
    """The shortest rotation that takes +Z to ``direction``."""
    x, y, z = direction
    length = math.sqrt(x * x + y * y + z * z)
    x, y, z = x / length, y / length, z / length
    if z < -0.999999:
        return (0.0, 1.0, 0.0, 0.0)
    size = math.sqrt(2 * (1 + z))
    return (size / 2, -y / size, x / size, 0.0)


@lru_cache(maxsize=4096)
def _rod(radius_m: float, length_m: float, sides: int, top_radius_m: float | None) -> Mesh:
    """Rods of one topology differ in numbers only; equal ones are one mesh."""
    base = _rod_shape(sides)
    top = radius_m if top_radius_m is None else top_radius_m
    p = base.position.astype(np.float64)
    r = radius_m + (top - radius_m) * p[:, 2]
    return replace(base, position=np.stack([p[:, 0] * r, p[:, 1] * r, p[:, 2] * length_m], axis=-1).astype(np.float32))


@cache
def _rod_shape(sides: int) -> Mesh:
    return cylinder(1.0, 1.0, sides)


def limb(a: Vec3, b: Vec3, radius_m: float, look: str, top_radius_m: float | None = None, sides: int = 8) -> Part:
    """A round bar from ``a`` to ``b``."""
    d = (b[0] - a[0], b[1] - a[1], b[2] - a[2])
    length = math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2])
    return Part(_rod(radius_m, round(length, 5), sides, top_radius_m), look, a, turn_z_to(d))


def beam(a: Vec3, b: Vec3, width_m: float, depth_m: float, look: str) -> Part:
    """A square bar from ``a`` to ``b``; ``width_m`` along X where the bar stands upright."""
    d = (b[0] - a[0], b[1] - a[1], b[2] - a[2])
    length = math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2])
    middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2)
    return Part(box((width_m, depth_m, length)), look, middle, turn_z_to(d))


def disc(radius_m: float, thick_m: float, at: Vec3, axis: Vec3, look: str, sides: int = 16, solid: bool = True) -> Part:
    """A flat cylinder whose middle is ``at`` and whose axis is ``axis``: wheels, plates, clocks."""
    turn = turn_z_to(axis)
    back = quat_rotate(turn, (0.0, 0.0, -thick_m / 2))
    corner = (at[0] + back[0], at[1] + back[1], at[2] + back[2])
    return Part(_rod(radius_m, thick_m, sides, None), look, corner, turn, solid)


def prism_y(polygon: Sequence[tuple[float, float]], y0: float, y1: float) -> Mesh:
    """A prism over a polygon in (x, z), counter-clockwise seen from -Y, from ``y0`` to ``y1``."""
    ring = [(x, z) for x, z in polygon]
    return loft([[(x, y, z) for x, z in reversed(ring)] for y in (y0, y1)], smooth=False)


def prism_x(polygon: Sequence[tuple[float, float]], x0: float, x1: float) -> Mesh:
    """A prism over a polygon in (y, z), counter-clockwise seen from +X, from ``x0`` to ``x1``."""
    return loft([[(x, y, z) for y, z in polygon] for x in (x0, x1)], smooth=False)
