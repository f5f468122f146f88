"""Our OpenXR source against Monado: a movement known in closed form goes in by TCP and must come out as ours."""

from __future__ import annotations

import json
import math
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest
from tests.tracking.openxr.monado import Feeder, Monado, tree, truth

from setpiece.geometry import Quat, Vec3
from setpiece.tracking import Sample, Source, Status
from setpiece.tracking.freed import decode_d1, freed_profile
from setpiece.tracking.openxr import Pace, RuntimeReceiver
from setpiece.tracking.takes import TakeReader

pytestmark = pytest.mark.e2e
SOURCE = Source(protocol="openxr", rate_hz=120)
PACE = Pace(first_s=0.2, longest_s=0.5, silence_s=1.0)


@pytest.fixture(scope="module")
def files():
    return tree()


@pytest.fixture
def monado(files, monkeypatch) -> Iterator[Monado]:
    service = Monado(files)
    for name, value in service.environment().items():
        monkeypatch.setenv(name, value)
    yield service
    service.stop()
    shutil.rmtree(service.folder, ignore_errors=True)


def until(done: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.01)


def looks(q: Quat) -> tuple[Vec3, Vec3]:
    """Where local -Z and +Y point, by the textbook matrix of a quaternion; no code of ours."""
    w, x, y, z = q
    forward = (-2 * (x * z + w * y), -2 * (y * z - w * x), -(1 - 2 * (x * x + y * y)))
    up = (2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x))
    return forward, up


def expected(t: float) -> tuple[Vec3, Vec3, Vec3]:
    """The truth at ``t`` in our axes (x, -z, y): position, where it looks, its top."""
    (px, py, pz), (qx, qy, qz, qw) = truth(t)
    forward, up = looks((qw, qx, qy, qz))
    return (px, -pz, py), (forward[0], -forward[2], forward[1]), (up[0], -up[2], up[1])


def errors(sample: Sample, offset: Vec3 = (0.0, 0.0, 0.0)) -> tuple[float, float, float]:
    """Metres and radians off the truth of the moment that the pose itself tells, and that moment, in seconds."""
    assert sample.position_m is not None
    assert sample.rotation_wxyz is not None
    t = sample.position_m[1] / 0.04
    where, forward, up = expected(t)
    off = math.dist(sample.position_m, tuple(a + b for a, b in zip(where, offset, strict=True)))
    got = looks(sample.rotation_wxyz)
    return off, max(math.dist(got[0], forward), math.dist(got[1], up)), t


def test_a_known_movement_comes_out_as_ours(monado) -> None:
    monado.start()
    with Feeder(monado) as feeder, RuntimeReceiver(SOURCE, pace=PACE) as receiver:
        reader = receiver.reader(1 << 16)
        until(lambda: receiver.stream.latest("head"))
        time.sleep(0.2)
        reader.drain()
        time.sleep(6)
        samples = reader.drain()
        health = {h.subject: h for h in receiver.stream.health(time.monotonic_ns())}
        told = receiver.where
    by_name: dict[str, list[Sample]] = {}
    for sample in samples:
        by_name.setdefault(sample.subject, []).append(sample)
    # OpenXR's -0.25 m x, -0.4 m y are our -0.25 m x, -0.4 m z.
    offsets = {"head": (0.0, 0.0, 0.0), "left": (-0.25, 0.0, -0.4), "right": (0.25, 0.0, -0.4)}
    devices = {"device:Remote HMD": "head", "device:Remote Left Controller": "left", "device:Remote Right Controller": "right"}
    worst = {}
    for subject, found in by_name.items():
        off = [errors(s, offsets[devices.get(subject, subject)]) for s in found]
        worst[subject] = (max(o[0] for o in off), max(o[1] for o in off))
    heads = by_name["head"]
    ages_ms = sorted((s.source_ns - feeder.t0_ns) * 1e-6 - errors(s)[2] * 1e3 for s in heads if s.source_ns)
    print(f"\nmeasured: {told}; {len(heads)} head poses at {health['head'].rate_hz:.1f} Hz; age at read median "
          f"{ages_ms[len(ages_ms) // 2]:.2f} ms, worst {ages_ms[-1]:.2f} ms; worst error "
          + ", ".join(f"{k} {v[0]:.1e} m {v[1]:.1e} rad" for k, v in worst.items()))  # fmt: skip
    assert set(by_name) == {*offsets, *devices}
    assert all(m < 1e-3 and rad < 1e-3 for m, rad in worst.values()), worst
    assert all(s.status == Status.GOOD for s in samples)
    assert len(heads) > 300
    times = [(s.source_ns, s.capture_ns, s.receive_ns) for s in heads]
    assert all(a[0] < b[0] and a[1] < b[1] and a[2] <= b[2] for a, b in zip(times, times[1:], strict=False))
    # The pose is that of the time it claims: fed every 2 ms, and the clocks are one and the same.
    assert -5 < ages_ms[len(ages_ms) // 2] < 50


def test_one_pose_by_hand(monado) -> None:
    """A headset 1 m to the right, 2 m up and 3 m ahead that looks a quarter turn to the left."""
    monado.start()
    feeder = Feeder(monado)
    h = math.sqrt(0.5)
    struct.pack_into("<7f", feeder.state, 104, 0.0, h, 0.0, h, 1.0, 2.0, -3.0)
    feeder._socket.sendall(feeder.state)
    with RuntimeReceiver(SOURCE, pace=PACE) as receiver:
        until(lambda: (s := receiver.stream.latest("head")) and s.position_m and s.position_m[2] > 1.9)
        sample = receiver.stream.latest("head")
    feeder._socket.close()
    assert sample is not None
    assert sample.position_m == pytest.approx((1.0, 3.0, 2.0), abs=1e-6)
    forward, up = looks(sample.rotation_wxyz or (1, 0, 0, 0))
    assert forward == pytest.approx((-1, 0, 0), abs=1e-6)
    assert up == pytest.approx((0, 0, 1), abs=1e-6)


def test_a_headset_without_optical_position_is_used_and_called_degraded(monado) -> None:
    monado.start(SIMULATED_ENABLE="1")
    with RuntimeReceiver(SOURCE, pace=PACE) as receiver:
        reader = receiver.reader()
        until(lambda: receiver.stream.packets > 200)
        heads = [s for s in reader.drain() if s.subject == "head"]
    assert {s.status for s in heads} == {Status.DEGRADED}
    # Its wobble is closed form too: OpenXR x = 2 d sin(pi t / 4) - d, y = 1.6 + d sin(pi t / 2), d = 0.05 m.
    d = 0.05
    for s in heads:
        assert s.position_m is not None
        x, y, z = s.position_m
        u = math.asin(max(-1.0, min(1.0, (x + d) / (2 * d))))
        heights = [1.6 + d * math.sin(2 * u), 1.6 + d * math.sin(2 * (math.pi - u))]
        assert min(abs(z - v) for v in heights) < 2e-3
        assert abs(y) < 1e-6


def test_a_recentred_space_is_told(monado) -> None:
    monado.start()
    for profile, moved in (("stage", False), ("local", True)):
        with Feeder(monado), RuntimeReceiver(Source(protocol="openxr", profile=profile), pace=PACE) as receiver:
            until(lambda r=receiver: r.stream.packets > 20)
            assert receiver.trouble == ""
            monado.recentre()
            before = receiver.stream.packets
            until(lambda r=receiver, n=before: r.stream.packets > n + 40)
            assert ("laid its space anew" in receiver.trouble) == moved


def test_runtime_killed_frozen_and_absent(monado) -> None:
    """No runtime, then one, killed, back, frozen, thawed; and our own process shot: poses come again each time."""
    troubles: set[str] = set()
    with RuntimeReceiver(SOURCE, pace=PACE) as receiver:
        until(lambda: receiver.restarts >= 2)
        troubles.add(receiver.trouble)

        def flows() -> None:
            before = receiver.stream.packets
            until(lambda: troubles.add(receiver.trouble) or receiver.stream.packets > before + 50)

        monado.start()
        flows()
        monado.stop()
        before = receiver.restarts
        until(lambda: troubles.add(receiver.trouble) or receiver.restarts > before + 1)
        monado.start()
        flows()
        monado.signal(signal.SIGSTOP)
        before = receiver.restarts
        until(lambda: troubles.add(receiver.trouble) or receiver.restarts > before)
        monado.signal(signal.SIGCONT)
        flows()
        assert receiver._process is not None
        receiver._process.send_signal(signal.SIGSEGV)
        before = receiver.restarts
        until(lambda: troubles.add(receiver.trouble) or receiver.restarts > before)
        flows()
        assert receiver.trouble == ""
    text = "\n".join(sorted(troubles))
    print("\n" + text)
    for said in ("no OpenXR runtime answers", "runtime is gone", "hung", "crashed (signal 11)"):
        assert said in text


def test_the_commands_take_it_from_tracking_toml(monado, tmp_path) -> None:
    monado.start()
    (tmp_path / "tracking.toml").write_text('[[source]]\nprotocol = "openxr"\nrate_hz = 90\n', encoding="utf-8")
    setpiece = [sys.executable, "-c", "from setpiece.cli import main; main()", "track"]
    with Feeder(monado):
        watched = subprocess.run([*setpiece, "monitor", str(tmp_path), "--seconds", "3", "--json"],
                                 capture_output=True, text=True, timeout=60)  # fmt: skip
        take = tmp_path / "a.take"
        kept = subprocess.run([*setpiece, "record", str(tmp_path), "-o", str(take), "--seconds", "3"],
                              capture_output=True, text=True, timeout=60)  # fmt: skip
    assert watched.returncode == 0, watched.stderr
    rows = [json.loads(line) for line in watched.stdout.splitlines()]
    head = [r for r in rows if r["subject"] == "head"][-1]
    assert head["protocol"] == "openxr"
    assert head["rate_hz"] == pytest.approx(90, abs=3)
    assert {"left", "right"} <= {r["subject"] for r in rows}
    assert kept.returncode == 0, kept.stderr
    samples = [s for _, s in TakeReader(take).samples() if s.subject == "head"]
    assert len(samples) > 100
    assert max(errors(s)[0] for s in samples) < 1e-3


def test_the_relay_sends_it_on_as_freed(monado, tmp_path) -> None:
    monado.start()
    (tmp_path / "tracking.toml").write_text('[[source]]\nprotocol = "openxr"\n', encoding="utf-8")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as engine, Feeder(monado):
        engine.bind(("127.0.0.1", 0))
        engine.settimeout(20)
        command = [sys.executable, "-c", "from setpiece.cli import main; main()", "track", "relay", str(tmp_path),
                   "--to", "freed", "--port", str(engine.getsockname()[1]), "--rate", "25", "--camera", "head", "--raw",
                   "--seconds", "4"]  # fmt: skip
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as relaying:
            poses = [decode_d1(engine.recv(64), 0, freed_profile("")) for _ in range(50)]
            assert relaying.wait(30) == 0
    moving = [errors(p) for p in poses if p.position_m]
    assert len(moving) >= 49
    # FreeD counts in 1/64 mm and 1/32768 degree; the moment is told by y, which is as coarse: 0.4 ms.
    assert max(e[0] for e in moving) < 1e-3
    assert max(e[1] for e in moving) < 1e-3
    assert moving[-1][2] > moving[0][2] + 1.5


def test_the_asking_process_never_outlives_a_command_that_was_killed(monado, tmp_path) -> None:
    monado.start()
    (tmp_path / "tracking.toml").write_text('[[source]]\nprotocol = "openxr"\n', encoding="utf-8")
    command = [sys.executable, "-c", "from setpiece.cli import main; main()", "track", "monitor", str(tmp_path), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as watching:
        assert watching.stdout is not None
        assert watching.stdout.readline()
        (asking,) = psutil.Process(watching.pid).children()
        watching.kill()
        assert psutil.wait_procs([asking], timeout=20)[0], "it goes on asking"
