"""Which cameras there are, and what a delivery aspect leaves of their recorded area."""

from __future__ import annotations

import tomllib
from functools import cache
from types import MappingProxyType

import msgspec

from ..errors import InputError
from ..resources import text
from .model import Filmback


@cache
def _table() -> tuple[str, MappingProxyType[str, Filmback]]:
    data = tomllib.loads(text("camera", "filmbacks.toml"))
    cameras: dict[str, Filmback] = {}
    for name, (width, height) in sorted(data["cameras"].items()):
        if not 4.0 <= float(width) <= 80.0:
            raise InputError(f"{name}: a film back of {width} mm is not credible", where="filmbacks.toml")
        cameras[name] = Filmback(name, float(width), float(height), 1.0, 1.0)
    return str(data["default"]), MappingProxyType(cameras)


def filmbacks() -> dict[str, Filmback]:
    """Every known camera by name, its whole recorded area delivered."""
    return dict(_table()[1])


def filmback(name: str = "", delivery_aspect: float = 2.39) -> Filmback:
    """The camera ``name`` with the largest centred extraction of ``delivery_aspect``.

    Args:
        name: As in ``filmbacks()``; empty means the default camera.
        delivery_aspect: Width over height of the delivered picture.

    Raises:
        InputError: Unknown camera, or an aspect outside 0.4 .. 4.
    """
    default, cameras = _table()
    found = cameras.get(name or default)
    if found is None:
        raise InputError(f"there is no camera called {name!r}", remedy=f"Use one of: {', '.join(cameras)}.")
    if not 0.4 <= delivery_aspect <= 4.0:
        raise InputError(f"a delivery aspect of {delivery_aspect} is not usable", remedy="Give 0.4 to 4.")
    recorded = found.width_mm / found.height_mm
    if delivery_aspect >= recorded:
        return msgspec.structs.replace(found, extraction_height=round(recorded / delivery_aspect, 6))
    return msgspec.structs.replace(found, extraction_width=round(delivery_aspect / recorded, 6))
