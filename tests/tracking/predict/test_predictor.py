"""The predictor on moves whose future is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from setpiece.tracking.model import Sample, Status
from setpiece.tracking.predict import Predictor

NS = 1_000_000_000


def yawed(degrees: float) -> tuple[float, float, float, float]:
    """Turned about +Z."""
    return (math.cos(math.radians(degrees) / 2), 0.0, 0.0, math.sin(math.radians(degrees) / 2))


def yaw_of(q: tuple[float, float, float, float]) -> float:
    return math.degrees(2 * math.atan2(q[3], q[0]))


def sample(t: float, x: float = 0.0, yaw: float = 0.0, **other) -> Sample:
    """A sample whose clock has been fitted: it arrived 5 ms after its capture."""
    capture = round(t * NS)
    fields = {"position_m": (x, 0.0, 0.0), "rotation_wxyz": yawed(yaw), "receive_ns": capture + 5_000_000}
    return Sample(subject="cam:1", capture_ns=capture, **(fields | other))


def fed(count: int, rate: float, x=lambda t: 0.0, yaw=lambda t: 0.0, noise: float = 0.0) -> Predictor:
    predictor, rng = Predictor(), np.random.default_rng(3)
    for k in range(count):
        t = k / rate
        predictor.observe(sample(t, x(t) + noise * 2e-4 * rng.normal(), yaw(t) + noise * 0.02 * rng.normal()))
    return predictor


def test_nothing_is_foretold_of_nothing():
    found = Predictor().predict(NS)
    assert (found.state, found.position_m, found.rotation_wxyz) == ("empty", None, None)


@pytest.mark.parametrize("horizon", [0.04, 0.12, 0.2])
def test_steady_moves_go_on(horizon):
    predictor = fed(100, 50, lambda t: 0.4 * t, lambda t: 12 * t)
    found = predictor.predict(round((99 / 50 + horizon) * NS))
    assert found.position_m[0] == pytest.approx(0.4 * (99 / 50 + horizon), abs=1e-4)
    assert yaw_of(found.rotation_wxyz) == pytest.approx(12 * (99 / 50 + horizon), abs=0.01)
    assert found.lag_ms == pytest.approx(1e3 * horizon)
    assert found.residual_mm < 0.25 * found.hold_mm


def test_an_accelerating_dolly_is_followed_by_a_parabola():
    predictor = fed(120, 60, lambda t: 0.25 * t * t)
    at = 119 / 60 + 0.12
    assert predictor.predict(round(at * NS)).position_m[0] == pytest.approx(0.25 * at * at, abs=5e-4)


def test_at_rest_the_output_is_quieter_than_the_input():
    predictor, rng, out = Predictor(), np.random.default_rng(1), []
    for k in range(400):
        predictor.observe(sample(k / 50, 2e-4 * rng.normal(), 0.02 * rng.normal()))
        if k > 50:
            p = predictor.predict(round((k / 50 + 0.2) * NS))
            out.append((p.position_m[0], yaw_of(p.rotation_wxyz)))
    position, rotation = np.array(out).T
    assert math.sqrt((position**2).mean()) < 0.8 * 2e-4
    assert math.sqrt((rotation**2).mean()) < 0.8 * 0.02


def test_a_stopped_pan_does_not_run_on():
    def yaw(t: float) -> float:
        u = min(max(t - 2.0, 0.0), 0.25)
        return 60 * min(t, 2.0) + 60 * (u - 2 * u * u)

    predictor, rng, over, two = Predictor(), np.random.default_rng(2), 0.0, 0.0
    before = 0.0
    for k in range(200):
        t, noisy = k / 60, yaw(k / 60) + 0.02 * rng.normal()
        predictor.observe(sample(t, 0.0, noisy - 120))
        p = predictor.predict(round((t + 0.1) * NS))
        if t > 1.9:
            over = max(over, yaw_of(p.rotation_wxyz) + 120 - 127.5)
            two = max(two, noisy + (noisy - before) * 60 * 0.1 - 127.5)
        if t >= 2.25 + 0.15:
            assert yaw_of(p.rotation_wxyz) + 120 == pytest.approx(127.5, abs=0.1)
        before = noisy
    assert over <= 0.5 * two


def test_rotation_through_the_other_hemisphere_is_the_same():
    plain, flipped = Predictor(), Predictor()
    for k in range(60):
        q = yawed(10 * k / 50)
        plain.observe(sample(k / 50, rotation_wxyz=q))
        flipped.observe(sample(k / 50, rotation_wxyz=q if k % 2 else tuple(-v for v in q)))
    at = round((59 / 50 + 0.1) * NS)
    a, b = plain.predict(at).rotation_wxyz, flipped.predict(at).rotation_wxyz
    assert abs(sum(x * y for x, y in zip(a, b, strict=True))) == pytest.approx(1.0, abs=1e-9)


def test_asking_changes_nothing():
    asked, alone = Predictor(), Predictor()
    for k in range(150):
        s = sample(k / 60, math.sin(k / 30), 20 * math.sin(k / 20))
        asked.observe(s)
        alone.observe(s)
        for h in range(k % 4):
            asked.predict(s.capture_ns + h * 50_000_000)
    at = round((149 / 60 + 0.15) * NS)
    assert asked.predict(at) == alone.predict(at)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"position_m": (math.nan, 0.0, 0.0)}, "not a number"),
        ({"rotation_wxyz": (1.0, math.inf, 0.0, 0.0)}, "not a number"),
        ({"rotation_wxyz": (0.0, 0.0, 0.0, 0.0)}, "not a rotation"),
        ({"position_m": (1500.0, 0.0, 1200.0)}, "too far"),
        ({"status": Status.LOST}, "lost"),
        ({"position_m": None, "rotation_wxyz": None}, "no pose"),
    ],
)
def test_what_is_no_pose_moves_nothing(bad, reason):
    predictor, clean = fed(80, 50, lambda t: 0.3 * t), fed(80, 50, lambda t: 0.3 * t)
    assert predictor.observe(sample(80 / 50, **bad)) == reason
    assert predictor.refused == {reason: 1}
    at = round((80 / 50 + 0.1) * NS)
    assert predictor.predict(at) == clean.predict(at)


def test_duplicates_and_latecomers_are_left_out():
    predictor = fed(80, 50, lambda t: 0.3 * t)
    assert predictor.observe(sample(79 / 50, 0.3 * 79 / 50)) == "duplicate"
    assert predictor.observe(sample(76 / 50, 0.3 * 76 / 50)) == "late"


def test_one_wild_sample_is_ignored_and_a_teleport_is_said():
    predictor = fed(80, 50, lambda t: 0.3 * t)
    assert predictor.observe(sample(80 / 50, 5.0)) == "suspect"
    assert predictor.observe(sample(81 / 50, 0.3 * 81 / 50)) == "taken"
    assert predictor.predict(round((81 / 50 + 0.1) * NS)).position_m[0] == pytest.approx(
        0.3 * (81 / 50 + 0.1), abs=2e-3
    )
    assert predictor.observe(sample(82 / 50, 5.0)) == "suspect"
    assert predictor.observe(sample(83 / 50, 5.006)) == "jump"
    found = predictor.predict(round((83 / 50 + 0.1) * NS))
    assert found.state == "reset"
    assert found.position_m[0] == pytest.approx(5.006, abs=0.05)


def test_a_clock_set_back_starts_again():
    predictor = fed(80, 50, lambda t: 0.3 * t)
    assert predictor.observe(sample(0.1, 0.5)) == "restart"
    assert predictor.predict(round(0.15 * NS)).position_m[0] == pytest.approx(0.5, abs=0.5)


def test_loss_coasts_then_freezes_and_comes_back_without_a_jump():
    predictor = fed(100, 50, lambda t: 0.5 * t)
    end = 99 / 50
    states, places = [], []
    for k in range(120):
        p = predictor.predict(round((end + 0.1 + k / 50) * NS))
        states.append(p.state)
        places.append(p.position_m[0])
    assert states[0] == "live"
    assert "coast" in states
    assert states[-1] == "frozen"
    assert [s for i, s in enumerate(states) if i == 0 or s != states[i - 1]] == ["live", "coast", "frozen"]
    steps = np.diff(places)
    assert steps.min() >= -1e-6
    assert steps[-1] < 1e-5
    back = end + 120 / 50
    after = [places[-1]]
    for k in range(60):
        t = back + k / 50
        predictor.observe(sample(t, 0.5 * t))
        p = predictor.predict(round((t + 0.1) * NS))
        after.append(p.position_m[0])
        if k == 2:
            assert p.state == "blend"
    assert max(np.abs(np.diff(after))) < 0.3 * (0.5 * 2.4)
    assert p.state == "live"
    assert after[-1] == pytest.approx(0.5 * (back + 59 / 50 + 0.1), abs=0.01)


def test_arrivals_without_a_clock_get_one():
    """Where capture equals arrival nobody has fitted a clock; ragged arrivals must not become ragged speeds."""
    rng, predictor, errors = np.random.default_rng(4), Predictor(), []
    last = 0
    for k in range(500):
        last = max(last, round((10 + k / 60 + rng.uniform(-0.008, 0.008)) * NS))
        predictor.observe(Sample("a", last, last, (0.5 * k / 60, 0.0, 0.0), yawed(0.0)))
        at = 10 + k / 60 + 0.1
        if k > 200:
            errors.append(predictor.predict(round(at * NS)).position_m[0] - 0.5 * (at - 10))
    assert math.sqrt(np.mean(np.square(errors))) < 0.002


def test_half_a_pose_stays_half():
    predictor = Predictor()
    for k in range(50):
        predictor.observe(sample(k / 50, position_m=None))
    found = predictor.predict(NS)
    assert found.position_m is None
    assert found.rotation_wxyz is not None


def test_a_ragged_first_step_is_not_taken_for_the_period():
    """While the grid is being found the first step may be twice as long as all others."""
    predictor = Predictor()
    predictor.observe(sample(0.0, 0.0))
    for k in range(100):
        predictor.observe(sample(0.022 + k / 100, 0.3 * (0.022 + k / 100)))
    at = 0.022 + 99 / 100 + 0.1
    assert predictor.predict(round(at * NS)).position_m[0] == pytest.approx(0.3 * at, abs=1e-3)
