"""What people did in a host, as inputs of regeneration: pins, obstacles, locked cameras."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..camera import LockedCamera
from ..scene import Conflict, compose, equal_within_quantum, property_info
from ..scene.model import CameraPayload, Edits, EmptyPayload, MeshPayload, Node, Scene, Transform
from ..sets.model import Obstacle, Pin


@dataclass(frozen=True)
class Constraints:
    """Edits as the departments need them."""

    pins: Mapping[str, Pin] = field(default_factory=dict)
    obstacles: tuple[Obstacle, ...] = ()
    cameras: Mapping[str, LockedCamera] = field(default_factory=dict)


def constraints(edits: Edits, before: Scene | None) -> Constraints:
    """Turn edits into constraints; ``before`` is the scene as last composed.

    A moved, locked or hand-set node is pinned where it stands now. A deleted one is not made.
    What people added is an obstacle. A camera that somebody moved or locked is verified, never
    solved again.
    """
    wished = compose(before, edits).scene if before is not None else None
    touched = {r.node for r in edits.records} | set(edits.locked)
    pins: dict[str, Pin] = {}
    cameras: dict[str, LockedCamera] = {}
    for node_id in sorted(touched):
        node = wished.nodes.get(node_id) if wished is not None else None
        if node is None:
            continue
        if isinstance(node.payload, CameraPayload):
            cameras[node_id] = LockedCamera(node.transform, node.payload.focal_mm)
        elif node_id in edits.locked or any(_places(r.property) for r in edits.records if r.node == node_id):
            pins[node_id] = Pin(transform=node.transform)
    pins.update({node_id: Pin(deleted=True) for node_id in edits.excluded})
    return Constraints(pins, tuple(_obstacles(edits)), cameras)


_ANY_NODE = Node(id="", name="", department="sets", kind="", payload=EmptyPayload())


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


def _places(property_: str) -> bool:
    return property_.startswith("transform.")


def _obstacles(edits: Edits) -> list[Obstacle]:
    found: list[Obstacle] = []
    for node in edits.added.values():
        if not isinstance(node.payload, MeshPayload):
            continue
        geometry = edits.added_resources.geometry.get(node.payload.geometry)
        if geometry is None:
            continue
        found.append(_obstacle(node.id, node.transform, geometry.bounds_min, geometry.bounds_max))
    return found


def _obstacle(
    node: str, at: Transform, low: tuple[float, float, float], high: tuple[float, float, float]
) -> Obstacle:
    from ..geometry import quat_rotate

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
