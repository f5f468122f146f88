"""Equality and rounding by quantum, compiled once per struct from the metadata on its fields.

A value is the same when it differs by less than its property's quantum, or by less than what
single precision can hold: hosts store float32, and 100,000 lux has a float32 step of 8 mlx.
"""

from __future__ import annotations

import math
import types
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from .model import Scene

Equal = Callable[[Any, Any], bool]
Round = Callable[[Any], Any]
QUATERNION = "quaternion wxyz"
_FLOAT32 = 2.0**-21
"""Relative slack: one rounding to float32 is 2^-24; a host's unit conversions cost a few more."""


def split_hint(hint: Any) -> tuple[Any, dict[str, Any], msgspec.Meta | None]:
    """A hint without ``Annotated``, the property metadata, and the constraint it carries."""
    extra: dict[str, Any] = {}
    meta: msgspec.Meta | None = None
    while get_origin(hint) is Annotated:
        hint, *metas = get_args(hint)
        for m in metas:
            if isinstance(m, msgspec.Meta):
                extra = {**(m.extra or {}), **extra}
                meta = meta or m
    return hint, extra, meta


@cache
def field_hints(struct: type) -> dict[str, Any]:
    """The annotated hints of a struct's fields, in order."""
    hints = get_type_hints(struct, include_extras=True)
    return {name: hints[name] for name in struct.__struct_fields__}


def near(a: float, b: float, quantum: float) -> bool:
    """Whether two numbers are one value for a property with this quantum (0 = exactly)."""
    if quantum <= 0:
        return a == b
    # Neighbours on the quantum's grid differ by one quantum, give or take an ulp: not the same.
    return a == b or abs(a - b) < 0.999 * max(quantum, _FLOAT32 * max(abs(a), abs(b)))


def snap(value: float, quantum: float) -> float:
    """``value`` on the quantum's decimal grid, never -0.0.

    Every quantum is a power of ten, so Python's correctly rounded decimal ``round`` gives the
    same bits everywhere. Values that are not finite come back as they are.
    """
    if quantum <= 0 or not math.isfinite(value):
        return value
    return round(float(value), -round(math.log10(quantum))) + 0.0


def _exactly(a: Any, b: Any) -> bool:
    return (type(a) is type(b) and a == b) or (a == b and not isinstance(a, bool) and not isinstance(b, bool))


def equal_for(hint: Any, quantum: float = 0.0) -> Equal:
    """The equality of values of this annotated type."""
    base, extra, _ = split_hint(hint)
    quantum = extra.get("quantum", quantum)
    origin, args = get_origin(base), get_args(base)
    if base is float:
        return lambda a, b: near(a, b, quantum)
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        each = equal_for(args[0], quantum)
        return lambda a, b: len(a) == len(b) and all(map(each, a, b))
    if origin is tuple:
        if extra.get("unit") == QUATERNION:
            return lambda a, b: _same_turn(a, b, quantum)
        return _each([equal_for(arg, quantum) for arg in args])
    if origin is dict:
        item = equal_for(args[1], quantum)
        return lambda a, b: a.keys() == b.keys() and all(item(v, b[k]) for k, v in a.items())
    return same if _is_struct_hint(base) else _exactly


def _each(parts: list[Equal]) -> Equal:
    return lambda a, b: len(a) == len(b) and all(eq(x, y) for eq, x, y in zip(parts, a, b, strict=True))


def round_for(hint: Any, quantum: float = 0.0) -> Round:
    """The rounding of values of this annotated type to their quantum."""
    base, extra, _ = split_hint(hint)
    quantum = extra.get("quantum", quantum)
    origin, args = get_origin(base), get_args(base)
    if base is float:
        return lambda v: snap(v, quantum)
    if origin is tuple and args[-1] is Ellipsis:
        each = round_for(args[0], quantum)
        return lambda v: tuple(map(each, v))
    if origin is tuple:
        parts = [round_for(arg, quantum) for arg in args]
        return lambda v: tuple(r(x) for r, x in zip(parts, v, strict=True))
    if origin is dict:
        item = round_for(args[1], quantum)
        return lambda v: {k: item(x) for k, x in v.items()}
    return rounded if _is_struct_hint(base) else lambda v: v


def _same_turn(a: Any, b: Any, quantum: float) -> bool:
    """q and -q are one rotation."""
    if len(a) != len(b):
        return False
    sign = -1.0 if sum(x * y for x, y in zip(a, b, strict=True)) < 0 else 1.0
    return all(near(x, sign * y, quantum) for x, y in zip(a, b, strict=True))


def _is_struct_hint(base: Any) -> bool:
    if isinstance(base, type):
        return issubclass(base, msgspec.Struct)
    union = get_origin(base) in (Union, types.UnionType)
    return union and all(isinstance(a, type) and issubclass(a, msgspec.Struct) for a in get_args(base))


@cache
def _equals(struct: type) -> tuple[tuple[str, Equal], ...]:
    return tuple((name, equal_for(hint)) for name, hint in field_hints(struct).items())


@cache
def _rounds(struct: type) -> tuple[tuple[str, Round], ...]:
    return tuple((name, round_for(hint)) for name, hint in field_hints(struct).items())


def same(a: Any, b: Any) -> bool:
    """Whether two structs are one value, every number within its own quantum."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if not isinstance(a, msgspec.Struct):
        return bool(a == b)
    return all(eq(getattr(a, name), getattr(b, name)) for name, eq in _equals(type(a)))


def rounded(struct: Any) -> Any:
    """A struct with every number on its quantum's grid."""
    if not isinstance(struct, msgspec.Struct):
        return struct
    values = {name: fix(getattr(struct, name)) for name, fix in _rounds(type(struct))}
    return type(struct)(**values)


def quantised(scene: Scene) -> Scene:
    """The scene with every number rounded to its property's quantum: what is stored and hashed."""
    return rounded(scene)


def is_choice(base: Any) -> bool:
    """Whether a bare hint is a closed set of words."""
    return get_origin(base) is Literal
