"""What the host remembers inside Blender itself, as custom properties, so that undo, redo, save
and load carry it along and nothing outside can disagree with the file.

A scene holds the document as applied; an object holds its node's id and the numbers as Blender
stored them (float32), which is what ``scan`` compares with.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import bpy
import msgspec

from setpiece.scene.model import Scene

ID = "setpiece_id"
DOC = "setpiece_doc"
REVISION = "setpiece_revision"
NEXT = "setpiece_next"
TRS = "setpiece_trs"
NAME = "setpiece_name"
VALUES = "setpiece_values"
KEYS = "setpiece_keys"
MESH = "setpiece_mesh"
ADDED = "setpiece_added"
COPY_OF = "setpiece_copy_of"
LOCKED = "setpiece_locked"
"""On a scene: ids of the nodes that were locked when it was written, as JSON."""
MARK = "setpiece_edits"
"""On a scene: a fingerprint of the edits that were known when it was written."""
INNER = "setpiece_inner"
"""Marks helpers that are no nodes: parts of prototypes, the environment's own sun."""
PARTS = {"translation": slice(0, 3), "rotation": slice(3, 7), "scale": slice(7, 10)}
"""Where the parts of a transform lie in the stored ten numbers."""


def find_scene(scene_id: str) -> Any:
    """The Blender scene of a script scene, or None."""
    return next((s for s in bpy.data.scenes if s.get(ID) == scene_id), None)


def load_document(scene: Any) -> Scene:
    """The description as it was last applied."""
    return msgspec.json.decode(scene[DOC].encode("utf-8"), type=Scene)


def save_document(scene: Any, document: Scene) -> None:
    """Remember what was applied."""
    scene[DOC] = msgspec.json.encode(document).decode("utf-8")


def originals(objects: Iterable[Any]) -> tuple[dict[str, Any], list[Any]]:
    """Objects by id, and the copies: objects that carry an id which another one owns.

    Blender copies custom properties along with an object; the owner is the one that still has
    the name it was given, else the older one.
    """
    owners: dict[str, Any] = {}
    copies: list[Any] = []
    for obj in objects:
        id_ = obj.get(ID)
        if not id_ or obj.get(INNER):
            continue
        other = owners.get(id_)
        if other is None:
            owners[id_] = obj
        elif _rank(obj) < _rank(other):
            owners[id_] = obj
            copies.append(other)
        else:
            copies.append(obj)
    return owners, copies


def _rank(obj: Any) -> tuple[bool, int]:
    return obj.name != obj.get(NAME), obj.session_uid


def numbers(values: Iterable[float]) -> tuple[float, ...]:
    """Floats of an RNA array or a custom property as a tuple."""
    return tuple(float(v) for v in values)
