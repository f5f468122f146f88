"""Scatter: where grass, bushes and far trees grow, as instance tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..geometry import stream
from ._draft import Scatter
from ._piece import Piece, PieceMaker

F64 = NDArray[np.float64]
_TURNS = [(math.cos(math.pi * i / 512), math.sin(math.pi * i / 512)) for i in range(1024)]
_YAWS = np.array(_TURNS)
_RING = np.array([(math.cos(2 * math.pi * i / 4096), math.sin(2 * math.pi * i / 4096)) for i in range(4096)])


def prototypes(node: str, makers: Sequence[PieceMaker], copies: int = 1) -> tuple[Piece, ...]:
    """One piece per maker and copy, each from its own stream."""
    return tuple(m(stream(node, "prototype", i, k)) for i, m in enumerate(makers) for k in range(copies))


def ring_points(rng: np.random.Generator, count: int, near_m: float, far_m: float) -> tuple[F64, F64]:
    """(x, y) of ``count`` points, equally dense over the ring between two radii."""
    r: F64 = np.sqrt(near_m * near_m + (far_m * far_m - near_m * near_m) * rng.random(count))
    turn: F64 = _RING[rng.integers(0, 4096, count)]
    x: F64 = r * turn[:, 0]
    y: F64 = r * turn[:, 1]
    return x, y


def thinned(x: F64, y: F64, apart_m: float) -> NDArray[np.bool_]:
    """(n,) true for points kept when each needs ``apart_m`` to those kept before it."""
    keep = np.zeros(len(x), dtype=np.bool_)
    cells: dict[tuple[int, int], list[int]] = {}
    for i in range(len(x)):
        cx, cy = math.floor(x[i] / apart_m), math.floor(y[i] / apart_m)
        near = [j for dx in (-1, 0, 1) for dy in (-1, 0, 1) for j in cells.get((cx + dx, cy + dy), ())]
        if all((x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 >= apart_m * apart_m for j in near):
            keep[i] = True
            cells.setdefault((cx, cy), []).append(i)
    return keep


def table(
    node: str,
    name: str,
    kind: str,
    protos: Sequence[Piece],
    rng: np.random.Generator,
    x: F64,
    y: F64,
    z: F64,
    scale: tuple[float, float] = (0.8, 1.25),
    solid: NDArray[np.bool_] | None = None,
) -> Scatter:
    """An instance table: random prototype, heading and size at each point."""
    n = len(x)
    turn = _YAWS[rng.integers(0, 1024, n)]
    rotation = np.zeros((n, 4))
    rotation[:, 0], rotation[:, 3] = turn[:, 0], turn[:, 1]
    size = scale[0] + (scale[1] - scale[0]) * rng.random(n)
    return Scatter(
        node,
        name,
        kind,
        tuple(protos),
        key=np.arange(1, n + 1, dtype=np.int64),
        prototype=rng.integers(0, len(protos), n).astype(np.int32),
        translation=(np.round(np.stack([x, y, z], axis=-1) * 1e4) / 1e4).astype(np.float32),
        rotation=(np.round(rotation * 1e6) / 1e6).astype(np.float32),
        scale=np.repeat((np.round(size * 1e4) / 1e4)[:, None], 3, axis=1).astype(np.float32),
        solid=solid,
    )
