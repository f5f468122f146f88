"""Every protocol by name: who decodes it, who encodes it, and where it is usually heard.

The table is data so that ``track monitor`` can listen for what it does not yet know, and so that a
codec is imported only when somebody speaks it.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Literal, Protocol, cast

import msgspec

from ..errors import InputError
from .model import Sample, Source

Transport = Literal["udp", "tcp_length", "tcp_slip", "runtime"]


class Decoder(Protocol):
    """What reads a protocol. It keeps what the protocol spreads over packets: names, segments, static data."""

    def feed(self, packet: bytes, receive_ns: int) -> Sequence[Sample]:
        """The samples of one packet; raises ``PacketError`` and keeps working."""
        ...


class Encoder(Protocol):
    """What writes a protocol."""

    def encode(self, samples: Sequence[Sample]) -> list[bytes]:
        """The packets of one moment."""
        ...


class ProtocolInfo(msgspec.Struct, frozen=True):
    """One protocol.

    Attributes:
        label: For people.
        port: Where it is usually heard.
        group: Multicast group it is usually sent to, empty for none.
        room: Module below ``setpiece.tracking`` with ``decoder`` and ``encoder``.
        decoder, encoder: Class names there; an empty one does not exist.
    """

    label: str
    room: str
    decoder: str
    encoder: str
    port: int
    transport: Transport = "udp"
    group: str = ""


PROTOCOLS: dict[str, ProtocolInfo] = {
    "freed": ProtocolInfo("FreeD D1", "freed", "FreedDecoder", "FreedEncoder", 40000),
    "opentrackio": ProtocolInfo(
        "OpenTrackIO", "opentrackio", "OpenTrackIoDecoder", "OpenTrackIoEncoder", 55555, group="239.135.1.1"
    ),
    "psn": ProtocolInfo("PosiStageNet v2", "psn", "PsnDecoder", "PsnEncoder", 56565, group="236.10.10.10"),
    "f4": ProtocolInfo("Mo-Sys F4", "f4", "F4Decoder", "", 8001),
    "livelinkface": ProtocolInfo(
        "Live Link Face", "livelinkface", "LiveLinkFaceDecoder", "LiveLinkFaceEncoder", 11111
    ),
    "vmc": ProtocolInfo("VMC", "osc", "OscDecoder", "VmcEncoder", 39539),
    "osc": ProtocolInfo("OSC over UDP", "osc", "OscDecoder", "OscEncoder", 9000),
    "osc-tcp": ProtocolInfo("OSC 1.0 over TCP", "osc", "OscDecoder", "OscEncoder", 9000, "tcp_length"),
    "osc-slip": ProtocolInfo("OSC 1.1 over TCP", "osc", "OscDecoder", "OscEncoder", 9001, "tcp_slip"),
    "openxr": ProtocolInfo("OpenXR runtime", "openxr", "OpenXrDecoder", "", 0, "runtime"),
    "artnet": ProtocolInfo("Art-Net timecode", "timecode", "ArtTimecodeDecoder", "", 6454),
}


def protocol_info(name: str) -> ProtocolInfo:
    """What is known about a protocol.

    Raises:
        InputError: No such protocol; the message lists those there are.
    """
    info = PROTOCOLS.get(name)
    if info is None:
        raise InputError(f"there is no protocol {name!r}", where="protocol", remedy=f"Known: {', '.join(PROTOCOLS)}.")
    return info


def open_decoder(source: Source) -> Decoder:
    """A fresh decoder for a source.

    Raises:
        InputError: The protocol is not read from packets, or its profile is unknown.
    """
    info = protocol_info(source.protocol)
    if not info.decoder:
        raise InputError(f"{info.label} is not read from packets", where="protocol")
    return cast("Decoder", _class_of(info.room, info.decoder)(source))


def open_encoder(protocol: str, **options: Any) -> Encoder:
    """A fresh encoder; ``options`` are those of the protocol's encoder.

    Raises:
        InputError: The protocol cannot be sent.
    """
    info = protocol_info(protocol)
    if not info.encoder:
        known = ", ".join(name for name, other in PROTOCOLS.items() if other.encoder)
        raise InputError(f"{info.label} can be read but not sent", where="protocol", remedy=f"Can be sent: {known}.")
    return cast("Encoder", _class_of(info.room, info.encoder)(**options))


def _class_of(room: str, name: str) -> Any:
    return getattr(import_module(f"{__package__}.{room}"), name)
