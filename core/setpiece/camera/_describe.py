"""Shots in the words of a shot list: angle, vantage, and one line for people."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ._lens_view import Cameras
from ._plan import Wish
from ._search import Pick
from .model import Angle, Move, Vantage

_ROLE = {
    "master": "master", "single": "", "two-shot": "two-shot", "ots": "over the shoulder", "insert": "insert",
    "pov": "point of view", "group": "group",
}  # fmt: skip


def angle_of(camera: Cameras) -> Angle:
    """Eye, high, low or overhead, by how far the lens tilts."""
    tilt = math.degrees(math.asin(min(max(float(camera.forward[0, 2]), -1.0), 1.0)))
    if tilt < -60.0:
        return "overhead"
    if tilt < -14.0:
        return "high"
    return "low" if tilt > 10.0 else "eye"


def vantage_of(pick: Pick) -> Vantage:
    """From which side of the first subject the camera looks; left is the subject's own left."""
    if not pick.named or pick.named[0].lying:
        return "front"
    first = pick.named[0]
    x, y = (float(v) for v in (pick.camera.position[0] - first.head)[:2])
    fx, fy = float(first.facing[0]), float(first.facing[1])
    turn = math.degrees(math.atan2(fx * y - fy * x, fx * x + fy * y))
    side = "left" if turn > 0 else "right"
    if abs(turn) <= 18.0:
        return "front"
    if abs(turn) <= 65.0:
        return "3/4-left" if side == "left" else "3/4-right"
    if abs(turn) <= 115.0:
        return "profile-left" if side == "left" else "profile-right"
    return "back"


def describe(
    pick: Pick, wish: Wish, names: Sequence[str], *, short: bool = False, prop: str = "", move: Move = "static"
) -> str:
    """One line: size, whom, how."""
    if pick.size == "INSERT":
        return f"{'Point of view,' if wish.role == 'pov' else 'Insert'} {prop}".strip(" ,")
    if not names:
        return "Establishing" if not wish.prop else "Establishing, other side"
    who = " & ".join(names) if len(names) <= 3 else f"{names[0]} and {len(names) - 1} more"
    role = _ROLE[wish.role]
    head = f"{pick.size} {who}" if not role else f"{pick.size} {role} {who}"
    if short:
        return head
    tail = [vantage_of(pick), f"{pick.lens_mm:g} mm"]
    if move != "static":
        tail.append(move)
    return f"{head}, {', '.join(tail)}"
