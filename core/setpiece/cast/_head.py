"""The head: skull, face and hair, so that who looks where can be read from across a room.

Local frame: chin level at z = 0, the ear line in the x = 0, y = 0 axis, +Y is the nose; all
measures are shares of the head's height from chin to the top of the hair.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..geometry import Mesh, Vec3, ellipsoid, merge
from ._loft import Ring, limb, loft

F64 = NDArray[np.float64]
SKIN, TOP, BOTTOM, SHOES, HAIR, EYE, IRIS, LIPS, INNER = range(9)
"""Material slots of a stand-in, in order."""

EYES_Z, CHIN_Y = 0.485, 0.285
_SKULL = (
    (0.012, 0.225, 0.095, 0.105, 0.17),
    (0.055, 0.165, 0.165, 0.20, 0.24),
    (0.12, 0.105, 0.215, 0.262, 0.29),
    (0.19, 0.065, 0.245, 0.30, 0.335),
    (0.265, 0.04, 0.268, 0.318, 0.365),
    (0.34, 0.025, 0.288, 0.332, 0.395),
    (0.415, 0.012, 0.305, 0.345, 0.42),
    (0.485, 0.0, 0.314, 0.35, 0.435),
    (0.555, 0.0, 0.32, 0.37, 0.445),
    (0.63, -0.005, 0.322, 0.378, 0.445),
    (0.71, -0.01, 0.312, 0.365, 0.43),
    (0.79, -0.02, 0.285, 0.325, 0.39),
    (0.86, -0.03, 0.237, 0.265, 0.325),
    (0.915, -0.04, 0.172, 0.185, 0.235),
    (0.947, -0.045, 0.10, 0.105, 0.14),
)
"""(z, centre y, half width, depth to the front, depth to the back) from chin to crown."""
_CROWN = (0.0, -0.045, 0.957)
_SIDES = 22


def _columns() -> tuple[F64, ...]:
    table = np.array(_SKULL, dtype=np.float64)
    return tuple(table[:, i] for i in range(5))


def skull_front(x: float, z: float) -> float:
    """The y of the face's surface at (x, z)."""
    columns = _columns()
    mid, half, front = (float(np.interp(z, columns[0], columns[i])) for i in (1, 2, 3))
    return mid + front * math.sqrt(max(1 - (x / half) ** 2, 0.0))


def _bump(position: F64, at: Vec3, reach: Vec3, push: Vec3) -> F64:
    """``position`` pushed by a smooth hill around ``at``; compact, so no exponentials."""
    d = (position - np.array(at)) / np.array(reach)
    fall = np.maximum(1 - (d[:, 0] ** 2 + d[:, 1] ** 2 + d[:, 2] ** 2), 0.0)
    return position + (fall * fall)[:, None] * np.array(push)


def _rings(scale: float, low: float = 0.0) -> tuple[F64, F64]:
    table = np.array([r for r in _SKULL if r[0] >= low], dtype=np.float64)
    centers = np.stack([np.zeros(len(table)), table[:, 1], table[:, 0]], axis=1)
    return centers, table[:, 2:5] * scale


_X, _Y = np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0])


def _skull(female: bool) -> Mesh:
    centers, radii = _rings(1.0)
    jaw = 0.95 if female else 1.04
    radii[:, 0] *= np.interp(centers[:, 2], [0.0, 0.3, 0.5], [jaw * 0.97, jaw, 1.0])
    slots = [SKIN] * len(centers)
    mesh = loft(centers, _X, _Y, radii, ((0.0, 0.235, 0.0), _CROWN), ["head"] * len(centers), slots, _SIDES, 2.15)
    p = mesh.position.astype(np.float64)
    for side in (-1, 1):
        p = _bump(p, (side * 0.14, 0.34, EYES_Z), (0.13, 0.2, 0.085), (0.0, -0.045, 0.0))
        p = _bump(p, (side * 0.14, 0.36, 0.57), (0.17, 0.2, 0.07), (0.0, 0.02, 0.0))
        p = _bump(p, (side * 0.2, 0.26, 0.37), (0.14, 0.2, 0.11), (side * 0.012, 0.022, 0.0))
    p = _bump(p, (0.0, 0.30, 0.05), (0.14, 0.2, 0.09), (0.0, 0.03, 0.0))
    p = _bump(p, (0.0, 0.36, 0.215), (0.16, 0.2, 0.09), (0.0, 0.028, 0.0))
    return replace(mesh, position=p.astype(np.float32))


def _beard() -> Mesh:
    """The lower face again, swollen where a beard grows."""
    centers, radii = _rings(1.0)
    keep = centers[:, 2] < 0.5
    centers, radii = centers[keep], radii[keep] * np.array([1.03, 1.02, 1.0])
    n = len(centers)
    ends = ((0.0, 0.235, -0.004), (0.0, 0.0, 0.4))
    mesh = loft(centers, _X, _Y, radii, ends, ["head"] * n, [HAIR] * n, _SIDES, 2.15)
    p = mesh.position.astype(np.float64)
    p = _bump(p, (0.0, 0.30, 0.05), (0.14, 0.2, 0.09), (0.0, 0.03, 0.0))
    p = _bump(p, (0.0, 0.36, 0.215), (0.16, 0.2, 0.09), (0.0, 0.028, 0.0))
    flat = np.sqrt(p[:, 0] ** 2 + p[:, 1] ** 2)
    ahead = p[:, 1] / np.maximum(flat, 1e-9)
    line = np.interp(ahead, (-1.0, -0.1, 0.1, 0.5, 0.9, 1.0), (-0.5, -0.3, 0.5, 0.28, 0.27, 0.27))
    lips = np.sqrt((p[:, 0] / 0.125) ** 2 + ((p[:, 2] - 0.19) / 0.052) ** 2)
    grown = np.clip((line - p[:, 2]) / 0.06, 0.0, 1.0) * np.where(p[:, 1] > 0, np.clip(lips * 3 - 2.2, 0.0, 1.0), 1.0)
    depth = -0.04 + 0.062 * grown
    out = p - np.array([0.0, 0.05, 0.3])
    size = np.sqrt(out[:, 0] ** 2 + out[:, 1] ** 2 + out[:, 2] ** 2)
    return replace(mesh, position=(p + out / size[:, None] * depth[:, None]).astype(np.float32))


def _features(female: bool) -> list[Mesh]:
    wide = 0.9 if female else 1.0
    nose = limb(
        [(0.0, 0.335, 0.58), (0.0, 0.405, 0.49), (0.0, 0.462, 0.385), (0.0, 0.375, 0.315)],
        [
            Ring(0.15, 0.034 * wide, 0.03, 0.05, "head", SKIN),
            Ring(0.6, 0.036 * wide, 0.03, 0.06, "head", SKIN),
            Ring(1.1, 0.042 * wide, 0.032, 0.07, "head", SKIN),
            Ring(1.65, 0.056 * wide, 0.036, 0.08, "head", SKIN),
            Ring(1.95, 0.072 * wide, 0.034, 0.07, "head", SKIN),
            Ring(2.25, 0.075 * wide, 0.03, 0.05, "head", SKIN),
            Ring(2.6, 0.05 * wide, 0.02, 0.03, "head", SKIN),
        ],
        (0.0, 1.0, 0.25),
        10,
        (0.01, 0.01),
    )
    out = [nose]
    for side in (-1, 1):
        x = side * 0.137
        y = skull_front(x, EYES_Z) - 0.075
        iris_y = y + 0.052
        out += [
            ellipsoid((0.068, 0.06, 0.043), (x, y, EYES_Z), 12, 8).painted(EYE),
            ellipsoid((0.026, 0.016, 0.027), (x * 0.985, iris_y, EYES_Z + 0.002), 10, 6).painted(IRIS),
            ellipsoid((0.08, 0.066, 0.04), (x, y - 0.004, EYES_Z + 0.029), 12, 6).painted(SKIN),
            ellipsoid((0.072, 0.058, 0.03), (x, y - 0.003, EYES_Z - 0.034), 12, 6).painted(SKIN),
            _brow(side, female),
            ellipsoid((0.035, 0.075, 0.115), (side * 0.318, -0.045, 0.44), 10, 7).painted(SKIN),
        ]
    lip_y = skull_front(0.0, 0.2)
    full = 1.15 if female else 0.9
    out += [
        ellipsoid((0.105, 0.05, 0.019 * full), (0.0, lip_y - 0.022, 0.208), 12, 6).painted(LIPS),
        ellipsoid((0.088, 0.05, 0.024 * full), (0.0, lip_y - 0.022, 0.178), 12, 6).painted(LIPS),
    ]
    return [replace(m.named("head"), smooth=np.ones(len(m.face_start), dtype=np.bool_)) for m in out]


def _brow(side: int, female: bool) -> Mesh:
    thick = 0.013 if female else 0.019
    points: list[Vec3] = []
    for x, z in ((0.052, 0.562), (0.135, 0.586), (0.222, 0.556)):
        points.append((side * x, skull_front(x, z) + 0.012, z))
    rings = [
        Ring(at, thick * s, 0.014, 0.03, "head", HAIR) for at, s in ((0.0, 0.8), (0.7, 1.0), (1.4, 0.9), (2.0, 0.4))
    ]
    return limb(points, rings, (0.0, 1.0, 0.0), 6, (0.01, 0.01))


# --- hair ---------------------------------------------------------------------------------------

_LINES: dict[str, tuple[tuple[float, float], ...]] = {
    "short": ((-1.0, 0.17), (-0.45, 0.3), (-0.2, 0.53), (0.1, 0.5), (0.32, 0.64), (0.6, 0.72), (1.0, 0.755)),
    "bob": ((-1.0, 0.06), (-0.2, 0.04), (0.2, 0.06), (0.42, 0.3), (0.6, 0.7), (1.0, 0.79)),
    "fringe": ((-1.0, 0.17), (-0.45, 0.3), (-0.2, 0.52), (0.1, 0.52), (0.3, 0.7), (0.5, 1.2), (1.0, 1.2)),
}
"""How low the hair comes, as (cosine of the angle from the nose, z)."""


@cache
def _line(style: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    name = {
        "crop": "short",
        "curly": "short",
        "bun": "short",
        "tail": "short",
        "long": "bob",
        "wavy": "bob",
        "afro": "short",
        "side": "short",
    }.get(style, style)
    rows = _LINES[name]
    return tuple(r[0] for r in rows), tuple(r[1] for r in rows)


def _cap(style: str) -> Mesh:
    """The skull again, swollen where hair grows and sunk below the skin where it does not."""
    thick = {
        "crop": 0.018,
        "curly": 0.085,
        "bob": 0.055,
        "long": 0.055,
        "wavy": 0.075,
        "short": 0.058,
        "afro": 0.15,
        "side": 0.05,
    }.get(style, 0.032)
    centers, radii = _rings(1.0, 0.05)
    n = len(centers)
    mesh = loft(centers, _X, _Y, radii, ((0.0, 0.0, 0.05), _CROWN), ["head"] * n, [HAIR] * n, _SIDES, 2.15)
    p = mesh.position.astype(np.float64)
    out = p - np.array([0.0, -0.03, 0.5])
    size = np.sqrt(out[:, 0] ** 2 + out[:, 1] ** 2 + out[:, 2] ** 2)
    flat = np.sqrt(out[:, 0] ** 2 + out[:, 1] ** 2)
    ahead = out[:, 1] / np.maximum(flat, 1e-9)
    xs, zs = _line(style)
    grown = np.clip((p[:, 2] - np.interp(ahead, xs, zs)) / 0.075, 0.0, 1.0)
    if style == "fringe":
        grown = np.minimum(grown, np.clip((0.78 - p[:, 2]) / 0.1, 0.0, 1.0))
    grown = grown * grown * (3 - 2 * grown)
    depth = -0.035 + (thick + 0.035) * grown
    wave = np.ones(len(p))
    if style == "side":  # swept over from a parting above the left brow
        side = np.clip((p[:, 0] + 0.13) / 0.12, 0.0, 1.0)
        high = np.clip((p[:, 2] - 0.62) / 0.2, 0.0, 1.0)
        wave = 1 + (0.75 * side * np.clip(1.2 - np.abs(p[:, 0]) / 0.3, 0.0, 1.0) - 0.15) * high
    if style in {"curly", "afro", "wavy"}:
        i = np.arange(len(p), dtype=np.int64)
        wave = 1 + {"curly": 0.28, "afro": 0.14}.get(style, 0.2) * (((i * 7 + (i // _SIDES) * 5) % 5) / 4.0 - 0.5)
    moved = p + out / size[:, None] * (depth * wave)[:, None]
    return replace(mesh, position=moved.astype(np.float32))


def _falls(style: str) -> list[Mesh]:
    """What hangs or is tied up behind."""
    if style in {"long", "wavy"}:
        rings = [
            Ring(0.0, 0.30, 0.12, 0.1, "head", HAIR),
            Ring(0.35, 0.345, 0.16, 0.1, "head", HAIR),
            Ring(0.8, 0.36, 0.15, 0.1, "neck", HAIR),
            Ring(1.3, 0.35, 0.11, 0.08, "neck", HAIR),
            Ring(1.8, 0.28, 0.07, 0.055, "neck", HAIR),
        ]
        return [
            limb(
                [(0, -0.3, 0.42), (0, -0.35, 0.0), (0, -0.44, -0.42)],
                rings,
                (0.0, 1.0, 0.0),
                14,
                (0.02, 0.08),
            ),
            *(_lock(side, style) for side in (-1, 1)),
        ]
    if style == "bun":
        return [ellipsoid((0.16, 0.14, 0.15), (0.0, -0.5, 0.72), 12, 8).painted(HAIR).named("head")]
    if style == "tail":
        rings = [
            Ring(0.0, 0.06, 0.06, 0.06, "head", HAIR),
            Ring(0.4, 0.1, 0.09, 0.09, "head", HAIR),
            Ring(0.95, 0.11, 0.1, 0.1, "head", HAIR),
            Ring(1.35, 0.1, 0.08, 0.09, "neck", HAIR),
            Ring(1.85, 0.04, 0.04, 0.04, "neck", HAIR),
        ]
        return [
            limb(
                [(0, -0.44, 0.7), (0, -0.62, 0.36), (0, -0.52, -0.3)],
                rings,
                (0.0, 1.0, 0.2),
                10,
                (0.03, 0.05),
            )
        ]
    return []


def _lock(side: int, style: str) -> Mesh:
    """Hair that falls before a shoulder."""
    k, low = (1.25, -0.5) if style == "wavy" else (1.0, -0.36)
    rings = [
        Ring(at, across * k, deep * k, deep * k, part, HAIR)
        for at, across, deep, part in (
            (0.0, 0.05, 0.07, "head"), (0.5, 0.065, 0.11, "head"), (0.95, 0.07, 0.12, "head"),
            (1.4, 0.068, 0.1, "neck"), (1.9, 0.03, 0.05, "neck"),
        )
    ]  # fmt: skip
    path: list[Vec3] = [(side * 0.29, 0.05, 0.62), (side * 0.335, -0.03, 0.12), (side * 0.31, 0.06, low)]
    return limb(path, rings, (0.0, 1.0, 0.0), 8, (0.02, 0.05))


@cache
def head_mesh(female: bool, beard: bool, hair: str) -> Mesh:
    """A head of height 1 with its hair; part names ``head`` and, for long hair's ends, ``neck``."""
    parts: list[Mesh] = [_skull(female), *_features(female), _cap(hair), *_falls(hair)]
    if beard:
        parts.append(_beard())
    whole = merge(parts)
    in_head = whole.part_names.index("head")
    top = float(whole.position[whole.part == in_head][:, 2].max())
    return whole.moved(scale=(1.0, 1.0, 1.0 / top))
