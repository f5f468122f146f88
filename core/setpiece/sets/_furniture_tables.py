"""Tables, desks and counters: what people gather at and put things on."""

# ruff: noqa: ARG001 - makers share one signature, whether or not they vary
from __future__ import annotations

import numpy as np

from ._furniture_kit import block, cushion, legs, many_boxes, slab, tube, turned, vary
from ._piece import LocalSurface, Part, Piece

Rng = np.random.Generator


def _top(w: float, d: float, z: float, look: str, thick: float = 0.035) -> Part:
    return slab((w, d, thick), (0.0, 0.0, z - thick / 2), look)


def table(w: float, d: float, height: float, rng: Rng, noun: str, margin_m: float = 0.06) -> Piece:
    """A rectangular table with an apron and four legs."""
    parts = [
        _top(w, d, height, "@wood"),
        *legs(w / 2 - 0.05, d / 2 - 0.05, height - 0.035, "@wood", 0.06, rng.random() < 0.4),
    ]
    parts.append(block((w - 0.2, d - 0.2, 0.08), (0.0, 0.0, height - 0.075), "@wood"))
    return Piece(noun, tuple(parts), (), (LocalSurface((0.0, 0.0, height), w / 2 - margin_m, d / 2 - margin_m),))


def dining_table(rng: Rng) -> Piece:
    """Seats six."""
    return table(vary(rng, 1.75, 1.95), 0.92, 0.75, rng, "dining table")


def small_table(rng: Rng) -> Piece:
    """A square table for two to four."""
    return table(0.82, 0.82, 0.75, rng, "table")


def long_table(rng: Rng) -> Piece:
    """A refectory or conference table for eight."""
    w = 2.5
    parts = [_top(w, 0.95, 0.75, "@wood", 0.05)]
    for s in (-1, 1):
        parts.append(block((0.09, 0.7, 0.7), (s * (w / 2 - 0.35), 0.0, 0.35), "@wood"))
        parts.append(slab((0.14, 0.8, 0.06), (s * (w / 2 - 0.35), 0.0, 0.03), "@wood"))
    parts.append(block((w - 0.8, 0.05, 0.12), (0.0, 0.0, 0.42), "@wood"))
    return Piece("table", tuple(parts), (), (LocalSurface((0.0, 0.0, 0.75), w / 2 - 0.1, 0.4),))


def round_table(rng: Rng) -> Piece:
    """A café table on one foot."""
    r = vary(rng, 0.36, 0.42)
    metal = "metal.black" if rng.random() < 0.6 else "metal.chrome"
    parts = [
        tube(r, 0.03, (0.0, 0.0, 0.72), "@wood", 24),
        tube(0.035, 0.7, (0.0, 0.0, 0.02), metal, 10),
        turned(((0.24, 0.0), (0.24, 0.02), (0.06, 0.05), (0.04, 0.12)), (0.0, 0.0, 0.0), metal, 18),
    ]
    return Piece("table", tuple(parts), (), (LocalSurface((0.0, 0.0, 0.75), r * 0.62, r * 0.62),))


def coffee_table(rng: Rng) -> Piece:
    """A low table with a shelf."""
    w, d, h = vary(rng, 0.95, 1.15), 0.55, 0.42
    parts = [_top(w, d, h, "@wood", 0.04), *legs(w / 2 - 0.03, d / 2 - 0.03, h - 0.04, "@wood", 0.05)]
    parts.append(slab((w - 0.12, d - 0.12, 0.02), (0.0, 0.0, 0.14), "@wood"))
    parts.append(many_boxes([((0.26, 0.2, 0.02), (-w / 4, 0.0, 0.16 + 0.022 * i)) for i in range(3)], "book.navy"))
    return Piece("coffee table", tuple(parts), (), (LocalSurface((0.0, 0.0, h), w / 2 - 0.06, d / 2 - 0.06),))


def side_table(rng: Rng) -> Piece:
    """A small round or square table beside a seat."""
    r, h = 0.24, vary(rng, 0.5, 0.58)
    parts = [
        tube(r, 0.025, (0.0, 0.0, h - 0.025), "@wood", 18),
        *legs(0.16, 0.16, h - 0.02, "@wood", 0.032, True),
    ]
    return Piece("side table", tuple(parts), (), (LocalSurface((0.0, 0.0, h), r * 0.6, r * 0.6),))


def nightstand(rng: Rng) -> Piece:
    """A bedside table with two drawers."""
    w, d, h = vary(rng, 0.44, 0.5), 0.4, 0.54
    parts = [
        block((w, d - 0.02, h - 0.1), (0.0, -0.01, h / 2 + 0.035), "@wood"),
        _top(w + 0.03, d + 0.02, h, "@wood", 0.025),
    ]
    for z in (0.2, 0.38):
        parts.append(slab((w - 0.05, 0.02, 0.16), (0.0, d / 2 - 0.012, z), "@wood"))
        parts.append(block((0.1, 0.02, 0.016), (0.0, d / 2 + 0.006, z + 0.01), "metal.brass"))
    parts += legs(w / 2 - 0.01, d / 2 - 0.02, 0.1, "@wood", 0.04)
    return Piece(
        "nightstand", tuple(parts), (), (LocalSurface((0.0, 0.0, h), w / 2 - 0.04, d / 2 - 0.04),), front_clear_m=0.2
    )


def desk(rng: Rng) -> Piece:
    """An office or study desk with a drawer block; its user sits at +Y."""
    w, d, h = vary(rng, 1.35, 1.55), 0.72, 0.74
    parts = [
        _top(w, d, h, "@wood", 0.03),
        block((0.42, d - 0.1, h - 0.09), (-w / 2 + 0.25, 0.0, (h - 0.03) / 2 + 0.015), "@wood"),
        block((0.04, d - 0.08, h - 0.03), (w / 2 - 0.05, 0.0, (h - 0.03) / 2), "@wood"),
        block((w - 0.5, 0.02, 0.38), (0.17, -d / 2 + 0.06, h - 0.23), "@wood"),
    ]
    for z in (0.18, 0.38, 0.58):
        parts.append(slab((0.38, 0.02, 0.17), (-w / 2 + 0.25, d / 2 - 0.045, z), "@wood"))
        parts.append(block((0.12, 0.02, 0.014), (-w / 2 + 0.25, d / 2 - 0.03, z + 0.03), "metal.grey"))
    return Piece(
        "desk", tuple(parts), (), (LocalSurface((0.0, 0.0, h), w / 2 - 0.05, d / 2 - 0.05),), front_clear_m=0.0
    )


def executive_desk(rng: Rng) -> Piece:
    """A heavy panelled desk with two pedestals; its user sits at -Y."""
    w, d, h = vary(rng, 1.8, 2.0), 0.92, 0.76
    parts = [_top(w, d, h, "@wood", 0.05), block((w - 1.0, 0.03, 0.5), (0.0, d / 2 - 0.12, 0.46), "@wood")]
    for s in (-1, 1):
        parts.append(block((0.5, d - 0.12, h - 0.06), (s * (w / 2 - 0.3), 0.0, (h - 0.05) / 2), "@wood"))
        parts.append(slab((0.42, 0.016, 0.46), (s * (w / 2 - 0.3), d / 2 - 0.053, 0.38), "@wood"))
        for z in (0.2, 0.5):
            parts.append(slab((0.42, 0.016, 0.2), (s * (w / 2 - 0.3), -d / 2 + 0.053, z), "@wood"))
    parts.append(slab((0.7, 0.42, 0.006), (0.0, -0.16, h + 0.003), "leather.green", 0.002))
    surfaces = tuple(LocalSurface((s * (w / 2 - 0.28), 0.1, h), 0.22, 0.28) for s in (-1, 1))
    return Piece("desk", tuple(parts), (), surfaces)


def workbench(rng: Rng) -> Piece:
    """A garage bench with a pegboard and tools."""
    w, d, h = vary(rng, 1.7, 1.95), 0.65, 0.9
    parts = [_top(w, d, h, "wood.weathered", 0.06), *legs(w / 2 - 0.04, d / 2 - 0.04, h - 0.06, "wood.weathered", 0.09)]
    parts.append(slab((w - 0.14, d - 0.12, 0.03), (0.0, 0.0, 0.22), "wood.weathered"))
    parts.append(block((w, 0.02, 0.8), (0.0, -d / 2 + 0.01, h + 0.42), "wood.pine"))
    for i in range(6):
        x = -w / 2 + 0.2 + (w - 0.4) * i / 5
        z = h + 0.45 + 0.12 * (i % 2)
        look = ("metal.steel", "metal.red", "metal.black")[i % 3]
        parts.append(block((0.045, 0.03, 0.26 - 0.04 * (i % 3)), (x, -d / 2 + 0.036, z), look))
    parts.append(block((0.4, 0.2, 0.18), (w / 2 - 0.3, -0.12, h + 0.09), "metal.red"))
    parts.append(block((0.35, 0.4, 0.3), (-w / 2 + 0.4, 0.0, 0.385), "paper.card"))
    surface = LocalSurface((-0.25, 0.08, h), w / 2 - 0.35, d / 2 - 0.14)
    return Piece("workbench", tuple(parts), (), (surface,), front_clear_m=0.6)


def bar_counter(rng: Rng, w: float = 0.0) -> Piece:
    """A bar: guests at +Y, the barkeeper at -Y."""
    w = w or vary(rng, 3.2, 3.8)
    d, h = 0.62, 1.08
    parts = [
        block((w - 0.06, d - 0.26, h - 0.05), (0.0, -0.07, (h - 0.05) / 2), "@panel"),
        _top(w, d, h, "@wood", 0.05),
        block((w - 0.02, 0.05, 0.12), (0.0, d / 2 - 0.21, 0.06), "@wood"),
        tube(
            0.022,
            w - 0.2,
            (-(w - 0.2) / 2, d / 2 - 0.13, 0.2),
            "metal.brass",
            8,
            rotation=(0.70710678, 0.0, 0.70710678, 0.0),
        ),
    ]
    n = max(3, int(w / 0.8))
    for i in range(n):
        x = -w / 2 + w * (i + 0.5) / n
        parts.append(slab((w / n - 0.12, 0.02, 0.66), (x, d / 2 - 0.19, 0.58), "@panel"))
    for x in (-w / 2 + 0.3, w / 2 - 0.3):
        parts.append(block((0.03, 0.12, 0.03), (x, d / 2 - 0.16, 0.2), "metal.brass"))
    taps = w / 2 - 0.75
    for i in range(3):
        parts.append(tube(0.025, 0.3, (taps + 0.12 * i, -0.12, h), "metal.brass", 8))
        parts.append(block((0.03, 0.03, 0.12), (taps + 0.12 * i, -0.12, h + 0.36), "@accent"))
    surface = LocalSurface((-0.35, 0.1, h), w / 2 - 0.6, 0.16)
    return Piece("bar counter", tuple(parts), (), (surface,))


def service_counter(rng: Rng, w: float = 0.0) -> Piece:
    """A shop, bank or reception counter: customers at +Y."""
    w = w or vary(rng, 2.2, 2.6)
    d, h = 0.7, 1.05
    parts = [
        block((w - 0.04, d - 0.1, h - 0.04), (0.0, 0.0, (h - 0.04) / 2), "@panel"),
        _top(w, d, h, "@wood", 0.04),
        block((w, 0.02, 0.1), (0.0, d / 2 - 0.045, 0.05), "paint.dark"),
    ]
    for i in range(3):
        parts.append(slab((w / 3 - 0.1, 0.016, 0.7), (-w / 3 + w / 3 * i, d / 2 - 0.044, 0.55), "@wood"))
    surface = LocalSurface((-0.1, 0.05, h), w / 2 - 0.4, d / 2 - 0.12)
    return Piece("counter", tuple(parts), (), (surface,))


def kitchen_counter(rng: Rng) -> Piece:
    """Base cabinets with a worktop and a sink."""
    w, d, h = 1.8, 0.62, 0.91
    parts: list[Part] = [
        block((w, d - 0.1, 0.1), (0.0, -0.03, 0.05), "paint.dark"),
        block((w, d - 0.04, h - 0.14), (0.0, -0.02, 0.1 + (h - 0.14) / 2), "@trim"),
        _top(w, d, h, "@stone", 0.04),
        block((0.56, 0.4, 0.012), (0.35, 0.0, h + 0.006), "metal.steel"),
        block((0.46, 0.3, 0.006), (0.35, 0.0, h + 0.014), "metal.grey"),
        tube(0.014, 0.26, (0.35, -0.22, h), "metal.chrome", 8),
        block((0.024, 0.18, 0.024), (0.35, -0.14, h + 0.26), "metal.chrome"),
    ]
    for i in range(3):
        x = -w / 3 + w / 3 * i
        parts.append(slab((w / 3 - 0.02, 0.02, 0.5), (x, d / 2 - 0.032, 0.37), "@trim"))
        parts.append(slab((w / 3 - 0.02, 0.02, 0.16), (x, d / 2 - 0.032, 0.74), "@trim"))
        parts.append(block((0.14, 0.02, 0.016), (x, d / 2 - 0.012, 0.76), "metal.steel"))
    return Piece("kitchen counter", tuple(parts), (), (LocalSurface((-0.4, 0.02, h), 0.4, 0.22),), front_clear_m=0.8)


def island(rng: Rng) -> Piece:
    """A kitchen island."""
    w, d, h = vary(rng, 1.4, 1.6), 0.8, 0.92
    parts = [block((w - 0.1, d - 0.14, h - 0.05), (0.0, 0.0, (h - 0.05) / 2), "@trim"), _top(w, d, h, "@stone", 0.045)]
    for s in (-1, 1):
        for x in (-w / 4, w / 4):
            parts.append(slab((w / 2 - 0.12, 0.016, 0.7), (x, s * (d / 2 - 0.064), 0.47), "@trim"))
    return Piece("kitchen island", tuple(parts), (), (LocalSurface((0.0, 0.0, h), w / 2 - 0.1, d / 2 - 0.1),))


def pool_table(rng: Rng) -> Piece:
    """A pool table."""
    parts = [
        block((2.3, 1.2, 0.16), (0.0, 0.0, 0.7), "@wood"),
        block((2.06, 0.96, 0.012), (0.0, 0.0, 0.786), "leather.green"),
        *legs(1.05, 0.5, 0.62, "@wood", 0.14),
    ]
    for s in (-1, 1):
        parts.append(slab((2.3, 0.12, 0.06), (0.0, s * 0.54, 0.81), "@wood"))
        parts.append(slab((0.12, 0.96, 0.06), (s * 1.09, 0.0, 0.81), "@wood"))
    return Piece("pool table", tuple(parts), (), (LocalSurface((0.0, 0.0, 0.792), 0.9, 0.38),))


def pedestal(rng: Rng) -> Piece:
    """A gallery plinth."""
    h = vary(rng, 0.9, 1.1)
    return Piece(
        "pedestal",
        (block((0.42, 0.42, h), (0.0, 0.0, h / 2), "paint.white"),),
        (),
        (LocalSurface((0.0, 0.0, h), 0.16, 0.16),),
    )


def school_desk(rng: Rng) -> Piece:
    """A pupil's desk; its user sits at -Y."""
    parts = [_top(0.7, 0.5, 0.74, "@wood", 0.025), *legs(0.32, 0.22, 0.72, "metal.grey", 0.03, True)]
    parts.append(block((0.56, 0.34, 0.09), (0.0, 0.02, 0.67), "metal.grey"))
    return Piece("school desk", tuple(parts), (), (LocalSurface((0.0, 0.0, 0.74), 0.28, 0.18),))


def hospital_table(rng: Rng) -> Piece:
    """An over-bed table."""
    parts = [
        _top(0.8, 0.42, 0.84, "@wood", 0.025),
        tube(0.03, 0.78, (-0.34, 0.0, 0.04), "metal.chrome", 8),
        block((0.06, 0.42, 0.04), (-0.34, 0.0, 0.03), "metal.grey"),
        block((0.6, 0.05, 0.04), (-0.06, 0.0, 0.03), "metal.grey"),
        cushion((0.2, 0.28, 0.02), (0.2, 0.0, 0.85), "plastic.blue", 0.008),
    ]
    return Piece("bed table", tuple(parts), (), (LocalSurface((-0.08, 0.0, 0.84), 0.16, 0.14),))
