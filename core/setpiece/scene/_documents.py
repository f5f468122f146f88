"""Our own JSON files: versioned, canonical, written whole, and honest about what they do not know.

A file of a newer minor version is read, and the fields this version does not know are written
back where they were, also nested ones. A newer major version is refused: guessing would lose
what people made.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args, get_origin

import msgspec

from ..errors import FormatError, InputError, ProductionError
from ._quantum import field_hints, split_hint
from ._store import write_atomic
from .model import FORMAT

T = TypeVar("T", bound=msgspec.Struct)
MAX_BYTES = 256 * 1024 * 1024
MAX_DEPTH = 100
_VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})")
_BYTE = re.compile(r"\(byte (\d+)\)")
_DAMAGED = "Repair that place, or put the last good copy back."


@dataclass(frozen=True)
class Document(Generic[T]):
    """A file's content: what this version knows, and what it only carries.

    Attributes:
        value: The struct.
        unknown: Fields of a newer version, in the shape of the file (``Unknown``).
    """

    value: T
    unknown: Unknown | None = None

    def replaced(self, value: T) -> Document[T]:
        """The document with another value; unknown fields stay with the parts that remain."""
        return Document(value, self.unknown)


@dataclass(frozen=True)
class Unknown:
    """Fields that this version does not know, at one place of a file and below it."""

    fields: dict[str, Any] = field(default_factory=dict)
    below: dict[str, Unknown] = field(default_factory=dict)
    items: dict[str, Unknown] = field(default_factory=dict)
    """Of a list, by what its element is (id, node and property, or all that is known of it)."""

    def paths(self, at: str = "$") -> tuple[str, ...]:
        """Where the unknown fields are, for a message."""
        here = [f"{at}.{name}" for name in self.fields]
        for name, part in (*self.below.items(), *self.items.items()):
            here += part.paths(f"{at}.{name}")
        return tuple(here)

    def __bool__(self) -> bool:
        return bool(self.fields or self.below or self.items)


def read_document(path: Path, kind: type[T]) -> Document[T]:
    """Read a file.

    Raises:
        ProductionError: It cannot be opened.
        FormatError: Damaged, hostile or of a newer major version; names file, place and remedy.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FormatError(f"{size} bytes are too many for this file.", where=str(path), remedy=_DAMAGED)
        data = path.read_bytes()
    except OSError as e:
        raise ProductionError(
            f"cannot read: {e.strerror}.", where=str(path), remedy="Check name and rights."
        ) from e
    return decode_document(data, kind, str(path))


def write_document(path: Path, document: Document[T] | T) -> None:
    """Write a file whole or not at all, in canonical bytes.

    Raises:
        ProductionError: The folder cannot be written.
        InputError: The value holds what no file may (a number that is not finite).
    """
    write_atomic(path, encode_document(document))


def decode_document(data: bytes, kind: type[T], where: str = "") -> Document[T]:
    """The document in ``data``; ``where`` names its place in messages.

    Raises:
        FormatError: As ``read_document``.
    """
    if len(data) > MAX_BYTES:
        raise FormatError(f"{len(data)} bytes are too many for this file.", where=where, remedy=_DAMAGED)
    raw = _parse(data, where)
    if not isinstance(raw, dict):
        raise FormatError("holds no object.", where=where, remedy=_DAMAGED)
    if _depth_over(raw, MAX_DEPTH):
        raise FormatError(f"is nested deeper than {MAX_DEPTH}.", where=where, remedy=_DAMAGED)
    newer = _check_version(raw.get("format"), where)
    try:
        value = msgspec.convert(raw, kind)
    except msgspec.ValidationError as e:
        place = _culprit(raw, kind)
        remedy = (
            f"It was written by a newer Setpiece (format {raw['format']}): install that."
            if newer
            else _DAMAGED
        )
        what = str(e).split(" - at ")[0]
        raise FormatError(f"{place or '$'}: {what}.", where=where, remedy=remedy) from e
    unknown = _unknown(raw, msgspec.to_builtins(value))
    return Document(value, unknown or None)


def encode_document(document: Document[T] | T) -> bytes:
    """Canonical bytes: sorted keys, shortest floats, no -0.0, one trailing newline.

    Raises:
        InputError: A number is not finite, or a value does not fit its field.
    """
    doc: Document[Any] = document if isinstance(document, Document) else Document(document)
    kind = type(doc.value)
    plain = _canonical(msgspec.to_builtins(doc.value), "$")
    try:
        # Through the types once more: an int in a float field becomes the float it is read as.
        plain = msgspec.to_builtins(msgspec.convert(plain, kind))
    except msgspec.ValidationError as e:
        raise InputError(f"cannot be written: {e}.", where=kind.__name__) from e
    if doc.unknown:
        plain = _with_unknown(plain, doc.unknown)
    encoded = msgspec.json.encode(_canonical(plain, "$"), order="sorted")
    return msgspec.json.format(encoded, indent=1) + b"\n"


def _parse(data: bytes, where: str) -> Any:
    try:
        return msgspec.json.decode(data)
    except RecursionError as e:
        raise FormatError("is nested too deep.", where=where, remedy=_DAMAGED) from e
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        found = _BYTE.search(str(e))
        at = int(found[1]) if found else min(len(data), getattr(e, "start", len(data)))
        line = data[:at].count(b"\n") + 1
        what = _BYTE.sub("", str(e)).strip() or "cannot be read"
        raise FormatError(
            f"{what}.", where=f"{where}:{line}" if where else f"line {line}", remedy=_DAMAGED
        ) from e


def _check_version(version: Any, where: str) -> bool:
    """Whether the file is of a newer minor version."""
    match = _VERSION.fullmatch(version) if isinstance(version, str) else None
    if match is None:
        raise FormatError("field `format` is no version such as 1.0.", where=where, remedy=_DAMAGED)
    major, minor = int(match[1]), int(match[2])
    ours_major, ours_minor = (int(n) for n in FORMAT.split("."))
    if major > ours_major:
        raise FormatError(
            f"has format {version}; this Setpiece reads format {ours_major}.",
            where=where,
            remedy=f"Install Setpiece {major}.{minor} or newer.",
        )
    if major < ours_major:
        raise FormatError(f"has format {version}, which was never released.", where=where, remedy=_DAMAGED)
    return minor > ours_minor


def _depth_over(value: Any, left: int) -> bool:
    if not isinstance(value, (dict, list)):
        return False
    inside = value.values() if isinstance(value, dict) else value
    return left == 0 or any(_depth_over(v, left - 1) for v in inside)


def _culprit(raw: Any, hint: Any, path: str = "$") -> str:
    """The deepest place that does not fit its type; msgspec hides the keys of tables."""
    base = split_hint(hint)[0]
    parts: list[tuple[str, Any, Any]] = []
    if isinstance(base, type) and issubclass(base, msgspec.Struct) and isinstance(raw, dict):
        hints = field_hints(base)
        parts = [(f"{path}.{k}", raw[k], h) for k, h in hints.items() if k in raw]
    elif get_origin(base) is dict and isinstance(raw, dict):
        parts = [(f"{path}.{k}", v, get_args(base)[1]) for k, v in raw.items()]
    elif get_origin(base) is tuple and isinstance(raw, list):
        args = get_args(base)
        kinds = [args[0]] * len(raw) if args[-1] is Ellipsis else list(args)
        parts = [(f"{path}[{i}]", v, h) for i, (v, h) in enumerate(zip(raw, kinds, strict=False))]
    for name, value, kind in parts:
        try:
            msgspec.convert(value, kind)
        except msgspec.ValidationError:
            return _culprit(value, kind, name)
    return path


def _element_key(known: Any) -> str:
    if isinstance(known, dict):
        if "id" in known:
            return f"id={known['id']}"
        if "node" in known and "property" in known:
            return f"{known['node']}#{known['property']}"
    return msgspec.json.encode(known, order="sorted").decode()


def _unknown(raw: Any, known: Any) -> Unknown:
    """What ``raw`` has that ``known``, the same after our types, has not."""
    if isinstance(raw, dict) and isinstance(known, dict):
        fields = {k: v for k, v in raw.items() if k not in known}
        below = {k: u for k, v in raw.items() if k in known and (u := _unknown(v, known[k]))}
        return Unknown(fields, below)
    if isinstance(raw, list) and isinstance(known, (list, tuple)):
        items: dict[str, Unknown] = {}
        for r, k in zip(raw, known, strict=False):
            if isinstance(r, (dict, list)) and (u := _unknown(r, k)):
                items[_element_key(k)] = u
        return Unknown(items=items)
    return Unknown()


def _with_unknown(known: Any, unknown: Unknown) -> Any:
    if isinstance(known, dict):
        merged = {
            k: _with_unknown(v, unknown.below[k]) if k in unknown.below else v for k, v in known.items()
        }
        return {**{k: v for k, v in unknown.fields.items() if k not in merged}, **merged}
    if isinstance(known, (list, tuple)) and unknown.items:
        out: list[Any] = []
        for item in known:
            part = unknown.items.get(_element_key(item)) if isinstance(item, (dict, list, tuple)) else None
            out.append(_with_unknown(item, part) if part else item)
        return out
    return known


def _canonical(value: Any, at: str) -> Any:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InputError("a number is not finite and cannot be written.", where=at)
        return value + 0.0
    if isinstance(value, dict):
        return {k: _canonical(v, f"{at}.{k}") for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_canonical(v, f"{at}[{i}]") for i, v in enumerate(value)]
    return value
