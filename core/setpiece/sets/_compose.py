"""From a draft to what others read (SetPlan) and what a host shows (Fragment).

Equal meshes share one geometry, whose id is its content; a piece is one node with a material
slot per look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import msgspec

from ..geometry import Mesh, Quat, Vec3, merge, quat_from_yaw, quat_multiply, quat_rotate
from ..scene.arrays import Fragment, Pieces, geometry_resource
from ..scene.model import (
    InstancesPayload,
    Material,
    MeshPayload,
    Node,
    Prototype,
    PrototypePart,
    Transform,
)
from ._draft import Placed, Scatter, SetDraft
from ._looks import INTERIOR
from ._piece import Part, Piece
from .model import PlacedProp, Practical, Seat, SetPlan, Solid, Surface


def material_of(name: str) -> Material:
    """The look ``name`` as a material; an unknown name is a visible stand-in, not an error."""
    from ._looks_outdoor import OUTDOOR

    found = INTERIOR.get(name) or OUTDOOR.get(name) or INTERIOR["standin"]
    return msgspec.structs.replace(found, id=f"look.{name}")


def rounded(v: Sequence[float], quantum: float = 1e-4) -> tuple[float, ...]:
    """``v`` on the grid of ``quantum``; -0.0 becomes 0.0."""
    places = 4 if quantum == 1e-4 else 6
    return tuple(round(c, places) + 0.0 for c in v)


def _vec(v: Sequence[float]) -> Vec3:
    return cast(Vec3, rounded(v))


def _quat(q: Quat) -> Quat:
    sign = -1.0 if q[0] < 0 else 1.0
    return cast(Quat, rounded([sign * c for c in q], 1e-6))


def rotation_of(placed: Placed) -> Quat:
    """World rotation of a placed piece."""
    return quat_from_yaw(placed.yaw) if placed.rotation is None else placed.rotation


class _Frame:
    """Local to world of one placed piece."""

    def __init__(self, position: Vec3, rotation: Quat, scale: Vec3) -> None:
        self.position, self.rotation, self.scale = position, rotation, scale

    def point(self, p: Vec3) -> Vec3:
        s = self.scale
        x, y, z = quat_rotate(self.rotation, (p[0] * s[0], p[1] * s[1], p[2] * s[2]))
        return (self.position[0] + x, self.position[1] + y, self.position[2] + z)


def part_box(part: Part) -> tuple[Vec3, Vec3]:
    """(center in the piece's frame, half) of the box that hugs a part, along the part's axes."""
    lo, hi = part.mesh.bounds
    middle: Vec3 = ((lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2, (lo[2] + hi[2]) / 2)
    half: Vec3 = ((hi[0] - lo[0]) / 2, (hi[1] - lo[1]) / 2, (hi[2] - lo[2]) / 2)
    x, y, z = quat_rotate(part.rotation, middle)
    t = part.translation
    return (t[0] + x, t[1] + y, t[2] + z), half


def _solids(node: str, piece: Piece, frame: _Frame) -> Iterator[Solid]:
    for part in piece.parts:
        if not part.solid:
            continue
        center, half = part_box(part)
        s = frame.scale
        yield Solid(
            node=node,
            center=_vec(frame.point(center)),
            half=_vec((half[0] * s[0], half[1] * s[1], half[2] * s[2])),
            rotation=_quat(quat_multiply(frame.rotation, part.rotation)),
            kind=piece.solid_kind,  # type: ignore[arg-type]
        )


def _mesh_of(parts: Sequence[Part]) -> tuple[Mesh, tuple[str, ...]]:
    looks: list[str] = []
    for part in parts:
        if part.look not in looks:
            looks.append(part.look)
    return merge([p.placed.painted(looks.index(p.look)) for p in parts]), tuple(looks)


class _Composer:
    """Collects nodes and what the plan lists about them."""

    def __init__(self) -> None:
        self.pieces = Pieces()
        self.geometry_of: dict[int, tuple[str, tuple[str, ...]]] = {}
        self.known: set[str] = set()
        self.solids: list[Solid] = []
        self.seats: list[Seat] = []
        self.surfaces: list[Surface] = []
        self.practicals: list[Practical] = []
        self.props: list[PlacedProp] = []

    def resource(self, piece: Piece) -> tuple[str, tuple[str, ...]]:
        """Geometry id and material ids of a piece, registered."""
        if id(piece) not in self.geometry_of:
            mesh, looks = _mesh_of(piece.parts)
            geometry, arrays = geometry_resource("", mesh)
            name = f"geo.{geometry.hash[:20]}"
            if name not in self.known:
                self.known.add(name)
                self.pieces.add(msgspec.structs.replace(geometry, id=name))
                for array in arrays.values():
                    self.pieces.array(array)
            for look in looks:
                if f"look.{look}" not in self.known:
                    self.known.add(f"look.{look}")
                    self.pieces.add(material_of(look))
            self.geometry_of[id(piece)] = (name, tuple(f"look.{n}" for n in looks))
        return self.geometry_of[id(piece)]

    def place(self, placed: Placed) -> None:
        """One piece: its node, and what it offers."""
        geometry, materials = self.resource(placed.piece)
        rotation = _quat(rotation_of(placed))
        position = _vec(placed.position)
        self.pieces.add(
            Node(
                id=placed.node_id, name=placed.name, department="sets", kind=placed.piece.noun,
                payload=MeshPayload(geometry, materials),
                transform=Transform(position, rotation, _vec(placed.scale)), stage=placed.stage,
            )
        )  # fmt: skip
        frame = _Frame(position, rotation, placed.scale)
        own = list(_solids(placed.node_id, placed.piece, frame))
        self.solids.extend(own)
        self._offers(placed, frame)
        if placed.wish_noun:
            self._prop(placed, frame)

    def _offers(self, placed: Placed, frame: _Frame) -> None:
        node, yaw = placed.node_id, placed.yaw
        for seat in placed.piece.seats:
            self.seats.append(
                Seat(node, _vec(frame.point(seat.position)), round(_turn(yaw + seat.yaw), 6),
                     placed.group or node, seat.driver)
            )  # fmt: skip
        for top in placed.piece.surfaces:
            center = _vec(frame.point(top.center))
            self.surfaces.append(Surface(node, center, top.half_x, top.half_y, round(_turn(yaw), 6)))
        for lamp in placed.piece.lamps:
            point = _vec(frame.point(lamp.position))
            self.practicals.append(
                Practical(node, point, lamp.lumen, lamp.kelvin, lamp.kind)  # type: ignore[arg-type]
            )

    def _prop(self, placed: Placed, frame: _Frame) -> None:
        lo, hi = placed.piece.bounds
        s = placed.scale
        middle: Vec3 = ((lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2, (lo[2] + hi[2]) / 2)
        half = [(hi[k] - lo[k]) / 2 * s[k] for k in range(3)]
        self.props.append(
            PlacedProp(placed.node_id, placed.wish_noun, _vec(frame.point(middle)), _vec(half), frame.rotation)
        )

    def scatter(self, s: Scatter) -> None:
        """Many small things as one node."""
        names: list[str] = []
        for piece in s.prototypes:
            geometry, materials = self.resource(piece)
            name = f"proto.{geometry[4:]}"
            if name not in self.known:
                self.known.add(name)
                self.pieces.add(Prototype(name, (PrototypePart(geometry, materials),)))
            names.append(name)
        table = {
            "key": s.key, "prototype": s.prototype, "translation": s.translation,
            "rotation": s.rotation, "scale": s.scale,
        }  # fmt: skip
        refs = {k: self.pieces.array(v) for k, v in table.items()}
        payload = InstancesPayload(tuple(names), len(s.key), refs)
        self.pieces.add(Node(s.node_id, s.name, "sets", s.kind, payload, stage=s.stage))
        if s.solid is None:
            return
        for i in range(len(s.key)):
            if s.solid[i]:
                t, q, k = ([float(v) for v in a[i]] for a in (s.translation, s.rotation, s.scale))
                frame = _Frame(cast(Vec3, tuple(t)), cast(Quat, tuple(q)), cast(Vec3, tuple(k)))
                self.solids.extend(_solids(s.node_id, s.prototypes[int(s.prototype[i])], frame))


def _turn(yaw: float) -> float:
    """``yaw`` in (-pi, pi]."""
    turn = 6.283185307179586
    while yaw > turn / 2 + 1e-9:
        yaw -= turn
    while yaw <= -turn / 2 - 1e-9:
        yaw += turn
    return yaw


def compose(draft: SetDraft) -> tuple[SetPlan, Fragment]:
    """The plan and the nodes of a draft."""
    c = _Composer()
    for placed in draft.placed:
        c.place(placed)
    for s in draft.scatter:
        c.scatter(s)
    plan = SetPlan(
        kind=draft.kind, variant=draft.variant, interior=draft.interior,
        floor=tuple((round(x, 4), round(y, 4)) for x, y in draft.floor),
        ceiling_m=round(draft.ceiling_m, 4),
        acting_center=(round(draft.acting_center[0], 4), round(draft.acting_center[1], 4)),
        solids=(*c.solids, *draft.solids), seats=(*c.seats, *draft.seats),
        surfaces=(*c.surfaces, *draft.surfaces), openings=draft.openings,
        practicals=(*c.practicals, *draft.practicals), props=tuple(c.props), ground=draft.ground,
        camera_floor=draft.camera_floor, refusals=draft.refusals,
    )  # fmt: skip
    return plan, c.pieces.finish()
