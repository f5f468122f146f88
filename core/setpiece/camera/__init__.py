"""Camera: coverage by beat, framing solved exactly, checked against the set.

Public face: ``cover`` plans and solves a scene's shots, ``filmback`` and ``filmbacks`` name real
cameras, and the lens arithmetic answers what a focal length sees and holds sharp.
"""

from ._cover import CameraResult, cover
from ._filmbacks import filmback, filmbacks
from ._optics import LENSES_MM, circle_of_confusion_mm, depth_of_field_m, fov_rad, hyperfocal_m
from ._solved import LockedCamera

__all__ = [
    "LENSES_MM",
    "CameraResult",
    "LockedCamera",
    "circle_of_confusion_mm",
    "cover",
    "depth_of_field_m",
    "filmback",
    "filmbacks",
    "fov_rad",
    "hyperfocal_m",
]
