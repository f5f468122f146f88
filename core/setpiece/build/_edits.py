"""What people did in a host, as inputs of regeneration: pins, obstacles, locked cameras.

Nothing here looks at how a piece came to stand where it stands: a moved piece is pinned at what the
generator gives it by itself plus the records, a locked one at what was held when it was locked. So
an edit that is taken back leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from ..camera import LockedCamera
from ..errors import SetpieceError
from ..geometry import quat_multiply, quat_rotate
from ..scene import Conflict, equal_within_quantum, property_info, set_property
from ..scene.arrays import Array
from ..scene.model import CameraPayload, Edit, Edits, EmptyPayload, MeshPayload, Node, Scene, Transform
from ..sets import GateReport
from ..sets.model import Obstacle, Pin, SetPlan, Solid

_ANY_NODE = Node(id="", name="", department="sets", kind="", payload=EmptyPayload())


@dataclass(frozen=True)
class Constraints:
    """Edits as the departments need them.

    Attributes:
        fixed: Locked nodes where they stand, and deleted ones.
        moves: Records of nodes that were moved but not locked, by node.
        obstacles: What people added.
        cameras: Cameras that were aimed or locked by hand.
    """

    fixed: Mapping[str, Pin] = field(default_factory=dict)
    moves: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)
    obstacles: tuple[Obstacle, ...] = ()
    cameras: Mapping[str, LockedCamera] = field(default_factory=dict)

    def of(self, scope: str) -> tuple[dict[str, Pin], dict[str, tuple[Edit, ...]]]:
        """The fixed pins and moves of one department's nodes (ids begin with ``scope``)."""
        fixed = {k: v for k, v in self.fixed.items() if k.startswith(scope)}
        return fixed, {k: v for k, v in self.moves.items() if k.startswith(scope)}


def constraints(edits: Edits, before: Scene | None, array: Callable[[str], Array]) -> Constraints:
    """Turn edits into constraints.

    Args:
        edits: The scene's edits.
        before: The scene as last composed: where a lock without a held node takes its pose from.
        array: Reads the rows of a camera's move.
    """
    by_node: dict[str, list[Edit]] = {}
    for record in edits.records:
        by_node.setdefault(record.node, []).append(record)
    fixed = {n: Pin(deleted=True) for n in edits.excluded}
    moves: dict[str, tuple[Edit, ...]] = {}
    cameras: dict[str, LockedCamera] = {}
    for node_id in sorted({*by_node, *edits.locked}):
        records = tuple(r for r in by_node.get(node_id, ()) if _counts(r.property))
        known = edits.held.get(node_id) or (before.nodes.get(node_id) if before else None)
        locked = node_id in edits.locked
        if known is not None and isinstance(known.payload, CameraPayload):
            if records or locked:
                cameras[node_id] = _camera(_with(known, records), array)
        elif locked and known is not None:
            fixed[node_id] = Pin(transform=_with(known, records).transform)
        elif places := tuple(r for r in records if _places(r.property)):
            moves[node_id] = places
    return Constraints(fixed, moves, tuple(_obstacles(edits, before)), cameras)


def _camera(node: Node, array: Callable[[str], Array]) -> LockedCamera:
    moves = [c for c in node.channels if c.property == "transform"]
    return LockedCamera(node, array(moves[0].samples).astype(float) if moves else None)


def _counts(property_: str) -> bool:
    """Renaming or hiding a camera is not aiming it."""
    return property_.startswith(("transform.", "payload.", "channels"))


def _places(property_: str) -> bool:
    return property_.startswith("transform.")


def _with(node: Node, records: tuple[Edit, ...]) -> Node:
    for record in records:
        try:
            node = set_property(node, record.property, record.value)
        except SetpieceError:
            continue  # compose reports what cannot be set
    return node


def pinned(fixed: Mapping[str, Pin], moves: Mapping[str, tuple[Edit, ...]], free: Mapping[str, Node]) -> dict[str, Pin]:
    """All pins of a department: the fixed ones, and moved nodes at ``free`` plus their records."""
    moved = {n: Pin(transform=_with(free[n], records).transform) for n, records in moves.items() if n in free}
    return {**moved, **fixed}


def with_obstacles(plan: SetPlan, obstacles: tuple[Obstacle, ...]) -> SetPlan:
    """The set as cast, light and camera must know it: with what people added."""
    added = tuple(Solid(o.node, o.center, o.half, o.rotation) for o in obstacles)
    return msgspec.structs.replace(plan, solids=(*plan.solids, *added)) if added else plan


def gate_notes(report: GateReport, touched: Iterable[str]) -> tuple[str, ...]:
    """What the gate says about pieces that people moved or added; the rest is valid by construction."""
    mine = frozenset(touched)
    notes = [f"{a} and {b} overlap" for a, b in report.collisions if mine & {a, b}]
    notes += [f"{n} stands outside the set" for n in report.out_of_bounds if n in mine]
    notes += [f"{n} stands on nothing" for n in report.unsupported if n in mine]
    notes += [f"the way through {n} is blocked" for n in report.doors_blocked]
    return tuple(notes)


def moved_bases(edits: Edits, unpinned: Mapping[str, Transform]) -> list[Conflict]:
    """Moved pieces that would now stand elsewhere by themselves.

    A pinned piece is generated where the person put it, so comparing with the generated scene
    can never show that the ground shifted under the edit.
    """
    found: list[Conflict] = []
    for record in edits.records:
        free = unpinned.get(record.node)
        if free is None or not _places(record.property):
            continue
        info = property_info(_ANY_NODE, record.property)
        now = getattr(free, record.property.removeprefix("transform."))
        if not equal_within_quantum(record.base, now, info):
            found.append(
                Conflict(
                    "changed", record.node, record.property, record.base, now, record.value,
                    "the piece would stand elsewhere by itself now.", ("keep", "take", "relative"),
                )
            )  # fmt: skip
    return found


def _obstacles(edits: Edits, before: Scene | None) -> list[Obstacle]:
    found: list[Obstacle] = []
    for node in edits.added.values():
        if not isinstance(node.payload, MeshPayload):
            continue
        known = edits.added_resources.geometry.get(node.payload.geometry)
        geometry = known or (before.resources.geometry.get(node.payload.geometry) if before else None)
        if geometry is not None:
            nodes = {**(before.nodes if before else {}), **edits.added}
            found.append(_obstacle(node.id, _world(node, nodes), geometry.bounds_min, geometry.bounds_max))
    return found


def _world(node: Node, nodes: Mapping[str, Node]) -> Transform:
    """Where a node stands in the set; chains of parents end at the first that is missing or repeats."""
    at, seen, parent = node.transform, {node.id}, node.parent
    while parent is not None and parent in nodes and parent not in seen:
        seen.add(parent)
        above = nodes[parent].transform
        s, t = above.scale, at.translation
        turned = quat_rotate(above.rotation, (t[0] * s[0], t[1] * s[1], t[2] * s[2]))
        base = above.translation
        at = Transform(
            (base[0] + turned[0], base[1] + turned[1], base[2] + turned[2]),
            quat_multiply(above.rotation, at.rotation),
            (s[0] * at.scale[0], s[1] * at.scale[1], s[2] * at.scale[2]),
        )
        parent = nodes[parent].parent
    return at


def _obstacle(
    node: str, at: Transform, low: tuple[float, float, float], high: tuple[float, float, float]
) -> Obstacle:
    s = at.scale
    middle = ((low[0] + high[0]) / 2 * s[0], (low[1] + high[1]) / 2 * s[1], (low[2] + high[2]) / 2 * s[2])
    half = (
        abs(high[0] - low[0]) / 2 * abs(s[0]),
        abs(high[1] - low[1]) / 2 * abs(s[1]),
        abs(high[2] - low[2]) / 2 * abs(s[2]),
    )
    turned = quat_rotate(at.rotation, middle)
    t = at.translation
    return Obstacle(node, (t[0] + turned[0], t[1] + turned[1], t[2] + turned[2]), half, at.rotation)
