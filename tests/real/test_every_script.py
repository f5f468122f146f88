"""Every real script through new, build and boards, and every shot measured in Blender by foreign code.

Takes the better part of an hour on two cores. ``SETPIECE_REAL=coffee_shop,little_women`` names a few;
``SETPIECE_REPORT=FILE`` keeps the rows.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT.parent / "shared" / "scripts"
MEASURE = ROOT / "tests" / "blender" / "measure.py"
# Headings of these are in another language, or there are none: what must happen is written here.
HEADINGS = {"aw_cyrillic": '{ "ИНТ." = "INT", "НАТ." = "EXT" }'}
# What a person would count as a heading, by a search that knows nothing of the reader.
HEADING = re.compile(r"(?im)^[ \t]*(?:\.(?=[^.\s])|(?:INT|EXT|EST|I/E)(?:\.|[ /]))")
WITHOUT_SCENES = {"gitflow", "nemsis", "our_many_masks"}
PASS_SHARE = 0.98

pytestmark = [pytest.mark.slow, pytest.mark.real, pytest.mark.blender]


@dataclass(frozen=True)
class Outcome:
    name: str
    codes: tuple[int, ...]
    said: str
    boards: int
    """Panels drawn."""
    rows: list[dict[str, Any]]
    alike: list[dict[str, Any]]
    scenes: list[dict[str, Any]]
    listed: list[dict[str, Any]]
    """The shot list as the command line gives it."""

    @property
    def headings(self) -> int:
        text = (SCRIPTS / f"{self.name}.fountain").read_bytes().decode("utf-8-sig", errors="replace")
        return len(HEADING.findall(text))


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    code = [sys.executable, "-c", "from setpiece.cli import main; main()", *map(str, arguments)]
    return subprocess.run(code, capture_output=True, text=True, encoding="utf-8", timeout=5400, check=False)


def walk(name: str, folder: Path) -> Outcome:
    root = folder / name
    made = command("new", SCRIPTS / f"{name}.fountain", root)
    config = root / "production.toml"
    text = config.read_text(encoding="utf-8").replace("samples = 3", "samples = 2")
    config.write_text(text.replace("headings = {}", f"headings = {HEADINGS.get(name, '{}')}"), encoding="utf-8")
    built = command("build", root, "--jobs", "1")
    said = made.stderr + built.stderr
    if name in WITHOUT_SCENES:
        return Outcome(name, (made.returncode, built.returncode), said, 0, [], [], [], [])
    shots = json.loads(command("shots", root, "--json").stdout)["shots"]
    drawn = command("boards", root, "--width", "96", "--json")
    panels = len(json.loads(drawn.stdout)["panels"]) if drawn.returncode == 0 else 0
    out = folder / f"{name}.json"
    measured = subprocess.run(
        [sys.executable, str(MEASURE), str(root), "--luminance", "-o", str(out)],
        capture_output=True, text=True, encoding="utf-8", timeout=7200, check=False,
    )  # fmt: skip
    assert out.exists(), measured.stderr[-2000:]
    data = json.loads(out.read_text(encoding="utf-8"))
    codes = (made.returncode, built.returncode, drawn.returncode)
    return Outcome(
        name, codes, said + drawn.stderr, panels, data["rows"], data["alike_masters"], data["scenes"],
        shots,
    )  # fmt: skip


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    if not SCRIPTS.is_dir():
        pytest.skip("the real scripts are not beside this checkout")
    names = sorted(p.stem for p in SCRIPTS.glob("*.fountain"))
    chosen = os.environ.get("SETPIECE_REAL")
    names = [n for n in names if not chosen or n in chosen.split(",")]
    folder = tmp_path_factory.mktemp("real")
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(names, pool.map(lambda n: walk(n, folder), names), strict=True))
    report = os.environ.get("SETPIECE_REPORT")
    if report:
        rows = [{"script": o.name, **row} for o in found.values() for row in o.rows]
        Path(report).write_text(json.dumps(rows), encoding="utf-8")
    return found


def test_no_script_ends_in_a_traceback(outcomes: dict[str, Outcome]) -> None:
    for o in outcomes.values():
        assert "Traceback" not in o.said, o.name
        assert "fault of Setpiece" not in o.said, o.said[-600:]
        assert set(o.codes) <= {0, 1}, (o.name, o.codes, o.said[-600:])


def test_every_script_with_scenes_has_boards(outcomes: dict[str, Outcome]) -> None:
    for o in outcomes.values():
        if o.name in WITHOUT_SCENES:
            assert o.codes == (1, 1), o.name
        else:
            assert o.boards == len(o.listed) >= 1, (o.name, o.said[-600:])


def test_every_scene_of_the_script_is_there(outcomes: dict[str, Outcome]) -> None:
    for o in outcomes.values():
        if o.headings and o.name not in WITHOUT_SCENES:
            assert len(o.scenes) == o.headings, o.name
        elif o.name not in WITHOUT_SCENES:
            assert o.scenes, o.name


def test_no_set_is_empty_and_nobody_is_missing(outcomes: dict[str, Outcome], capsys: pytest.CaptureFixture[str]) -> None:
    bad = [(o.name, s["scene"], s["fails"]) for o in outcomes.values() for s in o.scenes if s["fails"]]
    with capsys.disabled():
        sys.stdout.write(f"\n{sum(len(o.scenes) for o in outcomes.values())} scenes measured, {len(bad)} fail: {bad}\n")
    assert bad == []


def test_every_shot_that_is_listed_was_measured(outcomes: dict[str, Outcome]) -> None:
    for o in outcomes.values():
        assert [r["shot"] for r in o.rows if r["shot"]] == [s["id"] for s in o.listed], o.name


def test_shots_keep_their_promise_in_blender(outcomes: dict[str, Outcome], capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(o.name, row) for o in outcomes.values() for row in o.rows]
    assert rows
    failed = [(name, row) for name, row in rows if not row["ok"]]
    by_reason = Counter(reason for _, row in failed for reason in row["fails"])
    with capsys.disabled():
        sys.stdout.write(f"\n{len(rows)} shots measured, {len(failed)} fail: {dict(by_reason)}\n")
        for name, row in failed:
            sys.stdout.write(f"  {name} {row['scene']} {row['shot']} {row['kind']} {row['size']}: {row['fails']}\n")
    assert len(failed) <= (1 - PASS_SHARE) * len(rows)


def test_masters_of_different_locations_differ(outcomes: dict[str, Outcome], capsys: pytest.CaptureFixture[str]) -> None:
    alike = [(o.name, pair) for o in outcomes.values() for pair in o.alike]
    masters = sum(1 for o in outcomes.values() for row in o.rows if "histogram" in row["values"])
    with capsys.disabled():
        sys.stdout.write(f"\n{masters} masters, {len(alike)} pairs hard to tell apart: {alike[:20]}\n")
    assert masters
    # A feature has some ten thousand pairs; two corridors may look alike, two in a hundred masters may not.
    assert len(alike) <= max(1, 0.02 * masters)
