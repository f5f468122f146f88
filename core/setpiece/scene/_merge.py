"""A host's scan, or a baked take, into the edits that are there already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ..errors import InputError
from ._draft import RESOURCE_KINDS, needs_of, needs_of_edit
from ._layers import split_instance_id, still_held
from ._properties import entries_of, get_property, set_property, table_rows
from .model import Edit, Edits, Node, Resources, Scene


def merge_edits(
    old: Edits, scanned: Edits, current: Scene | None = None, *, showed_old: bool = False
) -> Edits:
    """The edits after a scan.

    A property edited again keeps its first base (the generated value); one that is back at its
    base is no edit any more. Edits of nodes that people added go into those nodes.

    Args:
        old: The edits as they are.
        scanned: What a host found, or a take.
        current: The host's scene: what added nodes need is kept from it, so that a copy outlives
            the thing it was copied from.
        showed_old: ``current`` had ``old`` in it, locks too, from the same host and file. Then
            edits that it shows no more were undone there, and are taken back.
    """
    if current is not None and showed_old:
        old = _still_true(old, scanned, current)
    added = {**old.added, **scanned.added}
    promoted = dict(old.promoted)
    by_node = {node.id: key for key, node in promoted.items()}
    records = {(r.node, r.property): r for r in old.records}
    for record in scanned.records:
        if record.node in added:
            added[record.node] = _folded(added[record.node], record)
        elif record.node in by_node:
            key = by_node[record.node]
            promoted[key] = _folded(promoted[key], record)
        else:
            _take(records, record)
    excluded = set(old.excluded)
    for id_ in scanned.excluded:
        if added.pop(id_, None) is None:
            # A promoted instance that is deleted must not grow back in its scatter.
            key = by_node.get(id_)
            promoted.pop(key or "", None)
            excluded.add(key or id_)
    excluded -= set(scanned.added)
    locked = {*old.locked, *scanned.locked}
    return Edits(
        format=max(old.format, scanned.format, key=lambda f: tuple(map(int, f.split(".")))),
        records=tuple(records[key] for key in sorted(records)),
        added=dict(sorted(added.items())),
        added_resources=_resources(old, scanned, added, records.values(), current),
        excluded=tuple(sorted(excluded)),
        locked=tuple(sorted(locked)),
        promoted=dict(sorted({**promoted, **scanned.promoted}.items())),
        held=still_held({**old.held, **scanned.held}, locked, records.values()),
    )


def _take(records: dict[tuple[str, str], Edit], record: Edit) -> None:
    key = (record.node, record.property)
    before = records.get(key)
    if before is not None:
        record = msgspec.structs.replace(record, base=before.base, author=record.author or before.author)
    if _unchanged(record):
        records.pop(key, None)
    else:
        records[key] = record


def _unchanged(record: Edit) -> bool:
    """Whether the value is back at its base, under any payload that has this property."""
    for row in table_rows("node", record.property):
        try:
            value, base = (msgspec.convert(v, row.hint) for v in (record.value, record.base))
        except msgspec.ValidationError:
            continue
        if row.equal(value, base):
            return True
    return False


def _folded(node: Node, record: Edit) -> Node:
    try:
        return set_property(node, record.property, record.value)
    except InputError:
        return node  # the host showed something that this node cannot have; keep what is known


def _still_true(old: Edits, scanned: Edits, current: Scene) -> Edits:
    """Old edits without those that the host, which showed them, shows no more: they were undone."""
    seen = {(r.node, r.property) for r in scanned.records}
    kept = [r for r in old.records if (r.node, r.property) in seen or _holds(r, current)]
    shown = current.nodes.keys()
    return msgspec.structs.replace(
        old,
        records=tuple(kept),
        added={k: v for k, v in old.added.items() if k in shown},
        excluded=tuple(i for i in old.excluded if i not in shown),
        locked=tuple(i for i in old.locked if i not in shown),
        promoted={k: v for k, v in old.promoted.items() if v.id in shown or v.id in scanned.excluded},
    )


def _holds(record: Edit, current: Scene) -> bool:
    """Whether the host still shows the edit; what it cannot judge stays."""
    node = current.nodes.get(record.node)
    row = entries_of(node).get(record.property) if node is not None else None
    if node is None or row is None:
        return True
    try:
        value = msgspec.convert(record.value, row.hint)
    except msgspec.ValidationError:
        return True
    return row.equal(value, get_property(node, record.property))


def _resources(
    old: Edits, scanned: Edits, added: Mapping[str, Node], records: Iterable[Edit], current: Scene | None
) -> Resources:
    """Resources that the added nodes need, from the freshest place that has them, and what records brought."""
    places = [scanned.added_resources, old.added_resources]
    if current is not None:
        places.append(current.resources)
    tables: dict[str, dict[str, object]] = {kind: {} for kind in RESOURCE_KINDS}
    wanted = [need for node in added.values() for need in needs_of(node)]
    wanted += [n for r in records for n in needs_of_edit(r) if _brought(n, scanned) or _brought(n, old)]
    while wanted:
        kind, _, key = wanted.pop().partition("/")
        found = next((getattr(p, kind)[key] for p in places if key in getattr(p, kind)), None)
        if found is not None and key not in tables[kind]:
            tables[kind][key] = found
            wanted += needs_of(found)
    return Resources(**{kind: dict(sorted(table.items())) for kind, table in tables.items()})  # type: ignore[arg-type]


def _brought(need: str, edits: Edits) -> bool:
    kind, _, key = need.partition("/")
    return key in getattr(edits.added_resources, kind)


def edited_nodes(edits: Edits) -> tuple[str, ...]:
    """Ids of everything that a person touched, sorted; instances count as their scatter."""
    ids = {r.node for r in edits.records} | set(edits.added) | set(edits.excluded) | set(edits.locked)
    ids |= {node.id for node in edits.promoted.values()}
    return tuple(sorted({(split_instance_id(i) or (i,))[0] for i in ids}))
