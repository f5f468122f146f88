"""Art-Net's and OSC's timecode, from bytes and arguments written out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from setpiece.errors import InputError, PacketError
from setpiece.scene.model import FrameRate
from setpiece.tracking import Source, Timecode, open_decoder
from setpiece.tracking.timecode import (
    decode_art_timecode,
    decode_osc_timecode,
    encode_art_timecode,
    frame_of,
    label_text,
)

# "Art-Net\0", 0x9700 low byte first, version 14, filler, stream 2, frames 12, seconds 34, minutes 56, hours 7, type 1
PACKET = b"Art-Net\x00\x00\x97\x00\x0e\x00\x02\x0c\x22\x38\x07\x01"
FILM, NTSC = FrameRate(24), FrameRate(30000, 1001)


def test_art_net() -> None:
    stream, code = decode_art_timecode(PACKET)
    assert (stream, label_text(code), code.rate, code.drop) == (2, "07:56:34:12", FrameRate(25), False)
    assert decode_art_timecode(PACKET[:-1] + b"\x02")[1].drop
    assert decode_art_timecode(PACKET[:-1] + b"\x00", FrameRate(24000, 1001))[1].rate == FrameRate(24000, 1001)
    assert decode_art_timecode(PACKET + bytes(9)) == (stream, code)


def test_as_a_source_other_art_net_is_none_of_its_concern() -> None:
    decoder = open_decoder(Source(protocol="artnet"))
    (sample,) = decoder.feed(PACKET, 9)
    assert (sample.subject, sample.position_m, sample.rotation_wxyz) == ("timecode:2", None, None)
    assert sample.timecode == decode_art_timecode(PACKET)[1]
    assert decoder.feed(PACKET[:9] + b"\x50" + bytes(600), 9) == ()
    with pytest.raises(PacketError):
        decoder.feed(b"D1" * 14, 9)


@pytest.mark.parametrize(("rate", "drop"), [(FILM, False), (FrameRate(25), False), (NTSC, True), (FrameRate(30), False)])
def test_art_net_there_and_back(rate, drop) -> None:
    code = Timecode(23, 59, 58, 21, rate, drop)
    assert decode_art_timecode(encode_art_timecode(code, 7)) == (7, code)


def test_art_net_written_is_the_packet_by_hand() -> None:
    assert encode_art_timecode(Timecode(7, 56, 34, 12, FrameRate(25)), 2) == PACKET
    with pytest.raises(InputError, match="no timecode of 50 frames"):
        encode_art_timecode(Timecode(0, 0, 0, 0, FrameRate(50)))


@pytest.mark.parametrize(("packet", "says"), [
    (PACKET[:18], "at 0: 18 bytes"),
    (b"Art-Nut" + PACKET[7:], "id at 0"),
    (PACKET[:9] + b"\x50" + PACKET[10:], "opcode at 8: operation 0x5000"),
    (PACKET[:11] + b"\x0d" + PACKET[12:], "version at 10"),
    (PACKET[:14] + b"\x19" + PACKET[15:], "frames at 14: there is no frame 25"),
    (PACKET[:15] + b"\x3c" + PACKET[16:], "hours at 17"),
    (PACKET[:18] + b"\x04", "type at 18"),
])  # fmt: skip
def test_art_net_damage_is_named(packet, says) -> None:
    with pytest.raises(PacketError) as e:
        decode_art_timecode(packet)
    assert says in str(e.value)


def test_twenty_thousand_damaged_packets() -> None:
    rng = np.random.default_rng(2)
    read = 0
    for _ in range(20_000):
        data = bytearray(PACKET)
        for at in rng.integers(0, len(data), rng.integers(1, 4)):
            data[at] = rng.integers(0, 256)
        try:
            _, code = decode_art_timecode(bytes(data[: rng.integers(10, 20)]))
        except PacketError:
            continue
        frame_of(code)
        read += 1
    assert 0 < read < 20_000


@pytest.mark.parametrize(("arguments", "rate", "label"), [
    (("01:02:03:04",), FILM, "01:02:03:04"),
    (("00:01:00;02",), NTSC, "00:01:00;02"),
    ((1, 2, 3, 4), FILM, "01:02:03:04"),
    ((1.0, 2.0, 3.0, 4.0), FILM, "01:02:03:04"),
    ((3600,), FILM, "01:00:00:00"),
    ((3600 + 1 / 24,), FILM, "01:00:00:01"),
    ((float(np.float32(100 + 5 / 24)),), FILM, "00:01:40:05"),
])  # fmt: skip
def test_osc(arguments, rate, label) -> None:
    assert label_text(decode_osc_timecode(arguments, rate)) == label


@pytest.mark.parametrize("arguments", [
    (), ("now",), ("25:00:00:00",), ("00:00:00:24",), (1, 2, 3), (1, 2, 3, 24), (1, 60, 0, 0), (-1,), (86400,), (True,),
    (float("nan"),), (float("inf"), 0, 0, 0), (None,), ("00:01:00;00",),
])  # fmt: skip
def test_osc_that_is_none(arguments) -> None:
    with pytest.raises(PacketError, match="osc timecode"):
        decode_osc_timecode(arguments, FILM)
