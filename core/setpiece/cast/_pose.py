"""How a body holds itself: joint positions per pose, by two-bone reach.

Local frame: origin on the floor between the feet (seated or lying: under the hips), +Y is
where the person faces, Z up. Lengths are shares of ``Build.unit``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ..geometry import Vec3
from ._build import Build

THIGH, SHIN, ANKLE = 0.245, 0.242, 0.042
UPPER_ARM, FOREARM = 0.172, 0.148
HIP_Z, SHOULDER_Z = 0.527, 0.815


@dataclass(frozen=True)
class Limb:
    """Where a hand or foot is: ``end`` is the wrist or ankle, ``pole`` where the joint bends to.

    ``turn`` and ``tip`` are the foot's heading and pitch (radians; tip > 0 is heel up).
    """

    end: Vec3
    pole: Vec3
    turn: float = 0.0
    tip: float = 0.0
    palm: Vec3 = (0.0, 0.0, 0.0)
    fingers: Vec3 = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Stance:
    """A pose in shares of the body's unit; angles in radians. Index 0 is the left side (-x)."""

    pelvis: Vec3
    hip_pitch: float
    chest_pitch: float
    hip_roll: float
    chest_roll: float
    chest_yaw: float
    legs: tuple[Limb, Limb]
    arms: tuple[Limb, Limb]
    head_pitch: float = 0.0
    lying: bool = False


def _foot(x: float, y: float, turn: float, z: float = ANKLE, tip: float = 0.0) -> Limb:
    return Limb((x, y - 0.012, z), (0.25 * x, 1.0, 0.1), turn, tip)


def _hang(side: int, y: float = 0.01, out: float = 0.134) -> Limb:
    return Limb((side * out, y, SHOULDER_Z - 0.332), (side * 0.2, -1.0, 0.0))


def _gesture(side: int, kind: str) -> Limb:
    if kind == "talk":
        return Limb(
            (side * 0.115, 0.185, 0.655), (side * 0.6, -0.5, -0.8), palm=(-side * 0.6, 0.0, 0.8),
            fingers=(-side * 0.15, 0.9, 0.45),
        )  # fmt: skip
    if kind == "hip":
        return Limb((side * 0.118, -0.012, 0.585), (side, -0.55, 0.1), fingers=(-side * 0.5, 0.6, -0.6))
    if kind == "clasp":
        return Limb((side * 0.035, 0.105, 0.545), (side, -0.35, -0.1), fingers=(-side * 0.8, 0.25, -0.55))
    if kind == "pocket":
        return Limb((side * 0.118, 0.03, 0.535), (side * 0.9, -0.9, 0.0), fingers=(-side * 0.1, 0.25, -0.95))
    if kind == "reach":
        return Limb((side * 0.07, 0.285, 0.775), (side * 0.4, 0.0, -1.0), fingers=(0.0, 1.0, 0.05))
    return _hang(side)


def _standing(variant: int, arms: tuple[str, str]) -> Stance:
    """Weight on one leg, hips and shoulders tilted against each other (contrapposto)."""
    weight = -1 if variant % 2 == 0 else 1
    amount = (0.5, 1.0, 0.75)[variant % 3]
    free = -weight
    weighted = _foot(weight * 0.05, -0.005, -weight * 0.12)
    relaxed = _foot(free * 0.078, 0.03 * amount, -free * 0.38)
    legs = (weighted, relaxed) if weight < 0 else (relaxed, weighted)
    return Stance(
        pelvis=(weight * 0.016 * amount, 0.0, HIP_Z - 0.005),
        hip_pitch=0.05,
        chest_pitch=-0.03,
        hip_roll=weight * 0.07 * amount,
        chest_roll=-weight * 0.045 * amount,
        chest_yaw=weight * 0.05 * amount,
        legs=legs,
        arms=(_gesture(-1, arms[0]), _gesture(1, arms[1])),
    )


def _sitting(build: Build, seat_m: float, driving: bool, variant: int) -> Stance:
    seat = seat_m / build.unit
    hip_z = seat + 0.05
    ahead = 0.36 if driving else 0.225 + 0.02 * (variant % 3)
    reach = THIGH + SHIN - 0.02
    low = hip_z - math.sqrt(max(reach * reach - ahead * ahead, 0.0))
    ankle_z = max(ANKLE, low)
    legs = (
        _foot(-0.062, ahead, 0.16, ankle_z),
        _foot(0.062, ahead - (0.03 if variant % 2 else -0.01), -0.16, ankle_z),
    )
    if driving:
        arms = tuple(
            Limb((s * 0.085, 0.265, hip_z + 0.215), (s * 0.7, -0.1, -1.0), palm=(-s * 0.6, 0.5, -0.5),
                 fingers=(-s * 0.25, 0.55, 0.75))
            for s in (-1, 1)
        )  # fmt: skip
    else:
        knee_z = hip_z + 0.058
        arms = tuple(
            Limb((s * 0.075, 0.125 + 0.012 * s, knee_z), (s, -0.5, -0.15), palm=(0.0, 0.0, -1.0),
                 fingers=(-s * 0.25, 1.0, -0.12))
            for s in (-1, 1)
        )  # fmt: skip
    return Stance(
        pelvis=(0.0, 0.0, hip_z),
        hip_pitch=-0.16 if driving else -0.08,
        chest_pitch=-0.04 if driving else 0.05,
        hip_roll=0.0,
        chest_roll=0.0,
        chest_yaw=0.0,
        legs=(legs[0], legs[1]),
        arms=(arms[0], arms[1]),
    )


def _kneeling() -> Stance:
    back = Limb((0.06, -0.225, 0.062), (0.0, 1.0, -0.9), 0.0, 1.15)
    return Stance(
        pelvis=(0.0, 0.0, 0.275),
        hip_pitch=0.05,
        chest_pitch=0.12,
        hip_roll=0.0,
        chest_roll=0.0,
        chest_yaw=0.0,
        legs=(_foot(-0.07, 0.215, 0.1), back),
        arms=(
            Limb((-0.085, 0.17, 0.335), (-1.0, -0.4, 0.0), palm=(0.0, 0.0, -1.0), fingers=(0.2, 1.0, -0.2)),
            Limb((0.12, 0.09, 0.275), (0.5, -1.0, 0.0)),
        ),
    )


def _moving(run: bool) -> Stance:
    if run:
        front, rear = (
            _foot(-0.04, 0.17, 0.0, 0.12, -0.15),
            Limb((0.04, -0.26, 0.2), (0.0, 1.0, -0.2), 0.0, 1.1),
        )
        arms = (
            Limb((-0.12, -0.07, 0.60), (-0.5, -1.0, 0.1), fingers=(0.1, 0.5, -0.3)),
            Limb((0.07, 0.19, 0.72), (0.6, -0.6, -1.0), fingers=(-0.35, 0.4, 0.8)),
        )
        return Stance((0.0, 0.0, 0.49), 0.22, 0.16, 0.02, -0.02, 0.16, (front, rear), arms)
    front = _foot(-0.045, 0.145, 0.06, 0.05, -0.16)
    rear = Limb((0.045, -0.155, 0.085), (0.0, 1.0, 0.0), -0.06, 0.62)
    arms = (
        Limb((-0.135, -0.085, 0.512), (-0.3, -1.0, 0.0)),
        Limb((0.125, 0.115, 0.525), (0.3, -1.0, -0.1)),
    )
    return Stance((0.0, 0.0, 0.506), 0.06, 0.02, 0.02, -0.03, 0.09, (front, rear), arms)


ARMS = (("", ""), ("hip", ""), ("", "pocket"), ("clasp", "clasp"), ("", "hip"), ("pocket", ""))
"""How idle arms are held, by the person's own variant."""


def stance(build: Build, pose: str, variant: int, seat_m: float) -> Stance:
    """The pose of a body.

    Args:
        build: Its measures.
        pose: As ``cast.model.Pose``, or ``talk``: standing with a speaking gesture.
        variant: Individual variation, 0 to 5.
        seat_m: Seat height above the floor for ``sit`` and ``drive``.
    """
    if pose in {"sit", "drive"}:
        return _sitting(build, seat_m, pose == "drive", variant)
    if pose == "kneel":
        return _kneeling()
    if pose in {"walk", "run"}:
        return _moving(pose == "run")
    if pose == "talk":
        return _standing(variant, ("", "talk") if variant % 2 else ("talk", ""))
    if pose == "reach":
        return replace(_standing(variant, ("", "reach")), chest_pitch=0.06)
    if pose == "lie":
        flat = (
            Limb((-0.175, 0.02, 0.52), (-1.0, 0.3, 0.0), fingers=(0.1, 0.0, -1.0)),
            Limb((0.175, 0.02, 0.52), (1.0, 0.3, 0.0), fingers=(-0.1, 0.0, -1.0)),
        )
        return replace(
            _standing(variant, ("", "")), hip_roll=0.0, chest_roll=0.0, chest_pitch=0.0, hip_pitch=0.0,
            arms=flat, lying=True,
        )  # fmt: skip
    return _standing(variant, ARMS[variant % len(ARMS)])


def two_bone(root: Vec3, end: Vec3, upper: float, lower: float, pole: Vec3) -> tuple[Vec3, Vec3]:
    """Where the middle joint and the end of a two-bone limb come to lie.

    An end out of reach is drawn in along the straight line. Law of cosines.

    Returns:
        (middle, end), metres.
    """
    d = [e - r for e, r in zip(end, root, strict=True)]
    far = math.sqrt(sum(c * c for c in d))
    reach = min(max(far, abs(upper - lower) + 1e-3), (upper + lower) * 0.998)
    way = [c / far for c in d] if far > 1e-9 else [0.0, 0.0, -1.0]
    along = (upper * upper + reach * reach - lower * lower) / (2 * reach)
    off = math.sqrt(max(upper * upper - along * along, 0.0))
    dot = sum(p * w for p, w in zip(pole, way, strict=True))
    side = [p - w * dot for p, w in zip(pole, way, strict=True)]
    size = math.sqrt(sum(c * c for c in side))
    side = [c / size for c in side] if size > 1e-9 else [0.0, 1.0, 0.0]
    mid = [r + w * along + s * off for r, w, s in zip(root, way, side, strict=True)]
    tip = [r + w * reach for r, w in zip(root, way, strict=True)]
    return (mid[0], mid[1], mid[2]), (tip[0], tip[1], tip[2])
