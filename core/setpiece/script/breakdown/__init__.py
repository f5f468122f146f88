"""Breakdown: what each scene needs, read from its own words."""

from ._cast import find_cast
from ._corrections import (
    CastCorrection,
    Corrections,
    ElementCorrection,
    SceneCorrections,
    correct_cast,
    correct_scene,
)
from ._report import breakdown_json
from ._sheet import break_down_scene
from ._times import resolve_times

__all__ = [
    "CastCorrection",
    "Corrections",
    "ElementCorrection",
    "SceneCorrections",
    "break_down_scene",
    "breakdown_json",
    "correct_cast",
    "correct_scene",
    "find_cast",
    "resolve_times",
]
