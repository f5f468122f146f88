"""The property table: every path a person, a cue or a host may touch, generated from the structs.

A path is dotted field names below its owner and never holds a list index: node
``transform.translation`` and ``payload.focal_mm``, environment ``sky.lux``. Edits, diff, hosts,
cues, panels and the documentation read this one table.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_origin

import msgspec

from ..errors import InputError
from ._quantum import QUATERNION, Equal, equal_for, field_hints, is_choice, round_for, split_hint
from .host import Target
from .model import (
    Environment,
    FrameRate,
    Geometry,
    Image,
    Material,
    Node,
    Payload,
    Prototype,
    Relation,
    Scene,
    Sequence,
)

_UNIT_TOLERANCE = 1e-3
_FIXED = {"id", "format", "resources", "nodes", "relations", "environment", "sequence"}
"""Fields of owners that are not properties: identity, and what other changes carry."""


class PropertyInfo(msgspec.Struct, frozen=True):
    """One row of the table.

    Attributes:
        path: Dotted path below the owner.
        target: What kind of thing owns it.
        tag: The payload ("light", "camera" ...) or resource kind ("material" ...) that has it;
            empty when every owner of this target has it.
        type: float, int, bool, text, choice, vec3, quat, color, list, table or struct.
        unit: Of the number, empty for none.
        quantum: Differences below this are no difference; 0 means exact.
        lo, hi: Range, both ends allowed; None is open.
        live: Whether tracking and cues may drive it every frame.
        since: Format version that brought it.
        choices: Allowed words of a choice.
    """

    path: str
    target: Target
    tag: str
    type: str
    unit: str = ""
    quantum: float = 0.0
    lo: float | None = None
    hi: float | None = None
    live: bool = False
    since: str = "1.0"
    choices: tuple[str, ...] = ()


class _Entry(msgspec.Struct, frozen=True):
    info: PropertyInfo
    hint: Any
    equal: Equal
    round: Any


PAYLOADS: Mapping[str, type] = {p.__struct_config__.tag: p for p in get_args(Payload)}
"""Payload structs by their tag."""

_OWNERS: dict[type, tuple[Target, str]] = {
    Node: ("node", ""),
    Relation: ("relation", ""),
    Environment: ("environment", ""),
    Sequence: ("sequence", ""),
    Scene: ("scene", ""),
    Geometry: ("resource", "geometry"),
    Material: ("resource", "material"),
    Image: ("resource", "image"),
    Prototype: ("resource", "prototype"),
}


def _kind(base: Any, unit: str) -> str:
    if unit == QUATERNION:
        return "quat"
    if unit == "linear Rec.709":
        return "color"
    plain = {float: "float", int: "int", bool: "bool", str: "text", str | None: "text"}
    if base in plain:
        return plain[base]
    if is_choice(base):
        return "choice"
    origin, args = get_origin(base), get_args(base)
    if origin is tuple:
        return "vec3" if args == (float, float, float) else "list"
    return "table" if origin is dict else "struct"


def _entry(path: str, hint: Any, target: Target, tag: str) -> _Entry:
    base, extra, meta = split_hint(hint)
    unit = extra.get("unit", "")
    info = PropertyInfo(
        path=path,
        target=target,
        tag=tag,
        type=_kind(base, unit),
        unit=unit,
        quantum=float(extra.get("quantum", 0.0)),
        lo=meta.ge if meta else None,
        hi=meta.le if meta else None,
        live=bool(extra.get("live", False)),
        since=extra.get("since", "1.0"),
        choices=get_args(base) if is_choice(base) else (),
    )
    return _Entry(info, hint, equal_for(hint), round_for(hint))


def _walk(struct: type, prefix: str, target: Target, tag: str) -> Iterator[_Entry]:
    for name, hint in field_hints(struct).items():
        base = split_hint(hint)[0]
        if not prefix and name in _FIXED:
            continue
        if isinstance(base, type) and issubclass(base, msgspec.Struct) and base is not FrameRate:
            yield from _walk(base, f"{prefix}{name}.", target, tag)
        else:
            yield _entry(prefix + name, hint, target, tag)


@cache
def _entries(owner: type, payload: type | None) -> Mapping[str, _Entry]:
    target, tag = _OWNERS[owner]
    rows = list(_walk(owner, "", target, tag))
    if payload is not None:
        rows += _walk(payload, "payload.", target, payload.__struct_config__.tag)
    return {row.info.path: row for row in rows}


def entries_of(thing: Any) -> Mapping[str, _Entry]:
    """The table rows of ``thing`` by path (a node's depend on its payload)."""
    return _entries(type(thing), type(thing.payload) if isinstance(thing, Node) else None)


def table_rows(target: Target, path: str) -> list[_Entry]:
    """Every row of the table with this target and path (one for each payload that has it)."""
    owners = [o for o, (t, _) in _OWNERS.items() if t == target]
    payloads = list(PAYLOADS.values()) if target == "node" else [None]
    tables = [_entries(owner, payload) for owner in owners for payload in payloads]
    found = [table[path] for table in tables if path in table]
    return found[:1] if not path.startswith("payload.") else found


def _all_properties() -> tuple[PropertyInfo, ...]:
    rows = [e.info for owner in _OWNERS for e in _entries(owner, None).values()]
    for payload in PAYLOADS.values():
        rows += [e.info for p, e in _entries(Node, payload).items() if p.startswith("payload.")]
    return tuple(sorted(rows, key=lambda r: (r.target, r.tag, r.path)))


PROPERTIES: tuple[PropertyInfo, ...] = _all_properties()
"""The whole table, by target, tag and path."""


def properties_of(thing: Any) -> dict[str, PropertyInfo]:
    """What can be set on a node, relation, environment, sequence, scene or resource, by path."""
    return {path: row.info for path, row in entries_of(thing).items()}


def _where(thing: Any, path: str) -> str:
    target, tag = _OWNERS[type(thing)]
    name = getattr(thing, "id", "")
    return f"{tag or target} {name} {path}".replace("  ", " ")


def _look_up(thing: Any, path: str) -> _Entry:
    if type(thing) not in _OWNERS:
        raise InputError(f"a {type(thing).__name__} has no properties", where=path)
    rows = entries_of(thing)
    if path not in rows:
        close = [p for p in rows if p.rsplit(".", 1)[-1] == path.rsplit(".", 1)[-1]]
        known = ", ".join(close or sorted(rows))
        raise InputError("no such property.", where=_where(thing, path), remedy=f"It has: {known}.")
    return rows[path]


def property_info(thing: Any, path: str) -> PropertyInfo:
    """The row of ``path`` on ``thing``.

    Raises:
        InputError: There is no such property on it.
    """
    return _look_up(thing, path).info


def get_property(thing: Any, path: str) -> Any:
    """The value at ``path``.

    Raises:
        InputError: There is no such property on ``thing``.
    """
    _look_up(thing, path)
    for name in path.split("."):
        thing = getattr(thing, name)
    return thing


def _all_finite(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, (tuple, list)):
        return all(map(_all_finite, value))
    if isinstance(value, dict):
        return all(map(_all_finite, value.values()))
    if isinstance(value, msgspec.Struct):
        return all(_all_finite(getattr(value, f)) for f in value.__struct_fields__)
    return True


def _range(info: PropertyInfo) -> str:
    if info.choices:
        return f"Use one of: {', '.join(info.choices)}."
    unit = f" {info.unit}" if info.unit else ""
    if info.lo is not None and info.hi is not None:
        return f"Use a number from {info.lo:g} to {info.hi:g}{unit}."
    if info.lo is not None:
        return f"Use a number of at least {info.lo:g}{unit}."
    return f"Use a {info.type} value{' in' + unit if unit else ''}."


def checked_value(thing: Any, path: str, value: Any) -> Any:
    """``value`` as the type that ``path`` holds (lists from a file become tuples).

    Raises:
        InputError: No such property; a wrong type, out of range, not finite, or a rotation
            that is not a unit quaternion. The message names the path and what is allowed.
    """
    row = _look_up(thing, path)
    where = _where(thing, path)
    if not _all_finite(value):
        raise InputError("the number is not finite.", where=where, remedy=_range(row.info))
    try:
        # Structs go in as plain values: msgspec takes a ready struct without looking inside.
        plain = msgspec.to_builtins(value) if _holds_structs(value) else value
        typed = msgspec.convert(plain, row.hint)
    except (msgspec.ValidationError, RecursionError) as e:
        raise InputError(f"{e}.", where=where, remedy=_range(row.info)) from e
    if row.info.type == "quat" and abs(math.sqrt(sum(c * c for c in typed)) - 1.0) > _UNIT_TOLERANCE:
        raise InputError("not a unit quaternion.", where=where, remedy="Normalise (w, x, y, z) to length 1.")
    return typed


def _holds_structs(value: Any) -> bool:
    if isinstance(value, (tuple, list)):
        return any(map(_holds_structs, value))
    return isinstance(value, msgspec.Struct)


def _replaced(struct: Any, names: list[str], value: Any) -> Any:
    head, *rest = names
    if rest:
        value = _replaced(getattr(struct, head), rest, value)
    return msgspec.structs.replace(struct, **{head: value})


def set_property(thing: Any, path: str, value: Any) -> Any:
    """A copy of ``thing`` with ``path`` set.

    Raises:
        InputError: As ``checked_value``.
    """
    return _replaced(thing, path.split("."), checked_value(thing, path, value))


def equal_within_quantum(a: Any, b: Any, info: PropertyInfo) -> bool:
    """Whether two values of a property are one value: quantum, float32 and q = -q allowed for."""
    tag = PAYLOADS.get(info.tag) if info.target == "node" else None
    owner = next(
        t for t, (target, t_tag) in _OWNERS.items() if target == info.target and t_tag in ("", info.tag)
    )
    return _entries(owner, tag)[info.path].equal(a, b)


def property_table_markdown() -> str:
    """The table as Markdown, for the documentation."""
    lines = [
        "| owner | path | type | unit | range | quantum | live | since |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for p in PROPERTIES:
        owner = f"{p.target} ({p.tag})" if p.tag else p.target
        lo, hi = ("" if v is None else f"{v:g}" for v in (p.lo, p.hi))
        span = ", ".join(p.choices) or (f"{lo} … {hi}".strip() if lo or hi else "")
        quantum = f"{p.quantum:g}" if p.quantum else "exact"
        live = "yes" if p.live else ""
        lines.append(
            f"| {owner} | `{p.path}` | {p.type} | {p.unit} | {span} | {quantum} | {live} | {p.since} |"
        )
    return "\n".join(lines) + "\n"
