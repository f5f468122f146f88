"""Sounds and music of a sentence: what is heard and nobody in frame makes, called as a sound editor would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from ._handling import forms_of, handled_at, singular_of
from ._hearsay import absent, depicted, likened
from ._lexicon import data, listed, plural_of
from ._nounhood import noun_here
from ._nouns import Thing
from ._people import people
from ._text import DETERMINERS, NUMBERS, PARTICLES, PREPOSITIONS, SUBJECTS, Sentence
from ._verbs import verb_sets, verbs

_HEARD = " (heard)"
_CONFIDENCE = 0.7
_LONGEST_LEAD = 4
_BEGINS = frozenset("starts begins keeps stops".split())
_NO_SOURCE = frozenset("and or but then while as it one two nobody nothing something".split())
_QUALITIES = frozenset(
    "dull loud faint steady soft low deep sharp shrill slow rapid hollow constant distant muffled".split()
)
_OUT = frozenset("inside above below beyond behind outside upstairs downstairs the next".split())


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(listed(data("noises.toml")["noises"][key]))


@cache
def _forms(key: str) -> Mapping[str, str]:
    """Forms of a list of verbs -> the noun of the noise."""
    return {form: lemma for lemma in sorted(_words(key)) for form in forms_of(lemma)}


def heard_in(s: Sentence, things: Sequence[Thing]) -> tuple[Thing, ...]:
    """The things of a sentence with its sounds judged, named, and completed.

    Args:
        s: The sentence.
        things: As found.
    """
    told = _triggers() & frozenset(s.low)
    if not told and all(t.category != "sound" for t in things):
        return tuple(things)
    out, away = list[Thing](), out_of_frame(s)
    for t in things:
        if t.category == "sound":
            judged = _judged(s, t, away)
            out += [judged] if judged is not None else []
        elif not (t.category == "wardrobe" and _steps(s, t.start)):
            out.append(t)
    taken = {i for t in out if t.category in ("sound", "music") for i in range(t.start, t.end)}
    more = [t for t in _noises(s, told, away, bool(taken)) if t.start not in taken]
    gone = {t.start for t in more if t.name in _words("sounders")}
    out = [t for t in out if not gone & set(range(t.start, t.end))] + more
    out += _played(s, out, away)
    return tuple(out)


@cache
def _triggers() -> frozenset[str]:
    """Words without which a sentence lets nothing be heard but what is a sound already."""
    found = {w for key in ("nouns", "voices", "instruments") for w in _words(key)} | _words("feet")
    found |= {plural_of(w) for w in found} | {"sound", "sounds", "noise", "noises"}
    return frozenset(found).union(_forms("verbs"), _forms("moves"), _forms("phone_verbs"))


def _judged(s: Sentence, t: Thing, away: bool) -> Thing | None:
    """A sound as it is called, or None for one that somebody in frame makes."""
    if t.name.endswith(_HEARD):
        return _renamed(t, _of_heard(s, t))
    if t.end - t.start > 1:
        return t
    first, _, rest = t.name.partition(" ")
    if rest and first in _words("sounders") and rest in verb_sets()["sound"]:
        return _renamed(t, first)
    return t if _independent(s, t.start, away) else None


def _of_heard(s: Sentence, t: Thing) -> str:
    """``the sound of the gun cocking``, ``hear the fabric TEAR``: the thing and what it does."""
    base = t.name.removesuffix(_HEARD)
    if t.end >= len(s.low) or s.breaks(t.end) or base in _words("instruments"):
        return base
    word = s.low[t.end]
    does = word.endswith("ing") or (s.raw[t.end].isupper() and len(word) > 1) or word in _forms("verbs")
    return f"{base} {word}" if does and base not in ("bird", "nightingale") else base


def _renamed(t: Thing, name: str) -> Thing:
    category = "music" if name in _words("instruments") else "sound"
    return replace(t, name=name, category=category)


def _independent(s: Sentence, i: int, away: bool) -> bool:
    """Whether the noise at word ``i`` is a noun, and nobody in frame makes it."""
    word = s.low[i]
    before = s.low[i - 1] if i and not s.breaks(i) else ""
    after = s.low[i + 1] if i + 1 < len(s.low) and not s.breaks(i + 1) else ""
    if singular_of(word) in _words("effects") and not away:
        return False  # fired in frame: an effect
    if (word in ("knock", "knocks") and after in ("down", "over", "out")) or (_does(s, i, after) and not away):
        return False
    if word.endswith("ing") and before and not (before in DETERMINERS or before == "of" or _is_quality(before)):
        return False
    if word.endswith("ing") and not before and i and not away:
        return False  # "the watch is open, ticking"
    if singular_of(word) not in _words("voices") and word not in _words("voices"):
        return True
    made = before in SUBJECTS or before in people().role_words or before in people().crowd_alone or before in verbs()
    if (
        made
        or (before == "and" and not away)
        or s.low[max(0, i - 2) : i] == ("with", "a")
        or not noun_here(s, i, i + 1)
    ):
        return False
    return away or s.raw[i].isupper() or s.low[0] == word or after == "from"


def _does(s: Sentence, i: int, after: str) -> bool:
    """``The hull groans.``: a noise in -s that is what the word before it does."""
    if not s.low[i].endswith("s") or i < 2 or s.breaks(i) or s.breaks(i - 1) or s.low[i - 2] not in DETERMINERS:
        return False
    return not after or after in PREPOSITIONS or after in PARTICLES or after.endswith(("ly", "wards"))


def _is_quality(word: str) -> bool:
    return word in _QUALITIES or (
        word.endswith(("y", "ous", "al", "ic", "ful", "less", "ish", "ant")) and not word.endswith("ly")
    )


def out_of_frame(s: Sentence) -> bool:
    """Whether the sentence tells of somewhere else: "somewhere", "from inside", "behind the curtain"."""
    if _words("away") & frozenset(s.low) or "o.s." in s.text.lower() or "off screen" in s.text.lower():
        return True
    for k, word in enumerate(s.low):
        tail = frozenset(s.low[k + 1 : k + 5])
        if word in ("through", "behind", "across") and tail & (_words("barriers") | {"water", "street", "valley"}):
            return True
        if word == "from" and frozenset(s.low[k + 1 : k + 2]) & _OUT:
            return True
    return s.low[-2:-1] == ("room",) and s.low[-1].isdigit()


def _noises(s: Sentence, told: frozenset[str], away: bool, other: bool) -> Iterator[Thing]:
    for i, word in enumerate(s.low):
        if word not in told or s.quoted[i] or absent(s, i) or likened(s, i) or depicted(s, i):
            continue
        one = word if word in _words("nouns") else singular_of(word)
        k, name = _made(s, i, away)
        if not name and {one, word} & (_words("nouns") | _words("voices")):
            name = _fragment(s, i, one, away)
        name = name or ("" if other else _of_source(s, i))
        if name:
            yield Thing(name, "sound", k, k + 1, 1, False, _CONFIDENCE)
        elif _steps(s, i):
            yield Thing("footsteps", "sound", i, i + 1, 1, False, _CONFIDENCE)


def _of_source(s: Sentence, i: int) -> str:
    """``horrible sounds come from the engine``: what makes the sounds at word ``i``."""
    if s.low[i] not in ("sounds", "sound", "noise", "noises"):
        return ""
    for k in range(i + 1, min(len(s.low) - 2, i + 4)):
        if s.breaks(k):
            return ""
        if s.low[k] in ("from", "of") and s.low[k + 1] in DETERMINERS:
            one = singular_of(s.low[k + 2])
            return one if one in _words("sounders") else ""
    return ""


def _fragment(s: Sentence, i: int, one: str, away: bool) -> str:
    """``A dull boom, far aft.``: a noise that is the whole of its clause."""
    start = i
    while not s.breaks(start):
        start -= 1
        if i - start > _LONGEST_LEAD:
            return ""
    if not away and (start or s.low[0] not in DETERMINERS or one in _words("effects") or s.possessive[i - 1]):
        return ""
    if i + 1 < len(s.low) and ":" in s.gap[i + 1]:
        return ""  # "SINGLE SHOT: ..."
    after = s.low[i + 1] if i + 1 < len(s.low) and not s.breaks(i + 1) else ""
    if after and after not in PREPOSITIONS and after not in _words("away"):
        return ""
    lead = s.low[start:i]
    if any(w in verbs() or w in SUBJECTS or w in PREPOSITIONS or w == "and" or w in _BEGINS for w in lead):
        return ""
    if s.low[i] in _words("voices") and not (away or after == "from"):
        return ""
    if s.low[i] != one and not away:
        return ""
    pair = f"{s.low[i - 1]} {one}" if lead else ""
    return pair if pair in _words("nouns") else one


def _made(s: Sentence, i: int, away: bool) -> tuple[int, str]:
    """``a shutter bangs somewhere``, ``her phone buzzes``, ``a baby starts crying in Room 10``."""
    rings = _forms("phone_verbs").get(s.low[i], "")
    noise = _forms("verbs").get(s.low[i], "")
    moves = _forms("moves").get(s.low[i], "")
    k = i - 1
    while k > 0 and (s.low[k] in _BEGINS or s.low[k].endswith("ly")) and not s.breaks(k + 1):
        k -= 1
    if not (rings or noise or moves) or k < 0 or s.breaks(i) or s.low[i - 1] == "stops":
        return i, ""
    source = s.low[k]
    if rings and source in _words("phones"):
        return i, f"{source} {rings}"
    if not away or not _can_sound(s, k):
        return i, ""
    one = singular_of(source)
    if one in _words("sounders"):
        return k, one
    return (i, f"{one} {noise}") if noise else (i, "")


def _can_sound(s: Sentence, k: int) -> bool:
    """Whether word ``k`` is a plain noun, so that it and not a named person makes the noise."""
    word = s.low[k]
    named = s.raw[k][:1].isupper() and k > 0
    return word.isalpha() and not word.endswith(("ous", "ful", "ish", "less")) and not (
        named or word in _NO_SOURCE or word in SUBJECTS or word in DETERMINERS or word in NUMBERS or word in verbs()
        or word in PREPOSITIONS or word.endswith("ly")
    )  # fmt: skip


def _steps(s: Sentence, i: int) -> bool:
    """``From above, boots on the floorboards``: feet that are heard only."""
    return (
        s.low[i] in _words("feet")
        and s.low[i + 1 : i + 2] == ("on",)
        and s.low[0] in ("from", "above", "overhead", "upstairs")
    )


def _played(s: Sentence, things: Sequence[Thing], away: bool) -> Iterator[Thing]:
    """An instrument that nobody in frame is told to hold, where people dance or what is heard is out of frame."""
    known = {t.name for t in things if t.category == "music"}
    for i, word in enumerate(s.low):
        one = singular_of(word)
        if one not in _words("instruments") or known or handled_at(s, i) or absent(s, i) or likened(s, i):
            continue
        if s.low[i + 1 : i + 2] == ("of",):
            continue
        if _words("dancing") & frozenset(s.low) or away:
            known.add(one)
            name = f"{one} music" if one in ("gramophone", "jukebox") else one
            yield Thing(name, "music", i, i + 1, 1, False, _CONFIDENCE)
