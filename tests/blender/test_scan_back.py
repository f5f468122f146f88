"""What people do in a .blend, and what they undo there: both come back into the production."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from filelock import FileLock, Timeout

from setpiece.build import ScanResult, Workspace, build, create, export_blend, open_built, revise, scan_blend
from setpiece.errors import InputError
from setpiece.scene import CameraPayload, Edits, MeshPayload, Node, Scene, Store

pytest.importorskip("bpy", reason="Blender as a module: pip install 'setpiece[blender]'")
pytestmark = pytest.mark.blender

SCRIPT = """\
INT. KITCHEN - NIGHT

MARTA sits at the table. A lamp burns on the shelf.

MARTA
You came back after all these years.

JOSEF
I forgot my keys.

Josef walks slowly towards her, out of the dark.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    (folder / "a.fountain").write_text(SCRIPT, encoding="utf-8")
    root = create(folder / "a.fountain", folder / "film")
    build(root)
    export_blend(root, root / "film.blend")
    return root


@pytest.fixture
def film(built: Path, tmp_path: Path) -> Path:
    """A fresh copy of the production, its .blend in it."""
    return Path(shutil.copytree(built, tmp_path / "film"))


def work(root: Path, *tasks: str, name: str = "film.blend") -> ScanResult:
    """Let somebody work in the file, then scan it."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("work.py")), str(root / name), *tasks],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert "WORK DONE" in done.stdout, done.stdout[-800:] + done.stderr[-800:]
    return scan_blend(root, root / name)


def scene_of(root: Path) -> Scene:
    made = open_built(root)
    return made.scene(made.built_scenes[0])


def edits_of(root: Path) -> Edits:
    return Workspace(root).edits(open_built(root).built_scenes[0])


def a_chair(root: Path) -> str:
    return next(n.id for n in scene_of(root).nodes.values() if n.kind == "chair")


def a_moving_camera(root: Path) -> str:
    return next(n.id for n in scene_of(root).nodes.values() if isinstance(n.payload, CameraPayload) and n.channels)


def test_a_lock_holds_the_whole_camera_and_is_let_go_again(film: Path) -> None:
    camera = a_moving_camera(film)
    node = scene_of(film).nodes[camera]
    found = work(film, f"lock={camera}")
    assert list(found.locked.values()) == [(camera,)]
    edits = edits_of(film)
    assert edits.locked == (camera,)
    assert edits.records == ()
    held = edits.held[camera]
    assert held == node
    assert Store(film / "store").array(held.channels[0].samples).shape[1] == 7

    assert scan_blend(film, film / "film.blend").taken_back == {}
    assert edits_of(film) == edits

    back = work(film, f"unlock={camera}")
    assert list(back.taken_back.values()) == [(f"{camera}#locked",)]
    assert edits_of(film) == Edits()


def test_a_moved_camera_is_held_where_it_was_put(film: Path) -> None:
    camera = next(s.camera for s in scene_of(film).sequence.shots if not scene_of(film).nodes[s.camera].channels)
    was = scene_of(film).nodes[camera].transform.translation
    work(film, f"move={camera}")
    held = edits_of(film).held[camera]
    assert held.transform.translation == pytest.approx((was[0] + 0.25, was[1], was[2]), abs=2e-4)
    work(film, f"back={camera}")
    assert edits_of(film) == Edits()


def test_a_move_and_a_deletion_are_taken_back(film: Path) -> None:
    chair = a_chair(film)
    other = next(n.id for n in scene_of(film).nodes.values() if n.kind != "chair" and n.department == "sets")
    work(film, f"move={chair}", f"delete={other}", "cube=Crate")
    edits = edits_of(film)
    assert [r.node for r in edits.records] == [chair]
    assert edits.excluded == (other,)
    assert [n.name for n in edits.added.values()] == ["Crate"]
    build(film)  # what is scanned again is still the file that was exported before this

    found = work(film, f"back={chair}", f"undelete={other}")
    assert {chair + "#transform.translation", other} == set(*found.taken_back.values())
    edits = edits_of(film)
    assert (edits.records, edits.excluded) == ((), ())
    assert [n.name for n in edits.added.values()] == ["Crate"]
    build(film)
    assert other in scene_of(film).nodes


def test_a_file_takes_nothing_back_that_it_never_showed(film: Path) -> None:
    chair, camera = a_chair(film), a_moving_camera(film)
    shutil.copy(film / "film.blend", film / "stale.blend")
    work(film, f"move={chair}", f"lock={camera}")
    before = edits_of(film)
    assert scan_blend(film, film / "stale.blend").taken_back == {}
    assert edits_of(film) == before
    build(film)
    assert scan_blend(film, film / "stale.blend").taken_back == {}
    assert edits_of(film) == before


def test_a_new_export_shows_locks_and_edits_and_lets_them_be_taken_back(film: Path) -> None:
    chair, camera = a_chair(film), a_moving_camera(film)
    work(film, f"move={chair}", f"lock={camera}", "cube=Crate")
    build(film)
    export_blend(film, film / "second.blend")
    before = edits_of(film)
    assert scan_blend(film, film / "second.blend").taken_back == {}
    assert edits_of(film) == before

    work(film, "cube=Box", name="second.blend")
    assert sorted(n.name for n in edits_of(film).added.values()) == ["Box", "Crate"]
    found = work(film, f"back={chair}", f"unlock={camera}", name="second.blend")
    assert set(*found.taken_back.values()) == {f"{chair}#transform.translation", f"{camera}#locked"}
    edits = edits_of(film)
    assert (edits.records, edits.locked, edits.held) == ((), (), {})
    assert msgspec.json.decode(msgspec.json.encode(edits), type=Edits) == edits


def test_a_scan_merges_under_the_lock(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = Workspace.edits, list[str]()

    def watched(space: Workspace, scene_id: str) -> Edits:
        with pytest.raises(Timeout), FileLock(film / "store" / ".lock", timeout=0):
            pass
        seen.append(scene_id)
        return real(space, scene_id)

    monkeypatch.setattr(Workspace, "edits", watched)
    work(film, f"move={a_chair(film)}")
    assert seen
    monkeypatch.undo()
    assert len(edits_of(film).records) == 1
    FileLock(film / "store" / ".lock", timeout=0).acquire().lock.release()


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


OTHER = """\
INT. GARAGE - DAY

PIA lies under the car.

PIA
Hand me the wrench.
"""


def test_another_productions_file_is_refused_and_changes_nothing(film: Path, tmp_path: Path) -> None:
    (tmp_path / "other.fountain").write_text("Title: The Garage\n\n" + OTHER, encoding="utf-8")
    other = create(tmp_path / "other.fountain", tmp_path / "other")
    build(other)
    export_blend(other, tmp_path / "other.blend")
    before = {p: p.read_bytes() for p in sorted(film.rglob("*")) if p.is_file()}
    with pytest.raises(InputError, match=r"another production \(The Garage\)") as caught:
        scan_blend(film, tmp_path / "other.blend")
    assert "production.toml" in caught.value.remedy
    assert {p: p.read_bytes() for p in sorted(film.rglob("*")) if p.is_file() and p.name != ".lock"} == {
        p: data for p, data in before.items() if p.name != ".lock"
    }
    config = film / "production.toml"
    id_ = caught.value.remedy.split('"')[1]
    config.write_text(f'id = "{id_}"\n' + config.read_text(encoding="utf-8"), encoding="utf-8")
    assert not scan_blend(film, tmp_path / "other.blend").findings, "a person may say that it is the same film"


def test_a_copy_of_the_folder_is_the_same_production_whatever_its_title(film: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(film, tmp_path / "copy"))
    config = copy / "production.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('title = "a"', 'title = "Renamed"'), encoding="utf-8")
    (tmp_path / "b.fountain").write_text(SCRIPT.replace("keys", "coat"), encoding="utf-8")
    revise(copy, tmp_path / "b.fountain")
    assert not scan_blend(copy, film / "film.blend").findings


def test_a_file_without_a_stamp_is_taken_and_said(film: Path) -> None:
    found = work(film, "unstamp", f"move={a_chair(film)}")
    assert [(f.severity, f.code) for f in found.findings] == [("note", "scan-no-stamp")]
    assert len(edits_of(film).records) == 1


def test_work_in_a_scene_that_is_cut_waits_for_the_draft_that_brings_it_back(film: Path, tmp_path: Path) -> None:
    scene_id, chair = open_built(film).built_scenes[0], a_chair(film)
    was = scene_of(film).nodes[chair].transform.translation
    (tmp_path / "b.fountain").write_text(OTHER, encoding="utf-8")
    revise(film, tmp_path / "b.fountain")
    assert scene_id not in open_built(film).built_scenes
    assert scan_blend(film, film / "film.blend").findings == (), "there is no work in it"

    found = work(film, f"move={chair}", "cube=Crate")
    assert [(f.severity, f.code) for f in found.findings] == [("note", "scan-cut-scene")]
    assert "2 changes in the scene" in found.findings[0].message
    assert found.changed == {scene_id: 1}
    assert [r.node for r in Workspace(film).edits(scene_id).records] == [chair]
    assert work(film, f"back={chair}").taken_back == {scene_id: (f"{chair}#transform.translation",)}
    work(film, f"move={chair}")

    (tmp_path / "c.fountain").write_text(OTHER + "\n" + SCRIPT, encoding="utf-8")
    revise(film, tmp_path / "c.fountain")
    scene = open_built(film).scene(scene_id)
    assert scene.nodes[chair].transform.translation == pytest.approx((was[0] + 0.25, was[1], was[2]), abs=2e-4)
    assert "Crate" in {n.name for n in scene.nodes.values()}


def test_work_in_a_scene_nobody_knows_is_named(film: Path) -> None:
    found = work(film, f"move={a_chair(film)}", "rescene=s077")
    assert [(f.severity, f.code) for f in found.findings] == [("warning", "scan-no-scene")]
    assert not (film / "scenes" / "s077").exists()
    assert found.changed == {}


def said(root: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", "from setpiece.cli import main; main()", "scan", str(root / "film.blend"), str(root)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def test_the_command_speaks_of_scenes_and_pieces(film: Path) -> None:
    assert said(film) == (0, "no changes\n")
    scene = scene_of(film)
    chair = scene.nodes[a_chair(film)]
    gone = next(n for n in scene.nodes.values() if n.kind != "chair" and n.department == "sets" and not n.parent)
    camera = scene.nodes[a_moving_camera(film)]
    work(film, f"move={chair.id}", f"delete={gone.id}", "cube=Crate", f"lock={camera.id}")
    code, text = said(film)
    assert code == 0
    place = "1 INT. KITCHEN - NIGHT"
    assert text.splitlines() == [
        f"{place}: moved {chair.name} ({chair.id})",
        f"{place}: added Crate (s001.a1)",
        f"{place}: deleted {gone.name} ({gone.id})",
        f"{place}: locked {camera.name} ({camera.id})",
    ]


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
