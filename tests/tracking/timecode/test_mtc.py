"""MIDI timecode: quarter frames both ways with the time they take, locates, and whatever else is on a MIDI cable."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.scene.model import FrameRate
from setpiece.tracking import Timecode
from setpiece.tracking.timecode import MtcDecoder, MtcReading, frame_of, label_text

KINDS = (24, 25, 30, 30)


def pieces(h: int, m: int, s: int, f: int, kind: int) -> list[bytes]:
    """The eight quarter frames of a label, by the table in the MIDI specification."""
    values = (f & 15, f >> 4, s & 15, s >> 4, m & 15, m >> 4, h & 15, h >> 4 | kind << 1)
    return [bytes((0xF1, n << 4 | v)) for n, v in enumerate(values)]


def test_the_specifications_example_by_hand() -> None:
    """01:37:52:16 at 30 frames non-drop, as bytes."""
    decoder = MtcDecoder()
    stream = bytes.fromhex("F100 F111 F124 F133 F145 F152 F161 F176".replace(" ", ""))
    found = decoder.feed(stream, 77)
    assert [(label_text(r.timecode), r.timecode.sub_frame) for r in found] == [("01:37:52:17", 0.75)]
    assert found[0].timecode.rate == FrameRate(30)
    assert (found[0].receive_ns, found[0].kind, found[0].reverse) == (77, "running", False)


def test_two_frames_later_the_next_piece_0_comes() -> None:
    """1.75 frames at piece 7 and a quarter to the next piece 0: the label is two frames old by then."""
    decoder = MtcDecoder()
    at_seven = [decoder.feed(piece, i) for i, piece in enumerate(pieces(0, 0, 59, 24, 1))][-1][0]
    assert frame_of(at_seven.timecode) + at_seven.timecode.sub_frame + 0.25 == frame_of(Timecode(0, 1, 0, 1, FrameRate(25)))


def test_backwards_it_points_to_where_it_is_complete() -> None:
    decoder = MtcDecoder()
    stream = b"".join(pieces(10, 0, 0, 2, 1)[::-1] + pieces(10, 0, 0, 0, 1)[::-1])
    found = decoder.feed(stream, 5)
    assert [(label_text(r.timecode), r.timecode.sub_frame, r.reverse) for r in found] == [
        ("10:00:00:02", 0.0, True), ("10:00:00:00", 0.0, True),
    ]  # fmt: skip


def test_drop_frame_crosses_its_minute() -> None:
    found = MtcDecoder().feed(b"".join(pieces(0, 0, 59, 28, 2)), 0)
    assert [(label_text(r.timecode), r.timecode.sub_frame) for r in found] == [("00:00:59;29", 0.75)]
    found = MtcDecoder().feed(b"".join(pieces(0, 0, 59, 29, 2)), 0)
    assert [label_text(r.timecode) for r in found] == ["00:01:00;02"]


@pytest.mark.parametrize(("kind", "rate"), list(enumerate((FrameRate(24), FrameRate(25), FrameRate(30000, 1001), FrameRate(30)))))
def test_the_four_kinds_and_a_full_frame(kind, rate) -> None:
    message = bytes((0xF0, 0x7F, 0x7F, 1, 1, kind << 5 | 23, 59, 58, 12, 0xF7))
    (reading,) = MtcDecoder().feed(message, 3)
    assert reading == MtcReading(Timecode(23, 59, 58, 12, rate, kind == 2), 3, "full")


def test_what_somebody_knows_about_the_rate() -> None:
    known = FrameRate(30000, 1001)
    assert MtcDecoder(known).feed(b"".join(pieces(1, 0, 0, 0, 3)), 0)[0].timecode.rate == known
    assert MtcDecoder(known).feed(b"".join(pieces(1, 0, 0, 0, 1)), 0)[0].timecode.rate == FrameRate(25)


def test_pieces_that_do_not_follow_give_nothing() -> None:
    p = pieces(1, 2, 3, 4, 1)
    for order in ((0, 1, 2, 3, 5, 6, 7), (4, 5, 6, 7), (0, 1, 2, 3, 4, 5, 6, 6, 7), (7, 0, 7, 0, 7, 0, 7, 0)):
        assert MtcDecoder().feed(b"".join(p[n] for n in order), 0) == []
    turned = [p[n] for n in (4, 5, 6, 7, 6, 5, 4, 3, 2, 1, 0)]  # a tape that turns: complete after a whole sweep
    found = MtcDecoder().feed(b"".join(turned), 0)
    assert [(label_text(r.timecode), r.reverse) for r in found] == [("01:02:03:04", True)]


def test_other_messages_and_clocks_inside_are_no_trouble() -> None:
    stream = bytearray(bytes((0x90, 60, 100, 62, 100, 0xFE)))
    for piece in pieces(1, 2, 3, 4, 1):
        stream += bytes((piece[0], 0xF8, piece[1], 0xF8, 0xB0, 7, 99))
    stream += bytes((0xF0, 0x7F, 0xF8, 0x7F, 1, 1, 0x21, 2, 0xFE, 3, 4, 0xF7))
    stream += bytes((0xF0, 0x7F, 0x7F, 1, 1, 0x21, 2, 0x90, 3, 4, 0xF7))  # broken off by a note
    stream += bytes((0xF0, 0x41, 1, 2, 3, 4, 5, 6, 0xF7))
    decoder = MtcDecoder()
    found = [r for i, byte in enumerate(stream) for r in decoder.feed(bytes((byte,)), i)]
    assert [(label_text(r.timecode), r.kind) for r in found] == [("01:02:03:05", "running"), ("01:02:03:04", "full")]


def test_labels_that_do_not_exist_are_counted() -> None:
    decoder = MtcDecoder()
    assert decoder.feed(b"".join(pieces(1, 2, 3, 25, 1) + pieces(24, 0, 0, 0, 1) + pieces(0, 1, 0, 0, 2)), 0) == []
    assert decoder.rejected == 3


@settings(max_examples=60)
@given(st.integers(0, 23), st.integers(0, 59), st.integers(0, 59), st.integers(0, 23), st.sampled_from((0, 1, 3)), st.integers(1, 7))
def test_any_label_cut_anywhere(h, m, s, f, kind, cut) -> None:
    stream = b"".join(pieces(h, m, s, f, kind))
    decoder = MtcDecoder()
    found = decoder.feed(stream[:cut], 1) + decoder.feed(stream[cut:], 2)
    (reading,) = found
    base = KINDS[kind]
    expected = (frame_of(Timecode(h, m, s, f, FrameRate(base))) + 1) % (86400 * base)
    assert frame_of(reading.timecode) == expected
    assert reading.receive_ns == 2


def test_twenty_thousand_damaged_streams() -> None:
    rng = np.random.default_rng(1)
    whole = b"".join(pieces(1, 2, 3, 4, 2)) + bytes((0xF0, 0x7F, 0x7F, 1, 1, 0x21, 2, 3, 4, 0xF7))
    decoder = MtcDecoder()
    for _ in range(20_000):
        data = bytearray(whole[int(rng.integers(0, 8)) :])
        for at in rng.integers(0, len(data), 3):
            data[at] = rng.integers(0, 256)
        for reading in decoder.feed(bytes(data), 0):
            frame_of(reading.timecode)  # every label that is given exists
    decoder.feed(b"\xf7", 0)
    assert [label_text(r.timecode) for r in decoder.feed(b"".join(pieces(1, 2, 3, 4, 1)), 0)] == ["01:02:03:05"]
