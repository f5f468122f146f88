"""The outputs at work: each takes what changed, sends at its own pace, and keeps the last look on the wire."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from typing import Protocol

from ...scene.host import Host
from ...scene.model import Scene
from ...tracking import Sender
from ...tracking.osc import OscValue, encode_bundle, encode_message
from .._targets import find_target
from ._config import Output
from ._dmx import F32, Patch
from ._packets import ARTNET_PORT, SACN_PORT, artnet_packet, sacn_group, sacn_packet

_KEEP_ALIVE_NS = 800_000_000
"""Receivers of E1.31 give a source up after 2.5 s of silence."""
_BUNDLE = 24
"""Messages in one OSC bundle: below an Ethernet frame with ordinary names."""


class Driver(Protocol):
    """Something that a show goes to."""

    @property
    def name(self) -> str:
        """For messages."""
        ...

    def update(self, changed: Mapping[str, object]) -> None:
        """Take the newest values of slots; nothing is sent yet."""
        ...

    def send(self, now_ns: int) -> None:
        """Send what is due. Raises ``OSError`` when it cannot."""
        ...

    def reassert(self) -> None:
        """Send everything again next time: the receiver may have forgotten it."""
        ...

    def close(self) -> None:
        """Let go; what was sent last stays as it is."""
        ...


class DmxDriver:
    """sACN or Art-Net.

    Args:
        cid: What names this sender in sACN: the production's id.
    """

    def __init__(self, output: Output, scene: Scene, cid: str, surroundings: F32 | None = None) -> None:
        self._output = output
        self._patch = Patch(output.fixtures, scene, surroundings)
        self._cid = hashlib.blake2b(f"{cid}/{output.name}".encode(), digest_size=16).digest()
        self._senders: dict[str, Sender] = {}
        self._sequence: dict[int, int] = {}
        self._sent: dict[int, tuple[bytes, int]] = {}
        self._dirty = True
        self._next_ns = 0

    @property
    def name(self) -> str:
        """For messages."""
        return self._output.name or self._output.kind

    def update(self, changed: Mapping[str, object]) -> None:
        """See ``Driver``."""
        self._dirty = self._patch.update(changed) or self._dirty

    def reassert(self) -> None:
        """See ``Driver``."""
        self._sent.clear()
        self._dirty = True
        self._next_ns = 0

    def send(self, now_ns: int) -> None:
        """Universes that changed at the output's rate, the others often enough not to be given up."""
        if now_ns < self._next_ns:
            return
        self._next_ns = now_ns + round(1e9 / self._output.rate_hz)
        current = self._patch.universes() if self._dirty else {n: data for n, (data, _) in self._sent.items()}
        self._dirty = False
        for number, channels in current.items():
            before = self._sent.get(number)
            if before is None or before[0] != channels or now_ns - before[1] >= _KEEP_ALIVE_NS:
                self._sent[number] = (channels, now_ns)
                self._transmit(number, channels)

    def _transmit(self, universe: int, channels: bytes) -> None:
        if universe not in self._sequence and self._output.kind == "sacn":
            # A receiver drops what is up to 19 numbers behind the last it took (E1.31, 6.7.2), and of that a
            # show that begins anew knows nothing: of two numbers half a turn apart it takes at least one.
            self._number(universe, channels, 127)
            self._sequence[universe] = 254
        self._number(universe, channels, self._sequence.get(universe, -1) + 1)

    def _number(self, universe: int, channels: bytes, sequence: int) -> None:
        self._sequence[universe] = sequence
        if self._output.kind == "sacn":
            name = f"Setpiece {self._output.name}".strip()
            packet = sacn_packet(self._cid, name, universe, channels, sequence, self._output.priority)
            _send_or_raise(self._sender(self._output.host or sacn_group(universe), SACN_PORT), packet)
        else:
            packet = artnet_packet(universe, channels, sequence)
            _send_or_raise(self._sender(self._output.host, ARTNET_PORT), packet)

    def _sender(self, host: str, port: int) -> Sender:
        sender = self._senders.get(host)
        if sender is None:
            sender = Sender(host, self._output.port or port, interface=self._output.interface)
            self._senders[host] = sender
        return sender

    def close(self) -> None:
        """No stream-terminated packet: the lamps keep the last look."""
        for sender in self._senders.values():
            sender.close()


def _send_or_raise(sender: Sender, packet: bytes) -> None:
    failed = sender.failed
    sender.send([packet])
    if sender.failed > failed:
        raise OSError("the network did not take the packet")


class OscDriver:
    """Changes as OSC: ``/setpiece/value slot value ...``, or the addresses of ``map``."""

    def __init__(self, output: Output, scene: Scene) -> None:
        self._output = output
        self._addresses = {find_target(scene, m.target).slot: m.address for m in output.map}
        self._sender = Sender(output.host, output.port, interface=output.interface)
        self._known: dict[str, object] = {}
        self._waiting: dict[str, object] = {}
        self._next_ns = 0

    @property
    def name(self) -> str:
        """For messages."""
        return self._output.name or "osc"

    def update(self, changed: Mapping[str, object]) -> None:
        """See ``Driver``."""
        mine = {k: v for k, v in changed.items() if not self._addresses or k in self._addresses}
        self._known.update(mine)
        self._waiting.update(mine)

    def reassert(self) -> None:
        """See ``Driver``."""
        self._waiting = dict(self._known)
        self._next_ns = 0

    def send(self, now_ns: int) -> None:
        """Everything that changed since the last time, in bundles stamped with this moment."""
        if not self._waiting or now_ns < self._next_ns:
            return
        self._next_ns = now_ns + round(1e9 / self._output.rate_hz)
        messages = [self._message(slot, value) for slot, value in self._waiting.items()]
        self._waiting = {}
        moment = time.time_ns()
        for at in range(0, len(messages), _BUNDLE):
            _send_or_raise(self._sender, encode_bundle(messages[at : at + _BUNDLE], moment))

    def _message(self, slot: str, value: object) -> bytes:
        address = self._addresses.get(slot)
        numbers = _arguments(value)
        return encode_message(address, *numbers) if address else encode_message("/setpiece/value", slot, *numbers)

    def close(self) -> None:
        """See ``Driver``."""
        self._sender.close()


def _arguments(value: object) -> Sequence[OscValue]:
    if isinstance(value, (tuple, list)):
        return [float(v) for v in value]
    return [value if isinstance(value, (bool, str)) else float(str(value))]


class HostDriver:
    """A host that holds the scene: Blender, or one in memory."""

    def __init__(self, host: Host, name: str = "host") -> None:
        self._host, self._name = host, name
        self._known: dict[str, object] = {}
        self._waiting: dict[str, object] = {}

    @property
    def name(self) -> str:
        """For messages."""
        return self._name

    def update(self, changed: Mapping[str, object]) -> None:
        """See ``Driver``."""
        self._known.update(changed)
        self._waiting.update(changed)

    def reassert(self) -> None:
        """See ``Driver``."""
        self._waiting = dict(self._known)

    def send(self, now_ns: int) -> None:
        """The newest value of each slot that changed, at once."""
        del now_ns
        if self._waiting:
            waiting, self._waiting = self._waiting, {}
            self._host.stage(list(waiting), list(waiting.values()))

    def close(self) -> None:
        """The host shows the composed scene again."""
        self._host.stage([], [])
