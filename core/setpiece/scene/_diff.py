"""What must change to turn one scene into another: minimal, ordered, invertible.

The order keeps every state in between valid, so a host may refuse what is broken at once:
resources come before nodes that need them and go after them, parents come before children and
go after them, and nodes move to their new parents from the root down, so that not even a parent
and child that change places are for a moment each other's parent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..errors import InputError
from ._draft import RESOURCE_KINDS, SceneDraft
from ._properties import entries_of
from ._quantum import same
from .host import Change, Target
from .model import Node, Scene


def diff(a: Scene, b: Scene) -> list[Change]:
    """The changes from ``a`` to ``b``; empty when they are one within each property's quantum.

    Raises:
        InputError: The scenes have different ids, or ``b`` has nodes that hang in a circle.
    """
    if a.id != b.id:
        raise InputError(
            f"scene {a.id!r} cannot be turned into scene {b.id!r}.", remedy="Compare like with like."
        )
    order_a, order_b = root_first(a.nodes), root_first(b.nodes)
    sets = list(_node_sets(a, b, order_b))
    out: list[Change] = []
    out += _resources_added(a, b)
    out += [Change("add", "node", id_, "", b.nodes[id_]) for id_ in order_b if id_ not in a.nodes]
    out += [c for c in sets if c.property == "parent"]
    out += [c for c in sets if c.property != "parent"]
    out += _owner_sets("environment", "", a.environment, b.environment)
    out += _owner_sets("sequence", "", a.sequence, b.sequence)
    out += _owner_sets("scene", "", a, b)
    out += _relations(a, b)
    out += [
        Change("remove", "node", id_, "", None, a.nodes[id_])
        for id_ in reversed(order_a)
        if id_ not in b.nodes
    ]
    out += _resources_removed(a, b)
    return out


def root_first(nodes: Mapping[str, Node]) -> list[str]:
    """Node ids, every parent before its children, else by id.

    Raises:
        InputError: Nodes hang in a circle.
    """
    depth: dict[str, int] = {}
    for start in nodes:
        chain: list[str] = []
        at: str | None = start
        while at is not None and at in nodes and at not in depth:
            if at in chain:
                raise InputError(f"the nodes {', '.join(sorted(chain))} hang in a circle.", where=at)
            chain.append(at)
            at = nodes[at].parent
        below = depth.get(at, -1) if at is not None else -1
        for id_ in reversed(chain):
            below += 1
            depth[id_] = below
    return sorted(nodes, key=lambda id_: (depth[id_], id_))


def _owner_sets(target: Target, id_: str, old: Any, new: Any) -> Iterator[Change]:
    """One ``set`` per property that differs; a payload of another type is one set of it all."""
    if old is new:
        return
    whole = isinstance(old, Node) and type(old.payload) is not type(new.payload)
    if whole:
        yield Change("set", target, id_, "payload", new.payload, old.payload)
    for path, row in entries_of(new).items():
        if path == "payload" or (whole and path.startswith("payload.")):
            continue
        was, now = _at(old, path), _at(new, path)
        if not row.equal(was, now):
            yield Change("set", target, id_, path, now, was)


def _at(thing: Any, path: str) -> Any:
    for name in path.split("."):
        thing = getattr(thing, name)
    return thing


def _node_sets(a: Scene, b: Scene, order: Iterable[str]) -> Iterator[Change]:
    for id_ in order:
        old, new = a.nodes.get(id_), b.nodes[id_]
        if old is not None and old != new:
            yield from _owner_sets("node", id_, old, new)


def _relations(a: Scene, b: Scene) -> Iterator[Change]:
    for id_ in sorted(a.relations.keys() | b.relations.keys()):
        old, new = a.relations.get(id_), b.relations.get(id_)
        if old is None:
            yield Change("add", "relation", id_, "", new)
        elif new is None:
            yield Change("remove", "relation", id_, "", None, old)
        else:
            yield from _owner_sets("relation", id_, old, new)


def _resources_added(a: Scene, b: Scene) -> Iterator[Change]:
    for kind in RESOURCE_KINDS:
        old, new = getattr(a.resources, kind), getattr(b.resources, kind)
        for key in sorted(new):
            if key not in old:
                yield Change("add", "resource", f"{kind}/{key}", "", new[key])
            elif old[key] != new[key]:
                yield from _owner_sets("resource", f"{kind}/{key}", old[key], new[key])


def _resources_removed(a: Scene, b: Scene) -> Iterator[Change]:
    for kind in reversed(RESOURCE_KINDS):
        old, new = getattr(a.resources, kind), getattr(b.resources, kind)
        for key in sorted(old.keys() - new.keys()):
            yield Change("remove", "resource", f"{kind}/{key}", "", None, old[key])


_OPPOSITE = {"add": "remove", "remove": "add", "set": "set"}


def inverse(changes: Sequence[Change]) -> list[Change]:
    """The changes that undo ``changes``: ``apply(apply(s, c), inverse(c))`` is ``s``."""
    return [
        Change(_OPPOSITE[c.op], c.target, c.id, c.property, value=c.before, before=c.value)  # type: ignore[arg-type]
        for c in reversed(changes)
    ]


def apply_changes(scene: Scene, changes: Sequence[Change]) -> Scene:
    """The scene after all changes; ``scene`` itself stays as it is.

    Raises:
        InputError: A change cannot be made; the message names what and why.
    """
    draft = SceneDraft(scene)
    for change in changes:
        draft.apply(change)
    return draft.scene()


def equivalent(a: Scene, b: Scene) -> bool:
    """Whether two scenes are one, every number within its property's quantum."""
    return same(a, b)
