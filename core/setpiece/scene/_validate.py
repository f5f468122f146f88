"""The invariants any scene must have, whoever made it: checked after every build and in tests."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from ..errors import InputError
from ._diff import root_first
from ._draft import RESOURCE_KINDS, needs_of
from ._properties import checked_value, entries_of, get_property
from .host import ArraySource
from .model import CameraPayload, Geometry, InstancesPayload, Node, Scene

MAX_NODES = 5000
"""Named things are nodes; what is counted in thousands belongs in instances."""
_SHOWN = 200


def scene_findings(scene: Scene, arrays: ArraySource | None = None) -> list[str]:
    """What is wrong with a scene, in words; empty when nothing is.

    Args:
        scene: Any scene.
        arrays: When given, bounds, counts and samples are compared with the arrays themselves.
    """
    out = [*_keys(scene), *_nodes(scene), *_relations(scene), *_sequence(scene)]
    out += [f"environment: {m}" for m in _values(scene.environment)]
    for kind in RESOURCE_KINDS:
        for key, resource in getattr(scene.resources, kind).items():
            out += [f"{kind} {key}: {m}" for m in (*_values(resource), *_missing(resource, scene))]
            if isinstance(resource, Geometry):
                out += [f"geometry {key}: {m}" for m in _bounds(resource, arrays)]
    if arrays is not None:
        out += [f"node {n.id}: {m}" for n in scene.nodes.values() for m in _arrays(n, arrays)]
    more = len(out) - _SHOWN
    return [*out[:_SHOWN], f"and {more} more findings"] if more > 0 else out


def _keys(scene: Scene) -> Iterator[str]:
    tables: list[tuple[str, Any]] = [("node", scene.nodes), ("relation", scene.relations)]
    tables += [(kind, getattr(scene.resources, kind)) for kind in RESOURCE_KINDS]
    for what, table in tables:
        for key, thing in table.items():
            if thing.id != key:
                yield f"{what} {key}: calls itself {thing.id!r}"
            if not key:
                yield f"{what}: one has an empty id"
    if len(scene.nodes) >= MAX_NODES:
        yield f"{len(scene.nodes)} nodes, where fewer than {MAX_NODES} are allowed: scatter is instances"


def _values(thing: Any) -> Iterator[str]:
    for path in entries_of(thing):
        try:
            checked_value(thing, path, get_property(thing, path))
        except InputError as e:
            yield f"{path}: {e.what}"


def _missing(thing: Any, scene: Scene) -> Iterator[str]:
    for need in needs_of(thing):
        kind, _, key = need.partition("/")
        if key not in getattr(scene.resources, kind):
            yield f"refers to the {kind} {key!r}, which is not there"


def _nodes(scene: Scene) -> Iterator[str]:
    try:
        root_first(scene.nodes)
    except InputError as e:
        yield str(e)
    for node in scene.nodes.values():
        said = [*_values(node), *_missing(node, scene)]
        if node.parent is not None and node.parent not in scene.nodes:
            said.append(f"its parent {node.parent!r} is not there")
        if any(c == 0 for c in node.transform.scale):
            said.append("a scale of 0 hides it for good")
        if not node.name.strip():
            said.append("has no name for people")
        if isinstance(node.payload, InstancesPayload) and not node.payload.prototypes:
            said.append("scatters nothing: no prototypes")
        if isinstance(node.payload, CameraPayload) and node.payload.near_m >= node.payload.far_m:
            said.append("its near plane lies behind its far plane")
        said += _channels(node)
        yield from (f"node {node.id}: {m}" for m in said)


def _channels(node: Node) -> Iterator[str]:
    seen: set[str] = set()
    for channel in node.channels:
        if channel.property in seen:
            yield f"two channels drive {channel.property}"
        seen.add(channel.property)
        if channel.property != "transform":
            row = entries_of(node).get(channel.property)
            if row is None or row.info.type != "float":
                yield f"a channel drives {channel.property!r}, which is no number of it"


def _relations(scene: Scene) -> Iterator[str]:
    for relation in scene.relations.values():
        said = list(_values(relation))
        said += [
            f"its {end} {node!r} is not there"
            for end, node in (("source", relation.source), ("target", relation.target))
            if node not in scene.nodes
        ]
        if relation.source == relation.target:
            said.append("relates a node to itself")
        source = scene.nodes.get(relation.source)
        if relation.baked and source and relation.baked not in {c.property for c in source.channels}:
            said.append(f"its fallback {relation.baked!r} is not a channel of {relation.source}")
        yield from (f"relation {relation.id}: {m}" for m in said)


def _sequence(scene: Scene) -> Iterator[str]:
    sequence = scene.sequence
    yield from (f"sequence: {m}" for m in _values(sequence))
    if len({s.id for s in sequence.shots}) != len(sequence.shots):
        yield "sequence: two shots share an id"
    for shot in sequence.shots:
        camera = scene.nodes.get(shot.camera)
        if camera is None:
            yield f"shot {shot.id}: its camera {shot.camera!r} is not there"
        elif not isinstance(camera.payload, CameraPayload):
            yield f"shot {shot.id}: {shot.camera} is not a camera"
        if not 0 <= shot.first_frame <= shot.last_frame <= sequence.last_frame:
            yield f"shot {shot.id}: frames {shot.first_frame}-{shot.last_frame} of 0-{sequence.last_frame}"
    for marker in sequence.markers:
        if not 0 <= marker.frame <= sequence.last_frame:
            yield f"marker {marker.id}: frame {marker.frame} of 0-{sequence.last_frame}"


def _bounds(geometry: Geometry, arrays: ArraySource | None) -> Iterator[str]:
    if any(lo > hi for lo, hi in zip(geometry.bounds_min, geometry.bounds_max, strict=True)):
        yield "its bounds are inside out"
    if "position" not in geometry.arrays:
        yield "has no positions"
        return
    if arrays is None:
        return
    try:
        position: Any = arrays.array(geometry.arrays["position"])
    except KeyError:
        yield "its positions are not in the store"
        return
    if not len(position):
        return
    for axis in range(3):
        lo, hi = float(position[:, axis].min()), float(position[:, axis].max())
        if not (math.isfinite(lo) and math.isfinite(hi)):
            yield "a position is not finite"
        elif lo < geometry.bounds_min[axis] - 2e-4 or hi > geometry.bounds_max[axis] + 2e-4:
            yield f"its bounds do not contain it along {'xyz'[axis]}"


def _arrays(node: Node, arrays: ArraySource) -> Iterator[str]:
    refs: dict[str, str] = {f"channel {c.property}": c.samples for c in node.channels}
    if isinstance(node.payload, InstancesPayload):
        refs |= node.payload.arrays
    for name, ref in refs.items():
        try:
            rows: Any = arrays.array(ref)
        except KeyError:
            yield f"the array {name} is not in the store"
            continue
        if isinstance(node.payload, InstancesPayload) and name in node.payload.arrays:
            if len(rows) != node.payload.count:
                yield f"{name} has {len(rows)} rows for {node.payload.count} instances"
            if name == "key" and len(set(rows.tolist())) != len(rows):
                yield "two instances share a key"
        elif rows.ndim != 2 or rows.shape[1] != (7 if name == "channel transform" else 1):
            yield f"{name} has the shape {rows.shape}"
