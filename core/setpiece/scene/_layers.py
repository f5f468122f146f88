"""Layers, weakest first: generated < edits; what people did survives what a new draft generates.

An edit remembers the generated value it replaced. When a new draft generates another value under
it, that is a conflict: the edit stays (keep), goes (take), or is made again relative to the new
value (relative). Nothing a person did is dropped in silence: what no longer fits is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from ..errors import InputError
from ..geometry import quat_multiply
from ._diff import root_first
from ._draft import RESOURCE_KINDS, SceneDraft, check_struct
from ._properties import (
    PropertyInfo,
    checked_value,
    entries_of,
    get_property,
    property_info,
    set_property,
)
from ._quantum import snap
from .model import Edit, Edits, InstancesPayload, Node, Scene

Choice = Literal["keep", "take", "relative"]
Kind = Literal["changed", "orphaned", "unknown_property", "refused"]
_RATIO_UNITS = frozenset({"lm", "lx", "cd/m2", "mm"})
"""Units in which people think in stops and factors, not in differences."""


class Conflict(msgspec.Struct, frozen=True):
    """Something a person did that does not simply fit what was generated.

    Attributes:
        kind: ``changed``: another value is generated under the edit; ``orphaned``: the node (or
            what it needs) is gone; ``unknown_property``: this version has no such property;
            ``refused``: the value cannot be set.
        node: Node id; ``property`` is empty for a whole node.
        base: The generated value that the edit replaced.
        generated: The value generated now.
        value: What the person wants.
        reason: In words.
        choices: What ``resolve`` can do; the first is what ``compose`` did.
    """

    kind: Kind
    node: str
    property: str = ""
    base: object = None
    generated: object = None
    value: object = None
    reason: str = ""
    choices: tuple[Choice, ...] = ("keep", "take")


class Composed(msgspec.Struct, frozen=True):
    """A scene with the edits in it, and where they rub."""

    scene: Scene
    conflicts: tuple[Conflict, ...] = ()


def instance_id(node_id: str, key: int) -> str:
    """How edits name one instance of a scatter."""
    return f"{node_id}:{key}"


def split_instance_id(id_: str) -> tuple[str, int] | None:
    """The scatter's node id and the instance's key; None for the id of a node."""
    node_id, colon, key = id_.rpartition(":")
    if not colon or not key.lstrip("-").isdecimal():
        return None
    return node_id, int(key)


def compose(generated: Scene, edits: Edits) -> Composed:
    """The scene as people want it: additions, promotions, records and exclusions on top.

    Never fails on what a file says: a record that does not fit is left out and reported, and
    stays in the edits.
    """
    if edits == Edits(format=edits.format, locked=edits.locked, held=edits.held):
        return Composed(generated, tuple(_lost_locks(generated, edits)))
    work = _Composer(generated, edits)
    work.hide_instances()
    work.add_nodes()
    work.set_records()
    work.exclude()
    return Composed(work.draft.scene(), (*work.conflicts, *_lost_locks(generated, edits)))


def _lost_locks(generated: Scene, edits: Edits) -> list[Conflict]:
    kept = generated.nodes.keys() | edits.added.keys() | set(edits.excluded) | edits.promoted.keys()
    reason = "the locked node is no longer generated."
    return [Conflict("orphaned", id_, reason=reason) for id_ in edits.locked if id_ not in kept]


class _Composer:
    """One composition: the draft, and what is to be said of it."""

    def __init__(self, generated: Scene, edits: Edits) -> None:
        self.generated, self.edits = generated, edits
        self.draft = SceneDraft(generated)
        self.conflicts: list[Conflict] = []
        for kind in RESOURCE_KINDS:
            for key, resource in getattr(edits.added_resources, kind).items():
                # What the scene makes itself is fresher than an edit's copy of it.
                if f"{kind}/{key}" not in self.draft.resources:
                    self.draft.put("resource", f"{kind}/{key}", resource)

    def hide_instances(self) -> None:
        """Take promoted and singly deleted instances out of their scatter."""
        hidden: dict[str, set[int]] = {}
        for id_ in (*self.edits.promoted, *self.edits.excluded):
            if (named := split_instance_id(id_)) is not None and id_ not in self.draft.nodes:
                hidden.setdefault(named[0], set()).add(named[1])
        for node_id, keys in sorted(hidden.items()):
            node = self.draft.nodes.get(node_id)
            if node is None or not isinstance(node.payload, InstancesPayload):
                reason = "the scatter whose instances were changed is no longer generated."
                self.conflicts.append(Conflict("orphaned", node_id, reason=reason))
                continue
            keys |= set(node.payload.hidden_keys)
            payload = msgspec.structs.replace(node.payload, hidden_keys=tuple(sorted(keys)))
            self.draft.put("node", node_id, msgspec.structs.replace(node, payload=payload))

    def add_nodes(self) -> None:
        """Nodes that people made, parents first."""
        nodes = {node.id: node for node in (*self.edits.promoted.values(), *self.edits.added.values())}
        try:
            order = root_first(nodes)
        except InputError as e:
            self.conflicts.append(Conflict("refused", min(nodes), reason=str(e)))
            return
        for id_ in order:
            node = nodes[id_]
            if node.parent is not None and node.parent not in self.draft.nodes:
                reason = f"its parent {node.parent} is gone; it hangs below nothing now."
                self.conflicts.append(Conflict("orphaned", id_, "parent", value=node.parent, reason=reason))
                node = msgspec.structs.replace(node, parent=None)
            try:
                check_struct(node)
                self.draft.replace_node(node)
            except InputError as e:
                self.conflicts.append(Conflict("refused", id_, value=node.name, reason=str(e)))

    def set_records(self) -> None:
        """Records, a whole payload before what lies inside it."""
        gone = set(self.edits.excluded)
        for record in sorted(self.edits.records, key=lambda r: (r.node, r.property)):
            node = self.draft.nodes.get(record.node)
            if node is None and record.node not in gone:
                self.conflicts.append(_said("orphaned", record, "the node is no longer generated."))
            elif node is not None:
                self._set(node, record)

    def _set(self, node: Node, record: Edit) -> None:
        rows = entries_of(node)
        if record.property not in rows:
            reason = f"a {node.kind} ({node.payload.__struct_config__.tag}) has no such property."
            self.conflicts.append(_said("unknown_property", record, reason))
            return
        now = get_property(node, record.property)
        try:
            value = checked_value(node, record.property, record.value)
            base = _typed_base(node, record)
            self.draft.replace_node(set_property(node, record.property, value))
        except InputError as e:
            self.conflicts.append(_said("refused", record, str(e), now))
            return
        equal = rows[record.property].equal
        if not equal(base, now) and not equal(value, now):
            choices: tuple[Choice, ...] = ("keep", "take")
            if rows[record.property].info.type in ("float", "vec3", "quat", "color"):
                choices = ("keep", "take", "relative")
            reason = "another value is generated under the edit."
            self.conflicts.append(_said("changed", record, reason, now, choices))

    def exclude(self) -> None:
        """Take out what people deleted; children keep their place."""
        for id_ in self.edits.excluded:
            if id_ not in self.draft.nodes:
                continue  # not generated any more: as wished
            self.draft.drop_node(id_)
            shots = self.draft.sequence.shots
            lost = [s.id for s in shots if s.camera == id_]
            if lost:
                kept = tuple(s for s in shots if s.camera != id_)
                self.draft.put("sequence", "", msgspec.structs.replace(self.draft.sequence, shots=kept))
                reason = f"the camera of shot {', '.join(lost)} was deleted; the cut is without it."
                self.conflicts.append(Conflict("orphaned", id_, reason=reason))


def _typed_base(node: Node, record: Edit) -> Any:
    try:
        return checked_value(node, record.property, record.base)
    except InputError:
        return record.base


def _said(
    kind: Kind,
    record: Edit,
    reason: str,
    generated: object = None,
    choices: tuple[Choice, ...] = ("keep", "take"),
) -> Conflict:
    return Conflict(kind, record.node, record.property, record.base, generated, record.value, reason, choices)


def resolve(generated: Scene, edits: Edits, choices: Sequence[tuple[Conflict, Choice]]) -> Edits:
    """The edits after a person decided; what was resolved is no conflict any more.

    keep: the edit stays, and the value generated now becomes its base. take: the edit goes (an
    orphan is forgotten). relative: what the person changed is done again to the new value.

    Raises:
        InputError: A choice that the conflict does not offer.
    """
    records = {(r.node, r.property): r for r in edits.records}
    for conflict, choice in choices:
        key = (conflict.node, conflict.property)
        if choice not in conflict.choices:
            offered = ", ".join(conflict.choices)
            raise InputError(
                f"cannot {choice} here.", where="#".join(key), remedy=f"Choose one of: {offered}."
            )
        if choice == "take":
            records.pop(key, None)
            edits = _without(edits, conflict)
            continue
        record, node = records.get(key), generated.nodes.get(conflict.node)
        if record is None or node is None or conflict.kind != "changed":
            continue
        now = get_property(node, record.property)
        value = record.value
        if choice == "relative":
            value = _again(property_info(node, record.property), record, now)
        records[key] = msgspec.structs.replace(record, base=now, value=value)
    kept = tuple(records.values())
    return msgspec.structs.replace(edits, records=kept, held=still_held(edits.held, edits.locked, kept))


def still_held(held: Mapping[str, Node], locked: Iterable[str], records: Iterable[Edit]) -> dict[str, Node]:
    """Held nodes that a lock or a record still stands for."""
    wanted = {*locked, *(r.node for r in records)}
    return {id_: node for id_, node in sorted(held.items()) if id_ in wanted}


def _without(edits: Edits, conflict: Conflict) -> Edits:
    """Forget a lost lock, or a node or promotion that cannot be shown."""
    if conflict.property:
        return edits
    id_ = conflict.node

    def others(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(i for i in ids if i != id_ and (split_instance_id(i) or ("",))[0] != id_)

    return msgspec.structs.replace(
        edits,
        locked=others(edits.locked),
        excluded=others(edits.excluded) if conflict.kind == "orphaned" else edits.excluded,
        added={k: v for k, v in edits.added.items() if k != id_},
        promoted={k: v for k, v in edits.promoted.items() if v.id != id_ and k in others([k])},
    )


def _again(info: PropertyInfo, record: Edit, now: Any) -> Any:
    """What turned base into value, done to ``now``."""
    base: Any = record.base
    value: Any = record.value
    if info.type == "quat":
        w, x, y, z = base
        turned = quat_multiply(tuple(value), quat_multiply((w, -x, -y, -z), now))
        return tuple(round(c, 6) + 0.0 for c in turned)
    factor = info.path == "transform.scale" or info.unit in _RATIO_UNITS
    if info.type == "float":
        return _step(base, value, now, factor, info)
    return tuple(_step(b, v, n, factor, info) for b, v, n in zip(base, value, now, strict=True))


def _step(base: float, value: float, now: float, factor: bool, info: PropertyInfo) -> float:
    out = now * value / base if factor and base else now + (value - base)
    out = out if info.lo is None else max(out, info.lo)
    out = out if info.hi is None else min(out, info.hi)
    return snap(out, info.quantum)
