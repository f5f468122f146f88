"""What people do in a .blend, and what they undo there: both come back into the production."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from filelock import FileLock, Timeout
from tests.blender.kitchen import SCRIPT, a_chair, a_moving_camera, edits_of, scene_of, work

from setpiece.build import Workspace, build, create, export_blend, open_built, revise, scan_blend
from setpiece.errors import InputError
from setpiece.scene import Edits, Store

pytest.importorskip("bpy", reason="Blender as a module: pip install 'setpiece[blender]'")
pytestmark = pytest.mark.blender


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
