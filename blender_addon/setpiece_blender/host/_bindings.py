"""Which Blender numbers stand for which property of a node, both ways.

One table serves writing, ``current``, ``scan`` and ``stage``: a property that is written but
not read back, or the reverse, cannot be written down here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from setpiece.scene.model import CameraPayload, LightPayload, Node

from .. import compat
from . import _units
from ._records import numbers


@dataclass(frozen=True)
class Binding:
    """A property and the Blender floats that hold it.

    Attributes:
        path: Dotted path on the node.
        read: Object -> floats as stored.
        write: (object, node) -> None; writes the node's value.
        value: (floats, node) -> the property's value.
    """

    path: str
    read: Callable[[Any], tuple[float, ...]]
    write: Callable[[Any, Node], None]
    value: Callable[[tuple[float, ...], Node], Any]


def _scalar(path: str, owner: Callable[[Any], Any], attribute: str) -> Binding:
    field = path.removeprefix("payload.")

    def write(obj: Any, node: Node) -> None:
        setattr(owner(obj), attribute, getattr(node.payload, field))

    return Binding(path, lambda o: (float(getattr(owner(o), attribute)),), write, lambda v, _n: v[0])


def _data(obj: Any) -> Any:
    return obj.data


def _dof(obj: Any) -> Any:
    return obj.data.dof


CAMERA: tuple[Binding, ...] = (
    _scalar("payload.focal_mm", _data, "lens"),
    _scalar("payload.filmback_width_mm", _data, "sensor_width"),
    _scalar("payload.filmback_height_mm", _data, "sensor_height"),
    _scalar("payload.focus_m", _dof, "focus_distance"),
    _scalar("payload.f_stop", _dof, "aperture_fstop"),
    _scalar("payload.near_m", _data, "clip_start"),
    _scalar("payload.far_m", _data, "clip_end"),
)


def _write_energy(obj: Any, node: Node) -> None:
    obj.data.energy = _units.energy(node.payload)


def _flux_of(shape_is_sun: bool) -> Binding:
    path = "payload.lux" if shape_is_sun else "payload.lumen"
    return Binding(
        path, lambda o: (float(o.data.energy),), _write_energy, lambda v, n: _units.flux(n.payload, v[0])
    )


def _write_colour(obj: Any, node: Node) -> None:
    light: Any = node.payload
    if compat.has_light_temperature():
        obj.data.use_temperature = True
        obj.data.temperature = light.kelvin
        obj.data.color = light.tint
    else:
        warm = _units.kelvin_rgb(light.kelvin)
        obj.data.color = [a * b for a, b in zip(warm, light.tint, strict=True)]


def _read_kelvin(obj: Any) -> tuple[float, ...]:
    return (float(obj.data.temperature),) if compat.has_light_temperature() else (0.0,)


def _tint(values: tuple[float, ...], node: Node) -> tuple[float, ...]:
    if compat.has_light_temperature():
        return values
    warm = _units.kelvin_rgb(node.payload.kelvin)  # type: ignore[union-attr]
    return tuple(v / w if w > 0 else t for v, w, t in zip(values, warm, node.payload.tint, strict=True))  # type: ignore[union-attr]


_COLOUR = (
    Binding("payload.kelvin", _read_kelvin, _write_colour, lambda v, _n: v[0]),
    Binding("payload.tint", lambda o: numbers(o.data.color), lambda _o, _n: None, _tint),
)
_AREA = (
    _scalar("payload.width_m", _data, "size"),
    _scalar("payload.height_m", _data, "size_y"),
)


def _write_radius(obj: Any, node: Node) -> None:
    obj.data.shadow_soft_size = node.payload.width_m / 2  # type: ignore[union-attr]


_RADIUS = (
    Binding("payload.width_m", lambda o: (float(o.data.shadow_soft_size),), _write_radius, lambda v, _n: v[0] * 2),
)
_SPOT = (
    _scalar("payload.cone_rad", _data, "spot_size"),
    _scalar("payload.blend", _data, "spot_blend"),
)
_SUN = (_scalar("payload.angle_rad", _data, "angle"),)
_SHAPES: dict[str, tuple[Binding, ...]] = {
    "sun": (_flux_of(True), *_COLOUR, *_SUN),
    "point": (_flux_of(False), *_COLOUR, *_RADIUS),
    "spot": (*_SPOT, _flux_of(False), *_COLOUR, *_RADIUS),
    "area": (_flux_of(False), *_COLOUR, *_AREA),
}


def of(node: Node) -> tuple[Binding, ...]:
    """The payload bindings of a node."""
    if isinstance(node.payload, CameraPayload):
        return CAMERA
    if isinstance(node.payload, LightPayload):
        return _SHAPES[node.payload.shape]
    return ()


_HALF_TURN = math.pi + 5e-7
"""180 degrees, however its last digit was rounded."""


def limits(node: Node) -> str:
    """Why Blender cannot hold this payload, or empty. Its RNA ranges clamp silently."""
    p = node.payload
    if isinstance(p, LightPayload) and p.shape == "spot" and not math.radians(1) <= p.cone_rad <= _HALF_TURN:
        return f"Blender's spot cone is 1 to 180 degrees, not {math.degrees(p.cone_rad):.4f}"
    if isinstance(p, LightPayload) and p.shape == "sun" and p.angle_rad > _HALF_TURN:
        return f"Blender's sun is at most 180 degrees wide, not {math.degrees(p.angle_rad):.4f}"
    if isinstance(p, CameraPayload) and p.far_m <= p.near_m:
        return "the far clip must lie beyond the near clip"
    return ""
