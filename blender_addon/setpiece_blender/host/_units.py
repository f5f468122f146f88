"""Photometric truth to Blender's watts and back: one pair of functions per quantity.

Blender counts 683 lm per watt (its glTF exporter's PBR_WATTS_TO_LUMENS). A point or spot of W
watts has the intensity W / 4 pi W/sr in every lit direction; an area light of W watts sends W
watts in all. EV100 is the incident reading: E = 2.5 lux * 2^EV100, and a white card under that
light renders as 1.0 before the view transform.
"""

from __future__ import annotations

import math

from setpiece.scene.model import LightPayload

LUMEN_PER_WATT = 683.0


def nit_to_blender(nit: float) -> float:
    """Luminance in cd/m2 as emission strength, W / (sr m2)."""
    return nit / LUMEN_PER_WATT


def exposure_stops(ev100: float) -> float:
    """View exposure in stops that shows a white card under 2.5 * 2^EV100 lux as 1.0."""
    return math.log2(LUMEN_PER_WATT * math.pi / 2.5) - ev100


def ev100_from_stops(stops: float) -> float:
    """The inverse of ``exposure_stops``."""
    return math.log2(LUMEN_PER_WATT * math.pi / 2.5) - stops


def energy(light: LightPayload) -> float:
    """Blender's energy of a light: W/m2 for a sun, watts else."""
    return light.lux / LUMEN_PER_WATT if light.shape == "sun" else light.lumen / _per_watt(light)


def flux(light: LightPayload, watts: float) -> float:
    """The lux (sun) or lumen that ``watts`` of Blender's energy mean for this kind of light."""
    return watts * (LUMEN_PER_WATT if light.shape == "sun" else _per_watt(light))


def _per_watt(_light: LightPayload) -> float:
    """Lumen per Blender watt."""
    return LUMEN_PER_WATT


def kelvin_rgb(kelvin: float) -> tuple[float, float, float]:
    """Linear Rec.709 of a black body, luminance 1 (for Blender before 4.5).

    Kim et al., "Design of advanced color temperature control system", 2002 (cubic locus fit).
    """
    t = min(max(kelvin, 1667.0), 25000.0)
    if t < 4000:
        x = -0.2661239e9 / t**3 - 0.2343589e6 / t**2 + 0.8776956e3 / t + 0.179910
    else:
        x = -3.0258469e9 / t**3 + 2.1070379e6 / t**2 + 0.2226347e3 / t + 0.240390
    if t < 2222:
        y = -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
    elif t < 4000:
        y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    big_x, big_z = x / y, (1 - x - y) / y
    r = 3.2404542 * big_x - 1.5371385 - 0.4985314 * big_z
    g = -0.9692660 * big_x + 1.8760108 + 0.0415560 * big_z
    b = 0.0556434 * big_x - 0.2040259 + 1.0572252 * big_z
    return max(r, 0.0), max(g, 0.0), max(b, 0.0)


def luminance(rgb: tuple[float, float, float]) -> float:
    """Rec.709 luminance of linear ``rgb``."""
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
