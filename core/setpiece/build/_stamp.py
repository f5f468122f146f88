"""Which production a folder is: what an exported file carries, so that no other film takes it in.

The name comes from the first draft, which is kept for good: no clock and no chance, a copy of the
folder is the same production, and folders made before there were stamps have one too.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from ._blobs import digest
from ._config import read_production
from ._drafts import built_draft
from ._state import Workspace


class Stamp(msgspec.Struct, frozen=True):
    """What a host keeps with a scene; the title is for messages."""

    id: str = ""
    title: str = ""


def stamp_of(root: Path) -> Stamp:
    """The production's stamp: ``id`` of production.toml, else the first draft's content.

    Raises:
        ProductionError: ``root`` is no production.
        FormatError: Its production.toml is wrong.
    """
    production = read_production(root)
    return Stamp(production.id or _of_first_draft(root), production.title)


def _of_first_draft(root: Path) -> str:
    files = [p for p in (root / "script").glob("*") if p.is_file() and not p.name.startswith(".")]
    drafts = sorted(p for p in files if p.name.split("_")[0].isdigit()) or sorted(files)
    if not drafts:
        return ""
    space = Workspace(root)
    state, first = space.state(), drafts[0]
    mine = state is not None and state.draft == f"script/{first.name}"
    data = built_draft(space, state) if state is not None and mine else first.read_bytes()
    # Version control may turn line ends; that makes no other film. Nor does work on the draft in its own file.
    return digest(data.replace(b"\r\n", b"\n"))[:16]
