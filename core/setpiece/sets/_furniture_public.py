"""What makes a public hall itself: teller windows, queue ropes, ticket machines, departures, benches."""

# ruff: noqa: ARG001 - makers share one signature, whether or not they vary
from __future__ import annotations

import math

import numpy as np

from ..geometry import pick
from ._furniture_kit import ball, block, many_boxes, pitch, roll, slab, tube, vary
from ._piece import LocalSeat, LocalSurface, Part, Piece

Rng = np.random.Generator
_WINDOW_M = 1.25
_TOP_M = 1.06


def teller_counter(rng: Rng, windows: int = 3) -> Piece:
    """A counter with a grille over each place; customers at +Y."""
    w, d, rise = _WINDOW_M * windows, 0.72, 0.98
    parts = [
        block((w - 0.04, d - 0.1, _TOP_M - 0.04), (0.0, 0.0, (_TOP_M - 0.04) / 2), "@panel"),
        slab((w, d, 0.045), (0.0, 0.0, _TOP_M - 0.0225), "@stone", 0.01),
        block((w, 0.02, 0.12), (0.0, d / 2 - 0.045, 0.06), "paint.dark"),
        slab((w + 0.06, 0.16, 0.2), (0.0, 0.0, _TOP_M + rise + 0.1), "@panel", 0.015),
        block((w, 0.03, 0.03), (0.0, 0.0, _TOP_M + 0.3), "metal.brass"),
    ]
    for i in range(windows + 1):
        x = -w / 2 + 0.04 + (w - 0.08) * i / windows
        parts.append(block((0.07, 0.1, rise), (x, 0.0, _TOP_M + rise / 2), "@panel"))
        if 0 < i < windows:
            parts.append(slab((0.03, 0.3, 0.42), (x, 0.2, _TOP_M + 0.21), "@wood"))
    for i in range(windows):
        x = -w / 2 + _WINDOW_M * (i + 0.5)
        parts += [slab((0.9, 0.016, 0.62), (x, d / 2 - 0.044, 0.52), "@wood")]
        parts += [slab((0.34, 0.012, 0.13), (x, 0.086, _TOP_M + rise + 0.1), "metal.brass", 0.004)]
        parts += [
            tube(0.007, rise - 0.3, (x + 0.16 * k, 0.0, _TOP_M + 0.3), "metal.brass", 6) for k in (-3, -2, -1, 1, 2, 3)
        ]
    tops = tuple(LocalSurface((-w / 2 + _WINDOW_M * (i + 0.5), 0.2, _TOP_M), 0.4, 0.12) for i in range(windows))
    return Piece("teller counter", tuple(parts), (), tops)


def ticket_window(rng: Rng) -> Piece:
    """A short counter with two grilles."""
    piece = teller_counter(rng, 2)
    return Piece("ticket window", piece.parts, (), piece.surfaces)


def queue_posts(rng: Rng) -> Piece:
    """Four posts with ropes between them, along X."""
    rope = pick(rng, ("velvet.red", "velvet.blue"))
    parts: list[Part] = []
    for i in range(4):
        x = -1.35 + 0.9 * i
        parts += [
            tube(0.15, 0.025, (x, 0.0, 0.0), "metal.brass", 16),
            tube(0.02, 0.92, (x, 0.0, 0.02), "metal.brass", 10),
            ball((0.035, 0.035, 0.035), (x, 0.0, 0.96), "metal.brass"),
        ]
    for i in range(3):
        x = -0.9 + 0.9 * i
        parts += [
            slab((0.44, 0.032, 0.032), (x + s * 0.215, 0.0, 0.8), rope, 0.01, rotation=roll(-s * 0.24)) for s in (-1, 1)
        ]
    return Piece("queue posts", tuple(parts))


def ticket_machine(rng: Rng) -> Piece:
    """A machine that sells tickets; its screen looks to +Y."""
    body = pick(rng, ("plastic.blue", "plastic.red", "metal.green"))
    parts = [
        slab((0.78, 0.5, 1.62), (0.0, 0.0, 0.87), body, 0.02),
        block((0.74, 0.44, 0.06), (0.0, -0.01, 0.03), "metal.black"),
        slab((0.82, 0.54, 0.24), (0.0, 0.0, 1.8), "paint.white", 0.015),
        block((0.42, 0.012, 0.3), (-0.1, 0.256, 1.38), "screen.on"),
        block((0.16, 0.012, 0.2), (0.24, 0.256, 1.34), "metal.steel"),
        block((0.5, 0.02, 0.14), (-0.06, 0.256, 0.72), "metal.black"),
        block((0.12, 0.016, 0.03), (0.24, 0.258, 1.14), "metal.black"),
        many_boxes(
            [((0.03, 0.006, 0.03), (0.19 + 0.05 * (i % 3), 0.265, 1.28 + 0.05 * (i // 3))) for i in range(9)],
            "metal.black",
        ),
        block((0.5, 0.006, 0.08), (0.0, 0.272, 1.8), body),
    ]
    return Piece("ticket machine", tuple(parts), front_clear_m=0.7)


def departures_board(rng: Rng) -> Piece:
    """A board of departures; origin on the wall in its middle."""
    parts = [
        slab((2.5, 0.14, 1.2), (0.0, 0.07, 0.0), "metal.black", 0.015),
        block((2.44, 0.008, 0.16), (0.0, 0.143, 0.5), "plastic.blue"),
        many_boxes([((0.1, 0.006, 0.08), (-0.9 + 0.14 * i, 0.15, 0.5)) for i in range(9)], "paint.white"),
    ]
    for row in range(6):
        z = 0.33 - 0.15 * row
        far = int(5 + 5 * rng.random())
        cells = [(-1.1, 0.2), *((-0.78 + 0.1 * k, 0.075) for k in range(far)), (0.62, 0.12), (0.98, 0.28)]
        text = [((w, 0.004, 0.07), (x, 0.142, z)) for x, w in cells]
        parts.append(many_boxes(text, "plastic.yellow" if row % 2 == 0 else "paint.white"))
    return Piece("departures board", tuple(parts))


def station_bench(rng: Rng) -> Piece:
    """A slatted bench with a high back for three."""
    w = 1.8
    parts = [slab((w, 0.1, 0.03), (0.0, -0.12 + 0.115 * i, 0.45), "@wood", 0.006) for i in range(4)]
    parts += [
        slab((w, 0.026, 0.1), (0.0, -0.225 - 0.018 * i, 0.58 + 0.13 * i), "@wood", 0.006, rotation=pitch(0.14))
        for i in range(4)
    ]
    for s in (-1, 0, 1):
        x = s * (w / 2 - 0.09)
        parts += [
            block((0.05, 0.46, 0.04), (x, 0.03, 0.415), "metal.black"),
            block((0.05, 0.05, 0.4), (x, 0.22, 0.2), "metal.black"),
            block((0.05, 0.05, 0.44), (x, -0.19, 0.22), "metal.black"),
            block((0.04, 0.03, 0.68), (x, -0.272, 0.76), "metal.black", rotation=pitch(0.14)),
        ]
    seats = tuple(LocalSeat((x, 0.04, 0.465)) for x in (-0.58, 0.0, 0.58))
    return Piece("bench", tuple(parts), seats, front_clear_m=0.5)


def luggage(rng: Rng) -> Piece:
    """Two suitcases that somebody put down."""
    parts: list[Part] = []
    x = -0.2
    for look in (pick(rng, ("leather.brown", "fabric.navy")), pick(rng, ("leather.black", "fabric.rust"))):
        h = vary(rng, 0.46, 0.6)
        parts += [
            slab((0.24, 0.62, h), (x, 0.0, h / 2), look, 0.03),
            *(block((0.25, 0.03, h - 0.02), (x, s * 0.18, h / 2), "metal.black") for s in (-1, 1)),
            block((0.03, 0.16, 0.03), (x, 0.0, h + 0.015), "metal.black"),
        ]
        x += 0.36
    return Piece("luggage", tuple(parts), solid_kind="prop")


def clock_post(rng: Rng) -> Piece:
    """A station clock with two faces on a cast post."""
    lying = (math.sqrt(0.5), math.sqrt(0.5), 0.0, 0.0)
    parts = [
        tube(0.17, 0.12, (0.0, 0.0, 0.0), "metal.black", 14, 0.12),
        tube(0.07, 2.75, (0.0, 0.0, 0.12), "metal.black", 12, 0.05),
        tube(0.34, 0.22, (0.0, 0.11, 3.2), "metal.black", 28, rotation=lying),
    ]
    for s in (-1, 1):
        y = s * 0.112
        parts += [
            tube(0.3, 0.012, (0.0, y + 0.006, 3.2), "paint.white", 28, rotation=lying),
            block((0.03, 0.01, 0.18), (0.05 * s, y + s * 0.01, 3.27), "metal.black", rotation=roll(s * 0.6)),
            block((0.022, 0.01, 0.25), (0.0, y + s * 0.018, 3.08), "metal.black"),
        ]
    return Piece("station clock", tuple(parts))


def handrail(rng: Rng) -> Piece:
    """A rail along a wall; origin on the wall."""
    parts = [slab((2.2, 0.03, 0.07), (0.0, 0.07, 0.0), "metal.brass", 0.008)]
    parts += [block((0.04, 0.056, 0.04), (x, 0.028, 0.0), "metal.brass") for x in (-0.95, 0.0, 0.95)]
    return Piece("handrail", tuple(parts))


def lift_panel(rng: Rng) -> Piece:
    """A lift's buttons; origin on the wall in its middle."""
    turn = (0.70710678, -0.70710678, 0.0, 0.0)
    parts = [
        slab((0.26, 0.02, 0.72), (0.0, 0.01, 0.0), "metal.steel", 0.006),
        block((0.16, 0.006, 0.08), (0.0, 0.023, 0.27), "screen.on"),
    ]
    for i in range(10):
        look = "glow.warm" if i == 3 else "paint.white"
        parts.append(tube(0.024, 0.008, (-0.05 + 0.1 * (i % 2), 0.02, 0.14 - 0.09 * (i // 2)), look, 12, rotation=turn))
    return Piece("lift panel", tuple(parts))
