"""The clock that runs along: jitter, loss, freewheel, jumps, strays, turns, midnight, and what a show is told."""

from __future__ import annotations

import numpy as np
import pytest
from tests.tracking.timecode.tape import tape

from setpiece.scene import parse_timecode
from setpiece.scene.model import FrameRate
from setpiece.tracking import Timecode
from setpiece.tracking.timecode import LtcDecoder, TimecodeClock, label_text, timecode_of

PAL, NTSC = FrameRate(25), FrameRate(30000, 1001)
S = 1_000_000_000
FRAME = S // 25
START = 90_000  # 01:00:00:00 at 25


def chased(clock: TimecodeClock, frames: int, start: int = START, at_ns: int = S, speed: float = 1.0, jitter_ns: int = 0) -> int:
    """Feed labels; returns when the last one stood."""
    rng = np.random.default_rng(1)
    t = at_ns
    for i in range(frames):
        t = at_ns + round(i * FRAME / abs(speed))
        late = int(rng.integers(-jitter_ns, jitter_ns + 1)) if jitter_ns else 0
        clock.observe(timecode_of(start + (i if speed > 0 else -i), PAL), t + late, reverse=speed < 0)
    return t


def test_before_the_first_label_there_is_nothing() -> None:
    clock = TimecodeClock()
    assert clock.read(0).state == "none"
    assert clock.due(0) is None
    assert clock.monotonic_ns(0) is None


@pytest.mark.parametrize("speed", [1.0, 0.5, 2.0, -1.0])
def test_between_labels_it_runs(speed) -> None:
    clock = TimecodeClock()
    last = chased(clock, 50, speed=speed)
    sign = 1 if speed > 0 else -1
    for part in (0.0, 0.25, 0.5, 1.0):
        reading = clock.read(last + round(part * FRAME / abs(speed)))
        assert reading.state == "running"
        assert reading.position == pytest.approx(START + sign * (49 + part), abs=0.02)
        assert reading.speed == pytest.approx(speed, rel=0.01)
    assert clock.monotonic_ns(START + sign * 60) == pytest.approx(last + 11 * FRAME / abs(speed), abs=0.1 * FRAME)


def test_jitter_of_half_a_frame_becomes_a_tenth() -> None:
    clock = TimecodeClock()
    errors = []
    last = chased(clock, 30, jitter_ns=FRAME // 2)
    rng = np.random.default_rng(2)
    for i in range(30, 300):
        t = S + i * FRAME
        clock.observe(timecode_of(START + i, PAL), t + int(rng.integers(-FRAME // 2, FRAME // 2)))
        errors.append(clock.read(t + FRAME).position - START - i - 1)
    assert last == S + 29 * FRAME
    assert np.std(errors) < 0.15  # uniform jitter of +-0.5 frame alone is 0.29
    assert clock.jumps == clock.strays == 0


def test_it_never_steps_back_while_it_runs() -> None:
    clock = TimecodeClock()
    rng = np.random.default_rng(3)
    before = -1.0
    for i in range(200):
        clock.observe(timecode_of(START + i, PAL), S + i * FRAME + int(rng.integers(0, FRAME // 2)))
        for part in range(4):
            now = clock.read(S + i * FRAME + FRAME // 2 + part * FRAME // 4).position
            assert now >= before
            before = now


def test_it_goes_on_for_twelve_frames_and_then_stands() -> None:
    clock = TimecodeClock(freewheel_frames=12)
    last = chased(clock, 50)
    states = [clock.read(last + i * FRAME + FRAME // 4).state for i in range(16)]
    assert states == ["running"] * 3 + ["freewheel"] * 9 + ["stopped"] * 4
    stood = clock.read(last + 100 * FRAME)
    assert (stood.state, stood.speed) == ("stopped", 0.0)
    assert stood.position == pytest.approx(START + 49 + 12, abs=0.05)
    clock.observe(timecode_of(START + 500, PAL), last + 200 * FRAME)  # the tape starts elsewhere: no wait
    assert clock.read(last + 200 * FRAME).position == pytest.approx(START + 500)
    assert clock.jumps == 0


def test_a_hole_in_the_labels_is_bridged_without_a_seam() -> None:
    clock = TimecodeClock()
    last = chased(clock, 50)
    gone = last + 10 * FRAME
    before = clock.read(gone - 1).position
    clock.observe(timecode_of(START + 59, PAL), gone)
    assert clock.read(gone).position == pytest.approx(before, abs=0.05)
    assert clock.read(gone).state == "running"


def test_one_wrong_label_moves_nothing_two_that_agree_do() -> None:
    clock = TimecodeClock()
    last = chased(clock, 50)
    clock.observe(timecode_of(5, PAL), last + FRAME)
    assert clock.read(last + FRAME).position == pytest.approx(START + 50, abs=0.1)
    clock.observe(timecode_of(START + 51, PAL), last + 2 * FRAME)
    assert clock.jumps == 0
    clock.observe(timecode_of(5000, PAL), last + 3 * FRAME)
    clock.observe(timecode_of(5001, PAL), last + 4 * FRAME)
    assert clock.jumps == 1
    assert clock.read(last + 4 * FRAME).position == pytest.approx(5001, abs=0.2)
    clock.observe(Timecode(0, 0, 0, 99, PAL), last + 5 * FRAME)
    assert clock.strays == 1


def test_a_locate_is_at_once_and_stands_until_it_runs() -> None:
    clock = TimecodeClock()
    last = chased(clock, 50)
    clock.locate(timecode_of(777, PAL), last + FRAME)
    for later in (1, 1000):
        reading = clock.read(last + later * FRAME)
        assert (reading.state, reading.position) == ("stopped", 777)
    chased(clock, 3, start=777, at_ns=last + 2000 * FRAME)
    assert clock.read(last + 2002 * FRAME).state == "running"
    assert clock.jumps == 0


def test_a_tape_that_turns() -> None:
    clock = TimecodeClock()
    last = chased(clock, 50)
    end = chased(clock, 40, start=START + 49, at_ns=last + FRAME, speed=-1.0)
    reading = clock.read(end)
    assert reading.position == pytest.approx(START + 10, abs=0.3)
    assert reading.speed == pytest.approx(-1, abs=0.05)


def test_midnight_is_no_jump() -> None:
    clock = TimecodeClock()
    last = chased(clock, 50, start=86400 * 25 - 25)
    assert clock.jumps == 0
    assert label_text(clock.read(last).timecode) == "00:00:00:24"


def test_a_show_is_told_each_frame_once_in_its_own_rate() -> None:
    clock = TimecodeClock()
    told = []
    for i in range(100):
        t = S + i * FRAME
        clock.observe(timecode_of(START + i, PAL), t)
        for part in range(4):
            frame = clock.due(t + part * FRAME // 4 + 1)
            if frame is not None:
                told.append(frame)
    assert told == list(range(START, START + 100))
    ntsc = TimecodeClock()
    ntsc.observe(Timecode(1, 0, 0, 2, NTSC, drop=True), S)
    assert ntsc.due(S) == parse_timecode("01:00:00;02", NTSC)
    film = TimecodeClock()
    film.observe(timecode_of(START, PAL), S)
    assert film.due(S, FrameRate(24)) == 86400  # an hour is an hour
    film.observe(Timecode(1, 0, 0, 0, FrameRate(24000, 1001)), 2 * S)
    assert film.due(2 * S, FrameRate(24)) is None  # the same label


def test_where_it_begins_and_jumps_to_is_told_first_however_late_one_asks() -> None:
    clock = TimecodeClock()
    last = chased(clock, 5)
    assert [clock.due(last), clock.due(last), clock.due(last)] == [START, START + 4, None]
    for i in range(3):
        clock.observe(timecode_of(7000 + i, PAL), last + (i + 1) * FRAME)
    assert [clock.due(last + 3 * FRAME + 1), clock.due(last + 3 * FRAME + 1)] == [7000, 7002]
    clock.locate(timecode_of(99, PAL), last + 4 * FRAME)
    assert [clock.due(last + 9 * FRAME), clock.due(last + 99 * FRAME)] == [99, None]


def test_sound_to_frame_within_a_twentieth() -> None:
    """LTC in blocks of 10 ms, each looked at when it has come: the clock knows the frame that is up, not the last one."""
    truth, wave, bounds = tape((1, 0, 0, 0), 75, 25, 25, 48000)
    decoder, clock = LtcDecoder(48000, PAL), TimecodeClock()
    errors = []
    for at in range(0, len(wave), 480):
        now = S + round((at + 480) / 48000 * S)
        for frame in decoder.feed(wave[at : at + 480]):
            clock.observe(frame.running, S + round(frame.end_sample / 48000 * S), frame.reverse)
        if bounds[3] < at < bounds[-2]:
            errors.append(clock.read(now).position - START - (at + 480 - bounds[0]) / 1920)
    assert len(truth) == 75
    assert max(abs(e) for e in errors) < 0.05
