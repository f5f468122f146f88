"""Gives things that people added in one file ids that no other file's things have.

Every .blend counts what is new in it from the same number, so two artists' first things would bear
one id, and the later scan would put one in the place of the other.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ..scene import Scan
from ..scene.model import Edit, Edits, Geometry, MeshPayload, Node


def renumbered(scan: Scan, old: Edits) -> Scan:
    """The scan of a file that did not show ``old``, with ids that fit beside it.

    What has the same name and shape as something known is that thing again (a later copy of a file);
    what only has its id gets the next free one.
    """
    names = _names(scan.edits, old)
    return _renamed(scan, names) if names else scan


def _names(edits: Edits, old: Edits) -> dict[str, str]:
    names: dict[str, str] = {}
    left = dict(old.added)
    for id_, node in edits.added.items():
        known = next((k for k in (id_, *left) if k in left and _alike(node, edits, left[k], old)), None)
        if known is not None:
            del left[known]
            names[id_] = known
    taken = {*old.added, *edits.added}
    for id_ in edits.added:
        if id_ not in names and (id_ in old.added or id_ in names.values()):
            stem, number = id_.rstrip("0123456789"), 1
            while f"{stem}{number}" in taken:
                number += 1
            names[id_] = f"{stem}{number}"
            taken.add(names[id_])
    return {a: b for a, b in names.items() if a != b}


def _alike(node: Node, edits: Edits, other: Node, old: Edits) -> bool:
    if node.name != other.name or type(node.payload) is not type(other.payload):
        return False
    return _shape(node, edits) == _shape(other, old)


def _shape(node: Node, edits: Edits) -> str:
    if not isinstance(node.payload, MeshPayload):
        return ""
    made = edits.added_resources.geometry.get(node.payload.geometry)
    return made.hash if made is not None else node.payload.geometry


def _renamed(scan: Scan, names: Mapping[str, str]) -> Scan:
    edits = scan.edits
    shapes = {f"{a}.mesh": f"{b}.mesh" for a, b in names.items()}
    geometry: dict[str, Geometry] = {
        shapes.get(k, k): msgspec.structs.replace(g, id=shapes.get(k, k))
        for k, g in edits.added_resources.geometry.items()
    }
    edits = msgspec.structs.replace(
        edits,
        records=tuple(_record(r, names) for r in edits.records),
        added=_nodes(edits.added, names, shapes),
        added_resources=msgspec.structs.replace(edits.added_resources, geometry=dict(sorted(geometry.items()))),
        locked=tuple(sorted(names.get(i, i) for i in edits.locked)),
        held=_nodes(edits.held, names, shapes),
    )
    copies = {names.get(a, a): names.get(b, b) for a, b in scan.duplicated.items()}
    return msgspec.structs.replace(scan, edits=edits, duplicated=dict(sorted(copies.items())))


def _nodes(nodes: Mapping[str, Node], names: Mapping[str, str], shapes: Mapping[str, str]) -> dict[str, Node]:
    made: dict[str, Node] = {}
    for id_, node in nodes.items():
        payload = node.payload
        if isinstance(payload, MeshPayload):
            payload = msgspec.structs.replace(payload, geometry=shapes.get(payload.geometry, payload.geometry))
        parent = None if node.parent is None else names.get(node.parent, node.parent)
        to = names.get(id_, id_)
        made[to] = msgspec.structs.replace(node, id=to, payload=payload, parent=parent)
    return dict(sorted(made.items()))


def _record(record: Edit, names: Mapping[str, str]) -> Edit:
    if record.property == "parent" and isinstance(record.value, str):
        return msgspec.structs.replace(record, value=names.get(record.value, record.value))
    return record
