"""When a sample was captured, on this computer's clock, whatever the sender says or does not say about time."""

from ._rate import RateClock
from ._source import SourceClock

__all__ = ["RateClock", "SourceClock"]
