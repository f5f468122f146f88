"""The process that asks the runtime may crash, hang or talk nonsense; who listens goes on and says why."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from setpiece.errors import InputError, MissingExtraError
from setpiece.tracking import Source, Status, read_sources
from setpiece.tracking.openxr import Pace, RuntimeReceiver
from setpiece.tracking.receive import Stream, open_receiver, silence_of

SOURCE = Source(protocol="openxr", rate_hz=200)
QUICK = Pace(first_s=0.02, longest_s=0.1, steady_s=60, start_s=20, silence_s=0.4)
POSES = """
import os, sys, time
from setpiece.tracking.openxr._pipe import *
from setpiece.tracking.openxr._wire import *
def words(kind, text="", remedy=""): os.write(1, framed_words(Words(kind, text, remedy)))
def poses(n, flags=15):
    for i in range(n):
        t = time.monotonic_ns()
        os.write(1, framed(POSES, encode_located([Located("head", flags, (0.0, 1.5, float(i)))], t)))
        time.sleep(0.002)
"""


def asked(tmp_path: Path, body: str, pace: Pace = QUICK, **more) -> RuntimeReceiver:
    """A receiver whose process is the given program."""
    script = tmp_path / "runtime.py"
    script.write_text(POSES + body, encoding="utf-8")
    return RuntimeReceiver(SOURCE, command=[sys.executable, str(script)], pace=pace, **more)


def until(done: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.01)


def test_poses_come_with_their_times_and_a_take_can_hear_them_again(tmp_path) -> None:
    kept: list[tuple[bytes, int]] = []
    body = "words('running', 'a runtime')\nposes(20)\nsys.stdin.read()"
    with asked(tmp_path, body, tap=lambda data, at: kept.append((data, at))) as receiver:
        reader = receiver.reader()
        until(lambda: receiver.stream.packets == 20)
        samples = reader.drain()
        assert receiver.where == "a runtime"
        assert receiver.trouble == silence_of(receiver) == ""
    assert [s.position_m for s in samples] == [(0.0, -float(i), 1.5) for i in range(20)]
    assert all(a.capture_ns < b.capture_ns <= b.receive_ns for a, b in zip(samples, samples[1:], strict=False))
    again = Stream(SOURCE)
    assert [s for data, at in kept for s in again.take(data, at)] == samples


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")
def test_a_crash_of_the_client_library_is_a_pause(tmp_path) -> None:
    body = "words('running')\nposes(5)\nimport ctypes\nctypes.string_at(0)"
    with asked(tmp_path, body) as receiver:
        until(lambda: receiver.restarts >= 3)
        trouble = receiver.trouble
        until(lambda: receiver.stream.packets >= 20)
    assert receiver.stream.refused == 0
    assert trouble == "" or "crashed (signal 11)" in trouble


def test_a_hanging_runtime_is_ended_and_asked_again(tmp_path) -> None:
    troubles = set()
    with asked(tmp_path, "poses(3)\ntime.sleep(60)") as receiver:
        until(lambda: troubles.add(receiver.trouble) or receiver.restarts >= 2)
        until(lambda: receiver.stream.packets >= 9)
    assert any("hung" in t for t in troubles)


def test_nonsense_is_not_listened_to(tmp_path) -> None:
    with asked(tmp_path, "poses(2)\nos.write(1, b'Segmentation fault' * 999)\ntime.sleep(60)") as receiver:
        until(lambda: receiver.restarts >= 2)
        assert receiver.stream.packets >= 4


def test_why_there_is_no_runtime_is_said_with_the_remedy(tmp_path) -> None:
    with asked(tmp_path, "words('failed', 'no OpenXR runtime answers', 'Start it.')\nsys.exit(1)") as receiver:
        until(lambda: receiver.restarts >= 6)
        assert receiver.trouble == "no OpenXR runtime answers. Start it. It is tried again every 0.1 s."
        assert silence_of(receiver) == receiver.trouble


def test_a_traceback_is_quoted(tmp_path) -> None:
    with asked(tmp_path, "raise RuntimeError('libopenxr says no')") as receiver:
        until(lambda: receiver.restarts >= 1)
        assert "ended (exit code 1): RuntimeError: libopenxr says no" in receiver.trouble


def test_a_command_that_does_not_exist(tmp_path) -> None:
    with RuntimeReceiver(SOURCE, command=[str(tmp_path / "nothing")], pace=QUICK) as receiver:
        until(lambda: receiver.restarts >= 2)
        assert "cannot be started" in receiver.trouble


def test_waits_double_up_to_the_longest() -> None:
    assert [Pace().wait_s(n) for n in range(1, 8)] == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert Pace().wait_s(10**6) == 8.0


def test_a_lost_headset_is_told_and_its_numbers_are_not(tmp_path) -> None:
    with asked(tmp_path, "poses(3)\nposes(3, flags=12)\nposes(3, flags=7)\nsys.stdin.read()") as receiver:
        reader = receiver.reader()
        until(lambda: receiver.stream.packets == 9)
        samples = reader.drain()
    states = [(s.status, s.position_m is None) for s in samples]
    assert states == [(Status.GOOD, False)] * 3 + [(Status.LOST, True)] * 3 + [(Status.DEGRADED, False)] * 3


def test_a_space_laid_anew_stays_on_the_monitor(tmp_path) -> None:
    with asked(tmp_path, "poses(3)\nwords('note', 'laid anew')\nposes(3)\nsys.stdin.read()") as receiver:
        until(lambda: receiver.stream.packets == 6)
        assert silence_of(receiver) == "laid anew"


@pytest.mark.parametrize("body", ["time.sleep(60)", "poses(10**6)", "sys.stdin.read()"])
def test_closing_ends_the_process_whatever_it_does(tmp_path, body) -> None:
    receiver = asked(tmp_path, body).start()
    until(lambda: receiver._process)
    process = receiver._process
    assert process is not None
    receiver.close()
    receiver.close()
    assert process.poll() is not None


def test_without_pyopenxr_the_install_command_is_named(monkeypatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.delenv("SETPIECE_OPENXR_PYTHON", raising=False)
    with pytest.raises(MissingExtraError, match=r'pip install "setpiece\[openxr\]"'):
        open_receiver(SOURCE)


def test_what_tracking_toml_says(tmp_path) -> None:
    path = tmp_path / "tracking.toml"
    path.write_text('[[source]]\nprotocol = "openxr"\nrate_hz = 90\nprofile = "local"\n', encoding="utf-8")
    (source,) = read_sources(path)
    receiver = RuntimeReceiver(source, command=["x"])
    assert receiver._command == ["x", "90", "local"]
    with pytest.raises(InputError, match="no space 'floor'"):
        RuntimeReceiver(Source(protocol="openxr", profile="floor"), command=["x"])
