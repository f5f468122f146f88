"""The thread that reads a source's sockets: it decodes at once, and waits for nobody but the network."""

from __future__ import annotations

import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Protocol

from ...errors import InputError, PacketError
from ..model import Source
from ..protocols import protocol_info
from ._reader import Reader
from ._sockets import listen_tcp, listen_udp, receive_udp
from ._stream import Stream

_PACKET_BYTES = 65536
_BATCH = 256
"""Packets read before the selector looks at the other sockets again."""
_CONNECTIONS = 16


class _Framer(Protocol):
    def feed(self, data: bytes) -> list[bytes]: ...


class Receiver:
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
        self._framers: dict[socket.socket, _Framer] = {}
        self._selector = selectors.DefaultSelector()
        self._socket = self._listen(source)
        self._wake, self._waker = socket.socketpair()
        self._wake.setblocking(False)
        self._selector.register(self._socket, selectors.EVENT_READ)
        self._selector.register(self._wake, selectors.EVENT_READ)
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=f"tracking {source.protocol}", daemon=True)

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

    def start(self) -> Receiver:
        """Begin to listen; returns itself."""
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop listening and free the port; safe to call twice."""
        if self._closing:
            return
        self._closing = True
        self._waker.send(b"x")
        if self._thread.is_alive():
            self._thread.join()
        for sock in (self._socket, self._wake, self._waker, *self._framers):
            sock.close()
        self._selector.close()

    def __enter__(self) -> Receiver:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _run(self) -> None:
        while not self._closing:
            for key, _ in self._selector.select():
                sock = key.fileobj
                if sock is self._wake or not isinstance(sock, socket.socket):
                    continue
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
        from ..osc import LengthFramer, SlipFramer

        with suppress(OSError):
            connection, _ = self._socket.accept()
            if len(self._framers) >= _CONNECTIONS:
                connection.close()
                return
            connection.setblocking(False)
            self._framers[connection] = LengthFramer() if self.info.transport == "tcp_length" else SlipFramer()
            self._selector.register(connection, selectors.EVENT_READ)

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
            self._selector.unregister(connection)
            del self._framers[connection]
            connection.close()
