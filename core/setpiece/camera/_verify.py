"""Measure a finished shot against what it promises; the same for solved and for locked cameras."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..sets.model import PlacedProp
from ._ask import Line
from ._lens_view import Cameras, dot, norm, project
from ._sight import in_frame, seen
from ._subjects import HEAD_SIDE_M, Subject
from ._things import INSERT_FILLS, corners
from ._world import World, clearance, free_way
from .model import SIZES, Check, Size

CLEAR_LIMIT_M = 0.2
FILL_TOLERANCE = 0.15
FACE_PROMISE_DEG = 75.0


def fill_error(camera: Cameras, subject: Subject, size: Size) -> float:
    """Relative error of the span from the size's lowest part to the head's top."""
    _, y, depth = project(camera, np.stack([subject.top, subject.low(size)]))
    if float(depth.min()) <= 0.0:
        return math.inf
    return abs(float(y[0, 0] - y[0, 1]) / 2.0 / SIZES[size].fill - 1.0)


def face_angle_deg(camera: Cameras, subject: Subject) -> float:
    """Degrees from the way to the camera to where the face looks and the body points, the worse."""
    way = camera.position - subject.eyes
    face = float(dot(way, subject.facing[None])[0] / max(float(norm(way)[0]), 1e-9))
    flat = way * np.array([1.0, 1.0, 0.0])
    body = float(dot(flat, subject.heading[None])[0] / max(float(norm(flat)[0]), 1e-9))
    return max(math.degrees(math.acos(min(max(c, -1.0), 1.0))) for c in (face, body))


def _outermost(camera: Cameras, subject: Subject, size: Size) -> float:
    x, y, depth = project(camera, subject.frame_points(size))
    if float(depth.min()) <= 0.0:
        return math.inf
    hx, _, hd = project(camera, subject.head[None])
    side = abs(float(hx[0, 0])) + HEAD_SIDE_M / (float(hd[0, 0]) * float(camera.tan_x[0]))
    return max(float(np.abs(x).max()), float(np.abs(y).max()), side)


def people_checks(camera: Cameras, named: Sequence[Subject], size: Size, world: World, single: bool) -> list[Check]:
    """Frame, sight, height and face of everybody a shot names."""
    if not named:
        return []
    edges = [_outermost(camera, s, size) for s in named]
    inside = all(bool(in_frame(camera, s, size, 1.0)[0]) for s in named)
    visible = [bool(seen(world, camera, s, size)[0]) for s in named]
    error = fill_error(camera, named[0], size)
    out = [
        Check("in frame", _rounded(max(edges)), "<= 1 of the half frame", inside),
        Check("seen", float(sum(visible)), f">= {len(named)} people", all(visible)),
        Check("height", _rounded(error), f"<= {FILL_TOLERANCE}", error <= FILL_TOLERANCE),
    ]
    if single:
        angle = face_angle_deg(camera, named[0])
        out.append(Check("face", _rounded(angle, 1), f"<= {FACE_PROMISE_DEG:g} deg", angle <= FACE_PROMISE_DEG))
    return out


def prop_checks(camera: Cameras, prop: PlacedProp, world: World) -> list[Check]:
    """Frame, sight and size of an insert's object."""
    points = corners(prop)
    x, y, depth = project(camera, points)
    ahead = float(depth.min()) > 0.0
    outer = max(float(np.abs(x).max()), float(np.abs(y).max())) if ahead else math.inf
    extent = max(float(x.max() - x.min()), float(y.max() - y.min())) / 2.0
    center = np.array([prop.center], dtype=np.float64)
    code = np.array([world.code(prop.node)], dtype=np.int64)
    free = bool(free_way(world, camera.position, center, code, 0.01)[0])
    low, high = INSERT_FILLS
    return [
        Check("in frame", _rounded(outer), "<= 1 of the half frame", outer <= 1.0),
        Check("seen", float(free), ">= 1", free),
        Check("fills", _rounded(extent), f"{low} to {high}", low - 0.02 <= extent <= high + 0.02),
    ]


def place_checks(camera: Cameras, world: World, line: Line | None) -> list[Check]:
    """Room around the lens, and the side of the line."""
    gap = float(clearance(world, camera.position, 1.0)[0])
    out = [Check("clearance", _rounded(gap), f">= {CLEAR_LIMIT_M} m", gap >= CLEAR_LIMIT_M)]
    if line is not None:
        holds = bool(line.holds(camera.position, 0.02)[0])
        out.append(Check("line", float(holds), ">= 1", holds))
    return out


def _rounded(value: float, digits: int = 3) -> float:
    return round(value, digits) + 0.0 if math.isfinite(value) else 99.0
