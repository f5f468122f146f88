"""Pieces that belong together: a bed and its nightstands, a table and the chairs that face it.

A group lists its members in the group's frame (back at -Y), with the floor its users need.
"""

# ruff: noqa: ARG001 - groups share one signature, whether or not they vary
from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from . import _interior_work as work
from ._group import Group, Part, Sizes, extent

PI = math.pi


def _bed_set(of: Sizes, rng: np.random.Generator) -> Group:
    (bw, bd), (nw, nd) = extent(of("bed")), extent(of("nightstand"))
    x, y = bw / 2 + nw / 2 + 0.04, -bd / 2 + nd / 2
    parts = [
        Part("bed"),
        Part("nightstand", -x, y),
        Part("nightstand", x, y),
        Part("table_lamp", -x, y, on=1),
        Part("table_lamp", x, y, on=2),
    ]
    return Group(
        tuple(parts), ((-bw / 2 - 0.6, bd / 2, bw / 2 + 0.6, bd / 2 + 0.7), (bw / 2, -0.3, bw / 2 + 0.6, bd / 2))
    )


def _guest_bed(of: Sizes, rng: np.random.Generator) -> Group:
    (bw, bd), (nw, nd) = extent(of("single_bed")), extent(of("nightstand"))
    x, y = bw / 2 + nw / 2 + 0.04, -bd / 2 + nd / 2
    return Group(
        (Part("single_bed"), Part("nightstand", x, y), Part("table_lamp", x, y, on=1)),
        ((bw / 2, -0.3, bw / 2 + 0.6, bd / 2),),
    )


def _ward_bed(of: Sizes, rng: np.random.Generator) -> Group:
    parts = (
        Part("hospital_bed"),
        Part("iv_stand", -0.95, -0.75),
        Part("vitals", 0.98, -0.78),
        Part("hospital_table", 0.98, 0.55, PI / 2),
        Part("folding_chair", -1.25, 0.15, -PI / 2 + 0.15),
    )
    return Group(parts, ((-0.7, 1.1, 0.7, 1.8),))


def _sofa_set(of: Sizes, rng: np.random.Generator) -> Group:
    (_, sd), (cw, cd), (_, ad) = extent(of("sofa")), extent(of("coffee_table")), extent(of("armchair"))
    ty = sd / 2 + 0.42 + cd / 2
    ax = cw / 2 + 0.5 + ad / 2
    parts = (
        Part("sofa"),
        Part("coffee_table", 0.0, ty),
        Part("armchair", -ax, ty + 0.1, -PI / 2 + 0.12),
        Part("armchair", ax, ty + 0.1, PI / 2 - 0.12),
        Part("rug", 0.0, ty, free=True),
        Part("book_stack", -0.2, ty, 0.3, on=1),
    )
    return Group(parts, ((-0.9, ty + cd / 2, 0.9, ty + cd / 2 + 0.6),))


def _lounge_set(of: Sizes, rng: np.random.Generator) -> Group:
    (_, sd), (_, cd) = extent(of("loveseat")), extent(of("coffee_table"))
    ty = sd / 2 + 0.42 + cd / 2
    parts = (
        Part("loveseat"),
        Part("coffee_table", 0.0, ty),
        Part("armchair", -1.3, ty, -PI / 2 + 0.2),
        Part("cups", 0.1, ty, on=1),
    )
    return Group(parts, ((-0.6, ty + cd / 2, 0.9, ty + cd / 2 + 0.5),))


def _around(of: Sizes, table: str, seat: str, per_side: int, ends: bool, extra: tuple[Part, ...] = ()) -> Group:
    w, d = extent(of(table))
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
    w, _ = extent(of("small_table"))
    x = w / 2 + of("chair").bounds[1][1] + 0.03
    parts = (
        Part("small_table"),
        Part("chair", -x, 0.0, -PI / 2),
        Part("chair", x, 0.0, PI / 2),
        Part("bowl", 0.1, 0.1, on=0),
    )
    return Group(parts)


def _long_set(of: Sizes, rng: np.random.Generator) -> Group:
    return _around(of, "long_table", "chair", 4, False)


def _beer_set(of: Sizes, rng: np.random.Generator) -> Group:
    (_, d), (bw, bd) = extent(of("long_table")), extent(of("bench"))
    y = d / 2 + bd / 2 + 0.02
    parts = [Part("long_table")] + [
        Part("bench", s * (bw / 2 + 0.02), t * y, PI if t > 0 else 0.0) for t in (-1, 1) for s in (-1, 1)
    ]
    return Group((*parts, Part("candle", 0.0, 0.0, on=0)))


def _meeting_set(of: Sizes, rng: np.random.Generator) -> Group:
    return _around(of, "long_table", "office_chair", 3, False, (Part("papers", -0.6, 0.1, on=0),))


def _cafe_set(of: Sizes, rng: np.random.Generator) -> Group:
    (w, _) = extent(of("round_table"))
    x = w / 2 + of("chair").bounds[1][1] + 0.02
    turn = 0.25 * rng.random() - 0.12
    c, s = math.cos(turn), math.sin(turn)
    parts = (
        Part("round_table"),
        Part("chair", -x * c, -x * s, -PI / 2 + turn),
        Part("chair", x * c, x * s, PI / 2 + turn),
        Part("candle", 0.0, 0.12, on=0),
    )
    return Group(parts)


def _booth_set(of: Sizes, rng: np.random.Generator) -> Group:
    w, _ = extent(of("small_table"))
    x = w / 2 + of("booth").bounds[1][1] - 0.03 + 0.05
    parts = (
        Part("small_table"),
        Part("booth", -x, 0.0, -PI / 2),
        Part("booth", x, 0.0, PI / 2),
        Part("cups", 0.1, 0.0, on=0),
    )
    return Group(parts, ((-0.4, 0.4, 0.4, 1.1),))


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
            x, y = (c - 1) * 1.5, -r * 1.5  # the last chair clears a panelled wall
            parts += [Part("school_desk", x, y), Part("chair", x, y - 0.55)]
    return Group(tuple(parts))


def _waiting(of: Sizes, rng: np.random.Generator) -> Group:
    return Group(
        (Part("folding_chair", -0.55), Part("folding_chair"), Part("folding_chair", 0.55)), ((-0.8, 0.25, 0.8, 0.8),)
    )


def _facing_chairs(of: Sizes, rng: np.random.Generator) -> Group:
    parts = (
        Part("chair", -0.85, 0.0, -PI / 2 + 0.1),
        Part("chair", 0.85, 0.0, PI / 2 - 0.1),
        Part("side_table", 0.0, -0.35),
    )
    return Group(parts)


def _bales(of: Sizes, rng: np.random.Generator) -> Group:
    return Group((Part("bale", -0.75, 0.0, -PI / 2 + 0.1), Part("bale", 0.75, 0.05, PI / 2 - 0.15)))


def _crate_table(of: Sizes, rng: np.random.Generator) -> Group:
    parts = (
        Part("small_table"),
        Part("stool", -0.65, 0.0, -PI / 2),
        Part("stool", 0.65, 0.0, PI / 2),
        Part("bottle", 0.2, 0.1, on=0),
        Part("candle", -0.1, 0.15, on=0),
    )
    return Group(parts)


def _pews_short(of: Sizes, rng: np.random.Generator) -> Group:
    return _rows(of, "pew", 2, 1.0, 1.3)


def _altar_set(of: Sizes, rng: np.random.Generator) -> Group:
    parts = (
        Part("altar"),
        Part("candlestick", -0.7, on=0),
        Part("candlestick", 0.7, on=0),
        Part("lectern", 1.75, 0.5, 0.0),
    )
    return Group(parts, ((-1.0, 0.5, 1.0, 1.2),))


GROUPS: dict[str, Callable[[Sizes, np.random.Generator], Group]] = {
    "bed_set": _bed_set,
    "guest_bed": _guest_bed,
    "ward_bed": _ward_bed,
    "sofa_set": _sofa_set,
    "lounge_set": _lounge_set,
    "dining_set": _dining_set,
    "kitchen_table": _kitchen_table,
    "long_set": _long_set,
    "beer_set": _beer_set,
    "meeting_set": _meeting_set,
    "cafe_set": _cafe_set,
    "booth_set": _booth_set,
    "boss_desk": work.boss_desk,
    "work_desk": work.work_desk,
    "study_desk": work.study_desk,
    "desk_pair": work.desk_pair,
    "bar_set": work.bar_set,
    "cafe_bar": work.cafe_bar,
    "diner_bar": work.diner_bar,
    "reception": work.reception,
    "checkout": work.checkout,
    "teller_row": work.teller_row,
    "ticket_row": work.ticket_row,
    "queue": work.queue,
    "bench_pair": work.bench_pair,
    "aisle": work.aisle,
    "pews": _pews,
    "stalls_seats": _stalls_seats,
    "class_desks": _class_desks,
    "waiting": _waiting,
    "facing_chairs": _facing_chairs,
    "kitchen_line": work.kitchen_line,
    "bales": _bales,
    "crate_table": _crate_table,
    "toilet_row": work.toilet_row,
    "plinth": work.plinth,
    "altar_set": _altar_set,
    "boss_table": work.boss_table,
    "judge_bench": work.judge_bench,
    "pews_short": _pews_short,
}
