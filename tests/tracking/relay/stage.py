"""A stage in three processes: a tracker with a closed-form move, the relay, and an engine that reads 29 bytes.

The engine's reading shares no code with ours. The move is worked out on both sides from one clock.
"""

from __future__ import annotations

import json
import math
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).parents[3]

TRACKER = """
import math, random, socket, struct, sys, time
port, hz, jitter_s, begun_ns, seconds = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])
sys.path.insert(0, sys.argv[6])
from tests.tracking.relay.truth import pose
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
rng = random.Random(7)
def s24(v):
    return (round(v) & 0xFFFFFF).to_bytes(3, "big")
n = 0
while n < seconds * hz:
    at = n / hz
    due = begun_ns + round(at * 1e9) + round(rng.uniform(-jitter_s, jitter_s) * 1e9)
    n += 1
    if time.monotonic_ns() - due > 30_000_000:
        continue  # this machine was busy: a tracker leaves out, it does not send late
    time.sleep(max(0.0, (due - time.monotonic_ns()) / 1e9))
    (x, y, z), pan, tilt = pose(at)
    body = bytes([0xD1, 1]) + s24(-pan * 32768) + s24(tilt * 32768) + s24(0) + s24(x * 64000) + s24(y * 64000) + s24(z * 64000)
    body += bytes(8)
    s.sendto(body + bytes([(0x40 - sum(body)) & 0xFF]), ("127.0.0.1", port))
"""


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


class Engine:
    """Poses as Live Link: takes what comes, with the moment it came."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(0.2)
        self.port: int = self.socket.getsockname()[1]
        self.heard: list[tuple[int, bytes]] = []
        self._open = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while self._open:
            try:
                packet = self.socket.recv(2048)
            except OSError:
                continue
            self.heard.append((time.monotonic_ns(), packet))

    def close(self) -> None:
        self._open = False
        self._thread.join()
        self.socket.close()


def read_d1(packet: bytes) -> tuple[tuple[float, float, float], float, float]:
    """(x, y, z) metres, pan counter-clockwise from above and tilt up, degrees; from the manual's table."""
    assert len(packet) == 29, len(packet)
    assert packet[0] == 0xD1
    assert sum(packet) & 0xFF == 0x40, "checksum"

    def s24(at: int) -> int:
        value = packet[at] << 16 | packet[at + 1] << 8 | packet[at + 2]
        return value - (1 << 24) if value >> 23 else value

    return (s24(11) / 64000, s24(14) / 64000, s24(17) / 64000), -s24(2) / 32768, s24(5) / 32768


class Stage:
    """The three of them, running.

    Args:
        folder: For volume.toml and the take.
        seconds: How long the tracker sends.
        code: Another relay process than the command.
    """

    def __init__(
        self, folder: Path, seconds: float, *, hz: float = 60.0, jitter_s: float = 0.0, rate: str = "24",
        latency_ms: float = 120.0, code: str = "", arguments: tuple[str, ...] = (),
    ) -> None:
        self.folder, self.latency_ms = folder, latency_ms
        (folder / "volume.toml").write_text(f"[latency]\ncapture_to_photon_ms = {latency_ms}\n", encoding="utf-8")
        self.engine, listen = Engine(), free_port()
        self.take = folder / "sent.take"
        command = code or "from setpiece.cli import main; main()"
        self.relay = subprocess.Popen(
            [sys.executable, "-c", command, "track", "relay", str(folder), "--protocol", "freed", "--listen-port",
             str(listen), "--to", "freed", "--port", str(self.engine.port), "--rate", rate, "--take", str(self.take),
             "--json", *arguments],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.relay.stdout is not None
        self.status: list[dict[str, object]] = []
        self._wait_for_relay()
        self.begun_ns = time.monotonic_ns() + 300_000_000
        self.tracker = subprocess.Popen(
            [sys.executable, "-c", TRACKER, str(listen), str(hz), str(jitter_s), str(self.begun_ns), str(seconds),
             str(ROOT)],
            cwd=ROOT,
        )  # fmt: skip

    def _wait_for_relay(self) -> None:
        """Its first line of status says that it listens."""
        line = self.relay.stdout.readline()
        assert line, self.relay.stderr.read()
        self._lines = threading.Thread(target=self._read, daemon=True)
        self._lines.start()

    def _read(self) -> None:
        for line in self.relay.stdout:
            self.status.append(json.loads(line))

    def signal(self, number: int) -> None:
        os.kill(self.relay.pid, number)

    def stop(self) -> None:
        """End the relay as an operator does, and wait."""
        if self.relay.poll() is None:
            self.relay.send_signal(signal.SIGINT)
            self.relay.wait(timeout=20)
        self._lines.join(timeout=5)
        self.tracker.wait(timeout=20)
        self.engine.close()
        self.relay.stdout.close()
        self.relay.stderr.close()

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in (self.relay, self.tracker):
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                if process is self.tracker:
                    process.kill()
        self.stop()


def rms(values: list[float]) -> float:
    return math.sqrt(sum(v * v for v in values) / len(values))
