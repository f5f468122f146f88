"""What people did, found by comparing scenes: one rule for every host that can read itself back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ._draft import needs_of, needs_of_edit
from ._properties import entries_of
from ._quantum import rounded
from .host import Scan
from .model import Edit, Edits, Node, Resources, Scene


def scan_scenes(
    given: Scene, stored: Scene, held: Scene, copies: Mapping[str, str] | None = None, host: str = ""
) -> Scan:
    """The edits that explain how ``held`` came to differ from what was applied.

    Args:
        given: What the host was told, in full precision: the base values of edits.
        stored: The same as the host kept it right after apply (rounded its own way).
        held: What the host shows now, hand-made nodes included, under ids of their own.
        copies: Id of a copy -> id of the node it was copied from.
        host: Name written on the edits.
    """
    records: list[Edit] = []
    for id_ in sorted(stored.nodes.keys() & held.nodes.keys()):
        if stored.nodes[id_] != held.nodes[id_]:
            records += _edits_of(id_, given.nodes.get(id_, stored.nodes[id_]), stored, held, host)
    new = {id_: rounded(held.nodes[id_]) for id_ in sorted(held.nodes.keys() - stored.nodes.keys())}
    edits = Edits(
        records=tuple(records),
        added=new,
        added_resources=_resources([*_needs(new.values()), *_needs_of_records(records, given)], held),
        excluded=tuple(sorted(stored.nodes.keys() - held.nodes.keys())),
    )
    return Scan(edits, {c: o for c, o in sorted((copies or {}).items()) if c in new})


def _edits_of(id_: str, given: Node, stored: Scene, held: Scene, host: str) -> Iterator[Edit]:
    was, now = stored.nodes[id_], held.nodes[id_]
    if type(was.payload) is not type(now.payload):
        yield Edit(id_, "payload", rounded(now.payload), given.payload, host=host)
        return
    for path, row in entries_of(now).items():
        if path == "payload":
            continue
        before, after, base = _at(was, path), _at(now, path), _at(given, path)
        if not row.equal(before, after):
            yield Edit(id_, path, row.round(after), base, host=host)


def _at(thing: object, path: str) -> object:
    for name in path.split("."):
        thing = getattr(thing, name)
    return thing


def _needs(nodes: Iterable[Node]) -> list[str]:
    return [need for node in nodes for need in needs_of(node)]


def _needs_of_records(records: Iterable[Edit], given: Scene) -> list[str]:
    """What edited values refer to and the description did not have: people modelled or painted it."""
    needs = [need.partition("/") for record in records for need in needs_of_edit(record)]
    return [f"{kind}/{key}" for kind, _, key in needs if key not in getattr(given.resources, kind)]


def _resources(wanted: list[str], held: Scene) -> Resources:
    """What hand-made things need, generated or not: a copy may outlive what it was copied from."""
    out = Resources(geometry={}, material={}, image={}, prototype={})
    while wanted:
        kind, _, key = wanted.pop().partition("/")
        table = getattr(held.resources, kind)
        if key in table and key not in getattr(out, kind):
            getattr(out, kind)[key] = rounded(table[key])
            wanted += needs_of(table[key])
    return msgspec.structs.replace(
        out, **{k: dict(sorted(getattr(out, k).items())) for k in out.__struct_fields__}
    )
