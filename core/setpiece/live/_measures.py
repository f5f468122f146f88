"""Numbers taken from the stage: distances, angles, speeds, zones. Metres and degrees, in the set's space."""

from __future__ import annotations

import math

from ..errors import InputError
from ..geometry import Quat, Vec3, quat_rotate
from ._program import Rule
from ._state import Subject
from ._work import Work
from .model import Pose, Zone

SPEED_NS = 100_000_000
"""A speed is taken over at least so long."""


def outside_m(zone: Zone, at: Vec3) -> float:
    """How far a point is outside of a zone; inside, minus the way to the nearest side."""
    x, y, z = (p - c for p, c in zip(at, zone.center, strict=True))
    if zone.size is not None:
        yaw = math.radians(zone.yaw_deg)
        across, along = x * math.cos(yaw) + y * math.sin(yaw), y * math.cos(yaw) - x * math.sin(yaw)
        over = [abs(v) - s / 2 for v, s in zip((across, along, z), zone.size, strict=True)]
    else:
        radius, height = zone.radius_m or 0.0, zone.height_m or 0.0
        over = [math.hypot(x, y) - radius, max(z - height, -z)]
    if max(over) <= 0.0:
        return max(over)
    return math.hypot(*(max(v, 0.0) for v in over))


def facing_deg(rotation: Quat, at: Vec3, target: Vec3) -> float:
    """Angle between where something looks (its local -Z) and the way to a point."""
    way = tuple(t - p for t, p in zip(target, at, strict=True))
    size = math.hypot(*way)
    if size < 1e-9:
        return 0.0
    look = quat_rotate(rotation, (0.0, 0.0, -1.0))
    cosine = sum(a * b for a, b in zip(look, way, strict=True)) / size
    return math.degrees(math.acos(min(max(cosine, -1.0), 1.0)))


def newer(before: Subject | None, pose: Pose | None, now_ns: int) -> Subject:
    """What is known of a subject after a new sample, ``None`` for a lost one."""
    if pose is None:
        return Subject(None, now_ns, before.seen_ns if before else now_ns)
    if before is None or before.pose is None:
        return Subject(pose, now_ns, now_ns, pose, now_ns)
    then, then_ns = before.then, before.then_ns
    speed = before.speed
    if then is not None and now_ns - then_ns >= SPEED_NS:
        gone = math.dist(pose.position_m, then.position_m)
        speed, then, then_ns = gone * 1e9 / (now_ns - then_ns), pose, now_ns
    return Subject(pose, now_ns, now_ns, then, then_ns, speed)


def measured(work: Work, rule: Rule) -> float | None:
    """The rule's number now; ``None`` while there is nothing to measure.

    Raises:
        InputError: The data cannot be measured so: not finite, no rotation, no such subject or node.
    """
    subject = work.subjects.get(rule.subjects[0])
    if subject is None or subject.pose is None:
        return None
    pose = subject.pose
    if not all(math.isfinite(v) for v in (*pose.position_m, *(pose.rotation_wxyz or ()))):
        raise InputError("the pose is not finite.", where=rule.subjects[0], remedy="Look at its tracker.")
    if rule.zone is not None:
        return outside_m(rule.zone, pose.position_m)
    if rule.kind == "axis":
        return pose.position_m["xyz".index(rule.when.axis)]
    if rule.kind == "speed":
        return subject.speed
    target = _other(work, rule)
    if target is None:
        return None
    if rule.kind == "distance":
        return math.dist(pose.position_m, target)
    if pose.rotation_wxyz is None:
        raise InputError("it sends no rotation.", where=rule.subjects[0], remedy="Facing needs one; use distance.")
    return facing_deg(pose.rotation_wxyz, pose.position_m, target)


def _other(work: Work, rule: Rule) -> Vec3 | None:
    subject = work.subjects.get(rule.other)
    if subject is not None:
        place = subject.pose.position_m if subject.pose is not None else None
        if place is not None and not all(map(math.isfinite, place)):
            raise InputError("the pose is not finite.", where=rule.other, remedy="Look at its tracker.")
        return place
    if not rule.node:
        return None
    return work.ground.gate.placed(rule.node, (0.0, 0.0, 0.0), 1.0, lambda slot: work.value(slot)[0])[0]
