"""From logs or a clip to the ``[latency]`` table of volume.toml."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from ...errors import InputError
from ..model import Latency
from ._clip import Frames, Motions, motions_of
from ._fit import LONGEST_S, Delay, Series, fit_delay

Axis = Literal["pan", "tilt", "roll"]
AXES: tuple[Axis, ...] = ("pan", "tilt", "roll")


def latency_from_logs(
    tracker: Mapping[Axis, Series], wall: Mapping[Axis, Series], *, longest_s: float = LONGEST_S
) -> Latency:
    """From the tracker's angles and those of the picture on the wall, both on one clock.

    Args:
        tracker: Degrees over time of capture, per axis that was moved.
        wall: Where the frustum's picture stood on the wall, in degrees or any unit, over time of light.
        longest_s: Delays beyond are not looked for.

    Raises:
        InputError: No axis is in both, or none that is can be fitted.
    """
    both: list[Axis] = [axis for axis in AXES if axis in tracker and axis in wall]
    if not both:
        raise InputError(
            "the logs have no axis in common", where="latency", remedy="Name the columns pan, tilt or roll in both."
        )
    found = _fitted(both, lambda axis: fit_delay(tracker[axis], wall[axis], what=axis, longest_s=longest_s))
    return _latency(found, f"two logs, {', '.join(found)}")


def latency_from_clip(frames: Frames, rate_hz: float, *, longest_s: float = LONGEST_S) -> Latency:
    """From a clip of the tracked camera: a pattern fixed to the stage, and one fixed to the frustum.

    While the camera pans slowly to and fro, whatever stands still on the stage (a pattern outside the inner
    frustum, tape, the wall's seams) shows where the camera looks; a pattern drawn in the inner frustum
    follows late. Both are in one clip, so no clocks need to agree, and a rolling shutter is found from
    the fixed pattern and taken into account.

    Args:
        frames: (n, h, w) or (n, h, w, 3), any number type; a list is read one by one.
        rate_hz: The clip's true rate, 24000/1001 rather than 24.

    Raises:
        InputError: Nothing moves, or two movements cannot be told apart.
    """
    motions = motions_of(frames, rate_hz)
    found = _fitted(AXES[:2], lambda axis: _from_motions(motions, axis, rate_hz, longest_s))
    return _latency(found, f"camera clip, {len(frames)} frames at {rate_hz:.3f}/s, {', '.join(found)}")


def _fitted(axes: Sequence[Axis], fit: Callable[[Axis], Delay]) -> dict[Axis, Delay]:
    """The axes that tell a delay: who pans does not tilt. The first refusal, where none does."""
    found: dict[Axis, Delay] = {}
    refusal: InputError | None = None
    for axis in axes:
        try:
            found[axis] = fit(axis)
        except InputError as e:
            refusal = refusal or e
    if refusal is not None and not found:
        raise refusal
    return found


def _from_motions(motions: Motions, axis: Axis, rate_hz: float, longest_s: float) -> Delay:
    camera, picture = motions.series(axis)
    delay = fit_delay(camera, picture, what=f"clip, {axis}", longest_s=longest_s)
    if not 0.5 < abs(delay.gain) < 2.0:
        raise InputError(
            f"the picture moves {abs(delay.gain):.2f} times as far as the camera", where=f"clip, {axis}",
            remedy="One pattern must stand still on the stage and the other follow the inner frustum.",
        )  # fmt: skip
    return delay._replace(sigma_s=math.hypot(delay.sigma_s, motions.shutter_sigma_s / math.sqrt(rate_hz)))


def _latency(found: Mapping[Axis, Delay], method: str) -> Latency:
    """Delays weighted by their spread; axes that disagree widen the uncertainty."""
    weights = {axis: 1.0 / (d.sigma_s * d.sigma_s) for axis, d in found.items()}
    total = sum(weights.values())
    mean = sum(weights[axis] * d.delay_s for axis, d in found.items()) / total
    sigma = math.sqrt(1.0 / total)
    if len(found) > 1:
        off = sum(weights[axis] * (d.delay_s - mean) ** 2 for axis, d in found.items()) / (len(found) - 1)
        sigma *= max(1.0, math.sqrt(off))
    if mean < 0:
        raise InputError(
            f"the wall seems to be {-1e3 * mean:.0f} ms ahead of the camera", where="latency",
            remedy="Switch prediction off while measuring, and check that both logs are on one clock.",
        )  # fmt: skip
    signs: dict[Axis, Literal[-1, 1]] = {axis: (1 if d.gain > 0 else -1) for axis, d in found.items()}
    return Latency(
        capture_to_photon_ms=round(1e3 * mean, 2),
        uncertainty_ms=round(1e3 * sigma, 2),
        measured=True,
        pan_sign=signs.get("pan", 1),
        tilt_sign=signs.get("tilt", 1),
        roll_sign=signs.get("roll", 1),
        method=method,
    )


def read_angle_log(path: Path) -> dict[Axis, Series]:
    """A CSV with a head line: ``t`` in seconds and any of ``pan``, ``tilt``, ``roll`` in degrees."""
    try:
        lines = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as e:
        raise InputError("the log cannot be read", where=str(path), remedy=str(e)) from e
    names: list[Axis] = [axis for axis in AXES if lines and axis in lines[0]]
    if not lines or "t" not in lines[0] or not names:
        raise InputError(
            "there is no column t, or none of pan, tilt, roll", where=str(path),
            remedy="The first line names the columns, for example: t,pan,tilt",
        )  # fmt: skip
    try:
        times = np.array([float(line["t"]) for line in lines])
        logs: dict[Axis, Series] = {
            axis: Series(times, np.array([float(line[axis]) for line in lines])) for axis in names
        }
    except (TypeError, ValueError) as e:
        raise InputError("a cell is no number", where=str(path), remedy=str(e)) from e
    return logs
