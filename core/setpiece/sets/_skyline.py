"""What stands beyond the last house: rings of far buildings and roofs in haze."""

from __future__ import annotations

import math

import numpy as np

from ..geometry import box, quat_from_yaw
from ._batch import F64, boxes, quads
from ._piece import Part, Piece


def _prisms(rows: list[tuple[float, ...]]) -> object:
    """Upright boxes without floors: x, y, yaw cos, yaw sin, half x, half y, z0, z1."""
    t = np.array(rows, dtype=np.float64)
    c, s = t[:, 2], t[:, 3]

    def corner(sx: float, sy: float, k: int) -> F64:
        x = t[:, 0] + c * sx * t[:, 4] - s * sy * t[:, 5]
        y = t[:, 1] + s * sx * t[:, 4] + c * sy * t[:, 5]
        return np.stack([x, y, t[:, k]], axis=-1)

    ends = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    faces = [
        np.stack([corner(*a, 6), corner(*b, 6), corner(*b, 7), corner(*a, 7)], axis=1)
        for a, b in zip(ends, (*ends[1:], ends[0]), strict=True)
    ]
    faces.append(np.stack([corner(*e, 7) for e in ends], axis=1))
    return np.concatenate(faces)


def skyline(
    rng: np.random.Generator, near_m: float, far_m: float, tallest_m: float, base_m: float = 0.0, count: int = 110
) -> Piece:
    """Two rings of plain buildings, the nearer one lower and clearer."""
    near: list[tuple[float, ...]] = []
    far: list[tuple[float, ...]] = []
    for i in range(count):
        a = 2 * math.pi * (i + 0.7 * rng.random()) / count
        back = i % 3 == 0
        r = far_m * (0.85 + 0.3 * rng.random()) if back else near_m + (far_m * 0.7 - near_m) * rng.random()
        tall = rng.random()
        h = tallest_m * (0.35 + 0.65 * tall * tall) * (1.5 if back else 0.75)
        wide = r * 2 * math.pi / count * (0.6 + 0.35 * rng.random())
        row = (
            r * math.cos(a),
            r * math.sin(a),
            math.cos(a),
            math.sin(a),
            7.0 + 6.0 * rng.random(),
            wide,
            base_m,
            base_m + h,
        )
        (far if back else near).append(row)
        if tall > 0.7 and not back:
            near.append((*row[:4], row[4] * 0.5, row[5] * 0.45, base_m + h, base_m + h * 1.13))
    return Piece(
        "skyline",
        (Part(quads(_prisms(near)), "skyline", solid=False), Part(quads(_prisms(far)), "skyline_far", solid=False)),
        solid_kind="backdrop",
    )


def black_sky(rng: np.random.Generator, radius_m: float = 640.0, high_m: float = 262.0, panels: int = 24) -> Piece:
    """A black ring with stars behind airless country; open above, so that sun and moon shine in over it."""
    walls: list[Part] = []
    half = radius_m * 0.135
    for i in range(panels):
        a = 2 * math.pi * i / panels
        x, y = radius_m * math.cos(a), radius_m * math.sin(a)
        turn = quat_from_yaw(a - math.pi / 2)
        walls.append(
            Part(box((2 * half, 1.0, high_m + 40.0), (0.0, 0.0, high_m / 2 - 20.0)), "void", (x, y, 0.0), turn, False)
        )
    rows: list[tuple[float, float, float, float, float, float]] = []
    for _ in range(900):
        a, up, size = 2 * math.pi * rng.random(), rng.random(), 0.5 + 0.9 * rng.random() * rng.random()
        near = 0.96 * radius_m
        rows.append((near * math.cos(a), near * math.sin(a), 8.0 + (high_m - 12.0) * up, size, size, size))
    return Piece("skyline", (*walls, Part(boxes(rows), "star", solid=False)), solid_kind="backdrop")
