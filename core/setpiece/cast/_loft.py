"""Closed tubes through elliptical rings: the one primitive that people are modelled with.

::

    start . (( ( (  (   (  ) ) )) . end      rings stack along x cross y of their frames
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..geometry import Mesh, Vec3

F64 = NDArray[np.float64]
I32 = NDArray[np.int32]


@dataclass(frozen=True)
class Ring:
    """One cross-section of a limb, placed along a path.

    ``at`` counts path points (1.25 is a quarter of the way from point 1 to point 2); radii in
    metres: ``side`` across, ``front`` and ``back`` along the path's front direction.
    """

    at: float
    side: float
    front: float
    back: float
    part: str
    slot: int


@cache
def _circle(sides: int, exponent: float) -> F64:
    """(sides, 2) points of the unit superellipse, counter-clockwise from +x."""
    turn = [2 * math.pi * i / sides for i in range(sides)]
    raw = [(math.cos(a), math.sin(a)) for a in turn]
    power = 2 / exponent

    def bent(v: float) -> float:
        return math.copysign(math.pow(abs(v), power), v) if abs(v) > 1e-9 else 0.0

    return np.array([(bent(x), bent(y)) for x, y in raw], dtype=np.float64)


@cache
def _topology(rings: int, sides: int) -> tuple[I32, I32, I32, I32]:
    """(face_start, corner_vert, edge_verts, corner_edge) of a tube with a pole at either end."""
    ring = np.arange(rings * sides, dtype=np.int64).reshape(rings, sides) + 1
    after = np.roll(ring, -1, axis=1)
    last = rings * sides + 1
    around = ring - 1
    along = rings * sides + np.arange((rings - 1) * sides, dtype=np.int64).reshape(rings - 1, sides)
    low = (2 * rings - 1) * sides + np.arange(sides, dtype=np.int64)
    high = low + sides
    low_fan = np.stack([np.zeros(sides, dtype=np.int64), after[0], ring[0]], axis=1)
    low_edges = np.stack([np.roll(low, -1), around[0], low], axis=1)
    quads = np.stack([ring[:-1], after[:-1], after[1:], ring[1:]], axis=-1).reshape(-1)
    quad_edges = np.stack([around[:-1], np.roll(along, -1, axis=1), around[1:], along], axis=-1).reshape(-1)
    high_fan = np.stack([ring[-1], after[-1], np.full(sides, last)], axis=1)
    high_edges = np.stack([around[-1], np.roll(high, -1), high], axis=1)
    corners = np.concatenate([low_fan.reshape(-1), quads, high_fan.reshape(-1)])
    corner_edges = np.concatenate([low_edges.reshape(-1), quad_edges, high_edges.reshape(-1)])
    sizes = np.array([3] * sides + [4] * ((rings - 1) * sides) + [3] * sides, dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    edges = np.concatenate(
        [
            np.stack([ring, after], axis=-1).reshape(-1, 2),
            np.stack([ring[:-1], ring[1:]], axis=-1).reshape(-1, 2),
            np.stack([np.zeros(sides, dtype=np.int64), ring[0]], axis=1),
            np.stack([np.full(sides, last), ring[-1]], axis=1),
        ]
    )
    return (
        starts.astype(np.int32),
        corners.astype(np.int32),
        edges.astype(np.int32),
        corner_edges.astype(np.int32),
    )


def loft(
    centers: F64,
    x_axes: F64,
    y_axes: F64,
    radii: F64,
    ends: tuple[Sequence[float], Sequence[float]],
    parts: Sequence[str],
    slots: Sequence[int],
    sides: int = 12,
    exponent: float = 2.0,
) -> Mesh:
    """A smooth closed tube.

    Args:
        centers: (r, 3) metres, ring centres in the order of ``x cross y``.
        x_axes: (r, 3) or (3,) unit vectors across.
        y_axes: (r, 3) or (3,) unit vectors to the front.
        radii: (r, 3) half width, depth to the front, depth to the back.
        ends: The points that close the tube before the first and after the last ring.
        parts: Body part of each ring.
        slots: Material slot of the faces that start at each ring.
        sides: Vertices a ring.
        exponent: 2 is an ellipse, more is squarer.
    """
    rings = len(centers)
    unit = _circle(sides, exponent)
    depth = np.where(unit[None, :, 1] >= 0, radii[:, 1:2], radii[:, 2:3])
    across = (unit[None, :, 0] * radii[:, 0:1])[..., None]
    along = (unit[None, :, 1] * depth)[..., None]
    x_axes = np.broadcast_to(x_axes, (rings, 3))[:, None, :]
    y_axes = np.broadcast_to(y_axes, (rings, 3))[:, None, :]
    body = centers[:, None, :] + x_axes * across + y_axes * along
    position = np.concatenate([np.array([ends[0]]), body.reshape(-1, 3), np.array([ends[1]])])
    starts, corners, edges, corner_edges = _topology(rings, sides)
    names = tuple(dict.fromkeys(parts))
    ring_part = [names.index(p) for p in parts]
    vertex_part = [ring_part[0], *[p for p in ring_part for _ in range(sides)], ring_part[-1]]
    faces = [slots[0], *list(slots)[:-1], slots[-1]]
    return Mesh(
        position=position.astype(np.float32),
        face_start=starts,
        corner_vert=corners,
        edge_verts=edges,
        corner_edge=corner_edges,
        material=np.array([f for f in faces for _ in range(sides)], dtype=np.int32),
        smooth=np.ones(len(starts), dtype=np.bool_),
        part=np.array(vertex_part, dtype=np.int32),
        part_names=names,
    )


def cross(a: F64, b: F64) -> F64:
    """Cross products of (..., 3) vectors, written out so that every machine rounds alike."""
    return np.stack(
        [
            a[..., 1] * b[..., 2] - a[..., 2] * b[..., 1],
            a[..., 2] * b[..., 0] - a[..., 0] * b[..., 2],
            a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0],
        ],
        axis=-1,
    )


def unit(v: F64) -> F64:
    """(..., 3) vectors at length one; a zero vector stays zero."""
    size = np.sqrt(v[..., 0] ** 2 + v[..., 1] ** 2 + v[..., 2] ** 2)[..., None]
    return v / np.maximum(size, 1e-12)


def limb(
    points: Sequence[Vec3],
    rings: Sequence[Ring],
    front: Vec3,
    sides: int = 12,
    caps: tuple[float, float] = (0.0, 0.0),
    exponent: float = 2.0,
) -> Mesh:
    """A tube that follows joints, rounded where they bend.

    Args:
        points: Joint positions, at least two.
        rings: Cross-sections in rising ``at``.
        front: Direction that ``Ring.front`` points to, before it is squared to the path.
        sides: Vertices a ring.
        caps: Metres that the closing points stand beyond the first and last ring.
        exponent: Squareness of the sections.
    """
    joints = np.array(points, dtype=np.float64)
    centers = np.array([_on_path(joints, r.at) for r in rings])
    ahead = np.array([_on_path(joints, r.at + 0.2) - _on_path(joints, r.at - 0.2) for r in rings])
    tangent = unit(ahead)
    wanted = np.broadcast_to(np.array(front, dtype=np.float64), tangent.shape)
    along = (wanted * tangent).sum(axis=1)[:, None]
    y_axes = unit(wanted - tangent * along)
    x_axes = cross(y_axes, tangent)
    ends = centers[0] - tangent[0] * caps[0], centers[-1] + tangent[-1] * caps[1]
    return loft(
        centers,
        x_axes,
        y_axes,
        np.array([(r.side, r.front, r.back) for r in rings]),
        (ends[0].tolist(), ends[1].tolist()),
        [r.part for r in rings],
        [r.slot for r in rings],
        sides,
        exponent,
    )


def _on_path(joints: F64, at: float) -> F64:
    """The point of the joint polyline at parameter ``at``; beyond its ends it goes on straight."""
    i = min(max(int(at), 0), len(joints) - 2)
    out: F64 = joints[i] + (joints[i + 1] - joints[i]) * (at - i)
    return out
