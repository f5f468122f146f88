"""An open rowing boat as people sit in it: strakes, thwarts that face each other, oars over the side."""

from __future__ import annotations

import math

import numpy as np

from ..geometry import pick
from ._batch import beam, limb
from ._furniture_kit import block, slab, tube
from ._piece import LocalSeat, LocalSurface, Part, Piece

WATER_Z = -0.1
"""The water under the boat's floor boards, at z = 0."""
_STATIONS = 7
_STRAKES = ((-0.16, 0.62), (0.04, 0.84), (0.24, 0.95), (0.42, 1.0))
"""Height of a strake's lower edge, and its share of the boat's half width there."""


def _half_width(t: float, most: float) -> float:
    """Half the beam at ``t`` of the length, 0 at the transom and 1 at the stem."""
    return most * (0.78 + 0.44 * t - 0.22 * t * t) if t < 0.5 else most * (1.0 - 3.6 * (t - 0.5) ** 2)


def open_boat(rng: np.random.Generator, people: int) -> Piece:
    """A rowing boat with its bow to +Y and a thwart for each of ``people``, at least three.

    The rower sits amidships and looks astern, as one rows; those in the stern look at the rower.
    """
    thwarts = min(max(people, 3), 6)
    long, most = 2.2 + 0.95 * thwarts, 0.8
    paint = pick(rng, ("paint_blue", "paint_white", "paint_green", "paint_red"))
    parts = _hull(long, most, paint)
    seats: list[LocalSeat] = []
    for i in range(thwarts):
        y = -long / 2 + 0.55 + 0.95 * i
        wide = 2 * _half_width((y + long / 2) / long, most) - 0.1
        parts.append(slab((wide, 0.3, 0.04), (0.0, y, 0.34), "wood_mid"))
        seats.append(LocalSeat((0.0, y, 0.36), 0.0 if i == 0 else math.pi))
    rower = -long / 2 + 0.55 + 0.95
    for s in (-1, 1):
        lock = (s * 0.86, rower - 0.36, 0.66)
        parts.append(limb((s * 0.82, rower - 0.36, 0.58), lock, 0.02, "steel", 0.02, 6))
        parts.append(limb((s * 0.3, rower - 0.46, 0.74), (s * 2.1, rower - 0.1, 0.1), 0.022, "wood_pale", 0.022, 7))
        parts.append(beam((s * 1.95, rower - 0.13, 0.17), (s * 2.45, rower - 0.03, -0.04), 0.16, 0.02, "wood_pale"))
    top = LocalSurface((0.0, long / 2 - 0.62, 0.42), 0.16, 0.14)
    parts.append(slab((0.62, 0.5, 0.03), (0.0, long / 2 - 0.62, 0.405), "wood_mid"))
    return Piece("rowing boat", tuple(parts), tuple(seats), (top,), solid_kind="vehicle")


def _hull(long: float, most: float, paint: str) -> list[Part]:
    parts: list[Part] = []
    stern = 2 * _half_width(0.0, most)
    parts.append(block((stern, 0.05, 0.72), (0.0, -long / 2, 0.24), paint))
    for i in range(_STATIONS):
        t0, t1 = i / _STATIONS, (i + 1) / _STATIONS
        y0, y1 = -long / 2 + long * t0, -long / 2 + long * t1
        w0, w1 = _half_width(t0, most), max(_half_width(t1, most), 0.03)
        for n, (z, share) in enumerate(_STRAKES):
            look = "wood_pale" if n == len(_STRAKES) - 1 else paint
            rise0, rise1 = z + 0.1 + 0.12 * t0 * t0, z + 0.1 + 0.12 * t1 * t1
            tall = 0.08 if n == len(_STRAKES) - 1 else 0.23
            for s in (-1, 1):
                parts.append(beam((s * w0 * share, y0, rise0), (s * w1 * share, y1, rise1), 0.035, tall, look))
        boards = 2 * min(w0, w1) * 0.72
        if boards > 0.2:
            parts.append(slab((boards, long / _STATIONS, 0.05), (0.0, (y0 + y1) / 2, -0.025), "wood_mid"))
    parts.append(limb((0.0, long / 2, -0.14), (0.0, long / 2 + 0.06, 0.72), 0.045, paint, 0.04, 8))
    return parts


def buoy(rng: np.random.Generator) -> Piece:
    """A channel buoy with its stripe; its waterline is z = 0."""
    look = pick(rng, ("paint_red", "paint_green"))
    parts = [
        tube(0.34, 0.5, (0.0, 0.0, -0.14), look, 14),
        tube(0.3, 0.9, (0.0, 0.0, 0.36), look, 14, 0.08),
        tube(0.23, 0.16, (0.0, 0.0, 0.6), "paint_white", 14, 0.19),
    ]
    return Piece("buoy", tuple(parts), solid_kind="prop")
