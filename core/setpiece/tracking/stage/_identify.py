"""What a stream of unknown packets is, by letting every decoder try: a checksum or a strict grammar seldom errs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, cast

import msgspec

from ...errors import PacketError
from ..model import Sample, Source
from ..osc import osc_profiles
from ..protocols import PROTOCOLS, Decoder, open_decoder
from ._ports import KnownPort

ENOUGH = 400
"""Packets tried; more would say the same."""
_LEAST_ACCEPTED = 0.5
_ADDRESSES = 5


class Guess(msgspec.Struct, frozen=True):
    """What a flow probably is.

    Attributes:
        protocol: Empty: nothing Setpiece reads.
        subjects: Name and how many samples came, in order of appearance.
        accepted: Share of the packets the decoder took.
        note: What a person should know of it.
    """

    protocol: str = ""
    profile: str = ""
    subjects: tuple[tuple[str, int], ...] = ()
    accepted: float = 0.0
    note: str = ""


class _Trial(msgspec.Struct, frozen=True):
    source: Source
    decoder: Any
    accepted: float
    samples: tuple[Sample, ...]

    def rank(self, known: KnownPort | None) -> tuple[float, int, int, int]:
        """Accepted packets first, then poses, then any sample, then what is usual on this port."""
        poses = sum(s.position_m is not None or s.rotation_wxyz is not None for s in self.samples)
        usual = known is not None and (known.protocol, known.profile) == (self.source.protocol, self.source.profile)
        return (self.accepted, poses, len(self.samples), int(usual))


def identify(packets: Sequence[tuple[int, bytes]], known: KnownPort | None = None) -> Guess:
    """The likeliest protocol of packets from one sender to one port.

    Args:
        packets: Receive time (ns) and bytes, in order.
        known: What is usual on the port; it breaks ties only.
    """
    some = packets[:ENOUGH]
    trials = [t for source in _sources(known) if (t := _tried(source, some)) is not None]
    if not trials:
        return Guess(note=f"nothing Setpiece reads; on this port usually: {known.label}" if known else "")
    best = max(trials, key=lambda t: t.rank(known))
    counts = Counter(s.subject for s in best.samples)
    return Guess(best.source.protocol, best.source.profile, tuple(counts.items()), best.accepted, _note(best))


def _sources(known: KnownPort | None) -> Iterator[Source]:
    """One source for each way to read packets; VMC is OSC with a name of its own, and goes after it."""
    for name, info in PROTOCOLS.items():
        if info.transport == "udp" and info.decoder and name not in ("osc", "vmc"):
            profile = known.profile if known and known.protocol == name else ""
            yield Source(protocol=cast("Any", name), profile=profile)
    for profile in osc_profiles():
        if profile != "vmc":
            yield Source(protocol="osc", profile="" if profile == "native" else profile)
    yield Source(protocol="vmc")


def _tried(source: Source, packets: Sequence[tuple[int, bytes]]) -> _Trial | None:
    decoder: Decoder = open_decoder(source)
    taken = 0
    samples: list[Sample] = []
    for at, packet in packets:
        with suppress(PacketError):
            samples += decoder.feed(packet, at)
            taken += 1
    accepted = taken / max(1, len(packets))
    return _Trial(source, decoder, accepted, tuple(samples)) if taken and accepted >= _LEAST_ACCEPTED else None


def _note(trial: _Trial) -> str:
    if trial.samples:
        return ""
    unknown: dict[str, int] = getattr(trial.decoder, "unknown", {})
    if unknown:
        heard = ", ".join(list(unknown)[:_ADDRESSES])
        return f"no profile knows these addresses: {heard}; see docs/osc.md"
    return "understood, and no pose among it yet"
