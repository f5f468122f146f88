"""When a packet came in is not when somebody found the time to look."""

from __future__ import annotations

import socket
import sys
import time

import pytest

from setpiece.tracking.receive import listen_udp
from setpiece.tracking.receive._sockets import receive_udp


@pytest.mark.skipif(sys.platform != "linux", reason="NOT RUN: only Linux says when a packet came in")
def test_packets_that_waited_keep_the_moment_they_came(monkeypatch: pytest.MonkeyPatch) -> None:
    with listen_udp("127.0.0.1", 0) as listening, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending:
        spans = []
        for i in range(4):
            before = time.monotonic_ns()
            sending.sendto(bytes([i]), listening.getsockname())
            spans.append((before, time.monotonic_ns()))
            time.sleep(0.03)
        for i, (before, after) in enumerate(spans):
            packet, receive_ns = receive_udp(listening, 100)
            assert packet == bytes([i])
            assert before - 1_000_000 <= receive_ns <= after + 1_000_000
        with pytest.raises(BlockingIOError):
            receive_udp(listening, 100)
        # Somebody sets the civil clock by an hour between arrival and reading: then the moment of reading counts.
        sending.sendto(b"x", listening.getsockname())
        monkeypatch.setattr(time, "time_ns", lambda: 0)
        before = time.monotonic_ns()
        assert before <= receive_udp(listening, 100)[1] <= time.monotonic_ns()
