"""What people write into cues.toml, as structs: lists, cues, moves, triggers, zones, reactions.

Seconds, metres, degrees: this is a human edge. Ids are strings ("10", "10.5", "2b") whose order is
the file's and never a number's.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ..geometry import Quat, Vec3

FORMAT = "1.0"

CurveName = Literal["linear", "ease", "ease-in", "ease-out", "s-curve", "snap"]
Family = Literal["set", "light", "sky", "weather", "camera"]
_Seconds = Annotated[float, Meta(ge=0.0, le=86400.0)]
_Length = Annotated[float, Meta(gt=0.0)]
_Id = Annotated[str, Meta(pattern=r"^[^\s/:#]+$", max_length=64)]


class FadeTimes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Times of a family in a cue or a show. ``None``: whatever holds above it."""

    fade_s: _Seconds | None = None
    delay_s: _Seconds | None = None
    curve: CurveName | None = None


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One instruction of a cue.

    Attributes:
        target: ``owner#property``; the owner is a node's id or name, ``environment`` or
            ``material/<id>``. ``sun`` alone is the sun's place in the sky.
        to: A number, a switch, a row of numbers, ``"3200 K"`` for a colour, or for the sun
            ``"17:30"`` or ``[azimuth_deg, elevation_deg]``.
    """

    target: str
    to: bool | float | str | list[float]
    fade_s: _Seconds | None = None
    delay_s: _Seconds | None = None
    curve: CurveName | None = None


MEASURES = ("zone", "distance", "facing", "speed", "axis", "osc", "lost", "timecode", "time")
"""Fields of a measure of which exactly one is given."""


class Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A number taken from the stage. Exactly one of ``MEASURES`` says which.

    Attributes:
        zone: Metres that ``subject`` is outside of this zone, negative inside.
        distance: Metres between a subject and a subject or node.
        facing: Degrees between a subject's view and the way to a subject or node.
        speed: Metres a second of a subject.
        axis: ``x``, ``y`` or ``z`` of ``subject``, metres in the set.
        osc: The argument number ``argument`` of this address.
        lost: Seconds since this subject was last seen.
        timecode: ``HH:MM:SS:FF`` that is passed forwards; ``time``: ``HH:MM:SS`` of the day, likewise.
    """

    zone: str = ""
    distance: tuple[str, str] | None = None
    facing: tuple[str, str] | None = None
    speed: str = ""
    axis: Literal["", "x", "y", "z"] = ""
    osc: str = ""
    lost: str = ""
    timecode: str = ""
    time: str = ""
    subject: str = ""
    argument: Annotated[int, Meta(ge=0, le=255)] = 0


class Trigger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a cue or reaction fires: a measure that crosses a threshold.

    Attributes:
        above, below: The threshold. Zones need none, ``lost`` needs ``above`` (seconds); OSC without
            one fires at every message whose argument is not 0.
        hysteresis: How far back over the threshold before it can fire again, in the measure's unit.
        on: ``enter``: when it becomes true; ``leave``: when it stops being true.
    """

    when: Measure
    above: float | None = None
    below: float | None = None
    hysteresis: Annotated[float, Meta(ge=0.0)] = 0.0
    on: Literal["enter", "leave"] = "enter"


class Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One cue.

    Attributes:
        fade_s, delay_s, curve: For all its moves; ``fades`` for those of a family; a move's own win.
        follow_s: The next cue starts so long after this one started.
        hang_s: The next cue starts so long after this one is complete.
        link: The cue that comes next instead of the one below; ``loop``: how many times, 0 = always.
        block: Edits made above do not reach below this cue; playback does not care.
        assert_: GO plays the whole tracked look and takes it back from other lists.
        mark: Prepared before it is due: hidden pieces go to their places, ``preload`` is told.
        cue_only: The next cue puts its moves back.
        while_rolling: Its follow-on and its triggers work during a take.
    """

    id: _Id
    label: str = ""
    fade_s: _Seconds | None = None
    delay_s: _Seconds | None = None
    curve: CurveName | None = None
    fades: dict[Family, FadeTimes] = {}
    follow_s: _Seconds | None = None
    hang_s: _Seconds | None = None
    link: str = ""
    loop: Annotated[int, Meta(ge=0)] = 0
    block: bool = False
    assert_: bool = msgspec.field(default=False, name="assert")
    mark: bool = False
    cue_only: bool = False
    while_rolling: bool = False
    moves: tuple[Move, ...] = msgspec.field(default=(), name="move")
    triggers: tuple[Trigger, ...] = msgspec.field(default=(), name="trigger")


class CueList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cues in the order of the file. Of two lists with a slot in common the higher priority owns it,
    of two equals the one that moved it last."""

    id: _Id
    label: str = ""
    priority: Annotated[int, Meta(ge=-1000, le=1000)] = 0
    cues: tuple[Cue, ...] = msgspec.field(default=(), name="cue")


class Zone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the set: a box turned about the vertical, or an upright cylinder.

    Attributes:
        center: Of the box, or of the cylinder's foot; metres in the set.
        size: Full extents of the box; ``None``: a cylinder.
        hysteresis_m: How far outside somebody must be to have left.
    """

    id: _Id
    center: Vec3
    size: tuple[_Length, _Length, _Length] | None = None
    yaw_deg: float = 0.0
    radius_m: _Length | None = None
    height_m: _Length | None = None
    hysteresis_m: Annotated[float, Meta(ge=0.0)] = 0.15


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A measure that drives a property all the time.

    Attributes:
        target: As a move's.
        input: The measure's values for the two ends.
        output: The property's values there, written as a move's; between them as a fade would go.
        rate_per_s: Of a number: the most it changes in a second, in its own unit; 0 is no limit.
        smooth_s: Time constant of the smoothing; 0 is none.
        priority: Against the lists'.
    """

    target: str
    input: tuple[float, float]
    output: tuple[bool | float | str | list[float], bool | float | str | list[float]]
    curve: CurveName = "linear"
    rate_per_s: Annotated[float, Meta(ge=0.0)] = 0.0
    smooth_s: Annotated[float, Meta(ge=0.0, le=60.0)] = 0.0
    priority: Annotated[int, Meta(ge=-1000, le=1000)] = 50


class Reaction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The set answers: a condition fires a cue, or a measure drives a property.

    Attributes:
        cue: ``list/cue`` to play; ``go``: a list whose next cue plays.
        map_: The continuous kind; then ``when`` is its measure and there is no threshold.
        while_rolling: Works during a take as well.
    """

    id: _Id
    when: Measure
    label: str = ""
    above: float | None = None
    below: float | None = None
    hysteresis: Annotated[float, Meta(ge=0.0)] = 0.0
    on: Literal["enter", "leave"] = "enter"
    cue: str = ""
    go: str = ""
    map_: Mapping | None = msgspec.field(default=None, name="map")
    armed: bool = True
    while_rolling: bool = False


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where and when the sun is that a cue asks for by time of day.

    Attributes:
        utc_offset_h: Of the clock the cues are written in.
        date: ``YYYY-MM-DD``.
        north_deg: Azimuth of true north in the set, clockwise from +Y.
    """

    latitude_deg: Annotated[float, Meta(ge=-89.0, le=89.0)] = 45.0
    longitude_deg: Annotated[float, Meta(ge=-180.0, le=180.0)] = 0.0
    utc_offset_h: Annotated[float, Meta(ge=-14.0, le=14.0)] = 0.0
    date: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")] = "2025-03-20"
    north_deg: float = 0.0


class ShowOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[show]`` of cues.toml.

    Attributes:
        scene: Number or id of the scene that the cues are for; empty where only one is built.
        safe_look: ``list/cue`` that PANIC goes to.
        min_go_s: A second GO of a list within this time is a mistake and does nothing.
        fade_s, delay_s, curve: Where neither move nor cue says; ``fades`` by family.
        goto_s, back_s, panic_s, release_s: How long those take.
        dissolve: Whether the outputs can dissolve a thing; else visibility always snaps.
    """

    scene: str = ""
    safe_look: str = ""
    min_go_s: _Seconds = 0.3
    fade_s: _Seconds = 2.0
    delay_s: _Seconds = 0.0
    curve: CurveName = "ease"
    fades: dict[Family, FadeTimes] = {}
    goto_s: _Seconds = 1.0
    back_s: _Seconds = 1.0
    panic_s: _Seconds = 2.0
    release_s: _Seconds = 1.0
    dissolve: bool = False


class CueFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of cues.toml."""

    format: str = FORMAT
    show: ShowOptions = ShowOptions()
    place: Place = Place()
    lists: tuple[CueList, ...] = msgspec.field(default=(), name="list")
    zones: tuple[Zone, ...] = msgspec.field(default=(), name="zone")
    reactions: tuple[Reaction, ...] = msgspec.field(default=(), name="reaction")


class Pose(msgspec.Struct, frozen=True, gc=False):
    """Where a subject is, in the **set's** own space; it looks along its local -Z."""

    position_m: Vec3
    rotation_wxyz: Quat | None = None


class View(msgspec.Struct, frozen=True, gc=False):
    """The inner frustum: the tracked camera in the set's space, with its overscan.

    The four numbers are tangents of the angles from the optical axis to each side, all positive.
    """

    position_m: Vec3
    rotation_wxyz: Quat
    left: float
    right: float
    top: float
    bottom: float


class Finding(msgspec.Struct, frozen=True):
    """What ``live check`` says. ``error``: the show cannot be run so; ``warning``: it will surprise."""

    check: str
    severity: Literal["error", "warning", "note"]
    where: str
    message: str
    remedy: str = ""
