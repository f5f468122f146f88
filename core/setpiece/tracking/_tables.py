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
    before = _parsed(text, where)
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
    statements = _statements(lines)
    own = [s for s in statements if s[0] == table]
    wanted = {key: f"{key} = {toml_value(value)}" for key, value in values.items() if value is not None}
    if not own and table not in before:
        gap = [newline] if lines and lines[-1].strip() else []
        lines += [*gap, f"[{table}]{newline}", *(line + newline for line in wanted.values())]
    else:
        _replace(lines, own, values, wanted, newline)
    changed = "".join(lines)
    expected = {**before.get(table, {}), **{k: v for k, v in values.items() if v is not None}}
    for key in (k for k, v in values.items() if v is None):
        expected.pop(key, None)
    if _plain(_parsed(changed, where)) != _plain({**before, table: expected}):
        raise FormatError(
            f"{table} is not written in a way that can be changed", where=where,
            remedy=f"Write it as lines below [{table}], and try again.",
        )  # fmt: skip
    return changed


def write_table(path: Path, table: str, values: Mapping[str, object]) -> None:
    """``with_table`` on a file, replaced in one step; a missing file is begun.

    Raises:
        FormatError: See ``with_table``.
    """
    text = 'format = "1.0"\n'
    if path.exists():
        # Line ends stay as they are: the file is a person's.
        text = path.read_bytes().decode("utf-8")
    changed = with_table(text.removeprefix("\ufeff"), table, values, str(path))
    if text.startswith("\ufeff"):
        changed = "\ufeff" + changed
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(changed.encode("utf-8"))
    beside.replace(path)


def _parsed(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise FormatError(str(e), where=where, remedy="Correct that line.") from e


def _plain(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


def _statements(lines: list[str]) -> list[tuple[str, str, int, int]]:
    """(table, key, first line, line after) of every assignment, and of every header with an empty key."""
    found: list[tuple[str, str, int, int]] = []
    table, at = "", 0
    while at < len(lines):
        line = lines[at]
        if header := _HEADER.match(line.rstrip("\r\n")):
            table = header.group(1)
            found.append((table, "", at, at + 1))
        elif assigned := _ASSIGNED.match(line):
            end = _end_of(lines, at)
            found.append((table, assigned.group(1), at, end))
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
    own: list[tuple[str, str, int, int]],
    values: Mapping[str, object],
    wanted: Mapping[str, str],
    newline: str,
) -> None:
    """Set the keys that are there from the last to the first, and put new ones below the table's last line."""
    there = {key for _, key, _, _ in own}
    fresh = [line + newline for key, line in wanted.items() if key not in there]
    if own:
        lines[own[-1][3] : own[-1][3]] = fresh
    for _, key, first, end in reversed(own):
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
