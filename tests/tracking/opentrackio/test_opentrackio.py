"""OpenTrackIO against packets built by ``struct`` and ``json`` alone, cbor2 as the other CBOR, and the standard's frame."""

from __future__ import annotations

import json
import math
import random
import struct

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.errors import InputError, PacketError
from setpiece.geometry import quat_from_yaw, quat_multiply, quat_rotate
from setpiece.scene.model import FrameRate
from setpiece.tracking import FORWARD_QUAT, Lens, Sample, Status, Timecode
from setpiece.tracking.opentrackio import (
    OpenTrackIoDecoder,
    OpenTrackIoEncoder,
    decode_cbor,
    encode_cbor,
    fletcher16,
)


def sums(data: bytes) -> int:
    """The checksum as its definition reads, without a loop that looks like ours."""
    n = len(data)
    return sum((n - i) * b for i, b in enumerate(data)) % 256 << 8 | sum(data) % 256


def packet(payload: bytes, encoding: int = 1, sequence: int = 1, offset: int = 0, last: bool = True) -> bytes:
    head = struct.pack(">4sBBHIH", b"OTrk", 0, encoding, sequence, offset, len(payload) | last << 15)
    return head + struct.pack(">H", sums(head + payload)) + payload


def transform(x=0.0, y=0.0, z=0.0, pan=0.0, tilt=0.0, roll=0.0, **more):
    return {"translation": {"x": x, "y": y, "z": z}, "rotation": {"pan": pan, "tilt": tilt, "roll": roll}, **more}


def decoded(body: object, encoding: int = 1) -> Sample:
    raw = json.dumps(body).encode() if encoding == 1 else cbor2.dumps(body)
    (sample,) = OpenTrackIoDecoder().feed(packet(raw, encoding), 5)
    return sample


def looks(sample: Sample):
    return quat_rotate(sample.rotation_wxyz, (0, 0, -1))


FULL = {
    "protocol": {"name": "OpenTrackIO", "version": [1, 0, 1]},
    "sourceId": "urn:uuid:02f6a8f4-6c46-487b-be5e-d632d841a4e2",
    "sourceNumber": 7,
    "timing": {
        "mode": "internal",
        "sampleTimestamp": {"seconds": 1718806554, "nanoseconds": 500000000},
        "sequenceNumber": 12,
        "timecode": {"hours": 1, "minutes": 2, "seconds": 3, "frames": 4, "frameRate": {"num": 30000, "denom": 1001}, "dropFrame": True},
    },
    "tracker": {"status": "Optical Good", "recording": True, "slate": "A101_A_4"},
    "lens": {
        "pinholeFocalLength": 24.305, "focusDistance": 10.0, "fStop": 4.0, "entrancePupilOffset": 0.123,
        "encoders": {"focus": 0.1, "zoom": 0.3}, "rawEncoders": {"focus": 1000},
        "distortion": [{"radial": [1.0, 2.0, 3.0], "tangential": [0.5]}],
    },
    "transforms": [transform(1, 2, 3, pan=90, id="Camera")],
    "vendorThing": {"a": [1, 2]},
}  # fmt: skip


@pytest.mark.parametrize("encoding", [1, 2])
def test_every_field_that_is_used(encoding: int) -> None:
    sample = decoded(FULL, encoding)
    assert (sample.subject, sample.position_m) == ("otrk:7", (1.0, 2.0, 3.0))
    assert looks(sample) == pytest.approx((-1, 0, 0)), "pan 90 is to the left, unlike FreeD"
    assert sample.source_ns == 1718806554_500000000
    assert sample.timecode == Timecode(1, 2, 3, 4, FrameRate(30000, 1001), drop=True)
    assert (sample.status, sample.recording, sample.slate) == (Status.GOOD, True, "A101_A_4")
    assert (sample.sequence, sample.sequence_bits) == (1, 16)
    assert sample.lens == Lens(
        focal_mm=24.305, focus_m=10.0, f_stop=4.0, entrance_pupil_m=0.123, raw_zoom=0.3, raw_focus=1000.0,
        distortion=("Brown-Conrady D-U", (1.0, 2.0, 3.0, 0.5)),
    )  # fmt: skip


def test_signs() -> None:
    assert looks(decoded({"transforms": [transform()]})) == pytest.approx((0, 1, 0))
    assert looks(decoded({"transforms": [transform(tilt=90)]})) == pytest.approx((0, 0, 1))
    rolled = decoded({"transforms": [transform(roll=90)]})
    assert quat_rotate(rolled.rotation_wxyz, (0, 1, 0)) == pytest.approx((1, 0, 0)), "clockwise from behind"


def test_transforms_are_composed_from_the_first_to_the_last() -> None:
    """A dolly at x 10 turned left, an arm of 2 m ahead of it, a camera 1 m ahead of that, turned right again."""
    chain = [transform(x=10, pan=90), transform(y=2), transform(y=1, pan=-90)]
    sample = decoded({"transforms": chain})
    assert sample.position_m == pytest.approx((7, 0, 0))
    assert looks(sample) == pytest.approx((0, 1, 0))
    scaled = decoded({"transforms": [transform(scale={"x": 1, "y": 3, "z": 1}), transform(y=2)]})
    assert scaled.position_m == pytest.approx((0, 6, 0))


def test_the_rate_where_version_0_9_wrote_it() -> None:
    code = {"hours": 1, "minutes": 0, "seconds": 0, "frames": 0, "format": {"frameRate": {"num": 24, "denom": 1}}}
    sample = decoded({"timing": {"timecode": code}, "transforms": [transform()]})
    assert sample.timecode == Timecode(1, 0, 0, 0, FrameRate(24, 1))


def test_static_data_is_kept_and_gives_no_sample_and_no_focal_length() -> None:
    decoder = OpenTrackIoDecoder()
    static = {"sourceNumber": 2, "static": {"lens": {"nominalFocalLength": 50.0}, "camera": {"label": "A"}}}
    assert decoder.feed(packet(json.dumps(static).encode()), 0) == ()
    (sample,) = decoder.feed(packet(json.dumps({"sourceNumber": 2, "lens": {"fStop": 2.8}, "transforms": [transform()]}).encode()), 0)
    assert decoder.statics["otrk:2"]["camera"]["label"] == "A"
    assert sample.lens == Lens(f_stop=2.8), "the nominal focal length is not the pinhole's"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 1, 2, 0)])
def test_segments_in_any_order(order: tuple[int, ...]) -> None:
    payload = json.dumps(FULL).encode()
    at = [0, 400, 700]
    parts = [payload[:400], payload[400:700], payload[700:]]
    decoder, got = OpenTrackIoDecoder(), []
    for i in order:
        got += decoder.feed(packet(parts[i], sequence=9, offset=at[i], last=i == 2), 0)
    assert [s.position_m for s in got] == [(1.0, 2.0, 3.0)]


def test_a_sample_that_misses_a_segment_is_discarded() -> None:
    payload = json.dumps(FULL).encode()
    decoder = OpenTrackIoDecoder()
    assert decoder.feed(packet(payload[:400], sequence=1, last=False), 0) == ()
    assert len(decoder.feed(packet(payload, sequence=2), 0)) == 1
    assert decoder.feed(packet(payload[400:], sequence=1, offset=400), 0) == ()
    assert decoder.incomplete == 1


def test_endless_segments_are_given_up() -> None:
    decoder = OpenTrackIoDecoder()
    for i in range(1024):
        decoder.feed(packet(b"x", sequence=1, offset=i * 2, last=False), 0)
    with pytest.raises(PacketError, match="1024 segments"):
        decoder.feed(packet(b"x", sequence=1, offset=9000, last=False), 0)
    with pytest.raises(PacketError, match="a sample beyond"):
        decoder.feed(packet(b"x", sequence=2, offset=1 << 30, last=False), 0)


def test_the_checksum_is_modulo_256() -> None:
    assert fletcher16(b"abcde") == sums(b"abcde") == 0xC3EF
    assert fletcher16(bytes(range(256)) * 6) == sums(bytes(range(256)) * 6)


def test_our_packets_by_another_reading() -> None:
    """Unpacked with ``struct``, ``json`` and cbor2 only."""
    pose = quat_multiply(quat_from_yaw(math.radians(-30)), FORWARD_QUAT)
    sample = Sample("cam A", 0, 3_250_000_000, position_m=(1, 2, 3), rotation_wxyz=pose, lens=Lens(35.0, math.inf, raw_focus=7.0))
    for encoding, load in (("json", json.loads), ("cbor", cbor2.loads)):
        (raw,) = OpenTrackIoEncoder(3, encoding).encode([sample])
        magic, _, kind, sequence, offset, length, checksum = struct.unpack(">4sBBHIHH", raw[:16])
        assert (magic, kind, sequence, offset, length) == (b"OTrk", 1 if encoding == "json" else 2, 1, 0, len(raw) - 16 | 0x8000)
        assert checksum == sums(raw[:14] + raw[16:])
        body = load(raw[16:])
        assert body["transforms"][0]["translation"] == {"x": 1, "y": 2, "z": 3}
        assert body["transforms"][0]["rotation"] == pytest.approx({"pan": -30, "tilt": 0, "roll": 0})
        assert body["timing"]["sampleTimestamp"] == {"seconds": 3, "nanoseconds": 250_000_000}
        assert body["lens"] == {"pinholeFocalLength": 35.0, "rawEncoders": {"focus": 7}}, "infinity is left out"
        assert {"make", "model", "serialNumber", "label"} <= set(body["static"]["camera"])


def test_static_comes_every_two_seconds_and_the_number_is_never_zero() -> None:
    encoder = OpenTrackIoEncoder()
    sent = [encoder.encode([Sample("a", 0, i * 500_000_000, rotation_wxyz=FORWARD_QUAT)])[0] for i in range(9)]
    assert [i for i, p in enumerate(sent) if b'"static"' in p] == [0, 4, 8]
    encoder._sequence = 0xFFFF
    (wrapped,) = encoder.encode([Sample("a", 0, 0, rotation_wxyz=FORWARD_QUAT)])
    assert wrapped[6:8] == b"\x00\x01"


angle = st.floats(-179, 179)


@given(angle, st.floats(-89, 89), angle, st.tuples(*[st.floats(-99, 99)] * 3), st.sampled_from(["json", "cbor"]))
@settings(max_examples=80)
def test_round_trip(pan, tilt, roll, place, encoding) -> None:
    sample = decoded({"transforms": [transform(*place, pan=pan, tilt=tilt, roll=roll)]})
    (raw,) = OpenTrackIoEncoder(encoding=encoding).encode([sample])
    (back,) = OpenTrackIoDecoder().feed(raw, 0)
    assert back.position_m == pytest.approx(place, abs=1e-9)
    assert abs(sum(a * b for a, b in zip(back.rotation_wxyz, sample.rotation_wxyz, strict=True))) == pytest.approx(1, abs=1e-9)


nested = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5), max_leaves=20,
)  # fmt: skip


@given(nested)
def test_cbor_both_ways_with_cbor2(value: object) -> None:
    assert decode_cbor(cbor2.dumps(value)) == value
    assert cbor2.loads(encode_cbor(value)) == value


def test_cbor_of_the_rfc() -> None:
    """RFC 8949, appendix A."""
    for text, value in (
        ("1bffffffffffffffff", 18446744073709551615), ("3903e7", -1000), ("f93c00", 1.0), ("fa47c35000", 100000.0),
        ("fbc010666666666666", -4.1), ("f97c00", math.inf), ("5f42010243030405ff", b"\1\2\3\4\5"),
        ("7f657374726561646d696e67ff", "streaming"), ("9f018202039f0405ffff", [1, [2, 3], [4, 5]]),
        ("bf61610161629f0203ffff", {"a": 1, "b": [2, 3]}), ("f6", None),
    ):  # fmt: skip
        assert decode_cbor(bytes.fromhex(text)) == value
    for text in ("c074323031332d30332d32315432303a30343a30305a", "1c", "ff", "81" * 40, "5affffffff", "0000", "", "9f01", "e0"):
        with pytest.raises(PacketError):
            decode_cbor(bytes.fromhex(text))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "no OpenTrackIO"),
        (b"OTrx" + bytes(12), "no OpenTrackIO"),
        (packet(b"{}")[:-1], "1 bytes of payload, not 2"),
        (packet(b"{}")[:14] + b"\0\0{}", "checksum"),
        (packet(b"{}", encoding=0x81), "vendor"),
        (packet(b"{"), "truncated"),
        (packet(b'{"transforms":[{"translation":{"x":1}}]}'), r"rotation.*\$\.transforms"),
        (packet(b'{"timing":{"sampleTimestamp":{"seconds":-1,"nanoseconds":0}}}'), "sampleTimestamp.seconds"),
        (packet(b"[]"), "Expected `object`"),
    ],
)
def test_damaged_packets_are_refused(raw: bytes, message: str) -> None:
    with pytest.raises(PacketError, match=message):
        OpenTrackIoDecoder().feed(raw, 0)


def test_a_source_number_has_a_group() -> None:
    with pytest.raises(InputError, match="Take 1 to 200"):
        OpenTrackIoEncoder(201)


def test_mutations_never_escape() -> None:
    rng = random.Random(4)
    seeds = [json.dumps(FULL).encode(), cbor2.dumps(FULL)]
    decoder = OpenTrackIoDecoder()
    for _ in range(20_000):
        kind = rng.randrange(2)
        data = bytearray(seeds[kind])
        for _ in range(rng.randint(1, 3)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        raw = packet(bytes(data), kind + 1)
        if rng.random() < 0.1:
            raw = raw[: rng.randrange(len(raw))]
        try:
            decoder.feed(raw, 0)
        except PacketError:
            continue
    assert len(decoder.statics) <= 256
