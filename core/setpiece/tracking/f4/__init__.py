"""Mo-Sys F4: pose, lens and timecode as a list of axes, read from a wire or a recording."""

from ._codec import F4Decoder, decode_f4, split_f4

__all__ = ["F4Decoder", "decode_f4", "split_f4"]
