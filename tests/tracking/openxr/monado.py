"""A real OpenXR runtime without hardware: Monado, its null compositor, and a headset that we move over TCP.

Its files lie in a folder (tools/monado.sh), so they are started by their own loader. The service runs in a
network namespace of its own, because its remote driver listens on every address.
"""

from __future__ import annotations

import ctypes
import json
import math
import os
import signal
import socket
import struct
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKET = 376
HEAD, LEFT, RIGHT = 104, 136, 256
"""Offsets of the poses in the remote driver's state: orientation x y z w, position x y z, float32."""
_CLONE_NEWNET = 0x40000000


def tree() -> Path:
    """The folder of Monado's files, unpacked at the first call; skips where that cannot be."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("NOT RUN: Monado's namespace needs Linux and root")
    built = subprocess.run(["bash", str(ROOT / "tools" / "monado.sh")], capture_output=True, text=True, timeout=600)
    if built.returncode:
        pytest.skip(f"NOT RUN: Monado cannot be had here: {built.stderr.strip()[-300:]}")
    alone = subprocess.run(["unshare", "-n", "true"], capture_output=True, text=True)
    if alone.returncode:
        pytest.skip(f"NOT RUN: no network namespace: {alone.stderr.strip()}")
    return Path(built.stdout.strip()) / "root"


class Monado:
    """The service and what a client needs to find it."""

    def __init__(self, root: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="setpiece-xr-"))
        self.folder.chmod(0o700)
        lib = root / "usr/lib/x86_64-linux-gnu"
        paths = ":".join(str(p) for p in (lib, root / "usr/lib", lib / "lapack", lib / "blas", lib / "pulseaudio"))
        self._loader = [str(root / "lib64/ld-linux-x86-64.so.2"), "--library-path", paths]
        self._service = str(root / "usr/bin/monado-service")
        runtime = {"file_format_version": "1.0.0", "runtime": {"name": "Monado", "library_path": str(lib / "libopenxr_monado.so")}}
        driver = {"file_format_version": "1.0.1", "ICD": {"api_version": "1.4.305", "library_path": str(lib / "libvulkan_lvp.so")}}
        (self.folder / "runtime.json").write_text(json.dumps(runtime), encoding="utf-8")
        (self.folder / "vulkan.json").write_text(json.dumps(driver), encoding="utf-8")
        self.process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        """Of a client: our own process for the runtime needs the newer C library too."""
        python = [*self._loader, os.path.realpath(sys.executable)]
        return {
            "XDG_RUNTIME_DIR": str(self.folder),
            "XR_RUNTIME_JSON": str(self.folder / "runtime.json"),
            "SETPIECE_OPENXR_PYTHON": " ".join(python),
            "PYTHONPATH": sysconfig.get_path("purelib"),
        }

    def start(self, **more: str) -> None:
        """Start the service; returns when clients can connect."""
        for stale in ("monado_comp_ipc", "monado.pid"):
            (self.folder / stale).unlink(missing_ok=True)
        environment = {
            **os.environ, "XDG_RUNTIME_DIR": str(self.folder), "XDG_CONFIG_HOME": str(self.folder),
            "HOME": str(self.folder), "VK_DRIVER_FILES": str(self.folder / "vulkan.json"),
            "XRT_COMPOSITOR_NULL": "1", "XRT_NO_STDIN": "1", **(more or {"P_OVERRIDE_ACTIVE_CONFIG": "remote"}),
        }  # fmt: skip
        up = 'ip link set lo up; exec "$@"'
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                ["unshare", "-n", "sh", "-c", up, "sh", *self._loader, self._service],
                env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        end = time.monotonic() + 30
        while not (self.folder / "monado_comp_ipc").exists():
            assert self.process.poll() is None, (self.folder / "log").read_text(errors="replace")[-1500:]
            assert time.monotonic() < end, "the service does not start"
            time.sleep(0.05)

    def recentre(self) -> None:
        """What a person does with the headset's button: LOCAL begins where the headset is now."""
        control = self._service.replace("monado-service", "monado-ctl")
        subprocess.run([*self._loader, control, "-c"], env={**os.environ, **self.environment()}, check=True, capture_output=True)

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def stop(self) -> None:
        """End it, hard."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def connect(self) -> socket.socket:
        """A connection to the remote driver, from inside the service's network."""
        assert self.process is not None
        found: list[socket.socket] = []

        def inside() -> None:
            libc = ctypes.CDLL(None, use_errno=True)
            with open(f"/proc/{self.process.pid}/ns/net", encoding="ascii") as space:  # type: ignore[union-attr]
                if libc.setns(space.fileno(), _CLONE_NEWNET):
                    return
            end = time.monotonic() + 10
            while time.monotonic() < end:
                try:
                    found.append(socket.create_connection(("127.0.0.1", 4242), timeout=5))
                    return
                except OSError:
                    time.sleep(0.05)

        thread = threading.Thread(target=inside)  # a thread has a network of its own
        thread.start()
        thread.join()
        assert found, "the remote driver cannot be reached"
        found[0].setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return found[0]


def truth(t: float) -> tuple[tuple[float, float, float], tuple[float, float, float, float]]:
    """The fed movement in OpenXR's axes, in closed form: position (m) and orientation x y z w at ``t`` seconds.

    z alone tells the time, 40 mm/s; the rest must then fit, so that nothing depends on how late it was read.
    """
    yaw, pitch = 0.6 * math.sin(0.9 * t), 0.3 * math.sin(0.7 * t + 1)
    cy, sy, cp, sp = math.cos(yaw / 2), math.sin(yaw / 2), math.cos(pitch / 2), math.sin(pitch / 2)
    position = (0.5 * math.sin(0.8 * t), 1.6 + 0.2 * math.cos(0.5 * t), -0.04 * t)
    return position, (cy * sp, sy * cp, -sy * sp, cy * cp)


class Feeder:
    """Moves the headset along ``truth``, and the hands beside it."""

    def __init__(self, monado: Monado, period_s: float = 0.002) -> None:
        self._socket = monado.connect()
        greeting = b""
        while len(greeting) < 2 * PACKET:
            greeting += self._socket.recv(2 * PACKET - len(greeting))
        self.state = bytearray(greeting[PACKET:])
        self._period_s = period_s
        self._closing = threading.Event()
        self.t0_ns = time.monotonic_ns()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Feeder:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._thread.join()
        self._socket.close()

    def _run(self) -> None:
        while not self._closing.wait(self._period_s):
            (x, y, z), q = truth((time.monotonic_ns() - self.t0_ns) * 1e-9)
            struct.pack_into("<7f", self.state, HEAD, *q, x, y, z)
            for at, side in ((LEFT, -0.25), (RIGHT, 0.25)):
                struct.pack_into("<7f", self.state, at, *q, x + side, y - 0.4, z)
            try:
                self._socket.sendall(self.state)
            except OSError:
                return
