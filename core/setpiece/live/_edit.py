"""A cue changed in rehearsal: how far the change reaches is what tracking, cue-only and block are for."""

from __future__ import annotations

import math
from typing import cast

import msgspec

from ..errors import InputError
from ..scene.model import Scene
from ._targets import Target, find_target, outside, read_value
from .model import Cue, CueFile, CueList, Move

Raw = bool | float | str | list[float]


def edited(
    file: CueFile, scene: Scene, list_id: str, cue_id: str, move: Move, *, cue_only: bool = False
) -> CueFile:
    """The file with a move put into a cue, in place of the one it had for that slot.

    The change tracks on to the next cue of the list that moves the slot or is blocked; a blocked cue gets
    a move that keeps what it had. With ``cue_only`` it reaches no further than the cue itself: the next
    one gets the move that puts it back.

    Raises:
        InputError: No such list, cue or target, or a value that it does not take.
    """
    source = next((c for c in file.lists if c.id == list_id), None)
    at = next((i for i, c in enumerate(source.cues) if c.id == cue_id), None) if source else None
    if source is None or at is None:
        raise InputError("there is no such cue.", where=f"{list_id}/{cue_id}", remedy="Name it as cues.toml does.")
    target = find_target(scene, move.target)
    read_value(scene, target, move.to, file.place)
    cues = list(source.cues)
    kept = _tracked(scene, source, at, target)
    cues[at] = _with(scene, cues[at], target, move)
    for later in range(at + 1, len(cues)):
        if _move_of(scene, cues[later], target) is not None:
            break
        if cue_only or cues[later].block:
            cues[later] = _with(scene, cues[later], target, Move(target=move.target, to=kept))
            break
    after = msgspec.structs.replace(source, cues=tuple(cues))
    return msgspec.structs.replace(file, lists=tuple(after if c is source else c for c in file.lists))


def _move_of(scene: Scene, cue: Cue, target: Target) -> Move | None:
    for move in cue.moves:
        try:
            if find_target(scene, move.target).slot == target.slot:
                return move
        except InputError:  # what `live check` tells
            continue
    return None


def _with(scene: Scene, cue: Cue, target: Target, move: Move) -> Cue:
    old = _move_of(scene, cue, target)
    moves = tuple(move if m is old else m for m in cue.moves) if old else (*cue.moves, move)
    return msgspec.structs.replace(cue, moves=moves)


def _tracked(scene: Scene, source: CueList, at: int, target: Target) -> Raw:
    """What the slot shows after cue ``at`` tracks on: its last move, as written, or the scene's own value."""
    for i in range(at, -1, -1):
        cue = source.cues[i]
        found = _move_of(scene, cue, target)
        if found is not None and not cue.cue_only:
            return found.to
    if target.space == "sun":
        return [math.degrees(v) for v in cast("tuple[float, ...]", target.base)]
    value = outside(target.space, target.base)
    return [float(v) for v in cast("tuple[float, ...]", value)] if isinstance(value, tuple) else cast("Raw", value)
