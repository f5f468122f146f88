"""What a tracker says, in the house's own terms, whatever the wire looked like.

Space: right-handed, Z up, +Y forward, metres. A rotation says where a thing *looks*: its local -Z
is forward and its local +Y is up, as with every camera of the house, so that a tracker which faces
its own space's "forward" at rest looks along +Y with the horizon level
(``FORWARD_QUAT``). Every protocol has one function pair to and from this, see ``docs/conventions.md``.

Time: integers of nanoseconds. ``source_ns`` is the sender's clock and means nothing here until a
clock has been fitted to it; ``capture_ns`` and ``receive_ns`` are this computer's monotonic clock.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ..geometry import Quat, Vec3
from ..scene.model import FrameRate

FORWARD_QUAT: Quat = (math.sqrt(0.5), math.sqrt(0.5), 0.0, 0.0)
"""A camera that looks along +Y with its top towards +Z: a quarter turn about +X."""


class Status(IntEnum):
    """How much the source itself trusts the pose; a protocol that does not say gives ``UNKNOWN``."""

    UNKNOWN = 0
    GOOD = 1
    DEGRADED = 2
    """Valid but extrapolated or inferred, for example orientation without optical position."""
    LOST = 3
    """The pose is not valid; whatever numbers came along must not be used."""


class Timecode(msgspec.Struct, frozen=True, gc=False):
    """The label a source put on a sample; ``scene`` formats and counts it.

    Attributes:
        frames: Labels count ``0 <= frames < label base`` of ``rate``.
        sub_frame: Part of the frame in [0, 1).
    """

    hours: int
    minutes: int
    seconds: int
    frames: int
    rate: FrameRate
    drop: bool = False
    sub_frame: float = 0.0


class Lens(msgspec.Struct, frozen=True, gc=False):
    """What came with the pose about the lens. ``None``: the source does not say; never guessed.

    Attributes:
        focal_mm: Pinhole focal length.
        focus_m: Distance of the plane of focus from the sensor plane; ``inf`` is infinity.
        f_stop: Aperture number.
        fov_h_deg: Horizontal angle of view, where a source sends that instead of a focal length.
        entrance_pupil_m: Offset of the entrance pupil along the optical axis, forward positive.
        raw_zoom: Encoder value as on the wire, see the profile for its range; ``raw_focus`` and
            ``raw_iris`` likewise.
        distortion: Name and coefficients as published by the source, e.g.
            ``("brown-conrady-d-u", (l1, l2, ...))``.
        calibration: Whose word it is: empty is the source's own, ``calibrated`` a lens map's, ``uncalibrated`` there
            is no map (focal length stays the shot's), ``outside: zoom`` the map held at its end.
    """

    focal_mm: float | None = None
    focus_m: float | None = None
    f_stop: float | None = None
    fov_h_deg: float | None = None
    entrance_pupil_m: float | None = None
    raw_zoom: float | None = None
    raw_focus: float | None = None
    raw_iris: float | None = None
    distortion: tuple[str, tuple[float, ...]] | None = None
    calibration: str = ""


class Sample(msgspec.Struct, frozen=True, gc=False):
    """One subject at one moment.

    Attributes:
        subject: Who: ``cam:3`` (FreeD id 3), a PSN tracker's name, a serial. Never empty.
        receive_ns: When the packet was read here, monotonic.
        capture_ns: When the pose was true, in the same clock; equal to ``receive_ns`` until a clock
            has been fitted.
        source_ns: The sender's own time of capture, ``None`` where the wire carries none.
        position_m: ``None``: the source sends no position (orientation-only trackers).
        rotation_wxyz: Unit quaternion, ``None`` where the source sends none.
        sequence: The sender's counter as on the wire; ``sequence_bits`` says where it wraps.
        values: Named numbers that are no pose: blend shapes, buttons, OSC values.
    """

    subject: str
    receive_ns: int
    capture_ns: int
    position_m: Vec3 | None = None
    rotation_wxyz: Quat | None = None
    lens: Lens | None = None
    status: Status = Status.UNKNOWN
    source_ns: int | None = None
    timecode: Timecode | None = None
    sequence: int | None = None
    sequence_bits: int = 0
    recording: bool | None = None
    slate: str = ""
    values: tuple[tuple[str, float], ...] = ()


Protocol = Literal[
    "osc", "osc-tcp", "osc-slip", "freed", "opentrackio", "psn", "f4", "livelinkface", "vmc", "openxr", "artnet"
]


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of ``tracking.toml``: where a protocol is heard and how its sender deviates.

    Attributes:
        protocol: Which codec.
        host: Address to listen on; nothing but this computer unless somebody says so.
        port: 0 takes the protocol's usual port.
        multicast: Group to join, empty for none; ``interface`` names the card's address.
        profile: Name of a vendor or address profile shipped with Setpiece, or of one in the file.
        subjects: Renames: name on the wire -> name here. Empty takes all as they come.
        axes: Which source axis (with sign) our +X, +Y and +Z are, after the protocol's own
            convention: ``("+x", "+y", "+z")`` changes nothing.
        rotation_axes: The same for where things look, when it is not what ``axes`` says: a camera head counts its
            angles from level and from its own zero, however the position's axes are named. Right-handed.
        unit: Metres in one unit of the sender's position, after the protocol's own unit; 1 changes nothing.
        flip_pan, flip_tilt, flip_roll: The sender's angle has the other sign.
        rate_hz: How often a runtime is asked, which does not speak by itself; means nothing on a network.
    """

    protocol: Protocol
    name: str = ""
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 0
    multicast: str = ""
    interface: str = ""
    profile: str = ""
    subjects: dict[str, str] = {}
    axes: tuple[str, str, str] = ("+x", "+y", "+z")
    rotation_axes: tuple[str, str, str] | None = None
    unit: Annotated[float, Meta(gt=0, le=1e6)] = 1.0
    flip_pan: bool = False
    flip_tilt: bool = False
    flip_roll: bool = False
    rate_hz: Annotated[float, Meta(gt=0, le=1000)] = 120.0


class Tracking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[tracking]`` of volume.toml: which tracked subject carries the picture, and where it is.

    Attributes:
        sources: The file beside volume.toml that lists the sources.
        camera: The subject whose pose is the shooting camera's.
        lens: File of its lens map beside volume.toml; empty: uncalibrated.
        volume_from_tracker_m: Translation of the tracker's origin in the volume.
        volume_from_tracker_wxyz: Rotation of the tracker's axes in the volume.
        camera_from_body_m: Where the entrance pupil sits in the tracked body's frame.
        camera_from_body_wxyz: How the camera is turned in the tracked body's frame.
        residual_mm, residual_deg: What the alignment left over; ``None``: never aligned.
    """

    sources: str = "tracking.toml"
    camera: str = ""
    lens: str = ""
    volume_from_tracker_m: Vec3 = (0.0, 0.0, 0.0)
    volume_from_tracker_wxyz: Quat = (1.0, 0.0, 0.0, 0.0)
    camera_from_body_m: Vec3 = (0.0, 0.0, 0.0)
    camera_from_body_wxyz: Quat = (1.0, 0.0, 0.0, 0.0)
    residual_mm: float | None = None
    residual_deg: float | None = None


class Latency(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[latency]`` of volume.toml: from the moment of capture to light on the wall.

    Attributes:
        capture_to_photon_ms: The delay that prediction bridges.
        uncertainty_ms: One standard deviation; ``None`` with ``measured`` false.
        measured: False: a number somebody assumed, and every page says so.
        pan_sign, tilt_sign, roll_sign: Sign of each axis found by the measurement, +1 or -1.
        method: How it was measured, for people.
    """

    capture_to_photon_ms: Annotated[float, Meta(ge=0, le=2000)] = 120.0
    uncertainty_ms: float | None = None
    measured: bool = False
    pan_sign: Literal[-1, 1] = 1
    tilt_sign: Literal[-1, 1] = 1
    roll_sign: Literal[-1, 1] = 1
    method: str = ""


class Overscan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[overscan]`` of volume.toml: how far the inner frustum reaches beyond the lens on each side.

    Degrees, from the 99th percentile of the predictor's residual; ``measured`` false is an assumption.
    """

    left_deg: Annotated[float, Meta(ge=0, le=60)] = 5.0
    right_deg: Annotated[float, Meta(ge=0, le=60)] = 5.0
    top_deg: Annotated[float, Meta(ge=0, le=60)] = 5.0
    bottom_deg: Annotated[float, Meta(ge=0, le=60)] = 5.0
    measured: bool = False


class Health(msgspec.Struct, frozen=True):
    """How one subject's stream is doing over the last second; the columns of ``track monitor``.

    Attributes:
        age_ms: Since the newest sample was captured.
        jitter_ms: Standard deviation of the arrival about a steady rate.
        position_m: ``None``: no position yet.
    """

    subject: str
    protocol: str
    rate_hz: float
    age_ms: float
    lost: int
    duplicate: int
    out_of_order: int
    jitter_ms: float
    position_m: Vec3 | None
    rotation_wxyz: Quat | None
    status: Status = Status.UNKNOWN
