"""Breakdown: what each scene needs, read from its own words."""

from ._cast import find_cast
from ._report import breakdown_json
from ._sheet import break_down_scene
from ._times import resolve_times

__all__ = ["break_down_scene", "breakdown_json", "find_cast", "resolve_times"]
