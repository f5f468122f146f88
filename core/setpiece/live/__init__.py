"""The live show: cues, fades, reactions, the journal, and the engine that drives a session with them.

Standard library, numpy and msgspec only; no clock, no thread and no socket.
"""

from ._check import check_show
from ._edit import edited
from ._engine import Engine, Frame
from ._events import (
    Arm,
    Back,
    Capture,
    Clock,
    Effect,
    Event,
    Go,
    Goto,
    Hold,
    Off,
    Osc,
    Panic,
    Rate,
    Release,
    Resume,
    Rolling,
    Seen,
    Sensed,
    Stop,
    Timecode,
)
from ._gate import view_of
from ._journal import Entry, Header, Journal, Journalled, read_journal
from ._read import CUES_FILE, parse_cues, read_cues
from ._show import Show, Step
from ._state import State
from ._status import HeldItem, ListStatus, ReactionStatus, Status, status_of
from ._targets import Target, find_target, read_value

__all__ = [
    "CUES_FILE",
    "Arm",
    "Back",
    "Capture",
    "Clock",
    "Effect",
    "Engine",
    "Entry",
    "Event",
    "Frame",
    "Go",
    "Goto",
    "Header",
    "HeldItem",
    "Hold",
    "Journal",
    "Journalled",
    "ListStatus",
    "Off",
    "Osc",
    "Panic",
    "Rate",
    "ReactionStatus",
    "Release",
    "Resume",
    "Rolling",
    "Seen",
    "Sensed",
    "Show",
    "State",
    "Status",
    "Step",
    "Stop",
    "Target",
    "Timecode",
    "check_show",
    "edited",
    "find_target",
    "parse_cues",
    "read_cues",
    "read_journal",
    "read_value",
    "status_of",
    "view_of",
]
