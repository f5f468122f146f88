"""The command line as a person and a machine meet it: exit codes, JSON keys, messages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "low_tide.fountain"
SHOT_KEYS = {
    "id", "scene", "number", "setup", "size", "angle", "vantage", "subjects", "focal_mm", "filmback", "rig",
    "move", "frames", "camera_node", "alternatives",
}  # fmt: skip
SCENE_KEYS = {
    "id", "number", "heading", "int_ext", "location", "sublocation", "time_of_day", "script_day", "eighths",
    "speaking", "silent", "heard_only", "background", "elements", "flags", "mood", "beats",
}  # fmt: skip


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from setpiece.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cli") / "film"
    assert run("new", EXAMPLE, root).returncode == 0
    done = run("build", root, "--scenes", "2-3", "--jobs", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def test_shots_json_is_the_contract(film: Path) -> None:
    data = json.loads(run("shots", film, "--json").stdout)
    assert data["format"] == "1.0"
    assert len(data["shots"]) >= 4
    assert all(set(row) >= SHOT_KEYS for row in data["shots"])
    assert {row["scene"] for row in data["shots"]} == {"2", "3"}
    assert data["shots"][0]["number"] == "2A"


def test_breakdown_json_is_the_contract(film: Path) -> None:
    data = json.loads(run("breakdown", film, "--json").stdout)
    assert all(set(scene) >= SCENE_KEYS for scene in data["scenes"])
    assert {"NORA", "TOMAS", "ELI"} <= {name for row in data["cast"] for name in [row["name"], *row["aliases"]]}
    bar = data["scenes"][1]
    assert bar["time_of_day"] == "NIGHT"
    assert sorted(bar["speaking"]) == ["NORA", "TOMAS"]
    assert {p["name"] for p in bar["elements"]["props"]} == {"envelope", "bottle"}


def test_a_second_build_runs_nothing(film: Path) -> None:
    data = json.loads(run("build", film, "--scenes", "2-3", "--jobs", "1", "--json").stdout)
    assert {step["state"] for step in data["steps"]} == {"cached"}


def test_dry_run_says_why(film: Path) -> None:
    data = json.loads(run("build", film, "--dry-run", "--json").stdout)
    by_scene = {(s["scene"], s["step"]): s for s in data["steps"]}
    assert by_scene["s002", "set"]["state"] == "cached"
    assert by_scene["s001", "set"] == {"step": "set", "scene": "s001", "state": "run", "reason": "never built"}
    assert by_scene["s001", "camera"]["state"] == "maybe"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "no-such-folder"), "not a production"),
        (("new", "no-such.fountain", "x"), "cannot read"),
        (("shots", "."), "not a production"),
    ],
)
def test_a_users_mistake_is_one_line_and_exit_2(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    command = [sys.executable, "-c", "from setpiece.cli import main; main()", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60, check=False)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x7fELF" * 50, b"%PDF-1.4\n\x00\xff"])
def test_what_is_no_screenplay_leaves_nothing_behind(tmp_path: Path, content: bytes) -> None:
    script = tmp_path / "bad.fountain"
    script.write_bytes(content)
    done = run("new", script, tmp_path / "film")
    assert done.returncode == 2
    assert "bad.fountain" in done.stderr.replace("\n", "")
    assert not (tmp_path / "film").exists()


def test_a_script_without_headings_is_one_finding(tmp_path: Path) -> None:
    script = tmp_path / "prose.fountain"
    script.write_text("Nora walks in.\n\nShe sits down.\n", encoding="utf-8")
    assert run("new", script, tmp_path / "film").returncode == 1
    done = run("build", tmp_path / "film", "--json")
    assert done.returncode == 1
    assert [f["code"] for f in json.loads(done.stdout)["findings"]] == ["no-scenes"]


def test_a_wrong_field_is_named(tmp_path: Path) -> None:
    assert run("new", EXAMPLE, tmp_path / "film").returncode == 0
    config = tmp_path / "film" / "production.toml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("width_px = 480", 'width_px = "big"'), encoding="utf-8"
    )
    done = run("build", tmp_path / "film")
    assert done.returncode == 2
    assert "width_px" in done.stderr


def test_scenes_that_do_not_exist_are_named(film: Path) -> None:
    done = run("build", film, "--scenes", "2,99")
    assert done.returncode == 2
    assert "99" in done.stderr


def test_every_command_shows_an_example() -> None:
    for command in ("new", "build", "diff", "revise", "breakdown", "shots", "boards", "scan", "resolve", "doctor"):
        done = run(command, "--help")
        assert done.returncode == 0
        assert f"setpiece {command}" in done.stdout, command
