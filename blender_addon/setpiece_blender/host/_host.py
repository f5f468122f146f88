"""The Host protocol on real Blender data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import bpy
import msgspec

from setpiece.errors import InputError
from setpiece.scene import (
    ENVIRONMENT_SLOT,
    MATERIAL_SLOT,
    SceneDraft,
    checked_value,
    get_property,
    scan_scenes,
    set_property,
)
from setpiece.scene.host import ArraySource, Change, Refusal, Report, Scan
from setpiece.scene.model import Edits, Geometry, Node, Scene

from .. import compat
from . import _fog, _live, _meshes, _nodes, _relations, _sequence, _world
from . import _records as rec
from ._read import Held, Reader
from ._tables import Tables

CAPABILITIES = frozenset(
    {"meshes", "instances", "lights", "cameras", "characters", "channels", "relations", "undo", "stage"}
)


class BlenderHost:
    """Shows one script scene as one Blender scene.

    Everything it knows lies in the .blend, so a host over a loaded file goes on where the last
    one stopped. References to Blender data are never kept between calls: undo frees them.

    Args:
        undo: Whether ``commit`` pushes an undo step. Operators that push their own say False.
    """

    def __init__(self, *, undo: bool = True) -> None:
        self._undo, self._id = undo, ""
        self._arrays: ArraySource | None = None
        self._staged: dict[str, Any] = {}
        self._air: dict[str, Any] = {}
        self._looks: dict[str, dict[str, Any]] = {}

    @property
    def capabilities(self) -> frozenset[str]:
        """Everything the protocol knows."""
        return CAPABILITIES

    # --- protocol --------------------------------------------------------------------------

    def begin(self, scene_id: str, arrays: ArraySource) -> None:
        """Open the Blender scene of ``scene_id``, making it when it is not there."""
        self._end_session()
        self._id, self._arrays = scene_id, arrays
        if rec.find_scene(scene_id) is None:
            scene = bpy.data.scenes.new(compat.clip_name(scene_id))
            scene[rec.ID] = scene_id
            rec.save_document(scene, Scene(id=scene_id))
            scene.render.engine = "CYCLES"
            for department in ("sets", "cast", "light", "camera"):
                _nodes.collection_for(scene, department)
            self._push(f"Open {scene_id}")

    def apply(self, changes: Sequence[Change]) -> Report:
        """Make what can be made, refuse the rest with a reason."""
        if not changes:
            return Report()
        self._end_session()
        work = _Apply(self._scene(), self._read(), self._arrays)
        refused = work.run(changes)
        return Report(len(changes) - len(refused), tuple(refused))

    def commit(self, label: str) -> None:
        """One undo step, named for people."""
        self._push(f"Setpiece: {label}")

    def current(self) -> Scene:
        """The scene as Blender shows it; session values do not count."""
        return self._held().scene

    def scan(self) -> Scan:
        """What people did since the last apply."""
        held = self._held()
        document = rec.load_document(self._scene())
        found = scan_scenes(document, document, held.scene, held.copies, "blender")
        edits = msgspec.structs.replace(found.edits, locked=held.locked)
        return msgspec.structs.replace(found, edits=edits, unknown=held.unknown, arrays=held.arrays)

    def stage(self, slots: Sequence[str], values: Sequence[object]) -> None:
        """Show session values; no slots at all ends the session and restores the scene."""
        if not slots:
            self._end_session()
            return
        owners, _ = rec.originals(self._scene().objects)
        air: dict[str, Any] = {}
        for slot, value in zip(slots, values, strict=True):
            id_, _, path = slot.partition("#")
            if id_ == ENVIRONMENT_SLOT:
                air[path] = value
            elif id_.startswith(MATERIAL_SLOT):
                self._show_material(id_.removeprefix(MATERIAL_SLOT), path, value)
            elif id_ not in owners:
                raise InputError("there is no node with this id.", where=slot)
            else:
                if slot not in self._staged:
                    self._staged[slot] = get_property(self._held().scene.nodes[id_], path)
                self._show(owners[id_], id_, path, value)
        if air:
            self._show_environment(air)

    def _show_environment(self, air: dict[str, Any]) -> None:
        document = rec.load_document(self._scene())
        environment = _live.environment_with(document.environment, {**self._air, **air})
        self._air.update(air)
        _live.show_environment(self._scene(), document, environment, air)

    def _show_material(self, id_: str, path: str, value: Any) -> None:
        look = _live.look_called(rec.load_document(self._scene()), id_)
        values = {**self._looks.get(id_, {}), path: value}
        _live.show_material(look, values)
        self._looks[id_] = values

    # --- beyond the protocol ----------------------------------------------------------------

    def deliver(
        self, filmback_mm: tuple[float, float], extraction: tuple[float, float], width_px: int
    ) -> tuple[int, int]:
        """Set what F12 renders: the extraction of the filmback, ``width_px`` wide; see ``_sequence``."""
        return _sequence.write_delivery(self._scene(), filmback_mm, extraction, width_px)

    def keep_edits(self, edits: Edits, mark: str) -> None:
        """Show what people locked, and remember which edits the scene was written with.

        Args:
            edits: The scene's edits, which the description has in it already.
            mark: A fingerprint of them; see ``mark``.
        """
        scene = self._scene()
        owners, _ = rec.originals(scene.objects)
        shown = [id_ for id_ in edits.locked if id_ in owners]
        for id_ in shown:
            obj = owners[id_]
            obj.lock_location = obj.lock_rotation = obj.lock_scale = (True, True, True)
            obj.lock_rotation_w = True
        stem = f"{self._id}.a"
        numbers = [int(k.removeprefix(stem)) for k in edits.added if k.removeprefix(stem).isdecimal()]
        scene[rec.NEXT] = max(numbers, default=0) + 1
        scene[rec.LOCKED], scene[rec.MARK] = json.dumps(shown), mark

    @property
    def given(self) -> Scene:
        """The description as it was last applied."""
        return rec.load_document(self._scene())

    @property
    def given_locks(self) -> tuple[str, ...]:
        """Nodes that were locked when the scene was written."""
        return tuple(json.loads(self._scene().get(rec.LOCKED, "[]")))

    @property
    def mark(self) -> str:
        """The fingerprint of the edits that the scene was written with; empty when there were none."""
        return str(self._scene().get(rec.MARK, ""))

    @property
    def blender_scene(self) -> Any:
        """The Blender scene, looked up anew."""
        return self._scene()

    # --- inside ----------------------------------------------------------------------------

    def _scene(self) -> Any:
        scene = rec.find_scene(self._id)
        if scene is None:
            raise InputError("the Blender scene is not open.", where=self._id, remedy="Call begin first.")
        return scene

    def _read(self) -> Held:
        scene = self._scene()
        return Reader(scene, rec.load_document(scene)).read()

    def _held(self) -> Held:
        held = self._read()
        nodes = held.scene.nodes
        for slot, value in self._staged.items():
            id_, _, path = slot.partition("#")
            if id_ in nodes:
                nodes[id_] = set_property(nodes[id_], path, value)
        return held

    def _show(self, obj: Any, id_: str, path: str, value: Any) -> None:
        document = rec.load_document(self._scene())
        node = document.nodes.get(id_) or self._read().scene.nodes[id_]
        typed = checked_value(node, path, value)
        if path == "transform.translation":
            obj.location = typed
        elif path == "transform.rotation":
            obj.rotation_quaternion = typed
        else:
            shown = set_property(node, path, typed)
            _nodes.update(obj, node, shown, _tables_of(document), self._arrays, {})

    def _end_session(self) -> None:
        staged, self._staged = self._staged, {}
        air, self._air = self._air, {}
        looks, self._looks = self._looks, {}
        if looks:
            _live.end_materials()
        scene = rec.find_scene(self._id) if staged or air else None
        if scene is None:
            return
        owners, _ = rec.originals(scene.objects)
        document = rec.load_document(scene)
        if air:
            _live.show_environment(scene, document, document.environment, air)
        held = Reader(scene, document).read().scene
        for slot, value in staged.items():
            id_, _, path = slot.partition("#")
            if id_ in owners and id_ in held.nodes:
                now = held.nodes[id_]
                _nodes.update(owners[id_], now, set_property(now, path, value), _tables_of(held), self._arrays, {})

    def _push(self, label: str) -> None:
        if self._undo and bpy.ops.ed.undo_push.poll():
            bpy.ops.ed.undo_push(message=label)


class _Apply:
    """One call of ``apply``: the drafts of what is held and what was given, and the objects."""

    def __init__(self, scene: Any, held: Held, arrays: Any) -> None:
        self._scene, self._arrays = scene, arrays
        self._held = SceneDraft(held.scene)
        self._given = SceneDraft(rec.load_document(scene))
        self._tables = Tables(self._held.resources)
        self._objects, _ = rec.originals(scene.objects)
        self._stale: set[str] = set()
        self._touched: set[str] = set()

    def run(self, changes: Sequence[Change]) -> list[Refusal]:
        """Make the changes; what cannot be made comes back."""
        refused: list[Refusal] = []
        for change in changes:
            try:
                self._make(change)
            except InputError as e:
                refused.append(Refusal(change, str(e)))
            except KeyError as e:
                refused.append(Refusal(change, f"{change.id}: the array {e.args[0]} is not in the store."))
            except ValueError as e:
                refused.append(Refusal(change, f"{change.id}: {e}"))
        self._finish()
        return refused

    def _make(self, change: Change) -> None:
        before = self._held.get(change.target, change.id)
        if change.op == "set" and before is None and self._given.get(change.target, change.id):
            raise InputError(f"the {change.target} was deleted in Blender.", where=change.id)
        self._check_arrays(change)
        after = self._held.apply(change)
        try:
            self._show(change, before, after)
        except (InputError, KeyError, ValueError):
            self._held.put(change.target, change.id, before)
            raise
        self._touched.add(change.target)
        self._record(change, after)

    def _check_arrays(self, change: Change) -> None:
        """A resource is refused at once when the store lacks its arrays, not when it is first used."""
        if change.target != "resource" or change.op == "remove":
            return
        value = change.value
        table = value if change.op == "set" and change.property == "arrays" else getattr(value, "arrays", None)
        if table is None and isinstance(value, dict):
            table = value.get("arrays")
        for ref in (table or {}).values():  # type: ignore[union-attr]
            self._arrays.array(ref)

    def _record(self, change: Change, after: Any) -> None:
        """Remember what was given: the base that ``scan`` compares with."""
        if change.op == "remove":
            self._given.put(change.target, change.id, None)
            return
        known = self._given.get(change.target, change.id)
        if change.op == "set" and known is not None:
            after = set_property(known, change.property, get_property(after, change.property))
        self._given.put(change.target, change.id, after)

    # --- showing -----------------------------------------------------------------------------

    def _show(self, change: Change, before: Any, after: Any) -> None:
        if change.target == "node":
            self._show_node(change, before, after)
        elif change.target == "resource" and after is not None:
            self._show_resource(change, before, after)
        elif change.target == "relation" and before is not None and before != after:
            _relations.remove(before, self._objects.get(before.source))

    def _show_resource(self, change: Change, before: Any, after: Any) -> None:
        if before is not None and before != after:
            self._stale.add(change.id)
        elif before is None and isinstance(after, Geometry):
            # Before the objects: Blender looks at every object when a mesh gets a material slot.
            self._tables.mesh(after.id, self._arrays)

    def _show_node(self, change: Change, before: Node | None, after: Node | None) -> None:
        obj = self._objects.get(change.id)
        if after is None:
            if obj is not None:
                _nodes.remove(obj)
                del self._objects[change.id]
            return
        resources = self._tables
        if obj is None:
            self._objects[change.id] = _nodes.make(self._scene, after, resources, self._arrays, self._objects)
            return
        if before is None or type(before.payload) is not type(after.payload):
            made = _nodes.make(self._scene, after, resources, self._arrays, self._objects)
            for child in [o for o in self._objects.values() if o.parent == obj]:
                child.parent = made
            _nodes.remove(obj)
            self._objects[change.id] = made
            return
        if after is not before:
            _nodes.update(obj, before, after, resources, self._arrays, self._objects)
        if change.op == "add":
            for tag in (rec.ADDED, rec.COPY_OF):
                if tag in obj:
                    del obj[tag]
        _nodes.remember(obj, after, change.property)

    def _finish(self) -> None:
        resources = self._tables
        if self._stale:
            for id_, node in self._held.nodes.items():
                if id_ in self._objects and self._uses_stale(node):
                    _nodes.update_payload(self._objects[id_], node, resources, self._arrays)
        document = self._given.scene()
        rec.save_document(self._scene, document)
        if document.name and "scene" in self._touched:
            _nodes.rename_scene(self._scene, document.name)
        self._relations(document)
        if {"node", "sequence"} & self._touched:
            _sequence.write(self._scene, document, self._objects)
        if {"environment", "sequence"} & self._touched:
            _world.write_view(self._scene, document)
        if {"environment", "node"} & self._touched:
            _world.write_sun(self._scene, document, _nodes.collection_for(self._scene, "light"))
        if "environment" in self._touched:
            _world.write_world(self._scene, document.environment, f"{document.id} world")
            _fog.write(self._scene, document.environment)
        if {"resource", "node"} & self._touched:
            _meshes.collect_garbage()

    def _uses_stale(self, node: Node) -> bool:
        payload: Any = node.payload
        direct = {f"geometry/{getattr(payload, 'geometry', '')}"}
        direct |= {f"material/{m}" for m in getattr(payload, "materials", ())}
        for name in getattr(payload, "prototypes", ()):
            direct.add(f"prototype/{name}")
            for part in self._held.resources[f"prototype/{name}"].parts:
                direct |= {f"geometry/{part.geometry}", *(f"material/{m}" for m in part.materials)}
        return not direct.isdisjoint(self._stale)

    def _relations(self, document: Scene) -> None:
        if not {"node", "relation"} & self._touched:
            return
        for relation in document.relations.values():
            source, target = self._objects.get(relation.source), self._objects.get(relation.target)
            if source is not None and target is not None:
                _relations.write(relation, source, target, document.nodes[relation.source])


def _tables_of(scene: Scene) -> Tables:
    return Tables(SceneDraft(scene).resources)
