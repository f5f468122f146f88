"""Guided moves of a pretended operator, and senders that get axes, units and signs wrong; shares no code with the wizard."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from setpiece.tracking.model import Sample

REST = (0.35, -0.8, 1.45)
RATE = 30
MOVES = ("pan_right", "tilt_up", "roll_clockwise", "push_in", "truck_right", "raise")
AMOUNT = {"pan_right": 40.0, "tilt_up": 30.0, "roll_clockwise": 25.0, "push_in": 1.1, "truck_right": 0.9, "raise": 0.5}


def rot(axis: str, degrees: float) -> np.ndarray:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    i, j = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    m = np.eye(3)
    m[i, i] = m[j, j] = c
    m[i, j], m[j, i] = -s, s
    return m


def head(pan_right: float, tilt_up: float, roll_clockwise: float) -> np.ndarray:
    """Columns: camera's right, top and back, in ours."""
    return rot("z", -pan_right) @ rot("x", tilt_up) @ rot("y", roll_clockwise) @ rot("x", 90)


def head_of(m: np.ndarray) -> tuple[float, float, float]:
    """Pan to the right, tilt up, roll clockwise, degrees."""
    forward, right, up = -m[:, 2], m[:, 0], m[:, 1]
    return (
        math.degrees(math.atan2(forward[0], forward[1])),
        math.degrees(math.asin(np.clip(forward[2], -1, 1))),
        math.degrees(math.atan2(-right[2], up[2])),
    )


def quat(m: np.ndarray) -> tuple[float, float, float, float]:
    """Unit quaternion of a rotation matrix, by its eigenvector: the axis that does not turn."""
    k = (
        np.array(
            [
                [m[0, 0] - m[1, 1] - m[2, 2], 0, 0, 0],
                [m[0, 1] + m[1, 0], m[1, 1] - m[0, 0] - m[2, 2], 0, 0],
                [m[0, 2] + m[2, 0], m[1, 2] + m[2, 1], m[2, 2] - m[0, 0] - m[1, 1], 0],
                [m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1], m[0, 0] + m[1, 1] + m[2, 2]],
            ]
        )
        / 3
    )
    _, vectors = np.linalg.eigh(k, UPLO="L")
    x, y, z, w = vectors[:, -1]
    return tuple(float(v) for v in (w, x, y, z))


def matrix(q) -> np.ndarray:
    w, x, y, z = q
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def performed(move: str, rng: np.random.Generator, heading: float = 0.0, sloppy: float = 1.0, seconds: float = 1.2):
    """(position, rotation matrix) of a handheld move: rest, an eased move that is not pure, rest."""
    n = int(seconds * RATE)
    t = np.linspace(0, 1, n)
    s = np.clip((t - 0.15) / 0.7, 0, 1)
    s = s * s * (3 - 2 * s)
    angles = np.zeros((n, 3))
    place = np.tile(np.array(REST), (n, 1))
    angles += rng.normal(0, 1.0 * sloppy, 3) + np.array([heading, 0, 0])
    kind = MOVES.index(move)
    if kind < 3:
        angles[:, kind] += s * AMOUNT[move]
        angles += np.outer(s, rng.normal(0, 2.5 * sloppy, 3)) * (np.arange(3) != kind)
        place += np.outer(s, rng.normal(0, 0.03 * sloppy, 3))
    else:
        forward = np.array([math.sin(math.radians(heading)), math.cos(math.radians(heading)), 0])
        right = np.array([forward[1], -forward[0], 0])
        along = {"push_in": forward, "truck_right": right, "raise": np.array([0, 0, 1.0])}[move]
        place += np.outer(s, along * AMOUNT[move] + rng.normal(0, 0.04 * sloppy, 3))
        angles += np.outer(s, rng.normal(0, 2.0 * sloppy, 3))
    wobble = 2 * math.pi * t[:, None] * seconds * rng.uniform(0.8, 3, 3)
    place = place + sloppy * 0.004 * np.sin(wobble + rng.uniform(0, 6, 3)) + rng.normal(0, 0.0004, (n, 3))
    angles = angles + sloppy * 0.3 * np.sin(wobble + rng.uniform(0, 6, 3)) + rng.normal(0, 0.03, (n, 3))
    return [(p, head(*a)) for p, a in zip(place, angles, strict=True)]


def as_sample(position, rotation, at: int) -> Sample:
    return Sample(
        subject="cam:1",
        receive_ns=at,
        capture_ns=at,
        position_m=None if position is None else tuple(float(v) for v in position),
        rotation_wxyz=None if rotation is None else quat(rotation),
    )


def axes_matrix(axes) -> np.ndarray:
    """Rows: which source axis, with its sign, each of ours is."""
    m = np.zeros((3, 3))
    for i, text in enumerate(axes):
        m[i, "xyz".index(text[1])] = -1.0 if text[0] == "-" else 1.0
    return m


def renumbered(sample: Sample, at: int) -> Sample:
    return msgspec.structs.replace(sample, receive_ns=at, capture_ns=at)
