"""Who sits where: one table, sofa or cabin per conversation, facing as the furniture lets them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..geometry import Vec3
from ..sets.model import Seat, SetPlan, Vec2
from ._reach import Reach, reach_of
from ._stage import Stage, heading, turned, yaw_to

NECK_RAD = 1.05
"""How far a sitter turns the head to look at somebody."""
_TORSO = (0.14, 0.75)
_KNEES_AT_LEAST_M = 0.38


@dataclass(frozen=True)
class Sitting:
    """A seat taken: the point under the hips on what the feet stand on."""

    position: Vec3
    yaw: float
    seat_m: float
    group: str
    driver: bool
    reach: Reach
    """What is before it."""


class Seating:
    """The set's seats as they fill up."""

    def __init__(self, stage: Stage, plan: SetPlan, driven: bool = False) -> None:
        """``driven``: somebody of the scene is said to drive, so nobody else gets the wheel."""
        self._stage, self._plan, self._driven = stage, plan, driven
        self._free = [s for s in plan.seats if self._usable(s)] or list(plan.seats)
        self._taken: list[Seat] = []
        self._group = ""
        self._reach: dict[int, Reach] = {}

    def _usable(self, seat: Seat) -> bool:
        if self._plan.kind == "vehicle":
            return True
        x, y, z = seat.position
        return self._stage.torso_clear(x, y, z + _TORSO[0], z + _TORSO[1], seat.node)

    def __bool__(self) -> bool:
        return bool(self._free)

    def take(self, drives: bool = False) -> Sitting | None:
        """A seat for the next main character; None when all are taken."""
        if not self._free:
            return None
        vehicle = self._plan.kind == "vehicle"
        if vehicle and not self._driven and not self._taken and any(s.driver for s in self._free):
            drives = True
        pool = [s for s in self._free if s.driver == drives]
        if not pool and self._driven and not drives:
            return None
        pool = pool or self._free
        if not self._taken:
            chosen = max(enumerate(pool), key=lambda row: (self._first_score(row[1]), -row[0]))[1]
            self._group = chosen.group or chosen.node
        else:
            chosen = max(enumerate(pool), key=lambda row: (self._next_score(row[1]), -row[0]))[1]
        return self._sit(chosen)

    def take_apart(self, away_from: list[Vec2], camera: Vec2) -> Sitting | None:
        """A seat for an extra: at another table, not between the camera and the main actors."""
        pool = [s for s in self._free if (s.group or s.node) != self._group and not s.driver]
        pool = [s for s in pool if not _between((s.position[0], s.position[1]), camera, away_from)]
        if not pool:
            return None
        return self._sit(next((s for s in pool if self._legs_fit(s)), pool[0]))

    def _sit(self, seat: Seat) -> Sitting:
        self._free.remove(seat)
        self._taken.append(seat)
        x, y, z = seat.position
        fx, fy = heading(seat.yaw)
        floor = self._stage.support_below(x + fx * 0.42, y + fy * 0.42, z)
        if z - floor > 0.9:
            floor = z - 0.75
        group = seat.group or seat.node
        return Sitting((x, y, floor), seat.yaw, z - floor, group, seat.driver, self._before(seat))

    def _before(self, seat: Seat) -> Reach:
        i = self._plan.seats.index(seat)
        if i not in self._reach:
            self._reach[i] = reach_of(self._stage, seat)
        return self._reach[i]

    def _legs_fit(self, seat: Seat) -> bool:
        """Whether knees find room, or turn aside on a stool; no leg of the table stands in their way."""
        return self._plan.kind == "vehicle" or self._before(seat).knees_m >= _KNEES_AT_LEAST_M

    def _members(self, seat: Seat) -> list[Seat]:
        name = seat.group or seat.node
        return [s for s in self._free if (s.group or s.node) == name and s is not seat]

    def _first_score(self, seat: Seat) -> float:
        cx, cy = self._plan.acting_center
        x, y, z = seat.position
        partners = [_pair_score(seat, s) for s in self._members(seat)]
        room = float(self._stage.view([(x, y, z + 0.72)], [seat.yaw], 3.0)[0])
        away = math.sqrt((x - cx) ** 2 + (y - cy) ** 2)
        legs = 0.0 if self._legs_fit(seat) else -2.0
        return round(max(partners, default=-1.5) + 0.5 * room - 0.35 * away + legs, 3)

    def _next_score(self, seat: Seat) -> float:
        x, y, z = seat.position
        lead = self._taken[0]
        same = (seat.group or seat.node) == self._group
        room = float(self._stage.view([(x, y, z + 0.72)], [seat.yaw], 2.5)[0])
        away = math.sqrt((x - lead.position[0]) ** 2 + (y - lead.position[1]) ** 2)
        legs = 0.0 if self._legs_fit(seat) else -2.0
        return round((4.0 if same else 0.0) + _pair_score(lead, seat) + 0.3 * room - 0.4 * away + legs, 3)


def _pair_score(a: Seat, b: Seat) -> float:
    """How well two sitters can look at each other: opposite is best, then round the corner."""
    pa, pb = (a.position[0], a.position[1]), (b.position[0], b.position[1])
    far = math.sqrt((pa[0] - pb[0]) ** 2 + (pa[1] - pb[1]) ** 2)
    if far < 0.35:
        return -3.0
    necks = abs(turned(yaw_to(pa, pb) - a.yaw)) + abs(turned(yaw_to(pb, pa) - b.yaw))
    return 2.0 - necks / math.pi * 2 - 0.5 * max(far - 1.7, 0.0)


def _between(point: Vec2, camera: Vec2, actors: list[Vec2]) -> bool:
    """Whether ``point`` is in a wedge from the camera to the actors, or in their lap."""
    for actor in actors:
        dx, dy = actor[0] - camera[0], actor[1] - camera[1]
        size = max(math.sqrt(dx * dx + dy * dy), 1e-6)
        px, py = point[0] - camera[0], point[1] - camera[1]
        along, across = (px * dx + py * dy) / size, abs(px * dy - py * dx) / size
        if along < size + 0.5 and across < 1.0:
            return True
    return False
