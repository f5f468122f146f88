"""Rewrite tests/build/golden.json after a step's revision was raised; refuses when one was forgotten."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from tests.build import golden  # noqa: E402
from tests.build.six_sets import write_script  # noqa: E402

from setpiece.build import Request, Workspace, build, create  # noqa: E402


def main() -> int:
    """Build the short script, compare, write."""
    with tempfile.TemporaryDirectory() as folder:
        root = create(write_script(Path(folder)), Path(folder) / "film")
        build(root, Request(jobs=1))
        state = Workspace(root).state()
        if state is None:
            sys.stderr.write("nothing was built\n")
            return 2
        now = golden.golden_of(state)
    forgotten = golden.unraised(golden.read(), now)
    if forgotten:
        sys.stderr.write(golden.complaint(forgotten) + "\n")
        return 1
    golden.write(now)
    return 0


if __name__ == "__main__":
    sys.exit(main())
