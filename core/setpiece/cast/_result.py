"""What `block` gives back; apart from the structs because it carries arrays."""

from __future__ import annotations

from dataclasses import dataclass

from ..scene.arrays import Fragment
from ..scene.ids import IdSlice
from .model import Blocking


@dataclass(frozen=True)
class CastResult:
    """The people of a scene: where they are, their nodes and meshes, and the new id slice."""

    blocking: Blocking
    fragment: Fragment
    ids: IdSlice
