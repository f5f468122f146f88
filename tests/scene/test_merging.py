"""What people did comes together: scan after scan, session after session, and locks."""

from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.hosts.scenes import full_scene
from tests.scene.edited import G0, MOVED, PLACE, V, crate, generated, place_of, replace

from setpiece.errors import InputError
from setpiece.scene import (
    CameraPayload,
    Conflict,
    Edit,
    Edits,
    Scene,
    Session,
    bake,
    compose,
    edited_nodes,
    instance_id,
    merge_edits,
    promote,
    resolve,
    scene_findings,
    set_property,
)

# --- merging -----------------------------------------------------------------------------------


def test_a_second_edit_keeps_the_first_base() -> None:
    second = Edit("n-chair", PLACE, (5.0, 5.0, 0.0), V)
    (record,) = merge_edits(Edits(records=(MOVED,)), Edits(records=(second,))).records
    assert (record.value, record.base, record.author) == ((5.0, 5.0, 0.0), G0, "kim")


def test_back_at_the_base_is_no_edit() -> None:
    back = Edit("n-chair", PLACE, (0.00001, -0.9, 0.0), V)
    assert merge_edits(Edits(records=(MOVED,)), Edits(records=(back,))) == Edits()


def test_merging_a_scan_twice_changes_nothing() -> None:
    scan = replace(crate(), records=(MOVED,), excluded=("n-lamp",))
    once = merge_edits(Edits(locked=("n-cam",)), scan)
    assert merge_edits(once, scan) == once
    assert once.locked == ("n-cam",)


def test_edits_of_added_nodes_go_into_them() -> None:
    scan = Edits(records=(Edit("a1", PLACE, (9.0, 0.0, 0.0), (3.0, 0.0, 0.0)),))
    merged = merge_edits(crate(), scan)
    assert merged.records == ()
    assert merged.added["a1"].transform.translation == (9.0, 0.0, 0.0)


def test_deleting_an_addition_forgets_it_and_its_mesh() -> None:
    assert merge_edits(crate(), Edits(excluded=("a1",))) == Edits()


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
    edits = replace(crate(), records=(MOVED,), excluded=("n-lamp",))
    assert merge_edits(edits, Edits(), current=generated(), showed_old=True) == Edits()
    assert merge_edits(edits, Edits(), current=generated()) == edits
    shown = compose(generated(), edits).scene
    assert merge_edits(edits, Edits(), current=shown, showed_old=True) == edits


def test_a_copy_outlives_what_it_was_copied_from() -> None:
    scene = generated()
    copy = replace(scene.nodes["n-chair"], id="copy1", department="added", parent=None)
    shown = replace(scene, nodes={**scene.nodes, "copy1": copy})
    merged = merge_edits(Edits(), Edits(added={"copy1": copy}), current=shown)
    assert set(merged.added_resources.geometry) == {"g-chair"}
    bare = Scene(scene.id)
    composed = compose(bare, merged)
    assert composed.conflicts == ()
    assert scene_findings(composed.scene) == []


def test_edited_nodes() -> None:
    edits = replace(crate(), records=(MOVED,), excluded=(instance_id("n-scatter", 11), "n-lamp"), locked=("n-cam",))
    assert edited_nodes(edits) == ("a1", "n-cam", "n-chair", "n-lamp", "n-scatter")


_PLACES = st.tuples(*[st.integers(-500, 500).map(lambda n: n / 100)] * 3)


@settings(max_examples=60, deadline=None)
@given(st.lists(_PLACES, min_size=1, max_size=6), _PLACES)
def test_any_history_of_moves_ends_at_the_last_with_the_first_base(
    moves: list[tuple[float, float, float]], redraft: tuple[float, float, float]
) -> None:
    scene, edits, before = generated(), Edits(), G0
    for place in moves:
        edits = merge_edits(edits, Edits(records=(Edit("n-chair", PLACE, place, before),)))
        before = place
    assert place_of(compose(scene, edits).scene) == moves[-1]
    assert all(r.base == G0 for r in edits.records)
    late = compose(generated(redraft), edits)
    if edits.records:
        assert place_of(late.scene) == moves[-1]
        assert bool(late.conflicts) == (redraft not in (G0, moves[-1]))


# --- session -----------------------------------------------------------------------------------


def test_a_session_shows_the_latest_and_ends_without_a_trace() -> None:
    scene = generated()
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
    session = Session(generated())
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
    base, edits = generated(), Edits(records=(MOVED,))
    session = Session(compose(base, edits).scene)
    session.stage([f"n-chair#{PLACE}", "n-cam#payload.focus_m"], [(7.0, 7.0, 0.0), 2.5])
    merged = merge_edits(edits, bake(session, "kim"))
    bases = {(r.node, r.property): r.base for r in merged.records}
    assert bases == {("n-chair", PLACE): G0, ("n-cam", "payload.focus_m"): 3.0}
    assert compose(base, merged).scene == session.shown()


def test_conflicts_travel() -> None:
    conflict = compose(generated((0.5, 0.0, 0.0)), Edits(records=(MOVED,))).conflicts[0]
    sent = msgspec.json.decode(msgspec.json.encode(conflict), type=Conflict)
    assert (sent.kind, sent.node, list(sent.value)) == ("changed", "n-chair", list(V))  # type: ignore[call-overload]


# --- what locks hold on to ---------------------------------------------------------------------


def test_what_a_lock_holds_goes_when_lock_and_records_are_gone() -> None:
    scene = generated()
    held = {i: scene.nodes[i] for i in ("n-cam", "n-chair", "n-lamp")}
    scan = Edits(records=(MOVED,), locked=("n-cam",), held=held)
    merged = merge_edits(Edits(), scan)
    assert set(merged.held) == {"n-cam", "n-chair"}
    assert compose(scene, Edits(locked=("n-cam",), held=held)).scene is scene
    unlocked = merge_edits(merged, Edits(records=(MOVED,)), current=scene, showed_old=True)
    assert (unlocked.locked, set(unlocked.held)) == ((), {"n-chair"})
    assert merge_edits(merged, Edits(records=(MOVED,)), current=scene).locked == ("n-cam",)


def test_taking_the_generated_value_lets_go_of_what_was_held() -> None:
    scene = generated()
    nodes = {**scene.nodes, "n-chair": set_property(scene.nodes["n-chair"], PLACE, (7.0, 7.0, 0.0))}
    draft = replace(scene, nodes=nodes)
    edits = Edits(records=(MOVED,), held={"n-chair": scene.nodes["n-chair"]})
    (conflict,) = compose(draft, edits).conflicts
    assert resolve(draft, edits, [(conflict, "take")]) == Edits()
    assert resolve(draft, edits, [(conflict, "keep")]).held == edits.held
