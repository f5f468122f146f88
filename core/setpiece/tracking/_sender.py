"""Packets out: one socket, never waiting for a receiver that is slow or gone."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType

from ..errors import InputError
from ._framing import frame_length, frame_slip
from .protocols import Transport

_CONNECT_S, _RECONNECT_S, _AGAIN_S = 3.0, 0.05, 1.0
"""How long the first connection may take, and later ones, once a second: a frame waits for no receiver that is gone."""
_SEND_S = 0.5


class Sender:
    """Sends packets to one place.

    UDP never blocks and never fails for want of a listener. TCP connects when it first sends, and tries again
    once a second after it lost the connection; what is sent meanwhile is counted in ``failed`` and dropped,
    because a late pose is worse than none.

    Args:
        host, port: Where to; a multicast group as well.
        transport: How packets are told apart.
        interface: Address of the card for multicast, empty for the system's choice.

    Raises:
        InputError: The host is unknown.
    """

    def __init__(self, host: str, port: int, transport: Transport = "udp", interface: str = "") -> None:
        try:
            self._to = socket.getaddrinfo(host, port, socket.AF_INET)[0][4]
        except OSError as e:
            raise InputError("this host is unknown", where=host, remedy="Check the name, or give an address.") from e
        self._transport = transport
        self._interface = interface
        self._socket: socket.socket | None = self._open_udp() if transport == "udp" else None
        self._again_s: float | None = None
        self.sent = 0
        self.failed = 0

    def _open_udp(self) -> socket.socket:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 8)
        if self._interface:
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(self._interface))
        return sock

    def send(self, packets: Sequence[bytes]) -> None:
        """Send packets in order; what cannot leave at once is dropped and counted."""
        for packet in packets:
            try:
                self._send(packet)
                self.sent += 1
            except OSError:
                self.failed += 1
                if self._transport != "udp":
                    self._drop()

    def _send(self, packet: bytes) -> None:
        if self._transport == "udp" and self._socket is not None:
            self._socket.sendto(packet, self._to)
            return
        if self._socket is None:
            self._socket = self._connected()
        self._socket.sendall(frame_length(packet) if self._transport == "tcp_length" else frame_slip(packet))

    def _connected(self) -> socket.socket:
        now_s = time.monotonic()
        if self._again_s is not None and now_s < self._again_s:
            raise ConnectionError("nobody took the last connection")
        timeout_s = _CONNECT_S if self._again_s is None else _RECONNECT_S
        self._again_s = now_s + timeout_s + _AGAIN_S
        made = socket.create_connection((str(self._to[0]), int(self._to[1])), timeout=timeout_s)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.settimeout(_SEND_S)
        return made

    def _drop(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.close()
        self._socket = None

    def close(self) -> None:
        """Free the socket; safe to call twice."""
        self._drop()

    def __enter__(self) -> Sender:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
