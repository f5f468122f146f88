"""One way to hear a source, whether it sends packets over a network or must be asked on this computer."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Protocol

from ..model import Source
from ..protocols import ProtocolInfo, protocol_info
from ._reader import Reader
from ._receiver import Receiver
from ._stream import Stream


class Listener(Protocol):
    """What hears a source until it is closed; ``Receiver`` says what each does."""

    info: ProtocolInfo
    stream: Stream

    @property
    def port(self) -> int:
        """The port that is listened to; 0 where there is none."""
        ...

    def reader(self, capacity: int = 4096) -> Reader:
        """A queue of its own for one consumer."""
        ...

    def start(self) -> Listener:
        """Begin; returns itself."""
        ...

    def close(self) -> None:
        """Stop; safe to call twice."""
        ...

    def __enter__(self) -> Listener: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...


def open_receiver(source: Source, tap: Callable[[bytes, int], None] | None = None) -> Listener:
    """What hears the source; not started yet.

    Args:
        source: What to hear.
        tap: Called with every packet as it came, see ``Receiver``.

    Raises:
        InputError: The source cannot be listened to.
        MissingExtraError: It needs a package that is not installed.
    """
    if protocol_info(source.protocol).transport == "runtime":
        from ..openxr import RuntimeReceiver

        return RuntimeReceiver(source, tap)
    return Receiver(source, tap)


def silence_of(listener: Listener) -> str:
    """Why nothing comes, for people; empty when something does."""
    if isinstance(listener, Receiver):
        source = listener.stream.source
        heard = listener.stream.packets
        return "" if heard else f"nothing heard yet on {source.host}:{listener.port} ({listener.info.label})"
    return str(getattr(listener, "trouble", ""))
