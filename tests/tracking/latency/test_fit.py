"""Delays between two logs, and what cannot be told."""

from __future__ import annotations

import numpy as np
import pytest

from setpiece.errors import InputError
from setpiece.tracking.latency import Series, fit_delay, latency_from_logs, read_angle_log


def pan(t: np.ndarray, period: float = 6.0) -> np.ndarray:
    return 5 * np.sin(2 * np.pi * t / period + 0.4)


def logs(delay: float, *, gain: float = 1.0, period: float = 6.0, noise: float = 0.02, seed: int = 0):
    rng = np.random.default_rng(seed)
    t, w = np.arange(0, 14, 0.01), np.arange(0, 14, 0.04) + 0.013
    cause = pan(t, period) + noise * rng.normal(size=len(t))
    effect = gain * pan(w - delay, period) + 3 + noise * rng.normal(size=len(w))
    return Series(t, cause), Series(w, effect)


@pytest.mark.parametrize("delay", [0.02, 0.0873, 0.412, 0.8])
@pytest.mark.parametrize("gain", [1.0, -37.5])
def test_delay_and_sign(delay, gain):
    found = fit_delay(*logs(delay, gain=gain))
    assert found.delay_s == pytest.approx(delay, abs=0.003)
    assert found.gain == pytest.approx(gain, rel=0.02)
    assert abs(found.delay_s - delay) < 4 * found.sigma_s
    assert found.sigma_s < 0.003


def test_the_uncertainty_is_what_repeating_gives():
    found = [fit_delay(*logs(0.2, noise=0.2, seed=s)) for s in range(6)]
    spread = np.std([f.delay_s for f in found])
    assert 0.3 < np.mean([f.sigma_s for f in found]) / spread < 3.5


def test_a_pan_too_quick_to_tell_delay_from_sign_is_refused():
    with pytest.raises(InputError, match="other sign"):
        fit_delay(*logs(0.2, period=1.0))


def test_nothing_moving_is_refused():
    t, rng = np.arange(0, 12, 0.02), np.random.default_rng(1)
    still = Series(t, 0.02 * rng.normal(size=len(t)))
    with pytest.raises(InputError, match="nothing moves"):
        fit_delay(still, still)


def test_what_does_not_follow_is_refused():
    cause, effect = logs(0.1)
    rng = np.random.default_rng(2)
    other = Series(effect.times_s, np.cumsum(rng.normal(size=len(effect.times_s))))
    with pytest.raises(InputError):
        fit_delay(cause, other)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: Series(s.times_s[::-1], s.values), "do not rise"),
        (lambda s: Series(s.times_s[:10], s.values[:10]), "too few"),
        (lambda s: Series(s.times_s, np.where(np.arange(len(s.values)) == 7, np.nan, s.values)), "none"),
        (lambda s: Series(s.times_s[:150], s.values[:150]), "too short"),
    ],
)
def test_bad_logs_are_named(change, message):
    cause, effect = logs(0.1)
    with pytest.raises(InputError, match=message):
        fit_delay(change(cause), effect)


def test_axes_are_joined_and_signs_kept(tmp_path):
    cause, effect = logs(0.0873)
    _, turned = logs(0.0873, gain=-1.0, seed=3)
    (tmp_path / "tracker.csv").write_text(
        "t,pan,tilt\n" + "\n".join(f"{t},{v},{v}" for t, v in zip(*cause, strict=True)), encoding="utf-8"
    )
    (tmp_path / "wall.csv").write_text(
        "t,tilt,pan\n" + "\n".join(f"{t},{a},{b}" for t, a, b in zip(*turned, effect.values, strict=True)),
        encoding="utf-8",
    )
    found = latency_from_logs(read_angle_log(tmp_path / "tracker.csv"), read_angle_log(tmp_path / "wall.csv"))
    assert found.capture_to_photon_ms == pytest.approx(87.3, abs=3)
    assert (found.pan_sign, found.tilt_sign, found.roll_sign, found.measured) == (1, -1, 1, True)
    assert found.uncertainty_ms < 2
    assert "pan, tilt" in found.method


def test_a_log_without_its_columns_is_named(tmp_path):
    (tmp_path / "a.csv").write_text("time,yaw\n0,1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.csv"):
        read_angle_log(tmp_path / "a.csv")


def test_logs_of_other_axes_have_nothing_in_common():
    cause, effect = logs(0.1)
    with pytest.raises(InputError, match="no axis in common"):
        latency_from_logs({"pan": cause}, {"tilt": effect})


def test_an_axis_that_stood_still_says_nothing_and_spoils_nothing():
    cause, effect = logs(0.0873)
    still, seen = Series(cause.times_s, np.zeros(len(cause.times_s))), Series(effect.times_s, np.zeros(len(effect.times_s)))
    found = latency_from_logs({"pan": cause, "tilt": still}, {"pan": effect, "tilt": seen})
    assert found.capture_to_photon_ms == pytest.approx(87.3, abs=3)
    assert "tilt" not in found.method
    with pytest.raises(InputError, match="nothing moves"):
        latency_from_logs({"tilt": still, "roll": still}, {"tilt": seen, "roll": seen})
