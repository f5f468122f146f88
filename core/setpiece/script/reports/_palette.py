"""Colours and categories as data: a production may replace either without touching code."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import msgspec

from ...resources import text


class Category(msgspec.Struct, frozen=True):
    """How one category of elements is called, marked and filed."""

    key: str
    name: str
    mark: str = "#666666"
    """sRGB of the pencil it is marked with."""
    ucid: int = 124
    """Number in the Universal Schedule Standard's list; 124 is "Other"."""
    kitsu: str = ""
    """Asset type in Kitsu; empty when it makes no asset."""
    box: bool = False
    """Has a box on every sheet, filled or not."""
    also: tuple[str, ...] = ()


class Palette(msgspec.Struct, frozen=True):
    """What reports look like."""

    strips: dict[str, str]
    """``"INT DAY"`` ..., ``break`` and ``banner`` -> sRGB ``#rrggbb``."""
    times: dict[str, str]
    """Time of day -> DAY, NIGHT, DAWN or DUSK."""
    categories: tuple[Category, ...]
    """In the order they stand on a sheet."""

    def category(self, key: str) -> Category:
        """The category of that key; one made from the key when the table lacks it."""
        for found in self.categories:
            if key == found.key or key in found.also:
                return found
        return Category(key, key.replace("_", " ").strip().title() or "Other")

    def rank(self, key: str) -> tuple[int, str]:
        """Sorts categories in sheet order; unknown ones last, by name."""
        for i, found in enumerate(self.categories):
            if key == found.key or key in found.also:
                return i, ""
        return len(self.categories), key

    def strip(self, int_ext: str, time_of_day: str) -> str:
        """Which strip a scene is filed under. INT/EXT counts as EXT: the weather decides its day."""
        where = "INT" if int_ext == "INT" else "EXT"
        return f"{where} {self.times.get(time_of_day, 'DAY')}"

    def colour(self, strip: str) -> str:
        """The strip's colour; white when the table lacks it."""
        return self.strips.get(strip, "#ffffff")


@cache
def stock_palette() -> Palette:
    """The trade's convention, from the data file."""
    raw: dict[str, Any] = tomllib.loads(text("script/reports", "reports.toml"))
    return msgspec.convert(raw, Palette)
