"""How far beyond the lens the inner frustum must reach so that what the prediction missed is still on it."""

from __future__ import annotations

import math

from ...errors import InputError
from ..model import Overscan
from ._rotation import F64

_LEAST = 200
_PART = 0.99
_MOST_DEG = 60.0


def overscan_from(residuals: F64, *, distance_m: float, h_fov_deg: float, v_fov_deg: float) -> Overscan:
    """Angles per side that 99 of 100 residuals stay within.

    A camera that really stands or looks further to the left than foretold sees beyond the picture's left
    edge, so each side takes the tail towards it: of the turn, of the shift over the distance to the wall,
    and of the roll, which lifts the corners out by the half angle of the other axis.

    Args:
        residuals: (n, 6) actual minus foretold in the camera's axes (x right, y up, z back): metres, then the
            rotation vector in radians. ``Predictor.turned_residuals`` gives them.
        distance_m: To the nearest wall in the picture.
        h_fov_deg, v_fov_deg: The lens's angles of view.

    Raises:
        InputError: Fewer than 200 residuals: a tail cannot be read off them.
    """
    if len(residuals) < _LEAST:
        raise InputError(
            f"{len(residuals)} residuals are too few for a 99th percentile; it takes {_LEAST}",
            where="overscan", remedy="Move the camera for half a minute as it will move in the shot.",
        )  # fmt: skip
    x, y, pitch, yaw, roll = (residuals[:, i].tolist() for i in (0, 1, 3, 4, 5))
    corner_h = math.tan(math.radians(v_fov_deg) / 2)
    corner_v = math.tan(math.radians(h_fov_deg) / 2)
    left = [t - s / distance_m + abs(r) * corner_h for t, s, r in zip(yaw, x, roll, strict=True)]
    right = [-t + s / distance_m + abs(r) * corner_h for t, s, r in zip(yaw, x, roll, strict=True)]
    top = [t + s / distance_m + abs(r) * corner_v for t, s, r in zip(pitch, y, roll, strict=True)]
    bottom = [-t - s / distance_m + abs(r) * corner_v for t, s, r in zip(pitch, y, roll, strict=True)]
    sides = [round(min(max(math.degrees(_high(side)), 0.0), _MOST_DEG), 3) for side in (left, right, top, bottom)]
    return Overscan(*sides, measured=True)


def _high(values: list[float]) -> float:
    """The 99th percentile, rounded up to the next value there is."""
    return sorted(values)[min(math.ceil(_PART * len(values)), len(values)) - 1]
