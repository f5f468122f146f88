"""Things to sit and lie on.

Looks that start with ``@`` are roles (``@wood``, ``@cloth`` ...) which the set's palette fills.
"""

# ruff: noqa: ARG001 - makers share one signature, whether or not they vary
from __future__ import annotations

import numpy as np

from ._furniture_kit import ball, block, cushion, legs, pitch, slab, tube, vary, yaw
from ._piece import LocalSeat, LocalSurface, Part, Piece

Rng = np.random.Generator


def sofa(rng: Rng, places: int = 3) -> Piece:
    """A sofa of ``places`` seats with loose cushions."""
    w = vary(rng, 0.62, 0.68) * places + 0.36
    arm, depth, seat = vary(rng, 0.15, 0.2), 0.9, 0.44
    inner = w - 2 * arm
    parts = [
        cushion((w - 0.04, depth - 0.08, 0.2), (0.0, 0.0, 0.2), "@cloth", 0.03),
        cushion((w - 0.1, 0.22, 0.62), (0.0, -0.33, 0.47), "@cloth", 0.06, pitch(0.12)),
    ]
    for s in (-1, 1):
        parts.append(cushion((arm, depth, 0.52), (s * (w - arm) / 2, 0.0, 0.36), "@cloth", 0.05))
    each = inner / places
    for i in range(places):
        x = -inner / 2 + each * (i + 0.5)
        parts.append(cushion((each - 0.015, 0.62, 0.16), (x, 0.1, seat - 0.08), "@cloth", 0.05))
        parts.append(cushion((each - 0.03, 0.17, 0.42), (x, -0.19, 0.64), "@cloth", 0.06, pitch(0.2)))
    for s in (-1, 1)[: 1 + int(rng.random() < 0.6)]:
        parts.append(cushion((0.4, 0.13, 0.36), (s * (inner / 2 - 0.24), -0.02, 0.63), "@accent", 0.06, pitch(0.35)))
    parts += legs(w / 2 - 0.05, depth / 2 - 0.07, 0.1, "@wood", 0.05, True)
    seats = tuple(LocalSeat((-inner / 2 + each * (i + 0.5), 0.12, seat)) for i in range(places))
    return Piece("sofa", tuple(parts), seats, front_clear_m=0.3)


def loveseat(rng: Rng) -> Piece:
    """A sofa for two."""
    return sofa(rng, 2)


def armchair(rng: Rng) -> Piece:
    """An upholstered chair with arms."""
    w, depth = vary(rng, 0.78, 0.88), 0.84
    arm = 0.14
    parts = [
        cushion((w - 0.04, depth - 0.08, 0.2), (0.0, 0.0, 0.22), "@accent", 0.03),
        cushion((w - 2 * arm - 0.01, 0.6, 0.16), (0.0, 0.09, 0.37), "@accent", 0.06),
        cushion((w - 0.1, 0.18, 0.74), (0.0, -0.28, 0.57), "@accent", 0.07, pitch(0.16)),
        cushion((arm, depth - 0.1, 0.42), (-(w - arm) / 2, 0.03, 0.38), "@accent", 0.05),
        cushion((arm, depth - 0.1, 0.42), ((w - arm) / 2, 0.03, 0.38), "@accent", 0.05),
        *legs(w / 2 - 0.05, depth / 2 - 0.07, 0.12, "@wood", 0.05, True),
    ]
    return Piece("armchair", tuple(parts), (LocalSeat((0.0, 0.11, 0.44)),), front_clear_m=0.3)


def chair(rng: Rng) -> Piece:
    """A wooden side chair with slats or a solid back."""
    w, d, seat, top = 0.44, 0.44, 0.45, vary(rng, 0.84, 0.96)
    parts = legs(w / 2, d / 2, seat - 0.03, "@wood", 0.038, rng.random() < 0.5)
    parts.append(slab((w, d, 0.03), (0.0, 0.0, seat - 0.015), "@wood"))
    if rng.random() < 0.5:
        parts.append(cushion((w - 0.04, d - 0.05, 0.03), (0.0, 0.01, seat + 0.012), "@cloth", 0.014))
    lean = pitch(0.14)
    rise = top - seat
    for x in (-w / 2 + 0.02, w / 2 - 0.02):
        parts.append(block((0.035, 0.03, rise), (x, -d / 2 - 0.02, seat + rise / 2 - 0.01), "@wood", lean))
    if rng.random() < 0.5:
        for x in (-0.12, -0.04, 0.04, 0.12):
            parts.append(block((0.022, 0.016, rise - 0.1), (x, -d / 2 - 0.014, seat + rise / 2 - 0.03), "@wood", lean))
        parts.append(slab((w, 0.028, 0.08), (0.0, -d / 2 - 0.045, top - 0.05), "@wood", 0.006, lean))
    else:
        for z in (0.55, 0.8):
            y = -d / 2 - 0.02 - (z - 0.5) * 0.14 * rise
            parts.append(slab((w - 0.03, 0.022, 0.1), (0.0, y, seat + z * rise), "@wood", 0.006, lean))
    return Piece("chair", tuple(parts), (LocalSeat((0.0, 0.03, seat)),))


def folding_chair(rng: Rng) -> Piece:
    """A metal chair as in halls and hospitals."""
    w, d, seat = 0.46, 0.45, 0.45
    look = "plastic.blue" if rng.random() < 0.5 else "plastic.grey"
    parts = legs(w / 2, d / 2, seat - 0.02, "metal.grey", 0.026, True)
    parts.append(cushion((w, d, 0.04), (0.0, 0.0, seat - 0.01), look, 0.015))
    parts.append(cushion((w - 0.02, 0.035, 0.26), (0.0, -d / 2 - 0.02, 0.74), look, 0.015, pitch(0.14)))
    for s in (-1, 1):
        parts.append(block((0.022, 0.022, 0.3), (s * (w / 2 - 0.03), -d / 2 + 0.005, 0.55), "metal.grey", pitch(0.1)))
    return Piece("chair", tuple(parts), (LocalSeat((0.0, 0.03, seat)),))


def office_chair(rng: Rng) -> Piece:
    """A swivel chair on castors."""
    look = "fabric.charcoal" if rng.random() < 0.6 else "leather.black"
    back = vary(rng, 0.5, 0.66)
    parts = [
        tube(0.03, 0.3, (0.0, 0.0, 0.1), "metal.black", 8),
        cushion((0.5, 0.48, 0.09), (0.0, 0.0, 0.445), look, 0.035),
        cushion((0.46, 0.08, back), (0.0, -0.25, 0.56 + back / 2), look, 0.035, pitch(0.12)),
        block((0.06, 0.03, 0.24), (0.0, -0.255, 0.5), "metal.black", pitch(0.05)),
    ]
    for k in range(3):
        parts.append(block((0.58, 0.05, 0.035), (0.0, 0.0, 0.085), "metal.black", yaw(k * 1.0472)))
    for s in (-1, 1):
        parts.append(slab((0.06, 0.26, 0.03), (s * 0.27, -0.02, 0.665), "plastic.black"))
        parts.append(block((0.035, 0.04, 0.22), (s * 0.27, -0.02, 0.545), "plastic.black"))
        for t in (-1, 1):
            parts.append(ball((0.035, 0.035, 0.035), (s * 0.22, t * 0.13, 0.035), "rubber", 8, 5))
    return Piece("chair", tuple(parts), (LocalSeat((0.0, 0.04, 0.48)),))


def bar_stool(rng: Rng) -> Piece:
    """A counter stool with a round seat."""
    seat = 0.74
    metal = "metal.chrome" if rng.random() < 0.5 else "metal.black"
    parts = [
        tube(0.21, 0.025, (0.0, 0.0, 0.0), metal, 16),
        tube(0.03, seat - 0.09, (0.0, 0.0, 0.02), metal, 10),
        tube(0.15, 0.02, (0.0, 0.0, 0.25), metal, 12),
        tube(0.175, 0.07, (0.0, 0.0, seat - 0.075), "@accent", 16, 0.185),
    ]
    return Piece("bar stool", tuple(parts), (LocalSeat((0.0, 0.0, seat)),))


def stool(rng: Rng) -> Piece:
    """A low three- or four-legged stool."""
    seat = vary(rng, 0.44, 0.48)
    parts = [
        tube(0.17, 0.035, (0.0, 0.0, seat - 0.035), "@wood", 14),
        *legs(0.13, 0.13, seat - 0.03, "@wood", 0.035, True),
    ]
    return Piece("stool", tuple(parts), (LocalSeat((0.0, 0.0, seat)),))


def bench(rng: Rng) -> Piece:
    """A plain wooden bench."""
    w = vary(rng, 1.3, 1.6)
    parts = [slab((w, 0.36, 0.045), (0.0, 0.0, 0.43), "@wood")]
    for s in (-1, 1):
        parts.append(block((0.05, 0.32, 0.41), (s * (w / 2 - 0.16), 0.0, 0.205), "@wood"))
    parts.append(block((w - 0.36, 0.03, 0.08), (0.0, 0.0, 0.34), "@wood"))
    seats = tuple(LocalSeat((x, 0.0, 0.452)) for x in (-w / 4, w / 4))
    return Piece("bench", tuple(parts), seats)


def booth(rng: Rng) -> Piece:
    """A padded diner bench with a high back."""
    w = vary(rng, 1.2, 1.35)
    parts = [
        block((w, 0.5, 0.34), (0.0, 0.02, 0.17), "@wood"),
        cushion((w, 0.5, 0.13), (0.0, 0.04, 0.395), "@accent", 0.045),
        block((w, 0.1, 1.08), (0.0, -0.28, 0.54), "@wood"),
        slab((w + 0.04, 0.14, 0.04), (0.0, -0.28, 1.1), "@wood"),
    ]
    for i in range(3):
        x = -w / 2 + w * (i + 0.5) / 3
        parts.append(cushion((w / 3 - 0.005, 0.11, 0.54), (x, -0.185, 0.74), "@accent", 0.045))
    return Piece("booth", tuple(parts), tuple(LocalSeat((s * w / 4, 0.06, 0.455)) for s in (-1, 1)))


def pew(rng: Rng) -> Piece:
    """A church pew."""
    w = vary(rng, 2.0, 2.2)
    parts = [
        slab((w, 0.4, 0.04), (0.0, 0.04, 0.43), "@wood"),
        slab((w, 0.035, 0.5), (0.0, -0.22, 0.68), "@wood", 0.006, pitch(0.1)),
        block((w - 0.1, 0.03, 0.36), (0.0, -0.14, 0.21), "@wood"),
        slab((w, 0.16, 0.03), (0.0, -0.3, 0.9), "@wood"),
    ]
    for s in (-1, 1):
        parts.append(slab((0.05, 0.52, 0.9), (s * (w / 2 + 0.01), -0.04, 0.45), "@wood"))
    return Piece("pew", tuple(parts), tuple(LocalSeat((x, 0.06, 0.45)) for x in (-0.62, 0.0, 0.62)))


def theatre_seats(rng: Rng) -> Piece:
    """Four tip-up seats in a row."""
    parts: list[Part] = []
    for i in range(4):
        x = -0.84 + 0.56 * i
        parts.append(cushion((0.48, 0.44, 0.12), (x, 0.02, 0.4), "velvet.red", 0.045))
        parts.append(cushion((0.5, 0.12, 0.56), (x, -0.25, 0.72), "velvet.red", 0.045, pitch(0.14)))
    for i in range(5):
        x = -1.12 + 0.56 * i
        parts.append(block((0.045, 0.5, 0.6), (x, -0.04, 0.3), "@wood"))
        parts.append(slab((0.06, 0.36, 0.035), (x, 0.0, 0.615), "@wood"))
    return Piece("theatre seats", tuple(parts), tuple(LocalSeat((-0.84 + 0.56 * i, 0.05, 0.46)) for i in range(4)))


def _bedding(w: float, length: float, top: float, look: str, pillows: int) -> list[Part]:
    parts = [cushion((w - 0.04, length - 0.06, 0.22), (0.0, 0.0, top - 0.15), "fabric.white", 0.05)]
    parts.append(cushion((w + 0.03, length * 0.64, 0.16), (0.0, length * 0.17, top - 0.055), look, 0.05))
    parts.append(cushion((w + 0.035, 0.34, 0.05), (0.0, -length * 0.11, top + 0.025), "fabric.white", 0.02))
    for i in range(pillows):
        x = 0.0 if pillows == 1 else (-1, 1)[i] * w / 4
        parts.append(
            cushion((0.56, 0.36, 0.15), (x, -length / 2 + 0.27, top + 0.03), "fabric.cream", 0.06, pitch(-0.22))
        )
    return parts


def bed(rng: Rng) -> Piece:
    """A double bed, head at the back."""
    w, length, top = vary(rng, 1.52, 1.7), 2.06, 0.52
    head = vary(rng, 0.95, 1.2)
    parts = [
        block((w, length, 0.16), (0.0, 0.0, 0.22), "@wood"),
        slab((w + 0.08, 0.06, head), (0.0, -length / 2 - 0.02, head / 2), "@wood"),
        *_bedding(w, length, top, "@cloth", 2),
        *legs(w / 2 - 0.02, length / 2 - 0.02, 0.15, "@wood", 0.07),
    ]
    if rng.random() < 0.5:
        parts.append(cushion((w * 0.9, 0.08, 0.45), (0.0, -length / 2 + 0.05, 0.8), "@cloth", 0.035))
    if rng.random() < 0.7:
        parts.append(cushion((w + 0.06, 0.55, 0.04), (0.0, length / 2 - 0.45, top + 0.04), "@accent", 0.015))
    seats = (LocalSeat((w / 2 - 0.2, 0.1, top), -1.5708), LocalSeat((-w / 2 + 0.2, 0.1, top), 1.5708))
    return Piece("bed", tuple(parts), seats, front_clear_m=0.5)


def single_bed(rng: Rng) -> Piece:
    """A narrow bed."""
    w, length, top = 0.96, 2.02, 0.5
    parts = [
        block((w, length, 0.14), (0.0, 0.0, 0.22), "@wood"),
        slab((w + 0.05, 0.05, 0.9), (0.0, -length / 2 - 0.015, 0.45), "@wood"),
        slab((w + 0.05, 0.05, 0.55), (0.0, length / 2 + 0.015, 0.275), "@wood"),
        *_bedding(w, length, top, "@cloth", 1),
        *legs(w / 2 - 0.02, length / 2 - 0.02, 0.15, "@wood", 0.06),
    ]
    return Piece("bed", tuple(parts), (LocalSeat((w / 2 - 0.2, 0.1, top), -1.5708),), front_clear_m=0.3)


def hospital_bed(rng: Rng) -> Piece:
    """A bed with rails, raised head and castors."""
    w, length, top = 0.98, 2.1, 0.72
    parts = [
        block((w, length, 0.08), (0.0, 0.0, 0.5), "metal.grey"),
        block((w * 0.6, length * 0.7, 0.26), (0.0, 0.0, 0.3), "plastic.grey"),
        cushion((w - 0.06, length * 0.62, 0.16), (0.0, length * 0.18, top - 0.09), "fabric.white", 0.04),
        cushion((w - 0.06, 0.84, 0.15), (0.0, -length * 0.29, top + 0.1), "fabric.white", 0.04, pitch(-0.42)),
        cushion((w - 0.02, length * 0.5, 0.08), (0.0, length * 0.22, top + 0.01), "fabric.blue", 0.03),
        cushion((0.6, 0.36, 0.13), (0.0, -length / 2 + 0.22, top + 0.36), "fabric.white", 0.055, pitch(-0.42)),
        slab((w + 0.04, 0.05, 0.66), (0.0, -length / 2 - 0.03, 0.75), "plastic.white"),
        slab((w + 0.04, 0.05, 0.46), (0.0, length / 2 + 0.03, 0.6), "plastic.white"),
    ]
    for s in (-1, 1):
        for z in (0.82, 0.98):
            parts.append(block((0.03, 0.9, 0.035), (s * (w / 2 + 0.03), -0.25, z), "metal.chrome"))
        for y in (-0.62, 0.12):
            parts.append(block((0.028, 0.03, 0.48), (s * (w / 2 + 0.03), y, 0.75), "metal.chrome"))
        for y in (-0.85, 0.85):
            parts.append(tube(0.05, 0.47, (s * 0.4, y, 0.0), "metal.grey", 8))
    seats = (LocalSeat((w / 2 - 0.2, 0.55, top + 0.03), -1.5708),)
    return Piece("hospital bed", tuple(parts), seats, front_clear_m=0.6)


def wheelchair(rng: Rng) -> Piece:
    """A wheelchair."""
    parts = [
        cushion((0.44, 0.44, 0.05), (0.0, 0.0, 0.47), "leather.black", 0.02),
        cushion((0.44, 0.04, 0.42), (0.0, -0.24, 0.72), "leather.black", 0.015, pitch(0.1)),
    ]
    for s in (-1, 1):
        parts.append(
            tube(0.3, 0.03, (s * 0.29 - 0.015, -0.1, 0.3), "rubber", 18, rotation=(0.70710678, 0.0, 0.70710678, 0.0))
        )
        parts.append(slab((0.05, 0.34, 0.03), (s * 0.24, 0.0, 0.69), "plastic.black"))
        parts.append(block((0.025, 0.025, 0.22), (s * 0.24, 0.14, 0.58), "metal.chrome"))
        parts.append(
            tube(0.07, 0.03, (s * 0.22 - 0.015, 0.3, 0.07), "rubber", 10, rotation=(0.70710678, 0.0, 0.70710678, 0.0))
        )
        parts.append(slab((0.16, 0.2, 0.02), (s * 0.1, 0.42, 0.13), "metal.grey"))
    return Piece("wheelchair", tuple(parts), (LocalSeat((0.0, 0.03, 0.495)),))


def bale(rng: Rng) -> Piece:
    """A bale of hay: a seat in a barn."""
    w = vary(rng, 0.95, 1.1)
    parts = [cushion((w, 0.5, 0.44), (0.0, 0.0, 0.22), "hay", 0.03)]
    parts += [block((0.02, 0.51, 0.45), (x, 0.0, 0.2245), "canvas.cream") for x in (-w / 4, w / 4)]
    return Piece(
        "hay bale", tuple(parts), (LocalSeat((0.0, 0.0, 0.44)),), (LocalSurface((0.0, 0.0, 0.45), w / 2 - 0.1, 0.15),)
    )
