"""The measuring harness passes a good shot and fails each planted fault by its name."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import pytest

bpy = pytest.importorskip("bpy", reason="Blender as a module: pip install 'setpiece[blender]'")

from tests.blender import measure, rooms  # noqa: E402

from setpiece.geometry import look_rotation  # noqa: E402
from setpiece.scene import MeshPayload, Node, Transform, diff  # noqa: E402
from setpiece_blender.host import BlenderHost  # noqa: E402

pytestmark = pytest.mark.blender


def measured(luminance: bool = False, plan_changes: dict[str, Any] | None = None, **changes: Any) -> list[dict[str, Any]]:
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    scene, arrays, plan = rooms.room(**changes)
    host = BlenderHost(undo=False)
    host.begin(scene.id, arrays)
    assert host.apply(diff(host.current(), scene)).refused == ()
    share = (rooms.BACK["extraction_width"], rooms.BACK["extraction_height"])
    host.deliver((rooms.BACK["width_mm"], rooms.BACK["height_mm"]), share, 320)
    plan["shots"][0].update(plan_changes or {})
    return measure.measure_scene(host.blender_scene, rooms.as_plain(scene), plan, luminance)


def camera(eye: tuple[float, float, float], at: tuple[float, float, float], focal_mm: float | None = None) -> Node:
    return rooms.camera_node("n-cam", eye, at, focal_mm or rooms.focal_for(1.755, rooms.FRAMED_FROM_M, 0.80))


def in_way(shape: str, material: str) -> Node:
    return Node("n-x", "In the way", "sets", "slab", MeshPayload(f"g-{shape}", (material,)), Transform((0, -0.5, 0)))


def test_a_good_shot_and_a_good_insert_pass() -> None:
    rows = measured(luminance=True)
    assert [r["fails"] for r in rows] == [{}, {}]
    assert rows[0]["values"]["height"] == pytest.approx(0.80, abs=0.03)


def test_a_window_pane_hides_nobody() -> None:
    assert measured(extra=(in_way("pane", "m-glass"),))[0]["fails"] == {}


@pytest.mark.parametrize(
    ("fault", "changes", "plan_changes"),
    [
        ("clearance", {"camera": camera((0.0, 3.28, 1.5), (0.0, 1.0, 0.88))}, {}),
        ("clearance", {"camera": camera((0.05, 2.72, 0.3), (0.0, 1.0, 0.88))}, {}),  # beside an instanced bush
        ("head_in_frame", {"camera": camera(rooms.EYE, (0.0, 1.0, 0.5))}, {}),
        ("part_in_frame", {"camera": camera(rooms.EYE, (0.0, 1.0, 1.3))}, {}),
        ("height", {"camera": camera(rooms.EYE, (0.0, 1.0, 0.88), 9.0)}, {}),
        ("height", {}, {"size": "MLS"}),
        ("head_seen", {"extra": (in_way("slab", "m-wall"),)}, {}),
        ("part_seen", {"extra": (in_way("slab", "m-wall"),)}, {}),
        ("subject", {}, {"subjects": ["c9"]}),
        ("size", {}, {"size": "XYZ"}),
        ("face", {"anna_yaw": 0.0}, {}),
        ("bare", {"camera": camera((0.0, 0.0, 1.2), (0.0, 3.0, 5.0), 12.0)}, {"subjects": []}),
        ("bare", {"camera": camera((2.5, 2.6, 1.5), (2.5, 3.3, 1.5), 60.0)}, {"subjects": []}),
        ("walled", {"camera": camera((2.5, 2.85, 1.5), (2.5, 3.3, 1.5), 60.0)}, {"subjects": []}),
    ],
)
def test_a_planted_fault_is_named(fault: str, changes: dict[str, Any], plan_changes: dict[str, Any]) -> None:
    row = measured(plan_changes=plan_changes, **changes)[0]
    assert fault in row["fails"], row
    assert not row["ok"]


def test_a_shot_of_the_place_alone_passes_where_there_is_something_to_see() -> None:
    row = measured(plan_changes={"subjects": [], "kind": "master", "size": "WS"})[0]
    assert row["fails"] == {}
    assert row["values"]["things"] >= measure.GRID_OBJECTS


def test_a_back_may_be_shown_where_the_shot_says_so() -> None:
    assert measured(anna_yaw=0.0, plan_changes={"vantage": "back"})[0]["fails"] == {}


@pytest.mark.parametrize("yaw", [0.0, 0.5, 1.2, 2.0, 3.14159, -2.5])
def test_the_face_turns_with_the_body(yaw: float) -> None:
    """The angle by the mesh is the angle by the heading: she stands at (0, 1), the camera at y = -2.6."""
    row = measured(anna_yaw=yaw, plan_changes={"vantage": "back"})[0]
    assert row["values"]["face_deg"] == pytest.approx(180 - abs(math.degrees(yaw)), abs=8.0)


def test_a_move_is_measured_where_it_starts_and_ends() -> None:
    """She is in the frame at the middle of the move only in one case; at its end she has left the frame."""
    rows = measured(slide_m=0.1)
    assert (rows[0]["fails"], rows[0]["values"]["frames"]) == ({}, 3)
    assert "frame 47" in measured(slide_m=2.4)[0]["fails"]["head_in_frame"]


def counted(sheet: dict[str, Any], rows: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, str]:
    found = measured(**changes)
    plan = {"shots": [{"id": "sh1"}, {"id": "sh2"}]}
    scene = next(s for s in bpy.data.scenes if s.get("setpiece_id") == "s1")
    fails: dict[str, str] = measure.count_scene(scene, "s1", plan, found if rows is None else rows, sheet, True)["fails"]
    return fails


def test_what_a_scene_lacks_is_named() -> None:
    chairs = tuple(
        Node(f"n-x{i}", f"Slab {i}", "sets", "slab", MeshPayload("g-slab", ("m-wall",)), Transform((-3 + i * 0.3, 3.0, 0)))
        for i in range(8)
    )
    anna = {"cast": [{"name": "ANNA"}, {"name": "RADIO", "heard_only": True}]}
    assert counted(anna, extra=chairs) == {}
    assert counted(anna).keys() == {"empty_set"}
    assert counted(anna, lumen=0.0, extra=chairs).keys() == {"empty_set"}
    assert counted(anna, rows=[], extra=chairs).keys() == {"shots_missing", "cast_unseen"}
    only_insert = [{"shot": "sh1", "subjects": []}, {"shot": "sh2", "subjects": []}]
    assert counted(anna, rows=only_insert, extra=chairs).keys() == {"cast_unseen"}
    assert counted({"cast": [{"name": "RADIO", "heard_only": True}]}, rows=only_insert, extra=chairs) == {}


def test_a_black_light_is_seen() -> None:
    row = measured(luminance=True, lumen=0.0, sky=0.0)[0]
    assert row["fails"].keys() == {"luminance"}
    assert row["values"]["luminance"] < 0.01


@pytest.mark.parametrize(
    ("hour", "mood", "sky", "dark"),
    [
        ("NIGHT", [], "interior", True),
        ("DAY", ["noir"], "clear", True),
        ("DAY", ["horror"], "clear", False),
        ("DAY", ["calm", "noir"], "clear", False),
        ("DUSK", [], "blue_hour", True),
        ("DUSK", [], "golden", False),
        ("DAY", [], "night", False),
    ],
)
def test_night_comes_from_the_breakdown(hour: str, mood: list[str], sky: str, dark: bool) -> None:
    assert measure.is_dark({"time_of_day": hour, "mood": mood, "heading": "INT. NIGHT CLUB"}, sky) is dark


def test_a_sample_is_always_the_same_and_spread() -> None:
    shots = [{"id": i} for i in range(10)]
    assert [s["id"] for s in measure.sampled(shots, 3)] == [0, 4, 9]
    assert measure.sampled(shots, 0) == measure.sampled(shots, 12) == shots
    assert measure.sampled(shots, 1) == shots[:1]


def test_a_hidden_prop_fails_its_insert() -> None:
    lid = Node("n-lid", "Lid", "sets", "box", MeshPayload("g-slab", ("m-oak",)), Transform((-1.3, 0.5, 0.0)))
    assert "prop_seen" in measured(extra=(lid,))[1]["fails"]


def test_turning_the_camera_by_a_sign_is_noticed() -> None:
    """Were a quaternion written with one sign wrong, the measurement would not agree."""
    good = look_rotation(rooms.EYE, (0.0, 1.0, 0.88))
    wrong = msgspec.structs.replace(
        camera(rooms.EYE, (0.0, 1.0, 0.88)), transform=Transform(rooms.EYE, (good[0], -good[1], good[2], good[3]))
    )
    assert "head_in_frame" in measured(camera=wrong)[0]["fails"]
