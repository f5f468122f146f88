"""Board numbers of the cast: given once, then kept, as call sheets and contracts quote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..model import Breakdown, CastMember, SceneBreakdown, SceneCast


class Roll(NamedTuple):
    """The cast by key, in board order."""

    members: dict[str, CastMember]
    numbers: dict[str, int]


def cast_key(member: CastMember | SceneCast) -> str:
    """What identifies a character: the id, or the name before ids are given out."""
    return member.cast_id or member.name.casefold()


def speeches(scene: SceneBreakdown) -> dict[str, int]:
    """How often each speaker has the word in a scene."""
    found: dict[str, int] = {}
    for beat in scene.beats:
        if beat.kind == "dialogue" and beat.speaker:
            found[beat.speaker] = found.get(beat.speaker, 0) + 1
    return found


def call_roll(breakdown: Breakdown, order: Sequence[str], kept: Mapping[str, int]) -> Roll:
    """The whole cast with its numbers.

    Who has a number keeps it. The others get the free numbers from 1 on: speaking parts before
    silent ones, then by first scene, then by speeches, then by name. People who are in a scene but
    not in the cast list are added.

    Args:
        breakdown: Its cast and scenes.
        order: Scene ids in script order.
        kept: Cast id -> number given earlier.
    """
    members = {cast_key(m): m for m in breakdown.cast}
    first: dict[str, int] = {}
    lines: dict[str, int] = {}
    talks = {key for key, m in members.items() if m.speaking}
    for i, scene_id in enumerate(order):
        scene = breakdown.scenes[scene_id]
        for c in scene.cast:
            key = cast_key(c)
            members.setdefault(key, CastMember(c.cast_id, c.name, minor=c.minor, age=c.age))
            first.setdefault(key, i)
            if c.speaking:
                talks.add(key)
        for speaker, count in speeches(scene).items():
            lines[speaker] = lines.get(speaker, 0) + count
    last = len(order)

    def rank(key: str) -> tuple[bool, int, int, str, str]:
        return key not in talks, first.get(key, last), -lines.get(key, 0), members[key].name, key

    numbers = {key: kept[key] for key in members if kept.get(key, 0) > 0}
    taken = set(kept.values())
    free = 1
    for key in sorted((k for k in members if k not in numbers), key=rank):
        while free in taken:
            free += 1
        numbers[key] = free
        taken.add(free)
    board = sorted(members, key=lambda k: (numbers[k], k))
    return Roll({key: members[key] for key in board}, numbers)
