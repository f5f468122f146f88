"""What is heard on a stage's network, decoded at once and kept in order, ready for whoever asks."""

from ._loop import SocketLoop
from ._open import Listener, open_receiver, silence_of
from ._order import Counts, Order, Verdict
from ._reader import Reader
from ._receiver import Receiver
from ._sockets import listen_tcp, listen_udp
from ._stream import HISTORY, Stream

__all__ = [
    "HISTORY",
    "Counts",
    "Listener",
    "Order",
    "Reader",
    "Receiver",
    "SocketLoop",
    "Stream",
    "Verdict",
    "listen_tcp",
    "listen_udp",
    "open_receiver",
    "silence_of",
]
