"""A running show inside the test's own process, and ears for what it sends."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from tests.live.run.place import CUES, place

from setpiece.live import Event
from setpiece.live.desk import Look
from setpiece.live.run import Loaded, Runner, loaded_from
from setpiece.tracking.osc import OscMessage, decode_osc, encode_message


def loaded(folder: Path, cues: str = CUES, **files: str) -> Loaded:
    (folder / "cues.toml").write_text(cues, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return loaded_from(folder, place(), "Low Tide", "scene 12", "test")


@contextmanager
def running(show: Loaded, **options: object) -> Generator[Runner]:
    runner = Runner(show, **options)  # type: ignore[arg-type]
    thread = threading.Thread(target=runner.run, daemon=True)
    thread.start()
    try:
        yield runner
    finally:
        runner.stop()
        thread.join(10)
        assert not thread.is_alive()


def until(what: Callable[[], object], seconds: float = 10.0) -> object:
    """Wait for something to be true; the limit is only there so that a broken test ends."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def pressed(runner: Runner, event: Event) -> str:
    """Press a key and wait for what came of it: why it was refused, or nothing."""
    told: list[str] = []
    done = threading.Event()

    def take(effects: tuple) -> None:
        told.extend(e.text for e in effects if e.kind == "refused")
        done.set()

    runner.press(event, take)
    assert done.wait(10)
    return "; ".join(told)


def settled(runner: Runner, slot: str, value: float) -> Look:
    return until(lambda: (look := runner.look()).values.get(slot) == value and look)  # type: ignore[return-value]


class OscPort:
    """A UDP port that sends OSC and keeps what comes."""

    def __init__(self, to: int = 0) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(10)
        self.to = to
        self.heard: list[OscMessage] = []

    @property
    def port(self) -> int:
        return self.socket.getsockname()[1]

    def say(self, address: str, *args: object) -> None:
        self.socket.sendto(encode_message(address, *args), ("127.0.0.1", self.to))  # type: ignore[arg-type]

    def ask(self, address: str, *args: object, want: str = "/setpiece/out/ack") -> tuple:
        """Send, and the arguments of the first answer of that address."""
        self.say(address, *args)
        return self.wait(want)

    def wait(self, want: str) -> tuple:
        while True:
            self.heard += decode_osc(self.socket.recv(65536))
            found = [m for m in self.heard if m.address.startswith(want)]
            if found:
                self.heard = [m for m in self.heard if m is not found[0]]
                return found[0].args

    def close(self) -> None:
        self.socket.close()


def free_port(kind: int = socket.SOCK_DGRAM) -> int:
    with socket.socket(socket.AF_INET, kind) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def dmx_of(packet: bytes) -> tuple[int, int, bytes]:
    """(universe, sequence, slots) of an E1.31 data packet, read from the standard's table of offsets."""
    assert packet[4:16] == b"ASC-E1.17\0\0\0"
    assert struct.unpack_from(">I", packet, 18)[0] == 4
    assert packet[125] == 0  # start code
    return struct.unpack_from(">H", packet, 113)[0], packet[111], packet[126:]
