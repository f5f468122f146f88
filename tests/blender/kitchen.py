"""The built kitchen that artists work in, and how a test works in it and reads what came back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from setpiece.build import ScanResult, Workspace, open_built, scan_blend
from setpiece.scene import CameraPayload, Edits, Scene

SCRIPT = """\
INT. KITCHEN - NIGHT

MARTA sits at the table. A lamp burns on the shelf.

MARTA
You came back after all these years.

JOSEF
I forgot my keys.

Josef walks slowly towards her, out of the dark.
"""


def work(root: Path, *tasks: str, name: str = "film.blend") -> ScanResult:
    """Let somebody work in the file, then scan it."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("work.py")), str(root / name), *tasks],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert "WORK DONE" in done.stdout, done.stdout[-800:] + done.stderr[-800:]
    return scan_blend(root, root / name)


def scene_of(root: Path) -> Scene:
    made = open_built(root)
    return made.scene(made.built_scenes[0])


def edits_of(root: Path) -> Edits:
    return Workspace(root).edits(open_built(root).built_scenes[0])


def a_chair(root: Path) -> str:
    return next(n.id for n in scene_of(root).nodes.values() if n.kind == "chair")


def a_moving_camera(root: Path) -> str:
    return next(n.id for n in scene_of(root).nodes.values() if isinstance(n.payload, CameraPayload) and n.channels)
