"""Inside vehicles, as process cars are built: no glass, one wild side, the world around it.

Set space: the cabin floor is z = 0, the nose looks to +Y, the driver sits at -X. The ground lies
below the floor; cameras work outside through windscreen and windows, or from the wild side.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from ..geometry import pick, stream
from ..scene.ids import Minter
from . import _nature as nature
from . import _street_furniture as sf
from ._batch import boxes
from ._cabin_pieces import SALOONS, car_cabin, saloon
from ._draft import SetDraft
from ._furniture_kit import block
from ._open_boat import WATER_Z, buoy, open_boat
from ._piece import Part, Piece
from ._street_kit import flat, horizon, row_of_buildings
from ._vehicles_other import sailboat
from ._wishes import each_wish, stand_on_surfaces
from ._yard import Want, Yard
from .model import Obstacle, Pin, SetSpec, Vec2

_CARS = {
    "car": "car",
    "sedan": "car",
    "taxi": "car",
    "cab": "car",
    "limo": "car",
    "limousine": "car",
    "police": "car",
    "van": "van",
    "truck": "van",
    "pickup": "van",
    "suv": "car",
    "jeep": "car",
    "ambulance": "van",
    "cockpit": "van",
}
_LONG = {
    "bus": "bus",
    "coach": "bus",
    "train": "train",
    "subway": "train",
    "tram": "train",
    "metro": "train",
    "plane": "plane",
    "airplane": "plane",
    "jet": "plane",
    "aircraft": "plane",
    "helicopter": "plane",
    "boat": "boat",
    "ship": "boat",
    "yacht": "boat",
    "cabin": "boat",
    "ferry": "boat",
    "spaceship": "plane",
}


def cabin_kind(variant: str, location: str = "") -> str:
    """car, van, bus, train, plane, boat or rowboat for the words of a location."""
    if variant == "rowboat":
        return variant
    for word in (
        *variant.lower().replace("_", " ").split(),
        *location.lower().replace("-", " ").replace("'s", "").split(),
    ):
        found = _CARS.get(word) or _LONG.get(word)
        if found:
            return found
    return "car"


def build(
    spec: SetSpec, scene_id: str, minter: Minter, pins: Mapping[str, Pin], obstacles: Sequence[Obstacle]
) -> SetDraft:
    """The cabin for ``spec`` and what passes outside it."""
    kind = cabin_kind(spec.variant, spec.location)
    drop = {"car": -0.32, "van": -0.42, "bus": -0.6, "train": -1.0, "plane": -2.2, "boat": -0.9,
            "rowboat": WATER_Z}[kind]  # fmt: skip
    yard = Yard(scene_id, minter, pins, obstacles, lambda _x, _y: drop)
    rng = stream(scene_id, spec.seed, kind, "cabin")
    node = yard.id("place:cabin")
    if kind in ("car", "van"):
        cabin, reach = car_cabin(stream(node, "make"), kind, spec.night), (1.4, 3.2)
    elif kind == "rowboat":
        cabin, reach = open_boat(stream(node, "make"), spec.people), (2.6, 4.5)
    else:
        cabin, reach = (
            saloon(stream(node, "make"), SALOONS[kind], spec.night),
            (SALOONS[kind].half_m + 0.3, SALOONS[kind].long_m / 2 + 0.8),
        )
    yard.fixed("place:cabin", "Rowing boat" if kind == "rowboat" else f"{kind.capitalize()} cabin", cabin)
    _outside(yard, rng, kind, drop, spec.night, reach)
    refused = _props(yard, spec)
    yard.settle()
    floor, camera_floor, ceiling = _floors(kind)
    return SetDraft(
        kind="vehicle",
        variant=spec.variant or kind,
        interior=kind != "rowboat",
        placed=yard.placed,
        floor=floor,
        ceiling_m=ceiling,
        acting_center=(0.0, -0.1),
        camera_floor=camera_floor,
        refusals=(*refused, *yard.refusals),
    )


def _floors(kind: str) -> tuple[tuple[Vec2, ...], tuple[Vec2, ...], float]:
    if kind in ("car", "van"):
        return (
            ((-0.7, -1.2), (0.7, -1.2), (0.7, 0.8), (-0.7, 0.8)),
            ((-4.6, -4.6), (4.6, -4.6), (4.6, 6.4), (-4.6, 6.4)),
            0.0,
        )
    if kind == "rowboat":
        return (
            ((-0.5, -1.6), (0.5, -1.6), (0.5, 1.6), (-0.5, 1.6)),
            ((-6.0, -7.0), (6.0, -7.0), (6.0, 7.0), (-6.0, 7.0)),
            0.0,
        )
    shape = SALOONS[kind]
    y = shape.long_m / 2 - 0.3
    aisle = shape.aisle_m / 2
    return (
        ((-aisle, -y), (aisle, -y), (aisle, y), (-aisle, y)),
        ((-aisle, -y), (5.5, -y), (5.5, y), (-aisle, y)),
        shape.high_m - 0.06,
    )


def _outside(
    yard: Yard, rng: np.random.Generator, kind: str, z: float, night: bool, _reach: tuple[float, float]
) -> None:
    """Road or rails, verges, and a horizon all round."""
    if kind in ("boat", "rowboat"):
        sea = Part(block((900.0, 900.0, 0.2), (0, 0, 0), "water").mesh, "water", (0.0, 0.0, z - 0.1), solid=False)
        yard.fixed("place:water", "Water", Piece("water", (sea,), solid_kind="ground"), solid=False)
        horizon(yard, rng, "water", False, z - 0.3)
        if kind == "rowboat":
            _on_water(yard, rng, z)
        return
    city = rng.random() < 0.5 and kind in ("car", "van", "bus")
    road = "concrete_ground" if kind == "plane" else "gravel" if kind == "train" else "asphalt"
    verge = "pavement" if city else "grass"
    half = 60.0 if kind == "plane" else 5.2
    parts = [flat(-half, -70.0, half, 70.0, z, road)]
    if half < 60:
        parts += [
            flat(s * 20.0 - (20.0 - half), -70.0, s * 20.0 + (20.0 - half), 70.0, z + 0.1, verge) for s in (-1, 1)
        ]
    if kind == "train":
        parts += [flat(x - 0.04, -70.0, x + 0.04, 70.0, z + 0.16, "steel") for x in (-0.75, 0.75, 3.2, 4.7)]
    elif kind != "plane":
        rows = [(x, y, z + 0.006, 0.13, 2.4, 0.012) for x in (-1.9, 1.9) for y in np.arange(-66.0, 67.0, 6.0).tolist()]
        parts.append(Part(boxes(rows), "road_paint", solid=False))
    yard.fixed("place:ground", "Ground", Piece("ground", tuple(parts), solid_kind="ground"), solid=False)
    horizon(yard, rng, verge if half < 60 else "grass", city or kind == "plane", z - 0.15)
    yard.keep_out(-5.0, -6.5, 6.0, 8.0)
    if city:
        for key, s in (("right", 1), ("left", -1)):
            row_of_buildings(
                yard, rng, key, s * 10.5, -44.0, 44.0, s * math.pi / 2, night, ("shop", "door", "shop"), (2, 4)
            )
    shapes = [
        nature.tall(stream(yard.scene_id, "roadside", 0), 7.0),
        nature.spreading(stream(yard.scene_id, "roadside", 1), 8.0),
    ]
    for i in range(14):
        s = 1 if i % 2 else -1
        x, y = s * (7.2 if city else 7.5 + 6.0 * rng.random()), -38.0 + 6.0 * i + 2.0 * rng.random()
        far = s * (62.0 + 4 * rng.random()) if kind == "plane" else x
        spot = (far, y, rng.random() * 6.28)
        yard.want(
            Want(
                f"piece:tree:{i + 1}",
                f"Tree {i + 1}",
                partial(_one_of, shapes),
                lambda _r, spot=spot: [spot],
                rank=8,
                heed_keep_outs=False,
            )
        )
    if kind in ("car", "van", "bus"):
        for i in range(6):
            s = 1 if i % 2 else -1
            spot = (s * 5.9, -32.0 + 12.0 * i, -s * math.pi / 2)
            yard.want(
                Want(
                    f"piece:lamp post:{i + 1}",
                    f"Lamp post {i + 1}",
                    partial(sf.lamp_post, night=night),
                    lambda _r, spot=spot: [(spot[0], spot[1], spot[2] + math.pi)],
                    rank=4,
                    heed_keep_outs=False,
                )
            )


def _on_water(yard: Yard, rng: np.random.Generator, z: float) -> None:
    """Buoys and other boats, well off."""
    for i in range(8):
        angle, far = 2 * math.pi * (i + 0.6 * rng.random()) / 8, 15.0 + 22.0 * rng.random()
        at = (round(far * math.cos(angle), 3), round(far * math.sin(angle), 3), z)
        key, make = (f"place:buoy:{i + 1}", buoy) if i % 2 else (f"place:sailboat:{i + 1}", sailboat)
        piece = make(stream(yard.id(key), "make"))
        low = (0.0 if i % 2 else -0.35) + at[2]
        yard.fixed(
            key, f"{piece.noun.capitalize()} {i // 2 + 1}", piece, (at[0], at[1], round(low, 3)), angle, solid=False
        )


def _one_of(shapes: Sequence[Piece], rng: np.random.Generator) -> Piece:
    return pick(rng, shapes)


def _props(yard: Yard, spec: SetSpec) -> tuple[str, ...]:
    """Small props on the dash or a seat; big ones stay outside and are refused by name."""
    bases = [p for p in yard.placed if p.key == "place:cabin"]
    return stand_on_surfaces(yard, each_wish(spec), bases)
