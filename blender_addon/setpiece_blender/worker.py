"""The Blender end of the worker: reads jobs from its pipe, does them, says how it goes.

Started by ``setpiece.worker`` as ``python -m setpiece_blender.worker`` or inside ``blender -b``.
"""

from __future__ import annotations

import os
import platform
import sys
import threading
import time
import traceback
from typing import BinaryIO

import bpy

from setpiece.errors import SetpieceError, WorkerError
from setpiece.worker import protocol
from setpiece.worker._process import PIPES, open_inherited
from setpiece.worker.protocol import Cancel, Error, Hello, Job, Progress, Result

from .jobs import JOBS


class CancelledError(WorkerError):
    """The client asked the job to stop."""


class Reporter:
    """What a job says while it works; raises when it should stop."""

    def __init__(self, stream: BinaryIO, lock: threading.Lock, job_id: int, stop: threading.Event) -> None:
        self._stream, self._lock, self._id, self._stop = stream, lock, job_id, stop
        self._begun = time.monotonic()

    def step(self, done: int, total: int, text: str = "") -> None:
        """``done`` of ``total`` steps are done.

        Raises:
            CancelledError: The client does not want the result any more.
        """
        if self._stop.is_set():
            raise CancelledError("the job was cancelled.")
        spent = time.monotonic() - self._begun
        remaining = spent / done * (total - done) if done else -1.0
        with self._lock:
            protocol.send(self._stream, Progress(self._id, done, total, text, remaining))


class _Server:
    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        self._in, self._out = incoming, outgoing
        self._lock = threading.Lock()
        self._jobs: list[Job] = []
        self._ready = threading.Condition()
        self._ended = False
        self._stops: dict[int, threading.Event] = {}

    def serve(self) -> None:
        """Jobs run here, on the main thread, where Blender wants them; a thread listens."""
        self._send(Hello(protocol.VERSION, bpy.app.version_string, platform.python_version()))
        threading.Thread(target=self._listen, daemon=True).start()
        while (job := self._next()) is not None:
            self._do(job)

    def _listen(self) -> None:
        while True:
            try:
                message = protocol.receive(self._in)
            except WorkerError:
                message = None
            with self._ready:
                if message is None:
                    self._ended = True
                    for stop in self._stops.values():
                        stop.set()
                elif isinstance(message, Job):
                    self._stops[message.id] = threading.Event()
                    self._jobs.append(message)
                elif isinstance(message, Cancel) and message.id in self._stops:
                    self._stops[message.id].set()
                self._ready.notify()
            if message is None:
                return

    def _next(self) -> Job | None:
        with self._ready:
            while not self._jobs and not self._ended:
                self._ready.wait()
            return self._jobs.pop(0) if self._jobs else None

    def _do(self, job: Job) -> None:
        stop = self._stops[job.id]
        try:
            work = JOBS.get(job.name)
            if work is None:
                raise WorkerError(f"there is no job {job.name!r}.", remedy=f"Known: {', '.join(sorted(JOBS))}.")
            report = Reporter(self._out, self._lock, job.id, stop)
            answer: Result | Error = Result(job.id, work(report, **job.arguments))
        except SetpieceError as e:
            answer = Error(job.id, type(e).__name__, e.what, e.where, e.remedy)
        except Exception as e:  # noqa: BLE001 - the worker outlives a job that fails
            traceback.print_exc()
            lines = traceback.format_exc().strip().splitlines()[-6:]
            answer = Error(job.id, "WorkerError", f"{job.name} failed: {type(e).__name__}: {e}.", "", "\n".join(lines))
        finally:
            self._stops.pop(job.id, None)
        self._send(answer)

    def _send(self, message: protocol.Message) -> None:
        with self._lock:
            protocol.send(self._out, message)


def main() -> None:
    """Serve until the client closes the pipe, then leave without Blender's own goodbye.

    Some Blender versions hang or crash when the interpreter ends with handlers registered, and
    nobody may wait for that: flush, then ``os._exit``.
    """
    code = 1
    try:
        pipes = os.environ.pop(PIPES, "")
        if not pipes:
            sys.stderr.write("This is Setpiece's worker; setpiece.worker.Worker starts it.\n")
            code = 2
            return
        incoming, outgoing = open_inherited(pipes)
        _Server(incoming, outgoing).serve()
        code = 0
    except WorkerError as e:
        sys.stderr.write(f"{e}\n")
    except Exception:  # noqa: BLE001 - the last line of defence: log it, then leave
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
