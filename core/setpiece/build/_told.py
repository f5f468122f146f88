"""What a scan found, in the words of a person: ``moved Desk 1 (s002.p4)`` instead of ids and counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from ..scene import Scan
from ..scene.model import CameraPayload, Edit, Node

_DONE = {
    "transform.translation": "moved",
    "transform.rotation": "turned",
    "transform.scale": "resized",
    "name": "renamed",
    "parent": "hung elsewhere",
    "visible": "hid",
    "payload": "replaced",
    "payload.geometry": "remodelled",
    "payload.materials": "repainted",
    "payload.focal_mm": "gave another lens to",
    "payload.focus_m": "refocused",
    "payload.f_stop": "gave another stop to",
    "payload.lumen": "dimmed or brightened",
    "payload.lux": "dimmed or brightened",
    "payload.kelvin": "gave another colour to",
    "payload.tint": "gave another colour to",
    "channels": "animated",
}


class Told(msgspec.Struct, frozen=True):
    """One thing that people did to one node."""

    what: str
    node: str
    name: str

    def __str__(self) -> str:
        return f"{self.what} {self.name} ({self.node})" if self.name else f"{self.what} {self.node}"


def told(scan: Scan, taken_back: tuple[str, ...], names: Mapping[str, Node]) -> tuple[Told, ...]:
    """What a scene's scan found, a line for each node.

    Args:
        scan: The host's answer.
        taken_back: Edits that are none any more: ``node#property``, or the node's id.
        names: The nodes by id, those that are gone too.
    """
    rows = _said(scan, taken_back, names)
    return tuple(Told(what, id_, names[id_].name if id_ in names else "") for what, id_ in rows)


def _said(scan: Scan, taken_back: tuple[str, ...], names: Mapping[str, Node]) -> Iterator[tuple[str, str]]:
    edits = scan.edits
    by_node: dict[str, list[str]] = {}
    for record in edits.records:
        by_node.setdefault(record.node, []).append(_word(record, names.get(record.node)))
    for id_, words in by_node.items():
        yield " and ".join(dict.fromkeys(words)), id_
    for id_ in edits.added:
        origin = names.get(scan.duplicated.get(id_, ""))
        yield f"copied {origin.name}: added" if origin is not None else "added", id_
    for id_ in edits.excluded:
        yield "deleted", id_
    for id_ in edits.locked:
        yield "locked", id_
    for name in taken_back:
        id_, _, property_ = name.partition("#")
        yield _undone(property_, gone=id_ in edits.excluded or id_ not in names), id_


def _word(record: Edit, node: Node | None) -> str:
    if record.property == "visible":
        return "showed" if record.value else "hid"
    if record.property == "transform.rotation" and node is not None and isinstance(node.payload, CameraPayload):
        return "aimed"
    return _DONE.get(record.property, f"changed the {_plain(record.property)} of")


def _undone(property_: str, *, gone: bool) -> str:
    if property_ == "locked":
        return "unlocked"
    if not property_:
        return "took away again" if gone else "brought back"
    return f"put back the {_plain(property_)} of"


def _plain(property_: str) -> str:
    words = {"transform.translation": "place", "transform.rotation": "direction", "transform.scale": "size",
             "payload.geometry": "shape", "channels": "movement"}  # fmt: skip
    return words.get(property_, property_.rpartition(".")[2].replace("_", " "))
