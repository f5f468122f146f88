"""What people model and add in a .blend comes back as it looks, or says why it cannot."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.blender.kitchen import a_chair, a_moving_camera, edits_of, scene_of, work

from setpiece.build import build, export_blend, scan_blend
from setpiece.scene import Edits, MeshPayload, Node, Store

pytest.importorskip("bpy", reason="Blender as a module: pip install 'setpiece[blender]'")
pytestmark = pytest.mark.blender


def points_of(root: Path, node_id: str) -> Any:
    scene = scene_of(root)
    payload = scene.nodes[node_id].payload
    assert isinstance(payload, MeshPayload)
    geometry = scene.resources.geometry[payload.geometry]
    return Store(root / "store").array(geometry.arrays["position"])


def test_what_people_model_on_a_shared_mesh_comes_back_for_all_that_share_it(film: Path) -> None:
    chair = a_chair(film)
    mesh = scene_of(film).nodes[chair].payload
    sharing = {n.id for n in scene_of(film).nodes.values() if _same_mesh(n.payload, mesh)}
    assert len(sharing) > 1
    before = points_of(film, chair)
    work(film, f"model={chair}")
    edits = edits_of(film)
    assert {r.node for r in edits.records} == sharing
    assert {r.property for r in edits.records} == {"payload.geometry"}
    assert len(edits.added_resources.geometry) == 1
    work(film, f"unmodel={chair}")
    assert edits_of(film) == Edits()

    work(film, f"model={chair}")
    build(film)
    for node in sharing:
        moved = points_of(film, node) - before
        assert moved[0] == pytest.approx((0.0, 0.0, 0.5), abs=1e-4)
        assert not moved[1:].any()
    export_blend(film, film / "again.blend")
    assert scan_blend(film, film / "again.blend").taken_back == {}
    assert edits_of(film) == edits, "the new file shows the modelled mesh as what it was given"


def test_a_piece_with_a_mesh_of_its_own_keeps_it_through_the_next_build(film: Path) -> None:
    chair = a_chair(film)
    before = points_of(film, chair)
    work(film, f"own={chair}")
    build(film)
    assert points_of(film, chair)[:, 2] == pytest.approx(2 * before[:, 2], abs=1e-3)
    assert [r.property for r in edits_of(film).records] == ["payload.geometry"]


def _same_mesh(one: object, other: object) -> bool:
    return isinstance(one, MeshPayload) and isinstance(other, MeshPayload) and one.geometry == other.geometry


def added(root: Path, name: str) -> Node:
    return next(n for n in edits_of(root).added.values() if n.name == name)


def mesh_of(root: Path, node: Node) -> dict[str, Any]:
    assert isinstance(node.payload, MeshPayload)
    edits, store = edits_of(root), Store(root / "store")
    return {k: store.array(v) for k, v in edits.added_resources.geometry[node.payload.geometry].arrays.items()}


def test_what_hangs_on_a_rig_comes_back_where_it_stands(film: Path) -> None:
    found = work(film, "rigged=Helmet")
    node = added(film, "Helmet")
    assert node.parent is None
    assert node.transform.translation == pytest.approx((1.0, 2.5, 1.0), abs=2e-4)
    assert any(u.startswith("Rig: an armature has no shape of its own") for u in found.unknown["s001"])
    build(film)
    assert scene_of(film).nodes[node.id].transform == node.transform


def outward(mesh: dict[str, Any], near: tuple[float, float, float]) -> bool:
    """Whether every face within 0.9 m of ``near`` looks away from it (a box around its middle)."""
    ends = [*mesh["face_start"][1:], len(mesh["corner_vert"])]
    seen = 0
    for start, end in zip(mesh["face_start"], ends, strict=True):
        a, b, c = (mesh["position"][v].astype(float) for v in mesh["corner_vert"][start : start + 3])
        edges = [set(mesh["edge_verts"][e]) for e in mesh["corner_edge"][start:end]]
        verts = mesh["corner_vert"][start:end]
        assert edges == [{v, verts[(i + 1) % len(verts)]} for i, v in enumerate(verts)]
        if abs(a[0] - near[0]) > 0.9:
            continue
        seen += 1
        u, w = b - a, c - b
        normal = (u[1] * w[2] - u[2] * w[1], u[2] * w[0] - u[0] * w[2], u[0] * w[1] - u[1] * w[0])
        if sum(n * (x - m) for n, x, m in zip(normal, (a + c) / 2, near, strict=True)) <= 0:
            return False
    return seen == 6


def test_a_model_out_of_a_library_comes_back_whole(film: Path) -> None:
    found = work(film, "asset=Trunk")
    node = added(film, "Trunk")
    assert node.kind == "model"
    assert node.transform.translation == pytest.approx((2.0, 1.0, 0.0), abs=1e-6)
    mesh = mesh_of(film, node)
    assert len(mesh["position"]) == 16
    assert mesh["position"].min(axis=0) == pytest.approx((-1.2, -0.2, 0.0), abs=1e-4)
    assert mesh["position"].max(axis=0) == pytest.approx((1.2, 0.2, 0.4), abs=1e-4)
    assert outward(mesh, (1.0, 0.0, 0.2))
    assert outward(mesh, (-1.0, 0.0, 0.2)), "a mirrored part is turned inside out"
    assert isinstance(node.payload, MeshPayload)
    paints = [edits_of(film).added_resources.material[m].base_color for m in node.payload.materials]
    assert sorted(paints) == [pytest.approx((0.1, 0.1, 0.9)), pytest.approx((0.9, 0.1, 0.1))]
    red = [m for m, p in enumerate(paints) if p[0] > 0.5]
    right = [mesh["position"][mesh["corner_vert"][s]][0] > 0 for s in mesh["face_start"]]
    assert [m in red for m in mesh["material"]] == right
    assert any("Trunk Bulb in it, a light, was not taken" in u for u in found.unknown["s001"])

    build(film)
    export_blend(film, film / "second.blend")
    assert scan_blend(film, film / "second.blend").told == {}, "the model is in the film now"
    assert added(film, "Trunk") == node


def test_modifiers_of_people_count_as_what_they_show(film: Path) -> None:
    chair = a_chair(film)
    before = points_of(film, chair)
    work(film, f"array={chair}", "beveled=Box")
    edits = edits_of(film)
    assert [(r.node, r.property) for r in edits.records] == [(chair, "payload.geometry")]
    box = mesh_of(film, added(film, "Box"))
    assert len(box["position"]) > 2 * 8
    assert box["position"][:, 2].min() == pytest.approx(-0.4, abs=1e-3)
    build(film)
    after = points_of(film, chair)
    assert len(after) == 3 * len(before)
    assert after[:, 0].max() - before[:, 0].max() == pytest.approx(2.0, abs=1e-3)
    found = work(film, f"noarray={chair}")
    assert found.taken_back == {"s001": (f"{chair}#payload.geometry",)}


def test_text_and_curves_come_back_as_meshes_and_bare_paths_are_named(film: Path) -> None:
    found = work(film, "text=Sign", "tube=Pipe", "path=Way")
    assert sorted(n.name for n in edits_of(film).added.values()) == ["Pipe", "Sign"]
    sign, pipe = mesh_of(film, added(film, "Sign")), mesh_of(film, added(film, "Pipe"))
    assert sign["position"][:, 2].max() == pytest.approx(0.05, abs=1e-3)
    assert pipe["position"][:, 0].max() == pytest.approx(1.0, abs=1e-3)
    assert pipe["position"][:, 2].max() == pytest.approx(0.05, abs=5e-3)
    assert found.unknown == {
        "s001": ("Way: it has no surface; give it a bevel or an extrusion, or convert it to a mesh",)
    }
    build(film)
    assert {"Pipe", "Sign"} <= {n.name for n in scene_of(film).nodes.values()}


def test_a_constraint_on_a_piece_counts_as_a_move(film: Path) -> None:
    chair = next(n for n in scene_of(film).nodes.values() if n.kind == "chair" and n.parent is None)
    found = work(film, f"follow={chair.id}")
    (record,) = edits_of(film).records
    assert (record.node, record.property) == (chair.id, "transform.translation")
    assert record.value == pytest.approx((3.0, 1.0, 0.0), abs=2e-4)
    assert next(str(t) for t in found.told["s001"]) == f"moved {chair.name} ({chair.id})"


def test_what_cannot_be_taken_says_why(film: Path) -> None:
    camera = a_moving_camera(film)
    found = work(film, f"track={camera}", "animate=Cart", "late=Stack")
    assert edits_of(film).records == ()
    name = scene_of(film).nodes[camera].name
    assert {u.partition(" is not taken")[0].partition(" and was")[0] for u in found.unknown["s001"]} == {
        f"{name}: a constraint over a move", "Cart: its animation", "Stack: a modifier is on for renders only"
    }  # fmt: skip
    assert added(film, "Cart").transform.translation[1:] == (0.0, 0.0)


def test_two_artists_things_never_take_each_others_place(film: Path) -> None:
    shutil.copy(film / "film.blend", film / "other.blend")
    work(film, "cube=Crate")
    found = work(film, "rigged=Barrel", "animate=Cart", name="other.blend")
    names = {n.name: i for i, n in edits_of(film).added.items()}
    assert names == {"Crate": "s001.a1", "Barrel": "s001.a3", "Cart": "s001.a2"}
    assert {t.name: t.node for t in found.told["s001"]} == {k: v for k, v in names.items() if k != "Crate"}
    used = {n.payload.geometry for n in edits_of(film).added.values() if isinstance(n.payload, MeshPayload)}
    assert used == set(edits_of(film).added_resources.geometry) == {f"{i}.mesh" for i in names.values()}

    work(film, "raise=Barrel", name="other.blend")
    assert {n.name: i for i, n in edits_of(film).added.items()} == names, "it is known again"
    assert added(film, "Barrel").transform.translation == pytest.approx((1.0, 2.5, 2.0), abs=2e-4)
    shutil.copy(film / "film.blend", film / "version2.blend")
    work(film, "cube=Box", "raise=Crate", name="version2.blend")
    assert {n.name for n in edits_of(film).added.values()} == {"Box", "Crate", "Barrel", "Cart"}
    assert added(film, "Crate").id == "s001.a1"
    assert added(film, "Crate").transform.translation[2] == pytest.approx(1.0)
    build(film)
