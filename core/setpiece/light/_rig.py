"""Key, fill and rim for the people: where boxes and spots go so that faces are seen from the camera's side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ..geometry import Vec3
from ..sets.model import SetPlan, Vec2
from ._field import Face, Field, area_lux, face_cosine, point_lux, spot_lux
from ._states import State

MAX_KEYS = 4
Shape = Literal["point", "spot", "area"]
Role = Literal["key", "fill", "rim", "practical", "ambient"]


@dataclass(frozen=True)
class Lamp:
    """A fixture before it becomes a node."""

    key: str
    name: str
    role: Role
    at: Vec3
    aim: Vec3
    lumen: float
    kelvin: float
    width_m: float
    height_m: float
    shape: Shape = "area"
    motivation: str = ""
    tint: Vec3 = (1.0, 1.0, 1.0)
    cone_rad: float = 0.0
    """Of a spot: its full angle."""
    blend: float = 0.35

    def lux(self, face: Face) -> float:
        """What it gives a face, with nothing in between."""
        if self.shape == "point":
            return point_lux(self.lumen, self.at, face)
        if self.shape == "spot":
            return spot_lux(self.lumen, self.at, self.aim, self.cone_rad, face)
        return area_lux(self.lumen, self.at, self.aim, face)


def camera_side(faces: Sequence[Face], field: Field) -> Vec2:
    """The level direction from the people to where cameras have room and see faces."""
    mid = field.plan.acting_center if not faces else (
        sum(f.at[0] for f in faces[:2]) / len(faces[:2]), sum(f.at[1] for f in faces[:2]) / len(faces[:2])
    )  # fmt: skip
    height = faces[0].at[2] if faces else 1.5
    best, score = (0.0, -1.0), -math.inf
    for i in range(16):
        a = -math.pi / 2 + 2 * math.pi * ((i + 1) // 2) / 16 * (1 if i % 2 else -1)
        way = (math.cos(a), math.sin(a))
        seen = sum(max(f.way[0] * way[0] + f.way[1] * way[1], -0.3) for f in faces[:2])
        worst = min((f.way[0] * way[0] + f.way[1] * way[1] for f in faces[:2]), default=0.0)
        room = min(field.room((mid[0], mid[1], height), way, 4.5), 4.5)
        value = round(seen + 1.5 * min(worst, 0.2) + 0.35 * room - 0.12 * (way[1] + 1), 4)
        if value > score:
            best, score = way, value
    return best


def _height(face: Face, plan: SetPlan, high: float) -> float:
    ceiling = plan.ceiling_m if plan.ceiling_m > 0 else 9.0
    base = face.at[2] + high
    return min(base, ceiling - 0.22) if ceiling - 0.22 > face.at[2] - 0.1 else min(face.at[2] + 0.1, ceiling - 0.06)


def _spots(face: Face, plan: SetPlan, high: float, reach: Sequence[float]) -> list[tuple[Vec3, float, float]]:
    """(position, angle off the nose, metres) of candidate key places round a face."""
    out: list[tuple[Vec3, float, float]] = []
    z = _height(face, plan, high)
    for far in reach:
        for off in (45, 35, 55, 28, 65, 75):
            for side in (-1, 1):
                a = math.radians(off) * side
                dx = face.way[0] * math.cos(a) - face.way[1] * math.sin(a)
                dy = face.way[0] * math.sin(a) + face.way[1] * math.cos(a)
                out.append(((face.at[0] + dx * far, face.at[1] + dy * far, z), float(off), far))
    return out


def _reach(plan: SetPlan, state: State) -> tuple[float, ...]:
    if plan.kind == "vehicle":
        return (0.75, 0.6, 0.95)
    if state.dark and not plan.interior:  # the moon and street lamps are far: no bright patch round the feet
        return (7.0, 5.5, 4.2, 3.4, 2.6, 2.0, 1.25)
    return (2.0, 1.6, 2.5, 1.25, 0.95)


def key_for(face: Face, field: Field, side: Vec2, toward: Sequence[Vec3], state: State, number: int) -> Lamp:
    """The key of one face.

    Args:
        face: Whom it lights.
        field: Obstacles.
        side: Direction to the camera's side; the key likes that half.
        toward: Motivating windows or lamps; the key likes their direction.
        state: Lux, colour and softness.
        number: 1 for the first key.
    """
    plan = field.plan
    reach = _reach(plan, state)
    high = 0.28 if plan.kind == "vehicle" else 0.375 * min(reach[0], 5.5)
    spots = _spots(face, plan, high, reach)
    points = np.array([s[0] for s in spots], dtype=np.float64)
    fits = field.open_at(points, 0.1 if plan.kind == "vehicle" else 0.25)
    sees = field.sees(points, face.at)
    best, least = spots[0], math.inf
    for i, (at, off, far) in enumerate(spots):
        dx, dy = at[0] - face.at[0], at[1] - face.at[1]
        towards = (dx * side[0] + dy * side[1]) / max(far, 1e-6)
        cost = abs(off - state.off_deg) / 45 + 0.2 * abs(far - reach[0]) - 0.6 * towards
        cost -= 0.5 * max((_cosine(face, at, m) for m in toward), default=0.0)
        cost += (0.0 if fits[i] else 6.0) + (0.0 if sees[i] else 4.0)
        if round(cost, 4) < least:
            best, least = spots[i], round(cost, 4)
    size = min(state.soft_m, 0.35) if plan.kind == "vehicle" else state.soft_m
    lamp = Lamp(
        f"light:key:{number}", f"Key light {number}" if number > 1 else "Key light", "key", best[0], face.at, 1.0,
        state.key_kelvin, size, size,
    )  # fmt: skip
    if state.cone_rad > 0 and plan.kind != "vehicle":
        lamp = replace(lamp, shape="spot", cone_rad=state.cone_rad, blend=state.blend)
    unit = lamp.lux(face)
    return replace(lamp, lumen=state.key_lux / max(unit, 0.005))


def _cosine(face: Face, at: Vec3, motive: Vec3) -> float:
    ax, ay, bx, by = at[0] - face.at[0], at[1] - face.at[1], motive[0] - face.at[0], motive[1] - face.at[1]
    size = math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by))
    return (ax * bx + ay * by) / size if size > 1e-6 else 0.0


def keys(faces: Sequence[Face], field: Field, side: Vec2, toward: Sequence[Vec3], state: State) -> list[Lamp]:
    """As few keys as light every face from its front half, solved for the wanted lux at each."""
    lamps: list[Lamp] = []
    owner: list[Face] = []
    for face in faces:
        if len(lamps) >= MAX_KEYS:
            break
        if any(_serves(lamp, face, field) for lamp in lamps):
            continue
        lamps.append(key_for(face, field, side, toward, state, len(lamps) + 1))
        owner.append(face)
    for _ in range(3):
        for i, face in enumerate(owner):
            got = sum(lamp.lux(face) for lamp in lamps)
            if got > 0:
                lamps[i] = replace(lamps[i], lumen=lamps[i].lumen * min(max(state.key_lux / got, 0.5), 2.0))
    return lamps


def _serves(lamp: Lamp, face: Face, field: Field) -> bool:
    far = math.sqrt(sum((a - b) ** 2 for a, b in zip(lamp.at, face.at, strict=True)))
    flat = face_cosine(face, lamp.at)
    key = math.sqrt(sum((a - b) ** 2 for a, b in zip(lamp.at, lamp.aim, strict=True)))
    reach = 1.3 if field.plan.kind == "vehicle" else max(3.4, 1.4 * key)
    return far <= reach and lamp.lux(face) > 0 and flat > 0.4 and bool(field.sees(np.array([lamp.at]), face.at)[0])


def fill(faces: Sequence[Face], field: Field, side: Vec2, mid: Vec3, state: State, lux: float) -> Lamp:
    """A broad low source on the camera's side, solved for ``lux`` at the first face."""
    cabin = field.plan.kind == "vehicle"
    face = faces[0]
    spots: list[Vec3] = []
    for far in (0.8, 0.6) if cabin else (2.6, 2.0, 3.2, 1.5):
        for turn in (0.0, 0.4, -0.4, 0.8, -0.8):
            dx = side[0] * math.cos(turn) - side[1] * math.sin(turn)
            dy = side[0] * math.sin(turn) + side[1] * math.cos(turn)
            high = mid[2] + (0.05 if cabin else 0.35)
            top = field.plan.ceiling_m - 0.1 if field.plan.ceiling_m > 0 else high
            spots.append((mid[0] + dx * far, mid[1] + dy * far, min(high, max(top, mid[2] - 0.1))))
    points = np.array(spots, dtype=np.float64)
    good = field.open_at(points, 0.1 if cabin else 0.3) & field.sees(points, face.at)
    at = next((s for s, ok in zip(spots, good.tolist(), strict=True) if ok), spots[0])
    size = (0.5, 0.35) if cabin else (1.8, 1.2)
    got = [area_lux(1.0, at, mid, f) for f in faces[:2]]
    lumen = lux / max(sum(got) / len(got), 0.02)
    return Lamp("light:fill", "Fill light", "fill", at, mid, lumen, state.key_kelvin * 1.06, size[0], size[1])


def rim(faces: Sequence[Face], field: Field, side: Vec2, state: State) -> Lamp | None:
    """A high back light that lifts the people off the background; None where it finds no place."""
    if field.plan.kind == "vehicle" or state.rim <= 0 or not faces:
        return None
    face = faces[0]
    mid = faces[: min(2, len(faces))]
    cx, cy = sum(f.at[0] for f in mid) / len(mid), sum(f.at[1] for f in mid) / len(mid)
    z = _height(face, field.plan, 0.95)
    spots: list[Vec3] = []
    for far in (1.8, 1.4, 2.3, 1.0):
        for turn in (0.5, -0.5, 0.9, -0.9, 0.2):
            dx = -side[0] * math.cos(turn) + side[1] * math.sin(turn)
            dy = -side[0] * math.sin(turn) - side[1] * math.cos(turn)
            spots.append((cx + dx * far, cy + dy * far, z))
    good = field.open_at(np.array(spots, dtype=np.float64), 0.2)
    at = next((s for s, ok in zip(spots, good.tolist(), strict=True) if ok), None)
    if at is None:
        return None
    aim = (cx, cy, face.at[2] - 0.1)
    far2 = sum((a - b) ** 2 for a, b in zip(at, aim, strict=True))
    lumen = state.key_lux * state.rim * math.pi * far2
    back = Lamp("light:rim", "Rim light", "rim", at, aim, lumen, min(state.key_kelvin * 1.15, 8000.0), 0.5, 0.3)
    if state.cone_rad <= 0:
        return back
    apart = max(math.sqrt((f.at[0] - cx) ** 2 + (f.at[1] - cy) ** 2) for f in mid)
    cone = max(state.cone_rad, 2.0 * math.atan((apart + 0.5) / math.sqrt(far2)))
    return replace(back, shape="spot", lumen=4.0 * lumen, cone_rad=cone, width_m=0.3, height_m=0.3)
