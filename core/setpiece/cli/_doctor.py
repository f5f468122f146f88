"""``setpiece doctor``: what this machine has, and the remedy for what it lacks."""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
import tempfile
from pathlib import Path

from ..errors import SetpieceError

Row = dict[str, str]


def examine() -> list[Row]:
    """One row per check: check, found, status, remedy."""
    return [_python(), *_packages(), _blender(), _cameras(), _space()]


def examine_network() -> list[Row]:
    """The same for the network that trackers come in by."""
    from ..tracking import stage

    rows = stage.examine_network(stage.gather_network())
    return [{"check": r.check, "found": r.found, "status": r.status, "remedy": r.remedy} for r in rows]


def _row(check: str, found: str, ok: bool, remedy: str = "") -> Row:
    return {"check": check, "found": found, "status": "ok" if ok else "missing", "remedy": "" if ok else remedy}


def _python() -> Row:
    version = ".".join(map(str, sys.version_info[:3]))
    ok = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return _row("python", version, ok, "Install Python 3.11, 3.12 or 3.13.")


def _packages() -> list[Row]:
    rows = []
    for name in ("numpy", "msgspec", "pillow", "reportlab", "filelock"):
        try:
            rows.append(_row(name, importlib.metadata.version(name), True))
        except importlib.metadata.PackageNotFoundError:
            rows.append(_row(name, "-", False, f"pip install {name}"))
    return rows


def _blender() -> Row:
    from ..worker import Worker

    try:
        with Worker() as worker:
            worker.run("trial", {})
            hello = worker.hello
    except SetpieceError as e:
        return _row("blender", e.what, False, e.remedy)
    return _row("blender", getattr(hello, "blender", "") or "answers", True)


def _cameras() -> Row:
    from ..camera import filmbacks

    known = sorted(filmbacks())
    return _row("cameras", f"{len(known)}: {', '.join(known)}", bool(known), "Reinstall setpiece.")


def _space() -> Row:
    free_gb = shutil.disk_usage(Path(tempfile.gettempdir())).free / 1e9
    return _row("temporary space", f"{free_gb:.1f} GB free", free_gb > 1, "Free some space.")
