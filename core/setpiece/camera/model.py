"""Shots: what the camera department hands to editorial and hosts. Structs only.

A shot size is a promise: the span from the subject's lowest named part to the top of the head
fills ``SIZES[size].fill`` of the extraction frame's height.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..geometry import Quat, Vec3

Size = Literal["EWS", "WS", "FS", "MLS", "MS", "MCU", "CU", "BCU", "INSERT"]
Angle = Literal["eye", "high", "low", "overhead"]
Vantage = Literal["front", "3/4-left", "3/4-right", "profile-left", "profile-right", "back"]
Kind = Literal["master", "single", "two-shot", "ots", "insert", "pov", "group"]
Move = Literal["static", "push-in", "pull-out", "pan", "tilt", "track"]


class SizeRule(msgspec.Struct, frozen=True):
    """Lowest part in frame and the share of frame height from it to the head's top."""

    lowest: str
    fill: float


SIZES: dict[str, SizeRule] = {
    "EWS": SizeRule("feet", 0.25),
    "WS": SizeRule("feet", 0.45),
    "FS": SizeRule("feet", 0.80),
    "MLS": SizeRule("knees", 0.82),
    "MS": SizeRule("waist", 0.72),
    "MCU": SizeRule("chest", 0.86),
    "CU": SizeRule("shoulders", 0.84),
    "BCU": SizeRule("chin", 0.74),
}


class Filmback(msgspec.Struct, frozen=True):
    """A camera's full recorded area and the delivery rectangle inside it."""

    name: str
    width_mm: float
    height_mm: float
    extraction_width: float
    """Share of the width that is delivered."""
    extraction_height: float


class Check(msgspec.Struct, frozen=True):
    """A measured property of a shot against its limit."""

    name: str
    value: float
    limit: str
    ok: bool


class Shot(msgspec.Struct, frozen=True):
    """One shot. ``number`` (12A) is given in the index step, not here."""

    id: str
    camera_node: str
    beat: str
    """Id of the beat that caused it."""
    setup: str
    """Shots of one camera position and lighting state share it."""
    kind: Kind
    size: Size
    angle: Angle
    vantage: Vantage
    subjects: tuple[str, ...]
    """cast_ids that must be seen; the first one carries the size. Inserts: empty."""
    over: str = ""
    """cast_id of the foreground shoulder."""
    prop: str = ""
    """Node id of an insert's object."""
    focal_mm: float = 35.0
    focus_m: float = 3.0
    f_stop: float = 4.0
    position: Vec3 = (0.0, 0.0, 0.0)
    rotation: Quat = (1.0, 0.0, 0.0, 0.0)
    rig: Literal["sticks", "dolly", "head", "handheld"] = "sticks"
    move: Move = "static"
    first_frame: int = 0
    last_frame: int = 0
    ev100: float = 12.0
    description: str = ""
    locked: bool = False
    checks: tuple[Check, ...] = ()


class ShotPlan(msgspec.Struct, frozen=True):
    """A scene's coverage in cutting order."""

    filmback: Filmback
    shots: tuple[Shot, ...]
    line_side: int = 0
    """+1 or -1: the side of the 180-degree line the cameras keep; 0 when there is no line."""
    findings: tuple[str, ...] = ()
