"""Scenes for the conformance suite: one with everything in it, and random steps away from it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec
import numpy as np

from setpiece.geometry import box, look_rotation, quat_from_yaw
from setpiece.scene import MemoryArrays, diff
from setpiece.scene.arrays import Pieces
from setpiece.scene.host import Change
from setpiece.scene.model import (
    CameraPayload,
    Channel,
    CharacterPayload,
    EmptyPayload,
    Environment,
    FrameRate,
    InstancesPayload,
    LightPayload,
    Marker,
    Material,
    MeshPayload,
    Node,
    Prototype,
    PrototypePart,
    Relation,
    Scene,
    Sequence,
    ShotRange,
    Sky,
    Sun,
    Transform,
)

ALL = frozenset({"meshes", "instances", "lights", "cameras", "characters", "channels", "relations"})


def _r(value: float, digits: int = 4) -> float:
    return round(value, digits) + 0.0


def _quat(q: tuple[float, ...]) -> tuple[float, float, float, float]:
    w, x, y, z = (round(c, 6) + 0.0 for c in q)
    return (w, x, y, z)


def full_scene(capabilities: frozenset[str] = ALL, scene_id: str = "s1") -> tuple[Scene, MemoryArrays]:
    """A small room with one of every kind of node; what the host cannot show is left out."""
    p = Pieces()
    for name, size in (("chair", (0.5, 0.5, 0.9)), ("table", (1.4, 0.8, 0.74)), ("person", (0.5, 0.3, 1.75))):
        p.mesh(f"g-{name}", box(size, (0.0, 0.0, size[2] / 2)))
    p.add(
        Material("m-oak", base_color=(0.4, 0.25, 0.1), pattern="wood"),
        Material("m-lamp", emission_nit=500.0),
        Node("n-group", "Dining set", "sets", "group", EmptyPayload(), Transform((1.0, 0.5, 0.0))),
        Node("n-table", "Table", "sets", "table", MeshPayload("g-table", ("m-oak",)), parent="n-group"),
        Node(
            "n-chair",
            "Chair",
            "sets",
            "chair",
            MeshPayload("g-chair", ("m-oak",)),
            Transform((0.0, -0.9, 0.0), _quat(quat_from_yaw(0.5))),
            parent="n-group",
        ),
        Node(
            "n-lamp", "Lamp", "sets", "lamp", MeshPayload("g-chair", ("m-lamp",)), Transform((-2.0, 1.0, 0.0))
        ),
        Node("n-mark", "Mark A", "cast", "mark", EmptyPayload(), Transform((0.5, 2.0, 0.0))),
    )
    if "instances" in capabilities:
        p.add(Prototype("p-leaf", (PrototypePart("g-chair", ("m-oak",)),)))
        arrays = {
            "key": p.array(np.array([11, 12, 13], dtype=np.int64)),
            "prototype": p.array(np.zeros(3, dtype=np.int32)),
            "translation": p.array(np.array([[0, 0, 0], [1, 0, 0], [2, 0, 0]], dtype=np.float32)),
            "rotation": p.array(np.array([[1, 0, 0, 0]] * 3, dtype=np.float32)),
            "scale": p.array(np.full((3, 3), 0.1, dtype=np.float32)),
        }
        p.add(Node("n-scatter", "Leaves", "sets", "leaves", InstancesPayload(("p-leaf",), 3, arrays)))
    if "lights" in capabilities:
        down = (1.0, 0.0, 0.0, 0.0)
        p.add(
            Node(
                "n-key",
                "Key light",
                "light",
                "key light",
                LightPayload("area", "key", lumen=3200.0, kelvin=4300.0, width_m=1.0, height_m=0.5),
                Transform((0.0, 0.0, 2.6), down),
            ),
            Node(
                "n-sun",
                "Sun",
                "light",
                "sun",
                LightPayload("sun", "sun", lux=60000.0),
                Transform((0, 0, 9.0)),
            ),
            Node(
                "n-spot",
                "Spot",
                "light",
                "spot",
                LightPayload("spot", "rim", lumen=900.0),
                Transform((2.0, 2.0, 3.0)),
            ),
        )
    if "characters" in capabilities:
        marks = {"head_top": (0.0, 0.0, 1.75), "eyes": (0.0, 0.1, 1.64)}
        p.add(
            Node(
                "n-anna",
                "ANNA",
                "cast",
                "ANNA",
                CharacterPayload("c1", "g-person", ("m-oak",), landmarks=marks),
                Transform((0.5, 2.0, 0.0)),
            )
        )
    shots: tuple[ShotRange, ...] = ()
    if "cameras" in capabilities:
        channels: tuple[Channel, ...] = ()
        turn = _quat(look_rotation((0.0, -4.0, 1.6), (0.0, 0.0, 1.2)))
        if "channels" in capabilities:
            rows = np.array([[0.0, -4.0 + i * 0.1, 1.6, *turn] for i in range(5)], dtype=np.float32)
            channels = (Channel("transform", 0, p.array(rows)),)
        p.add(
            Node(
                "n-cam",
                "Cam 1",
                "camera",
                "camera",
                CameraPayload(50.0),
                Transform((0.0, -4.0, 1.6), turn),
                channels=channels,
            ),
            Node(
                "n-cam2",
                "Cam 2",
                "camera",
                "camera",
                CameraPayload(85.0, focus_m=2.4),
                Transform((1.0, -3.0, 1.5), turn),
            ),
        )
        shots = (ShotRange("sh1", "n-cam", 0, 47), ShotRange("sh2", "n-cam2", 48, 95, 11.5))
    if "relations" in capabilities:
        p.add(Relation("r-1", "attach", "n-lamp", "n-group", (0.1, 0.0, 0.0)))
    f = p.finish()
    scene = Scene(
        id=scene_id,
        name="INT. KITCHEN - NIGHT",
        resources=f.resources,
        nodes={n.id: n for n in f.nodes},
        relations={r.id: r for r in f.relations},
        environment=Environment(Sky("interior", lux=120.0), Sun(lux=0.0), exposure_ev100=6.5),
        sequence=Sequence(FrameRate(24, 1), 95, shots, (), (Marker("mk1", 48, "cut"),)),
    )
    return scene, MemoryArrays(f.arrays)


def _color(rng: random.Random) -> tuple[float, float, float]:
    return (_r(rng.random()), _r(rng.random()), _r(rng.random()))


def _place(rng: random.Random) -> Transform:
    q = [rng.gauss(0, 1) for _ in range(4)]
    size = sum(c * c for c in q) ** 0.5
    scale = _r(rng.uniform(0.2, 3.0))
    where = (_r(rng.uniform(-50, 50)), _r(rng.uniform(-50, 50)), _r(rng.uniform(-5, 20)))
    return Transform(where, _quat(tuple(c / size for c in q)), (scale, scale, scale))


def _below(scene: Scene, node_id: str) -> set[str]:
    found = {node_id}
    while more := {n.id for n in scene.nodes.values() if n.parent in found} - found:
        found |= more
    return found


def _shot_cameras(scene: Scene) -> set[str]:
    return {s.camera for s in scene.sequence.shots}


def step(rng: random.Random, scene: Scene, serial: int, capabilities: frozenset[str] = ALL) -> Scene:
    """The scene after one random thing was done to it; always a valid scene."""
    replace = msgspec.structs.replace
    nodes = dict(scene.nodes)
    node = nodes[rng.choice(sorted(nodes))]
    payload = node.payload
    what = rng.choice(
        (
            "move",
            "move",
            "move",
            "payload",
            "payload",
            "payload",
            "hide",
            "rename",
            "reparent",
            "add",
            "remove",
            "material",
            "new material",
            "new geometry",
            "sky",
            "shots",
            "relation",
        )
    )
    if what == "move":
        nodes[node.id] = replace(node, transform=_place(rng))
    elif what == "payload" and isinstance(payload, LightPayload):
        new = replace(
            payload,
            lumen=_r(rng.uniform(0, 20000), 1),
            lux=_r(rng.uniform(0, 100000), 1),
            kelvin=float(rng.randint(1000, 20000)),
            tint=_color(rng),
            width_m=_r(rng.uniform(0.01, 4)),
            height_m=_r(rng.uniform(0.01, 4)),
            cone_rad=_r(rng.uniform(0.1, 3.0), 6),
            blend=_r(rng.random()),
            role=rng.choice(("key", "fill", "rim")),
            shape="sun" if payload.shape == "sun" else rng.choice(("point", "spot", "area")),
        )
        nodes[node.id] = replace(node, payload=new)
    elif what == "payload" and isinstance(payload, CameraPayload):
        new = replace(
            payload,
            focal_mm=_r(rng.uniform(8, 300), 3),
            f_stop=_r(rng.uniform(1, 22), 3),
            focus_m=_r(rng.uniform(0.3, 40), 3),
            filmback_width_mm=_r(rng.uniform(10, 60), 3),
            near_m=_r(rng.uniform(0.01, 0.5)),
        )
        nodes[node.id] = replace(node, payload=new)
    elif what == "payload" and isinstance(payload, MeshPayload):
        shape = rng.choice(sorted(scene.resources.geometry))
        nodes[node.id] = replace(
            node, payload=MeshPayload(shape, (rng.choice(sorted(scene.resources.material)),))
        )
    elif what == "payload" and isinstance(payload, CharacterPayload):
        nodes[node.id] = replace(
            node, payload=replace(payload, height_m=_r(rng.uniform(1.4, 2.0)), pose="sit")
        )
    elif what == "hide":
        nodes[node.id] = replace(node, visible=not node.visible)
    elif what == "rename":
        nodes[node.id] = replace(
            node, name=f"Renamed {serial}", stage=rng.choice(("physical", "wall", "both"))
        )
    elif what == "reparent":
        others = sorted(nodes.keys() - _below(scene, node.id))
        nodes[node.id] = replace(node, parent=rng.choice([None, *others]))
    elif what == "add":
        parent = rng.choice([None, *sorted(nodes)])
        shape = rng.choice(sorted(scene.resources.geometry))
        options = [MeshPayload(shape, ("m-oak",)), EmptyPayload()]
        options += (
            [LightPayload("point", lumen=_r(rng.uniform(0, 5000), 1))] if "lights" in capabilities else []
        )
        options += [CameraPayload(_r(rng.uniform(10, 200), 3))] if "cameras" in capabilities else []
        new_id = f"x{serial}"
        nodes[new_id] = Node(
            new_id, f"New {serial}", "sets", "thing", rng.choice(options), _place(rng), parent
        )
    elif what == "remove":
        gone = _below(scene, node.id)
        named = {e for r in scene.relations.values() for e in (r.source, r.target)} | _shot_cameras(scene)
        if gone & named or len(nodes) - len(gone) < 8:
            return scene
        nodes = {k: v for k, v in nodes.items() if k not in gone}
    elif what == "material":
        key = rng.choice(sorted(scene.resources.material))
        new_material = replace(
            scene.resources.material[key],
            base_color=_color(rng),
            roughness=_r(rng.random()),
            pattern=rng.choice(("plain", "wood", "brick")),
            emission_nit=_r(rng.uniform(0, 2000), 2),
        )
        materials = {**scene.resources.material, key: new_material}
        return replace(scene, resources=replace(scene.resources, material=materials))
    elif what == "new material":
        materials = {**scene.resources.material, f"m{serial}": Material(f"m{serial}", base_color=_color(rng))}
        used = {m for n in nodes.values() for m in getattr(n.payload, "materials", ())}
        used |= {
            m for proto in scene.resources.prototype.values() for part in proto.parts for m in part.materials
        }
        keep = {k: v for k, v in materials.items() if k in used or k in ("m-oak", f"m{serial}")}
        return replace(scene, resources=replace(scene.resources, material=keep))
    elif what == "new geometry":
        shapes = scene.resources.geometry
        twin = replace(shapes["g-chair"], id=f"g{serial}")
        used = {getattr(n.payload, "geometry", "") for n in nodes.values()}
        keep = {k: v for k, v in shapes.items() if k in used or k.startswith("g-")}
        return replace(scene, resources=replace(scene.resources, geometry={**keep, twin.id: twin}))
    elif what == "sky":
        environment = Environment(
            Sky(
                rng.choice(("clear", "night", "overcast")),
                _r(rng.uniform(0, 90000), 3),
                zenith_color=_color(rng),
            ),
            Sun(_r(rng.uniform(0, 6), 6), _r(rng.uniform(-1, 1.5), 6), _r(rng.uniform(0, 120000), 3)),
            exposure_ev100=_r(rng.uniform(-5, 17), 3),
        )
        return replace(scene, environment=environment)
    elif what == "shots":
        cameras = sorted(n.id for n in nodes.values() if isinstance(n.payload, CameraPayload))
        if not cameras:
            return scene
        count = rng.randint(1, 4)
        shots = tuple(
            ShotRange(f"sh{i}", rng.choice(cameras), i * 24, i * 24 + 23, _r(rng.uniform(-4, 16), 3))
            for i in range(count)
        )
        sequence = replace(scene.sequence, shots=shots, last_frame=95)
        return replace(scene, sequence=sequence)
    elif what == "relation" and "relations" in capabilities:
        source, target = rng.sample(sorted(nodes), 2)
        key = f"r-{rng.randint(1, 3)}"
        relation = Relation(
            key, rng.choice(("attach", "aim")), source, target, (_r(rng.uniform(-1, 1)), 0.0, 0.0)
        )
        return replace(scene, relations={**scene.relations, key: relation})
    return replace(scene, nodes=nodes)


def random_walk(
    seed: int, scene: Scene, count: int, capabilities: frozenset[str] = ALL, per_batch: int = 12
) -> Iterator[tuple[list[Change], Scene]]:
    """Batches of changes, at least ``count`` in all, each with the scene it leads to."""
    rng = random.Random(seed)
    made = serial = 0
    while made < count:
        after = scene
        for _ in range(per_batch):
            serial += 1
            after = step(rng, after, serial, capabilities)
        changes = diff(scene, after)
        made += len(changes)
        scene = after
        yield changes, after
