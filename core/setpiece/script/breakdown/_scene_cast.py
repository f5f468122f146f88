"""Who is in one scene: seen, speaking or only heard, and in what posture the action first finds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from setpiece.script.model import CastMember, SceneCast

from ._intros import intros
from ._people import people
from ._reading import Line, Paragraph
from ._turns import Turn
from ._verbs import phrases

Posture = Literal["stand", "sit", "lie", "kneel", "drive", "walk", "run", ""]
_REACH = 10
_ORDER: tuple[Posture, ...] = ("sit", "lie", "kneel", "drive", "run", "walk", "stand")
_PHONE = ("on phone", "on the phone", "into phone", "into the phone", "over phone", "over the phone")


@cache
def _postures() -> dict[str, Posture]:
    return {w: name for name in reversed(_ORDER) for w in phrases(name) if " " not in w}


def owner_names(cast: Sequence[CastMember]) -> dict[str, int]:
    """Every name and alias -> index into the cast."""
    out: dict[str, int] = {}
    for k, member in enumerate(cast):
        for name in (member.name, *member.aliases):
            out.setdefault(name, k)
    return out


def ref(member: CastMember) -> str:
    """The id that beats use for a member; the name while none is minted."""
    return member.cast_id or member.name


def scene_cast(
    cast: Sequence[CastMember], turns: Sequence[Turn], read: Mapping[int, Paragraph]
) -> tuple[SceneCast, ...]:
    """The scene's people in order of appearance."""
    owner = owner_names(cast)
    first: dict[int, tuple[int, int]] = {}
    seen: set[int] = set()
    speaks: set[int] = set()
    for turn in turns:
        for name in turn.cue.names:
            k = owner.get(name)
            if k is None:
                continue
            speaks.add(k)
            first.setdefault(k, (turn.line, 0))
            device = bool(set(cast[k].name.lower().split()) & people().voices)
            if not turn.cue.heard and not device:
                seen.add(k)
    for paragraph in read.values():
        for line in paragraph.lines:
            for m in line.mentions:
                if m.seen:
                    seen.add(m.member)
                    spot = (line.line, m.start)
                    first[m.member] = min(first.get(m.member, spot), spot)
    ages = _ages(read, owner)
    postures = _first_postures(read)
    out: list[SceneCast] = []
    for k in sorted(seen | speaks, key=lambda k: (first[k], k)):
        member = cast[k]
        age = ages.get(k, member.age)
        out.append(
            SceneCast(
                cast_id=member.cast_id,
                name=member.name,
                speaking=k in speaks,
                heard_only=k not in seen,
                minor=age < 18 if k in ages and age is not None else member.minor,
                female=member.female,
                age=age,
                posture=postures.get(k, ""),
            )
        )
    return tuple(out)


def _ages(read: Mapping[int, Paragraph], owner: Mapping[str, int]) -> dict[int, int]:
    out: dict[int, int] = {}
    for p in read.values():
        if not any(c.isdigit() for c in p.text) and "old" not in p.text:
            continue
        for intro in intros(p.element.text):
            k = owner.get(intro.name)
            if k is not None and intro.age is not None:
                out.setdefault(k, intro.age)
    return out


def _first_postures(read: Mapping[int, Paragraph]) -> dict[int, Posture]:
    out: dict[int, Posture] = {}
    last: int | None = None
    for p in read.values():
        for line in p.lines:
            for k, posture in _line_postures(line, last):
                out.setdefault(k, posture)
            seen = line.seen
            last = seen[0] if seen else last
    return out


def _line_postures(line: Line, last: int | None) -> list[tuple[int, Posture]]:
    s = line.sentence
    table = _postures()
    found: list[tuple[int, Posture]] = []
    ends = {m.end: m.member for m in line.mentions if m.seen and not s.possessive[m.end - 1]}
    starts = {m.start for m in line.mentions}
    subjects = list(line.carried[:1])
    if not subjects and not line.mentions and s.low[0] in table and last is not None:
        subjects = [last]  # "Sits." has its subject in the line before
    joined = False
    for i, word in enumerate(s.low):
        if i in ends:
            k = ends[i]
            subjects = [*subjects, k] if joined and subjects else [k]
            joined = False
        if word == "and" and i + 1 in starts:
            joined = True
        posture = table.get(word)
        if posture is not None and subjects and _does(line, i, subjects):
            found.extend((k, posture) for k in subjects)
    return [*_at_the_wheel(line), *found]


def _does(line: Line, i: int, subjects: Sequence[int]) -> bool:
    """Whether the posture word ``i`` is said of ``subjects``: near enough, and a verb."""
    s = line.sentence
    before = s.low[i - 1] if i else ""
    after = s.low[i + 1] if i + 1 < len(s.low) else ""
    if before in ("a", "an", "the", "his", "her", "to", "that") and s.low[i] not in ("sitting", "standing"):
        return False
    if s.low[i] == "stands" and after in ("of", "for"):
        return False
    nearest = [m for m in line.mentions if m.end <= i]
    return not nearest or (i - nearest[-1].end <= _REACH and nearest[-1].member in subjects)


def _at_the_wheel(line: Line) -> list[tuple[int, Posture]]:
    s = line.sentence
    low = s.text.lower()
    for phrase in phrases("drive"):
        if " " in phrase and phrase in low:
            at = low.index(phrase)
            near = [m for m in line.mentions if m.seen and s.at[m.start] - s.start < at]
            if near:
                return [(near[-1].member, "drive")]
    return []


def on_phone(turn: Turn) -> bool:
    """Whether a speech is made into a telephone by somebody in the scene."""
    return any(p in a.lower() for a in turn.asides for p in _PHONE)
