"""The thread that reads a source's sockets: it decodes at once, and waits for nobody but the network."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import suppress

from ...errors import InputError, PacketError
from .._framing import Framer, LengthFramer, SlipFramer
from ..model import Source
from ..protocols import protocol_info
from ._loop import SocketLoop
from ._reader import Reader
from ._sockets import listen_tcp, listen_udp, receive_udp
from ._stream import Stream

_PACKET_BYTES = 65536
_BATCH = 256
"""Packets read before the selector looks at the other sockets again."""
_CONNECTIONS = 16


class Receiver(SocketLoop):
    """Listens to one source until it is closed.

    Args:
        source: What to hear, and where.
        tap: Called with every packet as it came, before it is decoded (takes keep raw packets);
            in the reader's thread, so it must be quick and never raise.
        stream: Another stream than the source's own, for tests.

    Raises:
        InputError: The source cannot be listened to; see ``listen_udp``.
    """

    def __init__(
        self, source: Source, tap: Callable[[bytes, int], None] | None = None, stream: Stream | None = None
    ) -> None:
        self.info = protocol_info(source.protocol)
        if self.info.transport == "runtime":
            raise InputError(f"{self.info.label} is not heard on a network", where="protocol")
        self.stream = stream or Stream(source)
        self._tap = tap
        self._framers: dict[socket.socket, Framer] = {}
        self._socket = self._listen(source)
        super().__init__(f"tracking {source.protocol}")
        self.watch(self._socket)

    def _listen(self, source: Source) -> socket.socket:
        port = source.port or self.info.port
        if self.info.transport == "udp":
            return listen_udp(source.host, port, source.multicast, source.interface)
        return listen_tcp(source.host, port)

    @property
    def port(self) -> int:
        """The port that is really listened to."""
        port: int = self._socket.getsockname()[1]
        return port

    def reader(self, capacity: int = 4096) -> Reader:
        """A queue of its own for one consumer."""
        reader = Reader(capacity)
        self.stream.add_sink(reader.put)
        return reader

    def ready(self, sock: socket.socket) -> None:
        """See ``SocketLoop``."""
        if self.info.transport == "udp":
            self._read_udp(sock)
        elif sock is self._socket:
            self._accept()
        else:
            self._read_tcp(sock)

    def _read_udp(self, sock: socket.socket) -> None:
        for _ in range(_BATCH):
            try:
                packet, receive_ns = receive_udp(sock, _PACKET_BYTES)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:  # Windows reports an earlier datagram's "port unreachable" here
                return
            self._took(packet, receive_ns)

    def _took(self, packet: bytes, receive_ns: int) -> None:
        if self._tap is not None:
            self._tap(packet, receive_ns)
        self.stream.take(packet, receive_ns)

    def _accept(self) -> None:
        with suppress(OSError):
            connection, _ = self._socket.accept()
            if len(self._framers) >= _CONNECTIONS:
                connection.close()
                return
            connection.setblocking(False)
            self._framers[connection] = LengthFramer() if self.info.transport == "tcp_length" else SlipFramer()
            self.watch(connection)

    def _read_tcp(self, connection: socket.socket) -> None:
        try:
            data = connection.recv(_PACKET_BYTES)
            packets = self._framers[connection].feed(data) if data else []
        except (BlockingIOError, InterruptedError):
            return
        except (OSError, PacketError) as e:
            # A stream that lost its frame cannot be read on: the sender connects again.
            self.stream.refuse(str(e))
            data, packets = b"", []
        for packet in packets:
            self._took(packet, time.monotonic_ns())
        if not data:
            del self._framers[connection]
            self.drop(connection)
