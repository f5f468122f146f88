"""What a running show, its OSC control and its operator page know of each other: structs and one protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from ..geometry import Quat, Vec3
from ._events import Effect, Event
from ._status import Status
from .model import View
from .outputs import OutputStatus

Done = Callable[[tuple[Effect, ...]], None]
"""Told what came of an event, in the show's own thread: it must be quick and never wait."""


class CueInfo(msgspec.Struct, frozen=True):
    """A cue as a list on a page needs it. ``time_s`` is the longest fade with its delay."""

    id: str
    label: str
    time_s: float
    follow_s: float | None
    hang_s: float | None
    link: str
    mark: bool
    moves: int


class ListInfo(msgspec.Struct, frozen=True):
    """A cue list as it is written."""

    id: str
    label: str
    cues: tuple[CueInfo, ...]


class Footprint(msgspec.Struct, frozen=True):
    """A thing from above, metres in the set.

    Attributes:
        kind: ``piece``, ``wall`` (seen on the LED wall only), ``zone``, ``camera`` or ``figure``.
        outline: Corners in order; one point for cameras and figures.
        facing: Unit vector of where a camera looks.
        origin: Where the thing's own origin is: what a moved ``transform.translation`` is told by.
    """

    id: str
    name: str
    kind: str
    outline: tuple[tuple[float, float], ...]
    origin: tuple[float, float] = (0.0, 0.0)
    facing: tuple[float, float] | None = None


class ReactionInfo(msgspec.Struct, frozen=True):
    """A reaction as it is written."""

    id: str
    label: str
    does: str


class Stage(msgspec.Struct, frozen=True):
    """What does not change while a show runs."""

    production: str
    scene: str
    lists: tuple[ListInfo, ...]
    reactions: tuple[ReactionInfo, ...]
    plan: tuple[Footprint, ...]
    safe_look: str
    min_go_s: float
    version: str
    rate_hz: float


class Predicted(msgspec.Struct, frozen=True):
    """The tracked camera foretold: RMS of what was left over the last seconds, against holding the newest pose."""

    state: str
    lag_ms: float
    residual_mm: float | None = None
    residual_deg: float | None = None
    hold_mm: float | None = None
    hold_deg: float | None = None


class TrackerLook(msgspec.Struct, frozen=True):
    """One subject now, in the set's space. ``rate_hz`` and the rest as in ``tracking.model.Health``."""

    subject: str
    protocol: str
    rate_hz: float
    age_ms: float
    lost: int
    duplicate: int
    out_of_order: int
    jitter_ms: float
    status: str
    position_m: Vec3 | None
    rotation_wxyz: Quat | None
    camera: bool = False
    predicted: Predicted | None = None


class ReceiverLook(msgspec.Struct, frozen=True):
    """One source of tracking.toml. ``fault``: why nothing can be heard, empty when it listens."""

    name: str
    fault: str
    packets: int
    refused: int
    last_refusal: str


class LatencyLook(msgspec.Struct, frozen=True):
    """From capture to light; ``measured`` false is an assumption and must be shown as one.

    Attributes:
        tracking_ms: Of it, the usual age of the newest pose here; ``None``: no camera is heard.
    """

    text: str
    total_ms: float
    measured: bool
    uncertainty_ms: float | None
    tracking_ms: float | None


class LogLine(msgspec.Struct, frozen=True):
    """One line of the log. ``at_s``: seconds since the run began; ``level``: ``info``, ``warn`` or ``fault``."""

    number: int
    at_s: float
    level: str
    kind: str
    what: str
    text: str


class Look(msgspec.Struct, frozen=True):
    """The running show at one moment.

    Attributes:
        rate_hz: Frames a second over the last second; ``late`` frames that were skipped since the beginning.
        values: Every slot that the show has touched, as hosts take it.
        digest: A short fingerprint of ``values``: two machines that show the same say the same.
        view: The tracked camera's frustum with its overscan.
        journal: Why nothing is written down any more; empty when all is well.
        resumed: Whether this run went on with a show that was cut off.
    """

    uptime_s: float
    frames: int
    rate_hz: float
    late: int
    status: Status
    values: dict[str, object]
    digest: str
    outputs: tuple[OutputStatus, ...]
    receivers: tuple[ReceiverLook, ...]
    trackers: tuple[TrackerLook, ...]
    latency: LatencyLook
    view: View | None
    log: tuple[LogLine, ...]
    journal: str
    resumed: bool


class Foreseen(msgspec.Struct, frozen=True):
    """A slot that would come to rest elsewhere. ``name``: its owner's, for people."""

    slot: str
    name: str
    now: object
    then: object


class Desk(Protocol):
    """A running show as whoever presses its keys sees it. Every method may be called from any thread."""

    @property
    def stage(self) -> Stage:
        """What does not change."""
        ...

    @property
    def listens(self) -> frozenset[str]:
        """OSC addresses that reactions and triggers want as events."""
        ...

    def press(self, event: Event, done: Done | None = None) -> None:
        """Hand an event to the show."""
        ...

    def finish(self) -> None:
        """End the show on purpose: the next run begins at its top."""
        ...

    def look(self) -> Look:
        """The newest look; at most a tenth of a second old."""
        ...

    def preview(self, list_id: str = "", cue: str | None = None) -> tuple[Foreseen, ...]:
        """Blind: what GO of a list, or GOTO of a cue, would change; nothing moves.

        Raises:
            InputError: There is no such list or cue, or nothing comes next.
        """
        ...

    def watch(self, watcher: Callable[[Look], None]) -> None:
        """Call ``watcher`` with every new look, in the show's own thread: it must be quick and never wait."""
        ...
