"""Open Sound Control: the codec, the dispatcher, and what the senders of a stage mean by it."""

from .._framing import LONGEST_PACKET, LengthFramer, SlipFramer, frame_length, frame_slip
from ._codec import (
    IMMEDIATELY,
    OscMessage,
    OscValue,
    decode_osc,
    encode_bundle,
    encode_message,
    timetag_of,
    unix_ns,
)
from ._decoder import OscDecoder
from ._dispatch import Dispatcher, Handler, osc_pattern
from ._encoder import OscEncoder, VmcEncoder
from ._profiles import MessageShape, OscProfile, osc_profile, osc_profiles
from ._server import LONGEST_DATAGRAM, OscServer, Reply

__all__ = [
    "IMMEDIATELY",
    "LONGEST_DATAGRAM",
    "LONGEST_PACKET",
    "Dispatcher",
    "Handler",
    "LengthFramer",
    "MessageShape",
    "OscDecoder",
    "OscEncoder",
    "OscMessage",
    "OscProfile",
    "OscServer",
    "OscValue",
    "Reply",
    "SlipFramer",
    "VmcEncoder",
    "decode_osc",
    "encode_bundle",
    "encode_message",
    "frame_length",
    "frame_slip",
    "osc_pattern",
    "osc_profile",
    "osc_profiles",
    "timetag_of",
    "unix_ns",
]
