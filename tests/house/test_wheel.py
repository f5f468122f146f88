"""What people install works without the checkout: the built wheel, in an empty venv, from a script to boards."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from tests.build.six_sets import write_script

ROOT = Path(__file__).parents[2]
CORE = ROOT / "core" / "setpiece"

pytestmark = pytest.mark.blender


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON") and k != "VIRTUAL_ENV"}
    return subprocess.run(
        [str(c) for c in command], cwd=cwd, env=clean, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of a venv that holds the wheel; its dependencies are those of this Python, setpiece is not."""
    venv = tmp_path_factory.mktemp("empty") / "venv"
    assert run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=venv.parent).returncode == 0
    place = "Scripts" if sys.platform == "win32" else "bin"
    python = next((venv / place).glob("python*"))
    done = run(
        sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-index", "--no-deps", wheel,
        cwd=venv.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    inside = Path(sysconfig.get_path("purelib", vars={"base": str(venv), "platbase": str(venv)}))
    # A folder named in a .pth is searched last, and the .pth of the checkout in it is not read.
    (inside / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.parent


def test_it_holds_every_module_and_data_file_and_no_tests(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"{base.name}/{p.relative_to(base).as_posix()}"
        for base in (CORE, ROOT / "blender_addon" / "setpiece_blender")
        for p in base.rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    assert wanted <= held, sorted(wanted - held)
    assert any(name.endswith(".toml") for name in wanted)
    foreign = {name for name in held if not name.startswith(("setpiece/", "setpiece_blender/", "setpiece-"))}
    assert not foreign
    assert not [name for name in held if "test" in name or name.endswith(".pyc")]


def test_from_a_script_to_boards_outside_the_checkout(elsewhere: Path, tmp_path: Path) -> None:
    setpiece = elsewhere / "setpiece"
    where = run(elsewhere / "python", "-c", "import setpiece, setpiece_blender as b; print(setpiece.__file__, b.__file__)", cwd=tmp_path)
    assert where.stdout.count(str(elsewhere.parent)) == 2, where.stdout + where.stderr
    assert run(setpiece, "new", write_script(tmp_path), "film", cwd=tmp_path).returncode == 0
    built = run(setpiece, "build", "film", "--scenes", "1", "--json", cwd=tmp_path)
    assert built.returncode in (0, 1), built.stderr
    assert json.loads(built.stdout)["scenes"]
    assert (tmp_path / "film/scenes/s001/scene.json").is_file()
    if importlib.util.find_spec("bpy") is None:
        pytest.skip("NOT RUN: boards need Blender's module (pip install 'setpiece[blender]')")
    drawn = run(setpiece, "boards", "film", "--scenes", "1", "--width", "64", cwd=tmp_path)
    assert drawn.returncode in (0, 1), drawn.stderr
    stills = list((tmp_path / "film/scenes/s001/boards").glob("*.png"))
    assert stills
    assert {p.name for p in (tmp_path / "film/boards").iterdir()} >= {"contact_sheet.png", "contact_sheet.pdf", "shots.csv"}
