"""Work that needs Blender, done in a process of its own.

Blender is GPL, may crash, and belongs to the user: core reaches it only through this seam.
"""

from ._backend import Backend, find_backend
from ._client import OnProgress, Worker
from .protocol import Progress

__all__ = ["Backend", "OnProgress", "Progress", "Worker", "find_backend"]
