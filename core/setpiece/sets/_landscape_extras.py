"""What people put into a landscape: benches and lamps, graves, a playground, a camp, fences."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from . import _park_furniture as park
from . import _street_furniture as sf
from ._piece import PieceMaker
from ._plants import bush, hedge, log_seat, stump
from ._vehicles_other import boat
from ._yard import Spot, Want, Yard, ring_spots

_SIDES = ((-0.9, 0.9), (math.pi - 0.9, math.pi + 0.9))
_BACK = ((0.5, math.pi - 0.5),)
_ALL = ((0.0, 2 * math.pi),)
_Row = tuple[str, PieceMaker, int, tuple[float, float], Sequence[tuple[float, float]], str]


def dress(yard: Yard, extras: Sequence[str], night: bool) -> None:
    """Ask for the furniture of each named group."""
    lamp = partial(sf.lamp_post, night=night, classic=True)
    groups: dict[str, tuple[_Row, ...]] = {
        "park": (
            ("bench", sf.bench, 4, (4.6, 9.0), _SIDES, "center"),
            ("lamp post", lamp, 6, (4.2, 15.0), _ALL, "any"),
            ("bin", sf.bin_, 2, (4.0, 9.0), _SIDES, "any"),
            ("picnic table", park.picnic_table, 1, (6.0, 11.0), _SIDES, "any"),
            ("statue", park.statue, 1, (14.0, 19.0), _BACK, "center"),
            ("flower bed", partial(bush, height_m=0.5, bloom="flower_red"), 6, (5.0, 11.0), _SIDES, "any"),
        ),
        "playground": (
            ("swing", park.swing_set, 1, (6.0, 10.0), _SIDES, "center"),
            ("slide", park.slide, 1, (5.5, 10.0), _SIDES, "along"),
            ("bench", sf.bench, 2, (5.0, 10.0), _SIDES, "center"),
        ),
        "garden": (
            ("fountain", park.fountain, 1, (14.5, 17.0), _BACK, "center"),
            ("hedge", partial(hedge, length_m=4.0, height_m=1.3), 14, (8.0, 15.0), _ALL, "center"),
            ("planter", sf.planter, 4, (4.2, 8.0), _SIDES, "any"),
            ("bench", sf.bench, 2, (4.4, 8.0), _SIDES, "center"),
            ("lamp post", lamp, 2, (4.2, 9.0), _SIDES, "any"),
        ),
        "cemetery": (
            ("lamp post", lamp, 3, (5.0, 12.0), _ALL, "any"),
            ("bench", sf.bench, 1, (5.0, 9.0), _SIDES, "center"),
            ("statue", park.statue, 2, (8.0, 15.0), _SIDES, "center"),
        ),
        "camp": (
            ("tent", park.tent, 3, (5.0, 10.0), _SIDES, "center"),
            ("log", log_seat, 2, (4.2, 6.0), _SIDES, "center"),
            ("stump", stump, 3, (3.8, 8.0), _SIDES, "any"),
        ),
        "haybales": (("hay bale", park.hay_bale, 7, (8.0, 26.0), _ALL, "any"),),
        "poles": (
            ("utility pole", park.utility_pole, 5, (11.0, 40.0), ((-1.45, -1.2), (1.2, 1.45), (-0.4, 0.4)), "any"),
        ),
        "jetty": (),
        "boats": (("boat", boat, 2, (6.0, 11.0), ((0.25, 0.7), (math.pi - 0.8, math.pi - 0.3)), "along"),),
    }
    for extra in extras:
        for noun, make, count, reach, arcs, facing in groups.get(extra, ()):
            for i in range(count):
                key = f"piece:{noun}:{extra} {i + 1}"
                spots = ring_spots((0.0, 0.0), reach, arcs, facing)
                yard.want(Want(key, f"{noun.capitalize()} {i + 1}", make, spots, rank=6))
        if extra == "cemetery":
            _graves(yard)
        if extra == "fence":
            _fence_line(yard)
        if extra == "camp":
            _fire(yard)
        if extra == "jetty":
            yard.want(Want("piece:jetty:1", "Jetty", park.jetty, _one((4.6, 8.6, 0.0)), rank=5, heed_keep_outs=False))


def _one(spot: Spot) -> Callable[[np.random.Generator], list[Spot]]:
    return lambda _rng: [spot]


def _graves(yard: Yard) -> None:
    n = 0
    for row in range(7):
        for side in (-1, 1):
            for k in range(6):
                n += 1
                x, y = side * (4.0 + 1.9 * k), -7.5 + 2.9 * row
                yard.want(
                    Want(
                        f"piece:gravestone:{n}", f"Gravestone {n}", park.gravestone, _jittered((x, y, math.pi)), rank=7
                    )
                )
    for i, y in enumerate((5.2, 8.1, 11.0)):
        yard.want(
            Want(
                f"piece:gravestone:b{i}",
                f"Gravestone B{i + 1}",
                park.gravestone,
                _jittered((-3.4 - 0.2 * i, y, math.pi)),
                rank=7,
            )
        )


def _jittered(spot: Spot) -> Callable[[np.random.Generator], list[Spot]]:
    def spots(rng: np.random.Generator) -> list[Spot]:
        x, y, yaw = spot
        return [
            (x + (rng.random() - 0.5) * 0.5, y + (rng.random() - 0.5) * 0.4, yaw + (rng.random() - 0.5) * 0.15)
            for _ in range(3)
        ]

    return spots


def _fence_line(yard: Yard) -> None:
    for i in range(9):
        x = -28.8 + 7.2 * i
        yard.want(
            Want(
                f"piece:fence:{i + 1}",
                f"Fence {i + 1}",
                park.fence(7.0),
                _one((x, 17.5 + (0.4 if i % 2 else 0.0), 0.0)),
                rank=6,
                heed_keep_outs=False,
            )
        )


def _fire(yard: Yard) -> None:
    yard.want(
        Want("piece:campfire:1", "Campfire", park.campfire, ring_spots((0.0, 0.0), (3.3, 4.5), _SIDES, "any"), rank=3)
    )
