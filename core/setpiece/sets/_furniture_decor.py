"""Lamps and what makes a place lived in: pictures, plants, rugs, clocks, screens."""

from __future__ import annotations

import numpy as np

from ..geometry import pick
from ._furniture_kit import ball, block, cushion, many_boxes, pitch, slab, tube, turned, vary, yaw
from ._piece import LocalLamp, Part, Piece

Rng = np.random.Generator
_SHADE = ((0.17, 0.0), (0.12, 0.22))


def table_lamp(rng: Rng) -> Piece:
    """A lamp with a turned foot and a cloth shade."""
    foot = pick(rng, ("ceramic.white", "ceramic.blue", "metal.brass", "ceramic.terracotta"))
    parts = [
        turned(((0.07, 0.0), (0.075, 0.02), (0.05, 0.06), (0.065, 0.14), (0.02, 0.24), (0.012, 0.3)), (0.0, 0.0, 0.0), foot),
        turned(_SHADE, (0.0, 0.0, 0.27), "glow.warm", 18),
    ]
    return Piece("table lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.0, 0.38), 450.0, 2700.0, "table"),))


def desk_lamp(rng: Rng) -> Piece:
    """A jointed desk lamp."""
    look = pick(rng, ("metal.black", "metal.green", "metal.brass"))
    parts = [
        tube(0.09, 0.02, (0.0, 0.0, 0.0), look, 16),
        block((0.016, 0.016, 0.34), (0.0, -0.04, 0.18), look, pitch(0.25)),
        block((0.014, 0.26, 0.014), (0.0, 0.04, 0.37), look, pitch(-0.15)),
        turned(((0.075, 0.0), (0.06, 0.05), (0.025, 0.09)), (0.0, 0.16, 0.29), look, 14),
        tube(0.045, 0.014, (0.0, 0.16, 0.287), "glow.white", 12),
    ]
    return Piece("desk lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.16, 0.27), 400.0, 3000.0, "table"),))


def floor_lamp(rng: Rng) -> Piece:
    """A standing lamp."""
    metal = pick(rng, ("metal.brass", "metal.black"))
    h = vary(rng, 1.5, 1.65)
    parts = [
        tube(0.15, 0.025, (0.0, 0.0, 0.0), metal, 18), tube(0.014, h - 0.2, (0.0, 0.0, 0.02), metal, 8),
        turned(((0.21, 0.0), (0.15, 0.28)), (0.0, 0.0, h - 0.26), "glow.warm", 20),
    ]  # fmt: skip
    return Piece("floor lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.0, h - 0.12), 800.0, 2700.0, "floor"),))


def ceiling_lamp(rng: Rng) -> Piece:
    """A shallow bowl under the ceiling; origin on the ceiling, z down."""
    parts = [
        tube(0.07, 0.03, (0.0, 0.0, -0.03), "metal.brass", 14),
        turned(((0.0, 0.0), (0.12, 0.02), (0.19, 0.07), (0.2, 0.1)), (0.0, 0.0, -0.13), "glow.white", 20),
    ]
    return Piece("ceiling lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.0, -0.2), 1400.0, 2900.0, "ceiling"),))


def pendant(rng: Rng) -> Piece:
    """A shade on a cord; origin on the ceiling."""
    drop = vary(rng, 0.7, 0.9)
    look = pick(rng, ("metal.black", "metal.green", "metal.brass"))
    parts = [
        tube(0.05, 0.03, (0.0, 0.0, -0.03), look, 12), tube(0.006, drop - 0.03, (0.0, 0.0, -drop), "rubber", 6),
        turned(((0.19, 0.0), (0.15, 0.08), (0.05, 0.17), (0.03, 0.2)), (0.0, 0.0, -drop - 0.16), look, 18),
        ball((0.05, 0.05, 0.05), (0.0, 0.0, -drop - 0.13), "glow.white", 10, 6),
    ]  # fmt: skip
    return Piece("pendant lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.0, -drop - 0.2), 900.0, 2700.0, "ceiling"),))


def chandelier(rng: Rng) -> Piece:
    """Candle bulbs on arms; origin on the ceiling."""
    parts = [tube(0.07, 0.04, (0.0, 0.0, -0.04), "metal.brass", 12), tube(0.012, 0.7, (0.0, 0.0, -0.72), "metal.brass", 8)]
    parts.append(turned(((0.0, 0.0), (0.08, 0.04), (0.06, 0.14), (0.015, 0.22)), (0.0, 0.0, -0.86), "metal.brass"))
    for k in range(3):
        parts.append(block((0.96, 0.02, 0.02), (0.0, 0.0, -0.78), "metal.brass", yaw(k * 1.0472)))
    for x, y in ((0.46, 0.0), (0.23, 0.398), (-0.23, 0.398), (-0.46, 0.0), (-0.23, -0.398), (0.23, -0.398)):
        parts.append(tube(0.022, 0.09, (x, y, -0.77), "paint.cream", 8))
        parts.append(ball((0.022, 0.022, 0.04), (x, y, -0.64), "glow.white", 8, 5))
    return Piece("chandelier", tuple(parts), lamps=(LocalLamp((0.0, 0.0, -0.95), 2000.0, 2700.0, "ceiling"),))


def panel_light(rng: Rng) -> Piece:
    """A recessed fluorescent panel; origin on the ceiling."""
    parts = [block((1.22, 0.34, 0.03), (0.0, 0.0, -0.015), "plastic.white"), block((1.14, 0.26, 0.012), (0.0, 0.0, -0.036), "glow.cool")]
    return Piece("ceiling panel", tuple(parts), lamps=(LocalLamp((0.0, 0.0, -0.1), 3200.0, 4000.0, "ceiling"),))


def work_lamp(rng: Rng) -> Piece:
    """An industrial dish on a short rod; origin on the ceiling."""
    parts = [
        tube(0.012, 0.45, (0.0, 0.0, -0.45), "metal.black", 6),
        turned(((0.24, 0.0), (0.2, 0.1), (0.06, 0.18), (0.04, 0.24)), (0.0, 0.0, -0.66), "metal.green", 18),
        ball((0.06, 0.06, 0.07), (0.0, 0.0, -0.6), "glow.white", 10, 6),
    ]
    return Piece("hanging lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.0, -0.72), 1800.0, 3200.0, "ceiling"),))


def bulb(rng: Rng) -> Piece:
    """A bare bulb; origin on the ceiling."""
    parts = [tube(0.005, 0.5, (0.0, 0.0, -0.5), "rubber", 6), tube(0.02, 0.06, (0.0, 0.0, -0.55), "metal.black", 8)]
    parts.append(ball((0.035, 0.035, 0.05), (0.0, 0.0, -0.59), "glow.white", 10, 6))
    return Piece("bare bulb", tuple(parts), lamps=(LocalLamp((0.0, 0.0, -0.7), 700.0, 2600.0, "ceiling"),))


def sconce(rng: Rng) -> Piece:
    """A wall lamp; origin on the wall."""
    parts = [
        block((0.09, 0.025, 0.16), (0.0, 0.0125, 0.0), "metal.brass"), block((0.02, 0.09, 0.02), (0.0, 0.07, 0.0), "metal.brass"),
        turned(((0.05, 0.0), (0.09, 0.16)), (0.0, 0.12, -0.01), "glow.warm", 14),
    ]  # fmt: skip
    return Piece("wall lamp", tuple(parts), lamps=(LocalLamp((0.0, 0.14, 0.1), 350.0, 2700.0, "wall"),))


def candle(rng: Rng) -> Piece:
    """A candle in a jar."""
    parts = [tube(0.035, 0.08, (0.0, 0.0, 0.0), "glass.amber", 12), ball((0.008, 0.008, 0.02), (0.0, 0.0, 0.1), "glow.candle", 6, 4)]
    return Piece("candle", tuple(parts), lamps=(LocalLamp((0.0, 0.0, 0.14), 14.0, 1900.0, "candle"),), solid_kind="prop")


def candlestick(rng: Rng) -> Piece:
    """A tall candlestick."""
    parts = [
        turned(((0.07, 0.0), (0.06, 0.02), (0.015, 0.05), (0.02, 0.16), (0.012, 0.24), (0.03, 0.26)), (0.0, 0.0, 0.0), "metal.brass"),
        tube(0.013, 0.2, (0.0, 0.0, 0.26), "paint.cream", 8), ball((0.008, 0.008, 0.022), (0.0, 0.0, 0.48), "glow.candle", 6, 4),
    ]  # fmt: skip
    return Piece("candlestick", tuple(parts), lamps=(LocalLamp((0.0, 0.0, 0.52), 14.0, 1900.0, "candle"),))


def rug(rng: Rng, w: float = 2.4, d: float = 1.7) -> Piece:
    """A rug with a border; lies on the floor."""
    parts = [block((w, d, 0.006), (0.0, 0.0, 0.003), "@rug"), block((w - 0.24, d - 0.24, 0.004), (0.0, 0.0, 0.008), "@rug2")]
    return Piece("rug", tuple(parts), solid_kind="ground")


def picture(rng: Rng) -> Piece:
    """A framed picture; origin on the wall in its middle."""
    w, h = vary(rng, 0.45, 1.0), vary(rng, 0.45, 0.75)
    frame = pick(rng, ("@wood", "metal.black", "gold", "paint.white"))
    image = pick(rng, ("picture.warm", "picture.cool", "picture.land"))
    parts = [
        block((w, 0.02, h), (0.0, 0.01, 0.0), frame), block((w - 0.08, 0.008, h - 0.08), (0.0, 0.024, 0.0), "paper.white"),
        block((w - 0.2, 0.006, h - 0.2), (0.0, 0.031, 0.0), image),
    ]  # fmt: skip
    return Piece("picture", tuple(parts))


def painting(rng: Rng) -> Piece:
    """A large canvas."""
    w, h = vary(rng, 1.3, 1.9), vary(rng, 1.0, 1.3)
    image = pick(rng, ("picture.warm", "picture.cool", "picture.land"))
    parts = [block((w, 0.035, h), (0.0, 0.0175, 0.0), "wood.black"), block((w - 0.03, 0.012, h - 0.03), (0.0, 0.041, 0.0), image)]
    return Piece("painting", tuple(parts))


def mirror(rng: Rng) -> Piece:
    """A framed mirror; origin on the wall in its middle."""
    w, h = vary(rng, 0.5, 0.7), vary(rng, 0.7, 0.9)
    return Piece("mirror", (block((w, 0.02, h), (0.0, 0.01, 0.0), "@wood"), block((w - 0.08, 0.006, h - 0.08), (0.0, 0.023, 0.0), "glass.mirror")))


def clock(rng: Rng) -> Piece:
    """A wall clock."""
    turn = (0.70710678, -0.70710678, 0.0, 0.0)
    parts = [tube(0.16, 0.03, (0.0, 0.0, 0.0), "plastic.black", 24, rotation=turn), tube(0.145, 0.008, (0.0, 0.03, 0.0), "paint.white", 24, rotation=turn)]
    parts += [block((0.012, 0.006, 0.1), (0.0, 0.041, 0.05), "plastic.black"), block((0.08, 0.006, 0.012), (0.04, 0.041, 0.0), "plastic.black")]
    return Piece("clock", tuple(parts))


def whiteboard(rng: Rng) -> Piece:
    """A whiteboard with notes."""
    parts = [block((1.8, 0.025, 1.1), (0.0, 0.0125, 0.0), "metal.grey"), block((1.74, 0.006, 1.04), (0.0, 0.028, 0.0), "paint.white")]
    parts.append(block((1.2, 0.06, 0.02), (0.0, 0.045, -0.55), "metal.grey"))
    rows = [((0.3 + 0.3 * rng.random(), 0.002, 0.014), (-0.5, 0.032, 0.35 - 0.11 * i)) for i in range(5)]
    parts += [many_boxes([r], "plastic.blue") for r in rows]
    parts.append(block((0.3, 0.004, 0.22), (0.5, 0.033, 0.2), "paper.white"))
    return Piece("whiteboard", tuple(parts))


def blackboard(rng: Rng) -> Piece:
    """A school blackboard."""
    parts = [block((3.0, 0.03, 1.3), (0.0, 0.015, 0.0), "wood.oak"), block((2.9, 0.008, 1.2), (0.0, 0.034, 0.0), "board.green")]
    parts.append(block((2.9, 0.08, 0.03), (0.0, 0.06, -0.64), "wood.oak"))
    return Piece("blackboard", tuple(parts))


def notice_board(rng: Rng) -> Piece:
    """A cork board with papers."""
    parts = [block((1.1, 0.02, 0.8), (0.0, 0.01, 0.0), "@wood"), block((1.04, 0.006, 0.74), (0.0, 0.023, 0.0), "paper.card")]
    for i in range(6):
        x, z = -0.36 + 0.36 * (i % 3), 0.18 - 0.36 * (i // 3)
        parts.append(block((0.2, 0.003, 0.26), (x + 0.05 * rng.random(), 0.0275, z), pick(rng, ("paper.white", "paper.map", "book.cream"))))
    return Piece("notice board", tuple(parts))


def sign(rng: Rng) -> Piece:
    """A neon sign."""
    look = pick(rng, ("neon.red", "neon.blue"))
    parts = [block((0.8, 0.04, 0.4), (0.0, 0.02, 0.0), "paint.dark"), block((0.66, 0.02, 0.03), (0.0, 0.05, 0.1), look)]
    parts += [block((0.66, 0.02, 0.03), (0.0, 0.05, -0.1), look)]
    parts += [block((0.03, 0.02, 0.16), (x, 0.05, 0.0), look) for x in (-0.24, -0.08, 0.08, 0.24)]
    return Piece("neon sign", tuple(parts), lamps=(LocalLamp((0.0, 0.12, 0.0), 200.0, 2000.0, "sign"),))


def plant(rng: Rng) -> Piece:
    """A potted plant of hand-sized leaves."""
    h = vary(rng, 0.8, 1.3)
    pot = pick(rng, ("ceramic.terracotta", "ceramic.white", "ceramic.blue"))
    parts: list[Part] = [
        turned(((0.11, 0.0), (0.16, 0.28), (0.17, 0.3), (0.15, 0.3)), (0.0, 0.0, 0.0), pot, 16),
        tube(0.14, 0.012, (0.0, 0.0, 0.285), "soil", 14), tube(0.014, h - 0.5, (0.0, 0.0, 0.29), "wood.weathered", 6),
    ]  # fmt: skip
    for k in range(11):
        turn = yaw(k * 2.399963)
        up = pitch(-0.5 - 0.5 * rng.random())
        reach = 0.16 + 0.12 * rng.random()
        z = h * 0.45 + (h - 0.1 - h * 0.45) * (k / 10)
        q = _times(turn, up)
        x, y, dz = _forward(q, reach * 0.6)
        parts.append(Part(_leaf(round(reach, 2)), "leaf", (x, y, z + dz), q))
    return Piece("plant", tuple(parts))


def _leaf(reach: float) -> object:
    from ._furniture_kit import soft_box

    return soft_box((reach * 0.5, reach * 1.3, 0.014), 0.5 * reach * 0.25)


def _times(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, float, float, float]:
    from ..geometry import quat_multiply

    return quat_multiply(a, b)  # type: ignore[arg-type]


def _forward(q: tuple[float, float, float, float], reach: float) -> tuple[float, float, float]:
    from ..geometry import quat_rotate

    return quat_rotate(q, (0.0, reach, 0.0))


def vase(rng: Rng) -> Piece:
    """A vase."""
    s = vary(rng, 0.8, 1.2)
    profile = ((0.05 * s, 0.0), (0.09 * s, 0.1 * s), (0.06 * s, 0.22 * s), (0.03 * s, 0.27 * s), (0.045 * s, 0.31 * s))
    return Piece("vase", (turned(profile, (0.0, 0.0, 0.0), pick(rng, ("ceramic.blue", "ceramic.white", "ceramic.terracotta"))),), solid_kind="prop")


def book_stack(rng: Rng) -> Piece:
    """A few books, lying."""
    parts = []
    z = 0.0
    for _ in range(3):
        t = 0.02 + 0.02 * rng.random()
        look = pick(rng, ("book.rust", "book.navy", "book.olive", "book.cream", "book.red"))
        parts.append(block((0.15 + 0.04 * rng.random(), 0.21, t), (0.0, 0.0, z + t / 2), look, yaw(0.3 * rng.random() - 0.15)))
        z += t
    return Piece("books", tuple(parts), solid_kind="prop")


def papers(rng: Rng) -> Piece:
    """Sheets and a folder."""
    parts = [block((0.24, 0.32, 0.012), (0.0, 0.0, 0.006), "paper.card", yaw(0.2 * rng.random()))]
    parts.append(block((0.21, 0.297, 0.006), (0.01, 0.0, 0.015), "paper.white", yaw(-0.1)))
    return Piece("papers", tuple(parts), solid_kind="prop")


def bowl(rng: Rng) -> Piece:
    """A bowl of fruit."""
    parts = [turned(((0.05, 0.0), (0.12, 0.05), (0.14, 0.08), (0.13, 0.08)), (0.0, 0.0, 0.0), "ceramic.white")]
    parts += [ball((0.038, 0.038, 0.038), (x, y, 0.085), look, 8, 6) for x, y, look in ((0.05, 0.0, "plastic.red"), (-0.04, 0.05, "plastic.yellow"), (-0.03, -0.05, "plastic.green"))]
    return Piece("fruit bowl", tuple(parts), solid_kind="prop")


def cups(rng: Rng) -> Piece:
    """Two cups."""
    cup = ((0.03, 0.0), (0.038, 0.03), (0.04, 0.085), (0.036, 0.085))
    return Piece("cups", (turned(cup, (-0.07, 0.0, 0.0), "ceramic.white", 12), turned(cup, (0.07, 0.04, 0.0), "ceramic.white", 12)), solid_kind="prop")


def monitor(rng: Rng) -> Piece:
    """A computer screen, keyboard and mouse; the user is at +Y."""
    w = vary(rng, 0.5, 0.58)
    parts = [
        slab((w, 0.03, w * 0.6), (0.0, -0.1, 0.12 + w * 0.3), "plastic.black"), block((w - 0.03, 0.004, w * 0.6 - 0.03), (0.0, -0.0835, 0.12 + w * 0.3), "screen.on"),
        block((0.05, 0.03, 0.16), (0.0, -0.125, 0.09), "plastic.black"), block((0.22, 0.16, 0.014), (0.0, -0.11, 0.007), "plastic.black"),
        slab((0.42, 0.13, 0.018), (-0.02, 0.14, 0.009), "plastic.grey"), cushion((0.06, 0.1, 0.03), (0.27, 0.14, 0.015), "plastic.grey", 0.012),
    ]  # fmt: skip
    return Piece("computer", tuple(parts))


def telephone(rng: Rng) -> Piece:
    """A desk telephone."""
    parts = [cushion((0.2, 0.2, 0.06), (0.0, 0.0, 0.03), "plastic.black", 0.015), cushion((0.05, 0.2, 0.04), (-0.06, 0.0, 0.078), "plastic.black", 0.015)]
    parts.append(block((0.08, 0.1, 0.006), (0.045, 0.0, 0.062), "plastic.grey"))
    return Piece("telephone", tuple(parts), solid_kind="prop")


def register(rng: Rng) -> Piece:
    """A cash register; the cashier is at -Y."""
    parts = [slab((0.38, 0.4, 0.1), (0.0, 0.0, 0.05), "plastic.grey"), slab((0.32, 0.24, 0.12), (0.0, 0.02, 0.16), "plastic.black"), slab((0.3, 0.03, 0.18), (0.0, 0.02, 0.3), "plastic.black", 0.006, pitch(-0.3))]
    return Piece("cash register", tuple(parts))


def bin_(rng: Rng) -> Piece:
    """A waste bin."""
    return Piece("waste bin", (turned(((0.12, 0.0), (0.15, 0.3), (0.14, 0.3)), (0.0, 0.0, 0.0), pick(rng, ("metal.black", "plastic.grey"))),))


def coat_rack(rng: Rng) -> Piece:
    """A coat stand with a coat."""
    parts = [tube(0.2, 0.03, (0.0, 0.0, 0.0), "@wood", 16), tube(0.02, 1.7, (0.0, 0.0, 0.02), "@wood", 8)]
    parts += [block((0.4, 0.02, 0.02), (0.0, 0.0, 1.62), "@wood", yaw(k * 1.5708 + 0.4)) for k in range(2)]
    parts.append(cushion((0.34, 0.16, 0.9), (0.1, 0.08, 1.12), "@accent", 0.07))
    return Piece("coat rack", tuple(parts))


def radiator(rng: Rng) -> Piece:
    """A column radiator."""
    rows = [((0.05, 0.1, 0.55), (-0.42 + 0.07 * i, 0.0, 0.37)) for i in range(13)]
    parts = [many_boxes(rows, "paint.white"), block((0.9, 0.03, 0.03), (0.0, 0.0, 0.14), "paint.white"), block((0.03, 0.08, 0.1), (-0.42, 0.0, 0.05), "paint.white"), block((0.03, 0.08, 0.1), (0.42, 0.0, 0.05), "paint.white")]
    return Piece("radiator", tuple(parts))


def rug_small(rng: Rng) -> Piece:
    """A bath mat or bedside rug."""
    return rug(rng, 1.3, 0.85)


def runner(rng: Rng) -> Piece:
    """A long hall carpet."""
    return rug(rng, 1.3, 7.0)
