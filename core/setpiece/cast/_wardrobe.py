"""Colours of skin, hair and clothes, by person: the same in every scene, told apart in every frame."""

from __future__ import annotations

import math

from ..geometry import stream
from ..scene.model import Material, Rgb
from ._build import OLD, Build

SLOTS = ("skin", "top", "bottom", "shoes", "hair", "eye", "iris", "lips", "inner")
"""Material slots of a stand-in's mesh, in order."""

_TOPS: tuple[Rgb, ...] = (
    (0.105, 0.145, 0.215), (0.215, 0.075, 0.065), (0.40, 0.36, 0.29), (0.085, 0.135, 0.10),
    (0.145, 0.085, 0.14), (0.30, 0.225, 0.12), (0.07, 0.14, 0.155), (0.235, 0.13, 0.075),
    (0.085, 0.088, 0.098), (0.33, 0.20, 0.19), (0.165, 0.17, 0.10), (0.22, 0.27, 0.33),
)  # fmt: skip
"""Worn dyes: denim, brick, oatmeal, bottle green, plum, ochre, petrol, rust, charcoal, rose, olive, chambray."""
_BOTTOMS: tuple[Rgb, ...] = (
    (0.038, 0.046, 0.068), (0.10, 0.086, 0.066), (0.055, 0.055, 0.058), (0.19, 0.16, 0.12), (0.055, 0.075, 0.11),
    (0.085, 0.07, 0.055), (0.12, 0.125, 0.125),
)  # fmt: skip
_SKINS: tuple[Rgb, ...] = (
    (0.60, 0.40, 0.31), (0.55, 0.34, 0.245), (0.50, 0.29, 0.20), (0.43, 0.245, 0.16), (0.34, 0.185, 0.12),
    (0.245, 0.13, 0.083), (0.165, 0.085, 0.056),
)  # fmt: skip
_HAIRS: tuple[Rgb, ...] = (
    (0.022, 0.016, 0.013), (0.06, 0.033, 0.018), (0.13, 0.065, 0.028), (0.27, 0.18, 0.09), (0.14, 0.055, 0.025),
    (0.04, 0.024, 0.016), (0.09, 0.05, 0.026),
)  # fmt: skip
_GREY: Rgb = (0.36, 0.35, 0.34)
_EXTRAS: tuple[Rgb, ...] = (
    (0.17, 0.17, 0.18), (0.20, 0.17, 0.14), (0.13, 0.16, 0.19), (0.22, 0.20, 0.18), (0.15, 0.17, 0.14),
)  # fmt: skip


def _serial(who: str) -> int:
    """The number a cast id ends with, so that the first dozen people get a dozen colours."""
    digits = ""
    for c in reversed(who):
        if not c.isascii() or not c.isdigit():
            break
        digits = c + digits
    return int(digits[-6:]) if digits else int(stream(who, "colour").random() * 1_000_000)


def _varied(color: Rgb, by: float) -> Rgb:
    r, g, b = (round(min(c * by, 0.9), 4) for c in color)
    return (r, g, b)


def top_color(who: str) -> Rgb:
    """The colour a cast member wears; distinct for any twelve people minted one after another."""
    serial = _serial(who)
    turn = serial // len(_TOPS)
    return _varied(_TOPS[serial % len(_TOPS)], math.sqrt(0.6) if turn % 2 else 1.0)


def materials(who: str, prefix: str, build: Build, background: bool) -> tuple[Material, ...]:
    """The materials of a stand-in, one a slot.

    Args:
        who: Cast id or background node id: what the colours are stable for.
        prefix: What material ids start with.
        build: For the colour of the hair.
        background: Extras wear greys so that they stay behind.
    """
    rng = stream(who, "wardrobe")
    draws = [float(rng.random()) for _ in range(6)]
    skin = _SKINS[min(int(draws[0] * draws[0] * 1.25 * len(_SKINS)), len(_SKINS) - 1)]
    hair = _HAIRS[int(draws[1] * len(_HAIRS))] if build.age < OLD else _GREY
    if skin[0] < 0.4 and build.age < OLD:
        hair = _HAIRS[0]
    top = _EXTRAS[int(draws[2] * len(_EXTRAS))] if background else top_color(who)
    bottom = _BOTTOMS[int(draws[3] * len(_BOTTOMS))]
    shoes: Rgb = (0.03, 0.024, 0.02) if draws[4] < 0.7 else (0.12, 0.07, 0.04)
    lips = (round(skin[0] * 0.78, 4), round(skin[1] * 0.56, 4), round(skin[2] * 0.58, 4))
    colors: tuple[Rgb, ...] = (
        skin, top, bottom, shoes, hair, (0.72, 0.70, 0.67), (0.028, 0.02, 0.015), lips, (0.62, 0.61, 0.58),
    )  # fmt: skip
    rough = (0.52, 0.85, 0.85, 0.45, 0.6, 0.25, 0.15, 0.45, 0.8)
    return tuple(
        Material(id=f"{prefix}.{slot}", base_color=c, second_color=_varied(c, 0.8), roughness=r)
        for slot, c, r in zip(SLOTS, colors, rough, strict=True)
    )
