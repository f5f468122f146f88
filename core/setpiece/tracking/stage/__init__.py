"""The first hour on a stage: who is on the network, what they mean, and where they stand."""

from ._align import Alignment, Pair, PointResidual, align
from ._infer import Inference, Repeat, infer
from ._moves import SAY, TRAVELS, TURNS, Move, Segment
from ._network import NetworkCheck, NetworkFacts, examine_network, gather_network
from ._nics import Nic, choose_nics, list_nics
from ._ports import KnownPort, known_ports
from ._scan import Heard, HeardSubject, Scan, scan
from ._session import (
    CORRECTED,
    corrections_of,
    liveliest,
    parse_span,
    read_markers,
    read_pairs,
    read_segments,
    segments_of_take,
    uncorrected,
    write_segments,
)
from ._units import UnitGuess
from ._wand import Pivot, pairs_of_session, pauses, pivot

__all__ = [
    "CORRECTED",
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
    "corrections_of",
    "examine_network",
    "gather_network",
    "infer",
    "known_ports",
    "list_nics",
    "liveliest",
    "pairs_of_session",
    "parse_span",
    "pauses",
    "pivot",
    "read_markers",
    "read_pairs",
    "read_segments",
    "scan",
    "segments_of_take",
    "uncorrected",
    "write_segments",
]
