"""Characters, stand-ins and blocking: who is on stage, where, and how they hold themselves."""

from ._block import block
from ._result import CastResult

__all__ = ["CastResult", "block"]
