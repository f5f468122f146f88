"""Streets and built exteriors: ground, buildings round the action, furniture, a closed horizon.

Plan of a street (the action stands on the near pavement at the origin; +Y runs along it):

    x = -16   -12.4          -3.4        0        3.9
      facades | pavement | road, cars | pavement (action) | shopfronts
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..geometry import stream
from ..scene.ids import Minter
from ._draft import SetDraft
from ._furniture_worn import rubble
from ._street_kit import Layout
from ._street_layouts import LAYOUTS, layout_of
from ._street_town import street_road
from ._wishes import place_wishes, set_seats
from ._yard import Want, Yard, ring_spots
from .model import Obstacle, Pin, SetSpec

_OF_THE_LIVING = ("parked car", "cafe table", "planter", "trolley", "luggage", "tent")
"""What stands only where somebody lives or works."""


def build(
    spec: SetSpec, scene_id: str, minter: Minter, pins: Mapping[str, Pin], obstacles: Sequence[Obstacle]
) -> SetDraft:
    """A built exterior for ``spec`` (see ``_street_layouts`` for the variants)."""
    name = layout_of(spec.variant, spec.location)
    yard = Yard(scene_id, minter, pins, obstacles)
    rng = stream(scene_id, spec.seed, name, "layout")
    make = street_road if name == "street" and spec.stage == "road" else LAYOUTS[name]
    layout: Layout = make(yard, rng, spec.night)
    for area in layout.keep_out:
        yard.keep_out(*area)
    set_seats(yard, spec, None, layout.seat_spots)
    refused = place_wishes(
        yard,
        spec,
        vehicle_spots=layout.vehicle_spots,
        side_arcs=layout.prop_arcs,
        stand=layout.stand,
        center=layout.center,
    )
    forsaken = bool({"abandoned", "derelict"} & set(spec.condition))
    for want in layout.wants:
        if not (forsaken and want.key.split(":")[1] in _OF_THE_LIVING):
            yard.want(want)
    for i in range(7 if forsaken else 0):
        spots = ring_spots((0.0, 0.0), (3.4, 12.0), layout.prop_arcs, "any", 40)
        yard.want(Want(f"piece:rubble:{i + 1}", f"Rubble {i + 1}", rubble, spots, 8))
    yard.settle()
    return SetDraft(
        kind="street",
        variant=spec.variant or name,
        interior=False,
        placed=yard.placed,
        floor=layout.floor,
        ceiling_m=0.0,
        acting_center=layout.center,
        refusals=(*refused, *yard.refusals),
        camera_floor=layout.camera_floor,
        solids=layout.solids(yard),
    )
