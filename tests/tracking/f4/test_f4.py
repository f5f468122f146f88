"""F4 against packets laid out by hand, and a real recording where it lies beside the checkout."""

from __future__ import annotations

import math
import random
import struct

import pytest

from setpiece.errors import PacketError
from setpiece.geometry import quat_rotate
from setpiece.scene.model import FrameRate
from setpiece.tracking import Status, Timecode
from setpiece.tracking.f4 import F4Decoder, decode_f4, split_f4


def packet(axes: list[bytes], status: int = 0x37, camera: int = 2) -> bytes:
    body = bytes([0xF4, camera, len(axes), status]) + b"".join(axes)
    return body + bytes([(0x40 - sum(body)) % 256])


# pan 90.000 deg, tilt -30.000, roll 0; x 1.000, y -200.000, height 150.000 (centimetres, thousandths on the wire)
POSE = [
    bytes.fromhex("01 00 015f90"), bytes.fromhex("02 00 ff8ad0"), bytes.fromhex("13 00 000000"),
    bytes.fromhex("05 00 0003e8"), bytes.fromhex("06 00 fcf2c0"), bytes.fromhex("07 00 0249f0"),
]  # fmt: skip
LENS = [
    b"\x50" + struct.pack(">f", 0.15), b"\x53" + struct.pack(">f", 1517.5), b"\x57" + struct.pack(">f", 0.5),
    b"\x60" + struct.pack(">f", 2.8), bytes.fromhex("03 00 00c3ab"), bytes.fromhex("04 00 00005d"), bytes.fromhex("0d 00 001234"),
]  # fmt: skip
# 15:03:47:02 at 25: 001111 000011 101111 000010 in four groups of six bits
TIMECODE = bytes.fromhex("f8 20 3c3bc2")


def test_literal_packet() -> None:
    sample = decode_f4(packet([*POSE, *LENS, TIMECODE, bytes.fromhex("f9 00 010000")]), 5)
    assert sample.subject == "cam:2"
    assert sample.position_m == pytest.approx((0.01, -2.0, 1.5))
    assert sample.rotation_wxyz is not None
    looks = quat_rotate(sample.rotation_wxyz, (0, 0, -1))
    assert looks == pytest.approx((-math.cos(math.radians(30)), 0, -0.5)), "pan 90 is to the left, tilt -30 down"
    assert sample.lens is not None
    assert (sample.lens.raw_focus, sample.lens.raw_zoom, sample.lens.raw_iris) == (0xC3AB, 0x5D, 0x1234)
    assert (sample.lens.focus_m, sample.lens.entrance_pupil_m, sample.lens.f_stop) == pytest.approx((2.0, 0.15, 2.8))
    assert sample.timecode == Timecode(15, 3, 47, 2, FrameRate(25, 1))
    assert (sample.sequence, sample.sequence_bits, sample.recording, sample.status) == (7, 4, True, Status.GOOD)
    assert dict(sample.values) == {"fx_px": 1517.5}


def test_what_is_not_sent_is_not_there() -> None:
    sample = decode_f4(packet([POSE[0]], status=0), 0)
    assert sample.position_m is None
    assert sample.rotation_wxyz is not None
    assert (sample.timecode, sample.recording, sample.status) == (None, False, Status.UNKNOWN)
    assert sample.lens is not None
    assert sample.lens.raw_zoom is None


def test_state_zero_is_lost() -> None:
    assert decode_f4(packet([*POSE, bytes.fromhex("f9 00 000000")]), 0).status is Status.LOST


@pytest.mark.parametrize("frames", [25, 63])
def test_a_label_that_no_clock_has_is_no_timecode(frames: int) -> None:
    assert decode_f4(packet([*POSE, bytes([0xF8, 0x20]) + ((15 << 18) | frames).to_bytes(3, "big")]), 0).timecode is None


def test_a_read_holds_several_packets() -> None:
    both = packet(POSE) + packet([*POSE, TIMECODE], camera=9)
    assert [s.subject for s in F4Decoder().feed(both, 0)] == ["cam:2", "cam:9"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "0 bytes"),
        (b"\xf4\x01", "cut short"),
        (packet(POSE)[:-1], "35 bytes; here are 34"),
        (packet(POSE)[:-1] + b"\x00", "checksum"),
        (b"\xd1" + packet(POSE)[1:], "not d1"),
        (b"\xf4\x01\x00\x00\x4b", "0 axes"),
    ],
)
def test_damaged_packets_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(PacketError, match=message):
        decode_f4(data, 0)


def test_mutations_never_escape() -> None:
    rng = random.Random(4)
    whole = packet([*POSE, *LENS, TIMECODE])
    for _ in range(20_000):
        data = bytearray(whole)
        for _ in range(rng.randint(1, 5)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        if rng.random() < 0.7:  # a checksum that fits lets damage reach the fields
            data[-1] = (0x40 - sum(data[:-1])) % 256
        try:
            for sample in F4Decoder().feed(bytes(data), 0):
                assert sample.lens is None or sample.lens.focus_m is None or sample.lens.focus_m > 0
        except PacketError:
            continue


@pytest.mark.real
def test_a_real_recording(real_tracking) -> None:
    samples = [decode_f4(part, 0) for part in split_f4((real_tracking / "startracker_A003_C001.f4").read_bytes())]
    assert len(samples) == 1497
    labels = [s.timecode for s in samples]
    counts = [((t.hours * 60 + t.minutes) * 60 + t.seconds) * 25 + t.frames for t in labels if t]
    assert counts == list(range(counts[0], counts[0] + 1497)), "timecode runs without a gap"
    heights = [s.position_m[2] for s in samples if s.position_m]
    assert all(1.0 < h < 1.3 for h in heights), "a camera at breast height"
    focus = sorted(s.lens.focus_m for s in samples if s.lens and s.lens.focus_m)
    assert 0.5 < focus[0] < 1, "the puller's nearest mark"
    assert focus[-1] > 100, "and infinity"
