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
    postures = _first_postures(read, cast)
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


def _first_postures(read: Mapping[int, Paragraph], cast: Sequence[CastMember]) -> dict[int, Posture]:
    out: dict[int, Posture] = {}
    last: int | None = None
    for p in read.values():
        for line in p.lines:
            for k, posture in _line_postures(line, cast, last):
                out.setdefault(k, posture)
            seen = line.seen
            last = seen[0] if seen else last
    return out


def _line_postures(line: Line, cast: Sequence[CastMember], last: int | None) -> list[tuple[int, Posture]]:
    s = line.sentence
    table = _postures()
    found: list[tuple[int, Posture]] = []
    subjects: list[int] = []
    ends = {m.end: m.member for m in line.mentions if m.seen and not s.possessive[m.end - 1]}
    starts = {m.start for m in line.mentions}
    if line.carried:
        subjects = [line.carried[0]]
    elif s.low and s.low[0] in ("they", "both") and len({m.member for m in line.mentions}) == 0 and last is not None:
        subjects = []
    elif not line.mentions and s.low and s.low[0] in table and last is not None:
        subjects = [last]
    joined = False
    for i, word in enumerate(s.low):
        if i in ends:
            k = ends[i]
            subjects = [*subjects, k] if joined and subjects else [k]
            joined = False
        if word == "and" and i + 1 in starts:
            joined = True
        posture = table.get(word)
        if posture is None or not subjects:
            continue
        before = s.low[i - 1] if i else ""
        if before in ("a", "an", "the", "his", "her", "to", "who", "that") and word not in ("sitting", "standing"):
            if before != "who":
                continue
        if word == "stands" and i + 1 < len(s.low) and s.low[i + 1] in ("of", "for"):
            continue
        nearest = [m for m in line.mentions if m.end <= i]
        if nearest and i - nearest[-1].end > 10:
            continue
        object_of = bool(nearest) and nearest[-1].member not in subjects
        if not object_of:
            found.extend((k, posture) for k in subjects)
    low = s.text.lower()
    for phrase in phrases("drive"):
        if " " in phrase and phrase in low and line.seen:
            at = low.index(phrase)
            near = [m for m in line.mentions if m.seen and s.at[m.start] - s.start < at]
            if near:
                found.insert(0, (near[-1].member, "drive"))
    return found


def on_phone(turn: Turn) -> bool:
    """Whether a speech is made into a telephone by somebody in the scene."""
    return any(p in a.lower() for a in turn.asides for p in _PHONE)
