"""The part of the conformance suite that works by hand: what scan finds, and what undo takes back."""

from __future__ import annotations

import pytest
from tests.hosts.rig import Rig, applied, describe_difference, no_edits

from setpiece.scene import (
    apply_changes,
    compose,
    diff,
    merge_edits,
    scene_findings,
)
from setpiece.scene.host import Change
from setpiece.scene.model import Edits, MeshPayload, Node


class HandsConformance:
    """What every host does with the work of people; see ``suite``."""

    # --- scan ------------------------------------------------------------------------------

    def test_scan_of_an_untouched_scene_is_empty(self, rig: Rig) -> None:
        applied(rig)
        scan = rig.host.scan()
        assert no_edits(scan.edits)
        assert scan.duplicated == {}

    def test_scan_finds_a_moved_node(self, rig: Rig) -> None:
        applied(rig)
        rig.move_node("n-chair", (0.25, -1.5, 0.125))
        edits = rig.host.scan().edits
        assert [(e.node, e.property) for e in edits.records] == [("n-chair", "transform.translation")]
        assert edits.records[0].value == pytest.approx((0.25, -1.5, 0.125), abs=1e-4)
        assert edits.records[0].base == pytest.approx((0.0, -0.9, 0.0), abs=1e-4)
        assert not edits.added
        assert not edits.excluded

    def test_scan_finds_a_deleted_node(self, rig: Rig) -> None:
        applied(rig)
        rig.delete_node("n-chair")
        edits = rig.host.scan().edits
        assert edits.excluded == ("n-chair",)
        assert not edits.added
        assert not edits.records
        assert "n-chair" not in rig.host.current().nodes

    def test_scan_finds_an_added_cube(self, rig: Rig) -> None:
        applied(rig)
        rig.add_cube("Crate")
        scan = rig.host.scan()
        (node,) = scan.edits.added.values()
        assert node.name == "Crate"
        assert node.department == "added"
        assert isinstance(node.payload, MeshPayload)
        geometry = scan.edits.added_resources.geometry[node.payload.geometry]
        size = [hi - lo for lo, hi in zip(geometry.bounds_min, geometry.bounds_max, strict=True)]
        shown = [s * k for s, k in zip(size, node.transform.scale, strict=True)]
        assert shown == pytest.approx([1.0, 1.0, 1.0], abs=1e-3)
        assert scan.duplicated == {}

    def test_scan_finds_a_copy_under_an_id_of_its_own(self, rig: Rig) -> None:
        scene, _ = applied(rig)
        rig.duplicate_node("n-chair")
        scan = rig.host.scan()
        ((copy_id, source),) = scan.duplicated.items()
        assert source == "n-chair"
        assert copy_id not in scene.nodes
        assert set(scan.edits.added) == {copy_id}
        assert isinstance(scan.edits.added[copy_id].payload, MeshPayload)
        assert scan.edits.added[copy_id].payload.geometry == "g-chair"
        assert not scan.edits.records
        assert not scan.edits.excluded

    def test_scan_twice_says_the_same(self, rig: Rig) -> None:
        applied(rig)
        rig.move_node("n-lamp", (3.0, 0.0, 0.0))
        rig.duplicate_node("n-chair")
        rig.add_cube("Crate")
        rig.delete_node("n-mark")
        first, second = rig.host.scan(), rig.host.scan()
        assert (second.edits, second.duplicated, second.unknown) == (
            first.edits,
            first.duplicated,
            first.unknown,
        )
        assert second.arrays.keys() == first.arrays.keys()

    def test_what_scan_found_composes_to_what_is_shown(self, rig: Rig) -> None:
        scene, _ = applied(rig)
        rig.move_node("n-lamp", (3.0, 0.5, 0.0))
        rig.duplicate_node("n-chair")
        rig.add_cube("Crate")
        rig.delete_node("n-mark")
        edits = merge_edits(Edits(), rig.host.scan().edits)
        composed = compose(scene, edits)
        assert composed.conflicts == ()
        assert describe_difference(rig, composed.scene) == []
        assert scene_findings(composed.scene) == []

    def test_a_deleted_node_is_not_changed_behind_the_artist(self, rig: Rig) -> None:
        applied(rig)
        rig.delete_node("n-chair")
        report = rig.host.apply([Change("set", "node", "n-chair", "transform.scale", (2.0, 2.0, 2.0))])
        assert len(report.refused) == 1
        assert "n-chair" in report.refused[0].reason

    # --- undo ------------------------------------------------------------------------------

    def test_undo_of_a_hand_leaves_nothing_to_scan(self, rig: Rig) -> None:
        self._needs_undo(rig)
        scene, _ = applied(rig)
        rig.move_node("n-chair", (2.0, 2.0, 0.0))
        rig.undo()
        assert no_edits(rig.host.scan().edits)
        assert describe_difference(rig, scene) == []
        rig.redo()
        assert [e.node for e in rig.host.scan().edits.records] == ["n-chair"]

    def test_undo_of_a_deletion_brings_it_back(self, rig: Rig) -> None:
        self._needs_undo(rig)
        scene, _ = applied(rig)
        rig.delete_node("n-chair")
        assert rig.host.scan().edits.excluded == ("n-chair",)
        rig.undo()
        assert no_edits(rig.host.scan().edits)
        assert describe_difference(rig, scene) == []
        rig.redo()
        assert rig.host.scan().edits.excluded == ("n-chair",)

    def test_a_commit_is_one_undo_step(self, rig: Rig) -> None:
        self._needs_undo(rig)
        scene, _ = applied(rig)
        changes = [
            Change("set", "node", "n-lamp", "transform.translation", (4.0, 4.0, 0.0), (-2.0, 1.0, 0.0)),
            Change("set", "node", "n-table", "visible", False, True),
            Change("set", "environment", "", "exposure_ev100", 3.5, 6.5),
        ]
        after = apply_changes(scene, changes)
        rig.host.apply(changes)
        rig.host.commit("Revise")
        rig.undo()
        assert describe_difference(rig, scene) == []
        assert no_edits(rig.host.scan().edits)
        rig.redo()
        assert describe_difference(rig, after) == []
        assert no_edits(rig.host.scan().edits)

    def test_an_undone_add_can_be_applied_again(self, rig: Rig) -> None:
        self._needs_undo(rig)
        scene, _ = applied(rig)
        add = [Change("add", "node", "n-new", "", Node("n-new", "Crate", "sets", "crate", MeshPayload("g-table")))]
        rig.host.apply(add)
        rig.host.commit("Add")
        rig.undo()
        assert "n-new" not in rig.host.current().nodes
        want = apply_changes(scene, add)
        assert rig.host.apply(diff(rig.host.current(), want)).refused == ()
        assert describe_difference(rig, want) == []

    def _needs_undo(self, rig: Rig) -> None:
        if "undo" not in rig.host.capabilities:
            pytest.skip("the host has no undo")
