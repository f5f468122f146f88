"""Build: from a draft to a committed production, running only what depends on what changed."""

from ._config import Production, read_production
from ._index import Index
from ._progress import Listener, Progress, silent
from ._run import BuildReport, ChangeRow, Request, build, create, revise, undo
from ._state import State, Workspace
from ._steps import REVISIONS, StepLog
from ._views import Built, open_built, shots_json

__all__ = [
    "REVISIONS",
    "BuildReport",
    "Built",
    "ChangeRow",
    "Index",
    "Listener",
    "Production",
    "Progress",
    "Request",
    "State",
    "StepLog",
    "Workspace",
    "build",
    "create",
    "open_built",
    "read_production",
    "revise",
    "shots_json",
    "silent",
    "undo",
]
