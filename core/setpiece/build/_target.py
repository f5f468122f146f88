"""Where an output may go: the one guard of every ``-o``, so that no report overwrites what it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..errors import InputError
from ._config import FILE

_OWN_FILES = frozenset(
    {FILE, "state.json", "ids.json", "index.json", "breakdown.json", "breakdown.edits.json",
     "breakdown.proposals.json"}
)
_OWN_FOLDERS = frozenset({"script", "scenes", "store"})


def check_output(output: Path, endings: Iterable[str], inputs: Iterable[Path] = ()) -> None:
    """Refuse an output that would destroy something, or that is not what its name says.

    Args:
        output: The file to be written.
        endings: Those it may have, with their dots, small.
        inputs: Files it is made from.

    Raises:
        InputError: It is a folder, one of the inputs, one of a production's own files (``exports/``,
            ``boards/`` and new names beside them are free), or has another ending.
    """
    if output.is_dir():
        raise InputError("is a folder", where=str(output), remedy="Name the file to write in it.")
    allowed = tuple(endings)
    if output.suffix.lower() not in allowed:
        names = " or ".join(filter(None, [", ".join(allowed[:-1]), allowed[-1]]))
        raise InputError("has another ending than its format", where=str(output), remedy=f"End the name in {names}.")
    for source in inputs:
        if _same(output, source):
            raise InputError("is the file to be read", where=str(output), remedy="Write to another name.")
    real = output.resolve()
    for folder in real.parents:
        if (folder / FILE).is_file() and _owns(real.relative_to(folder)):
            raise InputError(
                f"belongs to the production {folder}", where=str(output),
                remedy="Write outside of it, or into its exports/.",
            )  # fmt: skip


def _same(a: Path, b: Path) -> bool:
    try:
        return a.samefile(b)
    except OSError:  # one of them does not exist
        return a.resolve() == b.resolve()


def _owns(inside: Path) -> bool:
    top = inside.parts[0].casefold()
    return top in (_OWN_FILES if len(inside.parts) == 1 else _OWN_FOLDERS)
