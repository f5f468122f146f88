"""The whole memory of a running show, frozen: what a journal keeps and a restart goes on from.

Lists have a time of their own, so that STOP, HOLD and rate are nothing but the speed of that time:
``local = anchor_local + (now - anchor_now) * permille / 1000`` in whole nanoseconds. All that waits or
moves is written in local time, so nothing drifts and nothing depends on how often anybody looks.
"""

from __future__ import annotations

import msgspec

from ._fades import Value
from .model import CurveName, Pose, View

MANUAL, PANIC = "manual", "panic"
"""Owners that are no list. Their moves run in the show's own time, which nothing stops."""
SHOW_TIME = ""
"""The clock of motions that no list's STOP stops."""
NEVER = 1 << 62
STEP_NS = 4_000_000
"""Smoothing and rate limits are worked out on this grid of the show's time, never on the caller's ticks."""


class Motion(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A slot on its way, or at rest when ``fade_ns`` is over; times are the clock's: a list's, or the show's."""

    start: Value
    end: Value
    begin_ns: int
    fade_ns: int
    curve: CurveName
    clock: str
    start_kelvin: float | None = None
    end_kelvin: float | None = None


class Claim(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What an owner wants of a slot; the highest (priority, ``order``) is seen."""

    value: Value
    order: int
    kelvin: float | None = None
    cue: str = ""


class Pending(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A move that waits: for its delay (``due_ns`` in its owner's time), or with a ``reason`` for a held pop."""

    slot: str
    owner: str
    due_ns: int
    fade_ns: int
    curve: CurveName
    value: Value
    kelvin: float | None = None
    reason: str = ""


class ListTime(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A list's own time; ``permille`` is its speed now, 0 standing still."""

    now_ns: int = 0
    local_ns: int = 0
    permille: int = 1000

    def local(self, now_ns: int) -> int:
        """The list's time at the show's time ``now_ns``."""
        return self.local_ns + (now_ns - self.now_ns) * self.permille // 1000

    def when(self, local_ns: int) -> int:
        """The first moment of the show at which the list's time is ``local_ns`` or later."""
        if local_ns <= self.local_ns:
            return self.now_ns
        if not self.permille:
            return NEVER
        return self.now_ns - (self.local_ns - local_ns) * 1000 // self.permille

    def turned(self, now_ns: int, permille: int) -> ListTime:
        """The same time, with another speed from now on."""
        return ListTime(now_ns, self.local(now_ns), permille)


class Playback(msgspec.Struct, frozen=True):
    """Where a list stands.

    Attributes:
        current: Cue id; empty before the first.
        start_ns, done_ns: When the current cue began and is complete, local.
        next_ns: When the follow-on is due, local; ``None``: there is none.
        waiting: Why a follow-on that is due does not play.
        last_go_ns: Of the guard against a double GO, in the show's time.
        loops: How often the link of a cue was taken.
    """

    time: ListTime = ListTime()
    current: str = ""
    start_ns: int = 0
    done_ns: int = 0
    complete: bool = True
    next_ns: int | None = None
    waiting: str = ""
    stopped: bool = False
    rate: int = 1000
    last_go_ns: int | None = None
    loops: dict[str, int] = {}


class Subject(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A subject as last sensed; ``then`` is an older place, for its speed."""

    pose: Pose | None
    at_ns: int
    seen_ns: int
    then: Pose | None = None
    then_ns: int = 0
    speed: float | None = None


class ReactionState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A reaction's memory.

    Attributes:
        fault: Why it is disabled; empty while it is not.
        true: Whether its condition holds; ``None``: never measured.
        goal, out: Of a mapping: where it goes, and what it gives now.
        moving: Whether ``out`` has not reached ``goal``.
    """

    armed: bool = True
    fault: str = ""
    true: bool | None = None
    goal: Value | None = None
    out: Value | None = None
    moving: bool = False


class State(msgspec.Struct, frozen=True):
    """A show at one moment of its own time."""

    now_ns: int = 0
    order: int = 0
    """Of the newest claim."""
    step: int = 0
    """Steps of the grid that are done."""
    hold: bool = False
    rolling: tuple[str, ...] = ()
    """Sources that say so."""
    panicked: bool = False
    panic_until_ns: int = 0
    motions: dict[str, Motion] = {}
    claims: dict[str, dict[str, Claim]] = {}
    pending: tuple[Pending, ...] = ()
    lists: dict[str, Playback] = {}
    view: View | None = None
    subjects: dict[str, Subject] = {}
    reactions: dict[str, ReactionState] = {}
    timecode: int | None = None
    clock_s: float | None = None
    due_ns: int = NEVER
    """Before this moment nothing happens by itself."""
