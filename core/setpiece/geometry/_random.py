"""Random streams named by what they are for, so that an insertion re-rolls nothing else.

Only ``Generator.random`` and ``Generator.integers`` are used anywhere: those streams are
equal in numpy 1.26 and 2.x, while ``choice``, ``shuffle`` and ``normal`` are not promised.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def stream(*names: str | int) -> np.random.Generator:
    """The random stream named by ``names`` (ids, purposes); equal names, equal numbers."""
    text = "\x1f".join(str(n) for n in names)
    digest = hashlib.blake2b(text.encode("utf-8"), digest_size=16).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "little")))


def pick(rng: np.random.Generator, options: Sequence[T]) -> T:
    """One of ``options``, each as likely. Raises ``IndexError`` when there is none."""
    return options[min(int(rng.random() * len(options)), len(options) - 1)]


def shuffled(rng: np.random.Generator, items: Sequence[T]) -> list[T]:
    """A Fisher-Yates permutation of ``items`` as a new list."""
    out = list(items)
    for i in range(len(out) - 1, 0, -1):
        j = min(int(rng.random() * (i + 1)), i)
        out[i], out[j] = out[j], out[i]
    return out
