"""Timecode against published values and against counting labels one by one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.errors import InputError
from setpiece.scene import (
    FrameRate,
    format_timecode,
    frame_at,
    frame_count,
    frames_per_day,
    has_drop_frame,
    label_base,
    parse_timecode,
    retimed,
    seconds_of,
)

R2398, R24, R25 = FrameRate(24000, 1001), FrameRate(24), FrameRate(25)
R2997, R30, R5994 = FrameRate(30000, 1001), FrameRate(30), FrameRate(60000, 1001)


@pytest.mark.parametrize(
    ("frame", "rate", "drop", "label"),
    [
        # SMPTE ST 12-1 drop-frame counting; the values are those of editors' manuals everywhere.
        (0, R2997, True, "00:00:00;00"),
        (1799, R2997, True, "00:00:59;29"),
        (1800, R2997, True, "00:01:00;02"),
        (3597, R2997, True, "00:01:59;29"),
        (3598, R2997, True, "00:02:00;02"),
        (17981, R2997, True, "00:09:59;29"),
        (17982, R2997, True, "00:10:00;00"),
        (19781, R2997, True, "00:10:59;29"),
        (19782, R2997, True, "00:11:00;02"),
        (107892, R2997, True, "01:00:00;00"),
        (2589407, R2997, True, "23:59:59;29"),
        (3599, R5994, True, "00:00:59;59"),
        (3600, R5994, True, "00:01:00;04"),
        (35963, R5994, True, "00:09:59;59"),
        (35964, R5994, True, "00:10:00;00"),
        (215784, R5994, True, "01:00:00;00"),
        (108000, R2997, False, "01:00:00:00"),
        (1800, R2997, False, "00:01:00:00"),
        (86400, R24, False, "01:00:00:00"),
        (86400, R2398, False, "01:00:00:00"),
        (90000, R25, False, "01:00:00:00"),
        (90024, R25, False, "01:00:00:24"),
        (432119, FrameRate(120), False, "01:00:00:119"),
    ],
)
def test_published_labels(frame: int, rate: FrameRate, drop: bool, label: str) -> None:
    assert format_timecode(frame, rate, drop) == label
    assert parse_timecode(label, rate) == frame


@pytest.mark.parametrize(("rate", "base", "dropped"), [(R2997, 30, 2), (R5994, 60, 4)])
def test_every_label_of_21_minutes_by_counting(rate: FrameRate, base: int, dropped: int) -> None:
    frame = 0
    for minute in range(21):
        for second in range(60):
            for f in range(base):
                if second == 0 and f < dropped and minute % 10:
                    continue
                label = f"00:{minute:02}:{second:02};{f:02}"
                if f < 6 or f > base - 3:
                    assert format_timecode(frame, rate, True) == label
                    assert parse_timecode(label, rate) == frame
                frame += 1


@pytest.mark.parametrize("label", ["00:01:00;00", "00:01:00;01", "00:59:00;00", "23:59:00;01"])
def test_dropped_labels_are_refused_with_the_first_valid_one(label: str) -> None:
    with pytest.raises(InputError, match=r"skips this label.*;02"):
        parse_timecode(label, R2997)


@pytest.mark.parametrize("label", ["00:01:00;00", "00:01:00;03"])
def test_dropped_labels_at_5994(label: str) -> None:
    with pytest.raises(InputError, match=r";04"):
        parse_timecode(label, R5994)
    assert parse_timecode("00:01:00;04", R5994) == 3600


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1:00:00:00",
        "00:60:00:00",
        "00:00:60:00",
        "24:00:00:00",
        "00:00:00:30",
        "00:00:00",
        "aa:bb:cc:dd",
        "٠٠:00:00:00",
        "00:00:00:00:00",
        "-0:00:00:00",
    ],
)
def test_what_is_no_label_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_timecode(text, R2997)


def test_drop_frame_is_refused_where_there_is_none() -> None:
    for rate in (R24, R2398, R25, R30, FrameRate(60)):
        assert not has_drop_frame(rate)
        with pytest.raises(InputError, match="no drop-frame"):
            format_timecode(0, rate, True)
        with pytest.raises(InputError, match="no drop-frame"):
            parse_timecode("00:00:00;00", rate)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2589407), st.sampled_from([(R2997, True), (R2997, False), (R25, False), (R5994, True)]))
def test_labels_go_there_and_back(frame: int, how: tuple[FrameRate, bool]) -> None:
    rate, drop = how
    label = format_timecode(frame, rate, drop)
    assert parse_timecode(label, rate) == frame % frames_per_day(rate, drop)


def test_labels_begin_again_after_a_day() -> None:
    assert frames_per_day(R2997, True) == 2589408
    assert format_timecode(2589408, R2997, True) == "00:00:00;00"
    assert format_timecode(-1, R25) == "23:59:59:24"


def test_drop_frame_keeps_step_with_the_clock() -> None:
    """An hour of labels is off by 3.6 ms; without drop-frame it would be 3.6 s."""
    off = seconds_of(parse_timecode("01:00:00;00", R2997), R2997) - 3600
    assert abs(off) < Fraction(4, 1000)
    assert abs(seconds_of(108000, R2997) - 3600) > 3


def test_frames_and_seconds() -> None:
    assert label_base(R2398) == 24
    assert seconds_of(24, R24) == 1
    assert seconds_of(1001, FrameRate(24000, 1001)) == Fraction(1001 * 1001, 24000)
    assert [frame_at(s, R24) for s in (0.0, 0.0416, 0.0417, 1.0, -0.001)] == [0, 0, 1, 24, -1]
    assert [frame_at(n / 24, R24) for n in range(500)] == list(range(500))
    assert frame_count(Fraction(1, 48), R24) == frame_count(0.5 / 24, R24) == 1
    assert frame_count(0.49 / 24, R24) == 0
    assert frame_count(2.02, R25) == 51
    assert retimed(48, R24, R25) == 50
    assert retimed(30, R2997, R2398) == 24
    with pytest.raises(InputError, match="finite"):
        frame_at(float("inf"), R24)
