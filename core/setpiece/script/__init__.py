"""From a draft's bytes to scenes and elements, and from one draft to the next."""

from ._fountain import read_screenplay

__all__ = ["read_screenplay"]
