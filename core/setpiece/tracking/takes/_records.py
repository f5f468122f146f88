"""What a take holds: who was heard, every packet as it came, and apart from it every packet that was sent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from ...errors import FormatError
from ...scene.model import FrameRate
from .._config import VolumeTracking
from ..model import Sample, Source

TAKE_FORMAT = "1.0"
_MAJOR, _MINOR = TAKE_FORMAT.split(".")
TAKE_MAGIC = b"SPTAKE1\n"
_VERSION = re.compile(r"(\d{1,4})\.(\d{1,4})")


class Output(msgspec.Struct, frozen=True):
    """Where a relay sent to."""

    protocol: str
    host: str = ""
    port: int = 0


class TakeInfo(msgspec.Struct, frozen=True):
    """The head of a take: all that is needed to hear it again as it was heard.

    Attributes:
        started_unix_ns: When it began, for people; ``started_monotonic_ns`` is the same moment in the
            clock of every other time in the file.
        rate: Frames per second of the production, for resampling.
        volume: The alignment, delay and overscan in force.
    """

    format: str = TAKE_FORMAT
    slate: str = ""
    take: int = 1
    notes: str = ""
    started_unix_ns: int = 0
    started_monotonic_ns: int = 0
    rate: FrameRate = FrameRate()
    sources: tuple[Source, ...] = ()
    outputs: tuple[Output, ...] = ()
    volume: VolumeTracking = VolumeTracking()


class Raw(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="raw"):
    """A packet as it came, before anybody looked at it."""

    source: int
    receive_ns: int
    packet: bytes


class Posed(msgspec.Struct, frozen=True, array_like=True, tag="pose"):
    """A sample of a source that has no packets: a runtime, a trajectory of somebody else's file."""

    source: int
    sample: Sample


class Sent(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="sent"):
    """A packet as it went out; ``photon_ns`` is the moment its pose was foretold for."""

    output: int
    sent_ns: int
    photon_ns: int
    decision: str
    packet: bytes


class Note(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="note"):
    """Something said while it ran: ``kind`` is note, mark or timecode."""

    at_ns: int
    kind: str
    text: str


class Dropped(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="dropped"):
    """So many records the disk was too slow for."""

    at_ns: int
    count: int


class End(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="end"):
    """The last record of a take that was closed and not killed."""

    at_ns: int
    raw: int
    sent: int
    dropped: int


Record = Raw | Posed | Sent | Note | Dropped | End
_decoder = msgspec.msgpack.Decoder(list[Record])
_one = msgspec.msgpack.Decoder(Record)
_pieces = msgspec.msgpack.Decoder(list[msgspec.Raw])
encode_records = msgspec.msgpack.Encoder().encode
"""Records as the payload of a block."""


def decode_records(payload: bytes, *, newer: bool) -> Sequence[Record]:
    """The records of a block.

    Args:
        payload: Of a block whose checksum fits.
        newer: Whether the file is of a later minor version: records of a kind unknown here are left out.

    Raises:
        FormatError: No records, though the checksum fits.
    """
    try:
        return _decoder.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        if not newer:
            raise FormatError(f"a block holds no records: {e}") from e
    found: list[Record] = []
    for piece in _pieces.decode(payload):
        try:
            found.append(_one.decode(piece))
        except msgspec.DecodeError:
            continue
    return found


def decode_info(payload: bytes, where: str) -> tuple[TakeInfo, bool]:
    """The head, and whether the file is of a later minor version.

    Raises:
        FormatError: Damaged, or of a later major version.
    """
    try:
        raw: Any = msgspec.msgpack.decode(payload)
        version = str(raw.get("format", ""))
    except (msgspec.DecodeError, UnicodeDecodeError, AttributeError) as e:
        raise FormatError(f"the head cannot be read: {e}", where=where) from e
    match = _VERSION.fullmatch(version)
    if match is None:
        raise FormatError(f"{version!r} is no version", where=where)
    if match[1] != _MAJOR:
        raise FormatError(f"has format {version}", where=where, remedy=f"Install Setpiece {version} or newer.")
    try:
        return msgspec.convert(raw, TakeInfo), int(match[2]) > int(_MINOR)
    except msgspec.ValidationError as e:
        raise FormatError(f"the head cannot be read: {e}", where=where) from e
