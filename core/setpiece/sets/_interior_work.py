"""Groups of places that work or sell: desks, counters, aisles, kitchen lines."""

# ruff: noqa: ARG001 - groups share one signature, whether or not they vary
from __future__ import annotations

import math

import numpy as np

from ._group import Group, Part, Sizes, extent

PI = math.pi


def boss_desk(of: Sizes, rng: np.random.Generator) -> Group:
    _, d = extent(of("executive_desk"))
    parts = (
        Part("executive_desk"),
        Part("office_chair", 0.0, -d / 2 - 0.34),
        Part("chair", -0.55, d / 2 + 0.42, PI - 0.12),
        Part("chair", 0.55, d / 2 + 0.42, PI + 0.12),
        Part("desk_lamp", -0.68, 0.12, PI - 0.5, on=0),
        Part("telephone", 0.66, 0.05, on=0),
        Part("papers", 0.0, -0.12, on=0),
    )
    return Group(parts, ((-0.5, -d / 2 - 0.95, 0.5, -d / 2 - 0.65),))


def work_desk(of: Sizes, rng: np.random.Generator) -> Group:
    (_, d) = extent(of("desk"))
    parts = (
        Part("desk"),
        Part("office_chair", 0.1, d / 2 + 0.4, PI + 0.2),
        Part("monitor", 0.12, 0.0, on=0),
        Part("desk_lamp", 0.55, -0.12, -0.3, on=0),
        Part("papers", -0.42, 0.1, on=0),
    )
    return Group(parts, ((-0.4, d / 2 + 0.7, 0.6, d / 2 + 1.1),))


def study_desk(of: Sizes, rng: np.random.Generator) -> Group:
    (_, d) = extent(of("desk"))
    parts = (
        Part("desk"),
        Part("chair", 0.1, d / 2 + 0.3, PI + 0.15),
        Part("desk_lamp", -0.5, -0.1, 0.3, on=0),
        Part("book_stack", 0.45, -0.1, 0.1, on=0),
    )
    return Group(parts, ((-0.3, d / 2 + 0.5, 0.5, d / 2 + 0.9),))


def desk_pair(of: Sizes, rng: np.random.Generator) -> Group:
    (_, d) = extent(of("desk"))
    y = d / 2 + 0.01
    parts = (
        Part("desk", 0.0, y, 0.0),
        Part("desk", 0.0, -y, PI),
        Part("office_chair", 0.1, 2 * d / 2 + 0.42, PI + 0.15),
        Part("office_chair", -0.1, -d - 0.42, 0.12),
        Part("monitor", 0.3, y, 0.0, on=0),
        Part("monitor", -0.3, -y, PI, on=1),
        Part("telephone", -0.3, y, on=0),
        Part("papers", 0.35, -y, 0.1, on=1),
    )
    return Group(parts, ((-0.5, d + 0.7, 0.6, d + 1.1), (-0.6, -d - 1.1, 0.5, -d - 0.7)))


def bar_set(of: Sizes, rng: np.random.Generator) -> Group:
    (w, cd), (_, bd) = extent(of("bar_counter")), extent(of("back_bar"))
    y = bd / 2 + 1.0 + cd / 2
    n = max(3, int((w - 0.5) / 0.72))
    stools = [Part("bar_stool", -w / 2 + w * (i + 0.5) / n, y + cd / 2 + 0.26, PI) for i in range(n)]
    clear = ((-w / 2, bd / 2 + 0.05, w / 2, y - cd / 2 - 0.02), (-w / 2, y + cd / 2 + 0.5, w / 2, y + cd / 2 + 1.0))
    return Group((Part("back_bar"), Part("bar_counter", 0.0, y), *stools), clear)


def cafe_bar(of: Sizes, rng: np.random.Generator) -> Group:
    (w, cd), (_, bd) = extent(of("service_counter")), extent(of("back_bar"))
    y = bd / 2 + 0.95 + cd / 2
    parts = (
        Part("back_bar"),
        Part("service_counter", 0.0, y),
        Part("register", w / 2 - 0.35, y, on=1),
        Part("cups", -0.5, y, on=1),
        Part("vase", -w / 2 + 0.3, y, on=1),
    )
    return Group(
        parts, ((-w / 2, bd / 2 + 0.05, w / 2, y - cd / 2 - 0.02), (-w / 2, y + cd / 2, w / 2, y + cd / 2 + 0.9))
    )


def diner_bar(of: Sizes, rng: np.random.Generator) -> Group:
    (w, cd), (_, sd) = extent(of("bar_counter")), extent(of("kitchen_counter"))
    y = sd / 2 + 0.95 + cd / 2
    n = max(3, int((w - 0.5) / 0.72))
    stools = [Part("bar_stool", -w / 2 + w * (i + 0.5) / n, y + cd / 2 + 0.26, PI) for i in range(n)]
    parts = (
        Part("kitchen_counter", -0.92),
        Part("bar_counter", 0.0, y),
        *stools,
        Part("fridge", 0.4, 0.05),
        Part("register", -w / 2 + 0.35, y, on=1),
    )
    return Group(
        parts, ((-w / 2, sd / 2 + 0.12, w / 2, y - cd / 2 - 0.02), (-w / 2, y + cd / 2 + 0.5, w / 2, y + cd / 2 + 1.0))
    )


def reception(of: Sizes, rng: np.random.Generator) -> Group:
    parts = (
        Part("service_counter"),
        Part("office_chair", 0.2, -0.8),
        Part("monitor", -0.5, -0.05, PI, on=0),
        Part("telephone", 0.4, 0.0, on=0),
    )
    return Group(parts, ((-0.8, -1.5, 0.9, -1.1), (-1.1, 0.4, 1.1, 1.3)))


def _tellers(of: Sizes, noun: str, chair: str) -> Group:
    w, d = extent(of(noun))
    tops = of(noun).surfaces
    parts = [Part(noun), *(Part(chair, t.center[0] + 0.1, -d / 2 - 0.5, 0.1) for t in tops)]
    for k, t in enumerate(tops):
        parts.append(Part("papers" if k % 2 else "register", t.center[0] + 0.05, -0.22, PI, on=0))
    return Group(tuple(parts), ((-w / 2, -d / 2 - 1.2, w / 2, -d / 2 - 0.8), (-w / 2, d / 2, w / 2, d / 2 + 0.9)))


def teller_row(of: Sizes, rng: np.random.Generator) -> Group:
    return _tellers(of, "teller_counter", "bar_stool")


def ticket_row(of: Sizes, rng: np.random.Generator) -> Group:
    return _tellers(of, "ticket_window", "office_chair")


def queue(of: Sizes, rng: np.random.Generator) -> Group:
    return Group((Part("queue_posts", 0.0, -0.55), Part("queue_posts", 0.0, 0.55)))


def bench_pair(of: Sizes, rng: np.random.Generator) -> Group:
    back = -of("station_bench").bounds[0][1] + 0.02
    parts = (Part("station_bench", 0.0, back), Part("station_bench", 0.0, -back, PI))
    return Group(parts, ((-0.9, back + 0.3, 0.9, back + 0.85), (-0.9, -back - 0.85, 0.9, -back - 0.3)))


def checkout(of: Sizes, rng: np.random.Generator) -> Group:
    return Group(
        (Part("service_counter"), Part("register", 0.6, 0.0, on=0)), ((-0.9, -1.2, 0.9, -0.4), (-0.9, 0.4, 0.9, 1.2))
    )


def aisle(of: Sizes, rng: np.random.Generator) -> Group:
    (w, d) = extent(of("shop_shelf"))
    parts = [
        Part("shop_shelf", s * (w / 2 + 0.01), t * (d / 2 + 0.01), 0.0 if t > 0 else PI)
        for s in (-1, 1)
        for t in (-1, 1)
    ]
    return Group(tuple(parts), ((-w, d, w, d + 0.9), (-w, -d - 0.9, w, -d)))


def kitchen_line(of: Sizes, rng: np.random.Generator) -> Group:
    parts = (
        Part("kitchen_counter"),
        Part("stove", -1.23, 0.0),
        Part("fridge", 1.3, 0.04),
        Part("book_stack", -0.6, 0.0, 0.2, on=0),
    )
    return Group(parts, ((-1.5, 0.35, 1.6, 1.2),))


def toilet_row(of: Sizes, rng: np.random.Generator) -> Group:
    return Group((Part("urinal", -0.8), Part("urinal", 0.0), Part("urinal", 0.8)), ((-1.1, 0.3, 1.1, 0.9),))


def plinth(of: Sizes, rng: np.random.Generator) -> Group:
    return Group((Part("pedestal"), Part("vase", on=0)))


def boss_table(of: Sizes, rng: np.random.Generator) -> Group:
    _, d = extent(of("executive_desk"))
    return Group(
        (
            Part("executive_desk"),
            Part("office_chair", 0.0, -d / 2 - 0.34),
            Part("papers", 0.5, 0.1, on=0),
            Part("book_stack", -0.6, 0.1, on=0),
        )
    )


def judge_bench(of: Sizes, rng: np.random.Generator) -> Group:
    return Group(
        (Part("judge_desk"), Part("office_chair", 0.0, -0.5), Part("papers", 0.3, 0.0, on=0)),
        ((-0.5, -1.0, 0.5, -0.8),),
    )
