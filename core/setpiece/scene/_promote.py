"""One instance of a scatter becomes a node of its own, so that a person can work on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..errors import InputError
from ._draft import combined
from ._layers import instance_id
from .arrays import Array, array_hash, canonical
from .host import ArraySource
from .model import ArrayRef, InstancesPayload, MeshPayload, Node, Scene, Transform


@dataclass(frozen=True)
class Promotion:
    """The node for ``Edits.promoted[key]``, and arrays it needs that no store has yet."""

    key: str
    node: Node
    arrays: dict[ArrayRef, Array] = field(default_factory=dict)


def promote(scene: Scene, node_id: str, key: int, arrays: ArraySource) -> Promotion:
    """The instance ``key`` of the scatter ``node_id`` as a node, standing where it stood.

    A prototype of one mesh becomes a mesh node; one of several parts becomes a scatter of one.

    Raises:
        InputError: No such scatter, or no such instance in it.
    """
    scatter = scene.nodes.get(node_id)
    if scatter is None or not isinstance(scatter.payload, InstancesPayload):
        raise InputError("this is not a scatter.", where=node_id)
    payload = scatter.payload
    table: dict[str, Any] = {name: arrays.array(ref) for name, ref in payload.arrays.items()}
    rows = np.flatnonzero(table["key"] == key)
    if len(rows) != 1 or key in payload.hidden_keys:
        raise InputError(f"there is no instance {key} in it.", where=node_id)
    row = int(rows[0])
    prototype = scene.resources.prototype[payload.prototypes[int(table["prototype"][row])]]
    place = _row_transform(table, row)
    id_ = instance_id(node_id, key)
    base = Node(
        id_, f"{scatter.name} {key}", scatter.department, scatter.kind, payload, parent=scatter.parent
    )
    outer = combined(scatter.transform, place)
    if len(prototype.parts) == 1:
        (part,) = prototype.parts
        mesh = MeshPayload(part.geometry, part.materials)
        return Promotion(id_, _with(base, mesh, combined(outer, part.transform)))
    made = {
        "key": np.array([key], dtype=np.int64),
        "prototype": np.zeros(1, dtype=np.int32),
        "translation": np.zeros((1, 3), dtype=np.float32),
        "rotation": np.array([[1.0, 0.0, 0.0, 0.0]], dtype=np.float32),
        "scale": np.ones((1, 3), dtype=np.float32),
    }
    refs = {name: array_hash(a) for name, a in made.items()}
    alone = InstancesPayload((prototype.id,), 1, refs)
    return Promotion(id_, _with(base, alone, outer), {refs[n]: canonical(a) for n, a in made.items()})


def _row_transform(table: dict[str, Any], row: int) -> Transform:
    t, q, s = ([float(v) for v in table[name][row]] for name in ("translation", "rotation", "scale"))
    return Transform((t[0], t[1], t[2]), (q[0], q[1], q[2], q[3]), (s[0], s[1], s[2]))


def _with(base: Node, payload: Any, transform: Transform) -> Node:
    return Node(
        base.id,
        base.name,
        base.department,
        base.kind,
        payload,
        Transform(
            _rounded3(transform.translation),
            tuple(round(c, 6) + 0.0 for c in transform.rotation),  # type: ignore[arg-type]
            _rounded3(transform.scale),
        ),
        base.parent,
    )


def _rounded3(v: tuple[float, float, float]) -> tuple[float, float, float]:
    return (round(v[0], 4) + 0.0, round(v[1], 4) + 0.0, round(v[2], 4) + 0.0)
