"""Animation truth as linear F-curves, one key per frame, and back."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from setpiece.scene.model import LightPayload, Node

from .. import compat
from . import _units

_TRANSFORM = (("location", 0), ("location", 1), ("location", 2), *(("rotation_quaternion", i) for i in range(4)))
_ON_DATA = {
    "payload.focal_mm": "lens",
    "payload.focus_m": "dof.focus_distance",
    "payload.f_stop": "dof.aperture_fstop",
    "payload.kelvin": "temperature",
    "payload.lumen": "energy",
    "payload.lux": "energy",
}
_LINEAR, _CONSTANT = 1, 0


def playable(property_: str) -> bool:
    """Whether Blender can play a channel of this property."""
    return property_ == "transform" or property_ in _ON_DATA


def write(obj: Any, node: Node, arrays: Any) -> None:
    """Replace the object's F-curves by the node's channels.

    Raises:
        KeyError: The store lacks the samples.
        ValueError: Blender cannot play a channel, or its samples have the wrong shape.
    """
    tables = [(c, np.asarray(arrays.array(c.samples), dtype=np.float64)) for c in node.channels]
    for channel, rows in tables:
        if not playable(channel.property):
            raise ValueError(f"Blender plays no channel of {channel.property}")
        if rows.ndim != 2 or rows.shape[1] != (7 if channel.property == "transform" else 1):
            raise ValueError(f"the samples of {channel.property} have the shape {rows.shape}")
    clear(obj)
    for channel, rows in tables:
        if channel.property == "transform":
            smooth = _continuous(rows)
            for column, (path, index) in enumerate(_TRANSFORM):
                key(obj, path, index, channel.first_frame, smooth[:, column])
        else:
            scale = _factor(node, channel.property)
            key(obj.data, _ON_DATA[channel.property], 0, channel.first_frame, rows[:, 0] * scale)


def clear(obj: Any) -> None:
    """Drop the object's and its data's F-curves."""
    for block in (obj, obj.data):
        if block is not None and getattr(block, "animation_data", None):
            compat.fcurve_remove(block, "")


def key(block: Any, path: str, index: int, first: int, values: Any, constant: bool = False) -> None:
    """Keys at ``first``, ``first + 1`` ... ; arrays at once."""
    frames = np.arange(first, first + len(values), dtype=np.float32)
    keys(block, path, index, frames, values, constant)


def keys(block: Any, path: str, index: int, frames: Any, values: Any, constant: bool = False) -> None:
    """Keys at the given frames."""
    curve = compat.fcurve_ensure(block, path, index)
    points = curve.keyframe_points
    points.clear()
    points.add(len(values))
    co = np.stack([np.asarray(frames, dtype=np.float32), np.asarray(values, dtype=np.float32)], axis=1)
    points.foreach_set("co", co.ravel())
    points.foreach_set("interpolation", np.full(len(values), _CONSTANT if constant else _LINEAR, dtype=np.int32))
    curve.extrapolation = "CONSTANT"
    curve.update()


def digest(obj: Any) -> str:
    """A fingerprint of every key on the object and its data; empty when there is none."""
    found = [(block, c) for block in (obj, obj.data) if block is not None for c in _curves(block)]
    if not found:
        return ""
    whole = hashlib.blake2b(digest_size=8)
    for _, curve in sorted(found, key=lambda f: (f[1].data_path, f[1].array_index)):
        co = np.zeros(2 * len(curve.keyframe_points), dtype=np.float32)
        curve.keyframe_points.foreach_get("co", co)
        whole.update(f"{curve.data_path}[{curve.array_index}]".encode())
        whole.update(co.tobytes())
    return whole.hexdigest()


def read(obj: Any, node: Node, first: int, last: int) -> dict[str, tuple[int, Any]]:
    """The F-curves sampled per frame: property -> (first frame, rows), for edits."""
    out: dict[str, tuple[int, Any]] = {}
    if last < first:
        return out
    frames = range(first, last + 1)
    own = {(c.data_path, c.array_index): c for c in _curves(obj)}
    if any(path in own for path in _TRANSFORM):
        rest = (*obj.location, *obj.rotation_quaternion)
        columns = [
            [own[p].evaluate(f) for f in frames] if p in own else [rest[i]] * len(frames)
            for i, p in enumerate(_TRANSFORM)
        ]
        out["transform"] = (first, np.array(columns, dtype=np.float64).T.copy())
    data = {c.data_path: c for c in _curves(obj.data)} if obj.data is not None else {}
    for property_, path in _ON_DATA.items():
        if path in data and _counts(node, property_):
            scale = _factor(node, property_)
            rows = np.array([[data[path].evaluate(f) / scale] for f in frames], dtype=np.float64)
            out[property_] = (first, rows)
    return out


def frame_span(obj: Any) -> tuple[int, int]:
    """First and last key of the object and its data."""
    spans = [c.range() for b in (obj, obj.data) if b is not None for c in _curves(b)]
    return (int(min(s[0] for s in spans)), int(max(s[1] for s in spans))) if spans else (0, -1)


def expected(obj: Any, frame: float, rest: tuple[float, ...]) -> tuple[float, ...]:
    """Location, quaternion and scale as the curves would have them at ``frame``."""
    values = list(rest)
    where = {p: i for i, p in enumerate(_TRANSFORM)}
    for curve in _curves(obj):
        column = where.get((curve.data_path, curve.array_index))
        if column is not None:
            values[column] = curve.evaluate(frame)
    return tuple(values)


def places(obj: Any) -> bool:
    """Whether curves move or turn this object."""
    return any(c.data_path.startswith(("location", "rotation")) for c in _curves(obj))


def animates(obj: Any, path: str) -> bool:
    """Whether a curve drives the node property ``path`` of this object."""
    name = _ON_DATA.get(path)
    return obj.data is not None and any(c.data_path == name for c in _curves(obj.data))


def _curves(block: Any) -> list[Any]:
    return compat.fcurves(block) if getattr(block, "animation_data", None) else []


def _counts(node: Node, property_: str) -> bool:
    sun = isinstance(node.payload, LightPayload) and node.payload.shape == "sun"
    return not (property_ == "payload.lumen" and sun) and not (property_ == "payload.lux" and not sun)


def _factor(node: Node, property_: str) -> float:
    if property_ in ("payload.lumen", "payload.lux") and isinstance(node.payload, LightPayload):
        return 1.0 / _units.flux(node.payload, 1.0)
    return 1.0


def _continuous(rows: Any) -> Any:
    """The same rotations with signs chosen so that neighbours interpolate the short way."""
    out = rows.copy()
    for i in range(1, len(out)):
        if sum(a * b for a, b in zip(out[i, 3:], out[i - 1, 3:], strict=True)) < 0:
            out[i, 3:] = -out[i, 3:]
    return out
