"""A report's ids as people know them: ``scene 3, Chair 2`` instead of ``s007:s007.p4``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..build import BuildReport

_ID = re.compile(r"\bs\d+(?:\.[\w\-]+)?\b")
_KINDS = {"resource": "shape or material", "sequence": "the cut", "environment": "light of the sky"}
_PROPERTIES = {
    "transform.translation": "place",
    "transform.rotation": "direction",
    "transform.scale": "size",
    "payload.focal_mm": "lens",
    "payload.geometry": "shape",
    "channels": "movement",
}


class People:
    """Says what a build's report says, in words."""

    def __init__(self, report: BuildReport) -> None:
        self._report = report

    def number(self, scene_id: str, before: bool = False) -> str:
        """A scene's number as the shot list prints it; its id when it has none."""
        numbers = (self._report.numbers, self._report.numbers_before)
        first, second = reversed(numbers) if before else numbers
        return first.get(scene_id) or second.get(scene_id) or scene_id

    def node(self, node_id: str) -> str:
        """A node's name; its id when it has none."""
        return self._report.names.get(node_id, node_id)

    def property(self, name: str) -> str:
        """A property in words."""
        return _PROPERTIES.get(name, name.removeprefix("payload.").replace("_", " "))

    def target(self, target: str) -> str:
        """What a change is of: a node by its name, anything else by its kind."""
        kind, _, id_ = target.partition("/")
        return self.node(id_) if kind == "node" else _KINDS.get(kind, kind)

    def edit(self, where: str) -> str:
        """``scene:node#property`` in words."""
        scene, _, rest = where.partition(":")
        node, _, property_ = rest.partition("#")
        about = f" ({self.property(property_)})" if property_ else ""
        return f"scene {self.number(scene)}, {self.node(node)}{about}"

    def text(self, text: str) -> str:
        """A sentence with names for the ids in it."""
        return _ID.sub(lambda m: self._report.names.get(m[0], m[0]), text)
