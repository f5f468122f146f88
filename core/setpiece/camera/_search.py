"""Choose a camera for people: solve every candidate exactly, drop what the set forbids, take the best.

Cheap tests first (arithmetic on all candidates), then boxes and rays on the most promising ones,
in chunks, until some pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..geometry import stream
from ._ask import Ask, Grid, grid_of
from ._grammar import grammar
from ._lens_view import B1, F64, I64, Cameras, dot, norm, project, sized
from ._sight import in_frame, seen
from ._subjects import Subject
from ._taste import company_penalty, cover_up, frame_look, group_penalty, over_penalty, shape_penalty
from ._world import NOBODY, World, clearance, free_way, near, on_floor
from .model import SIZES, Filmback, Size

KEEP_CLEAR_M = 0.3
CHUNK = 160
_STEP = 40
"""A part of ``CHUNK``."""
_ROUGH, _ROUNDS = 2, 6
"""Rounds of distance solving before what stands in walls is dropped, and in all."""
FINALISTS = 14
_FACE_COS = 0.36
"""cos 69 degrees, over all three axes."""
_HEADING_COS = 0.34
"""cos 70 degrees, seen from above."""


@dataclass(frozen=True, eq=False)
class Pick:
    """A camera that passed, and whom it may truthfully name."""

    camera: Cameras
    lens_mm: float
    size: Size
    named: tuple[Subject, ...]
    score: float


def _reach_box(cameras: Cameras, crowd: Sequence[Subject]) -> tuple[F64, F64]:
    points = np.concatenate([cameras.position, *[np.stack([s.top, s.low("FS")]) for s in crowd]])
    return points.min(axis=0) - 0.5, points.max(axis=0) + 0.5


def _solve(ask: Ask, grid: Grid, rounds: int, start: F64 | None = None) -> tuple[Cameras, F64, F64]:
    first = ask.subjects[0]
    return sized(
        first.eyes, first.top, first.low(ask.size), grid.direction, grid.tan_x, grid.tan_y,
        grid.screen_x, 1.0 - 2.0 * grid.headroom, SIZES[ask.size].fill, rounds, start,
    )  # fmt: skip


def _placed(ask: Ask, world: World, cameras: Cameras) -> B1:
    """(c,) true where a camera may stand, and from where the first subject's face shows."""
    first = ask.subjects[0]
    back = cameras.position - first.eyes
    far = norm(back)
    ok = on_floor(world, cameras.position) & (far > 0.5)
    if ask.face:
        ok &= dot(back, first.facing[None]) >= _FACE_COS * far
        flat = np.sqrt(back[:, 0] * back[:, 0] + back[:, 1] * back[:, 1])
        ok &= dot(back, first.heading[None]) >= _HEADING_COS * flat
    if ask.line is not None:
        ok &= ask.line.holds(cameras.position)
    return ok


def _candidates(ask: Ask, world: World, filmback: Filmback) -> tuple[Grid, Cameras, I64, int]:
    """The candidates that arithmetic alone does not rule out, which of the grid they are, and how many that has."""
    whole, first = grid_of(ask, filmback), ask.subjects[0]
    # Where on screen somebody is hardly moves the camera: one place tells which stand in walls.
    each = whole.places
    one = whole.subset(np.arange(each // 2, len(whole), each))
    rough, _, distance = _solve(ask, one, _ROUGH)
    free = np.nonzero(_placed(ask, world, rough))[0].astype(np.int64)
    keep = (free[:, None] * each + np.arange(each)).reshape(-1)
    grid = whole.subset(keep)
    cameras, error, _ = _solve(ask, grid, _ROUNDS - _ROUGH, np.repeat(distance[free], each))
    ok = (error < 0.015) & _placed(ask, world, cameras) & in_frame(cameras, first, ask.size)
    if ask.kind == "two-shot":
        for s in ask.subjects[1:]:
            ok &= in_frame(cameras, s, ask.size)
        for s in ask.subjects:
            ok &= dot(cameras.position - s.eyes, s.facing[None]) >= -0.3 * norm(cameras.position - s.eyes)
    if first.lying:
        x, y, _ = project(cameras, np.stack([first.top, first.low(ask.size)]))
        ok &= np.abs(x[:, 0] - x[:, 1]) * cameras.tan_x <= 0.3 * np.abs(y[:, 0] - y[:, 1]) * cameras.tan_y
    live = np.nonzero(ok)[0].astype(np.int64)
    return grid.subset(live), cameras.subset(live), keep[live], len(whole)


def search(ask: Ask, crowd: Sequence[Subject], world: World, filmback: Filmback) -> Pick | None:
    """The best camera for ``ask`` at exactly its size, or None.

    Args:
        ask: What is wanted. Masters and groups name those of ``crowd`` whom they really see.
        crowd: Everybody who may be named.
        world: The set and its people.
        filmback: Framing uses its extraction.
    """
    grid, some, which, count = _candidates(ask, world, filmback)
    if not len(grid):
        return None
    wide = ask.kind in ("master", "group")
    rng = stream(ask.key, "camera")
    penalty = shape_penalty(ask, grid, some, len(crowd)) + 0.1 * rng.random(count)[which]
    extra, ok = over_penalty(ask, some)
    penalty = penalty + extra + company_penalty(ask, some, crowd)
    if wide:
        penalty = penalty + group_penalty(some, crowd, world, ask.size)
    live = np.nonzero(ok)[0].astype(np.int64)
    order = live[np.argsort(np.round(penalty[live], 9), kind="stable")]
    score = dict(zip(live.tolist(), penalty[live].tolist(), strict=True))
    return _first_passing(ask, crowd, world, some, grid, order, score, wide)


def _first_passing(
    ask: Ask, crowd: Sequence[Subject], world: World, cameras: Cameras, grid: Grid, order: I64,
    score: dict[int, float], wide: bool,
) -> Pick | None:  # fmt: skip
    if not len(order):
        return None
    low, high = _reach_box(cameras.subset(order), crowd or ask.subjects)
    local = near(world, low, high)
    found: list[tuple[float, int, tuple[Subject, ...]]] = []
    step = CHUNK if wide else _STEP
    for start in range(0, len(order), step):
        rows = order[start : start + step]
        rows = rows[clearance(local, cameras.position[rows], KEEP_CLEAR_M) >= KEEP_CLEAR_M - 1e-9]
        for s in ask.subjects if not wide else ask.subjects[:1]:
            rows = rows[seen(local, cameras.subset(rows), s, ask.size)] if len(rows) else rows
        if ask.over is not None and ask.kind == "ots" and len(rows):
            to = np.broadcast_to(ask.over.head, (len(rows), 3))
            code = np.full(len(rows), ask.over.code, dtype=np.int64)
            rows = rows[free_way(local, cameras.position[rows], to, code, 0.1)]
        if len(rows):
            found += _named(ask, crowd, local, cameras, rows, score, wide)
        # Rows come best first: who names nobody else needs no more than the finalists.
        if len(found) >= (2 * FINALISTS if wide else FINALISTS if start + step < CHUNK else 1):
            break
    if not found:
        return None
    found.sort(key=lambda f: (round(f[0], 9), f[1]))
    best = found[:FINALISTS]
    rows = np.array([f[1] for f in best], dtype=np.int64)
    depth = norm(cameras.position[rows] - ask.subjects[0].head)
    look = frame_look(world, cameras.subset(rows), depth, ask.over.code if ask.over else NOBODY)
    for s in ask.subjects[:2]:
        look = look + 1.6 * cover_up(local, cameras.subset(rows), s, ask.size)
    total = [round(f[0] + float(v), 9) for f, v in zip(best, look, strict=True)]
    k = min(range(len(best)), key=lambda i: (total[i], i))
    row = best[k][1]
    return Pick(cameras.subset(np.array([row])), float(grid.lens[row]), ask.size, best[k][2], total[k])


def _named(
    ask: Ask, crowd: Sequence[Subject], world: World, cameras: Cameras, rows: I64,
    score: dict[int, float], wide: bool,
) -> list[tuple[float, int, tuple[Subject, ...]]]:  # fmt: skip
    """(score, row, whom it names) of cameras that see their first subject."""
    if not wide:
        return [(score[int(r)], int(r), ask.subjects) for r in rows]
    rows = rows[: 2 * FINALISTS]
    some = cameras.subset(rows)
    shown: dict[str, B1] = {ask.subjects[0].actor.cast_id: np.ones(len(rows), dtype=np.bool_)}
    faces = np.ones(len(rows))
    for s in crowd:
        if s.actor.cast_id not in shown:
            ok = in_frame(some, s, ask.size)
            live = np.nonzero(ok)[0]
            ok[live] = seen(world, some.subset(live), s, ask.size)
            shown[s.actor.cast_id] = ok
            faces = faces + (ok | _face_shown(world, some, s))
    out: list[tuple[float, int, tuple[Subject, ...]]] = []
    for i, row in enumerate(rows.tolist()):
        others = tuple(s for s in crowd if s is not ask.subjects[0] and bool(shown[s.actor.cast_id][i]))
        named = (ask.subjects[0], *others)
        worth = 1.6 * len(named) + 1.0 * float(faces[i])
        out.append((score[row] - worth / max(len(crowd), 1), row, named))
    return out


def _face_shown(world: World, cameras: Cameras, subject: Subject) -> B1:
    """(c,) true where at least the head is in frame and in sight."""
    x, y, depth = project(cameras, subject.head[None])
    ok: B1 = (np.abs(x[:, 0]) < 0.92) & (np.abs(y[:, 0]) < 0.92) & (depth[:, 0] > 0.3)
    live = np.nonzero(ok)[0]
    code = np.full(len(live), subject.code, dtype=np.int64)
    to = np.broadcast_to(subject.head, (len(live), 3))
    ok[live] = free_way(world, cameras.position[live], to, code, 0.1)
    return ok


def laddered(ask: Ask, crowd: Sequence[Subject], world: World, filmback: Filmback) -> Pick | None:
    """The best camera for ``ask``, going down the size ladder, then from above, then nothing."""
    tries = [ask]
    if ask.kind == "single" and not ask.high:
        tries.append(replace(ask, high=True))
    for attempt in tries:
        for size in grammar().ladder[attempt.size]:
            pick = search(replace(attempt, size=size), crowd, world, filmback)
            if pick is not None:
                return pick
    return None
