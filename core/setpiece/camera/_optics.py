"""Lens arithmetic that shots, reports and the command line share: fields of view and focus.

Formulas: thin-lens geometry as in S. Ray, "Applied Photographic Optics", 3rd ed., ch. 22.
"""

from __future__ import annotations

import math

LENSES_MM: tuple[int, ...] = (18, 21, 25, 32, 35, 40, 50, 65, 75, 100)
"""The primes on the truck."""


def fov_rad(focal_mm: float, extent_mm: float) -> float:
    """Angle of view in radians over ``extent_mm`` of the film back: 2 atan(w / 2f)."""
    return 2.0 * math.atan(extent_mm / (2.0 * focal_mm))


def circle_of_confusion_mm(width_mm: float, height_mm: float) -> float:
    """The largest blur that still reads as sharp: the recorded diagonal / 1500 (trade rule)."""
    return math.sqrt(width_mm * width_mm + height_mm * height_mm) / 1500.0


def hyperfocal_m(focal_mm: float, f_stop: float, coc_mm: float) -> float:
    """Nearest focus, in metres, whose far limit is infinity: f^2 / (N c) + f."""
    return (focal_mm * focal_mm / (f_stop * coc_mm) + focal_mm) / 1000.0


def depth_of_field_m(focal_mm: float, f_stop: float, focus_m: float, coc_mm: float) -> tuple[float, float]:
    """(near, far) limits of sharpness in metres; far is ``inf`` at and beyond the hyperfocal.

    near = s (H - f) / (H + s - 2f); far = s (H - f) / (H - s).
    """
    f = focal_mm / 1000.0
    h = hyperfocal_m(focal_mm, f_stop, coc_mm)
    near = focus_m * (h - f) / (h + focus_m - 2.0 * f)
    far = math.inf if focus_m >= h else focus_m * (h - f) / (h - focus_m)
    return near, far
