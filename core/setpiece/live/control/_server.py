"""The show's OSC control: messages in, events to the desk, an answer to whoever sent them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Literal
from urllib.parse import unquote

import msgspec

from ...errors import InputError, SetpieceError
from ...scene.model import Scene
from ...tracking import Sender
from ...tracking.osc import LONGEST_DATAGRAM, OscMessage, OscServer, OscValue, Reply, encode_message
from .._events import Effect, Event
from .._events import Osc as OscEvent
from .._targets import find_target
from ..desk import Desk, Look
from ._access import Access
from ._aliases import NATIVE, QUERIES, Aliases, Profile, known_profiles
from ._answers import OUT, Answer, answer, cues
from ._commands import BUTTONS, COMMANDS, ROOT, near, set_event
from ._sequence import Mark, Sequences, split_mark
from ._subscribers import Subscribers, worded
from ._words import Words, id_of

DEFAULT_PORT = 53000
_LEASE_S, _TCP_LEASE_S, _LONGEST_S = 60.0, 86400.0, 86400.0
_MOST_WAITING = 4096
_ONE_PART = {"go": "a list id", "back": "a list id", "stop": "a list id", "goto": "a cue id", "arm": "a reaction's id",
             "cues": "a list id", "get": "what to get"}  # fmt: skip


class _PortReply:
    """Answers to another port than the one that a message came from."""

    gone = False
    longest = LONGEST_DATAGRAM

    def __init__(self, host: str, port: int) -> None:
        self._sender = Sender(host, port)

    def __call__(self, data: bytes) -> None:
        self._sender.send([data])

    def close(self) -> None:
        self._sender.close()


class ControlServer:
    """Listens for control messages until it is closed.

    Args:
        desk: The show.
        scene: What targets are looked up in.
        access: Who may speak.
        host, udp_port, tcp_port, framing: As of ``OscServer``.
        folder: Of the production: its own aliases lie there.

    Raises:
        InputError: A port is in use, or the address is none of this computer's.
        FormatError: The production's aliases are wrong.
    """

    def __init__(
        self,
        desk: Desk,
        scene: Scene,
        access: Access,
        host: str = "127.0.0.1",
        udp_port: int = DEFAULT_PORT,
        tcp_port: int | None = None,
        framing: Literal["length", "slip"] = "slip",
        folder: Path | None = None,
        clock: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._desk, self._scene, self._access, self._clock = desk, scene, access, clock
        self._aliases = Aliases(known_profiles(folder))
        self._sequences = Sequences()
        self._subscribers = Subscribers()
        self._outbox: SimpleQueue[Callable[[], None] | Look | None] = SimpleQueue()
        self._server = OscServer(self._heard, host, udp_port, tcp_port, framing)
        self._thread = threading.Thread(target=self._send_all, name="show control", daemon=True)
        self._known = [f"{ROOT}/{n}" for n in sorted({*COMMANDS, *QUERIES})]

    @property
    def udp_port(self) -> int:
        """The UDP port really listened to."""
        return self._server.udp_port

    @property
    def tcp_port(self) -> int:
        """The TCP port really listened to, 0 for none."""
        return self._server.tcp_port

    def start(self) -> ControlServer:
        """Begin to listen; returns itself."""
        self._thread.start()
        self._desk.watch(self._post)
        self._server.start()
        return self

    def close(self) -> None:
        """Stop listening; safe to call twice."""
        self._server.close()
        self._outbox.put(None)
        if self._thread.is_alive():
            self._thread.join()

    # --- out: a thread of its own, so that a slow receiver keeps nobody waiting -------------

    def _post(self, item: Callable[[], None] | Look) -> None:
        if self._outbox.qsize() < _MOST_WAITING:
            self._outbox.put(item)

    def _send_all(self) -> None:
        while (item := self._outbox.get()) is not None:
            if isinstance(item, Look):
                self._subscribers.tell(item, self._clock())
            else:
                item()
        self._subscribers.clear()

    def _reply(self, reply: Reply, address: str, *args: OscValue) -> None:
        self._post(lambda: reply(_fitting(reply, address, args)))

    # --- in: the listening thread -----------------------------------------------------------

    def _heard(self, message: OscMessage, host: str, reply: Reply) -> None:
        profile, name = NATIVE, ""
        try:
            name, args, profile, released = self._understood(message)
            if not self._access.admits(host) and name != "connect":
                self._refuse_stranger(message.address, host, reply, profile)
                return
            if message.address in self._desk.listens:
                self._desk.press(OscEvent(message.address, _plain(message.args)))
            elif not name:
                self._unknown(message.address, reply)
            if name and not released:
                self._do(name, args, message.address, host, reply, profile)
        except SetpieceError as e:
            if self._access.admits(host):
                self._ack(reply, profile, message.address, str(e), None, None)

    def _understood(self, message: OscMessage) -> tuple[str, tuple[OscValue, ...], Profile, bool]:
        """(command, arguments, desk, a button came up); no command for an address that nobody knows."""
        head, _, rest = message.address[1:].partition("/")
        if f"/{head}" != ROOT:
            found = self._aliases.translated(message)
            return (found.name, found.args, found.profile, found.released) if found else ("", (), NATIVE, False)
        name, *parts = [unquote(p) for p in rest.split("/")]
        if name == "cue" and len(parts) == 3 and parts[2] == "fire":
            return "fire", (parts[0], parts[1], *message.args), NATIVE, False
        if name == "set" and len(parts) > 1:
            cut = 2 if parts[0] == "material" and len(parts) > 2 else 1
            target = f"{'/'.join(parts[:cut])}#{'.'.join(parts[cut:])}"
            return "set", (target, *message.args), NATIVE, False
        if len(parts) > 1 or (parts and name not in _ONE_PART) or name not in {*COMMANDS, *QUERIES}:
            return "", (), NATIVE, False
        args = (*parts, *message.args)
        if name in BUTTONS and len(args) == 1 and isinstance(args[0], (bool, float)):
            return name, (), NATIVE, not args[0]
        if name in BUTTONS and args == (0,):
            return name, (), NATIVE, True
        return name, args, NATIVE, False

    def _refuse_stranger(self, address: str, host: str, reply: Reply, profile: Profile) -> None:
        if not self._access.notices(host, self._clock()):
            return
        remedy = "/setpiece/connect <token> first" if self._access.has_token else "ask for --allow or --token"
        if profile.reply == "qlab":
            self._json(reply, address, "denied", None)
        else:
            self._reply(reply, f"{OUT}/ack", address, "refused", f"{host} may not control this show; {remedy}")

    def _unknown(self, address: str, reply: Reply) -> None:
        found = near(address, [*self._known, *self._aliases.addresses, *self._desk.listens])
        self._reply(reply, f"{OUT}/unknown", address, *found)

    def _do(
        self, name: str, args: Sequence[OscValue], address: str, host: str, reply: Reply, profile: Profile
    ) -> None:
        rest, mark = split_mark(args)
        words = Words(rest)
        if name in QUERIES and name != "set":
            self._ask(name, words, address, host, reply, profile)
            return
        command = COMMANDS.get(name)
        event = set_event(words, self._numbers) if command is None else command.make(words, self._desk.stage)
        if command is not None:
            words.end()
        if mark is not None:
            setter = command is None or command.setter
            thing = f"{name} {id_of(rest[0], 'a target') if name in ('set', 'release', 'arm') and rest else ''}"
            verdict = self._sequences.judge(host, mark, repr((name, rest)), thing, setter, self._clock())
            if verdict:
                self._ack(reply, profile, address, "", mark, verdict)
                return
        self._press(event, address, reply, profile, mark)

    def _press(self, event: Event, address: str, reply: Reply, profile: Profile, mark: Mark | None) -> None:
        def done(effects: tuple[Effect, ...]) -> None:
            refused = next((e.text for e in effects if e.kind == "refused"), "")
            self._ack(reply, profile, address, refused, mark, None)

        self._desk.press(event, done)

    def _numbers(self, target: str) -> int:
        base = find_target(self._scene, target).base
        return len(base) if isinstance(base, tuple) else 1

    # --- questions --------------------------------------------------------------------------

    def _ask(self, name: str, words: Words, address: str, host: str, reply: Reply, profile: Profile) -> None:
        if name == "ping":
            told = worded(profile, "ping", words.rest()) if profile.out.get("ping") else []
            for packet in told:
                self._post(lambda p=packet: reply(p))
            if profile.reply == "qlab":
                self._json(reply, address, "ok", None)
        elif name == "connect":
            refused = self._access.connect(host, words.id("a token", ""), self._clock())
            self._ack(reply, profile, address, refused, None, None)
        elif name == "subscribe":
            self._subscribe(words, address, host, reply, profile)
        elif name == "unsubscribe":
            key = (host, int(words.number("a port") or 0)) if len(words) else reply
            self._post(lambda: self._subscribers.drop(key))
            self._ack(reply, profile, address, "", None, None)
        elif name == "end":
            if words.id("the word end", "") != "end":
                raise InputError("this ends the show.", remedy='Send the string "end" with it if you mean it.')
            self._ack(reply, profile, address, "", None, None)
            self._desk.finish()
        else:
            if name == "status":
                words = Words(("status",))
            found = cues(words, self._desk.stage) if name == "cues" else answer(words, self._desk, self._slot)
            self._tell(found, address, reply, profile)

    def _slot(self, target: str) -> str:
        """The slot of a target; sun's two slots are asked for by their own names."""
        return target if target in self._desk.look().values else find_target(self._scene, target).slot

    def _tell(self, found: Answer, address: str, reply: Reply, profile: Profile) -> None:
        own = profile.out.get(found.key, "") if found.key else ""
        if profile.reply == "qlab":
            self._json(reply, address, "ok", found.data)
        elif own:
            for name, value in found.names:
                own = own.replace(f"{{{name}}}", value)
            self._reply(reply, own, found.data if isinstance(found.data, (int, str)) else str(found.data))
        else:
            for out, args in found.messages:
                self._reply(reply, out, *args)

    def _subscribe(self, words: Words, address: str, host: str, reply: Reply, profile: Profile) -> None:
        port = int(words.number("a port", 0.0) or 0)
        if not 0 <= port <= 65535:
            raise InputError(f"there is no port {port}.", remedy="From 1 to 65535; none answers the sender's own.")
        default = _LEASE_S if profile.reply == "setpiece" else _TCP_LEASE_S
        seconds = min(max(words.number("seconds", default) or default, 1.0), _LONGEST_S)
        words.end()
        elsewhere = _PortReply(host, port) if port else None
        key: object = (host, port) if elsewhere else reply
        until_ns = self._clock() + round(seconds * 1e9)

        def join() -> None:
            if elsewhere is None:
                full = not self._subscribers.add(key, reply, profile, until_ns)
            else:
                full = not self._subscribers.add(key, elsewhere, profile, until_ns, elsewhere.close)
            self._ack(reply, profile, address, "too many want to be told" if full else "", None, None)
            self._subscribers.tell(self._desk.look(), self._clock())

        self._post(join)

    # --- how it is said ---------------------------------------------------------------------

    def _ack(
        self, reply: Reply, profile: Profile, address: str, refused: str, mark: Mark | None, note: str | None
    ) -> None:
        if profile.reply == "qlab":
            self._json(reply, address, "error" if refused else "ok", refused or None)
        elif refused:
            self._reply(reply, f"{OUT}/ack", address, "refused", refused, *([mark.text] if mark else []))
        elif profile.reply == "setpiece":
            extra = [note] if note else []
            self._reply(reply, f"{OUT}/ack", address, "ok", *extra, *([mark.text] if mark else []))

    def _json(self, reply: Reply, address: str, status: str, data: object) -> None:
        said = {"workspace_id": "setpiece", "address": address, "status": status}
        body = msgspec.json.encode(said if data is None else {**said, "data": data}).decode("utf-8")
        self._reply(reply, f"/reply{address}", body)


def _fitting(reply: Reply, address: str, args: Sequence[OscValue]) -> bytes:
    """The message, or why it cannot be had this way."""
    packet = encode_message(address, *args)
    if len(packet) <= reply.longest:
        return packet
    why = f"the answer has {len(packet)} bytes, more than one packet carries; ask over TCP, see --tcp-port"
    return encode_message(f"{OUT}/ack", address, "refused", why)


def _plain(args: Sequence[OscValue]) -> tuple[bool | float | str, ...]:
    """What a reaction can look at; blobs and nil are no measures."""
    return tuple(v for v in args if isinstance(v, (bool, int, float, str)))
