"""How the action holds people: who sits, lies, kneels or walks, and which of it lasts for most of a scene."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from ._reading import Line, Paragraph
from ._turns import Turn
from ._verbs import phrases

Posture = Literal["stand", "sit", "lie", "kneel", "drive", "walk", "run", ""]
_REACH = 10
_ORDER: tuple[Posture, ...] = ("sit", "lie", "kneel", "drive", "run", "walk", "stand")
_STATES = frozenset("seated asleep perched slumped sprawled unconscious crouched huddled sleeps waits hunkers".split())
_MIGHT = frozenset(
    "can could cannot can't couldn't to not never would wouldn't must don't doesn't didn't might may should".split()
)
_GOING: tuple[Posture, ...] = ("walk", "run")
_UP = frozenset({"rises", "stands", "gets", "stand", "jumps", "climbs", "springs", "scrambles"})
_READ_S, _SPOKEN_S = 0.25, 0.4
"""Seconds that a word of action and a word of speech play."""


@cache
def _postures() -> dict[str, Posture]:
    return {w: name for name in reversed(_ORDER) for w in phrases(name) if " " not in w}


@dataclass
class _Held:
    """One person's postures as time goes by."""

    since: float
    now: Posture = ""
    first: Posture = ""
    lasting: bool = False
    """Of a walk: it was said as something that goes on ("walking")."""
    spent: dict[Posture, float] = field(default_factory=dict)

    def until(self, clock: float) -> None:
        self.spent[self.now] = self.spent.get(self.now, 0.0) + clock - self.since
        self.since = clock

    def turn_to(self, posture: Posture, clock: float) -> None:
        self.until(clock)
        self.now = posture
        self.first = self.first or posture


def postures_of(turns: Sequence[Turn], read: Mapping[int, Paragraph], owner: Mapping[str, int]) -> dict[int, Posture]:
    """Cast index -> the posture that they have for most of their time in the scene.

    Whoever "sits" in the sentence that brings them in sat before; "sits down" later on ends standing, and "rises"
    had sat until then. A walk ends where people talk, unless somebody is said to be walking.

    Args:
        turns: The scene's speeches.
        read: Its action, by position.
        owner: Name -> cast index.
    """
    held: dict[int, _Held] = {}
    clock, last = 0.0, None
    spoken = {t.first: t for t in turns}
    for k in sorted({*spoken, *read}):
        if k in spoken:
            for who in (owner[n] for n in spoken[k].cue.names if n in owner):
                held.setdefault(who, _Held(clock))
            for person in held.values():
                if person.now in _GOING and not person.lasting:
                    person.turn_to("stand", clock)
            clock += len(spoken[k].spoken.split()) * _SPOKEN_S
            continue
        for line in read[k].lines:
            said = _line_postures(line, last)
            for who in (*line.seen, *(w for w, _, _ in said)):
                held.setdefault(who, _Held(clock))
            for who, posture, word in said:
                _take(held[who], posture, word, line, clock)
            last = line.seen[0] if line.seen else last
            clock += max(len(line.sentence.low), 3) * _READ_S
    for person in held.values():
        person.until(clock)
    return {who: most for who, p in held.items() if (most := _most(p))}


def _take(person: _Held, posture: Posture, word: str, line: Line, clock: float) -> None:
    """One more posture said of a person, in one sentence."""
    person.lasting = word.endswith("ing")
    if not person.first and person.since < clock and not person.spent:
        state = word.endswith("ing") or word in _STATES
        rose = posture == "stand" and not state and _gets_up(line, word)
        person.now = posture if state else "sit" if rose else "" if posture in _GOING else "stand"
    if not (person.now == "lie" and posture == "sit" and _gets_up(line, word)):  # who sits up in bed is still in it
        person.turn_to(posture, clock)


def _gets_up(line: Line, word: str) -> bool:
    low = line.sentence.low
    after = low[low.index(word) + 1 : low.index(word) + 4] if word in low else ()
    return word == "rises" or "up" in after or "feet" in after or (word == "stands" and not after)


def _most(person: _Held) -> Posture:
    if not person.first:
        return ""
    best, longest = person.first, 0.0
    for posture, seconds in person.spent.items():
        if posture and round(seconds, 6) > longest:
            best, longest = posture, round(seconds, 6)
    return best


def _line_postures(line: Line, last: int | None) -> list[tuple[int, Posture, str]]:
    s = line.sentence
    table = _postures()
    found: list[tuple[int, Posture, str]] = []
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
        posture = table.get(word) or _risen(s.low, i)
        if posture and subjects and _does(line, i, subjects):
            found.extend((k, posture, word) for k in subjects)
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
    if before in _MIGHT and not s.low[i].endswith(("ing", "ed")):
        return False  # "as much as he can stand"
    nearest = [m for m in line.mentions if m.end <= i]
    return not nearest or (i - nearest[-1].end <= _REACH and nearest[-1].member in subjects)


def _risen(low: Sequence[str], i: int) -> Posture:
    """ "Gets up", "jumps to her feet": words that only together say that somebody stands."""
    after = low[i + 1 : i + 4]
    return "stand" if low[i] in _UP and ("up" in after[:1] or "feet" in after) else ""


def _at_the_wheel(line: Line) -> list[tuple[int, Posture, str]]:
    s = line.sentence
    low = s.text.lower()
    for phrase in phrases("drive"):
        if " " in phrase and phrase in low:
            at = low.index(phrase)
            near = [m for m in line.mentions if m.seen and s.at[m.start] - s.start < at]
            if near:
                return [(near[-1].member, "drive", "driving")]
    return []
