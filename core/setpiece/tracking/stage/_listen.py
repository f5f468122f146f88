"""A few seconds of listening on every known port of every card, without taking a packet from anybody else.

A port that another program holds is not shared: sharing would steal its unicast packets. Its multicast is
heard all the same, on a socket of the group's own address, which takes nothing away.

Which card a packet came in by is what the system says (IP_PKTINFO); where it does not, the card in whose
network the sender lies.
"""

from __future__ import annotations

import errno
import selectors
import socket
import struct
import sys
import time
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from ._nics import Nic
from ._ports import KnownPort, groups_of

Destination = Literal["unicast", "broadcast", "multicast"]
_PKTINFO = getattr(socket, "IP_PKTINFO", {"linux": 8, "darwin": 26}.get(sys.platform, 0))
_INFO = struct.Struct("=i4s4s")
_BUFFER_BYTES = 4 << 20
_PACKET_BYTES = 65536
_KEPT_PACKETS = 1000
_KEPT_BYTES = 32 << 20
_FLOWS = 512
_BATCH = 128


class FlowKey(msgspec.Struct, frozen=True):
    """Who speaks to which port, over which card."""

    interface: str
    port: int
    destination: Destination
    group: str
    sender: str


class Flow(msgspec.Struct):
    """What came.

    Attributes:
        packets: The first of them: receive time (ns) and bytes.
        count: How many came in all.
        senders: Ports they were sent from.
    """

    packets: list[tuple[int, bytes]] = []
    count: int = 0
    first_ns: int = 0
    last_ns: int = 0

    @property
    def rate_hz(self) -> float:
        """Packets a second."""
        span = self.last_ns - self.first_ns
        return (self.count - 1) * 1e9 / span if span > 0 else 0.0


class Trouble(msgspec.Struct, frozen=True):
    """What could not be listened to, and why."""

    where: str
    why: str
    port: int = 0


class Ears:
    """The open sockets.

    Args:
        nics: The cards that are listened to.
        ports: What is known.
    """

    def __init__(self, nics: Sequence[Nic], ports: Sequence[KnownPort]) -> None:
        self._nics = {n.index: n for n in nics if n.index}
        self._chosen = tuple(nics)
        self.flows: dict[FlowKey, Flow] = {}
        self.troubles: list[Trouble] = []
        self._kept_bytes = 0
        self._sockets: dict[socket.socket, tuple[int, str]] = {}
        self._joiners: list[socket.socket] = []
        for known in ports:
            self._open(known)

    def listen(self, seconds: float) -> None:
        """Take what comes for so long."""
        end = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            for sock in self._sockets:
                selector.register(sock, selectors.EVENT_READ)
            while (left := end - time.monotonic()) > 0:
                if not self._sockets:
                    time.sleep(left)
                for key, _ in selector.select(left):
                    if isinstance(key.fileobj, socket.socket):
                        self._read(key.fileobj)

    def close(self) -> None:
        """Leave every group and free every port."""
        for sock in (*self._sockets, *self._joiners):
            sock.close()
        self._sockets.clear()
        self._joiners.clear()

    def _open(self, known: KnownPort) -> None:
        whole = self._bound("", known.port)
        if isinstance(whole, socket.socket):
            self._join([whole], groups_of(known), "")
            return
        self.troubles.append(Trouble(f"port {known.port} ({known.label})", whole, known.port))
        for nic in self._chosen:
            if nic.address:
                self._bound(nic.address, known.port)
        for group in groups_of(known):
            # Windows cannot bind a group's address.
            own = None if sys.platform == "win32" else self._bound(group, known.port, group)
            if isinstance(own, socket.socket):
                self._join([own], (group,), group)

    def _bound(self, address: str, port: int, group: str = "") -> socket.socket | str:
        """A listening socket, or why there is none."""
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            if group:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
            if _PKTINFO and hasattr(sock, "recvmsg"):
                sock.setsockopt(socket.IPPROTO_IP, _PKTINFO, 1)
            sock.bind((address, port))
            sock.setblocking(False)
        except OSError as e:
            sock.close()
            return "in use by another program" if e.errno == errno.EADDRINUSE else str(e.strerror or e)
        self._sockets[sock] = (port, group)
        return sock

    def _join(self, joiners: list[socket.socket], groups: Iterable[str], own: str) -> None:
        """Join on every card; a socket holds few memberships (20 on Linux), so more are opened as needed."""
        for group in groups:
            for nic in self._chosen:
                if not nic.up or not (nic.address or nic.index):
                    continue
                error = self._joined(joiners[-1], group, nic)
                if error == errno.ENOBUFS:
                    joiners.append(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
                    self._joiners.append(joiners[-1])
                    error = self._joined(joiners[-1], group, nic)
                if error and not own and nic.multicast:
                    self._complain(Trouble(f"multicast on {nic.name}", f"cannot join {group}: error {error}"))

    def _complain(self, trouble: Trouble) -> None:
        if all(t.where != trouble.where for t in self.troubles):
            self.troubles.append(trouble)

    @staticmethod
    def _joined(sock: socket.socket, group: str, nic: Nic) -> int:
        request = socket.inet_aton(group) + socket.inet_aton(nic.address or "0.0.0.0")  # noqa: S104  no address: by index
        if sys.platform != "win32":
            request += struct.pack("=i", nic.index)
        try:
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, request)
        except OSError as e:
            return e.errno or -1
        return 0

    def _read(self, sock: socket.socket) -> None:
        port, group = self._sockets[sock]
        for _ in range(_BATCH):
            try:
                if hasattr(sock, "recvmsg"):
                    packet, notes, _, peer = sock.recvmsg(_PACKET_BYTES, 64)
                else:
                    packet, peer = sock.recvfrom(_PACKET_BYTES)
                    notes = []
            except OSError:  # nothing more, or what Windows says of an earlier packet
                return
            nic, sent_to = self._came_by(notes, peer[0])
            if nic is not None:
                self._keep(self._key(nic, port, sent_to or group, str(peer[0])), packet)

    def _came_by(self, notes: Sequence[tuple[int, int, bytes]], sender: str) -> tuple[Nic | None, str]:
        """The card, None for one that nobody asked for, and the address the packet was sent to."""
        for level, kind, data in notes:
            if level == socket.IPPROTO_IP and kind == _PKTINFO and len(data) >= _INFO.size:
                index, _, to = _INFO.unpack_from(data)
                return self._nics.get(index), socket.inet_ntoa(to)
        return next((n for n in self._chosen if n.addresses and n.holds(sender)), None), ""

    @staticmethod
    def _key(nic: Nic, port: int, sent_to: str, sender: str) -> FlowKey:
        if sent_to and 224 <= int(sent_to.partition(".")[0]) <= 239:
            return FlowKey(nic.name, port, "multicast", sent_to, sender)
        kind: Destination = "broadcast" if sent_to and nic.broadcasts(sent_to) else "unicast"
        return FlowKey(nic.name, port, kind, "", sender)

    def _keep(self, key: FlowKey, packet: bytes) -> None:
        flow = self.flows.get(key)
        now = time.monotonic_ns()
        if flow is None:
            if len(self.flows) >= _FLOWS:
                return
            flow = self.flows[key] = Flow(first_ns=now)
        flow.count += 1
        flow.last_ns = now
        if len(flow.packets) < _KEPT_PACKETS and self._kept_bytes < _KEPT_BYTES:
            flow.packets.append((now, packet))
            self._kept_bytes += len(packet)
