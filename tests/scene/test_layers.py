"""What people did outlives what a new draft generates, and nothing is dropped in silence."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from tests.hosts.scenes import full_scene
from tests.scene.edited import G0, MOVED, PLACE, V, crate, generated, place_of, replace

from setpiece.errors import InputError
from setpiece.geometry import quat_from_yaw
from setpiece.scene import (
    Edit,
    Edits,
    EmptyPayload,
    LightPayload,
    MeshPayload,
    Node,
    Resources,
    Transform,
    compose,
    diff,
    instance_id,
    promote,
    resolve,
    scene_findings,
    set_property,
    split_instance_id,
)

# --- records -----------------------------------------------------------------------------------


def test_no_edits_is_the_generated_scene() -> None:
    scene = generated()
    assert compose(scene, Edits()).scene is scene
    assert compose(scene, Edits(locked=("n-chair",))).conflicts == ()


def test_a_record_wins_over_what_is_generated() -> None:
    composed = compose(generated(), Edits(records=(MOVED,)))
    assert composed.conflicts == ()
    assert [(c.id, c.property, c.value) for c in diff(generated(), composed.scene)] == [("n-chair", PLACE, V)]


def test_values_from_a_file_are_lists_and_plain_tables() -> None:
    lamp = LightPayload("point", lumen=40.0)
    edits = Edits(records=(MOVED, Edit("n-lamp", "payload", lamp, MeshPayload("g-chair", ("m-lamp",)))))
    read = msgspec.json.decode(msgspec.json.encode(edits), type=Edits)
    composed = compose(generated(), read)
    assert composed.conflicts == ()
    assert place_of(composed.scene) == V
    assert composed.scene.nodes["n-lamp"].payload == lamp


def test_another_base_is_a_conflict_and_the_edit_stays() -> None:
    now = (0.5, -0.9, 0.0)
    composed = compose(generated(now), Edits(records=(MOVED,)))
    assert place_of(composed.scene) == V
    (conflict,) = composed.conflicts
    assert (conflict.kind, conflict.node, conflict.property) == ("changed", "n-chair", PLACE)
    assert (conflict.base, conflict.generated, conflict.value) == (G0, now, V)
    assert conflict.choices == ("keep", "take", "relative")


def test_a_base_that_moved_less_than_the_quantum_is_no_conflict() -> None:
    assert compose(generated((0.00004, -0.9, 0.0)), Edits(records=(MOVED,))).conflicts == ()


def test_generating_what_was_wanted_is_no_conflict() -> None:
    """A solver that works around the edit places the chair where the person put it."""
    assert compose(generated(V), Edits(records=(MOVED,))).conflicts == ()


@pytest.mark.parametrize(("choice", "place"), [("keep", V), ("take", (0.5, -0.9, 0.0)), ("relative", (1.5, 2.0, 0.0))])
def test_a_decision_ends_the_conflict(choice: str, place: tuple[float, float, float]) -> None:
    scene, edits = generated((0.5, -0.9, 0.0)), Edits(records=(MOVED,))
    (conflict,) = compose(scene, edits).conflicts
    decided = resolve(scene, edits, [(conflict, choice)])  # type: ignore[list-item]
    again = compose(scene, decided)
    assert again.conflicts == ()
    assert place_of(again.scene) == place
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
    edits = Edits(records=(Edit("n-cam", "payload.f_stop", 16.0, 4.0), Edit("n-lamp", "name", "Torch", "Lamp")))
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


def test_additions_bring_their_resources() -> None:
    composed = compose(generated(), crate("n-group"))
    assert composed.conflicts == ()
    assert composed.scene.nodes["a1"].parent == "n-group"
    assert "a1-mesh" in composed.scene.resources.geometry
    assert scene_findings(composed.scene) == []


def test_an_addition_whose_parent_is_gone_hangs_below_nothing() -> None:
    composed = compose(generated(), crate("n-wagon"))
    assert composed.scene.nodes["a1"].parent is None
    assert [(c.kind, c.property) for c in composed.conflicts] == [("orphaned", "parent")]


def test_an_addition_whose_mesh_is_gone_is_reported_not_shown() -> None:
    edits = replace(crate(), added_resources=Resources())
    composed = compose(generated(), edits)
    assert "a1" not in composed.scene.nodes
    assert [(c.kind, c.node) for c in composed.conflicts] == [("refused", "a1")]
    assert resolve(generated(), edits, [(composed.conflicts[0], "take")]).added == {}


def test_generated_resources_are_fresher_than_copies_in_edits() -> None:
    scene = generated()
    stale = replace(scene.resources.geometry["g-chair"], hash="old")
    edits = replace(crate(), added_resources=Resources(geometry={**crate().added_resources.geometry, "g-chair": stale}))
    assert compose(scene, edits).scene.resources.geometry["g-chair"].hash != "old"


def test_additions_in_a_circle_are_reported() -> None:
    a = Node("a", "A", "added", "x", EmptyPayload(), parent="b")
    b = Node("b", "B", "added", "x", EmptyPayload(), parent="a")
    composed = compose(generated(), Edits(added={"a": a, "b": b}))
    assert composed.scene == generated()
    assert "circle" in composed.conflicts[0].reason


def test_an_exclusion_leaves_the_children_where_they_stood() -> None:
    scene = generated()
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
    assert compose(generated(), edits).conflicts == ()


def test_a_deleted_camera_takes_its_shots_from_the_cut_and_says_so() -> None:
    composed = compose(generated(), Edits(excluded=("n-cam",)))
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
    composed = compose(generated(), Edits(excluded=(instance_id("n-scatter", 11),)))
    assert composed.scene.nodes["n-scatter"].payload.hidden_keys == (11,)  # type: ignore[union-attr]
    gone = compose(generated(), Edits(excluded=(instance_id("n-lawn", 11),)))
    assert [(c.kind, c.node) for c in gone.conflicts] == [("orphaned", "n-lawn")]
    edits = Edits(excluded=(instance_id("n-lawn", 11),))
    assert resolve(generated(), edits, [(gone.conflicts[0], "take")]).excluded == ()
