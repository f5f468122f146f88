"""The commit point: state.json names every generated file by content; readers follow it.

A build writes content into the store, then replaces state.json. Files such as
scenes/<id>/scene.json are copies laid out for people; ``settle`` makes them match the state,
so a process killed at any moment leaves the former state or the new one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import msgspec
from filelock import FileLock, Timeout

from ..errors import ConflictError, FormatError, ProductionError
from ..scene import Document, decode_document, flush_writes, write_atomic, write_document
from ..scene.arrays import Array
from ..scene.model import ArrayRef, Edits
from ..script.breakdown import Corrections, Proposals
from ._blobs import Blobs, digest

FORMAT = "1.0"
_NOTHING: Mapping[str, bytes] = MappingProxyType({})
EDITS = "edits.json"
CORRECTIONS = "breakdown.edits.json"
PROPOSALS = "breakdown.proposals.json"
_LEAVING = "store/leaving.json"
"""Files of the state that was left; removed by ``settle``, also after a kill."""
_COPYING = ".copying-"
"""Temporary files of the copies laid out for people; a kill leaves one, ``settle`` clears it."""
_UNDONE = "store/undone.json"
"""Blobs of ledgers that were undone: their ids stay taken."""
_UNDONE_DRAFTS = "store/undone_drafts.json"
"""Drafts that were undone, and did not come back: a lost state.json does not bring them back either."""


class StepRecord(msgspec.Struct, frozen=True):
    """What a step was given (hash by input name) and what it gave."""

    inputs: dict[str, str]
    output: str


class State(msgspec.Struct, frozen=True):
    """One committed build."""

    format: str = FORMAT
    draft: str = ""
    """The draft under script/ that was built."""
    draft_ref: str = ""
    """Blob of its bytes as built; empty in states of an older Setpiece."""
    former: dict[str, tuple[str, str]] = {}
    """Drafts that were edited in place -> blob as delivered, and as edited: ``settle`` gives the first back."""
    corrections: str = ""
    """Content hash of breakdown.edits.json as built."""
    proposals: str = ""
    """Likewise of breakdown.proposals.json."""
    titled: str = ""
    """The production's title as the contact sheet has it."""
    order: tuple[str, ...] = ()
    """Scene ids in script order."""
    paths: dict[str, str] = {}
    """Generated file, relative to the production -> content hash."""
    steps: dict[str, StepRecord] = {}
    previous: str = ""
    """Blob of the state.json before this one."""


class Workspace:
    """A production folder: its store, state, edits and lock."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.blobs = Blobs(root / "store")
        self._lock = FileLock(root / "store" / ".lock", timeout=20)

    # --- reading ---

    def state(self) -> State | None:
        """The committed state; None before the first build."""
        data = self._state_bytes()
        return None if data is None else _decode_state(data, self.root)

    def _state_bytes(self) -> bytes | None:
        try:
            return (self.root / "state.json").read_bytes()
        except FileNotFoundError:
            return None
        except OSError as e:
            raise ProductionError(
                f"cannot read: {e.strerror}", where=str(self.root / "state.json"), remedy="Check its rights."
            ) from e

    def undone_ledgers(self) -> tuple[str, ...]:
        """Blobs of the ids.json of every state that was undone, oldest first."""
        return tuple(self._names(_UNDONE))

    def undone_drafts(self) -> tuple[str, ...]:
        """Drafts that were undone and did not come back."""
        return tuple(self._names(_UNDONE_DRAFTS))

    def _names(self, path: str) -> list[str]:
        """A small list of names that this class wrote; empty when there is none."""
        try:
            return msgspec.json.decode((self.root / path).read_bytes(), type=list[str])
        except FileNotFoundError:
            return []
        except (OSError, msgspec.DecodeError) as e:
            raise FormatError(str(e), where=str(self.root / path), remedy="Delete this file.") from e

    def edits_bytes(self, scene_id: str) -> bytes:
        """What people changed in a scene, as on disk; empty when nothing."""
        return self.people_wrote(f"scenes/{scene_id}/{EDITS}")

    def people_wrote(self, relative: str) -> bytes:
        """A file of theirs, as on disk; empty when there is none."""
        path = self.root / relative
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as e:
            raise ProductionError(f"cannot read: {e.strerror}", where=str(path), remedy="Check its rights.") from e

    def edits(self, scene_id: str) -> Edits:
        """What people changed in a scene.

        Raises:
            FormatError: The file is damaged.
        """
        return self._edits_document(scene_id).value

    def corrections(self) -> Corrections:
        """What people corrected in the breakdown.

        Raises:
            FormatError: The file is damaged.
        """
        data = self._wrote_something(CORRECTIONS)
        return decode_document(data, Corrections, str(self.root / CORRECTIONS)).value if data else Corrections()

    def proposals(self) -> Proposals:
        """What a program proposed for the breakdown.

        Raises:
            FormatError: The file is damaged.
        """
        data = self._wrote_something(PROPOSALS)
        return decode_document(data, Proposals, str(self.root / PROPOSALS)).value if data else Proposals()

    def _edits_document(self, scene_id: str) -> Document[Edits]:
        data = self._wrote_something(f"scenes/{scene_id}/{EDITS}")
        if not data:
            return Document(Edits())
        return decode_document(data, Edits, str(self._edits_path(scene_id)))

    def _wrote_something(self, relative: str) -> bytes:
        """As ``people_wrote``; a file that is there with nothing in it was lost, and is not "no edits"."""
        data, path = self.people_wrote(relative), self.root / relative
        if not data.strip() and path.exists():
            raise FormatError("the file is empty: a full disk or an interrupted copy lost what was in it",
                              where=str(path),
                              remedy="Bring it back from a backup, or delete the file to go on without what was in it.",
                              )  # fmt: skip
        return data

    def write_edits(self, scene_id: str, edits: Edits) -> None:
        """Replace a scene's edits; whoever read them before holds ``locked`` around both.

        What a newer version wrote into the file and this one does not know stays in it.
        """
        write_document(self._edits_path(scene_id), self._edits_document(scene_id).replaced(edits))

    def _edits_path(self, scene_id: str) -> Path:
        return self.root / "scenes" / scene_id / EDITS

    # --- committing ---

    def put_arrays(self, arrays: dict[ArrayRef, Array]) -> None:
        """Keep arrays in the store."""
        from ..scene import Store

        store = Store(self.root / "store")
        for array in arrays.values():
            store.put(array)

    def commit(
        self, new: State, seen: Mapping[str, str], based_on: State | None, keep: Mapping[str, bytes] = _NOTHING
    ) -> State:
        """Make ``new`` the state, unless somebody moved first.

        Args:
            new: The state to come; its ``previous`` is filled in here.
            seen: Files that people write (relative path) -> hash, as the build read them.
            based_on: The state the build started from.
            keep: Drafts to write when the commit goes through.

        Returns:
            The state as committed (the old one when nothing differs).

        Raises:
            ConflictError: An edit or the state changed since the build read it.
        """
        with self.locked():
            data = self._state_bytes()
            before = None if data is None else _decode_state(data, self.root)
            if before != based_on:
                raise ConflictError("another build finished meanwhile", where=str(self.root), remedy="Build again.")
            for relative, hash_ in seen.items():
                if digest(self.people_wrote(relative)) != hash_:
                    raise ConflictError(
                        "changed while building", where=str(self.root / relative), remedy="Build again."
                    )
            for path, content in keep.items():
                if self.people_wrote(path) != content:
                    write_atomic(self._inside(path), content)
            if before is not None and msgspec.structs.replace(new, previous=before.previous) == before:
                self._settle(before)
                return before
            new = msgspec.structs.replace(new, previous=self.blobs.put(data) if data is not None else "")
            self._replace_state(new, _encode_state(new), before)
            return new

    def undo(self) -> State:
        """Back to the state before the present draft came in, byte for byte.

        The ids that the undone drafts minted stay taken: a scene that comes later never gets the
        id, and the edits, of one that was undone.

        Raises:
            ProductionError: There is none.
        """
        with self.locked():
            now, data, undone = self.state(), b"", list[str]()
            ref = now.previous if now else ""
            step = now
            while now is not None and step is not None and step.draft == now.draft:
                if "ids.json" in step.paths:
                    undone.insert(0, step.paths["ids.json"])
                ref = step.previous
                data = self.blobs.get(ref) if ref else b""
                step = _decode_state(data, self.root) if ref else None
            if step is None:
                raise ProductionError("there is no earlier draft to return to", where=str(self.root))
            kept = self._names(_UNDONE)
            kept.extend(u for u in dict.fromkeys(undone) if u not in kept)
            write_atomic(self.root / _UNDONE, msgspec.json.encode(kept), prefix=_COPYING)
            if now is not None:
                self._restore_drafts(now)
                drafts = [*(d for d in self._names(_UNDONE_DRAFTS) if d != now.draft), now.draft]
                write_atomic(self.root / _UNDONE_DRAFTS, msgspec.json.encode(drafts), prefix=_COPYING)
            self._replace_state(step, data, now)
            return step

    def settle(self) -> None:
        """Make the files on disk match the committed state; touches nothing people own."""
        with self.locked():
            state = self.state()
            if state is not None:
                self._settle(state)

    @contextmanager
    def locked(self) -> Generator[None, None, None]:
        """Nobody else commits, or writes edits, meanwhile: held around read, merge and write.

        Raises:
            ConflictError: Somebody else held it for too long.
            ProductionError: The folder may not be written.
        """
        try:
            (self.root / "store").mkdir(parents=True, exist_ok=True)
            with self._lock:
                yield
        except Timeout as e:
            raise ConflictError(
                "another process is committing", where=str(self.root), remedy="Try again in a moment."
            ) from e
        except PermissionError as e:
            raise ProductionError(
                f"cannot write: {e.strerror}", where=str(self.root), remedy="Check the folder's rights."
            ) from e

    def _replace_state(self, new: State, data: bytes, left: State | None) -> None:
        """The commit itself. What is to go is noted first, so that a kill leaves nothing behind."""
        gone = sorted({*(left.paths if left else {}), *self._names(_LEAVING)} - set(new.paths))
        write_atomic(self.root / _LEAVING, msgspec.json.encode(gone), prefix=_COPYING)
        flush_writes()
        write_atomic(self.root / "state.json", data, prefix=_COPYING)
        self._settle(new)

    def _settle(self, state: State) -> None:
        leaving = self._names(_LEAVING)
        scenes = (*self.root.glob("scenes/*"), *self.root.glob("scenes/*/boards"))
        for folder in (self.root, self.root / "store", self.root / "boards", *scenes):
            for left in folder.glob(f"{_COPYING}*"):
                left.unlink(missing_ok=True)
        for path in leaving:
            target = self._inside(path)
            if path not in state.paths:
                target.unlink(missing_ok=True)
                _remove_if_empty(target.parent, self.root)
        for path, ref in state.paths.items():
            target = self._inside(path)
            if not target.exists() or digest(target.read_bytes()) != ref:
                write_atomic(target, self.blobs.get(ref), durable=False, prefix=_COPYING)  # settle makes it again
        self._restore_drafts(state)
        undone = self._names(_UNDONE_DRAFTS)
        if state.draft in undone:  # it came back, or a kill came before it went
            back = [d for d in undone if d != state.draft]
            write_atomic(self.root / _UNDONE_DRAFTS, msgspec.json.encode(back), prefix=_COPYING)
        if leaving:
            (self.root / _LEAVING).unlink(missing_ok=True)

    def _restore_drafts(self, state: State) -> None:
        """Give drafts that were edited in place their delivered text back, now that the edited one is kept."""
        for path, (delivered, edited) in state.former.items():
            if digest(self.people_wrote(path)) == edited:
                write_atomic(self._inside(path), self.blobs.get(delivered))

    def _inside(self, path: str) -> Path:
        """A state path as a file, refused when it points out of the production."""
        target = (self.root / path).resolve()
        if not target.is_relative_to(self.root.resolve()):
            raise FormatError(f"the path {path!r} leaves the production", where=str(self.root / "state.json"))
        return target


def _encode_state(state: State) -> bytes:
    return msgspec.json.format(msgspec.json.encode(state, order="sorted"), indent=1) + b"\n"


def _decode_state(data: bytes, root: Path) -> State:
    where = str(root / "state.json")
    try:
        state = msgspec.json.decode(data, type=State)
    except msgspec.DecodeError as e:
        raise FormatError(
            str(e), where=where, remedy="Delete state.json and build again: edits and ids are kept."
        ) from e
    if state.format.split(".", 1)[0] != FORMAT.split(".", 1)[0]:
        raise FormatError(f"format {state.format} is newer than this Setpiece", where=where,
                          remedy="Install the Setpiece version that wrote it.")  # fmt: skip
    return state


def _remove_if_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.exists() and not any(folder.iterdir()):
        shutil.rmtree(folder)
        folder = folder.parent


def writable(root: Path) -> None:
    """Raise ProductionError when the production cannot be written."""
    probe = root if root.exists() else root.parent
    if not os.access(probe, os.W_OK):
        raise ProductionError("the folder is read-only", where=str(probe), remedy="Choose another, or its rights.")
