"""Reads ``data/interiors.toml``: what belongs in a bedroom, a bar, a vault."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from ..resources import text
from .model import SetKind


@dataclass(frozen=True)
class Line:
    """One line of a recipe: ``count`` times ``what``, placed ``how`` with ``args``."""

    count: int
    what: str
    how: str
    args: tuple[str, ...]

    @staticmethod
    def read(words: str) -> Line:
        """A line as the data file writes it."""
        head, *rest = words.split()
        count = 1
        if head.endswith("x") and head[:-1].isdigit():
            count, head, rest = int(head[:-1]), rest[0], rest[1:]
        return Line(count, head, rest[0], tuple(rest[1:]))


@dataclass(frozen=True)
class Recipe:
    """One variant of an interior; see the head of the data file."""

    kind: SetKind
    size_m: tuple[float, float, float]
    walls: tuple[str, ...]
    floors: tuple[str, ...]
    windows: tuple[str, ...]
    doors: tuple[str, ...]
    lines: tuple[Line, ...]
    act: tuple[float, float]
    act_size_m: tuple[float, float]
    window_sill_m: float
    window_size_m: tuple[float, float]
    curtains: bool
    panel_m: float
    panels: tuple[str, ...]
    trims: tuple[str, ...]
    woods: tuple[str, ...]
    cloths: tuple[str, ...]
    accents: tuple[str, ...]
    ceiling: str
    beams: bool
    door_style: str
    knob: str
    window_style: str = ""
    leaf: str = ""
    """Look of the doors' leaves; empty lets the set choose."""
    ridge_m: float = 0.0
    """Height of the eaves of a roof that slopes from a ridge under the ceiling; 0 = a flat ceiling."""
    boarded: bool = False
    """Planks are nailed over the windows."""


_SOUTH: dict[str, tuple[str, ...]] = {
    "room": ("2x picture hang S", "low_shelf wall S any", "plant corner SEW"),
    "office": ("picture hang S", "notice_board hang S", "low_shelf wall S any", "plant corner SEW"),
    "bar": ("2x picture hang S", "2x sconce hang S 1.8", "coat_rack corner SEW", "plant corner SEW"),
}
"""What dresses the wall behind the first camera where a recipe does not say."""
_PANELS = ("wood.white", "wood.oak", "wood.walnut", "wood.green")
_CLOTHS = ("grey", "teal", "rust", "navy", "olive", "cream", "plum", "sage", "blue", "rose")
_ACCENTS = (
    "leather.brown",
    "fabric.mustard",
    "fabric.teal",
    "fabric.rust",
    "leather.red",
    "fabric.navy",
    "leather.green",
)


def _looks(prefix: str, names: list[str]) -> tuple[str, ...]:
    return tuple(n if "." in n or n in ("hay", "earth") else f"{prefix}.{n}" for n in names)


@cache
def recipes() -> dict[str, Recipe]:
    """All variants by name."""
    out: dict[str, Recipe] = {}
    for name, t in tomllib.loads(text("sets", "interiors.toml")).items():
        w, d, h = t["size"]
        act_w, act_d = t.get("act_size", (2.6, 2.6))
        win_w, win_h = t.get("window_size", (1.5, 1.35))
        out[name] = Recipe(
            kind=t["kind"], size_m=(w, d, h), walls=_looks("wall", t.get("walls_raw", t.get("walls", []))),
            floors=_looks("planks", t["floors"]), windows=tuple(t["windows"]), doors=tuple(t["door"]),
            lines=tuple(Line.read(i) for i in (*t["items"], *t.get("south", _SOUTH[t["kind"]]))),
            act=(t["act"][0], t["act"][1]), act_size_m=(act_w, act_d),
            window_sill_m=t.get("window_sill", 0.95), window_size_m=(win_w, win_h), curtains=t.get("curtains", False),
            panel_m=t.get("panel", 0.0), panels=tuple(t.get("panels", _PANELS)),
            trims=tuple(t.get("trim", ("paint.white", "paint.cream", "wood.oak", "wood.walnut"))),
            woods=_looks("wood", t.get("woods", ["oak", "walnut", "cherry", "pine", "oak"])),
            cloths=_looks("fabric", t.get("cloths", list(_CLOTHS))), accents=tuple(t.get("accents", _ACCENTS)),
            ceiling=t.get("ceiling", "paint.ceiling"), beams=t.get("beams", False),
            door_style=t.get("door_style", ""), knob=t.get("knob", "metal.brass"),
            window_style=t.get("window_style", ""), leaf=t.get("leaf", ""),
            ridge_m=t.get("ridge", 0.0),
        )  # fmt: skip
    return out
