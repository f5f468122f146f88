"""`track overscan` as a person meets it: a take in, one table of volume.toml out, everything else as it was."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from setpiece.tracking import Sample, Source
from setpiece.tracking.freed import FreedEncoder
from setpiece.tracking.takes import Raw, TakeInfo, write_take

COMMAND = [sys.executable, "-c", "from setpiece.cli import main; main()", "track", "overscan"]
VOLUME = '# ours\n[latency]\ncapture_to_photon_ms = 160.0  # by eye\n\n[walls]\nname = "main"\n'


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *map(str, words)], capture_output=True, text=True, timeout=60, check=False)


def take(path: Path, seconds: float = 24.0) -> Path:
    """A camera at 50 Hz that is jerked to the left again and again and drifts back slowly, without tilt."""

    def pan_deg(t: float) -> float:
        beat = t % 3.0
        return 20.0 * (1 - math.cos(math.pi * min(beat / 0.4, 1.0))) / 2 if beat < 0.4 else 20.0 * (3.0 - beat) / 2.6

    records = []
    for i in range(int(seconds * 50)):
        half = math.radians(pan_deg(i / 50)) / 2
        turn = (math.cos(half) * math.sqrt(0.5), math.cos(half) * math.sqrt(0.5), math.sin(half) * math.sqrt(0.5),
                math.sin(half) * math.sqrt(0.5))  # fmt: skip
        (packet,) = FreedEncoder().encode([Sample("cam:1", 0, 0, position_m=(0.0, 0.0, 1.5), rotation_wxyz=turn)])
        records.append(Raw(0, 10**9 + i * 20_000_000, packet))
    write_take(path, TakeInfo(sources=(Source(protocol="freed"),)), records)
    return path


def test_jerks_to_the_left_need_room_on_the_left(tmp_path: Path) -> None:
    (tmp_path / "volume.toml").write_text(VOLUME, encoding="utf-8")
    done = run(take(tmp_path / "a.take"), tmp_path, "--fov", "40x23", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["left_deg"] > 1.5, "20 degrees in 0.4 s, 160 ms ahead"
    assert told["left_deg"] > told["top_deg"] + 1
    assert told["top_deg"] < 0.2 > told["bottom_deg"]
    text = (tmp_path / "volume.toml").read_text(encoding="utf-8")
    assert text.startswith(VOLUME.rstrip("\n")), "nothing else was touched"
    assert tomllib.loads(text)["overscan"] == {k: told[k] for k in ("left_deg", "right_deg", "top_deg", "bottom_deg", "measured")}


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    done = run(take(tmp_path / "a.take"), tmp_path, "--dry-run")
    assert (done.returncode, (tmp_path / "volume.toml").exists()) == (0, False)
    assert "assumed" in done.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [(("--fov", "40"), "across x up"), (("--fov", "0x5"), "across x up"), (("--subject", "cam:9"), "cam:1")],
)
def test_what_is_wrong_is_said(tmp_path: Path, words, message: str) -> None:
    done = run(take(tmp_path / "a.take", seconds=5), tmp_path, *words)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (tmp_path / "volume.toml").exists()


def test_a_short_take_is_refused(tmp_path: Path) -> None:
    done = run(take(tmp_path / "a.take", seconds=2), tmp_path)
    assert done.returncode == 2
    assert "too few" in done.stderr
