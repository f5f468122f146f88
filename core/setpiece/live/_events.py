"""What may happen to a show (events, journalled as they come) and what it says in return (effects)."""

from __future__ import annotations

from typing import Literal

import msgspec

from .model import Pose, View


class _Event(msgspec.Struct, frozen=True, tag=True, tag_field="e", omit_defaults=True):
    """Base of all events: told apart by their names in the journal."""


class Go(_Event, frozen=True):
    """The next cue of a list; on a stopped list, its fades go on. An empty name is the first list."""

    list: str = ""


class Back(_Event, frozen=True):
    """The whole look of the cue above the current one."""

    list: str = ""


class Goto(_Event, frozen=True):
    """The whole look of a cue; ``""`` is the state before the first. ``time_s`` ``None``: ``goto_s``."""

    cue: str
    list: str = ""
    time_s: float | None = None


class Stop(_Event, frozen=True):
    """What moves stands still, follow-ons with it; when nothing moves, back."""

    list: str = ""


class Hold(_Event, frozen=True):
    """Every list stands still, reactions sleep, until ``Resume``."""


class Resume(_Event, frozen=True):
    """End of a hold, and of the sleep after a panic."""


class Panic(_Event, frozen=True):
    """The safe look; a second one while it fades is at once."""


class Rate(_Event, frozen=True):
    """A list runs so many times as fast (0.05 to 20)."""

    rate: float
    list: str = ""


class Off(_Event, frozen=True):
    """A list gives back everything it owns. ``time_s`` ``None``: ``release_s``."""

    list: str
    time_s: float | None = None


class Rolling(_Event, frozen=True):
    """Whether a take is on, as one source sees it; it is on while any says so."""

    on: bool
    source: Literal["operator", "slate", "tracker"] = "operator"


class Capture(_Event, frozen=True):
    """A hand on a target: stands above every list until ``Release``. ``value`` as in cues.toml."""

    target: str
    value: bool | float | str | list[float]
    fade_s: float = 0.0


class Release(_Event, frozen=True):
    """The hand off one target, or off all (``""``)."""

    target: str = ""
    time_s: float | None = None


class Arm(_Event, frozen=True):
    """A reaction on or off; arming one that was disabled gives it another chance."""

    reaction: str
    armed: bool = True


class Sensed(_Event, frozen=True):
    """Subjects in the set's space, as far as they are news; ``None``: lost."""

    subjects: dict[str, Pose | None]


class Seen(_Event, frozen=True):
    """The inner frustum now; ``None``: there is no tracked camera."""

    view: View | None


class Osc(_Event, frozen=True):
    """A message of an address that a reaction or trigger listens to, see ``Show.listens``."""

    address: str
    arguments: tuple[bool | float | str, ...] = ()


class Timecode(_Event, frozen=True):
    """The frame of the scene's rate that the running timecode stands at."""

    frame: int


class Clock(_Event, frozen=True):
    """The time of day of the stage's clock, seconds from midnight."""

    second: float


Event = (
    Go | Back | Goto | Stop | Hold | Resume | Panic | Rate | Off | Rolling | Capture | Release | Arm
    | Sensed | Seen | Osc | Timecode | Clock
)  # fmt: skip

EffectKind = Literal[
    "fired", "complete", "stopped", "resumed", "held", "let go", "refused", "preload", "disabled", "panic",
    "rolling", "captured", "released", "armed", "note",
]  # fmt: skip


class Effect(msgspec.Struct, frozen=True):
    """Something that a log, an OSC reply or a page tells.

    Attributes:
        kind: What.
        what: Of what: ``list/cue``, a slot, a reaction.
        text: Why, for people; empty where there is nothing to say.
        slots: Of ``preload``: what the cue will move.
    """

    kind: EffectKind
    what: str
    text: str = ""
    slots: tuple[str, ...] = ()
