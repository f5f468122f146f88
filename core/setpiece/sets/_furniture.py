"""Which maker makes which noun, and what scripts call the same thing."""

from __future__ import annotations

import inspect
from dataclasses import replace
from functools import cache
from types import ModuleType

from . import (
    _furniture_bath,
    _furniture_decor,
    _furniture_goods,
    _furniture_lamps,
    _furniture_public,
    _furniture_seats,
    _furniture_show,
    _furniture_small,
    _furniture_special,
    _furniture_storage,
    _furniture_tables,
    _furniture_vessel,
    _furniture_worn,
)
from ._piece import Part, Piece, PieceMaker

_MODULES = (
    _furniture_seats,
    _furniture_tables,
    _furniture_storage,
    _furniture_goods,
    _furniture_decor,
    _furniture_lamps,
    _furniture_small,
    _furniture_bath,
    _furniture_special,
    _furniture_public,
    _furniture_worn,
    _furniture_vessel,
    _furniture_show,
)
_NOT_MAKERS = ("table", "pick", "vary")
SYNONYMS = {
    "couch": "sofa", "settee": "sofa", "recliner": "armchair", "easy_chair": "armchair",
    "rocking_chair": "armchair", "wooden_chair": "chair", "seat": "chair", "cot": "single_bed",
    "bunk": "single_bed", "mattress": "single_bed", "table": "small_table", "kitchen_table": "dining_table",
    "refrigerator": "fridge", "icebox": "fridge", "oven": "stove", "cooker": "stove",
    "bookcase": "bookshelf", "shelf": "low_shelf", "shelves": "bookshelf", "cabinet": "sideboard",
    "cupboard": "sideboard", "closet": "wardrobe", "chest_of_drawers": "dresser", "bureau": "dresser",
    "television": "tv_stand", "tv": "tv_stand", "lamp": "table_lamp", "computer": "monitor",
    "tub": "bathtub", "bath": "bathtub", "sink": "washbasin", "commode": "toilet", "hearth": "fireplace",
    "podium": "lectern", "pulpit": "lectern", "counter": "service_counter", "bar": "bar_counter",
    "curtain": "screen_curtain", "painting": "painting", "photocopier": "copier", "copy_machine": "copier",
    "gurney": "hospital_bed", "stretcher": "hospital_bed", "hay": "bale", "haystack": "bale",
    "barstool": "bar_stool", "phone": "telephone", "trash_can": "bin", "wastebasket": "bin",
    "carpet": "rug", "staircase": "stairs", "safe": "filing_cabinet", "locker": "lockers",
    "airlock_door": "hatch", "bunk_bed": "ship_bunk",
    "dining_room_table": "dining_table", "conference_table": "long_table", "swivel_chair": "office_chair",
}  # fmt: skip


@cache
def makers() -> dict[str, PieceMaker]:
    """Noun (lower case, underscores) -> maker, of everything indoors."""
    out: dict[str, PieceMaker] = {}
    for module in _MODULES:
        for name, maker in _public(module):
            out[name.rstrip("_")] = maker
    return out


def _public(module: ModuleType) -> list[tuple[str, PieceMaker]]:
    found = inspect.getmembers(module, inspect.isfunction)
    own = [(n, f) for n, f in found if f.__module__ == module.__name__]
    return [(n, f) for n, f in own if not n.startswith("_") and n not in _NOT_MAKERS]


def maker_for(noun: str) -> PieceMaker | None:
    """The maker of ``noun``, by name, synonym or its last word ("old rocking chair")."""
    key = noun.strip().lower().replace("-", " ").replace(" ", "_")
    table = makers()
    tails = [key, key.split("_", 1)[-1], key.rsplit("_", 1)[-1]]
    tails += [t[:-1] for t in tails if t.endswith("s")]
    for tail in tails:
        found = table.get(SYNONYMS.get(tail, tail))
        if found is not None:
            return found
    return None


def dressed(piece: Piece, roles: dict[str, str]) -> Piece:
    """``piece`` with its role looks (``@wood`` ...) filled in."""
    if not any(p.look.startswith("@") for p in piece.parts):
        return piece
    return replace(piece, parts=tuple(_dressed(p, roles) for p in piece.parts))


def _dressed(part: Part, roles: dict[str, str]) -> Part:
    return replace(part, look=roles.get(part.look[1:], "wood.oak")) if part.look.startswith("@") else part


def stand_in(noun: str) -> Piece:
    """A plain box of plausible size for a noun nobody makes."""
    from ._furniture_kit import slab

    part = slab((0.3, 0.22, 0.18), (0.0, 0.0, 0.09), "standin", 0.01)
    return Piece(noun, (part,), solid_kind="prop")
