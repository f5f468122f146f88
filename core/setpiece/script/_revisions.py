"""Recognises scenes, characters and beats of the draft before in the new one, by what they contain.

All scores are integers and all ties go to the earlier one, so that two runs agree everywhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeVar

import msgspec

from ._digest import CastDigest, SceneDigest, words
from ._lineage import sources

K = TypeVar("K", bound="str | int | None")
Kind = Literal["same", "changed", "moved", "new", "cut", "split", "merged"]

_ROUNDS = (900, 750, 600, 450, 330)
"""Scores accepted round by round; after each, neighbours of matched scenes count for more."""
_NEIGHBOUR = 60
_IN_GAP = 240
"""The same slugline and a little of the text, or half the text."""
_MOST_ALIKE = 64
_MOST_PAIRS = 1_000_000
"""Beats of a monstrous scene are compared with those near their place only."""


class SceneMatch(msgspec.Struct, frozen=True):
    """A scene of the new draft and the one of the old it is; None where there is none.

    ``source`` of a "split" scene is the old one it came out of, of a "merged" one the new one it went into.
    """

    old: int | None
    new: int | None
    kind: Kind
    source: int | None = None


def match_scenes(old: Sequence[SceneDigest], new: Sequence[SceneDigest]) -> list[SceneMatch]:
    """Pair the scenes of two drafts.

    Scenes with the same id in their sluglines first (Storyboarder writes one), when each draft has it
    once; then identical scenes, then by a score of shared paragraphs, shared word pairs, slugline and
    scene number, helped by neighbours that are already paired. A scene that only changed place is
    "moved" (the fewest that explain the new order); one whose text differs is "changed", moved or not.
    What most of whose paragraphs another scene lost, or got, is "split" off it, or "merged" into it.

    Returns:
        The new draft's scenes in their order, then the old ones that were cut in theirs.
    """
    pairs = _Pairs(len(old), len(new))
    _pair_embedded(old, new, pairs)
    _pair_identical(old, new, pairs)
    candidates = _scene_candidates(old, new, pairs)
    for least in _ROUNDS:
        _pair_best(candidates, pairs, least)
    _pair_in_gaps(candidates, pairs)
    _pair_neighbours(old, new, pairs)
    return _scene_kinds(old, new, pairs)


class _Pairs:
    """A one-to-one matching under construction."""

    def __init__(self, olds: int, news: int) -> None:
        self.new_of: list[int] = [-1] * olds
        self.old_of: list[int] = [-1] * news

    def put(self, o: int, n: int) -> None:
        self.new_of[o], self.old_of[n] = n, o

    def free(self, o: int, n: int) -> bool:
        return self.new_of[o] < 0 and self.old_of[n] < 0

    def beside(self, n: int) -> list[int]:
        """Old scenes that would continue the pairs before or after ``n``, or are first or last with it."""
        last = len(self.old_of) - 1
        before = self.old_of[n - 1] + 1 if n and self.old_of[n - 1] >= 0 else -1
        after = self.old_of[n + 1] - 1 if n < last and self.old_of[n + 1] >= 0 else -1
        ends = (0 if n == 0 else -1, len(self.new_of) - 1 if n == last else -1)
        return sorted({o for o in (before, after, *ends) if 0 <= o < len(self.new_of)})

    def context(self, o: int, n: int) -> int:
        """How many of the two neighbours (or ends) of the pair are paired with each other."""
        before = (o == 0 and n == 0) or (o > 0 and n > 0 and self.old_of[n - 1] == o - 1)
        last_o, last_n = o == len(self.new_of) - 1, n == len(self.old_of) - 1
        after = (last_o and last_n) or (not last_o and not last_n and self.old_of[n + 1] == o + 1)
        return int(before) + int(after)


def _pair_embedded(old: Sequence[SceneDigest], new: Sequence[SceneDigest], pairs: _Pairs) -> None:
    """A copied scene carries its original's id along: an id that stands twice says nothing."""
    olds, news = _places(d.embedded for d in old), _places(d.embedded for d in new)
    for id_, at in news.items():
        there = olds.get(id_, [])
        if id_ and len(at) == len(there) == 1:
            pairs.put(there[0], at[0])


def _pair_identical(old: Sequence[SceneDigest], new: Sequence[SceneDigest], pairs: _Pairs) -> None:
    """Scenes with equal content: unique ones at once, repeated ones where they continue a run."""
    olds = _places(d.content if pairs.new_of[o] < 0 else None for o, d in enumerate(old))
    news = _places(d.content if pairs.old_of[n] < 0 else None for n, d in enumerate(new))
    repeated: list[int] = []
    for content, at in news.items():
        there = olds.get(content, [])
        if content is None:
            continue
        if len(at) == 1 and len(there) == 1:
            pairs.put(there[0], at[0])
        elif there:
            repeated.append(content)
    forward = sorted(n for content in repeated for n in news[content])
    for least, places in ((2, forward), (1, forward), (1, forward[::-1])):
        for n in places:
            if pairs.old_of[n] < 0:
                _continue_run(old, new[n].content, n, pairs, least)
    for content in repeated:
        free_old = [o for o in olds[content] if pairs.new_of[o] < 0]
        free_new = [n for n in news[content] if pairs.old_of[n] < 0]
        for o, n in zip(free_old, free_new, strict=False):
            pairs.put(o, n)


def _continue_run(old: Sequence[SceneDigest], content: int, n: int, pairs: _Pairs, least: int) -> None:
    """Pair new scene ``n`` with an equal old one next to where its neighbours were."""
    for o in pairs.beside(n):
        if old[o].content == content and pairs.free(o, n) and pairs.context(o, n) >= least:
            pairs.put(o, n)
            return


def _places(keys: Iterable[K]) -> dict[K, list[int]]:
    found: dict[K, list[int]] = {}
    for index, key in enumerate(keys):
        found.setdefault(key, []).append(index)
    return found


def _scene_candidates(
    old: Sequence[SceneDigest], new: Sequence[SceneDigest], pairs: _Pairs
) -> list[tuple[int, int, int]]:
    """(score, old, new) of unpaired scenes that share anything at all."""
    index: dict[object, list[int]] = {}
    for o, digest in enumerate(old):
        if pairs.new_of[o] < 0:
            for key in _keys(digest):
                index.setdefault(key, []).append(o)
    found: list[tuple[int, int, int]] = []
    for n, digest in enumerate(new):
        if pairs.old_of[n] >= 0:
            continue
        near = {o for key in _keys(digest) for o in _close(index.get(key, ()), n)}
        found += [(_scene_score(old[o], digest), o, n) for o in sorted(near)]
    return found


def _close(there: Sequence[int], n: int) -> Sequence[int]:
    """Of very many scenes that share a key, those near the place: a film of one slugline stays quick."""
    if len(there) <= _MOST_ALIKE:
        return there
    at = min(max(0, bisect_left(there, n) - _MOST_ALIKE // 2), len(there) - _MOST_ALIKE)
    return there[at : at + _MOST_ALIKE]


def _keys(digest: SceneDigest) -> list[object]:
    return [("h", digest.heading), *(("p", p) for p in digest.parts), *(("s", s) for s in digest.sketch)]


def _scene_score(a: SceneDigest, b: SceneDigest) -> int:
    """0..1000: content 760, slugline 200, number 40."""
    heading = 200 if a.heading == b.heading else 120 * dice(a.heading.split(), b.heading.split()) // 1000
    number = 40 if a.number and a.number == b.number else 0
    if not a.words and not b.words:
        return 500 + heading + number if heading == 200 else heading + number
    content = max(dice(a.parts, b.parts), _sketch_likeness(a.sketch, b.sketch))
    return 760 * content // 1000 + heading + number


def _sketch_likeness(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    """Dice coefficient (0..1000) estimated from the two bottom-k sketches.

    Among the k smallest hashes of the union, the share found in both estimates the Jaccard index
    J (Broder 1997); Dice = 2J / (1 + J).
    """
    if not a or not b:
        return 0
    both = set(a) & set(b)
    union = sorted({*a, *b})[: max(len(a), len(b))]
    shared = sum(1 for h in union if h in both)
    return 2000 * shared // (len(union) + shared)


def dice(a: Sequence[object], b: Sequence[object]) -> int:
    """Dice coefficient of two bags taken as sets, 0..1000."""
    left, right = set(a), set(b)
    total = len(left) + len(right)
    return 2000 * len(left & right) // total if total else 0


def _pair_best(candidates: list[tuple[int, int, int]], pairs: _Pairs, least: int) -> None:
    """Pair by score with context until nothing above ``least`` is left."""
    while True:
        scored = [(score + _NEIGHBOUR * pairs.context(o, n), o, n) for score, o, n in candidates if pairs.free(o, n)]
        scored = sorted((s for s in scored if s[0] >= least), key=_best_first)
        if not scored:
            return
        for _, o, n in scored:
            if pairs.free(o, n):
                pairs.put(o, n)


def _pair_in_gaps(candidates: list[tuple[int, int, int]], pairs: _Pairs) -> None:
    """Pair weaker likenesses where both scenes lie between the same scenes that kept their order."""
    steady = set(longest_rising([o for o in pairs.old_of if o >= 0]))
    ends: list[int] = []
    low = -1
    for o in pairs.old_of:
        low = o if o in steady else low
        ends.append(low)
    high = len(pairs.new_of)
    gaps: list[tuple[int, int]] = []
    for n in range(len(ends) - 1, -1, -1):
        high = pairs.old_of[n] if pairs.old_of[n] in steady else high
        gaps.append((ends[n], high))
    gaps.reverse()
    near = [(score, o, n) for score, o, n in candidates if gaps[n][0] < o < gaps[n][1]]
    _pair_best(near, pairs, _IN_GAP)


def _best_first(scored: tuple[int, int, int]) -> tuple[int, int, int, int]:
    score, o, n = scored
    return -score, abs(o - n), o, n


def _pair_neighbours(old: Sequence[SceneDigest], new: Sequence[SceneDigest], pairs: _Pairs) -> None:
    """A rewritten scene between two known ones is the same scene when its slugline is."""
    for n, digest in enumerate(new):
        if pairs.old_of[n] >= 0:
            continue
        o = pairs.old_of[n - 1] + 1 if n else 0
        between = (n == 0 or pairs.old_of[n - 1] >= 0) and o < len(old) and pairs.free(o, n)
        if between and pairs.context(o, n) == 2 and old[o].heading == digest.heading:
            pairs.put(o, n)


def _scene_kinds(old: Sequence[SceneDigest], new: Sequence[SceneDigest], pairs: _Pairs) -> list[SceneMatch]:
    old_of = {n: o for n, o in enumerate(pairs.old_of) if o >= 0}
    in_order = set(longest_rising(list(old_of.values())))
    split, merged = sources(old, new, old_of)
    found: list[SceneMatch] = []
    for n, o in enumerate(pairs.old_of):
        if o < 0:
            found.append(SceneMatch(None, n, "split" if n in split else "new", split.get(n)))
        elif old[o].content != new[n].content:
            found.append(SceneMatch(o, n, "changed"))
        else:
            found.append(SceneMatch(o, n, "same" if o in in_order else "moved"))
    gone = (o for o, n in enumerate(pairs.new_of) if n < 0)
    return found + [SceneMatch(o, None, "merged" if o in merged else "cut", merged.get(o)) for o in gone]


def longest_rising(values: Sequence[int]) -> list[int]:
    """The longest rising subsequence of distinct integers (patience sorting)."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        pile = bisect_left(tails, value)
        before.append(tail_at[pile - 1] if pile else -1)
        if pile == len(tails):
            tails.append(value)
            tail_at.append(index)
        else:
            tails[pile], tail_at[pile] = value, index
    found: list[int] = []
    at = tail_at[-1] if tail_at else -1
    while at >= 0:
        found.append(values[at])
        at = before[at]
    return found[::-1]


def match_cast(old: Sequence[CastDigest], new: Sequence[CastDigest]) -> dict[int, int]:
    """Pair the characters of two drafts: by what they say where, what they do, and their names.

    A renamed character speaks the same lines in the same scenes; a name given to somebody else is
    not the same person when the old one lives on under another name.

    Returns:
        New index -> old index.
    """
    scored = [
        (_cast_score(a, b), o, n)
        for o, a in enumerate(old)
        for n, b in enumerate(new)
    ]  # fmt: skip
    return _greedy(scored, 250)


def _cast_score(a: CastDigest, b: CastDigest) -> int:
    here, said = _overlap(a.lines, b.lines), _overlap(a.said, b.said)
    seen, scenes = _overlap(a.seen, b.seen), dice(a.scenes, b.scenes)
    speech = max(500 * here[0] // 1000, (350 if said[1] > 1 else 200) * said[0] // 1000)
    mention = (400 if seen[1] > 1 else 250) * seen[0] // 1000
    evidence = speech + mention
    names_a, names_b = _names(a), _names(b)
    if " ".join(words(a.name)) == " ".join(words(b.name)):
        return evidence + 300 + 50 * scenes // 1000
    if names_a & names_b:
        return evidence + 250 + 50 * scenes // 1000
    return evidence + 50 * scenes // 1000 if evidence else 0


def _names(digest: CastDigest) -> set[str]:
    return {" ".join(words(n)) for n in (digest.name, *digest.aliases)}


def _overlap(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, int]:
    """Dice coefficient (0..1000) and how many are shared."""
    return dice(a, b), len(set(a) & set(b))


def _greedy(scored: list[tuple[int, int, int]], least: int) -> dict[int, int]:
    found: dict[int, int] = {}
    taken: set[int] = set()
    for score, o, n in sorted(scored, key=_best_first):
        if score >= least and n not in found and o not in taken:
            found[n] = o
            taken.add(o)
    return dict(sorted(found.items()))


def match_beats(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> dict[int, int]:
    """Pair a scene's beats, given as (fingerprint, text).

    Equal fingerprints in order first, then equal ones that moved, then beats whose words are mostly
    the same.

    Returns:
        New index -> old index.
    """
    prints_old, prints_new = [f for f, _ in old], [f for f, _ in new]
    found = _common_in_order(prints_old, prints_new)
    _pair_left(found, len(old), len(new), lambda o, n: 1000 if prints_old[o] == prints_new[n] else 0)
    bags_old, bags_new = [words(t) for _, t in old], [words(t) for _, t in new]

    def likeness(o: int, n: int) -> int:
        near = found.get(n - 1, -2) == o - 1 or found.get(n + 1, -2) == o + 1
        return dice(bags_old[o], bags_new[n]) + (100 if near else 0)

    _pair_left(found, len(old), len(new), likeness)
    return dict(sorted(found.items()))


def _pair_left(found: dict[int, int], olds: int, news: int, score: Callable[[int, int], int]) -> None:
    taken = set(found.values())
    free_old = [o for o in range(olds) if o not in taken]
    free_new = [n for n in range(news) if n not in found]
    reach = _MOST_PAIRS // max(1, len(free_new))
    near = ((o, n) for n in free_new for o in free_old[bisect_left(free_old, n - reach) :][: 2 * reach + 1])
    found.update(_greedy([(score(o, n), o, n) for o, n in near], 450))


def _common_in_order(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """A longest common subsequence; new index -> old index."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    found = {i: i for i in range(head)} | {len(new) - 1 - i: len(old) - 1 - i for i in range(tail)}
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(a) * len(b) > _MOST_PAIRS:
        return found
    best = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            same = best[i + 1][j + 1] + 1 if a[i] == b[j] else 0
            best[i][j] = max(same, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j] and best[i][j] == best[i + 1][j + 1] + 1:
            found[head + j] = head + i
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
