"""Reactions and triggers while the show runs: what they heard, whether they fire, what they drive.

A rule that cannot go on (no such slot, data that is no number) is disabled with a message; the show
goes on. While a rule is not allowed to act (a take, a hold, after a panic) it still watches, so that
what began then does not fire later.
"""

from __future__ import annotations

import math

from ..errors import InputError
from ._events import Osc
from ._fades import Value, eased, mix
from ._measures import measured, newer
from ._playback import go_on, play_cue
from ._program import NS, ReadyMap, Rule
from ._state import NEVER, SHOW_TIME, STEP_NS, Motion, ReactionState
from ._targets import Written
from ._work import Work
from .model import Pose

_CLOCK_GAP_S = 5.0
_DAY_S = 86400.0
_SETTLED = 1e-6


def fresh(rules: dict[str, Rule]) -> dict[str, ReactionState]:
    """Every rule before the first news; those that can never work are disabled from the start."""
    return {r.id: ReactionState(armed=r.armed, fault=r.fault) for r in rules.values()}


def asleep(work: Work, rule: Rule) -> str:
    """Why a rule may not act now; empty when it may."""
    if work.panicked:
        return "after a panic"
    if work.hold:
        return "on hold"
    return "rolling" if work.rolling and not rule.while_rolling else ""


def _awake(work: Work, rule: Rule) -> bool:
    memory = work.reactions[rule.id]
    return memory.armed and not memory.fault


def disable(work: Work, rule: Rule, reason: str) -> None:
    """Take a rule out of the show and say why."""
    work.set_reaction(rule.id, fault=reason, moving=False)
    work.tell("disabled", rule.id, reason)
    _let_go(work, rule)


def _let_go(work: Work, rule: Rule) -> None:
    if rule.map is not None:
        time_ns = round(work.ground.file.show.release_s * NS)
        work.release(_owner(rule), [rule.map.target.slot], time_ns)


def _owner(rule: Rule) -> str:
    return f"reaction:{rule.id}"


def arm(work: Work, rule: Rule, armed: bool) -> None:
    """A rule on, with another chance if it was disabled, or off: what it drives is given back."""
    work.set_reaction(rule.id, armed=armed, fault=rule.fault, true=None, moving=False)
    work.tell("armed", rule.id, "" if armed else "off")
    if not armed:
        _let_go(work, rule)


# --- news ------------------------------------------------------------------------------------


def sensed(work: Work, subjects: dict[str, Pose | None]) -> None:
    """News of subjects."""
    for name, pose in subjects.items():
        work.subjects[name] = newer(work.subjects.get(name), pose, work.now_ns)
    for rule in work.ground.watching(subjects):
        if not _awake(work, rule):
            continue
        if rule.kind == "lost":
            subject = work.subjects[rule.subjects[0]]
            if subject.pose is not None:
                _turned(work, rule, False)
            continue
        try:
            number = measured(work, rule)
            if number is not None:
                _heard(work, rule, number)
        except (InputError, ArithmeticError, ValueError) as e:
            disable(work, rule, str(e))


def heard_osc(work: Work, event: Osc) -> None:
    """A message that somebody may listen to."""
    for rule in work.ground.program.rules.values():
        if rule.when.osc != event.address or not _awake(work, rule):
            continue
        argument = event.arguments[rule.when.argument] if rule.when.argument < len(event.arguments) else None
        if rule.map is None and rule.above is None and rule.below is None:
            if argument is None or argument:
                _fire(work, rule)
            continue
        try:
            _heard(work, rule, _number(argument, rule))
        except (InputError, ArithmeticError, ValueError) as e:
            disable(work, rule, str(e))


def _number(argument: bool | float | str | None, rule: Rule) -> float:
    if isinstance(argument, (bool, int, float)) and math.isfinite(argument):
        return float(argument)
    raise InputError(
        f"argument {rule.when.argument} is {argument!r}, no number.", where=rule.when.osc, remedy="Look at its sender."
    )


def passed_timecode(work: Work, frame: int) -> None:
    """Timecode stands at a frame: rules between the last frame and this fire, unless it jumped."""
    before, work.timecode = work.timecode, frame
    rate = work.ground.scene.sequence.rate
    most = 2 * rate.num // rate.den
    ran = before is not None and 0 < frame - before <= most
    for rule in work.ground.program.rules.values():
        at = round(rule.at)
        if rule.kind == "timecode" and _awake(work, rule):
            hit = before is not None and before < at <= frame if ran else at == frame != before
            if hit:
                _fire(work, rule)


def passed_clock(work: Work, second: float) -> None:
    """The stage's clock stands at a second of the day."""
    before, work.clock_s = work.clock_s, second
    if before is None:
        return
    gone = (second - before) % _DAY_S
    if not 0.0 < gone <= _CLOCK_GAP_S:
        return
    for rule in work.ground.program.rules.values():
        if rule.kind == "time" and _awake(work, rule) and 0.0 < (rule.at - before) % _DAY_S <= gone:
            _fire(work, rule)


# --- conditions ------------------------------------------------------------------------------


def _heard(work: Work, rule: Rule, number: float) -> None:
    if not math.isfinite(number):
        raise InputError("the number is not finite.", where=rule.id, remedy="Look at where it comes from.")
    if rule.map is not None:
        _drive(work, rule, rule.map, number)
        return
    was = work.reactions[rule.id].true
    slack = rule.hysteresis if was else 0.0
    if rule.below is not None:
        # A zone's border belongs to it.
        now = number <= rule.below + slack if rule.zone else number < rule.below + slack
    else:
        now = number > (rule.above or 0.0) - slack
    _turned(work, rule, now)


def _turned(work: Work, rule: Rule, now: bool) -> None:
    was = work.reactions[rule.id].true
    if was == now:
        return
    work.set_reaction(rule.id, true=now)
    if (rule.on == "enter" and now) or (rule.on == "leave" and was and not now):
        _fire(work, rule)


def _fire(work: Work, rule: Rule) -> None:
    reason = asleep(work, rule)
    if reason:
        work.tell("held", rule.id, reason)
        return
    list_id, cue_id = rule.play
    ready = work.ground.program.lists[list_id]
    if cue_id:
        play_cue(work, ready, cue_id, rule.id)
    elif not go_on(work, ready, rule.id):
        work.tell("note", rule.id, f"list {list_id} is at its end")


# --- what drives all the time ----------------------------------------------------------------


def _drive(work: Work, rule: Rule, drive: ReadyMap, number: float) -> None:
    if asleep(work, rule):
        return
    spec, slot = drive.spec, drive.target.slot
    (i0, i1), place = spec.input, work.ground.file.place
    share = eased(spec.curve, (number - i0) / (i1 - i0)) if spec.curve != "snap" else float(number >= i1)
    kelvins = _kelvins(drive)
    goal = mix(drive.target.space, drive.low.value, drive.high.value, share, place, kelvins)
    owner = _owner(rule)
    if owner not in work.claims.get(slot, {}):
        work.claim(owner, slot, Written(goal))
        work.set_reaction(rule.id, out=work.value(slot)[0])
    work.set_reaction(rule.id, goal=goal)
    if spec.smooth_s or spec.rate_per_s:
        work.set_reaction(rule.id, moving=work.reactions[rule.id].out != goal)
    else:
        _put(work, rule, slot, goal)


def _kelvins(drive: ReadyMap) -> tuple[float, float] | None:
    low, high = drive.low.kelvin, drive.high.kelvin
    return None if low is None or high is None else (low, high)


def _put(work: Work, rule: Rule, slot: str, out: Value) -> None:
    owner = _owner(rule)
    work.set_reaction(rule.id, out=out)
    claims = work.claims[slot]
    work.claims[slot] = {**claims, owner: type(claims[owner])(out, claims[owner].order)}
    if work.owner(slot) == owner:
        work.motions[slot] = Motion(out, out, work.now_ns, 0, "linear", SHOW_TIME)


def driving(work: Work) -> list[Rule]:
    """Rules whose output is on its way."""
    return [r for r in work.ground.smoothed_rules if work.reactions[r.id].moving and not asleep(work, r)]


def step_drives(work: Work) -> None:
    """One step of the grid: exponential smoothing in the space of the fade, then the rate limit."""
    work.step = work.now_ns // STEP_NS
    for rule in driving(work):
        drive, memory = rule.map, work.reactions[rule.id]
        if drive is None or memory.goal is None or memory.out is None:
            continue
        spec = drive.spec
        part = 1.0 - math.exp(-STEP_NS / (spec.smooth_s * NS)) if spec.smooth_s else 1.0
        out = mix(drive.target.space, memory.out, memory.goal, part, work.ground.file.place)
        if spec.rate_per_s and isinstance(out, float) and isinstance(memory.out, float):
            most = spec.rate_per_s * STEP_NS / NS
            out = memory.out + min(max(out - memory.out, -most), most)
        if _close(out, memory.goal):
            out = memory.goal
            work.set_reaction(rule.id, moving=False)
        _put(work, rule, drive.target.slot, out)


def _close(a: Value, b: Value) -> bool:
    one = a if isinstance(a, tuple) else (a,)
    other = b if isinstance(b, tuple) else (b,)
    return all(abs(p - q) <= _SETTLED * max(1.0, abs(q)) for p, q in zip(one, other, strict=True))


def next_rule_due(work: Work) -> tuple[int, int, str]:
    """(moment, rank, rule) of what rules do next by themselves."""
    best = (NEVER, 0, "")
    for rule in work.ground.lost_rules:
        if _awake(work, rule) and not work.reactions[rule.id].true:
            subject = work.subjects.get(rule.subjects[0])
            if subject is not None:
                at = subject.seen_ns + round((rule.above or 0.0) * NS)
                best = min(best, (at, 3, rule.id))
    if driving(work):
        best = min(best, ((work.step + 1) * STEP_NS, 4, ""))
    return best


def lose(work: Work, rule: Rule) -> None:
    """A subject has been away for long enough."""
    _turned(work, rule, True)
