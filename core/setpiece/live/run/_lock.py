"""One show at a time in a folder, and where the one that runs can be reached."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from ...errors import FormatError, ProductionError
from .._engine import Engine
from ._load import JOURNAL_FOLDER, Loaded

_LOCK, _RUNNING = "run.lock", "running.json"


class Running(msgspec.Struct, frozen=True):
    """Ports of the show that runs; 0 for none. What is left by one that was killed is out of date."""

    host: str
    udp_port: int
    tcp_port: int = 0
    web_port: int = 0


@contextmanager
def hold_lock(folder: Path) -> Generator[None]:
    """Be the only one to run this folder's show; the system lets go of the lock when a process dies.

    Raises:
        ProductionError: A show runs here already, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    place = folder / JOURNAL_FOLDER
    place.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as e:
        remedy = "Use its page or OSC, stop it with Ctrl-C there, or `setpiece live run --end`."
        raise ProductionError("a show runs here already", where=str(folder), remedy=remedy) from e
    try:
        yield
    finally:
        (place / _RUNNING).unlink(missing_ok=True)
        lock.release()


def write_running(folder: Path, running: Running) -> None:
    """Say where the show is reached."""
    place = folder / JOURNAL_FOLDER / _RUNNING
    aside = place.with_suffix(".new")
    aside.write_bytes(msgspec.json.encode(running))
    aside.replace(place)


def read_running(folder: Path) -> Running | None:
    """Where the show that runs, or ran last and was killed, is reached; None when there is none."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode((folder / JOURNAL_FOLDER / _RUNNING).read_bytes(), type=Running)
    return None


def end_show(loaded: Loaded) -> bool:
    """End a show that was cut off or stopped, so that the next run begins at its top. False: there was none.

    Raises:
        FormatError: Its journal was written by a newer Setpiece.
        ProductionError: It runs: end it there.
    """
    with hold_lock(loaded.folder):
        engine = Engine(loaded.show, 0, loaded.journal_folder)
        resumed = engine.resumed
        try:
            engine.end()
        except OSError as e:
            raise FormatError(str(e), where=str(loaded.journal_folder), remedy="Free some space.") from e
        return resumed
