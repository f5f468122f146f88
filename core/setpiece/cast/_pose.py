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
    grip: float = 0.0
    """0 is a relaxed hand, 1 a fist round a bar."""


@dataclass(frozen=True)
class Before:
    """What a sitter has before them, metres ahead of the hips and above the seat; 0 for nothing."""

    edge_m: float = 0.0
    table_m: float = 0.0
    wheel: tuple[float, float, float] | None = None
    """(ahead, above, radius) of a steering wheel's rim."""
    tucked: bool = False
    """No room for the feet ahead: they go under the seat."""


NOTHING = Before()


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
    head_roll: float = 0.0
    lying: bool = False


def _foot(x: float, y: float, turn: float, z: float = ANKLE, tip: float = 0.0) -> Limb:
    return Limb((x, y - 0.012, z), (0.25 * x, 1.0, 0.1), turn, tip)


def _hang(side: int, y: float = 0.01, out: float = 0.134, bend: float = 0.0) -> Limb:
    return Limb((side * out, y, SHOULDER_Z - 0.332 + bend), (side * 0.2, -1.0, 0.0))


def _gesture(side: int, kind: str) -> Limb:
    """One arm of somebody on their feet, by what it does."""
    if kind == "talk":
        return Limb(
            (side * 0.115, 0.185, 0.655), (side * 0.6, -0.5, -0.8), palm=(-side * 0.6, 0.0, 0.8),
            fingers=(-side * 0.15, 0.9, 0.45),
        )  # fmt: skip
    if kind == "offer":
        return Limb(
            (side * 0.145, 0.155, 0.6), (side * 0.5, -0.7, -0.6), palm=(-side * 0.3, 0.0, 0.95),
            fingers=(side * 0.25, 0.95, 0.1),
        )  # fmt: skip
    if kind == "heart":
        return Limb((side * 0.055, 0.11, 0.685), (side, -0.3, -0.7), palm=(0.0, -1.0, 0.1),
                    fingers=(-side * 0.9, 0.1, 0.35))  # fmt: skip
    if kind == "hip":
        return Limb((side * 0.118, -0.012, 0.585), (side, -0.55, 0.1), fingers=(-side * 0.5, 0.6, -0.6))
    if kind == "clasp":
        return Limb((side * 0.035, 0.105, 0.545), (side, -0.35, -0.1), fingers=(-side * 0.8, 0.25, -0.55))
    if kind == "pocket":
        return Limb((side * 0.118, 0.03, 0.535), (side * 0.9, -0.9, 0.0), fingers=(-side * 0.1, 0.25, -0.95))
    if kind == "fold":
        return Limb((-side * 0.062, 0.118 + 0.01 * side, 0.648 + 0.014 * side), (side, -0.15, -0.8),
                    palm=(0.0, -1.0, 0.0), fingers=(-side, 0.05, 0.22), grip=0.3)  # fmt: skip
    if kind == "back":
        return Limb((side * 0.012, -0.112, 0.56 + 0.016 * side), (side, -0.5, -0.1), palm=(0.0, -1.0, 0.0),
                    fingers=(-side * 0.9, 0.0, -0.4), grip=0.3)  # fmt: skip
    if kind == "reach":
        return Limb((side * 0.07, 0.285, 0.775), (side * 0.4, 0.0, -1.0), fingers=(0.0, 1.0, 0.05))
    if kind == "loose":
        return _hang(side, 0.035, 0.142, 0.022)
    return _hang(side, 0.004, 0.136, 0.008)


def _standing(variant: int, arms: tuple[str, str]) -> Stance:
    """Weight on one leg, hips and shoulders tilted against each other (contrapposto)."""
    weight = -1 if (variant + variant // 12) % 2 == 0 else 1
    amount = (0.5, 1.0, 0.75)[(variant + variant // 6) % 3]
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


_SEATED_LEGS: tuple[tuple[float, float, float, float], ...] = (
    (0.225, 0.215, 0.062, 0.062), (0.30, 0.20, 0.06, 0.075), (0.245, 0.265, 0.085, 0.085),
    (0.17, 0.235, 0.055, 0.06), (0.235, 0.32, 0.07, 0.06), (0.19, 0.19, 0.05, 0.05),
)  # fmt: skip
"""How far ahead the left and right ankle are, and how far from the middle, by variant."""


def _sitting(build: Build, seat_m: float, variant: int, before: Before) -> Stance:
    hip_z = seat_m / build.unit + 0.05
    ahead = _SEATED_LEGS[variant % len(_SEATED_LEGS)]
    reach = THIGH + SHIN - 0.02
    legs: list[Limb] = []
    rung = (seat_m - 0.46) / build.unit + ANKLE if seat_m > 0.6 else ANKLE  # a stool's foot rest
    for k, side in ((0, -1), (1, 1)):
        far = min(ahead[k], 0.115 + 0.02 * k) if before.tucked else ahead[k]
        low = hip_z - math.sqrt(max(reach * reach - far * far, 0.0))
        legs.append(_foot(side * ahead[k + 2], far, -side * 0.16, max(rung, low)))
    arms, lean = _on_table(build, hip_z, variant, before) if before.table_m else _in_lap(hip_z, variant)
    return Stance(
        pelvis=(0.0, 0.0, hip_z),
        hip_pitch=-0.08 + 0.5 * lean,
        chest_pitch=0.05 + lean,
        hip_roll=0.0,
        chest_roll=(0.0, 0.03, -0.03)[variant % 3],
        chest_yaw=(0.0, 0.07, -0.06, 0.04)[variant % 4],
        legs=(legs[0], legs[1]),
        arms=arms,
    )


def _in_lap(hip_z: float, variant: int) -> tuple[tuple[Limb, Limb], float]:
    """(arms, how far the trunk leans) of a sitter with nothing before them."""
    knee_z = hip_z + 0.058
    kind = variant % 4

    def thigh(s: int, far: float) -> Limb:
        return Limb((s * 0.075, far, knee_z), (s, -0.5, -0.15), palm=(0.0, 0.0, -1.0), fingers=(-s * 0.25, 1.0, -0.12))

    def lap(s: int) -> Limb:
        return Limb((s * 0.034, 0.105 + 0.008 * s, knee_z + 0.012 + 0.006 * s), (s, -0.5, -0.3), palm=(0.0, -0.3, -1.0),
                    fingers=(-s * 0.9, 0.4, -0.1), grip=0.25)  # fmt: skip

    if kind == 1:
        return (lap(-1), lap(1)), 0.0
    if kind == 2:
        return (thigh(-1, 0.16), lap(1)), 0.04
    if kind == 3:
        arms = tuple(
            Limb((s * 0.03, 0.215 + 0.006 * s, knee_z + 0.035), (s, -0.4, -0.4), palm=(-s * 0.8, 0.0, -0.5),
                 fingers=(-s * 0.5, 0.8, -0.45), grip=0.35)
            for s in (-1, 1)
        )  # fmt: skip
        return (arms[0], arms[1]), 0.24
    return (thigh(-1, 0.113), thigh(1, 0.137)), 0.0


def _on_table(build: Build, hip_z: float, variant: int, before: Before) -> tuple[tuple[Limb, Limb], float]:
    """(arms, lean) of a sitter at a table: wrists just over its top, beyond its near edge."""
    u = build.unit
    top = hip_z - 0.05 + before.table_m / u + 0.025
    near = min(max((before.edge_m + 0.03) / u, 0.12), 0.25)
    kind = variant % 4

    def rest(s: int, x: float, y: float, turn_in: float) -> Limb:
        return Limb((s * x, y, top), (float(s), -0.4, -0.25), palm=(-s * 0.15, 0.0, -1.0),
                    fingers=(-s * turn_in, 1.0 - 0.5 * turn_in, 0.06), grip=0.12)  # fmt: skip

    if kind == 0:
        return (rest(-1, 0.045, near + 0.012, 0.75), rest(1, 0.05, near, 0.8)), 0.12
    if kind == 1:
        low = Limb((0.07, 0.12, hip_z + 0.058), (1.0, -0.5, -0.2), palm=(0.0, 0.0, -1.0), fingers=(-0.3, 1.0, -0.1))
        return (rest(-1, 0.09, near + 0.01, 0.35), low), 0.05
    if kind == 2:
        return (rest(-1, 0.115, near, 0.25), rest(1, 0.07, near + 0.03, 0.4)), 0.09
    return (rest(-1, 0.06, near, 0.9), rest(1, 0.10, near + 0.02, 0.3)), 0.15


def _driving(build: Build, seat_m: float, variant: int, before: Before) -> Stance:
    """Hands at ten to two on the rim, or one of them lower; the trunk leans as far as the arms need."""
    u = build.unit
    hip_z = seat_m / u + 0.05
    ahead, up, radius = before.wheel or (0.54, 0.2, 0.175)
    reach = THIGH + SHIN - 0.02
    low = max(ANKLE, hip_z - math.sqrt(max(reach * reach - 0.36 * 0.36, 0.0)))
    arms: list[Limb] = []
    for side, angle in ((-1, (0.75, 0.62, 0.9)[variant % 3]), (1, (0.75, 0.95, 0.5)[variant % 3])):
        across, rise = radius * math.cos(angle), radius * math.sin(angle)
        rim = (side * across / u, (ahead - rise * 0.41) / u, hip_z - 0.05 + (up + rise * 0.91) / u)
        fingers, palm = (-side * 0.42, 0.78, 0.46), (-side * 0.28, 0.42, -0.86)
        wrist = tuple(r - 0.056 * f - 0.021 * p for r, f, p in zip(rim, fingers, palm, strict=True))
        arms.append(
            Limb((wrist[0], wrist[1], wrist[2]), (side * 0.75, -0.1, -1.0), palm=palm, fingers=fingers, grip=0.85)
        )
    return Stance(
        pelvis=(0.0, 0.012, hip_z),
        hip_pitch=-0.1,
        chest_pitch=0.06 if u > 1.68 else 0.14,
        hip_roll=0.0,
        chest_roll=0.0,
        chest_yaw=0.0,
        legs=(_foot(-0.075, 0.345, 0.16, low), _foot(0.062, 0.365, -0.1, low)),
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


def _swung(g: Stance, share: float) -> Stance:
    """The arms of a walker swinging less."""
    left, right = (replace(a, end=(a.end[0], a.end[1] * share, a.end[2])) for a in g.arms)
    return replace(g, arms=(left, right), chest_yaw=g.chest_yaw * share)


def _flipped(limb: Limb) -> Limb:
    def over(v: Vec3) -> Vec3:
        return (-v[0], v[1], v[2])

    end, pole, palm, fingers = over(limb.end), over(limb.pole), over(limb.palm), over(limb.fingers)
    return replace(limb, end=end, pole=pole, turn=-limb.turn, palm=palm, fingers=fingers)


def _mirrored(g: Stance) -> Stance:
    """The same pose with left for right."""
    return replace(
        g,
        pelvis=(-g.pelvis[0], g.pelvis[1], g.pelvis[2]),
        hip_roll=-g.hip_roll,
        chest_roll=-g.chest_roll,
        chest_yaw=-g.chest_yaw,
        legs=(_flipped(g.legs[1]), _flipped(g.legs[0])),
        arms=(_flipped(g.arms[1]), _flipped(g.arms[0])),
    )


ARMS = (
    ("", "loose"), ("hip", ""), ("loose", "pocket"), ("clasp", "clasp"), ("", "hip"), ("pocket", "loose"),
    ("loose", ""), ("fold", "fold"), ("pocket", "pocket"), ("", "loose"), ("back", "back"), ("loose", "heart"),
)  # fmt: skip
"""How idle arms are held, by the person's own variant."""
TALK = (("talk", "loose"), ("", "talk"), ("offer", "offer"), ("pocket", "talk"), ("offer", ""), ("hip", "offer"))
"""How speaking arms are held."""
VARIANTS = 24


def stance(build: Build, pose: str, variant: int, seat_m: float, before: Before = NOTHING) -> Stance:
    """The pose of a body.

    Args:
        build: Its measures.
        pose: As ``cast.model.Pose``, or ``talk``: standing with a speaking gesture.
        variant: Individual variation, 0 to ``VARIANTS`` - 1.
        seat_m: Seat height above the floor for ``sit`` and ``drive``.
        before: Where the hands of a sitter find a table or a wheel.
    """
    held = _held(build, pose, variant, seat_m, before)
    if held.lying or pose == "run":
        return held
    return replace(
        held, head_pitch=(0.0, 0.05, -0.03, 0.03)[variant % 4], head_roll=(0.0, 0.05, -0.06, 0.03, -0.03)[variant % 5]
    )


def _held(build: Build, pose: str, variant: int, seat_m: float, before: Before) -> Stance:
    if pose == "sit":
        return _sitting(build, seat_m, variant, before)
    if pose == "drive":
        return _driving(build, seat_m, variant, before)
    if pose == "kneel":
        return _mirrored(_kneeling()) if variant % 2 else _kneeling()
    if pose in {"walk", "run"}:
        moving = _swung(_moving(pose == "run"), (1.0, 0.7, 0.85)[variant % 3])
        return _mirrored(moving) if variant % 2 else moving
    if pose == "talk":
        return _standing(variant, TALK[variant % len(TALK)])
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
