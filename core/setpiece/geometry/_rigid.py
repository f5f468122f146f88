"""Quaternions (w, x, y, z) and rotations; right-handed, Z up, radians.

Formulas: J. Diebel, "Representing Attitude", 2006, sections 6.5 and 6.8.
Scalars use ``math`` so that a result does not depend on numpy's CPU dispatch.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vec3 = tuple[float, float, float]
Quat = tuple[float, float, float, float]
F64 = NDArray[np.float64]

IDENTITY_QUAT: Quat = (1.0, 0.0, 0.0, 0.0)


def quat_from_yaw(yaw: float) -> Quat:
    """Rotation about +Z by ``yaw`` radians, counter-clockwise seen from above."""
    return (math.cos(yaw / 2), 0.0, 0.0, math.sin(yaw / 2))


def yaw_from_quat(q: Quat) -> float:
    """Heading in radians of the rotated +Y axis, measured as ``quat_from_yaw`` does."""
    x, y, _ = quat_rotate(q, (0.0, 1.0, 0.0))
    return math.atan2(-x, y)


def quat_multiply(a: Quat, b: Quat) -> Quat:
    """The rotation that does ``b`` first, then ``a``."""
    aw, ax, ay, az = a
    bw, bx, by, bz = b
    return (
        aw * bw - ax * bx - ay * by - az * bz,
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
    )


def quat_rotate(q: Quat, v: Vec3) -> Vec3:
    """``v`` turned by the unit quaternion ``q``."""
    w, x, y, z = q
    vx, vy, vz = v
    tx, ty, tz = 2 * (y * vz - z * vy), 2 * (z * vx - x * vz), 2 * (x * vy - y * vx)
    return (
        vx + w * tx + (y * tz - z * ty),
        vy + w * ty + (z * tx - x * tz),
        vz + w * tz + (x * ty - y * tx),
    )


def quat_to_matrix(q: Quat) -> F64:
    """The (3, 3) rotation matrix of ``q``; columns are the rotated axes."""
    columns = [quat_rotate(q, axis) for axis in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))]
    return np.array(columns, dtype=np.float64).T.copy()


def quat_from_matrix(m: Any) -> Quat:
    """The unit quaternion, w >= 0, of a (3, 3) rotation matrix (Shepperd's method)."""
    m00, m01, m02 = (float(v) for v in m[0])
    m10, m11, m12 = (float(v) for v in m[1])
    m20, m21, m22 = (float(v) for v in m[2])
    options = (
        (1 + m00 + m11 + m22, m21 - m12, m02 - m20, m10 - m01),
        (m21 - m12, 1 + m00 - m11 - m22, m01 + m10, m02 + m20),
        (m02 - m20, m01 + m10, 1 - m00 + m11 - m22, m12 + m21),
        (m10 - m01, m02 + m20, m12 + m21, 1 - m00 - m11 + m22),
    )
    best = max(range(4), key=lambda i: options[i][i])
    w, x, y, z = options[best]
    size = math.sqrt(w * w + x * x + y * y + z * z)
    sign = -1.0 if w < 0 else 1.0
    return (sign * w / size, sign * x / size, sign * y / size, sign * z / size)


def look_rotation(eye: Vec3, target: Vec3) -> Quat:
    """Level-horizon rotation of a camera (looks along -Z, +Y up) at ``eye`` towards ``target``.

    Straight up or down keeps the camera's top towards +Y of the world.
    """
    dx, dy, dz = (t - e for t, e in zip(target, eye, strict=True))
    flat = math.sqrt(dx * dx + dy * dy)
    pitch = math.atan2(dz, flat)
    yaw = math.atan2(-dx, dy) if flat > 1e-9 else 0.0
    half = (pitch + math.pi / 2) / 2
    return quat_multiply(quat_from_yaw(yaw), (math.cos(half), math.sin(half), 0.0, 0.0))


def slerp(a: Quat, b: Quat, t: float) -> Quat:
    """Spherical interpolation on the short way round; ``t`` in [0, 1]."""
    dot = sum(p * q for p, q in zip(a, b, strict=True))
    if dot < 0:
        b, dot = (-b[0], -b[1], -b[2], -b[3]), -dot
    if dot > 0.9995:
        mixed = [p + (q - p) * t for p, q in zip(a, b, strict=True)]
    else:
        angle = math.acos(min(dot, 1.0))
        ka, kb = math.sin((1 - t) * angle), math.sin(t * angle)
        mixed = [(p * ka + q * kb) / math.sin(angle) for p, q in zip(a, b, strict=True)]
    size = math.sqrt(sum(c * c for c in mixed))
    return (mixed[0] / size, mixed[1] / size, mixed[2] / size, mixed[3] / size)
