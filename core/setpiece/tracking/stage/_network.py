"""What on this computer's network would cost a tracker packets, and what to do about it."""

from __future__ import annotations

import ipaddress
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from ._nics import Nic, list_nics
from ._ports import known_ports, port_holders

_ETHERNET_MTU = 1500
_LEAST_BUFFER = 1 << 20
_WANTED_BUFFER = 4 << 20
_COARSE_CLOCK_S = 0.001
_PROC = Path("/proc")
_STRICT = "1"
_PSN_GROUP = ipaddress.IPv4Address("236.10.10.10")


class NetworkCheck(msgspec.Struct, frozen=True):
    """One line of ``doctor network``."""

    check: str
    found: str
    status: Literal["ok", "finding", "unknown"] = "ok"
    remedy: str = ""


class NetworkFacts(msgspec.Struct, frozen=True):
    """What the system says.

    Attributes:
        routes: Text of /proc/net/route; None where there is none.
        reverse_path: Card -> its rp_filter; ``all`` is every card's.
        holders: Port -> who listens there.
        receive_buffer: Bytes a socket really gets when it asks for 4 MiB.
        clock_step_s: Resolution of the monotonic clock.
        firewall: What firewall is seen to be on, empty for none.
        platform: As ``sys.platform``.
    """

    nics: tuple[Nic, ...]
    routes: str | None
    reverse_path: dict[str, str]
    holders: dict[int, str]
    receive_buffer: int
    clock_step_s: float
    firewall: str
    platform: str


def gather_network() -> NetworkFacts:
    """Ask this computer; changes nothing."""
    return NetworkFacts(
        nics=list_nics(),
        routes=_text(_PROC / "net" / "route"),
        reverse_path={
            folder.name: (_text(folder / "rp_filter") or "").strip()
            for folder in _folders(_PROC / "sys" / "net" / "ipv4" / "conf")
        },
        holders=port_holders(),
        receive_buffer=_receive_buffer(),
        clock_step_s=time.get_clock_info("monotonic").resolution,
        firewall=_firewall(),
        platform=sys.platform,
    )


def examine_network(facts: NetworkFacts) -> tuple[NetworkCheck, ...]:
    """Every check, what is wrong with its remedy."""
    return (
        *_cards(facts.nics),
        *_shared_networks(facts.nics),
        _multicast(facts),
        *_reverse_path(facts),
        *_ports(facts.holders, facts.platform),
        _buffer(facts),
        _firewall_check(facts),
        _clock(facts.clock_step_s),
    )


def _cards(nics: Sequence[Nic]) -> list[NetworkCheck]:
    rows: list[NetworkCheck] = []
    for nic in nics:
        state = "up" if nic.up else "down"
        found = f"{', '.join(nic.addresses) or 'no IPv4'}, {state}" + (f", MTU {nic.mtu}" if nic.mtu else "")
        status, remedy = "ok", ""
        if nic.up and not nic.loopback and not nic.addresses:
            status, remedy = "finding", "Give the card an IPv4 address in the trackers' network, or switch it off."
        elif nic.up and not nic.loopback and 0 < nic.mtu < _ETHERNET_MTU:
            status = "finding"
            remedy = (
                f"OpenTrackIO and PSN send packets of up to 1500 bytes: `ip link set {nic.name} mtu 1500`, "
                "or accept that they come in pieces of which one lost loses all."
            )
        rows.append(NetworkCheck(f"card {nic.name}", found, status, remedy))
    if not any(n.up and n.addresses and not n.loopback for n in nics):
        remedy = "Plug the tracking network in and give its card an address."
        rows.append(NetworkCheck("cards", "none that reaches another computer", "finding", remedy))
    return rows


def _shared_networks(nics: Sequence[Nic]) -> list[NetworkCheck]:
    """Two cards in one network: the system answers and joins on whichever it likes."""
    seen: dict[str, str] = {}
    rows: list[NetworkCheck] = []
    for nic in nics:
        if not nic.up:
            continue
        for network in dict.fromkeys(str(ipaddress.ip_network(a, strict=False)) for a in nic.addresses):
            other = seen.setdefault(network, nic.name)
            if other != nic.name:
                remedy = "Put each card into a network of its own."
                rows.append(
                    NetworkCheck("networks", f"{other} and {nic.name} are both in {network}", "finding", remedy)
                )
    return rows


def routes_of(text: str) -> list[tuple[str, ipaddress.IPv4Network]]:
    """(card, network) of every route that is up, in the text of /proc/net/route (addresses little-endian)."""
    found: list[tuple[str, ipaddress.IPv4Network]] = []
    for line in text.splitlines()[1:]:
        fields = line.split()
        if len(fields) < 8 or not int(fields[3], 16) & 1:
            continue
        to, mask = (ipaddress.IPv4Address(bytes.fromhex(fields[i])[::-1]) for i in (1, 7))
        found.append((fields[0], ipaddress.IPv4Network(f"{to}/{mask}")))
    return found


def _multicast(facts: NetworkFacts) -> NetworkCheck:
    if facts.routes is None:
        remedy = "Name the card with `interface` in tracking.toml."
        return NetworkCheck("multicast", "the route cannot be read on this system", "unknown", remedy)
    fitting = [(net.prefixlen, card) for card, net in routes_of(facts.routes) if _PSN_GROUP in net]
    if fitting:
        return NetworkCheck("multicast", f"goes out by {max(fitting)[1]} where no card is named")
    card = next((n.name for n in facts.nics if n.up and n.addresses and not n.loopback), "CARD")
    remedy = f"`ip route add 224.0.0.0/4 dev {card}`, or name the card with `interface` in tracking.toml."
    return NetworkCheck("multicast", "no route: joining a group fails where no card is named", "finding", remedy)


def _reverse_path(facts: NetworkFacts) -> list[NetworkCheck]:
    """The strict filter drops packets whose sender the system would answer by another card."""
    cards = [n for n in facts.nics if n.up and n.addresses and not n.loopback]
    strict = [n.name for n in cards if _STRICT in (facts.reverse_path.get(n.name), facts.reverse_path.get("all"))
              and "2" not in (facts.reverse_path.get(n.name), facts.reverse_path.get("all"))]  # fmt: skip
    if len(cards) < 2 or not strict:
        return []
    remedy = "`sysctl -w net.ipv4.conf.all.rp_filter=2` lets multicast from other networks in."
    return [NetworkCheck("reverse path filter", f"strict on {', '.join(strict)}", "finding", remedy)]


def _ports(holders: Mapping[int, str], platform: str) -> list[NetworkCheck]:
    rows = [
        NetworkCheck(
            f"port {known.port}", f"{known.label}: {holders[known.port]}", "finding",
            "Stop that program, or give the sender and tracking.toml another port.",
        )
        for known in known_ports()
        if known.port in holders
    ]  # fmt: skip
    if rows:
        return rows
    if not platform.startswith("linux"):
        return [NetworkCheck("ports", "whose they are is not known on this system", "unknown")]
    return [NetworkCheck("ports", f"all {len(known_ports())} that trackers use are free")]


def _buffer(facts: NetworkFacts) -> NetworkCheck:
    found = f"{facts.receive_buffer / 1024:.0f} KiB of {_WANTED_BUFFER // 1024} asked for"
    if facts.receive_buffer >= _LEAST_BUFFER:
        return NetworkCheck("receive buffer", found)
    remedy = (
        f"`sysctl -w net.core.rmem_max={_WANTED_BUFFER}`" if facts.platform.startswith("linux") else
        f"`sysctl -w kern.ipc.maxsockbuf={2 * _WANTED_BUFFER}`"
    )  # fmt: skip
    return NetworkCheck("receive buffer", found, "finding", f"A pause of the computer would lose packets: {remedy}.")


def _firewall_check(facts: NetworkFacts) -> NetworkCheck:
    ports = ",".join(str(k.port) for k in known_ports() if k.protocol)
    if facts.firewall:
        remedy = f"Allow UDP to the ports in use, e.g. `ufw allow proto udp to any port {ports}`."
        if facts.firewall == "firewalld":
            remedy = "Allow them, e.g. `firewall-cmd --add-port=40000/udp`, for the zone of the trackers' card."
        return NetworkCheck("firewall", f"{facts.firewall} is on", "finding", remedy)
    if facts.platform.startswith("linux"):
        return NetworkCheck("firewall", "neither ufw nor firewalld is on; other rules: `nft list ruleset` as root")
    name = "Windows Defender" if facts.platform == "win32" else "the application firewall"
    remedy = f"Allow Python incoming connections on the trackers' network in {name}."
    return NetworkCheck("firewall", "cannot be asked here", "unknown", remedy)


def _clock(step_s: float) -> NetworkCheck:
    found = f"monotonic, steps of {step_s * 1e6:.3g} µs"
    if step_s <= _COARSE_CLOCK_S:
        return NetworkCheck("clock", found)
    remedy = "Arrival times this coarse cost prediction its sharpness; prefer senders with time stamps."
    return NetworkCheck("clock", found, "finding", remedy)


def _receive_buffer() -> int:
    """What the system grants; Linux reports twice what it grants, for its own bookkeeping."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _WANTED_BUFFER)
        size = sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
    return size // 2 if sys.platform.startswith("linux") else size


def _firewall() -> str:
    if "ENABLED=yes" in (_text(Path("/etc/ufw/ufw.conf")) or ""):
        return "ufw"
    return "firewalld" if Path("/run/firewalld").exists() else ""


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _folders(path: Path) -> list[Path]:
    try:
        return sorted(path.iterdir())
    except OSError:
        return []
