"""Settling conflicts: what a person decides about an edit under which the ground moved."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from ..errors import InputError
from ..scene import Conflict, compose
from ..scene import resolve as settle_edits
from ..scene.model import Scene
from ._edits import moved_bases
from ._scene_job import SetStep
from ._state import Workspace
from ._views import Built, open_built


def resolve(root: Path, choice: str, where: str = "") -> tuple[str, ...]:
    """Decide conflicts; the next build takes the decision up.

    Args:
        root: The production.
        choice: ``keep`` (the edit stays and is at peace), ``take`` (the generated value), or
            ``relative`` (what the person changed, done again to the new value).
        where: ``scene:node`` or ``scene:node#property`` as conflicts are listed; empty for all.

    Returns:
        What was decided, as listed.

    Raises:
        InputError: No such choice, no such conflict, or a choice that the conflict does not offer.
    """
    if choice not in ("keep", "take", "relative"):
        raise InputError(f"there is no choice {choice!r}", remedy="Choose keep, take or relative.")
    decided = list[str]()
    with Workspace(root).locked():
        built = open_built(root)
        for scene_id in built.built_scenes:
            decided.extend(_decide(built, scene_id, choice, where))
    if where and not decided:
        raise InputError("there is no such conflict", where=where, remedy="`setpiece build` lists them.")
    return tuple(decided)


def _decide(built: Built, scene_id: str, choice: Literal["keep", "take", "relative"], where: str) -> list[str]:
    generated, conflicts = _conflicts(built, scene_id)
    named = {_name(scene_id, c): c for c in conflicts}
    chosen = {n: c for n, c in named.items() if not where or n == where or n.startswith(f"{where}#")}
    if chosen:
        edits = built.space.edits(scene_id)
        built.space.write_edits(scene_id, settle_edits(generated, edits, [(c, choice) for c in chosen.values()]))
    return list(chosen)


def _name(scene_id: str, conflict: Conflict) -> str:
    return f"{scene_id}:{conflict.node}" + (f"#{conflict.property}" if conflict.property else "")


def _conflicts(built: Built, scene_id: str) -> tuple[Scene, list[Conflict]]:
    """The scene as it is generated without people's moves, and what rubs."""
    blobs, edits = built.space.blobs, built.space.edits(scene_id)
    generated = blobs.get_struct(built.state.paths[f"scenes/{scene_id}/scene.json"], Scene)
    unpinned = blobs.get_struct(built.state.steps[f"{scene_id}/set"].output, SetStep).unpinned
    found = [*compose(generated, edits).conflicts, *moved_bases(edits, unpinned)]
    free = {
        n: msgspec.structs.replace(node, transform=unpinned[n]) if n in unpinned else node
        for n, node in generated.nodes.items()
    }
    return msgspec.structs.replace(generated, nodes=free), found
