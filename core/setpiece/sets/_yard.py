"""Collects an exterior: fixed structure, then movable pieces that keep clear of each other.

What a person moved stands first; the rest finds room around it in (rank, mint order), each from
its own random stream, so that one new bench changes nothing else.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..geometry import Vec3, quat_rotate, stream, yaw_from_quat
from ..scene.ids import Minter
from ._draft import Placed
from ._piece import Piece, PieceMaker
from .model import Obstacle, Pin

F64 = NDArray[np.float64]
Spot = tuple[float, float, float]
"""x, y, yaw of a candidate."""
HeightAt = Callable[[float, float], float]
_GAP_M = 0.04
_STEP_M = 0.03


_BOUNDS: OrderedDict[int, tuple[Piece, F64, F64]] = OrderedDict()
"""Part bounds of pieces in use; the piece is kept so that its id stays its own."""


def _part_bounds(piece: Piece) -> tuple[F64, F64]:
    """(parts, 3) lowest and highest corners in the piece's frame."""
    known = _BOUNDS.get(id(piece))
    if known is None:
        corners = np.array([p.placed.bounds for p in piece.parts], dtype=np.float64)
        known = (piece, corners[:, 0], corners[:, 1])
        _BOUNDS[id(piece)] = known
        if len(_BOUNDS) > 512:
            _BOUNDS.popitem(last=False)
    return known[1], known[2]


@dataclass(frozen=True)
class Rects:
    """Upright boxes as rows: x, y, cos yaw, sin yaw, half x, half y, z0, z1."""

    rows: F64

    @staticmethod
    def of(piece: Piece, position: Vec3, yaw: float) -> Rects:
        """One row per part, each around the part's own bounds in the piece's frame."""
        c, s = math.cos(yaw), math.sin(yaw)
        low, high = _part_bounds(piece)
        middle, half = (low + high) / 2, (high - low) / 2
        rows = np.zeros((len(low), 8))
        rows[:, 0] = position[0] + c * middle[:, 0] - s * middle[:, 1]
        rows[:, 1] = position[1] + s * middle[:, 0] + c * middle[:, 1]
        rows[:, 2], rows[:, 3], rows[:, 4:6] = c, s, half[:, :2]
        rows[:, 6], rows[:, 7] = position[2] + low[:, 2], position[2] + high[:, 2]
        return Rects(rows)

    @staticmethod
    def area(x0: float, y0: float, x1: float, y1: float, z1: float = 50.0) -> Rects:
        """An axis-aligned keep-out."""
        row = ((x0 + x1) / 2, (y0 + y1) / 2, 1.0, 0.0, (x1 - x0) / 2, (y1 - y0) / 2, -5.0, z1)
        return Rects(np.array([row], dtype=np.float64))

    def meets(self, other: Rects, gap: float = _GAP_M) -> bool:
        """True where any box of one is nearer than ``gap`` to any box of the other."""
        a, b = self.rows[:, None, :], other.rows[None, :, :]
        hit = (a[..., 6] < b[..., 7] + gap) & (b[..., 6] < a[..., 7] + gap)
        if not bool(hit.any()):
            return False
        dx, dy = b[..., 0] - a[..., 0], b[..., 1] - a[..., 1]
        cos = np.abs(a[..., 2] * b[..., 2] + a[..., 3] * b[..., 3])
        sin = np.abs(a[..., 2] * b[..., 3] - a[..., 3] * b[..., 2])
        for one, two in ((a, b), (b, a)):
            along = np.abs(dx * one[..., 2] + dy * one[..., 3])
            across = np.abs(dy * one[..., 2] - dx * one[..., 3])
            hit &= along < one[..., 4] + two[..., 4] * cos + two[..., 5] * sin + gap
            hit &= across < one[..., 5] + two[..., 4] * sin + two[..., 5] * cos + gap
        return bool(hit.any())

    @property
    def reach(self) -> tuple[float, float, float, float]:
        """Axis-aligned bounds (x0, y0, x1, y1)."""
        r = self.rows
        ex = r[:, 4] * np.abs(r[:, 2]) + r[:, 5] * np.abs(r[:, 3])
        ey = r[:, 4] * np.abs(r[:, 3]) + r[:, 5] * np.abs(r[:, 2])
        low_x, low_y = (r[:, 0] - ex).min(), (r[:, 1] - ey).min()
        return float(low_x), float(low_y), float((r[:, 0] + ex).max()), float((r[:, 1] + ey).max())


@dataclass(frozen=True)
class Want:
    """A movable piece that looks for a place."""

    key: str
    name: str
    make: PieceMaker
    spots: Callable[[np.random.Generator], Sequence[Spot]]
    rank: int = 5
    wish_noun: str = ""
    group: str = ""
    heed_keep_outs: bool = True


def _near(a: tuple[float, ...], b: tuple[float, ...], gap: float = _GAP_M) -> bool:
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap


class Yard:
    """An exterior while it is built."""

    def __init__(
        self,
        scene_id: str,
        minter: Minter,
        pins: Mapping[str, Pin],
        obstacles: Sequence[Obstacle],
        height_at: HeightAt = lambda _x, _y: 0.0,
    ) -> None:
        self.scene_id, self.height_at = scene_id, height_at
        self._minter, self._pins = minter, pins
        self._placed: list[Placed] = []
        self._taken: list[tuple[tuple[float, ...], Rects]] = []
        self._keep: list[tuple[tuple[float, ...], Rects]] = []
        self._wants: list[Want] = []
        self.refusals: list[str] = []
        self.limit: tuple[float, float, float, float] | None = None
        """Where movable pieces must stay (a roof); None = anywhere."""
        self.stepped = False
        """True where ``height_at`` has steps (kerbs): nothing may stand on two levels."""
        for o in obstacles:
            self._take(_obstacle_rects(o))

    def id(self, key: str) -> str:
        """The node id of ``key``."""
        return self._minter.id(key)

    def serial(self, key: str) -> int:
        """The place of ``key`` in minting order."""
        return self._minter.mint(key).serial

    def place_pinned(self, placed: Placed) -> bool:
        """Handle what a person moved or removed; True when there is nothing left to decide."""
        pin = self._pins.get(placed.node_id)
        if pin is None or not (pin.deleted or pin.transform):
            return False
        if not pin.deleted:
            self._accept(_pinned(placed, pin))
        return True

    def is_free(self, rects: Rects) -> bool:
        """True where nothing stands and nothing must stay clear."""
        return self._free(rects, heed=True)

    def is_deleted(self, node_id: str) -> bool:
        """True where a person removed the node."""
        pin = self._pins.get(node_id)
        return pin is not None and pin.deleted

    def keep_out(self, x0: float, y0: float, x1: float, y1: float, height_m: float = 2.6) -> None:
        """No movable piece may stand in this rectangle below ``height_m``."""
        r = Rects.area(x0, y0, x1, y1, height_m)
        self._keep.append((r.reach, r))

    def fixed(
        self, key: str, name: str, piece: Piece, at: Vec3 = (0.0, 0.0, 0.0), yaw: float = 0.0, solid: bool = True
    ) -> None:
        """A part of the place itself; ``solid`` ones are worked around."""
        node = self.id(key)
        pin = self._pins.get(node)
        if pin is not None and pin.deleted:
            return
        placed = Placed(node, name, piece, at, yaw, key=key, movable=False)
        if pin is not None and pin.transform is not None:
            placed = _pinned(placed, pin)
        self._placed.append(placed)
        if solid:
            self._take(Rects.of(piece, placed.position, placed.yaw))

    def want(self, want: Want) -> None:
        """Ask for a movable piece; it finds its place in ``settle``."""
        self._wants.append(want)

    def settle(self) -> None:
        """Place everything wanted so far: pinned first, then by (rank, mint order)."""
        rows = [(w.rank, self._minter.mint(w.key).serial, w) for w in self._wants]
        rows.sort(key=lambda r: (r[0], r[1]))
        free: list[tuple[Want, str]] = []
        for _, _, w in rows:
            node = self.id(w.key)
            pin = self._pins.get(node)
            if pin is None:
                free.append((w, node))
            elif not pin.deleted and pin.transform is not None:
                start = Placed(
                    node, w.name, w.make(stream(node, "make")), (0.0, 0.0, 0.0), key=w.key, wish_noun=w.wish_noun
                )
                self._accept(_pinned(start, pin))
            elif not pin.deleted:
                free.append((w, node))
        for w, node in free:
            self._settle_one(w, node)
        self._wants = []

    def _settle_one(self, w: Want, node: str) -> None:
        piece = w.make(stream(node, "make"))
        for spot in w.spots(stream(node, "place")):
            x, y, yaw = round(spot[0], 4), round(spot[1], 4), round(spot[2], 6)
            z = round(self.height_at(x, y), 4)
            rects = Rects.of(piece, (x, y, z), yaw)
            if self._free(rects, w.heed_keep_outs) and self.level(rects, z):
                self._accept(
                    Placed(node, w.name, piece, (x, y, z), yaw, key=w.key, group=w.group, wish_noun=w.wish_noun)
                )
                return
        if w.wish_noun:
            self.refusals.append(f"no room for {w.name.lower()}")

    def level(self, rects: Rects, z: float) -> bool:
        """True where what stands at height ``z`` has no step under its foot."""
        if not self.stepped:
            return True
        for x, y, c, s, hx, hy, z0, _ in rects.rows.tolist():
            if z0 > z + 0.3:
                continue
            for u, v in ((-hx, -hy), (hx, -hy), (hx, hy), (-hx, hy)):
                if abs(self.height_at(x + c * u - s * v, y + s * u + c * v) - z) > _STEP_M:
                    return False
        return True

    def stand_on(self, placed: Placed) -> bool:
        """Accept a small piece on top of another, when nothing is there yet."""
        rects = Rects.of(placed.piece, placed.position, placed.yaw)
        if not self._free(rects, heed=False, gap=0.005, lift=0.01):
            return False
        self._accept(placed)
        return True

    def _accept(self, placed: Placed) -> None:
        self._placed.append(placed)
        self._take(Rects.of(placed.piece, placed.position, placed.yaw))

    def _take(self, rects: Rects) -> None:
        self._taken.append((rects.reach, rects))

    def _free(self, rects: Rects, heed: bool, gap: float = _GAP_M, lift: float = 0.0) -> bool:
        if lift:
            raised = rects.rows.copy()
            raised[:, 6] = raised[:, 6] + lift
            rects = Rects(raised)
        reach = rects.reach
        if self.limit is not None:
            x0, y0, x1, y1 = self.limit
            if reach[0] < x0 or reach[1] < y0 or reach[2] > x1 or reach[3] > y1:
                return False
        held = self._taken + self._keep if heed else self._taken
        return not any(_near(reach, box) and rects.meets(other, gap) for box, other in held)

    def clear_points(self, x: F64, y: F64, margin_m: float | F64) -> NDArray[np.bool_]:
        """(n,) true where nothing taken or kept clear is nearer than ``margin_m``."""
        ok = np.ones(len(x), dtype=np.bool_)
        for _, rects in self._taken + self._keep:
            for cx, cy, c, s, hx, hy, z0, _ in rects.rows:
                if z0 > 2.5:
                    continue
                dx, dy = x - cx, y - cy
                inside = (np.abs(dx * c + dy * s) < hx + margin_m) & (np.abs(dy * c - dx * s) < hy + margin_m)
                ok &= ~inside
        return ok

    @property
    def placed(self) -> tuple[Placed, ...]:
        """Everything placed so far."""
        return tuple(self._placed)


def _pinned(placed: Placed, pin: Pin) -> Placed:
    t = pin.transform
    if t is None:
        return placed
    return replace(placed, position=t.translation, rotation=t.rotation, yaw=yaw_from_quat(t.rotation), scale=t.scale)


def _obstacle_rects(o: Obstacle) -> Rects:
    corners = [
        quat_rotate(o.rotation, (sx * o.half[0], sy * o.half[1], sz * o.half[2]))
        for sx in (-1, 1)
        for sy in (-1, 1)
        for sz in (-1, 1)
    ]
    reach = [max(abs(c[k]) for c in corners) for k in range(3)]
    z0, z1 = o.center[2] - reach[2], o.center[2] + reach[2]
    return Rects(np.array([(o.center[0], o.center[1], 1.0, 0.0, reach[0], reach[1], z0, z1)]))


def ring_spots(
    center: tuple[float, float],
    radius_m: tuple[float, float],
    arcs: Sequence[tuple[float, float]],
    facing: str = "center",
    tries: int = 24,
) -> Callable[[np.random.Generator], list[Spot]]:
    """Candidates around ``center``; ``arcs`` are angle ranges in radians from +X.

    ``facing``: center (the front looks inward), any, or along (the side is shown to the centre).
    """

    def spots(rng: np.random.Generator) -> list[Spot]:
        out: list[Spot] = []
        for i in range(tries):
            lo, hi = arcs[min(int(rng.random() * len(arcs)), len(arcs) - 1)]
            a = lo + (hi - lo) * rng.random()
            spread = radius_m[0] + (radius_m[1] - radius_m[0]) * (0.35 * rng.random() + 0.65 * i / tries)
            turn = rng.random()
            inward = a + math.pi / 2
            yaw = {"center": inward + (turn - 0.5) * 0.7, "along": inward + math.pi / 2 + (turn - 0.5) * 0.5}.get(
                facing, turn * 2 * math.pi
            )
            out.append((center[0] + spread * math.cos(a), center[1] + spread * math.sin(a), yaw))
        return out

    return spots
