"""A thread that waits on sockets: begun once, woken to end, and every socket closed with it."""

from __future__ import annotations

import selectors
import socket
import threading
from types import TracebackType
from typing import Self


class SocketLoop:
    """Calls ``ready`` in a thread of its own for each watched socket that has something; made to be derived from.

    Args:
        name: Of the thread.
    """

    def __init__(self, name: str) -> None:
        self._selector = selectors.DefaultSelector()
        self._wake, self._waker = socket.socketpair()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.watch(self._wake)

    def ready(self, sock: socket.socket) -> None:
        """A watched socket can be read without waiting."""
        raise NotImplementedError

    def watch(self, sock: socket.socket) -> None:
        """Wait for this socket too; it is closed with the loop."""
        self._selector.register(sock, selectors.EVENT_READ)

    def drop(self, sock: socket.socket) -> None:
        """Wait for it no more, and close it."""
        self._selector.unregister(sock)
        sock.close()

    def start(self) -> Self:
        """Begin to listen; returns itself."""
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop listening and free the ports; safe to call twice, and from ``ready``."""
        if self._closing:
            return
        self._closing = True
        self._waker.send(b"x")
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        self._waker.close()
        self._selector.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _run(self) -> None:
        while not self._closing:
            for key, _ in self._selector.select():
                if isinstance(key.fileobj, socket.socket) and key.fileobj is not self._wake and not self._closing:
                    self.ready(key.fileobj)
