"""Latency: how long from the capture of a pose to its light on the wall, measured, with its uncertainty."""

from ._clip import Motions, motions_of, read_frames
from ._fit import LONGEST_S, Delay, Series, fit_delay
from ._measure import latency_from_clip, latency_from_logs, read_angle_log

__all__ = [
    "LONGEST_S",
    "Delay",
    "Motions",
    "Series",
    "fit_delay",
    "latency_from_clip",
    "latency_from_logs",
    "motions_of",
    "read_angle_log",
    "read_frames",
]
