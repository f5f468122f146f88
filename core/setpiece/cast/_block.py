"""Puts the people of a scene on their marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..geometry import capsule, ellipsoid, merge, quat_from_yaw
from ..scene.arrays import Pieces
from ..scene.ids import IdSlice, Minter
from ..scene.model import CharacterPayload, Material, Node, Transform
from ..script.model import CastMember, SceneBreakdown
from ..sets.model import Pin, SetPlan, Solid
from ._result import CastResult
from .model import Actor, Blocking


def block(
    scene: SceneBreakdown,
    cast: Sequence[CastMember],
    plan: SetPlan,
    scene_id: str,
    ids: IdSlice,
    pins: Mapping[str, Pin] = {},
) -> CastResult:
    """Place everybody who is seen in ``scene``."""
    minter, pieces = Minter(f"{scene_id}.c", ids), Pieces()
    actors: list[Actor] = []
    people = [c for c in scene.cast if not c.heard_only]
    for i, person in enumerate(people):
        node = minter.id(f"cast:{person.cast_id}", person.name)
        if pins.get(node, Pin()).deleted:
            continue
        mesh = merge([
            capsule(0.16, (0, 0, 0.16), (0, 0, 0.8)).named("hips"),
            capsule(0.2, (0, 0, 0.9), (0, 0, 1.3)).named("chest"),
            ellipsoid((0.08, 0.1, 0.12), (0, 0, 1.63)).named("head"),
        ])
        x = plan.acting_center[0] + (i - (len(people) - 1) / 2) * 1.2
        yaw = -1.2 if i % 2 == 0 else 1.2
        position = (round(x, 4), plan.acting_center[1], 0.0)
        marks = {"head_top": 1.75, "eyes": 1.63, "chin": 1.52, "shoulders": 1.44, "chest": 1.3, "waist": 1.08,
                 "hips": 0.92, "knees": 0.5, "feet": 0.0}
        transform = Transform(position, quat_from_yaw(yaw))
        local = {k: (0.0, 0.0, z) for k, z in marks.items()}
        pieces.mesh(f"{node}.mesh", mesh)
        pieces.add(Material(id=f"{node}.skin"))
        payload = CharacterPayload(person.cast_id, f"{node}.mesh", (f"{node}.skin",), "stand", 1.75, local)
        pieces.add(Node(node, person.name, "cast", "character", payload, transform))
        actors.append(
            Actor(
                person.cast_id, node, person.name, position, transform.rotation, yaw, "stand", 1.75,
                {k: (position[0], position[1], z) for k, z in marks.items()},
                solids=(Solid(node, (x, position[1], 0.87), (0.2, 0.2, 0.87), transform.rotation, "prop"),),
            )
        )  # fmt: skip
    return CastResult(Blocking(tuple(actors)), pieces.finish(), minter.finish())
