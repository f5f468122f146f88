"""scene_findings sees every way in which a scene can be broken, and nothing in a whole one."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np
import pytest
from tests.hosts.scenes import full_scene

from setpiece.scene import (
    Channel,
    EmptyPayload,
    MeshPayload,
    Node,
    Scene,
    ShotRange,
    Transform,
    scene_findings,
)

replace = msgspec.structs.replace


def _node(scene: Scene, id_: str, **changes: object) -> Scene:
    return replace(scene, nodes={**scene.nodes, id_: replace(scene.nodes[id_], **changes)})


def _sequence(scene: Scene, **changes: object) -> Scene:
    return replace(scene, sequence=replace(scene.sequence, **changes))


def _material(scene: Scene, **changes: object) -> Scene:
    oak = replace(scene.resources.material["m-oak"], **changes)
    return replace(
        scene, resources=replace(scene.resources, material={**scene.resources.material, "m-oak": oak})
    )


def _geometry(scene: Scene, **changes: object) -> Scene:
    chair = replace(scene.resources.geometry["g-chair"], **changes)
    return replace(
        scene, resources=replace(scene.resources, geometry={**scene.resources.geometry, "g-chair": chair})
    )


def test_a_whole_scene_has_no_findings() -> None:
    scene, arrays = full_scene()
    assert scene_findings(scene) == []
    assert scene_findings(scene, arrays) == []
    assert scene_findings(Scene("s")) == []


BROKEN: list[tuple[Callable[[Scene], Scene], str]] = [
    (lambda s: _node(s, "n-chair", parent="n-nobody"), "n-chair: its parent 'n-nobody' is not there"),
    (lambda s: _node(s, "n-group", parent="n-chair"), "circle"),
    (lambda s: _node(s, "n-chair", payload=MeshPayload("g-x")), "n-chair: refers to the geometry 'g-x'"),
    (lambda s: _node(s, "n-chair", payload=MeshPayload("g-chair", ("m-x",))), "material 'm-x'"),
    (lambda s: _node(s, "n-chair", transform=Transform(rotation=(0.9, 0.0, 0.0, 0.0))), "unit quaternion"),
    (
        lambda s: _node(s, "n-chair", transform=Transform((float("nan"), 0.0, 0.0))),
        "translation: the number is not",
    ),
    (lambda s: _node(s, "n-chair", transform=Transform(scale=(1.0, 0.0, 1.0))), "scale of 0"),
    (lambda s: _node(s, "n-chair", name=" "), "no name"),
    (lambda s: _node(s, "n-chair", id="other"), "n-chair: calls itself 'other'"),
    (
        lambda s: _node(s, "n-cam", payload=replace(s.nodes["n-cam"].payload, focal_mm=0.0)),
        "payload.focal_mm",
    ),
    (
        lambda s: _node(s, "n-cam", payload=replace(s.nodes["n-cam"].payload, near_m=9.0, far_m=8.0)),
        "near plane",
    ),
    (lambda s: _node(s, "n-cam", channels=s.nodes["n-cam"].channels * 2), "two channels"),
    (lambda s: _node(s, "n-cam", channels=(Channel("payload.lumen", 0, "0" * 32),)), "no number of it"),
    (lambda s: _sequence(s, shots=(ShotRange("x", "n-nobody", 0, 9),)), "shot x: its camera"),
    (lambda s: _sequence(s, shots=(ShotRange("x", "n-chair", 0, 9),)), "n-chair is not a camera"),
    (lambda s: _sequence(s, shots=(ShotRange("x", "n-cam", 9, 3),)), "frames 9-3"),
    (lambda s: _sequence(s, shots=(ShotRange("x", "n-cam", 0, 96),)), "frames 0-96 of 0-95"),
    (lambda s: _sequence(s, shots=s.sequence.shots * 2), "share an id"),
    (lambda s: _sequence(s, last_frame=40), "marker mk1"),
    (lambda s: _material(s, roughness=2.0), "material m-oak: roughness"),
    (lambda s: _material(s, base_color=(1.0, float("inf"), 0.0)), "base_color"),
    (lambda s: _geometry(s, bounds_min=(9.0, 0.0, 0.0)), "inside out"),
    (lambda s: _geometry(s, arrays={}), "no positions"),
    (lambda s: replace(s, environment=replace(s.environment, exposure_ev100=99.0)), "exposure_ev100"),
    (lambda s: replace(s, relations={"r-1": replace(s.relations["r-1"], target="n-x")}), "target 'n-x'"),
    (lambda s: replace(s, relations={"r-1": replace(s.relations["r-1"], target="n-lamp")}), "to itself"),
    (lambda s: replace(s, relations={"r-1": replace(s.relations["r-1"], baked="transform")}), "fallback"),
]


@pytest.mark.parametrize(("breaking", "words"), BROKEN, ids=[w for _, w in BROKEN])
def test_each_fault_is_found(breaking: Callable[[Scene], Scene], words: str) -> None:
    scene, _ = full_scene()
    findings = scene_findings(breaking(scene))
    assert any(words in f for f in findings), findings


def test_faults_in_the_arrays_are_found() -> None:
    scene, arrays = full_scene()
    small = _geometry(scene, bounds_max=(0.1, 0.1, 0.1))
    assert any("bounds do not contain" in f for f in scene_findings(small, arrays))
    lost = _geometry(scene, arrays={"position": "f" * 32})
    assert any("positions are not in the store" in f for f in scene_findings(lost, arrays))
    scatter = scene.nodes["n-scatter"].payload
    twice = arrays.put(np.array([1, 1, 2], dtype=np.int64))
    more = _node(
        scene, "n-scatter", payload=replace(scatter, count=4, arrays={**scatter.arrays, "key": twice})
    )  # type: ignore[union-attr]
    findings = scene_findings(more, arrays)
    assert any("3 rows for 4 instances" in f for f in findings)
    assert any("share a key" in f for f in findings)
    rows = arrays.put(np.zeros((4, 6), dtype=np.float32))
    short = _node(scene, "n-cam", channels=(Channel("transform", 0, rows),))
    assert any("shape (4, 6)" in f for f in scene_findings(short, arrays))


def test_too_many_nodes_and_a_bounded_report() -> None:
    nodes = {f"n{i}": Node(f"n{i}", "", "sets", "x", EmptyPayload()) for i in range(5000)}
    findings = scene_findings(Scene("s", nodes=nodes))
    assert "5000 nodes" in findings[0]
    assert len(findings) == 201
    assert findings[-1] == "and 4801 more findings"
