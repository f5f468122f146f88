"""Exteriors with room around them: houses on lawns, courts, schools, farms, fairs."""

from __future__ import annotations

from functools import partial

import numpy as np

from ..geometry import pick, stream
from . import _facades as fa
from . import _houses as houses
from . import _nature as nature
from . import _park_furniture as park
from . import _plants as plants
from . import _street_furniture as sf
from . import _vehicles as cars
from ._furniture_kit import block, slab, tube
from ._piece import Piece
from ._street_kit import PI, SIDES, Layout, at, flat, horizon, rect, row_of_buildings, surface, want
from ._vehicles_other import carriage
from ._yard import Yard


def suburb(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """Houses with lawns along a quiet road; people act on the front lawn."""
    surface(
        yard,
        "place:ground",
        "Lawn",
        [flat(-70.0, -9.0, 70.0, 60.0, 0.0, "grass"), flat(-70.0, -60.0, 70.0, -21.5, 0.0, "grass")],
    )
    surface(
        yard,
        "place:road",
        "Road",
        [
            flat(-70.0, -19.5, 70.0, -11.0, -0.12, "asphalt"),
            flat(-70.0, -11.0, 70.0, -9.0, 0.012, "pavement"),
            flat(-70.0, -21.5, 70.0, -19.5, 0.012, "pavement"),
            flat(-0.7, -9.0, 0.7, 6.6, 0.012, "paving_stone"),
            flat(6.2, -9.0, 9.4, 9.0, 0.012, "concrete_ground"),
        ],
    )
    for i, x in enumerate((-36.0, -18.0, 0.0, 18.0, 36.0)):
        yard.fixed(
            f"place:house:{i}",
            f"House {i + 1}",
            houses.gable_house(stream(yard.id(f"place:house:{i}"), "make"), night),
            (x, 12.5, 0.0),
            PI,
        )
        yard.fixed(
            f"place:house:{i + 5}",
            f"House {i + 6}",
            houses.gable_house(stream(yard.id(f"place:house:{i + 5}"), "make"), night),
            (x + 5.0, -33.0, 0.0),
            0.0,
        )
    for i, x in enumerate((-30.0, -10.0, 10.0, 30.0)):
        yard.fixed(
            f"place:house:{i + 10}",
            f"House {i + 11}",
            houses.gable_house(stream(yard.id(f"place:house:{i + 10}"), "make"), night),
            (x, 34.0, 0.0),
            PI,
        )
    horizon(yard, rng, "grass", False)
    shapes = [
        nature.spreading(stream(yard.scene_id, "yard tree"), 7.5),
        nature.tall(stream(yard.scene_id, "yard tall"), 8.0),
    ]
    trees = (
        (-9.0, -3.0),
        (12.5, -5.5),
        (-27.0, -3.0),
        (27.0, -2.0),
        (-13.0, -26.0),
        (4.5, -25.0),
        (24.0, -26.0),
        (-9.0, 21.0),
        (9.0, 24.0),
        (-20.0, 23.0),
        (21.0, 22.0),
    )
    wants = [want("tree", i + 1, lambda r: pick(r, shapes), (x, y, float(i)), 5) for i, (x, y) in enumerate(trees)]
    wants += [want("bush", i + 1, plants.bush, (x, 7.0, 0.0)) for i, x in enumerate((-4.2, -3.0, 3.0, 4.2))] + [
        want("mailbox", 1, sf.post_box, (2.2, -8.2, PI))
    ]
    wants += [
        want("fence", i + 1, park.fence(6.0, "picket"), (x, -8.6, 0.0))
        for i, x in enumerate((-5.0, -11.6, 13.0, 19.4, -18.0))
    ]
    wants += [
        want("lamp post", i + 1, partial(sf.lamp_post, night=night), (x, -10.3, PI), 4)
        for i, x in enumerate((-14.0, 4.0, 22.0))
    ]
    wants += [
        want("parked car", i + 1, cars.any_car, s, 7)
        for i, s in enumerate(((7.8, 3.5, PI), (-20.0, -12.3, PI / 2), (16.0, -12.3, PI / 2), (-6.0, -18.2, -PI / 2)))
    ]
    yard.stepped = True
    yard.height_at = lambda x, y: -0.12 if -19.5 < y < -11.0 else 0.012 if 6.2 < x < 9.4 and -9.0 < y < 9.0 else 0.0
    return Layout(
        rect(-13.0, -8.4, 13.0, 5.4),
        tuple(wants),
        ((-2.7, -8.0, 2.7, 3.0), (-13.0, -2.6, 6.0, 2.6)),
        rect(-14.0, -20.0, 14.0, 5.4),
        vehicle_spots=at((7.8, -3.4, PI), (0.0, -12.4, PI / 2), (-7.0, -12.4, PI / 2)),
        ground_half=((-70.0, -9.0, 70.0, 60.0),),
    )


def courtyard(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """A walled court behind a gate, with a fountain."""
    style = pick(rng, (fa.STYLES[1], fa.STYLES[2]))
    surface(
        yard,
        "place:ground",
        "Ground",
        [flat(-30.0, -32.0, 30.0, 32.0, 0.0, pick(rng, ("paving_stone", "pavement", "gravel")))],
    )
    row_of_buildings(yard, rng, "west", -13.5, -26.0, 24.0, -PI / 2, night, ("door",), (2, 3), style=style)
    row_of_buildings(yard, rng, "east", 13.5, -26.0, 24.0, PI / 2, night, ("door",), (2, 3), style=style)
    row_of_buildings(yard, rng, "north", 16.0, -14.0, 14.0, PI, night, ("door",), (3, 3), along_x=True, style=style)
    wall = (
        [block((10.6, 0.5, 3.0), (s * 8.2, 0, 1.5), "stone_wall") for s in (-1, 1)]
        + [block((0.9, 0.9, 3.7), (s * 2.5, 0, 1.85), "stone_trim") for s in (-1, 1)]
        + [slab((1.1, 1.1, 0.2), (s * 2.5, 0, 3.8), "stone_trim") for s in (-1, 1)]
    )
    yard.fixed("place:gate wall", "Gate wall", Piece("wall", tuple(wall), solid_kind="structure"), (0.0, -17.0, 0.0))
    row_of_buildings(yard, rng, "south", -34.0, -24.0, 24.0, 0.0, night, ("shop", "door"), (3, 4), along_x=True)
    horizon(yard, rng, "pavement", True)
    wants = [
        want("fountain", 1, park.fountain, (0.0, 9.5, 0.0), 4),
        *[
            want("planter", i + 1, sf.planter, s)
            for i, s in enumerate(((-11.8, -4.0, -1.57), (-11.8, 4.0, -1.57), (11.8, -4.0, 1.57), (11.8, 4.0, 1.57)))
        ],
    ]
    wants += [
        want("cypress", i + 1, nature.cypress, (x, y, 0.0), 5)
        for i, (x, y) in enumerate(((-6.0, 9.5), (6.0, 9.5), (-10.5, -13.0), (10.5, -13.0)))
    ]
    wants += [
        want("lamp post", i + 1, partial(sf.lamp_post, night=night, classic=True), (x, y, 0.0), 4)
        for i, (x, y) in enumerate(((-5.2, 5.5), (5.2, 5.5), (-5.2, -11.0), (5.2, -11.0)))
    ] + [want("bench", i + 1, sf.bench, (s * 9.5, 0.0, s * 1.57)) for i, s in enumerate((-1, 1))]
    return Layout(
        rect(-13.0, -16.4, 13.0, 12.0),
        tuple(wants),
        ((-2.7, -13.0, 2.7, 7.0), (-8.5, -2.7, 8.5, 2.7)),
        vehicle_spots=at((6.6, -6.0, 0.4), (-6.6, -6.0, -0.4), (7.0, 2.0, 0.0)),
    )


def institution(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """The forecourt of a school, a hospital, a hall."""
    surface(yard, "place:ground", "Ground", [flat(-60.0, -50.0, 60.0, 50.0, 0.0, "pavement")])
    surface(
        yard,
        "place:lawn",
        "Lawns",
        [flat(s * 18.0 - 11.0, -8.0, s * 18.0 + 11.0, 11.0, 0.012, "grass") for s in (-1, 1)]
        + [flat(-60.0, -21.0, 60.0, -13.0, 0.012, "asphalt")],
    )
    style = pick(rng, (fa.STYLES[0], fa.STYLES[2], fa.STYLES[4]))
    yard.fixed(
        "place:building:main",
        "Main building",
        fa.building(stream(yard.id("place:building:main"), "make"), 42.0, 3, "door", night, style, 12.0),
        (0.0, 22.0, 0.0),
        PI,
    )
    steps = (
        [block((9.0 - 0.8 * i, 3.0 - 0.6 * i, 0.16), (0, 0.3 * i, 0.08 + 0.16 * i), "stone_grey") for i in range(4)]
        + [tube(0.3, 3.8, (x, 0.9, 0.64), "stone_trim", 14, 0.26) for x in (-2.7, -0.95, 0.95, 2.7)]
        + [slab((7.0, 2.0, 0.5), (0, 0.48, 4.7), "stone_trim"), slab((5.0, 0.1, 0.5), (0, -0.52, 4.7), "sign_blue")]
    )
    yard.fixed("place:steps", "Entrance", Piece("entrance", tuple(steps), solid_kind="structure"), (0.0, 14.3, 0.0))
    for i, s in enumerate((-1, 1)):
        yard.fixed(
            f"place:building:wing:{i}",
            f"Wing {i + 1}",
            fa.building(stream(yard.id(f"place:building:wing:{i}"), "make"), 24.0, 3, "door", night, style, 10.0),
            (s * 38.0, 6.0, 0.0),
            s * PI / 2,
        )
    row_of_buildings(yard, rng, "south", -30.0, -48.0, 48.0, 0.0, night, ("door", "shop"), (2, 4), along_x=True)
    horizon(yard, rng, "grass", True)
    shape = nature.spreading(stream(yard.scene_id, "court tree"), 7.0)
    wants = [
        want("tree", i + 1, lambda _r: shape, (x, y, float(i)), 5)
        for i, (x, y) in enumerate(
            (
                (-12.0, 5.0),
                (12.0, 5.0),
                (-21.0, -3.0),
                (21.0, -3.0),
                (-22.0, 8.0),
                (22.0, 8.0),
                (-30.0, -10.5),
                (30.0, -10.5),
            )
        )
    ]
    wants += [
        want("flagpole", 1, park.flag_pole, (6.2, 8.5, 0.0), 4),
        want("bench", 1, sf.bench, (-6.0, 0.0, -PI / 2)),
        want("bench", 2, sf.bench, (6.0, 0.0, PI / 2)),
        want("bin", 1, sf.bin_, (-6.0, 2.0, 0.0)),
        want("bin", 2, sf.bin_, (6.0, -2.0, 0.0)),
    ]
    wants += [
        want("hedge", i + 1, partial(plants.hedge, length_m=4.0, height_m=0.9), (s * (8.0 + 5.0 * k), 12.6, 0.0))
        for i, (s, k) in enumerate(((-1, 0), (1, 0), (-1, 1), (1, 1)))
    ]
    wants += [
        want("lamp post", i + 1, partial(sf.lamp_post, night=night, classic=True), (x, y, 0.0), 4)
        for i, (x, y) in enumerate(((-5.4, 7.0), (5.4, 5.0), (-5.4, -9.0), (5.4, -9.0)))
    ]
    wants += [
        want("parked car", i + 1, cars.any_car, (x, -14.6, PI / 2), 7)
        for i, x in enumerate((-19.0, -12.0, 10.0, 17.0, 24.0))
    ]
    return Layout(
        rect(-13.0, -12.6, 13.0, 12.0),
        tuple(wants),
        ((-2.7, -13.0, 2.7, 12.0), (-5.4, -2.7, 5.4, 2.7)),
        vehicle_spots=at((4.4, -15.0, PI / 2), (-5.0, -15.0, PI / 2), (0.0, -18.6, -PI / 2)),
    )


def farmyard(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """A dirt yard between barn, house and field."""
    surface(yard, "place:ground", "Ground", [flat(-80.0, -80.0, 80.0, 80.0, 0.0, "grass_dry")])
    surface(
        yard,
        "place:yard",
        "Yard",
        [flat(-14.0, -16.0, 14.0, 13.0, 0.012, "dirt_path"), flat(-3.0, -80.0, 3.0, -15.0, 0.011, "dirt_path")],
    )
    yard.fixed("place:barn", "Barn", houses.barn(stream(yard.id("place:barn"), "make")), (-7.0, 20.0, 0.0), PI)
    yard.fixed(
        "place:house:1",
        "Farmhouse",
        houses.gable_house(stream(yard.id("place:house:1"), "make"), night),
        (19.5, 2.0, 0.0),
        PI / 2,
    )
    yard.fixed(
        "place:silo",
        "Silo",
        Piece(
            "silo",
            (tube(2.2, 9.0, (0, 0, 0), "corrugated", 24), tube(2.3, 1.6, (0, 0, 9.0), "corrugated", 24, 0.2)),
            solid_kind="structure",
        ),
        (3.5, 21.0, 0.0),
    )
    horizon(yard, rng, "grass_dry", False)
    shape = nature.spreading(stream(yard.scene_id, "farm tree"), 8.0)
    wants = [
        want("tree", i + 1, lambda _r: shape, (x, y, float(i)), 5)
        for i, (x, y) in enumerate(
            (
                (14.0, 17.0),
                (-24.0, 8.0),
                (-28.0, 26.0),
                (30.0, 24.0),
                (30.0, -20.0),
                (-30.0, -22.0),
                (20.0, -26.0),
                (-16.0, 38.0),
                (8.0, 40.0),
            )
        )
    ]
    wants += [
        want("fence", i + 1, park.fence(7.0, "rail"), s)
        for i, s in enumerate(
            (
                (-15.0, -11.0, PI / 2),
                (-15.0, -3.8, PI / 2),
                (-15.0, 3.4, PI / 2),
                (-11.0, -16.4, 0.0),
                (11.0, -16.4, 0.0),
                (15.0, -12.0, PI / 2),
            )
        )
    ]
    wants += [
        want("hay bale", i + 1, park.hay_bale, s)
        for i, s in enumerate(
            (
                (-11.5, 9.0, 0.4),
                (-9.8, 9.4, 0.2),
                (-11.0, -9.0, 1.0),
                (9.5, 10.0, 0.0),
                (24.0, -16.0, 0.0),
                (-22.0, -12.0, 2.0),
            )
        )
    ]
    wants += [
        want("crate", 1, sf.crate, (6.0, 9.0, 0.3)),
        want("utility pole", 1, park.utility_pole, (9.5, -14.0, 0.0)),
        want("utility pole", 2, park.utility_pole, (9.5, -40.0, 0.0)),
        want("lamp post", 1, partial(sf.lamp_post, night=night), (11.5, 9.0, PI), 4),
    ]
    return Layout(
        rect(-13.5, -15.0, 13.5, 12.5),
        tuple(wants),
        ((-2.7, -13.0, 2.7, 12.0), (-9.0, -2.7, 9.0, 2.7)),
        vehicle_spots=at((8.0, -5.5, 0.5), (-8.0, -5.5, -0.4), (7.0, 6.0, 0.2)),
        stand=sf.crate,
        prop_arcs=SIDES,
    )


def circus(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """A fairground: the big top, small tents, wagons, strings of lights."""
    surface(
        yard,
        "place:ground",
        "Ground",
        [flat(-80.0, -80.0, 80.0, 80.0, 0.0, "grass_dry"), flat(-5.0, -40.0, 5.0, 12.0, 0.008, "dirt_path", 0.05)],
    )
    yard.fixed(
        "place:big top", "Big top", houses.big_top(stream(yard.id("place:big top"), "make")), (0.0, 22.0, 0.0), PI
    )
    horizon(yard, rng, "grass_dry", False)
    tents = [
        want("tent", i + 1, park.tent, s)
        for i, s in enumerate(
            (
                (-9.5, 5.5, -1.2),
                (-9.5, -1.5, -1.57),
                (-9.5, -9.0, -1.57),
                (9.5, 5.5, 1.2),
                (9.5, -1.5, 1.57),
                (9.5, -9.0, 1.57),
            )
        )
    ]
    wants = [
        *tents,
        want("wagon", 1, carriage, (-14.0, 10.0, 0.8), 5),
        want("wagon", 2, carriage, (14.5, 9.0, -0.7), 5),
        *[want("hay bale", i + 1, park.hay_bale, s) for i, s in enumerate(((-6.0, 9.0, 0.2), (6.4, 8.6, 0.5)))],
    ]
    wants += [
        want("lamp post", i + 1, partial(sf.lamp_post, night=night, classic=True), (s * 4.6, y, 0.0), 4)
        for i, (s, y) in enumerate(((-1, 7.0), (1, 7.0), (-1, -6.0), (1, -6.0), (-1, -13.5), (1, -13.5)))
    ]
    shape = nature.spreading(stream(yard.scene_id, "fair tree"), 8.0)
    wants += [
        want("tree", i + 1, lambda _r: shape, (x, y, float(i)), 5)
        for i, (x, y) in enumerate(
            (
                (-22.0, 0.0),
                (22.0, 2.0),
                (-24.0, 20.0),
                (25.0, 22.0),
                (-20.0, -20.0),
                (20.0, -22.0),
                (-34.0, 8.0),
                (34.0, -8.0),
            )
        )
    ]
    return Layout(
        rect(-13.0, -15.0, 13.0, 12.0),
        tuple(wants),
        ((-2.7, -13.0, 2.7, 12.0), (-7.5, -2.7, 7.5, 2.7)),
        stand=sf.crate,
    )
