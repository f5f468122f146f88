"""The show as a pure state machine: a frozen state and an event in, a new state and effects out.

No clock, no thread, no socket: time comes as an argument, and ``advance`` to a moment in one stride or
in a thousand gives the same state. What a restart needs is the state and the events since.
"""

from __future__ import annotations

import msgspec

from ..errors import InputError
from ..scene.model import Scene
from . import _keys as keys
from . import _playback as play
from . import _rules as rules
from ._adopt import adopt
from ._events import Clock, Effect, Event, Osc, Sensed, Timecode
from ._fades import Value
from ._program import ReadyList, compiled
from ._state import NEVER, STEP_NS, Motion, State
from ._targets import SUN, SUN_SLOTS, outside
from ._work import Ground, Work, sampled
from .model import CueFile


class Step(msgspec.Struct, frozen=True):
    """What came of an event, or of time."""

    state: State
    effects: tuple[Effect, ...] = ()


class Show:
    """A cue file for a scene, ready to run.

    Args:
        lenient: Leave out what does not fit instead of refusing the file: how a journal over a former
            draft is read.

    Raises:
        InputError: A cue names what the scene does not have, or a value that it does not take.
    """

    def __init__(self, file: CueFile, scene: Scene, *, lenient: bool = False) -> None:
        program = compiled(file, scene)
        if program.problems and not lenient:
            where, error = program.problems[0]
            more = len(program.problems) - 1
            tail = f" And {more} more: see `setpiece live check`." if more else ""
            raise InputError(error.what, where=f"cues.toml: {where}", remedy=f"{error.remedy}{tail}")
        self.file, self.scene = file, scene
        self._program = program
        self._ground = Ground(file, scene, program)
        self.listens = frozenset(r.when.osc for r in program.rules.values() if r.when.osc)
        """OSC addresses that a reaction or trigger wants; others need not be handed in."""
        self.watches = frozenset(s for r in program.rules.values() for s in r.subjects)
        """Names that rules watch (subjects, or nodes that a distance is taken to)."""

        self._kinds = frozenset(r.kind for r in program.rules.values())

    def heard(self, event: Event) -> Event | None:
        """As much of an event as anybody listens to; ``None`` when nobody does: it need not be handed in."""
        if isinstance(event, Osc):
            return event if event.address in self.listens else None
        if isinstance(event, (Clock, Timecode)):
            return event if ("time" if isinstance(event, Clock) else "timecode") in self._kinds else None
        if isinstance(event, Sensed):
            subjects = {name: pose for name, pose in event.subjects.items() if name in self.watches}
            return Sensed(subjects) if subjects else None
        return event

    @property
    def lists(self) -> dict[str, ReadyList]:
        """The lists by id, in the file's order."""
        return self._program.lists

    @property
    def ground(self) -> Ground:
        """What the rest of this room reads the show's facts from."""
        return self._ground

    def start(self, now_ns: int = 0) -> Step:
        """The show before its first cue."""
        state = State(
            now_ns=now_ns, step=now_ns // STEP_NS, lists=play.started(self.lists, now_ns),
            reactions=rules.fresh(self._program.rules),
        )  # fmt: skip
        work = Work(self._ground, state)
        for ready in self.lists.values():
            play.prepare(work, ready)
        for rule in self._program.rules.values():
            if rule.fault:
                work.tell("disabled", rule.id, rule.fault)
        return self._done(work)

    def advance(self, state: State, now_ns: int) -> Step:
        """Let time pass to ``now_ns``; time that has passed already changes nothing."""
        if now_ns < state.due_ns:
            return Step(msgspec.structs.replace(state, now_ns=max(now_ns, state.now_ns)))
        work = Work(self._ground, state)
        self._pass(work, now_ns)
        return self._done(work)

    def handle(self, state: State, event: Event, now_ns: int) -> Step:
        """Something happened at ``now_ns``, after all that was due by then."""
        work = Work(self._ground, state)
        self._pass(work, now_ns)
        was_driving = bool(rules.driving(work))
        try:
            keys.press(work, event)
        except InputError as e:
            work.tell("refused", type(event).__name__.upper(), str(e))
        if not was_driving:
            work.step = work.now_ns // STEP_NS
        # What is due at this very moment belongs to it.
        self._pass(work, work.now_ns)
        return self._done(work)

    def _done(self, work: Work) -> Step:
        due_ns = min(play.next_due(work)[0], rules.next_rule_due(work)[0])
        return Step(work.frozen(due_ns), tuple(work.effects))

    def _pass(self, work: Work, now_ns: int) -> None:
        """Do what is due, each at its own moment."""
        until, chain = max(now_ns, work.now_ns), 0
        while True:
            at, rank, what = min(play.next_due(work), rules.next_rule_due(work))
            if at > until or at == NEVER:
                break
            if at > work.now_ns:
                chain = 0
            chain += rank == 2
            work.now_ns = max(at, work.now_ns)
            if rank == 2 and chain > play.CHAIN_LIMIT:
                work.set_list(what, next_ns=None)
                work.tell("note", what, "follow-ons without time between them: stopped")
            else:
                self._do(work, rank, what)
        work.now_ns = until

    def _do(self, work: Work, rank: int, what: str) -> None:
        if rank == 0:
            play.begin_due(work, what)
        elif rank == 1:
            play.complete(work, self.lists[what])
        elif rank == 2:
            play.follow(work, self.lists[what])
        elif rank == 3:
            rules.lose(work, self._program.rules[what])
        else:
            rules.step_drives(work)

    def adopt(self, state: State) -> Step:
        """A state of another draft of the cue file, for this one: what is known goes on, all else stays put."""
        work = Work(self._ground, state)
        adopt(work)
        return self._done(work)

    # --- looking -------------------------------------------------------------------------------

    def values(self, state: State) -> dict[str, object]:
        """The value of every slot that the show has touched, as the session and hosts take it."""
        return self.moved(state, {})[0]

    def moved(self, state: State, resting: dict[str, Motion]) -> tuple[dict[str, object], bool]:
        """As ``values``, of the slots that are not at rest as they were; and whether any still moves.

        Args:
            resting: Motions whose end was told before, by slot. Those that come to their end are added.
        """
        shown: dict[str, object] = {}
        moving = False
        locals_ns = {i: p.time.local(state.now_ns) for i, p in state.lists.items()}
        for slot, motion in state.motions.items():
            if resting.get(slot) is motion:
                continue
            local_ns = locals_ns.get(motion.clock, state.now_ns)
            value, _ = sampled(self._ground, motion, slot, local_ns)
            self._put(shown, slot, value)
            if local_ns >= motion.begin_ns + motion.fade_ns:
                resting[slot] = motion
            else:
                moving = True
        return shown, moving

    def at_rest(self, state: State) -> bool:
        """Whether nothing moves or is due."""
        return state.due_ns == NEVER and not self.moved(state, {})[1]

    def dissolves(self, state: State) -> dict[str, float]:
        """How much is to be seen of each node that is between hidden (0) and whole (1)."""
        amounts: dict[str, float] = {}
        if not self.file.show.dissolve:
            return amounts
        locals_ns = {i: p.time.local(state.now_ns) for i, p in state.lists.items()}
        for slot, motion in state.motions.items():
            if slot.endswith("#visible"):
                value, _ = sampled(self._ground, motion, slot, locals_ns.get(motion.clock, state.now_ns))
                if isinstance(value, float) and 0.0 < value < 1.0:
                    amounts[slot.partition("#")[0]] = value
        return amounts

    def _put(self, shown: dict[str, object], slot: str, value: Value) -> None:
        if slot == SUN and isinstance(value, tuple):
            shown.update(zip(SUN_SLOTS, value, strict=True))
        else:
            shown[slot] = outside(self._ground.target(slot).space, value)

    def preview(self, state: State, list_id: str = "", cue: str | None = None) -> dict[str, object]:
        """Blind: what every touched slot would come to rest at, after GO of a list or GOTO of a cue.

        Raises:
            InputError: There is no such list or cue, or nothing comes next.
        """
        work = Work(self._ground, state)
        ready = keys.list_of(work, list_id)
        if cue is not None:
            index = keys.index_of(ready, cue)
            play.fire(work, ready, index, play.whole_look(work, ready, index, 0), "")
        elif not play.go_on(work, ready, ""):
            raise InputError(f"list {ready.id} is at its end.", remedy="GOTO a cue of it.")
        shown: dict[str, object] = {}
        for slot, motion in work.motions.items():
            owner = work.owner(slot)
            value = work.claims[slot][owner].value if owner else motion.end
            self._put(shown, slot, value)
        for slot, claims in work.claims.items():
            if slot not in work.motions:
                self._put(shown, slot, claims[work.owner(slot)].value)
        return shown
