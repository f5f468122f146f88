"""Labels as frames and back, by the counting of ``scene``, and what a rate may be."""

from __future__ import annotations

import math

import msgspec

from ...errors import InputError
from ...scene import format_timecode, frames_per_day, label_base, parse_timecode
from ...scene.model import FrameRate
from ..model import Timecode

RATES: tuple[FrameRate, ...] = (
    FrameRate(24000, 1001), FrameRate(24), FrameRate(25), FrameRate(30000, 1001), FrameRate(30),
)  # fmt: skip
"""All that LTC and MTC can carry (SMPTE ST 12-1)."""


def label_text(code: Timecode) -> str:
    """``HH:MM:SS:FF``, drop-frame ``HH:MM:SS;FF``."""
    mark = ";" if code.drop else ":"
    return f"{code.hours:02}:{code.minutes:02}:{code.seconds:02}{mark}{code.frames:02}"


def frame_of(code: Timecode) -> int:
    """The frame of a label, counted from midnight.

    Raises:
        InputError: There is no such label at its rate, or drop-frame skips it.
    """
    return parse_timecode(label_text(code), code.rate)


def timecode_of(position: float, rate: FrameRate, drop: bool = False) -> Timecode:
    """The label of a frame counted from midnight, a part of a frame included; a day later it begins again."""
    frame = math.floor(position)
    text = format_timecode(frame, rate, drop)
    hours, minutes, seconds, frames = (int(text[i : i + 2]) for i in (0, 3, 6, 9))
    return Timecode(hours, minutes, seconds, frames, rate, drop, position - frame)


def advanced(code: Timecode, frames: float) -> Timecode:
    """The label so many frames later (earlier below 0), parts of a frame included.

    Raises:
        InputError: See ``frame_of``.
    """
    position = (frame_of(code) + code.sub_frame + frames) % frames_per_day(code.rate, code.drop)
    return timecode_of(position, code.rate, code.drop)


def checked(code: Timecode) -> Timecode | None:
    """The label if there is one like it."""
    try:
        frame_of(code)
    except InputError:
        return None
    return code


def with_rate(code: Timecode, rate: FrameRate | None) -> Timecode:
    """A label of a wire that names 30 and may mean 29.97: the rate that somebody knows, where it counts alike.

    Drop-frame labels exist at 29.97 only, so those need no telling.
    """
    if rate is None or code.drop or label_base(rate) != label_base(code.rate):
        return code
    return msgspec.structs.replace(code, rate=rate)
