"""PosiStageNet against a packet written out in hexadecimal, and against pypsn, which shares nothing with us."""

from __future__ import annotations

import math
import random
import struct

import pypsn
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.errors import InputError, PacketError
from setpiece.geometry import quat_rotate
from setpiece.tracking import FORWARD_QUAT, Sample, Status
from setpiece.tracking.psn import PsnDecoder, PsnEncoder, pack_chunk

# DATA 0x6755, header (time 1,000,000 us, v2.03, frame 7, 1 packet), tracker 3: position (1, 2, 3), status 1,
# an unknown chunk 0x00aa of two bytes, time stamp 999,000 us. Lengths: fields 16+8+6+12 = 42, tracker 46, root 16+50 = 66.
DATA = bytes.fromhex(
    "5567 4280"
    "0000 0c00 40420f0000000000 02030701"
    "0100 2e80"
    "0300 2a80"
    "0000 0c00 0000803f 00000040 00004040"
    "0300 0400 0000803f"
    "aa00 0200 beef"
    "0600 0800 583e0f0000000000"
)
INFO = bytes.fromhex("5667 2c80") + bytes.fromhex(
    "0000 0c00 40420f0000000000 02030701"
    "0100 0600 537461676531"
    "0200 0e80 0300 0a80 0000 0600 486f69737431"
)


def test_literal_packets() -> None:
    decoder = PsnDecoder()
    assert decoder.feed(DATA, 11) == [], "its name may be a second away, and it shall have one only"
    assert decoder.feed(INFO, 12) == ()
    (sample,) = decoder.feed(DATA, 13)
    assert sample.subject == "Hoist1"
    assert sample.position_m == (1.0, 3.0, 2.0), "depth is our +Y, up our +Z"
    assert (sample.status, sample.source_ns, sample.sequence) == (Status.GOOD, 999_000_000, 7)
    assert sample.rotation_wxyz is None
    assert sample.receive_ns == 13


def patient() -> PsnDecoder:
    """A decoder that has waited for names long enough."""
    decoder = PsnDecoder()
    decoder.feed(DATA, -2_000_000_000)
    return decoder


def test_a_sender_without_names_is_heard_by_number() -> None:
    decoder = PsnDecoder()
    heard = [[s.subject for s in decoder.feed(DATA, at * 100_000_000)] for at in range(17)]
    assert heard == [[]] * 15 + [["psn:3"]] * 2


def test_which_way_a_rotation_turns() -> None:
    """A quarter turn about up, in a left-handed space: from depth towards the right."""
    fields = pack_chunk(2, struct.pack("<3f", 0, math.pi / 2, 0))
    head = pack_chunk(0, struct.pack("<QBBBB", 0, 2, 3, 0, 1))
    packet = pack_chunk(0x6755, head + pack_chunk(1, pack_chunk(1, fields, True), True), True)
    (sample,) = patient().feed(packet, 0)
    assert sample.rotation_wxyz is not None
    assert quat_rotate(sample.rotation_wxyz, (0, 0, -1)) == pytest.approx((1, 0, 0), abs=1e-6)
    assert sample.position_m is None


def test_another_reader_understands_ours() -> None:
    encoder = PsnEncoder("Stage 1", {"Hoist": 5})
    samples = [
        Sample("Hoist", 0, 2_000_000, position_m=(1.5, -2.0, 3.25), rotation_wxyz=FORWARD_QUAT),
        Sample("Trolley", 0, 2_000_000, position_m=(0.0, 0.5, 0.0)),
    ]
    info, packet = encoder.encode(samples)
    heard = pypsn.parse_psn_packet(packet)
    assert [t.id for t in heard.trackers] == [5, 1]
    assert tuple(heard.trackers[0].pos) == (1.5, 3.25, -2.0)
    assert tuple(heard.trackers[0].ori) == pytest.approx((0, 0, 0), abs=1e-6), "at rest"
    assert heard.info.timestamp == 2_000
    named = pypsn.parse_psn_packet(info)
    assert named.name == b"Stage 1"
    assert {t.tracker_id: t.tracker_name for t in named.trackers} == {5: b"Hoist", 1: b"Trolley"}


def test_names_are_told_once_a_second_and_to_whoever_is_new() -> None:
    encoder = PsnEncoder()

    def told(name: str, at_ms: int) -> bool:
        packets = encoder.encode([Sample(name, 0, at_ms * 1_000_000, position_m=(0.0, 0.0, 0.0))])
        return len(packets) == 2

    assert [told("a", ms) for ms in (0, 40, 999, 1000, 1040, 2001)] == [True, False, False, True, False, True]
    assert [told("b", 2002), told("a", 2003)] == [True, False]


number = st.floats(-500, 500, width=32)
turn = st.floats(-3, 3)


@given(st.lists(st.tuples(number, number, number, turn, turn, turn), min_size=1, max_size=120))
@settings(max_examples=60)
def test_round_trip_in_packets_that_fit_the_network(rows: list[tuple[float, ...]]) -> None:
    from setpiece.geometry import quat_from_yaw, quat_multiply

    samples = [
        Sample(f"t{i}", 0, 5_000, position_m=(x, y, z), rotation_wxyz=quat_multiply(quat_from_yaw(a), FORWARD_QUAT))
        for i, (x, y, z, a, _, _) in enumerate(rows)
    ]
    encoder, decoder = PsnEncoder(), PsnDecoder()
    packets = encoder.encode(samples)
    assert all(len(p) <= 1500 for p in packets)
    back = [s for p in packets for s in decoder.feed(p, 0)]
    assert [s.subject for s in back] == [s.subject for s in samples]
    for a, b in zip(samples, back, strict=True):
        assert b.position_m == pytest.approx(a.position_m)
        assert abs(sum(p * q for p, q in zip(a.rotation_wxyz or (), b.rotation_wxyz or (), strict=True))) > 1 - 1e-6
        assert b.source_ns == 5_000


def test_a_lost_tracker_says_so() -> None:
    _, packet = PsnEncoder().encode([Sample("a", 0, 0, position_m=(0, 0, 0), status=Status.LOST)])
    assert patient().feed(packet, 0)[0].status is Status.LOST


@pytest.mark.parametrize(
    ("packet", "message"),
    [
        (b"", "no PosiStageNet"),
        (b"\x54\x67\x00\x80", "no PosiStageNet"),
        (DATA[:-1], "in a room of"),
        (DATA + b"\0", "cut short"),
        (pack_chunk(0x6755, b"", True), "without its header"),
        (pack_chunk(0x6755, pack_chunk(0, b"\0" * 11), True), "has 11 bytes, not 12"),
    ],
)
def test_damaged_packets_are_refused(packet: bytes, message: str) -> None:
    with pytest.raises(PacketError, match=message):
        PsnDecoder().feed(packet, 0)


def test_mutations_never_escape() -> None:
    rng = random.Random(4)
    decoder = patient()
    accepted = 0
    for _ in range(20_000):
        data = bytearray(rng.choice((DATA, INFO)))
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            accepted += len(decoder.feed(bytes(data[: rng.choice((None, None, rng.randrange(90)))]), 0))
        except PacketError:
            continue
    assert accepted > 100, "damage inside a number is a number"


def test_an_orientation_without_end_is_no_rotation_and_a_position_beyond_its_floats_is_refused() -> None:
    endless = pack_chunk(1, pack_chunk(2, struct.pack("<3f", math.inf, 0, 0)), True)
    head = pack_chunk(0, bytes.fromhex("40420f0000000000 02030701"))
    (sample,) = patient().feed(pack_chunk(0x6755, head + pack_chunk(1, endless, True), True), 0)
    assert all(map(math.isnan, sample.rotation_wxyz))
    with pytest.raises(InputError, match="PSN position"):
        PsnEncoder().encode([Sample("a", 0, 0, position_m=(1e39, 0.0, 0.0))])
