"""One change of a show in the making: who owns a slot, how it moves there, and what must wait.

A ``Work`` is opened on a frozen ``State``, changed, and frozen again; nobody else sees it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import msgspec

from ..scene.model import Scene
from ._events import Effect, EffectKind
from ._fades import Value, eased, mix
from ._gate import Gate
from ._program import Program, Ready, Rule
from ._state import MANUAL, PANIC, SHOW_TIME, Claim, Motion, Pending, Playback, ReactionState, State, Subject
from ._targets import Target, Written, find_target
from .model import CueFile

_TELEPORT = 1e-3
"""Metres, parts of a quaternion or of a scale below which a jump is none."""
_PRIORITIES = {MANUAL: 1_000_000, PANIC: -1_000_000}


class Ground:
    """What does not change while a show runs: the file, the scene, and what was compiled of both."""

    def __init__(self, file: CueFile, scene: Scene, program: Program) -> None:
        self.file, self.scene, self.program = file, scene, program
        self.gate = Gate(scene)
        rules = list(program.rules.values())
        self.lost_rules = [r for r in rules if r.kind == "lost"]
        self.smoothed_rules = [r for r in rules if r.map is not None and (r.map.spec.smooth_s or r.map.spec.rate_per_s)]
        self._watching: dict[str, list[tuple[int, Rule]]] = {}
        for i, rule in enumerate(rules):
            for name in dict.fromkeys(rule.subjects):
                self._watching.setdefault(name, []).append((i, rule))
        self._targets = dict(program.targets)
        self._priorities = {
            **_PRIORITIES,
            **{c.id: c.priority for c in program.lists.values()},
            **{f"reaction:{r.id}": r.map.spec.priority for r in program.rules.values() if r.map is not None},
        }

    def watching(self, subjects: Iterable[str]) -> list[Rule]:
        """The rules that news of these subjects concern, in the file's order."""
        found = {i: rule for name in subjects for i, rule in self._watching.get(name, ())}
        return [found[i] for i in sorted(found)]

    def target(self, slot: str) -> Target:
        """What is known of a slot.

        Raises:
            InputError: The scene has no such slot.
        """
        found = self._targets.get(slot)
        if found is None:
            found = self._targets[slot] = find_target(self.scene, slot)
        return found

    def knows(self, owner: str) -> bool:
        """Whether an owner is a list, a rule or a hand of this show."""
        return owner in self._priorities

    def top(self, claims: dict[str, Claim]) -> str:
        """The owner that is seen: the highest priority, of equals the last to move; empty when nobody is."""
        best, owner = (-(1 << 40), -1), ""
        for name, claim in claims.items():
            rank = (self._priorities.get(name, 0), claim.order)
            if rank > best:
                best, owner = rank, name
        return owner


def sampled(ground: Ground, motion: Motion, slot: str, local_ns: int) -> tuple[Value, float | None]:
    """The value of a motion at its clock's time, and its colour temperature where it has one."""
    gone = local_ns - motion.begin_ns
    if gone >= motion.fade_ns:
        return motion.end, motion.end_kelvin
    share = eased(motion.curve, gone / motion.fade_ns)
    target, place = ground.target(slot), ground.file.place
    kelvins = None
    now_kelvin = None
    if motion.start_kelvin is not None and motion.end_kelvin is not None:
        kelvins = (motion.start_kelvin, motion.end_kelvin)
        now_kelvin = cast("float", mix("mired", *kelvins, share, place))
    return mix(target.space, motion.start, motion.end, share, place, kelvins), now_kelvin


class Work:
    """A state being changed."""

    def __init__(self, ground: Ground, state: State) -> None:
        self.ground = ground
        self.now_ns, self.order, self.step = state.now_ns, state.order, state.step
        self.hold, self.rolling = state.hold, state.rolling
        self.panicked, self.panic_until_ns = state.panicked, state.panic_until_ns
        self.view, self.timecode, self.clock_s = state.view, state.timecode, state.clock_s
        self.motions: dict[str, Motion] = dict(state.motions)
        self.claims: dict[str, dict[str, Claim]] = dict(state.claims)
        self.lists: dict[str, Playback] = dict(state.lists)
        self.subjects: dict[str, Subject] = dict(state.subjects)
        self.reactions: dict[str, ReactionState] = dict(state.reactions)
        self.pending: list[Pending] = list(state.pending)
        self.effects: list[Effect] = []

    def frozen(self, due_ns: int) -> State:
        """The state as it is now."""
        return State(
            now_ns=self.now_ns, order=self.order, step=self.step, hold=self.hold, rolling=self.rolling,
            panicked=self.panicked, panic_until_ns=self.panic_until_ns, motions=self.motions, claims=self.claims,
            pending=tuple(self.pending), lists=self.lists, view=self.view, subjects=self.subjects,
            reactions=self.reactions, timecode=self.timecode, clock_s=self.clock_s, due_ns=due_ns,
        )  # fmt: skip

    def tell(self, kind: EffectKind, what: str, text: str = "", slots: tuple[str, ...] = ()) -> None:
        """Add an effect."""
        self.effects.append(Effect(kind, what, text, slots))

    def set_list(self, list_id: str, **changes: object) -> Playback:
        """Change fields of a list's playback."""
        after = msgspec.structs.replace(self.lists[list_id], **changes)
        self.lists[list_id] = after
        return after

    def set_reaction(self, rule_id: str, **changes: object) -> ReactionState:
        """Change fields of a reaction's memory."""
        after = msgspec.structs.replace(self.reactions[rule_id], **changes)
        self.reactions[rule_id] = after
        return after

    # --- values ------------------------------------------------------------------------------

    def local(self, clock: str) -> int:
        """The time of a list now; of any other clock, the show's."""
        playback = self.lists.get(clock)
        return self.now_ns if playback is None else playback.time.local(self.now_ns)

    def value(self, slot: str) -> tuple[Value, float | None]:
        """What a slot shows now, and its colour temperature where it has one."""
        motion = self.motions.get(slot)
        if motion is None:
            return self.ground.target(slot).base, None
        return sampled(self.ground, motion, slot, self.local(motion.clock))

    def resting(self, motion: Motion) -> bool:
        """Whether a motion has come to its end."""
        return self.local(motion.clock) >= motion.begin_ns + motion.fade_ns

    # --- owning ------------------------------------------------------------------------------

    def owner(self, slot: str) -> str:
        """Who is seen on a slot; empty when nobody claims it."""
        return self.ground.top(self.claims.get(slot, {}))

    def claim(self, owner: str, slot: str, written: Written, cue: str = "") -> bool:
        """Want a slot; whether the owner is seen on it now."""
        self.order += 1
        claim = Claim(written.value, self.order, written.kelvin, cue)
        self.claims[slot] = {**self.claims.get(slot, {}), owner: claim}
        self.pending = [p for p in self.pending if p.slot != slot or p.owner != owner]
        return self.owner(slot) == owner

    def play(self, owner: str, clock: str, ready: Ready, begin_ns: int, cue: str = "") -> int:
        """Make a move of a cue; returns when it is complete, in the clock's time."""
        end_ns = begin_ns + ready.delay_ns + ready.fade_ns
        if not self.claim(owner, ready.slot, Written(ready.value, ready.kelvin), cue):
            return end_ns
        waiting = Pending(
            ready.slot, owner, begin_ns + ready.delay_ns, ready.fade_ns, ready.curve, ready.value, ready.kelvin
        )
        if ready.delay_ns:
            self.pending.append(waiting)
        else:
            self.begin(waiting, clock)
        return end_ns

    def begin(self, move: Pending, clock: str) -> None:
        """Start a move that is due, unless it would pop inside the picture."""
        if move.curve == "snap" and move.fade_ns:
            move = msgspec.structs.replace(move, fade_ns=0)
        value, kelvin = self.value(move.slot)
        reason = self.why_not(move, value)
        if reason:
            self.pending.append(msgspec.structs.replace(move, reason=reason))
            self.tell("held", move.slot, reason)
            return
        snaps = self.ground.target(move.slot).space == "switch" and not self.ground.file.show.dissolve
        fade_ns = 0 if snaps else move.fade_ns
        self.motions[move.slot] = Motion(
            value, move.value, move.due_ns, fade_ns, move.curve, clock, kelvin, move.kelvin
        )

    def release(self, owner: str, slots: Iterable[str], time_ns: int) -> list[str]:
        """Give slots back: what is below is faded to, in the show's time. Returns those that were seen."""
        seen: list[str] = []
        for slot in slots:
            claims = dict(self.claims.get(slot, {}))
            if owner not in claims:
                continue
            was = self.ground.top(claims) == owner
            del claims[owner]
            self.pending = [p for p in self.pending if p.slot != slot or p.owner != owner]
            if claims:
                self.claims[slot] = claims
            else:
                self.claims.pop(slot, None)
            if was:
                seen.append(slot)
                self._hand_back(slot, time_ns)
        return seen

    def _hand_back(self, slot: str, time_ns: int) -> None:
        heir = self.owner(slot)
        target = self.ground.target(slot)
        if heir:
            claim = self.claims[slot][heir]
            after = Written(claim.value, claim.kelvin)
        else:
            after = Written(target.base)
        self.pending = [p for p in self.pending if p.slot != slot]
        move = Pending(slot, heir, self.now_ns, time_ns, self.ground.file.show.curve, after.value, after.kelvin)
        self.begin(move, SHOW_TIME)

    def freeze(self, slot: str) -> None:
        """Stand still at what is shown now."""
        value, kelvin = self.value(slot)
        self.motions[slot] = Motion(value, value, self.now_ns, 0, "linear", SHOW_TIME, kelvin, kelvin)

    # --- the gate ----------------------------------------------------------------------------

    def why_not(self, move: Pending, value: Value) -> str:
        """Why a move may not start now; empty when it may."""
        if not self.rolling or value == move.value:
            return ""
        target = self.ground.target(move.slot)
        if not pops(self.ground, target, move, value) or self.moves_in_the_dark(target):
            return ""
        if self.view is None:
            return "rolling, and no tracked camera says whether it is in frame"

        def after(slot: str) -> Value:
            return move.value if slot == move.slot else self.value(slot)[0]

        for look in (lambda slot: self.value(slot)[0], after):
            if self.ground.gate.in_view(self.view, target.owner, look):
                return "rolling, and it is inside the inner frustum"
        return ""

    def moves_in_the_dark(self, target: Target) -> bool:
        """Whether a slot is the pose of a piece that is hidden, with nothing hanging from it."""
        if target.space == "switch" or self.ground.gate.carries(target.owner):
            return False
        return self.value(f"{target.owner}#visible")[0] == 0.0

    def regate(self) -> None:
        """Let go what may start by now."""
        for move in [p for p in self.pending if p.reason]:
            if move not in self.pending:
                continue
            if self.owner(move.slot) != move.owner:
                self.pending.remove(move)
                continue
            clock = move.owner if move.owner in self.lists else SHOW_TIME
            reason = self.why_not(move, self.value(move.slot)[0])
            at = self.pending.index(move)
            if reason:
                self.pending[at] = msgspec.structs.replace(move, reason=reason)
                continue
            del self.pending[at]
            self.tell("let go", move.slot)
            self.begin(msgspec.structs.replace(move, reason="", due_ns=self.local(clock)), clock)


def pops(ground: Ground, target: Target, move: Pending, value: Value) -> bool:
    """Whether a move is a jump that a camera would see: something appears, goes, or is elsewhere at once."""
    if target.space == "switch":
        return move.fade_ns == 0 or not ground.file.show.dissolve
    if move.fade_ns or not target.path.startswith("transform."):
        return False
    return _far(value, move.value)


def _far(a: Value, b: Value) -> bool:
    one, other = (cast("tuple[float, ...]", v) for v in (a, b))
    return any(abs(p - q) > _TELEPORT for p, q in zip(one, other, strict=True))
