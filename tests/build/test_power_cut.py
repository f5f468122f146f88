"""Kill `revise` and `revise --undo` at any moment: what comes next sees the former state or the new one.

Half of the kills come at random; the other half wait until ``state.json`` is replaced and strike a
few milliseconds later, while files are being laid out. What is left is judged by fresh processes
through the command line alone: the shot list must be the one of the state as found, and a build
that has nothing to do must lay out exactly the files that an undisturbed run lays out.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from tests.build.drafts import DRAFT_A, DRAFT_B

POINTS = int(os.environ.get("SETPIECE_KILLS", "8"))
CLI = [sys.executable, "-c", "from setpiece.cli import main; main()"]
STRAY = ".part-"
# Two commands in one process: what is to be seen at once, and what a next command makes of it.
LOOK = """
import sys
from setpiece.cli import main
for arguments in (["shots", sys.argv[1], "--json"], ["build", sys.argv[1], "--jobs", "1"]):
    sys.argv[1:] = arguments
    try:
        main()
    except SystemExit as e:
        if e.code not in (0, None):
            raise
    sys.argv[1:] = arguments[1:2]
    print("=====")
"""


@dataclass(frozen=True)
class Whole:
    """A production at rest: its commit, every file laid out, its shot list."""

    state: bytes
    files: dict[str, bytes]
    shots: object

    @classmethod
    def of(cls, root: Path) -> Whole:
        shots, rest = look(root)
        return cls((root / "state.json").read_bytes(), rest, shots)


def laid_out(root: Path) -> dict[str, bytes]:
    """Every file outside of store/ and script/ by its path; a kill leaves no others."""
    files = (p for p in root.rglob("*") if p.is_file() and p.relative_to(root).parts[0] not in ("store", "script"))
    return {str(p.relative_to(root)): p.read_bytes() for p in files}


def strays(root: Path) -> int:
    """Temporary files that a kill in the middle of a write left, and in the store."""
    return sum(1 for p in root.rglob(f"{STRAY}*"))


def look(root: Path) -> tuple[object, dict[str, bytes]]:
    """The shot list as a fresh process tells it, and the files after a build with nothing to do."""
    done = subprocess.run([sys.executable, "-c", LOOK, str(root)], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.split("=====")[0]), laid_out(root)


def run(*arguments: str | Path) -> float:
    started = time.monotonic()
    done = subprocess.run([*CLI, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return time.monotonic() - started


def killed(root: Path, arguments: list[str | Path], after_s: float, committed: bool) -> bool:
    """Start a command and kill it; whether it was still running.

    Args:
        root: The production.
        arguments: The command.
        after_s: When to kill, from its start; or, with ``committed``, from the replacement of state.json.
        committed: Wait for the replacement first.
    """
    path, before = root / "state.json", (root / "state.json").stat().st_ino
    null = subprocess.DEVNULL
    child = subprocess.Popen([*CLI, *map(str, arguments)], start_new_session=True, stdout=null, stderr=null)
    while committed and child.poll() is None and path.stat().st_ino == before:
        time.sleep(0.0002)
    try:
        child.wait(after_s)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        return True
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are killed the POSIX way")
def test_old_or_new_never_a_mixture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a, b, root = tmp_path / "a.fountain", tmp_path / "b.fountain", tmp_path / "film"
    a.write_text(DRAFT_A, encoding="utf-8")
    b.write_text(DRAFT_B, encoding="utf-8")
    run("new", a, root)
    run("build", root, "--jobs", "1")
    first = laid_out(root)
    revise, undo = ["revise", b, root, "--jobs", "1"], ["revise", "--undo", root]
    run(*revise)
    run(*undo)
    assert laid_out(root) == first
    old = Whole.of(root)  # its build keeps the ids that the undone draft took from being given again
    revise_s = run(*revise)
    new = Whole.of(root)
    assert (new.state != old.state, new.shots != old.shots) == (True, True)
    undo_s = run(*undo)
    assert laid_out(root) == old.files

    rng = np.random.Generator(np.random.PCG64(7))
    seen: Counter[str] = Counter()
    for i in range(POINTS):
        going = (root / "state.json").read_bytes() == old.state
        what, arguments, whole_s = ("revise", revise, revise_s) if going else ("undo", undo, undo_s)
        committed = i % 2 == 1
        delay_s = (0.004 if committed else 1.1 * whole_s) * float(rng.random())
        running = killed(root, arguments, delay_s, committed)
        found = (root / "state.json").read_bytes()
        assert found in (old.state, new.state), f"{what}: neither state after {delay_s:.3f} s"
        now = old if found == old.state else new
        seen["old" if now is old else "new"] += 1
        seen[f"{what} killed"] += running
        seen["half laid out"] += running and laid_out(root) != now.files
        shots, files = look(root)
        assert shots == now.shots, f"{what}: the shot list is not that of its state"
        assert files.keys() == now.files.keys(), f"{what}: {files.keys() ^ now.files.keys()}"
        assert files == now.files, f"{what}: {[k for k in files if files[k] != now.files[k]]}"
    with capsys.disabled():
        sys.stdout.write(f"\n{POINTS} kills: {dict(seen)}, {strays(root)} stray temporary files\n")
    assert seen["old"]
    assert seen["new"]
    assert seen["half laid out"], "no kill came between the commit and the end of laying out"
    assert seen["revise killed"]
    assert seen["undo killed"]
