"""Takes: what was heard and what was sent, kept so that a crash costs a moment at most."""

from ._blocks import BlockReader, BlockWriter

__all__ = ["BlockReader", "BlockWriter"]
