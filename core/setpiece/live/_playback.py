"""What the keys of a console do to a list: GO, BACK, GOTO, STOP, follow-ons, links, the safe look.

After the ETC Eos manual: GO makes the moves of the next cue and touches nothing else; out of sequence
(GOTO, BACK, a link) the whole tracked look is made, each of a list's slots as the cue has it or, before
its first move, as the scene has it.
"""

from __future__ import annotations

import msgspec

from ._program import NS, Ready, ReadyCue, ReadyList, cue_times
from ._state import MANUAL, NEVER, PANIC, SHOW_TIME, Claim, ListTime, Motion, Pending, Playback
from ._targets import Target, Written
from ._work import Work

CHAIN_LIMIT = 200
"""So many follow-ons at one moment are a circle without time."""


def started(program_lists: dict[str, ReadyList], now_ns: int) -> dict[str, Playback]:
    """Every list before its first cue."""
    return {id_: Playback(time=ListTime(now_ns, 0, 1000)) for id_ in program_lists}


def position(ready: ReadyList, playback: Playback) -> int:
    """Index of the current cue; -1 before the first."""
    return ready.index.get(playback.current, -1)


def following(ready: ReadyList, playback: Playback) -> tuple[int, bool] | None:
    """(index of the cue that comes next, whether by a link); ``None`` at the end of the list."""
    at = position(ready, playback)
    if at >= 0:
        cue = ready.cues[at].cue
        if cue.link in ready.index and (not cue.loop or playback.loops.get(cue.id, 0) < cue.loop):
            return ready.index[cue.link], True
    return (at + 1, False) if at + 1 < len(ready.cues) else None


def speed(work: Work, playback: Playback) -> int:
    """How fast a list's time runs now, in thousandths."""
    return 0 if work.hold or playback.stopped else playback.rate


def turn(work: Work, list_id: str, **changes: object) -> None:
    """Change a list's stop or rate, and with it the speed of its time."""
    playback = work.set_list(list_id, **changes)
    permille = speed(work, playback)
    if permille != playback.time.permille:
        work.set_list(list_id, time=playback.time.turned(work.now_ns, permille))


def busy(work: Work, list_id: str) -> bool:
    """Whether anything of a list moves, waits for its delay, or will follow."""
    playback = work.lists[list_id]
    if playback.next_ns is not None and not playback.waiting:
        return True
    if any(p.owner == list_id and not p.reason for p in work.pending):
        return True
    return any(m.clock == list_id and not work.resting(m) for m in work.motions.values())


def go_on(work: Work, ready: ReadyList, why: str, start_ns: int | None = None) -> bool:
    """Play what comes next; whether there is anything."""
    playback = work.lists[ready.id]
    step = following(ready, playback)
    if step is None:
        return False
    index, linked = step
    if playback.current:
        cue = ready.cues[position(ready, playback)].cue
        taken = playback.loops.get(cue.id, 0) + 1 if linked else 0
        work.set_list(ready.id, loops={**playback.loops, cue.id: taken})
    cue = ready.cues[index]
    if linked and index != position(ready, playback) + 1:
        fire(work, ready, index, whole_look(work, ready, index, None), why, start_ns)
    elif cue.cue.assert_:
        fire(work, ready, index, asserted(work, cue), why, start_ns)
    else:
        fire(work, ready, index, list(cue.moves), why, start_ns)
    return True


def play_cue(work: Work, ready: ReadyList, cue_id: str, why: str) -> None:
    """A cue that something calls by its name: as GO where it is the next, else its whole look in its own times."""
    index = ready.index[cue_id]
    step = following(ready, work.lists[ready.id])
    if step is not None and step[0] == index:
        go_on(work, ready, why)
    else:
        fire(work, ready, index, whole_look(work, ready, index, None), why)


def asserted(work: Work, cue: ReadyCue) -> list[Ready]:
    """Every slot of the tracked look as a move: with its own times where the cue moves it, else the cue's."""
    own = {m.slot: m for m in cue.moves}
    return [own.get(slot) or _timed(work, cue, slot, written) for slot, written in cue.look.items()]


def _timed(work: Work, cue: ReadyCue, slot: str, written: Written) -> Ready:
    file = work.ground.file
    fade_s, delay_s, curve = cue_times(file, cue.cue, work.ground.target(slot).family, None)
    fade_ns = 0 if curve == "snap" else round(fade_s * NS)
    return Ready(slot, written.value, written.kelvin, fade_ns, round(delay_s * NS), curve)


def whole_look(work: Work, ready: ReadyList, index: int, time_ns: int | None) -> list[Ready]:
    """The moves that make the tracked look of a cue from anywhere.

    Args:
        index: -1 is the state before the first cue.
        time_ns: How long each takes; ``None``: the cue's own times.
    """
    curve = work.ground.file.show.curve
    moves = asserted(work, ready.cues[index]) if index >= 0 else []
    looked = {m.slot for m in moves}
    for slot in ready.slots:
        # What a later cue moved goes back; what this list never took is not its business.
        if slot not in looked and ready.id in work.claims.get(slot, {}):
            base = Written(work.ground.target(slot).base)
            if index >= 0:
                moves.append(_timed(work, ready.cues[index], slot, base))
            else:
                moves.append(Ready(slot, base.value, None, 0, 0, curve))
    if time_ns is None:
        return moves
    return [msgspec.structs.replace(m, fade_ns=time_ns, delay_ns=0, curve=curve) for m in moves]


def fire(
    work: Work, ready: ReadyList, index: int, moves: list[Ready], why: str, start_ns: int | None = None
) -> None:
    """Play moves as a cue of a list.

    Args:
        start_ns: When it began, in the list's time; ``None``: now.
    """
    turn(work, ready.id, stopped=False)
    work.panicked = False
    playback = work.lists[ready.id]
    begin_ns = playback.time.local(work.now_ns) if start_ns is None else start_ns
    cue = ready.cues[index].cue if index >= 0 else None
    cue_id = cue.id if cue else ""
    done_ns = begin_ns
    for move in moves:
        done_ns = max(done_ns, work.play(ready.id, ready.id, move, begin_ns, cue_id))
    next_ns = None
    if cue is not None and cue.follow_s is not None:
        next_ns = begin_ns + round(cue.follow_s * NS)
    elif cue is not None and cue.hang_s is not None:
        next_ns = done_ns + round(cue.hang_s * NS)
    after = work.set_list(
        ready.id, current=cue_id, start_ns=begin_ns, done_ns=done_ns, complete=False, next_ns=next_ns, waiting=""
    )
    if next_ns is not None and following(ready, after) is None:
        work.set_list(ready.id, next_ns=None)
    work.tell("fired", f"{ready.id}/{cue_id}", why)


def stop(work: Work, list_id: str) -> None:
    """Stand still."""
    turn(work, list_id, stopped=True)
    work.tell("stopped", list_id)


def complete(work: Work, ready: ReadyList) -> None:
    """The current cue is done: say so, and prepare a marked one."""
    playback = work.set_list(ready.id, complete=True)
    work.tell("complete", f"{ready.id}/{playback.current}")
    prepare(work, ready)


def prepare(work: Work, ready: ReadyList) -> None:
    """If the next cue is marked: tell what it will need, and move what nobody sees to its place already."""
    step = following(ready, work.lists[ready.id])
    if step is None or not ready.cues[step[0]].cue.mark:
        return
    cue = ready.cues[step[0]]
    shown = {m.slot.partition("#")[0] for m in cue.moves if m.slot.endswith("#visible") and m.value}
    for move in cue.moves:
        owner, _, path = move.slot.partition("#")
        if path.startswith("transform.") and owner in shown and work.value(f"{owner}#visible")[0] == 0.0:
            ahead = msgspec.structs.replace(move, fade_ns=0, delay_ns=0, curve="snap")
            work.play(ready.id, ready.id, ahead, work.local(ready.id), cue.cue.id)
    work.tell("preload", f"{ready.id}/{cue.cue.id}", slots=tuple(m.slot for m in cue.moves))


def follow(work: Work, ready: ReadyList) -> None:
    """A follow-on is due: play it, or during a take let it wait."""
    playback = work.lists[ready.id]
    cue = ready.cues[position(ready, playback)].cue
    if work.rolling and not cue.while_rolling:
        work.set_list(ready.id, waiting="rolling")
        work.tell("held", f"{ready.id}/{cue.id}", "its follow-on waits: rolling")
        return
    due_ns = playback.next_ns
    work.set_list(ready.id, next_ns=None)
    go_on(work, ready, "follow-on", due_ns)


def cut(work: Work) -> None:
    """The take is over: follow-ons that waited begin now, pops are let go."""
    for list_id, playback in list(work.lists.items()):
        if playback.waiting:
            work.set_list(list_id, waiting="", next_ns=playback.time.local(work.now_ns))
            work.tell("let go", f"{list_id}/{playback.current}")
    work.regate()


def panic(work: Work) -> None:
    """Everything stops; the safe look is faded to, or is there at once when it is being faded to."""
    file, safe = work.ground.file, work.ground.program.safe or {}
    again = work.panicked and work.now_ns < work.panic_until_ns
    fade_ns = 0 if again else round(file.show.panic_s * NS)
    for list_id in work.lists:
        turn(work, list_id, stopped=False)
        work.set_list(list_id, next_ns=None, waiting="", complete=True)
    work.pending = []
    for slot in [*work.motions]:
        if slot not in safe:
            work.freeze(slot)
    work.claims = {}
    for slot in dict.fromkeys([*work.motions, *safe]):
        work.order += 1
        if slot not in safe:
            work.claims[slot] = {PANIC: Claim(work.value(slot)[0], work.order)}
            continue
        written = safe[slot]
        work.claims[slot] = {PANIC: Claim(written.value, work.order, written.kelvin)}
        value, kelvin = work.value(slot)
        quick = fade_ns if _can_fade(work, work.ground.target(slot)) else 0
        work.motions[slot] = Motion(
            value, written.value, work.now_ns, quick, file.show.curve, SHOW_TIME, kelvin, written.kelvin
        )
    for rule_id, memory in list(work.reactions.items()):
        if memory.moving:
            work.set_reaction(rule_id, moving=False)
    work.panicked, work.panic_until_ns = True, work.now_ns + fade_ns
    text = "at once" if again else f"to {file.show.safe_look}" if safe else "no safe look: everything stands still"
    work.tell("panic", file.show.safe_look, text)


def _can_fade(work: Work, target: Target) -> bool:
    return target.space != "switch" or work.ground.file.show.dissolve


def capture(work: Work, target: Target, written: Written, fade_ns: int) -> None:
    """A hand on a slot."""
    work.claim(MANUAL, target.slot, written)
    # A waiting move of a list is under the hand now; it comes back with the list's claim.
    work.pending = [p for p in work.pending if p.slot != target.slot]
    move = Pending(target.slot, MANUAL, work.now_ns, fade_ns, "linear", written.value, written.kelvin)
    work.begin(move, SHOW_TIME)
    work.tell("captured", target.slot)


def next_due(work: Work) -> tuple[int, int, str]:
    """(moment, rank, list or slot) of what happens next by itself in lists; ``NEVER`` when nothing does."""
    best = (NEVER, 0, "")
    for p in work.pending:
        if not p.reason:
            playback = work.lists.get(p.owner)
            at = p.due_ns if playback is None else playback.time.when(p.due_ns)
            best = min(best, (at, 0, p.slot))
    for list_id, playback in work.lists.items():
        if not playback.complete:
            best = min(best, (playback.time.when(playback.done_ns), 1, list_id))
        if playback.next_ns is not None and not playback.waiting:
            best = min(best, (playback.time.when(playback.next_ns), 2, list_id))
    return best


def begin_due(work: Work, slot: str) -> None:
    """Start the moves of a slot whose delay is over."""
    for move in [p for p in work.pending if p.slot == slot and not p.reason]:
        playback = work.lists.get(move.owner)
        if (playback.time.when(move.due_ns) if playback else move.due_ns) > work.now_ns:
            continue
        work.pending.remove(move)
        if work.owner(slot) == move.owner:
            work.begin(move, move.owner if playback else SHOW_TIME)
