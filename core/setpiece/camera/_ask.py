"""What a shot is asked to be, and the grids of cameras that could answer."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._grammar import grammar
from ._lens_view import F64, half_tangents
from ._optics import LENSES_MM
from ._subjects import Subject
from .model import Filmback, Kind, Size

FACE_LIMIT_DEG = 66.0
"""Singles keep the face at least this much turned to the lens (the promise is 75)."""


@dataclass(frozen=True, eq=False)
class Line:
    """The 180-degree line of a pair: cameras keep to the left (+1) or right (-1) of a -> b."""

    a: Subject
    b: Subject
    side: int

    def holds(self, position: F64, slack_m: float = 0.0) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """(c,) true where a (c, 3) camera is on the kept side."""
        ax, ay, bx, by = self.a.head[0], self.a.head[1], self.b.head[0], self.b.head[1]
        dx, dy = bx - ax, by - ay
        cross = dx * (position[:, 1] - ay) - dy * (position[:, 0] - ax)
        size = math.sqrt(float(dx * dx + dy * dy)) or 1.0
        return cross * self.side >= -slack_m * size


@dataclass(frozen=True, eq=False)
class Ask:
    """One setup to be solved.

    Attributes:
        kind: Role of the shot.
        size: Wanted size; the ladder gives what may stand in for it.
        subjects: Who must be seen; the first carries the size.
        over: The foreground shoulder.
        line: Kept side, when the shot belongs to a pair.
        toward: Flat (2,) direction from the first subject to where the camera should stand;
            None takes it from the subject's face.
        lens_mm: Lens of the matching reverse, 0 for free choice.
        key: Names the random stream.
    """

    kind: Kind
    size: Size
    subjects: tuple[Subject, ...]
    over: Subject | None = None
    line: Line | None = None
    toward: tuple[float, float] | None = None
    lens_mm: float = 0.0
    spread_deg: float = FACE_LIMIT_DEG
    """How far around ``toward`` the search goes."""
    face: bool = True
    """The first subject's face must be turned to the lens."""
    high: bool = False
    """Search also from well above (a fallback)."""
    key: str = ""


@dataclass(frozen=True, eq=False)
class Grid:
    """Candidates as flat arrays, one row each.

    ``direction`` (c, 3) from the subject to the camera; ``turn_deg`` and ``rise_deg`` say how far
    it is from ``Ask.toward`` and from level; ``lens`` (c,) mm.
    """

    direction: F64
    turn_deg: F64
    rise_deg: F64
    lens: F64
    tan_x: F64
    tan_y: F64
    screen_x: F64
    headroom: F64
    places: int = 1
    """So many neighbours differ only in where on screen the subject is."""

    def __len__(self) -> int:
        return len(self.lens)

    def subset(self, keep: NDArray[np.int64]) -> Grid:
        """The candidates at some indices."""
        return Grid(
            self.direction[keep], self.turn_deg[keep], self.rise_deg[keep], self.lens[keep], self.tan_x[keep],
            self.tan_y[keep], self.screen_x[keep], self.headroom[keep],
        )  # fmt: skip


_RISES: dict[str, tuple[float, ...]] = {
    "level": (-6.0, -2.0, 2.0, 7.0, 14.0),
    "wide": (-5.0, -1.0, 4.0, 10.0, 18.0, 28.0),
    "lying": (12.0, 28.0, 42.0, 54.0, 66.0),
    "high": (-12.0, 3.0, 20.0, 30.0, 42.0),
}


def _lenses(size: Size, fixed: float, wide: bool) -> list[float]:
    if fixed:
        return [fixed]
    if wide or size in ("EWS", "WS", "FS"):
        return [18.0, 21.0, 25.0, 32.0, 40.0] if wide else [18.0, 21.0, 25.0, 32.0, 35.0, 40.0, 50.0]
    wish = grammar().lens_mm[size]
    near = sorted(LENSES_MM, key=lambda mm: (max(mm / wish, wish / mm), mm))
    return [float(mm) for mm in sorted(near[:6])]


def _turns(ask: Ask) -> list[float]:
    if ask.spread_deg >= 180.0:
        return [float(d) for d in range(-180, 180, 12)]
    step = max(ask.spread_deg / 10.0, 3.0)
    count = int(ask.spread_deg / step)
    return [i * step for i in range(-count, count + 1)]


def _rises(ask: Ask) -> tuple[float, ...]:
    if ask.subjects[0].lying:
        return _RISES["lying"]
    if ask.high:
        return _RISES["high"]
    wide = ask.size in ("EWS", "WS", "FS") or len(ask.subjects) > 1
    return _RISES["wide"] if wide and ask.kind != "ots" else _RISES["level"]


def _screens(ask: Ask) -> tuple[tuple[float, ...], tuple[float, ...]]:
    base = grammar().headroom[ask.size]
    if ask.kind == "ots":
        return (-0.42, -0.3, -0.18, 0.18, 0.3, 0.42), (base,)
    if len(ask.subjects) > 1 or ask.kind in ("master", "group", "two-shot"):
        return (-0.55, -0.3, 0.0, 0.3, 0.55), (base, base * 0.6, base + 0.05)
    return (-0.3, -0.14, 0.0, 0.14, 0.3), (base,)


def ask_heading(ask: Ask) -> tuple[float, float]:
    """Flat unit direction around which the search fans out."""
    if ask.toward is not None:
        x, y = ask.toward
    else:
        first = ask.subjects[0]
        way = first.heading if first.lying else first.facing
        x, y = float(way[0]), float(way[1])
    size = math.sqrt(x * x + y * y)
    return (x / size, y / size) if size > 1e-6 else (0.0, 1.0)


def grid_of(ask: Ask, filmback: Filmback) -> Grid:
    """Every combination of direction, height, lens, screen place and headroom worth trying."""
    hx, hy = ask_heading(ask)
    turns, rises, lenses = _turns(ask), _rises(ask), _lenses(ask.size, ask.lens_mm, ask.kind == "master")
    places, rooms = _screens(ask)
    around: list[tuple[float, float, float, float, float]] = []
    for t in turns:
        c, s = math.cos(math.radians(t)), math.sin(math.radians(t))
        for r in rises:
            cr, sr = math.cos(math.radians(r)), math.sin(math.radians(r))
            around.append(((hx * c - hy * s) * cr, (hx * s + hy * c) * cr, sr, t, r))
    optics = [(mm, *half_tangents(filmback, mm)) for mm in lenses]
    a, o = np.array(around, dtype=np.float64), np.array(optics, dtype=np.float64)
    counts = [np.arange(len(v)) for v in (a, o, places, rooms)]
    ia, io, ip, ir = (v.reshape(-1) for v in np.meshgrid(*counts, indexing="ij"))
    return Grid(
        a[ia, :3], a[ia, 3], a[ia, 4], o[io, 0], o[io, 1], o[io, 2],
        np.array(places, dtype=np.float64)[ip], np.array(rooms, dtype=np.float64)[ir],
        len(places) * len(rooms),
    )  # fmt: skip
