"""Moves of a pretended camera, in closed form, so that anybody can work out where it must be."""

from __future__ import annotations

import math
from collections.abc import Callable

from ..errors import InputError
from ._angles import rotation_from_head
from .model import Sample, Status

Move = Callable[[float, int], Sample]


def _sample(x: float, y: float, pan: float, capture_ns: int) -> Sample:
    return Sample(
        subject="cam:1",
        receive_ns=capture_ns,
        capture_ns=capture_ns,
        position_m=(x, y, 1.5),
        rotation_wxyz=rotation_from_head(pan, 0.0, 0.0),
        status=Status.GOOD,
    )


def _still(seconds: float, capture_ns: int) -> Sample:
    del seconds
    return _sample(0.0, 0.0, 0.0, capture_ns)


def _pan(seconds: float, capture_ns: int) -> Sample:
    """30 degrees to each side, a sine of 8 seconds."""
    return _sample(0.0, 0.0, math.radians(30) * math.sin(2 * math.pi * seconds / 8), capture_ns)


def _walk(seconds: float, capture_ns: int) -> Sample:
    """A circle of 2 m about the origin in 20 seconds, counter-clockwise, always looking at its centre."""
    a = 2 * math.pi * seconds / 20
    return _sample(2 * math.cos(a), 2 * math.sin(a), a + math.pi / 2, capture_ns)


_MOVES: dict[str, Move] = {"still": _still, "pan": _pan, "walk": _walk}


def pretended_move(name: str) -> Move:
    """A move by name: seconds since its beginning and a moment in nanoseconds to a sample.

    Raises:
        InputError: No such move; the message lists those there are.
    """
    move = _MOVES.get(name)
    if move is None:
        raise InputError(f"there is no move {name!r}", where="move", remedy=f"Known: {', '.join(_MOVES)}.")
    return move
