"""The part of an OpenTrackIO sample that Setpiece uses, as typed structures; everything else passes unread.

Source: the JSON schema of OpenTrackIO 1.0.1. Nothing is required at the top; a transform needs both
translation and rotation. ``format.frameRate`` of a timecode is how 0.9 wrote what 1.0 writes beside it.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

Positive = Annotated[int, Meta(ge=1)]
Count = Annotated[int, Meta(ge=0)]


class Rational(msgspec.Struct, frozen=True):
    """Frames per second as a fraction."""

    num: Positive
    denom: Positive


class Timestamp(msgspec.Struct, frozen=True):
    """PTP time."""

    seconds: Annotated[int, Meta(ge=0, le=(1 << 48) - 1)]
    nanoseconds: Annotated[int, Meta(ge=0, le=(1 << 32) - 1)]


class TimecodeFormat(msgspec.Struct, frozen=True, rename="camel"):
    """Version 0.9's place for the rate."""

    frame_rate: Rational


class WireTimecode(msgspec.Struct, frozen=True, rename="camel"):
    """SMPTE timecode."""

    hours: Annotated[int, Meta(ge=0, le=23)]
    minutes: Annotated[int, Meta(ge=0, le=59)]
    seconds: Annotated[int, Meta(ge=0, le=59)]
    frames: Annotated[int, Meta(ge=0, le=119)]
    frame_rate: Rational | None = None
    drop_frame: bool = False
    format: TimecodeFormat | None = None


class Timing(msgspec.Struct, frozen=True, rename="camel"):
    """When."""

    sample_timestamp: Timestamp | None = None
    sequence_number: Count | None = None
    timecode: WireTimecode | None = None


class Vector(msgspec.Struct, frozen=True):
    """Metres, or a scale."""

    x: float = 0.0
    y: float = 0.0
    z: float = 0.0


class Rotator(msgspec.Struct, frozen=True):
    """Degrees."""

    pan: float = 0.0
    tilt: float = 0.0
    roll: float = 0.0


class Transform(msgspec.Struct, frozen=True):
    """One joint of the chain from the stage to the camera."""

    translation: Vector
    rotation: Rotator
    scale: Vector | None = None
    id: str = ""


class Encoders(msgspec.Struct, frozen=True):
    """Values of the lens's rings."""

    focus: float | None = None
    iris: float | None = None
    zoom: float | None = None


class Distortion(msgspec.Struct, frozen=True):
    """Coefficients of a distortion model."""

    radial: tuple[float, ...]
    tangential: tuple[float, ...] = ()
    model: str = "Brown-Conrady D-U"


class WireLens(msgspec.Struct, frozen=True, rename="camel"):
    """The lens now."""

    pinhole_focal_length: float | None = None
    focus_distance: float | None = None
    f_stop: float | None = None
    t_stop: float | None = None
    entrance_pupil_offset: float | None = None
    encoders: Encoders | None = None
    raw_encoders: Encoders | None = None
    distortion: tuple[Distortion, ...] = ()


class Tracker(msgspec.Struct, frozen=True):
    """What the tracking system says about itself."""

    status: str = ""
    recording: bool | None = None
    slate: str = ""
    notes: str = ""


class WireSample(msgspec.Struct, frozen=True, rename="camel"):
    """One sample."""

    source_id: str = ""
    source_number: Count | None = None
    timing: Timing | None = None
    tracker: Tracker | None = None
    lens: WireLens | None = None
    transforms: tuple[Transform, ...] = ()
    static: dict[str, Any] | None = None
