"""The bytes of located devices: axes and flags proven with numbers worked out by hand, and damage refused."""

from __future__ import annotations

import math
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.errors import PacketError
from setpiece.geometry import quat_rotate
from setpiece.tracking import FORWARD_QUAT, Sample, Source, Status, open_decoder
from setpiece.tracking.openxr import Located, OpenXrDecoder, decode_located, encode_located

H = math.sqrt(0.5)
SOURCE = Source(protocol="openxr")


def packet(flags: int, position=(0.0, 0.0, 0.0), orientation=(0.0, 0.0, 0.0, 1.0), name: bytes = b"head") -> bytes:
    """Written from the format's description, not by the encoder."""
    head = b"SPXR" + bytes([1, 1, 0, 0]) + struct.pack("<q", 123_456_789)
    return head + bytes([len(name)]) + name + bytes([flags]) + struct.pack("<7d", *position, *orientation)


def one(data: bytes) -> Sample:
    (sample,) = OpenXrDecoder(SOURCE).feed(data, 200_000_000)
    return sample


def test_a_packet_by_hand() -> None:
    # OpenXR: 1 m right, 2 m up, 3 m in front (-Z). Ours: x right, y in front, z up.
    sample = one(packet(15, (1.0, 2.0, -3.0)))
    assert sample.position_m == (1.0, 3.0, 2.0)
    assert sample.rotation_wxyz == pytest.approx(FORWARD_QUAT)
    assert (sample.subject, sample.status, sample.source_ns, sample.receive_ns) == ("head", Status.GOOD, 123_456_789, 200_000_000)


@pytest.mark.parametrize(
    ("orientation", "looks", "top"),
    [
        ((0.0, 0.0, 0.0, 1.0), (0, 1, 0), (0, 0, 1)),  # at rest: along our +Y, level
        ((0.0, H, 0.0, H), (-1, 0, 0), (0, 0, 1)),  # a quarter turn about +Y up: to the left
        ((H, 0.0, 0.0, H), (0, 0, 1), (0, -1, 0)),  # about +X right: up at the ceiling
        ((0.0, 0.0, H, H), (0, 1, 0), (-1, 0, 0)),  # about +Z, towards the eye: the top falls to the left
    ],
)
def test_where_a_headset_looks(orientation, looks, top) -> None:
    rotation = one(packet(15, orientation=orientation)).rotation_wxyz
    assert rotation is not None
    assert quat_rotate(rotation, (0.0, 0.0, -1.0)) == pytest.approx(looks, abs=1e-12)
    assert quat_rotate(rotation, (0.0, 1.0, 0.0)) == pytest.approx(top, abs=1e-12)


@pytest.mark.parametrize("flags", range(16))
def test_only_what_the_runtime_vouches_for_is_used(flags) -> None:
    """1 orientation valid, 2 position valid, 4 and 8 tracked. A headset that only infers its place sends 7."""
    sample = one(packet(flags, (1.0, 2.0, 3.0)))
    assert (sample.position_m is not None) == bool(flags & 2)
    assert (sample.rotation_wxyz is not None) == bool(flags & 1)
    expected = {0: Status.LOST, 3: Status.GOOD if flags & 12 == 12 else Status.DEGRADED}
    assert sample.status == expected.get(flags & 3, Status.DEGRADED)


def test_the_numbers_of_an_invalid_pose_are_not_even_looked_at() -> None:
    bad = (math.nan, math.inf, 1e300)
    assert one(packet(12, bad, (math.nan, 0.0, 0.0, 0.0))).status == Status.LOST
    assert one(packet(13, bad)).position_m is None


@pytest.mark.parametrize("orientation", [(0.0, 0.0, 0.0, 0.0), (math.nan, 0.0, 0.0, 1.0), (1e200, 0.0, 0.0, 0.0)])
def test_what_is_called_valid_and_is_no_rotation_is_not_used(orientation) -> None:
    sample = one(packet(15, (1.0, 2.0, 3.0), orientation))
    assert sample.rotation_wxyz is None
    assert sample.status == Status.DEGRADED


FINITE = st.floats(-1e3, 1e3)
DEVICES = st.builds(
    Located, st.text("abcdefghä:# ", min_size=1, max_size=40), st.integers(0, 15),
    st.tuples(FINITE, FINITE, FINITE), st.tuples(FINITE, FINITE, FINITE, FINITE),
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(DEVICES, max_size=8), st.integers(0, 2**63 - 1))
def test_there_and_back(devices, time_ns) -> None:
    assert decode_located(encode_located(devices, time_ns)) == (time_ns, tuple(devices))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "0 bytes are too few"),
        (b"SPXS" + packet(15)[4:], "magic"),
        (packet(15)[:-1], "device 0 at 16"),
        (packet(15) + b"x", "1 bytes after the last device"),
        (packet(16), "flags below 16"),
        (packet(15, name=b""), "needs a name"),
        (packet(15, name=b"\xff\xfe"), "no UTF-8"),
    ],
)
def test_damage_is_named(data, says) -> None:
    with pytest.raises(PacketError, match=says):
        decode_located(data)


def test_twenty_thousand_damaged_packets() -> None:
    """Cut, flipped, doubled: refused with a PacketError or read as samples, nothing else."""
    rng = np.random.default_rng(4)
    whole = encode_located([Located("head", 15), Located("left", 7, (1.0, 2.0, 3.0)), Located("device:Ä 7", 3)], 5)
    decoder = open_decoder(SOURCE)
    refused = 0
    for _ in range(20_000):
        data = bytearray(whole)
        for at in rng.integers(0, len(data), rng.integers(1, 6)):
            data[at] = rng.integers(0, 256)
        if rng.random() < 0.3:
            data = data[: rng.integers(0, len(data))] * int(rng.integers(1, 3))
        try:
            for sample in decoder.feed(bytes(data), 9):
                assert sample.subject
                assert sample.rotation_wxyz is None or abs(sum(v * v for v in sample.rotation_wxyz) - 1) < 1e-9
        except PacketError:
            refused += 1
    assert 2_000 < refused < 20_000
