"""Drafts as files under script/: which one is built, which comes next, what becomes of one that was edited there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import FormatError, ProductionError
from ..names import file_safe
from ._blobs import digest
from ._draft import read_draft_bytes
from ._state import State, Workspace


@dataclass(frozen=True)
class DraftFile:
    """The draft of a build and what its commit does under script/.

    Attributes:
        name: Where it lies, relative to the production.
        data: Its bytes.
        keep: Files to write when the commit goes through.
        former: Drafts that were edited in place -> content hash as delivered, and as edited.
        seen: Files as read -> content hash: a commit refuses when one is another by then.
        edited: The draft that was edited in place, and the name its new text is kept under.
    """

    name: str
    data: bytes
    keep: Mapping[str, bytes] = field(default_factory=dict)
    former: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    edited: tuple[str, str] | None = None


def draft_path(name: str, number: int) -> str:
    """Where draft ``number`` goes that was delivered as ``name``."""
    return f"script/{number:03d}_{file_safe(name)}"


def built_draft(space: Workspace, state: State) -> bytes:
    """The bytes that a state was built from, whatever became of the file since.

    Raises:
        FormatError: They are kept no more, or damaged.
        ScriptError: A state of an older Setpiece, which kept none, and the file cannot be read.
    """
    path = space.root / state.draft
    if not state.draft_ref:
        return read_draft_bytes(path)
    try:
        return space.blobs.get(state.draft_ref)
    except FormatError:
        data = space.people_wrote(state.draft)
        if digest(data) != state.draft_ref:
            raise
        return data


def edited_draft(space: Workspace, state: State) -> bytes | None:
    """What a person made of a state's draft in its own file; None when it is as it was built, or gone.

    Line ends do not count: version control may turn them.
    """
    path = space.root / state.draft
    if not state.draft_ref or not path.exists():
        return None
    found = read_draft_bytes(path)
    if digest(found) == state.draft_ref or _lines(found) == _lines(built_draft(space, state)):
        return None
    return found


def _lines(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def present_draft(space: Workspace, base: State | None) -> DraftFile:
    """The draft a build takes: the state's own, or what a person made of it in place as the next draft.

    Raises:
        ProductionError: There is no draft.
        ScriptError: It cannot be read.
    """
    if base is None:
        name = _newest(space)
        data = read_draft_bytes(space.root / name)
        return DraftFile(name, data, seen={name: digest(data)})
    found = edited_draft(space, base)
    if found is None:
        data, on_disk = built_draft(space, base), space.people_wrote(base.draft)
        keep = {} if on_disk else {base.draft: data}
        return DraftFile(base.draft, data, keep, base.former, {base.draft: digest(on_disk)})
    name = _next(space, Path(base.draft).name.split("_", 1)[-1], found, base)
    return DraftFile(
        name, found, {name: found}, {base.draft: (base.draft_ref, digest(found))},
        {base.draft: digest(found), name: digest(space.people_wrote(name))}, (base.draft, name),
    )  # fmt: skip


def coming_draft(space: Workspace, base: State | None, script: Path, data: bytes) -> DraftFile:
    """Where a new draft goes. The present draft again is no new one; nor is one that was undone."""
    if base is None:
        name = _next(space, script.name, data, None)
        return DraftFile(name, data, {name: data}, seen={name: digest(space.people_wrote(name))})
    now = present_draft(space, base)
    if now.data == data:
        return now
    if base.draft_ref and digest(data) == base.draft_ref:
        name = base.draft
    elif now.edited is None:
        name = _next(space, script.name, data, base)
    else:
        name = draft_path(script.name, 1 + _number(now.name))
    keep = now.keep if name == base.draft else {**now.keep, name: data}
    former = now.former if now.edited or name == base.draft else {}
    seen = {name: digest(space.people_wrote(name)), **now.seen}
    return DraftFile(name, data, keep, former, seen, now.edited)


def _next(space: Workspace, name: str, data: bytes, base: State | None) -> str:
    """The next number; or the last file when it holds these very bytes and is not the one they replace."""
    files = _files(space)
    for path in files[-1:]:
        if (base is None or f"script/{path.name}" != base.draft) and read_draft_bytes(path) == data:
            return f"script/{path.name}"
    return draft_path(name, 1 + (_number(files[-1].name) if files else 0))


def _newest(space: Workspace) -> str:
    """The last draft that was not undone; the last of all when every one was."""
    files, undone = _files(space), space.undone_drafts()
    names = [f"script/{p.name}" for p in files]
    if not names:
        raise ProductionError("there is no script", where=str(space.root / "script"), remedy="Put the draft there.")
    return ([n for n in names if n not in undone] or names)[-1]


def _files(space: Workspace) -> list[Path]:
    kept = (p for p in (space.root / "script").glob("*") if p.is_file() and not p.name.startswith("."))
    return sorted(kept, key=lambda p: (_number(p.name), p.name))


def _number(name: str) -> int:
    head = Path(name).name.split("_")[0]
    return int(head) if head.isdecimal() else 0
