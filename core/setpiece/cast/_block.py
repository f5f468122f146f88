"""Blocking: puts the people of a scene on their marks and hands over their nodes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..geometry import Quat, Vec3, quat_from_yaw, quat_multiply, quat_rotate, stream, yaw_from_quat
from ..scene.arrays import Pieces
from ..scene.ids import IdSlice, Minter
from ..scene.model import CharacterPayload, Node, Transform
from ..script.model import CastMember, SceneBreakdown
from ..sets.model import Pin, SetPlan, Solid, Vec2
from ._apart import far_wish
from ._body import Body, body
from ._build import Build, build_of
from ._casting import Person, carrier, partners, people_of
from ._centre import main_piece
from ._crowd import idle_yaw, passer_by, way_along
from ._marks import SLOTS, Frame, find_frame, find_mark, open_yaw
from ._pose import NOTHING, VARIANTS, Before
from ._reach import KNEES_M, perched_turn
from ._result import CastResult
from ._seating import NECK_RAD, Seating, Sitting
from ._stage import Stage, turned, yaw_to
from ._wardrobe import materials
from .model import Actor, Blocking, Pose

_POSES: dict[str, Pose] = {
    "stand": "stand", "talk": "stand", "sit": "sit", "lie": "lie", "kneel": "kneel", "drive": "drive",
    "walk": "walk", "run": "run", "reach": "reach",
}  # fmt: skip
_NECK_STEP = math.pi / 36


@dataclass
class _Mark:
    """Where somebody is going to be, while others still find their places."""

    person: Person
    position: Vec3
    yaw: float
    pose: str
    seat_m: float = 0.0
    head_yaw: float = 0.0
    before: Before = NOTHING
    knees_m: float = KNEES_M
    rotation: Quat | None = None
    """Set when a person put them there by hand."""

    @property
    def at(self) -> Vec2:
        return self.position[0], self.position[1]


def block(
    scene: SceneBreakdown,
    cast: Sequence[CastMember],
    plan: SetPlan,
    scene_id: str,
    ids: IdSlice,
    pins: Mapping[str, Pin] = {},
) -> CastResult:
    """Place everybody who is seen in ``scene`` on the set.

    A dialogue pair faces each other at about 1.3 m, further people close an arc that stays open
    to one side (the master camera's); where there are seats that the action or the place asks
    for, people share a table. Newcomers take what is left, so nobody who was there moves.

    Args:
        scene: The sheet: who, in which posture, who speaks to whom.
        cast: The production's cast (sex, age).
        plan: The set to stand in.
        scene_id: Scope of the ids.
        ids: The ledger's slice of this scene's cast.
        pins: Node id -> what a person did to it: moved (kept exactly) or deleted (left out).

    Returns:
        The blocking, one character node with its mesh and materials per person, and the slice.
        ``Blocking.refusals`` names who found no place.
    """
    minter = Minter(f"{scene_id}.c", ids)
    known = [m.serial for k, m in [*ids.live.items(), *ids.retired.items()] if k.startswith("cast:")]
    people = people_of(scene, cast, plan, minter, known)
    stage = Stage(plan)
    director = _Director(scene, plan, stage, people, pins)
    marks = director.placed()
    pieces = Pieces()
    actors = tuple(_actor(m, pieces, director.faces(m.person)) for m in marks)
    used = [(a.position[0], a.position[1]) for a in actors if a.pose in ("sit", "lie") and not a.background]
    blocking = Blocking(actors, tuple(director.refusals), main_piece(plan, used))
    return CastResult(blocking, pieces.finish(), minter.finish())


class _Director:
    """Finds the marks, one person after another."""

    def __init__(
        self,
        scene: SceneBreakdown,
        plan: SetPlan,
        stage: Stage,
        people: Sequence[Person],
        pins: Mapping[str, Pin],
    ) -> None:
        self._scene, self._plan, self._stage, self._pins = scene, plan, stage, pins
        self._people = [p for p in people if not pins.get(p.node, Pin()).deleted]
        self._mains = [p for p in self._people if not p.background]
        self._partner = partners(scene, [p.cast_id for p in self._mains])
        self._frame: Frame | None = None
        self._seating = Seating(stage, plan, any(p.pose == "drive" for p in people))
        self._marks: dict[str, _Mark] = {}
        self._reserved: list[Vec2] = []
        self.refusals: list[str] = []

    @property
    def frame(self) -> Frame:
        if self._frame is None:
            self._frame = find_frame(self._stage, main_piece(self._plan), self._held())
        return self._frame

    def _held(self) -> tuple[int, Vec2] | None:
        """The slot of who has luggage at their feet, and where the set put it down."""
        cx, cy = self._plan.acting_center
        for prop in self._plan.props:
            x, y, z = prop.center
            if self._plan.interior or z > 0.6 or abs(x - cx) > 1.7 or abs(y - cy) > 0.6:
                continue
            who = carrier(self._scene, prop.noun)
            slot = next((p.slot for p in self._mains if p.cast_id == who and not p.far), None)
            if slot is not None:
                return slot, (x, y)
        return None

    def faces(self, person: Person) -> str:
        """The cast id whom ``person`` looks at, if that one is on stage."""
        other = self._partner.get(person.cast_id, "")
        return other if any(m.person.cast_id == other for m in self._marks.values()) else ""

    def placed(self) -> list[_Mark]:
        """Everybody's mark: pinned people hold theirs, the others work around them."""
        for p in self._people:
            moved = self._pins.get(p.node, Pin()).transform
            if moved is not None:
                self._reserved.append((moved.translation[0], moved.translation[1]))
        for p in self._people:
            mark = self._extra(p) if p.background else self._main(p)
            if mark is None:
                self.refusals.append(f"{p.name}: no free floor left on this set")
                continue
            self._marks[p.node] = mark
        for mark in self._marks.values():
            self._pin(mark)
        for mark in self._marks.values():
            self._perch(mark)
            self._face(mark)
        return list(self._marks.values())

    def _taken(self) -> list[Vec2]:
        return [m.at for m in self._marks.values()] + self._reserved

    def _main(self, p: Person) -> _Mark | None:
        pose = p.pose
        if pose in {"sit", "drive"}:
            seat = self._seating.take(pose == "drive")
            if seat is not None:
                return self._seated(p, seat)
            pose = "stand"
        if pose == "lie":
            bed = self._stage.mattress([s.node for s in self._plan.seats])
            if bed is not None and all(_far(bed[0][:2], m.at) > 0.5 for m in self._marks.values()):
                (x, y, z), yaw = bed
                return _Mark(p, (x, y, z), yaw, "lie")
        return self._standing(p, pose)

    def _seated(self, p: Person, seat: Sitting) -> _Mark:
        pose = "drive" if seat.driver and self._plan.kind == "vehicle" else "sit"
        reach = seat.reach
        perched = perched_turn(reach.knees_m) > 0 and pose == "sit"
        before = Before(0.0, 0.0, None, True) if perched else Before(reach.edge_m, reach.table_m, reach.wheel)
        return _Mark(p, seat.position, seat.yaw, pose, round(seat.seat_m, 2), before=before, knees_m=reach.knees_m)

    def _standing(self, p: Person, pose: str) -> _Mark | None:
        wish = (far_wish(self._stage, self.frame, self._taken()) if p.far else None) or self._wish(p.slot)
        yaw = yaw_to(wish, self.frame.anchor) if wish != self.frame.anchor else None
        mark = find_mark(self._stage, self.frame, wish, self._taken(), yaw)
        if mark is None:
            return None
        if pose == "stand" and p.speaks and stream(p.cast_id, "gesture").random() < 0.6:
            pose = "talk"
        x, y = mark.position
        z = self._stage.foot(x, y)
        return _Mark(p, (x, y, z), turned(self.frame.front + 0.4), pose)

    def _wish(self, slot: int) -> Vec2:
        """The mark ``slot`` of the group; beside the first sitter when the lead sits."""
        lead = next((m for m in self._marks.values() if not m.person.background and not m.person.far), None)
        if lead is not None and lead.pose in {"sit", "drive", "lie"}:
            x, y = lead.at
            angle = lead.yaw + (0.5, -0.6, 0.05, -1.2, 1.2)[slot % 5]
            far = 1.45 + 0.4 * (slot // 5)
            return (x - math.sin(angle) * far, y + math.cos(angle) * far)
        u, v = SLOTS[slot % len(SLOTS)]
        rows = slot // len(SLOTS)
        return self.frame.at(u + 0.3 * rows, v + 2.6 * rows)

    def _extra(self, p: Person) -> _Mark | None:
        mains = [m.at for m in self._marks.values() if not m.person.background]
        draws = [float(stream(p.node, "place", k).random()) for k in range(3)]
        if self._plan.kind != "vehicle" and self._seating:
            seat = self._seating.take_apart(mains, self.frame.camera)
            if seat is not None:
                return self._seated(p, seat)
        elif self._seating:
            seat = self._seating.take()
            if seat is not None:
                return self._seated(p, seat)
        if not self._plan.interior:
            return self._passer(p, mains)
        side = -1 if draws[0] < 0.5 else 1
        wish = self.frame.at(side * (0.9 + 2.8 * draws[1]), 2.2 + 2.6 * draws[2])
        mark = find_mark(self._stage, self.frame, wish, self._taken())
        if mark is None or not self._behind(mark.position, mains):
            return None
        x, y = mark.position
        yaw = turned(self.frame.front + side * (math.pi / 2 + 0.5 * (draws[2] - 0.5)))
        free = open_yaw(self._stage, (x, y), yaw)
        return _Mark(p, (x, y, self._stage.foot(x, y)), free, "stand")

    def _passer(self, p: Person, mains: Sequence[Vec2]) -> _Mark | None:
        at = passer_by(self._stage, self.frame, p.node, self._taken(), mains)
        if at is None:
            return None
        walks = p.pose in {"walk", "run"}
        yaw = way_along(self._stage, at, p.node) if walks else idle_yaw(self._stage, at, p.node, self._taken())
        return _Mark(p, (*at, self._stage.foot(*at)), yaw, p.pose)

    def _behind(self, at: Vec2, mains: Sequence[Vec2]) -> bool:
        """Extras keep out of the mains' sight lines and the cameras' way."""
        if not mains:
            return True
        _, v = self.frame.local(at)
        return v > 0.6 and all(_far(at, m) > 1.1 for m in mains)

    def _pin(self, mark: _Mark) -> None:
        moved = self._pins.get(mark.person.node, Pin()).transform
        if moved is not None:
            mark.position, mark.rotation = moved.translation, moved.rotation
            mark.yaw = yaw_from_quat(moved.rotation)

    def _perch(self, mark: _Mark) -> None:
        """Turn a sitter whose knees would run into a counter: to whom they talk to, else to the room."""
        turn = perched_turn(mark.knees_m) if mark.pose == "sit" and mark.rotation is None else 0.0
        if turn <= 0 or self._plan.kind == "vehicle":
            return
        other_id = "" if mark.person.background else self._partner.get(mark.person.cast_id, "")
        other = next((m for m in self._marks.values() if other_id and m.person.cast_id == other_id), None)
        to = other.at if other is not None else self.frame.camera
        mark.yaw = turned(mark.yaw + math.copysign(turn, turned(yaw_to(mark.at, to) - mark.yaw)))

    def _face(self, mark: _Mark) -> None:
        """Turn to whom they talk to: the body when standing, the head when furniture holds it."""
        other_id = self._partner.get(mark.person.cast_id, "") if not mark.person.background else ""
        other = next((m for m in self._marks.values() if other_id and m.person.cast_id == other_id), None)
        upright = mark.pose in {"stand", "talk", "walk", "run", "kneel", "reach"}
        if mark.person.background:
            return
        if other is None:
            if upright and mark.rotation is None:
                wish = self.frame.front + (0.4 if stream(mark.person.look, "side").random() < 0.5 else -0.4)
                mark.yaw = open_yaw(self._stage, mark.at, turned(wish))
            return
        want = yaw_to(mark.at, other.at)
        if upright and mark.rotation is None:
            mark.yaw = want
        elif mark.pose != "lie":
            limit = 0.35 if mark.pose == "drive" else 0.7 if self._plan.kind == "vehicle" else NECK_RAD
            turn = min(max(turned(want - mark.yaw), -limit), limit)
            mark.head_yaw = round(round(turn / _NECK_STEP) * _NECK_STEP, 6)


def _far(a: Sequence[float], b: Vec2) -> float:
    return math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)


def _rounded(v: Vec3) -> Vec3:
    return (round(v[0], 4), round(v[1], 4), round(v[2], 4))


def _rounded_quat(q: Quat) -> Quat:
    return (round(q[0], 6), round(q[1], 6), round(q[2], 6), round(q[3], 6))


def _actor(mark: _Mark, pieces: Pieces, faces: str) -> Actor:
    p = mark.person
    build: Build = build_of(p.look, p.female, p.age)
    variant = int(stream(p.look, "stance").random() * VARIANTS)
    shape: Body = body(build, mark.pose, variant, mark.seat_m, mark.head_yaw, mark.before)
    position = mark.position if mark.rotation is not None else _rounded(mark.position)
    rotation = mark.rotation if mark.rotation is not None else _rounded_quat(quat_from_yaw(mark.yaw))
    pose = _POSES[mark.pose]
    looks = materials(p.look, p.node, build, p.background)
    pieces.mesh(f"{p.node}.body", shape.mesh)
    pieces.add(*looks)
    payload = CharacterPayload(
        p.cast_id, f"{p.node}.body", tuple(m.id for m in looks), pose, build.height, dict(shape.landmarks)
    )
    pieces.add(
        Node(
            p.node,
            p.name,
            "cast",
            "extra" if p.background else "character",
            payload,
            Transform(position, rotation),
        )
    )

    def world(v: Vec3) -> Vec3:
        r = quat_rotate(rotation, v)
        return _rounded((r[0] + position[0], r[1] + position[1], r[2] + position[2]))

    solids = tuple(
        Solid(p.node, world(center), _rounded(half), _rounded_quat(quat_multiply(rotation, turn)), "prop")
        for center, half, turn in shape.boxes
    )
    return Actor(
        cast_id=p.cast_id,
        node=p.node,
        name=p.name,
        position=position,
        rotation=rotation,
        yaw=round(mark.yaw, 6),
        pose=pose,
        height_m=build.height,
        landmarks={k: world(v) for k, v in shape.landmarks.items()},
        faces=faces,
        background=p.background,
        solids=solids,
    )
