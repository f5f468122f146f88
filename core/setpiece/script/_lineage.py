"""Says which old scene a new one was split off from, and into which new one a cut one was merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ._digest import MOST_PARTS, SceneDigest

_SHARE = 600
"""A scene whose paragraphs are to this share (of 1000) another scene's was split off from it."""


def sources(
    old: Sequence[SceneDigest], new: Sequence[SceneDigest], old_of: Mapping[int, int]
) -> tuple[dict[int, int], dict[int, int]]:
    """Where the text of scenes without a partner came from, or went to.

    Args:
        old: The scenes of the draft before.
        new: Those of the new one.
        old_of: New index -> old index of the scenes that are paired.

    Returns:
        New index -> the old scene it was split off from, which lives on; old index -> the new scene
        it was merged into, which was there before.
    """
    new_of = {o: n for n, o in old_of.items()}
    lost = [(o, _beyond(old[o], new[n])) for o, n in sorted(new_of.items())]
    gained = [(n, _beyond(new[n], old[o])) for n, o in sorted(old_of.items())]
    split = {n: _richest(d, lost) for n, d in enumerate(new) if n not in old_of}
    merged = {o: _richest(d, gained) for o, d in enumerate(old) if o not in new_of}
    return {n: o for n, o in split.items() if o is not None}, {o: n for o, n in merged.items() if n is not None}


def _reach(digest: SceneDigest) -> int:
    """The highest paragraph hash a digest would have kept: one above it is not known to be absent."""
    return digest.parts[-1] if len(digest.parts) == MOST_PARTS else 1 << 32


def _beyond(whole: SceneDigest, rest: SceneDigest) -> tuple[frozenset[int], int]:
    """Paragraphs of a scene that its other self has not, and up to which hash this is known."""
    reach = min(_reach(whole), _reach(rest))
    return frozenset(p for p in whole.parts if p <= reach) - set(rest.parts), reach


def _richest(orphan: SceneDigest, others: Sequence[tuple[int, tuple[frozenset[int], int]]]) -> int | None:
    """The scene that has most of an orphan's paragraphs; None when none has enough of them."""
    best, found = 0, None
    for index, (theirs, reach) in others:
        shared = len(theirs.intersection(orphan.parts))
        if shared > best and 1000 * shared >= _SHARE * sum(p <= reach for p in orphan.parts):
            best, found = shared, index
    return found
