"""Frames, seconds and SMPTE timecode: time is an integer frame and a rate, never a float.

Labels follow SMPTE ST 12-1: drop-frame skips the first two labels (four at 59.94) of every
minute that is not a multiple of ten, so that labels keep step with the clock to 3.6 ms an hour.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction

from ..errors import InputError
from .model import FrameRate

_LABEL = re.compile(r"(\d{2}):([0-5]\d):([0-5]\d)([:;.,])(\d{2,3})")
_NTSC = 1001
_FLOAT_SLACK = Fraction(1, 1_000_000)


def frames_per_second(rate: FrameRate) -> Fraction:
    """The exact rate, e.g. 30000/1001."""
    return Fraction(rate.num, rate.den)


def label_base(rate: FrameRate) -> int:
    """Frames that a second of labels counts: 24 for 23.976, 30 for 29.97."""
    return max(1, math.floor(frames_per_second(rate) + Fraction(1, 2)))


def has_drop_frame(rate: FrameRate) -> bool:
    """Whether drop-frame labels exist for the rate: 29.97 and its multiples only."""
    base = label_base(rate)
    return base % 30 == 0 and frames_per_second(rate) == Fraction(base * 1000, _NTSC)


def seconds_of(frame: int, rate: FrameRate) -> Fraction:
    """When a frame begins, in exact seconds from frame 0."""
    return frame / frames_per_second(rate)


def frame_at(seconds: float | Fraction, rate: FrameRate) -> int:
    """The frame that is up at a time.

    Raises:
        InputError: The time is not finite.
    """
    return math.floor(_frames(seconds, rate))


def frame_count(seconds: float | Fraction, rate: FrameRate) -> int:
    """How many frames last a time, to the nearest; half a frame counts up.

    Raises:
        InputError: The time is not finite.
    """
    return math.floor(_frames(seconds, rate) + Fraction(1, 2))


def _frames(seconds: float | Fraction, rate: FrameRate) -> Fraction:
    if isinstance(seconds, float) and not math.isfinite(seconds):
        raise InputError("a time must be finite.", where=str(seconds))
    exact = Fraction(seconds) * frames_per_second(rate)
    # 1/24 as a float lies just before frame 1: a float means the frame it was computed from.
    return exact + _FLOAT_SLACK if isinstance(seconds, float) else exact


def retimed(frame: int, old: FrameRate, new: FrameRate) -> int:
    """The frame of another rate that is up when ``frame`` begins."""
    return math.floor(seconds_of(frame, old) * frames_per_second(new))


def _rates(rate: FrameRate) -> tuple[int, int, int, int]:
    """Label base, labels dropped a minute, frames in ten minutes and in a dropped minute."""
    base = label_base(rate)
    dropped = base // 15
    return base, dropped, base * 600 - 9 * dropped, base * 60 - dropped


def frames_per_day(rate: FrameRate, drop: bool = False) -> int:
    """How many labels there are before timecode begins again at 00:00:00:00.

    Raises:
        InputError: Drop-frame at a rate that has none.
    """
    _check_drop(rate, drop)
    base, _, ten_minutes, _ = _rates(rate)
    return ten_minutes * 144 if drop else base * 86400


def _check_drop(rate: FrameRate, drop: bool) -> None:
    if drop and not has_drop_frame(rate):
        raise InputError(
            f"there is no drop-frame timecode at {rate.num}/{rate.den} fps.",
            remedy="Drop-frame is for 30000/1001 and 60000/1001; write the label with a colon.",
        )


def format_timecode(frame: int, rate: FrameRate, drop: bool = False) -> str:
    """The label of a frame: ``HH:MM:SS:FF``, drop-frame ``HH:MM:SS;FF``.

    A day later the labels begin again; a frame before 0 has a label of the day before.

    Raises:
        InputError: Drop-frame at a rate that has none.
    """
    frame %= frames_per_day(rate, drop)
    base, dropped, ten_minutes, minute = _rates(rate)
    if drop:
        tens, rest = divmod(frame, ten_minutes)
        # The first minute of ten drops nothing, so it is longer by the dropped labels.
        frame += dropped * (9 * tens + max(0, (rest - dropped) // minute))
    seconds, f = divmod(frame, base)
    digits = 3 if base > 100 else 2
    mark = ";" if drop else ":"
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{f:0{digits}}"


def parse_timecode(text: str, rate: FrameRate) -> int:
    """The frame of a label; ``;`` (or ``.`` or ``,``) before the frames says drop-frame.

    Raises:
        InputError: Not a label, no drop-frame at this rate, or a label that drop-frame skips.
    """
    match = _LABEL.fullmatch(text.strip())
    if match is None or not match[0].isascii():
        raise InputError(
            "not a timecode.", where=text[:40], remedy="Write HH:MM:SS:FF, drop-frame HH:MM:SS;FF."
        )
    h, m, s, f = (int(match[i]) for i in (1, 2, 3, 5))
    drop = match[4] != ":"
    _check_drop(rate, drop)
    base, dropped, _, _ = _rates(rate)
    if h > 23 or f >= base:
        raise InputError(
            f"hours end at 23 and frames at {base - 1}.", where=text, remedy="Check the frame rate."
        )
    minutes = h * 60 + m
    frame = (minutes * 60 + s) * base + f
    if not drop:
        return frame
    if s == 0 and f < dropped and m % 10:
        raise InputError(
            "drop-frame skips this label.",
            where=text,
            remedy=f"The minute begins at {match[0][:9]}{dropped:02}.",
        )
    return frame - dropped * (minutes - minutes // 10)
