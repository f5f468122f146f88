"""PosiStageNet v2: where performers, hoists and props are, as lighting desks speak it."""

from ._chunks import Chunk, chunks, pack_chunk
from ._codec import PSN_GROUP, PSN_PORT, PsnDecoder, PsnEncoder

__all__ = [
    "PSN_GROUP",
    "PSN_PORT",
    "Chunk",
    "PsnDecoder",
    "PsnEncoder",
    "chunks",
    "pack_chunk",
]
