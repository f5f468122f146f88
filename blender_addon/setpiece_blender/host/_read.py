"""Reads a Blender scene back: what people did not touch has exactly the values it was given."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from setpiece.geometry import Mesh
from setpiece.scene.arrays import array_hash, canonical, geometry_resource
from setpiece.scene.model import (
    CameraPayload,
    Channel,
    CharacterPayload,
    EmptyPayload,
    Geometry,
    InstancesPayload,
    LightPayload,
    Material,
    MeshPayload,
    Node,
    Payload,
    Scene,
    Transform,
)

from . import _bindings, _channels, _materials, _meshes, _nodes, _visual
from . import _records as rec

_SHAPES: dict[str, Any] = {"SUN": "sun", "POINT": "point", "SPOT": "spot", "AREA": "area"}
_CLOSE = 2e-6
"""Curves are evaluated in single precision; less than this is not a move."""
_SEEN = 2e-5
"""As much for what whole chains of matrices were multiplied to."""
_PORTABLE = ("MESH", "CAMERA", "LIGHT", "EMPTY")


@dataclass
class Held:
    """What Blender holds now.

    Attributes:
        scene: The description of it; what people did not touch has exactly the values given.
        copies: Id of a copy -> id of what it was copied from.
        locked: Nodes whose location and rotation a person locked.
        unknown: What people made and this cannot take, ``name: why``.
        arrays: Arrays of captured geometry and keys, by hash.
    """

    scene: Scene
    copies: dict[str, str]
    locked: tuple[str, ...]
    unknown: tuple[str, ...]
    arrays: dict[str, Any]


class Reader:
    """One pass over a Blender scene; gives ids to what people made (see ``_adopt``)."""

    def __init__(self, scene: Any, document: Scene) -> None:
        self._scene, self._doc = scene, document
        self._frame = scene.frame_current_final
        self._copies: dict[str, str] = {}
        self._unknown: list[str] = []
        self._geometry: dict[str, Geometry] = {}
        self._material: dict[str, Material] = {}
        self._arrays: dict[str, Any] = {}
        self._remodelled: dict[str, str] = {}
        """Name of a mesh of ours -> id of what people made of it; empty when they left it alone."""
        self._visual = _visual.Visual(scene)
        self._shapes: dict[str, tuple[Mesh, list[Any]] | None] = {}
        self._known: set[str] = set()
        """Ids that a parent may have: those of the description, and of what people added."""

    def read(self) -> Held:
        """The scene as it is."""
        objects = [o for o in self._scene.objects if not o.get(rec.INNER)]
        self._adopt(objects)
        owners, _ = rec.originals(objects)
        mine = sorted((o for o in objects if o.get(rec.ADDED)), key=lambda o: o[rec.ID])
        self._known = self._doc.nodes.keys() | {o[rec.ID] for o in mine}
        nodes: dict[str, Node] = {}
        locked: list[str] = []
        for id_, node in self._doc.nodes.items():
            obj = owners.get(id_)
            if obj is None:
                continue
            nodes[id_] = self._node(obj, node)
            if all((*obj.lock_location, *obj.lock_rotation)):
                locked.append(id_)
        for obj in mine:
            nodes[obj[rec.ID]] = self._added(obj)
        return Held(self._whole(nodes), self._copies, tuple(locked), tuple(self._unknown), self._arrays)

    def _whole(self, nodes: dict[str, Node]) -> Scene:
        known = self._doc.resources
        resources = msgspec.structs.replace(
            known, geometry={**known.geometry, **self._geometry}, material={**known.material, **self._material}
        )
        relations = {k: r for k, r in self._doc.relations.items() if r.source in nodes and r.target in nodes}
        return msgspec.structs.replace(self._doc, nodes=nodes, resources=resources, relations=relations)

    def _adopt(self, objects: list[Any]) -> None:
        """Give ids to copies and to what people made, so that a second scan names them the same."""
        _, copies = rec.originals(objects)
        for obj in sorted(copies, key=lambda o: o.name):
            self._claim(obj, obj[rec.ID])
        known = self._doc.nodes.keys()
        strangers = [o for o in objects if o.get(rec.ID) not in known and not o.get(rec.ADDED)]
        for obj in sorted(strangers, key=lambda o: o.name):
            if obj.type in _PORTABLE:
                self._claim(obj, "")
            elif obj.type not in _visual.SHAPED:
                self._say(obj, _visual.reason(obj))
            elif self._shape(obj) is not None:
                self._claim(obj, "")
            elif not obj.hide_viewport:
                self._say(obj, "it has no surface; give it a bevel or an extrusion, or convert it to a mesh")

    def _say(self, obj: Any, why: str) -> None:
        text = f"{obj.name}: {why}"
        if text not in self._unknown:
            self._unknown.append(text)

    def _own_shape(self, obj: Any) -> tuple[Mesh, list[Any]] | None:
        """What it shows when that is more than its mesh."""
        if _visual.has_hidden_modifiers(obj):
            self._say(obj, "a modifier is on for renders only and was left out; turn it on in the viewport, too")
        return self._shape(obj) if _visual.has_shape_of_its_own(obj) else None

    def _shape(self, obj: Any) -> tuple[Mesh, list[Any]] | None:
        """What the object shows, evaluated once; None when it shows no surface."""
        if obj.name_full not in self._shapes:
            self._shapes[obj.name_full] = self._visual.shape(obj, lambda why: self._say(obj, why))
        return self._shapes[obj.name_full]

    def _claim(self, obj: Any, copy_of: str) -> None:
        number = int(self._scene.get(rec.NEXT, 1))
        taken = self._doc.nodes.keys() | {o.get(rec.ID) for o in self._scene.objects if o.get(rec.ADDED)}
        while f"{self._doc.id}.a{number}" in taken:
            number += 1
        self._scene[rec.NEXT] = number + 1
        obj[rec.ID], obj[rec.ADDED], obj[rec.NAME] = f"{self._doc.id}.a{number}", True, obj.name
        origin = obj.get(rec.COPY_OF, "") if copy_of not in self._doc.nodes else copy_of
        obj[rec.COPY_OF] = origin

    def _node(self, obj: Any, node: Node) -> Node:
        """The node as the object shows it; the very same struct when nothing changed."""
        changed: dict[str, Any] = {}
        if obj.name != obj.get(rec.NAME):
            changed["name"] = obj.name
        parent = self._parent(obj)
        if parent != node.parent:
            changed["parent"] = parent
        if obj.hide_render == node.visible:
            changed["visible"] = not obj.hide_render
        moved = self._moved(obj)
        if moved:
            changed["transform"] = msgspec.structs.replace(node.transform, **moved)
        payload = self._payload(obj, node)
        if payload is not node.payload:
            changed["payload"] = payload
        if _channels.digest(obj) != obj.get(rec.KEYS, ""):
            changed["channels"] = self._capture_channels(obj, node)
        return msgspec.structs.replace(node, **changed) if changed else node

    def _parent(self, obj: Any) -> str | None:
        """Id of what it hangs on; None when that is nothing a description knows."""
        id_ = obj.parent.get(rec.ID) if obj.parent is not None else None
        return id_ if id_ in self._known else None

    def _place(self, obj: Any) -> tuple[tuple[float, ...], float]:
        """Location, quaternion and scale below its parent, and how far off they may be (relative)."""
        parent = self._parent(obj)
        plain = obj.parent is None or (parent is not None and not _visual.hangs_by_more_than_place(obj))
        if plain and not _visual.is_constrained(obj):
            return local_trs(obj), _CLOSE
        found = self._visual.place(obj, obj.parent if parent is not None else None)
        if found is None:
            self._say(obj, "it is hidden in the viewport, so its constraints or parents were not followed")
            return local_trs(obj), _CLOSE
        if found[1]:
            self._say(obj, "what it hangs on skews it; it was taken without the skew")
        if _visual.moving_target(obj):
            self._say(obj, f"it follows something animated; it was taken as it stands on frame {self._frame:g}")
        return found[0], _SEEN

    def _moved(self, obj: Any) -> dict[str, Any]:
        stored = rec.numbers(obj.get(rec.TRS, ()))
        if _visual.is_constrained(obj) and _channels.places(obj):
            self._say(obj, "a constraint over a move is not taken; bake it (Object > Animation > Bake Action)")
            return {}
        now, close = self._place(obj)
        if now == stored or len(stored) != 10:
            return {}
        if sum(a * b for a, b in zip(now[3:7], stored[3:7], strict=True)) < 0 and close == _SEEN:
            now = (*now[:3], *(-c for c in now[3:7]), *now[7:])
        curves = _channels.expected(obj, self._frame, stored)
        out: dict[str, Any] = {}
        for name, part in rec.PARTS.items():
            if not (_near(now[part], stored[part], close) or _near(now[part], curves[part], close)):
                out[name] = _unit(now[part]) if name == "rotation" else now[part]
        return out

    def _payload(self, obj: Any, node: Node) -> Payload:
        payload = node.payload
        if isinstance(payload, LightPayload) and _SHAPES.get(obj.data.type) != payload.shape:
            return self._read_payload(obj, msgspec.structs.replace(payload, shape=_SHAPES[obj.data.type]))
        changed: dict[str, Any] = {}
        stored = json.loads(obj[rec.VALUES]) if rec.VALUES in obj else {}
        for binding in _bindings.of(node):
            now = binding.read(obj)
            if tuple(stored.get(binding.path, now)) != now and not _channels.animates(obj, binding.path):
                changed[binding.path.removeprefix("payload.")] = binding.value(now, node)
        if isinstance(payload, InstancesPayload) and len(obj.modifiers) > 1:
            self._say(obj, "modifiers on a scatter are not taken; make it a mesh first (Object > Apply)")
        if isinstance(payload, MeshPayload | CharacterPayload):
            shown = self._own_shape(obj)
            if shown is not None:
                changed["geometry"], names = self._keep_shape(obj, shown)
                if names != payload.materials:
                    changed["materials"] = names
                return msgspec.structs.replace(payload, **changed)
            if obj.data is not None and obj.data.name != obj.get(rec.MESH):
                changed["geometry"] = self._capture_mesh(obj)
            elif obj.data is not None and (made := self._modelled(obj.data)):
                changed["geometry"] = made
            names = self._materials(obj, payload.materials)
            if names != payload.materials:
                changed["materials"] = names
        return msgspec.structs.replace(payload, **changed) if changed else payload

    def _capture_channels(self, obj: Any, node: Node) -> tuple[Channel, ...]:
        out: list[Channel] = []
        for property_, (first, rows) in _channels.read(obj, node, *_channels.frame_span(obj)).items():
            digits = 1e6 if property_ == "transform" else 1e4
            fixed = np.round(rows * digits) / digits
            ref = array_hash(fixed)
            self._arrays[ref] = canonical(fixed)
            out.append(Channel(property_, first, ref))
        return tuple(out)

    def _materials(self, obj: Any, known: tuple[str, ...]) -> tuple[str, ...]:
        return self._names([slot.material for slot in obj.material_slots], known)

    def _names(self, materials: list[Any], known: tuple[str, ...] = ()) -> tuple[str, ...]:
        names: list[str] = []
        for index, material in enumerate(materials):
            look = _materials.look_of(material)
            if look is not None:
                names.append(look.id)
                if look.id not in self._doc.resources.material:
                    self._material[look.id] = look
            elif material is None:
                # An empty slot may stand for a look that the description names and does not have.
                lost = index < len(known) and known[index] not in self._doc.resources.material
                names.append(known[index] if lost else "")
            else:
                id_ = f"{self._doc.id}.a:{material.name}"
                self._material[id_] = _materials.capture(material, id_)
                names.append(id_)
        while names and not names[-1] and len(names) > len(known):
            names.pop()
        return tuple(names)

    def _keep_shape(self, obj: Any, shown: tuple[Mesh, list[Any]]) -> tuple[str, tuple[str, ...]]:
        """The evaluated shape as a geometry, and the names of its materials."""
        mesh, materials = shown
        return self._capture_mesh(obj, mesh), self._names(materials)

    def _capture_mesh(self, obj: Any, mesh: Mesh | None = None) -> str:
        id_ = f"{obj[rec.ID]}.mesh"
        resource, arrays = geometry_resource(id_, mesh or _meshes.capture(obj.data))
        self._geometry[id_] = resource
        self._arrays.update(arrays)
        return id_

    def _modelled(self, mesh: Any) -> str:
        """The geometry that people made of a mesh which pieces share; all of them show it."""
        if mesh.name not in self._remodelled:
            id_ = ""
            if _meshes.reshaped(mesh):
                id_ = f"{self._doc.id}.m:{mesh[_meshes.HASH]}"
                resource, arrays = geometry_resource(id_, _meshes.capture(mesh))
                self._geometry[id_] = resource
                self._arrays.update(arrays)
            self._remodelled[mesh.name] = id_
        return self._remodelled[mesh.name]

    def _added(self, obj: Any) -> Node:
        id_, origin = obj[rec.ID], obj.get(rec.COPY_OF, "")
        base = self._doc.nodes.get(origin)
        if base is not None:
            self._copies[id_] = origin
        payload = self._payload(obj, base) if base is not None else self._new_payload(obj)
        t, _ = self._place(obj)
        if _visual.moves(obj):
            self._say(obj, f"its animation is not taken; it stands as it does on frame {self._frame:g}")
        model = isinstance(payload, MeshPayload) and obj.type != "MESH"
        return Node(
            id=id_,
            name=obj.name,
            department="added",
            kind=base.kind if base else "model" if model else obj.type.lower(),
            payload=payload,
            transform=Transform(t[0:3], _unit(t[3:7]), t[7:10]),  # type: ignore[arg-type]
            parent=self._parent(obj),
            visible=not obj.hide_render,
        )

    def _new_payload(self, obj: Any) -> Payload:
        shown = self._own_shape(obj)
        if shown is not None:
            return MeshPayload(*self._keep_shape(obj, shown))
        if obj.type == "EMPTY" and obj.instance_type != "NONE":
            self._say(obj, "what it instances shows no surface; only its place was taken")
        if obj.type == "MESH":
            hash_ = obj.data.get(_meshes.HASH)
            known = next((g.id for g in self._doc.resources.geometry.values() if g.hash == hash_), None)
            return MeshPayload(known or self._capture_mesh(obj), self._materials(obj, ()))
        if obj.type == "LIGHT":
            return self._read_payload(obj, LightPayload(_SHAPES[obj.data.type], "practical"))
        return self._read_payload(obj, CameraPayload()) if obj.type == "CAMERA" else EmptyPayload()

    def _read_payload(self, obj: Any, payload: Payload) -> Payload:
        node = Node("", "", "added", "", payload)
        values = {b.path.removeprefix("payload."): b.value(b.read(obj), node) for b in _bindings.of(node)}
        return msgspec.structs.replace(payload, **values)


def local_trs(obj: Any) -> tuple[float, ...]:
    """Location, quaternion and scale relative to the parent, whatever way people parented it."""
    inverse = obj.matrix_parent_inverse
    if obj.parent is None or all(abs(inverse[r][c] - (r == c)) < 1e-7 for r in range(4) for c in range(4)):
        return tuple(_nodes.trs(obj))
    place, turn, size = (inverse @ obj.matrix_basis).decompose()
    return (*place, *turn, *size)


def _near(a: tuple[float, ...], b: tuple[float, ...], close: float) -> bool:
    return all(abs(x - y) <= close * max(1.0, abs(y)) for x, y in zip(a, b, strict=True))


def _unit(q: tuple[float, ...]) -> tuple[float, ...]:
    size = sum(c * c for c in q) ** 0.5
    return tuple(c / size for c in q) if size > 0 else (1.0, 0.0, 0.0, 0.0)
