"""A scene's mood from its words, its hour and its pace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from ._lexicon import data, listed

_ORDER = ("calm", "tense", "romantic", "sad", "comic", "action", "horror", "noir", "joyful", "eerie")
_LEAST = 2
_SHORT = 80


@cache
def mood_words() -> dict[str, tuple[str, ...]]:
    """Word -> the moods it speaks for."""
    out: dict[str, tuple[str, ...]] = {}
    raw = data("mood.toml")
    for mood in _ORDER:
        for w in listed(raw[mood]):
            out[w] = (*out.get(w, ()), mood)
    return out


def mood_of(action: Iterable[str], spoken: Iterable[str], night: bool) -> tuple[str, ...]:
    """Up to three moods, strongest first; calm when nothing speaks for another.

    Args:
        action: Lower-case words of the action lines.
        spoken: Lower-case words of asides and dialogue, which weigh a third.
        night: Whether it is dark: fear and noir weigh more, joy and calm less.
    """
    table = mood_words()
    told = tuple(action)
    score: Counter[str] = Counter()
    for words, weight in ((told, 3), (spoken, 1)):
        for w, n in sorted(Counter(words).items()):
            for mood in table.get(w, ()):
                score[mood] += weight * min(n, 3)
    if night:
        for mood in ("noir", "eerie", "horror"):
            score[mood] = score[mood] * 4 // 3
    least = _LEAST * 3 if len(told) > _SHORT else 3
    ranked = sorted((m for m in _ORDER if score[m] >= least), key=lambda m: (-score[m], _ORDER.index(m)))
    if not ranked:
        return ("calm",)
    top = score[ranked[0]]
    return tuple(m for m in ranked[:3] if score[m] * 2 >= top)
