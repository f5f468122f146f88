"""The department's tables (limits, sizes, verbs, cues), read once from data/grammar.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import cast

from ..resources import text
from ..scene.model import FrameRate
from .model import SIZES, Size

SIZE_ORDER: tuple[Size, ...] = ("EWS", "WS", "FS", "MLS", "MS", "MCU", "CU", "BCU")
"""From wide to tight: a size step is one place in here."""


@dataclass(frozen=True)
class Grammar:
    """``data/grammar.toml``, typed."""

    limits: dict[str, float]
    headroom: dict[Size, float]
    lens_mm: dict[Size, float]
    ladder: dict[Size, tuple[Size, ...]]
    dialogue: dict[str, tuple[Size, ...]]
    action: dict[str, tuple[Size, ...]]
    over_shoulder_until: int
    verbs: dict[str, frozenset[str]]
    cues: dict[str, tuple[str, ...]]

    def whole(self, name: str) -> int:
        """The limit ``name`` as a whole number."""
        return int(self.limits[name])

    def frames(self, name: str, rate: FrameRate) -> int:
        """The limit ``name``, given in seconds, as frames of ``rate``."""
        return max(round(self.limits[name] * rate.num / rate.den), 1)


def _sizes(names: list[str]) -> tuple[Size, ...]:
    return tuple(cast("Size", n) for n in names if n in SIZES)


@cache
def grammar() -> Grammar:
    """The shot grammar.

    Raises:
        InputError: The installation lacks the data file.
    """
    data = tomllib.loads(text("camera", "grammar.toml"))
    by_size: dict[Size, dict[str, float]] = {cast("Size", k): v for k, v in data["sizes"].items()}
    return Grammar(
        limits={k: float(v) for k, v in data["limits"].items()},
        headroom={k: float(v["headroom"]) for k, v in by_size.items()},
        lens_mm={k: float(v["lens_mm"]) for k, v in by_size.items()},
        ladder={cast("Size", k): _sizes(v) for k, v in data["ladder"].items()},
        dialogue={k: _sizes(data["dialogue"][k]) for k in ("stand", "sit")},
        action={k: _sizes(v) for k, v in data["action"].items()},
        over_shoulder_until=int(data["dialogue"]["over_shoulder_until"]),
        verbs={k: frozenset(v) for k, v in data["verbs"].items()},
        cues={k: tuple(v) for k, v in data["cues"].items()},
    )
