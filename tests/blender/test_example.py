"""The example and a short of our own, from script to Blender: every shot measured, no set empty, nobody missing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

bpy = pytest.importorskip("bpy", reason="Blender as a module: pip install 'setpiece[blender]'")

from tests.blender import measure  # noqa: E402

pytestmark = pytest.mark.blender
HERE = Path(__file__).parent
SCRIPTS = {"low_tide": HERE.parents[1] / "examples" / "low_tide.fountain", "six_scenes": HERE / "six_scenes.fountain"}
NOBODY_THERE = {"six_scenes": {"2"}}
"""Scenes, by their place in the script, in which nobody is to be seen."""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    code = [sys.executable, "-c", "from setpiece.cli import main; main()", *map(str, arguments)]
    return subprocess.run(code, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False)


@pytest.fixture(scope="module", params=sorted(SCRIPTS))
def measured(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the shot list says and what was found in Blender: geometry of all, light of two shots a scene."""
    script = SCRIPTS[request.param]
    root = tmp_path_factory.mktemp("walk") / request.param
    for step in (("new", script, root), ("build", root, "--jobs", "1")):
        done = run(*step)
        assert done.returncode == 0, done.stdout + done.stderr
    found = measure.measure_production(root, with_luminance=True, only=[], lit=2)
    found["listed"] = json.loads(run("shots", root, "--json").stdout)["shots"]
    found["headings"] = len(re.findall(r"(?m)^(INT|EXT)\.", script.read_text(encoding="utf-8")))
    found["nobody"] = NOBODY_THERE.get(request.param, set())
    return found


def test_every_shot_passes(measured: dict[str, Any]) -> None:
    assert [(r["scene"], r["shot"], r["kind"], r["size"], r["fails"]) for r in measured["rows"] if not r["ok"]] == []


def test_every_shot_that_is_listed_was_measured(measured: dict[str, Any]) -> None:
    assert [r["shot"] for r in measured["rows"]] == [s["id"] for s in measured["listed"]]
    lit = [r for r in measured["rows"] if "luminance" in r["values"]]
    assert len(lit) == sum(min(2, s["planned"]) for s in measured["scenes"])


def test_every_scene_is_there_whole(measured: dict[str, Any]) -> None:
    scenes = measured["scenes"]
    assert len(scenes) == measured["headings"]
    assert [(s["scene"], s["fails"]) for s in scenes if s["fails"]] == []
    assert {str(i) for i, s in enumerate(scenes, 1) if not s["visible"]} == measured["nobody"]
    assert all(s["subjects"] for s in scenes if s["visible"])


def test_places_differ(measured: dict[str, Any]) -> None:
    assert measured["alike_masters"] == []
