"""A running show under another draft of its cues: values stay where they are, nothing passes through a default."""

from __future__ import annotations

from ..errors import InputError
from ._state import PANIC, Claim, ListTime, Playback, ReactionState
from ._work import Work


def adopt(work: Work) -> None:
    """Bring a state to the lists, rules and slots that there are; what was lost is told."""
    program = work.ground.program
    for list_id in [i for i in work.lists if i not in program.lists]:
        work.tell("note", list_id, "this list is no longer in cues.toml; what it owns stays put")
        for slot, motion in list(work.motions.items()):
            if motion.clock == list_id:
                work.freeze(slot)
        del work.lists[list_id]
    for list_id, ready in program.lists.items():
        playback = work.lists.get(list_id)
        if playback is None:
            work.lists[list_id] = Playback(time=ListTime(work.now_ns, 0, 0 if work.hold else 1000))
        elif playback.current and playback.current not in ready.index:
            work.tell("note", f"{list_id}/{playback.current}", "this cue is no longer in cues.toml; GOTO another")
            work.set_list(list_id, current="", next_ns=None, waiting="", complete=True)
    _known_slots(work)
    _known_owners(work)
    rules = program.rules
    work.reactions = {
        i: work.reactions.get(i, ReactionState(armed=r.armed, fault=r.fault)) for i, r in rules.items()
    }
    for id_, rule in rules.items():
        if rule.fault and work.reactions[id_].fault != rule.fault:
            work.set_reaction(id_, fault=rule.fault, moving=False)


def _known_slots(work: Work) -> None:
    for slot in dict.fromkeys([*work.motions, *work.claims]):
        try:
            work.ground.target(slot)
        except InputError as e:
            work.tell("note", slot, str(e))
            work.motions.pop(slot, None)
            work.claims.pop(slot, None)
            work.pending = [p for p in work.pending if p.slot != slot]


def _known_owners(work: Work) -> None:
    for slot, claims in list(work.claims.items()):
        known = {o: c for o, c in claims.items() if work.ground.knows(o)}
        if len(known) == len(claims):
            continue
        top = work.ground.top(claims)
        work.pending = [p for p in work.pending if p.slot != slot or p.owner in known]
        if top not in known:
            # Its owner is gone: it stands where it is until somebody moves it.
            value, kelvin = work.value(slot)
            work.freeze(slot)
            known = {PANIC: Claim(value, claims[top].order, kelvin), **known}
        work.claims[slot] = known
