"""What a page or a remote shows of a running show."""

from __future__ import annotations

import msgspec

from ._playback import following, position
from ._rules import asleep
from ._show import Show
from ._state import NEVER, State
from ._work import Work


class ListStatus(msgspec.Struct, frozen=True):
    """Where a list stands.

    Attributes:
        fraction: Of the current cue, 0 to 1.
        follow_in_s: Until the follow-on at the list's present speed; ``None``: there is none, or it stands still.
        owns: Slots that this list is seen on.
    """

    list: str
    label: str
    current: str
    current_label: str
    fraction: float
    next: str
    next_label: str
    follow_in_s: float | None
    stopped: bool
    rate: float
    owns: tuple[str, ...]


class HeldItem(msgspec.Struct, frozen=True):
    """Something that waits, and why: a slot's pop, a cue's follow-on, a reaction."""

    kind: str
    what: str
    reason: str


class ReactionStatus(msgspec.Struct, frozen=True):
    """A reaction or a cue's trigger. ``true``: whether its condition holds, ``None``: not measured yet."""

    id: str
    armed: bool
    fault: str
    true: bool | None


class Status(msgspec.Struct, frozen=True):
    """The show at a glance."""

    now_ns: int
    lists: tuple[ListStatus, ...]
    held: tuple[HeldItem, ...]
    reactions: tuple[ReactionStatus, ...]
    rolling: tuple[str, ...]
    hold: bool
    panicked: bool
    captured: tuple[str, ...]


def status_of(show: Show, state: State) -> Status:
    """The state in words and numbers for people."""
    owners = {slot: show.ground.top(claims) for slot, claims in state.claims.items()}
    reactions = tuple(ReactionStatus(i, m.armed, m.fault, m.true) for i, m in state.reactions.items())
    return Status(
        now_ns=state.now_ns,
        lists=tuple(_list(show, state, id_, owners) for id_ in state.lists),
        held=_held(show, state),
        reactions=reactions,
        rolling=state.rolling,
        hold=state.hold,
        panicked=state.panicked,
        captured=tuple(s for s, claims in state.claims.items() if "manual" in claims),
    )


def _list(show: Show, state: State, list_id: str, owners: dict[str, str]) -> ListStatus:
    ready, playback = show.lists[list_id], state.lists[list_id]
    at = position(ready, playback)
    step = following(ready, playback)
    coming = ready.cues[step[0]].cue if step else None
    length_ns = playback.done_ns - playback.start_ns
    gone_ns = playback.time.local(state.now_ns) - playback.start_ns
    fraction = 1.0 if length_ns <= 0 or playback.complete else min(max(gone_ns / length_ns, 0.0), 1.0)
    follow = None
    if playback.next_ns is not None and not playback.waiting:
        due_ns = playback.time.when(playback.next_ns)
        follow = None if due_ns == NEVER else (due_ns - state.now_ns) / 1e9
    source = next(c for c in show.file.lists if c.id == list_id)
    return ListStatus(
        list=list_id, label=source.label, current=playback.current,
        current_label=ready.cues[at].cue.label if at >= 0 else "", fraction=fraction,
        next=coming.id if coming else "", next_label=coming.label if coming else "", follow_in_s=follow,
        stopped=playback.stopped, rate=playback.rate / 1000,
        owns=tuple(s for s, owner in owners.items() if owner == list_id),
    )  # fmt: skip


def _held(show: Show, state: State) -> tuple[HeldItem, ...]:
    held = [HeldItem("pop", p.slot, p.reason) for p in state.pending if p.reason]
    held += [HeldItem("follow-on", f"{i}/{p.current}", p.waiting) for i, p in state.lists.items() if p.waiting]
    work = Work(show.ground, state)
    for id_, rule in show.ground.program.rules.items():
        memory = state.reactions[id_]
        reason = asleep(work, rule)
        if reason and memory.armed and not memory.fault:
            held.append(HeldItem("reaction", id_, reason))
    return tuple(held)
