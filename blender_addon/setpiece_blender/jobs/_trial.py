"""A job that does nothing useful on purpose: doctor and tests see the seam itself with it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any


def trial(report: Any, *, steps: int = 1, seconds: float = 0.0, fail: str = "", once: str = "") -> dict[str, int]:
    """Count ``steps``, ``seconds`` long each.

    Args:
        report: The reporter.
        steps: How many.
        seconds: Each.
        fail: ``raise`` an error, ``crash`` the process, ``hang``, or ``print`` to stdout; empty for none.
        once: A file that is made at the first failure; when it is there, nothing fails.
    """
    broken = bool(fail) and not (once and Path(once).exists())
    if broken and once:
        Path(once).touch()
    for i in range(steps):
        report.step(i, steps, f"step {i}")
        time.sleep(seconds)
    if broken and fail == "raise":
        raise RuntimeError("on purpose")
    if broken and fail == "crash":
        sys.stderr.write("the trial crashes now\n")
        sys.stderr.flush()
        os._exit(11)
    if broken and fail == "hang":
        sys.stderr.write("the trial hangs now\n")
        sys.stderr.flush()
        time.sleep(3600)
    if fail == "print":
        sys.stdout.write("stdout belongs to Blender\n")
    return {"steps": steps}
