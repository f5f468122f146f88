"""Masters and establishing shots: the widest true size that holds, from where the set has depth."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..geometry import stream
from ._ask import Ask, Line
from ._grammar import SIZE_ORDER
from ._lens_view import F64, Cameras, aimed, half_tangents, project
from ._search import KEEP_CLEAR_M, Pick, search
from ._subjects import Subject
from ._taste import main_share
from ._world import World, clearance, first_blocks, ground_height, on_floor
from .model import Filmback, Size

_STATIONS = 48
"""Places that a view of an empty set is looked for from."""
_WIDE_SIZES: tuple[Size, ...] = ("EWS", "WS", "FS", "MLS", "MS", "MCU", "CU")


def _carriers(crowd: Sequence[Subject]) -> list[Subject]:
    """Who may carry the size: the most central people first."""
    cx = sum(float(s.head[0]) for s in crowd) / len(crowd)
    cy = sum(float(s.head[1]) for s in crowd) / len(crowd)
    order = sorted(
        range(len(crowd)),
        key=lambda i: (round((crowd[i].head[0] - cx) ** 2 + (crowd[i].head[1] - cy) ** 2, 6), i),
    )
    return [crowd[i] for i in order[: 3 if len(crowd) < 5 else 2]]


def master(
    crowd: Sequence[Subject], line: Line | None, world: World, filmback: Filmback, key: str, interior: bool
) -> Pick | None:
    """The scene's master: as many people as can truly be named, at the widest size that holds."""
    best: Pick | None = None
    value = -math.inf
    grand = not interior and float(stream(key, "width").random()) < 0.55
    for size in _WIDE_SIZES[0 if grand else 1 :]:
        for first in _carriers(crowd):
            ask = Ask("master", size, (first,), line=line, spread_deg=180.0, face=False, key=key)
            pick = search(ask, crowd, world, filmback)
            if pick is None:
                continue
            worth = len(pick.named) / len(crowd) - 0.12 * SIZE_ORDER.index(size) - 0.05 * pick.score
            worth += 0.25 * float(main_share(world, pick.camera)[0])
            if worth > value:
                best, value = pick, worth
            if len(pick.named) == len(crowd):
                break
        share = len(best.named) / len(crowd) if best is not None else 0.0
        step = SIZE_ORDER.index(size)
        if share == 1.0 or (share >= 0.5 and step >= 2) or (share > 0.0 and step >= 4):
            break
    return best


def _stations(world: World, center: tuple[float, float], key: str) -> tuple[F64, F64]:
    """Camera places around ``center`` and what they look at, (c, 3) each."""
    rng = stream(key, "stations")
    spin = float(rng.random())
    rows: list[tuple[float, float, float]] = []
    for i in range(24):
        a = 2 * math.pi * (i + spin) / 24
        for r in (1.6, 2.3, 3.2, 4.4, 6.0, 8.5, 12.0):
            rows.extend((center[0] + r * math.cos(a), center[1] + r * math.sin(a), h) for h in (1.2, 1.7, 2.3))
    places = np.array(rows, dtype=np.float64)
    places[:, 2] += ground_height(world, places[:, 0], places[:, 1])
    base = ground_height(world, np.array([center[0]]), np.array([center[1]]))[0]
    target = np.broadcast_to(np.array([center[0], center[1], float(base) + 1.1]), places.shape)
    return places, target


def empty_view(
    world: World, center: tuple[float, float], filmback: Filmback, key: str, away_from: F64 | None = None
) -> Pick | None:
    """A view of the set itself, for scenes that nobody is seen in.

    Args:
        away_from: (3,) position of the first such view: the second looks from another side.
    """
    places, target = _stations(world, center, key)
    ok = on_floor(world, places)
    places, target = places[ok], target[ok]
    if not len(places):
        return None
    free = clearance(world, places, KEEP_CLEAR_M) >= KEEP_CLEAR_M - 1e-9
    places, target = places[free], target[free]
    places, target = (v[:: max(1, -(-len(places) // _STATIONS))] for v in (places, target))
    best: tuple[float, float, Cameras] | None = None
    for mm in (18.0, 25.0):
        tx, ty = half_tangents(filmback, mm)
        count = len(places)
        if not count:
            break
        cameras = aimed(places, target, np.full(count, tx), np.full(count, ty), np.zeros(count), np.full(count, -0.08))
        worth = _depth_worth(world, cameras) - (0.15 if mm > 20 else 0.0)
        worth = worth + 0.1 * stream(key, "worth", int(mm)).random(count)
        if away_from is not None:
            gap = places - np.asarray(away_from)
            worth = worth + 0.25 * np.minimum(np.sqrt((gap * gap).sum(axis=1)), 4.0)
        order = np.argsort(-np.round(worth, 9), kind="stable")
        k = int(order[0])
        if best is None or float(worth[k]) > best[0]:
            best = (float(worth[k]), mm, cameras.subset(order[:1]))
        places, target = places[order[:8]], target[order[:8]]
    if best is None:
        return None
    return Pick(best[2], best[1], "EWS", (), -best[0])


def _depth_worth(world: World, cameras: Cameras) -> F64:
    """How much room, how many openings, and how little foreground clutter a view shows."""
    xs, ys = np.meshgrid(np.array([-0.8, -0.4, 0.0, 0.4, 0.8]), np.array([-0.6, 0.0, 0.6]))
    xs, ys = xs.reshape(-1), ys.reshape(-1)
    ray = (
        cameras.forward[:, None]
        + cameras.right[:, None] * (xs[None, :, None] * cameras.tan_x[:, None, None])
        + cameras.up[:, None] * (ys[None, :, None] * cameras.tan_y[:, None, None])
    ).reshape(-1, 3)
    origin = np.repeat(cameras.position, len(xs), axis=0)
    share = first_blocks(world, origin, origin + ray * 30.0, np.full(len(origin), -1, dtype=np.int64))
    far = (share * 30.0).reshape(len(cameras), len(xs))
    worth = np.minimum(far, 8.0).mean(axis=1) * 0.5 - 2.0 * (far < 1.2).mean(axis=1)
    if len(world.openings):
        x, y, depth = project(cameras, world.openings)
        worth = worth + 0.3 * np.minimum(((np.abs(x) < 0.9) & (np.abs(y) < 1.0) & (depth > 0.5)).sum(axis=1), 3)
    out: F64 = worth
    return out


def last_resort(world: World, center: tuple[float, float], filmback: Filmback) -> Pick:
    """A camera three metres off the middle of the action, whatever is in the way."""
    base = float(ground_height(world, np.array([center[0]]), np.array([center[1]]))[0])
    tan_x, tan_y = half_tangents(filmback, 18.0)
    place, target = (
        np.array([[center[0], center[1] - 3.0, base + 1.6]]),
        np.array([[center[0], center[1], base + 1.2]]),
    )
    zero = np.zeros(1)
    return Pick(aimed(place, target, np.array([tan_x]), np.array([tan_y]), zero, zero), 18.0, "EWS", (), math.inf)
