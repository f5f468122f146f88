"""What people did outlives what a new draft generates, and nothing is dropped in silence."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.hosts.scenes import full_scene

from setpiece.errors import InputError
from setpiece.geometry import quat_from_yaw
from setpiece.scene import (
    CameraPayload,
    Conflict,
    Edit,
    Edits,
    EmptyPayload,
    Geometry,
    LightPayload,
    MeshPayload,
    Node,
    Resources,
    Scene,
    Session,
    Transform,
    bake,
    compose,
    diff,
    edited_nodes,
    instance_id,
    merge_edits,
    promote,
    resolve,
    scene_findings,
    set_property,
    split_instance_id,
)

replace = msgspec.structs.replace
PLACE = "transform.translation"
G0, V = (0.0, -0.9, 0.0), (1.0, 2.0, 0.0)
MOVED = Edit("n-chair", PLACE, V, G0, "kim", "blender")


def _generated(place: tuple[float, float, float] = G0) -> Scene:
    scene, _ = full_scene()
    chair = set_property(scene.nodes["n-chair"], PLACE, place)
    return replace(scene, nodes={**scene.nodes, "n-chair": chair})


def _place(scene: Scene, node: str = "n-chair") -> tuple[float, float, float]:
    return scene.nodes[node].transform.translation


# --- records -----------------------------------------------------------------------------------


def test_no_edits_is_the_generated_scene() -> None:
    scene = _generated()
    assert compose(scene, Edits()).scene is scene
    assert compose(scene, Edits(locked=("n-chair",))).conflicts == ()


def test_a_record_wins_over_what_is_generated() -> None:
    composed = compose(_generated(), Edits(records=(MOVED,)))
    assert composed.conflicts == ()
    assert [(c.id, c.property, c.value) for c in diff(_generated(), composed.scene)] == [
        ("n-chair", PLACE, V)
    ]


def test_values_from_a_file_are_lists_and_plain_tables() -> None:
    lamp = LightPayload("point", lumen=40.0)
    edits = Edits(records=(MOVED, Edit("n-lamp", "payload", lamp, MeshPayload("g-chair", ("m-lamp",)))))
    read = msgspec.json.decode(msgspec.json.encode(edits), type=Edits)
    composed = compose(_generated(), read)
    assert composed.conflicts == ()
    assert _place(composed.scene) == V
    assert composed.scene.nodes["n-lamp"].payload == lamp


def test_another_base_is_a_conflict_and_the_edit_stays() -> None:
    now = (0.5, -0.9, 0.0)
    composed = compose(_generated(now), Edits(records=(MOVED,)))
    assert _place(composed.scene) == V
    (conflict,) = composed.conflicts
    assert (conflict.kind, conflict.node, conflict.property) == ("changed", "n-chair", PLACE)
    assert (conflict.base, conflict.generated, conflict.value) == (G0, now, V)
    assert conflict.choices == ("keep", "take", "relative")


def test_a_base_that_moved_less_than_the_quantum_is_no_conflict() -> None:
    assert compose(_generated((0.00004, -0.9, 0.0)), Edits(records=(MOVED,))).conflicts == ()


def test_generating_what_was_wanted_is_no_conflict() -> None:
    """A solver that works around the edit places the chair where the person put it."""
    assert compose(_generated(V), Edits(records=(MOVED,))).conflicts == ()


@pytest.mark.parametrize(
    ("choice", "place"), [("keep", V), ("take", (0.5, -0.9, 0.0)), ("relative", (1.5, 2.0, 0.0))]
)
def test_a_decision_ends_the_conflict(choice: str, place: tuple[float, float, float]) -> None:
    scene, edits = _generated((0.5, -0.9, 0.0)), Edits(records=(MOVED,))
    (conflict,) = compose(scene, edits).conflicts
    decided = resolve(scene, edits, [(conflict, choice)])  # type: ignore[list-item]
    again = compose(scene, decided)
    assert again.conflicts == ()
    assert _place(again.scene) == place
    assert [r.base for r in decided.records] == ([] if choice == "take" else [(0.5, -0.9, 0.0)])


def test_relative_turns_and_dims() -> None:
    scene, _ = full_scene()
    base, value, now = quat_from_yaw(0.1), quat_from_yaw(0.4), quat_from_yaw(1.0)
    chair = set_property(scene.nodes["n-chair"], "transform.rotation", now)
    lamp = set_property(scene.nodes["n-key"], "payload.lumen", 1000.0)
    scene = replace(scene, nodes={**scene.nodes, "n-chair": chair, "n-key": lamp})
    edits = Edits(
        records=(
            Edit("n-chair", "transform.rotation", value, base),
            Edit("n-key", "payload.lumen", 800.0, 3200.0),
        )
    )
    conflicts = compose(scene, edits).conflicts
    assert len(conflicts) == 2
    out = compose(scene, resolve(scene, edits, [(c, "relative") for c in conflicts])).scene
    assert out.nodes["n-chair"].transform.rotation == pytest.approx(quat_from_yaw(1.3), abs=2e-6)
    assert out.nodes["n-key"].payload.lumen == 250.0  # type: ignore[union-attr]


def test_relative_stays_in_range_and_is_not_offered_for_words() -> None:
    scene, _ = full_scene()
    cam = set_property(scene.nodes["n-cam"], "payload.f_stop", 60.0)
    named = set_property(scene.nodes["n-lamp"], "name", "Lantern")
    scene = replace(scene, nodes={**scene.nodes, "n-cam": cam, "n-lamp": named})
    edits = Edits(
        records=(Edit("n-cam", "payload.f_stop", 16.0, 4.0), Edit("n-lamp", "name", "Torch", "Lamp"))
    )
    stop, name = compose(scene, edits).conflicts
    assert name.choices == ("keep", "take")
    with pytest.raises(InputError, match=r"n-lamp#name.*keep, take"):
        resolve(scene, edits, [(name, "relative")])
    out = compose(scene, resolve(scene, edits, [(stop, "relative"), (name, "keep")]))
    assert out.conflicts == ()
    assert out.scene.nodes["n-cam"].payload.f_stop == 64.0  # type: ignore[union-attr]


def test_an_edit_of_a_gone_node_is_kept_and_reported() -> None:
    scene, _ = full_scene()
    edits = Edits(records=(Edit("n-sofa", PLACE, V, G0),), locked=("n-rug",))
    composed = compose(scene, edits)
    assert composed.scene == scene
    assert [(c.kind, c.node) for c in composed.conflicts] == [("orphaned", "n-sofa"), ("orphaned", "n-rug")]
    forgotten = resolve(scene, edits, [(c, "take") for c in composed.conflicts])
    assert forgotten == Edits()


def test_unknown_paths_and_impossible_values_are_kept_and_reported() -> None:
    scene, _ = full_scene()
    edits = Edits(
        records=(
            Edit("n-cam", "payload.squeeze", 2.0, 1.0),
            Edit("n-cam", "payload.focal_mm", -5.0, 50.0),
            Edit("n-chair", "parent", "n-nobody", "n-group"),
            Edit("n-group", "parent", "n-chair", None),
            Edit("n-chair", "payload.geometry", "g-none", "g-chair"),
            Edit("n-lamp", PLACE, [None, "x"], None),
        )
    )
    composed = compose(scene, edits)
    assert composed.scene == scene
    said = {(c.node, c.property): c.kind for c in composed.conflicts}
    assert said == {
        ("n-cam", "payload.squeeze"): "unknown_property",
        ("n-cam", "payload.focal_mm"): "refused",
        ("n-chair", "parent"): "refused",
        ("n-group", "parent"): "refused",
        ("n-chair", "payload.geometry"): "refused",
        ("n-lamp", PLACE): "refused",
    }
    assert all(c.reason for c in composed.conflicts)


# --- additions, exclusions, promotions ---------------------------------------------------------


def _crate(parent: str | None = None) -> Edits:
    node = Node(
        "a1", "Crate", "added", "cube", MeshPayload("a1-mesh"), Transform((3.0, 0.0, 0.0)), parent=parent
    )
    mesh = Geometry("a1-mesh", "h", {"position": "0" * 32}, (-0.5, -0.5, -0.5), (0.5, 0.5, 0.5))
    return Edits(added={"a1": node}, added_resources=Resources(geometry={"a1-mesh": mesh}))


def test_additions_bring_their_resources() -> None:
    composed = compose(_generated(), _crate("n-group"))
    assert composed.conflicts == ()
    assert composed.scene.nodes["a1"].parent == "n-group"
    assert "a1-mesh" in composed.scene.resources.geometry
    assert scene_findings(composed.scene) == []


def test_an_addition_whose_parent_is_gone_hangs_below_nothing() -> None:
    composed = compose(_generated(), _crate("n-wagon"))
    assert composed.scene.nodes["a1"].parent is None
    assert [(c.kind, c.property) for c in composed.conflicts] == [("orphaned", "parent")]


def test_an_addition_whose_mesh_is_gone_is_reported_not_shown() -> None:
    edits = replace(_crate(), added_resources=Resources())
    composed = compose(_generated(), edits)
    assert "a1" not in composed.scene.nodes
    assert [(c.kind, c.node) for c in composed.conflicts] == [("refused", "a1")]
    assert resolve(_generated(), edits, [(composed.conflicts[0], "take")]).added == {}


def test_generated_resources_are_fresher_than_copies_in_edits() -> None:
    scene = _generated()
    stale = replace(scene.resources.geometry["g-chair"], hash="old")
    edits = replace(
        _crate(), added_resources=Resources(geometry={**_crate().added_resources.geometry, "g-chair": stale})
    )
    assert compose(scene, edits).scene.resources.geometry["g-chair"].hash != "old"


def test_additions_in_a_circle_are_reported() -> None:
    a = Node("a", "A", "added", "x", EmptyPayload(), parent="b")
    b = Node("b", "B", "added", "x", EmptyPayload(), parent="a")
    composed = compose(_generated(), Edits(added={"a": a, "b": b}))
    assert composed.scene == _generated()
    assert "circle" in composed.conflicts[0].reason


def test_an_exclusion_leaves_the_children_where_they_stood() -> None:
    scene = _generated()
    turned = replace(
        scene.nodes["n-group"],
        transform=Transform((1.0, 0.5, 0.0), quat_from_yaw(math.pi / 2), (2.0, 2.0, 2.0)),
    )
    scene = replace(scene, nodes={**scene.nodes, "n-group": turned})
    composed = compose(scene, Edits(excluded=("n-group",)))
    assert "n-group" not in composed.scene.nodes
    chair = composed.scene.nodes["n-chair"]
    assert chair.parent is None
    assert chair.transform.translation == pytest.approx((1.0 + 1.8, 0.5, 0.0))
    assert chair.transform.scale == (2.0, 2.0, 2.0)
    assert "r-1" not in composed.scene.relations  # it aimed at the group
    assert scene_findings(composed.scene) == []


def test_an_exclusion_that_is_not_generated_is_fulfilled() -> None:
    edits = Edits(excluded=("n-piano",), records=(Edit("n-piano", PLACE, V, G0),))
    assert compose(_generated(), edits).conflicts == ()


def test_a_deleted_camera_takes_its_shots_from_the_cut_and_says_so() -> None:
    composed = compose(_generated(), Edits(excluded=("n-cam",)))
    assert [s.id for s in composed.scene.sequence.shots] == ["sh2"]
    assert "sh1" in composed.conflicts[0].reason
    assert scene_findings(composed.scene) == []


def test_instance_ids() -> None:
    assert split_instance_id(instance_id("s1.p4", -7)) == ("s1.p4", -7)
    assert split_instance_id("s1.p4") is None
    assert split_instance_id("a:b") is None


def test_a_promoted_instance_stands_where_it_stood_and_leaves_the_scatter() -> None:
    scene, arrays = full_scene()
    made = promote(scene, "n-scatter", 12, arrays)
    assert made.node.transform.translation == (1.0, 0.0, 0.0)
    assert made.node.transform.scale == (0.1, 0.1, 0.1)
    assert made.node.payload == MeshPayload("g-chair", ("m-oak",))
    composed = compose(scene, Edits(promoted={made.key: made.node}))
    assert composed.conflicts == ()
    assert composed.scene.nodes["n-scatter"].payload.hidden_keys == (12,)  # type: ignore[union-attr]
    assert composed.scene.nodes[made.node.id] == made.node
    with pytest.raises(InputError, match="no instance 12"):
        promote(composed.scene, "n-scatter", 12, arrays)
    with pytest.raises(InputError, match="not a scatter"):
        promote(scene, "n-chair", 12, arrays)


def test_a_promoted_prototype_of_many_parts_is_a_scatter_of_one() -> None:
    scene, arrays = full_scene()
    leaf = scene.resources.prototype["p-leaf"]
    twice = replace(leaf, parts=leaf.parts * 2)
    scene = replace(scene, resources=replace(scene.resources, prototype={"p-leaf": twice}))
    made = promote(scene, "n-scatter", 13, arrays)
    for array in made.arrays.values():
        assert arrays.put(array) in made.arrays
    composed = compose(scene, Edits(promoted={made.key: made.node}))
    assert scene_findings(composed.scene, arrays) == []
    assert made.node.transform.translation == (2.0, 0.0, 0.0)
    assert np.array_equal(arrays.array(made.node.payload.arrays["key"]), [13])  # type: ignore[union-attr]


def test_a_single_deleted_instance_is_hidden() -> None:
    composed = compose(_generated(), Edits(excluded=(instance_id("n-scatter", 11),)))
    assert composed.scene.nodes["n-scatter"].payload.hidden_keys == (11,)  # type: ignore[union-attr]
    gone = compose(_generated(), Edits(excluded=(instance_id("n-lawn", 11),)))
    assert [(c.kind, c.node) for c in gone.conflicts] == [("orphaned", "n-lawn")]
    edits = Edits(excluded=(instance_id("n-lawn", 11),))
    assert resolve(_generated(), edits, [(gone.conflicts[0], "take")]).excluded == ()


# --- merging -----------------------------------------------------------------------------------


def test_a_second_edit_keeps_the_first_base() -> None:
    second = Edit("n-chair", PLACE, (5.0, 5.0, 0.0), V)
    (record,) = merge_edits(Edits(records=(MOVED,)), Edits(records=(second,))).records
    assert (record.value, record.base, record.author) == ((5.0, 5.0, 0.0), G0, "kim")


def test_back_at_the_base_is_no_edit() -> None:
    back = Edit("n-chair", PLACE, (0.00001, -0.9, 0.0), V)
    assert merge_edits(Edits(records=(MOVED,)), Edits(records=(back,))) == Edits()


def test_merging_a_scan_twice_changes_nothing() -> None:
    scan = replace(_crate(), records=(MOVED,), excluded=("n-lamp",))
    once = merge_edits(Edits(locked=("n-cam",)), scan)
    assert merge_edits(once, scan) == once
    assert once.locked == ("n-cam",)


def test_edits_of_added_nodes_go_into_them() -> None:
    scan = Edits(records=(Edit("a1", PLACE, (9.0, 0.0, 0.0), (3.0, 0.0, 0.0)),))
    merged = merge_edits(_crate(), scan)
    assert merged.records == ()
    assert merged.added["a1"].transform.translation == (9.0, 0.0, 0.0)


def test_deleting_an_addition_forgets_it_and_its_mesh() -> None:
    assert merge_edits(_crate(), Edits(excluded=("a1",))) == Edits()


def test_deleting_a_promoted_instance_does_not_let_it_grow_back() -> None:
    scene, arrays = full_scene()
    made = promote(scene, "n-scatter", 12, arrays)
    merged = merge_edits(Edits(promoted={made.key: made.node}), Edits(excluded=(made.node.id,)))
    assert merged.promoted == {}
    composed = compose(scene, merged)
    assert made.node.id not in composed.scene.nodes
    assert composed.scene.nodes["n-scatter"].payload.hidden_keys == (12,)  # type: ignore[union-attr]


def test_what_was_undone_in_the_host_is_taken_back() -> None:
    """The host showed these edits; now it shows the generated scene again and scan is empty."""
    edits = replace(_crate(), records=(MOVED,), excluded=("n-lamp",))
    assert merge_edits(edits, Edits(), current=_generated(), showed_old=True) == Edits()
    assert merge_edits(edits, Edits(), current=_generated()) == edits
    shown = compose(_generated(), edits).scene
    assert merge_edits(edits, Edits(), current=shown, showed_old=True) == edits


def test_a_copy_outlives_what_it_was_copied_from() -> None:
    scene = _generated()
    copy = replace(scene.nodes["n-chair"], id="copy1", department="added", parent=None)
    shown = replace(scene, nodes={**scene.nodes, "copy1": copy})
    merged = merge_edits(Edits(), Edits(added={"copy1": copy}), current=shown)
    assert set(merged.added_resources.geometry) == {"g-chair"}
    bare = Scene(scene.id)
    composed = compose(bare, merged)
    assert composed.conflicts == ()
    assert scene_findings(composed.scene) == []


def test_edited_nodes() -> None:
    edits = replace(
        _crate(), records=(MOVED,), excluded=(instance_id("n-scatter", 11), "n-lamp"), locked=("n-cam",)
    )
    assert edited_nodes(edits) == ("a1", "n-cam", "n-chair", "n-lamp", "n-scatter")


_PLACES = st.tuples(*[st.integers(-500, 500).map(lambda n: n / 100)] * 3)


@settings(max_examples=60, deadline=None)
@given(st.lists(_PLACES, min_size=1, max_size=6), _PLACES)
def test_any_history_of_moves_ends_at_the_last_with_the_first_base(
    moves: list[tuple[float, float, float]], redraft: tuple[float, float, float]
) -> None:
    scene, edits, before = _generated(), Edits(), G0
    for place in moves:
        edits = merge_edits(edits, Edits(records=(Edit("n-chair", PLACE, place, before),)))
        before = place
    assert _place(compose(scene, edits).scene) == moves[-1]
    assert all(r.base == G0 for r in edits.records)
    late = compose(_generated(redraft), edits)
    if edits.records:
        assert _place(late.scene) == moves[-1]
        assert bool(late.conflicts) == (redraft not in (G0, moves[-1]))


# --- session -----------------------------------------------------------------------------------


def test_a_session_shows_the_latest_and_ends_without_a_trace() -> None:
    scene = _generated()
    session = Session(scene)
    for x in (1.0, 2.0, 3.0):
        session.stage([f"n-cam#{PLACE}", "n-cam#payload.focal_mm"], [[x, 0, 0], 40 + x])
    shown = session.shown().nodes["n-cam"]
    assert shown.transform.translation == (3.0, 0.0, 0.0)
    assert isinstance(shown.payload, CameraPayload)
    assert shown.payload.focal_mm == 43.0
    assert session.end() is scene
    assert session.values == {}
    assert session.shown() == scene


def test_a_session_takes_all_or_nothing_and_live_properties_only() -> None:
    session = Session(_generated())
    for slots, values in (
        (["n-cam#payload.focal_mm", "n-cam#payload.filmback_width_mm"], [50.0, 20.0]),
        (["n-cam#payload.focal_mm", "n-nobody#visible"], [50.0, True]),
        (["n-cam#payload.focal_mm", f"n-cam#{PLACE}"], [50.0, (math.nan, 0, 0)]),
        (["n-cam#payload.focal_mm"], [50.0, 1.0]),
    ):
        with pytest.raises(InputError):
            session.stage(slots, values)
        assert session.values == {}


def test_a_baked_session_becomes_edits_over_the_generated_base() -> None:
    generated, edits = _generated(), Edits(records=(MOVED,))
    session = Session(compose(generated, edits).scene)
    session.stage([f"n-chair#{PLACE}", "n-cam#payload.focus_m"], [(7.0, 7.0, 0.0), 2.5])
    merged = merge_edits(edits, bake(session, "kim"))
    bases = {(r.node, r.property): r.base for r in merged.records}
    assert bases == {("n-chair", PLACE): G0, ("n-cam", "payload.focus_m"): 3.0}
    assert compose(generated, merged).scene == session.shown()


def test_conflicts_travel() -> None:
    conflict = compose(_generated((0.5, 0.0, 0.0)), Edits(records=(MOVED,))).conflicts[0]
    sent = msgspec.json.decode(msgspec.json.encode(conflict), type=Conflict)
    assert (sent.kind, sent.node, list(sent.value)) == ("changed", "n-chair", list(V))  # type: ignore[call-overload]


# --- what locks hold on to ---------------------------------------------------------------------


def test_what_a_lock_holds_goes_when_lock_and_records_are_gone() -> None:
    scene = _generated()
    held = {i: scene.nodes[i] for i in ("n-cam", "n-chair", "n-lamp")}
    scan = Edits(records=(MOVED,), locked=("n-cam",), held=held)
    merged = merge_edits(Edits(), scan)
    assert set(merged.held) == {"n-cam", "n-chair"}
    assert compose(scene, Edits(locked=("n-cam",), held=held)).scene is scene
    unlocked = merge_edits(merged, Edits(records=(MOVED,)), current=scene, showed_old=True)
    assert (unlocked.locked, set(unlocked.held)) == ((), {"n-chair"})
    assert merge_edits(merged, Edits(records=(MOVED,)), current=scene).locked == ("n-cam",)


def test_taking_the_generated_value_lets_go_of_what_was_held() -> None:
    scene = _generated()
    nodes = {**scene.nodes, "n-chair": set_property(scene.nodes["n-chair"], PLACE, (7.0, 7.0, 0.0))}
    draft = replace(scene, nodes=nodes)
    edits = Edits(records=(MOVED,), held={"n-chair": scene.nodes["n-chair"]})
    (conflict,) = compose(draft, edits).conflicts
    assert resolve(draft, edits, [(conflict, "take")]) == Edits()
    assert resolve(draft, edits, [(conflict, "keep")]).held == edits.held
