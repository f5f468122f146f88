"""What people call the things a report names by id: scene numbers, and names of pieces, lights, cameras."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ..errors import FormatError
from ..scene.model import Edits, Scene
from ..script.model import Breakdown
from ._blobs import Blobs
from ._index import scene_numbers
from ._state import State

_TOKEN = re.compile(r"[\w.\-]+")


def former_numbers(blobs: Blobs, base: State | None) -> dict[str, str]:
    """Scene id -> number in the draft of the former build, of scenes that were never built too."""
    ref = base.paths.get("breakdown.json", "") if base is not None else ""
    if base is None or not ref:
        return {}
    try:
        return scene_numbers(base.order, blobs.get_struct(ref, Breakdown))
    except (FormatError, KeyError):  # the former build is damaged: its numbers are only for reading
        return {}


def node_names(
    blobs: Blobs, states: Sequence[State], edits: Mapping[str, Edits], texts: Iterable[str]
) -> dict[str, str]:
    """Node id -> name, for the nodes that ``texts`` mention.

    Args:
        blobs: The store.
        states: Where to look, the last one wins: what is gone is in the former state only.
        edits: By scene id: only these scenes are searched; what people added is named there.
        texts: Ids between anything that is no letter, figure, dot or hyphen.
    """
    mentioned = {token.rstrip(".") for text in texts for token in _TOKEN.findall(text)}
    names: dict[str, str] = {}
    for scene_id, made in edits.items():
        found = {n.id: n.name for n in (*made.held.values(), *made.added.values())}
        for ref in (s.paths.get(f"scenes/{scene_id}/composed.json") for s in states):
            if ref is not None and blobs.has(ref):
                found.update({i: n.name for i, n in blobs.get_struct(ref, Scene).nodes.items()})
        names.update({i: name for i, name in found.items() if name and i in mentioned})
    return dict(sorted(names.items()))
