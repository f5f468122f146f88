"""What a host's tests are given: the host, an artist's hands in it, and how the two are compared."""

from __future__ import annotations

from typing import Any, Protocol

from tests.hosts.scenes import full_scene
from tests.hosts.truth import untruths

from setpiece.scene import (
    Host,
    MemoryArrays,
    Scene,
    diff,
)
from setpiece.scene.model import Edits


class Rig(Protocol):
    """A host and an artist's hands in it. Each hand is one undo step."""

    host: Host
    arrays: MemoryArrays
    """What the scene was opened with."""
    silent_on: frozenset[str]
    """Keys of ``truth.expected`` that this rig cannot tell."""

    def shown(self, node_id: str) -> dict[str, Any]:
        """The host's real thing, read without the host's code; keys and units as in ``truth.expected``."""

    def shown_ids(self) -> list[str]:
        """Ids of everything that is there."""

    def shown_cuts(self) -> list[tuple[int, str]]:
        """(first frame, camera's id) of every cut."""

    def move_node(self, node_id: str, translation: tuple[float, float, float]) -> None:
        """Drag a node so that its local translation becomes this."""

    def delete_node(self, node_id: str) -> None:
        """Delete it."""

    def add_cube(self, name: str) -> None:
        """Add a new 1 m cube at the origin, as the host's own menu does."""

    def duplicate_node(self, node_id: str) -> None:
        """Copy a node in place, as the host's own menu does (ids are copied with it)."""

    def undo(self) -> None:
        """The host's undo, one step."""

    def redo(self) -> None:
        """The host's redo, one step."""


def describe_difference(rig: Rig, want: Scene) -> list[str]:
    """Where the host differs from a scene beyond each property's quantum, for a person.

    In what it says of itself, and in what it really shows.
    """
    return told_differently(rig.host, want) + untruths(rig, want)


def told_differently(host: Host, want: Scene) -> list[str]:
    """Where what the host says of itself differs."""
    return [f"{c.op} {c.target} {c.id} {c.property}: {c.before!r} -> {c.value!r}" for c in diff(host.current(), want)]


def opened(rig: Rig, scene_id: str = "s1") -> tuple[Scene, MemoryArrays]:
    """The full scene, and the host open for it and empty."""
    scene, rig.arrays = full_scene(rig.host.capabilities, scene_id)
    rig.host.begin(scene.id, rig.arrays)
    return scene, rig.arrays


def applied(rig: Rig) -> tuple[Scene, MemoryArrays]:
    """Open the full scene in the host."""
    scene, arrays = opened(rig)
    report = rig.host.apply(diff(rig.host.current(), scene))
    assert [(r.change.id, r.reason) for r in report.refused] == []
    rig.host.commit("Build")
    return scene, arrays


def no_edits(edits: Edits) -> bool:
    """Whether nobody did anything."""
    return not (edits.records or edits.added or edits.excluded)
