"""What every layout of a built exterior is made with: ground, rows of houses, horizon."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..geometry import Vec3, box, pick, stream
from . import _facades as fa
from . import _street_furniture as sf
from ._piece import Part, Piece, PieceMaker
from ._skyline import skyline
from ._terrain import hill_ring, land_beyond
from ._yard import Spot, Want, Yard
from .model import Solid, Vec2

SIDES = ((-0.85, 0.85), (math.pi - 0.85, math.pi + 0.85))


PI = math.pi


Area = tuple[float, float, float, float]


@dataclass(frozen=True)
class Layout:
    """What a layout asks for once its structure stands."""

    floor: tuple[Vec2, ...]
    wants: tuple[Want, ...]
    keep_out: tuple[Area, ...]
    camera_floor: tuple[Vec2, ...] = ()
    seat_spots: tuple[Spot, ...] = ()
    vehicle_spots: Callable[[np.random.Generator], Sequence[Spot]] | None = None
    prop_arcs: tuple[tuple[float, float], ...] = SIDES
    stand: PieceMaker = sf.low_wall
    ground_half: tuple[Area, ...] = field(default=((-60.0, -60.0, 60.0, 60.0),))
    center: Vec2 = (0.0, 0.0)
    """Where the action gathers."""

    def solids(self, yard: Yard) -> tuple[Solid, ...]:
        """The ground from below."""
        node = yard.id("place:ground")
        out: list[Solid] = []
        for x0, y0, x1, y1 in self.ground_half:
            out.append(
                Solid(node, ((x0 + x1) / 2, (y0 + y1) / 2, -0.25), ((x1 - x0) / 2, (y1 - y0) / 2, 0.25), kind="ground")
            )
        return tuple(out)


def rect(x0: float, y0: float, x1: float, y1: float) -> tuple[Vec2, ...]:
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def at(*spots: Spot) -> Callable[[np.random.Generator], list[Spot]]:
    return lambda _rng: list(spots)


def want(noun: str, i: int, make: PieceMaker, spot: Spot, rank: int = 6, keep: bool = False) -> Want:
    return Want(f"piece:{noun}:{i}", f"{noun.capitalize()} {i}", make, at(spot), rank, heed_keep_outs=keep)


def flat(x0: float, y0: float, x1: float, y1: float, z: float, look: str, thick: float = 0.3) -> Part:
    return Part(box((x1 - x0, y1 - y0, thick), ((x0 + x1) / 2, (y0 + y1) / 2, z - thick / 2)), look, solid=False)


def surface(yard: Yard, key: str, name: str, parts: Sequence[Part]) -> None:
    yard.fixed(key, name, Piece(name.lower(), tuple(parts), solid_kind="ground"), solid=False)


def horizon(yard: Yard, rng: np.random.Generator, ground: str, city: bool, z: float = -0.2) -> None:
    yard.fixed("place:plain", "Plain", land_beyond(ground, z), solid=False)
    if city:
        yard.fixed(
            "place:skyline",
            "Skyline",
            skyline(stream("sky", str(rng.integers(0, 1 << 30))), 78.0, 240.0, 42.0),
            solid=False,
        )
    hills = hill_ring(stream("hills", str(rng.integers(0, 1 << 30))), 330.0, 600.0, 46.0, "hill_far", 0.7)
    yard.fixed("place:hills", "Hills", hills, (0.0, 0.0, -0.5), solid=False)
    if not city:
        near = hill_ring(stream("trees", str(rng.integers(0, 1 << 30))), 74.0, 190.0, 13.0, "treeline", 0.5)
        yard.fixed("place:near hills", "Near hills", near, (0.0, 0.0, -0.4), solid=False)


def row_of_buildings(
    yard: Yard,
    rng: np.random.Generator,
    key: str,
    x: float,
    y0: float,
    y1: float,
    yaw: float,
    night: bool,
    grounds: Sequence[str],
    floors: tuple[int, int] = (3, 5),
    along_x: bool = False,
    style: fa.Style | None = None,
) -> None:
    """A closed row of buildings whose fronts stand on the line ``x`` (or y where ``along_x``)."""
    at, i, depth = y0, 0, 9.0
    while at < y1 - 0.5:
        i += 1
        wide = min(7.0 + 5.5 * rng.random(), y1 - at)
        if y1 - at - wide < 5.0:
            wide = y1 - at
        tall = floors[0] + int(rng.random() * (floors[1] - floors[0] + 1))
        node_key = f"place:building:{key}:{i}"
        piece = fa.building(
            stream(yard.id(node_key), "make"), round(wide, 3), tall, pick(rng, grounds), night, style, depth
        )
        mid = round(at + wide / 2, 4)
        back = x - math.cos(yaw) * depth / 2 if along_x else x + math.sin(yaw) * depth / 2
        spot: Vec3 = (mid, back, 0.0) if along_x else (back, mid, 0.0)
        yard.fixed(node_key, f"Building {key} {i}", piece, spot, yaw)
        at += wide
