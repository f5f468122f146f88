"""Shapes from above: boxes, rings, and the hull of a few points."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]


def box_outline(center: Point, width: float, depth: float, yaw_deg: float) -> tuple[Point, ...]:
    """The four corners of a box turned about the vertical."""
    c, s = math.cos(math.radians(yaw_deg)), math.sin(math.radians(yaw_deg))
    half = ((-width / 2, -depth / 2), (width / 2, -depth / 2), (width / 2, depth / 2), (-width / 2, depth / 2))
    return tuple((round(center[0] + x * c - y * s, 3), round(center[1] + x * s + y * c, 3)) for x, y in half)


def ring_outline(center: Point, radius: float) -> tuple[Point, ...]:
    """A circle as 24 corners."""
    steps = [2 * math.pi * i / 24 for i in range(24)]
    return tuple(
        (round(center[0] + radius * math.cos(a), 3), round(center[1] + radius * math.sin(a), 3)) for a in steps
    )


def hull(points: Sequence[Point]) -> tuple[Point, ...]:
    """The convex hull, counter-clockwise; fewer than three corners when the points lie on a line."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)
    lower, upper = _chain(ordered), _chain(ordered[::-1])
    return (*lower[:-1], *upper[:-1])


def _chain(points: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for p in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], p) <= 0:
            chain.pop()
        chain.append(p)
    return chain


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
