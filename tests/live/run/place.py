"""A living room for shows under test: walls, furniture, lamps, people, a camera."""

from __future__ import annotations

import math

from tests.live.stage import node

from setpiece.scene.model import (
    CameraPayload,
    CharacterPayload,
    Environment,
    Geometry,
    LightPayload,
    MeshPayload,
    Resources,
    Scene,
    Sun,
    Transform,
)

LAMPS = ("desk lamp", "window light", "ceiling light", "neon sign")


def _box(id_: str, x: float, y: float, z: float) -> Geometry:
    return Geometry(id_, "h", {}, (-x / 2, -y / 2, 0.0), (x / 2, y / 2, z))


def _turned(id_: str, name: str, payload: object, at: tuple[float, float, float], yaw_deg: float = 0.0, **more: object):
    half = math.radians(yaw_deg) / 2
    made = node(id_, name, payload, at, **more)
    turn = Transform(translation=at, rotation=(math.cos(half), 0.0, 0.0, math.sin(half)))
    return type(made)(made.id, made.name, made.department, made.kind, made.payload, turn, stage=made.stage)


def place() -> Scene:
    """Eight metres by six, the wall at +Y."""
    camera = CameraPayload(focal_mm=32.0)
    look = (math.sqrt(0.5), math.sqrt(0.5), 0.0, 0.0)
    nodes = [
        _turned("w1", "back wall", MeshPayload("long"), (0, 3, 0), stage="wall"),
        _turned("w2", "left wall", MeshPayload("side"), (-4, 0, 0)),
        _turned("w3", "right wall", MeshPayload("side"), (4, 0, 0)),
        _turned("p1", "sofa", MeshPayload("sofa"), (-1.2, 1.8, 0)),
        _turned("p2", "armchair", MeshPayload("seat"), (1.4, 1.4, 0), -30),
        _turned("p3", "low table", MeshPayload("table"), (0, 0.6, 0)),
        _turned("p4", "sideboard", MeshPayload("board"), (3.4, -0.5, 0), 90),
        _turned("p5", "bookcase", MeshPayload("case"), (-3.7, -1, 0), 90),
        _turned("p6", "plant", MeshPayload("plant"), (3.3, 2.4, 0), 20),
        _turned("l1", "desk lamp", LightPayload("point", lumen=100.0, kelvin=3200.0), (2.9, -0.5, 1)),
        _turned("l2", "window light", LightPayload("area", lumen=1000.0), (-3.8, 1, 2)),
        _turned("l3", "ceiling light", LightPayload("point", lumen=400.0, kelvin=4000.0), (0, 0, 2.6)),
        _turned("l4", "neon sign", LightPayload("area", lumen=50.0), (0, 2.9, 2.2)),
        _turned("c1", "ANNA", CharacterPayload("c1", "seat"), (-1.0, 1.5, 0)),
        _turned("c2", "BORIS", CharacterPayload("c2", "seat"), (1.2, 1.0, 0)),
    ]
    made = {n.id: n for n in nodes}
    k = node("k1", "camera A", camera, (0.2, -2.6, 1.5))
    made["k1"] = type(k)(k.id, k.name, k.department, k.kind, k.payload, Transform(translation=(0.2, -2.6, 1.5), rotation=look))
    boxes = {
        "long": _box("long", 8, 0.1, 3), "side": _box("side", 0.1, 6, 3), "sofa": _box("sofa", 2.1, 0.9, 0.8),
        "seat": _box("seat", 0.8, 0.8, 0.9), "table": _box("table", 1.1, 0.6, 0.4), "board": _box("board", 1.6, 0.45, 0.8),
        "case": _box("case", 1.8, 0.35, 2), "plant": _box("plant", 0.5, 0.5, 1.2),
    }  # fmt: skip
    return Scene(
        id="s012",
        resources=Resources(geometry=boxes),
        nodes=made,
        environment=Environment(sun=Sun(azimuth_rad=3.0, elevation_rad=0.7)),
    )


CUES = """
[show]
safe_look = "safe/work"
min_go_s = 0.3

[[list]]
id = "main"
label = "Set and light"
priority = 10
[[list.cue]]
id = "1"
label = "Preset: late afternoon"
fade_s = 0.4
move = [{target = "desk lamp#lumen", to = 20.0}, {target = "window light#lumen", to = 4000.0}]
[[list.cue]]
id = "2"
label = "Sun goes behind the houses"
fade_s = 3.0
move = [{target = "window light#lumen", to = 600.0}, {target = "window light#kelvin", to = 7500.0}, {target = "sun", to = [250, 4]}]
[[list.cue]]
id = "2.5"
label = "Anna switches the lamp on"
fade_s = 0.2
hang_s = 2.0
move = [{target = "desk lamp#lumen", to = 450.0}]
[[list.cue]]
id = "3"
label = "Neon starts across the street"
fade_s = 1.0
follow_s = 4.0
mark = true
move = [{target = "neon sign#lumen", to = 900.0}, {target = "neon sign#tint", to = [1.0, 0.2, 0.35]}]
[[list.cue]]
id = "4"
label = "Ceiling light out, the room settles into the dark before Boris comes back"
fade_s = 6.0
move = [{target = "ceiling light#lumen", to = 0.0}]
[[list.cue]]
id = "5"
label = "Lightning"
fade_s = 0.0
move = [{target = "window light#lumen", to = 20000.0}]
[[list.cue]]
id = "5.1"
label = "Dark again"
fade_s = 0.6
move = [{target = "window light#lumen", to = 150.0}]
[[list.cue]]
id = "6"
label = "Plant out for the reverse"
move = [{target = "plant#visible", to = false}]
[[list.cue]]
id = "7"
label = "Morning"
fade_s = 20.0
move = [{target = "window light#lumen", to = 8000.0}, {target = "desk lamp#lumen", to = 0.0}, {target = "neon sign#lumen", to = 0.0}]

[[list]]
id = "sky"
label = "Sky"
[[list.cue]]
id = "a"
label = "Clouds"
fade_s = 8.0
move = [{target = "environment#sky.lux", to = 3000.0}]
[[list.cue]]
id = "b"
label = "Clear"
fade_s = 8.0
move = [{target = "environment#sky.lux", to = 12000.0}]

[[list]]
id = "safe"
label = "Safe"
[[list.cue]]
id = "work"
label = "Work light"
fade_s = 1.0
move = [{target = "ceiling light#lumen", to = 3000.0}, {target = "window light#lumen", to = 1000.0}]

[[zone]]
id = "window"
center = [-3.2, 1.0, 0]
radius_m = 0.9
height_m = 2.2
[[zone]]
id = "door"
center = [2.8, -2.2, 1.0]
size = [1.4, 1.2, 2.0]

[[reaction]]
id = "at-the-window"
label = "Anna at the window: curtain light"
when = { zone = "window", subject = "anna" }
cue = "sky/b"
[[reaction]]
id = "door-light"
label = "Boris at the door brightens the lamp"
when = { zone = "door", subject = "boris" }
map = { target = "desk lamp#kelvin", input = [2.0, 0.0], output = [2700.0, 4500.0], smooth_s = 0.3 }
[[reaction]]
id = "fader"
label = "OSC fader"
when = { osc = "/fader/1" }
armed = false
map = { target = "neon sign#kelvin", input = [0.0, 1.0], output = [2000.0, 8000.0] }
"""
