"""Thousands of candidate cameras at once: aim, project, and solve the distance of a shot size.

Screen coordinates are of the extraction frame: x right, y up, both in [-1, 1].
Only + - * / sqrt are used, so that a choice is the same on every machine.

::

        head_top  o . . . . . . .  y = y_top
                  |    fill * 2
          lowest  o . . . . . . .
                  P = pivot + R * direction; R is what is solved
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..geometry import Quat, Vec3, quat_to_matrix
from .model import Filmback

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
B1 = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Cameras:
    """Level cameras as arrays.

    Attributes:
        position, right, up, forward: (c, 3), metres and unit vectors.
        tan_x, tan_y: (c,) half extents of the extraction frame at unit depth.
    """

    position: F64
    right: F64
    up: F64
    forward: F64
    tan_x: F64
    tan_y: F64

    def __len__(self) -> int:
        return len(self.position)

    def subset(self, keep: B1 | I64) -> Cameras:
        """The cameras selected by a mask or by indices."""
        return Cameras(
            self.position[keep], self.right[keep], self.up[keep],
            self.forward[keep], self.tan_x[keep], self.tan_y[keep],
        )  # fmt: skip


def half_tangents(filmback: Filmback, focal_mm: float) -> tuple[float, float]:
    """(tan_x, tan_y): half width and half height of the extraction at unit depth."""
    return (
        filmback.width_mm * filmback.extraction_width / (2.0 * focal_mm),
        filmback.height_mm * filmback.extraction_height / (2.0 * focal_mm),
    )


def one_camera(position: Vec3, rotation: Quat, tangents: tuple[float, float]) -> Cameras:
    """A single posed camera as a batch of one."""
    m = quat_to_matrix(rotation)
    rows = [np.array([m[:, 0]]), np.array([m[:, 1]]), np.array([-m[:, 2]])]
    p = np.array([position], dtype=np.float64)
    return Cameras(p, rows[0], rows[1], rows[2], np.array([tangents[0]]), np.array([tangents[1]]))


def dot(a: F64, b: F64) -> F64:
    """(...) scalar products over the last axis, in a fixed order."""
    out: F64 = a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1] + a[..., 2] * b[..., 2]
    return out


def norm(a: F64) -> F64:
    """(...) lengths over the last axis."""
    out: F64 = np.sqrt(dot(a, a))
    return out


def project(cameras: Cameras, points: F64) -> tuple[F64, F64, F64]:
    """Screen x, y and depth, each (c, p), of (p, 3) points; or of (c, p, 3), one set per camera."""
    at = points if points.ndim == 3 else points[None]
    wx, wy, wz = (at[..., k] - cameras.position[:, k : k + 1] for k in range(3))  # by columns: no (c, p, 3) in between

    def along(axis: F64) -> F64:
        out: F64 = wx * axis[:, 0:1] + wy * axis[:, 1:2] + wz * axis[:, 2:3]
        return out

    depth = along(cameras.forward)
    safe = np.maximum(depth, 1e-6)
    return (
        along(cameras.right) / (safe * cameras.tan_x[:, None]), along(cameras.up) / (safe * cameras.tan_y[:, None]),
        depth,
    )  # fmt: skip


def aimed(position: F64, target: F64, tan_x: F64, tan_y: F64, screen_x: F64, screen_y: F64) -> Cameras:
    """Level cameras at ``position`` (c, 3) that see ``target`` (c, 3) at (screen_x, screen_y)."""
    vx, vy, z = (target[:, k] - position[:, k] for k in range(3))
    flat = np.maximum(np.sqrt(vx * vx + vy * vy), 1e-6)
    ux, uy = vx / flat, vy / flat
    rise = screen_y * tan_y
    depth, across = flat, np.zeros_like(flat)
    cos_t, sin_t = np.ones_like(flat), np.zeros_like(flat)
    for _ in range(3):
        size = np.sqrt((depth * depth + z * z) * (1.0 + rise * rise))
        cos_t, sin_t = (depth + z * rise) / size, (z - depth * rise) / size
        across = screen_x * tan_x * (depth * cos_t + z * sin_t)
        across = np.minimum(np.maximum(across, -0.95 * flat), 0.95 * flat)
        depth = np.sqrt(flat * flat - across * across)
    a, b = depth / flat, across / flat
    fx, fy = a * ux - b * uy, a * uy + b * ux
    zero = np.zeros_like(fx)
    return Cameras(
        position,
        np.stack([fy, -fx, zero], axis=1),
        np.stack([-fx * sin_t, -fy * sin_t, cos_t], axis=1),
        np.stack([fx * cos_t, fy * cos_t, sin_t], axis=1),
        tan_x,
        tan_y,
    )


def sized(
    pivot: F64, top: F64, low: F64, direction: F64,
    tan_x: F64, tan_y: F64, screen_x: F64, y_top: F64, fill: float, rounds: int = 9, start: F64 | None = None,
) -> tuple[Cameras, F64, F64]:  # fmt: skip
    """Cameras on rays from ``pivot`` whose distance makes top-to-low fill the frame exactly.

    Args:
        pivot, top, low: (3,) points of the subject: eyes, top of the head, lowest named part.
        direction: (c, 3) unit vectors from the pivot to the camera.
        tan_x, tan_y, screen_x, y_top: (c,) lens, and where the head's top sits on screen.
        fill: Wanted share of the frame's height.
        rounds: Fixed-point rounds; the span goes as 1 / distance, so few are needed.
        start: (c,) distances to begin with, from an earlier call.

    Returns:
        The cameras, (c,) the relative error of the span that is left, and (c,) their distances.
    """
    gap = top - low
    reach = np.sqrt(gap[0] * gap[0] + gap[1] * gap[1] + gap[2] * gap[2])
    distance = np.maximum(reach, 0.05) / (2.0 * tan_y * fill) if start is None else start
    tops = np.broadcast_to(top, direction.shape)
    ends = np.stack([top, low])
    cameras, error = (
        aimed(pivot + distance[:, None] * direction, tops, tan_x, tan_y, screen_x, y_top),
        distance,
    )
    for _ in range(rounds):
        _, y, depth = project(cameras, ends)
        span = np.where(depth.min(axis=1) > 1e-3, (y[:, 0] - y[:, 1]) / 2.0, 4.0 * fill)
        ratio = span / fill
        error = np.abs(ratio - 1.0)
        distance = distance * np.minimum(np.maximum(ratio, 0.4), 2.5)
        cameras = aimed(pivot + distance[:, None] * direction, tops, tan_x, tan_y, screen_x, y_top)
    _, y, depth = project(cameras, ends)
    error = np.abs((y[:, 0] - y[:, 1]) / 2.0 / fill - 1.0)
    return cameras, np.where(depth.min(axis=1) > 0.05, error, np.inf), distance
