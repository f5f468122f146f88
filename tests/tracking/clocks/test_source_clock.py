"""Senders whose clocks are off, drift, jump and start again, over networks with jitter that is never negative."""

from __future__ import annotations

import numpy as np
import pytest

from setpiece.tracking.clocks import SourceClock

MS, S = 1_000_000, 1_000_000_000


def stream(seconds: float, rate_hz: float, skew_ppm: float, offset_s: float, jitter_ms: float, seed: int = 1):
    """Capture (our clock), source time and arrival of each packet: delay is 2 ms plus an exponential jitter."""
    rng = np.random.default_rng(seed)
    n = int(seconds * rate_hz)
    capture = np.arange(n) / rate_hz
    source = capture * (1 - skew_ppm * 1e-6) + offset_s
    arrival = np.maximum.accumulate(capture + 0.002 + rng.exponential(jitter_ms / 1e3, n))
    as_ns = lambda a: [round(v * S) for v in a]  # noqa: E731
    return as_ns(capture), as_ns(source), as_ns(arrival)


@pytest.mark.parametrize("skew_ppm", [-80.0, 0.0, 40.0, 200.0])
@pytest.mark.parametrize("offset_s", [0.0, 1_700_000_000.0, -3.0])
def test_offset_and_drift_are_found(skew_ppm: float, offset_s: float) -> None:
    capture, source, arrival = stream(60, 100, skew_ppm, offset_s, 4.0)
    clock = SourceClock()
    errors = [clock.observe(s, a) - c - 2 * MS for c, s, a in zip(capture, source, arrival, strict=True)]
    settled = errors[2000:]
    assert max(map(abs, settled)) < 0.6 * MS, "arrival jitter has a mean of 4 ms"
    assert clock.skew_ppm == pytest.approx(skew_ppm, abs=25)
    assert clock.resets == 0


def test_a_capture_is_never_later_than_its_arrival() -> None:
    _, source, arrival = stream(20, 60, 30, 5, 8)
    clock = SourceClock()
    assert all(clock.observe(s, a) <= a for s, a in zip(source, arrival, strict=True))


def test_a_jump_back_of_the_clock_is_followed_after_a_few_packets() -> None:
    clock = SourceClock()
    for i in range(100):
        clock.observe(i * 10 * MS, i * 10 * MS + 3 * MS)
    found = [clock.observe(i * 10 * MS - 20 * S, (100 + i) * 10 * MS + 3 * MS) for i in range(100, 140)]
    assert clock.resets == 1
    assert found[-1] == (100 + 139) * 10 * MS + 3 * MS


def test_a_jump_ahead_is_followed_at_once() -> None:
    clock = SourceClock()
    for i in range(100):
        clock.observe(i * 10 * MS, i * 10 * MS)
    assert clock.observe(3600 * S, 1_000 * MS) == 1_000 * MS
    assert clock.resets == 1


def test_a_network_that_stalls_is_no_jump() -> None:
    """Two seconds of packets arrive together: their delays fall from 2 s to nothing."""
    clock = SourceClock()
    for i in range(100):
        clock.observe(i * 10 * MS, i * 10 * MS + 1 * MS)
    found = [clock.observe(i * 10 * MS, 300 * 10 * MS) for i in range(100, 300)]
    assert clock.resets == 0
    assert found == [i * 10 * MS + 1 * MS for i in range(100, 300)]


def test_memory_is_bounded() -> None:
    clock = SourceClock()
    for i in range(20_000):
        clock.observe(i * S, i * S)
    assert len(clock._least) <= 120
