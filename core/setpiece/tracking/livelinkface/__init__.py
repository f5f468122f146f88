"""Live Link Face: an iPhone's reading of a face, 61 numbers a frame."""

from ._codec import BLEND_SHAPES, LiveLinkFaceDecoder, LiveLinkFaceEncoder

__all__ = ["BLEND_SHAPES", "LiveLinkFaceDecoder", "LiveLinkFaceEncoder"]
