"""Town exteriors: the street, the alley, the parking lot, the roof above them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from ..geometry import pick, stream
from . import _facades as fa
from . import _nature as nature
from . import _street_furniture as sf
from . import _vehicles as cars
from ._batch import boxes, limb
from ._furniture_kit import block, slab, tube
from ._piece import LocalLamp, Part, Piece, PieceMaker
from ._skyline import skyline
from ._street_kit import PI, Layout, at, flat, horizon, rect, row_of_buildings, surface, want
from ._terrain import hill_ring, land_beyond
from ._yard import Spot, Want, Yard

_FLUSH_Z = -0.004
"""The road where people act on it: as good as level with the pavement, so that all stand on one height."""
_LANE_X = -7.9


def street_road(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """The same street where the action has people in the middle of the road."""
    layout = street(yard, rng, night, _FLUSH_Z)
    return replace(
        layout,
        floor=rect(-15.4, -16.0, 3.7, 16.0),
        keep_out=(*layout.keep_out, (-10.4, -13.0, -5.4, 13.0)),
        center=(_LANE_X, 0.0),
        ground_half=((-26.0, -44.0, 4.0, 44.0),),
    )


def street(yard: Yard, rng: np.random.Generator, night: bool, road_z: float = -0.13) -> Layout:
    """A town street; people act on the wide near pavement."""
    end = 44.0
    grounds = ("shop", "shop", "door", "shop")
    row_of_buildings(yard, rng, "right", 3.9, -end, end, PI / 2, night, grounds)
    row_of_buildings(yard, rng, "left", -16.0, -end, end, -PI / 2, night, (*grounds, "door"))
    row_of_buildings(yard, rng, "north", end + 11.0, -30.0, 18.0, PI, night, grounds, (4, 6), along_x=True)
    row_of_buildings(yard, rng, "south", -end - 11.0, -30.0, 18.0, 0.0, night, grounds, (4, 6), along_x=True)
    paving = pick(rng, ("pavement", "paving_stone", "concrete_ground"))
    marks = [(-7.9, y, road_z + 0.006, 0.14, 2.4, 0.012) for y in np.arange(-42.0, 43.0, 6.0).tolist()]
    zebra = [(-11.6 + 0.95 * i, -15.0, road_z + 0.006, 0.5, 3.4, 0.012) for i in range(9)]
    surface(
        yard,
        "place:ground",
        "Pavement",
        [flat(-3.4, -end, 14.0, end, 0.0, paving), flat(-26.0, -end, -12.4, end, 0.0, paving)],
    )
    surface(
        yard,
        "place:road",
        "Road",
        [
            flat(-12.7, -70.0, -3.1, 70.0, road_z, pick(rng, ("asphalt", "asphalt_worn"))),
            flat(-40.0, end, 30.0, end + 11, road_z - 0.002, "asphalt"),
            flat(-40.0, -end - 11, 30.0, -end, road_z - 0.002, "asphalt"),
            Part(boxes(marks + zebra), "road_paint", solid=False),
        ],
    )
    surface(
        yard,
        "place:kerb",
        "Kerb",
        [flat(-3.52, -end, -3.34, end, 0.012, "kerb"), flat(-12.46, -end, -12.28, end, 0.012, "kerb")],
    )
    horizon(yard, rng, "asphalt_worn", True, -0.4)
    wants: list[Want] = []
    lamp = partial(sf.lamp_post, night=night, classic=rng.random() < 0.5)
    wants += [want("lamp post", i + 1, lamp, (-2.95, -27.5 + 11.0 * i, PI / 2), 4) for i in range(6)]
    wants += [want("lamp post", i + 7, lamp, (-12.9, -33.0 + 11.0 * i, -PI / 2), 4) for i in range(7)]
    shape = nature.tall(stream(yard.scene_id, "street tree"), 7.0)
    wants += [
        want("tree", i + 1, lambda _r: shape, (-2.5, y, 0.0), 5) for i, y in enumerate((-33.0, -22.0, 11.0, 22.0, 33.0))
    ]
    wants += [want("tree", i + 6, lambda _r: shape, (-13.3, -27.5 + 11.0 * i, 0.0), 5) for i in range(6)]
    things: tuple[tuple[str, PieceMaker, Spot], ...] = (
        ("bin", sf.bin_, (-2.9, 4.4, PI / 2)),
        ("hydrant", sf.hydrant, (-2.9, -6.6, PI / 2)),
        ("mailbox", sf.post_box, (-2.8, 7.5, PI / 2)),
        ("bench", sf.bench, (3.35, 7.6, PI / 2)),
        ("bench", sf.bench, (3.35, -8.4, PI / 2)),
        ("cafe table", sf.cafe_set, (2.9, 10.6, PI / 2)),
        ("planter", sf.planter, (3.4, 4.3, PI / 2)),
        ("planter", sf.planter, (3.4, -5.2, PI / 2)),
        ("sign", sf.road_sign, (-2.95, -11.4, 0.0)),
        ("traffic light", sf.traffic_light, (-2.95, -17.6, PI)),
        ("phone booth", sf.phone_booth, (-2.6, 14.6, PI / 2)),
        ("bus stop", sf.bus_stop, (-14.7, 2.0, -PI / 2)),
        ("bin", sf.bin_, (-12.95, -4.0, 0.0)),
        ("bollard", sf.bollard, (-3.0, -9.2, 0.0)),
    )
    wants += [want(noun, 20 + i, make, spot) for i, (noun, make, spot) in enumerate(things)]
    lane = [(-4.5, y, 0.0) for y in (-30.0, -24.2, -18.5, 7.0, 13.2, 19.0, 25.0, 31.0)] + [
        (-11.3, y, PI) for y in (-32.0, -26.0, -20.0, -8.0, -1.6, 4.8, 11.0, 17.2, 24.0)
    ]
    wants += [want("parked car", i + 1, cars.any_car, (x, y, yaw), 7) for i, (x, y, yaw) in enumerate(lane)]
    return Layout(
        rect(-3.2, -16.0, 3.7, 16.0),
        tuple(_on_road(yard, wants, road_z)),
        ((-2.6, -13.0, 2.6, 13.0), (-12.0, -2.6, -2.6, 2.6)),
        rect(-15.5, -16.0, 3.6, 16.0),
        ((3.3, 0.0, PI / 2), (3.3, -2.2, PI / 2), (3.3, 2.2, PI / 2), (2.9, 4.8, PI / 2)),
        at(
            (-4.6, 5.6, 0.0),
            (-4.6, -6.0, 0.0),
            (-4.6, 11.8, 0.0),
            (-11.2, -6.0, PI),
            (-11.2, 7.0, PI),
            (-7.9, 14.0, 0.0),
            (-7.9, -20.0, 0.0),
        ),
        ((-0.2, 0.2), (PI / 2 + 0.55, PI - 0.6), (-PI + 0.6, -PI / 2 - 0.55), (0.7, 1.2), (-1.2, -0.7)),
        sf.crate,
        ((-3.4, -44.0, 4.0, 44.0), (-26.0, -44.0, -12.4, 44.0)),
    )


def _on_road(yard: Yard, wants: Sequence[Want], road_z: float) -> list[Want]:
    """Tell the yard how high the road lies, once; wants keep their spots."""
    yard.height_at = lambda x, _y: road_z if -12.28 < x < -3.52 else 0.0
    yard.stepped = True
    return list(wants)


def alley(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """A back alley between brick walls."""
    end = 26.0
    style = pick(rng, (fa.STYLES[0], fa.STYLES[5]))
    row_of_buildings(
        yard, rng, "right", 3.5, -end, end, PI / 2, night, ("blind", "roller", "door"), (3, 5), style=style
    )
    row_of_buildings(
        yard, rng, "left", -3.5, -end, end, -PI / 2, night, ("blind", "roller", "blind"), (3, 5), style=fa.STYLES[0]
    )
    row_of_buildings(yard, rng, "north", end + 6.0, -20.0, 20.0, PI, night, ("shop",), (3, 5), along_x=True)
    row_of_buildings(yard, rng, "south", -end - 6.0, -20.0, 20.0, 0.0, night, ("shop",), (3, 5), along_x=True)
    gutter = [(0.0, y, -0.006 + 0.008, 0.3, 2.9, 0.012) for y in np.arange(-24.0, 25.0, 3.0).tolist()]
    surface(
        yard,
        "place:ground",
        "Ground",
        [
            flat(-14.0, -end - 20, 14.0, end + 20, 0.0, pick(rng, ("asphalt_worn", "paving_stone"))),
            Part(boxes(gutter), "concrete_ground", solid=False),
        ],
    )
    horizon(yard, rng, "asphalt_worn", True, -0.4)
    things: list[tuple[str, PieceMaker, Spot]] = [
        ("dumpster", sf.dumpster, (2.6, 6.0, PI / 2)),
        ("dumpster", sf.dumpster, (-2.6, -9.0, -PI / 2)),
        ("dumpster", sf.dumpster, (2.6, 12.0, PI / 2)),
    ]
    for i, y in enumerate((3.8, -4.6, 8.6, -7.0, -12.0, 15.0, 18.0, -16.0)):
        s = 1 if i % 2 else -1
        things += [("crate", sf.crate, (s * 2.95, y, s * PI / 2)), ("bin", sf.bin_, (s * 3.0, y + 1.1, 0.0))]
    wants = [want(noun, i + 1, make, spot) for i, (noun, make, spot) in enumerate(things)]
    wants += [
        want("wall lamp", i + 1, partial(_wall_lamp, night=night), (s * 3.4, y, s * PI / 2), 4)
        for i, (s, y) in enumerate(((1, 2.2), (-1, -6.0), (1, -10.0), (-1, 9.0)))
    ]
    wants += [
        want("pipe", i + 1, _pipe, (s * 3.38, y, s * PI / 2), 4)
        for i, (s, y) in enumerate(((1, -3.0), (-1, 3.4), (1, 9.2), (-1, 13.0), (-1, -13.0)))
    ]
    return Layout(
        rect(-3.3, -15.0, 3.3, 15.0),
        tuple(wants),
        ((-2.0, -13.0, 2.0, 13.0), (-2.55, -2.55, 2.55, 2.55)),
        seat_spots=((2.9, 0.0, PI / 2), (-2.9, 0.0, -PI / 2), (2.9, 4.0, PI / 2), (-2.9, 4.0, -PI / 2)),
        vehicle_spots=at((0.6, 8.0, 0.0), (0.6, 16.0, 0.0), (0.6, -18.0, 0.0), (0.6, 22.0, 0.0)),
        prop_arcs=((0.85, 1.05), (-1.05, -0.85), (2.1, 2.3), (-2.3, -2.1)),
        stand=sf.crate,
    )


def _wall_lamp(_rng: np.random.Generator, night: bool = False) -> Piece:
    look = "lamp_glow" if night else "lamp_glass"
    return Piece(
        "wall lamp",
        (
            block((0.16, 0.06, 0.2), (0, -0.02, 2.9), "iron"),
            slab((0.2, 0.2, 0.1), (0, 0.1, 2.98), "iron"),
            tube(0.07, 0.12, (0, 0.1, 2.8), look, 10),
        ),
        lamps=(LocalLamp((0.0, 0.12, 2.76), 1400.0, 2700.0, "wall"),),
    )


def _pipe(_rng: np.random.Generator) -> Piece:
    return Piece(
        "pipe",
        (
            tube(0.07, 8.5, (0, 0, 0.25), "rust", 8),
            block((0.18, 0.14, 0.25), (0, 0, 0.12), "rust"),
            *[block((0.22, 0.1, 0.06), (0, -0.02, z), "iron") for z in (1.2, 3.6, 6.0)],
        ),
    )


def parking(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """A parking lot in front of a big store."""
    surface(
        yard,
        "place:ground",
        "Ground",
        [
            flat(-34.0, -40.0, 34.0, 40.0, 0.0, pick(rng, ("asphalt", "asphalt_worn"))),
            Part(
                boxes(
                    [
                        (x, y, 0.005, 0.11, 5.0, 0.012)
                        for y in (10.2, -17.0)
                        for x in np.arange(-27.0, 28.0, 2.7).tolist()
                    ]
                ),
                "road_paint",
                solid=False,
            ),
        ],
    )
    store = fa.building(
        stream(yard.id("place:building:store"), "make"),
        46.0,
        2,
        "shop",
        night,
        pick(rng, (fa.STYLES[3], fa.STYLES[4])),
        14.0,
    )
    yard.fixed("place:building:store", "Store", store, (0.0, 31.0, 0.0), PI)
    row_of_buildings(yard, rng, "west", -34.0, -40.0, 40.0, -PI / 2, night, ("door", "roller", "shop"), (2, 4))
    row_of_buildings(yard, rng, "east", 34.0, -40.0, 40.0, PI / 2, night, ("door", "roller", "shop"), (2, 4))
    row_of_buildings(yard, rng, "south", -42.0, -36.0, 36.0, 0.0, night, ("shop", "door"), (2, 4), along_x=True)
    horizon(yard, rng, "asphalt_worn", True, -0.4)
    bays: list[Spot] = [
        (x + 1.35, y, yaw) for y, yaw in ((10.2, 0.0), (-17.0, PI)) for x in np.arange(-27.0, 26.0, 2.7).tolist()
    ]
    wants = [want("parked car", i + 1, cars.any_car, s, 7, True) for i, s in enumerate(bays) if rng.random() < 0.62]
    wants += [
        want("lamp post", i + 1, partial(sf.lamp_post, night=night), (x, y, 0.0), 4)
        for i, (x, y) in enumerate(((-9.5, 6.4), (9.5, 6.4), (-22.0, 6.4), (22.0, 6.4), (-9.5, -12.6), (9.5, -12.6)))
    ]
    shape = nature.tall(stream(yard.scene_id, "lot tree"), 6.5)
    wants += [
        want("tree", i + 1, lambda _r: shape, (x, y, 0.0), 5)
        for i, (x, y) in enumerate(
            ((-14.0, 16.5), (14.0, 16.5), (-29.0, -4.0), (29.0, -4.0), (-29.0, 5.0), (29.0, 5.0), (0.0, -24.0))
        )
    ]
    wants += [want("bollard", i + 1, sf.bollard, (-6.0 + 2.0 * i, 20.6, 0.0)) for i in range(7)] + [
        want("bin", 1, sf.bin_, (5.0, 4.0, 0.0))
    ]
    return Layout(
        rect(-13.5, -12.0, 13.5, 14.0),
        tuple(wants),
        ((-2.7, -13.0, 2.7, 7.4), (-13.0, -2.6, 13.0, 2.6)),
        vehicle_spots=at((4.6, 1.0, 0.35), (-4.8, 1.0, -0.3), (6.8, -4.0, 0.0), (-6.8, -4.0, 0.0), (0.0, 10.2, 0.0)),
        stand=sf.crate,
    )


def rooftop(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """A flat roof over the city."""
    w, d, drop = 13.0, 15.0, -24.0
    surface(
        yard,
        "place:ground",
        "Roof",
        [
            flat(-w, -d, w, d, 0.0, "roof_felt"),
            *[flat(-w + 3.0 * i, -d, -w + 3.0 * i + 0.06, d, 0.006, "asphalt_worn", 0.01) for i in range(1, 9)],
        ],
    )
    wall = pick(rng, ("brick_red", "brick_brown", "concrete_wall"))
    body = [block((2 * w + 0.6, 2 * d + 0.6, 23.6), (0, 0, -12.15), wall)]
    for s in (-1, 1):
        body += [
            block((0.3, 2 * d + 0.6, 1.0), (s * (w + 0.15), 0, 0.2), wall),
            block((2 * w, 0.3, 1.0), (0, s * (d + 0.15), 0.2), wall),
            slab((0.44, 2 * d + 0.7, 0.08), (s * (w + 0.15), 0, 0.74), "stone_trim"),
            slab((2 * w, 0.44, 0.08), (0, s * (d + 0.15), 0.74), "stone_trim"),
        ]
    yard.fixed("place:parapet", "Parapet", Piece("parapet", tuple(body), solid_kind="structure"))
    yard.limit = (-w + 0.05, -d + 0.05, w - 0.05, d - 0.05)
    yard.fixed("place:plain", "Streets", land_beyond("asphalt_worn", drop), solid=False)
    names = [str(rng.integers(0, 1 << 30)) for _ in range(3)]
    yard.fixed("place:skyline", "Skyline", skyline(stream("a", names[0]), 62.0, 260.0, 52.0, drop, 120), solid=False)
    for i in range(10):
        a = 2 * PI * i / 10 + 0.3
        style = pick(rng, fa.STYLES)
        tall = 6 + int(rng.random() * 4)
        piece = fa.building(stream(yard.id(f"place:building:{i}"), "make"), 13.0, tall, "blind", night, style, 11.0)
        yard.fixed(
            f"place:building:{i}",
            f"Building {i + 1}",
            piece,
            (round(36.0 * math.cos(a), 3), round(38.0 * math.sin(a), 3), drop),
            round(a + PI / 2, 6),
        )
    hills = hill_ring(stream("h", names[1]), 420.0, 700.0, 70.0, "hill_far", 0.7)
    yard.fixed("place:hills", "Hills", hills, (0.0, 0.0, drop), solid=False)
    wants = [
        want("roof door", 1, partial(_stair_hut, wall=wall), (8.5, 9.0, PI / 2), 4),
        want("water tower", 1, _water_tower, (-9.0, 10.0, 0.0), 4),
    ]
    wants += [
        want("air unit", i + 1, _air_unit, s)
        for i, s in enumerate(
            ((-8.0, -6.0, 0.3), (-8.4, 2.8, 0.0), (8.6, -7.0, 1.57), (9.0, 1.2, 0.0), (-10.6, -11.0, 0.0))
        )
    ]
    wants += [
        want("vent", i + 1, _vent, s)
        for i, s in enumerate(((-5.0, 5.4, 0.0), (5.2, 6.4, 0.0), (6.0, -11.0, 0.0), (-5.0, -12.0, 0.0)))
    ]
    return Layout(
        rect(-12.7, -14.7, 12.7, 14.7),
        tuple(wants),
        ((-2.7, -14.0, 2.7, 14.0), (-7.0, -2.7, 7.0, 2.7)),
        stand=sf.crate,
        ground_half=((-w, -d, w, d),),
    )


def _stair_hut(_rng: np.random.Generator, wall: str = "brick_red") -> Piece:
    return Piece(
        "roof door",
        (
            block((3.0, 3.6, 2.7), (0, 0, 1.35), wall),
            slab((3.3, 3.9, 0.16), (0, 0, 2.78), "roof_felt"),
            block((1.0, 0.08, 2.1), (0, 1.81, 1.05), "trim_green"),
            block((0.06, 0.06, 0.14), (0.36, 1.87, 1.05), "steel"),
        ),
        solid_kind="structure",
    )


def _water_tower(_rng: np.random.Generator) -> Piece:
    legs = [
        limb((sx * 1.5, sy * 1.5, 0), (sx * 1.2, sy * 1.2, 3.0), 0.08, "steel_dark", 0.08, 7)
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]
    return Piece(
        "water tower",
        (
            *legs,
            block((3.0, 3.0, 0.14), (0, 0, 3.05), "wood_weathered"),
            tube(1.55, 2.7, (0, 0, 3.12), "barn_wood", 20),
            *[tube(1.58, 0.07, (0, 0, 3.4 + 0.7 * i), "iron", 20) for i in range(4)],
            tube(1.7, 1.1, (0, 0, 5.82), "roof_shingle", 20, 0.1),
        ),
        solid_kind="structure",
    )


def _air_unit(_rng: np.random.Generator) -> Piece:
    return Piece(
        "air unit",
        (
            slab((1.7, 1.1, 1.1), (0, 0, 0.7), "panel_light", 0.03),
            block((1.8, 0.12, 0.15), (0, 0.4, 0.075), "steel_dark"),
            block((1.8, 0.12, 0.15), (0, -0.4, 0.075), "steel_dark"),
            tube(0.42, 0.08, (0, 0, 1.25), "steel_dark", 18),
            *[block((1.5, 0.03, 0.04), (0, 0.56, 0.4 + 0.12 * i), "plastic_grey") for i in range(6)],
        ),
    )


def _vent(_rng: np.random.Generator) -> Piece:
    return Piece(
        "vent",
        (
            tube(0.16, 0.9, (0, 0, 0), "steel", 12),
            tube(0.27, 0.12, (0, 0, 0.9), "steel", 12, 0.2),
            tube(0.3, 0.06, (0, 0, 0), "steel_dark", 12),
        ),
    )
