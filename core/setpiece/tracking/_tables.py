"""One table of a file that people write, changed in place: every other line stays as it was, comments included."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from ..errors import FormatError

_ASSIGNED = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
_HEADER = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")


def toml_value(value: object) -> str:
    """A value as TOML writes it; JSON's strings, numbers and booleans are TOML's as well."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{toml_value(str(k))} = {toml_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml_value(v) for v in value) + "]"
    return msgspec.json.encode(value).decode("utf-8")


def with_table(text: str, table: str, values: Mapping[str, object], where: str = "") -> str:
    """The text with keys of one ``[table]`` set.

    Args:
        text: TOML as a person wrote it.
        table: Name of a table at the top level; it is added at the end when there is none.
        values: What to set; ``None`` takes a key out. Keys that are not named stay.
        where: File name for messages.

    Raises:
        FormatError: The text is no TOML, or writes the table another way than under a ``[table]`` line.
    """
    return _changed(text, table, None, values, where)


def with_entry(text: str, table: str, entry: int, values: Mapping[str, object], where: str = "") -> str:
    """The same for the ``entry``-th (from 0) of an array of tables, written ``[[table]]``.

    Raises:
        FormatError: There is no such entry, or it is written another way.
    """
    return _changed(text, table, entry, values, where)


def _changed(text: str, table: str, entry: int | None, values: Mapping[str, object], where: str) -> str:
    before = _parsed(text, where)
    held = before.get(table, {}) if entry is None else _entry_of(before, table, entry, where)
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
    statements = _statements(lines)
    own = [s for s in statements if s[0] == table and s[4] == (entry or 0)]
    wanted = {key: f"{key} = {toml_value(value)}" for key, value in values.items() if value is not None}
    if not own and table not in before and entry is None:
        gap = [newline] if lines and lines[-1].strip() else []
        lines += [*gap, f"[{table}]{newline}", *(line + newline for line in wanted.values())]
    else:
        _replace(lines, own, values, wanted, newline)
    changed = "".join(lines)
    expected: Any = {**held, **{k: v for k, v in values.items() if v is not None}}
    for key in (k for k, v in values.items() if v is None):
        expected.pop(key, None)
    if entry is not None:
        expected = [*before[table][:entry], expected, *before[table][entry + 1 :]]
    if _plain(_parsed(changed, where)) != _plain({**before, table: expected}):
        raise FormatError(
            f"{table} is not written in a way that can be changed", where=where,
            remedy=f"Write it as lines below [{table}], and try again.",
        )  # fmt: skip
    return changed


def _entry_of(before: dict[str, Any], table: str, entry: int, where: str) -> dict[str, Any]:
    entries = before.get(table, [])
    if not isinstance(entries, list) or not 0 <= entry < len(entries):
        raise FormatError(f"there is no [[{table}]] number {entry + 1}", where=where, remedy="Add it first.")
    return entries[entry]


def write_table(path: Path, table: str, values: Mapping[str, object], entry: int | None = None) -> None:
    """``with_table``, or with an entry ``with_entry``, on a file, replaced in one step; a missing file is begun.

    Raises:
        FormatError: See these.
    """
    # Line ends and a byte order mark stay as they are: the file is a person's.
    text = path.read_bytes().decode("utf-8") if path.exists() else 'format = "1.0"\n'
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    changed = _changed(text.removeprefix(mark), table, entry, values, str(path))
    beside = path.with_name(path.name + ".new")
    beside.write_bytes((mark + changed).encode("utf-8"))
    beside.replace(path)


def _parsed(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise FormatError(str(e), where=where, remedy="Correct that line.") from e


def _plain(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


_Statement = tuple[str, str, int, int, int]


def _statements(lines: list[str]) -> list[_Statement]:
    """(table, key, first line, line after, which of its name) of assignments, and of headers with an empty key."""
    found: list[_Statement] = []
    table, at = "", 0
    seen: dict[str, int] = {}
    while at < len(lines):
        line = lines[at]
        if header := _HEADER.match(line.rstrip("\r\n")):
            table = header.group(1)
            seen[table] = seen.get(table, -1) + 1
            found.append((table, "", at, at + 1, seen[table]))
        elif assigned := _ASSIGNED.match(line):
            end = _end_of(lines, at)
            found.append((table, assigned.group(1), at, end, seen.get(table, 0)))
            at = end
            continue
        at += 1
    return found


def _end_of(lines: list[str], first: int) -> int:
    """The line after a value that may go over several."""
    for end in range(first + 1, len(lines) + 1):
        try:
            tomllib.loads("".join(lines[first:end]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    return first + 1


def _replace(
    lines: list[str],
    own: list[_Statement],
    values: Mapping[str, object],
    wanted: Mapping[str, str],
    newline: str,
) -> None:
    """Set the keys that are there from the last to the first, and put new ones below the table's last line."""
    there = {key for _, key, *_ in own}
    fresh = [line + newline for key, line in wanted.items() if key not in there]
    if own:
        lines[own[-1][3] : own[-1][3]] = fresh
    for _, key, first, end, _ in reversed(own):
        if key in wanted:
            lines[first:end] = [wanted[key] + _comment(lines[first:end]) + newline]
        elif key in values:
            del lines[first:end]


def _comment(lines: list[str]) -> str:
    """The remark behind a value of one line."""
    if len(lines) != 1:
        return ""
    line = lines[0].rstrip("\r\n")
    for at, sign in enumerate(line):
        if sign == "#":
            try:
                tomllib.loads(line[:at])
            except tomllib.TOMLDecodeError:
                continue
            return "  " + line[at:]
    return ""
