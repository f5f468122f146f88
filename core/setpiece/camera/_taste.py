"""What makes one honest camera better than another: penalties over thousands of candidates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..geometry import stream
from ._ask import Ask, Grid
from ._grammar import grammar
from ._lens_view import B1, F64, Cameras, dot, norm, project
from ._sight import in_frame
from ._subjects import BODY_SLACK_M, Subject
from ._world import World, first_blocks, free_way
from .model import Size

_MASTER_RISES = ((0.2, -3.0), (0.5, 3.0), (0.8, 9.0), (1.1, 18.0))
"""(share of scenes up to, degrees above the eyes) of a master's height."""
_MASTER_RAKES = ((0.3, 0.1), (0.7, 0.35), (1.1, 0.55))
"""(share of scenes up to, cosine to the pair's line) of a master's direction."""


def shape_penalty(ask: Ask, grid: Grid, cameras: Cameras, people: int) -> F64:
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


def over_penalty(ask: Ask, cameras: Cameras) -> tuple[F64, B1]:
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


def group_penalty(cameras: Cameras, crowd: Sequence[Subject], world: World, size: Size) -> F64:
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


def company_penalty(ask: Ask, cameras: Cameras, crowd: Sequence[Subject]) -> F64:
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


def cover_up(world: World, cameras: Cameras, subject: Subject, size: Size) -> F64:
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
