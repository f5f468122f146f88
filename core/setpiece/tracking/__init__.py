"""Tracking: what a stage's trackers say, decoded, put in order, predicted and sent on."""

from ._config import (
    TRACKING_FILE,
    VOLUME_FILE,
    VolumeTracking,
    read_sources,
    read_volume_tracking,
    source_toml,
    sources_file,
)
from ._pretend import pretended_move
from ._sender import Sender
from ._tables import with_entry, with_table, write_table
from .model import (
    FORWARD_QUAT,
    Health,
    Latency,
    Lens,
    Overscan,
    Sample,
    Source,
    Status,
    Timecode,
    Tracking,
)
from .protocols import PROTOCOLS, Decoder, Encoder, ProtocolInfo, open_decoder, open_encoder, protocol_info

__all__ = [
    "FORWARD_QUAT",
    "PROTOCOLS",
    "TRACKING_FILE",
    "VOLUME_FILE",
    "Decoder",
    "Encoder",
    "Health",
    "Latency",
    "Lens",
    "Overscan",
    "ProtocolInfo",
    "Sample",
    "Sender",
    "Source",
    "Status",
    "Timecode",
    "Tracking",
    "VolumeTracking",
    "open_decoder",
    "open_encoder",
    "pretended_move",
    "protocol_info",
    "read_sources",
    "read_volume_tracking",
    "source_toml",
    "sources_file",
    "with_entry",
    "with_table",
    "write_table",
]
