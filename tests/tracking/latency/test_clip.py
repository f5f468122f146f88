"""Delays read off rendered clips; the renderer shares nothing with what reads them."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from setpiece.cli._app import app
from setpiece.errors import InputError
from setpiece.tracking.latency import latency_from_clip, motions_of, read_frames

_SPEC = importlib.util.spec_from_file_location("rendering", Path(__file__).with_name("rendering.py"))
rendering = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(rendering)
film = rendering.film
NTSC_FILM = 24000 / 1001


def pan(t: np.ndarray) -> np.ndarray:
    return 4 * np.sin(2 * np.pi * t / 6 + 0.3)


@pytest.mark.parametrize(("delay_ms", "rate_hz"), [(87.3, NTSC_FILM), (412.0, 25.0)])
def test_known_delays(delay_ms, rate_hz):
    frames = film(pan, delay_ms / 1e3, rate_hz, seconds=7, shutter_s=0.014, noise=0.03)
    found = latency_from_clip(frames, rate_hz)
    assert found.capture_to_photon_ms == pytest.approx(delay_ms, abs=3)
    assert 0 < found.uncertainty_ms < 3
    assert (found.pan_sign, found.measured) == (1, True)


@pytest.mark.e2e
@pytest.mark.parametrize("delay_ms", [87.3, 412.0])
@pytest.mark.parametrize("rate_hz", [NTSC_FILM, 25.0])
@pytest.mark.parametrize("how", [{}, {"layout": "top"}, {"tilt": True, "sign": -1}])
def test_known_delays_of_every_kind(delay_ms, rate_hz, how):
    frames = film(pan, delay_ms / 1e3, rate_hz, shutter_s=0.014, noise=0.03, **how)
    found = latency_from_clip(frames, rate_hz)
    assert found.capture_to_photon_ms == pytest.approx(delay_ms, abs=3)
    assert (found.tilt_sign if how.get("tilt") else found.pan_sign) == how.get("sign", 1)


def test_a_rolling_shutter_is_seen():
    frames = film(pan, 0.0873, 25.0, seconds=4.4, shutter_s=0.016)
    assert motions_of(frames, 25.0).shutter_s == pytest.approx(0.016, abs=0.003)


def test_a_static_clip_is_refused():
    frames = film(lambda t: 0 * t, 0.1, 25.0, seconds=2.6, noise=0.03)
    with pytest.raises(InputError, match="nothing moves"):
        latency_from_clip(frames, 25.0)


def test_one_movement_alone_is_refused():
    frames = film(pan, 0.0, 25.0, seconds=3)
    stage_only = np.concatenate([frames[:, :, :100], frames[:, :, -100:]], axis=2)
    with pytest.raises(InputError, match="alike"):
        latency_from_clip(stage_only, 25.0)


def test_a_grey_card_is_refused():
    with pytest.raises(InputError, match="no pattern"):
        latency_from_clip(np.full((80, 180, 320), 128, np.uint8), 25.0)


def test_a_film_file_is_told_how_to_become_frames(tmp_path):
    (tmp_path / "clip.mov").write_bytes(b"")
    with pytest.raises(InputError, match="ffmpeg"):
        read_frames(tmp_path / "clip.mov")


def test_the_command_writes_its_table_and_nothing_else(tmp_path):
    t, w = np.arange(0, 14, 0.02), np.arange(0, 14, 0.04)

    def rows(times, values):
        return "t,pan\n" + "\n".join(f"{a},{b}" for a, b in zip(times, values, strict=True))

    (tmp_path / "a.csv").write_text(rows(t, pan(t)), encoding="utf-8")
    (tmp_path / "b.csv").write_text(rows(w, pan(w - 0.15)), encoding="utf-8")
    before = (
        '# ours\nformat = "1.0"\n\n[latency]\ncapture_to_photon_ms = 120.0  # guessed\n\n[tracking]\ncamera = "cam:1"\n'
    )
    (tmp_path / "volume.toml").write_text(before, encoding="utf-8")
    command = [
        "track",
        "latency",
        str(tmp_path),
        "--tracker",
        str(tmp_path / "a.csv"),
        "--wall",
        str(tmp_path / "b.csv"),
    ]
    done = CliRunner().invoke(app, [*command, "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["capture_to_photon_ms"] == pytest.approx(150, abs=2)
    text = (tmp_path / "volume.toml").read_text(encoding="utf-8")
    after = tomllib.loads(text)
    assert after["latency"]["measured"] is True
    assert after["tracking"] == {"camera": "cam:1"}
    assert text.startswith("# ours\n")


def test_the_command_wants_one_kind_of_input(tmp_path):
    done = CliRunner().invoke(app, ["track", "latency", str(tmp_path)])
    assert isinstance(done.exception, InputError)
    assert "a clip, or two logs" in str(done.exception)
