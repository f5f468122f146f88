"""Samples as a table that loses nothing, and back: one line a sample, floats in their shortest exact form."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ...errors import FormatError
from ..model import Lens, Sample

_NUMBERS = tuple(n for n in Lens.__struct_fields__ if n not in {"distortion", "calibration"})
_WORDS = tuple(n for n in Lens.__struct_fields__ if n == "calibration")
_HEAD = (
    "source", "subject", "receive_ns", "capture_ns", "source_ns", "x_m", "y_m", "z_m", "qw", "qx", "qy", "qz", "status",
    *_NUMBERS, *_WORDS, "distortion", "timecode", "sequence", "sequence_bits", "recording", "slate", "values",
)  # fmt: skip


def write_csv(path: Path, samples: Iterable[tuple[int, Sample]]) -> int:
    """Write source number and sample, one a line; returns how many."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_HEAD)
        for source, sample in samples:
            table.writerow(_row(source, sample))
            count += 1
    return count


def _row(source: int, s: Sample) -> list[str]:
    lens = s.lens
    return [
        str(source), s.subject, str(s.receive_ns), str(s.capture_ns), _word(s.source_ns),
        *map(_word, s.position_m or (None,) * 3), *map(_word, s.rotation_wxyz or (None,) * 4), s.status.name.lower(),
        *(_word(getattr(lens, name)) if lens else "" for name in _NUMBERS),
        *(getattr(lens, name) if lens else "" for name in _WORDS),
        # A lens of which nothing is known is not the same as no word about a lens.
        _json(lens.distortion) if lens and lens.distortion else "{}" if lens else "",
        _json(s.timecode) if s.timecode else "", _word(s.sequence), str(s.sequence_bits),
        "" if s.recording is None else str(int(s.recording)), s.slate, _json(s.values) if s.values else "",
    ]  # fmt: skip


def _word(value: float | None) -> str:
    return "" if value is None else repr(value)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")


def read_csv(path: Path) -> Iterator[tuple[int, Sample]]:
    """The samples of such a table.

    Raises:
        FormatError: Another table, or a cell that does not fit; its line is named.
    """
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.reader(file)
        if tuple(next(table, ())) != _HEAD:
            raise FormatError("is no table of samples", where=str(path), remedy="Its first line must name the columns.")
        for row in table:
            where = f"{path}:{table.line_num}"
            if len(row) != len(_HEAD):
                raise FormatError(f"{len(row)} cells where {len(_HEAD)} belong", where=where)
            try:
                yield int(row[0]), _sample(dict(zip(_HEAD, row, strict=True)))
            except (ValueError, KeyError, msgspec.DecodeError) as e:
                raise FormatError(str(e), where=where, remedy="Correct that line.") from e


def _sample(cell: dict[str, str]) -> Sample:
    fields: dict[str, Any] = {
        "subject": cell["subject"],
        "receive_ns": int(cell["receive_ns"]),
        "capture_ns": int(cell["capture_ns"]),
        "source_ns": int(cell["source_ns"]) if cell["source_ns"] else None,
        "position_m": _numbers(cell, "x_m", "y_m", "z_m"),
        "rotation_wxyz": _numbers(cell, "qw", "qx", "qy", "qz"),
        "status": _STATUS[cell["status"]],
        "sequence": int(cell["sequence"]) if cell["sequence"] else None,
        "sequence_bits": int(cell["sequence_bits"]),
        "recording": bool(int(cell["recording"])) if cell["recording"] else None,
        "slate": cell["slate"],
        "timecode": msgspec.json.decode(cell["timecode"]) if cell["timecode"] else None,
        "values": msgspec.json.decode(cell["values"]) if cell["values"] else (),
    }
    if cell["distortion"]:
        lens: dict[str, Any] = {name: float(cell[name]) if cell[name] else None for name in _NUMBERS}
        lens |= {name: cell[name] for name in _WORDS}
        lens["distortion"] = None if cell["distortion"] == "{}" else msgspec.json.decode(cell["distortion"])
        fields["lens"] = lens
    return msgspec.convert(fields, Sample)


_STATUS = {"unknown": 0, "good": 1, "degraded": 2, "lost": 3}


def _numbers(cell: dict[str, str], *names: str) -> tuple[float, ...] | None:
    return tuple(float(cell[n]) for n in names) if cell[names[0]] else None
