"""The same script gives the same bytes: twice, by workers, under other hash seeds, CPUs, Pythons and numpys."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.build.six_sets import KINDS, difference, tree, write_script
from tools.pythons import UnavailableError, venv_with_numpy_2

from setpiece.build import Request, Workspace, build, create, open_built
from setpiece.sets.model import SetPlan

ROOT = Path(__file__).parents[2]
FEATURES = """
import importlib
m = importlib.import_module(("numpy._core" if {two} else "numpy.core") + "._multiarray_umath")
print(*(f for f in m.__cpu_dispatch__ if m.__cpu_features__.get(f)))
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build in this process, which every other build is held against."""
    folder = tmp_path_factory.mktemp("first")
    root = create(write_script(folder), folder / "film")
    build(root, Request(jobs=1))
    return root


def in_a_child(folder: Path, python: Path | str = sys.executable, jobs: int = 1, **env: str) -> tuple[Path, dict[str, str]]:
    """Build in a Python of its own; the production and what that Python says it is."""
    root = folder / "film"
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "NPY_"))}
    done = subprocess.run(
        [str(python), str(ROOT / "tests/build/build_once.py"), str(write_script(folder)), str(root), str(jobs)],
        env={**clean, "PYTHONPATH": str(ROOT / "core"), **env},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return root, json.loads(done.stdout)


def assert_same(a: Path, b: Path) -> None:
    wrong = difference(tree(a), tree(b))
    assert not wrong, f"{len(wrong)} files differ:\n" + "\n".join(wrong[:12])


def test_the_script_asks_for_every_kind_of_set(first: Path) -> None:
    assert sorted(p.kind for p in set_plans(first).values()) == sorted(KINDS)
    names = {p.rsplit("/", 1)[-1] for p in tree(first)}
    assert {"state.json", "scene.json", "shots.json", "ids.json"} <= names
    assert any(n.endswith(".npy") for n in names), "arrays are compared too"


def set_plans(root: Path) -> dict[str, SetPlan]:
    from setpiece.build._scene_job import SetStep

    space, state = Workspace(root), open_built(root).state
    return {s: space.blobs.get_struct(state.steps[f"{s}/set"].output, SetStep).plan for s in state.order}


def test_twice_in_one_process(first: Path, tmp_path: Path) -> None:
    again = create(write_script(tmp_path), tmp_path / "film")
    build(again, Request(jobs=1))
    assert_same(first, again)


def test_workers_make_no_difference(first: Path, tmp_path: Path) -> None:
    workers, _ = in_a_child(tmp_path, jobs=2)
    assert_same(first, workers)


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_the_hash_seed_makes_no_difference(first: Path, tmp_path: Path, seed: str) -> None:
    salted, _ = in_a_child(tmp_path, PYTHONHASHSEED=seed)
    assert_same(first, salted)


def dispatched(python: Path | str = sys.executable, two: bool = False) -> str:
    """The CPU features that this numpy picks kernels by and this machine has: the names it lets one disable."""
    code = FEATURES.format(two=two)
    return subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_a_poorer_cpu_makes_no_difference(first: Path, tmp_path: Path) -> None:
    import numpy as np

    names = dispatched(two=np.lib.NumpyVersion(np.__version__) >= "2.0.0")
    if not names:
        pytest.skip("NOT RUN: this numpy dispatches on nothing that this CPU has")
    poorer, _ = in_a_child(tmp_path, NPY_DISABLE_CPU_FEATURES=names, PYTHONWARNINGS="error")
    assert_same(first, poorer)


@pytest.mark.slow
def test_numpy_2_makes_no_difference(first: Path, tmp_path: Path) -> None:
    python = other(sys.executable)
    modern, versions = in_a_child(tmp_path, python)
    assert versions["numpy"].startswith("2.")
    assert_same(first, modern)
    if names := dispatched(python, two=True):
        (tmp_path / "poorer").mkdir()
        poorer, _ = in_a_child(tmp_path / "poorer", python, NPY_DISABLE_CPU_FEATURES=names)
        assert_same(first, poorer)


@pytest.mark.slow
def test_python_3_13_makes_no_difference(first: Path, tmp_path: Path) -> None:
    python = other(os.environ.get("SETPIECE_PYTHON313", "python3.13"))
    newer, versions = in_a_child(tmp_path, python)
    assert versions["python"].startswith("3.13.")
    assert_same(first, newer)


def other(base: str) -> Path:
    try:
        return venv_with_numpy_2(base)
    except UnavailableError as e:
        pytest.skip(f"NOT RUN: {e}")


def test_a_planted_difference_is_seen(first: Path, tmp_path: Path) -> None:
    copied = Path(shutil.copytree(first, tmp_path / "film"))
    scene = next((copied / "scenes").rglob("scene.json"))
    scene.write_bytes(scene.read_bytes().replace(b"0.1", b"0.2", 1))
    assert difference(tree(first), tree(copied)) == [f"{scene.relative_to(copied).as_posix()}: differs"]
