"""The production that artists work in: built once, a fresh copy for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.blender.kitchen import SCRIPT

from setpiece.build import build, create, export_blend


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    (folder / "a.fountain").write_text(SCRIPT, encoding="utf-8")
    root = create(folder / "a.fountain", folder / "film")
    build(root)
    export_blend(root, root / "film.blend")
    return root


@pytest.fixture
def film(built: Path, tmp_path: Path) -> Path:
    """A fresh copy of the production, its .blend in it."""
    return Path(shutil.copytree(built, tmp_path / "film"))
