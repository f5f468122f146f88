"""Arrays and rigid motion that every department shares: the lowest room of the house.

Numpy only. Decisions must be bit-equal on every machine, so nothing here uses BLAS,
``einsum`` or numpy's transcendental ufuncs: + - * / sqrt on arrays, and ``math`` for angles.
"""

from ._mesh import (
    Mesh,
    box,
    capsule,
    cylinder,
    ellipsoid,
    extrude,
    from_faces,
    grid,
    lathe,
    merge,
    quad,
)
from ._random import pick, shuffled, stream
from ._rays import Boxes, first_hit, inside_boxes, nearest_box_distance, segment_clear
from ._rigid import (
    IDENTITY_QUAT,
    Quat,
    Vec3,
    look_rotation,
    quat_from_matrix,
    quat_from_yaw,
    quat_multiply,
    quat_rotate,
    quat_to_matrix,
    slerp,
    yaw_from_quat,
)

__all__ = [
    "IDENTITY_QUAT",
    "Boxes",
    "Mesh",
    "Quat",
    "Vec3",
    "box",
    "capsule",
    "cylinder",
    "ellipsoid",
    "extrude",
    "first_hit",
    "from_faces",
    "grid",
    "inside_boxes",
    "lathe",
    "look_rotation",
    "merge",
    "nearest_box_distance",
    "pick",
    "quad",
    "quat_from_matrix",
    "quat_from_yaw",
    "quat_multiply",
    "quat_rotate",
    "quat_to_matrix",
    "segment_clear",
    "shuffled",
    "slerp",
    "stream",
    "yaw_from_quat",
]
