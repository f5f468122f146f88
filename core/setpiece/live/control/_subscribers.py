"""Who wants to be told: what changed in the lists, and a heartbeat a second."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from ...tracking.osc import OscValue, Reply, encode_bundle, encode_message
from .._status import ListStatus
from ..desk import Look
from ._aliases import Profile
from ._answers import told_lists

MOST = 64
_BEAT_NS = 1_000_000_000
_BUNDLE = 12


class _Subscriber(msgspec.Struct):
    reply: Reply
    profile: Profile
    until_ns: int
    close: Callable[[], None]
    lists: tuple[ListStatus, ...] = ()
    beat_ns: int = 0
    logged: int = -1


class Subscribers:
    """Everybody who asked. One thread at a time: the server's outbox."""

    def __init__(self) -> None:
        self._them: dict[object, _Subscriber] = {}

    def add(
        self, key: object, reply: Reply, profile: Profile, until_ns: int, close: Callable[[], None] = lambda: None
    ) -> bool:
        """Tell them from now on; once more renews. False: there are too many. ``close``: called at the end."""
        if key not in self._them and len(self._them) >= MOST:
            close()
            return False
        self.drop(key)
        self._them[key] = _Subscriber(reply, profile, until_ns, close)
        return True

    def drop(self, key: object) -> None:
        """Tell them no more."""
        found = self._them.pop(key, None)
        if found is not None:
            found.close()

    def clear(self) -> None:
        """Tell nobody any more."""
        for key in list(self._them):
            self.drop(key)

    def __len__(self) -> int:
        return len(self._them)

    def tell(self, look: Look, now_ns: int) -> None:
        """Send everybody what is news to them."""
        for key, s in list(self._them.items()):
            if now_ns >= s.until_ns or s.reply.gone:
                self.drop(key)
                continue
            packets = self._news(s, look, now_ns)
            for at in range(0, len(packets), _BUNDLE):
                s.reply(encode_bundle(packets[at : at + _BUNDLE]))

    def _news(self, s: _Subscriber, look: Look, now_ns: int) -> list[bytes]:
        beat = now_ns - s.beat_ns >= _BEAT_NS
        out: list[bytes] = []
        # With the heartbeat everything is told again: a packet may have been lost.
        for what, args in told_lists(s.lists, look.status.lists, beat):
            out += worded(s.profile, what, args)
        s.lists = look.status.lists
        if s.profile.reply == "setpiece":
            for line in look.log:
                if s.logged >= 0 and line.number > s.logged:
                    out.append(encode_message("/setpiece/out/log", line.level, line.kind, line.what, line.text))
            s.logged = look.log[-1].number if look.log else 0
        if beat:
            s.beat_ns = now_ns
            out += worded(s.profile, "heartbeat", (look.uptime_s, look.frames, look.digest))
            if s.profile.reply == "setpiece":
                rolling, hold = bool(look.status.rolling), look.status.hold
                out.append(encode_message("/setpiece/out/show", int(rolling), int(hold), int(look.status.panicked)))
        return out


_FLAT = re.compile(r"[^0-9A-Za-z.+_-]")


def worded(profile: Profile, what: str, args: Sequence[OscValue]) -> list[bytes]:
    """News in a desk's own words. Where its address names list and cue, they are no arguments as well."""
    address = profile.out.get(what)
    out: list[bytes] = []
    if address is not None:
        if "{cue}" in address:
            list_id, cue, *rest = args
            if cue:
                address = address.replace("{list}", _part(list_id)).replace("{cue}", _part(cue))
                out.append(encode_message(address, *(v for v in rest if not isinstance(v, str))))
        else:
            out.append(encode_message(address, *args))
    text = profile.out.get(f"{what}_text")
    if text is not None:
        _, cue, label, *fraction = args
        percent = f" {round(float(fraction[0] or 0) * 100)}%" if fraction else ""
        out.append(encode_message(text, f"{cue} {label}{percent}".strip()))
    return out


def _part(word: OscValue) -> str:
    """A word as one part of an address."""
    return _FLAT.sub("_", str(word))
