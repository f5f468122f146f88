"""A runtime's devices as a receiver: a process of its own asks the runtime, and is started again whenever it ends.

An OpenXR runtime is native code in the asking process: when it crashes, hangs or corrupts memory, that process
is gone. So it is one that nobody misses. What it says is decoded here like any packet, so that takes keep it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shlex
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

import msgspec

from ...errors import InputError, MissingExtraError, WorkerError
from ..model import Source
from ..protocols import protocol_info
from ..receive import Reader, Stream
from ._pipe import POSES, Words, read_frame, words_of

PYTHON = "SETPIECE_OPENXR_PYTHON"
"""Environment variable: the command that starts a Python for the runtime, where it cannot be this one."""
_SPACES = ("stage", "local")
_LOOK_S = 0.1
_LEAVE_S = 2.0
_TAIL_LINES = 12


class Pace(msgspec.Struct, frozen=True):
    """How patient the receiver is, seconds.

    Attributes:
        first_s, longest_s: Wait before it is tried again; doubles from one to the other.
        steady_s: After so long with poses, the next wait is the first one again.
        start_s: Silence allowed from the start to the first word; runtimes take their time.
        silence_s: Silence allowed after it.
    """

    first_s: float = 0.5
    longest_s: float = 8.0
    steady_s: float = 10.0
    start_s: float = 30.0
    silence_s: float = 3.0

    def wait_s(self, failures: int) -> float:
        """The wait after so many failures in a row, from 1."""
        return min(self.longest_s, self.first_s * 2.0 ** min(failures - 1, 30))


class RuntimeReceiver:
    """Asks a runtime until it is closed; has the face of ``receive.Receiver``.

    Args:
        source: ``profile`` names the space, ``stage`` (default) or ``local``; ``rate_hz`` how often it is asked.
        tap: As ``receive.Receiver``: gets what the process said, before it is decoded.
        stream: Another stream than the source's own, for tests.
        command: Another process than our own, for tests.
        pace: How patient it is.

    Raises:
        MissingExtraError: pyopenxr is not installed.
        InputError: No such space.
    """

    def __init__(
        self, source: Source, tap: Callable[[bytes, int], None] | None = None, stream: Stream | None = None,
        command: Sequence[str] | None = None, pace: Pace = Pace(),  # noqa: B008 - frozen
    ) -> None:  # fmt: skip
        self.info = protocol_info(source.protocol)
        space = source.profile or _SPACES[0]
        if space not in _SPACES:
            raise InputError(f"OpenXR has no space {space!r}", where="profile", remedy=f"Known: {', '.join(_SPACES)}.")
        self.stream = stream or Stream(source)
        self.restarts = 0
        self.runtime = ""
        self._trouble = "the OpenXR runtime has not been asked yet"
        self._note = ""
        self._tap, self._pace = tap, pace
        self._command = [*(command or _own_command()), f"{source.rate_hz:g}", space]
        self._closing = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._heard_ns, self._spoke, self._poses_since_ns = 0, False, 0
        self._threads = [
            threading.Thread(target=self._run, name="openxr", daemon=True),
            threading.Thread(target=self._watch, name="openxr watch", daemon=True),
        ]

    @property
    def port(self) -> int:
        """There is none."""
        return 0

    @property
    def where(self) -> str:
        """For people: who is asked."""
        return self.runtime or "this computer's OpenXR runtime"

    @property
    def trouble(self) -> str:
        """Why nothing comes, and what to do; while poses come, what else a person must know, or nothing."""
        return self._trouble or self._note

    def reader(self, capacity: int = 4096) -> Reader:
        """A queue of its own for one consumer."""
        reader = Reader(capacity)
        self.stream.add_sink(reader.put)
        return reader

    def start(self) -> RuntimeReceiver:
        """Begin to ask; returns itself."""
        for thread in self._threads:
            thread.start()
        return self

    def close(self) -> None:
        """Let the process go; safe to call twice."""
        self._closing.set()
        self._let_go()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def __enter__(self) -> RuntimeReceiver:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # --- the thread that listens -----------------------------------------------------------

    def _run(self) -> None:
        failures = 0
        while not self._closing.is_set():
            self._poses_since_ns = 0
            reason = self._once()
            steady_ns = time.monotonic_ns() - (self._poses_since_ns or time.monotonic_ns())
            failures = 1 if steady_ns > self._pace.steady_s * 1e9 else failures + 1
            wait_s = self._pace.wait_s(failures)
            self._trouble = f"{reason} It is tried again every {wait_s:g} s."
            self.restarts += 1
            self._closing.wait(wait_s)

    def _once(self) -> str:
        """One life of the process; why it ended."""
        tail: deque[str] = deque(maxlen=_TAIL_LINES)
        try:
            process = self._spawn()
        except OSError as e:
            return f"{self._command[0]} cannot be started: {e.strerror or e}."
        out, err = process.stdout, process.stderr
        if out is None or err is None:
            raise WorkerError("the process has no pipes", where="openxr")
        drain = threading.Thread(target=_drain, args=(err, tail), name="openxr log", daemon=True)
        drain.start()
        last: Words | None = None
        try:
            while (frame := read_frame(out)) is not None:
                self._heard_ns, self._spoke = time.monotonic_ns(), True
                kind, body = frame
                if kind == POSES:
                    self._took(body)
                else:
                    last = self._told(words_of(body)) or last
        finally:
            process.kill()  # what speaks nonsense is not listened to any longer
            process.wait()
            drain.join()
            for pipe in (out, err):
                pipe.close()
            with contextlib.suppress(OSError):
                if process.stdin:
                    process.stdin.close()
            self._process = None
        return _why(last, process.returncode, tail, self._killed_for_silence)

    def _spawn(self) -> subprocess.Popen[bytes]:
        environment = dict(os.environ)
        known = environment.get("PYTHONPATH", "")
        ours = str(Path(__file__).resolve().parents[3])
        environment["PYTHONPATH"] = os.pathsep.join([ours, known] if known else [ours])
        self._heard_ns, self._spoke, self._killed_for_silence = time.monotonic_ns(), False, False
        process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
        )  # fmt: skip
        self._process = process
        if self._closing.is_set():
            process.kill()
        return process

    def _took(self, packet: bytes) -> None:
        if not self._poses_since_ns:
            self._poses_since_ns = self._heard_ns
            self._trouble = ""
        if self._tap is not None:
            self._tap(packet, self._heard_ns)
        self.stream.take(packet, self._heard_ns)

    def _told(self, words: Words) -> Words | None:
        """Words that matter when it ends."""
        if words.kind in ("running", "waiting"):
            self.runtime = words.text
        if words.kind == "note":
            self._note = words.text
        if words.kind == "waiting":
            self._poses_since_ns = 0
            self._trouble = f"{words.text}: the session is not running yet. Wake the headset."
        return words if words.kind == "failed" else None

    # --- the thread that loses patience ----------------------------------------------------

    def _watch(self) -> None:
        while not self._closing.wait(_LOOK_S):
            process, patience_s = self._process, self._pace.silence_s if self._spoke else self._pace.start_s
            if process is not None and time.monotonic_ns() - self._heard_ns > patience_s * 1e9:
                self._killed_for_silence = True
                process.kill()

    _killed_for_silence = False

    def _let_go(self) -> None:
        process = self._process
        if process is None:
            return
        with contextlib.suppress(OSError, ValueError):
            if process.stdin:
                process.stdin.close()
        try:
            process.wait(_LEAVE_S)
        except subprocess.TimeoutExpired:
            process.kill()


def _own_command() -> list[str]:
    """This Python, or the one that the environment names; run as our own module.

    Raises:
        MissingExtraError: This Python has no pyopenxr.
    """
    named = shlex.split(os.environ.get(PYTHON, ""), posix=os.name != "nt")
    if not named and importlib.util.find_spec("xr") is None:
        raise MissingExtraError(
            "OpenXR needs pyopenxr", where="protocol openxr", remedy='Install it: pip install "setpiece[openxr]".'
        )
    return [*(named or [sys.executable]), "-m", __package__ or "setpiece.tracking.openxr"]


def _drain(pipe: IO[bytes], tail: deque[str]) -> None:
    for line in pipe:
        tail.append(line.decode("utf-8", "replace").rstrip())


def _why(last: Words | None, code: int | None, tail: Sequence[str], silent: bool) -> str:
    """The reason for an end, as a sentence with its remedy."""
    if last is not None:
        return f"{last.text.rstrip('.')}. {last.remedy}".strip()
    if silent:
        return "The OpenXR runtime hung; the process that asked it was stopped."
    if code is not None and code < 0:
        return f"The OpenXR runtime's client crashed (signal {-code})."
    said = next((line for line in reversed(tail) if line.strip()), "")
    return f"The OpenXR runtime's client ended (exit code {code}){': ' + said if said else ''}."
