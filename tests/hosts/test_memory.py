"""The in-memory host passes the suite that Blender's must pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest
from tests.hosts.rig import applied, describe_difference
from tests.hosts.suite import HostConformance

from setpiece.errors import InputError
from setpiece.scene import (
    CameraPayload,
    Change,
    Edits,
    MemoryArrays,
    MemoryHost,
    MeshPayload,
    Node,
    Scene,
    compose,
    diff,
    merge_edits,
    scene_findings,
    set_property,
)


class MemoryRig:
    """MemoryHost's hands under the suite's names, and the floats it stores."""

    silent_on = frozenset({"kind", "world", "moves", "moves_from", "vertices", "positions", "bounds"})

    def __init__(self) -> None:
        self.host = MemoryHost()
        self.move_node = self.host.hand_move
        self.delete_node = self.host.hand_delete
        self.add_cube = self.host.hand_add_cube
        self.duplicate_node = self.host.hand_duplicate
        self.undo = self.host.undo
        self.redo = self.host.redo
        self.arrays = MemoryArrays()
        self.lens: Callable[[Node], Node] = lambda node: node
        """What faults are planted in."""

    def shown(self, node_id: str) -> dict[str, Any]:
        node = self.host.current().nodes[node_id]
        for slot, value in self.host.staged.items():
            if slot.startswith(f"{node_id}#"):
                node = set_property(node, slot.partition("#")[2], value)
        node = self.lens(node)
        t, values = node.transform, msgspec.structs.asdict(node.payload)
        floats = {k: v for k, v in values.items() if isinstance(v, float) or k in ("tint", "shape")}
        return {
            "name": node.name, "parent": node.parent, "visible": node.visible,
            "location": t.translation, "rotation": t.rotation, "scale": t.scale, **floats,
        }  # fmt: skip

    def shown_ids(self) -> list[str]:
        return list(self.host.current().nodes)

    def shown_cuts(self) -> list[tuple[int, str]]:
        return [(s.first_frame, s.camera) for s in self.host.current().sequence.shots]


class TestMemoryHost(HostConformance):
    @pytest.fixture
    def rig(self) -> MemoryRig:
        return MemoryRig()

    def test_it_is_honest_about_single_precision(self, rig: MemoryRig) -> None:
        scene, _ = applied(rig)
        value = 33.333
        rig.host.apply([Change("set", "node", "n-cam", "payload.focal_mm", value)])
        held = rig.host.current().nodes["n-cam"].payload.focal_mm  # type: ignore[union-attr]
        assert held == float(np.float32(value)) != value
        assert rig.host.scan().edits.records == ()
        assert rig.host.apply(diff(rig.host.current(), scene)).applied == 1

    def test_arrays_that_no_store_has_are_refused(self, rig: MemoryRig) -> None:
        scene, _ = applied(rig)
        lost = msgspec.structs.replace(
            scene.resources.geometry["g-chair"], id="g-x", arrays={"position": "f" * 32}
        )
        report = rig.host.apply([Change("add", "resource", "geometry/g-x", "", lost)])
        assert "f" * 32 in report.refused[0].reason
        bad = Change("set", "resource", "geometry/g-chair", "arrays", {"position": "e" * 32})
        assert "e" * 32 in rig.host.apply([bad]).refused[0].reason

    def test_commits_are_named_and_empty_ones_are_none(self, rig: MemoryRig) -> None:
        applied(rig)
        rig.host.commit("Nothing happened")
        rig.host.hand_move("n-chair", (1.0, 0.0, 0.0))
        rig.host.hand_set("n-chair", "visible", False)
        assert rig.host.undo_labels == ("Build", "Move", "Set visible")
        rig.undo()
        rig.host.hand_move("n-chair", (2.0, 0.0, 0.0))
        assert rig.host.undo_labels == ("Build", "Move", "Move")
        rig.redo()
        assert rig.host.current().nodes["n-chair"].transform.translation == (2.0, 0.0, 0.0)

    def test_staged_values_are_seen_and_end(self, rig: MemoryRig) -> None:
        applied(rig)
        rig.host.stage(["n-cam#payload.focal_mm"], [40.0])
        rig.host.stage(["n-cam#payload.focal_mm"], [41.0])
        assert rig.host.staged == {"n-cam#payload.focal_mm": 41.0}
        with pytest.raises(InputError, match="n-nobody"):
            rig.host.stage(["n-nobody#visible"], [True])
        rig.host.stage((), ())
        assert rig.host.staged == {}

    def test_deleting_a_group_keeps_its_children_in_place_and_scan_says_how(self, rig: MemoryRig) -> None:
        scene, _ = applied(rig)
        rig.delete_node("n-group")
        edits = rig.host.scan().edits
        assert edits.excluded == ("n-group",)
        assert {(r.node, r.property) for r in edits.records} == {
            ("n-chair", "parent"),
            ("n-chair", "transform.translation"),
            ("n-table", "parent"),
            ("n-table", "transform.translation"),
        }
        composed = compose(scene, merge_edits(Edits(), edits))
        assert composed.conflicts == ()
        assert describe_difference(rig, composed.scene) == []

    def test_a_new_draft_over_an_artists_work(self, rig: MemoryRig) -> None:
        """Scan, merge, regenerate, compose, push: the chair stays, the rest follows the draft."""
        scene, _ = applied(rig)
        rig.move_node("n-chair", (2.0, 2.0, 0.0))
        edits = merge_edits(Edits(), rig.host.scan().edits, rig.host.current())
        nodes = {k: v for k, v in scene.nodes.items() if k != "n-mark"}
        nodes["n-chair"] = set_property(nodes["n-chair"], "transform.translation", (0.3, -0.9, 0.0))
        nodes["n-lamp"] = set_property(nodes["n-lamp"], "name", "Oil lamp")
        draft = msgspec.structs.replace(scene, nodes=nodes)
        composed = compose(draft, edits)
        assert [(c.kind, c.node) for c in composed.conflicts] == [("changed", "n-chair")]
        report = rig.host.apply(diff(rig.host.current(), composed.scene))
        assert report.refused == ()
        assert describe_difference(rig, composed.scene) == []
        assert rig.host.current().nodes["n-chair"].transform.translation == (2.0, 2.0, 0.0)
        # What the host still knows of the move merges into the same edit.
        assert merge_edits(edits, rig.host.scan().edits, rig.host.current(), showed_old=True) == edits

    def test_a_copy_outlives_what_it_was_copied_from(self, rig: MemoryRig) -> None:
        applied(rig)
        rig.duplicate_node("n-table")
        edits = merge_edits(Edits(), rig.host.scan().edits)
        composed = compose(Scene("s1"), edits)
        (copy,) = composed.scene.nodes.values()
        assert copy.payload == MeshPayload("g-table", ("m-oak",))
        assert [(c.kind, c.property) for c in composed.conflicts] == [("orphaned", "parent")]
        assert scene_findings(composed.scene) == []


FAULTS: dict[str, Callable[[Node], dict[str, Any]]] = {
    "parent": lambda n: {"parent": None},
    "visible": lambda n: {"visible": not n.visible},
    "name": lambda n: {"name": n.name.lower()},
    "place": lambda n: {"transform": msgspec.structs.replace(n.transform, translation=(0.0, 0.0, 0.0))},
    "turn": lambda n: {"transform": msgspec.structs.replace(n.transform, rotation=(1.0, 0.0, 0.0, 0.0))},
    "lens": lambda n: {"payload": CameraPayload(20.0)} if isinstance(n.payload, CameraPayload) else {},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_host_that_shows_something_else_does_not_pass(fault: str) -> None:
    """The suite must catch what the host itself believes in."""
    rig = MemoryRig()
    rig.lens = lambda node: msgspec.structs.replace(node, **FAULTS[fault](node))
    with pytest.raises(AssertionError):
        TestMemoryHost().test_apply_shows_the_scene(rig)
