"""Messages behind their length: round trips, and every kind of garbage ends in a WorkerError."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.errors import WorkerError
from setpiece.worker import protocol
from setpiece.worker.protocol import Cancel, Error, Hello, Job, Log, Progress, Result

MESSAGES = [
    Hello(1, "4.5.1", "3.11.7"),
    Job(3, "scan", {"blend": "a.blend", "n": [1, 2.5, None, True]}),
    Progress(3, 1, 9, "shot", 2.5),
    Log("a line"),
    Result(3, {"a": [1, 2]}),
    Cancel(3),
    Error(3, "InputError", "what", "where", "remedy"),
]


def stream_of(*messages: protocol.Message) -> io.BytesIO:
    out = io.BytesIO()
    for message in messages:
        protocol.send(out, message)
    return io.BytesIO(out.getvalue())


def test_every_message_comes_back_in_order_and_then_the_end() -> None:
    stream = stream_of(*MESSAGES)
    assert [protocol.receive(stream) for _ in MESSAGES] == MESSAGES
    assert protocol.receive(stream) is None


def test_the_bytes_are_a_length_and_messagepack() -> None:
    assert stream_of(Cancel(3)).getvalue() == b"\x11\x00\x00\x00" + b"\x82\xa4type\xa6cancel\xa2id\x03"


class OneByteAtATime(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 1, 1) if size != 0 else 0)


def test_a_slow_pipe_gives_whole_messages() -> None:
    stream = OneByteAtATime(stream_of(*MESSAGES).getvalue())
    assert [protocol.receive(stream) for _ in MESSAGES] == MESSAGES


def test_a_message_cut_anywhere_is_an_error() -> None:
    whole = stream_of(MESSAGES[1]).getvalue()
    for end in range(1, len(whole)):
        with pytest.raises(WorkerError):
            protocol.receive(io.BytesIO(whole[:end]))


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=1, max_size=200))
def test_garbage_is_a_message_or_an_error_and_nothing_else(data: bytes) -> None:
    stream = io.BytesIO(len(data).to_bytes(4, "little") + data)
    try:
        message = protocol.receive(stream)
    except WorkerError:
        return
    assert isinstance(message, (Hello, Job, Progress, Log, Result, Cancel, Error))


def test_text_on_the_pipe_is_named_as_no_message() -> None:
    with pytest.raises(WorkerError, match="no message"):
        protocol.receive(io.BytesIO(b"Blender 4.5.1 (hash 123)\n"))


def test_a_message_that_is_too_long_is_not_sent() -> None:
    out = io.BytesIO()
    with pytest.raises(WorkerError, match="too long"):
        protocol.send(out, Log("x" * (protocol.MAX_BYTES + 1)))
    assert out.getvalue() == b""


def test_a_closed_pipe_is_an_error() -> None:
    out = io.BytesIO()
    out.close()
    with pytest.raises(WorkerError, match="closed"):
        protocol.send(out, Cancel(1))
