"""The engine-neutral scene description: structs only (DESIGN section 4).

Every number that a person, a cue or a host may touch carries its unit, range, equality quantum
and live-safety as metadata on the field; the property table is generated from these structs.
Metres, seconds, radians; right-handed, Z up; quaternions (w, x, y, z); colours linear Rec.709.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ..geometry import IDENTITY_QUAT, Quat, Vec3

FORMAT = "1.0"
ArrayRef = str
"""Content hash of a canonical array in the production's store (see ``array_hash``)."""
Rgb = tuple[float, float, float]


def _prop(
    unit: str, quantum: float, *, lo: float | None = None, hi: float | None = None, live: bool = False
) -> Meta:
    return Meta(ge=lo, le=hi, extra={"unit": unit, "quantum": quantum, "live": live, "since": "1.0"})


def _vector(unit: str, quantum: float, *, live: bool = False) -> Meta:
    return Meta(extra={"unit": unit, "quantum": quantum, "live": live, "since": "1.0"})


Metres = Annotated[float, _prop("m", 1e-4, lo=0.0)]
Colour = Annotated[Rgb, _vector("linear Rec.709", 1e-4, live=True)]
Unit01 = Annotated[float, _prop("1", 1e-4, lo=0.0, hi=1.0)]


class Transform(msgspec.Struct, frozen=True):
    """Translation, then rotation, then scale, relative to the parent."""

    translation: Annotated[Vec3, _vector("m", 1e-4, live=True)] = (0.0, 0.0, 0.0)
    rotation: Annotated[Quat, _vector("quaternion wxyz", 1e-6, live=True)] = IDENTITY_QUAT
    scale: Annotated[Vec3, _vector("1", 1e-4, live=True)] = (1.0, 1.0, 1.0)


# --- resources -------------------------------------------------------------------------------


class Geometry(msgspec.Struct, frozen=True):
    """A mesh whose arrays lie in the store (names as the fields of ``geometry.Mesh``)."""

    id: str
    hash: str
    arrays: dict[str, ArrayRef]
    bounds_min: Annotated[Vec3, _vector("m", 1e-4)]
    bounds_max: Annotated[Vec3, _vector("m", 1e-4)]
    part_names: tuple[str, ...] = ()


Pattern = Literal[
    "plain", "plaster", "wood", "planks", "brick", "tile", "checker", "concrete", "asphalt",
    "grass", "soil", "fabric", "carpet", "metal", "stone", "foliage", "bark", "water", "paper",
]  # fmt: skip


class Material(msgspec.Struct, frozen=True):
    """A look that every host builds from the same few parameters."""

    id: str
    base_color: Colour = (0.5, 0.5, 0.5)
    second_color: Colour = (0.4, 0.4, 0.4)
    pattern: Pattern = "plain"
    pattern_m: Annotated[float, _prop("m", 1e-4, lo=0.0)] = 0.5
    roughness: Unit01 = 0.7
    metallic: Unit01 = 0.0
    transmission: Unit01 = 0.0
    bump: Unit01 = 0.0
    emission_color: Colour = (1.0, 1.0, 1.0)
    emission_nit: Annotated[float, _prop("cd/m2", 1e-2, lo=0.0, live=True)] = 0.0


class Image(msgspec.Struct, frozen=True):
    """A picture file in the store."""

    id: str
    hash: str
    width_px: int
    height_px: int
    color_space: str = "linear Rec.709"


class PrototypePart(msgspec.Struct, frozen=True):
    """One mesh of a prototype."""

    geometry: str
    materials: tuple[str, ...]
    transform: Transform = Transform()


class Prototype(msgspec.Struct, frozen=True):
    """A thing that is scattered many times."""

    id: str
    parts: tuple[PrototypePart, ...]


class Resources(msgspec.Struct, frozen=True):
    """What nodes refer to, by id."""

    geometry: dict[str, Geometry] = {}
    material: dict[str, Material] = {}
    image: dict[str, Image] = {}
    prototype: dict[str, Prototype] = {}


# --- payloads --------------------------------------------------------------------------------


class MeshPayload(msgspec.Struct, frozen=True, tag="mesh"):
    """A mesh; ``materials[i]`` fills the geometry's slot i."""

    geometry: str
    materials: tuple[str, ...] = ()


class InstancesPayload(msgspec.Struct, frozen=True, tag="instances"):
    """Scatter: ``count`` rows, each a prototype at a place, with a stable int64 key.

    ``arrays``: key (n,) int64, prototype (n,) int32, translation (n, 3), rotation (n, 4) wxyz,
    scale (n, 3) float32. Rows whose key is in ``hidden_keys`` are not shown: they were promoted
    to nodes of their own, or deleted one by one.
    """

    prototypes: tuple[str, ...]
    count: Annotated[int, Meta(ge=0)]
    arrays: dict[str, ArrayRef]
    hidden_keys: tuple[int, ...] = ()


class LightPayload(msgspec.Struct, frozen=True, tag="light"):
    """A photometric light; shines along local -Z. ``lux`` counts for a sun, else ``lumen``."""

    shape: Literal["sun", "point", "spot", "area"]
    role: Literal["sun", "key", "fill", "rim", "practical", "ambient"] = "key"
    lumen: Annotated[float, _prop("lm", 0.1, lo=0.0, live=True)] = 0.0
    lux: Annotated[float, _prop("lx", 0.1, lo=0.0, live=True)] = 0.0
    kelvin: Annotated[float, _prop("K", 1.0, lo=1000.0, hi=20000.0, live=True)] = 5600.0
    tint: Colour = (1.0, 1.0, 1.0)
    width_m: Metres = 0.1
    height_m: Metres = 0.1
    cone_rad: Annotated[float, _prop("rad", 1e-6, lo=0.0, hi=3.1416)] = 0.8
    blend: Unit01 = 0.3
    angle_rad: Annotated[float, _prop("rad", 1e-6, lo=0.0, hi=3.1416)] = 0.00918
    motivation: str = ""
    """Node id of the window, lamp or sun that justifies this light; empty = unmotivated."""


class CameraPayload(msgspec.Struct, frozen=True, tag="camera"):
    """A camera; looks along local -Z. The filmback is the full recorded area."""

    focal_mm: Annotated[float, _prop("mm", 1e-3, lo=1.0, hi=2000.0, live=True)] = 35.0
    filmback_width_mm: Annotated[float, _prop("mm", 1e-3, lo=1.0, hi=100.0)] = 28.25
    filmback_height_mm: Annotated[float, _prop("mm", 1e-3, lo=1.0, hi=100.0)] = 18.17
    focus_m: Annotated[float, _prop("m", 1e-3, lo=0.01, live=True)] = 3.0
    f_stop: Annotated[float, _prop("f", 1e-3, lo=0.5, hi=64.0, live=True)] = 4.0
    near_m: Annotated[float, _prop("m", 1e-4, lo=1e-3)] = 0.05
    far_m: Annotated[float, _prop("m", 1e-1, lo=1.0)] = 5000.0


class CharacterPayload(msgspec.Struct, frozen=True, tag="character"):
    """A stand-in. ``landmarks`` are local points: head_top, eyes, chin, shoulders, chest,
    waist, hips, knees, feet."""

    cast_id: str
    geometry: str
    materials: tuple[str, ...] = ()
    pose: str = "stand"
    height_m: Metres = 1.75
    landmarks: dict[str, Annotated[Vec3, _vector("m", 1e-4)]] = {}


class EmptyPayload(msgspec.Struct, frozen=True, tag="empty"):
    """A point in space: a mark, a group, an aim target."""


Payload = MeshPayload | InstancesPayload | LightPayload | CameraPayload | CharacterPayload | EmptyPayload

Department = Literal["sets", "cast", "light", "camera", "added"]


class Channel(msgspec.Struct, frozen=True):
    """Animation truth: one row per frame from ``first_frame``.

    ``property``: "transform" with (n, 7) rows x y z qw qx qy qz, or a scalar path of the node
    such as "payload.focal_mm" with (n, 1) rows. Linear / slerp between rows.
    """

    property: str
    first_frame: int
    samples: ArrayRef


class Node(msgspec.Struct, frozen=True):
    """One named thing. ``kind`` is its plain noun: chair, door, desk lamp, camera, ANNA ..."""

    id: str
    name: str
    department: Department
    kind: str
    payload: Payload
    transform: Transform = Transform()
    parent: str | None = None
    stage: Literal["physical", "wall", "both"] = "both"
    visible: Annotated[bool, Meta(extra={"unit": "", "quantum": 0, "live": True, "since": "1.0"})] = True
    channels: tuple[Channel, ...] = ()


class Relation(msgspec.Struct, frozen=True):
    """A constraint between nodes; ``baked`` names the channel that stands in for it."""

    id: str
    kind: Literal["attach", "aim", "follow_path", "focus_on"]
    source: str
    target: str
    offset: Annotated[Vec3, _vector("m", 1e-4)] = (0.0, 0.0, 0.0)
    baked: str = ""


class Sky(msgspec.Struct, frozen=True):
    """Dome light: a vertical gradient with a stated illuminance on a horizontal surface."""

    kind: Literal["clear", "overcast", "golden", "blue_hour", "night", "interior"] = "clear"
    lux: Annotated[float, _prop("lx", 1e-3, lo=0.0, live=True)] = 10000.0
    zenith_color: Colour = (0.15, 0.3, 0.7)
    horizon_color: Colour = (0.6, 0.7, 0.8)
    ground_color: Colour = (0.2, 0.19, 0.17)


class Sun(msgspec.Struct, frozen=True):
    """Sun or moon; azimuth clockwise from +Y (set north), elevation above the horizon."""

    azimuth_rad: Annotated[float, _prop("rad", 1e-6, live=True)] = 0.8
    elevation_rad: Annotated[float, _prop("rad", 1e-6, live=True)] = 0.8
    lux: Annotated[float, _prop("lx", 1e-3, lo=0.0, live=True)] = 0.0
    kelvin: Annotated[float, _prop("K", 1.0, lo=1000.0, hi=20000.0, live=True)] = 5500.0


class Fog(msgspec.Struct, frozen=True):
    """Homogeneous haze; density 0 is clear air."""

    density_per_m: Annotated[float, _prop("1/m", 1e-6, lo=0.0, live=True)] = 0.0
    color: Colour = (0.7, 0.75, 0.8)


class Environment(msgspec.Struct, frozen=True):
    """What surrounds the set, and how the scene is exposed (EV100)."""

    sky: Sky = Sky()
    sun: Sun = Sun()
    fog: Fog = Fog()
    exposure_ev100: Annotated[float, _prop("EV100", 1e-3, lo=-10.0, hi=25.0, live=True)] = 12.0


class FrameRate(msgspec.Struct, frozen=True):
    """Frames per second as a fraction: 24/1, 24000/1001 ..."""

    num: Annotated[int, Meta(ge=1)] = 24
    den: Annotated[int, Meta(ge=1)] = 1


class ShotRange(msgspec.Struct, frozen=True):
    """A shot on the scene's own timeline, frames inclusive; ``ev100`` exposes it."""

    id: str
    camera: str
    first_frame: int
    last_frame: int
    ev100: Annotated[float, _prop("EV100", 1e-3, lo=-10.0, hi=25.0)] = 12.0


class AudioClip(msgspec.Struct, frozen=True):
    """A sound on the scene's timeline."""

    id: str
    hash: str
    first_frame: int


class Marker(msgspec.Struct, frozen=True):
    """A named frame."""

    id: str
    frame: int
    label: str


class Sequence(msgspec.Struct, frozen=True):
    """The scene's own time, first frame 0; film time lives in the index step."""

    rate: FrameRate = FrameRate()
    last_frame: int = 0
    shots: tuple[ShotRange, ...] = ()
    audio: tuple[AudioClip, ...] = ()
    markers: tuple[Marker, ...] = ()


class Scene(msgspec.Struct, frozen=True):
    """Everything a host needs to show one script scene. Nodes are keyed by id."""

    id: str
    name: str = ""
    format: str = FORMAT
    resources: Resources = Resources()
    nodes: dict[str, Node] = {}
    relations: dict[str, Relation] = {}
    environment: Environment = Environment()
    sequence: Sequence = Sequence()


# --- edits -----------------------------------------------------------------------------------


class Edit(msgspec.Struct, frozen=True):
    """A person's value for one property of one node, and the generated value it replaced."""

    node: str
    property: str
    value: object
    base: object
    author: str = ""
    host: str = ""


class Edits(msgspec.Struct, frozen=True):
    """The layer people own. Stronger than ``generated``, weaker than ``session``.

    ``excluded`` names nodes, or single instances as ``<node id>:<key>``; ``promoted`` maps such
    an instance to the node that took its place.
    """

    format: str = FORMAT
    records: tuple[Edit, ...] = ()
    added: dict[str, Node] = {}
    added_resources: Resources = Resources()
    excluded: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    promoted: dict[str, Node] = {}
    held: dict[str, Node] = {}
    """Nodes as they stood when a person locked them, or aimed a camera: what a lock holds on to.

    Whole nodes: pose, payload, and the channels of a move. ``merge_edits`` and ``resolve`` carry them
    along and drop those whose lock and records are gone."""
