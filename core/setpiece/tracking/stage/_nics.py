"""The network cards of this computer: names, IPv4 addresses and state, without any library or privilege.

Linux is asked over a netlink socket (rtnetlink(7)). Elsewhere the standard library knows the addresses and not
whose they are: each address is listed as a card of its own, under its address, taken to be up. Not run on
Windows and macOS.
"""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from collections.abc import Iterator

import msgspec

from ...errors import InputError

_GETLINK, _GETADDR, _NEWLINK, _NEWADDR, _DONE = 18, 22, 16, 20, 3
_DUMP = 0x301
_HEAD, _IFINFO, _IFADDR, _ATTR = struct.Struct("=IHHII"), struct.Struct("=BxHiII"), struct.Struct("=BBBBi"), "=HH"
_UP, _LOOPBACK, _RUNNING, _MULTICAST = 0x1, 0x8, 0x40, 0x1000
_NAME, _MTU, _LOCAL, _ADDRESS = 3, 4, 2, 1
_INET = 2


class Nic(msgspec.Struct, frozen=True):
    """One card.

    Attributes:
        index: The system's number; 0 where it is unknown.
        addresses: IPv4 with the length of the network's prefix, e.g. ``"10.0.0.5/24"``.
        up: Switched on and with a cable in it.
        mtu: Longest packet in bytes; 0 where it is unknown.
    """

    name: str
    index: int = 0
    addresses: tuple[str, ...] = ()
    up: bool = True
    mtu: int = 0
    multicast: bool = True
    loopback: bool = False

    @property
    def address(self) -> str:
        """The first address without its prefix, empty for none."""
        return self.addresses[0].partition("/")[0] if self.addresses else ""

    def holds(self, address: str) -> bool:
        """Whether an address lies in one of this card's networks."""
        peer = ipaddress.ip_address(address)
        return any(peer in ipaddress.ip_network(a, strict=False) for a in self.addresses)

    def broadcasts(self, address: str) -> bool:
        """Whether a destination means everybody on this card's network."""
        nets = [ipaddress.ip_network(a, strict=False) for a in self.addresses]
        return address == "255.255.255.255" or any(
            n.prefixlen < 31 and str(n.broadcast_address) == address for n in nets
        )


def list_nics() -> tuple[Nic, ...]:
    """Every card, in the system's order."""
    if hasattr(socket, "AF_NETLINK"):
        try:
            return nics_of(_ask(_GETLINK), _ask(_GETADDR))
        except OSError:  # a container may forbid netlink
            pass
    return _by_addresses()


def choose_nics(nics: tuple[Nic, ...], interface: str) -> tuple[Nic, ...]:
    """The cards a person named: ``auto`` is every card, else a name or an address.

    Raises:
        InputError: No such card; the message lists those there are.
    """
    if interface == "auto":
        return nics
    found = tuple(n for n in nics if interface in (n.name, *(a.partition("/")[0] for a in n.addresses)))
    if not found:
        known = ", ".join(f"{n.name} {n.address}".strip() for n in nics) or "none"
        raise InputError(f"there is no network card {interface!r}", where="--interface", remedy=f"There are: {known}.")
    return found


def _ask(kind: int) -> bytes:
    """The system's whole answer to one netlink question."""
    family = getattr(socket, "AF_NETLINK")  # noqa: B009  a name that only Linux has
    with socket.socket(family, socket.SOCK_RAW, 0) as sock:
        sock.settimeout(2.0)
        body = struct.pack("=Bxxx", _INET if kind == _GETADDR else 0).ljust(16, b"\0")
        sock.sendall(_HEAD.pack(_HEAD.size + len(body), kind, _DUMP, 1, 0) + body)
        answer = b""
        while not any(k == _DONE for k, _ in _messages(answer)):
            answer += sock.recv(1 << 16)
        return answer


def _messages(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + _HEAD.size <= len(data):
        length, kind, *_ = _HEAD.unpack_from(data, at)
        if length < _HEAD.size:
            return
        yield kind, data[at + _HEAD.size : at + length]
        at += (length + 3) & ~3


def _attributes(data: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(data):
        length, kind = struct.unpack_from(_ATTR, data, at)
        if length < 4:
            break
        found[kind] = data[at + 4 : at + length]
        at += (length + 3) & ~3
    return found


def nics_of(links: bytes, addresses: bytes) -> tuple[Nic, ...]:
    """The cards in two netlink dumps: RTM_GETLINK's and RTM_GETADDR's."""
    placed: dict[int, list[str]] = {}
    for kind, body in _messages(addresses):
        if kind != _NEWADDR or len(body) < _IFADDR.size:
            continue
        _, prefix, _, _, index = _IFADDR.unpack_from(body)
        attributes = _attributes(body[_IFADDR.size :])
        raw = attributes.get(_LOCAL, attributes.get(_ADDRESS, b""))
        if len(raw) == 4:
            placed.setdefault(index, []).append(f"{socket.inet_ntoa(raw)}/{prefix}")
    nics: list[Nic] = []
    for kind, body in _messages(links):
        if kind != _NEWLINK or len(body) < _IFINFO.size:
            continue
        _, _, index, flags, _ = _IFINFO.unpack_from(body)
        attributes = _attributes(body[_IFINFO.size :])
        nics.append(
            Nic(
                name=attributes.get(_NAME, b"?").rstrip(b"\0").decode("utf-8", "replace"),
                index=index,
                addresses=tuple(placed.get(index, ())),
                up=bool(flags & _UP and flags & _RUNNING),
                mtu=int.from_bytes(attributes.get(_MTU, b"")[:4], sys.byteorder),
                multicast=bool(flags & _MULTICAST),
                loopback=bool(flags & _LOOPBACK),
            )
        )
    return tuple(nics)


def _by_addresses() -> tuple[Nic, ...]:
    try:
        found = socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        found = []
    others = [Nic(a, addresses=(f"{a}/24",)) for a in dict.fromkeys(found) if not a.startswith("127.")]
    return (Nic("127.0.0.1", addresses=("127.0.0.1/8",), loopback=True), *others)
