"""The one error tree. Every message says what, where and how to repair.

::

    SetpieceError
    +-- InputError          what a person gave us is wrong (exit code 2)
    |   +-- ScriptError     a screenplay that cannot be read
    |   +-- FormatError     one of our own files is damaged or too new
    |   +-- ProductionError the production folder is missing, locked or read-only
    |   +-- PacketError     bytes from the wire that are not what they claim to be
    +-- ConflictError       somebody else changed what we were about to write
    +-- WorkerError         the worker process failed; carries the tail of its log
    +-- MissingExtraError   an optional package is not installed; names the command
"""

from __future__ import annotations


class SetpieceError(Exception):
    """Root of every error Setpiece raises on purpose.

    Args:
        what: One sentence: what is wrong.
        where: File, ``file:line``, scene, shot or field; empty when there is none.
        remedy: What the reader can do about it.
    """

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(self.__str__())

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head.rstrip('.')}. {self.remedy}" if self.remedy else head

    def __reduce__(self) -> tuple[object, ...]:  # errors cross process borders
        return _rebuild, (type(self), self.what, self.where, self.remedy)


def _rebuild(cls: type[SetpieceError], what: str, where: str, remedy: str) -> SetpieceError:
    return cls(what, where=where, remedy=remedy)


class InputError(SetpieceError):
    """What a person gave us cannot be used as it is."""


class ScriptError(InputError):
    """A screenplay that cannot be read at all."""


class FormatError(InputError):
    """One of our own files is damaged, or written by a newer Setpiece."""


class ProductionError(InputError):
    """The production folder is missing, not one of ours, locked or read-only."""


class PacketError(InputError):
    """Bytes from the wire that are not what they claim to be; counted, never fatal to a receiver."""


class ConflictError(SetpieceError):
    """Somebody changed a file between our reading and our writing."""


class WorkerError(SetpieceError):
    """The worker process died or refused; ``remedy`` carries the tail of its log."""


class MissingExtraError(SetpieceError):
    """An optional package is not installed; ``remedy`` is the command that installs it."""
