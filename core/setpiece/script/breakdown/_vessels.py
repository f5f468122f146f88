"""What bags, tins and glasses hold: a vessel and its content are one purchase."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ._handling import singular_of, words_in
from ._reading import Paragraph

_FULL = frozenset("filled full stuffed packed crammed bulging".split())


def contents(read: Mapping[int, Paragraph]) -> frozenset[str]:
    """What vessels hold: the tomatoes of "a bag of tomatoes", which later are only "the tomatoes"."""
    out: set[str] = set()
    for s in (x.sentence for p in read.values() for x in p.lines):
        for i, word in enumerate(s.low[1:-1], 1):
            if word == "of" and singular_of(s.low[i - 1]) in words_in("vessels", "words"):
                out.update(s.low[i + 1 : s.clause_end(i)][:2])
                out.update(singular_of(w) for w in s.low[i + 1 : s.clause_end(i)][:2])
            filled = word in ("with", "of") and s.low[i - 1] in _FULL and i > 1
            if filled and singular_of(s.low[i - 2]) in words_in("vessels", "words"):
                out.update(s.low[i + 1 : s.clause_end(i)][:2])  # "an envelope filled with money"
    return frozenset(out)


def taken_from(read: Mapping[int, Paragraph]) -> Iterator[tuple[str, str]]:
    """Vessel and content of "eats sardines out of the tin"."""
    for s in (x.sentence for p in read.values() for x in p.lines):
        for i in range(1, len(s.low) - 3):
            if s.low[i : i + 2] == ("out", "of") and s.low[i + 3] in words_in("vessels", "words"):
                yield s.low[i + 3], singular_of(s.low[i - 1])
                yield s.low[i + 3], s.low[i - 1]
