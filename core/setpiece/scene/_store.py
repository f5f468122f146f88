"""Arrays by content on disk: canonical little-endian .npy files that readers map into memory."""

from __future__ import annotations

import contextlib
import math
import os
import re
import tempfile
import time
from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np

from ..errors import FormatError, ProductionError
from .arrays import Array, array_hash, canonical
from .model import ArrayRef

_REF = re.compile(r"[0-9a-f]{32}")
_MAGIC = b"\x93NUMPY\x01\x00"
_HEADER = re.compile(
    rb"\{'descr': '(<f4|<f8|<i4|<i8|\|b1|\|u1)', 'fortran_order': False, "
    rb"'shape': \(((?:[0-9]{1,15}, ?)*(?:[0-9]{1,15})?)\), \} *\n"
)
_REMEDY = "Delete it and run `setpiece build`, which makes it again."


_PAUSES_S = (0.01, 0.05, 0.25)
_CAN_SYNC = hasattr(os, "sync")
_UMASK = os.umask(0o022)
os.umask(_UMASK)  # it can only be read by setting it
_MODE = 0o666 & ~_UMASK
"""Temporary files are private; what they become is as readable as any file of the user's."""


class MemoryArrays:
    """An ArraySource over a dict, for tests and for what was only just made."""

    def __init__(self, arrays: Mapping[ArrayRef, Array] | None = None) -> None:
        self._arrays: dict[ArrayRef, Array] = dict(arrays or {})

    def put(self, array: Array) -> ArrayRef:
        """Keep an array; returns its hash."""
        ref = array_hash(array)
        self._arrays[ref] = canonical(array)
        return ref

    def array(self, ref: ArrayRef) -> Array:
        """The array whose content hash is ``ref``. Raises ``KeyError``."""
        return self._arrays[ref]


class Store:
    """``<root>/<ab>/<hash>.npy``; an ArraySource. Writing what is there already writes nothing.

    Many processes may read and write one store: a file appears whole, under its content's name.
    """

    def __init__(self, root: Path | str) -> None:
        self._root = Path(root)

    def path(self, ref: ArrayRef) -> Path:
        """Where the array ``ref`` lies.

        Raises:
            FormatError: ``ref`` is not a content hash (a damaged document could name any file).
        """
        if not _REF.fullmatch(ref):
            raise FormatError(
                f"{ref[:80]!r} is not a content hash.", remedy="The file that names it is damaged."
            )
        return self._root / ref[:2] / f"{ref}.npy"

    def put(self, array: Array) -> ArrayRef:
        """Keep an array; returns its content hash.

        Raises:
            TypeError: A dtype the store does not keep.
            ProductionError: The folder cannot be written.
        """
        ref = array_hash(array)
        path = self.path(ref)
        data = _npy(canonical(array))
        if not path.exists() or path.read_bytes() != data:  # a power cut may have left a part
            write_atomic(path, data, durable=False)
        return ref

    def array(self, ref: ArrayRef) -> Array:
        """The array, mapped into memory, read-only.

        Raises:
            KeyError: The store has no such array.
            FormatError: The file is damaged or cut short.
        """
        path = self.path(ref)
        if not path.exists():
            raise KeyError(ref)
        return _read(path)

    def verify(self, ref: ArrayRef) -> None:
        """Read the whole array and compare it with its hash.

        Raises:
            KeyError: The store has no such array.
            FormatError: The content is not what its name says.
        """
        if array_hash(self.array(ref)) != ref:
            raise FormatError("the stored array is damaged.", where=str(self.path(ref)), remedy=_REMEDY)

    def refs(self) -> tuple[ArrayRef, ...]:
        """Every array in the store, sorted."""
        return tuple(sorted(p.stem for p in self._root.glob("??/*.npy") if _REF.fullmatch(p.stem)))

    def gc(self, live: Collection[ArrayRef]) -> tuple[ArrayRef, ...]:
        """Delete every array that ``live`` does not name; returns what went. Other files stay."""
        gone = tuple(ref for ref in self.refs() if ref not in set(live))
        for ref in gone:
            self.path(ref).unlink(missing_ok=True)
        return gone


def _npy(array: Array) -> bytes:
    """A version 1.0 .npy file (NEP 1). numpy's own writer pads by version; these bytes never change."""
    head = f"{{'descr': '{array.dtype.str}', 'fortran_order': False, 'shape': {array.shape}, }}"
    room = -(len(_MAGIC) + 2 + len(head) + 1) % 64
    text = head.encode("ascii") + b" " * room + b"\n"
    return _MAGIC + len(text).to_bytes(2, "little") + text + array.tobytes()


def _read(path: Path) -> Array:
    # np.load would also take archives and pickles, and evaluate the header as Python.
    try:
        with path.open("rb") as f:
            start = f.read(len(_MAGIC) + 2)
            length = int.from_bytes(start[-2:], "little")
            head = _HEADER.fullmatch(f.read(length))
        size = path.stat().st_size
        if not start.startswith(_MAGIC) or head is None:
            raise ValueError("not in canonical form")
        dtype = np.dtype(head[1].decode())
        shape = tuple(int(n) for n in head[2].decode().split(",") if n.strip())
        offset = len(_MAGIC) + 2 + length
        whole = offset + math.prod(shape) * dtype.itemsize
        if size != whole:
            raise ValueError(f"{size} bytes where {whole} belong")
        if math.prod(shape) == 0:
            return np.zeros(shape, dtype=dtype)
        return np.memmap(path, dtype=dtype, mode="r", offset=offset, shape=shape)
    except (ValueError, OSError) as e:
        raise FormatError(f"the stored array is damaged ({e}).", where=str(path), remedy=_REMEDY) from e


def write_atomic(path: Path, data: bytes, durable: bool = True, prefix: str = ".part-") -> None:
    """Write so that a reader, or a power cut, sees the old bytes or the new, never a part.

    Args:
        path: The file; its folders are made.
        data: All of it.
        durable: False for content that ``flush_writes`` makes safe later, a thousand files at
            once: to wait for the disk file by file is most of a build's time.
        prefix: Of the temporary file, for writers that clear away what a kill left.

    Raises:
        ProductionError: The folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix)
        try:
            with os.fdopen(handle, "wb") as f:
                f.write(data)
                if durable or not _CAN_SYNC:
                    f.flush()
                    os.fsync(f.fileno())
            Path(name).chmod(_MODE)
            _replace(Path(name), path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as e:
        raise ProductionError(
            f"cannot write: {e.strerror}.", where=str(path), remedy="Check rights and free space."
        ) from e


def _replace(source: Path, target: Path) -> None:
    """Put ``source`` in the place of ``target``, waiting for who is just reading it.

    Windows refuses while another process (a virus scanner, an indexer) has either file open.
    """
    for pause_s in _PAUSES_S:
        try:
            source.replace(target)
            return
        except PermissionError:
            time.sleep(pause_s)
    source.replace(target)


def flush_writes() -> None:
    """Wait until everything written so far is on the disk: to be called before naming it in a commit."""
    if _CAN_SYNC:
        os.sync()
