"""Real recordings lie beside the checkout where somebody has them; without them their tests say so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "tracking"


@pytest.fixture(scope="session")
def real_tracking() -> Path:
    """The folder of real tracker recordings."""
    folder = Path(os.environ.get("SETPIECE_REAL_TRACKING", _BESIDE))
    if not folder.is_dir():
        pytest.skip(f"NOT RUN: there are no real tracker recordings at {folder}")
    return folder
