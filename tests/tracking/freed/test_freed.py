"""FreeD against literal bytes from the manual's scales, and against a decoder that shares nothing with ours."""

from __future__ import annotations

import math
import random
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.errors import InputError, PacketError
from setpiece.geometry import quat_rotate
from setpiece.tracking import FORWARD_QUAT, Lens, Sample, Source
from setpiece.tracking.freed import FreedDecoder, FreedEncoder, freed_profile, freed_profiles

# pan +90.0 (0x2d0000), tilt -45.0 (0xe98000), roll 0; x 1 m (0x00fa00), y -2 m (0xfe0c00), z 1.5 m (0x017700);
# zoom 0x123456, focus 0x00ffff, spare 0x0fff. The sum of the 28 bytes was added up by hand.
BODY = bytes.fromhex("d1 03 2d0000 e98000 000000 00fa00 fe0c00 017700 123456 00ffff 0fff")
PACKET = BODY + bytes([(0x40 - sum(BODY)) % 256])


def decoded(packet: bytes, profile: str = "") -> Sample:
    (sample,) = FreedDecoder(Source(protocol="freed", profile=profile)).feed(packet, 7)
    return sample


def seen(sample: Sample) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Where the camera looks and where its top points."""
    assert sample.rotation_wxyz is not None
    return quat_rotate(sample.rotation_wxyz, (0, 0, -1)), quat_rotate(sample.rotation_wxyz, (0, 1, 0))


def packet_of(pan: float = 0, tilt: float = 0, roll: float = 0, xyz_mm: tuple[float, float, float] = (0, 0, 0)) -> bytes:
    """The manual's layout written with ``struct`` alone."""
    s24 = lambda v: struct.pack(">i", round(v))[1:]  # noqa: E731
    body = b"\xd1\x01" + b"".join(s24(a * 32768) for a in (pan, tilt, roll)) + b"".join(s24(v * 64) for v in xyz_mm)
    body += bytes(8)
    return body + bytes([(0x40 - sum(body)) % 256])


def test_literal_bytes() -> None:
    sample = decoded(PACKET)
    assert sample.subject == "cam:3"
    assert sample.position_m == (1.0, -2.0, 1.5)
    forward, up = seen(sample)
    half = math.sqrt(0.5)
    assert forward == pytest.approx((half, 0, -half), abs=1e-9), "right by 90, down by 45"
    assert up == pytest.approx((half, 0, half), abs=1e-9)
    assert sample.lens == Lens(raw_zoom=0x123456, raw_focus=0xFFFF, raw_iris=0xFFF)
    assert (sample.receive_ns, sample.capture_ns, sample.source_ns) == (7, 7, None)


def test_signs() -> None:
    assert decoded(packet_of()).rotation_wxyz == pytest.approx(FORWARD_QUAT)
    assert seen(decoded(packet_of(pan=90)))[0] == pytest.approx((1, 0, 0)), "pan right"
    assert seen(decoded(packet_of(tilt=90)))[0] == pytest.approx((0, 0, 1)), "tilt up"
    assert seen(decoded(packet_of(roll=90)))[1] == pytest.approx((1, 0, 0)), "roll clockwise from behind"


def test_encoder_writes_the_same_bytes() -> None:
    assert FreedEncoder().encode([decoded(PACKET)]) == [PACKET]


angle = st.integers(-180 * 32768 + 1, 180 * 32768).map(lambda n: n / 32768)


@given(pan=angle, tilt=st.integers(-89 * 32768, 89 * 32768).map(lambda n: n / 32768), roll=angle,
       x=st.integers(-(1 << 23), (1 << 23) - 1))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_round_trip_is_byte_equal(pan: float, tilt: float, roll: float, x: int) -> None:
    packet = packet_of(pan, tilt, roll, (x / 64, 0, 0))
    assert FreedEncoder().encode([decoded(packet)]) == [packet]


def test_straight_up_keeps_its_direction() -> None:
    for roll in (0.0, 40.0):
        sample = decoded(packet_of(pan=30, tilt=90, roll=roll))
        again = decoded(FreedEncoder().encode([sample])[0])
        for a, b in zip(seen(sample), seen(again), strict=True):
            assert a == pytest.approx(b, abs=2e-6)


def test_vendor_that_sends_real_values() -> None:
    body = b"\xd1\x01" + bytes(18) + (3500).to_bytes(3, "big") + (24000).to_bytes(3, "big") + (280 | 9 << 12).to_bytes(2, "big")
    packet = body + bytes([(0x40 - sum(body)) % 256])
    sample = decoded(packet, "zcam")
    assert sample.lens is not None
    assert (sample.lens.focal_mm, sample.lens.focus_m, sample.lens.f_stop) == pytest.approx((35.0, 2.4, 2.8))
    assert (sample.sequence, sample.sequence_bits) == (9, 4)
    assert FreedEncoder(profile="zcam").encode([sample]) == [packet]


def test_profiles_are_complete_and_named_in_the_error() -> None:
    assert {"generic", "mosys", "panasonic", "sony", "stype", "ncam", "zcam"} <= set(freed_profiles())
    assert freed_profile("sony").zoom_range == (0, 0x7AC0)
    with pytest.raises(InputError, match=r"sonny.*Known: generic"):
        freed_profile("sonny")


def test_several_messages_and_other_types_in_one_read() -> None:
    samples = FreedDecoder().feed(PACKET + b"\xd0\x01\x6f" + packet_of(pan=1), 0)
    assert [s.subject for s in samples] == ["cam:3", "cam:1"]


@pytest.mark.parametrize(
    ("packet", "message"),
    [
        (PACKET[:-1] + bytes([PACKET[-1] ^ 1]), "checksum"),
        (PACKET[:-1], "cut short"),
        (b"\x00" + PACKET[1:], "begins with 00"),
        (PACKET + b"\xd1", "cut short"),
    ],
)
def test_damaged_packets_are_refused(packet: bytes, message: str) -> None:
    with pytest.raises(PacketError, match=message):
        FreedDecoder().feed(packet, 0)


def test_what_does_not_fit_is_refused_by_name() -> None:
    for sample, field in (
        (Sample("cam:1", 0, 0, position_m=(132.0, 0, 0)), "FreeD x"),
        (Sample("cam:1", 0, 0, position_m=(0, float("nan"), 0)), "FreeD y"),
        (Sample("cam:1", 0, 0, position_m=(0, 0, 0), lens=Lens(raw_zoom=1 << 24)), "FreeD zoom"),
        (Sample("cam:1", 0, 0, position_m=(0, 0, 0), lens=Lens(raw_iris=1 << 16)), "FreeD spare"),
        (Sample("cam:1", 0, 0, position_m=(0, 0, 0), lens=Lens(raw_iris=math.inf)), "FreeD spare"),
        (Sample("cam:1", 0, 0, position_m=(0, 0, 0), lens=Lens(raw_iris=math.nan)), "FreeD spare"),
    ):
        with pytest.raises(InputError, match=field):
            FreedEncoder().encode([sample])


def test_mutations_never_escape() -> None:
    rng = random.Random(4)
    decoder = FreedDecoder()
    accepted = 0
    for _ in range(20_000):
        data = bytearray(PACKET)
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            accepted += len(decoder.feed(bytes(data[: rng.choice((29, 29, 29, rng.randrange(30)))]), 0))
        except PacketError:
            continue
    assert 0 < accepted < 2_000, "a byte sum lets about one in 256 through, and no more"
