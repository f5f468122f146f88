"""What a host should show of a scene, worked out from the description alone, and where it does not.

A host that remembers what it was told agrees with itself whatever it shows. So a rig reads the
host's real thing without the host's code (``Rig.shown``), and these are the numbers it must find:
units, tolerances and formulas are written down here anew, not taken from the package.
"""

from __future__ import annotations

import hashlib
import math
import re
from typing import Any

import numpy as np

from setpiece.scene.host import ArraySource
from setpiece.scene.model import (
    CameraPayload,
    CharacterPayload,
    InstancesPayload,
    LightPayload,
    MeshPayload,
    Node,
    Scene,
)

LUMEN_PER_WATT = 683.0
FLOAT32 = 2.0**-21
TOLERANCE = {
    "location": 1e-4,
    "rotation": 2e-6,
    "scale": 1e-4,
    "world": 2e-2,
    "moves": 1e-4,
    "bounds": 1e-4,
    "lux": 0.1,
    "lumen": 0.1,
    "kelvin": 1.0,
    "tint": 1e-4,
    "cone_rad": 1e-6,
    "angle_rad": 1e-6,
    "focal_mm": 1e-3,
    "filmback_width_mm": 1e-3,
    "filmback_height_mm": 1e-3,
    "focus_m": 1e-3,
    "f_stop": 1e-3,
    "near_m": 1e-4,
    "far_m": 0.1,
}
"""By key; everything else within 1e-4 or, for words and counts, exactly. Beside it, a number may
always be off by what single precision and a unit conversion cost."""


def positions_hash(positions: Any) -> str:
    """A fingerprint of vertex positions, (n, 3) float32, in order."""
    return hashlib.sha256(np.ascontiguousarray(positions, dtype="<f4").tobytes()).hexdigest()[:16]


def expected(node: Node, scene: Scene, arrays: ArraySource) -> dict[str, Any]:
    """What a host must show of a node; keys as ``Rig.shown`` names them."""
    t = node.transform
    want: dict[str, Any] = {
        "name": node.name,
        "parent": node.parent,
        "visible": node.visible,
        "location": t.translation,
        "rotation": t.rotation,
        "scale": t.scale,
    }
    world = _world(node, scene)
    if world is not None:
        want["world"] = world
    moves = next((c for c in node.channels if c.property == "transform"), None)
    if moves is not None:
        want["moves_from"] = moves.first_frame
        want["moves"] = [[float(v) for v in row] for row in np.asarray(arrays.array(moves.samples))]
        for key in ("location", "rotation"):  # the curve has them, and a frame change writes over them
            del want[key]
    want.update(_payload(node, scene, arrays))
    return want


def _payload(node: Node, scene: Scene, arrays: ArraySource) -> dict[str, Any]:
    p = node.payload
    if isinstance(p, MeshPayload | CharacterPayload):
        return _mesh(p, scene, arrays)
    if isinstance(p, InstancesPayload):
        keys = np.asarray(arrays.array(p.arrays["key"]))
        shown = ~np.isin(keys, np.array(p.hidden_keys, dtype=np.int64))
        rows = np.asarray(arrays.array(p.arrays["translation"]))[shown]
        return {"kind": "instances", "vertices": len(rows), "positions": positions_hash(rows)}
    if isinstance(p, CameraPayload):
        names = ("focal_mm", "filmback_width_mm", "filmback_height_mm", "focus_m", "f_stop", "near_m", "far_m")
        return {"kind": "camera", **{name: getattr(p, name) for name in names}}
    if isinstance(p, LightPayload):
        return _light(p)
    return {"kind": "empty"}


def _mesh(p: MeshPayload | CharacterPayload, scene: Scene, arrays: ArraySource) -> dict[str, Any]:
    geometry = scene.resources.geometry[p.geometry]
    out: dict[str, Any] = {"kind": "mesh", "bounds": (*geometry.bounds_min, *geometry.bounds_max)}
    try:
        position = np.asarray(arrays.array(geometry.arrays["position"]))
    except KeyError:  # captured from the host and in no store yet
        return out
    return {**out, "vertices": len(position), "positions": positions_hash(position)}


def _light(p: LightPayload) -> dict[str, Any]:
    out: dict[str, Any] = {"kind": "light", "shape": p.shape, "kelvin": p.kelvin, "tint": p.tint}
    if p.shape == "sun":
        return {**out, "lux": p.lux, "angle_rad": p.angle_rad}
    out |= {"lumen": p.lumen, "width_m": p.width_m}
    if p.shape == "area":
        out["height_m"] = p.height_m
    if p.shape == "spot":
        out |= {"cone_rad": p.cone_rad, "blend": p.blend}
    return out


def lit(shape: str, energy: float) -> dict[str, float]:
    """Photometric value of Blender's energy: W/m2 for a sun, watts else, 683 lm each."""
    return {"lux" if shape == "sun" else "lumen": energy * LUMEN_PER_WATT}


def _world(node: Node, scene: Scene) -> tuple[float, ...] | None:
    """The node's origin in the world; None where a constraint, a curve or a hidden link decides it."""
    held = {r.source for r in scene.relations.values()}
    chain = [node]
    while (parent := chain[-1].parent) is not None:
        chain.append(scene.nodes[parent])
    if any(n.id in held or n.channels or not n.visible for n in chain):
        return None
    point: tuple[float, ...] = (0.0, 0.0, 0.0)
    for n in chain:
        scaled = [a * b for a, b in zip(n.transform.scale, point, strict=True)]
        turned = _turn(n.transform.rotation, scaled)
        point = tuple(a + b for a, b in zip(n.transform.translation, turned, strict=True))
    return point


def _turn(q: tuple[float, ...], v: list[float]) -> list[float]:
    """v' = v + 2w (u x v) + 2 u x (u x v), for q = (w, u) made unit."""
    size = math.sqrt(sum(c * c for c in q))
    w, *u = (c / size for c in q)
    first = _cross(u, v)
    second = _cross(u, first)
    return [a + 2 * w * b + 2 * c for a, b, c in zip(v, first, second, strict=True)]


def _cross(a: list[float], b: list[float]) -> list[float]:
    return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]


def untruths(rig: Any, scene: Scene) -> list[str]:
    """Where what the host really shows is not what the scene says, for a person."""
    found: list[str] = []
    for node in scene.nodes.values():
        want, got = expected(node, scene, rig.arrays), rig.shown(node.id)
        lacking = want.keys() - got.keys() - rig.silent_on
        found += [f"{node.id}: the rig does not say its {key}" for key in sorted(lacking)]
        for key in sorted(want.keys() & got.keys()):
            if not _same(key, want[key], got[key]):
                found.append(f"{node.id} {key}: shows {got[key]!r}, should show {want[key]!r}")
    extra = set(rig.shown_ids()) - scene.nodes.keys()
    found += [f"{id_}: shown, and in no scene" for id_ in sorted(extra)]
    cuts = [(s.first_frame, s.camera) for s in scene.sequence.shots]
    if sorted(rig.shown_cuts()) != sorted(cuts):
        found.append(f"cuts: shows {sorted(rig.shown_cuts())}, should show {sorted(cuts)}")
    return sorted(found)


def _same(key: str, want: Any, got: Any) -> bool:
    if key == "name":  # Blender numbers names that are taken
        return re.fullmatch(re.escape(want) + r"(\.\d{3})?", got) is not None
    if want is None or got is None or isinstance(want, bool | str) or key in ("vertices", "moves_from"):
        return want == got
    if isinstance(want, int | float):
        return abs(want - got) <= max(TOLERANCE.get(key, 1e-4), FLOAT32 * abs(want))
    if len(want) != len(got):
        return False
    if key == "rotation" and sum(a * b for a, b in zip(want, got, strict=True)) < 0:
        got = [-c for c in got]
    return all(_same(key, a, b) for a, b in zip(want, got, strict=True))
