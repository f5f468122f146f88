"""Moments of capture out of ragged arrivals."""

from __future__ import annotations

import numpy as np
import pytest

from setpiece.tracking.clocks import RateClock

NS = 1_000_000_000


def told(rate: float, seconds: float, *, jitter: float = 0.008, loss: float = 0.01, seed: int = 1):
    """True times, fitted times (s) and the clock; arrivals in the order sent."""
    rng = np.random.default_rng(seed)
    true = np.arange(int(seconds * rate)) / rate + 3.0
    true = true[rng.random(len(true)) >= loss]
    arrivals = np.maximum.accumulate(true + rng.uniform(-jitter, jitter, len(true)))
    clock = RateClock()
    return true, np.array([clock.observe(round(a * NS)) for a in arrivals]) / NS, clock


@pytest.mark.parametrize("rate", [23.976, 25.0, 50.0, 59.94, 37.0])
def test_the_grid_is_far_steadier_than_the_arrivals(rate):
    true, found, clock = told(rate, 20)
    off = (found - true)[true > 6]
    assert np.percentile(np.abs(off - np.median(off)), 98) < 0.0025
    assert abs(np.median(off)) < 0.001
    assert clock.rate_hz == pytest.approx(rate, rel=2e-4)


@pytest.mark.parametrize("rate", [100.0, 120.0, 200.0])
def test_a_lost_packet_is_found_even_where_jitter_is_wider_than_a_slot(rate):
    true, found, clock = told(rate, 20)
    off = (found - true)[true > 6]
    assert np.median(np.abs(off - np.median(off))) < 0.0015
    lost = 20 * rate - len(true)
    assert clock.lost == pytest.approx(lost, abs=3)


def test_time_never_runs_backwards():
    _, found, _ = told(120.0, 10, loss=0.05, seed=9)
    assert (np.diff(found) >= 0).all()


def test_the_same_arrivals_give_the_same_grid():
    assert (told(60.0, 5)[1] == told(60.0, 5)[1]).all()


def test_a_quiet_sender_is_taken_at_its_word():
    true, found, clock = told(50.0, 10, jitter=0.0, loss=0.0)
    assert np.abs(found - true)[5:].max() < 2e-4
    assert clock.jitter_ms < 0.5
    assert clock.lost == 0


def test_a_gap_of_many_slots_is_seen_at_once():
    clock = RateClock(50.0)
    for k in range(50):
        clock.observe(round(k / 50 * NS))
    assert clock.observe(round((49 + 10) / 50 * NS)) == pytest.approx((49 + 10) / 50 * NS, abs=1e6)
    assert clock.lost == 9


def test_a_restarted_sender_and_a_clock_set_back_begin_a_new_grid():
    clock = RateClock()
    for k in range(100):
        clock.observe(round(k / 50 * NS))
    assert clock.observe(10 * NS) == 10 * NS
    assert clock.lost == 0
    assert clock.observe(5 * NS) == 5 * NS
