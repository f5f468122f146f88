"""Build a script into a new production, in whatever Python runs this: ``build_once.py SCRIPT ROOT JOBS``."""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path


def main() -> None:
    """Build, then say what it was built with."""
    import numpy as np

    from setpiece.build import Request, build, create

    script, root, jobs = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    build(create(script, root), Request(jobs=jobs))
    print(json.dumps({"python": platform.python_version(), "numpy": np.__version__}))


if __name__ == "__main__":  # spawned workers import this file again
    main()
