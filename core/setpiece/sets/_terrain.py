"""Ground that rolls, stays flat where people act, and never ends at an edge.

   flat, z = 0        blends into rolling        hills            far hills
|----- 8 m -----|--------- to 48 m ---------|--- to 130 m ---|---- to 420 m ----|
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..geometry import Mesh, Vec3, grid, quad
from ._batch import loft
from ._piece import Part, Piece
from .model import Ground, Solid

F64 = NDArray[np.float64]
HALF_M = 48.0
CELL_M = 1.5
Carve = Callable[[F64, F64], F64]
"""What a river or a shore takes off the height at (x, y), metres (negative digs)."""


def smooth_step(t: F64) -> F64:
    """0 below 0, 1 above 1, smooth between."""
    c = np.clip(t, 0.0, 1.0)
    out: F64 = c * c * (3 - 2 * c)
    return out


def value_noise(rng: np.random.Generator, x: F64, y: F64, cell_m: float, reach_m: float) -> F64:
    """Smooth noise in [-1, 1] with features of about ``cell_m``, for |x|, |y| <= ``reach_m``."""
    n = int(reach_m / cell_m) * 2 + 5
    table = rng.random((n, n)) * 2 - 1
    u, v = x / cell_m + n // 2, y / cell_m + n // 2
    i = np.clip(np.floor(u).astype(np.int64), 0, n - 2)
    j = np.clip(np.floor(v).astype(np.int64), 0, n - 2)
    s, t = smooth_step(u - i), smooth_step(v - j)
    low = table[j, i] * (1 - s) + table[j, i + 1] * s
    high = table[j + 1, i] * (1 - s) + table[j + 1, i + 1] * s
    out: F64 = low * (1 - t) + high * t
    return out


@dataclass(frozen=True)
class Terrain:
    """Heights around the acting centre."""

    heights: F64
    """(rows, columns), row = +Y."""

    def at(self, x: float, y: float) -> float:
        """Bilinear height at a point; 0 beyond the grid."""
        return float(self.at_many(np.array([x]), np.array([y]))[0])

    def at_many(self, x: F64, y: F64) -> F64:
        """(n,) heights."""
        n = len(self.heights)
        u, v = (x + HALF_M) / CELL_M, (y + HALF_M) / CELL_M
        inside = (u >= 0) & (v >= 0) & (u <= n - 1) & (v <= n - 1)
        i = np.clip(np.floor(u).astype(np.int64), 0, n - 2)
        j = np.clip(np.floor(v).astype(np.int64), 0, n - 2)
        s, t, h = u - i, v - j, self.heights
        low, high = h[j, i] * (1 - s) + h[j, i + 1] * s, h[j + 1, i] * (1 - s) + h[j + 1, i + 1] * s
        return np.where(inside, low * (1 - t) + high * t, 0.0)

    def ground(self) -> Ground:
        """For the plan."""
        n = len(self.heights)
        flat = tuple(float(h) for h in self.heights.reshape(-1))
        return Ground((-HALF_M, -HALF_M), CELL_M, n, n, flat)

    def piece(self, look: str) -> Piece:
        """The near ground."""
        part = Part(grid(self.heights, CELL_M, (-HALF_M, -HALF_M)), look, solid=False)
        return Piece("ground", (part,), solid_kind="ground")

    def slabs(self, node: str) -> tuple[Solid, ...]:
        """Boxes that fill the ground from below: one under the flat, patches around."""
        out = [Solid(node, (0.0, 0.0, -0.25), (7.5, 7.5, 0.25), kind="ground")]
        step = 5
        n = len(self.heights)
        for j in range(0, n - 1, step):
            for i in range(0, n - 1, step):
                patch = self.heights[j : j + step + 1, i : i + step + 1]
                x, y = -HALF_M + i * CELL_M, -HALF_M + j * CELL_M
                w, d = (patch.shape[1] - 1) * CELL_M / 2, (patch.shape[0] - 1) * CELL_M / 2
                if max(abs(x), abs(x + 2 * w)) <= 7.5 and max(abs(y), abs(y + 2 * d)) <= 7.5:
                    continue
                top, low = round(float(patch.max()), 4), round(float(patch.min()) - 0.3, 4)
                middle = (round(x + w, 4), round(y + d, 4), round((top + low) / 2, 4))
                out.append(Solid(node, middle, (w, d, round((top - low) / 2, 4)), kind="ground"))
        return tuple(out)


def rolling(
    rng: np.random.Generator,
    swell_m: float,
    detail_m: float = 0.12,
    flat_m: float = 8.0,
    carve: Carve | None = None,
) -> Terrain:
    """Gentle ground: two octaves of noise, faded out under the action and at the border."""
    n = int(2 * HALF_M / CELL_M) + 1
    line = np.arange(n) * CELL_M - HALF_M
    x, y = np.broadcast_to(line[None, :], (n, n)), np.broadcast_to(line[:, None], (n, n))
    noise = value_noise(rng, x, y, 17.0, HALF_M) * swell_m + value_noise(rng, x, y, 5.0, HALF_M) * detail_m
    far = np.sqrt(x * x + y * y)
    edge = np.maximum(np.abs(x), np.abs(y))
    h = noise * smooth_step((far - flat_m) / 13.0) * (1 - smooth_step((edge - 38.0) / 9.0))
    if carve is not None:
        h = h + carve(x, y)
    h = np.where(far < flat_m, np.where(np.abs(h) < 0.3, 0.0, h), h)
    return Terrain(np.round(h * 1e4) / 1e4)


def land_beyond(look: str, z: float = -0.05, half_m: float = 900.0) -> Piece:
    """The plain under everything, out to the horizon."""
    return Piece("plain", (Part(quad(half_m * 2, half_m * 2), look, (0.0, 0.0, z), solid=False),), solid_kind="ground")


def hill_ring(
    rng: np.random.Generator,
    near_m: float,
    far_m: float,
    crest_m: float,
    look: str,
    rough: float = 0.6,
    gap: tuple[float, float] | None = None,
    columns: int = 96,
    ridge: bool = False,
) -> Piece:
    """A ring of hills around the set that rises from ``near_m`` to a crest and falls away.

    Args:
        rng: Its stream.
        near_m: Foot towards the set.
        far_m: Foot beyond.
        crest_m: Height of the highest tops.
        look: What it is covered with.
        rough: Share of the crest that varies.
        gap: Azimuth range in radians from +X where there are none (the open sea).
        columns: Corners around.
        ridge: Pointed mountain profiles instead of round hills.
    """
    waves = [(k, rng.random() * 2 * math.pi, (0.9 if ridge else 0.6) ** i) for i, k in enumerate((3, 5, 9, 14, 23, 37))]
    total = sum(w for _, _, w in waves)
    profile = ((0.0, 0.0), (0.3, 0.42), (0.55, 0.85), (0.7, 1.0), (0.85, 0.8), (1.0, -0.05))
    if ridge:
        profile = ((0.0, 0.0), (0.25, 0.2), (0.45, 0.5), (0.6, 0.75), (0.72, 1.0), (1.0, -0.05))
    rings: list[list[Vec3]] = []
    for t, lift in profile:
        ring: list[Vec3] = []
        for c in range(columns):
            a = 2 * math.pi * c / columns
            shape = sum(w * math.sin(k * a + p + 2.1 * t * (k % 4)) for k, p, w in waves) / total
            height = crest_m * (1 - rough + rough * (0.5 + 0.9 * shape)) * _open(a, gap)
            jag = crest_m * 0.1 * (rng.random() - 0.5) if ridge and 0 < t < 1 else 0.0
            r = near_m + (far_m - near_m) * t
            ring.append(
                (
                    r * math.cos(a),
                    r * math.sin(a),
                    round(lift * max(height, 0.0) + jag * _open(a, gap) - 0.3 - 5.0 * (1 - _open(a, gap)), 3),
                )
            )
        rings.append(ring)
    mesh = loft([list(reversed(r)) for r in rings], caps=False, smooth=not ridge)
    return Piece("hills", (Part(mesh, look, solid=False),), solid_kind="backdrop")


def _open(a: float, gap: tuple[float, float] | None) -> float:
    if gap is None:
        return 1.0
    lo, hi = gap
    inside = min(a - lo, hi - a) if lo <= a <= hi else -1.0
    return max(0.0, min(1.0, 1 - (inside + 0.15) / 0.25)) if inside > -0.5 else 1.0


def strip(
    points: Sequence[tuple[float, float]], width_m: float, terrain: Terrain | None, lift_m: float = 0.012
) -> Mesh:
    """A path or road over the ground along ``points``, five corners across."""
    rows: list[list[Vec3]] = []
    n = len(points)
    for i, (x, y) in enumerate(points):
        ax, ay = points[max(0, i - 1)]
        bx, by = points[min(n - 1, i + 1)]
        dx, dy = bx - ax, by - ay
        size = math.sqrt(dx * dx + dy * dy)
        nx, ny = -dy / size, dx / size
        row: list[Vec3] = []
        for k in range(5):
            off = (k / 4 - 0.5) * width_m
            px, py = x + nx * off, y + ny * off
            far = math.sqrt(px * px + py * py)
            z = terrain.at(px, py) if terrain is not None else 0.0
            row.append((px, py, z + lift_m + min(max(far - 9.0, 0.0) * 0.006, 0.06)))
        rows.append(row)
    return sheet(rows)


def sheet(rows: Sequence[Sequence[Vec3]]) -> Mesh:
    """An open skin over rows of points; faces up where rows advance to the right of their points."""
    p = np.array(rows, dtype=np.float64)
    flat = grid(p[:, :, 2], 1.0, (0.0, 0.0))
    return Mesh(
        p.reshape(-1, 3).astype(np.float32),
        flat.face_start,
        flat.corner_vert[::-1].copy(),
        flat.edge_verts,
        _reversed_edges(flat.corner_edge),
        flat.material,
        flat.smooth,
        flat.part,
    )


def _reversed_edges(corner_edge: NDArray[np.int32]) -> NDArray[np.int32]:
    """Edges of corners after the corner list was reversed: corner i goes to what was before it."""
    backwards = corner_edge.reshape(-1, 4)[::-1, ::-1]
    return np.roll(backwards, -1, axis=1).reshape(-1).copy()
