"""PosiStageNet v2 packets to and from samples.

Source: PosiStageNet v2.03 protocol description. Metres; X right, Y up, Z depth, away from the audience:
left-handed. The text leaves open which way a rotation turns; it is read in the same left-handed space,
and ``axes`` or ``flip_pan`` of the source corrects a sender that thinks otherwise. Time is the server's,
microseconds since its start; a tracker's own time stamp goes before that of the packet.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from ...errors import InputError, PacketError
from ...geometry import Vec3
from .._spaces import (
    position_from_ours,
    position_to_ours,
    quat_from_rotation_vector,
    rotation_from_ours,
    rotation_to_ours,
    rotation_vector_from_quat,
)
from ..model import Sample, Source, Status
from ._chunks import Chunk, chunks, pack_chunk

PSN_GROUP, PSN_PORT = "236.10.10.10", 56565
_DATA, _INFO = 0x6755, 0x6756
_HEADER, _DATA_TRACKERS, _SYSTEM_NAME, _INFO_TRACKERS = 0, 1, 1, 2
_POS, _ORI, _STATUS, _TIMESTAMP, _NAME = 0, 2, 3, 6, 0
_VECTOR, _FLOAT, _TIME = struct.Struct("<3f"), struct.Struct("<f"), struct.Struct("<Q")
_PACKET_HEADER = struct.Struct("<QBBBB")
_SPACE = "y_up_left"
_LONGEST_PACKET = 1500
_NAMES_EVERY_US = 1_000_000


_NAMES_WITHIN_NS = 1_500_000_000
"""Info packets come once a second. A tracker is not heard before its name could be, so that it has one name only."""


class PsnDecoder:
    """Data packets as samples; names come from the info packets, ``psn:<id>`` where none came in time."""

    def __init__(self, source: Source | None = None) -> None:
        del source
        self._names: dict[int, str] = {}
        self._first_ns: int | None = None

    def feed(self, packet: bytes, receive_ns: int) -> Sequence[Sample]:
        """The samples of one packet; an info packet gives none.

        Raises:
            PacketError: Neither data nor info, or damaged inside; nothing of the packet is used.
        """
        roots = list(chunks(packet))
        if len(roots) != 1 or roots[0].id not in (_DATA, _INFO):
            raise PacketError("no PosiStageNet v2 packet", where="PSN byte 0")
        inside = list(chunks(roots[0].data, roots[0].offset))
        if roots[0].id == _INFO:
            self._names.update(_names(inside))
            return ()
        server_us, frame = _header(inside)
        trackers = [t for group in inside if group.id == _DATA_TRACKERS for t in chunks(group.data, group.offset)]
        heard = [_sample(t, self._names.get(t.id), receive_ns, server_us, frame) for t in trackers]
        if self._first_ns is None:
            self._first_ns = receive_ns
        if receive_ns - self._first_ns >= _NAMES_WITHIN_NS:
            return heard
        return [s for t, s in zip(trackers, heard, strict=True) if t.id in self._names]


def _header(inside: Sequence[Chunk]) -> tuple[int, int]:
    for chunk in inside:
        if chunk.id == _HEADER:
            time_us, _high, _low, frame, _count = _unpack(_PACKET_HEADER, chunk, "packet header")
            return time_us, frame
    raise PacketError("a data packet without its header", where="PSN byte 4")


def _unpack(layout: struct.Struct, chunk: Chunk, what: str) -> tuple[int, ...]:
    """Fields of a chunk; a later minor version may append more."""
    if len(chunk.data) < layout.size:
        raise PacketError(f"{what} has {len(chunk.data)} bytes, not {layout.size}", where=f"PSN byte {chunk.offset}")
    return layout.unpack_from(chunk.data)


def _names(inside: Sequence[Chunk]) -> dict[int, str]:
    names: dict[int, str] = {}
    for group in inside:
        if group.id != _INFO_TRACKERS:
            continue
        for tracker in chunks(group.data, group.offset):
            for field in chunks(tracker.data, tracker.offset):
                if field.id == _NAME and field.data.strip(b"\0 "):
                    names[tracker.id] = field.data.rstrip(b"\0").decode("utf-8", "replace").strip()
    return names


def _sample(tracker: Chunk, name: str | None, receive_ns: int, server_us: int, frame: int) -> Sample:
    position: Vec3 | None = None
    rotation, status, time_us = None, Status.UNKNOWN, server_us
    for field in chunks(tracker.data, tracker.offset):
        if field.id == _POS:
            position = position_to_ours(_vector(field, "position"), _SPACE)
        elif field.id == _ORI:
            rotation = rotation_to_ours(quat_from_rotation_vector(_vector(field, "orientation")), _SPACE)
        elif field.id == _STATUS:
            (validity,) = _unpack(_FLOAT, field, "status")
            status = Status.GOOD if validity >= 0.5 else Status.DEGRADED if validity > 0 else Status.LOST
        elif field.id == _TIMESTAMP:
            (time_us,) = _unpack(_TIME, field, "time stamp")
    return Sample(
        subject=name or f"psn:{tracker.id}",
        receive_ns=receive_ns,
        capture_ns=receive_ns,
        position_m=position,
        rotation_wxyz=rotation,
        status=status,
        source_ns=time_us * 1000,
        sequence=frame,
        sequence_bits=8,
    )


def _vector(chunk: Chunk, what: str) -> Vec3:
    x, y, z = _unpack(_VECTOR, chunk, what)
    return (x, y, z)


class PsnEncoder:
    """Data packets for samples and, once a second and for a new name, info packets that name them.

    Args:
        system: Name of this server.
        ids: Subject -> tracker id; a subject that is not listed gets the next free id, for good.
    """

    def __init__(self, system: str = "Setpiece", ids: dict[str, int] | None = None) -> None:
        self._system = system
        self._ids = dict(ids or {})
        self._frame = 0
        self._told_us, self._told = 0, 0

    def encode(self, samples: Sequence[Sample]) -> list[bytes]:
        """One frame: as many packets as needed, none above 1,500 bytes, names first where they are due.

        A sample's time is its ``capture_ns``: the server's clock is this computer's monotonic one.
        """
        self._frame = (self._frame + 1) & 0xFF
        trackers = [self._tracker(s) for s in samples]
        groups = _fitting(trackers, room=_LONGEST_PACKET - 64)
        newest_us = max((s.capture_ns for s in samples), default=0) // 1000
        head = pack_chunk(_HEADER, _PACKET_HEADER.pack(newest_us, 2, 3, self._frame, min(255, len(groups))))
        data = [pack_chunk(_DATA, head + pack_chunk(_DATA_TRACKERS, group, True), True) for group in groups]
        return [*self._names_due(newest_us), *data]

    def _names_due(self, now_us: int) -> list[bytes]:
        if self._told == len(self._ids) and abs(now_us - self._told_us) < _NAMES_EVERY_US:
            return []
        self._told, self._told_us = len(self._ids), now_us
        return self.info(now_us)

    def info(self, now_us: int) -> list[bytes]:
        """The packets that name system and trackers."""
        names = [pack_chunk(i, pack_chunk(_NAME, n.encode()[:200]), True) for n, i in sorted(self._ids.items())]
        groups = _fitting(names, room=_LONGEST_PACKET - 64 - len(self._system.encode()))
        head = pack_chunk(_HEADER, _PACKET_HEADER.pack(now_us, 2, 3, self._frame, min(255, len(groups))))
        head += pack_chunk(_SYSTEM_NAME, self._system.encode())
        return [pack_chunk(_INFO, head + pack_chunk(_INFO_TRACKERS, group, True), True) for group in groups]

    def _tracker(self, sample: Sample) -> bytes:
        tracker_id = self._ids.get(sample.subject)
        if tracker_id is None:
            taken = set(self._ids.values())
            tracker_id = self._ids[sample.subject] = next(i for i in range(1, 0x10000) if i not in taken)
        fields = b""
        if sample.position_m is not None:
            fields += pack_chunk(_POS, _packed(position_from_ours(sample.position_m, _SPACE)))
        if sample.rotation_wxyz is not None:
            turn = rotation_vector_from_quat(rotation_from_ours(sample.rotation_wxyz, _SPACE))
            fields += pack_chunk(_ORI, _VECTOR.pack(*turn))
        validity = {Status.LOST: 0.0, Status.DEGRADED: 0.25}.get(sample.status, 1.0)
        fields += pack_chunk(_STATUS, _FLOAT.pack(validity))
        fields += pack_chunk(_TIMESTAMP, _TIME.pack(max(0, sample.capture_ns) // 1000))
        return pack_chunk(tracker_id, fields, True)


def _packed(position: Vec3) -> bytes:
    try:
        return _VECTOR.pack(*position)
    except OverflowError as e:
        raise InputError(
            "the position does not fit into PSN's floats", where="PSN position", remedy="Check the unit."
        ) from e


def _fitting(parts: Sequence[bytes], room: int) -> list[bytes]:
    """Parts joined in order into as few runs as fit into ``room``; one empty run where there are none."""
    groups = [b""]
    for part in parts:
        if groups[-1] and len(groups[-1]) + len(part) > room:
            groups.append(b"")
        groups[-1] += part
    return groups
