"""Coverage: which setup each beat is cut to, before any camera is placed.

A scene opens on its master; a pair is covered over the shoulders and then in matching singles,
tighter as it heats up; a group returns to the master; action is wider and moves; props get inserts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from ..scene.model import FrameRate
from ..script.model import Beat, SceneBreakdown
from ..sets.model import PlacedProp
from ._ask import Line
from ._grammar import SIZE_ORDER, grammar
from ._subjects import Subject
from ._things import handy
from .model import Kind, Move, Size

DEFAULT_FRAMES = 96


@dataclass(frozen=True)
class Wish:
    """A setup that a beat asks for, by ids."""

    role: Kind
    size: Size
    subjects: tuple[str, ...] = ()
    over: str = ""
    prop: str = ""
    move: Move = "static"
    beat: str = ""
    """Only for setups that belong to one beat (moves)."""

    @property
    def key(self) -> str:
        """What the setup is: the ledger's key of its camera."""
        parts = [self.role, "+".join(self.subjects) or self.prop, self.size if self.role != "master" else ""]
        parts += [p for p in (self.over, self.move if self.move != "static" else "", self.beat) if p]
        return "setup:" + ":".join(p for p in parts if p)


@dataclass(frozen=True)
class Segment:
    """A stretch of the scene's timeline that one setup covers."""

    wish: Wish
    beat: str
    frames: int


MASTER = Wish("master", "WS")


def beat_name(beat: Beat, index: int) -> str:
    """The beat's ledger id, else its fingerprint, else its place."""
    return beat.id or beat.fingerprint or f"b{index}"


class _Planner:
    """Walks the beats once; what it remembers is what a cutter would."""

    def __init__(
        self,
        scene: SceneBreakdown,
        people: Mapping[str, Subject],
        props: Sequence[PlacedProp],
        line: Line | None,
        rate: FrameRate,
    ) -> None:
        self._scene, self._people, self._props, self._line, self._rate = scene, people, props, line, rate
        self._turns = 0
        self._since_master = 0
        self._inserted: set[str] = set()
        self._last: Wish | None = None
        self._held = 0

    def segments(self) -> list[Segment]:
        out: list[Segment] = []
        for i, beat in enumerate(self._scene.beats):
            name, frames = beat_name(beat, i), max(beat.frames, 1)
            wishes = self._opening(beat, name, frames) if i == 0 else self._of_beat(beat, name, frames)
            for wish, share in wishes:
                out.append(Segment(wish, name, share))
                self._since_master = 0 if wish.role == "master" else self._since_master + 1
                self._held = share + (self._held if self._last == wish else 0)
                self._last = wish
        return out or [Segment(MASTER, "scene", DEFAULT_FRAMES)]

    def _opening(self, beat: Beat, name: str, frames: int) -> list[tuple[Wish, int]]:
        hold, shortest = grammar().frames("master_s", self._rate), grammar().frames("shortest_s", self._rate)
        if frames < hold + 2 * shortest or not self._people:
            return [(MASTER, frames)]
        rest = frames - hold
        return [(MASTER, hold), *self._of_beat(beat, name, rest)]

    def _of_beat(self, beat: Beat, name: str, frames: int) -> list[tuple[Wish, int]]:
        prop = self._prop_of(beat)
        cued = self._cued(beat, prop)
        if cued is not None:
            return [(cued, frames)]
        spoken = beat.kind == "dialogue" or bool(beat.speaker)
        main = self._spoken(beat) if spoken else self._acted(beat, name)
        if spoken:
            return self._with_reaction(beat, main, frames)
        seen = self._looked_at(beat, prop, frames)
        if seen is not None:
            return [(main, frames - seen[1]), seen]
        if prop is None or (prop.node in self._inserted and beat.kind != "insert"):
            return [(main, frames)]
        self._inserted.add(prop.node)
        wish = Wish("insert", "INSERT", prop=prop.node)
        shortest = grammar().frames("shortest_s", self._rate)
        if beat.kind == "insert" or frames < 3 * shortest:
            return [(wish, frames)] if beat.kind == "insert" else [(main, frames)]
        tail = min(frames * 2 // 5, grammar().frames("insert_s", self._rate))
        return [(main, frames - tail), (wish, tail)]

    def _with_reaction(self, beat: Beat, main: Wish, frames: int) -> list[tuple[Wish, int]]:
        """A long speech is partly seen in the face that hears it."""
        speaker = main.subjects[0] if main.subjects else ""
        partner = self._partner(speaker) if main.role in ("ots", "single") and speaker == beat.speaker else ""
        if main.role == "single" and not partner and frames >= 2 * grammar().frames("hold_s", self._rate):
            return [(main, frames // 2), (self._other(main), frames - frames // 2)]
        if not partner or frames < grammar().frames("reaction_s", self._rate):
            return [(main, frames)]
        tail = frames * 2 // 5
        sizes = grammar().dialogue[self._posture(partner)]
        size = main.size if main.role == "single" else sizes[1]
        return [(main, frames - tail), (Wish("single", size, (partner,)), tail)]

    def _other(self, main: Wish) -> Wish:
        """Another view of who goes on talking alone."""
        order: tuple[Size, ...] = SIZE_ORDER[4 if self._posture(main.subjects[0]) == "sit" else 2 : 7]
        far = [z for z in order if abs(_step(z) - _step(main.size)) >= 2]
        return replace(main, size=far[-1]) if far else MASTER

    def _looked_at(self, beat: Beat, prop: PlacedProp | None, frames: int) -> tuple[Wish, int] | None:
        """What somebody looks at, through their eyes, once a scene for each look."""
        who = self._who(beat)
        looks = {v.lower() for v in beat.verbs} & grammar().verbs["look"]
        if prop is None or not who or not looks or beat.kind == "insert" or not _looks_at(beat.text, prop.noun):
            return None
        wish = Wish("pov", "INSERT", over=who[0], prop=prop.node)
        if wish.key in self._inserted or frames < 3 * grammar().frames("shortest_s", self._rate):
            return None
        self._inserted |= {wish.key, prop.node}
        return wish, min(frames * 2 // 5, grammar().frames("insert_s", self._rate))

    def _prop_of(self, beat: Beat) -> PlacedProp | None:
        names = [p.lower() for p in beat.props]
        for name in names:
            for prop in self._props:
                noun = prop.noun.lower()
                if handy(prop) and (noun == name or noun in name.split() or name in noun.split()):
                    return prop
        return None

    def _cued(self, beat: Beat, prop: PlacedProp | None) -> Wish | None:
        """The shot that the writer asked for, when it can be told."""
        words, who, cues = beat.cue.upper().replace(":", " ").split(), self._who(beat), grammar().cues
        if not words:
            return None

        def says(kind: str) -> bool:
            return any(w in cues[kind] for w in words)

        options: tuple[tuple[bool, Wish | None], ...] = (
            (prop is not None and (says("insert") or (says("close") and not who)),
             Wish("insert", "INSERT", prop=prop.node if prop else "")),
            (says("pov"), self._pov(beat)),
            (says("close") and bool(who), Wish("single", "CU", who[:1])),
            (says("two") and len(who) > 1, Wish("two-shot", "MS", who[:2])),
            (says("medium") and bool(who), Wish("single", "MS", who[:1])),
            (says("wide"), MASTER),
        )  # fmt: skip
        return next((wish for wanted, wish in options if wanted), None)

    def _pov(self, beat: Beat) -> Wish | None:
        """What somebody sees: the person they look at, from where they are."""
        for looker in self._who(beat):
            seen = self._people[looker].actor.faces
            if seen in self._people and seen != looker:
                return Wish("pov", "MS", (seen,), over=looker)
        return None

    def _who(self, beat: Beat) -> tuple[str, ...]:
        names = ((beat.speaker,) if beat.speaker else ()) + beat.subjects
        return tuple(dict.fromkeys(n for n in names if n in self._people))

    def _posture(self, person: str) -> str:
        return "sit" if self._people[person].actor.pose in ("sit", "drive", "lie", "kneel") else "stand"

    def _spoken(self, beat: Beat) -> Wish:
        who = self._who(beat)
        self._turns += 1
        if not who:
            return self._listening()
        limits = grammar().limits
        if len(self._people) > 2 and self._since_master >= limits["reestablish"]:
            return MASTER
        if len(self._people) == 2 and self._turns % grammar().whole("reestablish_pair") == 0:
            return MASTER
        speaker = who[0]
        level = max(beat.intensity, 0)
        level = max(level, min(2, level + sum(self._turns > limits[k] for k in ("singles_after", "tighter_after"))))
        size = grammar().dialogue[self._posture(speaker)][min(level, 3)]
        partner = self._partner(speaker)
        last = self._last
        if last is not None and self._is_on(speaker) and abs(_step(last.size) - _step(size)) < 2:
            if self._held < grammar().frames("hold_s", self._rate):
                return last
            other = self._apart(size, speaker, tighter=level > 1)
            return Wish("single", other, (speaker,)) if other and self._since_master < 3 else MASTER
        if partner and level < grammar().over_shoulder_until:
            if self._face_to_face(speaker, partner):
                return Wish("ots", size, (speaker,), over=partner)
            return Wish("two-shot", size, (min(speaker, partner), max(speaker, partner)))
        return Wish("single", size, (speaker,))

    def _listening(self) -> Wish:
        """The speaker is not to be seen: whoever listens is."""
        names = sorted(self._people)
        if not names:
            return MASTER
        return Wish("single", "MCU", (names[self._turns % len(names)],))

    def _partner(self, person: str) -> str:
        if self._line is None:
            return ""
        a, b = self._line.a.actor.cast_id, self._line.b.actor.cast_id
        return b if person == a else a if person == b else ""

    def _face_to_face(self, a: str, b: str) -> bool:
        """Whether both look at each other enough for a shoulder to be in the foreground."""
        one, two = self._people[a], self._people[b]
        way = two.head - one.head
        size = float(np.sqrt((way * way).sum()))
        there, back = float((way * one.facing).sum()), -float((way * two.facing).sum())
        return there > 0.42 * size and back > 0.25 * size

    def _acted(self, beat: Beat, name: str) -> Wish:
        who = self._who(beat)
        if not who or beat.kind == "establish":
            fresh = self._last is None or self._last.role != "master" or not self._people
            return MASTER if fresh else self._detail()
        lead = who[0]
        move = _move_of(beat, self._posture(lead) == "sit", last=beat is self._scene.beats[-1])
        level = min(3, max(beat.intensity, 0))
        if len(who) >= 2 and beat.intensity < 2 and self._close(lead, who[1]):
            return self._moving(Wish("two-shot", "FS" if level == 0 else "MS", who[:2]), move, name)
        sizes = grammar().action["wide" if move == "pan" else self._posture(lead)]
        size = self._apart(sizes[level], lead, tighter=move == "push-in")
        return self._moving(Wish("single", size, (lead,)), move, name) if size else MASTER

    def _is_on(self, person: str) -> bool:
        """The shot before is a still single of ``person``: it may simply go on."""
        last = self._last
        return last is not None and last.role == "single" and last.subjects == (person,) and last.move == "static"

    def _apart(self, size: Size, lead: str, tighter: bool) -> Size | None:
        """``size``, or the nearest that is two steps from the shot before of the same person.

        None where there is no such size; ``tighter`` sizes come first for what closes in.
        """
        last = self._last
        if last is None or last.subjects[:1] != (lead,) or abs(_step(last.size) - _step(size)) >= 2:
            return size
        known: tuple[Size, ...] = SIZE_ORDER[4 if self._posture(lead) == "sit" else 2 : 8 if tighter else 7]
        far: list[Size] = [z for z in known if abs(_step(z) - _step(last.size)) >= 2]
        close: list[Size] = [z for z in far if tighter and _step(z) > _step(last.size)]
        return min(close or far, key=lambda z: (abs(_step(z) - _step(size)), -_step(z))) if far else None

    def _moving(self, wish: Wish, move: Move, beat: str) -> Wish:
        return wish if move == "static" else replace(wish, move=move, beat=beat)

    def _detail(self) -> Wish:
        """Something happens that nobody in particular does: cut in from the master."""
        return Wish("single", "MS", (sorted(self._people)[self._turns % len(self._people)],))

    def _close(self, a: str, b: str) -> bool:
        gap = self._people[a].head - self._people[b].head
        return float((gap * gap).sum()) <= 9.0


@cache
def _looking(noun: str) -> re.Pattern[str]:
    verbs = "|".join(sorted(grammar().verbs["look"]))
    return re.compile(rf"\b(?:{verbs})(?:s|es|ing|ed)?\b[^.!?;]{{0,32}}\b{re.escape(noun)}", re.IGNORECASE)


def _looks_at(text: str, noun: str) -> bool:
    """Whether a sentence says that ``noun`` is what is looked at."""
    return _looking(noun.strip().lower()).search(text) is not None


def _step(size: Size) -> int:
    return SIZE_ORDER.index(size) if size in SIZE_ORDER else -9


def _move_of(beat: Beat, seated: bool, last: bool) -> Move:
    """Out for what ends or opens up, in for what closes in, and a pan only after who goes somewhere."""
    verbs, known = {v.lower() for v in beat.verbs}, grammar().verbs
    if beat.kind in ("exit", "reveal"):
        return "pull-out"
    if beat.intensity >= 3:
        return "push-in"
    if not seated and (verbs & known["pan"] or beat.kind in ("enter", "move")):
        return "pan"
    if verbs & known["push"]:
        return "push-in"
    return "pull-out" if last and beat.intensity < 2 and beat.kind == "action" else "static"


def planned(
    scene: SceneBreakdown,
    people: Mapping[str, Subject],
    props: Sequence[PlacedProp],
    line: Line | None,
    rate: FrameRate,
) -> list[Segment]:
    """The scene cut into stretches: no gap, no overlap, not too many, none too short."""
    if not people:
        return shortened(_empty_scene(scene, props, rate), rate)
    return shortened(_Planner(scene, people, props, line, rate).segments(), rate)


def _empty_scene(scene: SceneBreakdown, props: Sequence[PlacedProp], rate: FrameRate) -> list[Segment]:
    """Nobody is seen: two views of the place, and a detail of what it holds."""
    beats = [(beat_name(b, i), max(b.frames, 1)) for i, b in enumerate(scene.beats)] or [("scene", DEFAULT_FRAMES)]
    views: list[Wish] = [MASTER, Wish("master", "EWS", prop="second")]
    views += [Wish("insert", "INSERT", prop=p.node) for p in props if handy(p)][:2]
    total = sum(f for _, f in beats)
    if len(beats) == 1 and total >= 3 * grammar().frames("shortest_s", rate):
        count = min(len(views), max(1, total // grammar().frames("insert_s", rate)), 3)
        shares = [total // count] * (count - 1) + [total - (total // count) * (count - 1)]
        return [Segment(v, beats[0][0], s) for v, s in zip(views, shares, strict=False)]
    return [Segment(views[i] if i < len(views) else views[i % 2], n, f) for i, (n, f) in enumerate(beats)]


def joined(segments: Sequence[Segment]) -> list[Segment]:
    """Neighbours of one setup as one stretch."""
    out: list[Segment] = []
    for s in segments:
        if out and out[-1].wish.key == s.wish.key:
            out[-1] = replace(out[-1], frames=out[-1].frames + s.frames)
        else:
            out.append(s)
    return out


def shortened(segments: Sequence[Segment], rate: FrameRate) -> list[Segment]:
    """Merge what is too short, and the shortest while there are too many cuts."""
    most, shortest = grammar().whole("shots"), grammar().frames("shortest_s", rate)
    out = joined(segments)
    while len(out) > 1:
        k = min(range(len(out)), key=lambda i: (out[i].frames, -i))
        if len(out) <= most and out[k].frames >= shortest:
            break
        lack = shortest - out[0].frames
        if k == 0 and len(out) <= most and out[1].frames - lack >= shortest:
            out[:2] = [replace(out[0], frames=shortest), replace(out[1], frames=out[1].frames - lack)]
            continue
        keep = max(k - 1, 0)
        out[keep : keep + 2] = [replace(out[keep], frames=out[keep].frames + out[keep + 1].frames)]
        out = joined(out)
    return out
