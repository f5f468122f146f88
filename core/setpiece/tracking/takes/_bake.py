"""A take laid on a camera of a scene, as edits: "bake take"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import numpy as np

from ...errors import InputError
from ...geometry import Quat, Vec3, quat_multiply, quat_rotate
from ...scene import Array, array_hash, canonical, frames_per_second
from ...scene.model import CameraPayload, Channel, Edit, Edits, Node, Scene, Transform
from ._resample import Track


@dataclass(frozen=True)
class Baked:
    """Edits for ``merge_edits``, and the arrays that belong into the production's store first."""

    edits: Edits
    arrays: Mapping[str, Array]


def bake_take(
    track: Track,
    scene: Scene,
    node_id: str,
    *,
    first_frame: int = 0,
    set_from_volume: Transform | None = None,
    author: str = "",
) -> Baked:
    """Let a camera move as the take did.

    Args:
        track: One row a frame, poses in the volume; at the scene's rate.
        scene: The scene as composed now.
        node_id: The camera.
        first_frame: Where on the scene's timeline the take begins.
        set_from_volume: Where the volume stands in the set; the same space when it is not given.
        author: Name on the edits.

    Returns:
        One record: the camera's channels, the former ones of other properties kept.

    Raises:
        InputError: No such camera, a track at another rate, or a parent that scales.
    """
    node = scene.nodes.get(node_id)
    if node is None or not isinstance(node.payload, CameraPayload):
        cameras = ", ".join(n.id for n in scene.nodes.values() if isinstance(n.payload, CameraPayload)) or "none"
        raise InputError("there is no such camera", where=node_id, remedy=f"The scene's cameras: {cameras}.")
    if frames_per_second(track.rate) != frames_per_second(scene.sequence.rate):
        raise InputError("the take was resampled at another rate than the scene's", where=node_id)
    base, turn = _local(node, scene, set_from_volume or Transform())
    rows = [
        (*_added(base, quat_rotate(turn, p)), *quat_multiply(turn, q))
        for p, q in zip(track.positions_m, track.rotations_wxyz, strict=True)
    ]
    tables: dict[str, Array] = {"transform": np.array(rows, dtype=np.float32)}
    for path, numbers, least in (("payload.focal_mm", track.focal_mm, 1.0), ("payload.focus_m", track.focus_m, 0.01)):
        if numbers is not None:
            most = node.payload.far_m if path == "payload.focus_m" else 2000.0
            tables[path] = np.array([[min(max(n, least), most)] for n in numbers], dtype=np.float32)
    kept = tuple(c for c in node.channels if c.property not in tables)
    channels = tuple(Channel(path, first_frame, array_hash(rows)) for path, rows in tables.items())
    record = Edit(node_id, "channels", (*channels, *kept), node.channels, author, "take")
    # What a lock or a rebuild holds on to is the camera as it now moves.
    held: Node = msgspec.structs.replace(node, channels=(*channels, *kept))
    arrays = {array_hash(rows): canonical(rows) for rows in tables.values()}
    return Baked(Edits(records=(record,), held={node_id: held}), arrays)


def _added(a: Vec3, b: Vec3) -> Vec3:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def _local(node: Node, scene: Scene, set_from_volume: Transform) -> tuple[Vec3, Quat]:
    """What takes a pose in the volume to one below the node's parent."""
    place, turn = set_from_volume.translation, set_from_volume.rotation
    chain: list[Transform] = []
    parent = node.parent
    while parent is not None and parent in scene.nodes and len(chain) < len(scene.nodes):
        chain.append(scene.nodes[parent].transform)
        parent = scene.nodes[parent].parent
    for above in reversed(chain):
        if above.scale != (1.0, 1.0, 1.0):
            raise InputError("a parent of the camera is scaled", where=node.id, remedy="Take the camera out of it.")
        w, x, y, z = above.rotation
        back: Quat = (w, -x, -y, -z)
        ox, oy, oz = above.translation
        place = quat_rotate(back, (place[0] - ox, place[1] - oy, place[2] - oz))
        turn = quat_multiply(back, turn)
    return place, turn
