"""What each event does to a show, key by key; what cannot be done is refused with a reason."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ..errors import InputError
from . import _playback as play
from . import _rules as rules
from ._events import (
    Arm,
    Back,
    Capture,
    Clock,
    Event,
    Go,
    Goto,
    Hold,
    Off,
    Osc,
    Panic,
    Rate,
    Release,
    Resume,
    Rolling,
    Seen,
    Sensed,
    Stop,
    Timecode,
)  # fmt: skip
from ._program import NS, ReadyList
from ._state import MANUAL
from ._targets import find_target, read_value
from ._work import Work

_RATES = (0.05, 20.0)


def list_of(work: Work, list_id: str) -> ReadyList:
    """The list of an event; without a name, the first.

    Raises:
        InputError: There is no such list.
    """
    if not list_id:
        return next(iter(work.ground.program.lists.values()))
    if list_id not in work.ground.program.lists:
        raise InputError(f"there is no list {list_id!r}.", remedy=f"Lists: {', '.join(work.ground.program.lists)}.")
    return work.ground.program.lists[list_id]


def index_of(ready: ReadyList, cue: str) -> int:
    """Index of a cue; -1 for ``""``, the state before the first.

    Raises:
        InputError: There is no such cue.
    """
    if cue and cue not in ready.index:
        raise InputError(f"list {ready.id} has no cue {cue!r}.", remedy="Cue ids are as written in cues.toml.")
    return ready.index.get(cue, -1)


def _awake(work: Work) -> None:
    if work.hold:
        raise InputError("the show is on hold.", remedy="RESUME first.")


def _go(work: Work, event: Go) -> None:
    _awake(work)
    ready = list_of(work, event.list)
    playback = work.lists[ready.id]
    guard_s = work.ground.file.show.min_go_s
    if playback.last_go_ns is not None and work.now_ns - playback.last_go_ns < round(guard_s * NS):
        raise InputError(f"a second GO within {guard_s:g} s.", where=ready.id, remedy="Press again.")
    if playback.stopped:
        play.turn(work, ready.id, stopped=False, last_go_ns=work.now_ns)
        work.tell("resumed", ready.id)
    elif play.go_on(work, ready, "GO"):
        work.set_list(ready.id, last_go_ns=work.now_ns)
    else:
        raise InputError(f"list {ready.id} is at its end.", remedy="GOTO or BACK.")


def _goto(work: Work, event: Goto) -> None:
    _awake(work)
    ready = list_of(work, event.list)
    seconds = work.ground.file.show.goto_s if event.time_s is None else event.time_s
    _out_of_sequence(work, ready, index_of(ready, event.cue), _time_ns(seconds), "GOTO")


def _out_of_sequence(work: Work, ready: ReadyList, index: int, time_ns: int, why: str) -> None:
    work.set_list(ready.id, loops={})
    play.fire(work, ready, index, play.whole_look(work, ready, index, time_ns), why)


def _back(work: Work, event: Back) -> None:
    _awake(work)
    ready = list_of(work, event.list)
    index = play.position(ready, work.lists[ready.id])
    if index < 0:
        raise InputError(f"list {ready.id} is at its top.", remedy="GO.")
    _out_of_sequence(work, ready, index - 1, _time_ns(work.ground.file.show.back_s), "BACK")


def _stop(work: Work, event: Stop) -> None:
    ready = list_of(work, event.list)
    if not work.lists[ready.id].stopped and play.busy(work, ready.id):
        play.stop(work, ready.id)
    else:
        _back(work, Back(ready.id))


def _hold(work: Work, event: Hold | Resume) -> None:
    work.hold = isinstance(event, Hold)
    work.panicked = work.panicked and work.hold
    for list_id in work.lists:
        play.turn(work, list_id)
    work.tell("held" if work.hold else "resumed", "show", "HOLD" if work.hold else "")


def _panic(work: Work, _: Panic) -> None:
    work.hold = False
    play.panic(work)


def _rate(work: Work, event: Rate) -> None:
    ready = list_of(work, event.list)
    if not _RATES[0] <= event.rate <= _RATES[1]:
        raise InputError(f"a rate of {event.rate:g}.", remedy=f"From {_RATES[0]:g} to {_RATES[1]:g}.")
    play.turn(work, ready.id, rate=round(event.rate * 1000))


def _off(work: Work, event: Off) -> None:
    ready = list_of(work, event.list)
    seconds = work.ground.file.show.release_s if event.time_s is None else event.time_s
    slots = [s for s, claims in work.claims.items() if ready.id in claims]
    play.turn(work, ready.id, stopped=False)
    work.set_list(ready.id, current="", next_ns=None, waiting="", complete=True, loops={})
    for slot in work.release(ready.id, slots, _time_ns(seconds)):
        work.tell("released", slot)


def _rolling(work: Work, event: Rolling) -> None:
    was = bool(work.rolling)
    others = tuple(s for s in work.rolling if s != event.source)
    work.rolling = (*others, event.source) if event.on else others
    if was == bool(work.rolling):
        return
    work.tell("rolling", event.source, "on" if work.rolling else "off")
    if not work.rolling:
        play.cut(work)


def _capture(work: Work, event: Capture) -> None:
    scene, place = work.ground.scene, work.ground.file.place
    target = find_target(scene, event.target)
    play.capture(work, target, read_value(scene, target, event.value, place), _time_ns(event.fade_s))


def _release(work: Work, event: Release) -> None:
    seconds = work.ground.file.show.release_s if event.time_s is None else event.time_s
    slots = [find_target(work.ground.scene, event.target).slot] if event.target else list(work.claims)
    for slot in work.release(MANUAL, slots, _time_ns(seconds)):
        work.tell("released", slot)


def _arm(work: Work, event: Arm) -> None:
    known = work.ground.program.rules
    rule = known.get(event.reaction)
    if rule is None:
        raise InputError(f"there is no reaction {event.reaction!r}.", remedy=f"Reactions: {', '.join(known)}.")
    rules.arm(work, rule, event.armed)


def _seen(work: Work, event: Seen) -> None:
    view = event.view
    if view is not None:
        numbers = (*view.position_m, *view.rotation_wxyz, view.left, view.right, view.top, view.bottom)
        if not all(map(math.isfinite, numbers)):  # then nothing is known of what is in frame
            view = None
    work.view = view
    work.regate()


def _time_ns(seconds: float) -> int:
    if not (math.isfinite(seconds) and 0.0 <= seconds <= 86400.0):
        raise InputError(f"a time of {seconds} s.", remedy="From 0 to 86400.")
    return round(seconds * NS)


_HANDLERS: dict[type, Callable[[Work, Any], None]] = {
    Go: _go, Back: _back, Goto: _goto, Stop: _stop, Hold: _hold, Resume: _hold, Panic: _panic, Rate: _rate,
    Off: _off, Rolling: _rolling, Capture: _capture, Release: _release, Arm: _arm, Seen: _seen,
    Sensed: lambda work, e: rules.sensed(work, e.subjects),
    Osc: rules.heard_osc,
    Timecode: lambda work, e: rules.passed_timecode(work, e.frame),
    Clock: lambda work, e: rules.passed_clock(work, e.second),
}  # fmt: skip


def press(work: Work, event: Event) -> None:
    """Do what an event asks.

    Raises:
        InputError: It cannot be done, and nothing was.
    """
    _HANDLERS[type(event)](work, event)
