"""As much of CBOR as OpenTrackIO needs: numbers, text, arrays, maps, booleans and null; nothing else.

Source: RFC 8949. Tags, simple values and big numbers are refused: a general decoder builds objects from
the wire that nobody here asked for.
"""

from __future__ import annotations

import math
import struct
from typing import Any

from ...errors import PacketError

_DEEPEST = 16
_BREAK = 0xFF
_SIMPLE: dict[int, object] = {20: False, 21: True, 22: None, 23: None}
_WIDTH = {24: 1, 25: 2, 26: 4, 27: 8}


def decode_cbor(data: bytes) -> Any:
    """The one item that ``data`` holds.

    Raises:
        PacketError: Cut short, nested too deep, of a kind OpenTrackIO does not use, or something follows it.
    """
    value, at = _item(data, 0, 0)
    if at != len(data):
        raise PacketError("something follows the CBOR item", where=f"CBOR byte {at}")
    return value


def _head(data: bytes, at: int) -> tuple[int, int, int | None, int]:
    """Major type, low bits, argument (None: indefinite) and where the content begins."""
    if at >= len(data):
        raise PacketError("the CBOR item is cut short", where=f"CBOR byte {at}")
    major, low = data[at] >> 5, data[at] & 0x1F
    if low < 24:
        return major, low, low, at + 1
    if low == 31:
        return major, low, None, at + 1
    width = _WIDTH.get(low)
    if width is None or at + 1 + width > len(data):
        raise PacketError("a CBOR head that is none", where=f"CBOR byte {at}")
    return major, low, int.from_bytes(data[at + 1 : at + 1 + width], "big"), at + 1 + width


def _item(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    if depth > _DEEPEST:
        raise PacketError(f"CBOR nested deeper than {_DEEPEST}", where=f"CBOR byte {at}")
    begin = at
    major, low, size, at = _head(data, at)
    if major in (0, 1) and size is not None:
        return (size if major == 0 else -1 - size), at
    if major in (2, 3):
        raw, at = _chunks(data, at, size, major)
        return (raw.decode("utf-8", "replace") if major == 3 else raw), at
    if major == 4:
        return _array(data, at, size, depth)
    if major == 5:
        return _map(data, at, size, depth)
    if major == 7:
        return _simple(data, begin, low, at)
    raise PacketError(f"CBOR of major type {major} is not used here", where=f"CBOR byte {begin}")


def _chunks(data: bytes, at: int, size: int | None, major: int) -> tuple[bytes, int]:
    if size is not None:
        if at + size > len(data):
            raise PacketError(f"a CBOR string of {size} bytes", where=f"CBOR byte {at}")
        return data[at : at + size], at + size
    parts: list[bytes] = []
    while at < len(data) and data[at] != _BREAK:
        part_major, _, part, begin = _head(data, at)
        if part_major != major or part is None:
            raise PacketError("a CBOR string of something else", where=f"CBOR byte {at}")
        raw, at = _chunks(data, begin, part, major)
        parts.append(raw)
    return b"".join(parts), _after_break(data, at)


def _after_break(data: bytes, at: int) -> int:
    if at >= len(data):
        raise PacketError("the CBOR item has no end", where=f"CBOR byte {at}")
    return at + 1


def _array(data: bytes, at: int, size: int | None, depth: int) -> tuple[list[Any], int]:
    values: list[Any] = []
    while (len(values) < size) if size is not None else (at < len(data) and data[at] != _BREAK):
        value, at = _item(data, at, depth + 1)
        values.append(value)
    return values, at if size is not None else _after_break(data, at)


def _map(data: bytes, at: int, size: int | None, depth: int) -> tuple[dict[str, Any], int]:
    values: dict[str, Any] = {}
    count = 0
    while (count < size) if size is not None else (at < len(data) and data[at] != _BREAK):
        key, at = _item(data, at, depth + 1)
        value, at = _item(data, at, depth + 1)
        values[str(key)] = value
        count += 1
    return values, at if size is not None else _after_break(data, at)


def _simple(data: bytes, begin: int, low: int, at: int) -> tuple[object, int]:
    if low in _SIMPLE:
        return _SIMPLE[low], at
    code = {25: ">e", 26: ">f", 27: ">d"}.get(low)
    if code is None:
        raise PacketError("a CBOR value that is not used here", where=f"CBOR byte {begin}")
    return struct.unpack(code, data[begin + 1 : at])[0], at


def encode_cbor(value: Any) -> bytes:
    """The item for a value made of dict, list, tuple, str, int, float, bool and None."""
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", True: b"\xf5", False: b"\xf4"}[value]
    if isinstance(value, int):
        return _sized(0, value) if value >= 0 else _sized(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value) if math.isfinite(value) else b"\xf6"
    if isinstance(value, str):
        raw = value.encode("utf-8")
        return _sized(3, len(raw)) + raw
    if isinstance(value, (list, tuple)):
        return _sized(4, len(value)) + b"".join(map(encode_cbor, value))
    return _sized(5, len(value)) + b"".join(encode_cbor(str(k)) + encode_cbor(v) for k, v in value.items())


def _sized(major: int, size: int) -> bytes:
    if size < 24:
        return bytes([major << 5 | size])
    for low, width in _WIDTH.items():
        if size < 1 << 8 * width:
            return bytes([major << 5 | low]) + size.to_bytes(width, "big")
    raise OverflowError(size)
