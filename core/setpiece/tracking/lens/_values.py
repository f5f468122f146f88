"""Numbers and parts of documents that somebody else wrote, taken only where they are what they should be."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path
from typing import Any, cast

import msgspec

from ...errors import FormatError


def read_object(path: Path) -> dict[str, Any]:
    """A JSON file that holds one object.

    Raises:
        FormatError: It does not.
    """
    try:
        raw = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as e:
        raise FormatError(str(e), where=str(path), remedy="Export it again as JSON.") from e
    if not isinstance(raw, dict):
        raise FormatError("this is no JSON object", where=str(path), remedy="Export it again as JSON.")
    return cast("dict[str, Any]", raw)


def read_rows(path: Path) -> list[list[str]]:
    """The lines of a CSV file, their cells without blanks around them; empty lines are empty lists.

    Raises:
        FormatError: It cannot be read.
    """
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except OSError as e:
        raise FormatError(e.strerror or str(e), where=str(path), remedy="Check the file's name.") from e
    except (UnicodeDecodeError, csv.Error) as e:
        raise FormatError(str(e), where=str(path), remedy="Save it as CSV in UTF-8.") from e
    return [[c.strip() for c in row] if any(c.strip() for c in row) else [] for row in rows]


def real(value: object) -> float | None:
    """A finite number as such; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def positive(value: object) -> float | None:
    """A finite number above zero; None for anything else."""
    found = real(value)
    return found if found is not None and found > 0 else None


def part(raw: object, key: str) -> dict[str, Any]:
    """An object inside an object; an empty one where there is none."""
    found = cast("dict[str, Any]", raw).get(key) if isinstance(raw, dict) else None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def entries(raw: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The objects of a list inside an object."""
    found = raw.get(key)
    return [cast("dict[str, Any]", e) for e in found if isinstance(e, dict)] if isinstance(found, list) else []
