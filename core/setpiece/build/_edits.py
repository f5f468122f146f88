"""What people did in a host, as inputs of regeneration: pins, obstacles, locked cameras."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..camera import LockedCamera
from ..scene import get_property, set_property
from ..scene.model import CameraPayload, Edits, MeshPayload, Node, Scene, Transform
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
    touched = {r.node for r in edits.records} | set(edits.locked)
    pins: dict[str, Pin] = {}
    cameras: dict[str, LockedCamera] = {}
    for node_id in sorted(touched):
        node = _edited(node_id, edits, before)
        if node is None:
            continue
        if isinstance(node.payload, CameraPayload):
            cameras[node_id] = LockedCamera(node.transform, node.payload.focal_mm)
        elif node_id in edits.locked or any(_places(r.property) for r in edits.records if r.node == node_id):
            pins[node_id] = Pin(transform=node.transform)
    pins.update({node_id: Pin(deleted=True) for node_id in edits.excluded})
    return Constraints(pins, tuple(_obstacles(edits)), cameras)


def _places(property_: str) -> bool:
    return property_.startswith("transform.")


def _edited(node_id: str, edits: Edits, before: Scene | None) -> Node | None:
    node = before.nodes.get(node_id) if before else None
    if node is None:
        return None
    for record in edits.records:
        if record.node == node_id and get_property(node, record.property) != record.value:
            node = set_property(node, record.property, record.value)
    return node


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
