"""What commands that run until somebody stops them share: the end, and a frame rate as people write it."""

from __future__ import annotations

import math
import signal
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..scene.model import FrameRate

_NTSC = 1001


def until_stopped(seconds: float, every_s: float = 1.0) -> Iterator[float]:
    """Once every ``every_s``, and at the end, until ``seconds`` are over (0: no end), Ctrl-C or a polite kill.

    Yields:
        Seconds since the beginning.
    """
    begun = time.monotonic()
    tick = 0.0
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        while not seconds or tick < seconds:
            tick = min(tick + every_s, seconds or math.inf)
            time.sleep(max(0.0, begun + tick - time.monotonic()))
            yield tick
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def frame_rate(text: str, production: Path | None = None) -> FrameRate:
    """``24``, ``23.976``, ``30000/1001``; empty is the production's, and 24 without one.

    Raises:
        InputError: No rate.
    """
    from ..errors import InputError
    from ..scene.model import FrameRate

    if not text:
        from ..build import read_production

        there = production is not None and (production / "production.toml").exists()
        return read_production(production).picture.frame_rate if production is not None and there else FrameRate()
    try:
        exact = Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        exact = Fraction(0)
    if not 1 <= exact <= 1000:
        raise InputError(f"{text!r} is no frame rate", where="rate", remedy="Write it like 24, 23.976 or 30000/1001.")
    whole = round(exact * _NTSC / 1000)
    ntsc = Fraction(whole * 1000, _NTSC)
    if exact.denominator not in (1, _NTSC) and abs(exact - ntsc) < Fraction(1, 500):
        exact = ntsc  # 23.976 and 29.97 are how people write it
    return FrameRate(exact.numerator, exact.denominator)
