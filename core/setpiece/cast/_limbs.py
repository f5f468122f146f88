"""Trunk, arms, hands, legs and shoes: everything of a body below the chin.

Ring tables are shares of ``Build.unit`` measured off an anatomical figure drawing (front and
side view), so they are smooth by construction rather than by many vertices.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..geometry import Mesh, Quat, Vec3, merge, quat_from_yaw, quat_multiply, quat_rotate
from ._build import Build
from ._head import BOTTOM, INNER, SHOES, SKIN, TOP
from ._loft import Ring, limb, loft
from ._pose import ANKLE, HIP_Z, Stance

_TRUNK_M = (
    (-0.052, 0.045, 0.035, 0.045), (-0.03, 0.078, 0.052, 0.068), (0.0, 0.093, 0.06, 0.077),
    (0.035, 0.093, 0.062, 0.07), (0.07, 0.087, 0.062, 0.058), (0.0925, 0.0845, 0.0619, 0.0546),
    (0.105, 0.084, 0.062, 0.054), (0.1175, 0.0845, 0.0625, 0.0544), (0.125, 0.0852, 0.0629, 0.0551),
    (0.14, 0.087, 0.064, 0.057), (0.175, 0.093, 0.068, 0.063), (0.186, 0.0948, 0.0697, 0.065),
    (0.21, 0.099, 0.071, 0.067), (0.24, 0.102, 0.068, 0.068), (0.265, 0.098, 0.058, 0.065),
    (0.285, 0.082, 0.048, 0.058), (0.302, 0.056, 0.04, 0.049), (0.315, 0.042, 0.036, 0.042),
)  # fmt: skip
_TRUNK_F = (
    (-0.052, 0.045, 0.035, 0.045), (-0.03, 0.083, 0.052, 0.072), (0.0, 0.101, 0.058, 0.083),
    (0.035, 0.098, 0.058, 0.074), (0.07, 0.084, 0.055, 0.056), (0.0925, 0.0758, 0.0526, 0.0497),
    (0.105, 0.073, 0.052, 0.048), (0.1175, 0.0725, 0.0523, 0.0478), (0.125, 0.0731, 0.0529, 0.0483),
    (0.14, 0.075, 0.056, 0.05), (0.175, 0.082, 0.074, 0.057), (0.184, 0.0838, 0.079, 0.0583),
    (0.205, 0.087, 0.083, 0.06), (0.24, 0.089, 0.068, 0.061), (0.265, 0.085, 0.052, 0.058),
    (0.285, 0.07, 0.042, 0.051), (0.302, 0.048, 0.035, 0.043), (0.315, 0.036, 0.031, 0.037),
)  # fmt: skip
_SIDES = 18


def _part_at(s: float) -> str:
    """Hips to the belt, waist round the navel, chest from the lowest ribs to the armpits, then shoulders."""
    if s < 0.08:
        return "hips"
    if s < 0.12:
        return "waist"
    return "chest" if s < 0.2 else "shoulder"


def turn(yaw: float, pitch: float, roll: float) -> Quat:
    """A body frame: ``pitch`` leans forward, ``roll`` raises the right side (+x)."""
    p, r = _half(-pitch), _half(-roll)
    lean: Quat = (p[0], p[1], 0.0, 0.0)
    tilt: Quat = (r[0], 0.0, r[1], 0.0)
    return quat_multiply(quat_from_yaw(yaw), quat_multiply(lean, tilt))


def _half(angle: float) -> tuple[float, float]:
    w, _, _, z = quat_from_yaw(angle)
    return w, z


class Spine:
    """The trunk's curve from the hips up: a frame at every height above the hip joints."""

    def __init__(self, stance: Stance, unit: float) -> None:
        self._stance, self._unit = stance, unit
        steps = 40
        self._s = [-0.06 + 0.4 * i / steps for i in range(steps + 1)]
        points: list[Vec3] = []
        at = stance.pelvis
        origin = steps * 6 // 40
        forward = [at]
        for s in self._s[origin:-1]:
            at = self._step(at, s, 1.0)
            forward.append(at)
        at, backward = stance.pelvis, []
        for s in reversed(self._s[:origin]):
            at = self._step(at, s, -1.0)
            backward.append(at)
        points = [*reversed(backward), *forward]
        self._points = np.array(points, dtype=np.float64)

    def _step(self, at: Vec3, s: float, sign: float) -> Vec3:
        up = quat_rotate(self.rotation(s), (0.0, 0.0, 0.01 * sign))
        return (at[0] + up[0], at[1] + up[1], at[2] + up[2])

    def rotation(self, s: float) -> Quat:
        """The trunk's frame ``s`` above the hips: pelvis below, chest above, blended between."""
        g = self._stance
        t = min(max((s - 0.02) / 0.2, 0.0), 1.0)
        t = t * t * (3 - 2 * t)

        def mix(a: float, b: float) -> float:
            return a + (b - a) * t

        return turn(mix(0.0, g.chest_yaw), mix(g.hip_pitch, g.chest_pitch), mix(g.hip_roll, g.chest_roll))

    def point(self, s: float, local: Vec3 = (0.0, 0.0, 0.0)) -> Vec3:
        """World metres of a point ``local`` (shares of unit) in the frame at ``s``."""
        base = [float(np.interp(s, self._s, self._points[:, k])) for k in range(3)]
        off = quat_rotate(self.rotation(s), local)
        u = self._unit
        return ((base[0] + off[0]) * u, (base[1] + off[1]) * u, (base[2] + off[2]) * u)


def trunk(build: Build, spine: Spine, floor_m: float) -> Mesh:
    """From the crotch to the root of the neck. Nothing of it goes below ``floor_m`` (the seat)."""
    rows = _TRUNK_F if build.female and build.age >= 13 else _TRUNK_M
    unit = build.unit
    rotations = [spine.rotation(r[0]) for r in rows]
    centers = np.array([spine.point(r[0]) for r in rows])
    x_axes = np.array([quat_rotate(q, (1.0, 0.0, 0.0)) for q in rotations])
    y_axes = np.array([quat_rotate(q, (0.0, 1.0, 0.0)) for q in rotations])
    radii = np.array([r[1:] for r in rows]) * (unit * build.wide)
    hem = 0.02
    slots = [TOP if r[0] >= hem else BOTTOM for r in rows]
    loose = np.array([1.07 if hem <= r[0] < 0.15 else 1.0 for r in rows])
    ends = spine.point(-0.06), spine.point(0.322)
    parts = [_part_at(r[0]) for r in rows]
    mesh = loft(centers, x_axes, y_axes, radii * loose[:, None], ends, parts, slots, _SIDES, 2.3)
    mesh = _opened(mesh)
    p = mesh.position.copy()
    p[:, 2] = np.maximum(p[:, 2], floor_m)
    return replace(mesh, position=p)


def _opened(mesh: Mesh) -> Mesh:
    """``mesh`` with a bare throat above the collar."""
    out = mesh.material.copy()
    out[-2 * _SIDES :] = SKIN
    return replace(mesh, material=out)


def hem(build: Build, spine: Spine) -> Mesh:
    """The lower edge of a worn-out shirt or jacket, over the hips and the tops of the legs."""
    rows = _TRUNK_F if build.female and build.age >= 13 else _TRUNK_M
    k = build.unit * build.wide
    low = {"jacket": -0.055, "shirt": -0.04}.get(build.top, -0.015)
    heights = [0.062, 0.045, 0.0, low] if low < -0.02 else [0.062, 0.045, low]
    steps = list(reversed(heights))
    centers = np.array([spine.point(s) for s in steps])
    rotations = [spine.rotation(s) for s in steps]
    columns = [[r[i] for r in rows] for i in range(4)]

    def wide(s: float, i: int) -> float:
        loose = 0.98 if s > 0.05 else 1.08 if s > 0.0 else (1.15, 1.3, 1.18)[i - 1]  # thighs bulge in front
        return float(np.interp(max(s, 0.0), columns[0], columns[i])) * k * loose

    radii = np.array([[wide(s, i) for i in (1, 2, 3)] for s in steps])
    return loft(
        centers,
        np.array([quat_rotate(q, (1.0, 0.0, 0.0)) for q in rotations]),
        np.array([quat_rotate(q, (0.0, 1.0, 0.0)) for q in rotations]),
        radii,
        (spine.point(steps[0] + 0.015), spine.point(0.06)),
        ["hips"] * len(steps),
        [TOP] * len(steps),
        _SIDES,
        2.6,
    )


def front_opening(build: Build, spine: Spine) -> Mesh:
    """The V that a jacket shows of the shirt, or an open collar of the throat."""
    rows = _TRUNK_F if build.female and build.age >= 13 else _TRUNK_M
    jacket = build.top == "jacket"
    steps = (0.115, 0.15, 0.185, 0.22, 0.25, 0.275, 0.292) if jacket else (0.24, 0.258, 0.275, 0.292)
    wide = 0.036 if jacket else 0.026
    heights = [r[0] for r in rows]
    depths = [r[2] * (1.07 if r[0] < 0.15 else 1.0) for r in rows]
    points = [spine.point(s, (0.0, float(np.interp(s, heights, depths)) * build.wide - 0.004, 0.0)) for s in steps]
    slot, k = (INNER if jacket else SKIN), build.unit
    rings = [
        Ring(float(i), wide * k * (i + 0.25) / (len(steps) - 0.75), 0.009 * k, 0.012 * k, _part_at(s), slot)
        for i, s in enumerate(steps)
    ]
    return limb(points, rings, quat_rotate(spine.rotation(0.2), (0.0, 1.0, 0.0)), 8, (0.006, 0.0))


def neck(build: Build, base: Vec3, to: Vec3) -> Mesh:
    """From inside the collar up into the skull."""
    r = max(0.034 * build.unit, 0.26 * build.head) * (0.9 if build.female else 1.03)
    rings = [
        Ring(0.0, r * 1.12, r * 1.0, r * 1.2, "neck", SKIN),
        Ring(0.35, r, r, r * 1.02, "neck", SKIN),
        Ring(0.7, r * 0.95, r * 0.98, r, "neck", SKIN),
        Ring(1.0, r * 0.96, r * 1.0, r * 1.05, "neck", SKIN),
    ]
    return limb([base, to], rings, (0.0, 1.0, 0.0), 12)


_ARM = (
    (0.2, 0.024), (0.5, 0.0285), (0.8, 0.0325), (1.0, 0.0345), (1.2, 0.0325), (1.45, 0.0285), (1.7, 0.0255),
    (1.9, 0.0242), (2.0, 0.0238), (2.12, 0.0245), (2.35, 0.0235), (2.65, 0.019), (2.88, 0.016), (2.97, 0.0155),
    (3.03, 0.015),
)  # fmt: skip


def arm(build: Build, joints: list[Vec3], elbow_way: Vec3) -> Mesh:
    """``joints``: inner end of the collar bone, shoulder, elbow, wrist."""
    size = build.unit * build.wide * (0.87 if build.female else 1.0)
    sleeve = 1.6 if build.top == "tee" else 2.9
    rings: list[Ring] = []
    for at, r in _ARM:
        part = "shoulder" if at < 1.25 else "upper_arm" if at < 1.95 else "forearm"
        slot = TOP if at < sleeve else SKIN
        loose = 1.0 + 0.1 * min(max((at - 1.0) / 0.5, 0.0), 1.0) if slot == TOP else 1.0
        if slot == TOP and at > 2.3:
            loose = 1.22
        rings.append(Ring(at, r * size * loose, r * size * loose, r * size * loose, part, slot))
    return limb(joints, rings, elbow_way, 12, (0.0, 0.004))


def hand(build: Build, wrist: Vec3, fingers: Vec3, palm: Vec3, side: int, grip: float = 0.0) -> Mesh:
    """A hand, relaxed or closed as far as ``grip`` says.

    ``fingers`` and ``palm`` are unit directions square to each other.
    """
    k = build.unit * (0.92 if build.female else 1.0)
    f, p = np.array(fingers), np.array(palm)
    thumb = side * np.array(
        [f[1] * p[2] - f[2] * p[1], f[2] * p[0] - f[0] * p[2], f[0] * p[1] - f[1] * p[0]], dtype=np.float64
    )
    w = np.array(wrist)

    def at(ahead: float, across: float, inward: float) -> Vec3:
        v = w + (f * ahead + thumb * across + p * inward) * k
        return (float(v[0]), float(v[1]), float(v[2]))

    def ring(t: float, wide: float, thick: float) -> Ring:
        return Ring(t, wide * k, thick * k, thick * k, "hand", SKIN)

    out = [
        limb(
            [at(-0.008, 0, 0), at(0.056, 0, 0.003)],
            [
                ring(0.0, 0.0135, 0.0105), ring(0.3, 0.019, 0.0115), ring(0.65, 0.0235, 0.011),
                ring(0.95, 0.0235, 0.0095),
            ],
            palm, 10, (0.002, 0.003 * k), 2.6,
        )
    ]  # fmt: skip
    for i, (across, long) in enumerate(((0.0172, 0.043), (0.0058, 0.047), (-0.0058, 0.044), (-0.0168, 0.035))):
        curl = 0.22 + 0.1 * i
        path = [
            at(0.048, across, 0.002),
            at(0.05 + long * (0.5 - 0.1 * grip), across * 1.05, 0.002 + long * (curl * 0.35 + 0.3 * grip)),
            at(0.05 + long * (0.93 - 0.78 * grip), across * 1.05, 0.002 + long * (curl * 1.25 + 0.5 * grip)),
        ]
        rings = [
            ring(0.0, 0.0062, 0.0066),
            ring(0.7, 0.0058, 0.006),
            ring(1.4, 0.0054, 0.0055),
            ring(1.9, 0.0042, 0.0042),
        ]
        out.append(limb(path, rings, palm, 6, (0.0, 0.003 * k)))
    path = [at(0.008, 0.014, 0.003), at(0.03, 0.029, 0.011), at(0.058, 0.034 - 0.014 * grip, 0.02 + 0.012 * grip)]
    rings = [
        ring(0.0, 0.009, 0.009),
        ring(0.6, 0.0085, 0.0085),
        ring(1.3, 0.0068, 0.0066),
        ring(1.9, 0.0048, 0.0048),
    ]
    out.append(limb(path, rings, palm, 6, (0.002, 0.003 * k)))
    return merge(out)


_LEG = (
    (-0.1, 0.047, 0.046, 0.05), (0.05, 0.053, 0.052, 0.058), (0.2, 0.052, 0.052, 0.056), (0.4, 0.047, 0.049, 0.049),
    (0.6, 0.0425, 0.044, 0.043), (0.78, 0.038, 0.039, 0.037), (0.9, 0.0355, 0.038, 0.034), (1.0, 0.035, 0.039, 0.033),
    (1.1, 0.034, 0.037, 0.034), (1.25, 0.034, 0.033, 0.038), (1.45, 0.0335, 0.031, 0.038), (1.7, 0.031, 0.03, 0.034),
    (1.88, 0.031, 0.031, 0.034), (1.96, 0.0315, 0.033, 0.034),
)  # fmt: skip


def leg(build: Build, joints: list[Vec3], knee_way: Vec3) -> Mesh:
    """``joints``: hip, knee, ankle."""
    size = build.unit * build.wide * (0.97 if build.female else 1.0)
    rings: list[Ring] = []
    for at, side, front, back in _LEG:
        part = "thigh" if at < 0.88 else "knee" if at < 1.15 else "shin"
        rings.append(Ring(at, side * size, front * size, back * size, part, BOTTOM))
    return limb(joints, rings, knee_way, 12, (0.0, 0.0))


def shoe(build: Build, ankle: Vec3, yaw: float, tip: float) -> Mesh:
    """A shoe under ``ankle``; its sole is flat at ``ankle.z - ANKLE`` when ``tip`` is 0."""
    k = build.unit * (0.94 if build.female else 1.0)
    a = ANKLE * build.unit
    rows = (
        (-0.042, 0.018, 0.035, 0.02), (-0.034, 0.0255, 0.046, 0.03), (-0.012, 0.0275, 0.05, 0.03),
        (0.012, 0.0275, 0.046, 0.03), (0.04, 0.028, 0.034, 0.03), (0.066, 0.0305, 0.027, 0.03),
        (0.088, 0.0275, 0.0235, 0.03), (0.103, 0.018, 0.019, 0.02),
    )  # fmt: skip
    rings = [Ring((y + 0.042) / 0.145, side * k, up * k, down * k, "foot", SHOES) for y, side, up, down in rows]
    mesh = limb([(0, -0.042 * k, 0), (0, 0.103 * k, 0)], rings, (0.0, 0.0, 1.0), 12, (0.004 * k, 0.006 * k), 2.5)
    p = mesh.position.copy()
    p[:, 2] = np.maximum(p[:, 2], 0.0)
    mesh = replace(mesh, position=p).moved((0.0, 0.0, -a))
    return mesh.moved(ankle, turn(yaw, tip, 0.0))


SHOULDER_S = 0.815 - HIP_Z
