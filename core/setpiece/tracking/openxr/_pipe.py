"""How the two processes talk: a length, a kind and a body, so that poses and words never mix."""

from __future__ import annotations

import struct
from typing import IO, Literal

import msgspec

_HEAD = struct.Struct("<Ic")
_LONGEST = 1 << 16
POSES, WORDS = b"p", b"w"


class Words(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the process says about itself.

    Attributes:
        kind: ``waiting`` is heard while a runtime takes its time, ``failed`` is the last word.
        text: What is wrong, or who the runtime is.
        remedy: What a person can do about it.
    """

    kind: Literal["waiting", "running", "note", "failed"]
    text: str = ""
    remedy: str = ""


def framed(kind: bytes, body: bytes) -> bytes:
    """A frame."""
    return _HEAD.pack(len(body), kind) + body


def framed_words(words: Words) -> bytes:
    """A frame of words."""
    return framed(WORDS, msgspec.json.encode(words))


def read_frame(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """The next frame; None at the end, in a frame that is cut off, and for what is none."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    size, kind = _HEAD.unpack(head)
    if size > _LONGEST or kind not in (POSES, WORDS):
        return None
    body = stream.read(size)
    return (kind, body) if len(body) == size else None


def words_of(body: bytes) -> Words:
    """What a frame of words says; what cannot be read is said so."""
    try:
        return msgspec.json.decode(body, type=Words)
    except msgspec.DecodeError:
        return Words("note", "the process that asks the runtime said something unreadable")
