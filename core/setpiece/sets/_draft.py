"""What a set builder hands over: placed pieces and the shape of the place, before nodes exist.

``_compose`` turns a draft into the plan other departments read and the nodes a host shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..geometry import Quat, Vec3
from ._piece import Piece
from .model import Ground, Opening, Practical, Seat, SetKind, Solid, Surface, Vec2


@dataclass(frozen=True)
class Placed:
    """A piece on its spot. Walls, floors, roads and terrain are pieces too (``solid_kind``).

    ``position`` is where the piece's local origin stands, ``yaw`` turns its +Y (0 = +Y of the
    set, counter-clockwise); ``rotation``, when given, overrules ``yaw`` (a person tilted it).
    """

    node_id: str
    name: str
    """For people: "Chair 2", "North wall"."""
    piece: Piece
    position: Vec3
    yaw: float = 0.0
    key: str = ""
    """The key the id was minted by."""
    rotation: Quat | None = None
    scale: Vec3 = (1.0, 1.0, 1.0)
    group: str = ""
    """Seats with one group face each other; empty = the node id."""
    wish_noun: str = ""
    """Set for what the script asked for: becomes a ``PlacedProp``."""
    stage: Literal["physical", "wall", "both"] = "both"
    movable: bool = True
    """False for what the gate must not test against the others (walls, ground, trim)."""
    on: str = ""
    """Node id of the piece it stands on or hangs from; empty = the floor or the structure."""


@dataclass(frozen=True)
class Scatter:
    """Many small things in one node: grass, bushes, far trees, distant buildings.

    Arrays: key (n,) int64, prototype (n,) int32 index into ``prototypes``, translation (n, 3),
    rotation (n, 4) wxyz, scale (n, 3).
    """

    node_id: str
    name: str
    kind: str
    prototypes: tuple[Piece, ...]
    key: NDArray[np.int64]
    prototype: NDArray[np.int32]
    translation: NDArray[np.float32]
    rotation: NDArray[np.float32]
    scale: NDArray[np.float32]
    solid: NDArray[np.bool_] | None = None
    """(n,) which instances get solids (trees near the action); None = none. A part with
    ``solid=False`` never does."""
    stage: Literal["physical", "wall", "both"] = "both"


@dataclass(frozen=True)
class SetDraft:
    """A whole set before it is composed."""

    kind: SetKind
    variant: str
    interior: bool
    placed: tuple[Placed, ...]
    floor: tuple[Vec2, ...]
    """Counter-clockwise polygon in which people and cameras may be."""
    ceiling_m: float
    acting_center: Vec2
    scatter: tuple[Scatter, ...] = ()
    openings: tuple[Opening, ...] = ()
    ground: Ground | None = None
    camera_floor: tuple[Vec2, ...] = ()
    refusals: tuple[str, ...] = ()
    solids: tuple[Solid, ...] = ()
    """Besides those of the placed parts (terrain as slabs below the surface, say)."""
    seats: tuple[Seat, ...] = ()
    """Besides those of the placed pieces."""
    surfaces: tuple[Surface, ...] = ()
    practicals: tuple[Practical, ...] = ()
