"""Places what the script names into an exterior: cars on the ground, small props at hand height.

Small things stand on something one would put them on (a crate, a wall, a rock), never floating;
each has its own stream, so one more prop moves nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from ..geometry import box, stream
from ._draft import Placed
from ._park_furniture import flat_rock
from ._piece import Part, Piece, PieceMaker
from ._props import piece_for
from ._street_furniture import bench, crate, low_wall
from ._yard import Rects, Spot, Want, Yard, ring_spots
from .model import PieceWish, SetSpec, Vec2

_SIDES = ((-0.85, 0.85), (math.pi - 0.85, math.pi + 0.85))
_SMALL_M = 0.75
_PER_STAND = 4
Spots = Callable[[np.random.Generator], Sequence[Spot]]


def stand_in(noun: str, category: str) -> PieceMaker:
    """A plain labelled-by-look block where no maker knows the noun."""
    size = {"vehicles": (1.8, 4.2, 1.5), "animals": (0.4, 0.9, 0.7)}.get(category, (0.3, 0.22, 0.2))

    def make(_rng: np.random.Generator) -> Piece:
        return Piece(noun, (Part(box(size, (0.0, 0.0, size[2] / 2)), "standin"),), solid_kind="prop")

    return make


def each_wish(spec: SetSpec) -> list[tuple[str, str, PieceWish]]:
    """(key, display name, wish) per single thing."""
    out: list[tuple[str, str, PieceWish]] = []
    for w in spec.wishes:
        for i in range(max(1, min(w.count, 12))):
            key = w.key if i == 0 else f"{w.key}:{i + 1}"
            out.append((key, w.noun.capitalize() if w.count < 2 else f"{w.noun.capitalize()} {i + 1}", w))
    return out


def place_wishes(
    yard: Yard,
    spec: SetSpec,
    ground_only: bool = False,
    vehicle_spots: Spots | None = None,
    side_arcs: Sequence[tuple[float, float]] = _SIDES,
    stand: PieceMaker | None = None,
    center: Vec2 = (0.0, 0.0),
) -> tuple[str, ...]:
    """Ask for everything the spec names; returns what only a stand-in could be found for.

    ``vehicle_spots`` says where vehicles may stand first (a lane, a bay); else around the action.
    """
    refused: list[str] = []
    small: list[tuple[str, str, PieceWish, PieceMaker]] = []
    for key, name, wish in each_wish(spec):
        maker = piece_for(wish.noun, wish.category)
        if maker is None:
            refused.append(f"a stand-in for {wish.noun}: no piece of that name")
            maker = stand_in(wish.noun, wish.category)
        lo, hi = maker(stream("size", wish.noun)).bounds
        size = max(hi[0] - lo[0], hi[1] - lo[1])
        if wish.carried and _at_feet(yard, key, name, wish, maker, center):
            continue
        if wish.category not in ("vehicles", "animals") and size <= _SMALL_M and hi[2] - lo[2] < 0.62:
            small.append((key, name, wish, maker))
            continue
        reach = size / 2
        around = ring_spots(
            (0.0, 0.0), (3.2 + reach, 6.0 + 2.0 * reach), side_arcs, "along" if size > 2.5 else "center", 40
        )
        wide = ring_spots((0.0, 0.0), (5.0 + reach, 20.0 + 2 * reach), ((0.0, 6.283),), "any", 60)
        spots = _chain(vehicle_spots, around, wide) if wish.category == "vehicles" else _chain(around, wide)
        yard.want(Want(key, name, maker, spots, rank=2 if wish.category == "vehicles" else 3, wish_noun=wish.noun))
    _stands(yard, small, side_arcs, stand or (partial(flat_rock) if ground_only else low_wall))
    return tuple(refused)


def _chain(*groups: Spots | None) -> Spots:
    def spots(rng: np.random.Generator) -> list[Spot]:
        return [s for g in groups if g is not None for s in g(rng)]

    return spots


def _stands(
    yard: Yard,
    small: Sequence[tuple[str, str, PieceWish, PieceMaker]],
    arcs: Sequence[tuple[float, float]],
    make: PieceMaker,
) -> None:
    """Stands near the action, then the small things on them."""
    if not small:
        yard.settle()
        return
    for i in range(-(-len(small) // _PER_STAND)):
        spots = ring_spots((0.0, 0.0), (3.15, 7.5), arcs, "center", 40)
        maker = make if i % 2 == 0 else crate
        yard.want(Want(f"piece:stand:{i + 1}", f"{'Stand' if i % 2 == 0 else 'Crate'} {i + 1}", maker, spots, rank=1))
    yard.settle()
    stands = [p for p in yard.placed if p.key.startswith("piece:stand:")]
    rows = sorted(small, key=lambda s: yard.serial(s[0]))
    for key, name, wish, maker in rows:
        _set_down(yard, stands, key, name, wish, maker)


def stand_on_surfaces(
    yard: Yard, wishes: Sequence[tuple[str, str, PieceWish]], bases: Sequence[Placed]
) -> tuple[str, ...]:
    """Put what fits onto the surfaces of ``bases``; returns what could not be had, in words."""
    refused: list[str] = []
    for key, name, wish in sorted(wishes, key=lambda w: yard.serial(w[0])):
        maker = piece_for(wish.noun, wish.category)
        if maker is None:
            refused.append(f"a stand-in for {wish.noun}: no piece of that name")
            maker = stand_in(wish.noun, wish.category)
        _set_down(yard, bases, key, name, wish, maker, ground=False)
    return tuple(refused)


def _at_feet(yard: Yard, key: str, name: str, wish: PieceWish, maker: PieceMaker, center: Vec2) -> bool:
    """On the ground beside where people stand, its narrow side to them."""
    node = yard.id(key)
    piece = maker(stream(node, "make"))
    placed = Placed(node, name, piece, (0.0, 0.0, 0.0), key=key, wish_noun=wish.noun)
    if yard.place_pinned(placed):
        return True
    for dx, dy in ((1.2, 0.0), (1.2, 0.5), (1.2, -0.5), (-1.2, 0.0), (-1.2, 0.5), (1.6, 0.2)):
        x, y = center[0] + dx, center[1] + dy
        at = (round(x, 4), round(y, 4), round(yard.height_at(x, y) - piece.bounds[0][2], 4))
        if yard.stand_on(replace(placed, position=at, yaw=round(math.pi / 2, 6))):
            return True
    return False


def _set_down(
    yard: Yard, stands: Sequence[Placed], key: str, name: str, wish: PieceWish, maker: PieceMaker, ground: bool = True
) -> None:
    """On the first surface with room, else (where ``ground``) on the floor beside the action."""
    node = yard.id(key)
    piece = maker(stream(node, "make"))
    placed = Placed(node, name, piece, (0.0, 0.0, 0.0), key=key, wish_noun=wish.noun)
    if yard.place_pinned(placed):
        return
    rng = stream(node, "place")
    lo, hi = piece.bounds
    for base in stands:
        for top in base.piece.surfaces:
            if not ground and max(hi[0] - lo[0], hi[1] - lo[1]) > max(0.4, 2.4 * max(top.half_x, top.half_y)):
                continue
            for i in range(14):
                room_x = max(0.0, top.half_x - (hi[0] - lo[0]) / 2)
                room_y = max(0.0, top.half_y - (hi[1] - lo[1]) / 2)
                u = (0.0, -0.9, 0.9, -0.45, 0.45, -0.68, 0.68)[i % 7] * room_x
                v = (0.5 if i >= 7 else 0.35) * room_y * (1 if i < 7 else -1)
                turn = (rng.random() - 0.5) * 0.6
                c, s = math.cos(base.yaw), math.sin(base.yaw)
                x, y = (
                    base.position[0] + c * (top.center[0] + u) - s * (top.center[1] + v),
                    base.position[1] + s * (top.center[0] + u) + c * (top.center[1] + v),
                )
                at = (round(x, 4), round(y, 4), round(base.position[2] + top.center[2] - lo[2] + 0.0005, 4))
                if yard.stand_on(replace(placed, position=at, yaw=round(base.yaw + turn, 6), on=base.node_id)):
                    return
    for x, y, yaw in _chain(
        ring_spots((0.0, 0.0), (2.95, 6.0), _SIDES), ring_spots((0.0, 0.0), (4.0, 14.0), ((0.0, 6.28),))
    )(rng):
        if not ground:
            break
        z = round(yard.height_at(x, y), 4)
        at = (round(x, 4), round(y, 4), round(z - lo[2], 4))
        rects = Rects.of(piece, at, round(yaw, 6))
        here = replace(placed, position=at, yaw=round(yaw, 6))
        if yard.is_free(rects) and yard.level(rects, z) and yard.stand_on(here):
            return
    yard.refusals.append(f"no room for {wish.noun}")


def set_seats(yard: Yard, spec: SetSpec, maker: PieceMaker | None = None, spots: Sequence[Spot] = ()) -> None:
    """Benches at the edge of the acting area for those who sit."""
    make = maker or bench
    per = len(make(stream("seats", "probe")).seats)
    need = 0 if spec.seated <= 0 else min(10, -(-spec.seated // per))
    default: tuple[Spot, ...] = (
        (0.0, 3.1, math.pi),
        (-3.15, 0.4, -math.pi / 2),
        (3.15, 0.4, math.pi / 2),
        (-3.15, -2.2, -math.pi / 2),
        (3.15, -2.2, math.pi / 2),
        (2.3, 4.4, math.pi),
        (-2.3, 4.4, math.pi),
        (-3.15, 2.9, -math.pi / 2),
        (3.15, 2.9, math.pi / 2),
        (0.0, 5.6, math.pi),
        (-4.6, 0.4, -math.pi / 2),
        (4.6, 0.4, math.pi / 2),
    )
    for i in range(need):
        options = tuple(spots) + default

        def at(_rng: np.random.Generator, options: Sequence[Spot] = options) -> Sequence[Spot]:
            return options

        yard.want(Want(f"piece:seat:{i + 1}", f"Seat {i + 1}", make, at, rank=0, heed_keep_outs=False))
