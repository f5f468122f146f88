"""What a worker can be asked to do, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import _export, _scan, _stills, _trial

JOBS: dict[str, Callable[..., Any]] = {
    "export_blend": _export.export_blend,
    "render_stills": _stills.render_stills,
    "scan": _scan.scan,
    "trial": _trial.trial,
}
"""Each takes a reporter (``step(done, total, text)``) and its arguments by name."""
