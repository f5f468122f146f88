"""Who stands where: what cast hands to camera and light. Structs only."""

from __future__ import annotations

from typing import Literal

import msgspec

from ..geometry import Quat, Vec3
from ..sets.model import Solid

Pose = Literal["stand", "sit", "lie", "kneel", "drive", "walk", "run", "reach"]


class Actor(msgspec.Struct, frozen=True):
    """A stand-in on its mark. All points are in set space (world)."""

    cast_id: str
    node: str
    name: str
    position: Vec3
    """Between the feet (seated: under the hips, on the floor)."""
    rotation: Quat
    yaw: float
    """Heading of the body, radians, 0 = +Y, counter-clockwise."""
    pose: Pose
    height_m: float
    landmarks: dict[str, Vec3]
    """head_top, eyes, chin, shoulders, chest, waist, hips, knees, feet (see conventions.md)."""
    faces: str = ""
    """cast_id of whom they look at; empty = nobody."""
    background: bool = False
    solids: tuple[Solid, ...] = ()
    """Boxes per body part, for occlusion and collision."""


class Blocking(msgspec.Struct, frozen=True):
    """Everybody in the scene."""

    actors: tuple[Actor, ...]
    refusals: tuple[str, ...] = ()
    centre: tuple[Vec3, ...] = ()
    """Points of the furniture that the scene is about; a master shows it. Empty: there is none."""
