"""A host that is only memory: as strict as a real one, with hands for a test to be the artist.

It stores numbers as float32, keeps undo snapshots per commit, gives copied nodes new ids, and
holds staged (session) values apart from everything that is saved.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import msgspec

from ..errors import InputError
from ..geometry import Vec3, box
from ._draft import SceneDraft
from ._properties import checked_value, get_property, set_property
from ._scan import scan_scenes
from ._session import slot_owner
from .arrays import geometry_resource
from .host import ArraySource, Change, Refusal, Report, Scan
from .model import MeshPayload, Node, Scene, Transform

CAPABILITIES = frozenset(
    {"meshes", "instances", "lights", "cameras", "characters", "channels", "relations", "undo", "stage"}
)


def _single(value: Any) -> Any:
    """A value as a host that has only float32 gives it back."""
    if isinstance(value, float):
        return struct.unpack("<f", struct.pack("<f", value))[0]
    if isinstance(value, tuple):
        return tuple(map(_single, value))
    if isinstance(value, dict):
        return {k: _single(v) for k, v in value.items()}
    if isinstance(value, msgspec.Struct):
        return type(value)(**{f: _single(getattr(value, f)) for f in value.__struct_fields__})
    return value


def _record(draft: SceneDraft, change: Change, whole: Any) -> None:
    """Remember what was written; all of it for a thing that was made by hand until now."""
    known = draft.get(change.target, change.id)
    fresh = known is None or change.op == "add"
    value = whole if fresh else set_property(known, change.property, change.value)
    draft.put(change.target, change.id, value)


class _State(msgspec.Struct, frozen=True):
    """What an undo step brings back: the scene as held, as given, and who was copied from whom."""

    held: Scene
    given: Scene
    stored: Scene
    copies: dict[str, str]


class MemoryHost:
    """The Host protocol in memory. Methods named ``hand_*`` do what an artist does."""

    def __init__(self) -> None:
        self._state = _empty("")
        self._arrays: ArraySource | None = None
        self._steps: list[_State] = [self._state]
        self._at = 0
        self._labels: list[str] = [""]
        self._staged: dict[str, Any] = {}

    @property
    def capabilities(self) -> frozenset[str]:
        """Everything."""
        return CAPABILITIES

    def begin(self, scene_id: str, arrays: ArraySource) -> None:
        """Open the scene; another id starts an empty one. Opening ends a session."""
        self._arrays = arrays
        self._staged = {}
        if self._state.held.id != scene_id:
            self._state = _empty(scene_id)
            self._steps, self._labels, self._at = [self._state], [""], 0

    def apply(self, changes: Sequence[Change]) -> Report:
        """Make what can be made, refuse the rest with a reason."""
        held, given, stored = (
            SceneDraft(s) for s in (self._state.held, self._state.given, self._state.stored)
        )
        refused: list[Refusal] = []
        for change in changes:
            try:
                self._make(change, held, given, stored)
            except InputError as e:
                refused.append(Refusal(change, str(e)))
        self._state = _State(held.scene(), given.scene(), stored.scene(), dict(self._state.copies))
        return Report(len(changes) - len(refused), tuple(refused))

    def _make(self, change: Change, held: SceneDraft, given: SceneDraft, stored: SceneDraft) -> None:
        self._check_arrays(change)
        if (
            change.op == "set"
            and held.get(change.target, change.id) is None
            and given.get(change.target, change.id)
        ):
            raise InputError(f"the {change.target} was deleted in the host.", where=change.id)
        after = held.apply(change)
        if change.op == "remove":
            given.put(change.target, change.id, None)
            stored.put(change.target, change.id, None)
            return
        # Only what was written is rounded and remembered; what a person changed beside it stays.
        value = after if change.op == "add" else get_property(after, change.property)
        written = msgspec.structs.replace(change, value=_single(value))
        try:
            whole = held.apply(written)
        except InputError:  # single precision falls just outside the range: a slider stops at its end
            written, whole = msgspec.structs.replace(change, value=value), after
        _record(given, change, after)
        _record(stored, written, whole)

    def _check_arrays(self, change: Change) -> None:
        value = change.value
        refs: list[str] = []
        if change.target == "resource" and change.op == "add":
            refs = list(getattr(value, "arrays", {}).values())
        elif change.op == "set" and change.property.endswith("arrays") and isinstance(value, dict):
            refs = [str(v) for v in value.values()]
        elif change.target == "node" and isinstance(value, Node):
            refs = list(getattr(value.payload, "arrays", {}).values())
            refs += [c.samples for c in value.channels]
        for ref in refs:
            try:
                if self._arrays is not None:
                    self._arrays.array(ref)
            except KeyError as e:
                raise InputError(f"the array {ref} is not in the store.", where=change.id) from e

    def commit(self, label: str) -> None:
        """One undo step, if anything changed since the last."""
        if self._state == self._steps[self._at]:
            return
        del self._steps[self._at + 1 :], self._labels[self._at + 1 :]
        self._steps.append(self._state)
        self._labels.append(label)
        self._at += 1

    def undo(self) -> None:
        """One step back, as the artist's undo."""
        self._at = max(self._at - 1, 0)
        self._state = self._steps[self._at]

    def redo(self) -> None:
        """One step forward."""
        self._at = min(self._at + 1, len(self._steps) - 1)
        self._state = self._steps[self._at]

    @property
    def undo_labels(self) -> tuple[str, ...]:
        """Names of the steps that can be undone, oldest first."""
        return tuple(self._labels[1 : self._at + 1])

    def current(self) -> Scene:
        """The scene as held, without what people added by hand and without staged values."""
        return self._state.held

    def scan(self) -> Scan:
        """What the artist did since the values were stored."""
        return scan_scenes(
            self._state.given, self._state.stored, self._state.held, self._state.copies, "memory"
        )

    def stage(self, slots: Sequence[str], values: Sequence[object]) -> None:
        """Latest value per ``node#property`` slot; no slots at all ends the session."""
        if not slots:
            self._staged = {}
            return
        for slot, value in zip(slots, values, strict=True):
            owner, _, path = slot.partition("#")
            thing = slot_owner(self._state.held, owner)
            if thing is None:
                raise InputError("there is no node with this id.", where=slot)
            self._staged[slot] = _single(checked_value(thing, path, value))

    @property
    def staged(self) -> dict[str, Any]:
        """What the session shows now, by slot."""
        return dict(self._staged)

    # --- hands -----------------------------------------------------------------------------

    def hand_move(self, node_id: str, translation: Vec3) -> None:
        """Drag a node."""
        self._by_hand(Change("set", "node", node_id, "transform.translation", translation), "Move")

    def hand_set(self, node_id: str, path: str, value: object) -> None:
        """Type a value into a field."""
        self._by_hand(Change("set", "node", node_id, path, value), f"Set {path}")

    def hand_delete(self, node_id: str) -> None:
        """Delete a node; its children stay where they are in the world's eye: below nothing."""
        draft = SceneDraft(self._state.held)
        draft.drop_node(node_id)
        self._done(draft.scene(), self._state.copies, "Delete")

    def hand_add_cube(self, name: str) -> str:
        """Add a 1 m cube; returns the id it got."""
        mesh = box((1.0, 1.0, 1.0))
        resource, _ = geometry_resource(f"{name}-mesh", mesh)
        node_id = self._free_id("added")
        draft = SceneDraft(self._state.held)
        draft.apply(Change("add", "resource", f"geometry/{resource.id}", "", resource))
        node = Node(node_id, name, "added", "cube", MeshPayload(resource.id), Transform())
        draft.apply(Change("add", "node", node_id, "", node))
        self._done(draft.scene(), self._state.copies, "Add cube")
        return node_id

    def hand_duplicate(self, node_id: str) -> str:
        """Duplicate a node; returns the copy's id."""
        new_id = self._free_id("copy")
        draft = SceneDraft(self._state.held)
        copy = msgspec.structs.replace(draft.nodes[node_id], id=new_id, department="added")
        draft.apply(Change("add", "node", new_id, "", copy))
        self._done(draft.scene(), {**self._state.copies, new_id: node_id}, "Duplicate")
        return new_id

    def _by_hand(self, change: Change, label: str) -> None:
        draft = SceneDraft(self._state.held)
        draft.apply(msgspec.structs.replace(change, value=_single(change.value)))
        self._done(draft.scene(), self._state.copies, label)

    def _done(self, held: Scene, copies: dict[str, str], label: str) -> None:
        self._state = _State(held, self._state.given, self._state.stored, copies)
        self.commit(label)

    def _free_id(self, stem: str) -> str:
        taken = self._state.held.nodes.keys() | self._state.given.nodes.keys()
        return next(f"{stem}{i}" for i in range(1, len(taken) + 2) if f"{stem}{i}" not in taken)


def _empty(scene_id: str) -> _State:
    scene = Scene(id=scene_id)
    return _State(scene, scene, scene, {})
