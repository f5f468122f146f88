"""Where guided moves and measured points come from: a file, a stretch of a take, or what was just heard."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast, get_args

import msgspec

from ...errors import FormatError, InputError
from ...geometry import Vec3
from ..model import Sample, Source
from ..receive import Stream
from ..takes import Raw, TakeReader
from ._align import Pair
from ._moves import Move, Segment

_MOVES: tuple[str, ...] = get_args(Move)


class _Moves(msgspec.Struct, frozen=True):
    """A file of moves: samples as decoded, without corrections."""

    segments: tuple[Segment, ...]
    format: str = "1.0"


def uncorrected(source: Source) -> Source:
    """The source as its sender speaks, for whoever wants to find out what is wrong with it."""
    plain = Source(protocol=source.protocol)
    changes = {n: getattr(plain, n) for n in CORRECTED}
    return msgspec.structs.replace(source, **changes)


CORRECTED = ("axes", "rotation_axes", "unit", "flip_pan", "flip_tilt", "flip_roll")
"""The fields of a source that the wizard finds."""


def corrections_of(source: Source) -> dict[str, object]:
    """These fields, ``None`` for each that is as a plain source has it: what tracking.toml should say."""
    plain = Source(protocol=source.protocol)
    return {n: None if getattr(source, n) == getattr(plain, n) else getattr(source, n) for n in CORRECTED}


def read_segments(path: Path) -> tuple[Segment, ...]:
    """Moves from a JSON file: ``{"format": "1.0", "segments": [{"move": ..., "samples": [...]}]}``.

    Raises:
        FormatError: Another file, or a field is wrong; it is named.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Moves).segments
    except (OSError, msgspec.DecodeError) as e:
        raise FormatError(str(e), where=str(path), remedy="See docs/tracking.md for the format.") from e


def write_segments(path: Path, segments: Sequence[Segment]) -> None:
    """Keep moves, so that they can be judged again without a stage."""
    path.write_bytes(msgspec.json.encode(_Moves(tuple(segments))))


def parse_span(text: str) -> tuple[Move, float, float]:
    """``pan_right=3.5-6`` as a move and seconds since a take began.

    Raises:
        InputError: Another form, or no such move.
    """
    name, _, span = text.partition("=")
    first, _, last = span.partition("-")
    try:
        begin, end = float(first), float(last)
    except ValueError:
        begin, end = 1.0, 0.0
    if name not in _MOVES or not 0 <= begin < end:
        raise InputError(
            f"{text!r} is no move of a take",
            where="--move",
            remedy=f"Write pan_right=3.5-6; moves: {', '.join(_MOVES)}.",
        )
    return cast("Move", name), begin, end


def segments_of_take(
    path: Path, spans: Sequence[tuple[Move, float, float]], number: int = 0, subject: str = ""
) -> tuple[tuple[Segment, ...], Source]:
    """Moves cut from a take, as its source spoke and not as it was corrected, and that source.

    Args:
        spans: Move, first and last second since the take's first packet.
        number: Which of the take's sources.
        subject: Empty takes the one that moves most.

    Raises:
        FormatError, InputError: No such take, source or subject.
    """
    reader = TakeReader(path)
    if not 0 <= number < len(reader.info.sources):
        raise InputError(
            f"the take has {len(reader.info.sources)} sources", where="--source", remedy="Name one of them."
        )
    source = reader.info.sources[number]
    stream = Stream(uncorrected(source))
    begun: int | None = None
    heard: list[tuple[float, Sample]] = []
    for record in reader.records():
        if isinstance(record, Raw):
            begun = record.receive_ns if begun is None else begun
            if record.source == number:
                fresh = stream.take(record.packet, record.receive_ns)
                heard += [((record.receive_ns - begun) / 1e9, s) for s in fresh]
    who = subject or liveliest([s for _, s in heard])
    return tuple(
        Segment(move, tuple(s for t, s in heard if first <= t <= last and s.subject == who))
        for move, first, last in spans
    ), source


def liveliest(samples: Sequence[Sample]) -> str:
    """The subject that moved and turned most; the only one where there is one.

    Raises:
        InputError: Nobody was heard.
    """
    went: dict[str, float] = {}
    last: dict[str, Sample] = {}
    for s in samples:
        before = last.get(s.subject)
        way = 0.0
        if before is not None and before.rotation_wxyz is not None and s.rotation_wxyz is not None:
            way = math.dist(before.rotation_wxyz, s.rotation_wxyz)
        went[s.subject] = went.get(s.subject, 0.0) + min(way, 0.1)
        last[s.subject] = s
    if not went:
        raise InputError(
            "nobody was heard", where="subject", remedy="Look who is there: track monitor --interface auto."
        )
    return max(went, key=lambda name: went[name])


def _table(path: Path, columns: Sequence[str]) -> list[tuple[str, list[float]]]:
    """A CSV with a name and numbers in each line, under a header."""
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except OSError as e:
        raise FormatError(e.strerror or str(e), where=str(path), remedy="Check the file's name.") from e
    except (UnicodeDecodeError, csv.Error) as e:
        raise FormatError(str(e), where=str(path), remedy="Save it as CSV in UTF-8.") from e
    header = [c.strip().lower() for c in rows[0]] if rows else []
    if header[: len(columns)] != list(columns):
        raise FormatError("another header", where=f"{path}:1", remedy=f"Begin with {','.join(columns)}.")
    found: list[tuple[str, list[float]]] = []
    for number, row in enumerate(rows[1:], 2):
        if not any(c.strip() for c in row):
            continue
        try:
            found.append((row[0].strip(), [float(c) for c in row[1 : len(columns)]]))
            if len(found[-1][1]) != len(columns) - 1:
                raise ValueError(f"{len(row)} cells")
        except ValueError as e:
            raise FormatError(str(e), where=f"{path}:{number}", remedy="A name, and metres with a point.") from e
    return found


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """Points known in both spaces, from a CSV.

    Raises:
        FormatError: A line is wrong; it is named.
    """
    columns = ("name", "tracker_x", "tracker_y", "tracker_z", "volume_x", "volume_y", "volume_z")
    return tuple(Pair(name, (a, b, c), (d, e, f)) for name, (a, b, c, d, e, f) in _table(path, columns))


def read_markers(path: Path) -> Mapping[str, Vec3]:
    """Markers of the volume by name, from a CSV, in its order.

    Raises:
        FormatError: A line is wrong; it is named.
    """
    return {name: (x, y, z) for name, (x, y, z) in _table(path, ("name", "x", "y", "z"))}
