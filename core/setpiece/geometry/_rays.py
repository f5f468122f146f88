"""Rays against oriented boxes: what can the lens see, and how near is the next surface.

Sets and stand-ins describe themselves as boxes, one per primitive they are made of, so a few
hundred boxes stand for a scene and thousands of candidate rays cost milliseconds.
Slab test: Kay and Kajiya, "Ray Tracing Complex Scenes", 1986.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._rigid import Quat, Vec3, quat_to_matrix

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]


@dataclass(frozen=True)
class Boxes:
    """Oriented boxes as arrays.

    Attributes:
        center: (n, 3) metres.
        half: (n, 3) half extents, metres.
        axes: (n, 3, 3); ``axes[i, k]`` is box i's k-th axis in world space.
    """

    center: F64
    half: F64
    axes: F64

    @staticmethod
    def build(rows: Sequence[tuple[Vec3, Vec3, Quat]]) -> Boxes:
        """From (center, half, rotation) rows; no rows makes an empty set."""
        if not rows:
            return Boxes(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3, 3)))
        return Boxes(
            np.array([r[0] for r in rows], dtype=np.float64),
            np.array([r[1] for r in rows], dtype=np.float64),
            np.array([quat_to_matrix(r[2]).T for r in rows], dtype=np.float64),
        )

    def __len__(self) -> int:
        return len(self.center)

    def subset(self, keep: NDArray[np.bool_] | I64) -> Boxes:
        """The boxes selected by a mask or by indices."""
        return Boxes(self.center[keep], self.half[keep], self.axes[keep])


def _local(v: F64, boxes: Boxes, k: int) -> F64:
    """(r, n) component k, in box axes, of the (r, n, 3) or (r, 1, 3) vectors ``v``."""
    a = boxes.axes[:, k, :]
    out: F64 = v[..., 0] * a[:, 0] + v[..., 1] * a[:, 1] + v[..., 2] * a[:, 2]
    return out


def first_hit(origin: F64, target: F64, boxes: Boxes) -> tuple[F64, I64]:
    """Where each segment first enters a box.

    Args:
        origin: (r, 3) or (3,) metres. An origin inside a box hits it at 0.
        target: (r, 3) metres.
        boxes: What may be hit.

    Returns:
        fraction: (r,) of the way from origin to target, ``inf`` where nothing is hit.
        index: (r,) the box hit, -1 where nothing is.
    """
    target = np.atleast_2d(target)
    origin = np.broadcast_to(np.atleast_2d(origin), target.shape)
    if not len(boxes):
        return np.full(len(target), np.inf), np.full(len(target), -1, dtype=np.int64)
    offset = origin[:, None, :] - boxes.center[None]
    way = (target - origin)[:, None, :]
    near = np.zeros((len(target), len(boxes)))
    far = np.ones((len(target), len(boxes)))
    for k in range(3):
        o, d, h = _local(offset, boxes, k), _local(way, boxes, k), boxes.half[None, :, k]
        flat = np.abs(d) < 1e-12
        safe = np.where(flat, 1.0, d)
        t0, t1 = (-h - o) / safe, (h - o) / safe
        outside = flat & (np.abs(o) > h)
        near = np.maximum(near, np.where(flat, -np.inf, np.minimum(t0, t1)))
        far = np.minimum(far, np.where(flat, np.where(outside, -np.inf, np.inf), np.maximum(t0, t1)))
    fraction = np.where(near <= far, near, np.inf)
    index = np.argmin(fraction, axis=1).astype(np.int64)
    best = fraction[np.arange(len(target)), index]
    return best, np.where(np.isinf(best), -1, index)


def segment_clear(origin: F64, target: F64, boxes: Boxes, slack: float = 0.0) -> NDArray[np.bool_]:
    """(r,) true where nothing lies between origin and target but the last ``slack`` metres."""
    target = np.atleast_2d(target)
    origin = np.broadcast_to(np.atleast_2d(origin), target.shape)
    way = target - origin
    length = np.sqrt(way[:, 0] ** 2 + way[:, 1] ** 2 + way[:, 2] ** 2)
    fraction, _ = first_hit(origin, target, boxes)
    clear: NDArray[np.bool_] = fraction * length >= length - slack
    return clear


def nearest_box_distance(points: F64, boxes: Boxes) -> F64:
    """(p,) metres from each (p, 3) point to the nearest box surface; 0 inside; inf when none."""
    points = np.atleast_2d(points)
    if not len(boxes):
        return np.full(len(points), np.inf)
    offset = points[:, None, :] - boxes.center[None]
    total = np.zeros((len(points), len(boxes)))
    for k in range(3):
        over = np.maximum(np.abs(_local(offset, boxes, k)) - boxes.half[None, :, k], 0.0)
        total = total + over * over
    best: F64 = np.sqrt(total.min(axis=1))
    return best


def inside_boxes(points: F64, boxes: Boxes, margin: float = 0.0) -> NDArray[np.bool_]:
    """(p,) true where a point lies in a box grown by ``margin`` metres."""
    near: NDArray[np.bool_] = nearest_box_distance(points, boxes) <= margin
    return near
