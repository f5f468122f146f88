"""Props that stand on the floor, and outdoor dressing by its noun."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from . import _nature as nature
from . import _park_furniture as park
from . import _plants as plants
from . import _street_furniture as sf
from ._batch import beam, disc, limb, loft
from ._furniture_kit import ball, block, cushion, slab, tube, turned
from ._piece import LocalSeat, LocalSurface, Part, Piece, PieceMaker
from ._props_home import Parts, named


def barrel(_rng: np.random.Generator) -> Parts:
    return [
        turned([(0.26, 0.0), (0.31, 0.25), (0.325, 0.45), (0.31, 0.65), (0.26, 0.9)], (0, 0, 0), "wood_mid", 18),
        *[
            tube(0.31 + 0.012 * (i in (1, 2)), 0.04, (0, 0, z), "iron", 18)
            for i, z in enumerate((0.1, 0.28, 0.6, 0.78))
        ],
        tube(0.25, 0.01, (0, 0, 0.895), "wood_dark", 18),
    ]


def ladder(_rng: np.random.Generator) -> Parts:
    out = [beam((s * 0.24, -0.42, 0.0), (s * 0.19, 0.0, 2.1), 0.035, 0.06, "wood_pale") for s in (-1, 1)] + [
        limb((s * 0.24, 0.42, 0.0), (s * 0.19, 0.03, 2.08), 0.022, "wood_pale", 0.022, 6) for s in (-1, 1)
    ]
    return (
        out
        + [block((0.44, 0.09, 0.03), (0, -0.36 + 0.06 * i, 0.28 + 0.3 * i), "wood_pale") for i in range(6)]
        + [slab((0.42, 0.16, 0.03), (0, 0.01, 2.11), "wood_pale")]
    )


def sign(_rng: np.random.Generator) -> Parts:
    return [
        block((0.09, 0.09, 1.7), (0, 0, 0.85), "wood_weathered"),
        slab((0.95, 0.04, 0.36), (0, 0.06, 1.45), "wood_pale"),
        block((0.7, 0.004, 0.06), (0, 0.083, 1.51), "ink"),
        block((0.5, 0.004, 0.04), (0, 0.083, 1.39), "ink"),
    ]


def cross(_rng: np.random.Generator) -> Parts:
    return [
        block((0.14, 0.1, 1.8), (0, 0, 0.9), "wood_dark"),
        block((0.95, 0.1, 0.14), (0, 0.005, 1.32), "wood_dark"),
        ball((0.3, 0.3, 0.12), (0, 0, 0.03), "soil"),
    ]


def coffin(_rng: np.random.Generator) -> Parts:
    def ring(k: float, z: float) -> list[tuple[float, float, float]]:
        return [
            (x * k, y * k, z)
            for x, y in ((0.2, 1.0), (-0.2, 1.0), (-0.36, 0.5), (-0.22, -1.0), (0.22, -1.0), (0.36, 0.5))
        ]

    return [
        Part(loft([ring(0.96, 0.35), ring(1.0, 0.72)], smooth=False), "wood_dark"),
        Part(loft([ring(1.03, 0.72), ring(1.03, 0.76), ring(0.85, 0.83)], smooth=False), "wood_mid"),
        *[block((0.5, 0.1, 0.35), (0, y, 0.175), "iron") for y in (-0.6, 0.5)],
        *[
            limb((s * 0.35, y - 0.12, 0.55), (s * 0.35, y + 0.12, 0.55), 0.018, "brass", 0.018, 7)
            for s in (-1, 1)
            for y in (-0.3, 0.4)
        ],
        block((0.04, 0.5, 0.01), (0, 0.3, 0.835), "brass"),
        block((0.25, 0.04, 0.01), (0, 0.42, 0.835), "brass"),
    ]


def wheelchair(_rng: np.random.Generator) -> Piece:
    from ._vehicles import ring_wheel

    parts = [
        slab((0.44, 0.42, 0.05), (0, 0, 0.5), "leather_black"),
        slab((0.42, 0.04, 0.42), (0, -0.22, 0.76), "leather_black"),
    ]
    for s in (-1, 1):
        parts += ring_wheel((s * 0.28, -0.1, 0.31), 0.295, 0.013, "rubber", 10, "steel")
        parts += [
            disc(0.085, 0.025, (s * 0.2, 0.36, 0.085), (1, 0, 0), "rubber", 14),
            limb((s * 0.23, -0.24, 0.15), (s * 0.23, -0.24, 0.95), 0.012, "steel", 0.012, 7),
            limb((s * 0.23, -0.24, 0.93), (s * 0.23, -0.36, 0.95), 0.015, "rubber", 0.015, 7),
            slab((0.05, 0.3, 0.03), (s * 0.24, -0.02, 0.7), "leather_black"),
            limb((s * 0.2, 0.2, 0.5), (s * 0.18, 0.42, 0.12), 0.012, "steel", 0.012, 7),
            slab((0.14, 0.16, 0.015), (s * 0.1, 0.46, 0.1), "steel_dark"),
        ]
    return Piece("wheelchair", tuple(parts), (LocalSeat((0.0, 0.0, 0.525)),))


def stretcher(_rng: np.random.Generator) -> Parts:
    return [
        cushion((0.56, 1.9, 0.1), (0, 0, 0.78), "cloth_white", 0.04),
        cushion((0.44, 0.3, 0.09), (0, 0.72, 0.87), "cloth_blue", 0.04),
        *[limb((s * 0.3, -1.0, 0.72), (s * 0.3, 1.0, 0.72), 0.02, "steel", 0.02, 8) for s in (-1, 1)],
        *[
            limb((s * 0.27, y, 0.08), (s * 0.27, -y, 0.72), 0.016, "steel", 0.016, 7)
            for s in (-1, 1)
            for y in (-0.6, 0.6)
        ],
        *[disc(0.08, 0.03, (s * 0.27, y, 0.08), (1, 0, 0), "rubber", 12) for s in (-1, 1) for y in (-0.62, 0.62)],
    ]


def bathtub(_rng: np.random.Generator) -> Parts:
    return (
        [slab((0.06, 1.6, 0.5), (s * 0.36, 0, 0.35), "ceramic_white", 0.02) for s in (-1, 1)]
        + [slab((0.7, 0.06, 0.5), (0, s * 0.78, 0.35), "ceramic_white", 0.02) for s in (-1, 1)]
        + [
            slab((0.7, 1.56, 0.06), (0, 0, 0.15), "ceramic_white"),
            block((0.66, 1.5, 0.02), (0, 0, 0.46), "water"),
            *[
                ball((0.06, 0.06, 0.07), (sx * 0.28, sy * 0.65, 0.07), "brass", 8, 5)
                for sx in (-1, 1)
                for sy in (-1, 1)
            ],
            limb((0, -0.8, 0.6), (0, -0.8, 0.78), 0.018, "brass", 0.018, 8),
            limb((0, -0.8, 0.77), (0, -0.64, 0.75), 0.018, "brass", 0.015, 8),
        ]
    )


def piano(_rng: np.random.Generator) -> Piece:
    keys = [block((0.021, 0.14, 0.012), (-0.62 + 0.0238 * i, 0.19, 0.735), "ceramic_white") for i in range(53)]
    black = [
        block((0.011, 0.085, 0.012), (-0.608 + 0.0238 * i, 0.165, 0.747), "ink")
        for i in range(52)
        if i % 7 not in (2, 6)
    ]
    parts = [
        slab((1.48, 0.36, 1.2), (0, -0.14, 0.6), "wood_dark", 0.012),
        slab((1.48, 0.3, 0.1), (0, 0.16, 0.675), "wood_dark", 0.01),
        *keys,
        *black,
        slab((1.52, 0.42, 0.035), (0, -0.13, 1.215), "wood_dark"),
        *[block((0.08, 0.08, 0.63), (s * 0.68, 0.24, 0.315), "wood_dark") for s in (-1, 1)],
        slab((0.7, 0.02, 0.24), (0, 0.055, 0.98), "wood_mid"),
        *[block((0.05, 0.1, 0.015), (-0.08 + 0.08 * i, 0.1, 0.06), "brass") for i in range(3)],
    ]
    return Piece("piano", tuple(parts), surfaces=(LocalSurface((0.0, -0.13, 1.233), 0.7, 0.17),), front_clear_m=0.8)


def safe(_rng: np.random.Generator) -> Parts:
    return [
        slab((0.6, 0.55, 0.75), (0, 0, 0.4), "steel_dark", 0.015),
        slab((0.5, 0.02, 0.64), (0, 0.28, 0.4), "steel_dark", 0.006),
        disc(0.06, 0.03, (-0.05, 0.3, 0.45), (0, 1, 0), "steel", 18),
        *[
            limb(
                (0.12 - 0.09 * math.cos(2.094 * i), 0.32, 0.42 + 0.09 * math.sin(2.094 * i)),
                (0.12, 0.32, 0.42),
                0.009,
                "brass",
                0.009,
                6,
            )
            for i in range(3)
        ],
    ]


def trunk(_rng: np.random.Generator) -> Parts:
    from ._batch import prism_x

    lid = [(0.26 * math.cos(math.pi * i / 8), 0.18 * math.sin(math.pi * i / 8)) for i in range(9)]
    return [
        slab((0.9, 0.52, 0.38), (0, 0, 0.19), "wood_mid"),
        Part(prism_x(lid, -0.45, 0.45), "wood_mid", (0, 0, 0.38)),
        *[block((0.05, 0.535, 0.385), (s * 0.36, 0, 0.1925), "iron") for s in (-1, 1)],
        slab((0.1, 0.02, 0.12), (0, 0.265, 0.36), "brass"),
    ]


def easel(_rng: np.random.Generator) -> Parts:
    return [beam((s * 0.32, 0.1, 0.0), (s * 0.06, -0.06, 1.7), 0.04, 0.03, "wood_pale") for s in (-1, 1)] + [
        beam((0, -0.55, 0), (0, -0.08, 1.6), 0.04, 0.03, "wood_pale"),
        block((0.6, 0.06, 0.03), (0, 0.06, 0.72), "wood_pale"),
        beam((0, 0.06, 0.74), (0, -0.02, 1.42), 0.6, 0.025, "paper_white"),
        beam((0.06, 0.08, 0.9), (0.04, 0.03, 1.25), 0.3, 0.02, "cloth_blue"),
    ]


def balloon(_rng: np.random.Generator) -> Parts:
    out: list[Part] = [block((0.08, 0.08, 0.06), (0, 0, 0.03), "stone_grey")]
    for i, look in enumerate(("plastic_red", "plastic_blue", "plastic_yellow")):
        at = (0.2 * math.cos(2.1 * i), 0.2 * math.sin(2.1 * i), 1.65 + 0.15 * i)
        out += [
            ball((0.14, 0.14, 0.18), at, look, 14, 10),
            limb((0, 0, 0.05), (at[0], at[1], at[2] - 0.17), 0.002, "cloth_white", 0.002, 4),
        ]
    return out


def broom(_rng: np.random.Generator) -> Parts:
    return [
        limb((0, -0.75, 0.05), (0, 0.45, 0.05), 0.013, "wood_pale", 0.013, 8),
        slab((0.3, 0.07, 0.05), (0, 0.48, 0.05), "wood_mid"),
        slab((0.32, 0.14, 0.06), (0, 0.57, 0.05), "hay", 0.02),
    ]


def flag(rng: np.random.Generator) -> Parts:
    return list(park.flag_pole(rng).parts)


def tombstone(rng: np.random.Generator) -> Parts:
    return list(park.gravestone(rng).parts)


def tripod_camera(_rng: np.random.Generator) -> Parts:
    return [
        *[
            limb((0.4 * math.cos(2.094 * i), 0.4 * math.sin(2.094 * i), 0), (0, 0, 1.25), 0.016, "steel_dark", 0.02, 8)
            for i in range(3)
        ],
        slab((0.14, 0.3, 0.18), (0, 0, 1.38), "plastic_black"),
        disc(0.06, 0.14, (0, 0.21, 1.38), (0, 1, 0), "plastic_black", 16),
        slab((0.05, 0.16, 0.08), (0, -0.02, 1.52), "plastic_grey"),
    ]


def scarecrow(_rng: np.random.Generator) -> Parts:
    return [
        block((0.07, 0.07, 1.7), (0, 0, 0.85), "wood_weathered"),
        block((1.5, 0.06, 0.06), (0, 0, 1.35), "wood_weathered"),
        cushion((0.5, 0.25, 0.65), (0, 0, 1.12), "cloth_red", 0.09),
        ball((0.13, 0.13, 0.15), (0, 0, 1.62), "cloth_beige", 12, 8),
        turned([(0.24, 0.0), (0.23, 0.01), (0.12, 0.02), (0.09, 0.16)], (0, 0, 1.7), "hay", 14),
        *[limb((s * 0.25, 0, 1.36), (s * 0.72, 0, 1.34), 0.08, "cloth_red", 0.07, 9) for s in (-1, 1)],
    ]


_PARTS: dict[str, Callable[[np.random.Generator], Parts]] = {
    "barrel": barrel,
    "ladder": ladder,
    "sign": sign,
    "cross": cross,
    "coffin": coffin,
    "stretcher": stretcher,
    "bathtub": bathtub,
    "safe": safe,
    "chest": trunk,
    "easel": easel,
    "balloon": balloon,
    "broom": broom,
    "flag": flag,
    "gravestone": tombstone,
    "film camera": tripod_camera,
    "scarecrow": scarecrow,
}
MAKERS: dict[str, PieceMaker] = {
    **{noun: named(noun, parts) for noun, parts in _PARTS.items()},
    "wheelchair": wheelchair,
    "piano": piano,
    "crate": sf.crate,
    "tent": park.tent,
    "campfire": park.campfire,
    "statue": park.statue,
    "fountain": park.fountain,
    "bench": sf.bench,
    "bin": sf.bin_,
    "hydrant": sf.hydrant,
    "mailbox": sf.post_box,
    "lamp post": sf.lamp_post,
    "traffic light": sf.traffic_light,
    "phone booth": sf.phone_booth,
    "bus stop": sf.bus_stop,
    "dumpster": sf.dumpster,
    "planter": sf.planter,
    "fence": park.fence(3.0, "picket"),
    "picnic table": park.picnic_table,
    "cafe table": sf.cafe_set,
    "swing": park.swing_set,
    "slide": park.slide,
    "hay bale": park.hay_bale,
    "log": plants.log_seat,
    "stump": plants.stump,
    "rock": plants.rock,
    "bush": plants.bush,
    "hedge": plants.hedge,
    "cactus": plants.cactus,
    "tree": partial(nature.tall, height_m=6.5),
    "palm tree": partial(nature.palm, height_m=6.0),
    "fir tree": partial(nature.conifer, height_m=5.0),
    "dead tree": partial(nature.dead, height_m=5.5),
}
