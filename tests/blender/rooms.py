"""Small scenes for the tests in Blender: a room with a person, and cards under lights."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np

from setpiece.geometry import box, capsule, ellipsoid, look_rotation, merge, quad, quat_from_yaw
from setpiece.scene import (
    CameraPayload,
    Channel,
    CharacterPayload,
    EmptyPayload,
    Environment,
    InstancesPayload,
    LightPayload,
    Material,
    MemoryArrays,
    MeshPayload,
    Node,
    Pieces,
    Prototype,
    PrototypePart,
    Scene,
    Sequence,
    ShotRange,
    Sky,
    Sun,
    Transform,
)

BACK = {"name": "test", "width_mm": 28.25, "height_mm": 18.17, "extraction_width": 0.9, "extraction_height": 0.8}
EYE = (0.0, -2.6, 1.45)
FRAMED_FROM_M = 3.6


def person() -> Any:
    """A crude body that faces +Y with the body parts that sizes name."""
    return merge([
        *(capsule(0.06, (x, 0.06, 0.06), (x, -0.04, 0.06)).named("foot") for x in (-0.1, 0.1)),
        *(capsule(0.07, (x, 0, 0.15), (x, 0, 0.42)).named("shin") for x in (-0.1, 0.1)),
        *(ellipsoid((0.07, 0.07, 0.06), (x, 0, 0.48)).named("knee") for x in (-0.1, 0.1)),
        *(capsule(0.08, (x, 0, 0.55), (x, 0, 0.85)).named("thigh") for x in (-0.1, 0.1)),
        ellipsoid((0.18, 0.12, 0.1), (0, 0, 0.94)).named("hips"),
        ellipsoid((0.17, 0.11, 0.1), (0, 0, 1.08)).named("waist"),
        ellipsoid((0.19, 0.12, 0.14), (0, 0, 1.28)).named("chest"),
        *(ellipsoid((0.07, 0.07, 0.05), (x, 0, 1.43)).named("shoulder") for x in (-0.18, 0.18)),
        capsule(0.055, (0, 0, 1.42), (0, 0, 1.5)).named("neck"),
        ellipsoid((0.08, 0.1, 0.125), (0, 0, 1.63)).named("head"),
        *(ellipsoid((0.015, 0.015, 0.015), (x, 0.085, 1.63)).painted(1).named("head") for x in (-0.03, 0.03)),
    ])  # fmt: skip


def camera_node(id_: str, eye: tuple[float, float, float], at: tuple[float, float, float], focal_mm: float) -> Node:
    """A camera at ``eye`` looking at ``at``."""
    focus = math.dist(eye, at)
    return Node(
        id_, id_, "camera", "camera", CameraPayload(focal_mm, focus_m=focus), Transform(eye, look_rotation(eye, at))
    )


def focal_for(span_m: float, distance_m: float, fill: float) -> float:
    """Focal length at which ``span_m`` fills ``fill`` of the extraction's height at a distance."""
    return BACK["height_mm"] * BACK["extraction_height"] * fill * distance_m / span_m


def room(**changes: Any) -> tuple[Scene, MemoryArrays, dict[str, Any]]:
    """A room with ANNA, a cup on a table, bushes, and a full shot of her that passes every check.

    Args:
        **changes: ``lumen`` of the key, ``anna_yaw`` where she looks (pi is to the camera), ``camera`` node to use instead, ``extra`` nodes,
            ``slide_m`` by which the first camera moves to its right over its shot.
    """
    p = Pieces()
    p.add(
        Material("m-floor", (0.35, 0.2, 0.1), (0.2, 0.1, 0.05), "planks", 0.12, bump=0.3),
        Material("m-wall", (0.7, 0.68, 0.6), (0.6, 0.58, 0.52), "plaster", 0.6),
        Material("m-oak", (0.4, 0.25, 0.1), (0.25, 0.14, 0.06), "wood", 0.3),
        Material("m-skin", (0.6, 0.42, 0.33)),
        Material("m-eye", (0.7, 0.7, 0.7)),
        Material("m-glass", (0.95, 0.97, 1.0), transmission=0.95, roughness=0.02),
    )
    shapes = {
        "floor": box((8, 8, 0.1), (0, 0, -0.05)), "wall": box((8, 0.2, 2.8), (0, 0, 1.4)), "person": person(),
        "cup": box((0.08, 0.08, 0.1), (0, 0, 0.05)), "table": box((0.8, 0.6, 0.7), (0, 0, 0.35)),
        "slab": box((2.0, 0.1, 2.6), (0, 0, 1.3)), "pane": box((2.0, 0.01, 2.6), (0, 0, 1.3)),
        "leaf": ellipsoid((0.2, 0.2, 0.2)),
    }  # fmt: skip
    for name, mesh in shapes.items():
        p.mesh(f"g-{name}", mesh)
    p.add(Prototype("p-bush", (PrototypePart("g-leaf", ("m-oak",)),)))
    count = 5
    table = {
        "key": np.arange(count, dtype=np.int64) + (1 << 40),
        "prototype": np.zeros(count, dtype=np.int32),
        "translation": np.array([[i - 2.0, 2.9, 0.2] for i in range(count)], dtype=np.float32),
        "rotation": np.array([[1, 0, 0, 0]] * count, dtype=np.float32),
        "scale": np.full((count, 3), 0.5, dtype=np.float32),
    }
    focal = focal_for(1.755, FRAMED_FROM_M, 0.80)
    camera = changes.get("camera") or camera_node("n-cam", EYE, (0.0, 1.0, 0.88), focal)
    if "slide_m" in changes:
        (x, y, z), turn = camera.transform.translation, camera.transform.rotation
        rows = [[x + changes["slide_m"] * i / 47, y, z, *turn] for i in range(48)]
        moved = Channel("transform", 0, p.array(np.array(rows, dtype=np.float32)))
        camera = msgspec.structs.replace(camera, channels=(moved,))
    key_at = (1.6, -1.6, 2.5)
    p.add(
        Node("n-floor", "Floor", "sets", "floor", MeshPayload("g-floor", ("m-floor",))),
        Node("n-wall", "Wall", "sets", "wall", MeshPayload("g-wall", ("m-wall",)), Transform((0, 3.4, 0))),
        Node("n-table", "Table", "sets", "table", MeshPayload("g-table", ("m-oak",)), Transform((-1.3, 0.8, 0))),
        Node("n-cup", "Cup", "sets", "cup", MeshPayload("g-cup", ("m-skin",)), Transform((-1.3, 0.7, 0.7))),
        Node(
            "n-bush", "Bushes", "sets", "bush",
            InstancesPayload(("p-bush",), count, {k: p.array(v) for k, v in table.items()}),
        ),
        Node(
            "n-anna", "ANNA", "cast", "ANNA", CharacterPayload("c1", "g-person", ("m-skin", "m-eye")),
            Transform((0, 1, 0), quat_from_yaw(changes.get("anna_yaw", math.pi))),
        ),
        Node(
            "n-key", "Key light", "light", "key light",
            LightPayload("area", "key", changes.get("lumen", 5000.0), kelvin=3200.0, width_m=0.8, height_m=0.8),
            Transform(key_at, look_rotation(key_at, (0, 1, 1.2))),
        ),
        camera,
        camera_node("n-close", (-1.3, -0.4, 1.0), (-1.3, 0.7, 0.75), 60.0),
        *changes.get("extra", ()),
    )  # fmt: skip
    f = p.finish()
    shots = (ShotRange("sh1", "n-cam", 0, 47, 7.0), ShotRange("sh2", "n-close", 48, 95, 6.0))
    scene = Scene(
        "s1", "INT. KITCHEN - DAY", resources=f.resources, nodes={n.id: n for n in f.nodes},
        environment=Environment(Sky("interior", changes.get("sky", 200.0)), Sun(lux=0.0), exposure_ev100=7.0),
        sequence=Sequence(last_frame=95, shots=shots),
    )  # fmt: skip
    plan = {
        "filmback": BACK,
        "shots": [
            {"id": "sh1", "camera_node": "n-cam", "beat": "b1", "setup": "a", "kind": "single", "size": "FS",
             "angle": "eye", "vantage": "front", "subjects": ["c1"], "first_frame": 0, "last_frame": 47, "ev100": 7.0},
            {"id": "sh2", "camera_node": "n-close", "beat": "b2", "setup": "b", "kind": "insert", "size": "INSERT",
             "angle": "eye", "vantage": "front", "subjects": [], "prop": "n-cup", "first_frame": 48,
             "last_frame": 95, "ev100": 6.0},
        ],
    }  # fmt: skip
    return scene, MemoryArrays(f.arrays), plan


def card(environment: Environment, *lights: Node) -> tuple[Scene, MemoryArrays]:
    """A big white card facing up, a camera 2 m above it looking down."""
    p = Pieces()
    p.mesh("g-card", quad(0.5, 0.5))
    p.add(
        Material("m-white", (1.0, 1.0, 1.0), roughness=1.0),
        Node("n-card", "Card", "sets", "card", MeshPayload("g-card", ("m-white",))),
        camera_node("n-cam", (0.0, -0.01, 4.0), (0.0, 0.0, 0.0), 200.0),
        Node("n-mark", "Mark", "cast", "mark", EmptyPayload()),
        *lights,
    )
    f = p.finish()
    scene = Scene("s1", "CARD", resources=f.resources, nodes={n.id: n for n in f.nodes}, environment=environment)
    return scene, MemoryArrays(f.arrays)


def as_plain(scene: Scene) -> dict[str, Any]:
    """The document as a file reader without our structs sees it."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(scene))
    return plain
