"""``setpiece track``'s first hour on a stage: what is heard, what its axes mean, where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from . import _output as show

if TYPE_CHECKING:
    from ..tracking.stage import Heard, Scan


def look_around(interface: str, seconds: float, json: bool) -> None:
    """List cards and senders; exit code 1 when nobody was heard."""
    from ..tracking.stage import scan

    found = scan(interface, seconds)
    if json:
        show.json_line({"format": "1.0", **_plain(found)})
    else:
        _print_scan(found)
    raise typer.Exit(0 if any(h.protocol for h in found.heard) else 1)


def _plain(value: Scan) -> dict[str, object]:
    import msgspec

    return dict(msgspec.to_builtins(value))


def _print_scan(found: Scan) -> None:
    rows = [
        (n.name, ", ".join(n.addresses) or "-", "up" if n.up else "down", n.mtu or "-", _told(found, n.name))
        for n in found.interfaces
    ]
    show.table(f"network cards, {found.seconds:g} s each port", ("card", "IPv4", "state", "MTU", "heard"), rows)
    for heard in found.heard:
        show.line(_sentence(heard))
        if heard.toml:
            show.line("  for tracking.toml:")
            for line in heard.toml.splitlines():
                show.line(f"    {line}")
    for trouble in found.troubles:
        show.notes([f"{trouble.where}: {trouble.why}"])
    if not found.heard:
        show.line("nothing heard; check the sender's destination address, the cable and the firewall (doctor network)")


def _told(found: Scan, card: str) -> str:
    names = [f"{h.protocol or 'unknown'}:{h.port}" for h in found.heard if h.interface == card]
    return ", ".join(names) or "nothing"


def _sentence(heard: Heard) -> str:
    to = f"{heard.destination} {heard.group}".strip()
    where = f"{heard.interface} port {heard.port} ({to}) from {heard.sender}"
    if not heard.protocol:
        return f"{where}: unknown, {heard.rate_hz:.1f} packets/s, begins {heard.first_bytes}. {heard.note}"
    who = ", ".join(f"{s.subject} {s.rate_hz:.1f} Hz" for s in heard.subjects) or "nobody yet"
    profile = f" ({heard.profile})" if heard.profile else ""
    note = f" {heard.note}" if heard.note else ""
    return f"{where}: {heard.protocol}{profile}, {heard.accepted:.0%} of its packets fit; {who}.{note}"
