"""tracking.toml (who is heard) and the three tables of volume.toml that belong to tracking."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ..errors import FormatError, InputError
from ._corrections import Corrections
from ._tables import toml_value
from .model import Latency, Overscan, Source, Tracking
from .protocols import protocol_info

TRACKING_FILE, VOLUME_FILE = "tracking.toml", "volume.toml"
_T = TypeVar("_T", bound=msgspec.Struct)


class VolumeTracking(msgspec.Struct, frozen=True):
    """What volume.toml says about tracking; the rest of that file belongs to the volume."""

    tracking: Tracking = Tracking()
    latency: Latency = Latency()
    overscan: Overscan = Overscan()


def _load(path: Path) -> dict[str, Any]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as e:
        raise FormatError(e.strerror or str(e), where=str(path), remedy="Check the file's name.") from e
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        raise FormatError(str(e), where=str(path), remedy="Correct that line.") from e
    major = str(raw.get("format", "1.0")).split(".")[0]
    if major != "1":
        raise FormatError(
            f"format {raw['format']} is newer than this Setpiece", where=str(path), remedy="Install a newer Setpiece."
        )
    return raw


def _converted(raw: object, kind: type[_T], where: str) -> _T:
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as e:
        raise FormatError(str(e), where=where, remedy="See docs/tracking.md for the fields.") from e


def read_sources(path: Path) -> tuple[Source, ...]:
    """The ``[[source]]`` tables of tracking.toml.

    Raises:
        FormatError: The file, a table or a field is wrong; which one is named.
    """
    raw = _load(path)
    tables = raw.get("source", [])
    unknown = sorted(set(raw) - {"format", "source"})
    if not isinstance(tables, list) or unknown:
        what = f"there is no table {unknown[0]!r}" if unknown else "source must be written as [[source]]"
        raise FormatError(what, where=str(path), remedy="See docs/tracking.md for the fields.")
    sources: list[Source] = []
    for number, table in enumerate(tables, 1):
        where = f"{path}: source {number}"
        source = _converted(table, Source, where)
        if source.profile.endswith(".toml"):
            source = msgspec.structs.replace(source, profile=str(path.parent / source.profile))
        try:
            protocol_info(source.protocol)
            Corrections(source)
        except InputError as e:
            raise FormatError(e.what, where=f"{where}: {e.where}", remedy=e.remedy) from e
        sources.append(source)
    return tuple(sources)


def read_volume_tracking(path: Path) -> VolumeTracking:
    """``[tracking]``, ``[latency]`` and ``[overscan]`` of volume.toml; without the file, the assumptions.

    Raises:
        FormatError: A field is wrong; it is named.
    """
    if not path.exists():
        return VolumeTracking()
    raw = _load(path)
    tracking = _converted(raw.get("tracking", {}), Tracking, f"{path}: tracking")
    for name in ("volume_from_tracker_wxyz", "camera_from_body_wxyz"):
        size = math.hypot(*getattr(tracking, name))
        if not 0.99 < size < 1.01:
            raise FormatError(
                f"{name} has the length {size:g} and is no rotation", where=f"{path}: tracking",
                remedy="A rotation's four numbers have the length 1; (1, 0, 0, 0) turns nothing.",
            )  # fmt: skip
    return VolumeTracking(
        tracking=tracking,
        latency=_converted(raw.get("latency", {}), Latency, f"{path}: latency"),
        overscan=_converted(raw.get("overscan", {}), Overscan, f"{path}: overscan"),
    )


def sources_file(folder: Path) -> Path:
    """The file that lists a folder's sources: what volume.toml's ``[tracking] sources`` says, else tracking.toml.

    Raises:
        FormatError: volume.toml is wrong.
    """
    return folder / read_volume_tracking(folder / VOLUME_FILE).tracking.sources


def source_toml(source: Source) -> str:
    """A source as the lines of tracking.toml that say the same; defaults are left out."""
    lines = ["[[source]]"]
    defaults = Source(protocol=source.protocol)
    for name in msgspec.structs.fields(Source):
        value = getattr(source, name.name)
        if name.name == "protocol" or value != getattr(defaults, name.name):
            lines.append(f"{name.name} = {toml_value(value)}")
    return "\n".join(lines) + "\n"
