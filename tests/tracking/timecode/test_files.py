"""Sound files of every kind that recorders write, and the command that reads their timecode."""

from __future__ import annotations

import io
import json
import socket
import struct
import wave
from pathlib import Path

import numpy as np
import pytest
from tests.tracking.timecode.tape import labels, sound, tape, word
from typer.testing import CliRunner

from setpiece.cli._app import app
from setpiece.errors import FormatError
from setpiece.scene.model import FrameRate
from setpiece.tracking.timecode import LtcDecoder, Wav, decode_art_timecode, label_text, timecode_of

RUN = CliRunner()


def ltc_of(path: Path, channel: int = 0) -> int:
    wav = Wav(path)
    decoder = LtcDecoder(wav.sample_rate_hz)
    return sum(len(decoder.feed(block)) for block in wav.blocks(channel)) + len(decoder.flush())


def riff(tag: int, bits: int, data: bytes, rate: int = 48000, channels: int = 1, extended: bool = False, before: bytes = b"",
         size: int | None = None, kind: bytes = b"RIFF") -> bytes:  # fmt: skip
    layout = struct.pack("<HHIIHH", 0xFFFE if extended else tag, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits)
    if extended:
        layout += struct.pack("<HHIH", 22, bits, 0, tag) + bytes.fromhex("000000001000800000aa00389b71")
    body = b"WAVE" + before + b"fmt " + struct.pack("<I", len(layout)) + layout
    return kind + struct.pack("<I", 0) + body + b"data" + struct.pack("<I", len(data) if size is None else size) + data


def test_the_standard_librarys_file(tmp_path) -> None:
    _, signal, _ = tape((1, 0, 0, 0), 30, 25, 25, 44100)
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 44100, 0, "NONE", ""))
        pairs = np.stack([np.zeros(len(signal)), signal * 20000], axis=1).astype("<i2")
        file.writeframes(pairs.tobytes())
    wav = Wav(path)
    assert (wav.sample_rate_hz, wav.channels, wav.bits, wav.frames) == (44100, 2, 16, len(signal))
    assert (ltc_of(path, 0), ltc_of(path, 1)) == (0, 30)
    with pytest.raises(FormatError, match="no channel 3"):
        next(wav.blocks(2))


@pytest.mark.parametrize(("tag", "bits", "extended"), [(1, 8, False), (1, 24, False), (1, 24, True), (1, 32, True), (3, 32, False), (3, 64, True)])
def test_every_depth(tmp_path, tag, bits, extended) -> None:
    _, signal, _ = tape((1, 0, 0, 0), 10, 25, 25, 48000)
    if tag == 3:
        data = (signal * 0.5).astype(f"<f{bits // 8}").tobytes()
    elif bits == 8:
        data = (128 + signal * 90).astype("u1").tobytes()
    else:
        whole = (signal * 0.5 * 2**31).astype("<i4")
        data = whole.tobytes() if bits == 32 else whole.view("u1").reshape(-1, 4)[:, 1:].tobytes()
    path = tmp_path / "a.wav"
    path.write_bytes(riff(tag, bits, data, extended=extended, before=b"bext\x03\0\0\0abc\0"))
    assert ltc_of(path) == 10


def test_a_recorder_that_lost_power_and_one_beyond_four_gigabytes(tmp_path) -> None:
    _, signal, _ = tape((1, 0, 0, 0), 10, 25, 25, 48000)
    data = (signal * 20000).astype("<i2").tobytes()
    path = tmp_path / "a.wav"
    path.write_bytes(riff(1, 16, data, size=0) + b"\x01")
    assert ltc_of(path) == 10
    long = struct.pack("<4sIQQQI", b"ds64", 28, 0, len(data), 0, 0)
    path.write_bytes(riff(1, 16, data, size=0xFFFFFFFF, before=long, kind=b"RF64") + b"LIST\x04\0\0\0abcd")
    assert ltc_of(path) == 10
    assert Wav(path).frames == len(data) // 2


@pytest.mark.parametrize(("data", "says"), [
    (b"", "no WAV"), (b"RIFF\0\0\0\0AVI ", "no WAV"), (b"RIFF\0\0\0\0WAVE", "no sound"),
    (b"RIFF\0\0\0\0WAVEdata\x04\0\0\0abcd", "format is missing"), (riff(2, 4, b"abcd"), "is not read"),
    (riff(1, 16, b"abcd", rate=0), "no sample rate"),
])  # fmt: skip
def test_what_is_no_sound_file(tmp_path, data, says) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=says):
        Wav(path)


def test_damaged_files_are_refused_or_read_never_a_crash(tmp_path) -> None:
    rng = np.random.default_rng(6)
    whole = riff(1, 24, bytes(600), channels=2, extended=True, before=b"bext\x04\0\0\0abcd")
    path = tmp_path / "a.wav"
    for _ in range(1000):
        data = bytearray(whole)
        for at in rng.integers(0, 100, 4):
            data[at] = rng.integers(0, 256)
        path.write_bytes(bytes(data[: rng.integers(0, len(data))]))
        try:
            wav = Wav(path)
        except FormatError:
            continue
        assert sum(len(block) for block in wav.blocks(0)) <= wav.frames


@pytest.fixture
def recording(tmp_path) -> Path:
    """Two seconds, half a second of nothing, then one second of tape running back; on the second channel."""
    first, _ = sound([word(x) for x in labels((1, 0, 0, 0), 50, 25)], 25, 48000)
    second, _ = sound([word(x) for x in labels((1, 0, 5, 0), 25, 25)], 25, 48000)
    signal = np.concatenate([first, np.zeros(24000), second[::-1]])
    path = tmp_path / "12A_3.wav"
    path.write_bytes(riff(1, 16, np.stack([signal * 0, signal * 9000], axis=1).astype("<i2").tobytes(), channels=2))
    return path


def test_the_command_tells_runs_and_gaps(recording) -> None:
    result = RUN.invoke(app, ["track", "timecode", str(recording)])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "01:00:00:00 to 01:00:01:24  50 frames, 25 fps, ran at 25.0000, channel 2, 0.050 s to 2.050 s"
    assert lines[1] == "gap: 0.600 s without timecode"
    assert lines[2].startswith("01:00:05:24 to 01:00:05:00  25 frames, 25 fps, backwards")


def test_the_command_for_machines(recording) -> None:
    result = RUN.invoke(app, ["track", "timecode", str(recording), "--json", "--rate", "25"])
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert [(r["first"]["timecode"], r["frames"], r["rate"], r["channel"]) for r in rows] == [
        ("01:00:00:00", 50, "25/1", 2), ("01:00:05:24", 25, "25/1", 2),
    ]  # fmt: skip
    assert rows[1]["silent_s"] == pytest.approx(0.6, abs=1e-3)
    result = RUN.invoke(app, ["track", "timecode", str(recording), "--labels", "--channel", "2"])
    assert result.output.splitlines()[1].startswith("01:00:00:01  0.0900 s  sample 4320.")
    assert len(result.output.splitlines()) == 75


def test_no_timecode_is_exit_code_1(tmp_path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(riff(1, 16, bytes(9600)))
    result = RUN.invoke(app, ["track", "timecode", str(path)])
    assert result.exit_code == 1
    assert "no timecode in 0.1 s of 1 channels" in result.output


def test_a_stream_is_read_as_it_comes_and_sent_on(recording, monkeypatch) -> None:
    """What `arecord | setpiece track timecode - --send HOST` does: the label that begins goes out as Art-Net."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as show:
        show.bind(("127.0.0.1", 0))
        show.settimeout(5)
        monkeypatch.setattr("setpiece.tracking.timecode.ART_NET_PORT", show.getsockname()[1])
        data = recording.read_bytes()
        result = RUN.invoke(app, ["track", "timecode", "-", "--channel", "2", "--send", "127.0.0.1"], input=data)
        sent = [label_text(decode_art_timecode(show.recv(64))[1]) for _ in range(75)]
    assert result.exit_code == 0, result.output
    assert sent[:50] == [label_text(timecode_of(90_001 + i, FrameRate(25))) for i in range(50)]
    assert sent[50:] == [label_text(timecode_of(90_149 - i, FrameRate(25))) for i in range(25)]


def test_a_stream_whose_size_nobody_knows() -> None:
    _, signal, _ = tape((1, 0, 0, 0), 10, 25, 25, 48000)
    data = (signal * 20000).astype("<i2").tobytes()
    wav = Wav(io.BytesIO(riff(1, 16, data, size=0xFFFFFFFF, before=b"LIST\x05\0\0\0abcde\0") + b"x"))
    decoder = LtcDecoder(wav.sample_rate_hz)
    assert sum(len(decoder.feed(block)) for block in wav.blocks()) + len(decoder.flush()) == 10
    assert wav.frames == len(signal)
