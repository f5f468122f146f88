"""Colour where eyes find it even: OKLab for any colour, the black body's locus for colour temperatures.

OKLab: B. Ottosson, "A perceptual color space for image processing", 2020 (matrices from linear sRGB).
Locus: M. Krystek, "An algorithm to calculate correlated colour temperature", Color Research &
Application 10, 1985 (1000 to 15000 K, in CIE 1960 u, v).
"""

from __future__ import annotations

from ..scene.model import Rgb

Lab = tuple[float, float, float]
MIN_K, MAX_K = 1000.0, 15000.0


def oklab(rgb: Rgb) -> Lab:
    """OKLab of a linear Rec.709 colour; negative light counts as none."""
    r, g, b = (max(c, 0.0) for c in rgb)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def from_oklab(lab: Lab) -> Rgb:
    """Linear Rec.709 of an OKLab colour; what lies outside the gamut is clipped at no light."""
    light, a, b = lab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        max(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short, 0.0),
        max(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short, 0.0),
        max(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short, 0.0),
    )


def black_body_rgb(kelvin: float) -> Rgb:
    """Linear Rec.709 of a black body, its largest component 1."""
    t = min(max(kelvin, MIN_K), MAX_K)
    u = (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t * t) / (1 + 8.42420235e-4 * t + 7.08145163e-7 * t * t)
    v = (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t * t) / (1 - 2.89741816e-5 * t + 1.61456053e-7 * t * t)
    x, y = 3 * u / (2 * u - 8 * v + 4), 2 * v / (2 * u - 8 * v + 4)
    big_x, big_z = x / y, (1 - x - y) / y
    r = 3.2404542 * big_x - 1.5371385 - 0.4985314 * big_z
    g = -0.9692660 * big_x + 1.8760108 + 0.0415560 * big_z
    b = 0.0556434 * big_x - 0.2040259 + 1.0572252 * big_z
    top = max(r, g, b)
    return (max(r, 0.0) / top, max(g, 0.0) / top, max(b, 0.0) / top)


def mix_kelvin(a: float, b: float, t: float) -> float:
    """Between two colour temperatures, even in mired (1e6 / K), in which equal steps look equal."""
    if t <= 0.0 or a == b:
        return a
    return b if t >= 1.0 else 1.0 / (1.0 / a + (1.0 / b - 1.0 / a) * t)
