"""What a set is asked to be, and what it offers to cast, light and camera. Structs only.

Set space: metres, Z up, floor at z = 0 where people act, +Y away from the first camera side.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..geometry import IDENTITY_QUAT, Quat, Vec3
from ..scene.model import Transform

SetKind = Literal["room", "office", "bar", "street", "landscape", "vehicle"]
Vec2 = tuple[float, float]


class PieceWish(msgspec.Struct, frozen=True):
    """A thing the script's own words ask for. ``key`` is stable per scene: ``prop:gun:1``."""

    key: str
    noun: str
    category: Literal["props", "vehicles", "animals", "set_dressing"]
    count: int = 1
    carried: bool = False
    """Somebody of the scene has it in hand: it stands where people act, at their feet."""


class SetSpec(msgspec.Struct, frozen=True):
    """Everything that decides a set; the same spec, ids and pins give the same set.

    ``variant`` refines ``kind``: room -> kitchen, bedroom, living, bathroom, hospital, corridor
    ...; landscape -> forest, field, desert, coast, park ...; vehicle -> car, train, plane, bus.
    """

    kind: SetKind
    variant: str
    location: str
    interior: bool
    night: bool
    people: int
    """Cast and background that must find room."""
    seated: int
    """How many of them the action wants to sit."""
    wishes: tuple[PieceWish, ...] = ()
    style: str = ""
    size: Literal["small", "medium", "large"] = "medium"
    seed: int = 0
    condition: tuple[str, ...] = ()
    """What the words say the place is like, of: abandoned, cramped, creepy, dark, derelict, huge,
    luxurious, messy, tiny."""
    stage: Literal["", "road"] = ""
    """Where on the set the action has people: on the road of a street instead of its pavement."""


class Pin(msgspec.Struct, frozen=True):
    """What a person did to a piece: an input the solver works around."""

    transform: Transform | None = None
    deleted: bool = False


class Obstacle(msgspec.Struct, frozen=True):
    """Something a person added to the set, as a box to keep clear of."""

    node: str
    center: Vec3
    half: Vec3
    rotation: Quat = IDENTITY_QUAT


class Solid(msgspec.Struct, frozen=True):
    """One box of what the set is made of; every visible primitive is inside some solid.

    Rays and cameras are tested against these, so they must hug what is drawn: one solid per
    primitive, not one per piece.
    """

    node: str
    center: Vec3
    half: Vec3
    rotation: Quat = IDENTITY_QUAT
    kind: Literal["structure", "furniture", "prop", "foliage", "ground", "vehicle", "backdrop"] = "furniture"


class Seat(msgspec.Struct, frozen=True):
    """A place to sit: ``position`` is the middle of the seat's top; ``yaw`` radians, 0 = +Y."""

    node: str
    position: Vec3
    yaw: float
    group: str = ""
    """Seats of one table or sofa share a group: people there face each other."""
    driver: bool = False


class Surface(msgspec.Struct, frozen=True):
    """A top where small things can stand."""

    node: str
    center: Vec3
    half_x: float
    half_y: float
    yaw: float = 0.0


class Opening(msgspec.Struct, frozen=True):
    """A door or window; ``yaw`` turns +Y to the direction into the room."""

    node: str
    kind: Literal["door", "window", "arch"]
    position: Vec3
    """Middle of the opening."""
    width_m: float
    height_m: float
    yaw: float


class Practical(msgspec.Struct, frozen=True):
    """A lamp of the set: where its light comes from."""

    node: str
    position: Vec3
    lumen: float
    kelvin: float
    kind: Literal["ceiling", "floor", "table", "wall", "street", "sign", "dash", "candle"]


class PlacedProp(msgspec.Struct, frozen=True):
    """A script noun as placed: its world bounds, for inserts."""

    node: str
    noun: str
    center: Vec3
    half: Vec3
    rotation: Quat = IDENTITY_QUAT


class Ground(msgspec.Struct, frozen=True):
    """Terrain heights for exteriors: ``heights`` is row-major, row = +Y, column = +X."""

    origin: Vec2
    cell_m: float
    rows: int
    columns: int
    heights: tuple[float, ...]


class SetPlan(msgspec.Struct, frozen=True):
    """What the other departments know of a set."""

    kind: SetKind
    variant: str
    interior: bool
    floor: tuple[Vec2, ...]
    """Counter-clockwise polygon in which people and cameras may be."""
    ceiling_m: float
    """Camera limit above; 0 when there is none."""
    acting_center: Vec2
    """Where action gathers: free floor, or the middle of the seats."""
    solids: tuple[Solid, ...]
    seats: tuple[Seat, ...] = ()
    surfaces: tuple[Surface, ...] = ()
    openings: tuple[Opening, ...] = ()
    practicals: tuple[Practical, ...] = ()
    props: tuple[PlacedProp, ...] = ()
    ground: Ground | None = None
    camera_floor: tuple[Vec2, ...] = ()
    """Where a camera may be when that differs from ``floor`` (car: outside the cabin)."""
    refusals: tuple[str, ...] = ()
    """Wishes that could not be met, in words."""
    condition: tuple[str, ...] = ()
    """As in ``SetSpec``; for departments that follow it (a dark place asks for less light)."""
