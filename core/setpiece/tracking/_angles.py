"""Pan, tilt and roll, the three numbers a camera head really has, to and from our rotations.

Order: the head pans about the vertical, tilts about the panned sideways axis, rolls about the tilted
viewing axis: ``Rz(pan) Rx(tilt) Ry(roll)`` (OpenTrackIO 1.0.1, "intrinsic Z-X-Y"; FreeD heads are built
so). Signs here: pan counter-clockwise seen from above, tilt up, roll clockwise seen from behind.
A protocol that counts another way turns the sign at its own door.
"""

from __future__ import annotations

import math

from ..geometry import Quat, quat_multiply, quat_rotate
from .model import FORWARD_QUAT

_POLE = 1e-7


def turn_from_head(pan: float, tilt: float, roll: float) -> Quat:
    """The turn that a head gives to whatever sits on it, from radians."""
    p, t, r = pan / 2, tilt / 2, roll / 2
    turned = quat_multiply((math.cos(p), 0.0, 0.0, math.sin(p)), (math.cos(t), math.sin(t), 0.0, 0.0))
    return quat_multiply(turned, (math.cos(r), 0.0, math.sin(r), 0.0))


def rotation_from_head(pan: float, tilt: float, roll: float) -> Quat:
    """The camera rotation (looks along its -Z, top +Y) of a head, from radians."""
    return quat_multiply(turn_from_head(pan, tilt, roll), FORWARD_QUAT)


def head_from_rotation(q: Quat) -> tuple[float, float, float]:
    """Pan, tilt and roll in radians of a camera rotation; straight up or down has roll 0."""
    forward, right = quat_rotate(q, (0.0, 0.0, -1.0)), quat_rotate(q, (1.0, 0.0, 0.0))
    tilt = math.asin(max(-1.0, min(1.0, forward[2])))
    if math.hypot(forward[0], forward[1]) < _POLE:
        return math.atan2(right[1], right[0]), tilt, 0.0
    up = quat_rotate(q, (0.0, 1.0, 0.0))
    return math.atan2(-forward[0], forward[1]), tilt, math.atan2(-right[2], up[2])
