"""The session layer: what tracking and cues say now. Latest value wins, nothing is saved.

Ending a session shows the composed scene again; baking it turns the last values into edits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from ..errors import InputError
from ._properties import checked_value, get_property, property_info, set_property
from .model import Edit, Edits, Scene

ENVIRONMENT_SLOT = "environment"
"""Owner part of the slots of the environment, ``environment#sky.lux``."""
MATERIAL_SLOT = "material/"
"""Beginning of the owner part of a look's slots, ``material/brick#base_color``."""


def slot_owner(scene: Scene, owner: str) -> Any | None:
    """What ``owner`` of ``owner#property`` names: a node's id, ``environment`` or ``material/<id>``.

    ``None`` when the scene has no such thing.
    """
    if owner == ENVIRONMENT_SLOT:
        return scene.environment
    if owner.startswith(MATERIAL_SLOT):
        return scene.resources.material.get(owner.removeprefix(MATERIAL_SLOT))
    return scene.nodes.get(owner)


class Session:
    """Live values over a composed scene, one per slot: ``node#property``, see ``slot_owner``."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._values: dict[tuple[str, str], Any] = {}

    @property
    def values(self) -> dict[str, Any]:
        """The latest value of each slot."""
        return {f"{node}#{path}": value for (node, path), value in self._values.items()}

    def stage(self, slots: Sequence[str], values: Sequence[object]) -> None:
        """Take the newest values; all of them or, when one is wrong, none.

        Raises:
            InputError: An unknown node or property, a wrong value, or a property that is not
                live-safe (a host could not follow it every frame).
        """
        if len(slots) != len(values):
            raise InputError(
                f"{len(slots)} slots and {len(values)} values.", remedy="Give one value for each slot."
            )
        taken: dict[tuple[str, str], Any] = {}
        for slot, value in zip(slots, values, strict=True):
            owner, _, path = slot.partition("#")
            thing = slot_owner(self._scene, owner)
            if thing is None:
                raise InputError("there is no node with this id.", where=slot)
            if not property_info(thing, path).live:
                raise InputError("cannot be driven live.", where=slot, remedy="See the property table.")
            taken[owner, path] = checked_value(thing, path, value)
        self._values.update(taken)

    def shown(self) -> Scene:
        """The composed scene with the live values in it."""
        nodes, materials = dict(self._scene.nodes), dict(self._scene.resources.material)
        environment = self._scene.environment
        for (owner, path), value in self._values.items():
            if owner == ENVIRONMENT_SLOT:
                environment = set_property(environment, path, value)
            elif owner.startswith(MATERIAL_SLOT):
                name = owner.removeprefix(MATERIAL_SLOT)
                materials[name] = set_property(materials[name], path, value)
            else:
                nodes[owner] = set_property(nodes[owner], path, value)
        resources = msgspec.structs.replace(self._scene.resources, material=materials)
        return msgspec.structs.replace(self._scene, nodes=nodes, environment=environment, resources=resources)

    def end(self) -> Scene:
        """Forget every live value; returns the composed scene."""
        self._values.clear()
        return self._scene

    @property
    def scene(self) -> Scene:
        """The composed scene below the session."""
        return self._scene


def bake(session: Session, author: str = "", host: str = "session") -> Edits:
    """The nodes' session values as edits, for ``merge_edits`` into those of the scene.

    Edits are of nodes: what a session did to the environment or to a material ends with it.
    """
    records: list[Edit] = []
    for slot, value in sorted(session.values.items()):
        node_id, _, path = slot.partition("#")
        if node_id not in session.scene.nodes:
            continue
        base = get_property(session.scene.nodes[node_id], path)
        records.append(Edit(node_id, path, value, base, author, host))
    return Edits(records=tuple(records))
