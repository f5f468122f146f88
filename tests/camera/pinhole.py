"""A second opinion on every shot: own pinhole and own ray test, sharing no code with the solver."""

from __future__ import annotations

import math

import numpy as np

from setpiece.camera.model import Filmback, Shot
from setpiece.cast.model import Actor
from setpiece.sets.model import Solid

LOWEST = {
    "EWS": "feet",
    "WS": "feet",
    "FS": "feet",
    "MLS": "knees",
    "MS": "waist",
    "MCU": "chest",
    "CU": "shoulders",
    "BCU": "chin",
}
FILL = {"EWS": 0.25, "WS": 0.45, "FS": 0.80, "MLS": 0.82, "MS": 0.72, "MCU": 0.86, "CU": 0.84, "BCU": 0.74}


def rotation(q) -> np.ndarray:
    w, x, y, z = q
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def screen(shot: Shot, back: Filmback, point) -> tuple[float, float]:
    """Millimetres on the film back over the extraction's half extents; (9, 9) behind the lens."""
    local = rotation(shot.rotation).T @ (np.array(point) - np.array(shot.position))
    if local[2] > -1e-6:
        return 9.0, 9.0
    x_mm, y_mm = shot.focal_mm * local[0] / -local[2], shot.focal_mm * local[1] / -local[2]
    return (
        x_mm / (back.width_mm * back.extraction_width / 2),
        y_mm / (back.height_mm * back.extraction_height / 2),
    )


def head_points(actor: Actor) -> list[np.ndarray]:
    top, chin = np.array(actor.landmarks["head_top"]), np.array(actor.landmarks["chin"])
    side = rotation(actor.rotation) @ np.array([0.1, 0.0, 0.0])
    ahead = rotation(actor.rotation) @ np.array([0.0, 0.1, 0.0])
    middle = (top + chin) / 2
    return [top, chin, middle + side, middle - side, middle + ahead, middle - ahead]


def hit_fraction(start, end, solid: Solid) -> float:
    """Where the segment enters the box, by clipping against its six planes; inf when it misses."""
    m = rotation(solid.rotation)
    o, d = m.T @ (np.array(start) - np.array(solid.center)), m.T @ (np.array(end) - np.array(start))
    enter, leave = 0.0, 1.0
    for k in range(3):
        for sign in (-1.0, 1.0):
            outside, speed = sign * o[k] - solid.half[k], sign * d[k]
            if abs(speed) < 1e-12:
                if outside > 0:
                    return math.inf
            elif speed < 0:
                enter = max(enter, outside / -speed)
            else:
                leave = min(leave, -outside / speed)
    return enter if enter <= leave else math.inf


def reaches(shot: Shot, point, solids, own: str, slack: float = 0.1) -> bool:
    length = float(np.linalg.norm(np.array(point) - np.array(shot.position)))
    limit = 1.0 - slack / length
    return all(hit_fraction(shot.position, point, s) > limit for s in solids if s.node != own)


def surface_gap(position, solids) -> float:
    gaps = [9.0]
    for s in solids:
        local = np.abs(rotation(s.rotation).T @ (np.array(position) - np.array(s.center))) - np.array(s.half)
        gaps.append(float(np.linalg.norm(np.maximum(local, 0.0))))
    return min(gaps)


def faults(shot: Shot, back: Filmback, actors: dict[str, Actor], solids) -> list[str]:
    """Everything that a shot promises and does not keep."""
    out = []
    if surface_gap(shot.position, solids) < 0.2:
        out.append("too near a surface")
    for who in shot.subjects:
        a = actors[who]
        low = a.landmarks[LOWEST[shot.size]]
        if any(max(abs(v) for v in screen(shot, back, p)) > 1.0 for p in [*head_points(a), low]):
            out.append(f"{who} is cut off")
        if not all(reaches(shot, p, solids, a.node) for p in (a.landmarks["eyes"], low)):
            out.append(f"{who} is hidden")
    if shot.subjects:
        a = actors[shot.subjects[0]]
        top, low = (
            screen(shot, back, a.landmarks["head_top"]),
            screen(shot, back, a.landmarks[LOWEST[shot.size]]),
        )
        if abs((top[1] - low[1]) / 2 / FILL[shot.size] - 1) > 0.05:
            out.append(f"{who} is not a {shot.size}")
        if shot.kind in ("single", "ots", "pov"):
            dx, dy = shot.position[0] - a.position[0], shot.position[1] - a.position[1]
            turn = math.degrees(math.atan2(-dx, dy)) - math.degrees(a.yaw)
            if abs((turn + 180) % 360 - 180) > 75:
                out.append(f"{who} looks away")
    return out
