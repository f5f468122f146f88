"""Rotation vectors near a given pose, in arithmetic that gives the same bits on every machine.

The logarithm of a rotation (axis times angle, radians) is taken relative to a pose close by, so that
straight lines in it are turns at a constant rate about a fixed axis. Only + - * / and square roots touch
arrays; ``math`` does the single ones. Formulas: J. Sola, "Quaternion kinematics for the error-state
Kalman filter", 2017, section 2.4 (logarithm and exponential).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...geometry import Quat, Vec3, quat_multiply

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]

_SERIES = (1.0, 1 / 6, 3 / 40, 15 / 336, 105 / 3456, 945 / 42240, 10395 / 599040)
"""asin(s) / s in powers of s squared; to 1e-3 at a quarter turn, to 1e-9 at thirty degrees."""


def logs(base: Quat, others: Any) -> F64:
    """Rotation vectors, (n, 3) radians in the frame of ``base``, from ``base`` to each of (n, 4) quaternions.

    Exact where it counts: beyond a quarter turn the length falls short, which no window of a fraction
    of a second reaches.
    """
    w, x, y, z = base
    turn = np.array(((w, x, y, z), (-x, w, z, -y), (-y, -z, w, x), (-z, y, -x, w)))
    relative = (others[:, None, :] * turn[None]).sum(2)
    vector = relative[:, 1:] * np.where(relative[:, :1] < 0, -1.0, 1.0)
    square = (vector * vector).sum(1)
    factor = np.full_like(square, _SERIES[-1])
    for term in _SERIES[-2::-1]:
        factor = factor * square + term
    return (2.0 * factor)[:, None] * vector


def turned(base: Quat, vector: Vec3) -> Quat:
    """``base`` turned by a rotation vector in its own frame; the result is a unit quaternion."""
    x, y, z = vector
    angle = math.sqrt(x * x + y * y + z * z)
    s = math.sin(angle / 2) / angle if angle > 1e-9 else 0.5
    w, x, y, z = quat_multiply(base, (math.cos(angle / 2), s * x, s * y, s * z))
    size = math.sqrt(w * w + x * x + y * y + z * z)
    return (w / size, x / size, y / size, z / size)


def log_between(a: Quat, b: Quat) -> Vec3:
    """The rotation vector, radians in the frame of ``a``, that turns ``a`` into ``b``; at most half a turn."""
    w, x, y, z = quat_multiply((a[0], -a[1], -a[2], -a[3]), b)
    if w < 0:
        w, x, y, z = -w, -x, -y, -z
    s = math.sqrt(x * x + y * y + z * z)
    scale = 2 * math.atan2(s, w) / s if s > 1e-12 else 2.0
    return (scale * x, scale * y, scale * z)
