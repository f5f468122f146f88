"""The control port over TCP as QLab and Eos frame it, against liblo's tools, and under whatever may arrive."""

from __future__ import annotations

import math
import shutil
import socket
import subprocess
import time
from collections.abc import Generator
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.live.run.rig import OscPort, free_port, loaded, running, until

from setpiece.live.control import Access, ControlServer
from setpiece.live.run import Runner
from setpiece.tracking.osc import (
    LengthFramer,
    OscMessage,
    SlipFramer,
    decode_osc,
    encode_message,
    frame_length,
    frame_slip,
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[Runner, ControlServer]]:
    folder = tmp_path_factory.mktemp("show")
    show = loaded(folder)
    with running(show) as runner:
        control = ControlServer(runner, show.show.scene, Access(), udp_port=0, folder=folder).start()
        yield runner, control
        control.close()


@pytest.mark.parametrize(("framing", "frame", "framer"), [("slip", frame_slip, SlipFramer), ("length", frame_length, LengthFramer)])
def test_over_tcp(tmp_path: Path, framing: Literal["slip", "length"], frame, framer) -> None:
    show = loaded(tmp_path)
    with running(show) as runner:
        control = ControlServer(runner, show.show.scene, Access(), udp_port=0, tcp_port=0, framing=framing).start()
        with socket.create_connection(("127.0.0.1", control.tcp_port), 10) as link:
            link.sendall(frame(encode_message("/cue/2/start")) + frame(encode_message("/eos/subscribe", 1)))
            reader, heard = framer(), []
            # The answer and the news come from two threads, in either order; the socket's timeout is the end.
            while not {"/eos/out/active/cue/main/2", "/reply/cue/2/start"} <= {m.address for m in heard}:
                heard += [m for packet in reader.feed(link.recv(65536)) for m in decode_osc(packet)]
        assert runner.look().status.lists[0].current == "2"
        until(lambda: len(control._subscribers) == 0)  # the connection is closed: nobody is told any more
        control.close()


KNOWN = [
    "/setpiece/go", "/setpiece/goto", "/setpiece/set", "/setpiece/set/l1/lumen", "/setpiece/rate", "/setpiece/off",
    "/setpiece/rolling", "/setpiece/release", "/setpiece/arm", "/setpiece/cues", "/setpiece/get", "/setpiece/subscribe",
    "/setpiece/unsubscribe", "/setpiece/connect", "/setpiece/ping", "/setpiece/cue/main/2/fire", "/eos/cue/1/2/fire",
    "/cue/2/start", "/cueLists", "/d3/showcontrol/cue", "/eos/ping", "/eos/get/cue/1/count", "/fader/1", "/panic",
    "/setpiece/set/material/x/y", "/setpiece/%2F%00/x", "/setpiece//", "/cue/*/start", "/", "/setpiece",
]  # fmt: skip
ARGUMENT = st.one_of(
    st.integers(-(2**63), 2**63 - 1), st.floats(), st.text(max_size=12), st.binary(max_size=8), st.booleans(), st.none(),
    st.sampled_from([math.inf, "main", "2", "#7", "#a:7", "desk lamp#lumen", "status", "3200 K", "value"]),
)  # fmt: skip


@settings(max_examples=400)
@given(st.sampled_from(KNOWN) | st.text(max_size=20).map(lambda t: "/" + t), st.lists(ARGUMENT, max_size=5))
def test_whatever_arrives_is_answered_or_ignored_and_never_fails(desk, address: str, args: list) -> None:
    _, control = desk
    control._heard(OscMessage(address, tuple(args)), "127.0.0.1", _Nobody())


class _Nobody:
    gone = False
    longest = 1 << 16

    def __call__(self, data: bytes) -> None:
        decode_osc(data)


def test_afterwards_the_show_still_listens(desk) -> None:
    runner, control = desk
    port = OscPort(control.udp_port)
    for packet in (b"", b"/", b"#bundle\0", b"/setpiece/go\0\0\0\0,s\0\0", bytes(200), encode_message("/setpiece/go")[:-3]):
        port.socket.sendto(packet, ("127.0.0.1", port.to))
    port.say("/setpiece/resume")
    assert port.ask("/setpiece/goto", "7") == ("/setpiece/resume", "ok")
    until(lambda: runner.look().status.lists[0].current == "7")
    assert control._server.failed == 0
    assert not any("failed" in line.text for line in runner.look().log)
    port.close()


@pytest.mark.skipif(shutil.which("oscsend") is None, reason="NO LIBLO: apt-get install liblo-tools")
def test_liblo_sends_and_hears(desk) -> None:
    _, control = desk
    ear = free_port()
    with subprocess.Popen(["oscdump", "-L", str(ear)], stdout=subprocess.PIPE, text=True) as dump:
        time.sleep(0.3)

        def send(*words: str) -> None:
            subprocess.run(["oscsend", "127.0.0.1", str(control.udp_port), *words], check=True)

        send("/setpiece/subscribe", "i", str(ear))
        send("/setpiece/goto", "ss", "5.1", "main")
        assert dump.stdout is not None
        heard = []
        while not any(line.split()[1:5] == ["/setpiece/out/active/cue", "sssf", '"main"', '"5.1"'] for line in heard):
            heard.append(dump.stdout.readline())
            assert len(heard) < 500, heard[-20:]
        dump.terminate()
    assert any("/setpiece/out/heartbeat fis" in line or "/setpiece/out/heartbeat" in line for line in heard)


def test_an_answer_that_one_packet_cannot_carry_is_said_to_be(desk) -> None:
    class Narrow(list):
        gone, longest = False, 200
        __call__ = list.append

    _, control = desk
    narrow = Narrow()
    control._reply(narrow, "/setpiece/out/tracking", "x" * 300)
    until(lambda: narrow)
    (message,) = decode_osc(narrow[0])
    assert message.args[:2] == ("/setpiece/out/tracking", "refused")
    assert "over TCP" in message.args[2]
