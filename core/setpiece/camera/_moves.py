"""Camera moves as one sample per frame, kept within the shot size's promise at every frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..geometry import quat_from_matrix
from ._lens_view import F64, Cameras, aimed, norm, project
from ._search import KEEP_CLEAR_M, Pick
from ._sight import in_frame, seen
from ._subjects import Subject
from ._world import World, clearance
from .model import SIZES, Move

_FILL_DRIFT = 0.12
"""Least and greatest span of a move against its size: inside the 15 % of the promise."""

_DOLLIES = ((1.124, 0.9), (1.087, 0.93), (1.12, 0.99), (1.05, 0.96), (1.07, 1.0))
"""(far, near) ends of a dolly as shares of the distance, the longest first; tight frames have no room below."""


@dataclass(frozen=True, eq=False)
class Path:
    """A camera at every frame: (n, 7) x y z qw qx qy qz, and (n, 1) focus metres."""

    transform: F64
    focus: F64
    cameras: Cameras


def _eased(frames: int) -> F64:
    t = np.arange(frames, dtype=np.float64) / max(frames - 1, 1)
    out: F64 = t * t * (3.0 - 2.0 * t)
    return out


def _cameras(pick: Pick, subject: Subject, move: Move, amount: float, share: F64) -> Cameras:
    n = len(share)
    base = pick.camera
    x, y, _ = project(base, subject.top[None])
    tan_x, tan_y = np.full(n, base.tan_x[0]), np.full(n, base.tan_y[0])
    top = np.broadcast_to(subject.top, (n, 3))
    if move == "pan":
        side = -1.0 if float(x[0, 0]) > 0 else 1.0
        sx = x[0, 0] + side * amount * share
        return aimed(np.repeat(base.position, n, axis=0), top, tan_x, tan_y, sx, np.full(n, y[0, 0]))
    away = base.position - subject.eyes
    start, end = _DOLLIES[int(amount)]
    if move == "pull-out":
        start, end = end, start
    scale = start + (end - start) * share
    place = subject.eyes + away * scale[:, None]
    return aimed(place, top, tan_x, tan_y, np.full(n, x[0, 0]), np.full(n, y[0, 0]))


def _holds(cameras: Cameras, pick: Pick, world: World) -> bool:
    first = pick.named[0]
    _, y, _ = project(cameras, np.stack([first.top, first.low(pick.size)]))
    error = np.abs((y[:, 0] - y[:, 1]) / 2.0 / SIZES[pick.size].fill - 1.0)
    if float(error.max()) > _FILL_DRIFT:
        return False
    if not bool((clearance(world, cameras.position, KEEP_CLEAR_M) >= KEEP_CLEAR_M - 1e-9).all()):
        return False
    return all(
        bool(in_frame(cameras, s, pick.size).all()) and bool(seen(world, cameras, s, pick.size).all())
        for s in pick.named
    )


def path(pick: Pick, move: Move, frames: int, world: World) -> Path | None:
    """The move through ``pick`` over ``frames``, as large as the shot's promise allows, or None."""
    if not pick.named or frames < 12:
        return None
    for amount in (0.42, 0.3, 0.2) if move == "pan" else [float(i) for i in range(len(_DOLLIES))]:
        probe = np.arange(9, dtype=np.float64) / 8.0  # cheap, and rules most out
        if not _holds(_cameras(pick, pick.named[0], move, amount, probe), pick, world):
            continue
        whole = _cameras(pick, pick.named[0], move, amount, _eased(frames))
        if _holds(whole, pick, world):
            return _sampled(whole, pick.named)
    return None


def _sampled(cameras: Cameras, named: Sequence[Subject]) -> Path:
    rows: list[list[float]] = []
    before: tuple[float, ...] | None = None
    for i in range(len(cameras)):
        m = np.stack([cameras.right[i], cameras.up[i], -cameras.forward[i]], axis=1)
        q: tuple[float, ...] = quat_from_matrix(m)
        if before is not None and sum(a * b for a, b in zip(q, before, strict=True)) < 0:
            q = tuple(-v for v in q)
        before = q
        rows.append([*(round(float(v), 4) for v in cameras.position[i]), *(round(v, 6) for v in q)])
    _, _, depth = project(cameras, named[0].eyes[None])
    focus = np.round(np.maximum(depth[:, :1], 0.1) * 1e3) / 1e3
    return Path(np.array(rows, dtype=np.float64), focus, cameras)


def travel_m(path_: Path) -> float:
    """Length of a move in metres."""
    steps = path_.transform[1:, :3] - path_.transform[:-1, :3]
    return float(norm(steps).sum()) if len(steps) else 0.0
