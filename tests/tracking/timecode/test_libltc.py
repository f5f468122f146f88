"""Our LTC decoder and another implementation, libltc, hear the same sound and write for each other."""

from __future__ import annotations

import ctypes
import ctypes.util
from pathlib import Path

import numpy as np
import pytest
from tests.tracking.timecode.tape import tape

from setpiece.scene.model import FrameRate
from setpiece.tracking.timecode import LtcDecoder, label_text

RATE = 48000


class Time(ctypes.Structure):
    _fields_ = (("zone", ctypes.c_char * 6), ("years", ctypes.c_ubyte), ("months", ctypes.c_ubyte), ("days", ctypes.c_ubyte),
                ("hours", ctypes.c_ubyte), ("mins", ctypes.c_ubyte), ("secs", ctypes.c_ubyte), ("frame", ctypes.c_ubyte))  # fmt: skip


class Frame(ctypes.Structure):
    """``LTCFrameExt`` up to what is looked at; the rest is room."""

    _fields_ = (("word", ctypes.c_ubyte * 10), ("off_start", ctypes.c_longlong), ("off_end", ctypes.c_longlong),
                ("reverse", ctypes.c_int), ("rest", ctypes.c_ubyte * 1024))  # fmt: skip


@pytest.fixture(scope="module")
def libltc() -> ctypes.CDLL:
    unpacked = sorted((Path(__file__).parents[3] / ".monado/root/usr/lib").glob("*/libltc.so.11"))
    name = ctypes.util.find_library("ltc") or (str(unpacked[0]) if unpacked else "")
    try:
        lib = ctypes.CDLL(name) if name else None
    except OSError:
        lib = None
    if lib is None:
        pytest.skip("NOT RUN: there is no libltc here; Debian's package is libltc11")
    lib.ltc_encoder_create.restype = lib.ltc_decoder_create.restype = ctypes.c_void_p
    lib.ltc_encoder_create.argtypes = (ctypes.c_double, ctypes.c_double, ctypes.c_int, ctypes.c_int)
    lib.ltc_encoder_set_timecode.argtypes = (ctypes.c_void_p, ctypes.POINTER(Time))
    lib.ltc_encoder_encode_frame.argtypes = lib.ltc_encoder_inc_timecode.argtypes = (ctypes.c_void_p,)
    lib.ltc_encoder_free.argtypes = lib.ltc_decoder_free.argtypes = (ctypes.c_void_p,)
    lib.ltc_encoder_get_buffer.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    lib.ltc_decoder_create.argtypes = (ctypes.c_int, ctypes.c_int)
    lib.ltc_decoder_write.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_longlong)
    lib.ltc_decoder_read.argtypes = (ctypes.c_void_p, ctypes.POINTER(Frame))
    lib.ltc_frame_to_time.argtypes = (ctypes.POINTER(Time), ctypes.POINTER(Frame), ctypes.c_int)
    return lib


def heard_by(lib: ctypes.CDLL, wave: np.ndarray, fps: int) -> list[tuple[str, int, int, bool]]:
    """Label, start, end and direction as libltc decodes them."""
    samples = np.clip(128 + wave * 100, 0, 255).astype(np.uint8)
    decoder = lib.ltc_decoder_create(RATE // fps, 1000)
    lib.ltc_decoder_write(decoder, samples.ctypes.data, len(samples), 0)
    found, frame, time = [], Frame(), Time()
    while lib.ltc_decoder_read(decoder, ctypes.byref(frame)):
        lib.ltc_frame_to_time(ctypes.byref(time), ctypes.byref(frame), 0)
        label = f"{time.hours:02}:{time.mins:02}:{time.secs:02}:{time.frame:02}"
        found.append((label, frame.off_start, frame.off_end, bool(frame.reverse)))
    lib.ltc_decoder_free(decoder)
    return found


@pytest.mark.parametrize(("fps", "standard", "rate"), [
    (24.0, 2, FrameRate(24)), (25.0, 1, FrameRate(25)), (29.97, 0, FrameRate(30000, 1001)), (30.0, 0, FrameRate(30)),
])  # fmt: skip
def test_what_libltc_writes_we_read(libltc, fps, standard, rate) -> None:
    encoder = libltc.ltc_encoder_create(RATE, fps, standard, 0)
    libltc.ltc_encoder_set_timecode(encoder, ctypes.byref(Time(b"+0000", 0, 1, 1, 0, 58, 59, 20)))
    sound, room, labels = [np.full(400, 128, np.uint8)], (ctypes.c_ubyte * 8192)(), []
    for _ in range(60):
        libltc.ltc_encoder_encode_frame(encoder)
        size = libltc.ltc_encoder_get_buffer(encoder, ctypes.cast(room, ctypes.c_void_p))
        sound.append(np.frombuffer(bytes(room[:size]), np.uint8))
        libltc.ltc_encoder_inc_timecode(encoder)
    libltc.ltc_encoder_free(encoder)
    wave = np.concatenate(sound)
    decoder = LtcDecoder(RATE)
    frames = decoder.feed(wave) + decoder.flush()
    labels = [label_text(f.timecode) for f in frames]
    assert len(frames) >= 59  # its last frame has no closing edge
    assert labels[0] in ("00:58:59:20", "00:58:59;20")
    if fps == 29.97:
        assert labels[9:12] == ["00:58:59;29", "00:59:00;02", "00:59:00;03"]
    assert frames[-1].timecode.rate == rate
    theirs = heard_by(libltc, (wave.astype(float) - 128) / 100, round(fps))
    ours = {label.replace(";", ":"): f for label, f in zip(labels, frames, strict=True)}
    compared = [(abs(ours[t[0]].start_sample - t[1]), abs(ours[t[0]].end_sample - t[2])) for t in theirs if t[0] in ours]
    assert len(compared) > 50
    assert max(max(pair) for pair in compared) < 4


@pytest.mark.parametrize(("base", "drop"), [(24, False), (25, False), (30, True), (30, False)])
def test_what_our_tests_write_libltc_reads(libltc, base, drop) -> None:
    """So the writer that our own tests trust is not merely as wrong as the decoder."""
    fps = base * (1000 / 1001 if drop else 1)
    truth, wave, _ = tape((0, 59, 59, base - 4), 40, base, fps, RATE, drop)
    theirs = heard_by(libltc, wave, base)
    labels = [f"{h:02}:{m:02}:{s:02}:{f:02}" for h, m, s, f in truth]
    assert [t[0] for t in theirs] == labels[-len(theirs) :] or [t[0] for t in theirs] == labels[: len(theirs)]
    assert len(theirs) >= 38
    backwards = heard_by(libltc, wave[::-1].copy(), base)
    assert {t[0] for t in backwards} <= set(labels)
    assert len(backwards) >= 37
    assert all(t[3] for t in backwards)
