"""What vendors put into FreeD's encoder and spare fields: the protocol itself leaves them open."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Literal

import msgspec

from ...errors import InputError
from ...resources import text


class FreedProfile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one vendor fills zoom, focus and the two spare bytes.

    Attributes:
        zoom_range, focus_range, spare_range: Encoder values at the two ends of travel; equal ends: no encoder.
        zoom_mm: Millimetres of focal length in one unit; 0: zoom is an encoder.
        focus_mm: Millimetres of distance in one unit; 0: focus is an encoder.
        spare: What the last two bytes carry.
        source: Where the figures come from.
    """

    label: str
    source: str
    zoom_range: tuple[int, int] = (0, 0xFFFFFF)
    focus_range: tuple[int, int] = (0, 0xFFFFFF)
    spare_range: tuple[int, int] = (0, 0xFFFF)
    zoom_mm: float = 0.0
    focus_mm: float = 0.0
    spare: Literal["iris", "f_stop_and_sequence"] = "iris"


@cache
def freed_profiles() -> dict[str, FreedProfile]:
    """Every shipped profile by name."""
    return msgspec.convert(tomllib.loads(text("tracking", "freed.toml")), dict[str, FreedProfile])


def freed_profile(name: str) -> FreedProfile:
    """The profile of a name; the empty name is ``generic``.

    Raises:
        InputError: No such profile; the message lists those there are.
    """
    known = freed_profiles()
    found = known.get(name or "generic")
    if found is None:
        raise InputError(f"there is no FreeD profile {name!r}", where="profile", remedy=f"Known: {', '.join(known)}.")
    return found
