"""One door to all set builders: picks the builder, composes its draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from ..scene.arrays import Fragment
from ..scene.ids import IdSlice, Minter
from ._compose import compose
from ._draft import SetDraft
from ._spec import place_note
from .model import Obstacle, Pin, SetPlan, SetSpec


class SetResult(msgspec.Struct, frozen=True):
    """A set: what others know of it, its nodes and resources, and the ledger's new slice."""

    plan: SetPlan
    fragment: Fragment
    ids: IdSlice


def draft(
    spec: SetSpec, scene_id: str, minter: Minter, pins: Mapping[str, Pin], obstacles: Sequence[Obstacle]
) -> SetDraft:
    """The draft of ``spec`` by the builder of its kind."""
    if spec.kind == "street":
        from . import _street

        return _street.build(spec, scene_id, minter, pins, obstacles)
    if spec.kind == "landscape":
        from . import _landscape

        return _landscape.build(spec, scene_id, minter, pins, obstacles)
    if spec.kind == "vehicle":
        from . import _vehicle_cabin

        return _vehicle_cabin.build(spec, scene_id, minter, pins, obstacles)
    from . import _interior

    return _interior.build(spec, scene_id, minter, pins, obstacles)


def generate(
    spec: SetSpec,
    scene_id: str,
    ids: IdSlice,
    pins: Mapping[str, Pin] | None = None,
    obstacles: Sequence[Obstacle] = (),
) -> SetResult:
    """The set that ``spec`` asks for. Equal arguments give an equal result, bit for bit.

    Args:
        spec: From ``spec_for``, or corrected by a person.
        scene_id: Scope of ids and random streams.
        ids: The scene's slice of the ledger for sets.
        pins: Node id -> what a person did to that piece; others work around it.
        obstacles: Boxes a person added, to keep clear of.
    """
    minter = Minter(f"{scene_id}.p", ids)
    plan, fragment = compose(draft(spec, scene_id, minter, pins or {}, obstacles))
    plan = msgspec.structs.replace(plan, condition=spec.condition)
    note = place_note(spec)
    if note:
        plan = msgspec.structs.replace(plan, refusals=(note, *plan.refusals))
    return SetResult(plan, fragment, minter.finish())
