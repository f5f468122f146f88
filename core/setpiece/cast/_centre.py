"""What a set is about: the furniture that a master must show beside the people, as points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..geometry import Vec3, quat_to_matrix
from ..sets.model import SetPlan, Solid, Vec2

F64 = NDArray[np.float64]

_LEAST_M2 = 0.45
_FARTHEST_M = 7.0
_WALLISH = 0.3
"""What is no deeper than this share of its width stands against a wall: shelves, boards, radiators."""


def main_piece(plan: SetPlan, used: Sequence[Vec2] = ()) -> tuple[Vec3, ...]:
    """Top corners and middle of the scene's main piece or group of pieces; empty where there is none.

    A bed, a table with its chairs, a desk, a car: large, near where people act, sat or lain on, named by the script.

    Args:
        plan: The set.
        used: Where people sit or lie.
    """
    if plan.kind == "vehicle":
        return ()
    group = {s.node: s.group or s.node for s in plan.seats}
    groups: dict[str, list[Solid]] = {}
    for solid in plan.solids:
        if solid.kind in ("furniture", "vehicle", "prop"):
            groups.setdefault(group.get(solid.node, solid.node), []).append(solid)
    named = {group.get(p.node, p.node) for p in plan.props}
    spots = np.array(used, dtype=np.float64).reshape(-1, 2)
    best: tuple[Vec3, ...] = ()
    most = 0.0
    for name, solids in groups.items():
        low, high = _bounds(solids)
        worth = _worth(plan, low, high)
        if name in group.values():
            worth *= 1.6
        if name in named:
            worth *= 1.3
        if len(spots) and bool(((spots > low[:2] - 0.2) & (spots < high[:2] + 0.2)).all(axis=1).any()):
            worth *= 2.5
        if round(worth, 6) > most:
            best, most = _points(low, high), round(worth, 6)
    return best


def _bounds(solids: list[Solid]) -> tuple[F64, F64]:
    center = np.array([s.center for s in solids], dtype=np.float64)
    turn = np.abs(np.array([quat_to_matrix(s.rotation) for s in solids]))
    half = np.array([s.half for s in solids], dtype=np.float64)
    reach = turn[:, :, 0] * half[:, 0:1] + turn[:, :, 1] * half[:, 1:2] + turn[:, :, 2] * half[:, 2:3]
    return (center - reach).min(axis=0), (center + reach).max(axis=0)


def _worth(plan: SetPlan, low: F64, high: F64) -> float:
    """Square metres of floor, less where it is far from the action; 0 for what is small, flat, hung or along a wall."""
    wide, deep, tall = (float(v) for v in high - low)
    area = min(wide * deep, 4.0)
    hung, rug = float(low[2]) > 0.9, tall < 0.25
    if area < _LEAST_M2 or hung or rug or min(wide, deep) < _WALLISH * max(wide, deep):
        return 0.0
    dx, dy = ((float(low[k]) + float(high[k])) / 2.0 - plan.acting_center[k] for k in (0, 1))
    away = float(np.sqrt(dx * dx + dy * dy))
    return area / (1.0 + 0.5 * away) if away <= _FARTHEST_M else 0.0


def _points(low: F64, high: F64) -> tuple[Vec3, ...]:
    (x0, y0, _), (x1, y1, top) = ([round(float(v), 4) for v in end] for end in (low, high))
    z = min(top, 1.2)
    return ((x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z), (round((x0 + x1) / 2, 4), round((y0 + y1) / 2, 4), z))
