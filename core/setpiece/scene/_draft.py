"""A scene being changed: applies one Change at a time and refuses what would break the scene.

Hosts keep one as their mirror of what they were given; ``apply_changes`` is a draft, frozen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from ..errors import InputError
from ..geometry import quat_multiply, quat_rotate
from ._properties import checked_value, entries_of, set_property
from .host import Change
from .model import (
    CameraPayload,
    CharacterPayload,
    Edit,
    Environment,
    Geometry,
    Image,
    InstancesPayload,
    Material,
    MeshPayload,
    Node,
    Prototype,
    Relation,
    Resources,
    Scene,
    Sequence,
    Transform,
)

RESOURCE_KINDS: dict[str, type] = {
    "image": Image,
    "material": Material,
    "geometry": Geometry,
    "prototype": Prototype,
}
"""Resource structs by kind, in an order in which each needs only those before it."""


def needs_of(thing: Any) -> tuple[str, ...]:
    """The resources (``"geometry/<id>"`` ...) that a node or prototype refers to."""
    if isinstance(thing, Prototype):
        parts = [(f"geometry/{p.geometry}", *(f"material/{m}" for m in p.materials)) for p in thing.parts]
        return tuple(need for part in parts for need in part)
    payload = thing.payload if isinstance(thing, Node) else None
    if isinstance(payload, (MeshPayload, CharacterPayload)):
        return (f"geometry/{payload.geometry}", *(f"material/{m}" for m in payload.materials if m))
    if isinstance(payload, InstancesPayload):
        return tuple(f"prototype/{p}" for p in payload.prototypes)
    return ()


_REFERRING = {"payload.geometry": "geometry", "payload.materials": "material", "payload.prototypes": "prototype"}


def needs_of_edit(record: Edit) -> tuple[str, ...]:
    """The resources that an edited value refers to."""
    kind = _REFERRING.get(record.property)
    if kind is None:
        return ()
    value: Any = record.value
    return tuple(f"{kind}/{v}" for v in (value if isinstance(value, (list, tuple)) else [value]) if v)


class SceneDraft:
    """A scene that changes are applied to, one after the other.

    The invariants it keeps: parents, resources and cameras exist while something refers to
    them, and no node is its own ancestor.
    """

    def __init__(self, scene: Scene) -> None:
        self.id = scene.id
        self.name = scene.name
        self._format = scene.format
        self.nodes: dict[str, Node] = dict(scene.nodes)
        self.relations: dict[str, Relation] = dict(scene.relations)
        self.resources: dict[str, Any] = {
            f"{kind}/{key}": value
            for kind in RESOURCE_KINDS
            for key, value in getattr(scene.resources, kind).items()
        }
        self.environment: Environment = scene.environment
        self.sequence: Sequence = scene.sequence
        self._uses: Counter[str] = Counter()
        for thing in (
            *self.nodes.values(),
            *self.resources.values(),
            *self.relations.values(),
            self.sequence,
        ):
            self._uses.update(_refers(thing))

    def scene(self) -> Scene:
        """The scene as it stands."""
        tables: dict[str, dict[str, Any]] = {kind: {} for kind in RESOURCE_KINDS}
        for key, value in self.resources.items():
            kind, _, name = key.partition("/")
            tables[kind][name] = value
        return Scene(
            id=self.id,
            name=self.name,
            format=self._format,
            resources=Resources(**tables),
            nodes=dict(self.nodes),
            relations=dict(self.relations),
            environment=self.environment,
            sequence=self.sequence,
        )

    def get(self, target: str, id_: str) -> Any:
        """The struct that a change with this target and id is about, or None."""
        if target in ("environment", "sequence"):
            return getattr(self, target)
        if target == "scene":
            return Scene(id=self.id, name=self.name)
        return self._table(target).get(id_)

    def apply(self, change: Change) -> Any:
        """Make one change; returns the struct after it (None when removed).

        Adding what is there replaces it and removing what is gone does nothing, so that
        applying a list again changes nothing.

        Raises:
            InputError: The change cannot be made; the draft is as before.
        """
        if change.op == "set":
            return self._set(change)
        if change.target not in ("node", "relation", "resource"):
            raise InputError(f"the {change.target} can only be set, not {change.op}ed.", where=change.id)
        return self._add(change) if change.op == "add" else self._remove(change)

    def put(self, target: str, id_: str, struct: Any) -> None:
        """Set or, with None, drop a thing without asking whether something refers to it.

        For records of what is a fact already (a host's hands, an exclusion).
        """
        if target in ("environment", "sequence"):
            self._count(getattr(self, target), struct)
            setattr(self, target, struct)
        elif target == "scene":
            self.name = struct.name
        else:
            table = self._table(target)
            self._count(table.pop(id_, None) if struct is None else table.get(id_), struct)
            if struct is not None:
                table[id_] = struct

    def replace_node(self, node: Node) -> None:
        """Add or replace a whole node.

        Raises:
            InputError: Its parent or a resource is not there, or it would hang below itself.
        """
        self._put("node", node.id, node)

    def drop_node(self, id_: str) -> None:
        """Take a node out; its children stay in place, below its parent; relations to it go."""
        gone = self.nodes[id_]
        for child in [n for n in self.nodes.values() if n.parent == id_]:
            place = combined(gone.transform, child.transform)
            self.put("node", child.id, msgspec.structs.replace(child, parent=gone.parent, transform=place))
        for relation in [r for r in self.relations.values() if id_ in (r.source, r.target)]:
            self.put("relation", relation.id, None)
        self.put("node", id_, None)

    def _table(self, target: str) -> dict[str, Any]:
        tables = {"node": self.nodes, "relation": self.relations, "resource": self.resources}
        if target not in tables:
            raise InputError(f"{target!r} is not a kind of thing in a scene.")
        return tables[target]

    def _set(self, change: Change) -> Any:
        old = self.get(change.target, change.id)
        if old is None:
            raise InputError(f"there is no {change.target} with this id.", where=change.id or change.target)
        new = set_property(old, change.property, change.value)
        if change.target == "scene":
            self.name = new.name
        elif change.target in ("environment", "sequence"):
            self._check(new, old)
            self._count(old, new)
            setattr(self, change.target, new)
        else:
            self._put(change.target, change.id, new)
        return new

    def _add(self, change: Change) -> Any:
        kind, _, name = change.id.partition("/")
        wanted = {"node": Node, "relation": Relation}.get(change.target) or RESOURCE_KINDS.get(kind)
        if wanted is None:
            raise InputError(
                "not the id of a resource.",
                where=change.id,
                remedy=f"Use {'/, '.join(RESOURCE_KINDS)}/ and its id.",
            )
        try:
            struct = msgspec.convert(change.value, wanted)
        except msgspec.ValidationError as e:
            raise InputError(f"not a {wanted.__name__.lower()}: {e}.", where=change.id) from e
        if struct.id != (name if change.target == "resource" else change.id):
            raise InputError(f"the {wanted.__name__.lower()} calls itself {struct.id!r}.", where=change.id)
        check_struct(struct)
        self._put(change.target, change.id, struct)
        return struct

    def _put(self, target: str, id_: str, struct: Any) -> None:
        table = self._table(target)
        old = table.get(id_)
        self._check(struct, old)
        self._count(old, struct)
        table[id_] = struct

    def _remove(self, change: Change) -> None:
        table = self._table(change.target)
        if change.id not in table:
            return
        key = change.id if change.target == "resource" else f"{change.target}/{change.id}"
        if self._uses[key]:
            raise InputError(
                f"something still refers to this {change.target}.",
                where=change.id,
                remedy="Remove that first.",
            )
        self._count(table.pop(change.id), None)

    def _count(self, old: Any, new: Any) -> None:
        if old is not None:
            self._uses.subtract(_refers(old))
        if new is not None:
            self._uses.update(_refers(new))

    def _check(self, new: Any, old: Any) -> None:
        known = set(_refers(old)) if old is not None else set[str]()
        for need in _refers(new):
            if need not in known and not self._has(need):
                kind, _, name = need.partition("/")
                raise InputError(f"refers to the {kind} {name!r}, which is not there.", where=_name(new))
        if isinstance(new, Node) and new.parent is not None:
            self._check_cycle(new)
        if isinstance(new, Sequence):
            self._check_cameras(new, self.nodes)
        elif isinstance(old, Node) and isinstance(old.payload, CameraPayload) and new.payload != old.payload:
            self._check_cameras(self.sequence, {new.id: new})

    def _check_cameras(self, sequence: Sequence, nodes: Mapping[str, Node]) -> None:
        for shot in sequence.shots:
            camera = nodes.get(shot.camera)
            if camera is not None and not isinstance(camera.payload, CameraPayload):
                raise InputError(f"shot {shot.id} looks through {shot.camera}, not a camera.", where="shots")

    def _has(self, key: str) -> bool:
        kind, _, name = key.partition("/")
        return name in self.nodes if kind == "node" else key in self.resources

    def _check_cycle(self, node: Node) -> None:
        above = node.parent
        while above is not None:
            if above == node.id:
                raise InputError(
                    "a node cannot hang below itself.", where=node.id, remedy="Choose another parent."
                )
            holder = self.nodes.get(above)
            above = holder.parent if holder else None


def combined(outer: Transform, inner: Transform) -> Transform:
    """The transform that does ``inner`` first, then ``outer`` (exact for even scales)."""
    s, t = outer.scale, inner.translation
    x, y, z = quat_rotate(outer.rotation, (s[0] * t[0], s[1] * t[1], s[2] * t[2]))
    ox, oy, oz = outer.translation
    return Transform(
        (ox + x, oy + y, oz + z),
        quat_multiply(outer.rotation, inner.rotation),
        (s[0] * inner.scale[0], s[1] * inner.scale[1], s[2] * inner.scale[2]),
    )


def _refers(thing: Any) -> Iterator[str]:
    """Everything whose absence would break ``thing``: resources by kind, nodes as ``node/<id>``."""
    if isinstance(thing, (Node, Prototype)):
        yield from needs_of(thing)
    if isinstance(thing, Node):
        if thing.parent is not None:
            yield f"node/{thing.parent}"
    elif isinstance(thing, Relation):
        yield f"node/{thing.source}"
        yield f"node/{thing.target}"
    elif isinstance(thing, Sequence):
        for shot in thing.shots:
            yield f"node/{shot.camera}"


def _name(thing: Any) -> str:
    return getattr(thing, "id", type(thing).__name__.lower())


def check_struct(thing: Any) -> None:
    """Every property of a node, relation or resource is in range and finite.

    Raises:
        InputError: Names the first that is not.
    """
    if _passes_at_once(thing):
        return
    for path in entries_of(thing):
        value = thing
        for part in path.split("."):
            value = getattr(value, part)
        checked_value(thing, path, value)


def _passes_at_once(thing: Any) -> bool:
    """Types, ranges and finiteness in one compiled pass; whoever fails is looked at path by path.

    JSON has no NaN or infinity: msgspec writes them as null, which no number accepts.
    """
    try:
        msgspec.json.decode(msgspec.json.encode(thing), type=type(thing))
    except (msgspec.ValidationError, msgspec.DecodeError):
        return False
    if isinstance(thing, Prototype):
        return False
    if isinstance(thing, Node):
        w, x, y, z = thing.transform.rotation
        return abs(w * w + x * x + y * y + z * z - 1.0) < 1e-3
    return True
