"""Other people's recordings as takes: Mo-Sys F4 files, trajectories as text, and our own tables."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal, get_args

from ...errors import FormatError, InputError, PacketError
from ...geometry import Quat, quat_multiply
from ...scene import seconds_of
from ...scene.model import FrameRate
from .._spaces import Space, position_to_ours, rotation_to_ours
from ..f4 import decode_f4, split_f4
from ..model import Sample, Source
from ._blocks import BlockWriter
from ._files import new_file
from ._reader import TakeReader
from ._records import TAKE_MAGIC, End, Posed, Raw, Record, TakeInfo, encode_records
from ._tables import read_csv

TumSpace = Literal["z_up", "y_up", "camera", "optical"]
"""What the rotations of a text trajectory turn: a body that faces +Y at rest with Z up, one that faces -Z with
Y up, a camera that looks along its own -Z, or the optical axes of computer vision (Z ahead, Y down), both Z up."""
_IN_BLOCK = 2048


def write_take(path: Path, info: TakeInfo, records: Iterable[Record]) -> int:
    """A take from records that are there already; returns how many packets and poses it holds.

    Raises:
        InputError: The file is there already.
    """
    raw = count = 0
    with new_file(path) as part:
        blocks = BlockWriter(part, TAKE_MAGIC)
        try:
            blocks.append(encode_records(info))
            waiting: list[Record] = []
            for record in records:
                raw += isinstance(record, Raw)
                count += 1
                waiting.append(record)
                if len(waiting) >= _IN_BLOCK:
                    blocks.append(encode_records(waiting))
                    waiting = []
            blocks.append(encode_records([*waiting, End(0, raw, 0, 0)]))
        finally:
            blocks.close()
    return count


def read_f4(path: Path) -> tuple[TakeInfo, list[Record]]:
    """A Mo-Sys recording: packets end to end, one a frame of the rate its timecode names (25 without).

    Raises:
        FormatError: It does not begin with a packet.
    """
    packets: list[bytes] = []
    try:
        packets.extend(split_f4(path.read_bytes()))
    except PacketError as e:
        if not packets:
            raise FormatError(e.what, where=f"{path}: {e.where}") from e
    if not packets:
        raise FormatError("the recording is empty", where=str(path))
    rate = _rate_of(packets)
    info = TakeInfo(rate=rate, sources=(Source(protocol="f4", name=path.name),))
    return info, [Raw(0, round(seconds_of(i, rate) * 1_000_000_000), p) for i, p in enumerate(packets)]


def _rate_of(packets: list[bytes]) -> FrameRate:
    for packet in packets:
        try:
            code = decode_f4(packet, 0).timecode
        except PacketError:
            continue
        if code is not None:
            return code.rate
    return FrameRate(25, 1)


def read_tum(path: Path, space: str = "z_up", rate: FrameRate | None = None) -> tuple[TakeInfo, list[Record]]:
    """A trajectory as text, ``t x y z qx qy qz qw`` a line in seconds and metres, ``#`` before remarks.

    Raises:
        FormatError: A line that is something else; it is named.
        InputError: No such space; the message lists those there are.
    """
    if space not in get_args(TumSpace):
        known = ", ".join(get_args(TumSpace))
        raise InputError(f"there is no space {space!r}", where="space", remedy=f"Known: {known}.")
    turned = _turned(space)
    axes: Space = "y_up_right" if space == "y_up" else "ours"
    records: list[Record] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            t, x, y, z, qx, qy, qz, qw = _numbers(line, f"{path}:{number}")
            at_ns = round(t * 1_000_000_000)
            place, size = position_to_ours((x, y, z), axes), math.sqrt(qx * qx + qy * qy + qz * qz + qw * qw)
            sample = Sample(
                "body", at_ns, at_ns, place, turned((qw / size, qx / size, qy / size, qz / size)), source_ns=at_ns
            )
            records.append(Posed(0, sample))
    return TakeInfo(rate=rate or FrameRate(), sources=(Source(protocol="osc", name=path.name),)), records


def _turned(space: str) -> Callable[[Quat], Quat]:
    if space == "optical":
        return lambda q: quat_multiply(q, (0.0, 1.0, 0.0, 0.0))
    axes: Space = "ours" if space == "camera" else "y_up_right" if space == "y_up" else "z_up"
    return lambda q: rotation_to_ours(q, axes)


def _numbers(line: str, where: str) -> list[float]:
    try:
        numbers = [float(word) for word in line.split()]
    except ValueError as e:
        raise FormatError(str(e), where=where, remedy="A line is: t x y z qx qy qz qw.") from e
    if len(numbers) != 8 or not all(map(math.isfinite, numbers)) or not any(numbers[4:]):
        raise FormatError("is no pose", where=where, remedy="A line is: t x y z qx qy qz qw.")
    return numbers


def read_table(path: Path, rate: FrameRate | None = None) -> tuple[TakeInfo, list[Record]]:
    """Our own table of samples.

    Raises:
        FormatError: See ``read_csv``.
    """
    rows = list(read_csv(path))
    count = max((source for source, _ in rows), default=0) + 1
    sources = tuple(Source(protocol="osc", name=f"{path.name}:{i}") for i in range(count))
    return TakeInfo(rate=rate or FrameRate(), sources=sources), [Posed(i, s) for i, s in rows]


def read_any(path: Path, space: str = "z_up", rate: FrameRate | None = None) -> tuple[TakeInfo, Iterable[Record]]:
    """A take, or what can become one, by its extension: .take, .f4, .csv, .tum, .txt.

    Args:
        path: The file.
        space: Of text trajectories, see ``TumSpace``.
        rate: Frames per second where the file names none.

    Raises:
        InputError: No such file, or an extension that is not known; FormatError for what is in it.
    """
    if not path.is_file():
        raise InputError("there is no such file", where=str(path))
    kind = path.suffix.lower()
    if kind == ".take":
        reader = TakeReader(path)
        return reader.info, _Again(reader.records)
    if kind == ".f4":
        return read_f4(path)
    if kind == ".csv":
        return read_table(path, rate)
    if kind in (".tum", ".txt"):
        return read_tum(path, space, rate)
    raise InputError(
        f"{kind or 'no extension'} is not read", where=str(path), remedy="Known: .take .f4 .csv .tum .txt."
    )


class _Again:
    """Records that can be gone through more than once."""

    def __init__(self, begin: Callable[[], Iterator[Record]]) -> None:
        self._begin = begin

    def __iter__(self) -> Iterator[Record]:
        return self._begin()
