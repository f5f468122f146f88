"""Who is in one scene: seen, speaking or only heard, and in what posture the action has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from setpiece.script.model import CastMember, SceneCast

from ._intros import intros, is_role
from ._people import people
from ._postures import postures_of
from ._reading import Paragraph
from ._turns import Turn

_VOICE_WORDS = frozenset(
    "a the voice deep loud soft female male another familiar strange husky gruff raspy hoarse gravelly booming "
    "shrill muffled quiet gentle sweet angry nasal hushed".split()
)
_TO_WHOM = re.compile(r"\bto (?:the )?([^\W\d_][\w'’. -]{1,30}?)\s*(?:$|[,;.)])")
_SEX = {"man": False, "boy": False, "male": False, "woman": True, "girl": True, "female": True}
_HE = {"he": ("he", "him"), "she": ("she", "her")}
_OF_HIM = {"he": frozenset(("he", "him", "his")), "she": frozenset(("she", "her", "hers"))}
_PHONE = ("on phone", "on the phone", "into phone", "into the phone", "over phone", "over the phone")


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
    voiced = _whose_voices(cast, turns, read, owner)
    for turn in turns:
        for name in turn.cue.names:
            k = voiced.get(turn.first, owner.get(name))
            if k is None:
                continue
            speaks.add(k)
            first.setdefault(k, (turn.line, 0))
            if not turn.cue.heard and not _device(cast[k]):
                seen.add(k)
    for turn in turns:
        for k in _addressed(turn, owner):
            seen.add(k)
            first.setdefault(k, (turn.line, 1))
    for paragraph in read.values():
        for line in paragraph.lines:
            for m in line.mentions:
                if m.seen:
                    seen.add(m.member)
                    spot = (line.line, m.start)
                    first[m.member] = min(first.get(m.member, spot), spot)
    for k, line in _called_he(cast, read, seen | speaks):
        seen.add(k)
        first.setdefault(k, (line, 0))
    ages = _ages(read, owner)
    postures = postures_of(turns, read, owner)
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


def _device(member: CastMember) -> bool:
    return bool(set(member.name.lower().split()) & people().voices)


def _called_he(cast: Sequence[CastMember], read: Mapping[int, Paragraph], here: set[int]) -> Iterator[tuple[int, int]]:
    """Who ``He heads for the door`` means where nobody is named before: the only one of that sex with a name."""
    for female, word in ((False, "he"), (True, "she")):
        if any(cast[k].female in (female, None) and not is_role(cast[k].name) for k in here):
            continue
        lines = [x for p in read.values() for x in p.lines if not _OF_HIM[word].isdisjoint(x.sentence.low)]
        line = next((x for x in lines if x.sentence.low[0] == word and len(lines) > 1), None)
        named = [
            k
            for k, c in enumerate(cast)
            if (c.female == female or c.name.lower() in _HE[word]) and not (is_role(c.name) or _device(c))
        ]
        met = {m.member for p in read.values() for x in p.lines for m in x.mentions}
        if line is not None and len(named) == 1 and named[0] not in met and not _presented(read, line.line, female):
            yield named[0], line.line


def _presented(read: Mapping[int, Paragraph], line: int, female: bool) -> bool:
    """Whether somebody without a name comes before a line whom "he" may mean: "A man sits. He waits."."""
    words = [w for p in read.values() for x in p.lines if x.line <= line for w in x.sentence.low]
    return any(people().roles[w].female in (female, None) for w in words if w in people().roles)


def _addressed(turn: Turn, owner: Mapping[str, int]) -> Iterator[int]:
    """Members whom ``(to the driver)``, ``(to Anna)`` has somebody speak to: they are there."""
    if turn.cue.heard or on_phone(turn):
        return
    for aside in turn.asides:
        for m in _TO_WHOM.finditer(aside):
            if m[1].upper() in owner:
                yield owner[m[1].upper()]


def _whose_voices(
    cast: Sequence[CastMember], turns: Sequence[Turn], read: Mapping[int, Paragraph], owner: Mapping[str, int]
) -> dict[int, int]:
    """Turns of a voice without a name -> the one who then comes into view and goes on speaking.

    ``A VOICE: Wait! -- The crowd parts to reveal Karl. -- KARL: It's me.``
    """
    out: dict[int, int] = {}
    speakers = [(t, owner[n]) for t in turns for n in t.cue.names if n in owner]
    shown = sorted((line.line, m.member) for p in read.values() for line in p.lines for m in line.mentions if m.seen)
    for turn, k in speakers:
        words = cast[k].name.lower().split()
        unnamed = words[-1] == "voice" or turn.cue.heard
        if not unnamed or not all(w in _VOICE_WORDS or w.removesuffix("'s") in _SEX for w in words):
            continue
        female = next((_SEX[w.removesuffix("'s")] for w in words if w.removesuffix("'s") in _SEX), None)
        before = {m for line, m in shown if line < turn.line} | {m for t, m in speakers if t.line < turn.line}
        later = {m for t, m in speakers if t.line > turn.line and not t.cue.heard}
        fitting = {m for m in later - before if female is None or cast[m].female in (female, None)}
        who = next((m for line, m in shown if line > turn.line and m in fitting), None)
        if who is not None:
            out[turn.first] = who
    return out


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


def on_phone(turn: Turn) -> bool:
    """Whether a speech is made into a telephone by somebody in the scene."""
    return any(p in a.lower() for a in turn.asides for p in _PHONE)
