"""Where one packet ends and the next begins on a TCP connection: OSC 1.0 counts, OSC 1.1 uses SLIP.

Sources: OSC 1.0 specification (a 32-bit size before each packet); RFC 1055 (SLIP), with END on both sides.
"""

from __future__ import annotations

from typing import Protocol

from ..errors import PacketError

LONGEST_PACKET = 1 << 20
"""A stage's OSC packets are small; a larger size means that the sender frames in the other way."""
_END, _ESC, _ESC_END, _ESC_ESC = b"\xc0", b"\xdb", b"\xdb\xdc", b"\xdb\xdd"


def frame_length(packet: bytes) -> bytes:
    """The packet behind its size."""
    return len(packet).to_bytes(4, "big") + packet


def frame_slip(packet: bytes) -> bytes:
    """The packet between two ENDs."""
    return _END + packet.replace(_ESC, _ESC_ESC).replace(_END, _ESC_END) + _END


class Framer(Protocol):
    """What finds the packets in a stream."""

    def feed(self, data: bytes) -> list[bytes]:
        """The packets that are whole now; raises ``PacketError`` where the stream cannot be read on."""
        ...


class LengthFramer:
    """Packets out of a stream of sizes and packets, however the network cut it."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The packets that are whole now.

        Raises:
            PacketError: A size no packet has; the stream cannot be read on.
        """
        self._rest += data
        packets: list[bytes] = []
        at = 0
        while len(self._rest) - at >= 4:
            size = int.from_bytes(self._rest[at : at + 4], "big")
            if size > LONGEST_PACKET:
                raise PacketError(f"a packet of {size} bytes", where="TCP", remedy="Does the sender use SLIP?")
            if len(self._rest) - at < 4 + size:
                break
            packets.append(bytes(self._rest[at + 4 : at + 4 + size]))
            at += 4 + size
        del self._rest[:at]
        return [p for p in packets if p]


class SlipFramer:
    """Packets out of a SLIP stream; a wrong escape costs its packet, not the connection."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The packets that are whole now.

        Raises:
            PacketError: No END in a megabyte; the stream cannot be read on.
        """
        self._rest += data
        if len(self._rest) > LONGEST_PACKET and _END not in data:
            raise PacketError(
                f"{len(self._rest)} bytes without an END", where="TCP", remedy="Does the sender count sizes?"
            )
        if _END not in data:  # byte by byte, a long packet must not be searched again and again
            return []
        *whole, rest = bytes(self._rest).split(_END)
        self._rest = bytearray(rest)
        return [packet for raw in whole if raw and (packet := _unescaped(raw)) is not None]


def _unescaped(raw: bytes) -> bytes | None:
    parts = raw.split(_ESC)
    if any(part[:1] not in (b"\xdc", b"\xdd") for part in parts[1:]):
        return None
    return parts[0] + b"".join((_END if part[:1] == b"\xdc" else _ESC) + part[1:] for part in parts[1:])
