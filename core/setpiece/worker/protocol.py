"""What core and a Blender worker say to each other: MessagePack messages, each behind its length.

They travel on two inherited pipes, never on stdout, which belongs to Blender and add-ons. Both
ends read the same structs; a message that is too long, cut short or not one of these ends the
conversation with a ``WorkerError``, because nothing after it can be trusted.
"""

from __future__ import annotations

from typing import Any, Protocol

import msgspec

from ..errors import WorkerError

VERSION = 1
"""Raised when a message changes its meaning; both ends must agree."""
MAX_BYTES = 64 * 1024 * 1024
"""Geometry goes by store hash, so no honest message comes near this."""
_HEAD = 4


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """The worker's first word."""

    version: int
    blender: str
    python: str


class Job(msgspec.Struct, frozen=True, tag="job"):
    """Do this. ``arguments`` are plain values."""

    id: int
    name: str
    arguments: dict[str, Any] = {}


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """``done`` of ``total`` steps; ``remaining_s`` is negative while unknown."""

    id: int
    done: int
    total: int
    text: str = ""
    remaining_s: float = -1.0


class Log(msgspec.Struct, frozen=True, tag="log"):
    """A line for the log."""

    text: str


class Result(msgspec.Struct, frozen=True, tag="result"):
    """The job is done."""

    id: int
    value: Any = None


class Cancel(msgspec.Struct, frozen=True, tag="cancel"):
    """Stop the job at its next step."""

    id: int


class Error(msgspec.Struct, frozen=True, tag="error"):
    """The job failed; the worker lives on. ``kind`` is the class name of the error."""

    id: int
    kind: str
    what: str
    where: str = ""
    remedy: str = ""


Message = Hello | Job | Progress | Log | Result | Cancel | Error

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Message)


class Stream(Protocol):
    """The part of a binary file that the protocol uses."""

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes; empty at the end."""
        ...

    def write(self, data: bytes, /) -> Any:
        """Write all of ``data``."""
        ...

    def flush(self) -> None:
        """Hand it to the other end."""
        ...


def send(stream: Stream, message: Message) -> None:
    """Write one message.

    Raises:
        WorkerError: It is longer than ``MAX_BYTES``, or the other end is gone.
    """
    body = _encoder.encode(message)
    if len(body) > MAX_BYTES:
        raise WorkerError(
            f"a message of {len(body)} bytes is too long for the worker.", remedy="Send arrays through the store."
        )
    try:
        stream.write(len(body).to_bytes(_HEAD, "little") + body)
        stream.flush()
    except (OSError, ValueError) as e:
        raise WorkerError("the worker's pipe is closed.") from e


def receive(stream: Stream) -> Message | None:
    """Read one message; None when the other end closed the pipe between two messages.

    Raises:
        WorkerError: The bytes are no message: cut short, too long or not decodable.
    """
    head = _exactly(stream, _HEAD)
    if not head:
        return None
    size = int.from_bytes(head, "little")
    if len(head) < _HEAD or size > MAX_BYTES:
        raise WorkerError("the worker sent bytes that are no message.", remedy=f"First bytes: {head.hex()}.")
    body = _exactly(stream, size)
    if len(body) < size:
        raise WorkerError("the worker's message was cut short.", remedy=f"{len(body)} of {size} bytes came.")
    try:
        return _decoder.decode(body)
    except (msgspec.MsgspecError, RecursionError) as e:
        raise WorkerError("the worker sent a message we do not know.", remedy=str(e)) from e


def _exactly(stream: Stream, size: int) -> bytes:
    parts: list[bytes] = []
    missing = size
    while missing:
        try:
            part = stream.read(missing)
        except (OSError, ValueError):
            part = b""
        if not part:
            break
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
