"""A piece's outline for the solver: the box of its parts, what rises over its top, its footprint."""

from __future__ import annotations

from ..geometry import Vec3, quat_rotate, yaw_from_quat
from ._compose import part_box
from ._layout import Shape
from ._piece import Part, Piece
from ._spots import Spot

_OVER_M = 0.01


def _reach(part: Part) -> tuple[Vec3, Vec3]:
    """(lo, hi) of the upright box around a part's own box, in the piece's frame."""
    center, half = part_box(part)
    if part.rotation[0] == 1.0:
        r = half
    else:
        axes = [quat_rotate(part.rotation, a) for a in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))]
        r = (
            sum(abs(a[0]) * h for a, h in zip(axes, half, strict=True)),
            sum(abs(a[1]) * h for a, h in zip(axes, half, strict=True)),
            sum(abs(a[2]) * h for a, h in zip(axes, half, strict=True)),
        )
    return (center[0] - r[0], center[1] - r[1], center[2] - r[2]), (
        center[0] + r[0], center[1] + r[1], center[2] + r[2],
    )  # fmt: skip


def outline(piece: Piece) -> tuple[Vec3, Vec3, Shape]:
    """Box (lo, hi) of all parts and the finer shape."""
    boxes = [_reach(p) for p in piece.parts]
    lo = (min(b[0][0] for b in boxes), min(b[0][1] for b in boxes), min(b[0][2] for b in boxes))
    hi = (max(b[1][0] for b in boxes), max(b[1][1] for b in boxes), max(b[1][2] for b in boxes))
    return lo, hi, Shape(_above(piece, boxes, lo, hi), _feet(piece, boxes, lo[2] < -0.03))


def _above(piece: Piece, boxes: list[tuple[Vec3, Vec3]], lo: Vec3, hi: Vec3) -> tuple[tuple[Vec3, Vec3], ...]:
    top = max((s.center[2] for s in piece.surfaces), default=hi[2])
    if hi[2] <= top + _OVER_M:
        return ()
    risen = [b for b in boxes if b[1][2] > top + _OVER_M / 2]
    base = ((lo[0], lo[1], lo[2]), (hi[0], hi[1], top))
    return (base, *(((a[0], a[1], max(a[2], top)), b) for a, b in risen))


def _feet(piece: Piece, boxes: list[tuple[Vec3, Vec3]], hangs: bool) -> tuple[Spot, ...]:
    """The footprints of parts between ankle and head, without those under a larger one."""
    if hangs:
        return ()
    rows: list[tuple[float, float, float, float, Spot]] = []
    for part, (lo, hi) in zip(piece.parts, boxes, strict=True):
        if hi[2] < 0.15 or lo[2] > 1.8 or not part.solid:
            continue
        w, _, _, z = part.rotation
        center, half = part_box(part)
        if abs(w * w + z * z - 1.0) < 1e-3:
            turn = yaw_from_quat(part.rotation)
            spot = Spot(center[0], center[1], half[0], half[1], turn, lo[2], hi[2])
        else:
            mx, my = (lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2
            spot = Spot(mx, my, (hi[0] - lo[0]) / 2, (hi[1] - lo[1]) / 2, 0.0, lo[2], hi[2])
        rows.append((lo[0], lo[1], hi[0], hi[1], spot))
    rows.sort(key=lambda r: -(r[2] - r[0]) * (r[3] - r[1]))
    kept: list[tuple[float, float, float, float, Spot]] = []
    for r in rows:
        inside = any(
            k[4].yaw == 0.0
            and k[0] - 1e-3 <= r[0]
            and k[1] - 1e-3 <= r[1]
            and k[2] + 1e-3 >= r[2]
            and k[3] + 1e-3 >= r[3]
            for k in kept
        )
        if not inside:
            kept.append(r)
    return tuple(k[4] for k in kept)
