"""Illuminance by arithmetic: what a fixture gives a face, and what stands in between.

Inverse square and two cosines; an area light is a small Lambertian source (I = lm / pi on axis),
good to 10 % beyond three times its size (IES Lighting Handbook, calculations).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..cast.model import Actor, Blocking
from ..geometry import Boxes, Vec3, first_hit, inside_boxes, segment_clear
from ..sets.model import SetPlan, Vec2

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Face:
    """A face to be lit: where it is, and where its nose points (unit, level)."""

    node: str
    at: Vec3
    way: Vec2


def facing(actor: Actor) -> Face:
    """The face of an actor; a turned head counts, a lying one looks up from the chest's side."""
    eyes = actor.landmarks.get("eyes", (actor.position[0], actor.position[1], actor.position[2] + 1.6))
    nose = actor.landmarks.get("nose")
    way = (-math.sin(actor.yaw), math.cos(actor.yaw))
    if nose is not None and actor.pose != "lie":
        dx, dy = nose[0] - eyes[0], nose[1] - eyes[1]
        size = math.sqrt(dx * dx + dy * dy)
        if size > 0.005:
            way = (dx / size, dy / size)
    return Face(actor.node, eyes, way)


class Field:
    """The set and the people as obstacles to light."""

    def __init__(self, plan: SetPlan, blocking: Blocking) -> None:
        self.plan = plan
        near = [
            s
            for s in plan.solids
            if s.kind != "backdrop"
            and abs(s.center[0] - plan.acting_center[0]) - max(s.half[0], s.half[1]) < 12
            and abs(s.center[1] - plan.acting_center[1]) - max(s.half[0], s.half[1]) < 12
        ]
        self._set = Boxes.build([(s.center, s.half, s.rotation) for s in near])
        people = [s for a in blocking.actors for s in a.solids]
        self._people = Boxes.build([(s.center, s.half, s.rotation) for s in people])
        self._floor = np.array(plan.floor, dtype=np.float64).reshape(-1, 2)

    def open_at(self, points: F64, margin_m: float) -> Mask:
        """(n,) whether a fixture fits at a point: on the floor's plan, in no solid and no person."""
        free = ~inside_boxes(points, self._set, margin_m)
        if len(self._people):
            free &= ~inside_boxes(points, self._people, 0.3)
        if self.plan.interior and len(self._floor) >= 3:
            free &= _in_polygon(points, self._floor)
        return free

    def sees(self, origin: F64, target: Vec3) -> Mask:
        """(n,) whether nothing of the set lies between each origin and ``target``."""
        ends = np.broadcast_to(np.array(target, dtype=np.float64), origin.shape)
        clear: Mask = segment_clear(origin, ends, self._set, 0.02)
        return clear

    def room(self, at: Vec3, way: Vec2, reach_m: float) -> float:
        """Free metres from ``at`` along a level direction."""
        end = np.array([(at[0] + way[0] * reach_m, at[1] + way[1] * reach_m, at[2])])
        fraction, _ = first_hit(np.array([at], dtype=np.float64), end, self._set)
        return min(float(fraction[0]), 1.0) * reach_m


def _in_polygon(points: F64, polygon: F64) -> Mask:
    a, b = polygon, np.roll(polygon, -1, axis=0)
    x, y = points[:, 0:1], points[:, 1:2]
    crosses = (a[None, :, 1] > y) != (b[None, :, 1] > y)
    rise = np.where(b[:, 1] == a[:, 1], 1.0, b[:, 1] - a[:, 1])
    at = a[None, :, 0] + (y - a[None, :, 1]) * (b[:, 0] - a[:, 0]) / rise
    out: Mask = (crosses & (x < at)).sum(axis=1) % 2 == 1
    return out


def face_cosine(face: Face, source: Vec3) -> float:
    """Cosine between a face's normal and the way to ``source``; 0 from behind."""
    d = [s - f for s, f in zip(source, face.at, strict=True)]
    size = math.sqrt(sum(c * c for c in d))
    return max((d[0] * face.way[0] + d[1] * face.way[1]) / size, 0.0) if size > 1e-6 else 0.0


def area_lux(lumen: float, source: Vec3, aim: Vec3, face: Face) -> float:
    """Lux at a face from an area light at ``source`` that points at ``aim``."""
    d = [f - s for s, f in zip(source, face.at, strict=True)]
    way = [a - s for s, a in zip(source, aim, strict=True)]
    far = math.sqrt(sum(c * c for c in d))
    size = math.sqrt(sum(c * c for c in way))
    if far < 0.05 or size < 1e-6:
        return 0.0
    leaving = max(sum(p * q for p, q in zip(d, way, strict=True)) / (far * size), 0.0)
    return lumen / math.pi * leaving * face_cosine(face, source) / (far * far)


def spot_lux(lumen: float, source: Vec3, aim: Vec3, cone_rad: float, face: Face) -> float:
    """Lux at a face from a spotlight: a bulb of ``lumen`` seen only inside the cone (I = lm / 4 pi)."""
    d = [f - s for s, f in zip(source, face.at, strict=True)]
    way = [a - s for s, a in zip(source, aim, strict=True)]
    far = math.sqrt(sum(c * c for c in d))
    size = math.sqrt(sum(c * c for c in way))
    if far < 0.05 or size < 1e-6:
        return 0.0
    cosine = sum(p * q for p, q in zip(d, way, strict=True)) / (far * size)
    if cosine < math.cos(0.42 * cone_rad):  # the outermost part of a soft edge does not count
        return 0.0
    return lumen / (4 * math.pi) * face_cosine(face, source) / (far * far)


def point_lux(lumen: float, source: Vec3, face: Face) -> float:
    """Lux at a face from a bare bulb."""
    far2 = sum((s - f) ** 2 for s, f in zip(source, face.at, strict=True))
    return lumen / (4 * math.pi) * face_cosine(face, source) / max(far2, 0.05)


def middle(faces: Sequence[Face], plan: SetPlan) -> Vec3:
    """The centre of the faces; head height over the acting centre when nobody is there."""
    if not faces:
        return (plan.acting_center[0], plan.acting_center[1], 1.5)
    n = len(faces)
    x, y, z = (sum(f.at[k] for f in faces) / n for k in range(3))
    return (x, y, z)
