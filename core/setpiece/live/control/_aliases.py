"""Other desks' addresses as ours: a table in TOML, ours and a production's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from ...errors import FormatError, InputError
from ...resources import text
from ...tracking.osc import Dispatcher, OscMessage, OscValue
from ._commands import COMMANDS

ALIASES_FILE = "osc_aliases.toml"
ReplyStyle = Literal["setpiece", "qlab", "quiet"]
QUERIES = frozenset({"ping", "get", "cues", "status", "subscribe", "unsubscribe", "connect", "end", "set"})


class Alias(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """One address; see the head of data/aliases.toml. Without ``args`` the message's own go on."""

    from_: str
    to: str
    args: tuple[str, ...] | None = None
    press: bool = False


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A desk. ``out``: the addresses that its templates hear, by what is told there."""

    name: str
    reply: ReplyStyle = "setpiece"
    strip: str = ""
    alias: tuple[Alias, ...] = ()
    out: dict[str, str] = {}


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: str = "1.0"
    profile: tuple[Profile, ...] = ()


NATIVE = Profile("setpiece", out={
    "active": "/setpiece/out/active/cue", "pending": "/setpiece/out/pending/cue", "ping": "/setpiece/out/ping",
    "heartbeat": "/setpiece/out/heartbeat",
})  # fmt: skip


class Translated(NamedTuple):
    """A message in our words. ``released``: a button that came up; nothing is to be done."""

    name: str
    args: tuple[OscValue, ...]
    profile: Profile
    released: bool = False


def read_aliases(source: str, name: str) -> tuple[Profile, ...]:
    """The profiles of a TOML text.

    Raises:
        FormatError: It is not TOML, a field is wrong, or an alias leads nowhere.
    """
    remedy = "See docs/live.md, OSC control."
    try:
        profiles = msgspec.convert(tomllib.loads(source), _File).profile
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as e:
        raise FormatError(str(e), where=name, remedy=remedy) from e
    for profile in profiles:
        for alias in profile.alias:
            if alias.to not in COMMANDS and alias.to not in QUERIES:
                where = f"{name}: {profile.name}: {alias.from_}"
                raise FormatError(f"there is no command {alias.to!r}", where=where, remedy=remedy)
    return profiles


def known_profiles(folder: Path | None = None) -> tuple[Profile, ...]:
    """Ours, after those of a production's osc_aliases.toml: what is written there is found first.

    Raises:
        FormatError: That file is wrong.
    """
    ours = read_aliases(text("live/control", "aliases.toml"), "aliases.toml")
    path = folder / ALIASES_FILE if folder is not None else None
    if path is None or not path.exists():
        return ours
    try:
        return (*read_aliases(path.read_text(encoding="utf-8-sig"), str(path)), *ours)
    except (OSError, UnicodeDecodeError) as e:
        raise FormatError(str(e), where=str(path), remedy="Save it as UTF-8 text.") from e


class Aliases:
    """All profiles as one table of addresses."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._dispatcher = Dispatcher()
        self._found: list[tuple[Alias, Profile, Mapping[str, str]]] = []
        self.addresses: list[str] = []
        for profile in profiles:
            for alias in profile.alias:
                self._map(alias.from_, alias, profile)
                if profile.strip:
                    self._map(profile.strip + alias.from_, alias, profile)
                self.addresses.append(alias.from_)

    def _map(self, address: str, alias: Alias, profile: Profile) -> None:
        try:
            self._dispatcher.map(address, lambda _, names: self._found.append((alias, profile, names)))
        except InputError as e:
            raise FormatError(e.what, where=f"{profile.name}: {address}", remedy="Begin it with a slash.") from e

    def translated(self, message: OscMessage) -> Translated | None:
        """A message in our words, None when no desk here has that address.

        Raises:
            InputError: Numbers that should be put together are none.
        """
        self._found.clear()
        self._dispatcher.dispatch(message)
        if not self._found:
            return None
        alias, profile, names = self._found[0]
        down = not message.args or message.args[0] not in (0, False)
        args = message.args if alias.args is None else _arguments(alias.args, names, message.args)
        return Translated(alias.to, args, profile, released=alias.press and not down)


def _arguments(
    wanted: Sequence[str], names: Mapping[str, str], given: tuple[OscValue, ...]
) -> tuple[OscValue, ...]:
    out: list[OscValue] = []
    for word in wanted:
        if word == "$*":
            out += given
        elif word == "$join":
            out.append(_joined(given))
        elif word.startswith("$"):
            at = int(word[1:]) - 1
            if at >= len(given):
                break
            out.append(given[at])
        elif word.startswith("{") and word.endswith("}"):
            out.append(names[word[1:-1]])
        else:
            out.append(word)
    return tuple(out)


def _joined(given: Sequence[OscValue]) -> OscValue:
    """1, 2, 5 -> "1.2.5"; one argument alone stays as it is, so that a float is refused as one."""
    if len(given) == 1:
        return given[0]
    if not given or any(isinstance(v, bool) or not isinstance(v, int) for v in given):
        raise InputError("a cue number is made of whole numbers.", remedy='Send 1, 2, 5 or the string "1.2.5".')
    return ".".join(map(str, given))
