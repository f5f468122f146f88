"""Packets out of TCP streams cut anywhere, and messages to their handlers."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpiece.errors import InputError, PacketError
from setpiece.tracking.osc import (
    Dispatcher,
    LengthFramer,
    OscMessage,
    SlipFramer,
    frame_length,
    frame_slip,
    osc_pattern,
)


def test_slip_by_the_rfc() -> None:
    assert frame_slip(b"a\xc0b\xdbc") == b"\xc0a\xdb\xdcb\xdb\xddc\xc0"


@pytest.mark.parametrize(("frame", "framer"), [(frame_length, LengthFramer), (frame_slip, SlipFramer)])
@given(data=st.data(), packets=st.lists(st.binary(min_size=1, max_size=30), max_size=6))
def test_packets_come_out_whole_however_the_stream_was_cut(frame, framer, data, packets) -> None:
    stream = b"".join(map(frame, packets))
    reader, out, at = framer(), [], 0
    while at < len(stream):
        step = data.draw(st.integers(1, 9))
        out += reader.feed(stream[at : at + step])
        at += step
    assert out == packets


def test_a_wrong_escape_costs_one_packet() -> None:
    assert SlipFramer().feed(b"\xc0a\xdbx\xc0" + frame_slip(b"good")) == [b"good"]


def test_the_other_framing_is_told_apart() -> None:
    with pytest.raises(PacketError, match="use SLIP"):
        LengthFramer().feed(frame_slip(b"/abc\0\0\0\0"))
    with pytest.raises(PacketError, match="count sizes"):
        SlipFramer().feed(b"a" * (1 << 20) + b"aa")


class Heard:
    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str]]] = []

    def __call__(self, message: OscMessage, names) -> None:
        self.calls.append((message.address, dict(names)))


def test_exact_then_template_then_pattern() -> None:
    dispatcher, exact, template = Dispatcher(), Heard(), Heard()
    dispatcher.map("/cam/1/pose", exact)
    dispatcher.map("/cam/2/pose", exact)
    dispatcher.map("/cam/{id}/pose", template)
    assert dispatcher.dispatch(OscMessage("/cam/1/pose")) == 1
    assert dispatcher.dispatch(OscMessage("/cam/9/pose")) == 1
    assert dispatcher.dispatch(OscMessage("/{cam,rig}/[12]/p*")) == 2, "no template is asked for a pattern"
    assert dispatcher.dispatch(OscMessage("/nobody")) == 0
    assert exact.calls == [("/cam/1/pose", {}), ("/cam/1/pose", {}), ("/cam/2/pose", {})]
    assert [names for _, names in template.calls] == [{"id": "9"}]


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("/a/*", ["/a/b", "/a/"], ["/a/b/c", "/b"]),
        ("/a?c", ["/abc"], ["/ac", "/a/c"]),
        ("/[!ab]x", ["/cx"], ["/ax"]),
        ("/[a-c]", ["/b"], ["/d", "/-"]),
        ("/{one,two}", ["/one", "/two"], ["/three"]),
        ("/a.b", ["/a.b"], ["/axb"]),
        ("/[]", [], ["/", "/]"]),
    ],
)
def test_patterns(pattern: str, yes: list[str], no: list[str]) -> None:
    expression = osc_pattern(pattern)
    assert expression is not None
    assert [a for a in yes if expression.fullmatch(a)] == yes
    assert [a for a in no if expression.fullmatch(a)] == []


def test_malformed_patterns_match_nothing() -> None:
    for pattern in ("/[a", "/{a", "/[z-a]", "/" + "a" * 300):
        assert osc_pattern(pattern) is None
    dispatcher = Dispatcher()
    dispatcher.map("/a", Heard())
    assert dispatcher.dispatch(OscMessage("/[a")) == 0


def test_no_pattern_takes_long() -> None:
    begun = time.monotonic()
    for pattern in ("/" + "*" * 200 + "b", "/" + "*a" * 100 + "b", "/{a,aa}" * 30, "/" + "?*" * 100 + "x"):
        expression = osc_pattern(pattern)
        assert expression is None or not expression.fullmatch("/" + "a" * 60)
    assert time.monotonic() - begun < 20, "hangs"


def test_an_address_begins_with_a_slash() -> None:
    with pytest.raises(InputError, match="slash"):
        Dispatcher().map("cam", Heard())
