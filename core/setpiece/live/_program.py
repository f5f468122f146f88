"""A cue file made ready for one scene: slots resolved, times settled, tracked looks worked out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from ..errors import InputError
from ..scene import parse_timecode
from ..scene.model import Scene
from ._fades import Value
from ._targets import Target, Written, find_target, read_value
from .model import (
    MEASURES,
    Cue,
    CueFile,
    CueList,
    CurveName,
    FadeTimes,
    Family,
    Mapping,
    Measure,
    Reaction,
    Trigger,
    Zone,
)

NS = 1_000_000_000
Problem = tuple[str, InputError]
"""Where in the file, and what."""


class Ready(msgspec.Struct, frozen=True):
    """A move that can be played."""

    slot: str
    value: Value
    kelvin: float | None
    fade_ns: int
    delay_ns: int
    curve: CurveName


class ReadyCue(msgspec.Struct, frozen=True):
    """A cue that can be played.

    Attributes:
        moves: Its own, and those that put a cue-only cue above it back.
        look: The tracked state: every slot the list has moved by now.
    """

    cue: Cue
    moves: tuple[Ready, ...]
    look: dict[str, Written]


class ReadyList(msgspec.Struct, frozen=True):
    """A list that can be played; ``slots`` is all that any of its cues moves."""

    id: str
    priority: int
    cues: tuple[ReadyCue, ...]
    index: dict[str, int]
    slots: tuple[str, ...]


class ReadyMap(msgspec.Struct, frozen=True):
    """The continuous kind of a rule."""

    target: Target
    low: Written
    high: Written
    spec: Mapping


class Rule(msgspec.Struct, frozen=True):
    """A reaction, or a cue's trigger, that can be watched.

    Attributes:
        kind: Which field of the measure is given.
        subjects: Whose news it must hear.
        other: Of distance and facing, the second name; a subject before a node.
        node: The node of that name, if there is one.
        at: Frame of a timecode, or second of the day.
        play: ``(list, cue id)``; an empty cue id is the list's next.
        fault: Why it can never work; it is disabled from the start.
    """

    id: str
    kind: str
    when: Measure
    above: float | None
    below: float | None
    hysteresis: float
    on: Literal["enter", "leave"]
    armed: bool
    while_rolling: bool
    subjects: tuple[str, ...] = ()
    other: str = ""
    node: str = ""
    zone: Zone | None = None
    at: float = 0.0
    play: tuple[str, str] = ("", "")
    map: ReadyMap | None = None
    fault: str = ""


class Program(msgspec.Struct, frozen=True):
    """All of it."""

    lists: dict[str, ReadyList]
    rules: dict[str, Rule]
    targets: dict[str, Target]
    safe: dict[str, Written] | None
    problems: tuple[Problem, ...]
    """What is wrong in lists and options; faults of rules are in the rules."""


def split_ref(ref: str) -> tuple[str, str]:
    """``list/cue`` in two; without a list, the list is empty."""
    list_, _, cue = ref.rpartition("/")
    return list_, cue


def compiled(file: CueFile, scene: Scene) -> Program:
    """The file for the scene; what does not fit is in ``problems`` and left out."""
    return _Compiler(file, scene).program()


class _Compiler:
    def __init__(self, file: CueFile, scene: Scene) -> None:
        self.file, self.scene = file, scene
        self.targets: dict[str, Target] = {}
        self.problems: list[Problem] = []

    def program(self) -> Program:
        if not self.file.lists:
            error = InputError("there is no cue list.", remedy="Add [[list]] with [[list.cue]].")
            self.problems.append(("list", error))
        lists = {c.id: self.cue_list(c) for c in self.file.lists}
        rules = [self.rule(r.id, r, f"reaction {r.id}") for r in self.file.reactions]
        for list_ in self.file.lists:
            for cue in list_.cues:
                for number, trigger in enumerate(cue.triggers, 1):
                    ref = f"{list_.id}/{cue.id}"
                    rules.append(self.trigger(f"{ref}:{number}", trigger, ref, cue))
        return Program(lists, {r.id: r for r in rules}, self.targets, self.safe(lists), tuple(self.problems))

    def safe(self, lists: dict[str, ReadyList]) -> dict[str, Written] | None:
        ref = self.file.show.safe_look
        if not ref:
            return None
        try:
            list_, cue = self.cue_of(ref)
        except InputError as e:
            self.problems.append(("show, safe_look", e))
            return None
        return lists[list_].cues[lists[list_].index[cue]].look

    def cue_of(self, ref: str) -> tuple[str, str]:
        """The list and cue of a reference.

        Raises:
            InputError: There is no such cue.
        """
        list_, cue = split_ref(ref)
        for one in self.file.lists:
            if one.id == list_ or (not list_ and one is self.file.lists[0]):
                if any(c.id == cue for c in one.cues):
                    return one.id, cue
                raise InputError(f"list {one.id} has no cue {cue!r}.", where=ref, remedy='Write "list/cue".')
        raise InputError(f"there is no list {list_!r}.", where=ref, remedy='Write "list/cue".')

    def target(self, text: str) -> Target:
        found = find_target(self.scene, text)
        return self.targets.setdefault(found.slot, found)

    # --- lists -----------------------------------------------------------------------------

    def cue_list(self, source: CueList) -> ReadyList:
        look: dict[str, Written] = {}
        cues: list[ReadyCue] = []
        restore: dict[str, Written] = {}
        for cue in source.cues:
            moves = self.moves(cue, f"list {source.id}, cue {cue.id}")
            moved = {m.slot for m in moves}
            for slot, written in restore.items():
                if slot not in moved:
                    moves.append(self.timed(slot, written, cue, None))
            before = dict(look)
            look.update((m.slot, Written(m.value, m.kelvin)) for m in moves)
            cues.append(ReadyCue(cue, tuple(moves), dict(look)))
            restore = {}
            if cue.cue_only:
                restore = {s: before.get(s, Written(self.targets[s].base)) for s in moved}
                look = {**look, **restore}
        index = {c.id: i for i, c in enumerate(source.cues)}
        for cue in source.cues:
            if cue.link and cue.link not in index:
                error = InputError(f"there is no cue {cue.link!r} in this list.", remedy="Link within the list.")
                self.problems.append((f"list {source.id}, cue {cue.id}, link", error))
        slots = tuple(dict.fromkeys(m.slot for c in cues for m in c.moves))
        return ReadyList(source.id, source.priority, tuple(cues), index, slots)

    def moves(self, cue: Cue, where: str) -> list[Ready]:
        ready: dict[str, Ready] = {}
        for number, move in enumerate(cue.moves, 1):
            at = f"{where}, move {number}"
            try:
                target = self.target(move.target)
                written = read_value(self.scene, target, move.to, self.file.place)
            except InputError as e:
                self.problems.append((at, e))
                continue
            if target.slot in ready:
                self.problems.append((at, InputError(f"{target.slot} is moved twice.", remedy="Keep one of the two.")))
                continue
            times = FadeTimes(fade_s=move.fade_s, delay_s=move.delay_s, curve=move.curve)
            ready[target.slot] = self.timed(target.slot, written, cue, times)
        return list(ready.values())

    def timed(self, slot: str, written: Written, cue: Cue, own: FadeTimes | None) -> Ready:
        fade_s, delay_s, curve = cue_times(self.file, cue, self.targets[slot].family, own)
        fade_ns = 0 if curve == "snap" else round(fade_s * NS)
        return Ready(slot, written.value, written.kelvin, fade_ns, round(delay_s * NS), curve)

    # --- rules -----------------------------------------------------------------------------

    def trigger(self, id_: str, source: Trigger, ref: str, cue: Cue) -> Rule:
        as_reaction = Reaction(
            id=id_, when=source.when, above=source.above, below=source.below, hysteresis=source.hysteresis,
            on=source.on, cue=ref, while_rolling=cue.while_rolling,
        )  # fmt: skip
        return self.rule(id_, as_reaction, f"cue {ref}")

    def rule(self, id_: str, source: Reaction, where: str) -> Rule:
        when = source.when
        kind = next(k for k in MEASURES if getattr(when, k))
        rule = Rule(
            id=id_, kind=kind, when=when, above=source.above, below=source.below, hysteresis=source.hysteresis,
            on=source.on, armed=source.armed, while_rolling=source.while_rolling,
        )  # fmt: skip
        try:
            return self.bound(rule, source)
        except InputError as e:
            return msgspec.structs.replace(rule, fault=f"{where}: {e}")

    def bound(self, rule: Rule, source: Reaction) -> Rule:
        """The rule with what it refers to."""
        when, put = rule.when, msgspec.structs.replace
        pair = when.distance or when.facing
        if pair:
            rule = put(rule, subjects=pair, other=pair[1], node=self.node(pair[1]))
        else:
            names = tuple(n for n in (when.subject, when.speed, when.lost) if n)
            rule = put(rule, subjects=names)
        if when.zone:
            zone = next((z for z in self.file.zones if z.id == when.zone), None)
            if zone is None:
                known = ", ".join(z.id for z in self.file.zones) or "none"
                raise InputError(f"there is no zone {when.zone!r}.", remedy=f"Zones: {known}.")
            rule = put(rule, zone=zone, below=0.0, hysteresis=zone.hysteresis_m)
        if when.timecode:
            rule = put(rule, at=float(parse_timecode(when.timecode, self.scene.sequence.rate)))
        if when.time:
            rule = put(rule, at=_second(when.time))
        if source.map_ is not None:
            return put(rule, map=self.mapping(source.map_))
        if source.go:
            if all(c.id != source.go for c in self.file.lists):
                raise InputError(f"there is no list {source.go!r}.", remedy="Name one of the file's lists.")
            return put(rule, play=(source.go, ""))
        return put(rule, play=self.cue_of(source.cue))

    def node(self, name: str) -> str:
        try:
            return find_target(self.scene, f"{name}#visible").owner
        except InputError:
            return ""

    def mapping(self, spec: Mapping) -> ReadyMap:
        target = self.target(spec.target)
        if target.space == "switch":
            raise InputError("a switch has nothing between its ends.", where=spec.target, remedy="Use a cue.")
        low, high = (read_value(self.scene, target, v, self.file.place) for v in spec.output)
        if spec.rate_per_s and not isinstance(low.value, float):
            raise InputError("rate_per_s is for single numbers.", where=spec.target, remedy="Use smooth_s.")
        return ReadyMap(target, low, high, spec)


def _second(text: str) -> float:
    parts = text.split(":")
    if len(parts) in {2, 3} and all(p.isascii() and p.isdecimal() and len(p) <= 2 for p in parts):
        h, m, s = (*map(int, parts), 0)[:3]
        if h < 24 and m < 60 and s < 60:
            return float(h * 3600 + m * 60 + s)
    raise InputError("no time of day.", where=text[:20], remedy='Write "18:30:00".')


def cue_times(file: CueFile, cue: Cue, family: Family, own: FadeTimes | None) -> tuple[float, float, CurveName]:
    """(fade_s, delay_s, curve): the move's, else the cue's for the family, the cue's, the show's."""
    show = file.show
    layers: Sequence[FadeTimes] = (
        own or FadeTimes(),
        cue.fades.get(family, FadeTimes()),
        FadeTimes(cue.fade_s, cue.delay_s, cue.curve),
        show.fades.get(family, FadeTimes()),
    )

    def first(pick: Callable[[FadeTimes], float | None], default: float) -> float:
        return next((v for v in map(pick, layers) if v is not None), default)

    curves: list[CurveName] = [t.curve for t in layers if t.curve is not None]
    curve = curves[0] if curves else show.curve
    return first(lambda t: t.fade_s, show.fade_s), first(lambda t: t.delay_s, show.delay_s), curve
