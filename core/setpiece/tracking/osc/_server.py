"""A listener for OSC that is answered: control messages come in, replies go back to whoever sent them."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Literal, NamedTuple, Protocol

from ...errors import PacketError
from .._framing import LONGEST_PACKET, Framer, LengthFramer, SlipFramer, frame_length, frame_slip
from ..receive import SocketLoop, listen_tcp, listen_udp
from ._codec import OscMessage, decode_osc


class Reply(Protocol):
    """Sends a packet back to whoever a message came from. Two from the same sender are equal."""

    def __call__(self, data: bytes) -> None:
        """Send a packet; nothing is raised when it does not arrive."""
        ...

    @property
    def gone(self) -> bool:
        """Whether the sender's connection is closed; never so over UDP."""
        ...

    @property
    def longest(self) -> int:
        """Bytes of a packet that can be sent back."""
        ...


class _UdpReply(NamedTuple):
    udp: socket.socket
    to: tuple[str, int]

    def __call__(self, data: bytes) -> None:
        with suppress(OSError):
            self.udp.sendto(data, self.to)

    @property
    def gone(self) -> bool:
        return False

    @property
    def longest(self) -> int:
        return LONGEST_DATAGRAM


class _TcpReply(NamedTuple):
    connection: socket.socket
    frame: Callable[[bytes], bytes]

    def __call__(self, data: bytes) -> None:
        """Who does not read for half a second is cut off: answers to the others wait behind this one."""
        try:
            self.connection.sendall(self.frame(data))
        except OSError:
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

    @property
    def gone(self) -> bool:
        return self.connection.fileno() < 0

    @property
    def longest(self) -> int:
        return LONGEST_PACKET


Handle = Callable[[OscMessage, str, Reply], None]
"""Takes a message, the sender's address as text, and what sends a packet back to it."""

_PACKET_BYTES = 65536
LONGEST_DATAGRAM = 65507
"""What UDP over IPv4 carries."""
_BATCH = 512
_CONNECTIONS = 32
_SEND_S = 0.5


class OscServer(SocketLoop):
    """Reads UDP, and TCP where a port for it is given, in one thread.

    Args:
        handle: Called for every message in that thread; what it raises is counted, and the server goes on.
        host: Address to listen on; nothing but this computer unless told.
        udp_port, tcp_port: 0 lets the system choose; None: not that transport.
        framing: How TCP packets are told apart.

    Attributes:
        packets, refused, failed: Packets read, packets that are no OSC, messages whose handler raised.

    Raises:
        InputError: A port is in use, or the address is none of this computer's.
    """

    def __init__(
        self,
        handle: Handle,
        host: str = "127.0.0.1",
        udp_port: int | None = 0,
        tcp_port: int | None = None,
        framing: Literal["length", "slip"] = "slip",
    ) -> None:
        self._handle = handle
        self._framing = framing
        self._udp = None if udp_port is None else listen_udp(host, udp_port)
        try:
            self._tcp = None if tcp_port is None else listen_tcp(host, tcp_port)
        except Exception:
            if self._udp is not None:
                self._udp.close()
            raise
        self._connections: dict[socket.socket, tuple[Framer, str]] = {}
        self.packets = self.refused = self.failed = 0
        super().__init__("osc server")
        for sock in (self._udp, self._tcp):
            if sock is not None:
                self.watch(sock)

    @property
    def udp_port(self) -> int:
        """The UDP port really listened to, 0 for none."""
        return 0 if self._udp is None else int(self._udp.getsockname()[1])

    @property
    def tcp_port(self) -> int:
        """The TCP port really listened to, 0 for none."""
        return 0 if self._tcp is None else int(self._tcp.getsockname()[1])

    def ready(self, sock: socket.socket) -> None:
        """See ``SocketLoop``."""
        if sock is self._udp:
            self._read_udp(sock)
        elif sock is self._tcp:
            self._accept(sock)
        elif sock in self._connections:
            self._read_tcp(sock)

    def _read_udp(self, udp: socket.socket) -> None:
        for _ in range(_BATCH):
            try:
                packet, sender = udp.recvfrom(_PACKET_BYTES)
            except OSError:  # nothing more; or Windows tells of an earlier answer nobody took
                return
            self._took(packet, sender[0], _UdpReply(udp, sender))

    def _took(self, packet: bytes, sender: str, reply: Reply) -> None:
        self.packets += 1
        try:
            messages = decode_osc(packet)
        except PacketError:
            self.refused += 1
            return
        for message in messages:
            try:
                self._handle(message, sender, reply)
            except Exception:  # noqa: BLE001  one bad message must not silence the desk
                self.failed += 1

    def _accept(self, tcp: socket.socket) -> None:
        with suppress(OSError):
            connection, sender = tcp.accept()
            if len(self._connections) >= _CONNECTIONS:
                connection.close()
                return
            connection.settimeout(_SEND_S)
            framer = LengthFramer() if self._framing == "length" else SlipFramer()
            self._connections[connection] = (framer, sender[0])
            self.watch(connection)

    def _read_tcp(self, connection: socket.socket) -> None:
        framer, sender = self._connections[connection]
        reply = _TcpReply(connection, frame_length if self._framing == "length" else frame_slip)

        try:
            data = connection.recv(_PACKET_BYTES)
            packets = framer.feed(data) if data else []
        except (BlockingIOError, InterruptedError):
            return
        except (OSError, PacketError):
            self.refused += 1
            data, packets = b"", []
        for packet in packets:
            self._took(packet, sender, reply)
        if not data:
            del self._connections[connection]
            self.drop(connection)
