"""What a group of pieces is: members in one frame, and the floor its users need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ._piece import Piece


@dataclass(frozen=True)
class Part:
    """One piece of a group; ``on`` is the index of the member it stands on."""

    noun: str
    x: float = 0.0
    y: float = 0.0
    yaw: float = 0.0
    on: int = -1
    free: bool = False


@dataclass(frozen=True)
class Group:
    """Members and the rectangles (x0, y0, x1, y1) that must stay free."""

    parts: tuple[Part, ...]
    clear: tuple[tuple[float, float, float, float], ...] = ()


Sizes = Callable[[str], Piece]
"""Gives the piece of a noun as this group will have it, to take its measures from."""


def extent(piece: Piece) -> tuple[float, float]:
    """Width and depth of a piece."""
    lo, hi = piece.bounds
    return hi[0] - lo[0], hi[1] - lo[1]
