"""Vehicles seen from outside: lofted bodies with wheel arches, glass, lights and trim.

Local frame: nose to +Y, wheels on z = 0. ``CarShape`` holds what tells a sedan from a pickup.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from ..geometry import Mesh, Vec3, lathe, pick
from ._batch import beam, disc, limb, loft, turn_z_to
from ._furniture_kit import block, slab
from ._piece import Part, Piece

PAINTS = (
    "paint_red",
    "paint_blue",
    "paint_silver",
    "paint_white",
    "paint_black",
    "paint_green",
    "paint_beige",
    "paint_grey",
)


Knot = tuple[float, float]


@dataclass(frozen=True)
class CarShape:
    """A car's side view in metres; y from tail to nose, z up."""

    noun: str
    deck: tuple[Knot, ...]
    """(y, z) of the body's top edge below the windows, tail to nose."""
    glass: tuple[float, float, float, float]
    """y of the rear base, rear top, front top and front base of the greenhouse."""
    belt_m: float
    roof_m: float
    half_width_m: float = 0.9
    sill_m: float = 0.24
    axles: tuple[float, float] = (-1.32, 1.38)
    wheel_m: float = 0.32
    solid_rear: float = 0.0
    """Share of the greenhouse, from the back, that is sheet metal (van)."""

    @property
    def ends(self) -> tuple[float, float]:
        """(tail, nose) y."""
        return self.deck[0][0], self.deck[-1][0]


SEDAN = CarShape(
    "car",
    ((-2.3, 0.7), (-2.2, 0.93), (-1.5, 0.99), (0.75, 0.98), (1.5, 0.91), (2.1, 0.8), (2.3, 0.62)),
    (-1.75, -0.95, 0.28, 1.12),
    0.95,
    1.44,
)


HATCH = CarShape(
    "car",
    ((-1.95, 0.7), (-1.9, 0.95), (-1.4, 0.99), (0.8, 0.98), (1.4, 0.9), (1.85, 0.78), (2.0, 0.62)),
    (-1.86, -1.5, 0.25, 1.08),
    0.96,
    1.5,
    0.86,
    axles=(-1.22, 1.25),
)


SUV = CarShape(
    "suv",
    ((-2.3, 0.82), (-2.26, 1.1), (-1.6, 1.14), (0.8, 1.13), (1.5, 1.08), (2.15, 1.0), (2.32, 0.76)),
    (-2.2, -1.95, 0.3, 1.0),
    1.12,
    1.78,
    0.95,
    0.34,
    (-1.38, 1.42),
    0.38,
)


PICKUP = CarShape(
    "pickup",
    ((-2.65, 0.9), (-2.6, 1.1), (-0.75, 1.12), (1.0, 1.13), (1.7, 1.08), (2.45, 1.0), (2.62, 0.76)),
    (-0.72, -0.6, 0.5, 1.15),
    1.12,
    1.8,
    0.96,
    0.38,
    (-1.6, 1.65),
    0.39,
)


VAN = CarShape(
    "van",
    ((-2.5, 0.85), (-2.46, 1.15), (-1.5, 1.16), (1.3, 1.15), (1.9, 1.02), (2.3, 0.88), (2.42, 0.66)),
    (-2.46, -2.4, 1.0, 1.75),
    1.13,
    2.1,
    0.98,
    0.3,
    (-1.5, 1.5),
    0.35,
    0.66,
)


LIMO = CarShape(
    "limousine",
    ((-3.0, 0.7), (-2.9, 0.93), (-2.2, 0.99), (1.5, 0.98), (2.2, 0.91), (2.8, 0.8), (3.0, 0.62)),
    (-2.45, -1.7, 1.0, 1.85),
    0.95,
    1.46,
    axles=(-2.0, 2.1),
)


SPORTS = CarShape(
    "sports car",
    ((-2.1, 0.66), (-2.02, 0.86), (-1.4, 0.88), (0.5, 0.82), (1.3, 0.74), (1.9, 0.62), (2.15, 0.48)),
    (-1.55, -0.75, 0.05, 0.95),
    0.82,
    1.2,
    0.92,
    0.16,
    (-1.28, 1.3),
    0.33,
)


def _at(knots: Sequence[Knot], y: float) -> float:
    for (y0, z0), (y1, z1) in zip(knots, knots[1:], strict=False):
        if y <= y1:
            t = max(0.0, (y - y0) / (y1 - y0))
            return z0 + (z1 - z0) * t
    return knots[-1][1]


def stations(shape: CarShape, arch_m: float) -> list[float]:
    """The y of every cross-section, denser around the wheels."""
    tail, nose = shape.ends
    ys = {round(tail + (nose - tail) * i / 22, 3) for i in range(23)}
    ys |= {round(y, 3) for y, _ in shape.deck} | {round(tail + 0.06, 3), round(nose - 0.06, 3)}
    for axle in shape.axles:
        ys |= {round(axle + arch_m * math.cos(math.pi * i / 10), 3) for i in range(11)}
    return sorted(ys)


def body_ring(shape: CarShape, y: float, arch_m: float) -> list[Vec3]:
    """One cross-section of the lower body, with the wheel arch cut out where there is one."""
    tail, nose = shape.ends
    end = min(y - tail, nose - y)
    tuck = max(0.0, 1 - end / 0.35)
    w = shape.half_width_m * (1 - 0.13 * tuck * tuck)
    top, low = _at(shape.deck, y), shape.sill_m + 0.08 * tuck
    arch = low
    for axle in shape.axles:
        d = y - axle
        if abs(d) < arch_m:
            arch = max(arch, shape.wheel_m + math.sqrt(arch_m * arch_m - d * d))
    arch = min(arch, top - 0.12)
    middle = max(low + (top - low) * 0.5, arch + 0.015)
    half = [
        (w * 0.66, low),
        (w * 0.7, arch),
        (w * 0.965, arch + 0.01),
        (w * 0.995, middle),
        (w * 0.985, top - 0.07),
        (w * 0.93, top - 0.008),
        (w * 0.5, top + 0.018),
    ]
    return [(-x, y, z) for x, z in half] + [(x, y, z) for x, z in reversed(half)]


def body_mesh(shape: CarShape) -> Mesh:
    """The painted lower body."""
    arch_m = shape.wheel_m + 0.055
    return loft([body_ring(shape, y, arch_m) for y in stations(shape, arch_m)])


def box_ring(half_x: float, y0: float, y1: float, z: float, corner: float = 0.12) -> list[Vec3]:
    """A rounded rectangle seen from above, counter-clockwise."""
    out: list[Vec3] = []
    for cx, cy, a0 in ((half_x, y1, 0.0), (-half_x, y1, 90.0), (-half_x, y0, 180.0), (half_x, y0, 270.0)):
        sx, sy = (1 if cx > 0 else -1), (1 if cy == y1 else -1)
        for k in range(3):
            a = math.radians(a0 + 45 * k)
            out.append((cx - sx * corner + corner * math.cos(a), cy - sy * corner + corner * math.sin(a), z))
    return out


def _greenhouse(shape: CarShape, paint: str, glass: str) -> list[Part]:
    rb, rt, ft, fb = shape.glass
    wb, wt = shape.half_width_m * 0.9, shape.half_width_m * 0.74
    z0, z1 = shape.belt_m - 0.05, shape.roof_m
    steps = (0.0, 0.5, 0.86, 1.0)
    rings = [
        box_ring(
            wb + (wt - wb) * t * t * 0.4 + (wt - wb) * t * 0.6,
            rb + (rt - rb) * t,
            fb + (ft - fb) * t,
            z0 + (z1 - 0.03 - z0) * t,
        )
        for t in steps
    ]
    parts = [Part(loft(rings), glass)]
    roof = [
        box_ring(wt + 0.03, rt - 0.05, ft + 0.05, z1 - 0.05),
        box_ring(wt + 0.015, rt - 0.03, ft + 0.02, z1),
        box_ring(wt * 0.8, rt + 0.12, ft - 0.15, z1 + 0.03),
    ]
    parts.append(Part(loft(roof), paint))
    for s in (-1, 1):
        top_x, low_x = s * (wt + 0.005), s * (wb - 0.01)
        parts.append(beam((low_x, fb - 0.06, z0), (top_x, ft - 0.01, z1 - 0.03), 0.06, 0.07, paint))
        parts.append(beam((low_x, rb + 0.08, z0), (top_x, rt + 0.04, z1 - 0.03), 0.06, 0.13, paint))
        mid = (rb + fb) / 2 - 0.05
        if fb - rb > 2.0 and not shape.solid_rear:
            parts.append(beam((low_x, mid, z0), (top_x, mid, z1 - 0.03), 0.05, 0.07, "trim_dark"))
        if shape.solid_rear:
            y0, y1 = rb + 0.04, rb + (fb - rb) * shape.solid_rear
            side = beam(
                (low_x - s * 0.02, (y0 + y1) / 2, z0),
                (top_x + s * 0.01, (y0 + y1) / 2, z1 - 0.04),
                0.06,
                y1 - y0,
                paint,
            )
            parts.append(side)
    if shape.solid_rear:
        parts.append(beam((0.0, rb + 0.02, z0 + 0.1), (0.0, rt, z1 - 0.5), wt * 1.7, 0.05, paint))
    return parts


@cache
def wheel(x: float, y: float, radius_m: float, width_m: float = 0.21, rim: str = "rim") -> tuple[Part, ...]:
    """A tyre with rounded shoulders, its rim and its hub, on the side that ``x`` says."""
    s = 1 if x > 0 else -1
    turn = turn_z_to((1.0, 0.0, 0.0))
    r, w = radius_m, width_m
    profile = [(r * 0.62, 0.0), (r * 0.93, 0.0), (r, w * 0.14), (r, w * 0.86), (r * 0.93, w), (r * 0.62, w)]
    tyre = Part(lathe(profile, 20), "tyre", (x - w / 2, y, r), turn)
    face = x + s * (w / 2 - 0.01)
    return (
        tyre,
        disc(r * 0.63, 0.03, (face, y, r), (1.0, 0.0, 0.0), rim, 16),
        disc(r * 0.5, 0.012, (face + s * 0.016, y, r), (1.0, 0.0, 0.0), "wheel_well", 5),
        disc(r * 0.2, 0.03, (face + s * 0.015, y, r), (1.0, 0.0, 0.0), rim, 10),
    )


def _side_trim(shape: CarShape, paint: str) -> list[Part]:
    w, parts = shape.half_width_m, []
    rb, _, _, fb = shape.glass
    doors = [fb - 0.1, (rb + fb) / 2 - 0.05] + ([rb + 0.35] if fb - rb > 2.2 else [])
    low, top = shape.sill_m + 0.07, shape.belt_m - 0.03
    for s in (-1, 1):
        for y in doors:
            parts.append(block((0.02, 0.014, top - low), (s * (w * 0.99 - 0.004), y, (low + top) / 2), "wheel_well"))
        for y in doors[1:]:
            parts.append(block((0.035, 0.2, 0.03), (s * (w * 0.995 + 0.008), y + 0.18, top - 0.13), "chrome"))
        parts.append(slab((0.16, 0.11, 0.12), (s * (w + 0.09), fb - 0.22, shape.belt_m + 0.07), paint, 0.02))
        wheel_gap = (shape.axles[0] + shape.wheel_m + 0.1, shape.axles[1] - shape.wheel_m - 0.1)
        long = wheel_gap[1] - wheel_gap[0]
        parts.append(
            block(
                (0.05, long, 0.08),
                (s * w * 0.955, (wheel_gap[0] + wheel_gap[1]) / 2, shape.sill_m + 0.03),
                "plastic_black",
            )
        )
    return parts


def _ends(shape: CarShape, night: bool) -> list[Part]:
    w = shape.half_width_m
    tail, nose = shape.ends
    front_z, rear_z = _at(shape.deck, nose - 0.06) - 0.06, _at(shape.deck, tail + 0.04) - 0.1
    lamp = "headlight_on" if night else "headlight"
    parts = [
        slab((w * 1.74, 0.16, 0.17), (0.0, nose - 0.06, shape.sill_m + 0.2), "plastic_grey", 0.03),
        slab((w * 1.74, 0.16, 0.17), (0.0, tail + 0.06, shape.sill_m + 0.22), "plastic_grey", 0.03),
        slab((w * 0.95, 0.05, 0.15), (0.0, nose - 0.012, front_z - 0.06), "plastic_black", 0.01),
        block((w * 0.9, 0.06, 0.018), (0.0, nose - 0.009, front_z - 0.06), "chrome"),
        block((0.5, 0.02, 0.11), (0.0, nose + 0.03, shape.sill_m + 0.2), "plate"),
        block((0.5, 0.02, 0.11), (0.0, tail - 0.03, shape.sill_m + 0.22), "plate"),
    ]
    for s in (-1, 1):
        parts.append(slab((0.32, 0.14, 0.14), (s * w * 0.68, nose - 0.052, front_z - 0.05), lamp, 0.03))
        parts.append(slab((0.09, 0.12, 0.1), (s * w * 0.87, nose - 0.1, front_z - 0.05), "indicator", 0.02))
        parts.append(slab((0.3, 0.1, 0.16), (s * w * 0.68, tail + 0.05, rear_z), "tail_light", 0.03))
    return parts


@cache
def car(shape: CarShape, paint: str, night: bool = False, glass: str = "glass_dark") -> Piece:
    """A car from its shape and paint."""
    track = shape.half_width_m - 0.115
    parts = [Part(body_mesh(shape), paint), *_greenhouse(shape, paint, glass)]
    for axle in shape.axles:
        parts += [p for s in (-1, 1) for p in wheel(s * track, axle, shape.wheel_m)]
        parts.append(block((shape.half_width_m * 1.3, 0.5, 0.1), (0.0, axle, shape.sill_m + 0.06), "wheel_well"))
    parts += _side_trim(shape, paint) + _ends(shape, night)
    return Piece(shape.noun, tuple(parts), solid_kind="vehicle")


def sedan(rng: np.random.Generator) -> Piece:
    """A four-door saloon."""
    return car(SEDAN, pick(rng, PAINTS))


def hatchback(rng: np.random.Generator) -> Piece:
    """A small hatchback."""
    return car(HATCH, pick(rng, PAINTS))


def suv(rng: np.random.Generator) -> Piece:
    """An off-road estate."""
    return car(SUV, pick(rng, PAINTS))


def any_car(rng: np.random.Generator) -> Piece:
    """What stands at a kerb."""
    return pick(rng, (sedan, hatchback, sedan, suv))(rng)


def van(rng: np.random.Generator) -> Piece:
    """A delivery van."""
    return car(VAN, pick(rng, ("paint_white", "paint_grey", "paint_blue", "paint_red")))


def pickup(rng: np.random.Generator) -> Piece:
    """A pickup truck with an open bed."""
    paint = pick(rng, PAINTS)
    base = car(PICKUP, paint)
    w = PICKUP.half_width_m
    rails = [block((0.1, 1.78, 0.22), (s * w * 0.88, -1.68, 1.2), paint) for s in (-1, 1)]
    gate = [
        block((w * 1.66, 0.08, 0.22), (0.0, -2.56, 1.2), paint),
        block((w * 1.66, 1.7, 0.012), (0.0, -1.66, 1.128), "plastic_black"),
    ]
    return Piece("pickup", (*base.parts, *rails, *gate), solid_kind="vehicle")


def taxi(_rng: np.random.Generator) -> Piece:
    """A yellow cab with its roof sign."""
    base = car(SEDAN, "paint_yellow")
    sign = [
        slab((0.5, 0.2, 0.14), (0.0, -0.3, 1.54), "sign_white", 0.03),
        block((0.4, 0.22, 0.05), (0.0, -0.3, 1.54), "ink"),
    ]
    w = SEDAN.half_width_m
    band = [block((0.012, 1.9, 0.07), (s * (w * 0.995 + 0.004), -0.2, 0.72), "ink") for s in (-1, 1)]
    return Piece("taxi", (*base.parts, *sign, *band), solid_kind="vehicle")


def police_car(_rng: np.random.Generator) -> Piece:
    """Black and white, with a light bar."""
    base = car(SEDAN, "paint_black")
    w = SEDAN.half_width_m
    doors = [slab((0.02, 1.75, 0.5), (s * (w * 0.995), -0.22, 0.62), "paint_white", 0.005) for s in (-1, 1)]
    bar = [
        slab((0.5, 0.26, 0.11), (-0.28, -0.35, 1.54), "tail_light", 0.03),
        slab((0.5, 0.26, 0.11), (0.28, -0.35, 1.54), "plastic_blue", 0.03),
        block((0.1, 0.28, 0.12), (0.0, -0.35, 1.535), "chrome"),
    ]
    return Piece("police car", (*base.parts, *doors, *bar), solid_kind="vehicle")


def ring_wheel(
    at: Vec3, radius_m: float, thick_m: float, look: str, spokes: int = 8, spoke: str = "chrome"
) -> list[Part]:
    """A spoked wheel in the plane of Y and Z: rim segments and spokes."""
    parts: list[Part] = []
    n = 16
    rim = [
        (at[0], at[1] + radius_m * math.cos(2 * math.pi * i / n), at[2] + radius_m * math.sin(2 * math.pi * i / n))
        for i in range(n)
    ]
    parts += [limb(rim[i], rim[(i + 1) % n], thick_m, look, thick_m, 6) for i in range(n)]
    for i in range(spokes):
        a = 2 * math.pi * i / spokes
        end = (at[0], at[1] + radius_m * math.cos(a), at[2] + radius_m * math.sin(a))
        parts.append(limb(at, end, max(0.004, thick_m * 0.25), spoke, sides=4))
    parts.append(disc(radius_m * 0.14, thick_m * 3, at, (1.0, 0.0, 0.0), spoke, 10))
    return parts
