"""A whole stand-in from its measures and pose: one mesh, its landmarks and its boxes.

Body parts (``Mesh.part_names``, vertex groups in hosts): head, neck, chest, waist, hips, thigh,
knee, shin, foot, shoulder, upper_arm, forearm, hand. Long hair counts as ``neck`` below the chin.

Landmarks are taken off the finished mesh, in its own frame:

========== ===================================================================================
head_top   highest vertex of ``head``, hair included; lying: the farthest along the head's own axis
eyes       between the two eyeballs
chin       lowest point of the jaw; lying: the vertex of ``head`` nearest the feet along that axis
nose       tip of the nose: with the eyes it tells where the face points
shoulders  middle of the bounds of ``shoulder`` (trunk above the armpits, both caps): the acromion line
chest      middle of the bounds of ``chest`` (lowest ribs to armpits): mid-sternum
waist, hips, knees   middle of the bounds of ``waist``, ``hips``, ``knee``
feet       middle of the bounds of ``foot`` at its lowest vertex: the sole
========== ===================================================================================
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..geometry import IDENTITY_QUAT, Mesh, Quat, Vec3, merge, quat_multiply, quat_rotate, quat_to_matrix
from ._build import Build
from ._head import CHIN_Y, EYES_Z, head_mesh, skull_front
from ._limbs import SHOULDER_S, Spine, arm, front_opening, hand, hem, leg, neck, shoe, trunk, turn
from ._pose import FOREARM, NOTHING, SHIN, THIGH, UPPER_ARM, Before, Limb, Stance, stance, two_bone

F64 = NDArray[np.float64]
PARTS = (
    "head", "neck", "chest", "waist", "hips", "thigh", "knee", "shin", "foot", "shoulder", "upper_arm",
    "forearm", "hand",
)  # fmt: skip
Box = tuple[Vec3, Vec3, Quat]


@dataclass(frozen=True)
class Body:
    """A posed stand-in in its own frame."""

    mesh: Mesh
    landmarks: dict[str, Vec3]
    boxes: tuple[Box, ...]
    """(centre, half, rotation) of each body part and side, hugging it."""


class _Parts:
    """Meshes as they are made, each with the frame its boxes are measured in."""

    def __init__(self) -> None:
        self.rows: list[tuple[Mesh, dict[str, Quat]]] = []

    def add(self, mesh: Mesh, frames: dict[str, Quat]) -> None:
        self.rows.append((mesh, frames))


def _along(a: Vec3, b: Vec3) -> Quat:
    """A rotation whose Z runs from ``a`` to ``b``."""
    d = [q - p for p, q in zip(a, b, strict=True)]
    size = math.sqrt(sum(c * c for c in d))
    x, y, z = (c / size for c in d)
    if z < -0.9999:
        return (0.0, 1.0, 0.0, 0.0)
    half = math.sqrt(2 * (1 + z))
    return (half / 2, -y / half, x / half, 0.0)


def _direction(v: Vec3, fallback: Vec3) -> Vec3:
    size = math.sqrt(sum(c * c for c in v))
    if size < 1e-9:
        return fallback
    return (v[0] / size, v[1] / size, v[2] / size)


def _square(v: Vec3, to: Vec3) -> Vec3:
    """``v`` without its share along the unit vector ``to``, at length one."""
    dot = sum(a * b for a, b in zip(v, to, strict=True))
    return _direction((v[0] - to[0] * dot, v[1] - to[1] * dot, v[2] - to[2] * dot), (0.0, 0.0, 1.0))


def _sub(a: Vec3, b: Vec3) -> Vec3:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def _add_arm(parts: _Parts, build: Build, spine: Spine, goal: Limb, side: int) -> None:
    u = build.unit
    out = (0.094 if build.female else 0.107) * build.wide
    inner = spine.point(SHOULDER_S, (side * 0.03, -0.006, -0.008))
    joint = spine.point(SHOULDER_S, (side * out, -0.006, -0.022))
    lead = spine.point(SHOULDER_S, (side * 0.107, -0.006, -0.022))
    shift = _sub(joint, lead)
    target = (goal.end[0] * u + shift[0], goal.end[1] * u, goal.end[2] * u)
    elbow, wrist = two_bone(joint, target, UPPER_ARM * u, FOREARM * u, goal.pole)
    bend = _square(goal.pole, _direction(_sub(wrist, joint), (0.0, 0.0, -1.0)))
    parts.add(
        arm(build, [inner, joint, elbow, wrist], bend),
        {"shoulder": IDENTITY_QUAT, "upper_arm": _along(joint, elbow), "forearm": _along(elbow, wrist)},
    )
    along = _direction(_sub(wrist, elbow), (0.0, 0.0, -1.0))
    fingers = _direction(goal.fingers, along)
    palm = _square(_direction(goal.palm, (-float(side), 0.15, 0.0)), fingers)
    parts.add(hand(build, wrist, fingers, palm, side, goal.grip), {"hand": _along((0.0, 0.0, 0.0), fingers)})


def _add_leg(parts: _Parts, build: Build, spine: Spine, goal: Limb, side: int) -> None:
    u = build.unit
    hip = spine.point(0.0, (side * 0.05, 0.0, 0.0))
    target = (goal.end[0] * u, goal.end[1] * u, goal.end[2] * u)
    knee, ankle = two_bone(hip, target, THIGH * u, SHIN * u, goal.pole)
    bend = _square(goal.pole, _direction(_sub(ankle, hip), (0.0, 0.0, -1.0)))
    parts.add(
        leg(build, [hip, knee, ankle], bend),
        {"thigh": _along(hip, knee), "knee": _along(hip, ankle), "shin": _along(knee, ankle)},
    )
    parts.add(shoe(build, ankle, goal.turn, goal.tip), {"foot": turn(goal.turn, goal.tip, 0.0)})


def _assemble(build: Build, pose: Stance, head_yaw: float, seat_m: float) -> tuple[_Parts, dict[str, Vec3]]:
    parts = _Parts()
    spine = Spine(pose, build.unit)
    chest = spine.rotation(0.25)
    parts.add(
        trunk(build, spine, seat_m if seat_m > 0 else -1.0),
        {"hips": spine.rotation(0.0), "waist": spine.rotation(0.1), "chest": chest, "shoulder": chest},
    )
    if seat_m <= 0:
        parts.add(hem(build, spine), {"hips": spine.rotation(0.0)})
    if build.top != "tee":
        parts.add(front_opening(build, spine), {"waist": chest, "chest": chest, "shoulder": chest})
    u = build.unit
    collar = spine.point(0.285)
    top = spine.point(0.3397)
    chin_level = (top[0], top[1] + 0.012 * u, top[2])
    looks = turn(head_yaw, pose.head_pitch, pose.head_roll)
    into = quat_rotate(looks, (0.0, -0.06 * build.head, 0.28 * build.head))
    parts.add(
        neck(build, collar, (chin_level[0] + into[0], chin_level[1] + into[1], chin_level[2] + into[2])),
        {"neck": chest},
    )
    k = build.head
    head = head_mesh(build.female, build.beard, build.hair).moved(chin_level, looks, (k, k, k))
    parts.add(head, {"head": looks, "neck": looks})
    for i, side in enumerate((-1, 1)):
        _add_arm(parts, build, spine, pose.arms[i], side)
        _add_leg(parts, build, spine, pose.legs[i], side)

    def on_head(local: Vec3) -> Vec3:
        p = quat_rotate(looks, (local[0] * k, local[1] * k, local[2] * k))
        return (p[0] + chin_level[0], p[1] + chin_level[1], p[2] + chin_level[2])

    marks = {"eyes": on_head((0.0, skull_front(0.137, EYES_Z) - 0.02, EYES_Z)), "chin": on_head((0.0, CHIN_Y, 0.0)),
             "nose": on_head((0.0, 0.5, 0.385))}  # fmt: skip
    return parts, marks


def _moved(point: Vec3, by: Vec3, rotation: Quat) -> Vec3:
    p = quat_rotate(rotation, point)
    return (p[0] + by[0], p[1] + by[1], p[2] + by[2])


def _bounds(mesh: Mesh, part: str) -> tuple[F64, F64, F64]:
    p = mesh.position[mesh.part == mesh.part_names.index(part)].astype(np.float64)
    return p.min(axis=0), p.max(axis=0), p


def _vertex(points: F64, order: F64) -> Vec3:
    p = points[int(np.argmax(np.round(order, 6)))]
    return (float(p[0]), float(p[1]), float(p[2]))


def _lying_head(mesh: Mesh) -> dict[str, Vec3]:
    """Crown and jaw of a head on a pillow: the ends of it along the way from the neck, as a picture shows it."""
    lo, hi, head = _bounds(mesh, "head")
    neck_lo, neck_hi, _ = _bounds(mesh, "neck")
    x, y, z = (float(v) for v in (lo + hi - neck_lo - neck_hi))
    along = head[:, 0] * x + head[:, 1] * y + head[:, 2] * z
    return {"head_top": _vertex(head, along), "chin": _vertex(head, -along)}


def _landmarks(mesh: Mesh) -> dict[str, Vec3]:
    _, _, head = _bounds(mesh, "head")
    out = {"head_top": _vertex(head, head[:, 2])}
    for name, part in (("shoulders", "shoulder"), ("chest", "chest"), ("waist", "waist"), ("hips", "hips"),
                       ("knees", "knee"), ("feet", "foot")):  # fmt: skip
        lo, hi, _ = _bounds(mesh, part)
        x, y, z = ((float(a) + float(b)) / 2 for a, b in zip(lo, hi, strict=True))
        out[name] = (x, y, float(lo[2]) if name == "feet" else z)
    return out


def _box(mesh: Mesh, part: str, rotation: Quat) -> Box:
    _, _, p = _bounds(mesh, part)
    m = quat_to_matrix(rotation)
    local = np.stack([p[:, 0] * m[0, k] + p[:, 1] * m[1, k] + p[:, 2] * m[2, k] for k in range(3)], axis=1)
    lo, hi = local.min(axis=0), local.max(axis=0)
    mid = [(float(a) + float(b)) / 2 for a, b in zip(lo, hi, strict=True)]
    half = [(float(b) - float(a)) / 2 for a, b in zip(lo, hi, strict=True)]
    center = quat_rotate(rotation, (mid[0], mid[1], mid[2]))
    return center, (half[0], half[1], half[2]), rotation


@lru_cache(maxsize=512)
def body(
    build: Build, pose: str, variant: int, seat_m: float = 0.0, head_yaw: float = 0.0, before: Before = NOTHING
) -> Body:
    """The stand-in with these measures in this pose; made once.

    Args:
        build: Measures.
        pose: As ``cast.model.Pose``, or ``talk``.
        variant: Individual variation of the pose, below ``_pose.VARIANTS``.
        seat_m: Seat height above the floor, for ``sit`` and ``drive``.
        head_yaw: How far the head turns to the left, radians.
        before: Table or wheel for a sitter's hands.
    """
    held = stance(build, pose, variant, seat_m, before)
    seated = pose in {"sit", "drive"}
    parts, marks = _assemble(build, held, head_yaw, seat_m if seated else 0.0)
    lay: Quat = (math.sqrt(0.5), math.sqrt(0.5), 0.0, 0.0) if held.lying else IDENTITY_QUAT
    meshes = [m.moved(rotation=lay) if held.lying else m for m, _ in parts.rows]
    low = min(float(m.position[:, 2].min()) for m in meshes)
    hips = quat_rotate(lay, held.pelvis)
    shift: Vec3 = (0.0, -hips[1] * build.unit if held.lying else 0.0, 0.0 if seated else -low)
    meshes = [m.moved(shift) for m in meshes]
    boxes = tuple(
        _box(m, part, quat_multiply(lay, frame))
        for m, (_, frames) in zip(meshes, parts.rows, strict=True)
        for part, frame in frames.items()
        if part in m.part_names
    )
    whole = merge(meshes)
    places = {**_landmarks(whole), **{k: _moved(v, shift, lay) for k, v in marks.items()}}
    if held.lying:
        places |= _lying_head(whole)
    return Body(whole, {k: _rounded(v) for k, v in places.items()}, boxes)


def _rounded(v: Vec3) -> Vec3:
    return (round(v[0], 4), round(v[1], 4), round(v[2], 4))
