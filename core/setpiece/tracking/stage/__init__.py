"""The first hour on a stage: who is on the network, what they mean, and where they stand."""

from ._align import Alignment, Pair, PointResidual, align
from ._infer import Inference, Repeat, infer
from ._moves import SAY, TRAVELS, TURNS, Move, Segment
from ._network import NetworkCheck, NetworkFacts, examine_network, gather_network
from ._nics import Nic, choose_nics, list_nics
from ._ports import KnownPort, known_ports
from ._scan import Heard, HeardSubject, Scan, scan
from ._units import UnitGuess
from ._wand import Pivot, pairs_of_session, pauses, pivot

__all__ = [
    "SAY",
    "TRAVELS",
    "TURNS",
    "Alignment",
    "Heard",
    "HeardSubject",
    "Inference",
    "KnownPort",
    "Move",
    "NetworkCheck",
    "NetworkFacts",
    "Nic",
    "Pair",
    "Pivot",
    "PointResidual",
    "Repeat",
    "Scan",
    "Segment",
    "UnitGuess",
    "align",
    "choose_nics",
    "examine_network",
    "gather_network",
    "infer",
    "known_ports",
    "list_nics",
    "pairs_of_session",
    "pauses",
    "pivot",
    "scan",
]
