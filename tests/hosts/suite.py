"""The one conformance suite: what every Host does, whatever shows the scene.

A host's test file subclasses ``HostConformance`` and gives a fixture ``rig``: an object with the
host and the hands of an artist working in it (see ``Rig``). Rules that the tests hold:

* ``add`` of what is there replaces it, ``remove`` of what is gone does nothing: applying a list
  again changes nothing. Everything else that cannot be made is refused, with a reason.
* ``current`` is what the host shows, hand-made changes included, staged values not.
* ``scan`` is idempotent, compares with what was stored at apply, and its records live with the
  host's undo: undoing a commit takes its records back too.
* ``stage((), ())`` ends a session.
* What is really shown (``Rig.shown``, read without the host's own code) is what the description
  says: see ``truth``.
"""

from __future__ import annotations

import math
from typing import Any

import msgspec
import pytest
from tests.hosts.rig import Rig, applied, describe_difference, no_edits, opened, told_differently
from tests.hosts.scenes import full_scene, random_walk
from tests.hosts.suite_hands import HandsConformance
from tests.hosts.truth import untruths

from setpiece.errors import InputError
from setpiece.scene import (
    apply_changes,
    diff,
    equivalent,
    inverse,
    scene_findings,
)
from setpiece.scene.host import Change
from setpiece.scene.model import MeshPayload, Node, Relation

WALK = 2000

RANGES: dict[str, dict[str, tuple[Any, Any]]] = {
    "n-cam2": {
        "payload.focal_mm": (1.0, 2000.0),
        "payload.filmback_width_mm": (1.0, 100.0),
        "payload.filmback_height_mm": (1.0, 100.0),
        "payload.focus_m": (0.01, 10_000.0),
        "payload.f_stop": (0.5, 64.0),
        "payload.near_m": (0.001, 5.0),
        "payload.far_m": (6.0, 100_000.0),
    },
    "n-key": {
        "payload.lumen": (0.0, 5e6),
        "payload.kelvin": (1000.0, 20_000.0),
        "payload.tint": ((0.0, 0.0, 0.0), (2.0, 1.0, 3.0)),
        "payload.width_m": (0.0, 200.0),
        "payload.height_m": (0.0, 200.0),
    },
    "n-sun": {"payload.lux": (0.0, 200_000.0), "payload.angle_rad": (0.0, 3.1416)},
    "n-spot": {"payload.cone_rad": (0.0, 3.1416), "payload.blend": (0.0, 1.0), "payload.width_m": (0.0, 200.0)},
    "n-chair": {
        "transform.translation": ((-9_000.0, 0.0, 0.0), (9_000.0, 9_000.0, 9_000.0)),
        "transform.scale": ((0.001, 0.001, 0.001), (1000.0, 0.5, 2.0)),
    },
}
"""Lowest and highest value of what has a range."""


class HostConformance(HandsConformance):
    """Subclass it, and override ``rig``."""

    walk = WALK

    @pytest.fixture
    def rig(self) -> Rig:
        """A fresh host; override."""
        raise NotImplementedError

    # --- apply -----------------------------------------------------------------------------

    def test_a_new_scene_is_empty(self, rig: Rig) -> None:
        _, arrays = full_scene()
        rig.host.begin("fresh", arrays)
        assert rig.host.current().id == "fresh"
        assert not rig.host.current().nodes
        assert no_edits(rig.host.scan().edits)

    def test_apply_shows_the_scene(self, rig: Rig) -> None:
        scene, _ = applied(rig)
        assert describe_difference(rig, scene) == []
        assert equivalent(rig.host.current(), scene)
        assert scene_findings(rig.host.current()) == []

    def test_report_counts_what_was_applied(self, rig: Rig) -> None:
        scene, _ = opened(rig)
        changes = diff(rig.host.current(), scene)
        assert rig.host.apply(changes).applied == len(changes)
        assert rig.host.apply([]).applied == 0

    def test_applying_again_changes_nothing(self, rig: Rig) -> None:
        scene, _ = opened(rig)
        changes = diff(rig.host.current(), scene)
        rig.host.apply(changes)
        before = rig.host.current()
        report = rig.host.apply(changes)
        assert report.refused == ()
        assert rig.host.current() == before
        assert untruths(rig, scene) == []
        assert no_edits(rig.host.scan().edits)

    def test_beginning_again_keeps_the_scene(self, rig: Rig) -> None:
        scene, arrays = applied(rig)
        rig.host.begin(scene.id, arrays)
        assert describe_difference(rig, scene) == []

    def test_diff_then_inverse_is_where_we_were(self, rig: Rig) -> None:
        scene, _ = applied(rig)
        changes = [
            Change("set", "node", "n-chair", "transform.translation", (1.0, 2.0, 0.5), (0.0, -0.9, 0.0)),
            Change("set", "node", "n-lamp", "visible", False, True),
            Change(
                "add",
                "node",
                "n-new",
                "",
                Node("n-new", "Crate", "sets", "crate", MeshPayload("g-chair"), parent="n-group"),
            ),
            Change("set", "environment", "", "exposure_ev100", 7.25, 6.5),
        ]
        assert rig.host.apply(changes).refused == ()
        assert describe_difference(rig, apply_changes(scene, changes)) == []
        assert rig.host.apply(inverse(changes)).refused == ()
        assert describe_difference(rig, scene) == []

    # --- refuse ----------------------------------------------------------------------------

    @pytest.mark.parametrize(
        ("change", "word"),
        [
            (Change("set", "node", "n-chair", "payload.no_such", 1.0), "no_such"),
            (Change("set", "node", "n-nobody", "transform.translation", (0.0, 0.0, 0.0)), "n-nobody"),
            (Change("set", "node", "n-chair", "transform.translation", (math.nan, 0.0, 0.0)), "translation"),
            (Change("set", "node", "n-chair", "transform.translation", (math.inf, 0.0, 0.0)), "translation"),
            (Change("set", "node", "n-chair", "transform.translation", (0.0, 0.0)), "translation"),
            (Change("set", "node", "n-chair", "transform.rotation", (0.0, 0.0, 0.0, 0.0)), "rotation"),
            (Change("set", "node", "n-chair", "visible", "perhaps"), "visible"),
            (Change("set", "node", "n-chair", "parent", "n-nobody"), "n-nobody"),
            (Change("set", "node", "n-group", "parent", "n-chair"), "n-group"),
            (Change("set", "node", "n-chair", "payload.geometry", "g-nothing"), "g-nothing"),
            (Change("set", "resource", "material/m-oak", "roughness", 1.5), "roughness"),
            (Change("set", "resource", "material/m-none", "roughness", 0.5), "m-none"),
            (Change("set", "environment", "", "exposure_ev100", 99.0), "exposure_ev100"),
            (
                Change("add", "node", "n-bad", "", Node("n-bad", "Bad", "sets", "x", MeshPayload("g-nothing"))),
                "g-nothing",
            ),
            (
                Change(
                    "add",
                    "node",
                    "n-bad",
                    "",
                    Node("n-bad", "Bad", "sets", "x", MeshPayload("g-chair"), parent="n-nobody"),
                ),
                "n-nobody",
            ),
            (Change("remove", "node", "n-group"), "n-group"),
            (Change("remove", "resource", "geometry/g-chair"), "g-chair"),
        ],
    )
    def test_what_cannot_be_is_refused_and_said(self, rig: Rig, change: Change, word: str) -> None:
        scene, _ = applied(rig)
        good = Change("set", "node", "n-lamp", "name", "Still applied")
        report = rig.host.apply([change, good])
        assert report.applied == 1
        assert [r.change for r in report.refused] == [change]
        assert word in report.refused[0].reason
        want = apply_changes(scene, [good])
        assert describe_difference(rig, want) == []

    def test_a_camera_out_of_range_is_refused(self, rig: Rig) -> None:
        if "cameras" not in rig.host.capabilities:
            pytest.skip("the host has no cameras")
        applied(rig)
        for path, value in (("payload.focal_mm", 0.0), ("payload.f_stop", 0.1), ("payload.focus_m", -1.0)):
            report = rig.host.apply([Change("set", "node", "n-cam", path, value)])
            assert len(report.refused) == 1
            assert path in report.refused[0].reason

    @pytest.mark.parametrize("end", [0, 1])
    def test_the_ends_of_every_range_are_shown_or_refused(self, rig: Rig, end: int) -> None:
        """Hosts clamp in silence what does not fit their own sliders."""
        scene, _ = applied(rig)
        for id_, ranges in RANGES.items():
            if id_ not in scene.nodes:
                continue
            for path, ends in ranges.items():
                change = Change("set", "node", id_, path, ends[end])
                if rig.host.apply([change]).applied:
                    scene = apply_changes(scene, [change])
        assert describe_difference(rig, scene) == []

    def test_a_camera_of_the_sequence_is_not_removed(self, rig: Rig) -> None:
        if "cameras" not in rig.host.capabilities:
            pytest.skip("the host has no cameras")
        applied(rig)
        assert len(rig.host.apply([Change("remove", "node", "n-cam2")]).refused) == 1
        assert "n-cam2" in rig.host.current().nodes

    # --- session ---------------------------------------------------------------------------

    def test_staged_values_are_never_edits(self, rig: Rig) -> None:
        if "stage" not in rig.host.capabilities:
            pytest.skip("the host stages nothing")
        scene, _ = applied(rig)
        for x in (1.0, 2.0, 3.0):
            rig.host.stage(["n-lamp#transform.translation"], [(x, 0.0, 0.0)])
            assert rig.shown("n-lamp")["location"] == pytest.approx((x, 0.0, 0.0))
        assert no_edits(rig.host.scan().edits)
        assert told_differently(rig.host, scene) == []
        rig.host.stage((), ())
        assert no_edits(rig.host.scan().edits)
        assert describe_difference(rig, scene) == []

    def test_staged_surroundings_and_looks_are_never_edits(self, rig: Rig) -> None:
        if "stage" not in rig.host.capabilities:
            pytest.skip("the host stages nothing")
        scene, _ = applied(rig)
        for lux in (10.0, 500.0, 20.0):
            rig.host.stage(["environment#sky.lux", "environment#exposure_ev100"], [lux, lux / 100])
            rig.host.stage(["material/m-oak#base_color"], [(lux / 1000, 0.5, 0.25)])
        assert no_edits(rig.host.scan().edits)
        assert told_differently(rig.host, scene) == []
        with pytest.raises(InputError, match="m-none"):
            rig.host.stage(["material/m-none#base_color"], [(0.0, 0.0, 0.0)])
        rig.host.stage((), ())
        assert no_edits(rig.host.scan().edits)
        assert describe_difference(rig, scene) == []

    # --- the long walk -----------------------------------------------------------------------

    def test_random_changes_end_in_equality(self, rig: Rig) -> None:
        scene, arrays = applied(rig)
        made = 0
        for changes, after in random_walk(20260101, scene, self.walk, rig.host.capabilities):
            report = rig.host.apply(changes)
            assert [(r.change.id, r.change.property, r.reason) for r in report.refused] == []
            made += len(changes)
            scene = after
            assert untruths(rig, scene) == []
        assert made >= self.walk
        assert describe_difference(rig, scene) == []
        assert no_edits(rig.host.scan().edits)
        rig.host.begin(scene.id, arrays)
        assert describe_difference(rig, scene) == []

    def test_random_changes_and_their_inverses_come_home(self, rig: Rig) -> None:
        scene, _ = applied(rig)
        done: list[list[Change]] = []
        for changes, _after in random_walk(7, scene, self.walk // 10, rig.host.capabilities):
            assert rig.host.apply(changes).refused == ()
            done.append(changes)
        for changes in reversed(done):
            assert rig.host.apply(inverse(changes)).refused == ()
        assert describe_difference(rig, scene) == []

    # --- wire ------------------------------------------------------------------------------

    def test_changes_survive_the_wire(self, rig: Rig) -> None:
        """A host is reached through a process: values arrive as lists and plain tables."""
        scene, _ = opened(rig)
        sent: Any = msgspec.msgpack.decode(msgspec.msgpack.encode(diff(rig.host.current(), scene)), type=list[Change])
        assert rig.host.apply(sent).refused == ()
        assert describe_difference(rig, scene) == []

    def test_relations_are_kept(self, rig: Rig) -> None:
        if "relations" not in rig.host.capabilities:
            pytest.skip("the host keeps no relations")
        scene, _ = applied(rig)
        add = [Change("add", "relation", "r-9", "", Relation("r-9", "aim", "n-chair", "n-lamp"))]
        assert rig.host.apply(add).refused == ()
        assert describe_difference(rig, apply_changes(scene, add)) == []
        bad = Change("add", "relation", "r-8", "", Relation("r-8", "aim", "n-chair", "n-nobody"))
        assert len(rig.host.apply([bad]).refused) == 1
