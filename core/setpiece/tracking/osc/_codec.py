"""Open Sound Control 1.0 messages and bundles, the types of 1.1 included; standard library only.

Source: "The Open Sound Control 1.0 Specification" (2002). Everything is big-endian and padded to four
bytes. A bundle's time tag says when its contents were true; nothing here waits for it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ...errors import InputError, PacketError

IMMEDIATELY = 1
_DEEPEST = 8
_NTP_TO_UNIX_S = 2_208_988_800
_BUNDLE = b"#bundle\0"
_FIXED = {"i": "i", "f": "f", "h": "q", "d": "d", "t": "Q", "c": "i", "r": "I", "m": "I"}
_CONSTANT: dict[str, object] = {"T": True, "F": False, "N": None, "I": float("inf")}
_INT32 = struct.Struct(">i")

OscValue = int | float | str | bytes | bool | None


class OscMessage(NamedTuple):
    """One message.

    Attributes:
        address: As on the wire; it may be a pattern.
        args: Numbers, strings, blobs, True, False, None; ``I`` (impulse) is infinity.
        time_ns: Unix time of the bundle it came in, None for none and for "immediately".
    """

    address: str
    args: tuple[OscValue, ...] = ()
    time_ns: int | None = None


def unix_ns(timetag: int) -> int | None:
    """An NTP time tag (32.32 fixed-point seconds since 1900) as Unix nanoseconds; None for "immediately"."""
    if timetag == IMMEDIATELY:
        return None
    return ((timetag >> 32) - _NTP_TO_UNIX_S) * 1_000_000_000 + ((timetag & 0xFFFFFFFF) * 1_000_000_000 >> 32)


def timetag_of(time_ns: int | None) -> int:
    """The inverse of ``unix_ns``, to the next quarter of a nanosecond."""
    if time_ns is None:
        return IMMEDIATELY
    seconds, rest = divmod(time_ns, 1_000_000_000)
    return (seconds + _NTP_TO_UNIX_S & 0xFFFFFFFF) << 32 | -((-rest << 32) // 1_000_000_000)


def decode_osc(packet: bytes) -> list[OscMessage]:
    """The messages of a packet in their order; those of nested bundles too.

    Raises:
        PacketError: Not OSC, cut short, an unknown type, or bundles in bundles without end. The byte is named.
    """
    found: list[OscMessage] = []
    if packet[:1] == b"/":
        found.append(_message(packet, 0, len(packet), None))
    else:
        _bundle(packet, 0, len(packet), 0, found)
    return found


def _bundle(data: bytes, at: int, end: int, depth: int, found: list[OscMessage]) -> None:
    if data[at : at + 8] != _BUNDLE or at + 16 > end:
        raise PacketError("neither an OSC message nor a bundle", where=f"OSC byte {at}")
    if depth > _DEEPEST:
        raise PacketError(f"bundles nested deeper than {_DEEPEST}", where=f"OSC byte {at}")
    time_ns = unix_ns(int.from_bytes(data[at + 8 : at + 16], "big"))
    at += 16
    while at < end:
        if at + 4 > end:
            raise PacketError("an element's size is cut short", where=f"OSC byte {at}")
        size = int.from_bytes(data[at : at + 4], "big", signed=True)
        begin = at + 4
        if size < 0 or size % 4 or begin + size > end:
            raise PacketError(f"an element of {size} bytes in a bundle of {end}", where=f"OSC byte {at}")
        if size and data[begin] == 0x2F:
            found.append(_message(data, begin, begin + size, time_ns))
        elif size:
            _bundle(data, begin, begin + size, depth + 1, found)
        at = begin + size


def _padded(data: bytes, at: int, end: int, what: str) -> tuple[bytes, int]:
    """A zero-terminated string and where the next field begins."""
    stop = data.find(b"\0", at, end)
    if stop < 0:
        raise PacketError(f"the {what} has no end", where=f"OSC byte {at}")
    after = stop + 4 - (stop - at) % 4
    if after > end:
        raise PacketError(f"the {what} is not padded to four bytes", where=f"OSC byte {at}")
    return data[at:stop], after


@lru_cache(maxsize=4096)
def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


@lru_cache(maxsize=1024)
def _layout(tags: bytes) -> struct.Struct | None:
    """One struct for all arguments, where every one has a fixed size and a number to read."""
    codes = [_FIXED.get(chr(tag)) for tag in tags[1:]]
    return None if None in codes else struct.Struct(">" + "".join(c for c in codes if c))


_heads: dict[bytes, tuple[str, struct.Struct]] = {}
_MOST_HEADS = 4096
"""A stage speaks a few hundred addresses; a hostile sender's cost a walk through the slow way."""


def _message(data: bytes, at: int, end: int, time_ns: int | None) -> OscMessage:
    """The message at ``at``. Address and type tags that were seen before are looked up in one piece."""
    comma = data.find(b"\0,", at, end) + 1
    stop = data.find(b"\0", comma, end) if comma else -1
    after = stop + 4 - (stop - at) % 4
    known = _heads.get(data[at:after]) if stop > 0 else None
    if known is not None and after + known[1].size <= end:
        return OscMessage(known[0], known[1].unpack_from(data, after), time_ns)
    return _new_message(data, at, end, time_ns)


def _new_message(data: bytes, begin: int, end: int, time_ns: int | None) -> OscMessage:
    address, at = _padded(data, begin, end, "address")
    if at >= end:  # senders older than the specification leave the type tags out
        return OscMessage(_text(address), (), time_ns)
    tags, at = _padded(data, at, end, "type tags")
    if tags[:1] != b",":
        raise PacketError("type tags begin with a comma", where=f"OSC byte {at}")
    layout = _layout(tags)
    if layout is None:
        return OscMessage(_text(address), _arguments(data, at, end, tags), time_ns)
    if at + layout.size > end:
        raise PacketError("the arguments are cut short", where=f"OSC byte {at}")
    if len(_heads) >= _MOST_HEADS:
        _heads.clear()
    _heads[data[begin:at]] = (_text(address), layout)
    return OscMessage(_text(address), layout.unpack_from(data, at), time_ns)


def _arguments(data: bytes, at: int, end: int, tags: bytes) -> tuple[OscValue, ...]:
    values: list[OscValue] = []
    for tag in map(chr, tags[1:]):
        if tag in "sS":
            raw, at = _padded(data, at, end, "string")
            values.append(_text(raw))
        elif tag == "b":
            raw, at = _blob(data, at, end)
            values.append(raw)
        elif tag in _FIXED:
            code = struct.Struct(">" + _FIXED[tag])
            if at + code.size > end:
                raise PacketError("the arguments are cut short", where=f"OSC byte {at}")
            values.append(code.unpack_from(data, at)[0])
            at += code.size
        elif tag in _CONSTANT:
            values.append(_CONSTANT[tag])  # pyright: ignore[reportArgumentType]
        elif tag not in "[]":  # an array's members are taken one by one
            raise PacketError(f"there is no OSC type {tag!r}", where=f"OSC byte {at}")
    return tuple(values)


def _blob(data: bytes, at: int, end: int) -> tuple[bytes, int]:
    size = int.from_bytes(data[at : at + 4], "big", signed=True) if at + 4 <= end else -1
    after = at + 4 + size + -size % 4
    if size < 0 or after > end:
        raise PacketError(f"a blob of {size} bytes", where=f"OSC byte {at}")
    return data[at + 4 : at + 4 + size], after


def _string(text: str) -> bytes:
    raw = text.encode("utf-8")
    if b"\0" in raw:
        raise InputError("an OSC string cannot hold a zero", where=repr(text[:40]))
    return raw + b"\0" * (4 - len(raw) % 4)


def encode_message(address: str, *args: OscValue, types: str = "") -> bytes:
    """A message ready for the wire.

    Args:
        address: Begins with a slash.
        args: int (32 bits where it fits, else 64), float (32 bits), str, bytes, True, False, None.
        types: One OSC type letter for each argument where another is wanted: ``"dff"``.

    Raises:
        InputError: The address has no slash, or a value does not fit its type.
    """
    if not address.startswith("/"):
        raise InputError(f"an OSC address begins with a slash, not {address!r}", where="address")
    if types and len(types) != len(args):
        raise InputError(f"{len(types)} types for {len(args)} arguments", where=address)
    tags, body = ",", b""
    for i, value in enumerate(args):
        tag, raw = _argument(address, value, types[i] if types else "")
        tags += tag
        body += raw
    return _string(address) + _string(tags) + body


def _argument(address: str, value: OscValue, tag: str) -> tuple[str, bytes]:
    tag = tag or _natural(value)
    try:
        if tag in "TFN":
            return tag, b""
        if tag == "s":
            return tag, _string(str(value))
        if tag == "b" and isinstance(value, bytes):
            return tag, _INT32.pack(len(value)) + value + b"\0" * (-len(value) % 4)
        return tag, struct.pack(">" + _FIXED[tag], value)
    except (struct.error, KeyError, OverflowError, TypeError) as e:
        raise InputError(f"{value!r} is no OSC {tag!r}", where=address) from e


def _natural(value: OscValue) -> str:
    if value is None or isinstance(value, bool):
        return {True: "T", False: "F", None: "N"}[value]
    if isinstance(value, int):
        return "i" if -(1 << 31) <= value < 1 << 31 else "h"
    return "f" if isinstance(value, float) else "s" if isinstance(value, str) else "b"


def encode_bundle(elements: Sequence[bytes], time_ns: int | None = None) -> bytes:
    """Messages (or bundles) as one bundle of a moment in Unix time; None is "immediately"."""
    head = _BUNDLE + timetag_of(time_ns).to_bytes(8, "big")
    return head + b"".join(_INT32.pack(len(e)) + e for e in elements)
