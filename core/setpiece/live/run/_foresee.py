"""Preview against live: what a cue would change, told apart from what is there already."""

from __future__ import annotations

from collections.abc import Mapping

from ...scene import get_property, slot_owner
from ...scene.model import Scene
from ..desk import Foreseen


def foreseen(scene: Scene, now: Mapping[str, object], then: Mapping[str, object]) -> tuple[Foreseen, ...]:
    """The slots of ``then`` whose value is another now; untouched ones are as the scene has them."""
    rows: list[Foreseen] = []
    for slot, value in then.items():
        owner, _, path = slot.partition("#")
        thing = slot_owner(scene, owner)
        before = now[slot] if slot in now else get_property(thing, path)
        if _plain(before) != _plain(value):
            rows.append(Foreseen(slot, str(getattr(thing, "name", "") or owner), before, value))
    return tuple(rows)


def _plain(value: object) -> object:
    """Numbers as fractions of nothing finer than anybody sees."""
    if isinstance(value, (tuple, list)):
        return tuple(_plain(v) for v in value)
    return round(value, 6) if isinstance(value, float) else value
