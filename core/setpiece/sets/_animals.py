"""Animals that stand still: bodies, legs that reach the ground, heads that look along +Y."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..geometry import Vec3, pick
from ._batch import limb
from ._furniture_kit import ball, block
from ._piece import Part, Piece, PieceMaker


@dataclass(frozen=True)
class Build:
    """A four-legged animal in metres; heights are of the back and of the head's middle."""

    noun: str
    looks: tuple[str, ...]
    back_m: float
    long_m: float
    girth_m: float
    head_m: float
    head_high_m: float
    head_out_m: float
    muzzle: float = 1.0
    ear: str = "up"
    tail_m: float = 0.3
    leg_m: float = 0.0
    legs_look: str = ""
    horns: bool = False
    mane: bool = False


def four_legged(b: Build) -> PieceMaker:
    """The maker of ``b``."""

    def make(rng: np.random.Generator) -> Piece:
        look = pick(rng, b.looks)
        legs = b.legs_look or look
        r = b.girth_m / 2
        mid = b.back_m - r
        y0, y1 = -b.long_m / 2 + r, b.long_m / 2 - r
        out: list[Part] = [
            ball((r * 0.95, b.long_m * 0.33, r * 1.02), (0, 0, mid), look, 14, 9),
            ball((r * 0.92, r * 1.05, r * 1.05), (0, y1, mid + r * 0.05), look, 14, 9),
            ball((r * 0.95, r * 1.05, r), (0, y0, mid), look, 14, 9),
        ]
        thick = b.leg_m or b.girth_m * 0.16
        for s in (-1, 1):
            x = s * r * 0.58
            for y, bend in ((y1, -0.05), (y0, 0.09)):
                knee: Vec3 = (x, y + bend * b.back_m, mid * 0.5)
                foot: Vec3 = (x, y + bend * 0.1, thick * 0.6)
                out += [
                    limb((x, y, mid), knee, thick * 1.25, legs, thick * 0.85, 9),
                    limb(knee, foot, thick * 0.8, legs, thick * 0.62, 9),
                    ball(
                        (thick * 0.85, thick * 1.15, thick * 0.6),
                        (foot[0], foot[1] + thick * 0.3, thick * 0.6),
                        legs,
                        8,
                        5,
                    ),
                ]
        h, hy, hz = b.head_m / 2, y1 + b.head_out_m, b.head_high_m
        out.append(limb((0, y1 + r * 0.2, mid + r * 0.35), (0, hy - h * 0.5, hz), r * 0.62, look, h * 0.75, 11))
        out += [
            ball((h * 0.72, h, h * 0.78), (0, hy, hz), look, 12, 8),
            limb(
                (0, hy + h * 0.3, hz - h * 0.1),
                (0, hy + h * (0.9 + b.muzzle), hz - h * 0.35),
                h * 0.55,
                look,
                h * 0.36,
                10,
            ),
            ball((h * 0.22, h * 0.16, h * 0.18), (0, hy + h * (0.95 + b.muzzle), hz - h * 0.25), "eye", 8, 5),
        ]
        for s in (-1, 1):
            out.append(ball((h * 0.12, h * 0.12, h * 0.13), (s * h * 0.56, hy + h * 0.5, hz + h * 0.22), "eye", 7, 5))
            end: Vec3 = (
                (s * h * 0.6, hy - h * 0.25, hz + h * 1.25)
                if b.ear == "up"
                else (s * h * 1.25, hy - h * 0.2, hz + (h * 0.1 if b.ear == "side" else -h * 0.5))
            )
            out.append(limb((s * h * 0.45, hy - h * 0.15, hz + h * 0.55), end, h * 0.26, look, h * 0.06, 6))
            if b.horns:
                out.append(
                    limb(
                        (s * h * 0.4, hy - h * 0.1, hz + h * 0.6),
                        (s * h * 1.0, hy + h * 0.1, hz + h * 1.4),
                        h * 0.16,
                        "bone",
                        h * 0.04,
                        7,
                    )
                )
        if b.mane:
            out += [
                limb((0, y1 + r * 0.1, mid + r), (0, hy - h * 0.6, hz + h * 0.7), h * 0.34, "fur_black", h * 0.26, 7)
            ]
        tail_end: Vec3 = (
            (0.02, y0 - r - b.tail_m * 0.5, mid + r * 0.5 - b.tail_m * 0.85)
            if b.tail_m > 0.35
            else (0.02, y0 - r - b.tail_m * 0.7, mid + r * 0.5 + b.tail_m * 0.6)
        )
        out.append(
            limb(
                (0, y0 - r * 0.8, mid + r * 0.5),
                tail_end,
                thick * 0.5,
                "fur_black" if b.mane else look,
                thick * (0.6 if b.mane else 0.25),
                7,
            )
        )
        return Piece(b.noun, tuple(out), solid_kind="prop")

    return make


def bird(noun: str, looks: tuple[str, ...], size_m: float, neck: float = 0.5, comb: bool = False) -> PieceMaker:
    """A standing bird."""

    def make(rng: np.random.Generator) -> Piece:
        look, k = pick(rng, looks), size_m
        leg = k * 0.35
        out = [
            ball((k * 0.24, k * 0.4, k * 0.26), (0, 0, leg + k * 0.24), look, 12, 8),
            limb((0, k * 0.2, leg + k * 0.3), (0, k * 0.38, leg + k * (0.45 + neck * 0.5)), k * 0.15, look, k * 0.1, 9),
            ball((k * 0.12, k * 0.14, k * 0.12), (0, k * 0.4, leg + k * (0.48 + neck * 0.5)), look, 10, 7),
            limb(
                (0, k * 0.5, leg + k * (0.47 + neck * 0.5)),
                (0, k * 0.66, leg + k * (0.44 + neck * 0.5)),
                k * 0.05,
                "beak",
                k * 0.01,
                6,
            ),
            limb((0, -k * 0.3, leg + k * 0.3), (0, -k * 0.72, leg + k * 0.42), k * 0.14, look, k * 0.05, 6),
        ]
        for s in (-1, 1):
            out += [
                ball((k * 0.06, k * 0.32, k * 0.17), (s * k * 0.22, -k * 0.06, leg + k * 0.27), look, 9, 6),
                limb((s * k * 0.09, 0, leg + k * 0.06), (s * k * 0.09, k * 0.02, 0.01), k * 0.025, "beak", k * 0.02, 5),
                block((k * 0.12, k * 0.2, k * 0.03), (s * k * 0.09, k * 0.06, k * 0.015), "beak"),
                ball(
                    (k * 0.025, k * 0.02, k * 0.025),
                    (s * k * 0.1, k * 0.45, leg + k * (0.51 + neck * 0.5)),
                    "eye",
                    6,
                    4,
                ),
            ]
        if comb:
            out += [
                ball((k * 0.03, k * 0.1, k * 0.07), (0, k * 0.4, leg + k * (0.62 + neck * 0.5)), "sign_red", 8, 5),
                ball((k * 0.03, k * 0.03, k * 0.06), (0, k * 0.52, leg + k * (0.36 + neck * 0.5)), "sign_red", 7, 5),
            ]
        return Piece(noun, tuple(out), solid_kind="prop")

    return make


def fish(_rng: np.random.Generator) -> Piece:
    """A fish on its side."""
    s = "scale_silver"
    out = [
        ball((0.2, 0.075, 0.035), (0, 0, 0.035), s, 16, 9),
        limb((-0.17, 0, 0.03), (-0.27, 0.07, 0.03), 0.02, s, 0.012, 6),
        limb((-0.17, 0, 0.03), (-0.27, -0.07, 0.03), 0.02, s, 0.012, 6),
        limb((0.02, 0.06, 0.03), (-0.08, 0.11, 0.025), 0.02, s, 0.004, 5),
        ball((0.01, 0.01, 0.006), (0.14, 0.02, 0.062), "eye", 8, 5),
        limb((0.06, -0.01, 0.066), (0.0, -0.02, 0.07), 0.014, s, 0.005, 5),
    ]
    return Piece("fish", tuple(out), solid_kind="prop")


def snake(_rng: np.random.Generator) -> Piece:
    """A snake in curves."""
    pts = [(0.12 * math.sin(0.75 * i), -0.5 + 0.075 * i, 0.03) for i in range(14)]
    out = [
        limb(a, b, 0.012 + 0.0016 * i, "scale_green", 0.0136 + 0.0016 * i, 9)
        for i, (a, b) in enumerate(zip(pts, pts[1:], strict=False))
    ]
    end = pts[-1]
    out += [
        limb(end, (end[0], end[1] + 0.08, 0.12), 0.033, "scale_green", 0.024, 9),
        ball((0.035, 0.055, 0.026), (end[0], end[1] + 0.12, 0.13), "scale_green", 10, 6),
    ]
    out += [ball((0.006, 0.006, 0.006), (end[0] + s * 0.022, end[1] + 0.14, 0.148), "eye", 6, 4) for s in (-1, 1)] + [
        limb((end[0], end[1] + 0.17, 0.128), (end[0], end[1] + 0.21, 0.12), 0.002, "sign_red", 0.002, 4)
    ]
    return Piece("snake", tuple(out), solid_kind="prop")


def elephant(_rng: np.random.Generator) -> Piece:
    """A grown elephant with trunk, tusks and ears."""
    h = "hide_grey"
    out = [
        ball((0.85, 1.45, 0.95), (0, -0.1, 1.85), h, 18, 11),
        ball((0.62, 0.62, 0.68), (0, 1.5, 2.25), h, 14, 9),
        *[limb((sx * 0.48, y, 1.4), (sx * 0.48, y, 0.0), 0.34, h, 0.27, 12) for sx in (-1, 1) for y in (0.75, -0.95)],
    ]
    trunk = [(0, 1.95, 2.05), (0, 2.3, 1.5), (0, 2.35, 0.95), (0, 2.25, 0.45), (0, 2.38, 0.2)]
    out += [
        limb(a, b, 0.25 - 0.045 * i, h, 0.205 - 0.04 * i, 10)
        for i, (a, b) in enumerate(zip(trunk, trunk[1:], strict=False))
    ]
    for s in (-1, 1):
        out += [
            ball((0.1, 0.42, 0.55), (s * 0.7, 1.25, 2.2), h, 12, 8),
            limb((s * 0.28, 2.0, 1.8), (s * 0.36, 2.5, 1.6), 0.06, "bone", 0.015, 8),
            ball((0.05, 0.05, 0.05), (s * 0.46, 1.92, 2.4), "eye", 8, 5),
        ]
    out.append(limb((0, -1.45, 2.0), (0, -1.7, 1.1), 0.06, h, 0.03, 7))
    return Piece("elephant", tuple(out), solid_kind="prop")


DOG = Build(
    "dog", ("fur_tan", "fur_black", "fur_brown", "fur_white"), 0.56, 0.78, 0.25, 0.16, 0.68, 0.2, 1.0, "down", 0.3
)
MAKERS: dict[str, PieceMaker] = {
    "dog": four_legged(DOG),
    "cat": four_legged(
        Build(
            "cat",
            ("fur_grey", "fur_orange", "fur_black", "fur_white"),
            0.28,
            0.44,
            0.14,
            0.1,
            0.33,
            0.1,
            0.3,
            "up",
            0.28,
        )
    ),
    "horse": four_legged(
        Build(
            "horse",
            ("fur_brown", "fur_black", "fur_tan", "fur_white"),
            1.55,
            2.0,
            0.62,
            0.36,
            2.05,
            0.55,
            1.3,
            "up",
            0.85,
            0.085,
            mane=True,
        )
    ),
    "cow": four_legged(
        Build(
            "cow",
            ("fur_brown", "fur_white", "fur_black"),
            1.42,
            2.1,
            0.74,
            0.36,
            1.4,
            0.5,
            1.0,
            "side",
            0.8,
            0.09,
            horns=True,
        )
    ),
    "sheep": four_legged(
        Build("sheep", ("fur_white",), 0.8, 1.05, 0.52, 0.2, 0.86, 0.28, 0.9, "side", 0.14, 0.04, "fur_black")
    ),
    "goat": four_legged(
        Build(
            "goat", ("fur_white", "fur_brown"), 0.78, 1.05, 0.38, 0.2, 1.0, 0.25, 0.9, "side", 0.14, 0.035, horns=True
        )
    ),
    "pig": four_legged(Build("pig", ("hide_pink",), 0.78, 1.3, 0.54, 0.3, 0.66, 0.25, 0.7, "up", 0.16, 0.06)),
    "wolf": four_legged(Build("wolf", ("fur_grey",), 0.72, 1.1, 0.3, 0.2, 0.82, 0.26, 1.2, "up", 0.42)),
    "bear": four_legged(
        Build("bear", ("fur_brown", "fur_black"), 1.15, 1.7, 0.78, 0.4, 1.2, 0.4, 0.7, "up", 0.1, 0.13)
    ),
    "lion": four_legged(Build("lion", ("fur_tan",), 1.05, 1.7, 0.48, 0.36, 1.2, 0.35, 0.6, "up", 0.8, 0.08, mane=True)),
    "deer": four_legged(
        Build("deer", ("fur_tan", "fur_brown"), 1.05, 1.45, 0.42, 0.2, 1.45, 0.35, 1.1, "side", 0.14, 0.04, horns=True)
    ),
    "rabbit": four_legged(
        Build(
            "rabbit", ("fur_white", "fur_grey", "fur_brown"), 0.24, 0.34, 0.17, 0.1, 0.27, 0.08, 0.2, "up", 0.06, 0.022
        )
    ),
    "rat": four_legged(
        Build("rat", ("fur_grey", "fur_brown"), 0.09, 0.2, 0.075, 0.05, 0.075, 0.05, 0.8, "up", 0.18, 0.008)
    ),
    "bird": bird("bird", ("feather_brown", "feather_grey"), 0.22),
    "crow": bird("crow", ("fur_black",), 0.42),
    "pigeon": bird("pigeon", ("feather_grey",), 0.3),
    "chicken": bird("chicken", ("feather_white", "feather_brown"), 0.42, 0.8, comb=True),
    "duck": bird("duck", ("feather_white", "feather_brown"), 0.44, 0.7),
    "eagle": bird("eagle", ("feather_brown",), 0.8),
    "fish": fish,
    "snake": snake,
    "elephant": elephant,
}
