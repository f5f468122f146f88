"""Directions and quarter turns: the small geometry that wizard and alignment share."""

from __future__ import annotations

import math
from itertools import permutations, product

from ...geometry import Quat, Vec3, quat_from_matrix, quat_rotate
from .._corrections import is_mirrored

IDENTITY: Quat = (1.0, 0.0, 0.0, 0.0)
SIGNS: tuple[tuple[float, float, float], ...] = tuple(
    (a, b, c) for a in (1.0, -1.0) for b in (1.0, -1.0) for c in (1.0, -1.0)
)


def axes_of_turn(turn: Quat) -> tuple[str, str, str]:
    """A quarter-turn rotation as the source's axes that ours are."""
    texts: list[str] = []
    for ours in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)):
        back = quat_rotate(inverse(turn), ours)
        at = max(range(3), key=lambda i: abs(back[i]))
        texts.append(("-" if back[at] < 0 else "+") + "xyz"[at])
    return (texts[0], texts[1], texts[2])


def nearest_turn(q: Quat) -> tuple[Quat, float]:
    """The nearest of the 24 turns by right angles, and the radians to it."""
    best = max(_TURNS, key=lambda t: abs(_dot4(t, q)))
    return best, 2 * math.acos(min(1.0, abs(_dot4(best, q))))


def _all_turns() -> tuple[Quat, ...]:
    turns: list[Quat] = []
    for order, signs in product(permutations(range(3)), SIGNS):
        picked = tuple(zip(order, signs, strict=True))
        if not is_mirrored(picked):
            turns.append(quat_from_matrix([[s if c == a else 0.0 for c in range(3)] for a, s in picked]))
    return tuple(turns)


_TURNS = _all_turns()


def same_turn(a: Quat, b: Quat | None) -> bool:
    """Whether two rotations are one; None is no turn."""
    return abs(_dot4(a, b or IDENTITY)) > 1 - 1e-6


def _dot4(a: Quat, b: Quat) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def inverse(q: Quat) -> Quat:
    """The turn back."""
    return (q[0], -q[1], -q[2], -q[3])


def angle_of(a: Vec3, b: Vec3) -> float:
    """Radians between two directions; pi where one of them is none."""
    ua, ub = unit_vector(a), unit_vector(b)
    if ua is None or ub is None:
        return math.pi
    return math.acos(max(-1.0, min(1.0, sum(x * y for x, y in zip(ua, ub, strict=True)))))


def unit_vector(v: Vec3) -> Vec3 | None:
    """The direction at unit length; None for no direction."""
    size = math.hypot(*v)
    return None if size < 1e-12 else (v[0] / size, v[1] / size, v[2] / size)
