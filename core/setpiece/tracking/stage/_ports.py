"""Where trackers are usually heard, and who else on this computer holds such a port."""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec

from ...resources import text
from ..osc import osc_profiles

_PROC = Path("/proc")


class KnownPort(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One port.

    Attributes:
        protocol: What Setpiece would read there; empty: nothing it knows.
        profile: The sender's profile.
        groups: Multicast groups; ``239.135.1.1-200`` is a run of them.
    """

    port: int
    label: str
    protocol: str = ""
    profile: str = ""
    groups: tuple[str, ...] = ()


@cache
def known_ports() -> tuple[KnownPort, ...]:
    """Every port in data/ports.toml and every OSC profile's, each once, by number."""
    raw = tomllib.loads(text("tracking", "ports.toml"))
    found = {p.port: p for p in msgspec.convert(raw["port"], list[KnownPort])}
    for name, profile in osc_profiles().items():
        if profile.port:
            found.setdefault(profile.port, KnownPort(profile.port, profile.label, "osc", name))
    return tuple(found[number] for number in sorted(found))


def groups_of(known: KnownPort) -> tuple[str, ...]:
    """The groups one by one."""
    groups: list[str] = []
    for group in known.groups:
        first, _, last = group.partition("-")
        start = ipaddress.IPv4Address(first)
        count = int(last) - int(first.rpartition(".")[2]) + 1 if last else 1
        groups += [str(start + i) for i in range(count)]
    return tuple(groups)


def udp_holders(table: str) -> dict[int, list[tuple[str, int]]]:
    """Port -> (address, inode) of every bound UDP socket in the text of /proc/net/udp."""
    holders: dict[int, list[tuple[str, int]]] = {}
    for line in table.splitlines()[1:]:
        fields = line.split()
        if len(fields) < 10:
            continue
        address, _, port = fields[1].partition(":")
        packed = bytes.fromhex(address)[::-1]
        holders.setdefault(int(port, 16), []).append((str(ipaddress.IPv4Address(packed)), int(fields[9])))
    return holders


def port_holders() -> dict[int, str]:
    """Port -> who listens there, as far as the system says: ``"python3 (4711) on 0.0.0.0"``. Linux only."""
    try:
        held = udp_holders((_PROC / "net" / "udp").read_text(encoding="ascii"))
    except OSError:
        return {}
    wanted = {inode for sockets in held.values() for _, inode in sockets}
    programs = _programs_of(wanted)
    return {
        port: ", ".join(dict.fromkeys(f"{programs.get(i, 'another user’s program')} on {a}" for a, i in sockets))
        for port, sockets in held.items()
    }


def _programs_of(inodes: set[int]) -> Mapping[int, str]:
    """Whose sockets these are; programs of other users cannot be seen without root."""
    found: dict[int, str] = {}
    for folder in _PROC.iterdir():
        if not folder.name.isdecimal():
            continue
        with suppress(OSError):  # gone meanwhile, or another user's
            name = (folder / "comm").read_text(encoding="utf-8", errors="replace").strip()
            for handle in (folder / "fd").iterdir():
                inode = _socket_of(handle)
                if inode in inodes:
                    found[inode] = f"{name} ({folder.name})"
    return found


def _socket_of(handle: Path) -> int:
    """The inode behind an open file of a process that is a socket; 0 for another file, or one closed meanwhile."""
    try:
        link = str(handle.readlink())
    except OSError:
        return 0
    return int(link[8:-1]) if link.startswith("socket:[") else 0
