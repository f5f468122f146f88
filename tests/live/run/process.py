"""The show as a process with a page, trackers that feed it, and ears."""

from __future__ import annotations

import math
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
from tests.live.run.place import CUES
from tests.live.run.rig import OscPort, free_port

from setpiece.tracking import FORWARD_QUAT, Sender, open_encoder, pretended_move
from setpiece.tracking.model import Sample
from setpiece.tracking.osc import decode_osc

SHOW = Path(__file__).with_name("show_process.py")


class Trackers:
    """A camera that pans (FreeD) and two people who walk (OSC), at ``rate`` each, until closed."""

    def __init__(self, camera_port: int, people_port: int, rate: float = 60.0) -> None:
        self._ports, self._rate = (camera_port, people_port), rate
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        freed, osc, pan = open_encoder("freed"), open_encoder("osc"), pretended_move("pan")
        begun = time.monotonic_ns()
        with Sender("127.0.0.1", self._ports[0]) as camera, Sender("127.0.0.1", self._ports[1]) as people:
            sent = 0
            while not self._closing.wait(max(0.0, (begun + sent / self._rate * 1e9 - time.monotonic_ns()) / 1e9)):
                sent += 1
                now = time.monotonic_ns()
                t = (now - begun) / 1e9
                pose = msgspec.structs.replace(pan(t, now), position_m=(0.2 + 0.3 * math.sin(t), -2.6, 1.5))
                camera.send(freed.encode([pose]))
                walks = {"anna": (-2.5 + 0.9 * math.sin(t / 2), 1.0, 1.6), "boris": (2.3 + 0.7 * math.sin(t / 3), -1.8, 1.7)}
                for name, at in walks.items():
                    people.send(osc.encode([Sample(name, now, now, at, FORWARD_QUAT)]))

    def close(self) -> None:
        self._closing.set()
        self._thread.join()


class OscEar:
    """Everything that an OSC output sends: (slot, values) in order."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(0.2)
        self.rows: list[tuple[str, tuple]] = []
        self._closing = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return self.socket.getsockname()[1]

    def _run(self) -> None:
        while not self._closing:
            try:
                self.rows += [(str(m.args[0]), m.args[1:]) for m in decode_osc(self.socket.recv(65536))]
            except TimeoutError:
                continue

    def of(self, slot: str) -> list:
        return [args[0] for name, args in list(self.rows) if name == slot]

    def close(self) -> None:
        self._closing = True
        self._thread.join()
        self.socket.close()


class ShowProcess:
    """``live run --web`` of the test's own room."""

    def __init__(self, folder: Path, cues: str = CUES) -> None:
        self.folder = folder
        self.ear = OscEar()
        self.port, self.web_port = free_port(), free_port(socket.SOCK_STREAM)
        self.camera_port, self.people_port = free_port(), free_port()
        files = {
            "cues": cues,
            "outputs": f'[[output]]\nkind = "osc"\nname = "media server"\nhost = "127.0.0.1"\nport = {self.ear.port}\n'
            f'[[output]]\nkind = "sacn"\nname = "practicals"\nhost = "127.0.0.1"\nport = {free_port()}\n'
            'fixture = [{universe = 1, address = 1, light = "desk lamp", mode = "dimmer16"}]\n',
            "tracking": f'[[source]]\nprotocol = "freed"\nname = "camera head"\nport = {self.camera_port}\n'
            f'[[source]]\nprotocol = "osc"\nname = "people"\nport = {self.people_port}\n',
            "volume": '[tracking]\ncamera = "cam:1"\n',
        }
        for name, text in files.items():
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        self.hand = OscPort(self.port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.web_port}/"

    def start(self) -> None:
        with (self.folder / "said.txt").open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, str(SHOW), str(self.folder), "--port", str(self.port), "--web", "--web-port", str(self.web_port)],
                stdout=said, stderr=said,
            )  # fmt: skip
        end = time.monotonic() + 30
        while True:
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end
            try:
                with socket.create_connection(("127.0.0.1", self.web_port), 1):
                    return
            except OSError:
                time.sleep(0.05)

    def said(self) -> str:
        return (self.folder / "said.txt").read_text(encoding="utf-8")[-3000:]

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(15)
        self.hand.close()
        self.ear.close()
