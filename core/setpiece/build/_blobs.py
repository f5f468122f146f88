"""Bytes by content in the production's store: step outputs, documents, pictures."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypeVar

import msgspec

from ..errors import FormatError
from ..scene import write_atomic

T = TypeVar("T")


def digest(*parts: bytes | str) -> str:
    """Content hash of the parts (their borders count)."""
    h = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8") if isinstance(part, str) else part
        h.update(len(data).to_bytes(8, "little"))
        h.update(data)
    return h.hexdigest()


def digest_of(value: object) -> str:
    """Content hash of any struct or plain value."""
    return digest(msgspec.json.encode(value, order="deterministic"))


class Blobs:
    """``store/<ab>/<hash>.blob``; writing the same bytes twice writes once."""

    def __init__(self, store: Path) -> None:
        self._store = store

    def path(self, ref: str) -> Path:
        """Where the bytes of ``ref`` lie."""
        return self._store / ref[:2] / f"{ref}.blob"

    def put(self, data: bytes) -> str:
        """Keep bytes; returns their hash."""
        ref = digest(data)
        path = self.path(ref)
        if not self.has(ref):
            write_atomic(path, data, durable=False)
        return ref

    def get(self, ref: str) -> bytes:
        """The bytes of ``ref``.

        Raises:
            FormatError: Missing or damaged.
        """
        path = self.path(ref)
        try:
            data = path.read_bytes()
        except OSError as e:
            raise FormatError("a stored result is missing", where=str(path), remedy=_REBUILD) from e
        if digest(data) != ref:
            raise FormatError("a stored result is damaged", where=str(path), remedy=_REBUILD)
        return data

    def has(self, ref: str) -> bool:
        """Whether the bytes are there, whole."""
        try:
            self.get(ref)
        except FormatError:
            return False
        return True

    def put_struct(self, value: object) -> str:
        """Keep a struct as canonical JSON."""
        return self.put(msgspec.json.encode(value, order="deterministic"))

    def get_struct(self, ref: str, kind: type[T]) -> T:
        """The struct of ``ref``.

        Raises:
            FormatError: Missing, damaged, or of another kind.
        """
        try:
            return msgspec.json.decode(self.get(ref), type=kind)
        except msgspec.DecodeError as e:
            raise FormatError(str(e), where=str(self.path(ref)), remedy=_REBUILD) from e


_REBUILD = "Delete state.json and run `setpiece build`: edits.json and ids.json are kept."
