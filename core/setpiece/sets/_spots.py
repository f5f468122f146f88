"""Boxes on the floor plan: what is taken or must stay free, whether two overlap, what hangs together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Bool = NDArray[np.bool_]
SLACK_M = 0.004
"""Boxes closer than this still count as touching, not overlapping."""


@dataclass(frozen=True)
class Spot:
    """A box on the floor plan with its height range: what is taken, or must stay free."""

    x: float
    y: float
    half_x: float
    half_y: float
    yaw: float
    z0: float
    z1: float

    def row(self) -> tuple[float, ...]:
        """As numbers: x, y, half_x, half_y, cos, sin, z0, z1."""
        return (self.x, self.y, self.half_x, self.half_y, math.cos(self.yaw), math.sin(self.yaw), self.z0, self.z1)


def spot_rows(spots: Sequence[Spot]) -> F64:
    """(n, 8) rows of ``spots``."""
    return np.array([s.row() for s in spots], dtype=np.float64).reshape(-1, 8)


def overlap(a: F64, b: F64) -> Bool:
    """(n, m) true where boxes (n, 8) and (m, 8) overlap by more than the slack (separating axes)."""
    dx = b[None, :, 0] - a[:, None, 0]
    dy = b[None, :, 1] - a[:, None, 1]
    hit = (a[:, None, 6] < b[None, :, 7] - SLACK_M) & (a[:, None, 7] > b[None, :, 6] + SLACK_M)
    ac, as_, bc, bs = a[:, None, 4], a[:, None, 5], b[None, :, 4], b[None, :, 5]
    cos = np.abs(ac * bc + as_ * bs)
    sin = np.abs(ac * bs - as_ * bc)
    ahx, ahy, bhx, bhy = a[:, None, 2], a[:, None, 3], b[None, :, 2], b[None, :, 3]
    hit &= np.abs(dx * ac + dy * as_) < ahx + bhx * cos + bhy * sin - SLACK_M
    hit &= np.abs(dy * ac - dx * as_) < ahy + bhx * sin + bhy * cos - SLACK_M
    hit &= np.abs(dx * bc + dy * bs) < bhx + ahx * cos + ahy * sin - SLACK_M
    hit &= np.abs(dy * bc - dx * bs) < bhy + ahx * sin + ahy * cos - SLACK_M
    return hit


def components(free: Bool) -> tuple[list[int], NDArray[np.int32]]:
    """Sizes of the 4-connected regions of ``free``, and each cell's region (-1 where blocked).

    Runs of free cells are joined row by row (union-find), so cost grows with runs, not cells.
    """
    label = np.full(free.shape, -1, dtype=np.int32)
    parent: list[int] = []
    spans: list[tuple[int, int, int]] = []

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    before: list[tuple[int, int, int]] = []
    padded = np.zeros((free.shape[0], free.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = free
    change = padded[:, 1:] - padded[:, :-1]
    rows, cols = np.nonzero(change)
    at = np.searchsorted(rows, np.arange(free.shape[0] + 1)).tolist()
    columns = cols.tolist()
    row_of: list[int] = []
    for r in range(free.shape[0]):
        edges = columns[at[r] : at[r + 1]]
        now: list[tuple[int, int, int]] = []
        for a, b in zip(edges[::2], edges[1::2], strict=True):
            i = len(parent)
            parent.append(i)
            now.append((a, b, i))
            for c, d, j in before:
                if c < b and a < d:
                    parent[root(i)] = root(j)
        spans.extend(now)
        row_of.extend([r] * len(now))
        before = now
    sizes = [0] * len(parent)
    for (a, b, i), r in zip(spans, row_of, strict=True):
        k = root(i)
        sizes[k] += b - a
        label[r, a:b] = k
    return sizes, label
