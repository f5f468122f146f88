"""OpenTrackIO 1.0.1: SMPTE's open protocol for a tracked camera and its lens."""

from ._cbor import decode_cbor, encode_cbor
from ._codec import OPENTRACKIO_GROUP, OPENTRACKIO_PORT, OpenTrackIoDecoder, OpenTrackIoEncoder
from ._packet import CBOR, JSON, LONGEST_SEGMENT, Segment, cut, fletcher16, pack_segment, unpack_segment

__all__ = [
    "CBOR",
    "JSON",
    "LONGEST_SEGMENT",
    "OPENTRACKIO_GROUP",
    "OPENTRACKIO_PORT",
    "OpenTrackIoDecoder",
    "OpenTrackIoEncoder",
    "Segment",
    "cut",
    "decode_cbor",
    "encode_cbor",
    "fletcher16",
    "pack_segment",
    "unpack_segment",
]
