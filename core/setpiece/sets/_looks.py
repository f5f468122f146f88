"""Looks by name: the few parameters each indoor material has (outdoors: ``_looks_outdoor.OUTDOOR``).

Albedos are linear and stay where real surfaces are: painted walls 0.4-0.7, wood 0.05-0.35, never
pure white or black, so that light and exposure behave.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..scene.model import Material, Pattern, Rgb


def look(
    base: Rgb, second: Rgb | None = None, pattern: Pattern = "plain", pattern_m: float = 0.5,
    rough: float = 0.7, metal: float = 0.0, bump: float = 0.0, nit: float = 0.0, glow: Rgb = (1.0, 1.0, 1.0),
) -> Material:  # fmt: skip
    """A material without its id; ``second`` defaults to 80 % of ``base``."""
    return Material(
        id="", base_color=base, second_color=second or _dim(base), pattern=pattern, pattern_m=pattern_m,
        roughness=rough, metallic=metal, bump=bump, emission_color=glow, emission_nit=nit,
    )  # fmt: skip


def _dim(base: Rgb) -> Rgb:
    return (round(base[0] * 0.8, 4), round(base[1] * 0.8, 4), round(base[2] * 0.8, 4))


def _aged(base: Rgb) -> Material:
    """Plaster of that colour, grey with damp and stained."""
    clean = (round(0.62 * base[0], 3), round(0.58 * base[1], 3), round(0.5 * base[2], 3))
    stain = (round(0.3 * base[0], 3), round(0.27 * base[1], 3), round(0.22 * base[2], 3))
    return look(clean, stain, "concrete", 1.1, 0.95, bump=0.35)


_WOOD: dict[str, tuple[Rgb, Rgb]] = {
    "oak": ((0.36, 0.22, 0.11), (0.27, 0.155, 0.07)), "walnut": ((0.14, 0.075, 0.04), (0.085, 0.045, 0.024)),
    "pine": ((0.50, 0.33, 0.17), (0.40, 0.24, 0.11)), "cherry": ((0.25, 0.09, 0.045), (0.17, 0.058, 0.03)),
    "white": ((0.62, 0.60, 0.56), (0.56, 0.54, 0.50)), "black": ((0.035, 0.032, 0.03), (0.025, 0.023, 0.022)),
    "grey": ((0.30, 0.28, 0.26), (0.22, 0.205, 0.19)), "weathered": ((0.24, 0.20, 0.16), (0.15, 0.12, 0.095)),
    "green": ((0.12, 0.19, 0.13), (0.09, 0.15, 0.10)), "blue": ((0.12, 0.18, 0.26), (0.09, 0.14, 0.2)),
}  # fmt: skip
_CLOTH: dict[str, Rgb] = {
    "grey": (0.26, 0.26, 0.27), "teal": (0.06, 0.21, 0.22), "rust": (0.36, 0.12, 0.05),
    "navy": (0.04, 0.06, 0.14), "olive": (0.17, 0.17, 0.07), "cream": (0.58, 0.52, 0.42),
    "plum": (0.17, 0.05, 0.11), "mustard": (0.45, 0.28, 0.05), "red": (0.34, 0.03, 0.03),
    "white": (0.66, 0.65, 0.62), "blue": (0.22, 0.34, 0.50), "sage": (0.32, 0.38, 0.28),
    "rose": (0.50, 0.26, 0.25), "charcoal": (0.07, 0.07, 0.075),
}  # fmt: skip
_WALL: dict[str, Rgb] = {
    "cream": (0.60, 0.54, 0.43), "sage": (0.40, 0.46, 0.37), "blue": (0.36, 0.44, 0.52),
    "grey": (0.50, 0.50, 0.49), "rose": (0.56, 0.42, 0.38), "ochre": (0.55, 0.40, 0.21),
    "white": (0.66, 0.65, 0.62), "green": (0.20, 0.29, 0.22), "navy": (0.12, 0.16, 0.25),
    "wine": (0.26, 0.08, 0.07), "sand": (0.52, 0.45, 0.36), "mint": (0.47, 0.56, 0.50),
    "charcoal": (0.13, 0.13, 0.135), "terracotta": (0.44, 0.22, 0.14), "lilac": (0.46, 0.41, 0.52),
}  # fmt: skip

INTERIOR: dict[str, Material] = {
    **{f"wood.{k}": look(a, b, "wood", 0.35, 0.45, bump=0.1) for k, (a, b) in _WOOD.items()},
    **{f"planks.{k}": look(a, b, "planks", 0.14, 0.5, bump=0.2) for k, (a, b) in _WOOD.items()},
    **{f"fabric.{k}": look(c, None, "fabric", 0.012, 0.9, bump=0.25) for k, c in _CLOTH.items()},
    **{f"carpet.{k}": look(c, None, "carpet", 0.05, 0.95, bump=0.3) for k, c in _CLOTH.items()},
    **{f"wall.{k}": look(c, _dim(c), "plaster", 0.8, 0.85, bump=0.05) for k, c in _WALL.items()},
    **{f"book.{k}": look(c, None, "paper", 0.1, 0.8) for k, c in _CLOTH.items()},
    "leather.brown": look((0.16, 0.07, 0.035), None, "fabric", 0.05, 0.42, bump=0.1),
    "leather.black": look((0.03, 0.028, 0.027), None, "fabric", 0.05, 0.38, bump=0.1),
    "leather.red": look((0.30, 0.025, 0.025), None, "fabric", 0.05, 0.35, bump=0.1),
    "leather.green": look((0.04, 0.13, 0.08), None, "fabric", 0.05, 0.38, bump=0.1),
    "metal.steel": look((0.52, 0.52, 0.53), None, "metal", 0.3, 0.32, 1.0),
    "metal.chrome": look((0.62, 0.62, 0.63), None, "plain", 0.3, 0.15, 1.0),
    "metal.brass": look((0.60, 0.42, 0.16), None, "metal", 0.3, 0.3, 1.0),
    "metal.black": look((0.04, 0.04, 0.042), None, "metal", 0.3, 0.5, 0.6),
    "metal.grey": look((0.28, 0.29, 0.30), None, "metal", 0.4, 0.55, 0.2),
    "metal.green": look((0.10, 0.17, 0.13), None, "metal", 0.4, 0.5, 0.1),
    "metal.blue": look((0.08, 0.16, 0.30), None, "metal", 0.4, 0.5, 0.1),
    "metal.red": look((0.36, 0.04, 0.03), None, "metal", 0.4, 0.4, 0.1),
    "metal.rust": look((0.25, 0.11, 0.05), (0.12, 0.06, 0.035), "metal", 0.5, 0.85, 0.3, 0.3),
    "paint.white": look((0.64, 0.63, 0.60), None, "plain", 0.5, 0.5),
    "paint.cream": look((0.60, 0.54, 0.44), None, "plain", 0.5, 0.5),
    "paint.ceiling": look((0.64, 0.63, 0.61), (0.6, 0.59, 0.57), "plaster", 0.9, 0.9),
    "paint.dark": look((0.05, 0.05, 0.052), None, "plain", 0.5, 0.7),
    "plastic.white": look((0.62, 0.62, 0.60), rough=0.4), "plastic.black": look((0.03, 0.03, 0.032), rough=0.4),
    "plastic.grey": look((0.25, 0.25, 0.26), rough=0.45), "plastic.red": look((0.42, 0.03, 0.03), rough=0.35),
    "plastic.blue": look((0.05, 0.14, 0.36), rough=0.35), "plastic.green": look((0.05, 0.24, 0.10), rough=0.4),
    "plastic.yellow": look((0.60, 0.42, 0.04), rough=0.4),
    "ceramic.white": look((0.66, 0.66, 0.64), rough=0.15), "ceramic.blue": look((0.14, 0.24, 0.38), rough=0.2),
    "ceramic.terracotta": look((0.42, 0.18, 0.09), rough=0.8),
    "glass.dark": look((0.02, 0.022, 0.025), rough=0.1),
    "glass.mirror": look((0.62, 0.64, 0.64), rough=0.04, metal=1.0),
    "glass.amber": look((0.26, 0.10, 0.02), rough=0.1), "glass.green": look((0.03, 0.14, 0.05), rough=0.1),
    "glass.clear": look((0.42, 0.46, 0.46), rough=0.1),
    "screen.on": look((0.03, 0.04, 0.06), rough=0.2, nit=60.0, glow=(0.35, 0.6, 1.0)),
    "glow.warm": look((0.60, 0.50, 0.36), None, "fabric", 0.01, 0.8, nit=550.0, glow=(1.0, 0.66, 0.36)),
    "glow.white": look((0.66, 0.65, 0.62), rough=0.6, nit=900.0, glow=(1.0, 0.9, 0.78)),
    "glow.cool": look((0.66, 0.66, 0.66), rough=0.6, nit=1400.0, glow=(0.86, 0.95, 1.0)),
    "glow.candle": look((0.6, 0.5, 0.3), rough=0.8, nit=4000.0, glow=(1.0, 0.52, 0.18)),
    "neon.red": look((0.5, 0.1, 0.08), rough=0.3, nit=900.0, glow=(1.0, 0.10, 0.06)),
    "neon.blue": look((0.1, 0.2, 0.5), rough=0.3, nit=700.0, glow=(0.12, 0.38, 1.0)),
    "brick.red": look((0.32, 0.11, 0.065), (0.42, 0.38, 0.33), "brick", 0.24, 0.9, bump=0.5),
    "brick.painted": look((0.50, 0.49, 0.46), (0.42, 0.41, 0.39), "brick", 0.24, 0.8, bump=0.4),
    "brick.dark": look((0.13, 0.075, 0.06), (0.22, 0.20, 0.18), "brick", 0.24, 0.9, bump=0.5),
    "concrete.grey": look((0.36, 0.355, 0.34), (0.29, 0.285, 0.27), "concrete", 1.2, 0.85, bump=0.2),
    "concrete.dark": look((0.17, 0.17, 0.165), (0.13, 0.13, 0.125), "concrete", 1.2, 0.8, bump=0.2),
    "tile.white": look((0.62, 0.63, 0.61), (0.40, 0.40, 0.39), "tile", 0.15, 0.25, bump=0.15),
    "tile.blue": look((0.20, 0.34, 0.42), (0.45, 0.46, 0.45), "tile", 0.15, 0.25, bump=0.15),
    "tile.green": look((0.22, 0.36, 0.29), (0.45, 0.45, 0.42), "tile", 0.15, 0.25, bump=0.15),
    "tile.slate": look((0.12, 0.125, 0.13), (0.2, 0.2, 0.2), "tile", 0.45, 0.45, bump=0.15),
    "tile.beige": look((0.46, 0.40, 0.31), (0.34, 0.30, 0.24), "tile", 0.4, 0.4, bump=0.1),
    "checker.black": look((0.58, 0.57, 0.54), (0.05, 0.05, 0.05), "checker", 0.4, 0.3),
    "checker.red": look((0.55, 0.52, 0.46), (0.30, 0.045, 0.04), "checker", 0.35, 0.35),
    "checker.lino": look((0.42, 0.44, 0.40), (0.33, 0.36, 0.33), "checker", 0.3, 0.45),
    "marble.white": look((0.60, 0.59, 0.57), (0.46, 0.45, 0.44), "stone", 1.2, 0.18),
    "marble.dark": look((0.10, 0.11, 0.10), (0.17, 0.17, 0.16), "stone", 1.2, 0.2),
    "stone.grey": look((0.33, 0.31, 0.28), (0.24, 0.225, 0.2), "stone", 0.6, 0.85, bump=0.4),
    "stone.sand": look((0.46, 0.39, 0.29), (0.37, 0.31, 0.22), "stone", 0.7, 0.85, bump=0.4),
    "lino.grey": look((0.40, 0.42, 0.42), (0.37, 0.39, 0.39), "concrete", 0.6, 0.35),
    "paper.white": look((0.64, 0.63, 0.58), None, "paper", 0.2, 0.9),
    "paper.map": look((0.48, 0.44, 0.30), (0.26, 0.36, 0.34), "paper", 0.3, 0.85),
    "paper.card": look((0.36, 0.25, 0.14), (0.31, 0.21, 0.115), "paper", 0.4, 0.9),
    "picture.warm": look((0.38, 0.20, 0.10), (0.12, 0.10, 0.09), "stone", 0.5, 0.6),
    "picture.cool": look((0.14, 0.23, 0.32), (0.40, 0.42, 0.36), "stone", 0.45, 0.6),
    "picture.land": look((0.20, 0.26, 0.12), (0.42, 0.46, 0.50), "stone", 0.6, 0.6),
    "board.green": look((0.05, 0.11, 0.08), (0.06, 0.13, 0.095), "plaster", 0.6, 0.9),
    "hay": look((0.50, 0.37, 0.14), (0.34, 0.24, 0.08), "grass", 0.08, 1.0, bump=0.6),
    "leaf": look((0.06, 0.14, 0.04), (0.03, 0.08, 0.02), "foliage", 0.1, 0.6, bump=0.3),
    "soil": look((0.09, 0.06, 0.04), None, "soil", 0.2, 1.0, bump=0.4),
    "earth": look((0.25, 0.18, 0.11), (0.17, 0.12, 0.07), "soil", 0.8, 1.0, bump=0.5),
    "rubber": look((0.025, 0.025, 0.026), rough=0.85),
    "canvas.red": look((0.42, 0.05, 0.04), (0.58, 0.52, 0.42), "fabric", 0.3, 0.9),
    "canvas.cream": look((0.56, 0.49, 0.37), (0.48, 0.42, 0.31), "fabric", 0.3, 0.9),
    "velvet.red": look((0.28, 0.015, 0.02), None, "fabric", 0.05, 0.95, bump=0.2),
    "velvet.blue": look((0.02, 0.04, 0.16), None, "fabric", 0.05, 0.95, bump=0.2),
    "gold": look((0.62, 0.40, 0.10), None, "metal", 0.3, 0.35, 1.0),
    **{f"aged.{k}": _aged(c) for k, c in _WALL.items()},
    "dust": look((0.42, 0.39, 0.33), (0.33, 0.3, 0.25), "fabric", 0.3, 0.95, bump=0.3),
    "standin": look((0.45, 0.30, 0.42), (0.4, 0.26, 0.37), "checker", 0.1, 0.8),
}  # fmt: skip


@dataclass(frozen=True)
class Palette:
    """What a builder picks from once per set, so that two locations differ at a glance."""

    wall: str
    floor: str
    trim: str
    wood: str
    cloth: str
    accent: str
