"""The delay between a movement and what follows it, from two series of numbers over time.

One model for everything: ``effect(t) = gain * cause(t - delay) + offset``. The cause is smoothed by local
parabolas, symmetric in time, so that smoothing shifts nothing; the delay is where least squares is least.
A slow pan to and fro is asked for because two things must be told apart: a delay, and a sign that is wrong.
They look alike when half a period of the pan comes near the delay, and then the answer is refused.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError

F64 = NDArray[np.float64]

LONGEST_S = 1.0
"""Delays up to here are looked for; twelve frames, the longest told of, are half of it."""
_STEP_S = 0.01
_WINDOW_S = 0.3
_LEAST_S = 4.0
_LEAST_SAMPLES = 40
_MOVED = 8.0
"""Spread of the cause over its own roughness, below which nothing moved."""
_EXPLAINED = 0.85
_RIVAL = 4.0
"""A second minimum must be this many times worse, in squared residual."""
_FLOOR_S = 0.0003


class Series(NamedTuple):
    """Numbers over time.

    Attributes:
        times_s: (n,) rising seconds.
        values: (n,) in any one unit.
    """

    times_s: F64
    values: F64


class Delay(NamedTuple):
    """What was found.

    Attributes:
        delay_s: Effect after cause.
        sigma_s: One standard deviation.
        gain: Effect's units per cause's; its sign is the axis's sign.
        explained: Part of the effect's variance that the model explains, 0..1.
    """

    delay_s: float
    sigma_s: float
    gain: float
    explained: float


def checked(series: Series, what: str) -> Series:
    """The series as finite, rising arrays; InputError names what is wrong with it."""
    times, values = np.asarray(series.times_s, dtype=np.float64), np.asarray(series.values, dtype=np.float64)
    if len(times) != len(values) or len(times) < _LEAST_SAMPLES:
        raise InputError(f"{len(times)} samples are too few", where=what, remedy=f"Give at least {_LEAST_SAMPLES}.")
    if not (np.isfinite(times).all() and np.isfinite(values).all()):
        raise InputError("there are numbers that are none", where=what, remedy="Leave out lost samples.")
    if not (np.diff(times) > 0).all():
        raise InputError("times do not rise", where=what, remedy="Sort the log by time of capture.")
    if times[-1] - times[0] < _LEAST_S:
        raise InputError(
            f"{times[-1] - times[0]:.1f} s are too short", where=what, remedy="Pan to and fro for ten seconds or more.",
        )  # fmt: skip
    return Series(times, values)


def smoothed(series: Series, at_s: F64, window_s: float = _WINDOW_S) -> F64:
    """The series at other times, by a parabola through what lies within ``window_s`` of each.

    The weights fall off smoothly, so the result is smooth in ``at_s``. Where fewer than four samples are
    near, it is NaN.
    """
    low = np.searchsorted(series.times_s, at_s - window_s)
    high = np.searchsorted(series.times_s, at_s + window_s)
    width = int((high - low).max()) if len(at_s) else 0
    index = low[:, None] + np.arange(width)[None]
    inside = index < high[:, None]
    index = np.minimum(index, len(series.times_s) - 1)
    u = (series.times_s[index] - at_s[:, None]) / window_s
    near = 1.0 - u * u
    weight = np.where(inside & (near > 0), near * near, 0.0)
    y = series.values[index]
    s0, s1, s2, s3, s4 = ((weight * u**k).sum(1) for k in range(5))
    y0, y1, y2 = ((weight * u**k * y).sum(1) for k in range(3))
    whole = s0 * (s2 * s4 - s3 * s3) - s1 * (s1 * s4 - s2 * s3) + s2 * (s1 * s3 - s2 * s2)
    level = y0 * (s2 * s4 - s3 * s3) - y1 * (s1 * s4 - s2 * s3) + y2 * (s1 * s3 - s2 * s2)
    known = ((weight > 0).sum(1) >= 4) & (whole > 1e-9)
    both_sides = (u * weight > 0).any(1) & (u * weight < 0).any(1)
    return np.where(known & both_sides, level / np.where(known, whole, 1.0), np.nan)


def fit_delay(cause: Series, effect: Series, *, what: str = "pan", longest_s: float = LONGEST_S) -> Delay:
    """How long after ``cause`` the ``effect`` comes.

    Raises:
        InputError: Nothing moves, the effect does not follow, or the movement is too quick to tell a delay
            from a wrong sign.
    """
    cause, effect = checked(cause, f"{what}: cause"), checked(effect, f"{what}: effect")
    _refuse_still(cause, what)
    delays = np.arange(-2, round(longest_s / _STEP_S) + 3) * _STEP_S
    span = (effect.times_s >= cause.times_s[0] + longest_s + 0.05) & (effect.times_s <= cause.times_s[-1] - 0.05)
    used = Series(effect.times_s[span], effect.values[span])
    if len(used.times_s) < _LEAST_SAMPLES:
        raise InputError("the two logs hardly overlap", where=what, remedy="Record both for ten seconds or more.")
    left = np.array([_left(cause, used, float(d))[0] for d in delays])
    best = int(np.argmin(left))
    if best in {0, len(delays) - 1}:
        raise InputError(
            f"no delay between 0 and {longest_s:g} s explains the logs", where=what,
            remedy="Are both on one clock, and is it the same axis?",
        )  # fmt: skip
    _refuse_rivals(left, best, delays, what)
    delay_s = _refined(cause, used, float(delays[best]))
    return _with_sigma(cause, used, delay_s, what)


def _left(cause: Series, effect: Series, delay_s: float) -> tuple[float, float, F64, F64]:
    """Mean squared residual, gain, residuals and the smoothed cause at one delay."""
    x = smoothed(cause, effect.times_s - delay_s)
    known = np.isfinite(x)
    if known.sum() < _LEAST_SAMPLES // 2:
        return math.inf, 0.0, x, x
    x0, y0 = x[known] - x[known].mean(), effect.values[known] - effect.values[known].mean()
    gain = float((x0 * y0).sum() / max(float((x0 * x0).sum()), 1e-30))
    residual = np.where(known, 0.0, np.nan)
    residual[known] = y0 - gain * x0
    return float((residual[known] ** 2).mean()), gain, residual, x


def _refined(cause: Series, effect: Series, delay_s: float) -> float:
    """The bottom of the parabola through three delays, twice, closer each time."""
    step = _STEP_S
    for _ in range(4):
        low, middle, high = (_left(cause, effect, delay_s + k * step)[0] for k in (-1, 0, 1))
        bend = low - 2 * middle + high
        if bend <= 0:
            break
        delay_s += min(max(0.5 * step * (low - high) / bend, -step), step)
        step /= 2
    return delay_s


def _with_sigma(cause: Series, effect: Series, delay_s: float, what: str) -> Delay:
    """The spread of the delay from the residuals' spread, their neighbours' likeness included."""
    mean, gain, residual, _ = _left(cause, effect, delay_s)
    dt = 0.01
    rise = gain * (smoothed(cause, effect.times_s - delay_s + dt) - smoothed(cause, effect.times_s - delay_s - dt))
    known = np.isfinite(residual) & np.isfinite(rise)
    slope, left = rise[known] / (2 * dt), residual[known]
    total = float(((effect.values - effect.values.mean()) ** 2).mean())
    explained = 1.0 - mean / max(total, 1e-30)
    if explained < _EXPLAINED:
        raise InputError(
            f"what is seen follows the tracker for {100 * max(explained, 0.0):.0f} % only", where=what,
            remedy="Pan slowly to and fro on this axis alone, with everything else still.",
        )  # fmt: skip
    around = left - left.mean()
    variance = float((around * around).mean())
    alike = 1.0
    for k in range(1, min(26, len(around) // 4)):
        part = float((around[k:] * around[:-k]).mean()) / max(variance, 1e-30)
        if part <= 0.05:
            break
        alike += 2.0 * part
    rough_x = roughness(cause) * abs(gain)
    noise = variance * alike + rough_x * rough_x * 0.05
    sigma = math.sqrt(noise / max(float((slope * slope).sum()), 1e-30) + _FLOOR_S**2)
    return Delay(delay_s, sigma, gain, explained)


def roughness(series: Series) -> float:
    """Standard deviation of a series' noise, from its second differences, as for white noise."""
    bend = series.values[2:] - 2 * series.values[1:-1] + series.values[:-2]
    return float(np.sqrt(np.median(bend * bend) / (6 * 0.455)))


def _refuse_still(series: Series, what: str) -> None:
    around = smoothed(series, series.times_s[:: max(1, len(series.times_s) // 400)])
    around = around[np.isfinite(around)]
    spread = float(np.sqrt(((around - around.mean()) ** 2).mean())) if len(around) else 0.0
    if spread <= 1e-9 or spread < _MOVED * roughness(series) / math.sqrt(10):
        raise InputError(
            "nothing moves",
            where=what,
            remedy="Pan slowly to and fro, a few degrees each way, for ten seconds or more.",
        )


def _refuse_rivals(left: F64, best: int, delays: F64, what: str) -> None:
    """A minimum elsewhere that is nearly as good: a delay and a wrong sign cannot be told apart."""
    lowest = float(left[best])
    worst = float(np.nanmax(np.where(np.isfinite(left), left, np.nan)))
    for i in range(1, len(left) - 1):
        apart = abs(float(delays[i] - delays[best])) > 0.05
        if apart and left[i] <= left[i - 1] and left[i] <= left[i + 1] and left[i] < _RIVAL * lowest + 0.02 * worst:
            raise InputError(
                f"{1e3 * delays[best]:.0f} ms and {1e3 * delays[i]:.0f} ms with the other sign explain it alike",
                where=what, remedy="Pan more slowly: one to and fro should take four times the longest delay.",
            )  # fmt: skip
