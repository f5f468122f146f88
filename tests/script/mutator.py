"""The one byte mutator of the fuzz tests: tokens put in, pieces cut, doubled, bytes replaced; seeded."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

from setpiece.geometry import stream

CASES = int(os.environ.get("SETPIECE_FUZZ", "20000"))
"""Mutations of each parser; ``make test-all`` asks for a million."""


def chance(parser: str) -> np.random.Generator:
    """What a parser's mutations are drawn from; SETPIECE_FUZZ_SEED gives others than the usual ones."""
    return stream("fuzz", parser, os.environ.get("SETPIECE_FUZZ_SEED", ""))


def mutated(rng: np.random.Generator, seed: bytes, tokens: Sequence[bytes], most: int) -> bytes:
    """``seed`` after 1 to ``most`` changes."""
    data = bytearray(seed)
    for _ in range(int(rng.integers(1, most + 1))):
        at = int(rng.integers(0, len(data) + 1))
        match int(rng.integers(0, 4)):
            case 0:
                data[at:at] = tokens[int(rng.integers(0, len(tokens)))]
            case 1:
                del data[at : at + int(rng.integers(1, 30))]
            case 2:
                other = int(rng.integers(0, len(data) + 1))
                data[at:at] = data[other : other + int(rng.integers(1, 60))]
            case _:
                data[at : at + 1] = bytes([int(rng.integers(0, 256))])
    return bytes(data)
