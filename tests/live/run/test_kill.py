"""A show is killed where nobody expects it; whoever listens sees a look that stands still and then goes on.

The recorders live in the test's process and read the wire by themselves. Every cue raises every slot, so a
value that ever falls is a jump: to a default, to an older cue, to a half-read journal.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_message import OscMessage
from tests.live.run.rig import OscPort, dmx_of, free_port

LOW, STEP, FADE_S = 2000.0, 50.0, 0.25
SLOTS = {"desk lamp": "/a", "window light": "/b", "ceiling light": "/c", "neon sign": "/d"}
SHOW = Path(__file__).with_name("show_process.py")


def cues(count: int) -> str:
    rows = []
    for n in range(1, count + 1):
        moves = ", ".join(f'{{target = "{name}#lumen", to = {LOW + STEP * n + i}}}' for i, name in enumerate(SLOTS))
        follow = "follow_s = 0.1\n" if n % 5 == 0 and n < count else ""
        rows.append(f'[[list.cue]]\nid = "{n}"\nfade_s = {FADE_S}\n{follow}move = [{moves}]\n')
    return '[show]\nmin_go_s = 0.0\n[[list]]\nid = "main"\n' + "".join(rows)


class Recorder:
    """OSC and sACN of one show, as they come: (arrival s, slot, value). Sequence numbers as E1.31 6.7.2 says."""

    def __init__(self) -> None:
        self.osc, self.sacn = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        for s in (self.osc, self.sacn):
            s.bind(("127.0.0.1", 0))
            s.settimeout(0.2)
        self.rows: list[tuple[float, str, float]] = []
        self.dropped = self.terminated = 0
        self._sequence: int | None = None
        self._closing = False
        self._threads = [threading.Thread(target=t, daemon=True) for t in (self._hear_osc, self._hear_sacn)]
        for t in self._threads:
            t.start()

    def toml(self) -> str:
        maps = ", ".join(f'{{target = "{name}#lumen", address = "{a}"}}' for name, a in SLOTS.items())
        return f"""
[[output]]
kind = "osc"
host = "127.0.0.1"
port = {self.osc.getsockname()[1]}
rate_hz = 60
map = [{maps}]
[[output]]
kind = "sacn"
host = "127.0.0.1"
port = {self.sacn.getsockname()[1]}
fixture = [{{universe = 1, address = 1, light = "desk lamp", mode = "dimmer16", full = 10000.0}},
           {{universe = 1, address = 11, light = "neon sign", mode = "dimmer16", full = 10000.0}}]
"""

    def _hear_osc(self) -> None:
        while not self._closing:
            try:
                packet = self.osc.recv(65536)
            except TimeoutError:
                continue
            at = time.monotonic()
            bundle = OscBundle(packet) if packet[:1] == b"#" else [OscMessage(packet)]
            self.rows += [(at, m.address, float(m.params[0])) for m in bundle]

    def _hear_sacn(self) -> None:
        while not self._closing:
            try:
                packet = self.sacn.recv(2000)
            except TimeoutError:
                continue
            at = time.monotonic()
            _, sequence, slots = dmx_of(packet)
            self.terminated += bool(packet[112] & 0x40)
            if self._sequence is not None and -20 < struct.unpack("b", bytes([sequence - self._sequence & 255]))[0] <= 0:
                self.dropped += 1
                continue
            self._sequence = sequence
            for name, first in (("sacn 1", 0), ("sacn 11", 10)):
                self.rows.append((at, name, float(slots[first] << 8 | slots[first + 1])))

    def since(self, at: float) -> dict[str, float]:
        """First arrival of every slot after a moment."""
        first: dict[str, float] = {}
        for arrived, name, _ in list(self.rows):
            if arrived >= at:
                first.setdefault(name, arrived - at)
        return first

    def last(self) -> dict[str, float]:
        return {name: value for _, name, value in self.rows}

    def close(self) -> None:
        self._closing = True
        for t in self._threads:
            t.join()
        self.osc.close()
        self.sacn.close()


class Show:
    """The show's process and a hand on its control port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.hand = OscPort(self.port)
        self.hand.socket.settimeout(0.2)

    def start(self) -> float:
        at = time.monotonic()
        with (self.folder / "said.txt").open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, str(SHOW), str(self.folder), "--port", str(self.port)], stdout=said, stderr=said
            )
        return at

    def current(self) -> int:
        for _ in range(150):
            assert self.process.poll() is None, (self.folder / "said.txt").read_text()[-2000:]
            self.hand.say("/setpiece/get/lists")
            try:
                return int(json.loads(self.hand.wait("/setpiece/out/lists")[0])[0]["current"] or 0)
            except TimeoutError:
                continue
        raise AssertionError("the show does not answer")

    def go(self) -> None:
        self.hand.say("/setpiece/go")

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.hand.close()


def reach(show: Show, count: int) -> None:
    """Press GO until the last cue is there and its fade is over."""
    while (at := show.current()) < count:
        show.go()
        until = time.monotonic() + 2.0
        while show.current() == at and time.monotonic() < until:
            time.sleep(0.01)
    time.sleep(FADE_S + 0.4)


def play(folder: Path, count: int, kills: int, seed: int) -> tuple[dict[str, float], list[float], Recorder]:
    folder.mkdir()
    recorder = Recorder()
    (folder / "cues.toml").write_text(cues(count), encoding="utf-8")
    (folder / "outputs.toml").write_text(recorder.toml(), encoding="utf-8")
    show = Show(folder)
    show.start()
    try:
        took = killed_and_started(show, recorder, count, kills, random.Random(seed))
        reach(show, count)
        return recorder.last(), took, recorder
    finally:
        show.close()
        recorder.close()


def killed_and_started(show: Show, recorder: Recorder, count: int, kills: int, dice: random.Random) -> list[float]:
    """Seconds that each restart took until every slot had been heard again."""
    took: list[float] = []
    show.current()
    for n in range(kills):
        for _ in range(dice.randint(1, max(1, count // max(kills, 1) - 1))):
            show.go()
            time.sleep(dice.random() * 0.3)
        if n == 0:  # before any cue the slots are the scene's own
            until = time.monotonic() + 10
            while len(recorder.last()) < 6 or min(v for k, v in recorder.last().items() if k[0] == "/") < LOW:
                assert time.monotonic() < until
                time.sleep(0.02)
        time.sleep(dice.random() * 0.2)
        show.kill()
        started = show.start()
        while len(recorder.since(started)) < 6:
            assert time.monotonic() - started < 30, recorder.since(started)
            assert show.process.poll() is None, (show.folder / "said.txt").read_text()[-2000:]
            time.sleep(0.01)
        took.append(max(recorder.since(started).values()))
        show.current()
    return took


def falls(recorder: Recorder) -> list[tuple[str, float, float]]:
    """Where a slot's value fell after it had left the scene's own once."""
    before: dict[str, float] = {}
    found = []
    for _, name, value in recorder.rows:
        if value < before.get(name, 0.0):
            found.append((name, before[name], value))
        elif value >= (LOW if name[0] == "/" else LOW / 10000 * 65535):
            before[name] = value
    return found


def killed(tmp_path: Path, count: int, kills: int, limit_s: float) -> None:
    final, took, recorder = play(tmp_path / "killed", count, kills, seed=kills)
    whole, _, reference = play(tmp_path / "whole", count, 0, seed=0)
    sys.stderr.write(
        f"\nkills: {kills}, full state again after {sorted(took)[len(took) // 2]:.2f} s median, {max(took):.2f} s at "
        f"most; {len(recorder.rows)} values recorded, {recorder.dropped} sACN packets a strict receiver drops\n"
    )
    assert falls(reference) == []
    assert falls(recorder) == []
    top = LOW + STEP * count + len(SLOTS)
    assert max(v for _, n, v in recorder.rows if n[0] == "/") <= top
    assert recorder.terminated == reference.terminated == 0
    assert final == whole
    assert final["/a"] == LOW + STEP * count
    assert max(took) < limit_s, took


def test_three_kills(tmp_path: Path) -> None:
    killed(tmp_path, count=8, kills=3, limit_s=15.0)  # how fast is `make e2e`'s to say


@pytest.mark.e2e
def test_twenty_kills_of_a_show_of_forty_cues(tmp_path: Path) -> None:
    killed(tmp_path, count=40, kills=20, limit_s=2.0)
