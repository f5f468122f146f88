"""Where the sun or moon stands, and what it and the sky give a face."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..geometry import Vec3
from ..scene.model import Sun
from ..sets.model import Vec2
from ._field import Face, Field
from ._states import State

_OFF_RAD = math.radians(60)


def direction(azimuth: float, elevation: float) -> Vec3:
    """Unit vector to the sun; azimuth clockwise from +Y."""
    flat = math.cos(elevation)
    return flat * math.sin(azimuth), flat * math.cos(azimuth), math.sin(elevation)


def sun_lux(lux: float, way: Vec3, face: Face, field: Field) -> float:
    """Lux of the sun at a face: 0 from behind or in a building's shade."""
    cosine = face.way[0] * way[0] + face.way[1] * way[1]
    if cosine <= 0 or lux <= 0:
        return 0.0
    start = np.array([(face.at[0] + face.way[0] * 0.2, face.at[1] + face.way[1] * 0.2, face.at[2] + 0.1)])
    end = (
        float(start[0, 0]) + way[0] * 40,
        float(start[0, 1]) + way[1] * 40,
        float(start[0, 2]) + way[2] * 40,
    )
    return lux * cosine if bool(field.sees(start, end)[0]) else 0.0


def place_sun(state: State, faces: Sequence[Face], field: Field, side: Vec2) -> Sun:
    """The azimuth that keeps the first two faces from being backlit: at most 120 degrees off.

    Indoors the sun stands outside a window, so that its patch falls into the room.
    """
    elevation = math.radians(state.elevation_deg)
    if state.sun_lux <= 0:
        return Sun(0.8, max(elevation, 0.0), 0.0, state.sun_kelvin)
    best, least = 0.8, math.inf
    windows = [o for o in field.plan.openings if o.kind == "window"] if field.plan.interior else []
    for i in range(24):
        azimuth = 2 * math.pi * i / 24
        way = direction(azimuth, elevation)
        off = [math.acos(min(max(_level(f.way, way), -1.0), 1.0)) for f in faces[:2]]
        cost = sum(abs(o - _OFF_RAD) + 3.0 * max(o - math.radians(115), 0.0) for o in off) / max(len(off), 1)
        cost -= 0.35 * _level(side, way)
        if state.dark:
            cost = 0.3 * cost + 0.8 * _level(side, way)
        if windows:
            through = max(math.sin(w.yaw) * way[0] - math.cos(w.yaw) * way[1] for w in windows)
            cost = 0.3 * cost + abs(through - 0.75 * math.cos(elevation))
        elif not field.plan.interior and faces:
            shaded = sum(1 for f in faces[:2] if sun_lux(1.0, way, f, field) <= 0)
            cost += 0.35 * shaded
        elif not field.plan.interior:
            cost += 1.5 * _shade(way, field)
        if round(cost, 5) < least:
            best, least = azimuth, round(cost, 5)
    return Sun(round(best, 6), round(elevation, 6), state.sun_lux, state.sun_kelvin)


def _shade(way: Vec3, field: Field) -> float:
    """Share of the empty acting space that lies in the shade of what stands round it."""
    x, y = field.plan.acting_center
    spots = [(x + dx, y + dy, 1.2) for dx in (-5.0, 0.0, 5.0) for dy in (-5.0, 0.0, 5.0)]
    lit = 0
    for spot in spots:
        end = (spot[0] + way[0] * 40, spot[1] + way[1] * 40, spot[2] + way[2] * 40)
        lit += bool(field.sees(np.array([spot]), end)[0])
    return 1 - lit / len(spots)


def _level(a: Vec2, way: Vec3) -> float:
    size = math.sqrt(way[0] * way[0] + way[1] * way[1])
    return (a[0] * way[0] + a[1] * way[1]) / size if size > 1e-9 else 0.0
