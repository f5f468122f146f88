"""The answering listener against liblo's and python-osc's senders: replies, floods, handlers that raise."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from contextlib import suppress

import pytest
from pythonosc.udp_client import SimpleUDPClient

from setpiece.errors import InputError
from setpiece.tracking.osc import (
    LengthFramer,
    OscMessage,
    OscServer,
    Reply,
    SlipFramer,
    decode_osc,
    encode_message,
    frame_length,
    frame_slip,
)


class Desk:
    def __init__(self) -> None:
        self.heard: list[OscMessage] = []

    def __call__(self, message: OscMessage, sender: str, reply: Reply) -> None:
        assert sender == "127.0.0.1"
        if message.address == "/bad":
            raise ValueError("boom")
        self.heard.append(message)
        reply(encode_message("/out/ack", message.address))


def until(done) -> None:
    end = time.monotonic() + 5
    while not done():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.002)


def test_a_reply_goes_to_the_sender() -> None:
    desk = Desk()
    with OscServer(desk) as server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(5)
        client.sendto(encode_message("/go", "main"), ("127.0.0.1", server.udp_port))
        assert decode_osc(client.recv(1000)) == [OscMessage("/out/ack", ("/go",))]
    assert desk.heard == [OscMessage("/go", ("main",))]


@pytest.mark.parametrize(("framing", "frame", "framer"), [("length", frame_length, LengthFramer), ("slip", frame_slip, SlipFramer)])
def test_a_reply_over_tcp_is_framed_as_the_question(framing, frame, framer) -> None:
    server = OscServer(Desk(), udp_port=None, tcp_port=0, framing=framing)
    with server, socket.create_connection(("127.0.0.1", server.tcp_port), timeout=5) as client:
        client.sendall(frame(encode_message("/a")) + frame(encode_message("/b")))
        reader, packets = framer(), []
        while len(packets) < 2:
            packets += reader.feed(client.recv(1000))
    assert [decode_osc(p)[0].args for p in packets] == [("/a",), ("/b",)]


def test_liblo_is_heard() -> None:
    if shutil.which("oscsend") is None:
        pytest.skip("NOT RUN: liblo's oscsend is not installed (apt-get install liblo-tools)")
    desk = Desk()
    with OscServer(desk) as server:
        subprocess.run(["oscsend", "127.0.0.1", str(server.udp_port), "/cue/12.5/go", "ifsT", "3", "0.5", "main"], check=True, timeout=10)
        until(lambda: desk.heard)
    assert desk.heard == [OscMessage("/cue/12.5/go", (3, 0.5, "main", True))]


def test_a_handler_that_raises_and_garbage_do_not_stop_it() -> None:
    desk = Desk()
    with OscServer(desk) as server:
        client = SimpleUDPClient("127.0.0.1", server.udp_port)
        client.send_message("/bad", 1)
        client._sock.sendto(b"garbage", ("127.0.0.1", server.udp_port))
        client.send_message("/good", 2)
        until(lambda: desk.heard)
        assert (server.failed, server.refused) == (1, 1)
        client._sock.close()
    assert desk.heard == [OscMessage("/good", (2,))]


def test_who_never_reads_is_cut_off_and_the_others_are_answered() -> None:
    def shout(message: OscMessage, sender: str, reply: Reply) -> None:
        reply(bytes(60_000))

    server = OscServer(shout, tcp_port=0)
    with server, socket.create_connection(("127.0.0.1", server.tcp_port)) as deaf:
        deaf.settimeout(5)
        with suppress(ConnectionError):
            while True:
                deaf.sendall(frame_slip(encode_message("/a")) * 200)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(5)
            client.sendto(encode_message("/go"), ("127.0.0.1", server.udp_port))
            assert len(client.recv(1 << 16)) == 60_000


def test_a_port_in_use_leaves_nothing_open() -> None:
    with OscServer(Desk(), udp_port=None, tcp_port=0) as server, pytest.raises(InputError, match="in use"):
        OscServer(Desk(), udp_port=0, tcp_port=server.tcp_port)
