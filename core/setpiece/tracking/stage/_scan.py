"""Everything that is heard on a stage's network, named, with the lines of tracking.toml that listen to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec

from .._config import source_toml
from ..model import Source
from ._identify import ENOUGH, Guess, identify
from ._listen import Ears, Flow, FlowKey, Trouble
from ._nics import Nic, choose_nics, list_nics
from ._ports import KnownPort, known_ports, port_holders

_SHOWN_BYTES = 24


class HeardSubject(msgspec.Struct, frozen=True):
    """Somebody in a stream."""

    subject: str
    rate_hz: float


class Heard(msgspec.Struct, frozen=True):
    """One sender on one port.

    Attributes:
        interface: Card it came in by.
        destination: ``unicast``, ``broadcast`` or ``multicast``; ``group`` is the latter's.
        rate_hz: Packets a second.
        protocol: What it probably is; empty: unknown.
        accepted: Share of its packets that the protocol's decoder took.
        first_bytes: Of its first packet, in hexadecimal.
        toml: The lines for tracking.toml; empty where Setpiece cannot read it.
    """

    interface: str
    port: int
    destination: str
    group: str
    sender: str
    packets: int
    rate_hz: float
    protocol: str
    profile: str
    subjects: tuple[HeardSubject, ...]
    accepted: float
    first_bytes: str
    note: str
    toml: str


class Scan(msgspec.Struct, frozen=True):
    """What a look at the network found."""

    seconds: float
    interfaces: tuple[Nic, ...]
    heard: tuple[Heard, ...]
    troubles: tuple[Trouble, ...]


def scan(
    interface: str = "auto",
    seconds: float = 3.0,
    nics: Sequence[Nic] | None = None,
    ports: Sequence[KnownPort] | None = None,
) -> Scan:
    """Listen on every known port of every card, or of one.

    Args:
        interface: Name or address of a card; ``auto`` is every card.
        nics, ports: Instead of this computer's and the known ones, for tests.

    Raises:
        InputError: No such card.
    """
    cards = tuple(nics) if nics is not None else list_nics()
    known = {p.port: p for p in (known_ports() if ports is None else ports)}
    chosen = choose_nics(cards, interface)
    ears = Ears(chosen, tuple(known.values()))
    try:
        holders = port_holders() if any(t.port for t in ears.troubles) else {}
        ears.listen(seconds)
    finally:
        ears.close()
    by_name = {n.name: n for n in chosen}
    heard = [heard_of(key, flow, by_name[key.interface], known.get(key.port)) for key, flow in ears.flows.items()]
    order = {n.name: i for i, n in enumerate(cards)}
    heard.sort(key=lambda h: (order.get(h.interface, 0), h.port, h.sender, h.group))
    return Scan(seconds, chosen, tuple(heard), tuple(_named(t, holders) for t in ears.troubles))


def heard_of(key: FlowKey, flow: Flow, nic: Nic, known: KnownPort | None) -> Heard:
    """A flow, named."""
    guess = identify(flow.packets, known)
    tried = flow.packets[:ENOUGH]
    span_s = (tried[-1][0] - tried[0][0]) / 1e9
    subjects = tuple(
        HeardSubject(name, round((count - 1) / span_s, 2) if span_s and count > 1 else 0.0)
        for name, count in guess.subjects
    )
    source = source_of(key, guess, nic) if guess.protocol else None
    return Heard(
        interface=key.interface,
        port=key.port,
        destination=key.destination,
        group=key.group,
        sender=key.sender,
        packets=flow.count,
        rate_hz=round(flow.rate_hz, 2),
        protocol=guess.protocol,
        profile=guess.profile,
        subjects=subjects,
        accepted=guess.accepted,
        first_bytes=flow.packets[0][1][:_SHOWN_BYTES].hex(" "),
        note=guess.note,
        toml=source_toml(source) if source else "",
    )


def source_of(key: FlowKey, guess: Guess, nic: Nic) -> Source:
    """The source that hears this flow and no other card's.

    A broadcast only reaches a socket that is bound to no address of its own.
    """
    host = "0.0.0.0" if key.destination == "broadcast" else nic.address or "0.0.0.0"  # noqa: S104  written down, not bound
    return Source(
        protocol=cast("Any", guess.protocol),
        host=host,
        port=key.port,
        multicast=key.group,
        interface=nic.address if key.group else "",
        profile=guess.profile,
    )


def _named(trouble: Trouble, holders: Mapping[int, str]) -> Trouble:
    who = holders.get(trouble.port, "")
    return msgspec.structs.replace(trouble, why=f"{trouble.why}: {who}") if who and trouble.port else trouble
