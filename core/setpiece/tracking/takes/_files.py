"""Files that never take another's place, and that are called a part for as long as they are one."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from ...errors import InputError


def part_of(path: Path) -> Path:
    """What a file is called until it is whole: ``12A.part.take`` becomes ``12A.take``.

    Raises:
        InputError: The file, or a part of it, is there already; or its folder is not.
    """
    part = path.with_name(f"{path.stem}.part{path.suffix}")
    for there in (path, part):
        if there.exists():
            remedy = "Choose another name: nothing is written over."
            if there == part:
                remedy = "It is what an interrupted run left, and can be read; rename it, or choose another name."
            raise InputError("is there already", where=str(there), remedy=remedy)
    if not path.parent.is_dir():
        raise InputError("there is no such folder", where=str(path.parent), remedy="Make it first.")
    return part


def settle(part: Path, path: Path) -> None:
    """Give a whole file its name.

    Raises:
        InputError: Somebody else made a file of that name meanwhile; the part keeps its own.
    """
    try:
        path.hardlink_to(part)
    except FileExistsError as e:
        raise InputError("is there already", where=str(path), remedy=f"What was made is whole in {part}.") from e
    except OSError:  # a file system without links
        if path.exists():
            raise InputError("is there already", where=str(path), remedy=f"What was made is whole in {part}.") from None
        part.rename(path)
        return
    part.unlink()


@contextmanager
def new_file(path: Path) -> Generator[Path]:
    """A file to write; it gets its name when all went well, and is taken away otherwise.

    Raises:
        InputError: See ``part_of`` and ``settle``.
    """
    part = part_of(path)
    try:
        yield part
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    settle(part, path)
