"""What the words say a place is like, and what that changes: measures, colours, dressing.

A recipe is refitted before a room is built from it, so that everything else (the solver, the
gate, the cameras) meets an ordinary room.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from ..resources import text
from ._interior_recipe import Line, Recipe

_BEATS = 4
_GROW = {"tiny": 0.8, "cramped": 0.88, "huge": 1.4, "luxurious": 1.1}
_TALL = {"tiny": 0.92, "cramped": 0.94, "huge": 1.3, "luxurious": 1.12}
_LEAST_M = 4.4
_MOST_M = 17.0
_FRAIL = frozenset(
    ("plant", "vase", "bowl", "cups", "papers", "candlestick", "chandelier", "tv_stand", "rug", "rug_small")
)
_LAMPS = frozenset(("ceiling_lamp", "bulb", "pendant"))


@cache
def _tables() -> tuple[dict[str, str], frozenset[str]]:
    data = tomllib.loads(text("sets", "places.toml"))
    words = {w: name for name, row in data["conditions"].items() for w in row.split("|")}
    return words, frozenset(data["described"]["nouns"].split("|"))


def _words(line: str) -> list[str]:
    return re.findall(r"[a-z]+", line.lower().replace("run-down", "rundown"))


def conditions_of(location: str, action: Sequence[str]) -> tuple[str, ...]:
    """What the slugline's words and the first paragraphs of action say of the place, sorted.

    In the action an adjective counts when it stands before a noun for a place with at most one
    word between ("a filthy little room"), or after one and a form of to be ("the house is dark").
    """
    table, nouns = _tables()
    found = {table[w] for w in _words(location) if w in table}
    for line in action[:_BEATS]:
        words = _words(line)
        for i, w in enumerate(words):
            if w not in table:
                continue
            before = any(n in nouns for n in words[i + 1 : i + 3])
            back = words[max(i - 5, 0) : i]
            after = any(n in nouns for n in back) and any(b in ("is", "was", "looks", "lies", "stands") for b in back)
            if before or after:
                found.add(table[w])
    return tuple(sorted(found))


def refitted(recipe: Recipe, condition: Sequence[str]) -> Recipe:
    """The recipe of a room as the words describe it; unchanged when they say nothing."""
    for name in condition:
        change = _CHANGES.get(name)
        if change is not None:
            recipe = change(recipe)
    return _measured(recipe, condition)


def _measured(recipe: Recipe, condition: Sequence[str]) -> Recipe:
    w, d, h = recipe.size_m
    grow, tall = 1.0, 1.0
    for name in condition:
        grow, tall = grow * _GROW.get(name, 1.0), tall * _TALL.get(name, 1.0)
    if grow == 1.0 and tall == 1.0:
        return recipe
    side = min(w, d)
    grow = max(grow, min(1.0, _LEAST_M / side)) if grow < 1.0 else min(grow, max(1.0, _MOST_M / max(w, d)))
    act_w, act_d = recipe.act_size_m
    if grow < 1.0:
        act_w, act_d = max(1.9, act_w * grow), max(1.9, act_d * grow)
    size = (round(w * grow, 2), round(d * grow, 2), round(max(2.35, h * tall), 2))
    return replace(recipe, size_m=size, act_size_m=(round(act_w, 2), round(act_d, 2)))


def _lines(*rows: str) -> tuple[Line, ...]:
    return tuple(Line.read(row) for row in rows)


def _without(recipe: Recipe, nouns: frozenset[str]) -> tuple[Line, ...]:
    return tuple(i for i in recipe.lines if i.what not in nouns)


def _dark(recipe: Recipe) -> Recipe:
    return replace(
        recipe,
        walls=("wall.charcoal", "wall.navy", "wall.wine", "wall.green"),
        panel_m=recipe.panel_m,
        floors=("planks.walnut", "planks.black", "concrete.dark"),
        ceiling="paint.dark",
        woods=("wood.walnut", "wood.black"),
    )


def _abandoned(recipe: Recipe) -> Recipe:
    lines = tuple(replace(i, what="bulb") if i.what in _LAMPS else i for i in _without(recipe, _FRAIL))
    more = _lines(
        "fallen_chair at 0.45 -0.5 40",
        "2x rubble wall NEWS any",
        "dust_sheet wall EWNS any",
        "3x litter at 0.3 0.2",
        "rubble corner NEWS",
        "2x leaves at -0.3 -0.2",
        "boxes corner NEWS",
    )
    return replace(
        recipe,
        walls=("aged.cream", "aged.green", "aged.blue", "aged.sand"),
        floors=("planks.weathered", "planks.grey"),
        trims=("wood.weathered",),
        woods=("wood.weathered", "wood.grey"),
        ceiling="aged.white",
        curtains=False,
        cloths=("dust", "fabric.olive"),
        accents=("dust", "leather.brown"),
        panels=("wood.weathered",),
        knob="metal.rust",
        boarded=True,
        lines=(*lines, *more),
    )


def _derelict(recipe: Recipe) -> Recipe:
    worn = _abandoned(recipe)
    more = _lines("3x rubble wall NEWS any", "2x litter at -0.4 0.3", "fallen_chair at -0.5 0.4 110")
    return replace(worn, floors=("concrete.dark", "planks.weathered"), beams=True, lines=(*worn.lines, *more))


def _messy(recipe: Recipe) -> Recipe:
    more = _lines(
        "3x litter at 0.25 -0.1",
        "3x laundry wall NEWS any",
        "laundry at -0.4 0.3",
        "2x boxes wall NEWS any",
        "2x litter at -0.4 -0.5",
        "book_stack on coffee_table",
        "bottle on table",
        "fallen_chair corner NEWS",
    )
    return replace(recipe, lines=(*recipe.lines, *more))


def _cramped(recipe: Recipe) -> Recipe:
    more = _lines(
        "bookshelf wall NEWS any",
        "3x boxes wall NEWS any",
        "crate corner NEWS",
        "boxes corner NEWS",
        "low_shelf wall NEWS any",
    )
    return replace(recipe, lines=(*recipe.lines, *more))


def _creepy(recipe: Recipe) -> Recipe:
    more = _lines(
        "3x painting hang NEWS",
        "2x candlestand wall NEWS any",
        "dust_sheet wall EWNS any",
        "2x leaves at 0.3 -0.2",
        "mirror hang NEWS",
        "candle on table",
        "candle on sideboard",
    )
    lines = tuple(
        replace(i, what="chandelier") if i.what == "ceiling_lamp" and recipe.size_m[2] > 2.6 else i
        for i in _without(recipe, _FRAIL)
    )
    return replace(
        recipe,
        walls=("aged.wine", "aged.green", "aged.navy"),
        floors=("planks.black", "planks.walnut"),
        trims=("wood.walnut",),
        woods=("wood.walnut", "wood.black"),
        ceiling="aged.sand",
        panel_m=recipe.panel_m or 1.0,
        panels=("wood.walnut", "wood.black"),
        cloths=("velvet.red", "fabric.plum"),
        lines=(*lines, *more),
    )


def _luxurious(recipe: Recipe) -> Recipe:
    lines = tuple(replace(i, what="chandelier") if i.what in _LAMPS else i for i in recipe.lines)
    more = _lines(
        "2x painting hang NEWS",
        "2x plant corner NEWS",
        "plinth wall NEWS any",
        "2x sconce hang NEWS 1.8",
        "sculpture corner NEWS",
        "vase on sideboard",
        "rug at 0 0",
    )
    return replace(
        recipe,
        walls=("wall.navy", "wall.green", "wall.cream", "wall.wine"),
        floors=("marble.white", "marble.dark", "planks.walnut"),
        trims=("gold", "wood.walnut", "paint.cream"),
        woods=("wood.walnut", "wood.cherry"),
        panel_m=recipe.panel_m or 1.0,
        panels=("wood.walnut", "wood.white"),
        cloths=("velvet.red", "velvet.blue", "fabric.cream"),
        accents=("velvet.red", "leather.brown", "velvet.blue"),
        curtains=bool(recipe.windows),
        knob="gold",
        lines=(*lines, *more),
    )


_CHANGES = {
    "abandoned": _abandoned,
    "cramped": _cramped,
    "creepy": _creepy,
    "dark": _dark,
    "derelict": _derelict,
    "luxurious": _luxurious,
    "messy": _messy,
}
