"""What stands in parks, yards and camps: fences, graves, statues, play, tents."""

from __future__ import annotations

import math

import numpy as np

from ..geometry import pick
from ._batch import beam, boxes, disc, limb, loft
from ._furniture_kit import ball, block, many_boxes, slab, tube, turned
from ._piece import LocalLamp, LocalSeat, LocalSurface, Part, Piece, PieceMaker


def flat_rock(rng: np.random.Generator, look: str = "rock") -> Piece:
    """A boulder whose top is flat enough to put things on."""
    rings = []
    wobble = [0.9 + 0.2 * rng.random() for _ in range(11)]
    for z, k in ((-0.08, 0.98), (0.2, 1.04), (0.42, 0.98), (0.5, 0.86)):
        rings.append(
            [
                (0.62 * k * w * math.cos(6.2832 * i / 11), 0.46 * k * w * math.sin(6.2832 * i / 11), z)
                for i, w in enumerate(wobble)
            ]
        )
    return Piece(
        "flat rock",
        (Part(loft(rings, smooth=False), look),),
        surfaces=(LocalSurface((0.0, 0.0, 0.5), 0.34, 0.25),),
        solid_kind="furniture",
    )


def picnic_table(_rng: np.random.Generator) -> Piece:
    """A table with two fixed benches; people face each other."""
    w = "wood_weathered"
    parts = [block((1.8, 0.13, 0.04), (0.0, -0.28 + 0.14 * i, 0.74), w) for i in range(5)]
    for s in (-1, 1):
        parts += [block((1.8, 0.14, 0.04), (0.0, s * (0.66 + 0.15 * k), 0.45), w) for k in (0, 1)]
        parts += [
            block((0.09, 1.7, 0.09), (s * 0.65, 0.0, 0.385), w),
            beam((s * 0.65, -0.5, 0.0), (s * 0.65, -0.26, 0.72), 0.08, 0.08, w),
            beam((s * 0.65, 0.5, 0.0), (s * 0.65, 0.26, 0.72), 0.08, 0.08, w),
        ]
    seats = tuple(LocalSeat((x, s * 0.73, 0.47), 0.0 if s < 0 else math.pi) for x in (-0.4, 0.4) for s in (-1, 1))
    return Piece("picnic table", tuple(parts), seats, (LocalSurface((0.0, 0.0, 0.76), 0.85, 0.33),))


def fence(length_m: float, style: str = "rail") -> PieceMaker:
    """A maker of fence along X: rail, picket, iron, mesh or board."""

    def make(_rng: np.random.Generator) -> Piece:
        n = max(2, round(length_m / 2.4) + 1)
        posts = [-length_m / 2 + length_m * i / (n - 1) for i in range(n)]
        if style == "rail":
            parts = [block((0.12, 0.12, 1.2), (x, 0.0, 0.6), "wood_weathered") for x in posts]
            parts += [block((length_m, 0.04, 0.12), (0.0, 0.08, z), "wood_weathered") for z in (0.45, 0.8, 1.1)]
        elif style == "picket":
            k = int(length_m / 0.14)
            rows = [((0.08, 0.02, 0.95), (-length_m / 2 + 0.07 + 0.14 * i, 0.0, 0.5)) for i in range(k)]
            parts = [
                many_boxes(rows, "trim_white"),
                block((length_m, 0.035, 0.07), (0.0, -0.03, 0.3), "trim_white"),
                block((length_m, 0.035, 0.07), (0.0, -0.03, 0.75), "trim_white"),
            ]
        elif style == "iron":
            k = int(length_m / 0.16)
            rows2 = [(-length_m / 2 + 0.08 + 0.16 * i, 0.0, 0.78, 0.022, 0.022, 1.5) for i in range(k)]
            parts = [Part(boxes(rows2), "iron"), block((length_m, 0.05, 0.3), (0.0, 0.0, 0.15), "stone_grey")]
            parts += [block((length_m, 0.03, 0.04), (0.0, 0.0, z), "iron") for z in (0.42, 1.4)]
        elif style == "mesh":
            rows2 = [(-length_m / 2 + 0.1 * i, 0.0, 1.1, 0.008, 0.008, 2.1) for i in range(int(length_m / 0.1) + 1)]
            rows2 += [(0.0, 0.0, 0.1 + 0.1 * i, length_m, 0.008, 0.008) for i in range(21)]
            parts = [Part(boxes(rows2), "steel", solid=False)] + [
                tube(0.035, 2.25, (x, 0.0, 0.0), "steel", 8) for x in posts
            ]
        else:
            parts = [block((length_m, 0.03, 1.75), (0.0, 0.0, 0.9), "wood_weathered")] + [
                block((0.1, 0.1, 1.9), (x, -0.05, 0.95), "wood_weathered") for x in posts
            ]
        return Piece("fence", tuple(parts))

    return make


def utility_pole(_rng: np.random.Generator) -> Piece:
    """A wooden pole with cross-arms."""
    parts = [
        tube(0.14, 8.4, (0.0, 0.0, -0.4), "wood_weathered", 9, 0.1),
        block((2.2, 0.1, 0.12), (0.0, 0.1, 7.4), "wood_weathered"),
        block((1.6, 0.1, 0.12), (0.0, 0.1, 6.7), "wood_weathered"),
    ]
    parts += [tube(0.04, 0.14, (x, 0.1, 7.46), "ceramic_white", 6) for x in (-1.0, -0.5, 0.5, 1.0)]
    return Piece("utility pole", tuple(parts))


def gravestone(rng: np.random.Generator) -> Piece:
    """A headstone: round-topped, square or a cross."""
    look = pick(rng, ("stone_grey", "stone_trim", "concrete_wall"))
    kind = int(rng.random() * 3)
    base = slab((0.66, 0.3, 0.14), (0.0, 0.0, 0.05), look)
    if kind == 0:
        h = 0.7 + 0.25 * rng.random()
        arch = [(0.25 * math.cos(math.pi * i / 8), h - 0.25 + 0.25 * math.sin(math.pi * i / 8)) for i in range(9)]
        ring = [(-0.25, 0.1), (0.25, 0.1), *arch]
        parts = [base, Part(loft([[(x, y, z) for x, z in reversed(ring)] for y in (-0.06, 0.06)], smooth=False), look)]
    elif kind == 1:
        parts = [base, slab((0.5, 0.14, 0.62), (0.0, 0.0, 0.42), look, 0.02)]
    else:
        parts = [
            base,
            block((0.13, 0.11, 1.05), (0.0, 0.0, 0.62), look),
            block((0.5, 0.1, 0.13), (0.0, 0.0, 0.86), look),
        ]
    return Piece("gravestone", tuple(parts))


def statue(rng: np.random.Generator) -> Piece:
    """A robed figure on a plinth."""
    s = pick(rng, ("stone_trim", "stone_grey", "copper"))
    parts = [
        slab((1.3, 1.3, 0.2), (0.0, 0.0, 0.1), "stone_grey", 0.02),
        slab((0.95, 0.95, 1.1), (0.0, 0.0, 0.75), "stone_grey", 0.02),
        slab((1.1, 1.1, 0.12), (0.0, 0.0, 1.36), "stone_grey", 0.03),
        turned(
            [(0.36, 0.0), (0.3, 0.3), (0.24, 0.8), (0.22, 1.0), (0.27, 1.2), (0.22, 1.42), (0.08, 1.5)],
            (0.0, 0.0, 1.42),
            s,
            12,
        ),
        ball((0.115, 0.13, 0.15), (0.0, 0.0, 3.03), s),
        limb((0.26, 0.0, 2.75), (0.36, 0.18, 2.35), 0.075, s, 0.06),
        limb((0.36, 0.18, 2.35), (0.24, 0.42, 2.6), 0.06, s, 0.045),
        limb((-0.26, 0.0, 2.75), (-0.34, 0.06, 2.3), 0.075, s, 0.06),
    ]
    return Piece("statue", tuple(parts))


def fountain(_rng: np.random.Generator) -> Piece:
    """A two-bowl stone fountain."""
    parts = [
        turned([(1.5, 0.0), (1.55, 0.08), (1.45, 0.5), (1.5, 0.55)], (0.0, 0.0, 0.0), "stone_trim", 20),
        tube(1.36, 0.02, (0.0, 0.0, 0.55), "water", 20),
        turned([(0.3, 0.0), (0.16, 0.3), (0.14, 0.8), (0.24, 0.95)], (0.0, 0.0, 0.5), "stone_trim", 12),
        turned([(0.2, 0.0), (0.62, 0.16), (0.68, 0.22)], (0.0, 0.0, 1.42), "stone_trim", 18),
        turned([(0.12, 0.0), (0.09, 0.4), (0.04, 0.6)], (0.0, 0.0, 1.62), "stone_trim", 10),
    ]
    return Piece("fountain", tuple(parts))


def swing_set(rng: np.random.Generator) -> Piece:
    """Two swings in an A-frame along X."""
    red = pick(rng, ("plastic_red", "plastic_blue", "plastic_yellow"))
    parts = [limb((-1.7, 0.0, 2.3), (1.7, 0.0, 2.3), 0.045, red, 0.045)]
    parts += [
        limb((sx * 1.9, sy * 0.9, 0.0), (sx * 1.65, 0.0, 2.32), 0.04, red, 0.04) for sx in (-1, 1) for sy in (-1, 1)
    ]
    for x in (-0.75, 0.75):
        parts += [limb((x + d, 0.0, 0.52), (x + d, 0.0, 2.28), 0.008, "steel", 0.008, 4) for d in (-0.22, 0.22)] + [
            slab((0.48, 0.18, 0.03), (x, 0.0, 0.5), "rubber")
        ]
    return Piece("swing", tuple(parts), (LocalSeat((-0.75, 0.0, 0.515)), LocalSeat((0.75, 0.0, 0.515))))


def slide(rng: np.random.Generator) -> Piece:
    """A playground slide that runs out to +Y."""
    c = pick(rng, ("plastic_yellow", "plastic_red", "plastic_green"))
    parts = [beam((0.0, -0.35, 1.72), (0.0, 2.0, 0.32), 0.5, 0.04, c)]
    parts += [beam((s * 0.26, -0.35, 1.8), (s * 0.26, 2.0, 0.4), 0.03, 0.18, c) for s in (-1, 1)]
    parts += [slab((0.6, 0.6, 0.05), (0.0, -0.65, 1.72), "steel"), slab((0.5, 0.5, 0.04), (0.0, 2.2, 0.3), c)]
    parts += [limb((s * 0.27, -1.5, 0.0), (s * 0.27, -0.85, 2.3), 0.025, "steel_dark", 0.025) for s in (-1, 1)]
    parts += [
        limb(
            (-0.27, -1.42 + 0.1 * i, 0.28 + 0.36 * i), (0.27, -1.42 + 0.1 * i, 0.28 + 0.36 * i), 0.02, "steel", 0.02, 6
        )
        for i in range(4)
    ]
    parts += [tube(0.03, 1.72, (s * 0.27, -0.4, 0.0), "steel_dark", 8) for s in (-1, 1)]
    return Piece("slide", tuple(parts))


def hay_bale(_rng: np.random.Generator) -> Piece:
    """A round bale on its side."""
    return Piece("hay bale", (disc(0.75, 1.3, (0.0, 0.0, 0.72), (1.0, 0.0, 0.0), "hay", 18),))


def tent(rng: np.random.Generator) -> Piece:
    """A ridge tent, open to +Y."""
    c = pick(rng, ("canvas_green", "canvas_white", "cloth_blue"))
    parts = [beam((s * 1.15, 0.0, 0.02), (s * 0.02, 0.0, 1.5), 0.02, 2.3, c) for s in (-1, 1)]
    parts += [limb((0.0, y, 0.0), (0.0, y, 1.55), 0.025, "wood_pale", 0.025, 6) for y in (-1.1, 1.1)]
    parts += [
        block((2.0, 2.2, 0.02), (0.0, 0.0, 0.02), "cloth_beige"),
        limb((-0.85, 1.5, 0.0), (0.0, 1.1, 1.5), 0.006, "rope", 0.006, 4),
        limb((0.85, 1.5, 0.0), (0.0, 1.1, 1.5), 0.006, "rope", 0.006, 4),
    ]
    return Piece("tent", tuple(parts))


def campfire(_rng: np.random.Generator, lit: bool = True) -> Piece:
    """Stones around crossed logs, burning."""
    parts: list[Part] = [tube(0.34, 0.03, (0.0, 0.0, 0.0), "ash", 14)]
    for i in range(9):
        a = 2 * math.pi * i / 9
        parts.append(ball((0.1, 0.09, 0.09), (0.42 * math.cos(a), 0.42 * math.sin(a), 0.05), "rock", 7, 5))
    for i in range(5):
        a = 2 * math.pi * i / 5 + 0.3
        parts.append(
            limb(
                (0.3 * math.cos(a), 0.3 * math.sin(a), 0.03),
                (-0.03 * math.cos(a), -0.03 * math.sin(a), 0.34),
                0.045,
                "bark",
                0.035,
                7,
            )
        )
    lamps: tuple[LocalLamp, ...] = ()
    if lit:
        for i in range(4):
            a = 1.6 * i
            parts.append(
                Part(
                    turned([(0.0, 0.0), (0.07, 0.08), (0.05, 0.2), (0.0, 0.4 + 0.05 * i)], (0, 0, 0), "flame", 7).mesh,
                    "flame",
                    (0.07 * math.cos(a), 0.07 * math.sin(a), 0.06),
                    solid=False,
                )
            )
        lamps = (LocalLamp((0.0, 0.0, 0.45), 900.0, 1850.0, "candle"),)
    return Piece("campfire", tuple(parts), lamps=lamps)


def flag_pole(rng: np.random.Generator) -> Piece:
    """A tall pole with a flag."""
    c = pick(rng, ("cloth_red", "cloth_blue", "cloth_green"))
    wave = [[(0.05 + 0.3 * i, 0.12 * math.sin(i * 1.3), z) for i in range(6)] for z in (6.0, 7.2)]
    flag = loft([[*row, *[(x, y + 0.015, z) for x, y, z in reversed(row)]] for row in wave], smooth=False)
    return Piece(
        "flagpole",
        (
            tube(0.06, 7.4, (0.0, 0.0, 0.0), "trim_white", 10, 0.04),
            ball((0.08, 0.08, 0.08), (0.0, 0.0, 7.45), "brass"),
            tube(0.4, 0.25, (0.0, 0.0, 0.0), "stone_grey", 14),
            Part(flag, c),
        ),
    )


def jetty(_rng: np.random.Generator) -> Piece:
    """A plank pier that runs to +Y."""
    parts = [block((1.6, 0.22, 0.05), (0.0, 0.12 + 0.25 * i, 0.1), "wood_weathered") for i in range(32)]
    parts += [tube(0.09, 1.9, (s * 0.78, 0.6 + 2.3 * i, -1.6), "wood_dark", 8) for s in (-1, 1) for i in range(4)]
    parts += [block((0.1, 7.9, 0.12), (s * 0.6, 4.0, 0.015), "wood_dark") for s in (-1, 1)]
    return Piece("jetty", tuple(parts))
