"""Twenty thousand damaged pieces of a tape: true labels or none, and it reads on afterwards."""

from __future__ import annotations

import math

import numpy as np
from tests.tracking.timecode.tape import tape

from setpiece.tracking.timecode import LtcDecoder, LtcFrame


def told(frames: list[LtcFrame]) -> list[tuple[int, int, int, int]]:
    return [(f.timecode.hours, f.timecode.minutes, f.timecode.seconds, f.timecode.frames) for f in frames]


def test_twenty_thousand_damaged_pieces_never_give_a_wrong_label() -> None:
    """Pieces of a tape cut, dropped out, doubled, inverted and drowned: labels are true ones or none.

    Bits of the digits that flip together with the polarity of all that follows would be another valid word:
    no decoder can tell. So whole pieces are damaged here, as tapes do it, not single bits.
    """
    rng = np.random.default_rng(5)
    truth, wave, _ = tape((7, 8, 9, 0), 60, 30, 30, 44100)
    known = set(truth)
    decoder = LtcDecoder(44100)
    given = 0
    for _ in range(20_000):
        longest = 6000 if rng.random() < 0.03 else 200
        a = int(rng.integers(0, len(wave) - longest))
        piece = wave[a : a + int(rng.integers(1, longest))].copy()
        kind = int(rng.integers(0, 6))
        if kind == 0:
            piece *= 0.0
        elif kind == 1:
            piece = piece[::-1]
        elif kind == 2 and longest < 6000:
            piece += rng.normal(0, 2, len(piece))
        elif kind == 3:
            piece = np.full(len(piece), math.nan)
        frames = decoder.feed(piece)
        given += len(frames)
        assert set(told(frames)) <= known
    found = decoder.feed(np.concatenate([wave, wave]))
    assert len(found) >= 2 * len(truth) - 4  # and it reads on as if nothing had been
    assert given > 200
