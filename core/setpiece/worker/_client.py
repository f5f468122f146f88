"""Runs jobs in a Blender worker: starts it, listens, cancels, and tries once more after a crash."""

from __future__ import annotations

import contextlib
import os
import queue
import tempfile
import threading
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from .. import errors
from . import protocol
from ._backend import Backend, find_backend
from ._process import Child
from .protocol import Cancel, Error, Hello, Job, Log, Message, Progress, Result

_TAIL_LINES = 25
_START_S = 180.0
_LEAVE_S = 10.0
_SLICE_S = 5.0
PATIENCE_S = 600.0
"""One picture of a heavy scene may take minutes, and says so; ten minutes of silence is a hang."""

OnProgress = Callable[[Progress], None]


class _GoneError(Exception):
    """The process ended, or spoke nonsense, in the middle of a job."""


class _SilentError(Exception):
    """The process lives and says nothing."""


class Worker:
    """A Blender in its own process. Use it as a context manager; it starts at the first job.

    Args:
        backend: Which Blender; found by ``find_backend`` when not given.
        log: File for everything the process prints; a temporary one when not given.
        patience_s: How long a job may neither report nor print anything before it counts as hung.

    Raises:
        MissingExtraError: There is no Blender.
    """

    def __init__(
        self, backend: Backend | None = None, log: Path | None = None, patience_s: float = PATIENCE_S
    ) -> None:
        self.backend = backend or find_backend()
        self._own_log = log is None
        self._log = log or _temporary_log()
        self._patience_s = patience_s
        self._child: Child | None = None
        self._inbox: queue.Queue[Message | errors.WorkerError | None] = queue.Queue()
        self._reader: threading.Thread | None = None
        self._next, self._running = 1, 0
        self._lines: list[str] = []
        self.hello: Hello | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def run(self, name: str, arguments: Mapping[str, Any] | None = None, on_progress: OnProgress | None = None) -> Any:
        """Do one job and return its result (plain values).

        Args:
            name: ``export_blend``, ``render_stills``, ``scan`` ...
            arguments: Plain values (numbers, text, lists, tables).
            on_progress: Called for every progress message.

        Raises:
            SetpieceError: As the job raised it.
            WorkerError: The process died twice, hung, or does not speak our version; the remedy
                carries the tail of its log.
        """
        events = self.events(name, arguments)
        while True:
            try:
                step = next(events)
            except StopIteration as end:
                return end.value
            if on_progress is not None:
                on_progress(step)

    def events(self, name: str, arguments: Mapping[str, Any] | None = None) -> Generator[Progress, None, Any]:
        """As ``run``, but yields progress and returns the result."""
        for attempt in (1, 2):
            try:
                return (yield from self._once(name, dict(arguments or {})))
            except _SilentError as e:
                self._kill()
                raise errors.WorkerError(
                    f"the Blender worker hung during {name!r}: {e}; it was stopped.",
                    where=str(self._log),
                    remedy=f"The end of its log:\n{self.log_tail()}",
                ) from e
            except _GoneError as e:
                code = self._stop()
                if attempt == 2:
                    raise errors.WorkerError(
                        f"the Blender worker died twice during {name!r} ({e}; exit code {code}).",
                        where=str(self._log),
                        remedy=f"The end of its log:\n{self.log_tail()}",
                    ) from e

    def cancel(self) -> None:
        """Ask the running job to stop at its next step; it ends with a ``WorkerError``."""
        child = self._child
        if child is not None and self._running:
            with contextlib.suppress(errors.WorkerError):
                protocol.send(child.outgoing, Cancel(self._running))

    def close(self) -> None:
        """Let the process go. A temporary log goes with it."""
        self._stop()
        if self._own_log:
            with contextlib.suppress(PermissionError):  # Windows, while a scanner looks at it
                self._log.unlink(missing_ok=True)

    def log_tail(self, lines: int = _TAIL_LINES) -> str:
        """The last lines of what the process printed and logged."""
        try:
            printed = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            printed = []
        return "\n".join((self._lines + printed)[-lines:])

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._child.process.pid if self._child is not None else None

    # --- inside ----------------------------------------------------------------------------

    def _once(self, name: str, arguments: dict[str, Any]) -> Generator[Progress, None, Any]:
        child = self._child if self._child is not None else self._start()
        job, self._next = Job(self._next, name, arguments), self._next + 1
        try:
            protocol.send(child.outgoing, job)
        except errors.WorkerError as e:
            if "too long" in e.what:
                raise
            raise _GoneError("its pipe is closed") from e
        self._running = job.id
        finished = False
        try:
            while True:
                message = self._take(self._patience_s, f"no word for {self._patience_s:g} s")
                if isinstance(message, Progress) and message.id == job.id:
                    yield message
                elif isinstance(message, Result) and message.id == job.id:
                    finished = True
                    return message.value
                elif isinstance(message, Error) and message.id == job.id:
                    finished = True
                    raise _as_error(message)
        except (_GoneError, _SilentError):
            finished = True
            raise
        finally:
            if not finished:  # the caller dropped the generator: the job has no one to answer
                self.cancel()
                self._stop()
            self._running = 0

    def _start(self) -> Child:
        self._inbox = queue.Queue()
        try:
            self._child = Child(self.backend.command(), self.backend.paths(), self._log)
        except OSError as e:
            raise errors.WorkerError(
                f"Blender cannot be started: {e.strerror}.", where=self.backend.where, remedy="Check `setpiece doctor`."
            ) from e
        self._reader = threading.Thread(target=_read_all, args=(self._child, self._inbox), daemon=True)
        self._reader.start()
        try:
            hello = self._take(_START_S, "it did not answer")
        except _SilentError as e:
            self._kill()
            raise _GoneError(str(e)) from e
        if not isinstance(hello, Hello) or hello.version != protocol.VERSION:
            self._stop()
            spoken = hello.version if isinstance(hello, Hello) else "nothing we know"
            raise errors.WorkerError(
                f"the worker speaks protocol {spoken}, we speak {protocol.VERSION}.",
                where=self.backend.where,
                remedy="Install the same version of setpiece on both sides.",
            )
        self.hello = hello
        return self._child

    def _take(self, patience_s: float, why: str) -> Message:
        """The next message; whatever is printed meanwhile is a sign of life."""
        printed, silent_s, slice_s = self._printed(), 0.0, min(_SLICE_S, patience_s)
        while True:
            try:
                message = self._inbox.get(timeout=slice_s)
            except queue.Empty:
                silent_s += slice_s
                if (now := self._printed()) != printed:
                    printed, silent_s = now, 0.0
                if silent_s >= patience_s:
                    raise _SilentError(why) from None
                continue
            silent_s = 0.0
            if message is None:
                raise _GoneError("the process ended")
            if isinstance(message, errors.WorkerError):
                raise _GoneError(str(message))
            if isinstance(message, Log):
                self._lines.append(message.text)
                continue
            return message

    def _printed(self) -> int:
        try:
            return self._log.stat().st_size
        except OSError:
            return 0

    def _kill(self) -> None:
        if self._child is not None:
            self._child.process.kill()
        self._stop()

    def _stop(self) -> int | None:
        child, self._child = self._child, None
        if child is None:
            return None
        child.close(_LEAVE_S)
        if self._reader is not None:
            self._reader.join(_LEAVE_S)
        child.release()
        return child.process.returncode


def _temporary_log() -> Path:
    handle, name = tempfile.mkstemp(prefix="setpiece-worker-", suffix=".log")
    os.close(handle)
    return Path(name)


def _read_all(child: Child, inbox: queue.Queue[Message | errors.WorkerError | None]) -> None:
    while True:
        try:
            message = protocol.receive(child.incoming)
        except errors.WorkerError as e:
            inbox.put(e)
            return
        inbox.put(message)
        if message is None:
            return


def _as_error(message: Error) -> errors.SetpieceError:
    kind = getattr(errors, message.kind, errors.WorkerError)
    if not (isinstance(kind, type) and issubclass(kind, errors.SetpieceError)):
        kind = errors.WorkerError
    return kind(message.what, where=message.where, remedy=message.remedy)
