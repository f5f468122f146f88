"""Sockets that listen: to this computer only unless told, and with errors that say what to do."""

from __future__ import annotations

import errno
import ipaddress
import socket
import struct
import sys
import time

from ...errors import InputError

_BUFFER_BYTES = 4 << 20
_STAMP = 35
"""Linux's SO_TIMESTAMPNS, which the standard library does not name."""
_TIMESPEC = struct.Struct("@ll")
_ANCILLARY_BYTES = socket.CMSG_SPACE(_TIMESPEC.size) if hasattr(socket, "CMSG_SPACE") else 0
_LONGEST_WAIT_NS = 5_000_000_000


def listen_udp(host: str, port: int, multicast: str = "", interface: str = "") -> socket.socket:
    """A bound, non-blocking UDP socket.

    Args:
        host: Address to bind, "127.0.0.1" for this computer only; a multicast group makes it the
            group's own address where the system allows that, so that other groups are not heard.
        port: 0 lets the system choose.
        multicast: Group to join.
        interface: Address of the card on which the group is joined, empty for the system's choice.

    Raises:
        InputError: The port is taken, the address is none of this computer's, or the group cannot be joined.
    """
    _check_group(multicast, interface)
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        # Windows shares a port with anybody who sets this; there, a restart works without it.
        if sys.platform != "win32" and multicast:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
        if sys.platform == "linux":
            sock.setsockopt(socket.SOL_SOCKET, _STAMP, 1)
        sock.bind((_bind_address(host, multicast), port))
        if multicast:
            card = socket.inet_aton(interface) if interface else struct.pack("=I", socket.INADDR_ANY)
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(multicast) + card)
        sock.setblocking(False)
    except OSError as e:
        sock.close()
        raise _explained(e, host, port, multicast, interface) from e
    return sock


def receive_udp(sock: socket.socket, size: int) -> tuple[bytes, int]:
    """A datagram, and when it reached this computer, monotonic nanoseconds.

    Linux says when a packet came in, however long this process then took to look: a process that was held
    up finds its packets where they belong in time, not all at once. Elsewhere it is the moment of reading.

    Raises:
        OSError: As ``socket.recv``.
    """
    if sys.platform != "linux":
        packet = sock.recv(size)
        return packet, time.monotonic_ns()
    packet, ancillary, _, _ = sock.recvmsg(size, _ANCILLARY_BYTES)
    now_ns = time.monotonic_ns()
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == _STAMP and len(data) == _TIMESPEC.size:
            seconds, nanoseconds = _TIMESPEC.unpack(data)
            waited_ns = time.time_ns() - (seconds * 1_000_000_000 + nanoseconds)
            # The stamp is in the civil clock, which somebody may have set meanwhile.
            if 0 <= waited_ns < _LONGEST_WAIT_NS:
                return packet, now_ns - waited_ns
    return packet, now_ns


def listen_tcp(host: str, port: int) -> socket.socket:
    """A listening, non-blocking TCP socket; errors as ``listen_udp``."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(16)
        sock.setblocking(False)
    except OSError as e:
        sock.close()
        raise _explained(e, host, port, "", "") from e
    return sock


def _check_group(multicast: str, interface: str) -> None:
    if multicast and not _is_address(multicast, group=True):
        raise InputError(
            f"{multicast!r} is no multicast group", where="multicast",
            remedy="Groups are 224.0.0.0 to 239.255.255.255; leave it out where none is joined.",
        )  # fmt: skip
    if interface and not _is_address(interface):
        raise InputError(
            f"{interface!r} is no address", where="interface",
            remedy="It is the address of the card, not its name; `setpiece doctor network` lists both.",
        )  # fmt: skip


def _is_address(text: str, *, group: bool = False) -> bool:
    try:
        return ipaddress.IPv4Address(text).is_multicast or not group
    except ValueError:
        return False


def _bind_address(host: str, multicast: str) -> str:
    """Windows cannot bind a group's address; elsewhere it keeps other groups on the port out."""
    return multicast if multicast and sys.platform != "win32" else host


def _explained(e: OSError, host: str, port: int, multicast: str, interface: str) -> InputError:
    where = f"{host}:{port}" if not multicast else f"{multicast}:{port} on {interface or 'any card'}"
    if e.errno == errno.EADDRINUSE:
        return InputError("the port is in use", where=where, remedy="Stop the other program or choose another port.")
    if e.errno == errno.EADDRNOTAVAIL:
        return InputError("this computer has no such address", where=where, remedy="See `setpiece doctor network`.")
    if e.errno == errno.EACCES:
        return InputError("the system does not allow this port", where=where, remedy="Take a port above 1023.")
    if e.errno == errno.ENODEV:
        return InputError("no card can join this group", where=where, remedy="Name the card with `interface`.")
    return InputError(
        f"cannot listen: {e.strerror or e}", where=where, remedy="Give an address that `setpiece doctor network` lists."
    )
