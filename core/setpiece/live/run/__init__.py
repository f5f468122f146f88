"""The loop that runs a show: events in, frames out, outputs fed, and nothing that stops it."""

from ._load import Loaded, load, loaded_from
from ._lock import Running, end_show, hold_lock, read_running, write_running
from ._runner import Runner
from ._stage import stage_of
from ._trackers import Trackers

__all__ = [
    "Loaded",
    "Runner",
    "Running",
    "Trackers",
    "end_show",
    "hold_lock",
    "load",
    "loaded_from",
    "read_running",
    "stage_of",
    "write_running",
]
