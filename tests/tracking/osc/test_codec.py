"""OSC against the specification's own bytes, and both ways against python-osc, which shares nothing with us."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message import OscMessage as PeerMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from setpiece.errors import InputError, PacketError
from setpiece.tracking.osc import OscMessage, decode_osc, encode_bundle, encode_message, timetag_of, unix_ns

# The two examples of the OSC 1.0 specification, "Examples of OSC packets".
OSCILLATOR = bytes.fromhex("2f6f7363 696c6c61 746f722f 342f6672 65717565 6e637900 2c660000 43dc0000")
FOO = bytes.fromhex(
    "2f666f6f 00000000 2c696973 66660000 000003e8 ffffffff 68656c6c 6f000000 3f9df3b6 40b5b22d"
)


def test_the_specifications_examples() -> None:
    assert decode_osc(OSCILLATOR) == [OscMessage("/oscillator/4/frequency", (440.0,))]
    (foo,) = decode_osc(FOO)
    assert foo.address == "/foo"
    assert foo.args == (1000, -1, "hello", pytest.approx(1.234), pytest.approx(5.678))
    assert encode_message("/oscillator/4/frequency", 440.0) == OSCILLATOR
    assert encode_message("/foo", 1000, -1, "hello", 1.234, 5.678) == FOO


def test_time_tags() -> None:
    assert unix_ns(1) is None
    assert timetag_of(None) == 1
    # 1970-01-01 is 2,208,988,800 seconds after 1900; half a second is bit 31.
    assert unix_ns(2_208_988_800 << 32 | 0x80000000) == 500_000_000
    assert timetag_of(500_000_000) == 2_208_988_800 << 32 | 0x80000000


@given(st.integers(0, 4_000_000_000_000_000_000 // 2))
def test_times_survive_the_wire_to_the_nanosecond(ns: int) -> None:
    assert unix_ns(timetag_of(ns)) == ns


def test_bundle_in_bundle_keeps_order_and_time() -> None:
    inner = encode_bundle([encode_message("/b", 1)], 7_000_000_000)
    packet = encode_bundle([encode_message("/a"), inner, encode_message("/c", "x")], 5_000_000_000)
    assert decode_osc(packet) == [
        OscMessage("/a", (), 5_000_000_000), OscMessage("/b", (1,), 7_000_000_000), OscMessage("/c", ("x",), 5_000_000_000),
    ]  # fmt: skip


def test_a_time_tag_in_the_future_is_delivered_now() -> None:
    assert decode_osc(encode_bundle([encode_message("/a", 1)], 2**62))[0].args == (1,)


def test_every_type() -> None:
    args = (1, 1 << 40, 0.5, "grüß", b"\x00\x01\x02", True, False, None)
    (message,) = decode_osc(encode_message("/x", *args))
    assert message.args == args
    (typed,) = decode_osc(encode_message("/x", 1.0, 2.0, 3, types="dft"))
    assert typed.args == (1.0, 2.0, 3)
    impulse = b"/x\0\0,I\0\0"
    assert decode_osc(impulse)[0].args == (math.inf,)
    array = b"/x\0\0,[ii]\0\0\0" + (1).to_bytes(4, "big") + (2).to_bytes(4, "big")
    assert decode_osc(array)[0].args == (1, 2)


def test_without_type_tags_there_are_no_arguments() -> None:
    assert decode_osc(b"/old\0\0\0\0") == [OscMessage("/old")]


value = st.one_of(
    st.integers(-(2**63), 2**63 - 1), st.floats(width=32, allow_nan=False), st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"])),
    st.binary(min_size=1, max_size=40), st.booleans(),  # the peer cannot send an empty blob
)  # fmt: skip


@given(st.lists(value, max_size=12))
def test_both_ways_with_python_osc(values: list[object]) -> None:
    (ours,) = decode_osc(encode_message("/peer/1", *values))
    assert list(ours.args) == values
    peer = PeerMessage(encode_message("/peer/1", *values))
    assert list(peer.params) == values
    builder = OscMessageBuilder("/peer/2")
    for v in values:
        builder.add_arg(v, "h" if isinstance(v, int) and not isinstance(v, bool) else None)
    assert list(decode_osc(builder.build().dgram)[0].args) == values


def test_bundles_both_ways_with_python_osc() -> None:
    builder = OscBundleBuilder(1_700_000_000.25)
    message = OscMessageBuilder("/m")
    message.add_arg(3)
    builder.add_content(message.build())
    (heard,) = decode_osc(builder.build().dgram)
    assert heard == OscMessage("/m", (3,), 1_700_000_000_250_000_000)
    peer = OscBundle(encode_bundle([encode_message("/m", 4)], 1_700_000_000_250_000_000))
    assert peer.timestamp == pytest.approx(1_700_000_000.25, abs=1e-6)
    assert peer.content(0).params == [4]


@pytest.mark.parametrize(
    ("packet", "message"),
    [
        (b"", "neither"),
        (b"hello\0\0\0", "neither"),
        (b"/abc", "no end"),
        (b"/ab\0,i\0", "not padded"),
        (b"/ab\0i\0\0\0", "begin with a comma"),
        (b"/ab\0,i\0\0\0\0", "cut short"),
        (b"/ab\0,s\0\0abcd", "no end"),
        (b"/ab\0,b\0\0\x7f\xff\xff\xff", "a blob of"),
        (b"/ab\0,q\0\0", "no OSC type 'q'"),
        (b"#bundle\0" + bytes(8) + b"\0\0", "size is cut short"),
        (b"#bundle\0" + bytes(8) + b"\xff\xff\xff\xfc", "an element of -4"),
        (b"#bundle\0" + bytes(8) + b"\0\0\0\x10/ab\0", "an element of 16"),
    ],
)
def test_damaged_packets_are_refused(packet: bytes, message: str) -> None:
    with pytest.raises(PacketError, match=message):
        decode_osc(packet)


def test_bundles_without_end_are_refused() -> None:
    packet = encode_message("/a")
    for _ in range(200):
        packet = encode_bundle([packet])
    with pytest.raises(PacketError, match="nested deeper"):
        decode_osc(packet)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: encode_message("no/slash"), "begins with a slash"),
        (lambda: encode_message("/a", 1, types="ii"), "2 types for 1"),
        (lambda: encode_message("/a", "x", types="i"), "is no OSC 'i'"),
        (lambda: encode_message("/a", 1 << 70), "is no OSC 'h'"),
        (lambda: encode_message("/a", "a\0b"), "cannot hold a zero"),
    ],
)
def test_what_cannot_be_sent_is_refused(call: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()  # type: ignore[operator]


def test_mutations_never_escape() -> None:
    rng = random.Random(4)
    seeds = [FOO, OSCILLATOR, encode_bundle([FOO, encode_bundle([encode_message("/b", b"123", True, None)])], 9)]
    understood = 0
    for _ in range(20_000):
        data = bytearray(rng.choice(seeds))
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(len(data))] = rng.choice((0, 0xFF, 0x2F, 0x2C, rng.randrange(256)))
        try:
            understood += len(decode_osc(bytes(data[: rng.choice((None, None, rng.randrange(len(data) + 1)))])))
        except PacketError:
            continue
    assert understood > 1000
