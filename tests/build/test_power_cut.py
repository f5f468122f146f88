"""Kill `revise` at random moments: the production is in the former state or the new one, never between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from tests.build.drafts import DRAFT_A, DRAFT_B

from setpiece.build import Request, Workspace, build, create, revise, undo
from setpiece.build._blobs import digest

POINTS = int(os.environ.get("SETPIECE_KILLS", "10"))
REVISE = "import sys; from pathlib import Path; from setpiece.build import *; revise(Path(sys.argv[1]), Path(sys.argv[2]))"


def killed_revise(root: Path, draft: Path, after_s: float) -> bool:
    """Start a revise and kill it after a while; whether it had finished by itself."""
    child = subprocess.Popen([sys.executable, "-c", REVISE, str(root), str(draft)], start_new_session=True)
    try:
        child.wait(after_s)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        return False
    assert child.returncode == 0
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are killed the POSIX way")
def test_old_or_new_never_a_mixture(tmp_path: Path) -> None:
    (tmp_path / "a.fountain").write_text(DRAFT_A, encoding="utf-8")
    (tmp_path / "b.fountain").write_text(DRAFT_B, encoding="utf-8")
    root = create(tmp_path / "a.fountain", tmp_path / "film")
    build(root, Request())
    old = (root / "state.json").read_bytes()
    started = time.monotonic()
    assert killed_revise(root, tmp_path / "b.fountain", 300.0)
    whole_s = time.monotonic() - started
    new = (root / "state.json").read_bytes()
    assert new != old
    undo(root)
    assert (root / "state.json").read_bytes() == old

    rng = np.random.Generator(np.random.PCG64(7))
    # Most of a run is computing; half of the points go where the commit and the copying are.
    spans = [(0.05, 1.05), (0.8, 1.05)]
    delays = [whole_s * (a + (b - a) * float(rng.random())) for i in range(POINTS) for a, b in [spans[i % 2]]]
    seen = {"old": 0, "new": 0}
    for delay in delays:
        killed_revise(root, tmp_path / "b.fountain", delay)
        now = (root / "state.json").read_bytes()
        assert now in (old, new), f"neither state after {delay:.2f} s of {whole_s:.2f} s"
        seen["old" if now == old else "new"] += 1
        space = Workspace(root)
        state = space.state()
        assert state is not None
        space.settle(state)  # what the next command does first
        for path, ref in state.paths.items():
            assert digest((root / path).read_bytes()) == ref, path
        folders = {p.name for p in (root / "scenes").iterdir()}
        assert folders == set(state.order), "files of the other state are left"
        if now == new:
            undo(root)
            assert (root / "state.json").read_bytes() == old
        else:
            (root / "scenes").mkdir(exist_ok=True)
    revise(root, tmp_path / "b.fountain", Request())
    assert (root / "state.json").read_bytes() == new
    assert sum(seen.values()) == POINTS
