"""A railway platform: people act beside the track, under the edge of a canopy before the station.

Plan (+Y runs along the track):

    x = -18    -11        -9.2   -5.4    -3.7         0          4.4
     platform | edge | track | track | edge, line | action | canopy | station
"""

from __future__ import annotations

from functools import partial

import numpy as np

from ..geometry import pick, stream
from . import _facades as fa
from . import _nature as nature
from . import _park_furniture as park
from . import _plants as plants
from . import _street_furniture as sf
from ._batch import beam, boxes
from ._facades import Row6
from ._furniture_bath import trolley
from ._furniture_kit import block, roll, slab, tube
from ._furniture_public import clock_post, luggage, station_bench, ticket_machine
from ._piece import LocalLamp, Part, Piece, PieceMaker
from ._street_kit import PI, Layout, at, flat, horizon, rect, row_of_buildings, surface, want
from ._vehicles_other import train
from ._yard import Yard

_BED_M, _EDGE_M, _FAR_M, _END_M = -0.95, -3.7, -11.0, 60.0
_LOOKS = {"@wood": "wood_mid", "metal.black": "iron"}


def platform(yard: Yard, rng: np.random.Generator, night: bool) -> Layout:
    """A platform with two tracks, canopy, station building and a footbridge."""
    style = pick(rng, (fa.STYLES[0], fa.STYLES[2], fa.STYLES[4]))
    _ground(yard, pick(rng, ("paving_stone", "pavement", "concrete_ground")))
    yard.fixed(
        "place:building:station", "Station",
        fa.building(stream(yard.id("place:building:station"), "make"), 24.0, 2, "door", night, style, 10.0),
        (9.6, 0.0, 0.0), PI / 2,
    )  # fmt: skip
    for k, (y0, y1) in enumerate(((-58.0, -13.0), (13.0, 58.0))):
        row_of_buildings(yard, rng, f"yard {k + 1}", 13.0, y0, y1, PI / 2, night, ("door", "roller"), (2, 4))
    row_of_buildings(yard, rng, "beyond", -26.0, -58.0, 58.0, -PI / 2, night, ("door", "blind"), (2, 4))
    trim = pick(rng, ("trim_green", "trim_red", "trim_blue", "trim_brown"))
    yard.fixed("place:canopy", "Canopy", _canopy(trim, night), (0.0, 0.0, 0.0))
    yard.fixed("place:footbridge", "Footbridge", _footbridge(trim), (0.0, 26.0, 0.0))
    horizon(yard, rng, "gravel", True, -1.2)
    yard.height_at = _height
    yard.stepped = True
    lamp = partial(sf.lamp_post, night=night, classic=True)
    shape = nature.tall(stream(yard.scene_id, "station tree"), 7.0)
    things: tuple[tuple[str, PieceMaker, tuple[float, float, float]], ...] = (
        ("station clock", _outdoors(clock_post), (-2.85, 5.2, 0.0)),
        ("bench", _outdoors(station_bench), (3.75, 4.6, PI / 2)),
        ("bench", _outdoors(station_bench), (3.75, -4.8, PI / 2)),
        ("bench", _outdoors(station_bench), (3.75, 9.2, PI / 2)),
        ("bench", _outdoors(station_bench), (-14.0, 3.0, -PI / 2)),
        ("bench", _outdoors(station_bench), (-14.0, -4.0, -PI / 2)),
        ("ticket machine", _outdoors(ticket_machine), (4.2, 7.2, PI / 2)),
        ("luggage", _outdoors(luggage), (2.95, 6.9, 0.3)),
        ("trolley", _outdoors(trolley), (2.85, -7.4, 1.3)),
        ("station sign", _name_board, (-13.2, 9.0, -PI / 2)),
        ("station sign", _name_board, (-13.2, -9.0, -PI / 2)),
        ("departures", _departures, (2.9, 11.6, PI)),
        ("bin", sf.bin_, (3.7, 2.9, PI / 2)),
        ("planter", sf.planter, (4.1, -2.9, PI / 2)),
        ("phone booth", sf.phone_booth, (3.7, -10.6, PI / 2)),
        ("signal", _signal, (-3.05, 19.0, PI)),
    )
    wants = [want(noun, i + 1, make, spot, 4) for i, (noun, make, spot) in enumerate(things)]
    wants += [want("lamp post", i + 1, lamp, (-13.6, y, 0.0), 4) for i, y in enumerate((-22.0, -13.0, 0.0, 13.0, 22.0))]
    wants += [want("lamp post", i + 6, lamp, (-2.9, y, 0.0), 4) for i, y in enumerate((-24.0, -15.0, 14.0, 23.0))]
    wants += [want("fence", i + 1, park.fence(7.0, "picket"), (-17.4, -31.5 + 7.1 * i, PI / 2)) for i in range(10)]
    wants += [
        want("tree", i + 1, lambda _r: shape, (x, y, float(i)), 5)
        for i, (x, y) in enumerate(
            ((-20.5, -24.0), (-21.0, -13.0), (-20.0, -2.0), (-21.5, 9.0), (-20.5, 20.0), (8.0, 17.5), (8.5, -17.0))
        )
    ]
    wants += [
        want("bush", i + 1, plants.bush, (x, y, 0.0))
        for i, (x, y) in enumerate(((-18.6, -6.0), (-18.8, 5.0), (-18.5, 14.0)))
    ]
    wants += [want("carriage", i + 1, train, (-9.2, 24.0 + 15.6 * i, 0.0), 7) for i in range(2)]
    return Layout(
        rect(-3.2, -16.0, 3.9, 16.0),
        tuple(wants),
        ((-2.6, -13.0, 2.6, 13.0), (-13.0, -2.6, -2.6, 2.6)),
        rect(-16.0, -16.0, 3.9, 16.0),
        ((3.7, 0.0, PI / 2), (3.7, -2.0, PI / 2), (3.7, 2.0, PI / 2)),
        at((-5.4, 12.0, 0.0), (-9.2, 6.0, 0.0), (8.0, 22.0, 0.3), (8.0, -22.0, -0.3)),
        ((-0.2, 0.2), (0.7, 1.2), (-1.2, -0.7)),
        sf.crate,
        ((_EDGE_M, -_END_M, 20.0, _END_M), (-26.0, -_END_M, _FAR_M, _END_M)),
    )  # fmt: skip


def _height(x: float, _y: float) -> float:
    """Of the platforms, the rails and the gravel beside them."""
    if not _FAR_M - 0.06 < x < _EDGE_M + 0.06:
        return 0.0
    return _BED_M + 0.28 if min(abs(x + 5.4), abs(x + 9.2)) < 1.5 else _BED_M


def _outdoors(make: PieceMaker) -> PieceMaker:
    """An indoor maker's piece with the looks of a platform for its roles."""

    def made(rng: np.random.Generator) -> Piece:
        piece = make(rng)
        parts = tuple(Part(p.mesh, _LOOKS.get(p.look, p.look), p.translation, p.rotation, p.solid) for p in piece.parts)
        return Piece(piece.noun, parts, piece.seats, piece.surfaces, piece.lamps, piece.front_clear_m, piece.solid_kind)

    return made


def _ground(yard: Yard, paving: str) -> None:
    e, f, b, end = _EDGE_M, _FAR_M, _BED_M, _END_M
    surface(
        yard, "place:ground", "Pavement",
        [flat(e, -end, 20.0, end, 0.0, paving, 1.3), flat(-26.0, -end, f, end, 0.0, paving, 1.3)],
    )  # fmt: skip
    surface(
        yard, "place:kerb", "Kerb",
        [
            flat(e - 0.06, -end, e + 0.5, end, 0.012, "stone_trim", 0.2),
            flat(e + 0.62, -end, e + 0.74, end, 0.006, "road_paint_yellow", 0.01),
            flat(f - 0.5, -end, f + 0.06, end, 0.012, "stone_trim", 0.2),
            flat(f - 0.74, -end, f - 0.62, end, 0.006, "road_paint_yellow", 0.01),
        ],
    )  # fmt: skip
    ties: list[Row6] = []
    rails: list[Row6] = []
    for x in (-5.4, -9.2):
        ties += [(x, y, b + 0.05, 2.5, 0.24, 0.14) for y in np.arange(-end + 0.4, end, 0.8).tolist()]
        for s in (-1, 1):
            rails += [(x + s * 0.75, 0.0, b + 0.2, 0.07, 2 * end, 0.16)]
    surface(
        yard, "place:road", "Track bed",
        [
            flat(f, -end, e, end, b, "gravel"),
            Part(boxes(ties), "wood_dark", solid=False),
            Part(boxes(rails), "steel", solid=False),
        ],
    )  # fmt: skip


def _canopy(trim: str, night: bool) -> Piece:
    """A roof along the station's front on iron columns, its edge cut to a valance."""
    x0, x1, long = 1.3, 4.0, 13.5
    parts = [
        slab((x1 - x0, 2 * long, 0.09), ((x0 + x1) / 2, 0.0, 3.88), "roof_slate", 0.01, rotation=roll(-0.09)),
        block((0.06, 2 * long, 0.3), (x0, 0.0, 3.62), trim),
    ]
    for y in (-12.6, -8.4, -4.2, 4.2, 8.4, 12.6):
        parts += [
            tube(0.13, 0.3, (3.0, y, 0.0), "iron", 12, 0.1),
            tube(0.075, 3.55, (3.0, y, 0.3), trim, 12),
            beam((3.0, y, 2.9), (1.6, y, 3.6), 0.06, 0.08, trim),
        ]
    glow = "lamp_glow" if night else "lamp_glass"
    lamps = []
    for y in (-10.5, -6.3, -2.1, 2.1, 6.3, 10.5):
        parts += [tube(0.012, 0.4, (2.1, y, 3.4), "iron", 6), tube(0.2, 0.14, (2.1, y, 3.28), glow, 14, 0.08)]
        lamps.append(LocalLamp((2.1, y, 3.2), 2400.0, 3000.0, "street"))
    teeth: list[Row6] = [(x0, -long + 0.15 + 0.3 * i, 3.4, 0.03, 0.16, 0.2) for i in range(int(2 * long / 0.3))]
    parts.append(Part(boxes(teeth), trim))
    return Piece("canopy", tuple(parts), lamps=tuple(lamps), solid_kind="structure")


def _footbridge(trim: str) -> Piece:
    """A bridge over both tracks with stairs to the platforms."""
    deck = 5.4
    x0, x1 = -13.2, -1.4
    mid, wide = (x0 + x1) / 2, x1 - x0
    parts = [block((wide, 2.2, 0.25), (mid, 0.0, deck), "steel_dark")]
    for s in (-1, 1):
        parts += [block((wide, 0.08, 1.15), (mid, s * 1.06, deck + 0.7), trim)]
    for x in (x0 + 0.4, x1 - 0.4):
        parts += [block((0.4, 1.6, deck), (x, 0.0, deck / 2), "brick_brown")]
        flight: list[Row6] = [(x, 1.3 + 0.3 * i, deck - 0.17 * (i + 1), 1.5, 0.32, 0.12) for i in range(31)]
        parts += [Part(boxes(flight), "stone_grey")]
        parts += [beam((x + s * 0.75, 1.1, deck + 0.55), (x + s * 0.75, 10.6, 0.5), 0.05, 0.9, trim) for s in (-1, 1)]
    return Piece("footbridge", tuple(parts), solid_kind="structure")


def _name_board(_rng: np.random.Generator) -> Piece:
    """The station's name on two posts; it reads from +Y."""
    rows: list[Row6] = [(-0.85 + 0.19 * i, 0.048, 2.02, 0.11, 0.012, 0.2 if i % 3 else 0.28) for i in range(10)]
    return Piece("station sign", (
        *(tube(0.04, 2.3, (s * 1.25, 0.0, 0.0), "steel_dark", 10) for s in (-1, 1)),
        slab((2.5, 0.07, 0.56), (0.0, 0.0, 2.02), "sign_blue", 0.01),
        Part(boxes(rows), "sign_white"),
    ))  # fmt: skip


def _departures(rng: np.random.Generator) -> Piece:
    """A board of departures between two posts; it reads from +Y."""
    rows: list[Row6] = []
    for r in range(5):
        cells = 4 + int(4 * rng.random())
        rows += [(-0.72 + 0.13 * k, 0.083, 2.78 - 0.15 * r, 0.1, 0.012, 0.08) for k in range(cells)]
        rows += [(0.62, 0.083, 2.78 - 0.15 * r, 0.24, 0.012, 0.08)]
    return Piece("departures", (
        *(tube(0.045, 3.05, (s * 0.94, 0.0, 0.0), "steel_dark", 10) for s in (-1, 1)),
        slab((1.8, 0.15, 0.95), (0.0, 0.0, 2.5), "trim_dark", 0.01),
        Part(boxes(rows), "sign_yellow"),
    ))  # fmt: skip


def _signal(_rng: np.random.Generator) -> Piece:
    """A railway signal at the platform's end."""
    return Piece("signal", (
        tube(0.07, 4.4, (0.0, 0.0, 0.0), "steel_dark", 10),
        slab((0.36, 0.2, 0.9), (0.0, 0.12, 3.9), "trim_dark", 0.02),
        tube(0.09, 0.04, (0.0, 0.22, 4.1), "tail_light", 12, rotation=(0.70710678, -0.70710678, 0.0, 0.0)),
        tube(0.09, 0.04, (0.0, 0.22, 3.75), "sign_green", 12, rotation=(0.70710678, -0.70710678, 0.0, 0.0)),
    ))  # fmt: skip
