"""What light hands on: the environment and how each region is exposed. Structs only."""

from __future__ import annotations

import msgspec

from ..scene.model import Environment


class LightPlan(msgspec.Struct, frozen=True):
    """The scene's lighting state.

    ``key_lux`` / ``fill_lux`` are incident at the first actor's face, as designed;
    ratio = (key + fill) : fill.
    """

    environment: Environment
    mood: str
    key_lux: float
    fill_lux: float
    notes: tuple[str, ...] = ()
