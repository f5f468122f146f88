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
from ._subjects import BODY_SLACK_M, HEAD_SIDE_M, Subject
from ._world import NOBODY, World, clearance, first_blocks, free_way, near, on_floor
from .model import SIZES, Filmback, Size

KEEP_CLEAR_M = 0.3
EDGE = 0.965
"""Share of the half frame in which everything named must lie."""
CHUNK = 160
FINALISTS = 14
_SURFACE_M = 0.03
_OWN_SURFACE_M = 0.13
"""Boxes of a body are fuller than the body: its own count only farther off than this."""
_FACE_COS = 0.36
"""cos 69 degrees, over all three axes."""
_HEADING_COS = 0.34
"""cos 70 degrees, seen from above."""


_MASTER_RISES = ((0.2, -3.0), (0.5, 3.0), (0.8, 9.0), (1.1, 18.0))
"""(share of scenes up to, degrees above the eyes) of a master's height."""
_MASTER_RAKES = ((0.3, 0.1), (0.7, 0.35), (1.1, 0.55))
"""(share of scenes up to, cosine to the pair's line) of a master's direction."""


@dataclass(frozen=True, eq=False)
class Pick:
    """A camera that passed, and whom it may truthfully name."""

    camera: Cameras
    lens_mm: float
    size: Size
    named: tuple[Subject, ...]
    score: float


def in_frame(cameras: Cameras, subject: Subject, size: Size, edge: float = EDGE) -> B1:
    """(c,) true where the head with its width and the size's lowest part are inside the frame."""
    x, y, depth = project(cameras, subject.frame_points(size))
    inside = (np.abs(x) <= edge) & (np.abs(y) <= edge) & (depth > 0.25)
    hx, _, hd = project(cameras, subject.head[None])
    side = np.abs(hx[:, 0]) + HEAD_SIDE_M / (np.maximum(hd[:, 0], 0.1) * cameras.tan_x)
    out: B1 = inside.all(axis=1) & (side <= edge + 0.02)
    return out


def seen(world: World, cameras: Cameras, subject: Subject, size: Size) -> B1:
    """(c,) true where free lines lead to the eyes, the face and the size's lowest part."""
    out = np.ones(len(cameras), dtype=np.bool_)
    side = cameras.right * 0.07
    low = subject.low(size)
    spots = [
        (subject.eyes + np.zeros_like(side), 0.03),
        (low + np.zeros_like(side), BODY_SLACK_M),
        (subject.head + side, 0.12),
        (subject.head - side, 0.12),
        (subject.top + (subject.head - subject.top) * 0.2 + np.zeros_like(side), BODY_SLACK_M),
        (low + side * 0.6, BODY_SLACK_M),
        (low - side * 0.6, BODY_SLACK_M),
        (subject.chin + (subject.head - subject.chin) * 0.2 + np.zeros_like(side), BODY_SLACK_M),
    ]
    for target, slack in spots:
        live = np.nonzero(out)[0]
        if not len(live):
            break
        ignore = np.full(len(live), subject.code, dtype=np.int64)
        out[live] = free_way(world, cameras.position[live], target[live], ignore, slack)
    part = SIZES[size].lowest
    if part in ("waist", "chest") and out.any():
        live = np.nonzero(out)[0]
        out[live] = _bared(world, cameras.position[live], subject, part)
    return out


def _bared(world: World, position: F64, subject: Subject, part: str) -> B1:
    """(c,) true where some of the trunk's surface at ``part`` shows: neither a table nor own arms are before it."""
    points = subject.skin(part)
    count, spots = len(position), len(points)
    eye, to = np.repeat(position, spots, axis=0), np.tile(points, (count, 1))
    own = np.full(len(eye), subject.code, dtype=np.int64)
    ok = free_way(world, eye, to, own, _SURFACE_M)
    live = np.nonzero(ok)[0]
    nobody = np.full(len(live), NOBODY, dtype=np.int64)
    ok[live] = free_way(world, eye[live], to[live], nobody, _OWN_SURFACE_M)
    out: B1 = ok.reshape(count, spots).any(axis=1)
    return out


def _shape_penalty(ask: Ask, grid: Grid, cameras: Cameras, people: int) -> F64:
    """How far a candidate is from what reads best: three-quarter, eye level, lead room, lens."""
    first = ask.subjects[0]
    free = ask.kind in ("master", "group", "two-shot")
    if ask.kind == "master":
        return _master_shape(ask, grid, cameras, people)
    turn = (np.abs(grid.turn_deg) - (24.0 if ask.kind != "pov" else 0.0)) / 30.0
    ideal = 4.0 + 2.0 * min(people, 5) if free else (50.0 if first.lying else 0.0)
    rise = (grid.rise_deg - ideal) / 12.0
    wish = ask.lens_mm or grammar().lens_mm[ask.size]
    lens = np.maximum(grid.lens / wish, wish / grid.lens) - 1.0
    look = dot(cameras.right, first.facing[None])
    lead = grid.screen_x + 0.34 * look
    out: F64 = (
        (0.4 if free else 0.9) * lens + (0.4 if free else 0.22) * rise * rise + (0.0 if free else 0.30) * turn * turn
    )
    return out + (0.3 if free or ask.kind == "ots" else 1.8) * lead * lead


def _master_shape(ask: Ask, grid: Grid, cameras: Cameras, people: int) -> F64:
    """Masters differ from scene to scene: low, level or high, square to a pair or raked along it."""
    first, rng = ask.subjects[0], stream(ask.key, "angle")
    height, side = (float(v) for v in rng.random(2))
    ideal = next(deg for below, deg in _MASTER_RISES if height < below) + 1.5 * min(people, 5)
    wish = grammar().lens_mm[ask.size]
    lens = np.maximum(grid.lens / wish, wish / grid.lens) - 1.0
    rise = (grid.rise_deg - ideal) / 12.0
    lead = grid.screen_x + 0.34 * dot(cameras.right, first.facing[None])
    out: F64 = 0.4 * lens + 0.4 * rise * rise + 0.3 * lead * lead
    if ask.line is not None:
        way = (ask.line.b.head - ask.line.a.head) * np.array([1.0, 1.0, 0.0])
        along = np.abs(dot(cameras.forward, (way / max(float(norm(way)), 1e-6))[None]))
        off = along - next(share for below, share in _MASTER_RAKES if side < below)
        return out + 4.0 * off * off
    return out


def _over_penalty(ask: Ask, cameras: Cameras) -> tuple[F64, B1]:
    """The shoulder belongs to one side of the frame, in front of the subject, not across it."""
    count = len(cameras)
    if ask.over is None:
        return np.zeros(count), np.ones(count, dtype=np.bool_)
    over, first = ask.over, ask.subjects[0]
    x, y, depth = project(cameras, np.stack([over.head, over.low("CU"), first.head]))
    ok = (depth[:, 0] > 0.45) & (depth[:, 0] < depth[:, 2] - 0.25)
    apart = np.abs(x[:, 0] - x[:, 2])
    ok &= (np.abs(x[:, 0]) <= 1.12) & (apart >= 0.35) & (x[:, 0] * x[:, 2] <= 0.05)
    ok &= (y[:, 0] > -0.5) & (y[:, 1] < 0.75) & (dot(cameras.forward, over.facing[None]) > 0.15)
    near_edge = np.abs(np.abs(x[:, 0]) - 0.72)
    tall = np.maximum(y[:, 0] - 0.8, 0.0)
    return 1.2 * near_edge * near_edge + 0.6 * np.abs(np.abs(x[:, 2]) - 0.3) + tall, ok


def _group_penalty(cameras: Cameras, crowd: Sequence[Subject], world: World, size: Size) -> F64:
    """Masters like everybody in frame, balanced, with doors and windows for depth."""
    count = np.zeros(len(cameras))
    middle = np.zeros(len(cameras))
    behind = np.zeros(len(cameras))
    for s in crowd:
        inside = in_frame(cameras, s, size)
        count = count + inside
        hx, _, _ = project(cameras, s.head[None])
        middle = middle + np.clip(hx[:, 0], -1.5, 1.5)
        way = cameras.position - s.head
        toward = dot(way, s.facing[None]) / np.maximum(norm(way), 1e-6)
        behind = behind + np.maximum(-0.15 - toward, 0.0)
    people = max(len(crowd), 1)
    out = -2.2 * count / people + 0.35 * (middle / people) ** 2 + 2.6 * behind / people
    if len(world.main):
        out = out - 1.8 * main_share(world, cameras)
    if len(world.openings):
        x, y, depth = project(cameras, world.openings)
        shown = (np.abs(x) < 0.9) & (np.abs(y) < 1.1) & (depth > 0.5)
        out = out - 0.18 * np.minimum(shown.sum(axis=1), 3)
    return out


def main_share(world: World, cameras: Cameras) -> F64:
    """(c,) share of the set's main piece that is in frame; 1 where there is none to be shown."""
    if not len(world.main):
        return np.ones(len(cameras))
    x, y, depth = project(cameras, world.main)
    out: F64 = ((np.abs(x) < 0.96) & (np.abs(y) < 0.94) & (depth > 0.4)).sum(axis=1) / len(world.main)
    return out


def frame_look(world: World, cameras: Cameras, depth: F64, ignore: int) -> F64:
    """Penalty of what the picture is filled with: things in front, or a wall close behind."""
    xs, ys = np.meshgrid(np.array([-0.8, -0.4, 0.0, 0.4, 0.8]), np.array([-0.7, 0.0, 0.7]))
    xs, ys = xs.reshape(-1), ys.reshape(-1)
    c = len(cameras)
    ray = (
        cameras.forward[:, None]
        + cameras.right[:, None] * (xs[None, :, None] * cameras.tan_x[:, None, None])
        + cameras.up[:, None] * (ys[None, :, None] * cameras.tan_y[:, None, None])
    ).reshape(-1, 3)
    origin = np.repeat(cameras.position, len(xs), axis=0)
    reach = 25.0
    share = first_blocks(world, origin, origin + ray * reach, np.full(len(origin), ignore, dtype=np.int64))
    far = (share * reach).reshape(c, len(xs))
    blocked = (far < 0.6 * depth[:, None]).sum(axis=1) / len(xs)
    behind = np.where(far > depth[:, None] + 0.3, far - depth[:, None], 0.0)
    room = np.minimum(behind, 6.0).sum(axis=1) / len(xs)
    out: F64 = 5.0 * blocked - 0.14 * room
    return out


def _company_penalty(ask: Ask, cameras: Cameras, crowd: Sequence[Subject]) -> F64:
    """Other faces in a single, and backs in a two-shot, weaken it."""
    out = np.zeros(len(cameras))
    if ask.kind in ("single", "pov"):
        at = project(cameras, ask.subjects[0].head[None])[0][:, 0] if ask.subjects else out
        for s in crowd:
            if s not in ask.subjects:
                x, y, depth = project(cameras, s.head[None])
                inside = (np.abs(x[:, 0]) < 1.05) & (np.abs(y[:, 0]) < 1.1) & (depth[:, 0] > 0.2)
                # A second head growing out of the first one's shoulder is worse than company.
                out = out + 0.35 * inside + 1.2 * (inside & (np.abs(x[:, 0] - at) < 0.45))
    if ask.kind == "two-shot":
        for s in ask.subjects:
            way = cameras.position - s.head
            toward = dot(way, s.facing[None]) / np.maximum(norm(way), 1e-6)
            out = out + 1.3 * np.maximum(0.1 - toward, 0.0)
    return out


def _cover_up(world: World, cameras: Cameras, subject: Subject, size: Size) -> F64:
    """Share of the body above the size's lowest part that something hides."""
    floor = float(subject.low(size)[2])
    names = [n for n in ("shoulders", "chest", "waist", "hips", "knees") if n in subject.actor.landmarks]
    spots = [np.array(subject.actor.landmarks[n], dtype=np.float64) for n in names]
    spots = [p for p in spots if p[2] >= floor - 0.02] or [subject.head]
    hidden = np.zeros(len(cameras))
    code = np.full(len(cameras), subject.code, dtype=np.int64)
    for spot in spots:
        for side in (-0.16, 0.16):
            target = spot + cameras.right * side
            hidden = hidden + ~free_way(world, cameras.position, target, code, BODY_SLACK_M)
    return hidden / (2.0 * len(spots))


def _reach_box(cameras: Cameras, crowd: Sequence[Subject]) -> tuple[F64, F64]:
    points = np.concatenate([cameras.position, *[np.stack([s.top, s.low("FS")]) for s in crowd]])
    return points.min(axis=0) - 0.5, points.max(axis=0) + 0.5


def _candidates(ask: Ask, world: World, filmback: Filmback) -> tuple[Grid, Cameras, I64]:
    """All candidates, and the indices of those that arithmetic alone does not rule out."""
    grid, first = grid_of(ask, filmback), ask.subjects[0]
    cameras, error = sized(
        first.eyes, first.top, first.low(ask.size), grid.direction, grid.tan_x, grid.tan_y,
        grid.screen_x, 1.0 - 2.0 * grid.headroom, SIZES[ask.size].fill,
    )  # fmt: skip
    ok = (error < 0.015) & on_floor(world, cameras.position) & in_frame(cameras, first, ask.size)
    back = cameras.position - first.eyes
    ok &= norm(back) > 0.5
    if ask.face:
        ok &= dot(back, first.facing[None]) >= _FACE_COS * norm(back)
        flat = np.sqrt(back[:, 0] * back[:, 0] + back[:, 1] * back[:, 1])
        ok &= dot(back, first.heading[None]) >= _HEADING_COS * flat
    if ask.line is not None:
        ok &= ask.line.holds(cameras.position)
    if ask.kind == "two-shot":
        for s in ask.subjects[1:]:
            ok &= in_frame(cameras, s, ask.size)
        for s in ask.subjects:
            ok &= dot(cameras.position - s.eyes, s.facing[None]) >= -0.3 * norm(cameras.position - s.eyes)
    if first.lying:
        x, y, _ = project(cameras, np.stack([first.top, first.low(ask.size)]))
        ok &= np.abs(x[:, 0] - x[:, 1]) * cameras.tan_x <= 0.3 * np.abs(y[:, 0] - y[:, 1]) * cameras.tan_y
    return grid, cameras, np.nonzero(ok)[0].astype(np.int64)


def search(ask: Ask, crowd: Sequence[Subject], world: World, filmback: Filmback) -> Pick | None:
    """The best camera for ``ask`` at exactly its size, or None.

    Args:
        ask: What is wanted. Masters and groups name those of ``crowd`` whom they really see.
        crowd: Everybody who may be named.
        world: The set and its people.
        filmback: Framing uses its extraction.
    """
    grid, cameras, live = _candidates(ask, world, filmback)
    if not len(live):
        return None
    wide = ask.kind in ("master", "group")
    some = cameras.subset(live)
    rng = stream(ask.key, "camera")
    penalty = _shape_penalty(ask, grid, cameras, len(crowd))[live] + 0.1 * rng.random(len(grid))[live]
    extra, ok = _over_penalty(ask, some)
    penalty = penalty + extra + _company_penalty(ask, some, crowd)
    if wide:
        penalty = penalty + _group_penalty(some, crowd, world, ask.size)
    live, penalty = live[ok], penalty[ok]
    order = live[np.argsort(np.round(penalty, 9), kind="stable")]
    score = dict(zip(live.tolist(), penalty.tolist(), strict=True))
    return _first_passing(ask, crowd, world, cameras, grid, order, score, wide)


def _first_passing(
    ask: Ask, crowd: Sequence[Subject], world: World, cameras: Cameras, grid: Grid, order: I64,
    score: dict[int, float], wide: bool,
) -> Pick | None:  # fmt: skip
    if not len(order):
        return None
    low, high = _reach_box(cameras.subset(order), crowd or ask.subjects)
    local = near(world, low, high)
    found: list[tuple[float, int, tuple[Subject, ...]]] = []
    for start in range(0, len(order), CHUNK):
        rows = order[start : start + CHUNK]
        rows = rows[clearance(local, cameras.position[rows], KEEP_CLEAR_M) >= KEEP_CLEAR_M - 1e-9]
        for s in ask.subjects if not wide else ask.subjects[:1]:
            rows = rows[seen(local, cameras.subset(rows), s, ask.size)] if len(rows) else rows
        if ask.over is not None and ask.kind == "ots" and len(rows):
            to = np.broadcast_to(ask.over.head, (len(rows), 3))
            code = np.full(len(rows), ask.over.code, dtype=np.int64)
            rows = rows[free_way(local, cameras.position[rows], to, code, 0.1)]
        if len(rows):
            found += _named(ask, crowd, local, cameras, rows, score, wide)
        if len(found) >= (2 * FINALISTS if wide else 1):
            break
    if not found:
        return None
    found.sort(key=lambda f: (round(f[0], 9), f[1]))
    best = found[:FINALISTS]
    rows = np.array([f[1] for f in best], dtype=np.int64)
    depth = norm(cameras.position[rows] - ask.subjects[0].head)
    look = frame_look(world, cameras.subset(rows), depth, ask.over.code if ask.over else NOBODY)
    for s in ask.subjects[:2]:
        look = look + 1.6 * _cover_up(local, cameras.subset(rows), s, ask.size)
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
