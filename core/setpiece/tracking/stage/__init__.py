"""The first hour on a stage: who is on the network, what they mean, and where they stand."""

from ._infer import Inference, Repeat, infer
from ._moves import SAY, TRAVELS, TURNS, Move, Segment
from ._network import NetworkCheck, NetworkFacts, examine_network, gather_network
from ._nics import Nic, choose_nics, list_nics
from ._ports import KnownPort, known_ports
from ._scan import Heard, HeardSubject, Scan, scan
from ._units import UnitGuess

__all__ = [
    "SAY",
    "TRAVELS",
    "TURNS",
    "Heard",
    "HeardSubject",
    "Inference",
    "KnownPort",
    "Move",
    "NetworkCheck",
    "NetworkFacts",
    "Nic",
    "Repeat",
    "Scan",
    "Segment",
    "UnitGuess",
    "choose_nics",
    "examine_network",
    "gather_network",
    "infer",
    "known_ports",
    "list_nics",
    "scan",
]
