"""What a camera truly shows of a person: inside the frame, and with nothing before it."""

from __future__ import annotations

import numpy as np

from ._lens_view import B1, F64, Cameras, project
from ._subjects import BODY_SLACK_M, HEAD_SIDE_M, Subject
from ._world import NOBODY, World, free_way
from .model import SIZES, Size

EDGE = 0.965
"""Share of the half frame in which everything named must lie."""
_SURFACE_M = 0.03
_OWN_SURFACE_M = 0.13
"""Boxes of a body are fuller than the body: its own count only farther off than this."""


def in_frame(cameras: Cameras, subject: Subject, size: Size, edge: float = EDGE) -> B1:
    """(c,) true where the head with its width and the size's lowest part are inside the frame."""
    x, y, depth = project(cameras, subject.frame_points(size))
    inside = (np.abs(x) <= edge) & (np.abs(y) <= edge) & (depth > 0.25)
    hx, _, hd = project(cameras, subject.head[None])
    side = np.abs(hx[:, 0]) + HEAD_SIDE_M / (np.maximum(hd[:, 0], 0.1) * cameras.tan_x)
    out: B1 = inside.all(axis=1) & (side <= edge + 0.02)
    return out


def seen(world: World, cameras: Cameras, subject: Subject, size: Size) -> B1:
    """(c,) true where free lines lead to the eyes, the face and the size's lowest part."""
    out = np.ones(len(cameras), dtype=np.bool_)
    side = cameras.right * 0.07
    low = subject.low(size)
    spots = [
        (subject.eyes + np.zeros_like(side), 0.03),
        (low + np.zeros_like(side), BODY_SLACK_M),
        (subject.head + side, 0.12),
        (subject.head - side, 0.12),
        (subject.top + (subject.head - subject.top) * 0.2 + np.zeros_like(side), BODY_SLACK_M),
        (low + side * 0.6, BODY_SLACK_M),
        (low - side * 0.6, BODY_SLACK_M),
        (subject.chin + (subject.head - subject.chin) * 0.2 + np.zeros_like(side), BODY_SLACK_M),
    ]
    for target, slack in spots:
        live = np.nonzero(out)[0]
        if not len(live):
            break
        ignore = np.full(len(live), subject.code, dtype=np.int64)
        out[live] = free_way(world, cameras.position[live], target[live], ignore, slack)
    part = SIZES[size].lowest
    if part in ("waist", "chest") and out.any():
        live = np.nonzero(out)[0]
        out[live] = _bared(world, cameras.position[live], subject, part)
    return out


def _bared(world: World, position: F64, subject: Subject, part: str) -> B1:
    """(c,) true where some of the trunk's surface at ``part`` shows: neither a table nor own arms are before it."""
    points = subject.skin(part)
    count, spots = len(position), len(points)
    eye, to = np.repeat(position, spots, axis=0), np.tile(points, (count, 1))
    own = np.full(len(eye), subject.code, dtype=np.int64)
    ok = free_way(world, eye, to, own, _SURFACE_M)
    live = np.nonzero(ok)[0]
    nobody = np.full(len(live), NOBODY, dtype=np.int64)
    ok[live] = free_way(world, eye[live], to[live], nobody, _OWN_SURFACE_M)
    out: B1 = ok.reshape(count, spots).any(axis=1)
    return out
