"""The cabins themselves: a car open at its windows, and long saloons open along +X."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from ..geometry import Vec3, pick
from ._batch import beam, disc, limb, loft
from ._furniture_kit import block, cushion, pitch, slab, tube
from ._piece import LocalLamp, LocalSeat, LocalSurface, Part, Piece
from ._vehicles import PAINTS, SEDAN, CarShape, body_ring, box_ring, stations, wheel

_OPEN = replace(
    SEDAN,
    deck=((-2.75, 0.7), (-2.65, 0.93), (-1.95, 1.0), (0.75, 0.985), (1.5, 0.91), (2.1, 0.8), (2.3, 0.62)),
    axles=(-1.78, 1.42),
    sill_m=0.22,
)
_FRONT, _REAR = 1.02, -1.38
SEAT_M = 0.42


def _seat(x: float, y: float, look: str, wide: float = 0.5) -> list[Part]:
    lean = pitch(0.2)
    parts = [
        cushion((wide, 0.5, 0.16), (x, y + 0.02, SEAT_M - 0.08), look, 0.05),
        block((wide * 0.8, 0.4, 0.26), (x, y, 0.13), "cabin_dark"),
    ]
    parts.append(cushion((wide, 0.13, 0.56), (x, y - 0.28, SEAT_M + 0.25), look, 0.05, lean))
    parts.append(cushion((0.25, 0.09, 0.15), (x, y - 0.36, SEAT_M + 0.62), look, 0.035, lean))
    return parts


def _steering(at: Vec3, radius: float = 0.175) -> list[Part]:
    t = 0.42
    ring = [
        (
            at[0] + radius * math.cos(a),
            at[1] - radius * math.sin(a) * math.sin(t),
            at[2] + radius * math.sin(a) * math.cos(t),
        )
        for a in (2 * math.pi * i / 14 for i in range(14))
    ]
    parts = [limb(ring[i], ring[(i + 1) % 14], 0.014, "plastic_black", 0.014, 7) for i in range(14)]
    parts += [limb(at, ring[i], 0.012, "plastic_black", 0.01, 6) for i in (0, 7, 10)]
    return [
        *parts,
        disc(0.05, 0.04, at, (0.0, -math.cos(t), -math.sin(t)), "plastic_black", 14),
        limb(at, (at[0], at[1] + 0.3, at[2] - 0.12), 0.03, "cabin_dark", 0.03, 8),
    ]


def _door_panel(shape: CarShape, side: int, z: float) -> list[list[Vec3]]:
    rings: list[list[Vec3]] = []
    for i in range(6):
        y = _REAR + (_FRONT - _REAR) * i / 5
        w, top = shape.half_width_m, 0.985
        outer = [(w * 0.965, shape.sill_m + 0.08), (w * 0.995, 0.6), (w * 0.985, top - 0.07), (w * 0.94, top)]
        inner = [(w - 0.11, top), (w - 0.11, shape.sill_m + 0.08)]
        loop = [(side * x, y, zz + z) for x, zz in (*outer, *inner)]
        rings.append(loop[::-1] if side > 0 else loop)
    return rings


def car_cabin(rng: np.random.Generator, kind: str, night: bool) -> Piece:
    """A four-seater (van: two seats and a cargo wall) whose windows are open holes."""
    paint, seat = pick(rng, PAINTS), pick(rng, ("seat_cloth", "seat_leather", "cabin_dark"))
    z, arch = -0.32, _OPEN.wheel_m + 0.055
    ys = stations(_OPEN, arch)

    def lofted(keep: list[float]) -> Part:
        return Part(loft([[(x, y, zz + z) for x, y, zz in body_ring(_OPEN, y, arch)] for y in keep]), paint)

    parts = [lofted([y for y in ys if y >= _FRONT]), lofted([y for y in ys if y <= _REAR])]
    parts += [Part(loft(_door_panel(_OPEN, s, z)), paint) for s in (-1, 1)]
    parts += [block((1.56, _FRONT - _REAR, 0.06), (0, (_FRONT + _REAR) / 2, -0.03), "cabin_dark")]
    roof = [box_ring(0.7, -1.42, 0.42, 1.43), box_ring(0.74, -1.46, 0.46, 1.46), box_ring(0.6, -1.3, 0.3, 1.52)]
    parts += [Part(loft(roof), paint), block((1.3, 1.7, 0.012), (0, -0.5, 1.422), "cabin_light")]
    for s in (-1, 1):
        parts += [
            beam((s * 0.82, 0.98, 0.64), (s * 0.68, 0.42, 1.45), 0.05, 0.055, paint),
            beam((s * 0.83, -0.34, 0.64), (s * 0.7, -0.36, 1.44), 0.045, 0.07, "cabin_dark"),
            beam((s * 0.8, -1.95, 0.64), (s * 0.68, -1.4, 1.45), 0.05, 0.09, paint),
            slab((0.03, 1.1, 0.3), (s * 0.775, 0.3, 0.36), seat, 0.01),
            slab((0.07, 0.45, 0.05), (s * 0.75, 0.15, 0.5), "plastic_black"),
        ]
        parts += [p for y in _OPEN.axles for p in [_lowered(q, z) for q in wheel(s * 0.785, y, _OPEN.wheel_m)]]
        parts += [
            slab((0.32, 0.14, 0.13), (s * 0.61, 2.245, 0.28), "headlight_on" if night else "headlight", 0.03),
            slab((0.3, 0.1, 0.14), (s * 0.61, -2.72, 0.42), "tail_light", 0.03),
            slab((0.16, 0.1, 0.11), (s * 0.99, 0.78, 0.73), paint, 0.02),
            slab((0.34, 0.02, 0.14), (s * 0.3, 0.36, 1.36), "cabin_light", 0.004),
        ]
    dash = [
        [(x, y, zz) for x, y, zz in ((-0.76, 0.82, lo), (0.76, 0.82, lo), (0.76, 1.0, hi), (-0.76, 1.0, hi))]
        for lo, hi in ((0.4, 0.4), (0.64, 0.64))
    ]
    parts += [
        Part(loft(dash, smooth=False), "cabin_dark"),
        slab((0.36, 0.05, 0.1), (-0.37, 0.8, 0.6), "plastic_black", 0.02),
        block((0.26, 0.004, 0.06), (-0.37, 0.773, 0.6), "dash_glow"),
        block((0.2, 0.01, 0.11), (0, 0.812, 0.52), "screen_off"),
        slab((0.2, 0.9, 0.3), (0, 0.15, 0.15), "cabin_dark", 0.02),
        limb((0, 0.35, 0.3), (0, 0.32, 0.44), 0.012, "chrome", 0.012, 6),
        slab((0.2, 0.03, 0.06), (0, 0.46, 1.34), "plastic_black", 0.01),
        slab((1.7, 0.16, 0.17), (0, 2.24, 0.1), "plastic_grey", 0.03),
        slab((1.7, 0.16, 0.17), (0, -2.69, 0.1), "plastic_grey", 0.03),
        slab((0.85, 0.05, 0.12), (0, 2.285, 0.24), "plastic_black", 0.01),
        block((0.5, 0.02, 0.11), (0, 2.33, 0.1), "plate"),
    ]
    parts += _steering((-0.37, 0.56, 0.62))
    seats = [LocalSeat((-0.37, 0.02, SEAT_M), driver=True), LocalSeat((0.37, 0.02, SEAT_M))]
    parts += [q for x in (-0.37, 0.37) for q in _seat(x, 0.02, seat)]
    if kind == "car":
        parts += [
            cushion((1.36, 0.5, 0.16), (0, -0.9, SEAT_M - 0.07), seat, 0.05),
            block((1.3, 0.4, 0.26), (0, -0.92, 0.13), "cabin_dark"),
            cushion((1.36, 0.13, 0.54), (0, -1.2, SEAT_M + 0.25), seat, 0.05, pitch(0.2)),
        ]
        seats += [LocalSeat((x, -0.9, SEAT_M + 0.01)) for x in (0.37, -0.37, 0.0)]
    else:
        parts += [block((1.4, 0.04, 1.36), (0, -0.62, 0.7), "cabin_panel")]
    tops = (LocalSurface((0.3, 0.91, 0.64), 0.4, 0.085), LocalSurface((0.0, -1.66, 0.705), 0.5, 0.13))
    lamps = (
        (LocalLamp((0.0, 0.1, 1.36), 60.0, 3200.0, "ceiling"), LocalLamp((-0.37, 0.74, 0.62), 4.0, 7000.0, "dash"))
        if night
        else ()
    )
    return Piece("car cabin", tuple(parts), tuple(seats), tops, lamps, solid_kind="vehicle")


def _lowered(part: Part, z: float) -> Part:
    t = part.translation
    return replace(part, translation=(t[0], t[1], t[2] + z))


@dataclass(frozen=True)
class Saloon:
    """A long cabin with seats either side of an aisle; its +X side is open."""

    noun: str
    long_m: float
    half_m: float
    high_m: float
    aisle_m: float
    pitch_m: float
    seat: str
    wall: str
    facing: bool = False
    """Pairs of rows face each other."""
    benches: bool = False
    racks: bool = True
    round_m: float = 0.25


SALOONS: dict[str, Saloon] = {
    "bus": Saloon("bus cabin", 8.4, 1.2, 2.15, 0.62, 0.86, "seat_blue", "cabin_panel", racks=False),
    "train": Saloon("train carriage", 9.0, 1.4, 2.35, 0.66, 0.95, "seat_red", "cabin_panel", facing=True),
    "plane": Saloon("plane cabin", 8.0, 1.5, 2.1, 0.56, 0.84, "seat_blue", "cabin_light", round_m=0.5),
    "boat": Saloon("boat cabin", 5.4, 1.5, 2.0, 1.3, 1.0, "seat_leather", "wood_mid", benches=True, racks=False),
}


def saloon(_rng: np.random.Generator, s: Saloon, night: bool) -> Piece:
    """The cabin of ``s``, seen from its aisle and through the wild side."""
    w, half, top = s.half_m, s.long_m / 2, s.high_m
    parts = [
        block((2 * w, s.long_m, 0.08), (0, 0, -0.04), "plastic_grey" if s.noun != "boat cabin" else "wood_weathered"),
        block((s.aisle_m - 0.08, s.long_m - 0.3, 0.006), (0, 0, 0.003), "cabin_dark"),
    ]
    parts += [
        slab((2 * w, s.long_m, 0.08), (0, 0, top + 0.04), "cabin_light"),
        block((0.3, s.long_m * 0.9, 0.02), (0, 0, top - 0.012), "lamp_glow" if night else "lamp_glass"),
    ]
    parts += [
        block((0.08, s.long_m, 0.78), (-w - 0.04, 0, 0.39), s.wall),
        block((0.08, s.long_m, top - 1.55), (-w - 0.04, 0, (top + 1.55) / 2), s.wall),
        slab((0.07, s.long_m, 0.05), (-w + 0.035, 0, 0.78), "plastic_grey"),
    ]
    parts += [beam((-w + 0.02, 0, 1.62), (-w + s.round_m, 0, top - 0.02), 0.03, s.long_m, s.wall)]
    n = max(3, round(s.long_m / 1.55))
    parts += [slab((0.1, 0.3, 0.78), (-w - 0.03, -half + s.long_m * i / n, 1.17), s.wall, 0.02) for i in range(n + 1)]
    parts += [
        block((0.06, s.long_m, 0.12), (w + 0.03, 0, -0.02), "plastic_grey"),
        block((0.08, s.long_m, 0.16), (w - 0.02, 0, top - 0.02), s.wall),
    ]
    for e in (-1, 1):
        y = e * (half + 0.04)
        parts += [
            block((w - 0.5, 0.08, top), (-0.5 - (w - 0.5) / 2, y, top / 2), s.wall),
            block((w - 0.5, 0.08, top), (0.5 + (w - 0.5) / 2, y, top / 2), s.wall),
            block((1.0, 0.08, top - 2.0), (0, y, (top + 2.0) / 2), s.wall),
            slab((0.96, 0.05, 1.98), (0, y, 0.99), "trim_dark" if e < 0 else "plastic_grey"),
        ]
    seats: list[LocalSeat] = []
    tops: list[LocalSurface] = []
    parts += _benches(s, seats, tops) if s.benches else _rows(s, seats, tops)
    if s.racks:
        parts += [
            slab(
                (0.42, s.long_m * 0.92, 0.03 if s.noun == "train carriage" else 0.26),
                (-w + 0.23, 0, 1.82),
                "steel" if s.noun == "train carriage" else "cabin_light",
                0.01,
            )
        ]
    if not s.benches and not s.facing:
        at = (w - 0.36, half - 0.34)
        parts += [slab((0.6, 0.5, 0.8), (*at, 0.4), s.wall), slab((0.64, 0.54, 0.03), (*at, 0.815), "plastic_grey")]
        tops.append(LocalSurface((*at, 0.83), 0.3, 0.25))
    if s.noun == "bus cabin":
        parts += [*_seat(-0.72, half - 1.0, s.seat), *_steering((-0.72, half - 0.5, 0.66), 0.22)]
        seats.append(LocalSeat((-0.72, half - 1.0, SEAT_M), driver=True))
        parts += [
            tube(0.018, top - 0.01, (x, y, 0.0), "plastic_yellow", 8)
            for x in (-s.aisle_m / 2 - 0.03, s.aisle_m / 2 + 0.03)
            for y in (-half + 0.5, half - 1.2)
        ]
        parts += [limb((x, -half + 0.4, 1.95), (x, half - 0.4, 1.95), 0.016, "steel", 0.016, 7) for x in (-0.34,)]
    lamps = tuple(LocalLamp((0.0, y, top - 0.06), 700.0, 4000.0, "ceiling") for y in (-half * 0.6, 0.0, half * 0.6))
    return Piece(s.noun, tuple(parts), tuple(seats), tuple(tops), lamps, solid_kind="vehicle")


def _rows(s: Saloon, seats: list[LocalSeat], tops: list[LocalSurface]) -> list[Part]:
    parts: list[Part] = []
    room = (s.half_m - s.aisle_m / 2) / 2
    count = int((s.long_m - 1.0) / s.pitch_m)
    order = sorted(range(count), key=lambda i: (abs(i - count // 2), i))
    for i in order:
        y = -s.long_m / 2 + 0.75 + s.pitch_m * i
        back = s.facing and i % 2 == 1
        sign = -1.0 if back else 1.0
        for side in (-1, 1):
            for k in (0, 1):
                x = side * (s.aisle_m / 2 + room * (k + 0.5))
                parts += _place(x, y, room - 0.04, s.seat, sign)
                seats.append(LocalSeat((round(x, 4), round(y, 4), 0.45), math.pi if back else 0.0))
            if s.facing and not back and i + 1 < count and side < 0:
                at = (side * (s.half_m - 0.3), y + s.pitch_m / 2, 0.7)
                parts += [
                    slab((0.56, 0.34, 0.035), at, "wood_pale"),
                    block((0.05, 0.06, 0.68), (side * (s.half_m - 0.08), at[1], 0.34), "steel"),
                ]
                tops.append(LocalSurface((at[0], at[1], 0.7175), 0.26, 0.15))
    if not tops:
        tops.append(LocalSurface((-s.half_m + 0.035, 0.0, 0.805), 0.035, s.long_m / 2 - 0.4))
    return parts


def _place(x: float, y: float, wide: float, look: str, sign: float) -> list[Part]:
    lean = pitch(0.16 * sign)
    return [
        cushion((wide, 0.44, 0.12), (x, y, 0.39), look, 0.04),
        block((wide * 0.7, 0.3, 0.33), (x, y, 0.165), "plastic_black"),
        cushion((wide, 0.1, 0.6), (x, y - sign * 0.25, 0.74), look, 0.04, lean),
        cushion((wide * 0.62, 0.06, 0.14), (x, y - sign * 0.305, 1.06), "cabin_light", 0.02, lean),
    ]


def _benches(s: Saloon, seats: list[LocalSeat], tops: list[LocalSurface]) -> list[Part]:
    """Two long benches and a table between them."""
    parts: list[Part] = []
    deep = s.half_m - s.aisle_m / 2
    for side in (-1, 1):
        x = side * (s.half_m - deep / 2)
        parts += [
            block((deep - 0.06, s.long_m * 0.62, 0.32), (x, 0, 0.16), "wood_dark"),
            cushion((deep - 0.04, s.long_m * 0.62, 0.12), (x, 0, 0.38), s.seat, 0.04),
        ]
        if side < 0:
            parts.append(cushion((0.1, s.long_m * 0.62, 0.4), (side * (s.half_m - 0.07), 0, 0.62), s.seat, 0.04))
        seats += [LocalSeat((round(x, 4), y, 0.44), -side * -math.pi / 2) for y in (0.0, 0.75, -0.75)]
    parts += [slab((0.6, 1.1, 0.04), (0, 0, 0.72), "wood_pale"), tube(0.05, 0.7, (0, 0, 0), "brass", 10)]
    tops.append(LocalSurface((0.0, 0.0, 0.74), 0.28, 0.5))
    return parts
