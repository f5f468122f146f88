"""What Blender itself holds of a node: read from its data with none of the host's code."""

from __future__ import annotations

from typing import Any

import numpy as np
from tests.hosts.truth import lit, positions_hash


def _objects(scene: Any) -> dict[str, Any]:
    return {o["setpiece_id"]: o for o in scene.objects if o.get("setpiece_id") and not o.get("setpiece_inner")}


def shown_ids(scene: Any) -> list[str]:
    """Ids of the objects in the scene."""
    return [o["setpiece_id"] for o in scene.objects if o.get("setpiece_id") and not o.get("setpiece_inner")]


def shown_cuts(scene: Any) -> list[tuple[int, str]]:
    """Where markers bind which camera."""
    return [(m.frame, m.camera["setpiece_id"]) for m in scene.timeline_markers if m.camera is not None]


def shown(scene: Any, node_id: str) -> dict[str, Any]:
    """Keys and units as in ``truth.expected``."""
    obj = _objects(scene)[node_id]
    scene.view_layers[0].update()
    out: dict[str, Any] = {
        "name": obj.name,
        "parent": obj.parent.get("setpiece_id") if obj.parent is not None else None,
        "visible": _visible(obj),
        "location": tuple(obj.location),
        "rotation": _rotation(obj),
        "scale": tuple(obj.scale),
        "world": tuple(obj.matrix_world.translation),
    }
    return out | _moves(obj) | _data(obj)


def _visible(obj: Any) -> bool | str:
    return not obj.hide_render if obj.hide_render == obj.hide_viewport else "half"


def _rotation(obj: Any) -> tuple[float, ...]:
    """As Blender composes it: whatever the rotation mode, and with what the parenting adds."""
    place = obj.matrix_parent_inverse @ obj.matrix_basis if obj.parent is not None else obj.matrix_basis
    if obj.rotation_mode == "QUATERNION" and _is_identity(obj.matrix_parent_inverse):
        return tuple(obj.rotation_quaternion)
    return tuple(place.to_quaternion())


def _is_identity(matrix: Any) -> bool:
    return all(abs(matrix[r][c] - (r == c)) < 1e-6 for r in range(4) for c in range(4))


def _moves(obj: Any) -> dict[str, Any]:
    """Location and rotation at every key, through Blender's own evaluation of the curves."""
    data = obj.animation_data
    if data is None or data.action is None:
        return {}
    bags = [s.channelbag(data.action_slot) for layer in data.action.layers for s in layer.strips]
    curves = {(c.data_path, c.array_index): c for bag in bags if bag for c in bag.fcurves}
    wanted = [*(("location", i) for i in range(3)), *(("rotation_quaternion", i) for i in range(4))]
    if not curves.keys() >= set(wanted):
        return {}
    first, last = (int(f) for f in curves[wanted[0]].range())
    rows = [[curves[w].evaluate(f) for w in wanted] for f in range(first, last + 1)]
    return {"moves_from": first, "moves": rows}


def _data(obj: Any) -> dict[str, Any]:
    data = obj.data
    if obj.type == "MESH":
        position = np.empty(len(data.vertices) * 3, dtype=np.float32)
        data.vertices.foreach_get("co", position)
        position = position.reshape(-1, 3)
        scatter = any(m.type == "NODES" for m in obj.modifiers)
        out = {"kind": "instances" if scatter else "mesh", "vertices": len(position)}
        bounds = (*position.min(axis=0), *position.max(axis=0)) if len(position) else (0.0,) * 6
        return out | {"positions": positions_hash(position), "bounds": tuple(map(float, bounds))}
    if obj.type == "CAMERA":
        return {
            "kind": "camera",
            "focal_mm": data.lens,
            "filmback_width_mm": data.sensor_width,
            "filmback_height_mm": data.sensor_height,
            "focus_m": data.dof.focus_distance,
            "f_stop": data.dof.aperture_fstop,
            "near_m": data.clip_start,
            "far_m": data.clip_end,
        }
    return _light(data) if obj.type == "LIGHT" else {"kind": obj.type.lower()}


def _light(data: Any) -> dict[str, Any]:
    shape = data.type.lower()
    out: dict[str, Any] = {"kind": "light", "shape": shape, "tint": tuple(data.color), **lit(shape, data.energy)}
    if hasattr(data, "temperature"):
        out["kelvin"] = data.temperature if data.use_temperature else 6500.0
    if shape == "sun":
        return out | {"angle_rad": data.angle}
    if shape == "area":
        return out | {"width_m": data.size, "height_m": data.size_y if data.shape == "RECTANGLE" else data.size}
    out["width_m"] = data.shadow_soft_size * 2
    return out | ({"cone_rad": data.spot_size, "blend": data.spot_blend} if shape == "spot" else {})
