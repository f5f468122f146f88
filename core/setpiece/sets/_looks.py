"""Looks by name: the few parameters each material has, indoors and (from its own module) outdoors."""

from __future__ import annotations

from ..scene.model import Material, Pattern, Rgb


def look(
    base: Rgb, second: Rgb | None = None, pattern: Pattern = "plain", pattern_m: float = 0.5,
    rough: float = 0.7, metal: float = 0.0, bump: float = 0.0, nit: float = 0.0, glow: Rgb = (1.0, 1.0, 1.0),
) -> Material:  # fmt: skip
    """A material without its id; ``second`` defaults to 80 % of ``base``."""
    return Material(
        id="", base_color=base, second_color=second or (base[0] * 0.8, base[1] * 0.8, base[2] * 0.8),
        pattern=pattern, pattern_m=pattern_m, roughness=rough, metallic=metal, bump=bump,
        emission_color=glow, emission_nit=nit,
    )  # fmt: skip
