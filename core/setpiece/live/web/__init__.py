"""The operator's page: one page, pushed by websocket, that works on a closed network."""

from ._messages import event_of
from ._server import WebServer

__all__ = ["WebServer", "event_of"]
