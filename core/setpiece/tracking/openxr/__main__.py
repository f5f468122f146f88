"""The process that holds the runtime's client library: when that crashes or hangs, only this ends.

``python -m setpiece.tracking.openxr RATE_HZ SPACE``; frames on standard output, the end of standard input
is the order to leave, so that it never outlives who started it.
"""

from __future__ import annotations

import os
import sys
import threading
import time

from ...errors import SetpieceError
from ._pipe import POSES, Words, framed, framed_words
from ._runtime import Runtime
from ._wire import encode_located

_PATIENCE_S = 1.0
_WAITING_NS = 50_000_000
_MOVED = "The OpenXR runtime laid its space anew (recentred?): align the tracker to the volume again."


class _Mouth:
    """Standard output, kept for frames: what libraries print goes where errors go."""

    def __init__(self) -> None:
        self._fd = os.dup(1)
        os.dup2(2, 1)

    def say(self, frame: bytes) -> None:
        """Write all of it."""
        rest = memoryview(frame)
        while rest:
            rest = rest[os.write(self._fd, rest) :]


def main() -> int:
    """Ask until the end; 0 when told to leave."""
    rate_hz, space = float(sys.argv[1]), sys.argv[2]
    mouth, leaving = _Mouth(), threading.Event()
    threading.Thread(target=_listen, args=(leaving,), daemon=True).start()
    try:
        _ask(mouth, leaving, rate_hz, space)
    except BrokenPipeError:
        return 0
    except SetpieceError as e:
        mouth.say(framed_words(Words("failed", e.what, e.remedy)))
        return 1
    return 0


def _listen(leaving: threading.Event) -> None:
    while sys.stdin.buffer.read(4096):
        pass
    leaving.set()
    time.sleep(_PATIENCE_S)
    os._exit(0)  # the runtime does not let go


def _ask(mouth: _Mouth, leaving: threading.Event, rate_hz: float, space: str) -> None:
    runtime = Runtime(space)
    who = f"{runtime.name}, {runtime.system}, space {runtime.space}"
    state, period_ns, moved = "", round(1e9 / rate_hz), 0
    due_ns = time.monotonic_ns()
    while not leaving.wait(max(0.0, (due_ns - time.monotonic_ns()) * 1e-9)):
        before, state = state, runtime.step()
        if state == "running":
            if before != state:
                mouth.say(framed_words(Words("running", who)))
            time_ns, devices = runtime.locate()
            mouth.say(framed(POSES, encode_located(devices, time_ns)))
        else:
            mouth.say(framed_words(Words("waiting", who)))  # also says that this process lives
        if runtime.moved != moved:
            moved = runtime.moved
            mouth.say(framed_words(Words("note", _MOVED)))
        step_ns = period_ns if state == "running" else max(period_ns, _WAITING_NS)
        due_ns += step_ns
        now_ns = time.monotonic_ns()
        if due_ns < now_ns - step_ns:  # one late pose is caught up with, a pause is not
            due_ns = now_ns
    runtime.close()


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # the client library's own threads may not end by themselves
