"""LTC against sound written from the standard's table: rates, speeds, directions, noise, levels, cuts, damage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.tracking.timecode.tape import labels, sound, tape, word

from setpiece.scene.model import FrameRate
from setpiece.tracking.timecode import LtcDecoder, LtcFrame, label_text, runs

RATES = {
    "23.976": (24, FrameRate(24000, 1001), False), "24": (24, FrameRate(24), False), "25": (25, FrameRate(25), False),
    "29.97df": (30, FrameRate(30000, 1001), True), "29.97": (30, FrameRate(30000, 1001), False),
    "30": (30, FrameRate(30), False),
}  # fmt: skip


def decoded(wave, sample_rate: int = 48000, rate: FrameRate | None = None) -> list[LtcFrame]:
    decoder = LtcDecoder(sample_rate, rate)
    return decoder.feed(wave) + decoder.flush()


def told(frames: list[LtcFrame]) -> list[tuple[int, int, int, int]]:
    return [(f.timecode.hours, f.timecode.minutes, f.timecode.seconds, f.timecode.frames) for f in frames]


def test_one_frame_by_hand() -> None:
    """01:23:45:12 drop-frame written bit by bit at 10 samples a bit; nothing of the other tests' writer is used."""
    bits = (
        "0100" "0000" "1010" "0000"  # frames 2, tens 1 and the drop-frame bit
        "1010" "0000" "0010" "0000"  # seconds 5, 4
        "1100" "0000" "0100" "0000"  # minutes 3, 2
        "1000" "0000" "0000" "0000"  # hours 1, 0
        "0011111111111101"
    )  # fmt: skip
    level, samples = 1, [0] * 100
    for bit in bits * 3:
        level = -level
        samples += [level] * 5
        level = -level if bit == "1" else level
        samples += [level] * 5
    samples += [-level] * 50
    frames = decoded(np.array(samples, dtype=float) * 0.5, sample_rate=24000)
    assert [label_text(f.timecode) for f in frames] == ["01:23:45;12"] * 3
    assert [f.timecode.rate for f in frames] == [FrameRate(30000, 1001)] * 3
    assert [f.start_sample for f in frames] == pytest.approx([99.5, 899.5, 1699.5], abs=0.51)
    assert [f.end_sample for f in frames] == pytest.approx([899.5, 1699.5, 2499.5], abs=0.51)


@pytest.mark.parametrize("sample_rate", [44100, 48000, 96000])
@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("name", RATES)
def test_every_rate_at_every_speed_both_ways(name, speed, sample_rate) -> None:
    base, rate, drop = RATES[name]
    truth, wave, bounds = tape((0, 59, 59, base - 5), 40, base, rate.num / rate.den, sample_rate, drop, 0xA5C31E07, speed=speed)
    for frames, expected, edges in (
        (decoded(wave, sample_rate), truth, bounds),
        (decoded(-wave[::-1], sample_rate), truth[::-1], (len(wave) - 1 - bounds)[::-1]),  # polarity turned as well
    ):
        assert told(frames) == expected
        assert {f.user_bits for f in frames} == {0xA5C31E07}
        assert {f.reverse for f in frames} == {expected is not truth}
        assert max(abs(f.start_sample - e) for f, e in zip(frames, edges[:-1], strict=True)) < 1.0
        assert max(abs(f.end_sample - e) for f, e in zip(frames, edges[1:], strict=True)) < 1.0
        # At another speed the thousandth cannot be told; what can be is.
        assert frames[-1].timecode.rate == (rate if speed == 1.0 or drop else FrameRate(base))
        assert frames[-1].timecode.drop == drop
        assert frames[-1].fps == pytest.approx(speed * rate.num / rate.den, rel=1e-4)


def test_drop_frame_skips_two_labels_a_minute_but_not_in_the_tenth() -> None:
    truth, wave, _ = tape((1, 8, 59, 28), 4, 30, 30000 / 1001, 48000, drop=True)
    assert [label_text(f.timecode) for f in decoded(wave)] == ["01:08:59;28", "01:08:59;29", "01:09:00;02", "01:09:00;03"]
    assert truth[2] == (1, 9, 0, 2)
    _, wave, _ = tape((1, 9, 59, 28), 4, 30, 30000 / 1001, 48000, drop=True)
    assert [label_text(f.timecode) for f in decoded(wave)] == ["01:09:59;28", "01:09:59;29", "01:10:00;00", "01:10:00;01"]


def test_a_label_that_drop_frame_skips_is_rejected() -> None:
    wave, _ = sound([word((1, 9, 0, 0), drop=True)] * 3, 30000 / 1001, 48000)
    decoder = LtcDecoder(48000)
    assert decoder.feed(wave) + decoder.flush() == []
    assert decoder.rejected == 3


def test_midnight() -> None:
    _, wave, _ = tape((23, 59, 59, 23), 3, 24, 24, 48000)
    frames = decoded(wave)
    assert [label_text(f.timecode) for f in frames] == ["23:59:59:23", "00:00:00:00", "00:00:00:01"]
    assert label_text(frames[0].running) == "00:00:00:00"


@pytest.mark.parametrize("snr_db", [40, 20, 14])
def test_noise(snr_db) -> None:
    truth, wave, bounds = tape((10, 0, 0, 0), 100, 25, 25, 48000)
    noise = np.random.default_rng(7).normal(0, 10 ** (-snr_db / 20), len(wave))
    frames = decoded(wave + noise)
    assert set(told(frames)) <= set(truth)  # never a wrong label
    assert len(frames) == len(truth)
    assert max(abs(f.start_sample - b) for f, b in zip(frames, bounds, strict=False)) < 3


def test_hum_offset_and_falling_level() -> None:
    """A tape's signal: from full scale down to -46 dB, on mains hum, off centre."""
    truth, wave, _ = tape((0, 0, 10, 0), 100, 25, 25, 48000)
    n = np.arange(len(wave))
    level = 10 ** (-46 / 20 * n / len(n))
    hum = 0.02 * np.sin(2 * math.pi * 50 * n / 48000)
    assert told(decoded(wave * level + (hum + 0.1) * level)) == truth
    sudden = np.where(n < len(n) // 2, 1.0, 0.03)
    lost = len(truth) - len(decoded(wave * sudden))
    assert lost <= 2  # the one in which it falls, and its neighbour where they meet


@pytest.mark.parametrize("kind", ["i2", "u1", "i4", "f4"])
def test_every_kind_of_sample(kind) -> None:
    truth, wave, _ = tape((0, 0, 10, 0), 10, 25, 25, 48000)
    scaled = wave * 0.8
    samples = {"i2": scaled * 32767, "u1": 128 + scaled * 127, "i4": scaled * 2**31, "f4": scaled}[kind]
    assert told(decoded(samples.astype(kind))) == truth


def test_a_tape_that_starts_speeds_up_slows_down_and_turns() -> None:
    speeds = np.concatenate([np.linspace(0.5, 2.0, 60), np.linspace(2.0, 0.6, 60)])
    truth, wave, _ = tape((0, 0, 10, 0), 120, 25, 25, 48000, speed=speeds)
    assert told(decoded(wave)) == truth
    there_and_back = decoded(np.concatenate([wave, wave[::-1]]))
    assert told(there_and_back) == truth + truth[::-1]
    assert [(r.count, r.first.reverse) for r in runs(there_and_back)] == [(120, False), (120, True)]


def test_a_sudden_other_speed_costs_two_frames_at_most() -> None:
    speeds = np.repeat([1.0, 2.0, 0.5, 1.0], 25)
    truth, wave, _ = tape((0, 0, 10, 0), 100, 25, 25, 48000, speed=speeds)
    got = told(decoded(wave))
    assert set(got) <= set(truth)
    assert len(got) >= 100 - 3 * 2


@pytest.mark.parametrize("block", [1, 7, 480, 4096])
def test_blocks_of_any_size_give_the_same(block) -> None:
    _, wave, _ = tape((0, 0, 10, 0), 12 if block < 100 else 40, 25, 25, 48000, lead_s=0.013)
    noisy = wave + np.random.default_rng(3).normal(0, 0.05, len(wave))
    decoder = LtcDecoder(48000)
    found: list[LtcFrame] = []
    for at in range(0, len(noisy), block):
        found += decoder.feed(noisy[at : at + block])
    assert found + decoder.flush() == decoded(noisy)


def test_a_label_is_given_only_when_its_frame_is_over_and_soon_after() -> None:
    _, wave, bounds = tape((0, 0, 10, 0), 5, 25, 25, 48000)
    decoder = LtcDecoder(48000)
    fed = 0
    for at in range(0, len(wave), 16):
        fed += len(wave[at : at + 16])
        for frame in decoder.feed(wave[at : at + 16]):
            assert fed > frame.end_sample
            if frame.start_sample > bounds[1]:  # once the length of a bit is known
                assert fed - frame.end_sample < 48000 * 0.0045


def test_the_known_rate_is_believed() -> None:
    _, wave, _ = tape((0, 0, 10, 0), 10, 24, 24000 / 1001, 48000, speed=0.5)
    assert {f.timecode.rate for f in decoded(wave, rate=FrameRate(24000, 1001))} == {FrameRate(24000, 1001)}


def test_gaps_and_jumps_are_runs() -> None:
    wave_a, _ = sound([word(x) for x in labels((1, 0, 0, 0), 50, 25)], 25, 48000)
    wave_b, _ = sound([word(x) for x in labels((1, 0, 2, 0), 25, 25) + labels((5, 0, 0, 0), 25, 25)], 25, 48000)
    found = list(runs(decoded(np.concatenate([wave_a, np.zeros(24000), wave_b]))))
    assert [(label_text(r.first.timecode), label_text(r.last.timecode), r.count) for r in found] == [
        ("01:00:00:00", "01:00:01:24", 50), ("01:00:02:00", "01:00:02:24", 25), ("05:00:00:00", "05:00:00:24", 25),
    ]  # fmt: skip
    assert found[1].silent_samples == pytest.approx(24000 + 2 * 0.05 * 48000, abs=3)
    assert found[2].silent_samples == 0


def test_music_is_no_timecode() -> None:
    n = np.arange(48000 * 4) / 48000
    chord = sum(np.sin(2 * math.pi * f * n) for f in (220.0, 277.2, 1000.0, 1200.0, 2400.0)) / 5
    assert decoded(chord) == []


def test_what_is_no_sound() -> None:
    for bad in (np.zeros((2, 2)), np.array(["a"])):
        with pytest.raises(ValueError, match=r"one channel|integers or floats"):
            LtcDecoder(48000).feed(bad)
    with pytest.raises(ValueError, match="sample rate"):
        LtcDecoder(0)
    decoder = LtcDecoder(48000)
    assert decoder.feed([]) == decoder.feed(np.full(9000, math.nan)) == decoder.feed([math.inf, -1e300] * 5000) == []
