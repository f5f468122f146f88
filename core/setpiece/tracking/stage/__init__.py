"""The first hour on a stage: who is on the network, what they mean, and where they stand."""

from ._infer import Inference, Repeat, infer
from ._moves import SAY, TRAVELS, TURNS, Move, Segment
from ._units import UnitGuess

__all__ = ["SAY", "TRAVELS", "TURNS", "Inference", "Move", "Repeat", "Segment", "UnitGuess", "infer"]
