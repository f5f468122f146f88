"""Which Blender a worker can run in, and the command that starts it there."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..errors import MissingExtraError

ENV = "SETPIECE_BLENDER"
_ENTRY = "import sys; sys.path += {paths!r}; from setpiece_blender.worker import main; main()"


@dataclass(frozen=True)
class Backend:
    """A Blender that a worker can run in.

    Attributes:
        kind: ``module`` (bpy in this Python) or ``blender`` (the program).
        where: Path of the Python or of Blender.
        version: Of the bpy package; empty for a program that was not asked yet.
    """

    kind: Literal["module", "blender"]
    where: str
    version: str = ""

    def command(self) -> list[str]:
        """The command line that starts the worker; its pipes come by ``PIPES`` in the environment."""
        if self.kind == "module":
            return [self.where, "-m", "setpiece_blender.worker"]
        entry = _ENTRY.format(paths=self.paths())
        return [self.where, "-b", "--factory-startup", "--python-exit-code", "1", "--python-expr", entry]

    def paths(self) -> list[str]:
        """Folders it needs to find setpiece and its Blender end; Blender's own Python also msgspec.

        Another Python with bpy has packages of its own, and ours may be built for another version.
        """
        return _own_folders() if self.kind == "module" else search_paths()


def find_backend() -> Backend:
    """The Blender to use: the bpy module, else ``SETPIECE_BLENDER``, else ``blender`` on PATH.

    Raises:
        MissingExtraError: There is none.
    """
    if importlib.util.find_spec("bpy") is not None:
        try:
            version = importlib.metadata.version("bpy")
        except importlib.metadata.PackageNotFoundError:
            version = ""
        return Backend("module", sys.executable, version)
    named = os.environ.get(ENV)
    if named and not Path(named).is_file():
        raise MissingExtraError(
            f"{ENV} names no program.", where=named, remedy="Point it at the blender executable, or unset it."
        )
    found = named or shutil.which("blender")
    if found:
        return Backend("blender", found)
    raise MissingExtraError(
        "there is no Blender to work in.",
        remedy=f"Run `pip install 'setpiece[blender]'`, or set {ENV} to your blender program.",
    )


def search_paths() -> list[str]:
    """Folders a foreign Python needs to find setpiece, its Blender end and msgspec."""
    folders = [Path(p) for p in _own_folders()]
    spec = importlib.util.find_spec("msgspec")
    if spec is not None and spec.origin:
        folders.append(Path(spec.origin).parents[1])
    return list(dict.fromkeys(str(f) for f in folders))


def _own_folders() -> list[str]:
    here = Path(__file__).resolve().parents[2]
    checkout = here.parent / "blender_addon"
    return [str(f) for f in ([here, checkout] if checkout.is_dir() else [here])]
