"""DMX over a network: streaming ACN through the ``sacn`` library, Art-Net's ArtDMX written out here.

Sources: ANSI E1.31-2018; Art-Net 4 "ArtDmx" (no kept Python library has a licence that core could take).
"""

from __future__ import annotations

import struct

from ...errors import MissingExtraError

SACN_PORT, ARTNET_PORT = 5568, 6454
_ART = struct.Struct("<8sH")


def sacn_group(universe: int) -> str:
    """The multicast group of a universe (E1.31, 9.3.1)."""
    return f"239.255.{universe >> 8}.{universe & 0xFF}"


def sacn_packet(cid: bytes, name: str, universe: int, channels: bytes, sequence: int, priority: int) -> bytes:
    """A data packet.

    Args:
        cid: 16 bytes that name this sender; the same after a restart, or receivers merge the old with the new.

    Raises:
        MissingExtraError: The ``sacn`` package is not installed.
    """
    try:
        from sacn.messages.data_packet import DataPacket
    except ImportError as e:
        raise MissingExtraError("sACN needs the sacn package", remedy='pip install "setpiece[tracking]"') from e
    packet = DataPacket(
        cid=tuple(cid), sourceName=name[:60], universe=universe, dmxData=tuple(channels), priority=priority,
        sequence=sequence & 0xFF,
    )  # fmt: skip
    return bytes(packet.getBytes())


def artnet_packet(universe: int, channels: bytes, sequence: int) -> bytes:
    """An ArtDMX packet; the sequence goes from 1 to 255, 0 would switch ordering off."""
    head = _ART.pack(b"Art-Net\0", 0x5000) + b"\x00\x0e"
    port = bytes([sequence % 255 + 1, 0, universe & 0xFF, universe >> 8 & 0x7F])
    return head + port + len(channels).to_bytes(2, "big") + channels
