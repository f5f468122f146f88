"""Pieces that belong together: a bed and its nightstands, a table and the chairs that face it.

A group lists its members in the group's frame (back at -Y), with the floor its users need.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ._piece import Piece

PI = math.pi


@dataclass(frozen=True)
class Part:
    """One piece of a group; ``on`` is the index of the member it stands on."""

    noun: str
    x: float = 0.0
    y: float = 0.0
    yaw: float = 0.0
    on: int = -1
    free: bool = False


@dataclass(frozen=True)
class Group:
    """Members and the rectangles (x0, y0, x1, y1) that must stay free."""

    parts: tuple[Part, ...]
    clear: tuple[tuple[float, float, float, float], ...] = ()


Sizes = Callable[[str], Piece]
"""Gives the piece of a noun as this group will have it, to take its measures from."""


def _extent(piece: Piece) -> tuple[float, float]:
    lo, hi = piece.bounds
    return hi[0] - lo[0], hi[1] - lo[1]


def _bed_set(of: Sizes, rng: np.random.Generator) -> Group:
    (bw, bd), (nw, nd) = _extent(of("bed")), _extent(of("nightstand"))
    x, y = bw / 2 + nw / 2 + 0.04, -bd / 2 + nd / 2
    parts = [Part("bed"), Part("nightstand", -x, y), Part("nightstand", x, y), Part("table_lamp", -x, y, on=1), Part("table_lamp", x, y, on=2)]
    return Group(tuple(parts), ((-bw / 2 - 0.6, bd / 2, bw / 2 + 0.6, bd / 2 + 0.7), (bw / 2, -0.3, bw / 2 + 0.6, bd / 2)))


def _guest_bed(of: Sizes, rng: np.random.Generator) -> Group:
    (bw, bd), (nw, nd) = _extent(of("single_bed")), _extent(of("nightstand"))
    x, y = bw / 2 + nw / 2 + 0.04, -bd / 2 + nd / 2
    return Group((Part("single_bed"), Part("nightstand", x, y), Part("table_lamp", x, y, on=1)), ((bw / 2, -0.3, bw / 2 + 0.6, bd / 2),))


def _ward_bed(of: Sizes, rng: np.random.Generator) -> Group:
    parts = (
        Part("hospital_bed"), Part("iv_stand", -0.95, -0.75), Part("vitals", 0.98, -0.78), Part("hospital_table", 0.98, 0.55, PI / 2),
        Part("folding_chair", -1.25, 0.15, -PI / 2 + 0.15),
    )  # fmt: skip
    return Group(parts, ((-0.7, 1.1, 0.7, 1.8),))


def _sofa_set(of: Sizes, rng: np.random.Generator) -> Group:
    (_, sd), (cw, cd), (_, ad) = _extent(of("sofa")), _extent(of("coffee_table")), _extent(of("armchair"))
    ty = sd / 2 + 0.42 + cd / 2
    ax = cw / 2 + 0.5 + ad / 2
    parts = (
        Part("sofa"), Part("coffee_table", 0.0, ty), Part("armchair", -ax, ty + 0.1, -PI / 2 + 0.12), Part("armchair", ax, ty + 0.1, PI / 2 - 0.12),
        Part("rug", 0.0, ty, free=True), Part("book_stack", -0.2, ty, 0.3, on=1),
    )  # fmt: skip
    return Group(parts, ((-0.9, ty + cd / 2, 0.9, ty + cd / 2 + 0.6),))


def _lounge_set(of: Sizes, rng: np.random.Generator) -> Group:
    (_, sd), (_, cd) = _extent(of("loveseat")), _extent(of("coffee_table"))
    ty = sd / 2 + 0.42 + cd / 2
    parts = (Part("loveseat"), Part("coffee_table", 0.0, ty), Part("armchair", -1.3, ty, -PI / 2 + 0.2), Part("cups", 0.1, ty, on=1))
    return Group(parts, ((-0.6, ty + cd / 2, 0.9, ty + cd / 2 + 0.5),))


def _around(of: Sizes, table: str, seat: str, per_side: int, ends: bool, extra: tuple[Part, ...] = ()) -> Group:
    w, d = _extent(of(table))
    front = of(seat).bounds[1][1]
    y, x = d / 2 + front + 0.03, w / 2 + front + 0.03
    parts = [Part(table)]
    for i in range(per_side):
        u = -w / 2 + w * (i + 0.5) / per_side
        parts += [Part(seat, u, y, PI), Part(seat, u, -y, 0.0)]
    if ends:
        parts += [Part(seat, -x, 0.0, -PI / 2), Part(seat, x, 0.0, PI / 2)]
    return Group((*parts, *extra))


def _dining_set(of: Sizes, rng: np.random.Generator) -> Group:
    return _around(of, "dining_table", "chair", 2, True, (Part("bowl", 0.0, 0.0, on=0),))


def _kitchen_table(of: Sizes, rng: np.random.Generator) -> Group:
    w, _ = _extent(of("small_table"))
    x = w / 2 + of("chair").bounds[1][1] + 0.03
    parts = (Part("small_table"), Part("chair", -x, 0.0, -PI / 2), Part("chair", x, 0.0, PI / 2), Part("bowl", 0.1, 0.1, on=0))
    return Group(parts)


def _long_set(of: Sizes, rng: np.random.Generator) -> Group:
    return _around(of, "long_table", "chair", 4, False)


def _beer_set(of: Sizes, rng: np.random.Generator) -> Group:
    (_, d), (bw, bd) = _extent(of("long_table")), _extent(of("bench"))
    y = d / 2 + bd / 2 + 0.02
    parts = [Part("long_table")] + [Part("bench", s * (bw / 2 + 0.02), t * y, PI if t > 0 else 0.0) for t in (-1, 1) for s in (-1, 1)]
    return Group((*parts, Part("candle", 0.0, 0.0, on=0)))


def _meeting_set(of: Sizes, rng: np.random.Generator) -> Group:
    return _around(of, "long_table", "office_chair", 3, False, (Part("papers", -0.6, 0.1, on=0),))


def _cafe_set(of: Sizes, rng: np.random.Generator) -> Group:
    (w, _) = _extent(of("round_table"))
    x = w / 2 + of("chair").bounds[1][1] + 0.02
    turn = 0.25 * rng.random() - 0.12
    c, s = math.cos(turn), math.sin(turn)
    parts = (Part("round_table"), Part("chair", -x * c, -x * s, -PI / 2 + turn), Part("chair", x * c, x * s, PI / 2 + turn), Part("candle", 0.0, 0.12, on=0))
    return Group(parts)


def _booth_set(of: Sizes, rng: np.random.Generator) -> Group:
    (w, d) = _extent(of("small_table"))
    x = w / 2 + of("booth").bounds[1][1] - 0.03 + 0.05
    parts = (Part("small_table"), Part("booth", -x, 0.0, -PI / 2), Part("booth", x, 0.0, PI / 2), Part("cups", 0.1, 0.0, on=0))
    return Group(parts, ((-0.4, 0.4, 0.4, 1.1),))


def _boss_desk(of: Sizes, rng: np.random.Generator) -> Group:
    (_, d) = _extent(of("executive_desk"))
    parts = (
        Part("executive_desk"), Part("office_chair", 0.0, -d / 2 - 0.34), Part("chair", -0.55, d / 2 + 0.42, PI - 0.12), Part("chair", 0.55, d / 2 + 0.42, PI + 0.12),
        Part("desk_lamp", -0.68, 0.12, PI - 0.5, on=0), Part("telephone", 0.66, 0.05, on=0), Part("papers", 0.0, -0.12, on=0),
    )  # fmt: skip
    return Group(parts, ((-0.5, -d / 2 - 0.95, 0.5, -d / 2 - 0.65),))


def _work_desk(of: Sizes, rng: np.random.Generator) -> Group:
    (_, d) = _extent(of("desk"))
    parts = (Part("desk"), Part("office_chair", 0.1, d / 2 + 0.4, PI + 0.2), Part("monitor", 0.12, 0.0, on=0), Part("desk_lamp", 0.55, -0.12, -0.3, on=0), Part("papers", -0.42, 0.1, on=0))
    return Group(parts, ((-0.4, d / 2 + 0.7, 0.6, d / 2 + 1.1),))


def _study_desk(of: Sizes, rng: np.random.Generator) -> Group:
    (_, d) = _extent(of("desk"))
    parts = (Part("desk"), Part("chair", 0.1, d / 2 + 0.3, PI + 0.15), Part("desk_lamp", -0.5, -0.1, 0.3, on=0), Part("book_stack", 0.45, -0.1, 0.1, on=0))
    return Group(parts, ((-0.3, d / 2 + 0.5, 0.5, d / 2 + 0.9),))


def _desk_pair(of: Sizes, rng: np.random.Generator) -> Group:
    (_, d) = _extent(of("desk"))
    y = d / 2 + 0.01
    parts = (
        Part("desk", 0.0, y, 0.0), Part("desk", 0.0, -y, PI), Part("office_chair", 0.1, 2 * d / 2 + 0.42, PI + 0.15), Part("office_chair", -0.1, -d - 0.42, 0.12),
        Part("monitor", 0.3, y, 0.0, on=0), Part("monitor", -0.3, -y, PI, on=1), Part("telephone", -0.3, y, on=0), Part("papers", 0.35, -y, 0.1, on=1),
    )  # fmt: skip
    return Group(parts, ((-0.5, d + 0.7, 0.6, d + 1.1), (-0.6, -d - 1.1, 0.5, -d - 0.7)))


def _bar_set(of: Sizes, rng: np.random.Generator) -> Group:
    (w, cd), (bw, bd) = _extent(of("bar_counter")), _extent(of("back_bar"))
    y = bd / 2 + 1.0 + cd / 2
    n = max(3, int((w - 0.5) / 0.72))
    stools = [Part("bar_stool", -w / 2 + w * (i + 0.5) / n, y + cd / 2 + 0.26, PI) for i in range(n)]
    clear = ((-w / 2, bd / 2 + 0.05, w / 2, y - cd / 2 - 0.02), (-w / 2, y + cd / 2 + 0.5, w / 2, y + cd / 2 + 1.0))
    return Group((Part("back_bar"), Part("bar_counter", 0.0, y), *stools), clear)


def _cafe_bar(of: Sizes, rng: np.random.Generator) -> Group:
    (w, cd), (_, bd) = _extent(of("service_counter")), _extent(of("back_bar"))
    y = bd / 2 + 0.95 + cd / 2
    parts = (Part("back_bar"), Part("service_counter", 0.0, y), Part("register", w / 2 - 0.35, y, on=1), Part("cups", -0.5, y, on=1), Part("vase", -w / 2 + 0.3, y, on=1))
    return Group(parts, ((-w / 2, bd / 2 + 0.05, w / 2, y - cd / 2 - 0.02), (-w / 2, y + cd / 2, w / 2, y + cd / 2 + 0.9)))


def _diner_bar(of: Sizes, rng: np.random.Generator) -> Group:
    (w, cd), (_, sd) = _extent(of("bar_counter")), _extent(of("kitchen_counter"))
    y = sd / 2 + 0.95 + cd / 2
    n = max(3, int((w - 0.5) / 0.72))
    stools = [Part("bar_stool", -w / 2 + w * (i + 0.5) / n, y + cd / 2 + 0.26, PI) for i in range(n)]
    parts = (Part("kitchen_counter", -0.92), Part("bar_counter", 0.0, y), *stools, Part("fridge", 0.4, 0.05), Part("register", -w / 2 + 0.35, y, on=1))
    return Group(parts, ((-w / 2, sd / 2 + 0.12, w / 2, y - cd / 2 - 0.02), (-w / 2, y + cd / 2 + 0.5, w / 2, y + cd / 2 + 1.0)))


def _reception(of: Sizes, rng: np.random.Generator) -> Group:
    parts = (Part("service_counter"), Part("office_chair", 0.2, -0.8), Part("monitor", -0.5, -0.05, PI, on=0), Part("telephone", 0.4, 0.0, on=0))
    return Group(parts, ((-0.8, -1.5, 0.9, -1.1), (-1.1, 0.4, 1.1, 1.3)))


def _checkout(of: Sizes, rng: np.random.Generator) -> Group:
    return Group((Part("service_counter"), Part("register", 0.6, 0.0, on=0)), ((-0.9, -1.2, 0.9, -0.4), (-0.9, 0.4, 0.9, 1.2)))


def _aisle(of: Sizes, rng: np.random.Generator) -> Group:
    (w, d) = _extent(of("shop_shelf"))
    parts = [Part("shop_shelf", s * (w / 2 + 0.01), t * (d / 2 + 0.01), 0.0 if t > 0 else PI) for s in (-1, 1) for t in (-1, 1)]
    return Group(tuple(parts), ((-w, d, w, d + 0.9), (-w, -d - 0.9, w, -d)))


def _rows(of: Sizes, noun: str, count: int, pitch_m: float, aisle_m: float, columns: int = 2) -> Group:
    lo, hi = of(noun).bounds
    w = hi[0] - lo[0]
    parts = []
    for r in range(count):
        for c in range(columns):
            x = (c - (columns - 1) / 2) * (w + aisle_m)
            parts.append(Part(noun, x, -r * pitch_m))
    return Group(tuple(parts))


def _pews(of: Sizes, rng: np.random.Generator) -> Group:
    return _rows(of, "pew", 4, 1.0, 1.3)


def _stalls_seats(of: Sizes, rng: np.random.Generator) -> Group:
    return _rows(of, "theatre_seats", 3, 1.1, 1.2)


def _class_desks(of: Sizes, rng: np.random.Generator) -> Group:
    parts = []
    for r in range(3):
        for c in range(3):
            x, y = (c - 1) * 1.5, -r * 1.55
            parts += [Part("school_desk", x, y), Part("chair", x, y - 0.55)]
    return Group(tuple(parts))


def _waiting(of: Sizes, rng: np.random.Generator) -> Group:
    return Group((Part("folding_chair", -0.55), Part("folding_chair"), Part("folding_chair", 0.55)), ((-0.8, 0.25, 0.8, 0.8),))


def _facing_chairs(of: Sizes, rng: np.random.Generator) -> Group:
    parts = (Part("chair", -0.85, 0.0, -PI / 2 + 0.1), Part("chair", 0.85, 0.0, PI / 2 - 0.1), Part("side_table", 0.0, -0.35))
    return Group(parts)


def _kitchen_line(of: Sizes, rng: np.random.Generator) -> Group:
    parts = (Part("kitchen_counter"), Part("stove", -1.23, 0.0), Part("fridge", 1.3, 0.04), Part("book_stack", -0.6, 0.0, 0.2, on=0))
    return Group(parts, ((-1.5, 0.35, 1.6, 1.2),))


def _bales(of: Sizes, rng: np.random.Generator) -> Group:
    return Group((Part("bale", -0.75, 0.0, -PI / 2 + 0.1), Part("bale", 0.75, 0.05, PI / 2 - 0.15)))


def _crate_table(of: Sizes, rng: np.random.Generator) -> Group:
    parts = (Part("small_table"), Part("stool", -0.65, 0.0, -PI / 2), Part("stool", 0.65, 0.0, PI / 2), Part("bottle", 0.2, 0.1, on=0), Part("candle", -0.1, 0.15, on=0))
    return Group(parts)


def _toilet_row(of: Sizes, rng: np.random.Generator) -> Group:
    return Group((Part("urinal", -0.8), Part("urinal", 0.0), Part("urinal", 0.8)), ((-1.1, 0.3, 1.1, 0.9),))


def _plinth(of: Sizes, rng: np.random.Generator) -> Group:
    return Group((Part("pedestal"), Part("vase", on=0)))


def _boss_table(of: Sizes, rng: np.random.Generator) -> Group:
    (_, d) = _extent(of("executive_desk"))
    return Group((Part("executive_desk"), Part("office_chair", 0.0, -d / 2 - 0.34), Part("papers", 0.5, 0.1, on=0), Part("book_stack", -0.6, 0.1, on=0)))


def _judge_bench(of: Sizes, rng: np.random.Generator) -> Group:
    return Group((Part("judge_desk"), Part("office_chair", 0.0, -0.5), Part("papers", 0.3, 0.0, on=0)), ((-0.5, -1.0, 0.5, -0.8),))


def _pews_short(of: Sizes, rng: np.random.Generator) -> Group:
    return _rows(of, "pew", 2, 1.0, 1.3)


def _altar_set(of: Sizes, rng: np.random.Generator) -> Group:
    parts = (Part("altar"), Part("candlestick", -0.7, on=0), Part("candlestick", 0.7, on=0), Part("lectern", 1.75, 0.5, 0.0))
    return Group(parts, ((-1.0, 0.5, 1.0, 1.2),))


GROUPS: dict[str, Callable[[Sizes, np.random.Generator], Group]] = {
    "bed_set": _bed_set, "guest_bed": _guest_bed, "ward_bed": _ward_bed, "sofa_set": _sofa_set, "lounge_set": _lounge_set,
    "dining_set": _dining_set, "kitchen_table": _kitchen_table, "long_set": _long_set, "beer_set": _beer_set,
    "meeting_set": _meeting_set, "cafe_set": _cafe_set, "booth_set": _booth_set, "boss_desk": _boss_desk,
    "work_desk": _work_desk, "study_desk": _study_desk, "desk_pair": _desk_pair, "bar_set": _bar_set, "cafe_bar": _cafe_bar,
    "diner_bar": _diner_bar, "reception": _reception, "checkout": _checkout, "aisle": _aisle, "pews": _pews,
    "stalls_seats": _stalls_seats, "class_desks": _class_desks, "waiting": _waiting, "facing_chairs": _facing_chairs,
    "kitchen_line": _kitchen_line, "bales": _bales, "crate_table": _crate_table, "toilet_row": _toilet_row, "plinth": _plinth,
    "altar_set": _altar_set, "boss_table": _boss_table, "judge_bench": _judge_bench, "pews_short": _pews_short,
}  # fmt: skip
