"""How each built exterior is laid out: where ground, rows of buildings and furniture go."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from ..geometry import Vec3, box, pick, stream
from . import _facades as fa
from . import _nature as nature
from . import _street_furniture as sf
from . import _vehicles as cars
from ._batch import boxes
from ._furniture_kit import block, slab, tube
from ._piece import Part, Piece, PieceMaker
from ._skyline import skyline
from ._terrain import hill_ring, land_beyond
from ._yard import Spot, Want, Yard
from .model import Solid, Vec2

_SIDES = ((-0.85, 0.85), (math.pi - 0.85, math.pi + 0.85))
_PI = math.pi
Area = tuple[float, float, float, float]


@dataclass(frozen=True)
class Layout:
    """What a layout asks for once its structure stands."""

    floor: tuple[Vec2, ...]
    wants: tuple[Want, ...]
    keep_out: tuple[Area, ...]
    camera_floor: tuple[Vec2, ...] = ()
    seat_spots: tuple[Spot, ...] = ()
    vehicle_spots: Callable[[np.random.Generator], Sequence[Spot]] | None = None
    prop_arcs: tuple[tuple[float, float], ...] = _SIDES
    stand: PieceMaker = sf.low_wall
    ground_half: tuple[Area, ...] = field(default=((-60.0, -60.0, 60.0, 60.0),))

    def solids(self, yard: Yard) -> tuple[Solid, ...]:
        """The ground from below."""
        node = yard.id("place:ground")
        out: list[Solid] = []
        for x0, y0, x1, y1 in self.ground_half:
            out.append(Solid(node, ((x0 + x1) / 2, (y0 + y1) / 2, -0.25), ((x1 - x0) / 2, (y1 - y0) / 2, 0.25), kind="ground"))
        return tuple(out)


def _rect(x0: float, y0: float, x1: float, y1: float) -> tuple[Vec2, ...]:
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def _at(*spots: Spot) -> Callable[[np.random.Generator], list[Spot]]:
    return lambda rng: list(spots)


def _want(noun: str, i: int, make: PieceMaker, spot: Spot, rank: int = 6, keep: bool = False) -> Want:
    return Want(f"piece:{noun}:{i}", f"{noun.capitalize()} {i}", make, _at(spot), rank, heed_keep_outs=keep)


def flat(x0: float, y0: float, x1: float, y1: float, z: float, look: str, thick: float = 0.3) -> Part:
    return Part(box((x1 - x0, y1 - y0, thick), ((x0 + x1) / 2, (y0 + y1) / 2, z - thick / 2)), look, solid=False)


def _surface(yard: Yard, key: str, name: str, parts: Sequence[Part]) -> None:
    yard.fixed(key, name, Piece(name.lower(), tuple(parts), solid_kind="ground"), solid=False)


def horizon(yard: Yard, rng: np.random.Generator, ground: str, city: bool, z: float = -0.2) -> None:
    yard.fixed("place:plain", "Plain", land_beyond(ground, z), solid=False)
    if city:
        yard.fixed("place:skyline", "Skyline", skyline(stream("sky", str(rng.integers(0, 1 << 30))), 78.0, 240.0, 42.0), solid=False)
    hills = hill_ring(stream("hills", str(rng.integers(0, 1 << 30))), 330.0, 600.0, 46.0, "hill_far", 0.7)
    yard.fixed("place:hills", "Hills", hills, (0.0, 0.0, -0.5), solid=False)
    if not city:
        near = hill_ring(stream("trees", str(rng.integers(0, 1 << 30))), 74.0, 190.0, 13.0, "treeline", 0.5)
        yard.fixed("place:near hills", "Near hills", near, (0.0, 0.0, -0.4), solid=False)


def row_of_buildings(
    yard: Yard, rng: np.random.Generator, key: str, x: float, y0: float, y1: float, yaw: float, night: bool,
    grounds: Sequence[str], floors: tuple[int, int] = (3, 5), along_x: bool = False, style: fa.Style | None = None,
) -> None:  # fmt: skip
    """A closed row of buildings whose fronts stand on the line ``x`` (or y where ``along_x``)."""
    at, i, depth = y0, 0, 9.0
    while at < y1 - 0.5:
        i += 1
        wide = min(7.0 + 5.5 * rng.random(), y1 - at)
        if y1 - at - wide < 5.0:
            wide = y1 - at
        tall = floors[0] + int(rng.random() * (floors[1] - floors[0] + 1))
        node_key = f"place:building:{key}:{i}"
        piece = fa.building(stream(yard.id(node_key), "make"), round(wide, 3), tall, pick(rng, grounds), night, style, depth)
        mid = round(at + wide / 2, 4)
        back = x - math.cos(yaw) * depth / 2 if along_x else x + math.sin(yaw) * depth / 2
        spot: Vec3 = (mid, back, 0.0) if along_x else (back, mid, 0.0)
        yard.fixed(node_key, f"Building {key} {i}", piece, spot, yaw)
        at += wide


def street(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """A town street; people act on the wide near pavement."""
    end, road_z = 44.0, -0.13
    grounds = ("shop", "shop", "door", "shop")
    row_of_buildings(yard, rng, "right", 3.9, -end, end, _PI / 2, night, grounds)
    row_of_buildings(yard, rng, "left", -16.0, -end, end, -_PI / 2, night, (*grounds, "door"))
    row_of_buildings(yard, rng, "north", end + 11.0, -30.0, 18.0, _PI, night, grounds, (4, 6), along_x=True)
    row_of_buildings(yard, rng, "south", -end - 11.0, -30.0, 18.0, 0.0, night, grounds, (4, 6), along_x=True)
    paving = pick(rng, ("pavement", "paving_stone", "concrete_ground"))
    marks = [(-7.9, y, road_z + 0.006, 0.14, 2.4, 0.012) for y in np.arange(-42.0, 43.0, 6.0).tolist()]
    zebra = [(-11.6 + 0.95 * i, -15.0, road_z + 0.006, 0.5, 3.4, 0.012) for i in range(9)]
    _surface(yard, "place:ground", "Pavement", [flat(-3.4, -end, 14.0, end, 0.0, paving), flat(-26.0, -end, -12.4, end, 0.0, paving)])
    _surface(yard, "place:road", "Road", [flat(-12.7, -70.0, -3.1, 70.0, road_z, pick(rng, ("asphalt", "asphalt_worn"))), flat(-40.0, end, 30.0, end + 11, road_z - 0.002, "asphalt"),
                                          flat(-40.0, -end - 11, 30.0, -end, road_z - 0.002, "asphalt"), Part(boxes(marks + zebra), "road_paint", solid=False)])
    _surface(yard, "place:kerb", "Kerb", [flat(-3.52, -end, -3.34, end, 0.012, "kerb"), flat(-12.46, -end, -12.28, end, 0.012, "kerb")])
    horizon(yard, rng, "asphalt_worn", True, -0.4)
    wants: list[Want] = []
    lamp = partial(sf.lamp_post, night=night, classic=rng.random() < 0.5)
    wants += [_want("lamp post", i + 1, lamp, (-2.95, -27.5 + 11.0 * i, _PI / 2), 4) for i in range(6)]
    wants += [_want("lamp post", i + 7, lamp, (-12.9, -33.0 + 11.0 * i, -_PI / 2), 4) for i in range(7)]
    shape = nature.tall(stream(yard.scene_id, "street tree"), 7.0)
    wants += [_want("tree", i + 1, lambda r: shape, (-2.5, y, 0.0), 5) for i, y in enumerate((-33.0, -22.0, 11.0, 22.0, 33.0))]
    wants += [_want("tree", i + 6, lambda r: shape, (-13.3, -27.5 + 11.0 * i, 0.0), 5) for i in range(6)]
    things: tuple[tuple[str, PieceMaker, Spot], ...] = (
        ("bin", sf.bin_, (-2.9, 4.4, _PI / 2)), ("hydrant", sf.hydrant, (-2.9, -6.6, _PI / 2)), ("mailbox", sf.post_box, (-2.8, 7.5, _PI / 2)),
        ("bench", sf.bench, (3.35, 7.6, _PI / 2)), ("bench", sf.bench, (3.35, -8.4, _PI / 2)), ("cafe table", sf.cafe_set, (2.9, 10.6, _PI / 2)),
        ("planter", sf.planter, (3.4, 4.3, _PI / 2)), ("planter", sf.planter, (3.4, -5.2, _PI / 2)), ("sign", sf.road_sign, (-2.95, -11.4, 0.0)),
        ("traffic light", sf.traffic_light, (-2.95, -17.6, _PI)), ("phone booth", sf.phone_booth, (-2.6, 14.6, _PI / 2)),
        ("bus stop", sf.bus_stop, (-14.7, 2.0, -_PI / 2)), ("bin", sf.bin_, (-12.95, -4.0, 0.0)), ("bollard", sf.bollard, (-3.0, -9.2, 0.0)),
    )  # fmt: skip
    wants += [_want(noun, 20 + i, make, spot) for i, (noun, make, spot) in enumerate(things)]
    lane = [(-4.5, y, 0.0) for y in (-30.0, -24.2, -18.5, 7.0, 13.2, 19.0, 25.0, 31.0)] + [(-11.3, y, _PI) for y in (-32.0, -26.0, -20.0, -8.0, -1.6, 4.8, 11.0, 17.2, 24.0)]
    wants += [_want("parked car", i + 1, cars.any_car, (x, y, yaw), 7) for i, (x, y, yaw) in enumerate(lane)]
    return Layout(
        _rect(-3.2, -16.0, 3.7, 16.0), tuple(_on_road(yard, wants, road_z)), ((-2.6, -13.0, 2.6, 13.0), (-12.0, -2.6, -2.6, 2.6)),
        _rect(-15.5, -16.0, 3.6, 16.0), ((3.3, 0.0, _PI / 2), (3.3, -2.2, _PI / 2), (3.3, 2.2, _PI / 2), (2.9, 4.8, _PI / 2)),
        _at((-4.6, 5.6, 0.0), (-4.6, -6.0, 0.0), (-4.6, 11.8, 0.0), (-11.2, -6.0, _PI), (-11.2, 7.0, _PI), (-7.9, 14.0, 0.0), (-7.9, -20.0, 0.0)),
        ((-0.2, 0.2), (_PI / 2 + 0.55, _PI - 0.6), (-_PI + 0.6, -_PI / 2 - 0.55), (0.7, 1.2), (-1.2, -0.7)), sf.crate,
        ((-3.4, -44.0, 4.0, 44.0), (-26.0, -44.0, -12.4, 44.0)),
    )  # fmt: skip


def _on_road(yard: Yard, wants: Sequence[Want], road_z: float) -> list[Want]:
    """Tell the yard how high the road lies, once; wants keep their spots."""
    yard.height_at = lambda x, y: road_z if -12.4 < x < -3.45 else 0.0
    return list(wants)


def alley(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """A back alley between brick walls."""
    end = 26.0
    style = pick(rng, (fa.STYLES[0], fa.STYLES[5]))
    row_of_buildings(yard, rng, "right", 3.5, -end, end, _PI / 2, night, ("blind", "roller", "door"), (3, 5), style=style)
    row_of_buildings(yard, rng, "left", -3.5, -end, end, -_PI / 2, night, ("blind", "roller", "blind"), (3, 5), style=fa.STYLES[0])
    row_of_buildings(yard, rng, "north", end + 6.0, -20.0, 20.0, _PI, night, ("shop",), (3, 5), along_x=True)
    row_of_buildings(yard, rng, "south", -end - 6.0, -20.0, 20.0, 0.0, night, ("shop",), (3, 5), along_x=True)
    gutter = [(0.0, y, -0.006 + 0.008, 0.3, 2.9, 0.012) for y in np.arange(-24.0, 25.0, 3.0).tolist()]
    _surface(yard, "place:ground", "Ground", [flat(-14.0, -end - 20, 14.0, end + 20, 0.0, pick(rng, ("asphalt_worn", "paving_stone"))), Part(boxes(gutter), "concrete_ground", solid=False)])
    horizon(yard, rng, "asphalt_worn", True, -0.4)
    things: list[tuple[str, PieceMaker, Spot]] = [("dumpster", sf.dumpster, (2.6, 6.0, _PI / 2)), ("dumpster", sf.dumpster, (-2.6, -9.0, -_PI / 2)), ("dumpster", sf.dumpster, (2.6, 12.0, _PI / 2))]
    for i, y in enumerate((3.8, -4.6, 8.6, -7.0, -12.0, 15.0, 18.0, -16.0)):
        s = 1 if i % 2 else -1
        things += [("crate", sf.crate, (s * 2.95, y, s * _PI / 2)), ("bin", sf.bin_, (s * 3.0, y + 1.1, 0.0))]
    wants = [_want(noun, i + 1, make, spot) for i, (noun, make, spot) in enumerate(things)]
    wants += [_want("wall lamp", i + 1, partial(_wall_lamp, night=night), (s * 3.4, y, s * _PI / 2), 4) for i, (s, y) in enumerate(((1, 2.2), (-1, -6.0), (1, -10.0), (-1, 9.0)))]
    wants += [_want("pipe", i + 1, _pipe, (s * 3.38, y, s * _PI / 2), 4) for i, (s, y) in enumerate(((1, -3.0), (-1, 3.4), (1, 9.2), (-1, 13.0), (-1, -13.0)))]
    return Layout(_rect(-3.3, -15.0, 3.3, 15.0), tuple(wants), ((-2.0, -13.0, 2.0, 13.0), (-2.55, -2.55, 2.55, 2.55)), seat_spots=((2.9, 0.0, _PI / 2), (-2.9, 0.0, -_PI / 2), (2.9, 4.0, _PI / 2), (-2.9, 4.0, -_PI / 2)),
                  vehicle_spots=_at((0.6, 8.0, 0.0), (0.6, 16.0, 0.0), (0.6, -18.0, 0.0), (0.6, 22.0, 0.0)), prop_arcs=((0.85, 1.05), (-1.05, -0.85), (2.1, 2.3), (-2.3, -2.1)), stand=sf.crate)  # fmt: skip


def _wall_lamp(rng: np.random.Generator, night: bool = False) -> Piece:
    from ._piece import LocalLamp

    look = "lamp_glow" if night else "lamp_glass"
    return Piece("wall lamp", (block((0.16, 0.06, 0.2), (0, -0.02, 2.9), "iron"), slab((0.2, 0.2, 0.1), (0, 0.1, 2.98), "iron"), tube(0.07, 0.12, (0, 0.1, 2.8), look, 10)),
                 lamps=(LocalLamp((0.0, 0.12, 2.76), 1400.0, 2700.0, "wall"),))  # fmt: skip


def _pipe(rng: np.random.Generator) -> Piece:
    return Piece("pipe", (tube(0.07, 8.5, (0, 0, 0.25), "rust", 8), block((0.18, 0.14, 0.25), (0, 0, 0.12), "rust"), *[block((0.22, 0.1, 0.06), (0, -0.02, z), "iron") for z in (1.2, 3.6, 6.0)]))


def parking(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """A parking lot in front of a big store."""
    _surface(yard, "place:ground", "Ground", [flat(-34.0, -40.0, 34.0, 40.0, 0.0, pick(rng, ("asphalt", "asphalt_worn"))), Part(boxes([(x, y, 0.005, 0.11, 5.0, 0.012) for y in (10.2, -17.0) for x in np.arange(-27.0, 28.0, 2.7).tolist()]), "road_paint", solid=False)])
    store = fa.building(stream(yard.id("place:building:store"), "make"), 46.0, 2, "shop", night, pick(rng, (fa.STYLES[3], fa.STYLES[4])), 14.0)
    yard.fixed("place:building:store", "Store", store, (0.0, 31.0, 0.0), _PI)
    row_of_buildings(yard, rng, "west", -34.0, -40.0, 40.0, -_PI / 2, night, ("door", "roller", "shop"), (2, 4))
    row_of_buildings(yard, rng, "east", 34.0, -40.0, 40.0, _PI / 2, night, ("door", "roller", "shop"), (2, 4))
    row_of_buildings(yard, rng, "south", -42.0, -36.0, 36.0, 0.0, night, ("shop", "door"), (2, 4), along_x=True)
    horizon(yard, rng, "asphalt_worn", True, -0.4)
    bays: list[Spot] = [(x + 1.35, y, yaw) for y, yaw in ((10.2, 0.0), (-17.0, _PI)) for x in np.arange(-27.0, 26.0, 2.7).tolist()]
    wants = [_want("parked car", i + 1, cars.any_car, s, 7, True) for i, s in enumerate(bays) if rng.random() < 0.62]
    wants += [_want("lamp post", i + 1, partial(sf.lamp_post, night=night), (x, y, 0.0), 4) for i, (x, y) in enumerate(((-9.5, 6.4), (9.5, 6.4), (-22.0, 6.4), (22.0, 6.4), (-9.5, -12.6), (9.5, -12.6)))]
    shape = nature.tall(stream(yard.scene_id, "lot tree"), 6.5)
    wants += [_want("tree", i + 1, lambda r: shape, (x, y, 0.0), 5) for i, (x, y) in enumerate(((-14.0, 16.5), (14.0, 16.5), (-29.0, -4.0), (29.0, -4.0), (-29.0, 5.0), (29.0, 5.0), (0.0, -24.0)))]
    wants += [_want("bollard", i + 1, sf.bollard, (-6.0 + 2.0 * i, 20.6, 0.0)) for i in range(7)] + [_want("bin", 1, sf.bin_, (5.0, 4.0, 0.0))]
    return Layout(_rect(-13.5, -12.0, 13.5, 14.0), tuple(wants), ((-2.7, -13.0, 2.7, 7.4), (-13.0, -2.6, 13.0, 2.6)), vehicle_spots=_at((4.6, 1.0, 0.35), (-4.8, 1.0, -0.3), (6.8, -4.0, 0.0), (-6.8, -4.0, 0.0), (0.0, 10.2, 0.0)), stand=sf.crate)


def suburb(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """Houses with lawns along a quiet road; people act on the front lawn."""
    _surface(yard, "place:ground", "Lawn", [flat(-70.0, -9.0, 70.0, 60.0, 0.0, "grass"), flat(-70.0, -60.0, 70.0, -21.5, 0.0, "grass")])
    _surface(yard, "place:road", "Road", [flat(-70.0, -19.5, 70.0, -11.0, -0.12, "asphalt"), flat(-70.0, -11.0, 70.0, -9.0, 0.012, "pavement"), flat(-70.0, -21.5, 70.0, -19.5, 0.012, "pavement"),
                                          flat(-0.7, -9.0, 0.7, 6.6, 0.012, "paving_stone"), flat(6.2, -9.0, 9.4, 9.0, 0.012, "concrete_ground")])
    for i, x in enumerate((-36.0, -18.0, 0.0, 18.0, 36.0)):
        yard.fixed(f"place:house:{i}", f"House {i + 1}", fa.gable_house(stream(yard.id(f"place:house:{i}"), "make"), night), (x, 12.5, 0.0), _PI)
        yard.fixed(f"place:house:{i + 5}", f"House {i + 6}", fa.gable_house(stream(yard.id(f"place:house:{i + 5}"), "make"), night), (x + 5.0, -33.0, 0.0), 0.0)
    for i, x in enumerate((-30.0, -10.0, 10.0, 30.0)):
        yard.fixed(f"place:house:{i + 10}", f"House {i + 11}", fa.gable_house(stream(yard.id(f"place:house:{i + 10}"), "make"), night), (x, 34.0, 0.0), _PI)
    horizon(yard, rng, "grass", False)
    shapes = [nature.spreading(stream(yard.scene_id, "yard tree"), 7.5), nature.tall(stream(yard.scene_id, "yard tall"), 8.0)]
    trees = ((-9.0, -3.0), (12.5, -5.5), (-27.0, -3.0), (27.0, -2.0), (-13.0, -26.0), (4.5, -25.0), (24.0, -26.0), (-9.0, 21.0), (9.0, 24.0), (-20.0, 23.0), (21.0, 22.0))
    wants = [_want("tree", i + 1, lambda r: pick(r, shapes), (x, y, float(i)), 5) for i, (x, y) in enumerate(trees)]
    wants += [_want("bush", i + 1, nature.bush, (x, 7.0, 0.0)) for i, x in enumerate((-4.2, -3.0, 3.0, 4.2))] + [_want("mailbox", 1, sf.post_box, (2.2, -8.2, _PI))]
    wants += [_want("fence", i + 1, sf.fence(6.0, "picket"), (x, -8.6, 0.0)) for i, x in enumerate((-5.0, -11.6, 13.0, 19.4, -18.0))]
    wants += [_want("lamp post", i + 1, partial(sf.lamp_post, night=night), (x, -10.3, _PI), 4) for i, x in enumerate((-14.0, 4.0, 22.0))]
    wants += [_want("parked car", i + 1, cars.any_car, s, 7) for i, s in enumerate(((7.8, 3.5, _PI), (-20.0, -12.3, _PI / 2), (16.0, -12.3, _PI / 2), (-6.0, -18.2, -_PI / 2)))]
    yard.height_at = lambda x, y: -0.12 if -19.5 < y < -11.0 else 0.012 if 6.2 < x < 9.4 and -9.0 < y < 9.0 else 0.0
    return Layout(_rect(-13.0, -8.4, 13.0, 5.4), tuple(wants), ((-2.7, -8.0, 2.7, 3.0), (-13.0, -2.6, 6.0, 2.6)), _rect(-14.0, -20.0, 14.0, 5.4), vehicle_spots=_at((7.8, -3.4, _PI), (0.0, -12.4, _PI / 2), (-7.0, -12.4, _PI / 2)), ground_half=((-70.0, -9.0, 70.0, 60.0),))


def rooftop(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """A flat roof over the city."""
    w, d, drop = 13.0, 15.0, -24.0
    _surface(yard, "place:ground", "Roof", [flat(-w, -d, w, d, 0.0, "roof_felt"), *[flat(-w + 3.0 * i, -d, -w + 3.0 * i + 0.06, d, 0.006, "asphalt_worn", 0.01) for i in range(1, 9)]])
    wall = pick(rng, ("brick_red", "brick_brown", "concrete_wall"))
    body = [block((2 * w + 0.6, 2 * d + 0.6, 23.6), (0, 0, -12.15), wall)]
    for s in (-1, 1):
        body += [block((0.3, 2 * d + 0.6, 1.0), (s * (w + 0.15), 0, 0.2), wall), block((2 * w, 0.3, 1.0), (0, s * (d + 0.15), 0.2), wall), slab((0.44, 2 * d + 0.7, 0.08), (s * (w + 0.15), 0, 0.74), "stone_trim"), slab((2 * w, 0.44, 0.08), (0, s * (d + 0.15), 0.74), "stone_trim")]
    yard.fixed("place:parapet", "Parapet", Piece("parapet", tuple(body), solid_kind="structure"), solid=False)
    yard.fixed("place:plain", "Streets", land_beyond("asphalt_worn", drop), solid=False)
    names = [str(rng.integers(0, 1 << 30)) for _ in range(3)]
    yard.fixed("place:skyline", "Skyline", skyline(stream("a", names[0]), 62.0, 260.0, 52.0, drop, 120), solid=False)
    for i in range(10):
        a = 2 * _PI * i / 10 + 0.3
        style = pick(rng, fa.STYLES)
        tall = 6 + int(rng.random() * 4)
        piece = fa.building(stream(yard.id(f"place:building:{i}"), "make"), 13.0, tall, "blind", night, style, 11.0)
        yard.fixed(f"place:building:{i}", f"Building {i + 1}", piece, (round(36.0 * math.cos(a), 3), round(38.0 * math.sin(a), 3), drop), round(a + _PI / 2, 6))
    hills = hill_ring(stream("h", names[1]), 420.0, 700.0, 70.0, "hill_far", 0.7)
    yard.fixed("place:hills", "Hills", hills, (0.0, 0.0, drop), solid=False)
    wants = [_want("roof door", 1, partial(_stair_hut, wall=wall), (8.5, 9.0, _PI / 2), 4), _want("water tower", 1, _water_tower, (-9.0, 10.0, 0.0), 4)]
    wants += [_want("air unit", i + 1, _air_unit, s) for i, s in enumerate(((-8.0, -6.0, 0.3), (-8.4, 2.8, 0.0), (8.6, -7.0, 1.57), (9.0, 1.2, 0.0), (-10.6, -11.0, 0.0)))]
    wants += [_want("vent", i + 1, _vent, s) for i, s in enumerate(((-5.0, 5.4, 0.0), (5.2, 6.4, 0.0), (6.0, -11.0, 0.0), (-5.0, -12.0, 0.0)))]
    return Layout(_rect(-12.7, -14.7, 12.7, 14.7), tuple(wants), ((-2.7, -14.0, 2.7, 14.0), (-7.0, -2.7, 7.0, 2.7)), stand=sf.crate, ground_half=((-w, -d, w, d),))


def _stair_hut(rng: np.random.Generator, wall: str = "brick_red") -> Piece:
    return Piece("roof door", (block((3.0, 3.6, 2.7), (0, 0, 1.35), wall), slab((3.3, 3.9, 0.16), (0, 0, 2.78), "roof_felt"), block((1.0, 0.08, 2.1), (0, 1.81, 1.05), "trim_green"), block((0.06, 0.06, 0.14), (0.36, 1.87, 1.05), "steel")), solid_kind="structure")


def _water_tower(rng: np.random.Generator) -> Piece:
    from ._batch import limb

    legs = [limb((sx * 1.5, sy * 1.5, 0), (sx * 1.2, sy * 1.2, 3.0), 0.08, "steel_dark", 0.08, 7) for sx in (-1, 1) for sy in (-1, 1)]
    return Piece("water tower", (*legs, block((3.0, 3.0, 0.14), (0, 0, 3.05), "wood_weathered"), tube(1.55, 2.7, (0, 0, 3.12), "barn_wood", 20), *[tube(1.58, 0.07, (0, 0, 3.4 + 0.7 * i), "iron", 20) for i in range(4)], tube(1.7, 1.1, (0, 0, 5.82), "roof_shingle", 20, 0.1)), solid_kind="structure")


def _air_unit(rng: np.random.Generator) -> Piece:
    return Piece("air unit", (slab((1.7, 1.1, 1.1), (0, 0, 0.7), "panel_light", 0.03), block((1.8, 0.12, 0.15), (0, 0.4, 0.075), "steel_dark"), block((1.8, 0.12, 0.15), (0, -0.4, 0.075), "steel_dark"), tube(0.42, 0.08, (0, 0, 1.25), "steel_dark", 18), *[block((1.5, 0.03, 0.04), (0, 0.56, 0.4 + 0.12 * i), "plastic_grey") for i in range(6)]))


def _vent(rng: np.random.Generator) -> Piece:
    return Piece("vent", (tube(0.16, 0.9, (0, 0, 0), "steel", 12), tube(0.27, 0.12, (0, 0, 0.9), "steel", 12, 0.2), tube(0.3, 0.06, (0, 0, 0), "steel_dark", 12)))


def courtyard(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """A walled court behind a gate, with a fountain."""
    style = pick(rng, (fa.STYLES[1], fa.STYLES[2]))
    _surface(yard, "place:ground", "Ground", [flat(-30.0, -32.0, 30.0, 32.0, 0.0, pick(rng, ("paving_stone", "pavement", "gravel")))])
    row_of_buildings(yard, rng, "west", -13.5, -26.0, 24.0, -_PI / 2, night, ("door",), (2, 3), style=style)
    row_of_buildings(yard, rng, "east", 13.5, -26.0, 24.0, _PI / 2, night, ("door",), (2, 3), style=style)
    row_of_buildings(yard, rng, "north", 16.0, -14.0, 14.0, _PI, night, ("door",), (3, 3), along_x=True, style=style)
    wall = [block((10.6, 0.5, 3.0), (s * 8.2, 0, 1.5), "stone_wall") for s in (-1, 1)] + [block((0.9, 0.9, 3.7), (s * 2.5, 0, 1.85), "stone_trim") for s in (-1, 1)] + [slab((1.1, 1.1, 0.2), (s * 2.5, 0, 3.8), "stone_trim") for s in (-1, 1)]
    yard.fixed("place:gate wall", "Gate wall", Piece("wall", tuple(wall), solid_kind="structure"), (0.0, -17.0, 0.0))
    row_of_buildings(yard, rng, "south", -34.0, -24.0, 24.0, 0.0, night, ("shop", "door"), (3, 4), along_x=True)
    horizon(yard, rng, "pavement", True)
    wants = [_want("fountain", 1, sf.fountain, (0.0, 9.5, 0.0), 4), *[_want("planter", i + 1, sf.planter, s) for i, s in enumerate(((-11.8, -4.0, -1.57), (-11.8, 4.0, -1.57), (11.8, -4.0, 1.57), (11.8, 4.0, 1.57)))]]
    wants += [_want("cypress", i + 1, nature.cypress, (x, y, 0.0), 5) for i, (x, y) in enumerate(((-6.0, 9.5), (6.0, 9.5), (-10.5, -13.0), (10.5, -13.0)))]
    wants += [_want("lamp post", i + 1, partial(sf.lamp_post, night=night, classic=True), (x, y, 0.0), 4) for i, (x, y) in enumerate(((-5.2, 5.5), (5.2, 5.5), (-5.2, -11.0), (5.2, -11.0)))] + [_want("bench", i + 1, sf.bench, (s * 9.5, 0.0, s * 1.57)) for i, s in enumerate((-1, 1))]
    return Layout(_rect(-13.0, -16.4, 13.0, 12.0), tuple(wants), ((-2.7, -13.0, 2.7, 7.0), (-8.5, -2.7, 8.5, 2.7)), vehicle_spots=_at((6.6, -6.0, 0.4), (-6.6, -6.0, -0.4), (7.0, 2.0, 0.0)))


def institution(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """The forecourt of a school, a hospital, a hall."""
    _surface(yard, "place:ground", "Ground", [flat(-60.0, -50.0, 60.0, 50.0, 0.0, "pavement")])
    _surface(yard, "place:lawn", "Lawns", [flat(s * 18.0 - 11.0, -8.0, s * 18.0 + 11.0, 11.0, 0.012, "grass") for s in (-1, 1)] + [flat(-60.0, -21.0, 60.0, -13.0, 0.012, "asphalt")])
    style = pick(rng, (fa.STYLES[0], fa.STYLES[2], fa.STYLES[4]))
    yard.fixed("place:building:main", "Main building", fa.building(stream(yard.id("place:building:main"), "make"), 42.0, 3, "door", night, style, 12.0), (0.0, 22.0, 0.0), _PI)
    steps = [block((9.0 - 0.8 * i, 3.0 - 0.6 * i, 0.16), (0, 0.3 * i, 0.08 + 0.16 * i), "stone_grey") for i in range(4)] + [tube(0.3, 3.8, (x, 0.9, 0.64), "stone_trim", 14, 0.26) for x in (-2.7, -0.95, 0.95, 2.7)] + [slab((7.0, 2.4, 0.5), (0, 0.7, 4.7), "stone_trim"), slab((5.0, 0.1, 0.5), (0, -0.52, 4.7), "sign_blue")]
    yard.fixed("place:steps", "Entrance", Piece("entrance", tuple(steps), solid_kind="structure"), (0.0, 14.4, 0.0))
    for i, s in enumerate((-1, 1)):
        yard.fixed(f"place:building:wing:{i}", f"Wing {i + 1}", fa.building(stream(yard.id(f"place:building:wing:{i}"), "make"), 24.0, 3, "door", night, style, 10.0), (s * 38.0, 6.0, 0.0), s * _PI / 2)
    row_of_buildings(yard, rng, "south", -30.0, -48.0, 48.0, 0.0, night, ("door", "shop"), (2, 4), along_x=True)
    horizon(yard, rng, "grass", True)
    shape = nature.spreading(stream(yard.scene_id, "court tree"), 7.0)
    wants = [_want("tree", i + 1, lambda r: shape, (x, y, float(i)), 5) for i, (x, y) in enumerate(((-12.0, 5.0), (12.0, 5.0), (-21.0, -3.0), (21.0, -3.0), (-22.0, 8.0), (22.0, 8.0), (-30.0, -10.5), (30.0, -10.5)))]
    wants += [_want("flagpole", 1, sf.flag_pole, (6.2, 8.5, 0.0), 4), _want("bench", 1, sf.bench, (-6.0, 0.0, -_PI / 2)), _want("bench", 2, sf.bench, (6.0, 0.0, _PI / 2)), _want("bin", 1, sf.bin_, (-6.0, 2.0, 0.0)), _want("bin", 2, sf.bin_, (6.0, -2.0, 0.0))]
    wants += [_want("hedge", i + 1, partial(nature.hedge, length_m=4.0, height_m=0.9), (s * (8.0 + 5.0 * k), 12.6, 0.0)) for i, (s, k) in enumerate(((-1, 0), (1, 0), (-1, 1), (1, 1)))]
    wants += [_want("lamp post", i + 1, partial(sf.lamp_post, night=night, classic=True), (x, y, 0.0), 4) for i, (x, y) in enumerate(((-5.4, 7.0), (5.4, 5.0), (-5.4, -9.0), (5.4, -9.0)))]
    wants += [_want("parked car", i + 1, cars.any_car, (x, -14.6, _PI / 2), 7) for i, x in enumerate((-19.0, -12.0, 10.0, 17.0, 24.0))]
    return Layout(_rect(-13.0, -12.6, 13.0, 12.0), tuple(wants), ((-2.7, -13.0, 2.7, 12.0), (-5.4, -2.7, 5.4, 2.7)), vehicle_spots=_at((4.4, -15.0, _PI / 2), (-5.0, -15.0, _PI / 2), (0.0, -18.6, -_PI / 2)))


def farmyard(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """A dirt yard between barn, house and field."""
    _surface(yard, "place:ground", "Ground", [flat(-80.0, -80.0, 80.0, 80.0, 0.0, "grass_dry")])
    _surface(yard, "place:yard", "Yard", [flat(-14.0, -16.0, 14.0, 13.0, 0.012, "dirt_path"), flat(-3.0, -80.0, 3.0, -15.0, 0.011, "dirt_path")])
    yard.fixed("place:barn", "Barn", fa.barn(stream(yard.id("place:barn"), "make")), (-7.0, 20.0, 0.0), _PI)
    yard.fixed("place:house:1", "Farmhouse", fa.gable_house(stream(yard.id("place:house:1"), "make"), night), (19.5, 2.0, 0.0), _PI / 2)
    yard.fixed("place:silo", "Silo", Piece("silo", (tube(2.2, 9.0, (0, 0, 0), "corrugated", 24), tube(2.3, 1.6, (0, 0, 9.0), "corrugated", 24, 0.2)), solid_kind="structure"), (3.5, 21.0, 0.0))
    horizon(yard, rng, "grass_dry", False)
    shape = nature.spreading(stream(yard.scene_id, "farm tree"), 8.0)
    wants = [_want("tree", i + 1, lambda r: shape, (x, y, float(i)), 5) for i, (x, y) in enumerate(((14.0, 17.0), (-24.0, 8.0), (-28.0, 26.0), (30.0, 24.0), (30.0, -20.0), (-30.0, -22.0), (20.0, -26.0), (-16.0, 38.0), (8.0, 40.0)))]
    wants += [_want("fence", i + 1, sf.fence(7.0, "rail"), s) for i, s in enumerate(((-15.0, -11.0, _PI / 2), (-15.0, -3.8, _PI / 2), (-15.0, 3.4, _PI / 2), (-11.0, -16.4, 0.0), (11.0, -16.4, 0.0), (15.0, -12.0, _PI / 2)))]
    wants += [_want("hay bale", i + 1, sf.hay_bale, s) for i, s in enumerate(((-11.5, 9.0, 0.4), (-9.8, 9.4, 0.2), (-11.0, -9.0, 1.0), (9.5, 10.0, 0.0), (24.0, -16.0, 0.0), (-22.0, -12.0, 2.0)))]
    wants += [_want("crate", 1, sf.crate, (6.0, 9.0, 0.3)), _want("utility pole", 1, sf.utility_pole, (9.5, -14.0, 0.0)), _want("utility pole", 2, sf.utility_pole, (9.5, -40.0, 0.0)), _want("lamp post", 1, partial(sf.lamp_post, night=night), (11.5, 9.0, _PI), 4)]
    return Layout(_rect(-13.5, -15.0, 13.5, 12.5), tuple(wants), ((-2.7, -13.0, 2.7, 12.0), (-9.0, -2.7, 9.0, 2.7)), vehicle_spots=_at((8.0, -5.5, 0.5), (-8.0, -5.5, -0.4), (7.0, 6.0, 0.2)), stand=sf.crate, prop_arcs=_SIDES)


def circus(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """A fairground: the big top, small tents, wagons, strings of lights."""
    _surface(yard, "place:ground", "Ground", [flat(-80.0, -80.0, 80.0, 80.0, 0.0, "grass_dry"), flat(-5.0, -40.0, 5.0, 12.0, 0.008, "dirt_path", 0.05)])
    yard.fixed("place:big top", "Big top", fa.big_top(stream(yard.id("place:big top"), "make")), (0.0, 22.0, 0.0), _PI)
    horizon(yard, rng, "grass_dry", False)
    tents = [_want("tent", i + 1, sf.tent, s) for i, s in enumerate(((-9.5, 5.5, -1.2), (-9.5, -1.5, -1.57), (-9.5, -9.0, -1.57), (9.5, 5.5, 1.2), (9.5, -1.5, 1.57), (9.5, -9.0, 1.57)))]
    from ._vehicles_other import carriage

    wants = [*tents, _want("wagon", 1, carriage, (-14.0, 10.0, 0.8), 5), _want("wagon", 2, carriage, (14.5, 9.0, -0.7), 5), *[_want("hay bale", i + 1, sf.hay_bale, s) for i, s in enumerate(((-6.0, 9.0, 0.2), (6.4, 8.6, 0.5)))]]
    wants += [_want("lamp post", i + 1, partial(sf.lamp_post, night=night, classic=True), (s * 4.6, y, 0.0), 4) for i, (s, y) in enumerate(((-1, 7.0), (1, 7.0), (-1, -6.0), (1, -6.0), (-1, -13.5), (1, -13.5)))]
    shape = nature.spreading(stream(yard.scene_id, "fair tree"), 8.0)
    wants += [_want("tree", i + 1, lambda r: shape, (x, y, float(i)), 5) for i, (x, y) in enumerate(((-22.0, 0.0), (22.0, 2.0), (-24.0, 20.0), (25.0, 22.0), (-20.0, -20.0), (20.0, -22.0), (-34.0, 8.0), (34.0, -8.0)))]
    return Layout(_rect(-13.0, -15.0, 13.0, 12.0), tuple(wants), ((-2.7, -13.0, 2.7, 12.0), (-7.5, -2.7, 7.5, 2.7)), stand=sf.crate)


LAYOUTS: dict[str, Callable[[Yard, np.random.Generator, bool], Layout]] = {
    "street": street, "alley": alley, "parking": parking, "suburb": suburb, "rooftop": rooftop, "courtyard": courtyard,
    "institution": institution, "farmyard": farmyard, "circus": circus,
}  # fmt: skip
_ALSO: dict[str, str] = {
    "storefront": "street", "shop": "street", "store": "street", "sidewalk": "street", "avenue": "street", "downtown": "street", "city": "street", "market": "street",
    "square": "courtyard", "plaza": "courtyard", "yard": "courtyard", "gate": "courtyard", "court": "courtyard", "palace": "courtyard", "prison": "courtyard", "temple": "courtyard",
    "lot": "parking", "garage": "parking", "gas": "parking", "motel": "parking", "mall": "parking", "supermarket": "parking", "station": "institution", "airport": "parking",
    "house": "suburb", "home": "suburb", "porch": "suburb", "driveway": "suburb", "lawn": "suburb", "neighborhood": "suburb", "residence": "suburb", "cottage": "suburb", "mansion": "suburb",
    "roof": "rooftop", "balcony": "rooftop", "terrace": "rooftop", "backstreet": "alley", "alleyway": "alley", "lane": "alley", "passage": "alley", "dock": "alley",
    "school": "institution", "hospital": "institution", "church": "institution", "university": "institution", "campus": "institution", "courthouse": "institution", "office": "institution",
    "museum": "institution", "library": "institution", "storage": "parking", "facility": "institution", "building": "institution", "bank": "institution", "hotel": "institution",
    "farm": "farmyard", "barn": "farmyard", "ranch": "farmyard", "stable": "farmyard", "fair": "circus", "carnival": "circus", "fairground": "circus",
}  # fmt: skip


def layout_of(variant: str, location: str = "") -> str:
    """The layout for ``variant``, else by a word of it or of ``location``, else a street."""
    for text in (variant, location):
        for word in (text.lower(), *text.lower().replace("-", " ").replace("_", " ").split()):
            name = word if word in LAYOUTS else _ALSO.get(word, _ALSO.get(word.rstrip("s"), ""))
            if name:
                return name
    return "street"


