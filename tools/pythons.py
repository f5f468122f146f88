"""Other Pythons to build with: small venvs of core's own needs with numpy 2, made once and kept in the checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("msgspec", "filelock")
"""What a build imports besides numpy."""


class UnavailableError(Exception):
    """There is no such Python here, or its packages cannot be had."""


def venv_with_numpy_2(base: str) -> Path:
    """The Python of a venv over ``base`` with numpy 2 and what a build needs; quick when it exists.

    Args:
        base: A Python by path, or by name on PATH.

    Raises:
        UnavailableError: ``base`` is not there, or pip cannot fetch the packages.
    """
    found = shutil.which(base)
    if not found:
        raise UnavailableError(f"there is no {base} (SETPIECE_PYTHON313 may name one)")
    version = _said(found, "import sys; print('%d.%d' % sys.version_info[:2])")
    folder = ROOT / f".venv-numpy2-py{version.replace('.', '')}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not _complete(python):
        shutil.rmtree(folder, ignore_errors=True)
        _run([found, "-m", "venv", str(folder)])
        wanted = [w for w in _requirements() if w.split(">")[0].split("=")[0] in NEEDED]
        _run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "numpy>=2,<3", *wanted])
    return python


def _complete(python: Path) -> bool:
    code = "import numpy, msgspec, filelock, sys; sys.exit(not numpy.__version__.startswith('2.'))"
    try:
        _run([str(python), "-c", code])
    except UnavailableError:
        return False
    return True


def _requirements() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["dependencies"])


def _said(python: str, code: str) -> str:
    return _run([python, "-c", code]).strip()


def _run(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    except (OSError, subprocess.TimeoutExpired) as e:
        raise UnavailableError(f"{command[0]}: {e}") from e
    if done.returncode:
        raise UnavailableError(f"{' '.join(command)} failed: {done.stderr.strip()[-300:]}")
    return done.stdout
