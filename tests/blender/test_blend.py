"""What lies in the .blend, and what comes back out of it after people worked in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

bpy = pytest.importorskip("bpy", reason="Blender as a module: pip install 'setpiece[blender]'")

from tests.blender import rooms  # noqa: E402

from setpiece.scene import Edits, LightPayload, Scene, Store, diff  # noqa: E402
from setpiece_blender.host import BlenderHost  # noqa: E402
from setpiece_blender.host._sequence import write_delivery  # noqa: E402
from setpiece_blender.jobs import JOBS  # noqa: E402

pytestmark = pytest.mark.blender


class Silent:
    def step(self, done: int, total: int, text: str = "") -> None:
        """Nobody listens."""


def on_disk(folder: Path) -> dict[str, Any]:
    scene, arrays, plan = rooms.room()
    store = Store(folder / "store")
    for array in arrays._arrays.values():
        store.put(array)
    (folder / "scene.json").write_bytes(msgspec.json.encode(scene))
    (folder / "shots.json").write_bytes(msgspec.json.encode(plan))
    documents = [{"scene": str(folder / "scene.json"), "shots": str(folder / "shots.json")}]
    return {"scenes": documents, "store": str(folder / "store")}


def shown() -> Any:
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    scene, arrays, _ = rooms.room()
    host = BlenderHost(undo=False)
    host.begin(scene.id, arrays)
    assert host.apply(diff(host.current(), scene)).refused == ()
    return host.blender_scene


def by_id(scene: Any, id_: str) -> Any:
    return next(o for o in scene.objects if o.get("setpiece_id") == id_)


def test_departments_are_collections_and_shots_are_bound_markers() -> None:
    scene = shown()
    assert [c.name.rsplit(" ", 1)[-1] for c in scene.collection.children] == ["Set", "Cast", "Light", "Camera"]
    assert [(m.frame, m.camera.name) for m in scene.timeline_markers] == [(0, "n-cam"), (48, "n-close")]
    assert (scene.frame_start, scene.frame_end, scene.render.fps) == (0, 95, 24)
    assert scene.view_settings.view_transform == "AgX"


def test_exposure_steps_at_the_cut() -> None:
    scene = shown()
    stops = []
    for frame in (0, 47, 48, 95):
        scene.frame_set(frame)
        stops.append(scene.evaluated_get(scene.view_layers[0].depsgraph).view_settings.exposure)
    assert stops == pytest.approx([np.log2(683 * np.pi / 2.5) - ev for ev in (7.0, 7.0, 6.0, 6.0)], abs=1e-5)


def test_scatter_is_one_object_with_all_its_rows() -> None:
    scene = shown()
    scene.view_layers[0].update()
    graph = scene.view_layers[0].depsgraph
    places = [i.matrix_world.translation.x for i in graph.object_instances if i.is_instance]
    assert sorted(round(x, 3) for x in places) == [-2.0, -1.0, 0.0, 1.0, 2.0]
    keys = np.zeros(10, dtype=np.int32)
    by_id(scene, "n-bush").data.attributes["key"].data.foreach_get("value", keys)
    assert keys.view("<i8").tolist() == [(1 << 40) + i for i in range(5)]


def test_meshes_are_shared_and_clean() -> None:
    scene, arrays, _ = rooms.room()
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    for id_ in ("s1", "s2"):
        host = BlenderHost(undo=False)
        host.begin(id_, arrays)
        host.apply(diff(host.current(), msgspec.structs.replace(scene, id=id_)))
    first, second = (s for s in bpy.data.scenes if s.get("setpiece_id"))
    assert by_id(first, "n-wall").data == by_id(second, "n-wall").data
    assert by_id(first, "n-wall").material_slots[0].material == by_id(second, "n-wall").material_slots[0].material
    for mesh in {o.data for o in first.objects if o.type == "MESH"}:
        assert not mesh.validate(verbose=False), mesh.name


def test_body_parts_are_vertex_groups() -> None:
    anna = by_id(shown(), "n-anna")
    names = [g.name for g in anna.vertex_groups]
    assert "head" in names
    head = anna.vertex_groups["head"].index
    heights = [v.co.z for v in anna.data.vertices if any(g.group == head for g in v.groups)]
    assert min(heights) == pytest.approx(1.505, abs=1e-3)


def test_lights_are_not_seen_by_the_camera() -> None:
    assert not by_id(shown(), "n-key").visible_camera


@pytest.mark.parametrize(("share", "width"), [((0.9, 0.8), 640), ((1.0, 1.0), 320), ((0.85, 0.6), 333)])
def test_the_picture_is_the_extraction(share: tuple[float, float], width: int) -> None:
    scene = shown()
    out_w, out_h = write_delivery(scene, (28.25, 18.17), share, width)
    r = scene.render
    assert out_w == width
    assert out_w / r.resolution_x == pytest.approx(share[0], abs=2 / width)
    assert out_h / r.resolution_y == pytest.approx(share[1], abs=2 / width)
    assert int(r.border_max_x * r.resolution_x) - int(r.border_min_x * r.resolution_x) == out_w
    assert by_id(scene, "n-cam").data.sensor_width == pytest.approx(28.25)


def test_people_work_in_the_exported_file(tmp_path: Path) -> None:
    """Export, let a person move, delete, add and copy in another session, then scan the file."""
    blend = str(tmp_path / "film.blend")
    source = on_disk(tmp_path)
    done = JOBS["export_blend"](Silent(), out=blend, labels={"sh1": "1A", "sh2": "1B"}, **source)
    assert (done["scenes"][0]["cameras"], done["scenes"][0]["refused"]) == (2, [])
    bpy.ops.wm.open_mainfile(filepath=blend)
    scene = bpy.context.scene
    assert [m.name for m in scene.timeline_markers] == ["1A", "1B"]
    by_id(scene, "n-table").location.x = 0.5
    by_id(scene, "n-key").data.energy *= 2
    bpy.data.objects.remove(by_id(scene, "n-cup"))
    bpy.ops.mesh.primitive_cube_add(size=1.0)
    wall = by_id(scene, "n-wall")
    copy = wall.copy()
    wall.users_collection[0].objects.link(copy)
    camera = by_id(scene, "n-cam")
    camera.lock_location = camera.lock_rotation = (True, True, True)
    bpy.ops.wm.save_mainfile()
    found = JOBS["scan"](Silent(), blend=blend, out=str(tmp_path / "out"), store=source["store"])["scenes"]["s1"]
    shown, current = (msgspec.json.decode(Path(found[k]).read_bytes(), type=Scene) for k in ("shown", "current"))
    assert {"n-cup", "n-table"} <= shown.nodes.keys()
    assert "n-cup" not in current.nodes
    assert current.nodes["n-table"].transform.translation[0] == 0.5
    edits = msgspec.convert(found["scan"]["edits"], Edits)
    assert {(e.node, e.property) for e in edits.records} == {
        ("n-table", "transform.translation"), ("n-key", "payload.lumen")
    }  # fmt: skip
    assert next(e.value for e in edits.records if e.node == "n-key") == pytest.approx(10000.0)
    assert edits.excluded == ("n-cup",)
    assert edits.locked == ("n-cam",)
    assert len(edits.added) == 2
    assert list(found["scan"]["duplicated"].values()) == ["n-wall"]
    cube = edits.added_resources.geometry["s1.a2.mesh"]
    assert Store(tmp_path / "store").array(cube.arrays["position"]).shape == (8, 3)


def test_what_blender_refuses_is_said_by_export_and_stills(tmp_path: Path) -> None:
    source = on_disk(tmp_path)
    path = tmp_path / "scene.json"
    scene = msgspec.json.decode(path.read_bytes(), type=Scene)
    needle = msgspec.structs.replace(scene.nodes["n-key"], payload=LightPayload("spot", lumen=10.0, cone_rad=0.001))
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(scene, nodes={**scene.nodes, "n-key": needle})))
    done = JOBS["export_blend"](Silent(), out=str(tmp_path / "a.blend"), **source)
    (reason,) = done["scenes"][0]["refused"]
    assert "n-key" in reason
    assert "spot cone" in reason
    out = str(tmp_path / "stills")
    stills = JOBS["render_stills"](Silent(), out=out, shots=["sh1"], width_px=32, samples=1, **source)
    assert stills["refused"] == [reason]


def test_a_still_per_shot_that_differs_and_repeats(tmp_path: Path) -> None:
    source = on_disk(tmp_path)
    pictures: list[list[bytes]] = []
    for name in ("a", "b"):
        done = JOBS["render_stills"](Silent(), out=str(tmp_path / name), width_px=96, samples=2, **source)
        pictures.append([Path(s["path"]).read_bytes() for s in done["stills"]])
    assert pictures[0] == pictures[1]
    assert pictures[0][0] != pictures[0][1]
    assert int.from_bytes(pictures[0][0][16:20], "big") == 96


def test_leaving_python_with_a_host_open_does_not_hang() -> None:
    code = (
        "import bpy\n"
        "from setpiece_blender.host import BlenderHost\n"
        "from setpiece.scene import diff\n"
        "from tests.blender import rooms\n"
        "scene, arrays, _ = rooms.room()\n"
        "host = BlenderHost(); host.begin('s1', arrays); host.apply(diff(host.current(), scene)); host.commit('x')\n"
    )
    root = Path(__file__).resolve().parents[2]
    path = [str(root), str(root / "core"), str(root / "blender_addon")]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {path!r}\n{code}"], timeout=120, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
