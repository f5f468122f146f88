"""Live Link Face against a datagram laid out field by field."""

from __future__ import annotations

import random
import struct

import pytest

from setpiece.errors import InputError, PacketError
from setpiece.scene.model import FrameRate
from setpiece.tracking import Sample, Timecode
from setpiece.tracking.livelinkface import BLEND_SHAPES, LiveLinkFaceDecoder, LiveLinkFaceEncoder

DEVICE = "7f9c2e1a-0001-4d3b-9a77-0123456789ab"
NUMBERS = [i / 100 for i in range(61)]
HEAD = b"\x06\x00\x00\x00$" + DEVICE.encode() + b"\x00\x00\x00\x05Maria"
# 01:00:00 and 12 frames at 60: 3600 * 60 + 12 = 216012 = 0x00034bcc; a quarter of a frame more
PACKET = HEAD + bytes.fromhex("00034bcc 3e800000 0000003c 00000001 3d") + struct.pack(">61f", *NUMBERS)


def test_literal_packet() -> None:
    (sample,) = LiveLinkFaceDecoder().feed(PACKET, 3)
    assert sample.subject == "Maria"
    assert sample.timecode == Timecode(1, 0, 0, 12, FrameRate(60, 1), sub_frame=0.25)
    assert dict(sample.values)["JawOpen"] == pytest.approx(0.17), "the eighteenth"
    assert dict(sample.values)["HeadYaw"] == pytest.approx(0.52), "after 52 shapes come nine angles"
    assert (sample.position_m, sample.rotation_wxyz) == (None, None)


def test_the_list_is_arkits() -> None:
    assert len(BLEND_SHAPES) == len(set(BLEND_SHAPES)) == 61
    assert BLEND_SHAPES[51] == "TongueOut"


def test_the_same_bytes_come_back() -> None:
    assert LiveLinkFaceEncoder(DEVICE).encode(LiveLinkFaceDecoder().feed(PACKET, 0)) == [PACKET]


def test_no_face_is_no_sample_and_no_datagram() -> None:
    assert LiveLinkFaceDecoder().feed(HEAD, 0) == ()
    assert LiveLinkFaceEncoder().encode([Sample("a", 0, 0, position_m=(0, 0, 0))]) == []


def test_a_label_that_no_clock_has_is_none() -> None:
    for field in ("7fffffff 00000000 0000003c 00000001", "00000000 00000000 00000000 00000001", "00000000 7fc00000 0000003c 00000001"):
        packet = HEAD + bytes.fromhex(field + "3d") + struct.pack(">61f", *NUMBERS)
        assert LiveLinkFaceDecoder().feed(packet, 0)[0].timecode is None


@pytest.mark.parametrize(
    ("packet", "message"),
    [
        (b"", "no Live Link Face"),
        (PACKET[:-1], "1 bytes of the frame"),
        (HEAD[:41] + b"\x7f\xff\xff\xff" + PACKET[45:], "name of 2147483647"),
        (HEAD[:41] + b"\xff\xff\xff\xff" + PACKET[45:], "name of -1"),
        (PACKET[:66] + b"\x3c" + PACKET[67:], "60 values, not 61"),
    ],
)
def test_damaged_packets_are_refused(packet: bytes, message: str) -> None:
    with pytest.raises(PacketError, match=message):
        LiveLinkFaceDecoder().feed(packet, 0)


def test_a_device_id_must_fit() -> None:
    with pytest.raises(InputError, match="36 characters"):
        LiveLinkFaceEncoder("phone")


def test_mutations_never_escape() -> None:
    rng = random.Random(4)
    understood = refused = 0
    for _ in range(20_000):
        data = bytearray(PACKET[: rng.choice((len(PACKET), rng.randrange(len(PACKET))))] or b"\0")
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(min(70, len(data)))] = rng.randrange(256)
        try:
            understood += len(LiveLinkFaceDecoder().feed(bytes(data), 0))
        except PacketError:
            refused += 1
    assert understood > 1000 < refused
