"""OpenXR: headsets, controllers and trackers of whatever runtime a computer has, asked from a process of its own."""

from ._receiver import Pace, RuntimeReceiver
from ._wire import MAGIC, Located, OpenXrDecoder, decode_located, encode_located, sample_of

__all__ = [
    "MAGIC",
    "Located",
    "OpenXrDecoder",
    "Pace",
    "RuntimeReceiver",
    "decode_located",
    "encode_located",
    "sample_of",
]
