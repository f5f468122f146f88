"""Brown-Conrady distortion in its two dialects, each under its own name, and never in the other's direction.

``OpenCV``: (k1, k2, p1, p2, k3, k4, k5, k6), on image coordinates divided by the focal length, from undistorted to
distorted; y points down. Source: OpenCV, "Camera Calibration and 3D Reconstruction".

``Brown-Conrady D-U`` and ``Brown-Conrady U-D``: (l1 ... l6, q1, q2), on millimetres from the distortion's centre, the
radial order interleaved (l1, l3, l5 above, l2, l4, l6 below the line). Source: OpenTrackIO 1.0.1. D-U, from distorted
to undistorted, is the standard's default; U-D is the direction of OpenCV.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError

F64 = NDArray[np.float64]
OPENCV, D_U, U_D = "OpenCV", "Brown-Conrady D-U", "Brown-Conrady U-D"
_OPENCV_LENGTHS = (4, 5, 8)


def opencv_coefficients(values: Sequence[float]) -> tuple[float, ...]:
    """Four, five or eight coefficients as eight.

    Raises:
        InputError: Another number of them: a fisheye, thin prism or tilted model.
    """
    if len(values) not in _OPENCV_LENGTHS and not (len(values) in (12, 14) and not any(values[8:])):
        raise InputError(
            f"{len(values)} distortion coefficients are no Brown-Conrady model",
            where="distortion_coefficients",
            remedy="Calibrate with 4, 5 or 8 coefficients (no fisheye, thin prism or tilt).",
        )
    return tuple(float(v) for v in (*values[:8], *(0.0,) * (8 - len(values[:8]))))


def apply_opencv(xy: F64, coefficients: Sequence[float]) -> F64:
    """Distorted from undistorted points, shape (n, 2), in focal lengths."""
    k1, k2, p1, p2, k3, k4, k5, k6 = opencv_coefficients(coefficients)
    return _brown_conrady(xy, (k1, k2, k3), (k4, k5, k6), (p1, p2))


def apply_opentrackio(xy_mm: F64, coefficients: Sequence[float]) -> F64:
    """Points in millimetres through the model, shape (n, 2); the model's name says from what to what."""
    l1, l2, l3, l4, l5, l6, q1, q2 = coefficients
    return _brown_conrady(xy_mm, (l1, l3, l5), (l2, l4, l6), (q1, q2))


def _brown_conrady(xy: F64, above: Sequence[float], below: Sequence[float], tangential: Sequence[float]) -> F64:
    x, y = xy[:, 0], xy[:, 1]
    r2 = x * x + y * y
    ratio = (1 + r2 * (above[0] + r2 * (above[1] + r2 * above[2]))) / (
        1 + r2 * (below[0] + r2 * (below[1] + r2 * below[2]))
    )
    a, b = tangential
    return np.stack(
        [
            x * ratio + 2 * a * x * y + b * (r2 + 2 * x * x),
            y * ratio + a * (r2 + 2 * y * y) + 2 * b * x * y,
        ],
        axis=1,
    )


def opentrackio_from_opencv(coefficients: Sequence[float], focal_mm: float) -> tuple[str, tuple[float, ...]]:
    """The same mapping in OpenTrackIO's units and order; it stays undistorted to distorted, and is named so.

    From x' = x / F: l1 = k1/F^2, l3 = k2/F^4, l5 = k3/F^6, l2 = k4/F^2, l4 = k5/F^4, l6 = k6/F^6, and q = p/F: with
    q = p/F^2, as one paper prints it, the same point would land elsewhere. The standard does not say which way y
    points; OpenCV's, down, is kept.
    """
    k1, k2, p1, p2, k3, k4, k5, k6 = opencv_coefficients(coefficients)
    f2 = focal_mm * focal_mm
    f4, f6 = f2 * f2, f2 * f2 * f2
    return U_D, (k1 / f2, k4 / f2, k2 / f4, k5 / f4, k3 / f6, k6 / f6, p1 / focal_mm, p2 / focal_mm)
