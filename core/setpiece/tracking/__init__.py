"""Tracking: what a stage's trackers say, decoded, put in order, predicted and sent on."""

from .model import (
    FORWARD_QUAT,
    Health,
    Latency,
    Lens,
    Overscan,
    Sample,
    Source,
    Status,
    Timecode,
    Tracking,
)

__all__ = [
    "FORWARD_QUAT",
    "Health",
    "Latency",
    "Lens",
    "Overscan",
    "Sample",
    "Source",
    "Status",
    "Timecode",
    "Tracking",
]
