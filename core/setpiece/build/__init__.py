"""Build: from a draft to a committed production, running only what depends on what changed."""

from ._boards import BoardsResult, ExportResult, export_blend, render_boards, still_refs
from ._config import Production, read_production
from ._draft import read_draft_bytes
from ._index import Index
from ._judge import judge_corrections
from ._progress import Listener, Progress, silent
from ._propose import ProposeReport, propose
from ._report import BuildReport, ChangeRow
from ._reports import production_report
from ._resolve import resolve
from ._run import Request, build, create, revise, undo
from ._scan import ScanResult, scan_blend
from ._state import State, Workspace
from ._steps import REVISIONS, StepLog
from ._target import check_output
from ._views import Built, open_built, shots_json

__all__ = [
    "REVISIONS",
    "BoardsResult",
    "BuildReport",
    "Built",
    "ChangeRow",
    "ExportResult",
    "Index",
    "Listener",
    "Production",
    "Progress",
    "ProposeReport",
    "Request",
    "ScanResult",
    "State",
    "StepLog",
    "Workspace",
    "build",
    "check_output",
    "create",
    "export_blend",
    "judge_corrections",
    "open_built",
    "production_report",
    "propose",
    "read_draft_bytes",
    "read_production",
    "render_boards",
    "resolve",
    "revise",
    "scan_blend",
    "shots_json",
    "silent",
    "still_refs",
    "undo",
]
