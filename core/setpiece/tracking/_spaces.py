"""The spaces in which trackers speak, each with one pair of functions to ours and back.

===============  =====================================================  ==========================
name             axes                                                   who
===============  =====================================================  ==========================
``ours``         right-handed, Z up, looks down at rest                 our own OSC messages
``z_up``         right-handed, Z up, faces +Y at rest                   OptiTrack Z-up
``y_up_right``   right-handed, Y up, faces -Z at rest                   OpenXR, OpenVR, ARKit
``y_up_left``    left-handed, Y up, faces +Z at rest                    Unity (VMC, VMT, VRChat), PSN
===============  =====================================================  ==========================

A rotation of the source turns a *body* from rest; here it says where that body looks (local -Z
forward, +Y up), so that each pair also says which way the source's bodies face.
"""

from __future__ import annotations

import math
from typing import Literal

from ..geometry import Quat, Vec3, quat_multiply
from .model import FORWARD_QUAT

Space = Literal["ours", "z_up", "y_up_right", "y_up_left"]

_BACK: Quat = (FORWARD_QUAT[0], -FORWARD_QUAT[1], 0.0, 0.0)


def position_to_ours(p: Vec3, space: Space) -> Vec3:
    """A position, metres."""
    x, y, z = p
    if space == "y_up_right":
        return (x, -z, y)
    return (x, z, y) if space == "y_up_left" else (x, y, z)


def position_from_ours(p: Vec3, space: Space) -> Vec3:
    """The inverse of ``position_to_ours``."""
    x, y, z = p
    if space == "y_up_right":
        return (x, z, -y)
    return (x, z, y) if space == "y_up_left" else (x, y, z)


def rotation_to_ours(q: Quat, space: Space) -> Quat:
    """A body's rotation ``(w, x, y, z)`` as where it looks.

    A left-handed space is ours seen in the mirror that swaps Y and Z: a turn about an axis becomes
    the opposite turn about the swapped axis.
    """
    w, x, y, z = q
    if space == "ours":
        return q
    if space == "y_up_right":
        return quat_multiply(FORWARD_QUAT, q)
    return quat_multiply((w, x, y, z) if space == "z_up" else (w, -x, -z, -y), FORWARD_QUAT)


def rotation_from_ours(q: Quat, space: Space) -> Quat:
    """The inverse of ``rotation_to_ours``."""
    if space == "ours":
        return q
    if space == "y_up_right":
        return quat_multiply(_BACK, q)
    w, x, y, z = quat_multiply(q, _BACK)
    return (w, x, y, z) if space == "z_up" else (w, -x, -z, -y)


def quat_from_rotation_vector(v: Vec3) -> Quat:
    """The unit quaternion of an axis times its angle in radians; no numbers for a vector that is not finite."""
    angle = math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
    if not math.isfinite(angle):
        return (math.nan, math.nan, math.nan, math.nan)
    if angle < 1e-12:
        return (1.0, v[0] / 2, v[1] / 2, v[2] / 2)
    k = math.sin(angle / 2) / angle
    return (math.cos(angle / 2), v[0] * k, v[1] * k, v[2] * k)


def rotation_vector_from_quat(q: Quat) -> Vec3:
    """The shorter axis times angle, radians, of a unit quaternion."""
    w, x, y, z = q if q[0] >= 0 else (-q[0], -q[1], -q[2], -q[3])
    size = math.sqrt(x * x + y * y + z * z)
    if size < 1e-12:
        return (2 * x, 2 * y, 2 * z)
    k = 2 * math.atan2(size, w) / size
    return (x * k, y * k, z * k)
