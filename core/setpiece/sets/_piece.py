"""What a piece of furniture, a vehicle, a tree or a prop is before it is placed.

Local frame: metres, origin on the floor in the middle of the footprint, Z up. The side a person
uses (the seat's front, the drawer side, the car's nose) looks along +Y; the back, at -Y, goes
against a wall.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..geometry import IDENTITY_QUAT, Mesh, Quat, Vec3


@dataclass(frozen=True)
class Part:
    """One primitive with its look; its box hugs what is drawn.

    Build parts unrotated around their own origin and give the placement separately, so that the
    box of a tilted backrest tilts with it.
    """

    mesh: Mesh
    look: str
    translation: Vec3 = (0.0, 0.0, 0.0)
    rotation: Quat = IDENTITY_QUAT
    solid: bool = True
    """False for what rays may pass (glass, leaves thinner than a frame)."""

    @property
    def placed(self) -> Mesh:
        """The mesh in the piece's frame."""
        return self.mesh.moved(self.translation, self.rotation)


@dataclass(frozen=True)
class LocalSeat:
    """Middle of the seat's top, and where a sitter looks (yaw, 0 = +Y)."""

    position: Vec3
    yaw: float = 0.0
    driver: bool = False


@dataclass(frozen=True)
class LocalSurface:
    """A horizontal top for small things."""

    center: Vec3
    half_x: float
    half_y: float


@dataclass(frozen=True)
class LocalLamp:
    """Where a piece shines from; ``kind`` as in ``sets.model.Practical``."""

    position: Vec3
    lumen: float
    kelvin: float
    kind: str


@dataclass(frozen=True)
class Piece:
    """A thing a set can place."""

    noun: str
    parts: tuple[Part, ...]
    seats: tuple[LocalSeat, ...] = ()
    surfaces: tuple[LocalSurface, ...] = ()
    lamps: tuple[LocalLamp, ...] = ()
    front_clear_m: float = 0.0
    """Free floor a user needs in front of it (+Y)."""
    solid_kind: str = "furniture"

    @property
    def bounds(self) -> tuple[Vec3, Vec3]:
        """(min, max) of all parts in the piece's frame."""
        corners = [p.placed.bounds for p in self.parts]
        lo = np.min([c[0] for c in corners], axis=0)
        hi = np.max([c[1] for c in corners], axis=0)
        return (float(lo[0]), float(lo[1]), float(lo[2])), (float(hi[0]), float(hi[1]), float(hi[2]))


PieceMaker = Callable[[np.random.Generator], Piece]
"""Makes one piece out of its own random stream (proportions and looks vary a little)."""
