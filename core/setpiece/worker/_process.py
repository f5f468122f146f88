"""Starts the worker with two inherited pipes, the same way on every system, without fork."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

PIPES = "SETPIECE_WORKER_PIPES"
"""Environment variable with the worker's two ends: ``read,write`` (descriptors or handles)."""


class Child:
    """A started worker process and our two ends of its pipes."""

    def __init__(self, command: list[str], extra_path: list[str], log: Path) -> None:
        from_child, child_out = os.pipe()
        child_in, to_child = os.pipe()
        env = _environment(extra_path)
        with log.open("ab") as log_file:
            try:
                self.process = _spawn(command, env, child_in, child_out, log_file)
            except OSError:
                os.close(from_child)
                os.close(to_child)
                raise
            finally:
                os.close(child_in)
                os.close(child_out)
        self.incoming: BinaryIO = os.fdopen(from_child, "rb")
        self.outgoing: BinaryIO = os.fdopen(to_child, "wb")

    def close(self, wait_s: float) -> None:
        """Close the pipe, which tells the worker to leave, and see that it does."""
        with contextlib.suppress(OSError):  # gone already is what we want
            self.outgoing.close()
        try:
            self.process.wait(wait_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def release(self) -> None:
        """Free our reading end, after the reader has seen its end."""
        self.incoming.close()


def _environment(extra_path: list[str]) -> dict[str, str]:
    env = dict(os.environ)
    known = env.get("PYTHONPATH", "")
    env["PYTHONPATH"] = os.pathsep.join([*extra_path, known] if known else extra_path)
    env["PYTHONUNBUFFERED"] = "1"
    return env


def _spawn(
    command: list[str], env: Mapping[str, str], read_fd: int, write_fd: int, log_file: BinaryIO
) -> subprocess.Popen[bytes]:
    if sys.platform != "win32":
        named = {**env, PIPES: f"{read_fd},{write_fd}"}
        return subprocess.Popen(  # noqa: S603
            command, env=named, pass_fds=(read_fd, write_fd), stdin=subprocess.DEVNULL, stdout=log_file,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
    import msvcrt

    handles = [msvcrt.get_osfhandle(fd) for fd in (read_fd, write_fd)]
    for handle in handles:
        os.set_handle_inheritable(handle, True)
    start = subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles})
    named = {**env, PIPES: f"{handles[0]},{handles[1]}"}
    return subprocess.Popen(  # noqa: S603
        command, env=named, close_fds=True, startupinfo=start, stdin=subprocess.DEVNULL, stdout=log_file,
        stderr=subprocess.STDOUT,
    )  # fmt: skip


def open_inherited(value: str) -> tuple[BinaryIO, BinaryIO]:
    """The worker's side: (read, write) files from the environment's ``PIPES``.

    Raises:
        ValueError: ``value`` is not two numbers.
    """
    read, write = (int(part) for part in value.split(","))
    if sys.platform == "win32":
        import msvcrt

        read, write = msvcrt.open_osfhandle(read, os.O_RDONLY), msvcrt.open_osfhandle(write, 0)
    return os.fdopen(read, "rb"), os.fdopen(write, "wb")
