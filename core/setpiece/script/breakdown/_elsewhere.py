"""Words for what is shown, remembered, wished for or long sold: the sentence names it, the scene has it not."""

from __future__ import annotations

from ._lexicon import words_of
from ._text import DETERMINERS, NUMBERS, SUBJECTS, Sentence
from ._verbs import verbs

_IN_MIND = words_of("elsewhere", "in_mind")
_SHOWN = words_of("elsewhere", "shown")
_SCREENS = words_of("elsewhere", "screens")
_LABELLED = words_of("elsewhere", "labelled")
_PARTED = words_of("elsewhere", "parted")
_COMES = frozenset("come comes came arrive arrives arrived return returns returned".split())
_CRAVES = frozenset(("kill", "give", "die", "murder"))
_WILLS = frozenset("would could 'd".split())
_LONGS = frozenset("wishes wishing longs longing yearns yearning begs prays praying".split())
_SKETCHES = frozenset("sketches sketching doodles doodling".split())
_OPENS = DETERMINERS | NUMBERS.keys()
_SCREEN_AT = 6


def elsewhere(s: Sentence, i: int) -> bool:
    """Whether word ``i`` is in somebody's mind, in a picture that the sentence opens with, craved, or gone for good.

    Args:
        s: The sentence.
        i: A noun, or the verb of a deed.
    """
    if (i and s.low[i - 1] == "breath") or _labelled(s, i):
        return True  # "Her breath smokes."
    return _in_mind(s, i) or _listed(s, i) or _on_air(s, i) or _gone_for_good(s, i) or _craved(s, i)


def _labelled(s: Sentence, i: int) -> bool:
    """``a box marked FRAGILE - LIVE LOBSTERS``."""
    k = i
    while k >= 0 and s.raw[k].isupper():
        k -= 1
    return 0 <= k < i and s.low[k] in _LABELLED and not s.text.isupper()


def _in_mind(s: Sentence, i: int) -> bool:
    """``He imagines a convertible pulling up, a blonde at the wheel``; not ``imagines it, grabs the gun``."""
    if "flashback" in s.low:
        return False
    for k in range(i - 1, -1, -1):
        if s.low[k] in _IN_MIND and not s.quoted[k]:
            return s.low[k + 1] != "to"
        finite = s.low[k + 1] in verbs() and s.low[k + 1].endswith("s") and not s.low[k + 1].endswith("ss")
        leaves = s.breaks(k + 1) or s.low[k] in ("and", "then", "but", "as", "while")
        if (leaves and (finite or s.low[k + 1] in SUBJECTS)) or ";" in s.gap[k + 1]:
            return False
        if leaves and s.low[k + 1] in ("then", "as", "while"):
            return False
    return False


def _listed(s: Sentence, i: int) -> bool:
    """``Storyboards cover the wall: a tiger, a chef``; ``Headline: TANKS IN CAPITAL``."""
    colon = next((k for k in range(i, 0, -1) if ":" in s.gap[k]), 0)
    return colon > 0 and not _SHOWN.isdisjoint(s.low[s.clause_start(colon - 1) : colon])


def _on_air(s: Sentence, i: int) -> bool:
    """``On the laptop's screen, a car rolls over``; not ``On the television stands a vase``."""
    if s.low[0] not in ("on", "onscreen") or (s.low[0] == "on" and not s.low[1:]):
        return False
    if s.low[0] == "onscreen":
        return i > 0
    at = max((k for k in range(1, min(i, _SCREEN_AT)) if s.low[k] in _SCREENS), default=0)
    if not at or any(s.breaks(k) for k in range(1, at + 1)):
        return False
    shows = s.breaks(at + 1) or s.low[at + 1] in _OPENS
    return shows and not any(s.low[k] in ("as", "while") or ";" in s.gap[k] for k in range(at + 1, i))


def _gone_for_good(s: Sentence, i: int) -> bool:
    """``where horses once steamed``, ``The tractor was sold``, ``a ferry that will not come``."""
    tail = list(s.low[i + 1 : min(s.clause_end(i), i + 6)])
    if not tail:
        return False
    if tail[0] == "once" and len(tail) > 1:
        return tail[1] not in ("more", "again", "a", "in")
    if tail[0] in ("was", "were", "has", "had", "have") and _PARTED & frozenset(tail[1:4]):
        return True
    if tail[0] in _PARTED:
        return True
    late = " ".join(tail[1:4]).startswith(("never ", "won't ", "will not ", "will never "))
    return tail[0] in ("that", "which", "who") and late and bool(_COMES & frozenset(tail[2:5]))


def _craved(s: Sentence, i: int) -> bool:
    """``She would give her right arm for a coffee``, ``has lost her purse``, ``sketches a tank``."""
    lead = s.low[s.clause_start(i) : i]
    pairs = [lead[k : k + 2] for k in range(len(lead))]
    if any(p == ("has", "lost") or (p[1:] == ("for",) and p[0] in _LONGS) for p in pairs):
        return True  # "Bob wishes for a drink"
    if not _SKETCHES.isdisjoint(lead[-4:]):
        return True
    willing = next((k for k in range(1, len(lead)) if lead[k] in _CRAVES and lead[k - 1] in _WILLS), 0)
    return willing > 0 and ("for" in lead[willing:] or lead[willing] == "murder")
