"""What goes out at a frame and why, the clock passed in: forecasts, stalls, losses, and a schedule that never bursts."""

from __future__ import annotations

import math
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tracking.relay.stage import read_d1

from setpiece.geometry import quat_multiply, quat_rotate
from setpiece.scene.model import FrameRate
from setpiece.tracking import FORWARD_QUAT, Latency, Lens, Sample, Source, Status, Tracking, open_decoder, open_encoder
from setpiece.tracking.relay import Alignment, Forecast, Judge, Pose, RelayCore, Schedule

MS = 1_000_000
LATENCY = Latency(capture_to_photon_ms=100.0)
TURNED = (math.sqrt(0.5), 0.0, 0.0, math.sqrt(0.5))


def sample(at_ns: int, x: float = 0.0, **other: object) -> Sample:
    fields = {"position_m": (x, 0.0, 1.0), "rotation_wxyz": FORWARD_QUAT, "status": Status.GOOD, **other}
    return Sample("cam:1", at_ns, at_ns, **fields)


def core(protocol: str = "freed", **options: object) -> RelayCore:
    return RelayCore(open_encoder(protocol), LATENCY, **options)


def forecast(relay: RelayCore, due_ns: int, x: float, state: str = "live", turn=FORWARD_QUAT) -> Forecast:
    return Forecast(relay.photon_ns(due_ns), Pose((x, 0.0, 1.0), turn), state)


def x_of(packets: tuple[bytes, ...]) -> float:
    (packet,) = packets
    return read_d1(packet)[0][0]


# --- one frame -------------------------------------------------------------------------------


def test_before_anybody_is_heard_nothing_can_be_sent() -> None:
    step = core().step(0)
    assert (step.packets, step.decision) == ((), "waiting")


def test_a_forecast_for_this_frame_goes_out_and_any_other_does_not() -> None:
    relay = core()
    relay.observe(sample(0, 1.0))
    relay.offer(forecast(relay, 20 * MS, 1.5))
    assert [(s.decision, x_of(s.packets)) for s in [relay.step(20 * MS)]] == [("predicted", pytest.approx(1.5))]
    # The predictor does not come back: what it said was for the frame before.
    step = relay.step(60 * MS)
    assert (step.decision, x_of(step.packets)) == ("raw_stalled", pytest.approx(1.0))


def test_light_comes_after_what_is_left_of_the_delay() -> None:
    """100 ms from capture to light; poses are 30 ms old on average when they leave, so 70 ms are left."""
    relay = core()
    for i in range(60):
        due = i * 40 * MS
        relay.observe(sample(due - (20 + 10 * (i % 3)) * MS))
        relay.step(due)
    assert relay.age_ms == 30.0
    assert relay.photon_ns(5_000 * MS) == 5_070 * MS


@pytest.mark.parametrize(
    ("position", "turn"),
    [
        ((math.nan, 0.0, 0.0), FORWARD_QUAT), ((0.0, 9.0, 0.0), FORWARD_QUAT), ((0.0, 0.0, 1.0), (9.0, 0.0, 0.0, 0.0)),
        ((0.0, 0.0, 1.0), quat_multiply((0.0, 0.0, 0.0, 1.0), FORWARD_QUAT)), (None, FORWARD_QUAT),
        ((0.0, 0.0, 1.0), None), ((0.0, 0.0, 1.0), (math.inf, 0.0, 0.0, 0.0)),
    ],
)  # fmt: skip
def test_a_forecast_no_camera_moves_like_is_not_sent(position, turn) -> None:
    relay = core()
    relay.observe(sample(0, 1.0))
    relay.offer(Forecast(relay.photon_ns(20 * MS), Pose(position, turn), "live"))
    step = relay.step(20 * MS)
    assert (step.decision, x_of(step.packets)) == ("raw_wild", pytest.approx(1.0))


def test_raw_when_raw_is_asked_for() -> None:
    relay = core(predict=False)
    relay.observe(sample(0, 1.0))
    relay.offer(forecast(relay, 20 * MS, 1.5))
    step = relay.step(20 * MS)
    assert (step.decision, x_of(step.packets)) == ("raw_asked", pytest.approx(1.0))


def test_a_pose_the_protocol_cannot_carry_is_counted_and_the_next_goes_out() -> None:
    relay = core()
    relay.observe(sample(0, 900.0))
    assert relay.step(10 * MS).packets == ()
    assert (relay.refused, "24 bits" in relay.last_refusal) == (1, True)
    relay.observe(sample(40 * MS, 1.0))
    assert len(relay.step(50 * MS).packets) == 1


def test_a_lens_the_protocol_cannot_carry_does_not_keep_the_pose() -> None:
    relay = core()
    relay.observe(msgspec.structs.replace(sample(0, 1.0), lens=Lens(raw_zoom=1e9, raw_iris=math.nan)))
    assert x_of(relay.step(10 * MS).packets) == pytest.approx(1.0)
    assert (relay.refused, "24 bits" in relay.last_refusal) == (1, True)


def test_an_encoder_that_fails_costs_its_frame_only() -> None:
    class Broken:
        def encode(self, samples: object) -> list[bytes]:
            raise ZeroDivisionError

    relay = RelayCore(Broken(), Latency())
    relay.observe(sample(0, 1.0))
    assert relay.step(10 * MS).packets == ()
    assert (relay.refused, relay.last_refusal) == (1, "ZeroDivisionError()")


# --- a loss ----------------------------------------------------------------------------------


def heard(step) -> Sample:
    decoder = open_decoder(Source(protocol="opentrackio"))
    (found,) = [s for p in step.packets for s in decoder.feed(p, 0)]
    return found


def test_after_a_loss_something_goes_out_every_frame_and_says_what_it_is() -> None:
    """Coasting while the predictor moves on, frozen when it has stopped, the last raw pose when it stalls as well."""
    relay = core("opentrackio")
    relay.observe(sample(0, 1.0, lens=Lens(focal_mm=35.0)))
    told = []
    for i in range(60):
        due = 20 * MS + i * 40 * MS
        if i < 40:
            relay.offer(forecast(relay, due, 1.1, "live" if i < 10 else "coast" if i < 30 else "frozen"))
        step = relay.step(due)
        told.append(step.decision)
        pose = heard(step)
        assert pose.lens.focal_mm == 35.0
        assert pose.position_m[0] == pytest.approx(1.1 if i < 40 else 1.0)
        want = {"predicted": Status.GOOD, "coast": Status.DEGRADED, "frozen": Status.LOST, "lost": Status.LOST}
        assert pose.status == want[step.decision]
    assert [d for i, d in enumerate(told) if i == 0 or told[i - 1] != d] == ["predicted", "coast", "frozen", "lost"]


def test_a_pose_its_source_calls_lost_moves_nothing() -> None:
    relay = core()
    relay.observe(sample(0, 1.0))
    relay.observe(sample(20 * MS, 50.0, status=Status.LOST))
    relay.observe(sample(30 * MS, position_m=None, rotation_wxyz=None))
    assert x_of(relay.step(40 * MS).packets) == pytest.approx(1.0)


def test_the_way_back_is_the_predictors_own() -> None:
    """After a loss the camera is two metres on; the predictor blends, and its blend is no wild pose."""
    relay = core()
    relay.observe(sample(0, 0.0))
    relay.observe(sample(2_000 * MS, 3.0))
    relay.offer(forecast(relay, 2_010 * MS, 0.2, "blend"))
    step = relay.step(2_010 * MS)
    assert (step.decision, x_of(step.packets)) == ("predicted", pytest.approx(0.2))


# --- worse than raw --------------------------------------------------------------------------


def run(relay: RelayCore, frames: range, foretell) -> list[str]:
    """A dolly of one metre a second, a sample and a frame every 40 ms, forecasts as ``foretell`` has them."""
    told = []
    for i in frames:
        at = i * 40 * MS
        relay.observe(sample(at, i * 0.04))
        due = at + 10 * MS
        photon = relay.photon_ns(due)
        relay.offer(Forecast(photon, Pose((foretell(photon / 1e9), 0.0, 1.0), FORWARD_QUAT), "live"))
        told.append(relay.step(due).decision)
    return told


def test_forecasts_worse_than_raw_give_way_to_raw_and_come_back() -> None:
    relay = core()
    assert set(run(relay, range(1, 50), lambda t: t)[2:]) == {"predicted"}
    # From now on they run the wrong way: twice as far off as raw. The first proof is in when their moment has come.
    bad = run(relay, range(50, 100), lambda t: t - 0.25)
    assert bad[:2] == ["predicted", "predicted"], "nothing can be known yet"
    assert "raw_worse" in bad[:20]
    assert set(bad[bad.index("raw_worse") :]) == {"raw_worse"}
    good = run(relay, range(100, 180), lambda t: t)
    assert set(good[good.index("predicted") :]) == {"predicted"}


def test_raw_goes_out_in_the_very_frame_after_the_proof() -> None:
    relay = core()
    run(relay, range(1, 40), lambda t: t)
    for i in range(40, 80):
        (decision,) = run(relay, range(i, i + 1), lambda t: t - 0.25)
        assert (decision == "raw_worse") == (not relay._judge.trusted), "decided before the pose was chosen"


@given(noise=st.lists(st.floats(-1e-4, 1e-4), min_size=60, max_size=60))
@settings(max_examples=20)
def test_at_rest_noise_takes_no_trust_away(noise: list[float]) -> None:
    judge = Judge()
    for i, n in enumerate(noise):
        judge.observe(sample(i * 40 * MS, n))
        judge.bet((i * 40 + 90) * MS, Pose((-n, 0.0, 1.0), FORWARD_QUAT), Pose((n, 0.0, 1.0), FORWARD_QUAT))
        assert judge.trusted


# --- the schedule ----------------------------------------------------------------------------


@given(
    rate=st.sampled_from([FrameRate(24, 1), FrameRate(24000, 1001), FrameRate(60, 1), FrameRate(120000, 1001)]),
    sleeps=st.lists(st.one_of(st.floats(0, 0.01), st.floats(0.05, 0.6)), min_size=1, max_size=120),
)
@settings(max_examples=150)
def test_no_frame_twice_and_never_two_at_once(rate: FrameRate, sleeps: list[float]) -> None:
    """However long and often the sender is held up; late ones only where the one before was left out for that."""
    schedule = Schedule(rate, 1_000_000_007)
    now, sent, given, gone = 1_000_000_007, [], [], []
    period = Fraction(10**9 * rate.den, rate.num)
    for stall in sleeps:
        now = max(now, schedule.next_due_ns()) + round(stall * 1e9)
        frame = schedule.taken(now)
        given.append((now, frame))
        if frame is not None:
            sent.append((now, frame))
            now += round(stall * 7e8)
            gone.append(now)
            schedule.sent(now)
        assert schedule.due_ns(schedule.frame) > given[-1][0], "what is past is never due again"
    assert [f for _, f in sent] == sorted({f for _, f in sent})
    for (_, before), (at, frame) in zip([(0, 0), *given], given, strict=False):
        if frame is not None:
            late = at - (1_000_000_007 + frame * period)
            assert -1 <= late < period + 2
            assert late <= period / 4 + 2 or before is None
    for left, (after, _) in zip(gone, sent[1:], strict=False):
        assert after - left >= period / 2 - 2
    held = [n for n, (_, frame) in enumerate(given) if frame is None]
    assert not any({n, n + 1, n + 2, n + 3} <= set(held) for n in held), "never nothing for long"
    assert schedule.frame == schedule.skipped + len(sent)


def test_frames_do_not_drift() -> None:
    schedule = Schedule(FrameRate(24000, 1001), 5)
    day = 24000 * 86400 // 1001
    assert schedule.due_ns(day) - 5 == math.floor(Fraction(day * 1001 * 10**9, 24000))


def test_after_a_stall_the_next_frame_is_the_first_that_is_not_late() -> None:
    schedule = Schedule(FrameRate(25, 1), 0)
    assert [schedule.taken(n * MS) for n in (0, 39, 40)] == [0, None, 1]
    assert schedule.taken(275 * MS) is None, "frame 6 was due at 240: 35 ms ago"
    assert schedule.taken(279 * MS) is None
    assert schedule.taken(280 * MS) == 7
    assert schedule.skipped == 5


# --- alignment -------------------------------------------------------------------------------


def test_alignment_by_hand() -> None:
    """A tracker turned a quarter to the left, its origin at (10, 0, 2); the camera 0.5 m above the body's centre
    line and 1 m ahead. The body faces the tracker's +Y, which is the volume's -X."""
    align = Alignment(Tracking(
        volume_from_tracker_m=(10.0, 0.0, 2.0), volume_from_tracker_wxyz=TURNED, camera_from_body_m=(0.0, 0.5, -1.0),
    ))  # fmt: skip
    out = align.apply(sample(0, 3.0))
    assert out.position_m == pytest.approx((9.0, 3.0, 3.5))
    assert quat_rotate(out.rotation_wxyz, (0, 0, -1)) == pytest.approx((-1, 0, 0), abs=1e-9)
    assert quat_rotate(out.rotation_wxyz, (0, 1, 0)) == pytest.approx((0, 0, 1), abs=1e-9)
    mounted = Alignment(Tracking(camera_from_body_wxyz=(math.sqrt(0.5), 0.0, math.sqrt(0.5), 0.0)))
    assert quat_rotate(mounted.apply(sample(0)).rotation_wxyz, (0, 0, -1)) == pytest.approx((-1, 0, 0), abs=1e-9)
    half = msgspec.structs.replace(sample(0, 3.0), rotation_wxyz=None)
    assert align.apply(half).position_m == pytest.approx((10.0, 3.0, 3.0))
    assert Alignment(Tracking(camera="cam:1", residual_mm=2.0)).apply(half) is half
