"""Where the pretended camera is, for the tracker's process and for whoever scores what came out."""

from __future__ import annotations

import math


def pose(seconds: float) -> tuple[tuple[float, float, float], float, float]:
    """Position (m), pan counter-clockwise from above and tilt (degrees): a dolly on a bow, panning and tilting."""
    a = 2 * math.pi * seconds
    return (
        (1.2 * math.sin(a / 5), 0.6 * math.cos(a / 7), 1.5 + 0.2 * math.sin(a / 3)),
        25 * math.sin(a / 4),
        6 * math.sin(a / 3 + 1),
    )
