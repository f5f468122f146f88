"""The one byte mutator of the fuzz tests: tokens put in, pieces cut, doubled, bytes replaced; seeded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


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
